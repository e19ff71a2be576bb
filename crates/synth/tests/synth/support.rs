//! Reads a synthetic nation back, row by row and by name, without anything of the generator.

use std::collections::HashMap;
use std::path::Path;

use tizim_people::{BirthDate, DateOptions, Iin, PeopleRules, names, parse_birth_date};
use tizim_synth::Settings;

/// The law of 2019 as far as it matters here.
pub(crate) const BASE: &str = "[profile]\nid = 'kz-2019'\ntitle = 'T'\ncountry = 'KZ'\nelection_day = '2019-06-09'\n\
    [rolls.commission]\nsteps = [{ voters_up_to = 1000, members = 5 }, { voters_up_to = 2000, members = 7 }, \
    { voters_up_to = 2500, members = 9 }, { voters_up_to = 3000, members = 11 }]\n";

pub(crate) const LISTS: [&str; 6] = [
    "permanent.csv",
    "special.csv",
    "temporary.csv",
    "supplementary.csv",
    "avc.csv",
    "residence-certificates.csv",
];

pub(crate) struct Table {
    headings: HashMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    pub(crate) fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let headings =
            reader.headers().unwrap().iter().enumerate().map(|(at, name)| (name.to_owned(), at)).collect();
        Self { headings, rows: reader.records().map(Result::unwrap).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The cell of a data row, 0 the first.
    pub(crate) fn cell(&self, row: usize, column: &str) -> &str {
        &self.rows[row][self.headings[column]]
    }

    pub(crate) fn count(&self, row: usize, column: &str) -> i64 {
        self.cell(row, column).parse().unwrap_or(0)
    }
}

/// A nation on disk, read back.
pub(crate) struct Nation {
    pub(crate) rules: PeopleRules,
    tables: HashMap<&'static str, Table>,
}

/// What the rows of a list say, in normal form.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) birth: BirthDate,
}

impl Nation {
    pub(crate) fn new(voters: u64, seed: u64) -> Self {
        Self::of(&Settings::new(voters, seed, BASE))
    }

    pub(crate) fn of(settings: &Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        tizim_synth::generate(settings, folder.path()).unwrap();
        let profile: toml::Table =
            std::fs::read_to_string(folder.path().join("profile.toml")).unwrap().parse().unwrap();
        let rules = profile["people"].clone().try_into().unwrap();
        let files = LISTS.into_iter().chain([
            "precincts.csv",
            "certificates.csv",
            "forms.csv",
            "districts.csv",
            "truth/rolls.csv",
            "truth/avc.csv",
            "truth/same_name.csv",
        ]);
        let files = files.chain(settings.errors.then_some("truth/pairs.csv"));
        let tables = files.map(|file| (file, Table::read(&folder.path().join(file)))).collect();
        Self { rules, tables }
    }

    pub(crate) fn table(&self, file: &str) -> &Table {
        &self.tables[file]
    }

    pub(crate) fn iin(&self, file: &str, row: usize) -> Option<Iin> {
        Iin::parse(self.table(file).cell(row, "iin").as_bytes(), &self.rules.iin).ok()
    }

    pub(crate) fn key(&self, file: &str, row: usize) -> Key {
        let table = self.table(file);
        let parts =
            ["surname", "given_name", "patronymic"].map(|part| names::normalise(table.cell(row, part)));
        let birth =
            parse_birth_date(table.cell(row, "birth_date").as_bytes(), &DateOptions::default()).unwrap();
        Key { name: parts.join("|"), birth }
    }

    /// Every entry of the truth about lists: code, kind, lawful, and (file, data row) of its rows.
    pub(crate) fn truth(&self) -> Vec<Truth> {
        let table = self.table("truth/rolls.csv");
        let mut groups: Vec<Truth> = Vec::new();
        let mut last = String::new();
        for row in 0..table.len() {
            if table.cell(row, "group") != last {
                table.cell(row, "group").clone_into(&mut last);
                groups.push(Truth {
                    code: table.cell(row, "code").to_owned(),
                    rule: table.cell(row, "rule").to_owned(),
                    kind: table.cell(row, "kind").to_owned(),
                    lawful: table.cell(row, "lawful") == "1",
                    rows: Vec::new(),
                });
            }
            let physical: usize = table.cell(row, "row").parse().unwrap();
            groups.last_mut().unwrap().rows.push((table.cell(row, "file").to_owned(), physical - 2));
        }
        groups
    }
}

pub(crate) struct Truth {
    pub(crate) code: String,
    pub(crate) rule: String,
    pub(crate) kind: String,
    pub(crate) lawful: bool,
    pub(crate) rows: Vec<(String, usize)>,
}

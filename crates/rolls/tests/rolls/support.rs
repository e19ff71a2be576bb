//! Lists made of text, and what a check says of them.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Audit, Finding, Profile, Run};
use tizim_people::iin::check_digit;
use tizim_rolls::{
    DuplicateLine, DuplicateSink, Inputs, Kind, LineForm, ListInput, Options, PrecinctCounts, RollRules,
    RollsError, check,
};
use tizim_tables::{Input, Schema, TableFile};

macro_rules! data {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/", $path))
    };
}

const PROFILE: &str = data!("kz-2023/profile.toml");
const SCHEMA: &str = data!("schemas/roll.toml");

/// The heading of lists in these tests.
pub(crate) const HEADING: &str =
    "iin,surname,given_name,patronymic,birth_date,sex,region,precinct,address,avc_serial,mark,added,removed";

/// The law of 2023.
pub(crate) fn law() -> RollRules {
    RollRules::from_profile(&Profile::from_toml(PROFILE).unwrap()).unwrap()
}

/// A valid number of a person born on this day; `serial` tells people apart.
pub(crate) fn iin(birth: &str, century: u8, serial: u32) -> String {
    let digits: Vec<u8> = birth.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let mut serial = serial;
    loop {
        let mut first = [0_u8; 11];
        first[..6].copy_from_slice(&digits[2..8]);
        first[6] = century;
        for (place, power) in (7..11).zip([1000, 100, 10, 1]) {
            first[place] = (serial / power % 10) as u8;
        }
        if let Some(last) = check_digit(&first) {
            return first.iter().chain([&last]).map(|digit| char::from(b'0' + digit)).collect();
        }
        // This one is never issued; a serial far off is nobody else's in these tests.
        serial += 5000;
    }
}

/// One list of one file, from the lines below the usual heading.
pub(crate) fn list(kind: Kind, lines: &[String]) -> ListInput {
    list_of(kind, &[(&format!("{kind}.csv"), HEADING, lines)], None)
}

/// One list, from files of a name, a heading and lines each.
pub(crate) fn list_of(kind: Kind, files: &[(&str, &str, &[String])], date: Option<&str>) -> ListInput {
    let schema = Schema::from_toml(SCHEMA).unwrap();
    let files = files.iter().map(|(name, heading, lines)| {
        let text = format!("{heading}\n{}\n", lines.join("\n"));
        TableFile::open(&Input::bytes(name, text), &schema, &small_blocks()).unwrap()
    });
    ListInput {
        kind,
        files: files.collect(),
        date: date.map(|date| date.parse().unwrap()),
        passed_over: Vec::new(),
    }
}

/// Blocks so small that a list of a few rows has many.
fn small_blocks() -> tizim_tables::Options {
    tizim_tables::Options { block_size: 1024, ..tizim_tables::Options::default() }
}

/// A line with these cells under [`HEADING`]; the rest is empty.
pub(crate) fn line(cells: &[(&str, &str)]) -> String {
    let quoted = |value: &str| {
        let plain = !value.contains([',', '\n']) || value.starts_with('"');
        if plain { value.to_owned() } else { format!("\"{value}\"") }
    };
    let cell = |name: &str| {
        cells.iter().rev().find(|(at, _)| *at == name).map_or_else(String::new, |(_, value)| quoted(value))
    };
    HEADING.split(',').map(cell).collect::<Vec<_>>().join(",")
}

/// A line of duplicates that is kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub(crate) group: u64,
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) rule: String,
    pub(crate) list: String,
    pub(crate) file: String,
    pub(crate) row: u64,
    pub(crate) token: String,
    pub(crate) person: String,
}

/// Keeps all lines.
#[derive(Debug, Default)]
pub(crate) struct Lines(pub(crate) Vec<Line>);

/// Stands between the cells of a line; no cell of these tests holds it.
const BETWEEN: char = '\u{1f}';

impl DuplicateSink for Lines {
    fn form(&self) -> LineForm {
        |line, form| {
            let DuplicateLine { code, severity, why, list, file, row, token, person, .. } = line;
            let rule = why.word();
            let cells = format!(
                "{code}\u{1f}{severity}\u{1f}{rule}\u{1f}{list}\u{1f}{file}\u{1f}{row}\u{1f}{token}\u{1f}{person}"
            );
            form.extend_from_slice(cells.as_bytes());
        }
    }

    fn take(&mut self, group: u64, form: &[u8]) -> std::io::Result<()> {
        let form = String::from_utf8(form.to_vec()).unwrap();
        let cells: Vec<&str> = form.split(BETWEEN).collect();
        let [code, severity, rule, list, file, row, token, person] =
            <[&str; 8]>::try_from(cells).unwrap().map(str::to_owned);
        let row = row.parse().unwrap();
        self.0.push(Line { group, code, severity, rule, list, file, row, token, person });
        Ok(())
    }
}

/// What a check said.
pub(crate) struct Said {
    pub(crate) audit: Audit,
    pub(crate) lines: Vec<Line>,
}

/// Where a row stands: kind of list and physical row.
pub(crate) type Row = (String, u64);

impl Said {
    /// The groups of a code, each as its rows.
    pub(crate) fn groups(&self, code: &str) -> BTreeSet<Vec<Row>> {
        let mut groups: BTreeMap<u64, Vec<Row>> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.code == code) {
            groups.entry(line.group).or_default().push((line.list.clone(), line.row));
        }
        groups.into_values().collect()
    }

    /// All codes that the lines hold.
    pub(crate) fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.lines.iter().map(|line| line.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// The findings of a code.
    pub(crate) fn findings(&self, code: &str) -> Vec<&Finding> {
        self.audit.findings.iter().filter(|finding| finding.code == code).collect()
    }

    /// Everything a reader sees, as text: for comparing runs byte by byte.
    pub(crate) fn bytes(&self) -> String {
        format!("{:?}\n{:?}\n{:?}", self.lines, self.audit.findings, self.audit.document)
    }
}

/// A run with a fixed key.
pub(crate) fn run(threads: usize) -> Run {
    Run { threads, memory: 64 << 20, ..Run::new([5; 32]) }
}

/// Checks lists alone, with everything.
pub(crate) fn said(lists: &[ListInput]) -> Said {
    said_with(lists, None, &Options::default(), &run(2)).unwrap()
}

/// Checks whatever is given.
pub(crate) fn said_with(
    lists: &[ListInput],
    precincts: Option<&[PrecinctCounts]>,
    options: &Options,
    run: &Run,
) -> Result<Said, RollsError> {
    let mut lines = Lines::default();
    let audit = check(&Inputs { lists, precincts, ..Inputs::default() }, &law(), options, run, &mut lines)?;
    Ok(Said { audit, lines: lines.0 })
}

/// Rows of a group by list and physical row.
pub(crate) fn rows(rows: &[(&str, u64)]) -> Vec<Row> {
    rows.iter().map(|(list, row)| ((*list).to_owned(), *row)).collect()
}

/// Every sheet of a workbook.
pub(crate) fn sheets(name: &str, book: &[u8]) -> Vec<TableFile> {
    let schema = Schema::from_toml(SCHEMA).unwrap();
    TableFile::open_every(&Input::bytes(name, book.to_vec()), &schema, &small_blocks()).unwrap()
}

//! Decisions on pairs, and the groups of an earlier run.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tizim_evidence::InputRecord;
use tizim_people::Token;
use tizim_report::{CsvTarget, CsvWriter};
use tizim_rolls::{Answer, Decision, Decisions, Earlier, Past};
use tizim_tables::{ColumnMap, Options, Row};

use super::{Opened, wrong_cell};
use crate::arguments::PastOptions;
use crate::failure::Hinted;
use crate::session::Session;
use crate::{bounded, listing, manifest};

/// The tables of a report folder that tell of groups, by command: the name, and the columns of the group and its token.
struct GroupTable {
    command: &'static str,
    file: &'static str,
    group: &'static str,
}

const GROUP_TABLES: [GroupTable; 2] = [
    GroupTable { command: "rolls check", file: "duplicates.csv", group: "group" },
    GroupTable { command: "rolls link", file: "clusters.csv", group: "cluster" },
];

/// The mark of UTF-8 at the start of a file.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Tables in which values stand beside tokens, with these columns.
const VALUES: [(&str, &str, &str); 3] = [
    ("duplicates.csv", "token", "values"),
    ("pairs.csv", "token_left", "values_left"),
    ("pairs.csv", "token_right", "values_right"),
];

/// What a run is given of those before it.
#[derive(Debug, Default)]
pub(crate) struct PastInputs {
    decisions: Option<Decisions>,
    earlier: Option<Earlier>,
    bind: bool,
    /// Whether this run shows names; if not, none of the earlier run's are carried over.
    shows_names: bool,
    /// The column of the group in the table of groups.
    group: &'static str,
    /// The table of groups of the earlier run.
    table: Vec<u8>,
    /// What the manifest says of the files.
    pub(crate) records: Vec<InputRecord>,
}

impl PastInputs {
    /// Reads decisions and the earlier run of this command.
    ///
    /// # Errors
    /// Where one of them cannot be read, or was made under another key.
    pub(crate) fn read(
        session: &Session,
        typed: &PastOptions,
        command: &str,
        options: &Options,
    ) -> Result<Self> {
        let shows_names = session.common.reveal;
        let mut past = Self { bind: session.common.is_keyed(), shows_names, ..Self::default() };
        if !past.bind && (typed.previous.is_some() || !typed.decisions.is_empty()) {
            let option = if typed.previous.is_some() { "--previous" } else { "--decisions" };
            return Err(Hinted::error(
                format!(
                    "`{option}` needs the key of the earlier run: tokens made under another key match nobody here"
                ),
                "name the key with `--key-file`, as it was named when the earlier report was made",
            ));
        }
        if let Some(folder) = &typed.previous {
            past.read_earlier(session, folder, command)?;
        }
        if !typed.decisions.is_empty() {
            let decisions = past.read_decisions(session, &typed.decisions, options)?;
            past.decisions = Some(Decisions::new(decisions, past.earlier.as_ref()));
        }
        Ok(past)
    }

    /// The same as the domain asks for it.
    pub(crate) fn past(&self) -> Past<'_> {
        Past { decisions: self.decisions.as_ref(), earlier: self.earlier.as_ref(), bind: self.bind }
    }

    fn read_decisions(
        &mut self,
        session: &Session,
        given: &[String],
        options: &Options,
    ) -> Result<Vec<Decision>> {
        // What was typed of the lists is not about this table.
        let options = Options {
            encoding: None,
            delimiter: None,
            header_row: None,
            sheet: None,
            columns: ColumnMap::clone(&options.columns),
            ..options.clone()
        };
        let mut decisions = Vec::new();
        for file in given {
            let tables = super::read(session, "decisions", file, "decisions", &options)?;
            let mut open = 0_u64;
            for opened in &tables {
                for row in opened.table.rows() {
                    match decision(opened, &row)? {
                        Some(decision) => decisions.push(decision),
                        None => open += 1,
                    }
                }
            }
            if open > 0 {
                session.say(&format!(
                    "decisions: {open} rows of `{}` have no answer yet",
                    manifest::base_name(file)
                ));
            }
            self.records.extend(tables.into_iter().map(|opened| opened.record.of_persons()));
        }
        Ok(decisions)
    }

    fn read_earlier(&mut self, session: &Session, folder: &Path, command: &str) -> Result<()> {
        let (table, path) = earlier_table(session, folder, command)?;
        let mut earlier = Earlier::default();
        let bytes = bounded::bytes(&path, bounded::REPORT)
            .with_context(|| format!("cannot read `{}`", path.display()))?;
        let rows = rows_of(&bytes, &path, [table.group, "token", "code"], |[group, token, code]| {
            let (group, token) = (group.parse().ok()?, Token::parse(token)?);
            earlier.add(group, Some(code).filter(|code| !code.is_empty()), token);
            Some(())
        })?;
        self.records.push(record(folder, table.file, &bytes, rows));
        for (file, token, values) in VALUES {
            let path = folder.join(file);
            if !path.exists() {
                continue;
            }
            let bytes = bounded::bytes(&path, bounded::REPORT)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            // A report of an older version has no such column.
            rows_of(&bytes, &path, [token, values, ""], |[token, values, _]| {
                if let Some(values) = Token::parse(values) {
                    earlier.add_values(Token::parse(token)?, values);
                }
                Some(())
            })?;
        }
        self.earlier = Some(earlier);
        self.table = bytes;
        self.group = table.group;
        Ok(())
    }

    /// The rows of these groups of the earlier run, as they stood there; `None` where no earlier run was given. A run that
    /// shows no names takes none over from one that did.
    pub(crate) fn closed(&self, groups: &[u64]) -> Result<Option<Vec<u8>>> {
        if self.earlier.is_none() {
            return Ok(None);
        }
        let groups: HashSet<u64> = groups.iter().copied().collect();
        let mut reader = csv::Reader::from_reader(self.table.strip_prefix(MARK).unwrap_or(&self.table));
        let headings = reader.headers()?.clone();
        let place = |name: &str| headings.iter().position(|heading| heading == name);
        let group = place(self.group);
        // The mark of names in full is this run's own.
        let mark = place("names_shown");
        let name = place("person").filter(|_| mark.is_some() && !self.shows_names);
        let is_kept = |at: usize| Some(at) != mark;
        let mut bytes = Vec::new();
        let kept = headings.iter().enumerate().filter(|(at, _)| is_kept(*at)).map(|(_, heading)| heading);
        let mut writer = CsvWriter::marked(self.shows_names, &mut bytes, CsvTarget::Stream, kept)?;
        for record in reader.records() {
            let record = record?;
            let number = group.and_then(|at| record.get(at)?.parse().ok());
            if number.is_some_and(|number: u64| groups.contains(&number)) {
                writer.with(|mut cells| {
                    for (at, cell) in record.iter().enumerate().filter(|(at, _)| is_kept(*at)) {
                        cells.text(if Some(at) == name { "" } else { cell });
                    }
                    cells.end();
                })?;
            }
        }
        writer.finish()?;
        Ok(Some(bytes))
    }

    /// All decisions with what came of them, bound to the values for which they hold; `None` where none were given.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub(crate) fn decisions_csv(&self) -> Result<Option<Vec<u8>>> {
        const HEADINGS: [&str; 9] = [
            "token_left",
            "token_right",
            "decision",
            "who",
            "when",
            "note",
            "values_left",
            "values_right",
            "state",
        ];
        let Some(decisions) = &self.decisions else { return Ok(None) };
        let mut bytes = Vec::new();
        let mut writer = CsvWriter::marked(self.shows_names, &mut bytes, CsvTarget::Stream, HEADINGS)?;
        for met in decisions.met() {
            let decision = &met.decision;
            writer.with(|mut record| {
                record.text(decision.tokens[0].as_str()).text(decision.tokens[1].as_str());
                record.word(decision.answer.word());
                record.text(&decision.who).text(&decision.when).text(&decision.note);
                for place in [0, 1] {
                    record.text(decision.values.as_ref().map_or("", |values| values[place].as_str()));
                }
                record.word(met.state.word());
                record.end();
            })?;
        }
        writer.finish()?;
        Ok(Some(bytes))
    }
}

/// The table of groups of an earlier run, and where it lies.
///
/// # Errors
/// Where the folder is another command's report, was made under another key, or has no such table.
fn earlier_table(session: &Session, folder: &Path, command: &str) -> Result<(&'static GroupTable, PathBuf)> {
    let made = listing::manifest_of(folder)?.manifest;
    let table = GROUP_TABLES.iter().find(|table| table.command == command);
    let Some(table) = table.filter(|_| made.command == command) else {
        return Err(Hinted::error(
            format!("`{}` was made by `tizim {}`, not by `tizim {command}`", folder.display(), made.command),
            format!("name a folder that `tizim {command} --out` wrote"),
        ));
    };
    if made.key_id.as_ref() != Some(&session.key_id) {
        return Err(Hinted::error(
            format!(
                "`{}` was made under another key, so that the same person has two tokens",
                folder.display()
            ),
            "name the key of that report with `--key-file`",
        ));
    }
    let path = folder.join(table.file);
    if !path.exists() {
        return Err(Hinted::error(
            format!(
                "`{}` has no {}, and does not tell which groups were found",
                folder.display(),
                table.file
            ),
            "the public edition has no rows about persons: name the folder of a working edition",
        ));
    }
    Ok((table, path))
}

/// What one row says; `None` where it has no answer yet.
fn decision(opened: &Opened, row: &Row<'_>) -> Result<Option<Decision>> {
    let written = |column: &str| row.text(column).unwrap_or_default().trim().to_owned();
    let answer = written("decision");
    if answer.is_empty() {
        return Ok(None);
    }
    let wrong = |column: &str, expected: &str, hint: &str| wrong_cell(opened, row, (column, expected), hint);
    let token = |column: &str| {
        Token::parse(&written(column)).ok_or_else(|| {
            wrong(
                column,
                "a token such as 7k3q-0m9x-vb2d",
                "copy the tokens of both rows as the report shows them",
            )
        })
    };
    let answer = Answer::parse(&answer).ok_or_else(|| {
        wrong(
            "decision",
            "explained, corrected or rejected",
            "leave the cell empty where there is no answer yet",
        )
    })?;
    let values = [written("values_left"), written("values_right")];
    let values = if values.iter().all(String::is_empty) {
        None
    } else {
        Some([token("values_left")?, token("values_right")?])
    };
    Ok(Some(Decision {
        tokens: [token("token_left")?, token("token_right")?],
        values,
        answer,
        who: written("who"),
        when: written("when"),
        note: written("note"),
    }))
}

/// Takes these columns of every row of a table that this program wrote; the number of rows. A column that is not there is
/// empty in every row.
fn rows_of(
    bytes: &[u8],
    path: &Path,
    columns: [&str; 3],
    mut take: impl FnMut([&str; 3]) -> Option<()>,
) -> Result<u64> {
    let mut reader = csv::Reader::from_reader(bytes);
    let damaged = || format!("`{}` is not as this program wrote it", path.display());
    let headings = reader.headers().with_context(damaged)?.clone();
    let places = columns.map(|column| headings.iter().position(|heading| heading == column));
    let mut record = csv::StringRecord::new();
    let mut rows = 0;
    while reader.read_record(&mut record).with_context(damaged)? {
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).unwrap_or("");
        take(places.map(cell)).with_context(damaged)?;
        rows += 1;
    }
    Ok(rows)
}

fn record(folder: &Path, file: &str, bytes: &[u8], rows: u64) -> InputRecord {
    InputRecord {
        role: "previous".to_owned(),
        name: format!("{}/{file}", manifest::base_name(&folder.to_string_lossy())),
        bytes: bytes.len() as u64,
        blake3: manifest::grouped(&blake3::hash(bytes).to_hex()),
        read_as: "CSV".to_owned(),
        rows_read: rows.into(),
        rows_taken: rows.into(),
        rows_rejected: 0_u64.into(),
        rows_set_aside: 0_u64.into(),
    }
    .of_persons()
}

/// Records the options for the manifest.
pub(crate) fn record_options(settings: &mut manifest::Settings, typed: &PastOptions) {
    for file in &typed.decisions {
        settings.file("decisions", file);
    }
    settings.file_if("previous", typed.previous.as_ref().and_then(|folder| folder.to_str()));
}

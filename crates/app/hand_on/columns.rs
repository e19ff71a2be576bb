//! The columns of what is handed on, and the rows in them.

use anyhow::Result;
use tizim_evidence::{Catalogue, ColumnKind, Message, Value};
use tizim_report::SheetColumn;
use tizim_rolls::{RollRules, Standing, WholeRow, in_words};

use super::entry::Entry;
use super::reasons::{About, Reasons};
use crate::data;

/// Columns for the answer, in this order: the fields of the table that `--decisions` reads, by which of them a reader fills
/// in.
const TO_FILL: [&str; 4] = ["decision", "who", "when", "note"];
/// What ties an answer to its rows.
const TIES: [&str; 4] = ["token_left", "token_right", "values_left", "values_right"];

/// Columns of an entry that say where it stands.
const OF_PLACE: usize = 4;

/// Writes rows of what is handed on.
pub(crate) struct Columns<'a> {
    catalogue: &'a Catalogue,
    reasons: Reasons<'a>,
    /// Whether rows are shown as they are written.
    reveal: bool,
    /// Words for the answer.
    answers: Vec<String>,
    /// Headings of the columns for the answer and of what ties it to its rows, as they are recognised when they come back.
    answer_headings: Vec<String>,
}

/// How much of an entry is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All of it.
    Whole,
    /// To someone who does not keep it: its list, region and precinct, and what it was taken from.
    Place,
}

impl<'a> Columns<'a> {
    /// Of such tables, in the words of a catalogue, by this law.
    ///
    /// # Errors
    /// Never, as long as what is built in can be read.
    pub(crate) fn new(
        about: About,
        catalogue: &'a Catalogue,
        law: &'a RollRules,
        reveal: bool,
    ) -> Result<Self> {
        let language = catalogue.word("report.language");
        let schema = data::schema("decisions")?;
        let heading = |name: &str| {
            schema.field(name).map_or_else(|| name.to_owned(), |field| field.heading(language).to_owned())
        };
        let answer_headings = TO_FILL.into_iter().chain(TIES).map(heading).collect();
        let reasons = Reasons { catalogue, law, about };
        Ok(Self { catalogue, reasons, reveal, answers: data::answers(language)?, answer_headings })
    }

    fn say(&self, message: &Message) -> String {
        self.catalogue.text(message)
    }

    fn word(&self, key: &'a str) -> String {
        self.catalogue.word(key).to_owned()
    }

    /// The columns of a table of pairs; each side has the key by which its entries are called, and how much of them is shown.
    pub(crate) fn of_pairs(&self, sides: [(&'static str, Shown); 2]) -> Vec<SheetColumn> {
        let mut columns = self.reasons.columns();
        for (side, shown) in sides {
            columns.extend(self.of_entry(shown).into_iter().map(|column| {
                let title = self.say(&Message::new(side).with("column", column.title.as_str()));
                SheetColumn { title, ..column }
            }));
        }
        columns.push(SheetColumn::text(self.word("app.pairs.column.step"), 90));
        columns.extend(self.of_answer());
        columns
    }

    /// The columns of a table with one row per entry.
    pub(crate) fn of_entries(&self) -> Vec<SheetColumn> {
        let mut columns = self.reasons.columns();
        columns.extend(self.of_entry(Shown::Whole));
        columns.push(SheetColumn::text(self.word("app.pairs.column.step"), 90));
        columns.push(SheetColumn::text(self.word("app.pairs.column.token"), 18));
        columns
    }

    fn of_entry(&self, shown: Shown) -> Vec<SheetColumn> {
        let text = |key, width| SheetColumn::text(self.word(key), width);
        let mut columns = vec![
            text("report.column.list", 14),
            text("app.pairs.column.region", 20),
            text("app.pairs.column.precinct", 11),
            text("app.pairs.column.source", 16),
        ];
        if shown == Shown::Place {
            return columns;
        }
        columns.extend([
            text("report.column.file", 20),
            SheetColumn { kind: ColumnKind::Count, ..text("report.column.row", 10) },
        ]);
        if self.reveal {
            columns.extend([
                text("app.pairs.column.name", 30),
                text("app.pairs.column.number", 15),
                text("app.pairs.column.birth", 12),
                text("app.pairs.column.sex", 7),
                text("app.pairs.column.settlement", 16),
                text("app.pairs.column.address", 30),
            ]);
        } else {
            columns.push(text("app.pairs.column.person", 18));
        }
        columns
    }

    fn of_answer(&self) -> Vec<SheetColumn> {
        let widths = [14, 18, 13, 36, 17, 17, 17, 17];
        let columns = self.answer_headings.iter().zip(widths).enumerate();
        let column = |(place, (title, width)): (usize, (&String, u16))| {
            if place >= TO_FILL.len() {
                return SheetColumn::text(title, width);
            }
            let choices = if TO_FILL[place] == "decision" { self.answers.clone() } else { Vec::new() };
            SheetColumn::to_fill(title, width, choices)
        };
        columns.map(column).collect()
    }

    /// The row of a pair: of each entry as much as its columns have, and no more than may be shown of it.
    pub(crate) fn pair(
        &self,
        group: u64,
        pair: [(&Entry, Shown); 2],
        sides: [Shown; 2],
        standing: Option<Standing>,
    ) -> Vec<Value> {
        let [(left, _), (right, _)] = pair;
        let mut row = self.reasons.cells(group, left, standing);
        for ((entry, shown), side) in pair.into_iter().zip(sides) {
            let cells = self.entry_cells(entry, shown);
            row.extend(cells.into_iter().take(if side == Shown::Whole { usize::MAX } else { OF_PLACE }));
        }
        row.push(in_words::step(left.code).into());
        let answer =
            standing.and_then(Standing::cleared).map(|answer| self.answers[answer as usize].as_str());
        row.extend([answer.into(), Value::Missing, Value::Missing, Value::Missing]);
        row.extend([left, right].map(|entry| Value::from(&entry.token)));
        row.extend([left, right].map(|entry| Value::from(&entry.values)));
        row
    }

    /// The row of an entry.
    pub(crate) fn entry(&self, group: u64, entry: &Entry, shown: Shown) -> Vec<Value> {
        let mut row = self.reasons.cells(group, entry, entry.standing);
        row.extend(self.entry_cells(entry, shown));
        row.extend([in_words::step(entry.code).into(), Value::from(&entry.token)]);
        row
    }

    fn entry_cells(&self, entry: &Entry, shown: Shown) -> Vec<Value> {
        let whole = shown == Shown::Whole;
        let mut cells = vec![
            in_words::kind(entry.list),
            Value::place(&entry.region),
            (&entry.precinct).into(),
            (&entry.source_ref).into(),
            whole.then_some(entry.file.as_str()).into(),
            whole.then_some(entry.row).into(),
        ];
        if self.reveal {
            let none = WholeRow::default();
            let row = entry.whole.as_ref().filter(|_| whole).unwrap_or(&none);
            let texts = [&row.name, &row.number, &row.birth, &row.sex, &row.settlement, &row.address];
            cells.extend(texts.map(Value::from));
        } else {
            cells.push(whole.then_some(entry.person.as_str()).into());
        }
        cells
    }
}

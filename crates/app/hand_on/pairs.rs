//! The sheets of a report's workbook that hold every pair, and every row of the groups that are too large for pairs.

use tizim_evidence::{Catalogue, Value};
use tizim_report::{ReportError, Sheet, SheetRows};
use tizim_rolls::Decisions;

use super::columns::{Columns, Shown};
use super::reasons::About;
use super::spool::{Verdict, Verdicts};

/// Both sheets; the second only where there are such groups. `is_tied` says whether tokens are the same in the next run, so
/// that an answer finds its rows; `decisions` are the answers of earlier ones.
pub(crate) fn sheets<'s>(
    about: About,
    catalogue: &Catalogue,
    columns: &'s Columns<'_>,
    verdicts: &'s Verdicts,
    (is_tied, decisions): (bool, Option<&'s Decisions>),
) -> Vec<(Sheet, SheetRows<'s>)> {
    let words = |keys: &[&str]| keys.iter().map(|key| catalogue.word(key).to_owned()).collect::<Vec<_>>();
    let (title, mut leads) = match about {
        About::Groups => ("app.pairs.title", Vec::new()),
        About::Leads => ("app.leads.title", vec!["rolls.link.lead", "rolls.link.note.model"]),
    };
    let answer = if is_tied { "app.pairs.how_to_answer" } else { "app.pairs.no_key" };
    leads.extend(["app.pairs.lead", answer]);
    let pairs = Sheet {
        name: catalogue.word("app.pairs.sheet").to_owned(),
        title: catalogue.word(title).to_owned(),
        notes: words(&leads),
        columns: columns.of_pairs([("app.pairs.first", Shown::Whole), ("app.pairs.second", Shown::Whole)]),
    };
    let mut sheets: Vec<(Sheet, SheetRows<'s>)> =
        vec![(pairs, rows(verdicts, move |verdict| pair_rows(columns, verdict, decisions)))];
    if verdicts.has_large_groups() {
        let groups = Sheet {
            name: catalogue.word("app.pairs.groups_sheet").to_owned(),
            title: catalogue.word("app.pairs.groups_title").to_owned(),
            notes: words(&["app.pairs.lead"]),
            columns: columns.of_entries(),
        };
        sheets.push((groups, rows(verdicts, |verdict| entry_rows(columns, verdict))));
    }
    sheets
}

/// The rows that each verdict gives, in the order of the verdicts.
fn rows<'s>(verdicts: &'s Verdicts, of: impl Fn(&Verdict) -> Vec<Vec<Value>> + 's) -> SheetRows<'s> {
    Box::new(verdicts.iter().flat_map(move |verdict| match verdict {
        Ok(verdict) => of(&verdict).into_iter().map(Ok).collect::<Vec<_>>(),
        Err(error) => vec![Err(ReportError::from(error))],
    }))
}

fn pair_rows(columns: &Columns<'_>, verdict: &Verdict, decisions: Option<&Decisions>) -> Vec<Vec<Value>> {
    let row = |pair: [usize; 2]| {
        let standing = verdict.standing(pair, decisions);
        let pair = pair.map(|place| (&verdict.rows[place], Shown::Whole));
        columns.pair(verdict.group, pair, [Shown::Whole; 2], standing)
    };
    verdict.pairs().into_iter().map(row).collect()
}

fn entry_rows(columns: &Columns<'_>, verdict: &Verdict) -> Vec<Vec<Value>> {
    if !verdict.is_large() {
        return Vec::new();
    }
    verdict.rows.iter().map(|entry| columns.entry(verdict.group, entry, Shown::Whole)).collect()
}

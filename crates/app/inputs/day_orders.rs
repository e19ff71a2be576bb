//! How dates with strokes are to be read where their own table does not say: as in another table of the run with the same
//! headings, and by the days in which a profile has them lie.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tizim_avc::AvcRules;
use tizim_evidence::Profile;
use tizim_polling::Kind;
use tizim_rolls::RollRules;
use tizim_tables::{Day, DayOrder, DayWindow, DecidedBy, TableFile};

/// Settles columns of which nothing in their own table decides anything by those of other tables with the same headings, where
/// these agree.
pub(super) fn settle<'a>(files: impl Iterator<Item = &'a mut TableFile>) {
    let mut files: Vec<&mut TableFile> = files.collect();
    let mut decided = Vec::new();
    for file in &files {
        let by_rows = file.dates().into_iter().filter(|column| {
            matches!(column.decided_by, DecidedBy::Rows | DecidedBy::Beside)
                && column.order != DayOrder::Unclear
        });
        decided.extend(by_rows.map(|column| (file.detected().columns.clone(), column.column, column.order)));
    }
    for file in &mut files {
        for column in file.dates().into_iter().filter(|column| column.order == DayOrder::Open) {
            let headings = &file.detected().columns;
            let mut orders = decided
                .iter()
                .filter(|(other, name, _)| other == headings && *name == column.column)
                .map(|(.., order)| *order);
            let Some(first) = orders.next() else { continue };
            if orders.all(|order| order == first) {
                file.settle_dates(&column.column, first);
            }
        }
    }
}

/// The days in which entries are added to lists of a kind, by our name of the field.
pub(super) fn of_list(profile: &Profile, kind: Kind) -> BTreeMap<String, DayWindow> {
    let Ok(rules) = RollRules::from_profile(profile) else { return BTreeMap::new() };
    let mut windows = rules.windows.iter().filter(|window| window.lists.contains(&kind));
    let window = windows.next().and_then(|window| span(window.from, window.until.date()));
    window.map(|window| ("added".to_owned(), window)).into_iter().collect()
}

/// The days in which certificates are issued, by our name of the field.
pub(crate) fn of_certificates(rules: &AvcRules) -> BTreeMap<String, DayWindow> {
    let [window] = rules.window.as_slice() else { return BTreeMap::new() };
    let window = span(Some(window.from), window.until.date());
    window.map(|window| ("issued_at".to_owned(), window)).into_iter().collect()
}

fn span(from: Option<Date>, until: Date) -> Option<DayWindow> {
    Some(DayWindow { from: from.and_then(day), until: day(until)? })
}

/// A day as tables write it.
pub(super) fn day(date: Date) -> Option<Day> {
    let number = |number: i8| u8::try_from(number).ok();
    Some((u16::try_from(date.year()).ok()?, number(date.month())?, number(date.day())?))
}

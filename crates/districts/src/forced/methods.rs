//! The allocation used beside what every method of apportionment gives.

use tizim_evidence::{Column, ColumnKind, Exhibit, Message, Persons, Privacy, Table, Value};

use super::required::{Forced, Reading};
use crate::apportion::title;
use crate::shown::words;

/// The table; `None` where not every region has a figure.
pub(crate) fn exhibit(forced: &Forced) -> Option<Exhibit> {
    let central = forced.central.as_ref()?;
    let count = |key: &'static str, title: Message| Column::new(key, title, ColumnKind::Count);
    let mut columns = vec![
        Column::new("name", Message::new("districts.column.region"), ColumnKind::Text),
        count("voters", Message::new("districts.column.voters")),
        count("used", Message::new("districts.column.used")),
    ];
    columns.extend(central.methods.iter().map(|(method, _)| count(method.id(), title(*method))));
    let row = |(place, region): (usize, &super::claims::Claim)| {
        let mut row =
            vec![Value::place(&region.name), Persons(central.voters[place]).into(), Value::from(region.used)];
        row.extend(central.methods.iter().map(|(_, seats)| Value::from(seats[place])));
        row
    };
    let note = match forced.reading() {
        Reading::Exact => Message::new("districts.table.allocation_methods_note"),
        Reading::Middle => Message::new("districts.table.allocation_methods_middle"),
        Reading::Simulation => Message::new("districts.table.allocation_methods_estimates"),
    };
    Some(Exhibit::Table(Table {
        id: "allocation-methods",
        title: Message::new("districts.table.allocation_methods"),
        note: Some(note.with("lists", words::lists(forced.drawn.is_some()))),
        columns,
        rows: forced.claims.regions.iter().enumerate().map(row).collect(),
        privacy: Privacy::Open,
    }))
}

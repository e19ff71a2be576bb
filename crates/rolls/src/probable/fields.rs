//! Which columns of the lists are compared, and what each holds.

use tizim_linkage::{Column, Kind};

use crate::lists::roll::Roll;
use crate::row::columns::Columns;

/// What is read of a row for one compared column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// The identification number: whole, or what is left of it.
    Iin,
    /// A part of the name: 0 surname, 1 given name, 2 patronymic.
    Name(usize),
    /// The birth date, or the year.
    Birth,
    /// The region.
    Region,
    /// Region and number of the precinct.
    Precinct,
    /// The field of this name, as it stands.
    Field(String),
}

/// A compared column.
#[derive(Debug, Clone)]
pub(super) struct Compared {
    pub(super) source: Source,
    pub(super) column: Column,
}

/// Columns of people that voter lists of this country do not have, with what they hold.
const OF_OTHER_LISTS: [(&str, Kind); 4] =
    [("city", Kind::Area), ("postcode", Kind::Area), ("phone", Kind::Phone), ("email", Kind::Email)];

/// The columns that any of the files has, in one order; `further` are those that the user names and no schema knows.
pub(super) fn compared(roll: &Roll<'_>, further: &[String]) -> Vec<Compared> {
    let has = |name: &str| roll.files.iter().any(|file| file.table.slot(name).is_some());
    let any = |holds: &dyn Fn(&Columns) -> bool| roll.files.iter().any(|file| holds(&file.columns));
    let names = any(&|columns| Columns::has(columns.full_name));
    let mut compared = Vec::new();
    let mut add = |is_there: bool, name: &str, kind: Kind, source: Source| {
        if is_there {
            compared.push(Compared { source, column: Column::new(name, kind) });
        }
    };
    let field = |name: &str| Source::Field(name.to_owned());
    add(has("iin"), "iin", Kind::Identifier, Source::Iin);
    add(has("identifier"), "identifier", Kind::Identifier, field("identifier"));
    add(names || has("surname"), "surname", Kind::Surname, Source::Name(0));
    add(names || has("given_name"), "given_name", Kind::GivenName, Source::Name(1));
    add(names || has("patronymic"), "patronymic", Kind::Patronymic, Source::Name(2));
    add(any(&|columns| columns.has_birth_year()), "birth_date", Kind::Date, Source::Birth);
    add(has("sex"), "sex", Kind::Category, field("sex"));
    add(has("region"), "region", Kind::Area, Source::Region);
    let stated = roll.files.iter().any(|file| file.info.precinct.is_some());
    add(has("precinct") || stated, "precinct", Kind::Area, Source::Precinct);
    add(has("settlement"), "settlement", Kind::Area, field("settlement"));
    add(has("address"), "address", Kind::Address, field("address"));
    for (name, kind) in OF_OTHER_LISTS {
        add(has(name), name, kind, field(name));
    }
    for name in further {
        add(has(name), name, Kind::Text, field(name));
    }
    compared
}

/// The columns among these, by their places, that lists of voters do not have.
pub(super) fn of_no_list(compared: &[Compared]) -> Vec<usize> {
    let is_of_list = |name: &str| matches!(name, "identifier" | "sex" | "settlement" | "address");
    let is_further = |one: &Compared| matches!(&one.source, Source::Field(name) if !is_of_list(name));
    (0..compared.len()).filter(|place| is_further(&compared[*place])).collect()
}

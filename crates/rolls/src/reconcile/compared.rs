//! Which fields of two lists can be compared: those that every file of both has a column for.

use crate::lists::roll::{File, Roll};
use crate::reconcile::Side;
use crate::row::columns::Columns;

/// A field that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Number,
    Names,
    BirthDate,
    Sex,
    Region,
    Precinct,
}

impl Field {
    pub(super) const ALL: [Self; 6] =
        [Self::Number, Self::Names, Self::BirthDate, Self::Sex, Self::Region, Self::Precinct];

    /// The word for outputs.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Number => "iin",
            Self::Names => "names",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Region => "region",
            Self::Precinct => "precinct",
        }
    }

    fn is_in(self, file: &File<'_>) -> bool {
        let columns = &file.columns;
        match self {
            Self::Number => Columns::has(columns.iin),
            Self::Names => columns.has_names(),
            Self::BirthDate => columns.has_birth_year(),
            Self::Sex => Columns::has(columns.sex),
            Self::Region => Columns::has(columns.region),
            Self::Precinct => Columns::has(columns.precinct) || file.info.precinct.is_some(),
        }
    }
}

/// The fields that both lists have.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a field of its own")]
pub(super) struct Compared {
    pub(super) number: bool,
    /// Both lists have files with numbers, so that rows can be put together by them.
    pub(super) by_number: bool,
    pub(super) names: bool,
    pub(super) birth_date: bool,
    /// One of the lists has no column for whole birth dates, so years are compared.
    pub(super) years: bool,
    pub(super) sex: bool,
    pub(super) region: bool,
    pub(super) precinct: bool,
    /// Some file has marks, or a column for removals; a list that has neither removes nobody.
    pub(super) removals: bool,
}

/// A field that is not compared, and the sides of which some file lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lacking {
    pub(super) field: Field,
    pub(super) sides: Vec<Side>,
}

impl Compared {
    /// What can be compared of these lists, and what cannot.
    pub(super) fn of(roll: &Roll<'_>) -> (Self, Vec<Lacking>) {
        let files =
            |side: Side| roll.files.iter().filter(move |file| Side::of_list(file.info.list) == Some(side));
        let lacking = |field: Field| -> Vec<Side> {
            Side::BOTH.into_iter().filter(|side| files(*side).any(|file| !field.is_in(file))).collect()
        };
        let has = |field: Field| lacking(field).is_empty();
        let both = || Side::BOTH.into_iter().flat_map(files);
        let compared = Self {
            number: has(Field::Number),
            by_number: Side::BOTH.into_iter().all(|side| files(side).any(|file| Field::Number.is_in(file))),
            names: has(Field::Names),
            birth_date: has(Field::BirthDate),
            years: both().any(|file| !Columns::has(file.columns.birth_date)),
            sex: has(Field::Sex),
            region: has(Field::Region),
            precinct: has(Field::Precinct),
            removals: both()
                .any(|file| Columns::has(file.columns.mark) || Columns::has(file.columns.removed)),
        };
        let lacks = Field::ALL.into_iter().map(|field| Lacking { field, sides: lacking(field) });
        (compared, lacks.filter(|lacks| !lacks.sides.is_empty()).collect())
    }
}

//! What can be said of a row or a pair of rows: how the lists differ in it, in which fields, and by what it is explained.

use std::fmt;

/// How the lists differ in a row, or in a pair of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// In both under one number, with other data.
    Changed,
    /// In both under one full name and birth date, and not under one number: a lead.
    ByName,
    /// Several rows under one number, or one name and date: which belongs to which cannot be told.
    Several,
    /// A copy more than the other list has.
    MoreOften,
    /// In one list alone.
    Only,
    /// It has neither a number nor names and a birth date to compare.
    NotComparable,
}

impl What {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Changed, Self::ByName, Self::Several, Self::MoreOften, Self::Only, Self::NotComparable];

    /// The word for outputs; of what stands in one list with that list.
    pub const fn word(self, side: Option<Side>) -> &'static str {
        match (self, side) {
            (Self::Changed, _) => "changed",
            (Self::ByName, _) => "by-name",
            (Self::Several, _) => "several",
            (Self::MoreOften, Some(Side::B)) => "more-often-in-b",
            (Self::MoreOften, _) => "more-often-in-a",
            (Self::Only, Some(Side::B)) => "only-in-b",
            (Self::Only, _) => "only-in-a",
            (Self::NotComparable, _) => "not-comparable",
        }
    }
}

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// Both of them.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// The word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }

    /// Its place among the lists given.
    pub const fn list(self) -> usize {
        self as usize
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// The list in this place, if it is one of the two.
    pub(super) fn of_list(list: usize) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.list() == list)
    }
}

/// In what two rows of one person differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Differs {
    /// The names exclude each other: perhaps two people under one number.
    OtherPerson,
    /// Another name, that can still be this person's: another surname, a part left out, parts in another order.
    Name,
    /// The same name spelled in another way.
    Spelling,
    /// Another birth date, or one of the rows has none.
    BirthDate,
    /// Another sex, or one of the rows has none.
    Sex,
    /// Another region, and so another precinct.
    Region,
    /// Another precinct of the same region.
    Precinct,
    /// One of the rows says that it was removed from its list: by its mark, or by its column for removals.
    Removed,
}

impl Differs {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::OtherPerson,
        Self::Name,
        Self::Spelling,
        Self::BirthDate,
        Self::Sex,
        Self::Region,
        Self::Precinct,
        Self::Removed,
    ];

    /// The word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherPerson => "other_person",
            Self::Name => "name",
            Self::Spelling => "spelling",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Region => "region",
            Self::Precinct => "precinct",
            Self::Removed => "removed",
        }
    }
}

/// What the numbers of two rows that agree by name say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Numbers {
    /// One valid number.
    Same,
    /// Two valid numbers: most often two people.
    Different,
    /// One of the rows has none.
    Missing,
    /// One of them has hidden digits, and the digits that can be seen agree.
    PartialFits,
    /// One of them has hidden digits, and the digits that can be seen differ.
    PartialDiffers,
    /// One of them is not valid.
    Invalid,
    /// One of the lists has no numbers.
    NotCompared,
}

impl Numbers {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Same,
        Self::Different,
        Self::Missing,
        Self::PartialFits,
        Self::PartialDiffers,
        Self::Invalid,
        Self::NotCompared,
    ];

    /// The word for outputs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Missing => "missing",
            Self::PartialFits => "partial-fits",
            Self::PartialDiffers => "partial-differs",
            Self::Invalid => "invalid",
            Self::NotCompared => "not-compared",
        }
    }
}

/// By what a difference may be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Explained {
    /// The row is marked as removed, struck off or died.
    Removed(Option<jiff::civil::Date>),
    /// The row states when it was added.
    Added(jiff::civil::Date),
    /// The person came of age between the two extracts.
    OfAge(jiff::civil::Date),
    /// The row bears the serial of an absentee certificate.
    Certificate,
    /// The person stands on a further list, by number or else by name; the code is that under which the profile calls the
    /// pair unlawful.
    OnList(crate::Kind, bool, Option<crate::Code>),
}

impl Explained {
    /// The word under which it is counted.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Removed(_) => "removed",
            Self::Added(_) => "added",
            Self::OfAge(_) => "of-age",
            Self::Certificate => "certificate",
            Self::OnList(_, _, None) => "on-list",
            Self::OnList(_, _, Some(_)) => "on-list-unlawful",
        }
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed(None) | Self::Certificate => formatter.write_str(self.word()),
            Self::Removed(Some(day)) | Self::Added(day) | Self::OfAge(day) => {
                write!(formatter, "{}@{day}", self.word())
            }
            Self::OnList(kind, by_number, code) => {
                write!(formatter, "{kind}")?;
                if !by_number {
                    formatter.write_str(":by-name")?;
                }
                code.map_or(Ok(()), |code| write!(formatter, ":{}", code.word()))
            }
        }
    }
}

/// One row of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DifferenceRow<'a> {
    /// File name as given, without folders of this machine.
    pub file: &'a str,
    /// Physical row of the sheet.
    pub row: u64,
    /// Region as written.
    pub region: &'a str,
    /// Precinct as written, or as the file's name states it.
    pub precinct: &'a str,
}

/// One line of `differences.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceLine<'a> {
    /// How the lists differ.
    pub what: What,
    /// The rows, of A and of B; at least one is there.
    pub rows: [Option<DifferenceRow<'a>>; 2],
    /// In what two rows differ.
    pub fields: &'a [Differs],
    /// What their numbers say of each other.
    pub numbers: Option<Numbers>,
    /// By what it may be explained.
    pub explained: &'a [Explained],
    /// The person's token under the key of the run.
    pub token: &'a str,
    /// Initials and birth year; the full name where names are revealed.
    pub person: &'a str,
}

/// Appends a line in the form in which [`DifferenceSink::take`] wants it.
pub type DifferenceForm = fn(&DifferenceLine<'_>, &mut Vec<u8>);

/// Takes the lines, in their order. A line is put into its form where its rows are compared, on any thread, and then taken in
/// its place.
pub trait DifferenceSink {
    /// The regions as they are shown, before the first line comes.
    ///
    /// # Errors
    /// Where it cannot begin; the comparison ends.
    fn begin(&mut self, regions: &[&str]) -> std::io::Result<()> {
        let _ = regions;
        Ok(())
    }

    /// The form of a line.
    fn form(&self) -> DifferenceForm;

    /// Takes the next line; `regions` are those of its rows, as indices of those told before.
    ///
    /// # Errors
    /// Where it cannot be written; the comparison ends.
    fn take(&mut self, regions: [Option<u32>; 2], form: &[u8]) -> std::io::Result<()>;
}

/// Keeps nothing.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoDifferences;

impl DifferenceSink for NoDifferences {
    fn form(&self) -> DifferenceForm {
        |_, _| {}
    }

    fn take(&mut self, _regions: [Option<u32>; 2], _form: &[u8]) -> std::io::Result<()> {
        Ok(())
    }
}

//! A person in a few bytes, and how one is born.

use jiff::civil::Date;
use tizim_people::BirthDate;

use crate::names::SurnameId;
use crate::random::Stream;

/// Where a person lives: a place on one of the streets of a precinct.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address {
    /// Index of the precinct.
    pub(crate) precinct: u32,
    /// The how-manieth household of the precinct it is; see [`crate::places::Places::write_address`].
    pub(crate) household: u32,
}

/// A person: everything a list says of one, as numbers.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    /// The identification number; 0 before it is given.
    pub(crate) iin: u64,
    pub(crate) surname: SurnameId,
    pub(crate) given: u16,
    pub(crate) patronymic: u16,
    pub(crate) birth: BirthDate,
    pub(crate) female: bool,
    pub(crate) address: Address,
}

/// The calendar of one election: who is how old.
#[derive(Clone, Copy)]
pub(crate) struct Calendar {
    pub(crate) election_day: Date,
}

impl Calendar {
    /// A day on which people of this age on election day were born, in whole years.
    pub(crate) fn birth(self, age: i32, stream: &mut Stream) -> BirthDate {
        let last = (self.election_day.month() as u8, self.election_day.day() as u8);
        let year = (i32::from(self.election_day.year()) - age) as u16;
        loop {
            let month = 1 + stream.below(12) as u8;
            let day = 1 + stream.below(31) as u8;
            // Who had no birthday yet this year was born the year before.
            let year = year - u16::from((month, day) > last);
            if let Some(birth) = BirthDate::full(year, month, day) {
                return birth;
            }
        }
    }
}

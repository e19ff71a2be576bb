//! People whose second row is typed with errors, in another spelling, or after they moved: what exact rules cannot find.

use super::{ADULT, Planner, Wanted};
use crate::errors::{Error, Errors};
use crate::names::PatronymicStyle;
use crate::random::{Purpose, Stream};
use crate::row::{Number, Row};

/// Second rows of each kind, per million voters.
const TYPING: f64 = 25_000.0;
const DATES: f64 = 10_000.0;
const SPELLINGS: f64 = 20_000.0;
const PASSPORTS: f64 = 3_000.0;
const MOVES: f64 = 20_000.0;
const MISSING: f64 = 12_000.0;
const SWAPS: f64 = 3_000.0;
const SURNAMES: f64 = 4_000.0;
const SEVERAL: f64 = 3_000.0;

/// Twins, and sons with their father's name, who are two people each; per million voters.
const TWINS: f64 = 2_000.0;
const GENERATIONS: f64 = 2_000.0;

/// Second rows that have a number all the same, with one digit wrong.
const NUMBERS_WITH_A_SLIP: f64 = 0.15;

impl Planner<'_> {
    pub(super) fn plan_errors(&mut self) {
        self.stream = Stream::new(self.world.seed, Purpose::Errors, 0);
        self.seconds("typing", TYPING, ADULT, |planner, second| {
            let mut errors = vec![Error::NameSlip];
            planner.perhaps(0.3, Error::SecondSlip, &mut errors);
            planner.perhaps(0.15, Error::DateSlip, &mut errors);
            planner.perhaps(0.15, Error::AddressSlip, &mut errors);
            Some((second, errors))
        });
        self.seconds("date", DATES, ADULT, |_, second| Some((second, vec![Error::DateSlip])));
        self.spellings();
        self.seconds("passport", PASSPORTS, ADULT, |_, second| Some((second, vec![Error::Latin])));
        self.seconds("moved", MOVES, ADULT, |planner, second| {
            let mut errors = Vec::new();
            planner.perhaps(0.3, Error::NameSlip, &mut errors);
            Some((planner.elsewhere(second)?, errors))
        });
        self.seconds("missing-field", MISSING, ADULT, |planner, mut second| {
            let mut errors = Vec::new();
            match planner.stream.index(4) {
                0 => second.year_only = true,
                1 => errors.push(Error::NoBirth),
                2 => errors.push(Error::NoAddress),
                _ => errors.push(Error::NoPatronymic),
            }
            planner.perhaps(0.3, Error::NameSlip, &mut errors);
            Some((second, errors))
        });
        self.seconds("swapped-fields", SWAPS, ADULT, |_, second| Some((second, vec![Error::Swapped])));
        self.seconds("surname-changed", SURNAMES, ADULT, |planner, mut second| {
            second.person.surname = planner.family(second.precinct as usize, ADULT).surname;
            Some((second, Vec::new()))
        });
        self.seconds("several", SEVERAL, ADULT, |planner, second| {
            let mut errors = vec![Error::NameSlip];
            planner.perhaps(0.5, Error::DateSlip, &mut errors);
            planner.perhaps(0.5, Error::NoPatronymic, &mut errors);
            Some((planner.elsewhere(second)?, errors))
        });
        self.twins(TWINS);
        self.generations(GENERATIONS);
    }

    /// Residents with a second row on a permanent list, made by `write` of the first: without its number, or with a slip in it.
    fn seconds(
        &mut self,
        kind: &'static str,
        per_million: f64,
        wanted: Wanted,
        write: impl Fn(&mut Self, Row) -> Option<(Row, Vec<Error>)>,
    ) {
        self.repeat(per_million, |planner, _| {
            let first = planner.resident(wanted)?;
            planner.second(kind, first, &write)
        });
    }

    fn second(
        &mut self,
        kind: &'static str,
        first: Row,
        write: impl Fn(&mut Self, Row) -> Option<(Row, Vec<Error>)>,
    ) -> Option<()> {
        let (second, mut errors) = write(self, first)?;
        let mut number = Number::Missing;
        if self.stream.chance(NUMBERS_WITH_A_SLIP) {
            number = Number::Whole;
            errors.push(Error::NumberSlip);
        }
        let errors = Errors::new(&errors, self.stream.bits());
        let rows = (self.put_home(first), self.put_extra(Row { number, errors, ..second }));
        self.truth.pairs.push((kind, rows.0, rows.1));
        Some(())
    }

    fn perhaps(&mut self, probability: f64, error: Error, errors: &mut Vec<Error>) {
        if self.stream.chance(probability) {
            errors.push(error);
        }
    }

    /// The same person in another precinct.
    fn elsewhere(&mut self, row: Row) -> Option<Row> {
        let other = self.other_precinct(row.precinct as usize, |_, _| true)?;
        Some(self.moved(row, other))
    }

    /// Kazakh names, first in Kazakh spelling and then in Russian.
    fn spellings(&mut self) {
        self.repeat(SPELLINGS, |planner, _| {
            let precinct = planner.home_precinct()?;
            let family = (0..60)
                .map(|_| planner.family(precinct, ADULT))
                .find(|family| family.is_spelled_in_kazakh())?;
            let address = planner.address(precinct);
            let age = planner.stream.between(19, 84);
            let female = planner.stream.chance(0.52);
            let father = planner.world.names.given_name(family, false, &mut planner.stream);
            let mut person = planner.world.person(family, address, age, female, father, &mut planner.stream);
            planner.numbers.give(&mut person);
            planner.second("other-spelling", Row::home(person), |planner, mut second| {
                let names = planner.world.names;
                let style = if planner.stream.chance(0.5) { family.style } else { PatronymicStyle::Russian };
                let keeps_ending = planner.stream.chance(0.6);
                second.person = names.in_russian(second.person, style, father, keeps_ending);
                let mut errors = Vec::new();
                planner.perhaps(0.2, Error::OldSpelling, &mut errors);
                planner.perhaps(0.2, Error::NameSlip, &mut errors);
                Some((second, errors))
            })
        });
    }
}

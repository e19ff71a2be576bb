//! Second entries, lawful and not, and rows that are not as they should be.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{ADULT, ADULT_WITHOUT_NAMESAKE, Planner, SPECIAL_RATE, Wanted};
use crate::names::{Family, Names, PatronymicStyle, People};
use crate::people::Person;
use crate::row::{List, Number, Row, Typing};

/// Days before election day on which temporary and special lists were written.
const TEMPORARY_DAYS: (i32, i32) = (33, 60);
const SPECIAL_DAYS: (i32, i32) = (1, 5);

impl Planner<'_> {
    pub(super) fn plan_rolls(&mut self) {
        self.double_by_number();
        self.double_by_name();
        self.special_lists();
        self.temporary_lists();
        self.supplementary_lists();
        self.residence_certificates();
        self.numbers_gone_wrong();
        self.twins_and_namesakes();
        self.precincts_out_of_line();
    }

    /// Repeats a planting at a rate; tries again where it found no room, and gives up after some tries.
    pub(super) fn repeat(&mut self, per_million: f64, mut plant: impl FnMut(&mut Self, usize) -> Option<()>) {
        let (mut planted, mut failed) = (0, 0);
        while planted < self.amount(per_million) && failed < 60 {
            match plant(self, planted) {
                Some(()) => planted += 1,
                None => failed += 1,
            }
        }
    }

    fn days_before(&mut self, days: (i32, i32)) -> Date {
        let days = self.stream.between(days.0, days.1);
        let election = self.world.calendar.election_day;
        election.checked_sub(days.days()).unwrap_or(election)
    }

    /// The same person moved to an address in another precinct, on whose list the row stands.
    pub(super) fn moved(&mut self, row: Row, precinct: usize) -> Row {
        let address = self.address(precinct);
        Row { person: Person { address, ..row.person }, ..row }.at(precinct as u32)
    }

    /// One number on two rows of permanent lists.
    fn double_by_number(&mut self) {
        self.repeat(40.0, |planner, _| {
            let first = planner.resident(ADULT)?;
            let other = planner.other_precinct(first.precinct as usize, |_, _| true)?;
            let second = planner.moved(first, other);
            let rows = vec![planner.put_home(first), planner.put_extra(second)];
            planner.planted("ROLL-002", "iin", "same-iin-two-precincts", rows);
            Some(())
        });
        self.repeat(20.0, |planner, _| {
            let first = planner.resident(ADULT)?;
            let second = planner.moved(first, first.precinct as usize);
            let rows = vec![planner.put_home(first), planner.put_extra(second)];
            planner.planted("ROLL-001", "iin", "same-iin-one-precinct", rows);
            Some(())
        });
    }

    /// Rows of one person of which the second has no number.
    fn double_by_name(&mut self) {
        for (kind, typing) in [
            ("name-and-date", Typing::Plain),
            ("look-alike-letters", Typing::LookAlike),
            ("capitals-and-yo", Typing::Capitals),
        ] {
            self.repeat(20.0, |planner, index| {
                let man = typing == Typing::Capitals;
                let mut first = planner.resident(Wanted { man, ..ADULT_WITHOUT_NAMESAKE })?;
                if man {
                    let given = ["Пётр", "Семён", "Фёдор", "Артём"][index % 4];
                    first.person.given = planner.world.names.given_by_spelling(given);
                }
                let other = planner.other_precinct(first.precinct as usize, |_, _| true)?;
                let second = Row { typing, number: Number::Missing, ..planner.moved(first, other) };
                let rows = vec![planner.put_home(first), planner.put_extra(second)];
                planner.planted("ROLL-002", "name-date", kind, rows);
                Some(())
            });
        }
        self.repeat(20.0, |planner, _| {
            let first = planner.resident(ADULT_WITHOUT_NAMESAKE)?;
            let second = Row { number: Number::Missing, year_only: true, ..first };
            let rows = vec![planner.put_home(first), planner.put_extra(second)];
            planner.planted("ROLL-001", "name-year-address", "year-and-address", rows);
            Some(())
        });
        self.repeat(20.0, |planner, _| {
            let first = planner.resident(ADULT_WITHOUT_NAMESAKE)?;
            let region = planner.world.places.precincts[first.precinct as usize].region;
            let other = planner.other_precinct(first.precinct as usize, |planner, precinct| {
                planner.world.places.precincts[precinct].region == region
            })?;
            let moved = planner.moved(first, other);
            let second = Row { number: Number::Missing, year_only: true, ..moved };
            let rows = vec![planner.put_home(first), planner.put_extra(second)];
            planner.planted("ROLL-002", "name-year-region", "year-and-region", rows);
            Some(())
        });
    }

    /// A special precinct, if there are any.
    pub(super) fn special_precinct(&mut self) -> Option<u32> {
        let ordinary = self.world.places.ordinary();
        let special = self.world.places.precincts.len() - ordinary;
        (special > 0).then(|| (ordinary + self.stream.index(special)) as u32)
    }

    fn special_lists(&mut self) {
        self.special_list(SPECIAL_RATE, "iin", "special-and-home", ADULT);
        self.special_list(100.0, "name-year-address", "special-by-address", ADULT_WITHOUT_NAMESAKE);
    }

    /// Hospitals and the like: those on them stand on the home list too; who has no namesake, without a number there and
    /// with the year of birth alone.
    pub(super) fn special_list(&mut self, rate: f64, rule: &'static str, kind: &'static str, wanted: Wanted) {
        self.repeat(rate, |planner, _| {
            let first = planner.resident(wanted)?;
            let precinct = planner.special_precinct()?;
            let added = Some(planner.days_before(SPECIAL_DAYS));
            let mut second = Row { added, ..first.at(precinct) };
            if wanted.unique {
                second = Row { number: Number::Missing, year_only: true, ..second };
            }
            let rows = vec![planner.put_home(first), planner.put(List::Special, second)];
            planner.planted("ROLL-003", rule, kind, rows);
            Some(())
        });
    }

    fn temporary_lists(&mut self) {
        // Lawful: taken off the home list.
        self.repeat(3_000.0, |planner, _| {
            let added = Some(planner.days_before(TEMPORARY_DAYS));
            let precinct = planner.world.places.draw(&mut planner.stream)?;
            let person = planner.person(precinct, ADULT);
            planner.put(List::Temporary, Row { added, ..Row::home(person) });
            Some(())
        });
        self.repeat(60.0, |planner, _| {
            let first = planner.resident(ADULT)?;
            let other = planner.other_precinct(first.precinct as usize, |_, _| true)?;
            let added = Some(planner.days_before(TEMPORARY_DAYS));
            let second = Row { added, ..planner.moved(first, other) };
            let rows = vec![planner.put_home(first), planner.put(List::Temporary, second)];
            planner.planted("ROLL-004", "iin", "temporary-not-removed", rows);
            Some(())
        });
        self.repeat(20.0, |planner, _| {
            let precinct = planner.world.places.draw(&mut planner.stream)?;
            let person = planner.person(precinct, ADULT);
            let special = planner.special_precinct()?;
            let temporary = Row { added: Some(planner.days_before(TEMPORARY_DAYS)), ..Row::home(person) };
            let second =
                Row { added: Some(planner.days_before(SPECIAL_DAYS)), ..Row::home(person).at(special) };
            let rows = vec![planner.put(List::Temporary, temporary), planner.put(List::Special, second)];
            planner.planted("ROLL-007", "iin", "temporary-and-special", rows);
            Some(())
        });
    }

    fn supplementary_lists(&mut self) {
        let election = self.world.calendar.election_day;
        // Lawful: on no other list. A third of them proved their residence by a certificate.
        self.repeat(2_000.0, |planner, index| {
            let precinct = planner.world.places.draw(&mut planner.stream)?;
            let row = Row { added: Some(election), ..Row::home(planner.person(precinct, ADULT)) };
            planner.put(List::Supplementary, row);
            if index % 3 == 0 {
                planner.put(List::ResidenceCertificates, row);
            }
            Some(())
        });
        self.repeat(60.0, |planner, _| {
            let first = planner.resident(ADULT)?;
            let other = planner.other_precinct(first.precinct as usize, |_, _| true)?;
            let second = Row { added: Some(election), ..planner.moved(first, other) };
            let rows = vec![planner.put_home(first), planner.put(List::Supplementary, second)];
            planner.planted("ROLL-005", "iin", "supplementary-and-home", rows);
            Some(())
        });
    }

    fn residence_certificates(&mut self) {
        let election = self.world.calendar.election_day;
        self.repeat(30.0, |planner, _| {
            let first = planner.resident(ADULT)?;
            let other = planner.other_precinct(first.precinct as usize, |_, _| true)?;
            planner.put_home(first);
            let first = Row { added: Some(election), ..first };
            let second = first.at(other as u32);
            let rows = vec![
                planner.put(List::ResidenceCertificates, first),
                planner.put(List::ResidenceCertificates, second),
            ];
            planner.planted("ROLL-030", "iin", "two-residence-certificates", rows);
            Some(())
        });
    }

    fn numbers_gone_wrong(&mut self) {
        for (rate, kind, number) in [
            (20.0, "iin-short", Number::Short),
            (20.0, "iin-letter", Number::Letter),
            (20.0, "iin-eleven-digits", Number::Eleven),
            (40.0, "iin-check-digit", Number::WrongCheck),
        ] {
            self.repeat(rate, |planner, _| {
                let row = Row { number, ..planner.resident(ADULT_WITHOUT_NAMESAKE)? };
                let rows = vec![planner.put_home(row)];
                planner.planted("ROLL-010", "", kind, rows);
                Some(())
            });
        }
        self.repeat(100.0, |planner, _| {
            let mut row = planner.resident(ADULT)?;
            let birth = row.person.birth;
            let shown =
                tizim_people::BirthDate::full(birth.year() - 2, birth.month()?, birth.day()?.min(28))?;
            row.person.birth = shown;
            let rows = vec![planner.put_home(row)];
            planner.planted("ROLL-011", "", "iin-against-birth-date", rows);
            Some(())
        });
        self.repeat(20.0, Self::one_number_two_people);
        self.repeat(20.0, |planner, _| {
            let first = planner.resident(ADULT_WITHOUT_NAMESAKE)?;
            let other = planner.other_precinct(first.precinct as usize, |_, _| true)?;
            let mut second = planner.moved(first, other);
            second.person.iin = planner.numbers.next(second.person.birth, second.person.female);
            let rows = vec![planner.put_home(first), planner.put_extra(second)];
            planner.planted("ROLL-013", "name-date", "one-person-two-iins", rows);
            Some(())
        });
        for (rate, code, kind, ages) in
            [(20.0, "ROLL-014", "under-age", (16, 17)), (10.0, "ROLL-015", "implausible-age", (112, 116))]
        {
            self.repeat(rate, |planner, _| {
                let row = planner.resident(Wanted { ages, ..ADULT })?;
                let rows = vec![planner.put_home(row)];
                planner.planted(code, "", kind, rows);
                Some(())
            });
        }
    }

    /// Two people of different peoples and names, born on one day, under one number.
    fn one_number_two_people(&mut self, index: usize) -> Option<()> {
        let mut first = self.resident(ADULT_WITHOUT_NAMESAKE)?;
        let other = self.other_precinct(first.precinct as usize, Self::has_room)?;
        let mut second = Row::home(self.person(other, ADULT_WITHOUT_NAMESAKE));
        second.person.birth = first.person.birth;
        second.person.female = false;
        first.person.female = false;
        for (row, people, given, fathers) in [
            (
                &mut first,
                People::Russian,
                ["Александр", "Владимир", "Виктор"],
                ["Сергей", "Николай", "Игорь"],
            ),
            (&mut second, People::Uzbek, ["Жасур", "Фаррух", "Отабек"], ["Шухрат", "Умид", "Бахтиёр"]),
        ] {
            let names = self.world.names;
            let family = Family {
                people,
                surname: row.person.surname,
                kazakh_spelling: false,
                style: PatronymicStyle::Russian,
            };
            row.person.given = names.given_by_spelling(given[index % 3]);
            row.person.patronymic =
                Names::patronymic(family, names.given_by_spelling(fathers[index / 3 % 3]), false);
        }
        let number = self.numbers.next(first.person.birth, false);
        first.person.iin = number;
        second.person.iin = number;
        let rows = vec![self.put_home(first), self.put_home(second)];
        self.planted("ROLL-012", "iin", "one-iin-two-people", rows);
        Some(())
    }

    /// People who are easily taken for one another and must not be.
    fn twins_and_namesakes(&mut self) {
        self.twins(50.0);
        self.repeat(30.0, |planner, _| {
            let first = planner.resident(ADULT)?;
            let other = planner.other_precinct(first.precinct as usize, Self::has_room)?;
            let mut second = planner.moved(first, other);
            second.person.iin = planner.numbers.next(second.person.birth, second.person.female);
            let rows = vec![planner.put_home(first), planner.put_home(second)];
            planner.lawful("ROLL-013", "name-date", "same-name-same-birth-date", rows);
            Some(())
        });
        self.generations(30.0);
    }

    /// Two of one birth: a brother and his twin at one address.
    pub(super) fn twins(&mut self, per_million: f64) {
        self.repeat(per_million, |planner, _| {
            let precinct = planner.home_precinct()?;
            let family = planner.family(precinct, ADULT);
            let address = planner.address(precinct);
            let father = planner.world.names.given_name(family, false, &mut planner.stream);
            let age = planner.stream.between(19, 60);
            let mut first = planner.world.person(family, address, age, false, father, &mut planner.stream);
            first.iin = planner.numbers.next(first.birth, first.female);
            let mut second = planner.world.twin(family, &first, father, &mut planner.stream);
            second.iin = planner.numbers.next(second.birth, second.female);
            let rows = vec![planner.put_home(Row::home(first)), planner.put_home(Row::home(second))];
            planner.lawful("", "", "twins", rows);
            Some(())
        });
    }

    /// A son with his father's whole name at one address.
    pub(super) fn generations(&mut self, per_million: f64) {
        self.repeat(per_million, |planner, _| {
            let first = planner.resident(Wanted { ages: (20, 40), ..ADULT })?;
            let mut second = first;
            second.person.birth =
                planner.world.calendar.birth(planner.stream.between(61, 75), &mut planner.stream);
            second.person.iin = planner.numbers.next(second.person.birth, second.person.female);
            let rows = vec![planner.put_home(first), planner.put_home(second)];
            planner.lawful("", "", "same-name-a-generation-apart", rows);
            Some(())
        });
    }

    /// Precincts above their cap, and commissions of the wrong size.
    fn precincts_out_of_line(&mut self) {
        let oversized: Vec<usize> = (0..self.world.places.ordinary())
            .filter(|precinct| self.world.places.precincts[*precinct].voters >= crate::stream::OVERSIZED)
            .collect();
        for precinct in oversized {
            self.taken[precinct] = true;
            self.truth.precincts.push(("ROLL-020", "above-the-cap", precinct));
        }
        self.repeat(2.0, |planner, _| {
            let precinct = planner.fresh_precinct(200)?;
            planner.truth.precincts.push(("ROLL-021", "commission-size", precinct));
            Some(())
        });
    }
}

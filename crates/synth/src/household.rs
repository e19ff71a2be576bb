//! Ordinary families: couples, grown children, twins, parents, sons who bear their father's name.

use crate::country::REGIONS;
use crate::names::{Family, Names};
use crate::people::{Address, Calendar, Person};
use crate::places::Places;
use crate::random::{Purpose, Stream};

/// What families are made from.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) seed: u64,
    pub(crate) names: &'a Names,
    pub(crate) places: &'a Places,
    pub(crate) calendar: Calendar,
}

/// The oldest voter of an ordinary family.
const OLDEST: i32 = 100;

impl World<'_> {
    /// The first `count` ordinary residents of a precinct, family by family, without numbers.
    pub(crate) fn residents(&self, precinct: usize, count: usize) -> Vec<Person> {
        let stream = &mut Stream::new(self.seed, Purpose::Household, precinct as u64);
        let shares = &REGIONS[usize::from(self.places.precincts[precinct].region)].peoples;
        let mut residents = Vec::with_capacity(count + 8);
        let mut household = 0;
        while residents.len() < count {
            let address = Address { precinct: precinct as u32, household };
            self.household(shares, address, stream, &mut residents);
            household += 1;
        }
        residents.truncate(count);
        residents
    }

    fn household(&self, shares: &[u16; 8], address: Address, stream: &mut Stream, out: &mut Vec<Person>) {
        let family = self.names.family(shares, stream);
        let age = (18.0 + 66.0 * stream.unit().powf(1.35)) as i32;
        if age < 22 || stream.chance(0.27) {
            let female = stream.chance(0.55);
            let father = self.names.given_name(family, false, stream);
            out.push(self.person(family, address, age, female, father, stream));
            return;
        }
        let grandfather = self.names.given_name(family, false, stream);
        let mut husband = self.person(family, address, age, false, grandfather, stream);
        // A son now and then bears his father's name.
        if stream.chance(0.03) {
            husband.given = grandfather;
        }
        let father = husband.given;
        out.push(husband);
        let wife_age = (age + stream.between(-6, 3)).max(18);
        let wifes_father = self.names.given_name(family, false, stream);
        out.push(self.person(family, address, wife_age, true, wifes_father, stream));
        if age >= 40 {
            self.children(family, address, age, father, stream, out);
        }
        if age <= 60 && stream.chance(0.12) {
            let female = stream.chance(0.7);
            let elder_age = (age + stream.between(21, 34)).min(OLDEST);
            let his_father =
                if stream.chance(0.04) { grandfather } else { self.names.given_name(family, false, stream) };
            let mut elder = self.person(family, address, elder_age, female, his_father, stream);
            if !female {
                elder.given = grandfather;
            }
            out.push(elder);
        }
    }

    fn children(
        &self,
        family: Family,
        address: Address,
        parents_age: i32,
        father: u16,
        stream: &mut Stream,
        out: &mut Vec<Person>,
    ) {
        for _ in 0..stream.below(3) {
            let oldest = (parents_age - 20).min(38);
            let age = stream.between(18, oldest.max(18));
            let female = stream.chance(0.46);
            let mut child = self.person(family, address, age, female, father, stream);
            if !female && stream.chance(0.012) {
                child.given = father;
            }
            out.push(child);
            if stream.chance(0.024) {
                out.push(self.twin(family, &child, father, stream));
            }
        }
    }

    /// A brother or sister of the same day with another given name.
    pub(crate) fn twin(&self, family: Family, first: &Person, father: u16, stream: &mut Stream) -> Person {
        let female = stream.chance(0.5);
        let mut given = first.given;
        while given == first.given {
            given = self.names.given_name(family, female, stream);
        }
        Person { given, female, patronymic: Names::patronymic(family, father, female), ..*first }
    }

    /// A person of a family, child of `father`.
    pub(crate) fn person(
        &self,
        family: Family,
        address: Address,
        age: i32,
        female: bool,
        father: u16,
        stream: &mut Stream,
    ) -> Person {
        Person {
            iin: 0,
            surname: family.surname,
            given: self.names.given_name(family, female, stream),
            patronymic: Names::patronymic(family, father, female),
            birth: self.calendar.birth(age, stream),
            female,
            address,
        }
    }
}

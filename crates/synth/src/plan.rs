//! The plan: everyone who stands on more than one list, or whose row is not as it should be.
//!
//! These few people are made before the millions, from a stream of their own, so that a list can be written without
//! knowing what the others hold. Ordinary residents then fill each precinct up to its size.

pub(crate) mod certificates;
mod errors;
mod rolls;
mod tricks;

use crate::Shape;
use crate::country::REGIONS;
use crate::household::World;
use crate::names::{Family, PatronymicStyle, UNIQUE};
use crate::numbers::Numbers;
use crate::people::{Address, Person};
use crate::random::{Purpose, Stream};
use crate::row::{List, Row};
use crate::truth::{RollTruth, RowRef, Truth};

use certificates::Ledger;

/// The rows and the truth.
pub(crate) struct Plan {
    /// Rows of each list, in the order of planning.
    pub(crate) rows: [Vec<Row>; 6],
    /// Rows of each precinct's permanent list that stand for ordinary residents, and further ones.
    pub(crate) homes: Vec<u32>,
    pub(crate) extras: Vec<u32>,
    pub(crate) truth: Truth,
    pub(crate) ledger: Ledger,
}

/// What the plan is being made with.
pub(crate) struct Planner<'a> {
    world: World<'a>,
    voters: u64,
    numbers: &'a mut Numbers,
    stream: Stream,
    rows: [Vec<Row>; 6],
    homes: Vec<u32>,
    extras: Vec<u32>,
    /// Precincts that hold something planted about the precinct itself.
    taken: Vec<bool>,
    truth: Truth,
    unique: u32,
}

/// What kind of person to make.
#[derive(Clone, Copy)]
struct Wanted {
    ages: (i32, i32),
    /// A surname that nobody else has.
    unique: bool,
    /// A man, where a planted name needs one.
    man: bool,
}

const ADULT: Wanted = Wanted { ages: (19, 84), unique: false, man: false };
const ADULT_WITHOUT_NAMESAKE: Wanted = Wanted { unique: true, ..ADULT };

/// People on special lists, per million voters; the precincts for them are made before anything is planned.
pub(crate) const SPECIAL_RATE: f64 = 25_000.0;

/// Makes the plan of a nation of this many voters; for the benchmarks nothing but a special list.
pub(crate) fn plan(world: World<'_>, voters: u64, numbers: &mut Numbers, shape: Shape, errors: bool) -> Plan {
    let precincts = world.places.precincts.len();
    let mut planner = Planner {
        world,
        voters,
        numbers,
        stream: Stream::new(world.seed, Purpose::Rolls, 0),
        rows: Default::default(),
        homes: vec![0; precincts],
        extras: vec![0; precincts],
        taken: vec![false; precincts],
        truth: Truth::default(),
        unique: 0,
    };
    let ledger = match shape {
        Shape::Nation => {
            planner.plan_rolls();
            planner.plan_certificates()
        }
        Shape::Benchmark => {
            planner.special_list(SPECIAL_RATE, "iin", "special-and-home", ADULT);
            Ledger::default()
        }
    };
    if errors {
        planner.plan_errors();
    }
    let Planner { rows, homes, extras, truth, .. } = planner;
    Plan { rows, homes, extras, truth, ledger }
}

impl Planner<'_> {
    /// How many there are at this rate: at least one in a nation of 2,000.
    fn amount(&self, per_million: f64) -> usize {
        let expected = self.voters as f64 * per_million / 1e6;
        if expected >= 1.0 { expected.round() as usize } else { usize::from(self.voters >= 2_000) }
    }

    /// A precinct that has room for one more planned resident, drawn like a voter.
    fn home_precinct(&mut self) -> Option<usize> {
        for _ in 0..40 {
            let precinct = self.world.places.draw(&mut self.stream)?;
            if self.has_room(precinct) {
                return Some(precinct);
            }
        }
        None
    }

    /// At most half of a precinct's rows are planned.
    fn has_room(&self, precinct: usize) -> bool {
        self.homes[precinct] * 2 < self.world.places.precincts[precinct].voters
    }

    /// Another ordinary precinct that fits, drawn like a voter.
    fn other_precinct(&mut self, home: usize, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        for _ in 0..60 {
            let precinct = self.world.places.draw(&mut self.stream)?;
            if precinct != home && fits(self, precinct) {
                return Some(precinct);
            }
        }
        None
    }

    /// An ordinary precinct of at least this size about which nothing is planted yet; from now on it counts as taken.
    fn fresh_precinct(&mut self, voters: u32) -> Option<usize> {
        self.fresh_precinct_where(voters, |_| true)
    }

    /// The same, among those that are `fit`.
    fn fresh_precinct_where(&mut self, voters: u32, fit: impl Fn(usize) -> bool) -> Option<usize> {
        for _ in 0..200 {
            let precinct = self.world.places.draw(&mut self.stream)?;
            let enough = self.world.places.precincts[precinct].voters >= voters;
            if !self.taken[precinct] && enough && fit(precinct) {
                self.taken[precinct] = true;
                return Some(precinct);
            }
        }
        None
    }

    /// A household of a precinct.
    fn address(&mut self, precinct: usize) -> Address {
        let household = self.stream.below(self.world.places.households(precinct)) as u32;
        Address { precinct: precinct as u32, household }
    }

    /// A family of the precinct's region.
    fn family(&mut self, precinct: usize, wanted: Wanted) -> Family {
        let region = usize::from(self.world.places.precincts[precinct].region);
        let mut family = self.world.names.family(&REGIONS[region].peoples, &mut self.stream);
        if wanted.unique {
            family.surname = UNIQUE + self.unique;
            self.unique += 1;
            // A patronymic makes the name whole in every rule.
            if family.style == PatronymicStyle::None {
                family.style = PatronymicStyle::Russian;
            }
        }
        family
    }

    /// A numbered person living in a precinct.
    fn person(&mut self, precinct: usize, wanted: Wanted) -> Person {
        let family = self.family(precinct, wanted);
        let address = self.address(precinct);
        let age = self.stream.between(wanted.ages.0, wanted.ages.1);
        let female = !wanted.man && self.stream.chance(0.52);
        let father = self.world.names.given_name(family, false, &mut self.stream);
        let mut person = self.world.person(family, address, age, female, father, &mut self.stream);
        self.numbers.give(&mut person);
        person
    }

    /// A resident on the home list.
    fn resident(&mut self, wanted: Wanted) -> Option<Row> {
        let precinct = self.home_precinct()?;
        Some(Row::home(self.person(precinct, wanted)))
    }

    /// Puts a row on a list other than the permanent one.
    fn put(&mut self, list: List, row: Row) -> RowRef {
        let rows = &mut self.rows[list as usize];
        rows.push(row);
        RowRef { list, id: rows.len() as u32 - 1 }
    }

    /// Puts the one lawful row of a resident on the permanent list.
    fn put_home(&mut self, row: Row) -> RowRef {
        self.homes[row.precinct as usize] += 1;
        self.put(List::Permanent, row)
    }

    /// Puts a row too many on the permanent list.
    fn put_extra(&mut self, row: Row) -> RowRef {
        self.extras[row.precinct as usize] += 1;
        self.put(List::Permanent, row)
    }

    fn planted(&mut self, code: &'static str, rule: &'static str, kind: &'static str, rows: Vec<RowRef>) {
        self.truth.rolls.push(RollTruth { code, rule, kind, rows, lawful: false });
    }

    fn lawful(&mut self, code: &'static str, rule: &'static str, kind: &'static str, rows: Vec<RowRef>) {
        self.truth.rolls.push(RollTruth { code, rule, kind, rows, lawful: true });
    }
}

//! How many pairs of holders chance alone would give one name and one birth date ([`tizim_stats::chance`]).
//!
//! Two people of one name and birth year, who are not one person, have one birthday as often as two people of different names
//! have: so neither a second entry nor the pair that is told of enters the estimate. People whose day is not known are
//! written as born on 1 January, in some communities more often than in others, and communities share names: they are
//! judged among themselves, where those of one name have one birth year as often as those of different names have.

use tizim_stats::chance::Estimate;

use super::by_name::Named;

/// The pairs that agree, and what chance gives of them: the expectation and the bounds of 95 % of counts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Chance {
    pub(super) pairs: u64,
    pub(super) expected: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Month and day of a packed date.
const DAY: u32 = 0x1ff;
/// 1 January.
const NEW_YEAR: u32 = 1 << 5 | 1;

impl Chance {
    /// Of these holders, whose order is changed.
    pub(super) fn of(named: &mut [Named<'_>]) -> Self {
        let pairs = one_name(named, |one| one.date);
        named.sort_by_key(|one| one.date & DAY == NEW_YEAR);
        let (known, on_new_year) =
            named.split_at_mut(named.partition_point(|one| one.date & DAY != NEW_YEAR));
        let of_known = estimate(known, |one| one.date & !DAY, |one| one.date & DAY);
        let of_others = estimate(on_new_year, |_| 0, |one| one.date & !DAY);
        let both = Estimate {
            expected: of_known.expected + of_others.expected,
            variance: of_known.variance + of_others.variance,
        };
        let (low, high) = both.bounds().map_or((0.0, f64::NAN), |chance| (chance.low, chance.high));
        Self { pairs, expected: both.expected, low, high }
    }
}

/// Pairs of one name and stratum that are expected to agree on a second thing: those of them that do not, times the odds that
/// two people of different names do.
fn estimate(
    named: &mut [Named<'_>],
    stratum: impl Fn(&Named<'_>) -> u32,
    second: impl Fn(&Named<'_>) -> u32,
) -> Estimate {
    let differing = one_name(named, &stratum) - one_name(named, |one| stratum(one) | second(one));
    let others = (pairs(named.len()) - one_name(named, |_| 0)) as f64;
    let agreeing = (of_one(named, &second) - one_name(named, &second)) as f64;
    // Where all others agree, nothing is told by agreement.
    if differing == 0 || others <= agreeing {
        return Estimate { expected: 0.0, variance: 0.0 };
    }
    Estimate::of_events(agreeing, differing as f64 / (others - agreeing))
}

fn pairs(count: usize) -> u64 {
    let count = count as u64;
    count * count.saturating_sub(1) / 2
}

/// Pairs that agree on this.
fn of_one(named: &mut [Named<'_>], key: impl Fn(&Named<'_>) -> u32) -> u64 {
    named.sort_by_key(|one| key(one));
    named.chunk_by(|one, other| key(one) == key(other)).map(|group| pairs(group.len())).sum()
}

/// Pairs that agree on this and whose names can be one: of one father, or where one of them states none.
fn one_name(named: &mut [Named<'_>], key: impl Fn(&Named<'_>) -> u32) -> u64 {
    named.sort_by_key(|one| (key(one), one.name, one.father));
    let groups = named.chunk_by(|one, other| (key(one), one.name) == (key(other), other.name));
    let of_name = |group: &[Named<'_>]| {
        let without = group.iter().filter(|one| one.father == 0).count();
        let fathers = group.chunk_by(|one, other| one.father == other.father);
        fathers.map(|same| pairs(same.len())).sum::<u64>() + (without * (group.len() - without)) as u64
    };
    groups.map(of_name).sum()
}

#[cfg(test)]
mod tests {
    use super::super::Holding;
    use super::*;

    const HOLDING: Holding = Holding { row: 0, kind: 0, name: None };

    fn one(name: u32, year: u32, month: u32, day: u32) -> Named<'static> {
        Named { name, father: 1, date: year << 9 | month << 5 | day, holding: &HOLDING }
    }

    /// Numbers below a limit without order (SplitMix64, Steele, Lea and Flood 2014).
    fn spread(index: u32, by: u32, limit: u32) -> u32 {
        let mut mixed = (u64::from(index) << 8 | u64::from(by)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((mixed ^ (mixed >> 31)) >> 32) as u32) % limit
    }

    #[test]
    fn names_that_all_differ_give_none_whoever_stands_twice() {
        let people = (0..60).map(|index| one(index, 1_940 + index % 20, 2 + index % 11, 1 + index % 28));
        let mut named: Vec<_> = people.collect();
        named.extend_from_within(..3);
        assert_eq!(Chance::of(&mut named), Chance { pairs: 3, ..Chance::default() });
    }

    #[test]
    fn a_community_on_new_year_is_judged_among_itself() {
        // 300 of 30 names on 1 January of 25 years, and 1,200 people whose names all differ, on other days.
        let community = (0..300).map(|index| one(spread(index, 1, 30), 1_930 + spread(index, 7, 25), 1, 1));
        let others = (0..1_200).map(|index| {
            one(1_000 + index, 1_930 + index % 60, 2 + spread(index, 3, 11), 1 + spread(index, 5, 28))
        });
        let mut named: Vec<_> = community.chain(others).collect();
        let found = Chance::of(&mut named);
        let observed = found.pairs as f64;
        assert!(found.low <= observed && observed <= found.high, "{found:?}");
        // 30 names of ten people each: 1,350 pairs, one in 25 in one year.
        assert!((found.expected / 54.0).ln().abs() < 0.35, "{found:?}");
    }

    #[test]
    fn second_entries_do_not_raise_what_chance_gives() {
        let person = |index| {
            one(spread(index, 1, 40), 1_950 + index % 30, 2 + spread(index, 3, 11), 1 + spread(index, 5, 28))
        };
        let mut named: Vec<_> = (0..900).map(person).collect();
        let before = Chance::of(&mut named);
        named.extend((0..80).map(|index| person(index * 11)));
        let after = Chance::of(&mut named);
        assert!(before.expected > 0.5 && after.pairs >= before.pairs + 80, "{before:?} {after:?}");
        assert!((after.expected / before.expected).ln().abs() < 0.3, "{before:?} {after:?}");
        assert!(
            after.pairs as f64 > after.high && (before.pairs as f64) <= before.high,
            "{before:?} {after:?}"
        );
    }
}

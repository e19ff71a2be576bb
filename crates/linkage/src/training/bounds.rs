//! What holds for any two records of one person, whatever the pairs say.

use crate::records::Kind;

/// Most often that a value of one person says no more for it than chance does. Surnames change, dates are guessed; the whole
/// number of a person does neither.
const fn most_unlike(kind: Kind) -> f64 {
    match kind {
        Kind::Identifier => 0.05,
        Kind::GivenName | Kind::Surname | Kind::Patronymic | Kind::FullName | Kind::Date => 0.3,
        _ => 1.0,
    }
}

/// No likeness must not speak more for one person than some likeness does: where it would, the two lowest levels are one.
/// A birth date that is wrong altogether is as often near the right one as any other is; if they never are, pairs with
/// dates far apart are two persons.
pub(super) fn lowest_says_least(person: &mut [f64], chance: &[f64]) {
    let [_, different, next, ..] = person else { return };
    let [_, by_chance, next_by_chance, _, ..] = chance else { return };
    if *different * next_by_chance > *next * by_chance {
        let share = (*different + *next) / (by_chance + next_by_chance);
        (*different, *next) = (share * by_chance, share * next_by_chance);
    }
}

/// A level that so many strangers have is no likeness: to be born within ten years of one another.
const COMMON: f64 = 0.05;
/// Most often that two persons of one household have their address written in two ways.
const MOST_APART: f64 = 0.25;
/// Most often that brothers and sisters have names of no likeness.
const MOST_UNLIKE_SIBLINGS: f64 = 0.1;

/// Those who live at one place have one address. Without this bound a class of households can come to rest on those who live
/// in one street, and their households then pass for one person each.
pub(super) fn at_one_place(place: &mut [f64]) {
    let Some(last) = place.len().checked_sub(1) else { return };
    hold(place, |code| code < last, MOST_APART);
}

/// Children of the same parents have their surname and patronymic, in the form of their sex.
pub(super) fn of_one_family(siblings: &mut [f64], chance: &[f64], same: usize) {
    hold(siblings, |code| code != same && chance[code] >= COMMON, MOST_UNLIKE_SIBLINGS);
}

/// Holds the sum of some levels to the most it may be; the others take what is left.
fn hold(levels: &mut [f64], held: impl Fn(usize) -> bool, most: f64) {
    let all: f64 = levels[1..].iter().sum();
    let sum: f64 = (1..levels.len()).filter(|&code| held(code)).map(|code| levels[code]).sum();
    if sum <= most || sum >= all {
        return;
    }
    for (code, share) in levels.iter_mut().enumerate().skip(1) {
        *share *= if held(code) { most / sum } else { (1.0 - most) / (all - sum) };
    }
}

/// What tells persons apart is mostly like itself for one person. Without this bound, learning can come to rest where a
/// class of people who share half of a name (names go together by nation, and by fashion) passes for one of persons who have
/// changed all else.
pub(super) fn like_itself(person: &mut [f64], chance: &[f64], same: usize, kind: Kind) {
    let most = most_unlike(kind);
    // To be the same is a likeness, however common: in a short list all may be.
    let speaks_against =
        |code: usize| code != same && (person[code] <= chance[code] || chance[code] >= COMMON);
    let unlike: smallvec::SmallVec<[bool; 16]> = (0..person.len()).map(speaks_against).collect();
    hold(person, |code| unlike[code], most);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_mostly_like_itself() {
        let chance = [1.0, 0.9, 0.09, 0.01];
        let mut person = [1.0, 0.7, 0.05, 0.25];
        like_itself(&mut person, &chance, 3, Kind::Date);
        let sum: f64 = person[1..].iter().sum();
        assert!((sum - 1.0).abs() < 1e-12 && (person[1] + person[2] - 0.3).abs() < 1e-12, "{person:?}");
        let usual = [1.0, 0.1, 0.1, 0.8];
        let mut kept = usual;
        like_itself(&mut kept, &chance, 3, Kind::Date);
        assert!(kept.iter().zip(usual).all(|(kept, usual)| kept.total_cmp(&usual).is_eq()));
    }

    #[test]
    fn a_household_has_one_address_and_a_family_one_name() {
        let mut place = [1.0, 0.3, 0.4, 0.1, 0.2];
        at_one_place(&mut place);
        assert!((place[4] - 0.75).abs() < 1e-12 && (place[1..].iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let mut siblings = [1.0, 0.6, 0.2, 0.2];
        of_one_family(&mut siblings, &[1.0, 0.9, 0.04, 0.01], 3);
        assert!((siblings[1] - 0.1).abs() < 1e-12 && (siblings[2] - 0.45).abs() < 1e-12, "{siblings:?}");
    }

    /// In a list of five rows all of whom may be two persons, names are the same by chance as often as not.
    #[test]
    fn to_be_the_same_is_a_likeness_however_common() {
        let chance = [1.0, 0.6, 0.0, 0.4];
        let usual = [1.0, 0.1, 0.1, 0.8];
        let (mut person, mut siblings) = (usual, usual);
        like_itself(&mut person, &chance, 3, Kind::Date);
        of_one_family(&mut siblings, &chance, 3);
        for kept in [person, siblings] {
            assert!(kept.iter().zip(usual).all(|(kept, usual)| (kept - usual).abs() < 1e-12), "{kept:?}");
        }
    }
}

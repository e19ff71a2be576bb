//! In what two rows of one person differ, field by field.

use tizim_people::Sex;
use tizim_people::names::{Agreement, compare};

use crate::reconcile::compared::Compared;
use crate::reconcile::difference::{Differs, Numbers};
use crate::reconcile::places::{PlaceNumber, Places};
use crate::row::entry::{Entry, Number};

/// A row that is compared.
pub(super) struct Seen<'e, 's> {
    pub(super) entry: &'e Entry<'s>,
    pub(super) sex: Option<Sex>,
    pub(super) place: PlaceNumber,
}

/// In what these two differ.
pub(super) fn differing(
    compared: Compared,
    places: &Places,
    left: &Seen<'_, '_>,
    right: &Seen<'_, '_>,
) -> Vec<Differs> {
    let mut fields = Vec::new();
    if compared.names {
        fields.extend(names(left.entry.names.parts(), right.entry.names.parts()));
    }
    let dates = (left.entry.birth_date, right.entry.birth_date);
    let other_date = match dates {
        (Some(one), Some(other)) if compared.years => one.year() != other.year(),
        (Some(one), Some(other)) => !one.agrees_with(other),
        (one, other) => one != other,
    };
    if compared.birth_date && other_date {
        fields.push(Differs::BirthDate);
    }
    if compared.sex && left.sex != right.sex {
        fields.push(Differs::Sex);
    }
    let place = |seen: &Seen<'_, '_>| &places.precincts[seen.place as usize];
    let (from, to) = (place(left), place(right));
    let region = |number: u32| &places.regions[number as usize];
    // Of a bare name that may be a region or a city it cannot be told whether it is another one.
    let is_unclear = region(from.region).is_unclear || region(to.region).is_unclear;
    if compared.region && from.region != to.region && !is_unclear {
        fields.push(Differs::Region);
    } else if compared.precinct && from.key != to.key {
        fields.push(Differs::Precinct);
    }
    if left.entry.removal.is_said() != right.entry.removal.is_said() {
        fields.push(Differs::Removed);
    }
    fields
}

/// In what two names in normal form differ, if they do.
fn names(left: [&str; 3], right: [&str; 3]) -> Option<Differs> {
    if left == right {
        return None;
    }
    let alike = |(one, other): (&str, &str)| {
        one == other || compare([one, "", ""], [other, "", ""]) == Agreement::Compatible
    };
    Some(match compare(left, right) {
        Agreement::Incompatible => Differs::OtherPerson,
        Agreement::Compatible if left.into_iter().zip(right).all(alike) => Differs::Spelling,
        Agreement::Compatible | Agreement::Unknown => Differs::Name,
    })
}

/// What the numbers of two rows say of each other.
pub(super) fn numbers(compared: Compared, left: &Entry<'_>, right: &Entry<'_>) -> Numbers {
    if !compared.by_number {
        return Numbers::NotCompared;
    }
    let fits = |is_one: bool| if is_one { Numbers::PartialFits } else { Numbers::PartialDiffers };
    match (left.number, right.number) {
        (Number::Missing, _) | (_, Number::Missing) => Numbers::Missing,
        (Number::Malformed, _) | (_, Number::Malformed) => Numbers::Invalid,
        (Number::Masked(one), Number::Masked(other)) => fits(one.shared_digits(other).is_some()),
        (Number::Masked(partial), whole) | (whole, Number::Masked(partial)) => {
            fits(whole.valid().is_some_and(|whole| partial.could_be(whole)))
        }
        (one, other) if one.valid() == other.valid() => Numbers::Same,
        _ => Numbers::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(left: [&str; 3], right: [&str; 3]) -> Option<Differs> {
        let [left, right] = [left, right].map(|names| names.map(tizim_people::names::normalise));
        names(left.each_ref().map(String::as_str), right.each_ref().map(String::as_str))
    }

    #[test]
    fn a_spelling_is_no_other_name() {
        let asel = ["Джанбулатова", "Асель", "Болатовна"];
        assert_eq!(of(asel, asel), None);
        assert_eq!(of(asel, ["Жанболат", "Әсел", "Болатқызы"]), Some(Differs::Spelling));
        assert_eq!(of(asel, ["Ким", "Асель", "Болатовна"]), Some(Differs::Name), "married");
        assert_eq!(of(asel, ["Джанбулатова", "Асель", ""]), Some(Differs::Name), "a part left out");
        assert_eq!(of(asel, ["Асель", "Болатовна", "Джанбулатова"]), Some(Differs::Name), "columns swapped");
        assert_eq!(of(asel, ["Джанбулатова", "Айгүл", "Болатовна"]), Some(Differs::OtherPerson));
        assert_eq!(of(asel, ["", "", ""]), Some(Differs::Name));
    }
}

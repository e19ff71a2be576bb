//! Which columns a list has, and what its rows are called.

use crate::Rule;

/// The slot of a column that is not there: every record answers it with an empty field.
const NONE: usize = usize::MAX;

macro_rules! columns {
    ($($field:ident),* $(,)?) => {
        /// Slots of the columns this crate reads; a column that is not there reads as empty.
        #[derive(Debug, Clone, Copy)]
        pub struct Columns {
            $(pub(crate) $field: usize,)*
        }

        /// Number of columns this crate reads.
        pub(crate) const COUNT: usize = [$(stringify!($field)),*].len();

        impl Columns {
            /// All slots, in the order of the columns.
            pub(crate) fn slots(&self) -> [usize; COUNT] {
                [$(self.$field),*]
            }

            /// Where these columns stand in a row that was kept in memory: those that are there, in their order.
            pub(crate) fn kept(&self) -> Self {
                let mut place = 0..COUNT;
                let mut kept = |slot: usize| if Self::has(slot) { place.next().unwrap_or(NONE) } else { NONE };
                Self { $($field: kept(self.$field),)* }
            }

            /// No column at all.
            pub fn none() -> Self {
                Self { $($field: NONE,)* }
            }

            /// By name, such as `surname`: `slot` tells where the fields of a row are found by it.
            pub fn named(slot: impl Fn(&str) -> Option<usize>) -> Self {
                Self { $($field: slot(stringify!($field)).unwrap_or(NONE),)* }
            }
        }
    };
}

columns!(
    iin, identifier, surname, given_name, patronymic, full_name, birth_date, birth_year, sex, region,
    precinct, settlement, address, avc_serial, mark, added, removed, source_ref,
);

impl Columns {
    /// The place of the address among the columns.
    pub(crate) const ADDRESS: usize = 12;
    /// The first columns tell who a row is about: number, names and birth.
    pub(crate) const IDENTITY: usize = 8;

    /// The columns that are there, by their places, with their slots.
    pub(crate) fn present(&self) -> impl Iterator<Item = (usize, usize)> {
        self.slots().into_iter().enumerate().filter(|(_, slot)| Self::has(*slot))
    }

    /// A bit for each of the columns that tell who a row is about.
    pub(crate) fn identity(&self) -> u8 {
        let told = self.present().filter(|(column, _)| *column < Self::IDENTITY);
        told.fold(0, |bits, (column, _)| bits | 1 << column)
    }

    pub(crate) fn has(slot: usize) -> bool {
        slot != NONE
    }

    pub(crate) fn has_names(&self) -> bool {
        Self::has(self.full_name) || (Self::has(self.surname) && Self::has(self.given_name))
    }

    pub(crate) fn has_birth_date(&self) -> bool {
        Self::has(self.birth_date)
    }

    pub(crate) fn has_birth_year(&self) -> bool {
        Self::has(self.birth_date) || Self::has(self.birth_year)
    }

    /// The slots, ascending, that keys under these rules are made of, those that tell a birth date, and if need be those
    /// of `places`.
    pub(crate) fn of_keys(&self, rules: &[Rule], places: bool) -> Vec<usize> {
        let mut slots = vec![self.iin];
        if places {
            slots.extend([self.region, self.precinct]);
        }
        if rules.contains(&Rule::Identifier) {
            slots.push(self.identifier);
        }
        if rules.iter().any(|rule| rule.is_by_name()) {
            slots.extend([self.surname, self.given_name, self.patronymic, self.full_name]);
            slots.extend([self.birth_date, self.birth_year]);
        }
        for rule in rules {
            match rule {
                Rule::Iin | Rule::Identifier | Rule::NameDate | Rule::NameDigits => {}
                Rule::NameYearAddress => slots.push(self.address),
                Rule::NameYearRegion => slots.push(self.region),
            }
        }
        slots.retain(|slot| Self::has(*slot));
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// The slots, ascending, of what two versions of a list are compared by.
    pub(crate) fn of_content(&self) -> Vec<usize> {
        let mut slots = self.of_keys(&[Rule::NameDate], true);
        slots.extend([self.sex, self.mark, self.removed].into_iter().filter(|slot| Self::has(*slot)));
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// Whether the columns allow a key under `rule`.
    pub(crate) fn allow(&self, rule: Rule) -> bool {
        match rule {
            Rule::Iin => Self::has(self.iin),
            Rule::Identifier => Self::has(self.identifier) || Self::has(self.iin),
            Rule::NameDate => self.has_names() && self.has_birth_date(),
            Rule::NameYearAddress => self.has_names() && self.has_birth_year() && Self::has(self.address),
            Rule::NameYearRegion => self.has_names() && self.has_birth_year() && Self::has(self.region),
            Rule::NameDigits => self.has_names() && Self::has(self.iin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_where_it_is_said_to_be() {
        let mut columns = Columns::none();
        columns.address = 77;
        assert_eq!(columns.slots()[Columns::ADDRESS], 77);
        (columns.birth_year, columns.sex) = (78, 79);
        assert_eq!(columns.slots()[Columns::IDENTITY - 1..=Columns::IDENTITY], [78, 79]);
    }

    #[test]
    fn kept_columns_stand_in_their_order() {
        let mut columns = Columns::none();
        (columns.surname, columns.source_ref) = (9, 4);
        let kept = columns.kept();
        assert_eq!((kept.surname, kept.source_ref), (0, 1));
        assert!(!Columns::has(kept.iin));
    }
}

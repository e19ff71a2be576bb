//! Given name and surname that stand in each other's field.

use hashbrown::HashMap;

use super::Comparison;
use crate::records::{Kind, Records, Row};

/// The two columns, and which given name is written like which surname.
pub(super) struct Swapped {
    /// Number of the given name among the compared columns.
    pub(super) given: usize,
    /// Number of the surname among them.
    pub(super) surname: usize,
    /// Value number of the surname column for each of the given-name column; 0 where there is none.
    as_surname: Vec<u32>,
    /// Chance that of two persons the first has the second's names in each other's field.
    pub(super) chance: f64,
}

impl Swapped {
    /// The first given-name and the first surname column, where there are both.
    pub(super) fn find(records: &Records, columns: &[Comparison<'_>]) -> Option<Self> {
        let of = |kind| columns.iter().position(|comparison| comparison.kind == kind);
        let (given, surname) = (of(Kind::GivenName)?, of(Kind::Surname)?);
        let (names, surnames) =
            (&records.values[columns[given].column], &records.values[columns[surname].column]);
        let numbers: HashMap<&str, u32, std::hash::RandomState> =
            surnames.iter().map(|(number, text)| (text, number)).collect();
        let mut as_surname = vec![0; names.len()];
        let all = (records.len() as f64).max(1.0);
        let mut agree = 0.0;
        for (number, text) in names.iter() {
            if let Some(&surname) = numbers.get(text) {
                as_surname[number as usize] = surname;
                agree += f64::from(names.count(number)) / all * f64::from(surnames.count(surname)) / all;
            }
        }
        Some(Self { given, surname, as_surname, chance: (agree * agree).max(1.0 / (all * all)) })
    }

    /// Whether the names of these two are swapped: crossed they agree, and the surnames do not.
    pub(super) fn holds(&self, records: &Records, columns: &[Comparison<'_>], left: Row, right: Row) -> bool {
        let (left, right) = (records.row(left), records.row(right));
        let (given, surname) = (columns[self.given].column, columns[self.surname].column);
        let crossed = |one: &[u32], other: &[u32]| {
            let as_surname = self.as_surname[one[given] as usize];
            as_surname != 0 && as_surname == other[surname]
        };
        left[surname] != right[surname] && crossed(left, right) && crossed(right, left)
    }
}

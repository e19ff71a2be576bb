//! Given name and surname that stand in each other's field.

use hashbrown::HashMap;

use super::{Comparison, MISSING, Pattern};
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

    /// Marks the pattern where the names of these two are swapped: one event, told by the surname.
    pub(super) fn mark(
        &self,
        records: &Records,
        columns: &[Comparison<'_>],
        left: Row,
        right: Row,
        pattern: &mut Pattern,
    ) {
        let given = |row| records.cell(columns[self.given].column, row);
        let surname = |row| records.cell(columns[self.surname].column, row);
        let crossed = |one, other| {
            let as_surname = self.as_surname[given(one) as usize];
            as_surname != 0 && as_surname == surname(other)
        };
        let surname_code = &columns[self.surname];
        if pattern.code(self.surname) != surname_code.same && crossed(left, right) && crossed(right, left) {
            pattern.replace(self.given, MISSING);
            pattern.replace(self.surname, surname_code.same + 1);
        }
    }
}

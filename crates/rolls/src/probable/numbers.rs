//! Identification numbers: slips of the pen that a check digit lets pass, and those that it does not.

use tizim_linkage::{Comparator, Kind, Knowledge as _, Plain, Values};
use tizim_people::{Iin, IinRules};

/// Compares numbers. Two valid ones that differ are two people's, save in the one digit that the check digit hardly sees.
pub(super) struct Numbers<'v> {
    values: &'v Values,
    valid: Vec<bool>,
    plain: Box<dyn Comparator + 'v>,
}

impl<'v> Numbers<'v> {
    pub(super) fn new(rules: &IinRules, values: &'v Values) -> Self {
        let mut valid = vec![false];
        valid.extend(values.iter().map(|(_, text)| Iin::parse(text.as_bytes(), rules).is_ok()));
        Self { values, valid, plain: Plain.comparator(Kind::Identifier, values) }
    }
}

/// The digit whose weight in the check sum is nought: a wrong one passes in eleven cases of twelve.
const BLIND_DIGIT: usize = 10;

impl Comparator for Numbers<'_> {
    fn levels(&self) -> &'static [&'static str] {
        self.plain.levels()
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        if self.valid[left as usize] && self.valid[right as usize] {
            let [left, right] = [left, right].map(|number| self.values.text(number).as_bytes());
            let differ = |place: &usize| left.get(*place) != right.get(*place);
            let places: Vec<usize> = (0..left.len().max(right.len())).filter(differ).collect();
            return if places == [BLIND_DIGIT] { self.closest() } else { 0 };
        }
        self.plain.level(left, right)
    }
}

impl Numbers<'_> {
    /// The level of one slip: the last of them.
    fn closest(&self) -> u8 {
        self.levels().len() as u8 - 1
    }
}

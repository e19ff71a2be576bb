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

#[cfg(test)]
mod tests {
    use tizim_linkage::{Column, RecordsBuilder, Source};
    use tizim_people::{Century, Sex};

    use super::*;

    #[test]
    fn the_blind_digit_is_a_slip_and_another_valid_number_is_another_person() {
        let rules = IinRules::new([(7, Century { century: 1900, sex: Sex::Male })]);
        let number = |serial: &str| {
            let first = format!("8505067{serial}");
            (0..10)
                .map(|last| format!("{first}{last}"))
                .find(|text| Iin::parse(text.as_bytes(), &rules).is_ok())
        };
        // Serials that differ in the eleventh digit alone, or in the eighth.
        let [one, blind, other] = ["0012", "0013", "1012"].map(|serial| number(serial).unwrap());
        let broken = format!("{}9", &one[..11]);
        let mut builder = RecordsBuilder::new(vec![Column::new("iin", Kind::Identifier)]);
        let list = builder.source(Source { name: "list".to_owned(), free_of_duplicates: false });
        for text in [&one, &blind, &other, &broken] {
            builder.push(list, &[text]).unwrap();
        }
        let records = builder.finish(&Plain).unwrap();
        let values = records.values(0);
        let numbers = Numbers::new(&rules, values);
        let cell = |row| records.cell(0, row);
        let closest = numbers.levels().len() as u8 - 1;
        assert_eq!(one[11..], blind[11..], "the check digit does not see it");
        assert_eq!(numbers.level(cell(0), cell(1)), closest);
        assert_eq!(numbers.level(cell(0), cell(2)), 0);
        if broken != one {
            assert_eq!(numbers.level(cell(0), cell(3)), closest, "a wrong number may be any");
        }
    }
}

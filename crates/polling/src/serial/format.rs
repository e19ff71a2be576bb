//! What the serials of a file look like, learned from the file.

use std::collections::BTreeMap;

use super::{CheckDigit, Numbered, Serials};

/// Letters as `A`, digits as `9`, anything else as it is.
pub fn shape(text: &str) -> String {
    text.trim()
        .chars()
        .map(|character| match character {
            _ if character.is_alphabetic() => 'A',
            _ if character.is_numeric() => '9',
            _ => character,
        })
        .collect()
}

/// What the serials of a file look like.
#[derive(Debug, Clone, Default)]
pub struct Format {
    /// Shapes with how many distinct serials have them, most frequent first.
    pub shapes: Vec<(String, u64)>,
    /// The check digit that they end with, if they do.
    pub check_digit: Option<CheckDigit>,
}

/// A format is learned from no fewer serials than this.
const LEAST_TO_LEARN: u64 = 30;
/// A shape that fewer than one in this many have deviates.
const RARE: u64 = 100;

impl Format {
    /// Learns from distinct serials.
    pub fn learn(serials: &Serials, distinct: &[Numbered]) -> Self {
        let mut by_shape: BTreeMap<(u32, u8), u64> = BTreeMap::new();
        for serial in distinct {
            *by_shape.entry((serial.prefix, serial.width)).or_default() += 1;
        }
        let mut shapes: BTreeMap<String, u64> = BTreeMap::new();
        for ((prefix, width), count) in by_shape {
            *shapes.entry(serials.shape(Numbered { prefix, number: 0, width })).or_default() += count;
        }
        let mut shapes: Vec<_> = shapes.into_iter().collect();
        shapes.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        Self { shapes, check_digit: CheckDigit::learn(distinct) }
    }

    /// Whether a shape is so rare beside the others that it deviates.
    pub fn deviates(&self, shape: &str) -> bool {
        let total: u64 = self.shapes.iter().map(|(_, count)| count).sum();
        let own = self.shapes.iter().find(|(known, _)| known == shape).map_or(0, |(_, count)| *count);
        total >= LEAST_TO_LEARN && own.saturating_mul(RARE) < total
    }

    /// The place of a serial in its series: its number without the check digit.
    pub fn place(&self, serial: Numbered) -> u64 {
        if self.check_digit.is_some() { serial.number / 10 } else { serial.number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_shape_deviates() {
        let mut serials = Serials::default();
        let mut distinct: Vec<_> =
            (1..=500).map(|number| serials.parse(&format!("AB{number:06}")).unwrap()).collect();
        distinct.push(serials.parse("AB77").unwrap());
        let format = Format::learn(&serials, &distinct);
        assert!(format.deviates("AA99"));
        assert!(!format.deviates("AA999999"));
        assert_eq!(format.check_digit, None);
    }

    #[test]
    fn a_short_file_teaches_nothing() {
        let mut serials = Serials::default();
        let few: Vec<_> = ["A1", "B22"].iter().map(|text| serials.parse(text).unwrap()).collect();
        assert!(!Format::learn(&serials, &few).deviates("A9"));
    }
}

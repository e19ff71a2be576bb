//! Term frequency: agreeing on a rare value says more than agreeing on a common one.
//!
//! William E. Winkler, "Frequency-based matching in the Fellegi-Sunter model of record linkage", 2000. What is counted here
//! is how many *other* records have a value.

use rayon::prelude::*;

use crate::comparison::Comparisons;
use crate::records::{Records, Values};

/// Chance partners of a value that is seen once: somebody else may have it and not be on the list.
const UNSEEN: f64 = 0.5;
/// Values that are rarer or commoner than by this factor (in bits) count as if they were not.
const MOST_BITS: f64 = 14.0;

/// By column and value: how many bits an agreement on it says more than one on a value of that column on the average.
#[derive(Debug)]
pub(crate) struct Frequencies {
    bits: Vec<Vec<f32>>,
}

impl Frequencies {
    /// From the counts of values.
    pub(crate) fn new(records: &Records, comparisons: &Comparisons<'_>) -> Self {
        let bits = comparisons
            .columns
            .par_iter()
            .map(|comparison| of_column(&records.values[comparison.column]))
            .collect();
        Self { bits }
    }

    /// Bits that agreement on a value of a compared column says more than the average.
    pub(crate) fn bits(&self, place: usize, value: u32) -> f64 {
        f64::from(self.bits[place][value as usize])
    }
}

fn of_column(values: &Values) -> Vec<f32> {
    let numbers = 1..values.len() as u32;
    let others = |number: u32| (f64::from(values.count(number)) - 1.0).max(0.0) + UNSEEN;
    let all: f64 = numbers.clone().map(|number| f64::from(values.count(number))).sum();
    let average: f64 =
        numbers.clone().map(|number| f64::from(values.count(number)) / all * others(number)).sum();
    let mut bits = vec![0.0];
    bits.extend(numbers.map(|number| (average / others(number)).log2().clamp(-MOST_BITS, MOST_BITS) as f32));
    bits
}

//! Bounds of a linear program in whole numbers, from multipliers that may be anything.
//!
//! For a maximum of `c v` under rows `a v <= b` (or `= b`) and `low <= v <= high`, and any multipliers `y` (not
//! negative for `<=`), no `v` reaches more than `sum y b + sum max((c - y a) v)`, each last term at one end of its
//! variable. Multipliers from a solver in floating point are rounded to whole numbers over a power of two, and the rest
//! is computed exactly: the bound holds whatever the solver's errors (Neumaier and Shcherbina 2004).

use super::simplex::{Row, Solved, maximise};

/// Parts of one person in which ends of variables are counted.
pub(super) const PARTS: i128 = 1_000_000;
/// Multipliers are whole numbers over two to this power.
const SHIFT: u32 = 52;

/// One variable: between these ends, in parts of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) low: i128,
    pub(super) high: i128,
}

/// One row in whole numbers: `coefficients v <= right`, or `=`; `right` is in whole persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) coefficients: Vec<i128>,
    pub(super) right: i128,
    pub(super) equal: bool,
}

/// A linear program in whole numbers.
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) ranges: Vec<Range>,
    pub(super) lines: Vec<Line>,
}

/// What is known of a maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// Nothing reaches more than so many parts of one person.
    AtMost(i128),
    /// The rows contradict each other, for certain.
    Impossible,
}

impl Program {
    /// A bound of the largest value of `costs v`; `None` where numbers grow beyond all measure.
    pub(super) fn largest(&self, costs: &[i128]) -> Option<Bound> {
        let nothing = vec![0; costs.len()];
        let multipliers = match maximise(&reals(costs), &self.shifted()) {
            Solved::Optimal(multipliers) => multipliers,
            Solved::Infeasible(multipliers) => {
                let scale = multipliers
                    .iter()
                    .fold(0.0_f64, |most, value| most.max(value.abs()))
                    .max(f64::MIN_POSITIVE);
                let scaled: Vec<f64> = multipliers.iter().map(|value| value / scale * 1e-3).collect();
                if self.bound(&nothing, &scaled)? < 0 {
                    return Some(Bound::Impossible);
                }
                vec![0.0; self.lines.len()]
            }
            Solved::Unsettled => vec![0.0; self.lines.len()],
        };
        self.bound(costs, &multipliers).map(Bound::AtMost)
    }

    /// Whether the rows contradict each other, for certain.
    pub(super) fn is_impossible(&self) -> bool {
        self.largest(&vec![0; self.ranges.len()]) == Some(Bound::Impossible)
    }

    /// The program in floating point, variables counted from their lower ends in millions, with rows for upper ends.
    fn shifted(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = self
            .lines
            .iter()
            .map(|line| {
                let at_low: i128 =
                    line.coefficients.iter().zip(&self.ranges).map(|(value, range)| value * range.low).sum();
                let largest =
                    line.coefficients.iter().map(|value| value.abs()).max().unwrap_or(1).max(1) as f64;
                Row {
                    coefficients: line.coefficients.iter().map(|&value| value as f64 / largest).collect(),
                    right: (line.right * PARTS - at_low) as f64 / PARTS as f64 / 1e6 / largest,
                    equal: line.equal,
                }
            })
            .collect();
        for (place, range) in self.ranges.iter().enumerate() {
            let mut coefficients = vec![0.0; self.ranges.len()];
            coefficients[place] = 1.0;
            let right = (range.high - range.low) as f64 / PARTS as f64 / 1e6;
            rows.push(Row { coefficients, right, equal: false });
        }
        rows
    }

    /// What these multipliers prove, in parts of one person, rounded up.
    fn bound(&self, costs: &[i128], multipliers: &[f64]) -> Option<i128> {
        let one = 1_i128 << SHIFT;
        let mut rest: Vec<i128> = costs.iter().map(|cost| cost * one).collect();
        let mut sum = 0_i128;
        for (line, &multiplier) in self.lines.iter().zip(multipliers) {
            let largest = line.coefficients.iter().map(|value| value.abs()).max().unwrap_or(1).max(1) as f64;
            let whole = (multiplier / largest * one as f64).round();
            if !whole.is_finite() || whole.abs() > 1e30 {
                return None;
            }
            let whole = if line.equal { whole as i128 } else { (whole as i128).max(0) };
            sum = sum.checked_add(whole.checked_mul(line.right)?.checked_mul(PARTS)?)?;
            for (value, coefficient) in rest.iter_mut().zip(&line.coefficients) {
                *value = value.checked_sub(whole.checked_mul(*coefficient)?)?;
            }
        }
        for (value, range) in rest.iter().zip(&self.ranges) {
            let end = if *value > 0 { range.high } else { range.low };
            sum = sum.checked_add(value.checked_mul(end)?)?;
        }
        Some(-(-sum).div_euclid(one))
    }
}

fn reals(values: &[i128]) -> Vec<f64> {
    values.iter().map(|&value| value as f64).collect()
}

//! The largest Gini coefficient over all completions.
//!
//! With `S` seats, `F_k` the sum of the `k` smallest sizes of single seats, and `T` all people, Gini's coefficient is
//! `1 - (2 sum_(k<S) F_k + F_S) / (S T)`. As for a majority (see [`super::majority`]), each `F_k` is at least
//! `sum_i min(x_i, s_i t) - (S - k) t` for any size `t`, with equality at the size of the `k`-th seat. With the sizes
//! of some vector for all `k` at once, what is to be made least is a sum of concave functions, above their chords;
//! with chords it is filled greedily. Bounds close in as boxes are split ([`super::search`]), and hold however early
//! the search stops.

use super::frame::Frame;
use super::search::{Extreme, Node, Split, search};
use crate::Index;

/// Sizes of the seats of one vector, from the smallest: what the bounds are drawn at.
struct Sizes {
    levels: Vec<f64>,
    /// Seats up to and with this size, the last seat of all left out.
    seats: Vec<f64>,
    /// Sum of seats times size up to here.
    sums: Vec<f64>,
    /// `2 sum_k (S - k) t_k`.
    fixed: f64,
}

impl Sizes {
    fn of(counts: &[f64], seats: &[u32]) -> Self {
        let all: f64 = seats.iter().copied().map(f64::from).sum();
        let mut found = Self { levels: Vec::new(), seats: Vec::new(), sums: Vec::new(), fixed: 0.0 };
        let (mut before, mut sum) = (0.0, 0.0);
        for unit in crate::measure::lorenz::by_size(counts, seats) {
            let own = f64::from(seats[unit]).min(all - 1.0 - before);
            if seats[unit] == 0 || own <= 0.0 {
                continue;
            }
            let size = counts[unit] / f64::from(seats[unit]);
            // sum of S - k over k = before + 1 ..= before + own
            found.fixed += 2.0 * size * own * (all - before - f64::midpoint(own, 1.0));
            before += own;
            sum += own * size;
            found.levels.push(size);
            found.seats.push(before);
            found.sums.push(sum);
        }
        found
    }

    /// `2 sum_k min(count, own t_k) + count` of a unit of `own` seats.
    fn weigh(&self, count: f64, own: f64) -> f64 {
        let below = self.levels.partition_point(|&size| own * size <= count);
        let (seats, sum) = below.checked_sub(1).map_or((0.0, 0.0), |at| (self.seats[at], self.sums[at]));
        let above = self.seats.last().copied().unwrap_or(0.0) - seats;
        2.0 * (own * sum + count * above) + count
    }
}

/// The largest coefficient, with a vector that has it where one was found.
pub(super) fn most_unequal(frame: &Frame) -> Extreme {
    let units = frame.low.len();
    let of = |counts: &[f64]| Index::Gini.of(counts, &frame.seats);
    let found = search(frame, (150_000 / units.max(1)).clamp(8, 6000), |part| {
        let mut reference = start(part)?;
        let mut parameter = (1.0 - of(&reference)).max(0.0);
        let (mut bound, mut best) = (0.0_f64, (f64::NEG_INFINITY, reference.clone()));
        let mut split = None;
        for _ in 0..6 {
            let sizes = Sizes::of(&reference, &frame.seats);
            let (value, counts, widest) = relaxed(part, &sizes, parameter)?;
            let total = if value < 0.0 { part.total_low } else { part.total_high };
            if parameter + value / total > bound || split.is_none() {
                bound = bound.max(parameter + value / total);
                split = Some(widest);
            }
            let own = of(&counts);
            if own > best.0 && part.broken_order(&counts).is_none() {
                best = (own, counts.clone());
            }
            let same = counts.iter().zip(&reference).all(|(a, b)| (a - b).abs() < 0.5);
            let reached = parameter + value / counts.iter().sum::<f64>();
            if same && (reached - parameter).abs() < 1e-14 {
                break;
            }
            if !same && split == Some(None) {
                split = Some(farthest(part, &counts, &reference));
            }
            parameter = reached;
            reference = counts;
        }
        let broken = part.broken_order(&reference).map(|(unit, at)| Split::Unit(unit, at));
        let split = broken.or(split.flatten().map(|unit| halved(part, unit))).unwrap_or(Split::Done);
        Some((Node { bound: 1.0 - bound, frame: part.clone(), split }, best.0, best.1))
    });
    Extreme { bound: found.bound.clamp(0.0, 1.0), found: found.found }
}

fn halved(part: &Frame, unit: usize) -> Split {
    Split::Unit(unit, f64::midpoint(part.low[unit], part.high[unit]))
}

/// A vector to begin with: the units that can be small small and the others large, then uphill as far as it goes.
fn start(part: &Frame) -> Option<Vec<f64>> {
    let middle: Vec<f64> =
        part.low.iter().zip(&part.high).map(|(&low, &high)| f64::midpoint(low, high)).collect();
    let mut vector = middle;
    for _ in 0..4 {
        let order = crate::measure::lorenz::by_size(&vector, &part.seats);
        let mut costs = vec![0.0; vector.len()];
        let all: f64 = part.seats.iter().copied().map(f64::from).sum();
        let mut before = 0.0;
        for unit in order {
            // The derivative of what is to be made least: small seats weigh most.
            let own = f64::from(part.seats[unit]);
            costs[unit] = if own > 0.0 { (2.0 * (all - before) - own) / all } else { 0.0 };
            before += own;
        }
        let share = 1.0 - Index::Gini.of(&vector, &part.seats);
        if share.is_finite() {
            for cost in &mut costs {
                *cost -= share;
            }
        }
        let next = part.cheapest(&costs)?;
        if next == vector {
            break;
        }
        vector = next;
    }
    Some(vector)
}

/// Least of what the chords weigh less `parameter` times all people, where it is, and the unit whose chord is
/// farthest off there.
fn relaxed(part: &Frame, sizes: &Sizes, parameter: f64) -> Option<(f64, Vec<f64>, Option<usize>)> {
    let all: f64 = part.seats.iter().copied().map(f64::from).sum();
    let seats = |unit: usize| f64::from(part.seats[unit]);
    let (mut costs, mut value) = (vec![-parameter; part.low.len()], -sizes.fixed / all);
    for (unit, cost) in costs.iter_mut().enumerate() {
        if part.seats[unit] == 0 {
            continue;
        }
        let (low, high) = (part.low[unit], part.high[unit]);
        let at_low = sizes.weigh(low, seats(unit)) / all;
        let slope =
            if high > low { (sizes.weigh(high, seats(unit)) / all - at_low) / (high - low) } else { 0.0 };
        *cost += slope;
        value += at_low - slope * low;
    }
    let counts = part.cheapest(&costs)?;
    value += costs.iter().zip(&counts).map(|(cost, count)| cost * count).sum::<f64>();
    let gap = |unit: usize| {
        let (low, count) = (part.low[unit], counts[unit]);
        let chord = sizes.weigh(low, seats(unit)) / all + (costs[unit] + parameter) * (count - low);
        sizes.weigh(count, seats(unit)) / all - chord
    };
    let open = (0..counts.len()).filter(|&unit| part.seats[unit] > 0 && part.high[unit] > part.low[unit]);
    let widest = open.map(|unit| (gap(unit), unit)).max_by(|a, b| a.0.total_cmp(&b.0));
    let widest = widest.filter(|(gap, _)| *gap > 1e-12 * part.total_high).map(|(_, unit)| unit);
    Some((value, counts, widest))
}

/// The unit in which two vectors differ most, if it can be split.
fn farthest(part: &Frame, first: &[f64], second: &[f64]) -> Option<usize> {
    let apart = |unit: &usize| (first[*unit] - second[*unit]).abs();
    let units = (0..first.len()).filter(|&unit| part.high[unit] > part.low[unit]);
    units.max_by(|a, b| apart(a).total_cmp(&apart(b)))
}

//! The least and the largest value of an index over all completions, by branch and bound.
//!
//! A sum of convex functions is largest at a corner. On a box, its chord lies above it, and chords make the problem
//! linear, which the tree of sums lets us solve greedily: an upper bound and a corner at once. Splitting the unit
//! where chord and function differ most closes the gap (Falk and Soland 1969). Where the whole is not known either,
//! its range is split too, with shares of the whole bounded over each part. The least value needs no corners: it is
//! taken at the fairest vector. All bounds hold however early the search stops.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::frame::Frame;
use crate::Index;

/// A bound that no completion passes, and the best vector found.
#[derive(Debug, Clone)]
pub(crate) struct Extreme {
    pub(crate) bound: f64,
    pub(crate) found: Vec<f64>,
}

pub(super) struct Node {
    /// What no completion in this part passes; larger first.
    pub(super) bound: f64,
    pub(super) frame: Frame,
    pub(super) split: Split,
}

/// How a part is divided further.
#[derive(Debug, Clone, Copy)]
pub(super) enum Split {
    /// The range of one unit, at this value.
    Unit(usize, f64),
    /// The range of the whole, in the middle.
    Whole,
    /// Not at all: what is left is rounding.
    Done,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Node {}
impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Node {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound)
    }
}

fn budget(units: usize) -> usize {
    (60_000 / units.max(1)).clamp(8, 3000)
}

/// Splits the parts with the largest bound until it meets the best value found, or the budget is used up.
pub(super) fn search(
    frame: &Frame,
    budget: usize,
    mut judge: impl FnMut(&Frame) -> Option<(Node, f64, Vec<f64>)>,
) -> Extreme {
    let alike = alike(frame);
    let mut best = (f64::NEG_INFINITY, frame.low.clone());
    let mut heap = BinaryHeap::new();
    let mut add = |frame: &Frame, heap: &mut BinaryHeap<Node>, best: &mut (f64, Vec<f64>)| {
        if let Some((node, value, vector)) = judge(frame) {
            if value > best.0 {
                *best = (value, vector);
            }
            heap.push(node);
        }
    };
    add(frame, &mut heap, &mut best);
    for _ in 0..budget {
        let Some(top) = heap.peek() else { break };
        if top.bound <= best.0 + 1e-9 * (1.0 + best.0.abs()) || matches!(top.split, Split::Done) {
            break;
        }
        let Some(node) = heap.pop() else { break };
        let (mut first, mut second) = (node.frame.clone(), node.frame);
        if let Split::Unit(unit, at) = node.split {
            // Whole numbers fall on one side or the other.
            let (below, above) = if first.whole { (at.floor(), at.floor() + 1.0) } else { (at, at) };
            // Among units that are alike, only vectors that fall from the first to the last need be looked at.
            for other in 0..alike.len() {
                if alike[other] == alike[unit] {
                    if other >= unit {
                        first.high[other] = first.high[other].min(below);
                    }
                    if other <= unit {
                        second.low[other] = second.low[other].max(above);
                    }
                }
            }
        } else {
            let middle = f64::midpoint(first.total_low, first.total_high);
            let (below, above) =
                if first.whole { (middle.floor(), middle.floor() + 1.0) } else { (middle, middle) };
            first.total_high = below;
            second.total_low = above;
        }
        for mut part in [first, second] {
            let empty = part.low.iter().zip(&part.high).any(|(low, high)| low > high);
            if !empty && part.carry_order() {
                add(&part, &mut heap, &mut best);
            }
        }
    }
    let bound = heap.peek().map_or(best.0, |top| top.bound.max(best.0));
    Extreme { bound, found: best.1 }
}

/// For each unit the first one that it could be exchanged with: same bounds, same seats, same region or regions of
/// one unit each with the same bounds.
pub(super) fn alike(frame: &Frame) -> Vec<usize> {
    let mut members = vec![0; frame.region_low.len()];
    for &region in &frame.region_of {
        members[region] += 1;
    }
    let kind = |unit: usize| {
        let region = frame.region_of[unit];
        let alone = members[region] == 1;
        let place = if alone { usize::MAX } else { region };
        let bounds = [frame.low[unit], frame.high[unit], frame.region_low[region], frame.region_high[region]];
        (bounds.map(f64::to_bits), place, frame.seats[unit], frame.marked.contains(&unit).then_some(unit))
    };
    let mut first = BTreeMap::new();
    (0..frame.low.len()).map(|unit| *first.entry(kind(unit)).or_insert(unit)).collect()
}

fn scaled(vector: Vec<f64>, by: f64) -> Vec<f64> {
    vector.into_iter().map(|share| share * by).collect()
}

/// A share that differs from an end of its bounds by rounding alone is that end: some terms are steep there.
fn snapped(share: f64, bounds: &Frame, unit: usize) -> f64 {
    [bounds.low[unit], bounds.high[unit]].into_iter().find(|end| (end - share).abs() < 1e-13).unwrap_or(share)
}

/// The largest sum of the index's terms.
pub(crate) fn largest_sum(frame: &Frame, index: Index) -> Extreme {
    let seats: f64 = frame.seats.iter().copied().map(f64::from).sum();
    let weights: Vec<f64> = frame.seats.iter().map(|&own| f64::from(own) / seats).collect();
    largest_of(frame, |unit, share| index.term(share, weights[unit]))
}

/// The largest sum of any terms that are convex in each unit's share of the whole.
pub(crate) fn largest_of(frame: &Frame, term: impl Fn(usize, f64) -> f64) -> Extreme {
    let units = frame.low.len();
    let sum =
        |shares: &[f64]| -> f64 { shares.iter().enumerate().map(|(unit, &share)| term(unit, share)).sum() };
    search(frame, budget(frame.low.len()), |part| {
        let shares = part.shares(part.total_low, part.total_high);
        if !shares.reaches_one() {
            return None;
        }
        let ends: Vec<(f64, f64)> =
            (0..units).map(|unit| (term(unit, shares.low[unit]), term(unit, shares.high[unit]))).collect();
        let slopes: Vec<f64> = ends
            .iter()
            .enumerate()
            .map(|(unit, (low, high))| {
                let width = shares.high[unit] - shares.low[unit];
                if width > 1e-16 { (high - low) / width } else { 0.0 }
            })
            .collect();
        let corner = shares.steepest(&slopes);
        let (mut bound, mut widest) = (0.0, (0.0, 0));
        for (unit, &share) in corner.iter().enumerate() {
            let chord = (ends[unit].0 + slopes[unit] * (share - shares.low[unit]))
                .max(if slopes[unit] == 0.0 { ends[unit].1 } else { f64::NEG_INFINITY });
            bound += chord;
            let gap = chord - term(unit, snapped(share, &shares, unit));
            if gap > widest.0 {
                widest = (gap, unit);
            }
        }
        let here = [part.total_low, part.total_high]
            .map(|total| {
                let exact = part.shares(total, total);
                let mut vector = if exact.reaches_one() { exact.steepest(&slopes) } else { corner.clone() };
                for (unit, share) in vector.iter_mut().enumerate() {
                    *share = snapped(*share, &exact, unit);
                }
                let value = if exact.reaches_one() { sum(&vector) } else { f64::NEG_INFINITY };
                (value, scaled(vector, total))
            })
            .into_iter()
            .max_by(|a, b| a.0.total_cmp(&b.0))?;
        let broken = part.broken_order(&here.1);
        let at = corner[widest.1] * f64::midpoint(part.total_low, part.total_high);
        let split = split_at(part, broken, (widest.1, at), widest.0 >= sum(&corner) - here.0);
        // What breaks the order is no completion, and its value none that is attained.
        let value = if broken.is_some() { f64::NEG_INFINITY } else { here.0 };
        Some((Node { bound, frame: part.clone(), split }, value, here.1))
    })
}

/// Where a part is to be split: where its corner breaks the order of sizes, else at the unit whose chord is farthest off, if
/// that is what the bound is lost by, else in its whole.
fn split_at(part: &Frame, broken: Option<(usize, f64)>, widest: (usize, f64), by_unit: bool) -> Split {
    let (unit, at) = widest;
    // No closer to an end than that: corners are whole numbers of people, the rest is rounding.
    let apart = 1e-9 * part.total_high;
    let splits_unit = at > part.low[unit] + apart && at < part.high[unit] - apart;
    let width = part.total_high - part.total_low;
    if let Some((unit, at)) = broken {
        Split::Unit(unit, at)
    } else if splits_unit && (by_unit || width < 0.5) {
        Split::Unit(unit, at)
    } else if width > if part.whole { 0.0 } else { 1e-9 * part.total_high } {
        Split::Whole
    } else {
        Split::Done
    }
}

/// The least value of `value`, which must be least at the vector that `fair` names for every whole.
pub(crate) fn least(
    frame: &Frame,
    value: impl Fn(&[f64]) -> f64,
    fair: impl Fn(&Frame) -> Vec<f64>,
) -> Extreme {
    let found = search(frame, budget(frame.low.len()), |part| {
        let shares = part.shares(part.total_low, part.total_high);
        let bound = -value(&fair(&shares));
        let middle = f64::midpoint(part.total_low, part.total_high);
        let middle = if part.whole { middle.floor() } else { middle };
        let vector = fair(&part.shares(middle, middle));
        let here = -value(&vector);
        // A slice of width zero is not split again: its bound is its value.
        let bound = if part.total_low >= part.total_high { here } else { bound };
        Some((
            Node {
                bound,
                frame: part.clone(),
                split: if part.total_low < part.total_high { Split::Whole } else { Split::Done },
            },
            here,
            scaled(vector, middle),
        ))
    });
    Extreme { bound: -found.bound, found: found.found }
}

//! The smallest share of the people that can elect a majority, over all completions.
//!
//! For one completion it is the sum of the smallest sizes of `K` seats over all people. Over completions both the
//! units taken and their counts are open. A unit is taken, left, or (one at most) taken in part. For any size `t`, the
//! sum of the `K` smallest of `S` seats is at least `sum_i min(x_i, s_i t) - (S - K) t`, with equality at the size of
//! the `K`-th; each of these terms is concave and lies above its chord, and with chords the tree of sums is filled
//! greedily. The best `t` is found by bisection (the bound is concave in it), the division by all people by
//! Dinkelbach's parameter, and the rest by deciding unit after unit, the least bound first. With all units decided
//! the bound is exact. Every bound holds however early the search stops.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::frame::Frame;
use super::search::{Extreme, alike};

/// What was decided about a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Open,
    Taken,
    Left,
    /// The one unit of which only some seats are taken.
    Partly,
}

/// A part of the search with the least share that it can hold.
struct Node {
    bound: f64,
    decisions: Vec<Decision>,
    next: Option<usize>,
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
    /// The least bound comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound)
    }
}

/// The relaxed problem at one parameter.
struct Relaxed {
    /// Least of people taken less `parameter` times all people.
    value: f64,
    counts: Vec<f64>,
    size: f64,
}

struct Problem<'a> {
    frame: &'a Frame,
    needed: f64,
    /// For each unit the first one that it could be exchanged with.
    alike: Vec<usize>,
}

/// The smallest share, with a vector that has it where one was found.
pub(super) fn smallest_share(frame: &Frame) -> Extreme {
    let needed = (frame.seats.iter().map(|&seats| u64::from(seats)).sum::<u64>() / 2 + 1) as f64;
    let problem = Problem { frame, needed, alike: alike(frame) };
    let mut best = Extreme { bound: f64::INFINITY, found: Vec::new() };
    let mut heap = BinaryHeap::new();
    let start =
        frame.seats.iter().map(|&seats| if seats == 0 { Decision::Left } else { Decision::Open }).collect();
    heap.extend(problem.judge(start, &mut best));
    for _ in 0..(12_000 / frame.low.len().max(1)).clamp(8, 600) {
        let Some(top) = heap.peek() else { break };
        if top.bound >= best.bound - 1e-10 || top.next.is_none() {
            break;
        }
        let Some(node) = heap.pop() else { break };
        let Some(unit) = node.next else { break };
        let partly = frame.seats[unit] > 1 && !node.decisions.contains(&Decision::Partly);
        for decision in [Decision::Taken, Decision::Left, Decision::Partly] {
            if decision != Decision::Partly || partly {
                let mut decisions = node.decisions.clone();
                decisions[unit] = decision;
                if decision != Decision::Taken {
                    // Of units that are alike, the first are taken.
                    for (other, own) in decisions.iter_mut().enumerate().skip(unit + 1) {
                        if problem.alike[other] == problem.alike[unit] && *own == Decision::Open {
                            *own = Decision::Left;
                        }
                    }
                }
                heap.extend(problem.judge(decisions, &mut best));
            }
        }
    }
    let bound = heap.peek().map_or(best.bound, |top| top.bound.min(best.bound));
    Extreme { bound: bound.max(0.0), found: best.found }
}

impl Problem<'_> {
    fn seats(&self, unit: usize) -> f64 {
        f64::from(self.frame.seats[unit])
    }

    /// Bounds a part and looks for a better vector in it; `None` where no majority can be made of it.
    fn judge(&self, decisions: Vec<Decision>, best: &mut Extreme) -> Option<Node> {
        let frame = self.frame;
        let (mut bound, mut next) = (0.0_f64, None);
        let mut parameter = if best.bound.is_finite() { best.bound } else { 0.5 };
        for _ in 0..4 {
            let relaxed = self.relaxed(&decisions, parameter)?;
            let total = if relaxed.value < 0.0 { frame.total_low } else { frame.total_high };
            bound = bound.max(parameter + relaxed.value / total);
            if frame.broken_order(&relaxed.counts).is_none() {
                let share = crate::Index::DauerKelsay.of(&relaxed.counts, &frame.seats);
                if share < best.bound {
                    *best = Extreme { bound: share, found: relaxed.counts.clone() };
                }
            }
            next = self.most_open(&decisions, &relaxed);
            let people: f64 = relaxed.counts.iter().sum();
            let reached = parameter + relaxed.value / people;
            if (reached - parameter).abs() <= 1e-14 {
                break;
            }
            parameter = reached;
        }
        Some(Node { bound, decisions, next })
    }

    /// The open unit on whose decision most hangs.
    fn most_open(&self, decisions: &[Decision], relaxed: &Relaxed) -> Option<usize> {
        let open = (0..decisions.len()).filter(|&unit| decisions[unit] == Decision::Open);
        let gap = |unit: usize| {
            let (low, high) = (self.frame.low[unit], self.frame.high[unit]);
            let top = self.seats(unit) * relaxed.size;
            let count = relaxed.counts[unit];
            let chord = if high > low {
                low.min(top) + (high.min(top) - low.min(top)) * (count - low) / (high - low)
            } else {
                count.min(top)
            };
            // Where no chord is off, the unit nearest to the size of the last seat taken.
            (count.min(top) - chord, -(count / self.seats(unit) - relaxed.size).abs())
        };
        let most = open.max_by(|&a, &b| {
            let (a, b) = (gap(a), gap(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        })?;
        (0..=most).find(|&unit| decisions[unit] == Decision::Open && self.alike[unit] == self.alike[most])
    }

    fn relaxed(&self, decisions: &[Decision], parameter: f64) -> Option<Relaxed> {
        let seats_of = |decision: Decision| -> f64 {
            let units = (0..decisions.len()).filter(|&unit| decisions[unit] == decision);
            units.map(|unit| self.seats(unit)).sum()
        };
        let needed = self.needed - seats_of(Decision::Taken);
        let open: Vec<usize> = (0..decisions.len())
            .filter(|&unit| matches!(decisions[unit], Decision::Open | Decision::Partly))
            .collect();
        let available: f64 = open.iter().map(|&unit| self.seats(unit)).sum();
        if needed < 0.0 || needed > available {
            return None;
        }
        let mut costs: Vec<f64> = decisions
            .iter()
            .map(|&decision| if decision == Decision::Taken { 1.0 - parameter } else { -parameter })
            .collect();
        // Decided: everybody open is left, or taken, or the only one is taken in this part.
        if needed <= 0.0 || needed >= available || open.len() == 1 {
            let share = if available > 0.0 { needed / available } else { 0.0 };
            for &unit in &open {
                costs[unit] += share;
            }
            let counts = self.frame.cheapest(&costs)?;
            let value = dot(&costs, &counts);
            return Some(Relaxed { value, counts, size: 0.0 });
        }
        self.best_size(&open, &costs, needed, available)
    }

    /// The relaxed problem at the best size of the last seat. The value is concave in the size and made of straight pieces:
    /// from both ends inward, the next size is where the tangents meet.
    fn best_size(&self, open: &[usize], costs: &[f64], needed: f64, available: f64) -> Option<Relaxed> {
        let size = |unit: usize, count: f64| count / self.seats(unit);
        let (from, to) = open.iter().fold((f64::INFINITY, 0.0_f64), |(from, to), &unit| {
            (from.min(size(unit, self.frame.low[unit])), to.max(size(unit, self.frame.high[unit])))
        });
        let at = |size: f64| self.at_size(open, costs, needed, available, size);
        let ((mut best, rising), (other, falling)) = (at(from)?, at(to)?);
        let (mut left, mut right) = ((best.size, best.value, rising), (other.size, other.value, falling));
        if other.value > best.value {
            best = other;
        }
        for _ in 0..40 {
            if left.2 <= 0.0 || right.2 >= 0.0 {
                break;
            }
            let meet = (right.1 - left.1 + left.2 * left.0 - right.2 * right.0) / (left.2 - right.2);
            let most = left.1 + left.2 * (meet - left.0);
            if most - best.value <= 1e-13 * self.frame.total_high || meet <= left.0 || meet >= right.0 {
                break;
            }
            let (relaxed, slope) = at(meet)?;
            let end = (relaxed.size, relaxed.value, slope);
            if slope > 0.0 {
                left = end;
            } else {
                right = end;
            }
            if relaxed.value > best.value {
                best = relaxed;
            }
            if slope.abs() < 1e-9 {
                break;
            }
        }
        Some(best)
    }

    /// The relaxed problem at one size of the last seat, with the slope of its value in that size.
    fn at_size(
        &self,
        open: &[usize],
        costs: &[f64],
        needed: f64,
        available: f64,
        size: f64,
    ) -> Option<(Relaxed, f64)> {
        let mut costs = costs.to_vec();
        let mut fixed = -(available - needed) * size;
        for &unit in open {
            let (low, high, top) = (self.frame.low[unit], self.frame.high[unit], self.seats(unit) * size);
            let slope = if high > low { (high.min(top) - low.min(top)) / (high - low) } else { 0.0 };
            costs[unit] += slope;
            fixed += low.min(top) - slope * low;
        }
        let counts = self.frame.cheapest(&costs)?;
        let mut slope = -(available - needed);
        for &unit in open {
            let (low, high, top) = (self.frame.low[unit], self.frame.high[unit], self.seats(unit) * size);
            slope += if top <= low {
                self.seats(unit)
            } else if top >= high {
                0.0
            } else {
                self.seats(unit) * (counts[unit] - low) / (high - low)
            };
        }
        let value = dot(&costs, &counts) + fixed;
        Some((Relaxed { value, counts, size }, slope))
    }
}

fn dot(costs: &[f64], counts: &[f64]) -> f64 {
    costs.iter().zip(counts).map(|(cost, count)| cost * count).sum()
}

//! The exact optimum over all allocations: least ratio, least range, least MAL, least largest district.
//!
//! Ratio and range: call a window of sizes per seat `[a, b]` possible if every claimant has a number of seats that
//! puts him inside, and the fewest and the most such numbers add up to no more and no less than the house. The ends
//! of the best window are sizes `v/s` of some claimant; with `a` rising, the least `b` that makes the window possible
//! only rises, so one pass with two pointers over the sorted sizes finds it. MAL is a sum of convex functions of one
//! claimant's seats each, so that giving seats one by one where they lower it most is exact. The largest district is
//! least under Adams' method.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::allocate::allocate;
use super::method::Method;
use crate::measure::exact::{compare_fractions, reduced};

/// An optimum with an allocation that attains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Optimum {
    /// The value as an exact fraction in lowest terms.
    pub fraction: (u128, u128),
    /// Seats that attain it, in the order of the claimants; others may do as well.
    pub seats: Vec<u64>,
    /// Smallest size per seat then, as a fraction.
    pub smallest: (u128, u128),
    /// Largest size per seat.
    pub largest: (u128, u128),
}

impl Optimum {
    /// The value as a number.
    pub fn value(&self) -> f64 {
        self.fraction.0 as f64 / self.fraction.1 as f64
    }
}

/// All optima; `None` where some claimant must go without a seat, and then sizes are infinite. The ratio is `None`
/// as well where some claimant has no voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Optima {
    /// Largest over smallest size per seat.
    pub ratio: Option<Optimum>,
    /// Largest minus smallest size per seat, as a share of the quota.
    pub range: Option<Optimum>,
    /// Half the sum of absolute differences of shares.
    pub mal: Optimum,
    /// Largest size per seat, in people.
    pub largest: Option<Optimum>,
}

/// The size `voters / seats` of a claimant with so many seats.
#[derive(Debug, Clone, Copy)]
struct Size {
    claimant: usize,
    voters: u64,
    seats: u64,
}

impl Size {
    fn fraction(self) -> (u128, u128) {
        (self.voters.into(), self.seats.into())
    }
}

fn compare_sizes(first: &Size, second: &Size) -> Ordering {
    compare_fractions(first.fraction(), second.fraction())
}

/// Smallest and largest size per seat; `None` where someone has people and no seat. Who has neither has no size.
pub(crate) fn extremes(voters: &[u64], seats: &[u64]) -> Option<((u128, u128), (u128, u128))> {
    let sizes: Option<Vec<Size>> = voters
        .iter()
        .zip(seats)
        .enumerate()
        .filter(|(_, (voters, seats))| **voters > 0 || **seats > 0)
        .map(|(claimant, (&voters, &seats))| (seats > 0).then_some(Size { claimant, voters, seats }))
        .collect();
    let sizes = sizes?;
    let smallest = sizes.iter().min_by(|a, b| compare_sizes(a, b))?.fraction();
    Some((smallest, sizes.iter().max_by(|a, b| compare_sizes(a, b))?.fraction()))
}

/// Finds all optima. The input has been checked.
///
/// With no minimum, a claimant without voters need not have a seat: it then has no size, and sizes are compared among
/// the others.
pub(crate) fn optima(voters: &[u64], seats: u64, minimum: u64) -> Optima {
    if minimum > 0 || !voters.contains(&0) {
        return among_all(voters, seats, minimum);
    }
    let counted: Vec<usize> = (0..voters.len()).filter(|&claimant| voters[claimant] > 0).collect();
    let own: Vec<u64> = counted.iter().map(|&claimant| voters[claimant]).collect();
    let back = |optimum: Optimum| {
        let mut shared = vec![0; voters.len()];
        for (&claimant, &seats) in counted.iter().zip(&optimum.seats) {
            shared[claimant] = seats;
        }
        Optimum { seats: shared, ..optimum }
    };
    let best = among_all(&own, seats, 0);
    Optima {
        ratio: best.ratio.map(back),
        range: best.range.map(back),
        mal: back(best.mal),
        largest: best.largest.map(back),
    }
}

fn among_all(voters: &[u64], seats: u64, minimum: u64) -> Optima {
    let minimum_for_size = minimum.max(1);
    let reaches = seats >= minimum_for_size * voters.len() as u64;
    let window = |objective: Objective| {
        (reaches && voters.iter().all(|&count| count > 0))
            .then(|| best_window(voters, seats, minimum_for_size, objective))
            .flatten()
    };
    let largest = if reaches { least_largest(voters, seats, minimum_for_size) } else { None };
    let range = if voters.contains(&0) {
        largest.as_ref().map(|largest| range_from_nothing(voters, seats, largest))
    } else {
        window(Objective::Range)
    };
    Optima { ratio: window(Objective::Ratio), range, mal: least_mal(voters, seats, minimum), largest }
}

/// The least range where a claimant has no voters: the smallest size is nothing whatever is given, so the range is
/// the largest size.
fn range_from_nothing(voters: &[u64], seats: u64, largest: &Optimum) -> Optimum {
    let total: u128 = voters.iter().copied().map(u128::from).sum();
    let (scale, total) = reduced(u128::from(seats), total);
    let fraction = reduced(largest.fraction.0 * scale, largest.fraction.1 * total);
    Optimum { fraction, ..largest.clone() }
}

#[derive(Clone, Copy, PartialEq)]
enum Objective {
    Ratio,
    Range,
}

impl Objective {
    /// The value of a window as a fraction, up to a constant.
    fn of(self, low: Size, high: Size) -> (u128, u128) {
        let (above, below) = (
            u128::from(high.voters) * u128::from(low.seats),
            u128::from(low.voters) * u128::from(high.seats),
        );
        match self {
            Self::Ratio => (above, below),
            Self::Range => (above - below, u128::from(low.seats) * u128::from(high.seats)),
        }
    }
}

fn best_window(voters: &[u64], seats: u64, minimum: u64, objective: Objective) -> Option<Optimum> {
    let total: u128 = voters.iter().copied().map(u128::from).sum();
    let sizes = candidates(voters, seats, minimum, objective)?;
    // Fewest seats that keep a claimant at or under the top, and most that keep him at or over the bottom.
    let mut most: Vec<u64> = vec![0; voters.len()];
    for size in &sizes {
        most[size.claimant] = most[size.claimant].max(size.seats);
    }
    let mut fewest: Vec<u64> = most.iter().map(|&most| most + 1).collect();
    let mut empty = voters.len();
    let (mut least_sum, mut most_sum): (u64, u64) = (fewest.iter().sum(), most.iter().sum());
    let mut best: Option<((u128, u128), Size, Size)> = None;
    let mut top = 0;
    for &low in &sizes {
        while top < sizes.len() && (empty > 0 || least_sum > seats) {
            let size = sizes[top];
            let own = &mut fewest[size.claimant];
            let was_empty = *own > most[size.claimant];
            least_sum -= *own - size.seats.min(*own);
            *own = size.seats.min(*own);
            empty -= usize::from(was_empty && *own <= most[size.claimant]);
            top += 1;
        }
        if empty > 0 || least_sum > seats || most_sum < seats {
            break;
        }
        let high = sizes[top - 1];
        if compare_sizes(&high, &low) != Ordering::Less {
            let value = objective.of(low, high);
            if best.is_none_or(|(least, ..)| compare_fractions(value, least) == Ordering::Less) {
                best = Some((value, low, high));
            }
        }
        // The bottom moves above this size: its claimant must have one seat fewer.
        if most[low.claimant] >= low.seats {
            let was_possible = fewest[low.claimant] <= most[low.claimant];
            most_sum -= most[low.claimant] - (low.seats - 1);
            most[low.claimant] = low.seats - 1;
            empty += usize::from(was_possible && fewest[low.claimant] > most[low.claimant]);
        }
    }
    let (value, low, high) = best?;
    let shared = fill(voters, seats, minimum, low, high);
    let (smallest, largest) = extremes(voters, &shared)?;
    let fraction = match objective {
        Objective::Ratio => reduced(value.0, value.1),
        Objective::Range => {
            let (numerator, denominator) = reduced(value.0, value.1);
            let (scale, total) = reduced(u128::from(seats), total);
            reduced(numerator * scale, denominator * total)
        }
    };
    Some(Optimum { fraction, seats: shared, smallest, largest })
}

/// More sizes than these are not held: the best window is then not sought.
const MOST_SIZES: u64 = 1 << 22;

/// Whether so many claimants and seats can have more sizes than are held.
pub(super) fn may_be_too_many(claimants: usize, seats: u64) -> bool {
    (claimants as u64).saturating_mul(seats) > MOST_SIZES
}

/// Sizes that can be an end of the best window, in order; `None` where they are too many to be held. A window that beats a known allocation lies near the quota.
fn candidates(voters: &[u64], seats: u64, minimum: u64, objective: Objective) -> Option<Vec<Size>> {
    let quota = voters.iter().map(|&count| count as f64).sum::<f64>() / seats as f64;
    let (mut bottom, mut ceiling) = (0.0_f64, f64::INFINITY);
    for method in [Method::HuntingtonHill, Method::Adams, Method::Webster] {
        let known = allocate(method, voters, seats, minimum).ok()?;
        let (smallest, largest) = extremes(voters, &known.seats)?;
        let (smallest, largest) =
            (smallest.0 as f64 / smallest.1 as f64, largest.0 as f64 / largest.1 as f64);
        let (low, high) = match objective {
            Objective::Ratio => (quota * smallest / largest, quota * largest / smallest),
            Objective::Range => (quota - (largest - smallest), quota + (largest - smallest)),
        };
        // A margin, since this is computed in floats.
        bottom = bottom.max(low * (1.0 - 1e-9));
        ceiling = ceiling.min(high * (1.0 + 1e-9));
    }
    let mut sizes = Vec::new();
    let room = seats - minimum * (voters.len() as u64 - 1);
    let mut count = 0_u64;
    for (claimant, &voters) in voters.iter().enumerate() {
        let from = ((voters as f64 / ceiling).floor() as u64).max(minimum);
        let to = if bottom > 0.0 { ((voters as f64 / bottom).ceil() as u64).clamp(from, room) } else { room };
        count = count.saturating_add(to.saturating_sub(from) + 1);
        if count > MOST_SIZES {
            return None;
        }
        sizes.extend((from..=to.max(from)).map(|seats| Size { claimant, voters, seats }));
    }
    // Equal sizes of different claimants enter together in any order: the window between them has no width.
    sizes.sort_by(|a, b| compare_sizes(a, b).then(a.claimant.cmp(&b.claimant)));
    Some(sizes)
}

/// Seats that put everyone into the window and add up to the house.
fn fill(voters: &[u64], seats: u64, minimum: u64, low: Size, high: Size) -> Vec<u64> {
    let fewest = |voters: u64| {
        let least = (u128::from(voters) * u128::from(high.seats)).div_ceil(u128::from(high.voters));
        (least as u64).max(minimum)
    };
    let most = |voters: u64| (u128::from(voters) * u128::from(low.seats) / u128::from(low.voters)) as u64;
    let mut shared: Vec<u64> = voters.iter().map(|&count| fewest(count)).collect();
    let mut left = seats.saturating_sub(shared.iter().sum());
    for (own, &count) in shared.iter_mut().zip(voters) {
        let step = most(count).saturating_sub(*own).min(left);
        *own += step;
        left -= step;
    }
    shared
}

fn least_mal(voters: &[u64], seats: u64, minimum: u64) -> Optimum {
    let total: u128 = voters.iter().copied().map(u128::from).sum();
    // Off by |s V - v S|: each further seat changes it by a step that never falls.
    let off = |claimant: usize, own: u64| {
        (u128::from(own) * total).abs_diff(u128::from(voters[claimant]) * u128::from(seats)) as i128
    };
    let step = |claimant: usize, own: u64| {
        std::cmp::Reverse((off(claimant, own + 1) - off(claimant, own), claimant))
    };
    let mut shared = vec![minimum; voters.len()];
    let mut heap: BinaryHeap<_> = (0..voters.len()).map(|claimant| step(claimant, minimum)).collect();
    for _ in 0..seats - minimum * voters.len() as u64 {
        let Some(std::cmp::Reverse((_, claimant))) = heap.pop() else { break };
        shared[claimant] += 1;
        heap.push(step(claimant, shared[claimant]));
    }
    let sum: u128 = (0..voters.len()).map(|claimant| off(claimant, shared[claimant]).unsigned_abs()).sum();
    let (smallest, largest) = extremes(voters, &shared).unwrap_or(((0, 0), (0, 0)));
    Optimum { fraction: reduced(sum, 2 * u128::from(seats) * total), seats: shared, smallest, largest }
}

fn least_largest(voters: &[u64], seats: u64, minimum: u64) -> Option<Optimum> {
    let shared = allocate(Method::Adams, voters, seats, minimum).ok()?.seats;
    let (smallest, largest) = extremes(voters, &shared)?;
    Some(Optimum { fraction: reduced(largest.0, largest.1), seats: shared, smallest, largest })
}

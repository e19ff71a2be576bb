//! How many people are over, and how many are missing, at the least and at the most over all completions.

use super::frame::Frame;
use super::search::largest_of;
use super::system::System;

/// What units may hold: whole numbers by unit, and the real limits per seat that they are rounded from.
pub(crate) struct Window<'a> {
    pub(crate) most: &'a [u64],
    pub(crate) fewest: &'a [u64],
    pub(crate) ceiling: f64,
    pub(crate) floor: f64,
}

/// Bounds of the larger of what is over and what is missing, where the whole is known.
///
/// Either is a sum of convex functions of the units' sizes with seats as weights, so that both are least at the
/// fairest vector, and largest at a corner.
pub(crate) fn moves_ends(system: &System, window: &Window) -> (u64, u64) {
    let frame = Frame::of(system);
    let fair = frame.fairest();
    let seats = |unit: usize| f64::from(frame.seats[unit]);
    let total = frame.total_low;
    let over: f64 = (0..fair.len()).map(|unit| (fair[unit] - seats(unit) * window.ceiling).max(0.0)).sum();
    let missing: f64 = (0..fair.len()).map(|unit| (seats(unit) * window.floor - fair[unit]).max(0.0)).sum();
    // Counts are whole; what floats lose is far less than this share of the whole.
    let rounding = 1e-10 * total;
    let least = (over.max(missing) - rounding).max(0.0).ceil();
    let most_over = largest_of(&frame, |unit, share| (share - window.most[unit] as f64 / total).max(0.0));
    let most_missing =
        largest_of(&frame, |unit, share| (window.fewest[unit] as f64 / total - share).max(0.0));
    let most = (most_over.bound.max(most_missing.bound) * total + rounding).floor();
    (least as u64, most.max(least) as u64)
}

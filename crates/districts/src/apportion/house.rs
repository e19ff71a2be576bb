//! Whom a house of this size cannot serve within a tolerance, and the smallest house that serves everyone.

use crate::measure::exact::Limit;

/// Fewest and most seats that keep a claimant within the tolerance; `None` where no number does.
pub(crate) fn possible(
    voters: u64,
    total: u64,
    house: u64,
    limit: Limit,
    minimum: u64,
) -> Option<(u64, u64)> {
    if total == 0 || house == 0 {
        return None;
    }
    let (fewest, most) = limit.seats(voters, total, house)?;
    let fewest = fewest.max(minimum.max(1));
    (fewest <= most).then_some((fewest, most))
}

/// Claimants that no number of seats, of `minimum` or more, brings within the tolerance of the quota: strictly
/// outside, whatever is given.
///
/// ```
/// // Half a quota is too little for one seat; three and a half quotas do for four.
/// assert_eq!(tizim_districts::impossible(&[50, 100, 350], 5, 0.15, 1), [0]);
/// // Nor can the second, where everyone has at least two.
/// assert_eq!(tizim_districts::impossible(&[50, 100, 350], 5, 0.15, 2), [0, 1]);
/// ```
pub fn impossible(voters: &[u64], house: u64, tolerance: f64, minimum: u64) -> Vec<usize> {
    let (total, limit) = (voters.iter().sum(), Limit::of(tolerance));
    let out = |claimant: &usize| possible(voters[*claimant], total, house, limit, minimum).is_none();
    (0..voters.len()).filter(out).collect()
}

/// The smallest house in which every claimant can be within the tolerance at once: each has a possible number of
/// seats, at least `minimum`, and possible numbers add up to the house. Searched from 1 to `largest`; `None` where
/// no such house is found.
///
/// ```
/// use tizim_districts::smallest_house;
/// assert_eq!(smallest_house(&[100, 200], 0.0, 1, 1000), Some(3));
/// assert_eq!(smallest_house(&[0, 200], 0.1, 1, 1000), None);
/// ```
pub fn smallest_house(voters: &[u64], tolerance: f64, minimum: u64, largest: u64) -> Option<u64> {
    let (total, limit): (u64, Limit) = (voters.iter().sum(), Limit::of(tolerance));
    // One seat is too many for the smallest claimant in any house below this one.
    let smallest = voters.iter().copied().min().filter(|&count| count > 0)?;
    let start = (total as f64 / smallest as f64 * (1.0 - tolerance) * (1.0 - 1e-9)).max(0.0) as u64;
    (start.max(1)..=largest).find(|&house| {
        let (mut fewest, mut most) = (0_u64, 0_u64);
        for &count in voters {
            let Some((low, high)) = possible(count, total, house, limit, minimum) else { return false };
            fewest += low;
            most = most.saturating_add(high);
        }
        fewest <= house && house <= most
    })
}

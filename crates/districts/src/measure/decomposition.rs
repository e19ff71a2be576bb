//! How much of the inequality lies between regions and how much within them.
//!
//! With region `g`'s shares `P` and `S`: Theil T is the sum of S ln(S/P) between, and of S times the region's own
//! Theil T within; Theil L the same with people's shares as weights (Theil 1967; Shorrocks 1980). For Kolm's index the
//! between part is Kolm's index of the regions and the rest is within. The MAL of the regions is no additive part;
//! what the units add to it is shown as the difference.

use crate::Index;

/// Electorates and seats of one region's units, added up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// People.
    pub people: f64,
    /// Seats.
    pub seats: u32,
}

/// The two parts of an index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Split {
    /// Between regions.
    pub between: f64,
    /// Within regions.
    pub within: f64,
}

/// Adds units up by region; `region` holds for each unit the position of its region below `regions`.
pub fn add_up(people: &[f64], seats: &[u32], region: &[usize], regions: usize) -> Vec<Part> {
    let mut parts = vec![Part { people: 0.0, seats: 0 }; regions];
    for ((&count, &seats), &region) in people.iter().zip(seats).zip(region) {
        parts[region].people += count;
        parts[region].seats += seats;
    }
    parts
}

/// Splits an index between and within regions; `None` where the index has no such split.
///
/// ```
/// use tizim_districts::{Index, split_index};
/// let split = split_index(Index::TheilT, &[10.0, 20.0, 15.0, 15.0], &[1; 4], &[0, 0, 1, 1], 2).unwrap();
/// assert!(split.between.abs() < 1e-12 && split.within > 0.0);
/// ```
pub fn split_index(
    index: Index,
    people: &[f64],
    seats: &[u32],
    region: &[usize],
    regions: usize,
) -> Option<Split> {
    if !matches!(index, Index::TheilT | Index::TheilL | Index::Kolm | Index::Mal) {
        return None;
    }
    let parts = add_up(people, seats, region, regions);
    let sums: Vec<f64> = parts.iter().map(|part| part.people).collect();
    let places: Vec<u32> = parts.iter().map(|part| part.seats).collect();
    let between = index.of(&sums, &places);
    let within = match index {
        Index::TheilT | Index::TheilL => {
            let all_people: f64 = sums.iter().sum();
            let all_seats: f64 = places.iter().copied().map(f64::from).sum();
            let mut members = vec![(Vec::new(), Vec::new()); regions];
            for ((&count, &seats), &region) in people.iter().zip(seats).zip(region) {
                members[region].0.push(count);
                members[region].1.push(seats);
            }
            let weighted = members.iter().zip(&parts).map(|((counts, seats), part)| {
                let weight = if index == Index::TheilT {
                    f64::from(part.seats) / all_seats
                } else {
                    part.people / all_people
                };
                if weight > 0.0 { weight * index.of(counts, seats) } else { 0.0 }
            });
            weighted.sum()
        }
        _ => (index.of(people, seats) - between).max(0.0),
    };
    Some(Split { between, within })
}

//! How many members of a finite population are marked, from a draw without replacement: exact bounds by inverting the tails of
//! the hypergeometric distribution (compare Clopper and Pearson for a population without end; Buonaccorsi, The American
//! Statistician 41 (1987), for this one).

use crate::error::StatsError;
use crate::hypergeometric::tails;
use crate::interval::clopper_pearson;
use crate::tails::LARGEST_COUNT;

/// Bounds of the number of marked members of a population, where `count` of `draws` drawn members are marked: no number
/// outside is one under which so few, or so many, would be drawn with a probability above half of what `confidence` leaves.
/// Without a draw nothing is known, and the bounds are 0 and all.
///
/// A population beyond [`LARGEST_COUNT`] is taken as one without end, rounded outward.
///
/// # Errors
/// [`StatsError::LevelOutside`], [`StatsError::CountAboveTotal`] where more are marked or drawn than there are.
///
/// # Example
/// ```
/// // None of 50 checked by hand is false: of 1000, at most 69 are (95 %).
/// assert_eq!(tizim_stats::finite::marked(0, 50, 1000, 0.95)?, (0, 69));
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn marked(count: u64, draws: u64, population: u64, confidence: f64) -> Result<(u64, u64), StatsError> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(StatsError::LevelOutside);
    }
    bounds(count, draws, population, (1.0 - confidence) / 2.0)
}

/// The most members of the population that are marked, with this confidence: the upper one of two bounds that leaves all the
/// rest to one side.
///
/// # Errors
/// As [`marked`].
///
/// # Example
/// ```
/// assert_eq!(tizim_stats::finite::most_marked(0, 50, 1000, 0.95)?, 56);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn most_marked(count: u64, draws: u64, population: u64, confidence: f64) -> Result<u64, StatsError> {
    if !(confidence > 0.0 && confidence < 1.0) {
        return Err(StatsError::LevelOutside);
    }
    Ok(bounds(count, draws, population, 1.0 - confidence)?.1)
}

fn bounds(count: u64, draws: u64, population: u64, tail: f64) -> Result<(u64, u64), StatsError> {
    if count > draws || draws > population {
        return Err(StatsError::CountAboveTotal);
    }
    let (least, most) = (count, population - (draws - count));
    if draws == 0 {
        return Ok((least, most));
    }
    if population > LARGEST_COUNT {
        let share = clopper_pearson(count, draws, 1.0 - 2.0 * tail)?;
        let of_all = |share: f64| share * population as f64;
        let (low, high) = (of_all(share.low).floor() as u64, of_all(share.high).ceil() as u64);
        return Ok((low.clamp(least, most), high.clamp(least, most)));
    }
    // The chance of so many falls as fewer are marked, that of so few as more are.
    let (mut low, mut not_below) = (least, most);
    while low < not_below {
        let middle = low + (not_below - low) / 2;
        if tails(count, population, middle, draws)?.at_least().value() > tail {
            not_below = middle;
        } else {
            low = middle + 1;
        }
    }
    let (mut high, mut not_above) = (most, least);
    while not_above < high {
        let middle = not_above + (high - not_above).div_ceil(2);
        if tails(count, population, middle, draws)?.at_most().value() > tail {
            not_above = middle;
        } else {
            high = middle - 1;
        }
    }
    Ok((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bounds found by trying every number with scipy 1.17's `hypergeom`.
    #[test]
    fn bounds_are_those_of_scipy() {
        for (count, draws, population, confidence, bounds, most) in [
            (0, 50, 1000, 0.95, (0, 69), 56),
            (3, 100, 2000, 0.95, (14, 167), 149),
            (7, 20, 60, 0.9, (13, 31), 29),
            (50, 50, 400, 0.95, (374, 400), 400),
            (0, 10, 10, 0.95, (0, 0), 0),
            (97, 100, 5000, 0.99, (4477, 4982), 4977),
            (12, 300, 12_000, 0.95, (253, 821), 764),
        ] {
            assert_eq!(marked(count, draws, population, confidence), Ok(bounds), "{count} of {draws}");
            assert_eq!(most_marked(count, draws, population, confidence), Ok(most), "{count} of {draws}");
        }
    }

    #[test]
    fn the_bounds_cover_whatever_number_is_marked() {
        let (population, draws) = (60, 12);
        for truth in 0..=population {
            let covered: f64 = (0..=draws.min(truth))
                .filter(|&count| draws - count <= population - truth)
                .filter(|&count| {
                    let (low, high) = marked(count, draws, population, 0.9).unwrap();
                    (low..=high).contains(&truth)
                })
                .map(|count| tails(count, population, truth, draws).unwrap().mass().value())
                .sum();
            assert!(covered >= 0.9 - 1e-12, "{truth}: {covered}");
        }
    }

    #[test]
    fn nothing_drawn_says_nothing_and_large_populations_have_no_end() {
        assert_eq!(marked(0, 0, 7, 0.95), Ok((0, 7)));
        let (low, high) = marked(0, 100, 72_000_000_000_000, 0.95).unwrap();
        assert_eq!(low, 0);
        // 1 - 0.025^(1/100)
        assert!((high as f64 / 72e12 - 0.036_216_693).abs() < 1e-8);
        assert_eq!(marked(3, 2, 7, 0.95), Err(StatsError::CountAboveTotal));
        assert_eq!(marked(1, 2, 7, 1.0), Err(StatsError::LevelOutside));
    }
}

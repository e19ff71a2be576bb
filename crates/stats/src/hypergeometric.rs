//! The hypergeometric distribution: marked members in a draw without replacement (Fisher's exact test).

use crate::double_double::DoubleDouble;
use crate::error::StatsError;
use crate::gamma::ln_factorial;
use crate::tails::{Discrete, LARGEST_COUNT, Tails, Turning};

/// A hypergeometric distribution.
#[derive(Debug, Clone, Copy)]
pub struct Hypergeometric {
    population: u64,
    marked: u64,
    draws: u64,
    ln_front: DoubleDouble,
    mode: u64,
}

impl Hypergeometric {
    /// `draws` members drawn without replacement from `population`, of which `marked` are marked.
    ///
    /// # Errors
    /// [`StatsError::CountTooLarge`] above [`LARGEST_COUNT`]; [`StatsError::CountAboveTotal`] when more are
    /// marked or drawn than there are.
    pub fn new(population: u64, marked: u64, draws: u64) -> Result<Self, StatsError> {
        if population > LARGEST_COUNT {
            return Err(StatsError::CountTooLarge);
        }
        if marked > population || draws > population {
            return Err(StatsError::CountAboveTotal);
        }
        let ln_front = ln_factorial(marked)
            + ln_factorial(population - marked)
            + ln_factorial(draws)
            + ln_factorial(population - draws)
            - ln_factorial(population);
        let mode = (u128::from(draws) + 1) * (u128::from(marked) + 1) / (u128::from(population) + 2);
        let mut distribution = Self { population, marked, draws, ln_front, mode: mode as u64 };
        distribution.mode = distribution.mode.clamp(distribution.lowest(), marked.min(draws));
        Ok(distribution)
    }
}

impl Discrete for Hypergeometric {
    fn lowest(&self) -> u64 {
        (self.draws + self.marked).saturating_sub(self.population)
    }

    fn highest(&self) -> Option<u64> {
        Some(self.marked.min(self.draws))
    }

    fn turning(&self) -> Turning {
        Turning::Mode(self.mode)
    }

    fn ln_mass(&self, count: u64) -> DoubleDouble {
        if count < self.lowest() || count > self.marked.min(self.draws) {
            return DoubleDouble::NEG_INFINITY;
        }
        let unmarked_left = self.population + count - self.marked - self.draws;
        self.ln_front
            - (ln_factorial(count) + ln_factorial(self.marked - count))
            - (ln_factorial(self.draws - count) + ln_factorial(unmarked_left))
    }

    #[inline]
    fn step_up(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        let unmarked_left = self.population + count + 1 - self.marked - self.draws;
        term * ((self.marked - count) as f64) / ((count + 1) as f64) * ((self.draws - count) as f64)
            / (unmarked_left as f64)
    }

    #[inline]
    fn step_down(&self, term: DoubleDouble, count: u64) -> DoubleDouble {
        let unmarked_left = self.population + count - self.marked - self.draws;
        term * (count as f64) / ((self.marked - count + 1) as f64) * (unmarked_left as f64)
            / ((self.draws - count + 1) as f64)
    }
}

/// The tails at `count` of marked members among `draws` from a `population` with `marked` marked ones.
///
/// # Errors
/// Those of [`Hypergeometric::new`]; [`StatsError::CountAboveTotal`] when `count > draws`.
///
/// # Example
/// ```
/// // Fisher's tea: 8 cups, 4 with milk first, 4 chosen, all 4 right.
/// let tails = tizim_stats::hypergeometric::tails(4, 8, 4, 4)?;
/// assert!((tails.at_least().value() - 1.0 / 70.0).abs() < 1e-17);
/// # Ok::<(), tizim_stats::StatsError>(())
/// ```
pub fn tails(count: u64, population: u64, marked: u64, draws: u64) -> Result<Tails, StatsError> {
    if count > draws {
        return Err(StatsError::CountAboveTotal);
    }
    Ok(Hypergeometric::new(population, marked, draws)?.tails(count))
}

//! What an order of sizes takes from the bounds of single units.
//!
//! Tightening carries bounds along the pairs of an order one by one; it does not see that the smallest of all can be no
//! larger than an equal share of what is left. So each end of each unit is tried: the range beyond some count is cut off
//! where tightening shows that no completion reaches into it. What is cut off holds no completion; the count is found
//! by halving, since a smaller range contradicts whenever a larger one does.

use super::system::{Box, Clash, System};

/// Units above which ends are not tried one by one.
const MOST_UNITS: usize = 200;
/// Rounds over all units: one end can move another.
const ROUNDS: usize = 4;

impl System {
    /// Tightens all bounds by the order as well. Does nothing where there is none.
    pub(crate) fn shave(&mut self) -> Result<(), Clash> {
        self.tighten()?;
        let units = self.units.len();
        if self.all_order().is_empty() || units > MOST_UNITS || self.is_open() {
            return Ok(());
        }
        for _ in 0..ROUNDS {
            let before = self.units.clone();
            for unit in 0..units {
                let Box { low, high } = self.units[unit];
                let most = first_refused(low, high, |count| self.contradicts(unit, Box { low: count, high }));
                let most = most.map_or(Ok(high), |count| count.checked_sub(1).ok_or(Clash::Unit(unit)))?;
                let refused =
                    |step: u64| self.contradicts(unit, Box { low, high: most.saturating_sub(step) });
                let room = most.checked_sub(low).ok_or(Clash::Unit(unit))?;
                let least = first_refused(0, room, refused).map_or(low, |step| most - step + 1);
                self.units[unit] = Box { low: least, high: most };
                if least > most {
                    return Err(Clash::Unit(unit));
                }
                self.tighten()?;
            }
            if before == self.units {
                break;
            }
        }
        Ok(())
    }

    /// Whether no completion has this unit in this range, as far as tightening shows.
    fn contradicts(&self, unit: usize, range: Box) -> bool {
        let mut tried = self.clone();
        tried.units[unit] = range;
        tried.tighten().is_err()
    }
}

/// The first of a range that is refused; all after it are too. `None` where none is.
fn first_refused(low: u64, high: u64, refused: impl Fn(u64) -> bool) -> Option<u64> {
    if !refused(high) {
        return None;
    }
    let (mut first, mut last) = (low, high);
    while first < last {
        let middle = first + (last - first) / 2;
        if refused(middle) { last = middle } else { first = middle + 1 }
    }
    Some(last)
}

//! Whether a region can be brought within a tolerance at all: for certain not, in so many draws not, open, or yes.

use super::required::Forced;

/// In what share of the draws an impossibility must hold to be worded as one.
const NEARLY_ALL: f64 = 0.95;

/// What one set of figures says of a region, at the widest tolerance of which it says anything.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Standing {
    /// No number of seats serves it, whatever the open figures are.
    Cannot {
        /// Position of the tolerance.
        at: usize,
    },
    /// No number of seats serves it in this share of the draws over estimates.
    InDraws {
        /// Position of the tolerance.
        at: usize,
        /// Share of the draws.
        share: f64,
    },
    /// It depends on figures that are known only as bounds.
    Open {
        /// Position of the tolerance.
        at: usize,
    },
    /// Some number of seats serves it at every tolerance.
    Can,
}

impl Standing {
    /// Whether the share of the draws is one that is worded as an impossibility.
    pub(crate) fn is_nearly_certain(self) -> bool {
        matches!(self, Self::InDraws { share, .. } if share >= NEARLY_ALL)
    }
}

impl Forced {
    /// What these figures say of a region.
    pub(crate) fn standing(&self, place: usize) -> Standing {
        let widest = |regions: &[Vec<usize>]| {
            let found = (0..self.tolerances.len()).filter(|&at| regions[at].contains(&place));
            found.max_by(|&a, &b| self.tolerances[a].total_cmp(&self.tolerances[b]))
        };
        if let Some(at) = widest(&self.impossible_published) {
            return Standing::Cannot { at };
        }
        // Draws are over estimates; a stated figure stays as it is in them, and its drift is open.
        let estimated = self.claims.regions[place].stated.is_none();
        if let Some(simulated) = self.simulated.as_ref().filter(|_| estimated) {
            let share = |at: usize| f64::from(simulated.impossible[at][place]) / f64::from(simulated.draws);
            // A tolerance at which it nearly always holds says more than a wider one at which it rarely does.
            let drawn = (0..self.tolerances.len()).filter(|&at| share(at) > 0.0);
            let best = drawn.max_by(|&a, &b| {
                let worded = |at: usize| share(at) >= NEARLY_ALL;
                worded(a).cmp(&worded(b)).then(self.tolerances[a].total_cmp(&self.tolerances[b]))
            });
            return best.map_or(Standing::Can, |at| Standing::InDraws { at, share: share(at) });
        }
        widest(&self.undetermined).map_or(Standing::Can, |at| Standing::Open { at })
    }

    /// Whether the verdict that a region cannot comply stands only at the very figure stated, and not within the drift
    /// that the figure is allowed.
    pub(crate) fn lost_in_drift(&self, at: usize, place: usize) -> bool {
        self.impossible_as_stated[at].contains(&place) && !self.impossible_published[at].contains(&place)
    }
}

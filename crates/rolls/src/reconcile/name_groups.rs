//! Groups of rows of one full name and birth year that wait, so that their dates are read back together.

use tizim_dedup::Position;

use crate::RollsError;
use crate::reconcile::by_name::{self, Agreeing, Dated};
use crate::reconcile::by_number::Settled;
use crate::reconcile::difference::{Side, What};
use crate::reconcile::rows::RowBits;
use crate::reconcile::teller::{Item, Teller, Telling};

/// Rows whose dates are read back at one time.
const ENOUGH: usize = 1 << 15;

/// Groups that wait.
#[derive(Debug, Default)]
pub(super) struct NameGroups {
    positions: Vec<u64>,
    /// Where each group ends.
    ends: Vec<usize>,
}

impl NameGroups {
    /// Puts a group behind the others.
    pub(super) fn add(&mut self, group: &[Position]) {
        self.positions.extend(group.iter().map(|position| position.0));
        self.ends.push(self.positions.len());
    }

    pub(super) fn are_enough(&self) -> bool {
        self.positions.len() >= ENOUGH
    }

    /// Puts the rows of all of them into pairs, where that can be told.
    pub(super) fn settle(
        &mut self,
        unlike: &[RowBits; 2],
        teller: &Teller<'_>,
        settled: &mut Settled,
        agreeing: &mut Agreeing,
        told: &mut Telling<'_>,
    ) -> Result<(), RollsError> {
        let dates = teller.dates(&self.positions)?;
        let mut start = 0;
        for end in self.ends.drain(..) {
            let dated = self.positions[start..end].iter().zip(&dates[start..end]);
            let mut rows: Vec<Dated> = dated
                .filter_map(|(position, date)| {
                    let side = if unlike[0].contains(*position) { Side::A } else { Side::B };
                    Some(Dated { date: (*date)?, side, position: *position })
                })
                .collect();
            start = end;
            let mut pairs = Vec::new();
            by_name::settle(&mut rows, settled, &mut |pair| pairs.push(pair));
            agreeing.count(&rows);
            for [left, right] in pairs {
                told.take(Item { what: What::ByName, rows: [Some(left), Some(right)] }, teller)?;
            }
        }
        self.positions.clear();
        Ok(())
    }
}

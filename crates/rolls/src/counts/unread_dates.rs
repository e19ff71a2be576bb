//! Cells that should hold a birth date and hold none.

use tizim_people::DateProblem;
use tizim_tables::Reason;

use crate::row::fields::Fields;
use crate::row::unread_date::UnreadDate;

/// Cells of one file that should hold a birth date and hold none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UnreadDates {
    pub(crate) count: u64,
    /// The first of them: position, column, why, and the shape of what was found.
    pub(crate) first: Vec<(u64, &'static str, Reason, String)>,
}

/// Cells that cannot be read are kept up to this number per file.
const MOST_UNREAD: usize = 100_000;

impl UnreadDates {
    pub(crate) fn take(&mut self, position: u64, unread: UnreadDate, record: &impl Fields) {
        self.count += 1;
        if self.first.len() < MOST_UNREAD {
            let written = record.field(unread.slot);
            let reason = match unread.problem {
                DateProblem::NoSuchDay if tizim_tables::is_month_first(written) => Reason::NotDayFirst,
                DateProblem::NoSuchDay => Reason::NoSuchDay,
                _ => Reason::NotADate,
            };
            let shape = tizim_tables::shape_of_bytes(written);
            self.first.push((position, unread.column, reason, shape));
        }
    }

    pub(crate) fn add(&mut self, mut other: Self) {
        self.count += other.count;
        self.first.append(&mut other.first);
        self.first.sort_unstable();
        self.first.truncate(MOST_UNREAD);
    }
}

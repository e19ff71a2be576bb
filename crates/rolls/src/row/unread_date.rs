//! A cell that should hold a birth date and holds none.

use tizim_people::DateProblem;

/// A filled cell that should hold a birth date and holds none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnreadDate {
    pub(crate) column: &'static str,
    pub(crate) slot: usize,
    pub(crate) problem: DateProblem,
}

impl UnreadDate {
    /// Of this cell, unless it is empty or says that there is no date.
    pub(super) fn of(column: &'static str, slot: usize, problem: DateProblem) -> Option<Self> {
        let unread = !matches!(problem, DateProblem::Empty | DateProblem::Placeholder);
        unread.then_some(Self { column, slot, problem })
    }
}

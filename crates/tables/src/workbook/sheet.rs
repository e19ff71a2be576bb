//! What is shown of a workbook.

use crate::workbook::rewritten::Merged;

/// One sheet as text.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) text: Vec<u8>,
    /// Cells that were made one.
    pub(crate) merged: Vec<Merged>,
    /// Bare numbers that stand for days are counted from 1904.
    pub(crate) from_1904: bool,
    /// It is hidden, and stands beside visible ones: it is told of, and not read.
    pub(crate) hidden: bool,
}

/// What is wanted of the sheets behind one that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The next sheet whole.
    Whole,
    /// Which of the others hold anything: their first filled cell.
    FirstCell,
    /// Nothing more.
    Stop,
}

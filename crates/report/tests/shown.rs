//! What every format shows, checked on invented audits.

#![expect(clippy::unwrap_used, reason = "helpers of tests are tests")]
#![expect(clippy::print_stderr, reason = "what is skipped is said aloud")]

#[path = "../examples/invented/mod.rs"]
mod invented;

mod shown {
    pub(crate) mod browser;
    pub(crate) mod golden;
    pub(crate) mod hostile;
    pub(crate) mod map;
    pub(crate) mod page;
    pub(crate) mod public;
    pub(crate) mod workbook;
}

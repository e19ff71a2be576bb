//! How an audit is shown: JSON, text, CSV, XLSX, SVG and one-file HTML.
//!
//! This crate knows `evidence` and nothing else: it draws whatever figures, findings and exhibits an
//! [`Audit`] holds, so that a new audit needs no change here. It opens no file and prints
//! nothing; every function returns a text or writes to the caller's writer.
//!
//! | function | what it makes |
//! |---|---|
//! | [`json`], [`json_text`], [`json_to_writer`] | the document of the command's contract |
//! | [`text`] | a page for a terminal |
//! | [`findings_csv`], [`table_csv`], [`CsvWriter`], [`CsvRecord`] | tables that a spreadsheet opens without running anything |
//! | [`xlsx`] | a workbook of the report |
//! | [`Book`] | any other workbook: letters, forms to fill in |
//! | [`svg`] | a map or chart as a file of its own |
//! | [`html`], [`index_html`] | pages that need no other file and no network |
//! | [`severity_counts`] | how many findings of each severity, for the front page |
//! | [`public_view`] | the audit as it may be published; all of the above use it for the public edition |
//!
//! # Rules that hold in every format
//! - A value that was not established is shown as such (empty in CSV and XLSX, `null` in JSON), never as zero; bounds are shown as
//!   "3.95 to 3.98".
//! - Control characters and characters that turn the direction of writing are shown as escapes such as
//!   `\u{202e}`, so that no input can act on a terminal or disguise a name (see [`visible`]).
//! - Same audit, same bytes.

mod alone;
mod chart;
mod csv_out;
mod csv_record;
mod edition;
mod error;
mod html;
mod index;
mod json;
mod labels;
mod map;
mod order;
mod public;
mod svg;
mod text;
mod visible;
mod words;
mod xlsx;

pub use alone::svg;
pub use csv_out::{CsvTarget, CsvWriter, findings_csv, table_csv};
pub use csv_record::{CsvRecord, Dialect};
pub use edition::{Edition, UnknownEdition};
pub use error::ReportError;
pub use html::html;
pub use index::{Index, IndexEntry, index_html};
pub use json::{harmless_json, json, json_text, json_to_writer};
pub use order::severity_counts;
pub use public::{SUPPRESSION_LIMIT, public_manifest, public_view};
pub use text::text;
pub use visible::visible;
pub use words::role;
pub use xlsx::{Book, Line, Sheet, SheetColumn, SheetRows, xlsx};

use std::borrow::Cow;

use tizim_evidence::{Audit, Catalogue, Manifest, Profile};

/// An audit with what is needed to show it.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What was established.
    pub audit: &'a Audit,
    /// What went into it.
    pub manifest: &'a Manifest,
    /// The law it was judged by.
    pub profile: &'a Profile,
    /// The words, those of the audit and those of `data/messages/<language>/report.toml`.
    pub catalogue: &'a Catalogue,
    /// For whom it is made.
    pub edition: Edition,
    /// Whether the audit holds names in full, so that every page must say so.
    pub reveal: bool,
}

impl<'a> Report<'a> {
    /// The audit as this edition may show it.
    pub fn view(&self) -> Cow<'a, Audit> {
        match self.edition {
            Edition::Working => Cow::Borrowed(self.audit),
            Edition::Public => Cow::Owned(public_view(self.audit)),
        }
    }

    /// The manifest as this edition may show it.
    pub fn shown_manifest(&self) -> Cow<'a, Manifest> {
        match self.edition {
            Edition::Working => Cow::Borrowed(self.manifest),
            Edition::Public => public_manifest(self.manifest),
        }
    }
}

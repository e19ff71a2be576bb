//! The outcome of an audit, in one shape for all of them.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::{Exhibit, Figure, Finding, Message, Object, Severity};

/// Where the persons were counted whose numbers an audit states, which decides on how the public edition gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// In lists, registers and their precincts: in whole tens.
    #[default]
    InLists,
    /// In whole territories, whose electorates are published: as they are, unless one of them is under ten.
    InTerritories,
}

/// What an audit established. `report` shows it without knowing what it is about.
#[derive(Debug, Clone)]
pub struct Audit {
    /// Name and version of the JSON document, such as `tizim-districts/1`.
    pub schema: &'static str,
    /// Heading.
    pub title: Message,
    /// The answer in a few sentences, most important first.
    pub summary: Vec<Message>,
    /// The numbers a reader looks for.
    pub figures: Vec<Figure>,
    /// What the figures of findings are called on a page and in a workbook, by their keys: before the name that a table's column
    /// or a figure of the audit of the same key has.
    pub labels: Vec<(&'static str, Message)>,
    /// What was found, in the order of [`Finding::order`].
    pub findings: Vec<Finding>,
    /// Tables and charts.
    pub exhibits: Vec<Exhibit>,
    /// What the audit could not see, and how to read it.
    pub notes: Vec<Message>,
    /// Sections of the JSON document that the command's contract names, beside `schema`, `profile`, `findings`
    /// and `manifest`, which every document has.
    pub document: Object,
    /// Whose numbers of persons these are.
    pub counted: Counted,
    /// Names that stand where places should and that only rows about persons state, so that they may be a person's: the
    /// public edition shows none of them.
    pub unvouched: BTreeSet<String>,
    /// It answers a question and looks for nothing: that it has no findings says nothing.
    pub looks_for_nothing: bool,
}

impl Audit {
    /// An audit with nothing found yet.
    pub fn new(schema: &'static str, title: Message) -> Self {
        Self {
            schema,
            title,
            summary: Vec::new(),
            figures: Vec::new(),
            labels: Vec::new(),
            findings: Vec::new(),
            exhibits: Vec::new(),
            notes: Vec::new(),
            document: Object::new(),
            counted: Counted::InLists,
            unvouched: BTreeSet::new(),
            looks_for_nothing: false,
        }
    }

    /// The sections of the document as JSON.
    pub fn sections(&self) -> Json {
        // Nothing in a value can fail to become JSON.
        serde_json::to_value(&self.document).unwrap_or_default()
    }

    /// The gravest severity found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Puts the findings in the order in which they are shown.
    pub fn sort_findings(&mut self) {
        self.findings.sort_by(Finding::order);
    }
}

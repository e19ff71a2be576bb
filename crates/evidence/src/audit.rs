//! The outcome of an audit, in one shape for all of them.

use serde_json::{Map, Value as Json};

use crate::{Exhibit, Figure, Finding, Message, Severity};

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
    /// What was found, in the order of [`Finding::order`].
    pub findings: Vec<Finding>,
    /// Tables and charts.
    pub exhibits: Vec<Exhibit>,
    /// What the audit could not see, and how to read it.
    pub notes: Vec<Message>,
    /// Sections of the JSON document that the command's contract names, beside `schema`, `profile`, `findings`
    /// and `manifest`, which every document has.
    pub document: Map<String, Json>,
}

impl Audit {
    /// An audit with nothing found yet.
    pub fn new(schema: &'static str, title: Message) -> Self {
        Self {
            schema,
            title,
            summary: Vec::new(),
            figures: Vec::new(),
            findings: Vec::new(),
            exhibits: Vec::new(),
            notes: Vec::new(),
            document: Map::new(),
        }
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

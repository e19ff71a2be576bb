//! One number with its name, its unit, where it stands on the road from published to unknown, and its source.

use serde::{Deserialize, Serialize};

use crate::{Message, SourceRef, Value};

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Stated by the source named.
    Published,
    /// Computed from published figures alone.
    Derived,
    /// Counted in the user's own input.
    Counted,
    /// An estimate, and shown as one everywhere.
    Estimated,
    /// Not established.
    Unknown,
}

impl Status {
    /// The word used in JSON and as catalogue key under `status`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Derived => "derived",
            Self::Counted => "counted",
            Self::Estimated => "estimated",
            Self::Unknown => "unknown",
        }
    }
}

/// A number that a report shows by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Stable key, as in the JSON of the command.
    pub key: &'static str,
    /// What it is, in words.
    pub label: Message,
    /// The value.
    pub value: Value,
    /// Format as in the message catalogue: empty, `percent`, `signed`, `number2` …
    pub format: &'static str,
    /// Where the value comes from.
    pub status: Status,
    /// The source, where it is published.
    pub source: Option<SourceRef>,
}

impl Figure {
    /// A figure counted in the input.
    pub fn new(key: &'static str, label: Message, value: impl Into<Value>) -> Self {
        Self { key, label, value: value.into(), format: "", status: Status::Counted, source: None }
    }

    /// Sets how the value is shown.
    #[must_use]
    pub fn shown_as(mut self, format: &'static str) -> Self {
        self.format = format;
        self
    }

    /// Sets where the value comes from.
    #[must_use]
    pub fn with_status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Names the source.
    #[must_use]
    pub fn from_source(mut self, source: Option<SourceRef>) -> Self {
        self.source = source;
        self
    }
}

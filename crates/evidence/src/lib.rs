//! What every audit is made of, whatever it is about.
//!
//! An audit turns input tables and a [`Profile`] (law as data) into an [`Audit`]: figures, findings and
//! exhibits, all plain data. Nothing here knows a voter, a district or a certificate, and nothing here prints:
//! words live in the message [`Catalogue`], showing is the business of the `report` crate.
//!
//! ```
//! use tizim_evidence::{Finding, Message, Severity, Subject};
//!
//! let finding = Finding::new("DIST-001", Severity::Warning, Subject::new("district", "28"))
//!     .titled(Message::new("districts.outside").with("district", "28"))
//!     .figure("deviation", -0.6578);
//! assert_eq!(finding.code, "DIST-001");
//! ```

mod audit;
mod catalogue;
mod exhibit;
mod fault;
mod figure;
mod finding;
mod grammar;
mod language;
mod manifest;
mod map;
mod message;
mod natural;
mod privacy;
mod profile;
mod rule;
mod run;
mod severity;
mod show;
mod template;
mod value;

pub use audit::{Audit, Counted};
pub use catalogue::{Catalogue, CatalogueError};
pub use exhibit::{Chart, ChartKind, Column, ColumnKind, Exhibit, Mark, Series, Table};
pub use fault::{TomlFault, read_toml, read_toml_in};
pub use figure::{Figure, Status};
pub use finding::{Cases, Evidence, Finding, Subject};
pub use language::Language;
pub use manifest::{InputRecord, Manifest, SCHEMA_VERSION, Setting};
pub use map::{Diverging, LonLatRing, Map, Place, Shape};
pub use message::Message;
pub use natural::natural;
pub use privacy::Privacy;
pub use profile::{Profile, ProfileError, SourceRef};
pub use rule::{Force, Rule, Text, WrittenRule};
pub use run::{Interrupted, NoProgress, Progress, Run};
pub use severity::{Severity, UnknownSeverity};
pub use show::{Format, Show};
pub use value::{Interval, Lines, Object, Persons, Share, Value};

//! What a command has found, before any of it is shown: shown once where the program was called by its name, and as often as
//! a caller likes where it is a library.

use anyhow::Result;
use clap::{ArgMatches, FromArgMatches};
use tizim_evidence::{Audit, Manifest};
use tizim_report::Edition;

use crate::arguments::{Common, Format};
use crate::data;
use crate::folder::ReportFolder;
use crate::session::Session;

/// What was asked of a command, where finding and showing are two things.
pub(crate) trait Asked: FromArgMatches {
    /// What it finds.
    type Found: Found + 'static;

    /// The options that every audit takes.
    fn common(&mut self) -> &mut Common;

    /// The profile where none is named.
    fn profile(&self) -> &'static str {
        data::DEFAULT_PROFILE
    }

    /// Finds it.
    ///
    /// # Errors
    /// Where an input cannot be used.
    fn found(&self, session: &Session) -> Result<Self::Found>;
}

/// Begins the session of words that were understood, from the options of every audit and the profile where none is named.
pub(crate) type Begin<'b> = &'b dyn Fn(Common, &str) -> Result<Session>;

/// What the words ask for, found and not shown, with the session in which it can be shown.
pub(crate) type Find = fn(&ArgMatches, Begin<'_>) -> Result<(Session, Box<dyn Found>)>;

/// Finds what the words ask for.
///
/// # Errors
/// Where the session does not begin, or an input cannot be used.
pub(crate) fn find<A: Asked>(words: &ArgMatches, begin: Begin<'_>) -> Result<(Session, Box<dyn Found>)> {
    let mut asked = A::from_arg_matches(words)?;
    let session = begin(asked.common().clone(), asked.profile())?;
    let found = asked.found(&session)?;
    Ok((session, Box::new(found)))
}

/// What a command has found.
pub(crate) trait Found: Send {
    /// Figures, findings, exhibits.
    fn audit(&self) -> &Audit;

    /// How it was made.
    fn manifest(&self) -> &Manifest;

    /// Whether it is written as a folder of several files, where the name of the place promises no format.
    fn is_folder(&self) -> bool {
        false
    }

    /// Whether a document of this format and edition holds more than what is kept.
    fn refuses(&self, _format: Format, _edition: Edition) -> bool {
        false
    }

    /// Writes all files of the folder, in the edition of the session.
    ///
    /// # Errors
    /// Where the disk says no.
    fn write(&self, _session: &Session, _manifest: &Manifest, _folder: &ReportFolder) -> Result<()> {
        Ok(())
    }

    /// The rows of the working edition beside the findings, as CSV: `duplicates`, `pairs`, `clusters`; `None` where there
    /// are no such rows.
    ///
    /// # Errors
    /// Where the disk says no.
    fn rows(&self, _name: &str) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }
}

/// What is shown as one document.
pub(crate) struct Document {
    pub(crate) audit: Audit,
    pub(crate) manifest: Manifest,
}

impl Found for Document {
    fn audit(&self) -> &Audit {
        &self.audit
    }

    fn manifest(&self) -> &Manifest {
        &self.manifest
    }
}

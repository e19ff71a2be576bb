//! An audit on a caller's tables, and every way to show what it has found.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use tizim_report::Edition;

use crate::arguments::{Common, EditionChoice, Format};
use crate::folder::ReportFolder;
use crate::found::Found;
use crate::given::Given;
use crate::library::{Call, Failure, in_turn};
use crate::session::{Session, refuse_names_in_public, refuse_unknown_ending};
use crate::{arguments, audits, failure, manifest, output, show};

/// What an audit has found.
pub struct Outcome {
    session: Session,
    found: Box<dyn Found>,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Outcome of {}", self.found.manifest().command)
    }
}

/// Makes an audit: `rolls check`, `rolls link`, `districts audit`, `districts apportion`, `avc audit`.
///
/// # Errors
/// [`Failure`].
pub fn audit(call: Call) -> Result<Outcome, Failure> {
    in_turn(|| {
        let typed = ["tizim".into()].into_iter().chain(call.words);
        let matches = arguments::command().try_get_matches_from(typed)?;
        let entry = matches.subcommand().and_then(|(group, inner)| {
            let (name, words) = inner.subcommand()?;
            Some((audits::find(group, name)?.find?, words))
        });
        let Some((find, words)) = entry else { anyhow::bail!("these words ask for no audit") };
        let given = Given::by_caller(call.frames, call.key);
        let begin =
            |common, profile: &str| Session::begin(Common { given: given.clone(), ..common }, profile);
        let (mut session, found) = find(words, &begin)?;
        // What was found holds nothing of the tables; they are given back.
        session.common.given.frames = Arc::default();
        Ok(Outcome { session, found })
    })
}

impl Outcome {
    /// The JSON document of the working edition: what `--format json` shows.
    ///
    /// # Errors
    /// [`Failure::Input`].
    pub fn document(&self) -> Result<String, Failure> {
        let bytes = self.render(Format::Json, None)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The page of the public edition, in one piece: what `--format html` shows.
    ///
    /// # Errors
    /// [`Failure::Input`].
    pub fn page(&self) -> Result<String, Failure> {
        let bytes = self.render(Format::Html, Some(EditionChoice::Public))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What is said in a terminal.
    ///
    /// # Errors
    /// [`Failure::Input`].
    pub fn text(&self) -> Result<String, Failure> {
        let bytes = self.render(Format::Text, None)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Rows of the working edition as CSV: `findings` of every audit, `duplicates` of a check, `pairs`, `households` and
    /// `clusters` of probable duplicates; `None` of any other name.
    ///
    /// # Errors
    /// [`Failure::Input`].
    pub fn rows(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        if name == "findings" {
            return self.render(Format::Csv, None).map(Some);
        }
        self.found.rows(name).map_err(|error| Failure::of(&error))
    }

    /// What was said on the way: how each table was read, which fields could not be.
    pub fn said(&self) -> Vec<String> {
        self.session.common.given.said()
    }

    fn render(&self, format: Format, edition: Option<EditionChoice>) -> Result<Vec<u8>, Failure> {
        let edition = match edition {
            Some(EditionChoice::Public) => Edition::Public,
            _ => Edition::Working,
        };
        let (audit, manifest) = (self.found.audit(), self.found.manifest());
        show::render(&self.session, audit, manifest, format, edition).map_err(|error| Failure::of(&error))
    }

    /// Writes what the program writes with `--out`, and with `--edition` where one is named: a folder of a check and of
    /// probable duplicates, else a file in the format that its name promises.
    ///
    /// # Errors
    /// [`Failure::Usage`] where there is no such edition, [`Failure::Input`] where something stands there and `force` is not
    /// set, or the disk says no; then nothing has changed.
    pub fn write(&mut self, out: &Path, edition: Option<&str>, force: bool) -> Result<(), Failure> {
        let edition = match edition {
            None => None,
            Some("public") => Some(EditionChoice::Public),
            Some("working") => Some(EditionChoice::Working),
            Some(_) => return Err(Failure::Usage("an edition is `public` or `working`".to_owned())),
        };
        let common = &mut self.session.common;
        (common.out, common.edition, common.force) = (Some(out.to_owned()), edition, force);
        in_turn(|| self.written(out, force))
    }

    fn written(&self, out: &Path, force: bool) -> Result<()> {
        let (session, audit) = (&self.session, self.found.audit());
        refuse_unknown_ending(&session.common)?;
        refuse_names_in_public(&session.common)?;
        let manifest = manifest::in_edition(self.found.manifest(), session.common.edition);
        let format = session.format();
        if self.found.is_folder() && format == Format::Text {
            let folder = ReportFolder::begin(out, force)?.closed(session.common.reveal);
            self.found.write(session, &manifest, &folder)?;
            return show::publish(session, folder, &manifest);
        }
        if self.found.refuses(format, session.edition(format)) {
            return Err(failure::Hinted::error(
                "a workbook with every pair in it is not written from here",
                "write a folder, or call `tizim` with `--out report.xlsx`",
            ));
        }
        let bytes = show::render(session, audit, &manifest, format, session.edition(format))?;
        output::write_closed(session.common.reveal, Some(out), force, &bytes)
    }
}

//! The program as a library in another one: the wheel for Python holds it. A caller hands in the words that a command line
//! would have, and tables in memory that these words name; what comes back is found by the same code, and shown as often as
//! the caller likes.
//!
//! One call at a time: each takes all processors, and what a run remembers of itself (that it was asked to end, what it has
//! read and must not replace) is remembered for the process. Calls from several threads wait for each other.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use clap::FromArgMatches;
use tizim_evidence::Interrupted;

use crate::arguments::{EditionChoice, Format};
use crate::commands::districts_assign;
use crate::commands::verify;
pub use crate::failure::Place;
use crate::folder::ReportFolder;
use crate::found::Found;
use crate::given::Given;
use crate::session::Session;
use crate::{apart, arguments, audits, failure, interrupt, manifest, output, show};
pub use tizim_tables::{Frame, FrameCells, Input};

/// Whose turn it is.
static TURN: Mutex<()> = Mutex::new(());

/// What is asked for.
#[derive(Debug, Default)]
pub struct Call {
    /// A command line without the name of the program: `districts audit --by region`.
    pub words: Vec<OsString>,
    /// Tables in memory, each under the name by which the words speak of it; no two of one name.
    pub frames: Vec<Input>,
    /// What a key file would hold: at least 32 random bytes. Without it, tokens differ from call to call.
    pub key: Option<Vec<u8>>,
}

/// Why a call came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The words are none of this program's.
    Usage(String),
    /// An input cannot be used, or the disk says no.
    Input {
        /// What is wrong, in a sentence without a full stop.
        message: String,
        /// What can be done about it.
        hints: Vec<String>,
        /// Where it is.
        place: Box<Place>,
    },
    /// It was asked to end by [`cancel`].
    Interrupted,
}

impl Failure {
    fn of(error: &anyhow::Error) -> Self {
        if interrupt::was_heard() || error.chain().any(<dyn std::error::Error>::is::<Interrupted>) {
            return Self::Interrupted;
        }
        if let Some(error) = error.downcast_ref::<clap::Error>() {
            return Self::Usage(error.to_string());
        }
        let (message, hints) = (failure::visible(&failure::said(error)), failure::hints(error));
        Self::Input { message, hints, place: Box::new(failure::place(error)) }
    }
}

/// States once how the program is called where it has to call itself, for workbooks of old formats that are read in a
/// process apart: the program, and the words before ours.
pub fn called(program: OsString, words: Vec<OsString>) {
    apart::called(program, words);
}

/// Asks the call that goes on to end; it fails with [`Failure::Interrupted`] soon.
pub fn cancel() {
    interrupt::leave_to_caller().store(true, Ordering::Relaxed);
}

/// Does a piece of work when its turn has come.
fn in_turn<T>(work: impl FnOnce() -> Result<T>) -> Result<T, Failure> {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    interrupt::leave_to_caller().store(false, Ordering::Relaxed);
    work().map_err(|error| Failure::of(&error))
}

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
        let (mut session, found) = find(words, Given::by_caller(call.frames, call.key))?;
        // What was found holds nothing of the tables; they are given back.
        session.common.given.frames = std::sync::Arc::default();
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
            Some(EditionChoice::Public) => tizim_report::Edition::Public,
            _ => tizim_report::Edition::Working,
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
        crate::session::refuse_unknown_ending(&session.common)?;
        crate::session::refuse_names_in_public(&session.common)?;
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
                "write a folder, or call `tizim rolls check --out report.xlsx`",
            ));
        }
        let bytes = show::render(session, audit, &manifest, format, session.edition(format))?;
        output::write_closed(session.common.reveal, Some(out), force, &bytes)
    }
}

/// Points with their districts.
#[derive(Debug)]
pub struct Assigned {
    /// `id,result,district,others`, a line for each point in the order of the table.
    pub lines: Vec<u8>,
    /// How many points came out how.
    pub counts: BTreeMap<&'static str, u64>,
    /// What was said on the way.
    pub said: Vec<String>,
}

/// Finds the district of each point: `districts assign POINTS --boundaries FILE`.
///
/// # Errors
/// [`Failure`].
pub fn assign(call: Call) -> Result<Assigned, Failure> {
    in_turn(|| {
        let typed = ["tizim", "districts", "assign"].map(OsString::from).into_iter().chain(call.words);
        let matches = arguments::command().try_get_matches_from(typed)?;
        let words = matches.subcommand().and_then(|(_, group)| Some(group.subcommand()?.1));
        let words = words.unwrap_or(&matches);
        let mut asked = districts_assign::Arguments::from_arg_matches(words)?;
        asked.common.given = Given::by_caller(call.frames, call.key);
        let session = Session::begin(asked.common.clone(), crate::data::DEFAULT_PROFILE)?;
        let (lines, counts) = districts_assign::assigned(&session, &asked)?;
        Ok(Assigned { lines, counts, said: session.common.given.said() })
    })
}

/// What came of making a report again.
#[derive(Debug)]
pub struct Verified {
    /// Files of the report.
    pub files: usize,
    /// Whether it was made again under the same key; if not, tokens were left out of the comparison.
    pub same_key: bool,
    /// What differs, a sentence for each; nothing where the report is verified.
    pub differences: Vec<String>,
}

/// Makes a report folder again from its inputs, and says what differs.
///
/// # Errors
/// [`Failure::Input`] where it is no report, or an input is not found.
pub fn verify(folder: PathBuf, inputs: PathBuf, key_file: Option<PathBuf>) -> Result<Verified, Failure> {
    in_turn(|| {
        let verify::Verified { files, same_key, differences } =
            verify::verified(&verify::Arguments { folder, inputs, key_file })?;
        Ok(Verified { files, same_key, differences })
    })
}

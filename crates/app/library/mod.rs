//! The program as a library in another one: the wheel for Python holds it. A caller hands in the words that a command line
//! would have, and tables in memory that these words name; what comes back is found by the same code, and shown as often as
//! the caller likes.
//!
//! One call at a time: each takes all processors, and what a run remembers of itself (that it was asked to end, what it has
//! read and must not replace) is remembered for the process. Calls from several threads wait for each other.

mod outcome;
mod rows;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use tizim_evidence::Interrupted;

use crate::commands::{self, verify};
pub use crate::failure::Place;
use crate::{apart, failure, interrupt};
pub use outcome::{Outcome, audit};
pub use rows::{Assigned, Keys, assign, keys, normalise};
pub use tizim_rolls::NormalRow;
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
        let (message, hints) =
            (tizim_report::visible(&failure::said(error)).into_owned(), failure::hints(error));
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

/// Runs a command that shows its results in files or on standard output, such as `synth` or `demo`; its exit status.
///
/// # Errors
/// [`Failure`].
pub fn run(words: Vec<OsString>) -> Result<u8, Failure> {
    in_turn(|| commands::execute(commands::parse(["tizim".into()].into_iter().chain(words))?))
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

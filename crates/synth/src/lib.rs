//! A synthetic nation with planted truth, for tests, benches and the demo.
//!
//! Audits of voter lists cannot be tested on real people. This crate writes the lists of a country that does not exist:
//! its regions, precincts, families, names in several languages, lists of every kind, certificates and forms, with double
//! entries, twins, namesakes, breached quotas and serial tricks planted at stated rates. What was planted stands in
//! `truth/`, with the file and physical row of every entry; see the crate's `README.md` for the formats.
//!
//! Nobody can hold one of its identification numbers: their seventh digit is never issued. The profile written beside the
//! lists says which century each stands for, so that the numbers pass every check under that profile and none under another.
//!
//! One seed, one nation: the same settings give the same bytes at any number of threads.
//!
//! ```
//! let folder = tempfile::tempdir()?;
//! let profile = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'KZ'\nelection_day = '2019-06-09'\n";
//! let settings = tizim_synth::Settings::new(2_000, 7, profile);
//! let summary = tizim_synth::generate(&settings, folder.path())?;
//! assert_eq!(summary.voters, 2_000);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod country;
mod error;
mod errors;
mod household;
mod names;
mod numbers;
mod pairs;
mod people;
mod places;
mod plan;
mod profile;
mod random;
mod row;
mod same_name;
mod stream;
mod tables;
mod truth;
mod write;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use error::SynthError;
pub use profile::PROFILE;
pub use write::FileRows;

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// Every list, table and truth file.
    #[default]
    Nation,
    /// The files of the benchmarks, with eight columns (`iin` to `address`): `permanent.csv` without any double, and
    /// `special.csv`, whose people (2.5 % of the voters) all stand on the permanent list too.
    Benchmark,
}

/// What nation to make.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Rows of `permanent.csv` before planting: 1 to [`MOST_VOTERS`].
    pub voters: u64,
    /// The seed.
    pub seed: u64,
    /// The text of a law profile (TOML). It is written as `profile.toml` with another identifier and title and with the
    /// synthetic century digits; its `profile.election_day` is the nation's.
    pub base_profile: String,
    /// What to write.
    pub shape: Shape,
    /// Whether people are planted whose second row is typed with errors, in another spelling or at another address, beside
    /// twins and generations; `truth/pairs.csv` then lists every two rows of one person.
    pub errors: bool,
    /// Worker threads; `None` for as many as there are cores. Does not change the output.
    pub threads: Option<usize>,
    /// Set from outside to stop.
    pub cancelled: Arc<AtomicBool>,
}

/// The largest nation: beyond it identification numbers would run out.
pub const MOST_VOTERS: u64 = 20_000_000;

impl Settings {
    /// A whole nation on all cores.
    pub fn new(voters: u64, seed: u64, base_profile: impl Into<String>) -> Self {
        Self {
            voters,
            seed,
            base_profile: base_profile.into(),
            shape: Shape::Nation,
            errors: false,
            threads: None,
            cancelled: Arc::default(),
        }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Rows of `permanent.csv` before planting, as asked for.
    pub voters: u64,
    /// Precincts, ordinary and special.
    pub precincts: u64,
    /// Every file written, in the order of writing, with its rows without the heading.
    pub files: Vec<FileRows>,
    /// How many of each kind were planted: `(code, kind, groups)`, in the order of the codes.
    pub planted: Vec<(String, String, u64)>,
}

/// Makes the nation and writes it into the folder `out`, which must exist. Files of the same names are replaced.
///
/// # Errors
/// [`SynthError`]: a number of voters out of range, a profile that cannot be read, a file that cannot be written, or
/// [`SynthError::Interrupted`] soon after [`Settings::cancelled`] was set.
pub fn generate(settings: &Settings, out: &Path) -> Result<Summary, SynthError> {
    let mut builder = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = settings.threads {
        builder = builder.num_threads(threads);
    }
    let pool = builder.build().map_err(|error| SynthError::Threads(error.to_string()))?;
    pool.install(|| stream::generate(settings, out))
}

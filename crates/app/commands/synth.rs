//! `tizim synth`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use tizim_synth::{MOST_VOTERS, Settings, Shape};

use crate::folder::ReportFolder;
use crate::manifest::Settings as Typed;
use crate::session::Session;
use crate::{data, failure};

/// Make a synthetic nation with planted irregularities and the truth about them
///
/// All kinds of voter list, precincts, certificates, forms, districts, and a profile under which the invented
/// identification numbers are valid: their century digits are never issued, so nobody can hold them. What was planted
/// stands in truth/. With --errors, a tenth of the people have a second row that exact rules cannot find: typed with slips,
/// in the other language's spelling, without a field, at a new address; twins and fathers and sons of one name are there to be
/// told from them, and truth/pairs.csv lists every two rows of one person. The same seed gives the same bytes. Memory: small, whatever the size.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own on the command line")]
#[command(after_help = "Example:\n  $ tizim synth --voters 5000 --seed 3 --out nation-3\n  \
                        $ tizim synth --voters 5000 --errors --out nation-4")]
pub(crate) struct Arguments {
    /// Rows of permanent.csv before anything is planted
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1_000..=MOST_VOTERS))]
    voters: u64,

    /// Seed of everything random
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,

    /// Folder to write
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// Only the voter lists for measurements: permanent.csv with eight columns, and special.csv
    #[arg(long)]
    lean: bool,

    /// Plant second rows with errors as well, and truth/pairs.csv: the files and rows of every two that are one person's
    #[arg(long)]
    errors: bool,

    /// Replace what is already at --out
    #[arg(long)]
    force: bool,

    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::quiet(arguments.seed)?;
    let folder = ReportFolder::begin(&arguments.out, arguments.force)?;
    let settings = Settings {
        errors: arguments.errors,
        ..settings(&session, arguments.voters, arguments.seed, arguments.lean)
    };
    let summary = tizim_synth::generate(&settings, &folder.path(""))?;
    session.run.check()?;
    let mut typed = Typed::default();
    typed.set("voters", arguments.voters).flag("lean", arguments.lean).flag("errors", arguments.errors);
    folder.publish(&crate::manifest::manifest(&session, "synth", typed, Vec::new()))?;
    if !arguments.quiet {
        let place = arguments.out.display();
        let said = format!(
            "{} files and {} precincts in `{place}`; judge them with `--profile {place}/profile.toml`",
            summary.files.len(),
            summary.precincts
        );
        failure::say(&said);
    }
    Ok(failure::RAN)
}

/// What is generated for this size and seed.
pub(crate) fn settings(session: &Session, voters: u64, seed: u64, lean: bool) -> Settings {
    let shape = if lean { Shape::Benchmark } else { Shape::Nation };
    let cancelled = std::sync::Arc::clone(&session.run.cancelled);
    Settings { shape, cancelled, ..Settings::new(voters, seed, data::profile_text("kz-2019")) }
}

//! `tizim demo`: everything at once on a synthetic nation and the built-in districts.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use tizim_evidence::{Language, Manifest, Message};
use tizim_report::{Edition, Index, IndexEntry};

use super::synth;
use crate::arguments::{Common, Format};
use crate::audits::{self, AUDITS};
use crate::folder::ReportFolder;
use crate::found::Found;
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{failure, output, phrases, show};

/// Key of the masks in a demonstration: everyone in it is invented, and the same demonstration should give the same
/// bytes.
const OPEN_KEY: [u8; 32] = *b"tizim demo: nobody here is real.";

/// Build a synthetic nation, run every audit on it and on the built-in districts, and write one report folder
///
/// The folder holds `index.html`, one folder per audit, and the synthetic nation with the truth about what was planted.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim demo --voters 20000 --out small-demo\n  $ tizim verify small-demo"
)]
pub(crate) struct Arguments {
    /// Voters of the synthetic nation
    #[arg(long, default_value_t = 200_000, value_name = "N", value_parser = clap::value_parser!(u64).range(1_000..=tizim_synth::MOST_VOTERS))]
    voters: u64,

    /// Seed of everything random
    #[arg(long, default_value_t = 2023, value_name = "S")]
    seed: u64,

    /// Folder to write
    #[arg(short, long, default_value = "tizim-demo", value_name = "DIR")]
    out: PathBuf,

    /// Replace what is already at --out
    #[arg(long)]
    force: bool,

    /// Language of the reports [default: that of the system, else English]
    #[arg(long, value_parser = crate::language::parser(), value_name = "LANGUAGE")]
    lang: Option<Language>,

    /// Worker threads [default: all cores]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,

    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,

    /// Leave the moment of the run out of the manifest
    #[arg(long)]
    no_timestamp: bool,

    /// Moment to state in the manifest, when a report is made again
    #[arg(long, hide = true, value_name = "MOMENT", conflicts_with = "no_timestamp")]
    created: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let begun = Instant::now();
    let mut folder = ReportFolder::begin(&arguments.out, arguments.force)?;
    let nation = folder.path("nation");
    std::fs::create_dir(&nation)?;
    let told = Told { quiet: arguments.quiet };
    let session = open(arguments, Common::default(), "kz-2023")?;
    // One moment for all parts of the demonstration.
    let created = session.created.clone();
    told.say(&format!("making a nation of {} voters", arguments.voters));
    tizim_synth::generate(&synth::settings(&session, arguments.voters, arguments.seed, false), &nation)?;
    session.run.check()?;

    let nation = nation.to_string_lossy().into_owned();
    let begin = |common: Common, profile: &str| {
        open(arguments, Common { created: created.clone(), ..common }, profile)
    };
    let mut entries = Vec::new();
    for (entry, demo) in AUDITS.iter().filter_map(|entry| Some((entry, entry.demo.as_ref()?))) {
        told.say(demo.step);
        let (session, found) = audits::found(entry, demo.words_for(&nation), &begin)?;
        folder.begin_part(demo.folder);
        write(&session, &folder, found.as_ref())?;
        folder.end_part();
        entries.push(line(&session, demo.folder, found.as_ref()));
    }

    let of_nation = Common { profile: Some(format!("{nation}/profile.toml")), ..Common::default() };
    let session = begin(of_nation, "kz-2023")?;
    let manifest = manifest_of(&session, arguments);
    folder.write("index.html", &front_page(&session, arguments, &manifest, &entries)?)?;
    folder.publish(&manifest)?;
    told.say(&format!("done in {:.1} s", begun.elapsed().as_secs_f64()));
    if !arguments.quiet {
        let place = arguments.out.join("index.html");
        output::write(None, false, format!("{}\n", place.display()).as_bytes())?;
    }
    Ok(failure::RAN)
}

/// A session with the options of the demonstration.
fn open(arguments: &Arguments, common: Common, profile: &str) -> Result<Session> {
    let common = Common {
        lang: arguments.lang,
        seed: arguments.seed,
        threads: arguments.threads,
        quiet: true,
        no_timestamp: arguments.no_timestamp,
        created: common.created.or_else(|| arguments.created.clone()),
        ..common
    };
    Session::with_key(common, profile, OPEN_KEY)
}

/// How the whole was made. The profile that the nation brings along lies in the folder itself.
fn manifest_of(session: &Session, arguments: &Arguments) -> Manifest {
    let mut settings = Settings::default();
    settings.set("voters", arguments.voters);
    let mut manifest = manifest::manifest(session, "demo", settings, Vec::new());
    manifest.seed = arguments.seed;
    manifest.settings.retain(|setting| setting.name != "profile");
    manifest
}

/// The front page, which is a public one and names no file of the working edition.
fn front_page(
    session: &Session,
    arguments: &Arguments,
    manifest: &Manifest,
    entries: &[IndexEntry],
) -> Result<Vec<u8>> {
    let words = Message::new("app.demo.summary").with("voters", arguments.voters);
    let index = Index {
        title: session.catalogue.word("app.demo.title"),
        summary: &[session.catalogue.text(&words)],
        profile: &session.profile().title,
        made_by: &format!("tizim {}, demo", manifest.version),
        catalogue: &session.catalogue,
        edition: Edition::Public,
        reveal: false,
    };
    Ok(tizim_report::index_html(&index, entries)?.into_bytes())
}

/// What the demonstration says of its steps. How each table was read is in the reports; here it would drown the rest.
struct Told {
    quiet: bool,
}

impl Told {
    fn say(&self, line: &str) {
        if !self.quiet {
            // Nobody reads standard error any more: no reason to end the run.
            let _ = writeln!(std::io::stderr(), "tizim: {}", phrases::say(line));
        }
    }
}

/// Writes the files of one audit.
fn write(session: &Session, folder: &ReportFolder, found: &dyn Found) -> Result<()> {
    if found.is_folder() {
        return found.write(session, found.manifest(), folder);
    }
    let files = [
        (Format::Json, Edition::Working, "report.json"),
        (Format::Csv, Edition::Working, "findings.csv"),
        (Format::Html, Edition::Public, "report.html"),
    ];
    for (format, edition, file) in files {
        folder.write(file, &show::render(session, found.audit(), found.manifest(), format, edition)?)?;
    }
    Ok(())
}

/// The line of an audit on the front page.
fn line(session: &Session, part: &str, found: &dyn Found) -> IndexEntry {
    let report = show::report(session, found.audit(), found.manifest(), Edition::Public);
    IndexEntry {
        title: session.catalogue.text(&found.audit().title),
        summary: report.view().summary.iter().map(|message| session.catalogue.text(message)).collect(),
        href: format!("{part}/report.html"),
        counts: tizim_report::severity_counts(&report),
        files: Vec::new(),
    }
}

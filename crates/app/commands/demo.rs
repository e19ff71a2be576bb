//! `tizim demo`: everything at once on a synthetic nation and the built-in districts.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use tizim_evidence::{Audit, Language, Manifest, Message};
use tizim_report::{Edition, Index, IndexEntry};

use super::{avc_audit, districts_audit, rolls_check, synth};
use crate::arguments::{Common, Format};
use crate::folder::ReportFolder;
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

    /// Replace what stands at --out
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
    let folder = ReportFolder::begin(&arguments.out, arguments.force)?;
    let nation = folder.path("nation");
    std::fs::create_dir(&nation)?;
    let open = |profile: Option<String>, created: Option<String>| {
        let common =
            Common { created: created.or_else(|| arguments.created.clone()), ..common(arguments, profile) };
        Session::with_key(common, "kz-2023", OPEN_KEY)
    };

    let session = open(None, None)?;
    let told = Told { quiet: arguments.quiet };
    // One moment for all parts of the demonstration.
    let created = session.created.clone();
    told.say(&format!("making a nation of {} voters", arguments.voters));
    tizim_synth::generate(&synth::settings(&session, arguments.voters, arguments.seed, false), &nation)?;
    session.run.check()?;

    told.say("auditing the 29 districts of Kazakhstan 2023");
    let mut entries = Vec::new();
    let (audit, manifest) = districts_audit::built_in(&session)?;
    entries.push(part(&session, &folder, "districts", &audit, &manifest)?);

    let session = open(Some(nation.join("profile.toml").to_string_lossy().into_owned()), created)?;
    told.say("checking the voter lists");
    let lists = "rolls";
    let (audit, manifest) = rolls_check::into_folder(
        &session,
        &rolls_check::of_files(&nation, session.common.clone()),
        &folder,
        &format!("{lists}/"),
    )?;
    entries.push(entry(&session, lists, &audit, &manifest));

    told.say("auditing the absentee certificates");
    let (audit, manifest) =
        avc_audit::audit(&session, &avc_audit::of_files(&nation, session.common.clone()))?;
    entries.push(part(&session, &folder, "avc", &audit, &manifest)?);

    let mut settings = Settings::default();
    settings.set("voters", arguments.voters);
    let manifest = manifest::manifest(&session, "demo", settings, Vec::new());
    let manifest =
        Manifest { seed: arguments.seed, settings: without_profile(manifest.settings), ..manifest };
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
    folder.write("index.html", tizim_report::index_html(&index, &entries)?.as_bytes())?;
    folder.publish(&manifest)?;
    told.say(&format!("done in {:.1} s", begun.elapsed().as_secs_f64()));
    if !arguments.quiet {
        let place = arguments.out.join("index.html");
        output::write(None, false, format!("{}\n", place.display()).as_bytes())?;
    }
    Ok(failure::RAN)
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

/// The profile that the nation brings along lies in the folder itself.
fn without_profile(settings: Vec<tizim_evidence::Setting>) -> Vec<tizim_evidence::Setting> {
    settings.into_iter().filter(|setting| setting.name != "profile").collect()
}

fn common(arguments: &Arguments, profile: Option<String>) -> Common {
    Common {
        profile,
        lang: arguments.lang,
        seed: arguments.seed,
        threads: arguments.threads,
        quiet: true,
        no_timestamp: arguments.no_timestamp,
        ..Common::default()
    }
}

/// Writes the files of one audit, and its line on the front page.
fn part(
    session: &Session,
    folder: &ReportFolder,
    name: &str,
    audit: &Audit,
    manifest: &Manifest,
) -> Result<IndexEntry> {
    for (format, file) in [(Format::Json, "report.json"), (Format::Csv, "findings.csv")] {
        let bytes = show::render(session, audit, manifest, format, Edition::Working)?;
        folder.write(&format!("{name}/{file}"), &bytes)?;
    }
    write_html(session, folder, name, audit, manifest)?;
    Ok(entry(session, name, audit, manifest))
}

fn write_html(
    session: &Session,
    folder: &ReportFolder,
    name: &str,
    audit: &Audit,
    manifest: &Manifest,
) -> Result<()> {
    let html = show::render(session, audit, manifest, Format::Html, Edition::Public)?;
    folder.write(&format!("{name}/report.html"), &html)
}

/// The line of an audit on the front page, which is a public one and names no file of the working edition.
fn entry(session: &Session, name: &str, audit: &Audit, manifest: &Manifest) -> IndexEntry {
    let report = show::report(session, audit, manifest, Edition::Public);
    IndexEntry {
        title: session.catalogue.text(&audit.title),
        summary: report.view().summary.iter().map(|message| session.catalogue.text(message)).collect(),
        href: format!("{name}/report.html"),
        counts: tizim_report::severity_counts(&report),
        files: Vec::new(),
    }
}

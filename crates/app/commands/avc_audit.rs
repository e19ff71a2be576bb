//! `tizim avc audit`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use tizim_avc::{AvcRules, Clock, Complete, HomeList, Inputs, KnownVoters};
use tizim_districts::{CountRange, Facts};
use tizim_evidence::{Audit, InputRecord, Manifest};
use tizim_tables::Options;

use crate::arguments::{Common, ListArgument, TableOptions};
use crate::failure::Hinted;
use crate::found::{Asked, Document};
use crate::inputs::lists::SearchedLists;
use crate::inputs::{self, Opened};
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{data, show};

/// By which clock the registers were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockChoice {
    /// Not known: what another zone of the country could explain is a notice
    Unstated,
    /// Local time of each place
    Local,
}

/// Do the absentee voting certificates add up: forms, issue, use, quota, serial by serial and precinct by precinct?
///
/// Any subset of the tables is taken; what cannot be checked without a table is reported. Without any table: the
/// published national figures of 2019 as a worked example, with what they can and cannot show. With --list, holders
/// are looked up on the voter lists in one pass. Memory: the tables, and a line for every holder.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  $ tizim avc audit\n  $ tizim avc audit --precincts precincts.csv\n  \
                        $ tizim avc audit --precincts precincts.csv --certificates certificates.csv \\\n      --forms forms.csv \
                        --list permanent=permanent.csv --format json")]
pub(crate) struct Arguments {
    /// What commissions reported: voters, forms, issued, used, voted
    #[arg(long, value_name = "FILE")]
    pub(crate) precincts: Option<String>,

    /// Register of certificates: issue, use, or both; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) certificates: Vec<String>,

    /// Ranges of serials handed out
    #[arg(long, value_name = "FILE")]
    pub(crate) forms: Option<String>,

    /// Voter list to look holders up on; may be given several times
    #[arg(long = "list", value_name = "KIND=FILE[@DATE]")]
    pub(crate) lists: Vec<ListArgument>,

    /// Region of which the table holds every precinct, or `all`; may be given several times. Without it a region's cap is no
    /// violation, unless a row with the region's own total equals the sum of its precincts
    #[arg(long, value_name = "REGION|all")]
    pub(crate) complete: Vec<String>,

    /// Known totals of voters, in TOML (`[totals]`, as `districts audit` has them): a region whose precincts add up to its
    /// total is complete
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) facts: Option<PathBuf>,

    /// By which clock times in the registers were written
    #[arg(long, value_enum, default_value = "unstated", value_name = "CLOCK")]
    pub(crate) clock: ClockChoice,

    #[command(flatten)]
    pub(crate) tables: TableOptions,

    #[command(flatten)]
    pub(crate) common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), arguments.profile())?;
    let (audit, manifest) = audit(&session, arguments)?;
    show::audit(&session, &audit, &manifest)
}

impl Asked for Arguments {
    type Found = Document;

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    /// Without tables the published figures of 2019 are the worked example.
    fn profile(&self) -> &'static str {
        let has_tables = self.precincts.is_some() || self.forms.is_some() || !self.certificates.is_empty();
        if has_tables { data::DEFAULT_PROFILE } else { "kz-2019" }
    }

    fn found(&self, session: &Session) -> Result<Document> {
        let (audit, manifest) = audit(session, self)?;
        Ok(Document { audit, manifest })
    }
}

/// The audit and its manifest.
///
/// # Errors
/// Where a table cannot be used, or the profile knows nothing of certificates.
pub(crate) fn audit(session: &Session, arguments: &Arguments) -> Result<(Audit, Manifest)> {
    let profile = session.profile();
    let rules = AvcRules::from_profile(profile)?.with_context(|| {
        Hinted::error(
            format!("profile `{}` has no section `[avc]`", profile.id),
            "add one: data/kz-2019/profile.toml in the source shows what it holds",
        )
    })?;
    let windows = inputs::day_orders::of_certificates(&rules);
    let options = Options { windows, ..inputs::options(session, &arguments.tables)? };
    let mut records: Vec<InputRecord> = Vec::new();
    let mut told = Vec::new();
    let mut read = |role: &str, files: &[String]| -> Result<Option<Vec<Opened>>> {
        let mut tables = Vec::new();
        for file in files {
            tables.extend(inputs::read(session, role, file, role, &options)?);
        }
        told.extend(inputs::told::of_tables("AVC-090", &tables));
        records.extend(tables.iter().map(|opened| opened.record.clone()));
        Ok((!files.is_empty()).then_some(tables))
    };
    // Each table is let go before the next is read: there may be hundreds of thousands of rows.
    let precincts = read("precincts", arguments.precincts.as_slice())?;
    let known = known_voters(arguments.facts.as_deref(), precincts.as_deref())?;
    let precincts = precincts.map(|tables| inputs::precincts::sheet(&tables));
    let certificates =
        read("certificates", &arguments.certificates)?.map(|tables| inputs::certificates::sheet(&tables));
    let forms = read("forms", arguments.forms.as_slice())?.map(|tables| inputs::forms::sheet(&tables));
    let lists = SearchedLists::open(session, &arguments.lists, &options)?;
    let inputs = Inputs {
        precincts,
        certificates,
        forms,
        lists: lists.as_ref().map(|lists| lists as &dyn HomeList),
        clock: match arguments.clock {
            ClockChoice::Unstated => Clock::Unstated,
            ClockChoice::Local => Clock::Local,
        },
        complete: complete(&arguments.complete),
        known,
        regions: data::regions(profile)?,
        people: profile.section("people")?.unwrap_or_default(),
        told,
    };
    refuse_unclear_regions(&inputs)?;
    let audit = tizim_avc::audit(&inputs, &rules, &session.run)?;
    if let Some(lists) = lists {
        records.extend(lists.records());
    }
    let manifest = manifest::manifest(session, "avc audit", settings(arguments), records);
    Ok((audit, manifest))
}

/// What the user said of how complete the table is.
fn complete(names: &[String]) -> Complete {
    match names {
        [] => Complete::AsTotalsShow,
        _ if names.iter().any(|name| name.eq_ignore_ascii_case("all")) => Complete::All,
        _ => Complete::Regions(names.to_vec()),
    }
}

/// The totals that rows of the table of precincts state, and those of a file of facts, which go before. Of these the exact
/// ones: bounds prove nothing of a sum.
fn known_voters(facts: Option<&Path>, precincts: Option<&[Opened]>) -> Result<KnownVoters> {
    let mut known = precincts.map(inputs::precincts::stated_totals).unwrap_or_default();
    let Some(path) = facts else { return Ok(known) };
    let facts =
        Facts::from_toml(&inputs::text_file(path)?).with_context(|| format!("in `{}`", path.display()))?;
    let exact = |range: CountRange| (range.low == range.high).then_some(range.low);
    let regions = facts.totals.regions.into_iter().filter_map(|(name, range)| Some((name, exact(range)?)));
    known.regions.extend(regions);
    known.nation = facts.totals.nation.and_then(exact).or(known.nation);
    Ok(known)
}

/// A region that the table is said to hold whole has to be one.
fn refuse_unclear_regions(inputs: &Inputs<'_>) -> Result<()> {
    let Complete::Regions(names) = &inputs.complete else { return Ok(()) };
    for name in names {
        let candidates = tizim_avc::regions_that_fit(inputs, name);
        if !candidates.is_empty() {
            let candidates: Vec<String> = candidates.iter().map(|region| format!("`{region}`")).collect();
            return Err(Hinted::error(
                format!("`--complete {name}` fits several regions: {}", candidates.join(", ")),
                "write the name of one of them in full",
            ));
        }
    }
    Ok(())
}

fn settings(arguments: &Arguments) -> Settings {
    let mut settings = Settings::default();
    settings.file_if("precincts", arguments.precincts.as_deref());
    for file in &arguments.certificates {
        settings.file("certificates", file);
    }
    settings.file_if("forms", arguments.forms.as_deref());
    settings.lists(&arguments.lists);
    if !arguments.complete.is_empty() {
        settings.set("complete", arguments.complete.join(", "));
    }
    settings.file_if("facts", arguments.facts.as_ref().and_then(|path| path.to_str()));
    if arguments.clock == ClockChoice::Local {
        settings.set("clock", "local");
    }
    inputs::record_options(&mut settings, &arguments.tables);
    settings
}

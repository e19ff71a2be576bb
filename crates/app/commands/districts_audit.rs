//! `tizim districts audit`.

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use tizim_districts::{Basis, Code, DistrictRules, DistrictSection, Districts, Standard};
use tizim_evidence::{Audit, InputRecord, Language, Message, Profile};
use tizim_polling::Regions;

use crate::arguments::{Common, TableOptions};
use crate::failure::Hinted;
use crate::found::{Asked, Document};
use crate::manifest::Settings;
use crate::session::Session;
use crate::{data, inputs, manifest, show};

/// What the districts are to hold in equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BasisChoice {
    Voters,
    Population,
    Citizens,
}

impl From<BasisChoice> for Basis {
    fn from(choice: BasisChoice) -> Self {
        match choice {
            BasisChoice::Voters => Self::Voters,
            BasisChoice::Population => Self::Population,
            BasisChoice::Citizens => Self::Citizens,
        }
    }
}

/// How unequal are the districts, by every index and standard, and what did the rules require?
///
/// FILE is a table (CSV or XLSX) of districts: id, name, region, seats (1 where the column is absent), voters, or
/// voters_low and voters_high where only bounds are known; status, source and as_of are carried into the report.
/// Without FILE: the 29 single-mandate districts of Kazakhstan 2023, as far as they are known. Where the input is
/// partly known, every figure is given as guaranteed bounds. Memory: the table.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim districts audit\n  $ tizim districts audit districts.csv --format json\n  \
                        $ tizim districts audit districts.csv --boundaries districts.geojson --format html --out map.html\n  \
                        $ tizim districts audit districts.csv --by region --format html --out councils.html"
)]
pub(crate) struct Arguments {
    /// Table of districts [default: the 29 of Kazakhstan 2023]
    #[arg(value_name = "FILE")]
    file: Option<String>,

    /// Known totals and order facts, in TOML
    ///
    /// For example: smallest = "28", largest = "3", order = a list of pairs (the first holds no more than the second),
    /// and in the table `totals` nation = a pair of bounds, in `totals.regions` North = 4000. Districts and regions are
    /// named as in the table of districts. `turnout = "FILE.csv"` names a series of published turnout by region and
    /// hour, from which conditional bounds follow; the table `observed` holds samples of observers.
    #[arg(long, value_name = "FILE.toml")]
    facts: Option<PathBuf>,

    /// Judge each group of this column (council, region) against its own quota
    #[arg(long, value_name = "COLUMN")]
    by: Option<String>,

    /// Compare with an earlier or other table, and, with --boundaries, with an earlier or other map of districts; may be given
    /// for each
    #[arg(long, value_name = "FILE")]
    against: Vec<String>,

    /// Compare with another table of the same blocks: the district that each was in
    #[arg(long, value_name = "FILE", requires = "blocks")]
    against_blocks: Option<String>,

    /// Votes and seats of parties by district (id, party, votes, seats): how much of the difference between them
    /// comes from unequal districts
    #[arg(long, value_name = "FILE", conflicts_with = "by", requires = "file")]
    results: Option<String>,

    /// Map of the districts, or of the blocks they are made of: is it valid, is each district in one part and
    /// inside its borders, how compact is it
    ///
    /// GeoJSON (also one feature per line) or a shapefile, plain, gzipped or zipped. Which property of it is the code is named
    /// in the table `columns.boundaries` of --columns.
    #[arg(long, value_name = "FILE", conflicts_with = "by")]
    boundaries: Option<PathBuf>,

    /// Table of blocks: id, voters, and district (of a map of blocks), or lon and lat (of a map of districts); or a map of
    /// blocks beside a map of districts, which need not nest; may be given for each
    ///
    /// Blocks of a map of their own are laid on the districts: which district cuts which of them, and how many voters it has.
    /// Of a block that is divided a district may hold no voter or all of them, and sums are given in these bounds, beside those
    /// in proportion to area, or to the points of --points.
    #[arg(long, value_name = "FILE", requires = "boundaries")]
    blocks: Vec<String>,

    /// Table of points (id, lon, lat), such as addresses: blocks that do not nest are divided by them and not by area
    #[arg(long, value_name = "FILE", requires = "blocks")]
    points: Option<String>,

    /// Repair the map before it is judged: borders that cross themselves, overlapping parts, slivers; every repair is reported
    #[arg(long, requires = "boundaries")]
    repair: bool,

    /// Write the repaired map, as GeoJSON
    #[arg(long, value_name = "FILE", requires = "repair")]
    repaired: Option<PathBuf>,

    /// Whose map it is and under which licence it may be used: written under every map
    #[arg(long, value_name = "TEXT", requires = "boundaries")]
    map_source: Option<String>,

    /// The electorates are made up: say so across every map
    #[arg(long)]
    synthetic: bool,

    /// What districts are to hold in equal numbers
    #[arg(long, value_enum, default_value = "voters", value_name = "BASIS")]
    basis: BasisChoice,

    /// Further standards of equality, in TOML
    ///
    /// For each a table `standards` with id, title, measure ("deviation", "overall_range", …), limit = 0.10, country and
    /// source = { title = "…", article = "…" }; data/standards.toml holds those that are built in.
    #[arg(long, value_name = "FILE.toml")]
    standards: Option<PathBuf>,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    let (audit, manifest, repaired) = audit(&session, arguments)?;
    let status = show::audit(&session, &audit, &manifest)?;
    if let (Some(target), Some(repaired)) = (&arguments.repaired, repaired) {
        super::districts_map::write(&session, target, &repaired)?;
    }
    Ok(status)
}

impl Asked for Arguments {
    type Found = Document;

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn found(&self, session: &Session) -> Result<Document> {
        // A map that was repaired is written by the program alone.
        let (audit, manifest, _) = audit(session, self)?;
        Ok(Document { audit, manifest })
    }
}

/// What an audit comes to: how it is shown, how it was made, and the map that it repaired.
type Outcome = (Audit, tizim_evidence::Manifest, Option<super::districts_map::Mended>);

fn audit(session: &Session, arguments: &Arguments) -> Result<Outcome> {
    let basis = Basis::from(arguments.basis);
    let options = inputs::options(session, &arguments.tables)?;
    let mut records: Vec<InputRecord> = Vec::new();
    let mut unreadable = Vec::new();
    let mut read = |file: &str, records: &mut Vec<InputRecord>| -> Result<Districts> {
        let (districts, tables) =
            inputs::districts::read(session, file, &options, arguments.by.as_deref(), basis)?;
        unreadable.extend(inputs::told::of_tables(Code::NotChecked.word(), &tables));
        records.extend(tables.into_iter().map(|opened| opened.record));
        Ok(districts)
    };
    let mut districts = if let Some(file) = &arguments.file {
        read(file, &mut records)?
    } else {
        let (districts, built_in) = inputs::districts::built_in(session, arguments.by.as_deref())?;
        records.extend(built_in);
        districts
    };
    // Nobody in the nation of `tizim synth` is real, and the profile it writes says whose it is.
    districts.synthetic = arguments.synthetic || session.profile().id == tizim_synth::PROFILE;
    let regions = data::regions(session.profile())?;
    let (earlier_map, earlier_table) = super::districts_map::table_and_map("against", &arguments.against)?;
    let mut before = earlier_table.map(|file| read(file, &mut records)).transpose()?;
    let mut tables: Vec<&mut Districts> = std::iter::once(&mut districts).chain(&mut before).collect();
    let told = tizim_districts::join_regions(&mut tables, &regions);
    records.extend(add_facts(session, arguments, &mut districts, &regions)?);
    let rules = rules(session, arguments)?;
    let asked = asked(arguments, earlier_map)?;
    let map =
        asked.map(|asked| super::districts_map::read(session, &asked, &districts, &options)).transpose()?;
    if let Some(map) = &map {
        super::districts_map::place(map, &mut districts);
    }
    let mut audit = tizim_districts::audit(&districts, &rules, &session.run)?;
    audit.findings.extend(told);
    if let Some(before) = &mut before {
        tizim_districts::join_earlier(before, &districts);
        add_comparison(&mut audit, tizim_districts::compare(before, &districts)?);
    }
    if let Some(file) = &arguments.results {
        let (mut results, tables) = inputs::results::read(session, file, &options)?;
        tizim_districts::join_results(&mut results, &districts);
        audit.findings.extend(inputs::told::of_tables(Code::NotChecked.word(), &tables));
        records.extend(tables.into_iter().map(|opened| opened.record));
        tizim_districts::add_results(&districts, &results, &mut audit)?;
    }
    let mut repaired = None;
    if let Some(map) = map {
        let credit = map.credit(arguments.map_source.as_deref());
        let (further, mended) = super::districts_map::add(session, map, &districts, &rules, &mut audit)?;
        inputs::maps::credited(&mut audit, &credit);
        records.extend(further);
        repaired = mended;
    }
    audit.findings.extend(unreadable);
    audit.sort_findings();
    if districts.synthetic {
        audit.notes.push(Message::new("split.note.synthetic"));
    }
    Ok((audit, manifest::manifest(session, "districts audit", settings(arguments), records), repaired))
}

/// Adds the facts that were asked for, and the series of turnout that they name, whose place in the manifest it gives.
fn add_facts(
    session: &Session,
    arguments: &Arguments,
    districts: &mut Districts,
    regions: &Regions,
) -> Result<Option<InputRecord>> {
    let Some(path) = &arguments.facts else { return Ok(None) };
    districts.facts = inputs::districts::facts(path, session.catalogue.language(), districts, regions)?;
    let Some(name) = &districts.facts.turnout else { return Ok(None) };
    let (mut series, record) = inputs::turnout::read(path, name)?;
    tizim_districts::join_turnout(&mut series, districts, regions);
    districts.turnout = Some(series);
    Ok(Some(record))
}

/// The map that was asked for, with what goes with it.
fn asked<'a>(
    arguments: &'a Arguments,
    earlier: Option<&'a str>,
) -> Result<Option<super::districts_map::Asked<'a>>> {
    let Some(map) = &arguments.boundaries else {
        return match earlier {
            None => Ok(None),
            Some(earlier) => Err(Hinted::error(
                format!("`{earlier}` is a map, and there is none to compare it with"),
                "name the map of these districts with `--boundaries`",
            )),
        };
    };
    let (block_map, blocks) = super::districts_map::table_and_map("blocks", &arguments.blocks)?;
    Ok(Some(super::districts_map::Asked {
        table: arguments.file.as_deref().unwrap_or("districts.csv"),
        map,
        blocks,
        block_map,
        points: arguments.points.as_deref(),
        earlier,
        earlier_blocks: arguments.against_blocks.as_deref(),
        repair: arguments.repair,
    }))
}

/// What was typed, for the manifest.
fn settings(arguments: &Arguments) -> Settings {
    let mut settings = Settings::default();
    settings
        .file_if("", arguments.file.as_deref())
        .file_if("facts", arguments.facts.as_ref().and_then(|path| path.to_str()))
        .set_if("by", arguments.by.as_ref())
        .file_if("boundaries", arguments.boundaries.as_ref().and_then(|path| path.to_str()));
    for file in &arguments.blocks {
        settings.file("blocks", file);
    }
    settings
        .file_if("points", arguments.points.as_deref())
        .flag("repair", arguments.repair)
        .set_if("map-source", arguments.map_source.as_ref())
        .flag("synthetic", arguments.synthetic);
    for file in &arguments.against {
        settings.file("against", file);
    }
    settings
        .file_if("against-blocks", arguments.against_blocks.as_deref())
        .file_if("results", arguments.results.as_deref())
        .set("basis", Basis::from(arguments.basis).word())
        .file_if("standards", arguments.standards.as_ref().and_then(|path| path.to_str()));
    inputs::record_options(&mut settings, &arguments.tables);
    settings
}

fn rules(session: &Session, arguments: &Arguments) -> Result<DistrictRules> {
    let (profile, language) = (session.profile(), session.catalogue.language());
    let mut rules = standard_rules(profile, language)?;
    if let Some(path) = &arguments.standards {
        let own = Standard::list_from_toml_in(&inputs::text_file(path)?, language)?;
        let day = profile.election_day.to_string();
        rules.standards.extend(own.into_iter().map(|standard| {
            let force = standard.force_in(&profile.country, &day);
            (standard, force)
        }));
    }
    Ok(rules)
}

fn standard_rules(profile: &Profile, language: Language) -> Result<DistrictRules> {
    let section = DistrictSection::from_profile(profile)?;
    let shared = Standard::list_from_toml_in(data::STANDARDS, language)?;
    Ok(DistrictRules::new(section, shared, &profile.country, &profile.election_day.to_string()))
}

fn add_comparison(audit: &mut Audit, comparison: tizim_districts::Comparison) {
    audit.document.extend(comparison.document);
    audit.summary.extend(comparison.summary);
    audit.findings.extend(comparison.findings);
    audit.exhibits.extend(comparison.exhibits);
    audit.sort_findings();
}

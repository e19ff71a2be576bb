//! `tizim districts split`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use tizim_boundaries::Block;
use tizim_boundaries::split::{self, Blocks, Names, Question, SplitError};
use tizim_districts::{DistrictRules, DistrictSection, Force, Measure, Standard};
use tizim_polling::region::{Region, Spellings};
use tizim_tables::Options;

use crate::arguments::{Common, TableOptions};
use crate::failure::Hinted;
use crate::inputs::splitting::{self, Neighbours};
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{data, inputs, show};

/// Every contiguous way to split a region into districts: how many, the best, and the place of a plan
///
/// BLOCKS is a table (CSV or XLSX) of what districts are put together from, such as rayons or precincts: id, name, voters; rayon
/// where blocks are smaller than rayons, district where a plan is to be placed among the others. Which blocks border on which
/// says a table of pairs (--adjacency: one, other, metres) or a
/// map (--boundaries). All contiguous ways are counted, and searched exactly where that is
/// feasible: up to some 25 blocks for two or three districts in seconds. Where it is not, good ways are drafted, and the report says
/// of each best way what it is the best of, how far the search got and what is proven; time and memory are bounded however many
/// blocks there are. Memory: some 400 MB at most.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim districts split blocks.csv --seats 2 --adjacency neighbours.csv\n  \
                  $ tizim districts split blocks.csv --seats 2 --adjacency neighbours.csv --plan district"
)]
pub(crate) struct Arguments {
    /// Table of blocks
    #[arg(value_name = "BLOCKS")]
    file: String,

    /// Districts to make, one seat each
    #[arg(long, value_name = "K")]
    seats: usize,

    /// Pairs of neighbours: one, other, metres (their common border, where it is known)
    #[arg(long, value_name = "FILE")]
    adjacency: Option<String>,

    /// Map of the blocks (GeoJSON or a shapefile): neighbours are those with a common border, and the ways are drawn
    #[arg(long, value_name = "FILE", conflicts_with = "adjacency")]
    boundaries: Option<PathBuf>,

    /// The column of BLOCKS that holds the plan to be placed among the others [default: district, where all blocks have one]
    #[arg(long, value_name = "COLUMN")]
    plan: Option<String>,

    /// The region of BLOCKS to split, where it holds several
    #[arg(long, value_name = "NAME")]
    region: Option<String>,

    /// The deviation from the quota that ways are held to, such as 0.15 [default: the widest that binds or is recommended]
    #[arg(long, value_name = "SHARE")]
    limit: Option<f64>,

    /// Whose map it is and under which licence it may be used: written under every map
    #[arg(long, value_name = "TEXT", requires = "boundaries")]
    map_source: Option<String>,

    /// The electorates are made up: say so across every map
    #[arg(long)]
    synthetic: bool,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    let options = inputs::options(&session, &arguments.tables)?;
    let (all, tables) = splitting::read(&session, &arguments.file, &options, arguments.plan.as_deref())?;
    let codes: BTreeSet<String> = all.iter().map(|block| block.id.clone()).collect();
    let (region, chosen) = of_region(&session, all, arguments.region.as_deref())?;
    let Neighbours { graph, shapes, records, map, left_out } =
        neighbours(&session, arguments, &options, (&chosen, &codes))?;
    let limit = limit(&session, arguments.limit)?;
    let (plan, plan_names) = plan(&session, &chosen, arguments)?;
    let question = Question { seats: arguments.seats, limit, plan, ..Question::default() };
    let names = Names {
        region,
        ids: chosen.iter().map(|block| block.id.clone()).collect(),
        names: chosen.iter().map(|block| block.name.clone().unwrap_or_else(|| block.id.clone())).collect(),
        plan: plan_names,
        shapes,
        synthetic: arguments.synthetic,
        left_out,
    };
    let voters = chosen.iter().filter_map(|block| block.voters).map(|(voters, _)| voters).collect();
    let blocks = Blocks { voters, rayons: rayons(&chosen), graph };
    let mut audit = split::audit(&blocks, &names, &question, &session.run).map_err(worded)?;
    if let Some(file) = map {
        let credit = inputs::maps::credit(&file, arguments.map_source.as_deref());
        inputs::maps::credited(&mut audit, &credit);
    }
    let records = tables.into_iter().map(|opened| opened.record).chain(records).collect();
    let manifest = manifest::manifest(&session, "districts split", settings(arguments), records);
    show::audit(&session, &audit, &manifest)
}

/// The neighbours by a table of pairs, else by a map.
fn neighbours(
    session: &Session,
    arguments: &Arguments,
    options: &Options,
    (chosen, codes): (&[Block], &BTreeSet<String>),
) -> Result<Neighbours> {
    if let Some(adjacency) = &arguments.adjacency {
        return splitting::of_pairs(session, adjacency, options, chosen);
    }
    let Some(path) = &arguments.boundaries else {
        return Err(Hinted::error(
            "nothing says which blocks border on which",
            "name a table of pairs with `--adjacency` (`tizim template adjacency` prints its headings), or a map with \
             `--boundaries`",
        ));
    };
    splitting::of_map(session, (&arguments.file, path), options, chosen, codes)
}

fn settings(arguments: &Arguments) -> Settings {
    let mut settings = Settings::default();
    settings
        .file("", &arguments.file)
        .set("seats", arguments.seats)
        .file_if("adjacency", arguments.adjacency.as_deref())
        .file_if("boundaries", arguments.boundaries.as_ref().and_then(|path| path.to_str()))
        .set_if("map-source", arguments.map_source.as_ref())
        .set_if("plan", arguments.plan.as_ref())
        .set_if("region", arguments.region.as_ref())
        .set_if("limit", arguments.limit)
        .flag("synthetic", arguments.synthetic);
    inputs::record_options(&mut settings, &arguments.tables);
    settings
}

/// What to do about a question that makes no sense.
fn worded(error: SplitError) -> anyhow::Error {
    match error {
        SplitError::Seats { .. } => Hinted::error(error.to_string(), "split a region, not a nation"),
        SplitError::TooFewBlocks { .. } => {
            Hinted::error(error.to_string(), "use smaller blocks, such as precincts")
        }
        other => other.into(),
    }
}

/// The blocks of the region to split, with its name. A region is one however the table writes it.
fn of_region(
    session: &Session,
    all: Vec<Block>,
    wanted: Option<&str>,
) -> Result<(Option<String>, Vec<Block>)> {
    let mut spellings = Spellings::new(&data::regions(session.profile())?);
    for written in all.iter().filter_map(|block| block.region.as_deref()) {
        spellings.see("blocks", written);
    }
    let one = |written: &str| match spellings.region(written) {
        Region::Unit(first) => first.to_owned(),
        _ => written.trim().to_owned(),
    };
    let of = |block: &Block| block.region.as_deref().map(one);
    let known: BTreeSet<String> = all.iter().filter_map(of).collect();
    let names = || known.iter().take(8).cloned().collect::<Vec<_>>().join("; ");
    match (wanted.map(one), known.len()) {
        (None, 0 | 1) => Ok((known.first().cloned(), all)),
        (None, count) => Err(Hinted::error(
            format!("the table holds blocks of {count} regions, and one is split at a time"),
            format!("name it with `--region`: {}", names()),
        )),
        (Some(wanted), _) => {
            let own: Vec<Block> =
                all.iter().filter(|block| of(block).as_ref() == Some(&wanted)).cloned().collect();
            if own.is_empty() {
                return Err(Hinted::error(
                    format!("no block is in the region `{wanted}`"),
                    format!("the table names {}", if known.is_empty() { "none".to_owned() } else { names() }),
                ));
            }
            Ok((Some(wanted), own))
        }
    }
}

/// The limit of deviation: as typed, else the widest that binds or is recommended.
fn limit(session: &Session, typed: Option<f64>) -> Result<Option<f64>> {
    if let Some(limit) = typed {
        if !(0.0..=10.0).contains(&limit) {
            return Err(Hinted::error(
                "`--limit` must be a fraction of the quota",
                "for 15 per cent, type `--limit 0.15`",
            ));
        }
        return Ok(Some(limit));
    }
    let profile = session.profile();
    let section = DistrictSection::from_profile(profile)?;
    let shared = Standard::list_from_toml_in(data::STANDARDS, session.catalogue.language())?;
    let rules = DistrictRules::new(section, shared, &profile.country, &profile.election_day.to_string());
    Ok(widest_limit(&rules))
}

/// The widest deviation from the quota that a standard allows that binds or is recommended.
pub(super) fn widest_limit(rules: &DistrictRules) -> Option<f64> {
    let weighs = |force: &Force| matches!(force, Force::Binding | Force::Recommended);
    let limits = rules
        .standards
        .iter()
        .filter(|(standard, force)| weighs(force) && standard.measure == Measure::Deviation)
        .filter_map(|(standard, _)| standard.limit);
    limits.max_by(f64::total_cmp)
}

/// The district of each block in the plan, with the districts' names; none where no plan is stated.
fn plan(
    session: &Session,
    chosen: &[Block],
    arguments: &Arguments,
) -> Result<(Option<Vec<usize>>, Vec<String>)> {
    let stated: Vec<&String> = chosen.iter().filter_map(|block| block.district.as_ref()).collect();
    let names: Vec<String> =
        stated.iter().map(|name| (*name).clone()).collect::<BTreeSet<_>>().into_iter().collect();
    let whole = stated.len() == chosen.len();
    if whole && names.len() == arguments.seats {
        let of = |block: &Block| names.iter().position(|name| Some(name) == block.district.as_ref());
        return Ok((Some(chosen.iter().filter_map(of).collect()), names));
    }
    let wrong = format!(
        "the plan puts {} of {} blocks into {} districts, and {} are asked for",
        stated.len(),
        chosen.len(),
        names.len(),
        arguments.seats
    );
    if arguments.plan.is_some() {
        return Err(Hinted::error(wrong, "a plan names the district of every block"));
    }
    if !stated.is_empty() {
        session.say(&format!("{wrong}; it is left out"));
    }
    Ok((None, Vec::new()))
}

/// The rayon of each block by number.
fn rayons(chosen: &[Block]) -> Vec<Option<usize>> {
    let names: BTreeSet<&String> = chosen.iter().filter_map(|block| block.rayon.as_ref()).collect();
    let names: Vec<&String> = names.into_iter().collect();
    chosen.iter().map(|block| names.binary_search(&block.rayon.as_ref()?).ok()).collect()
}

//! Blocks and their neighbours, by tables or by a map, for `tizim districts split`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use tizim_boundaries::{Adjacency, Block, Border, BoundaryRules, Graph, Layer, Unit};
use tizim_evidence::{InputRecord, Shape};
use tizim_tables::{Options, TableError};

use super::{Opened, text};
use crate::failure::Hinted;
use crate::session::Session;

/// Our name for the column that `--plan` names.
const PLAN: &str = "district";

/// Reads a table of blocks; the plan stands in the column that `plan` names, else in that of the schema.
///
/// # Errors
/// Where the file cannot be read as such a table, a block has no number of voters, or a code stands twice.
pub(crate) fn read(
    session: &Session,
    given: &str,
    options: &Options,
    plan: Option<&str>,
) -> Result<(Vec<Block>, Vec<Opened>)> {
    let mut options = options.clone();
    if let Some(column) = plan {
        options.columns.insert(PLAN, vec![column.to_owned()]);
    }
    let (blocks, tables) = super::blocks::read(session, given, &options)
        .map_err(|error| without_plan(error, plan.unwrap_or_default()))?;
    if blocks.is_empty() {
        return Err(Hinted::error(
            format!("`{given}` has no blocks below its headings"),
            "`tizim template blocks` prints the headings that are expected",
        ));
    }
    weighed(&blocks)?;
    Ok((blocks, tables))
}

/// Each block has a code of its own and a number of voters; without these no way to split can be weighed.
fn weighed(blocks: &[Block]) -> Result<()> {
    let place = |block: &Block| {
        block.evidence.as_ref().map_or_else(String::new, |row| format!("`{}` row {}", row.file, row.row))
    };
    let mut known: BTreeMap<&str, &Block> = BTreeMap::new();
    for block in blocks {
        if block.id.is_empty() {
            anyhow::bail!("{}: the block has no code", place(block));
        }
        if block.voters.is_none_or(|(low, high)| low != high) {
            anyhow::bail!("{}: no number of voters, and no district can be weighed without it", place(block));
        }
        if let Some(first) = known.insert(&block.id, block) {
            return Err(Hinted::error(
                format!(
                    "{}: its code stands in {} already, and the map could not tell which is meant",
                    place(block),
                    place(first)
                ),
                "give each block a code of its own",
            ));
        }
    }
    Ok(())
}

/// Where the column that `--plan` names is not there: which there are.
fn without_plan(error: anyhow::Error, plan: &str) -> anyhow::Error {
    match error.downcast_ref::<TableError>() {
        Some(TableError::MappedHeadingAbsent { path, field, found, .. })
            if field == PLAN && !plan.is_empty() =>
        {
            Hinted::error(
                format!("`{path}` has no column for `--plan {plan}`: found {found}"),
                "type the heading after `--plan` as it stands in the file, in quotes where it holds a blank",
            )
        }
        _ => error,
    }
}

/// Which blocks border on which, where they are drawn, and the files that say so.
pub(crate) struct Neighbours {
    pub(crate) graph: Graph,
    /// Of each block; none where there is no map.
    pub(crate) shapes: Vec<Option<Shape>>,
    pub(crate) records: Vec<InputRecord>,
    /// The file in which they are drawn.
    pub(crate) map: Option<String>,
    /// Units of the map of which neither map nor table says in which region they are.
    pub(crate) left_out: usize,
}

/// Neighbours by a map. Each block must be on it, and what it has of the same region must be in the table: `codes` are those of
/// all blocks of the table, of whatever region.
///
/// # Errors
/// Where the map cannot be read, or map and table do not hold the same blocks.
pub(crate) fn of_map(
    session: &Session,
    (table, path): (&str, &Path),
    options: &Options,
    chosen: &[Block],
    codes: &BTreeSet<String>,
) -> Result<Neighbours> {
    let rules = BoundaryRules::from_profile(session.profile())?;
    let of_table = super::map_codes::of_blocks(table, chosen);
    let map = super::maps::read_joined(session, "boundaries", path, (&rules, options), &[of_table])?;
    let place_of: BTreeMap<&str, usize> =
        chosen.iter().enumerate().map(|(place, block)| (block.id.as_str(), place)).collect();
    let places: Vec<Option<usize>> =
        map.layer.units.iter().map(|unit| place_of.get(unit.id.as_str()).copied()).collect();
    let mut shapes = vec![None; chosen.len()];
    for (unit, place) in map.layer.units.iter().zip(&places) {
        if let Some(place) = place {
            shapes[*place] = Some(tizim_boundaries::shape([&unit.area]));
        }
    }
    let missing = shapes.iter().filter(|shape| shape.is_none()).count();
    if missing > 0 {
        return Err(Hinted::error(
            format!("{missing} of {} blocks are not on the map `{}`", chosen.len(), map.layer.file),
            "write the codes in both alike, or name the property of the map that holds them in `[columns.boundaries]` of \
             `--columns`",
        ));
    }
    let left_out = left_out(session, &map.layer, &places, codes)?;
    let all = Adjacency::of(&map.layer, rules.near_metres).tolerant();
    let borders = all.borders().filter_map(|border| {
        Some(Border { one: places[border.one]?, other: places[border.other]?, ..border })
    });
    let graph = Graph::new(chosen.len(), borders);
    Ok(Neighbours { graph, shapes, records: vec![map.record], map: Some(map.layer.file), left_out })
}

/// Units that are named where they are missing in the table.
const NAMED: usize = 5;

/// How many units of the map are in no row of the table, where the map does not say in which region they are.
///
/// # Errors
/// Where it says that some are in the region that is split: without them neither quota nor neighbours are right.
fn left_out(
    session: &Session,
    layer: &Layer,
    places: &[Option<usize>],
    codes: &BTreeSet<String>,
) -> Result<usize> {
    let units = || layer.units.iter().zip(places);
    let regions: BTreeSet<&String> =
        units().filter(|(_, place)| place.is_some()).filter_map(|(unit, _)| unit.region.as_ref()).collect();
    let absent: Vec<&Unit> = units().map(|(unit, _)| unit).filter(|unit| !codes.contains(&unit.id)).collect();
    let of_region = |unit: &&&Unit| unit.region.as_ref().is_some_and(|region| regions.contains(region));
    let own: Vec<&&Unit> = absent.iter().filter(of_region).collect();
    if !own.is_empty() {
        let names: Vec<String> =
            own.iter().take(NAMED).map(|unit| format!("{} ({})", unit.id, unit.title())).collect();
        let names = names.join(", ");
        return Err(Hinted::error(
            format!(
                "the map `{}` has blocks of this region that are in no row of the table: {}, such as {}",
                layer.file,
                own.len(),
                names
            ),
            "add a row for each, with 0 voters where nobody votes; where one belongs to another region, write that region \
             into its row",
        ));
    }
    let unknown = absent.iter().filter(|unit| unit.region.is_none()).count();
    if unknown > 0 {
        session.say(&format!(
            "`{}` has units that are in no row of the table, and says of no region that they are in it: {unknown}; the ways are \
             counted without them",
            layer.file
        ));
    }
    Ok(unknown)
}

/// Neighbours by a table of pairs.
///
/// # Errors
/// As [`neighbours`].
pub(crate) fn of_pairs(
    session: &Session,
    given: &str,
    options: &Options,
    chosen: &[Block],
) -> Result<Neighbours> {
    let (borders, tables) = neighbours(session, given, options, chosen)?;
    let records = tables.into_iter().map(|opened| opened.record).collect();
    Ok(Neighbours {
        graph: Graph::new(chosen.len(), borders),
        shapes: Vec::new(),
        records,
        map: None,
        left_out: 0,
    })
}

/// Reads a table of neighbours, as pairs of places among the blocks; how many pairs name a block that is not among them is
/// said.
///
/// # Errors
/// Where the file cannot be read as such a table, or no pair of it is of these blocks.
fn neighbours(
    session: &Session,
    given: &str,
    options: &Options,
    blocks: &[Block],
) -> Result<(Vec<Border>, Vec<Opened>)> {
    let tables = super::read(session, "neighbours", given, "adjacency", options)?;
    let places: BTreeMap<&str, usize> =
        blocks.iter().enumerate().map(|(place, block)| (block.id.as_str(), place)).collect();
    let (mut pairs, mut elsewhere) = (Pairs::default(), 0u64);
    for opened in &tables {
        for row in opened.table.rows() {
            let of = |column: &str| places.get(text(&row, column).as_str()).copied();
            match (of("one"), of("other")) {
                (Some(one), Some(other)) => {
                    pairs.state([one, other], row.decimal("metres"), (opened.table.file(), row.number()))?;
                }
                _ => elsewhere += 1,
            }
        }
    }
    let borders = pairs.borders();
    if borders.is_empty() && blocks.len() > 1 {
        return Err(Hinted::error(
            format!("no pair of neighbours in `{given}` is of two of the blocks"),
            "write the codes in both tables alike; `tizim template adjacency` prints the headings that are expected",
        ));
    }
    let unknown = borders.iter().filter(|border| border.metres.is_none()).count();
    if unknown > 0 && unknown < borders.len() {
        session.say(&format!(
            "of {unknown} of {} pairs of neighbours the table states no metres, so borders are counted in pairs and not measured",
            borders.len()
        ));
    }
    if elsewhere > 0 {
        session.say(&format!(
            "{elsewhere} pairs of neighbours name a block that is not split here, and are left out"
        ));
    }
    Ok((borders, tables))
}

/// A file and a row of it.
type Row<'a> = (&'a str, u64);

/// Pairs of neighbours as a table states them, each with the row that did first.
#[derive(Default)]
struct Pairs<'a> {
    stated: BTreeMap<[usize; 2], (Option<f64>, Row<'a>)>,
}

impl<'a> Pairs<'a> {
    /// Takes what a row states of a pair. The same said twice, perhaps from the other side, counts once.
    ///
    /// # Errors
    /// Where no border has that length, or another row states another.
    fn state(&mut self, pair: [usize; 2], metres: Option<f64>, row: Row<'a>) -> Result<()> {
        let (file, number) = row;
        if metres.is_some_and(|metres| !metres.is_finite() || metres < 0.0) {
            return Err(Hinted::error(
                format!(
                    "`{file}` row {number}, column `metres`: expected a length in metres, found a number below zero"
                ),
                "write the length of the common border, or leave the cell empty where it is not known",
            ));
        }
        let pair = [pair[0].min(pair[1]), pair[0].max(pair[1])];
        let (first, (first_file, first_row)) = *self.stated.entry(pair).or_insert((metres, row));
        if first != metres {
            return Err(Hinted::error(
                format!(
                    "`{file}` row {number}, column `metres`: expected the same border as in `{first_file}` row {first_row}, which \
                     is of the same two blocks, and found another"
                ),
                "state each pair once, with all of its common border",
            ));
        }
        Ok(())
    }

    fn borders(&self) -> Vec<Border> {
        let border =
            |(&[one, other], &(metres, _)): (&[usize; 2], &(Option<f64>, _))| Border { one, other, metres };
        self.stated.iter().map(border).collect()
    }
}

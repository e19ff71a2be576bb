//! Tables of districts and of claimants of seats.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use tizim_districts::{
    Basis, Districts, Drawn, Electorate, Estimate, Facts, Grade, Region, StatedTotal, Unit,
};
use tizim_evidence::{Evidence, InputRecord, Language, Shape};
use tizim_polling::Regions;
use tizim_polling::vouched::is_shape_of_a_person;
use tizim_tables::{Input, Options, Place, Row, TableError, is_part_label, without_persons};

use super::{Opened, parts, perhaps_totals, standing, text};
use crate::data;
use crate::failure::Hinted;
use crate::session::Session;

/// Our name for the column that `--by` names.
const GROUP: &str = "by";

/// Reads a table of districts.
///
/// # Errors
/// Where the file cannot be read as one, or has no districts.
pub(crate) fn read(
    session: &Session,
    given: &str,
    options: &Options,
    by: Option<&str>,
    basis: Basis,
) -> Result<(Districts, Vec<Opened>)> {
    let mut options = options.clone();
    if let Some(column) = by {
        options.columns.insert(GROUP, vec![column.to_owned()]);
    }
    let tables = super::read(session, "districts", given, "districts", &options)
        .map_err(|error| without_group(error, by.unwrap_or_default()))?;
    let tables = parts::joined(tables, column(basis), &data::regions(session.profile())?);
    tables.iter().try_for_each(|opened| counts(opened, basis))?;
    let rows = tables.iter().flat_map(|opened| opened.table.rows().map(move |row| (opened, row)));
    let mut units = rows.map(|(opened, row)| unit(opened, &row, basis)).collect::<Result<Vec<Unit>>>()?;
    let groups = units.iter_mut().filter_map(|unit| unit.group.as_mut());
    without_persons(Place::Precinct, options.places.as_ref(), groups);
    if units.is_empty() {
        return Err(Hinted::error(
            format!("`{given}` has no districts below its headings"),
            "`tizim template districts` prints the headings that are expected",
        ));
    }
    if let Some(column) = by.filter(|_| units.iter().all(|unit| unit.group.is_none())) {
        return Err(Hinted::error(
            format!("`{given}` states nothing in the column `{column}` that `--by` names"),
            "name a column that tells the councils apart, or leave `--by` out",
        ));
    }
    let perhaps_totals = perhaps_totals(&tables);
    let stated_totals = tables.iter().filter_map(|opened| stated_total(opened, basis)).collect();
    Ok((
        Districts { by: by.map(str::to_owned), basis, stated_totals, perhaps_totals, ..Districts::of(units) },
        tables,
    ))
}

/// Where the column that `--by` names is not there: which there are, and what to type.
fn without_group(error: anyhow::Error, by: &str) -> anyhow::Error {
    match error.downcast_ref::<TableError>() {
        Some(TableError::MappedHeadingAbsent { path, field, found, .. }) if field == GROUP => Hinted::error(
            format!("`{path}` has no column for `--by {by}`: found {found}"),
            "type the heading after `--by` as it stands in the file, in quotes where it holds a blank, or its place, \
             such as `--by \"#1\"` for the first column",
        ),
        _ => error,
    }
}

/// Whether the table counts whom the districts are to hold in equal numbers, or by whom seats are shared.
pub(super) fn counts(opened: &Opened, basis: Basis) -> Result<()> {
    let has = |basis: Basis| {
        let bounds =
            basis == Basis::Voters && (opened.table.has("voters_low") || opened.table.has("voters_high"));
        opened.table.has(column(basis)) || bounds
    };
    if has(basis) {
        return Ok(());
    }
    let others = [Basis::Voters, Basis::Population, Basis::Citizens].into_iter().filter(|other| has(*other));
    let others: Vec<String> = others.map(|other| format!("`--basis {}`", column(other))).collect();
    Err(Hinted::error(
        format!("`{}` has no column `{}`", opened.table.file(), column(basis)),
        format!(
            "the table can be judged by {}; or name the heading with `--columns FILE.toml`",
            others.join(" or ")
        ),
    ))
}

/// The 29 districts of Kazakhstan 2023 with what is known of their regions and totals, read from the built-in tables
/// just as a user's own would be.
///
/// # Errors
/// Never, unless the built-in tables are broken.
pub(crate) fn built_in(session: &Session, by: Option<&str>) -> Result<(Districts, Vec<InputRecord>)> {
    let read = |name: &str, called: &'static str, text: &'static str| -> Result<Opened> {
        let mut options = Options::default();
        // English stands under the names of our columns, other languages beside it.
        for column in of_language(session, name) {
            options.columns.insert(column, vec![format!("{column}_{}", session.catalogue.language().code())]);
        }
        if let Some(column) = by.filter(|_| name == "districts") {
            options.columns.insert(GROUP, vec![column.to_owned()]);
        }
        let input = Input::bytes(session.catalogue.word(called), text);
        super::read_one(session, "built in", &input, &data::schema(name)?, &options)
    };
    let districts = read("districts", "app.built_in.districts", data::DISTRICTS_2023)?;
    let regions = read("regions", "app.built_in.regions", data::REGIONS_2023)?;
    let drawn = read("regions", "app.built_in.when_drawn", data::REGIONS_WHEN_DRAWN_2023)?;
    let (series, turnout) =
        super::turnout::parsed(session.catalogue.word("app.built_in.turnout"), data::TURNOUT_2023)?;
    let tiles = read("tiles", "app.built_in.tiles", data::TILES_2023)?;
    let known = Districts {
        of_profile: true,
        turnout: Some(series),
        units: districts
            .table
            .rows()
            .map(|row| unit(&districts, &row, Basis::Voters))
            .collect::<Result<Vec<Unit>>>()?,
        regions: regions.table.rows().map(|row| region(&row)).collect(),
        regions_when_drawn: drawn.table.rows().map(|row| region(&row)).collect(),
        facts: Facts::from_toml_in(data::FACTS_2023, session.catalogue.language())?,
        shapes: tiles.table.rows().filter_map(|row| tile(&row)).collect(),
        basis: Basis::Voters,
        by: by.map(str::to_owned),
        ..Districts::default()
    };
    Ok((known, vec![districts.record, regions.record, drawn.record, turnout]))
}

/// The columns of a built-in table that it has in each language.
fn of_language(session: &Session, table: &str) -> &'static [&'static str] {
    match table {
        _ if session.catalogue.language() == Language::En => &[],
        "tiles" => &["short"],
        _ => &["name", "source"],
    }
}

/// Where a district stands on a map of tiles.
fn tile(row: &Row<'_>) -> Option<(String, Drawn)> {
    let place = |name: &str| u16::try_from(row.count(name)?).ok();
    let shape = Shape::Tile { column: place("column")?, row: place("row")? };
    Some((text(row, "id"), Drawn { shape, short: row.text("short").map(|short| short.trim().to_owned()) }))
}

fn region(row: &Row<'_>) -> Region {
    let electorate = electorate(row, Basis::Voters);
    let estimate = match (row.count("estimate"), row.count("estimate_deviation")) {
        (Some(mean), Some(deviation)) => Some(Estimate { mean: mean as f64, deviation: deviation as f64 }),
        _ => None,
    };
    Region {
        id: text(row, "id"),
        name: text(row, "name"),
        seats: row.count("seats").and_then(|seats| u32::try_from(seats).ok()),
        electorate,
        drift: row.decimal("drift").unwrap_or(0.0),
        estimate,
        population: row.count("population"),
        status: standing::status(&text(row, "status"), electorate),
        grade: standing::grade(&text(row, "grade")),
        source: row.text("source").map(str::to_owned),
        as_of: row.text("as_of").map(str::to_owned),
    }
}

fn unit(opened: &Opened, row: &Row<'_>, basis: Basis) -> Result<Unit> {
    let electorate = electorate(row, basis);
    let id = row
        .text("id")
        .or_else(|| row.text("name"))
        .map_or_else(|| format!("row {}", row.number()), str::to_owned);
    let of_sheet = opened.region.as_ref().map(|region| region.name.as_str());
    let id = match opened.region.as_ref().filter(|region| region.numbered_anew) {
        Some(region) => format!("{}, {}", region.name.trim(), id.trim()),
        None => id.trim().to_owned(),
    };
    // Two names may have one shape, and are two districts.
    let id = if is_shape_of_a_person(&id) { format!("{id} ({})", row.number()) } else { id };
    let mut unit = Unit::new(&id, electorate);
    if let Some(name) = row.text("name") {
        name.trim().clone_into(&mut unit.name);
    }
    unit.region = row.text("region").or(of_sheet).map(|region| region.trim().to_owned());
    unit.group = row.text(GROUP).map(|group| group.trim().to_owned());
    unit.seats = seats(opened, row)?;
    unit.drift = row.decimal("drift").unwrap_or(0.0);
    unit.other_bases = [Basis::Voters, Basis::Population, Basis::Citizens]
        .into_iter()
        .filter(|other| *other != basis && row.text(column(*other)).is_some())
        .map(|other| (other, self::electorate(row, other)))
        .collect();
    unit.status = standing::status(&text(row, "status"), electorate);
    unit.grade = grade(opened, row)?;
    unit.source = row.text("source").map(str::to_owned);
    unit.as_of = row.text("as_of").map(str::to_owned);
    unit.evidence = Some(evidence(opened, row));
    Ok(unit)
}

/// How official the figure is. A word that is no grade is refused, since an unknown one would pass for official.
fn grade(opened: &Opened, row: &Row<'_>) -> Result<Option<Grade>> {
    let word = text(row, "grade");
    if word.is_empty() {
        return Ok(None);
    }
    let grade = standing::grade(&word).with_context(|| {
        format!(
            "`{}` row {}, column `grade`: expected official, official via press, press or secondary, and the cell says something else",
            opened.table.file(),
            row.number()
        )
    })?;
    Ok(Some(grade))
}

/// The seats of a district; 1 where the table has no column for them. Every share rests on the sum of all seats, so a
/// table that does not tell them all is refused.
fn seats(opened: &Opened, row: &Row<'_>) -> Result<u32> {
    if !opened.table.has("seats") {
        return Ok(1);
    }
    let seats = row.count("seats").and_then(|seats| u32::try_from(seats).ok()).filter(|seats| *seats > 0);
    seats.with_context(|| {
        let found = if row.is_rejected("seats") {
            "what stands there is none"
        } else if row.count("seats").is_some() {
            "the number there is none that a district can fill"
        } else {
            "the cell is empty"
        };
        format!(
            "`{}` row {}, column `seats`: expected a whole number of seats from 1, and {found}; every quota rests on \
             the sum of all seats. Fill in the cell, or leave the column out if every district fills one seat",
            opened.table.file(),
            row.number()
        )
    })
}

pub(super) fn column(basis: Basis) -> &'static str {
    match basis {
        Basis::Voters => "voters",
        Basis::Population => "population",
        Basis::Citizens => "citizens",
    }
}

fn electorate(row: &Row<'_>, basis: Basis) -> Electorate {
    let bounds = |end| if basis == Basis::Voters { row.count(end) } else { None };
    Electorate::from_columns(row.count(column(basis)), bounds("voters_low"), bounds("voters_high"))
}

/// The total row at the foot of the table, which the audit holds against the rows above it. Rows that sum a part of the
/// table are passed over: one with districts below it, and one that states just the districts since the total before.
fn stated_total(opened: &Opened, basis: Basis) -> Option<StatedTotal> {
    let table = &opened.table;
    let is_part = |row: &Row<'_>| ["id", "name", "region"].iter().any(|name| is_part_label(&text(row, name)));
    // Behind a part of a total stand other parts.
    let mut totals = table.totals().take_while(|row| !is_part(row)).collect::<Vec<_>>().into_iter().rev();
    let last = totals.next()?;
    let count = last.count(column(basis))?;
    if table.rows().next_back().is_some_and(|row| row.number() > last.number()) {
        return None;
    }
    if let Some(before) = totals.next() {
        let since = table.rows().filter(|row| row.number() > before.number());
        let counts: Vec<u64> = since.filter_map(|row| row.count(column(basis))).collect();
        if !counts.is_empty() && counts.iter().sum::<u64>() == count {
            return None;
        }
    }
    Some(StatedTotal { count, evidence: Some(evidence(opened, &last)) })
}

fn evidence(opened: &Opened, row: &Row<'_>) -> Evidence {
    Evidence { file: opened.table.file().to_owned(), list: None, row: row.number(), source_ref: None }
}

/// Reads a file of known totals and order facts about these districts.
///
/// # Errors
/// Where it cannot be read, or states a total for a region in which there is no district.
pub(crate) fn facts(
    path: &std::path::Path,
    language: Language,
    districts: &Districts,
    known: &Regions,
) -> Result<Facts> {
    let mut facts = Facts::from_toml_in(&super::text_file(path)?, language)
        .with_context(|| format!("in `{}`", path.display()))?;
    tizim_districts::join_facts(&mut facts, districts, known);
    let regions: BTreeSet<&str> = districts.units.iter().filter_map(|unit| unit.region.as_deref()).collect();
    let mut stated =
        std::iter::once(&facts.totals).chain(&facts.when_drawn).flat_map(|totals| totals.regions.keys());
    if let Some(unknown) = stated.find(|region| !regions.contains(region.as_str())) {
        let known = regions.iter().take(20).map(|region| format!("`{region}`")).collect::<Vec<_>>();
        let known = if known.is_empty() { "the table names no regions".to_owned() } else { known.join(", ") };
        return Err(Hinted::error(
            format!(
                "`{}` states a total for region `{unknown}`, in which the table has no district",
                path.display()
            ),
            format!("name regions as the table does: {known}"),
        ));
    }
    Ok(facts)
}

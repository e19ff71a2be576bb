//! The sections whose numbers count persons whatever was found: `counts`, `chance`, `totals` and `levels`.
//!
//! The walk in `document` hides what is filed under a code or rule of findings. Here the cells that belong together
//! are protected together: the counts of one code, the states that add up to all certificates, the precincts that
//! add up to their commission.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::{SMALL, WITHHELD, counts_no_persons, is_small};

/// Hides what these sections give away; whether anything was hidden.
pub(super) fn hide(document: &mut Map<String, Json>, names: &BTreeSet<&str>) -> bool {
    let before = document.clone();
    if let Some(Json::Object(counts)) = document.get_mut("counts") {
        for (_, row) in counts.iter_mut().filter(|(code, _)| names.contains(code.as_str())) {
            row_of_code(row);
        }
    }
    if let Some(chance) = document.get_mut("chance") {
        observed(chance);
    }
    if let Some(Json::Object(rules)) = document.get_mut("coverage") {
        rules.values_mut().filter_map(Json::as_object_mut).flat_map(Map::values_mut).for_each(of_rows);
    }
    if let Some(Json::Object(totals)) = document.get_mut("totals") {
        let of_persons = totals.contains_key("states") || !names.is_empty();
        if let Some(Json::Object(states)) = totals.get_mut("states") {
            hide_small(states);
            // The states add up to the certificates.
            complement(states);
        }
        if of_persons {
            hide_small(totals);
        }
        for (_, parts) in totals.iter_mut() {
            total_and_parts(parts);
        }
    }
    if let Some(Json::Object(levels)) = document.get_mut("levels") {
        hide_levels(levels);
    }
    *document != before
}

/// Whether a number or its replacement is hidden.
fn is_hidden(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text == SMALL || text == WITHHELD)
}

fn count(value: &Json) -> Option<f64> {
    value.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0)
}

fn hide_one(value: &mut Json) {
    if count(value).is_some_and(is_small) {
        *value = SMALL.into();
    }
}

fn hide_small(members: &mut Map<String, Json>) {
    members.iter_mut().filter(|(name, _)| !counts_no_persons(name)).for_each(|(_, value)| hide_one(value));
}

/// One small count of a code withholds the others: groups and rows differ little.
fn row_of_code(row: &mut Json) {
    let Json::Object(members) = row else { return };
    if members.values().any(is_hidden) {
        for value in members.values_mut().filter(|value| count(value).is_some_and(|count| count > 0.0)) {
            *value = WITHHELD.into();
        }
    }
}

/// Rows of a list under a rule: those with a key and those without add up to all.
fn of_rows(covered: &mut Json) {
    let Some(members) = covered.as_object_mut() else { return };
    let Some(keyed) = members.remove("keyed") else { return };
    let mut parts = Map::from_iter([(String::new(), keyed)]);
    if let Some(Json::Object(not)) = members.get_mut("not") {
        parts.extend(std::mem::take(not));
    }
    hide_small(&mut parts);
    complement(&mut parts);
    members.insert("keyed".to_owned(), parts.remove("").unwrap_or_default());
    members.insert("not".to_owned(), Json::Object(parts));
}

/// What was observed beside chance counts pairs of rows, under whichever rule.
fn observed(section: &mut Json) {
    match section {
        Json::Object(members) => {
            members.iter_mut().for_each(
                |(name, member)| {
                    if name == "observed" { hide_one(member) } else { observed(member) }
                },
            );
        }
        Json::Array(members) => members.iter_mut().for_each(observed),
        _ => {}
    }
}

/// Withholds the smallest number still shown where one is hidden alone.
fn complement(members: &mut Map<String, Json>) {
    let mut cells: Vec<&mut Json> = members.values_mut().collect();
    complement_cells(&mut cells);
}

fn complement_cells(cells: &mut [&mut Json]) {
    if cells.iter().filter(|cell| is_hidden(cell)).count() != 1 {
        return;
    }
    let shown = cells.iter_mut().filter_map(|cell| Some((count(cell).filter(|count| *count > 0.0)?, cell)));
    if let Some((_, cell)) = shown.min_by(|left, right| left.0.total_cmp(&right.0)) {
        **cell = WITHHELD.into();
    }
}

/// An object with a total beside its parts.
fn total_and_parts(section: &mut Json) {
    let Json::Object(members) = section else { return };
    if members.keys().any(|name| is_total(name)) {
        let mut parts: Vec<&mut Json> =
            members.iter_mut().filter(|(name, _)| !is_total(name)).map(|(_, value)| value).collect();
        complement_cells(&mut parts);
    }
}

fn is_total(name: &str) -> bool {
    matches!(name, "total" | "all" | "sum") || name.starts_with("total_")
}

/// Which of the numbers of a unit.
type Cell = (String, Option<String>);

/// Precincts, commissions and regions: every level adds up to the next.
fn hide_levels(levels: &mut Map<String, Json>) {
    for (level, units) in levels.iter_mut() {
        match units {
            Json::Array(units) => units.iter_mut().for_each(hide_unit),
            // Nothing lies beside the nation: its numbers stand in the totals.
            unit if level == "nation" => hide_unit(unit),
            _ => {}
        }
    }
    for (level, parent) in
        [("precinct", Some("tec")), ("precinct", Some("region")), ("precinct", None), ("tec", Some("region"))]
            .into_iter()
            .chain([("tec", None), ("region", None)])
    {
        let Some(Json::Array(units)) = levels.get_mut(level) else { continue };
        let cells: BTreeSet<Cell> = units.iter().flat_map(cells_of).collect();
        for cell in cells {
            let mut groups: BTreeMap<String, Vec<&mut Json>> = BTreeMap::new();
            for unit in units.iter_mut() {
                let group =
                    parent.map_or(String::new(), |key| unit.get(key).map_or(String::new(), Json::to_string));
                if let Some(value) = cell_of(unit, &cell) {
                    groups.entry(group).or_default().push(value);
                }
            }
            for group in groups.values_mut() {
                complement_cells(group);
            }
        }
        units.iter_mut().for_each(withhold_differences);
    }
    if let Some(nation) = levels.get_mut("nation") {
        withhold_differences(nation);
    }
}

fn hide_unit(unit: &mut Json) {
    let Json::Object(members) = unit else { return };
    hide_small(members);
    for (_, member) in members.iter_mut() {
        if let Json::Object(inner) = member {
            inner.iter_mut().filter(|(name, _)| *name != "difference").for_each(|(_, value)| hide_one(value));
        }
    }
}

/// A difference gives away the other number of a pair.
fn withhold_differences(unit: &mut Json) {
    let Json::Object(members) = unit else { return };
    for (_, member) in members.iter_mut() {
        let Json::Object(inner) = member else { continue };
        let hidden = inner.iter().any(|(name, value)| name != "difference" && is_hidden(value));
        if let Some(difference) = inner.get_mut("difference").filter(|value| hidden && value.is_number()) {
            *difference = WITHHELD.into();
        }
    }
}

fn cells_of(unit: &Json) -> Vec<Cell> {
    let Json::Object(members) = unit else { return Vec::new() };
    let mut cells = Vec::new();
    for (name, member) in members.iter().filter(|(name, _)| !counts_no_persons(name)) {
        match member {
            Json::Object(inner) => {
                let names = inner.keys().filter(|inner| *inner != "difference");
                cells.extend(names.map(|inner| (name.clone(), Some(inner.clone()))));
            }
            Json::Number(_) => cells.push((name.clone(), None)),
            value if is_hidden(value) => cells.push((name.clone(), None)),
            _ => {}
        }
    }
    cells
}

fn cell_of<'a>(unit: &'a mut Json, (name, inner): &Cell) -> Option<&'a mut Json> {
    let member = unit.get_mut(name)?;
    match inner {
        Some(inner) => member.get_mut(inner),
        None => Some(member),
    }
}

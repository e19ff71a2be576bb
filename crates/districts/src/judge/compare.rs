//! What changed between two tables of districts: two maps, or one map at two dates.
//!
//! A district gains where a vote in it weighs more than before, that is where its deviation from the quota fell.
//! Whether equality as a whole improved may depend on the index; where one Lorenz curve lies above the other
//! everywhere, it does not.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Column, ColumnKind, Exhibit, Finding, Message, Privacy, Run, Table, Value};

use crate::given::prepare::check;
use crate::judge::assess::Assessment;
use crate::shown::document::to_json;
use crate::shown::words;
use crate::{
    DistrictRules, Districts, DistrictsError, Dominance, Facts, Index, Unit, lorenz_dominance, lorenz_points,
};

/// The outcome of [`compare`], to be added to an audit of the later table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The JSON section `comparison`.
    pub document: Map<String, Json>,
    /// What it amounts to, in a few sentences.
    pub summary: Vec<Message>,
    /// Findings; a change is none, so that this is empty unless a table could not be compared.
    pub findings: Vec<Finding>,
    /// Tables.
    pub exhibits: Vec<Exhibit>,
}

/// Which way something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Down,
    Up,
    Same,
    Open,
}

/// How a figure moved: certain only where the bounds before and after do not overlap.
fn way(before: &Value, after: &Value) -> Way {
    let (Some(before), Some(after)) = (before.bounds(), after.bounds()) else { return Way::Open };
    let known = before.0.to_bits() == before.1.to_bits() && after.0.to_bits() == after.1.to_bits();
    let slack = 1e-12 * (1.0 + before.0.abs().max(after.0.abs()));
    if known && (before.0 - after.0).abs() <= slack {
        Way::Same
    } else if after.1 < before.0 {
        Way::Down
    } else if after.0 > before.1 {
        Way::Up
    } else {
        Way::Open
    }
}

/// Compares two tables: who gained, who lost, whether equality improved. `after` is the table audited, `before`
/// an earlier or other one. Units are matched by identifier, within their council where there are several.
///
/// ```
/// use tizim_districts::{Districts, Electorate, Unit, compare};
/// let table = |a, b| Districts::of(vec![
///     Unit::new("A", Electorate::Known(a)),
///     Unit::new("B", Electorate::Known(b)),
/// ]);
/// let change = compare(&table(70, 30), &table(60, 40))?;
/// assert_eq!(change.document["lorenz"], "after_more_equal");
/// assert_eq!(change.document["gained"][0], "A");
/// # Ok::<(), tizim_districts::DistrictsError>(())
/// ```
///
/// # Errors
/// Where one of the tables cannot be used as a whole.
pub fn compare(before: &Districts, after: &Districts) -> Result<Comparison, DistrictsError> {
    check(before)?;
    check(after)?;
    let (old, new) = (assess(before)?, assess(after)?);
    let mut comparison = Comparison::default();
    let mut rows = Vec::new();
    let (mut gained, mut lost, mut open) = (Vec::new(), Vec::new(), Vec::new());
    let (mut only_before, mut only_after) = (Vec::new(), Vec::new());
    let places: BTreeMap<(&str, &str), (usize, usize)> = positions(&old);
    let kept: BTreeMap<(&str, &str), (usize, usize)> = positions(&new);
    only_before.extend(places.keys().filter(|id| !kept.contains_key(*id)).map(label));
    for (body, assessment) in new.iter().enumerate() {
        for (place, unit) in assessment.units.iter().enumerate() {
            let id = (unit.group.as_deref().unwrap_or(""), unit.id.as_str());
            debug_assert_eq!(kept.get(&id), Some(&(body, place)));
            let Some(&(other, there)) = places.get(&id) else {
                only_after.push(label(&id));
                continue;
            };
            let (was, is) = (&old[other].deviations[there], &assessment.deviations[place]);
            match way(was, is) {
                Way::Down => gained.push(label(&id)),
                Way::Up => lost.push(label(&id)),
                Way::Open => open.push(label(&id)),
                Way::Same => {}
            }
            rows.push((label(&id), unit.name.clone(), was.clone(), is.clone(), way(was, is)));
        }
    }
    comparison.exhibits.push(Exhibit::Table(table(&rows)));
    comparison.summary.push(
        Message::new("districts.compare.units")
            .with("gained", gained.len())
            .with("lost", lost.len())
            .with("open", open.len())
            .with("new", only_after.len())
            .with("gone", only_before.len()),
    );
    let units = rows.into_iter().map(|(id, name, was, is, way)| {
        json!({"id": id, "name": name, "before": to_json(&was), "after": to_json(&is), "change": unit_word(way)})
    });
    let document = &mut comparison.document;
    document.insert("units".to_owned(), units.collect());
    for (key, ids) in [
        ("gained", gained),
        ("lost", lost),
        ("open", open),
        ("only_before", only_before),
        ("only_after", only_after),
    ] {
        document.insert(key.to_owned(), json!(ids));
    }
    bodies(&old, &new, &mut comparison);
    Ok(comparison)
}

fn label(id: &(&str, &str)) -> String {
    if id.0.is_empty() { id.1.to_owned() } else { format!("{}/{}", id.0, id.1) }
}

fn unit_word(way: Way) -> &'static str {
    match way {
        Way::Down => "gained",
        Way::Up => "lost",
        Way::Same => "same",
        Way::Open => "undetermined",
    }
}

fn assess(districts: &Districts) -> Result<Vec<Assessment<'_>>, DistrictsError> {
    let mut members: BTreeMap<Option<&str>, Vec<&Unit>> = BTreeMap::new();
    for unit in &districts.units {
        members.entry(unit.group.as_deref()).or_default().push(unit);
    }
    let (rules, run) = (DistrictRules::default(), Run::new([0; 32]));
    let one = members.len() == 1 && members.contains_key(&None);
    let alone = Districts::default();
    members
        .into_iter()
        .map(|(group, units)| {
            let group = group.map(str::to_owned);
            if one {
                Assessment::of(group, units, districts, &districts.facts, &rules, &run)
            } else {
                Assessment::of(group, units, &alone, &Facts::default(), &rules, &run)
            }
        })
        .collect()
}

fn positions<'a>(bodies: &'a [Assessment<'_>]) -> BTreeMap<(&'a str, &'a str), (usize, usize)> {
    let mut places = BTreeMap::new();
    for (body, assessment) in bodies.iter().enumerate() {
        for (place, unit) in assessment.units.iter().enumerate() {
            places.insert((unit.group.as_deref().unwrap_or(""), unit.id.as_str()), (body, place));
        }
    }
    places
}

/// Indices of each body before and after; those of the whole stand at the top of the section.
fn bodies(old: &[Assessment], new: &[Assessment], comparison: &mut Comparison) {
    let mut groups = Vec::new();
    for after in new {
        let Some(before) = old.iter().find(|before| before.group == after.group) else { continue };
        let indices: Map<String, Json> = Index::ALL
            .into_iter()
            .map(|index| (index.key().to_owned(), index_change(index, before, after)))
            .collect();
        let lorenz = dominance(before, after);
        if after.group.is_none() {
            comparison.summary.extend(sentence(lorenz, before, after));
            comparison.document.insert("indices".to_owned(), Json::Object(indices));
            comparison.document.insert("lorenz".to_owned(), json!(lorenz));
        } else {
            groups.push(json!({"group": after.group, "indices": indices, "lorenz": lorenz}));
        }
    }
    comparison.document.insert("groups".to_owned(), Json::Array(groups));
}

fn index_change(index: Index, before: &Assessment, after: &Assessment) -> Json {
    let (was, is) = (before.index(index), after.index(index));
    // Equal districts have the largest share for a majority, and the smallest value of every other index.
    let word = match (way(&was, &is), index == Index::DauerKelsay) {
        (Way::Down, false) | (Way::Up, true) => "more_equal",
        (Way::Up, false) | (Way::Down, true) => "less_equal",
        (Way::Same, _) => "same",
        (Way::Open, _) => "undetermined",
    };
    json!({"before": to_json(&was), "after": to_json(&is), "change": word})
}

/// How the Lorenz curves lie; not said where a figure is open.
fn dominance(before: &Assessment, after: &Assessment) -> &'static str {
    if !before.is_exact() || !after.is_exact() || before.without_quota || after.without_quota {
        return "undetermined";
    }
    let curve = |body: &Assessment| lorenz_points(&body.people(), &body.system.seats);
    match lorenz_dominance(&curve(before), &curve(after)) {
        Dominance::First => "before_more_equal",
        Dominance::Second => "after_more_equal",
        Dominance::Same => "same",
        Dominance::Crossing => "crossing",
    }
}

fn sentence(lorenz: &str, before: &Assessment, after: &Assessment) -> Option<Message> {
    let message = match lorenz {
        "before_more_equal" => Message::new("districts.compare.less_equal"),
        "after_more_equal" => Message::new("districts.compare.more_equal"),
        "same" => Message::new("districts.compare.same"),
        "crossing" => Message::new("districts.compare.crossing"),
        _ => return None,
    };
    let mal = |body: &Assessment| body.index(Index::Mal);
    Some(message.with("before", mal(before)).with("after", mal(after)))
}

fn table(rows: &[(String, String, Value, Value, Way)]) -> Table {
    let column = |key: &'static str, title: Message, kind: ColumnKind| Column::new(key, title, kind);
    let line = |(id, name, was, is, way): &(String, String, Value, Value, Way)| {
        vec![id.into(), name.into(), was.clone(), is.clone(), words::change(unit_word(*way))]
    };
    Table {
        id: "change",
        title: Message::new("districts.compare.table"),
        note: Some(Message::new("districts.compare.table_note")),
        columns: vec![
            column("id", Message::new("districts.column.id"), ColumnKind::Text),
            column("name", Message::new("districts.column.name"), ColumnKind::Text),
            column("before", Message::new("districts.compare.before"), ColumnKind::Deviation),
            column("after", Message::new("districts.compare.after"), ColumnKind::Deviation),
            column("change", Message::new("districts.compare.change"), ColumnKind::Text),
        ],
        rows: rows.iter().map(line).collect(),
        privacy: Privacy::Open,
    }
}

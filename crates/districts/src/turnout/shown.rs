//! Conditional bounds as JSON, tables and findings.

use serde_json::{Value as Json, json};
use tizim_evidence::{
    Audit, Column, ColumnKind, Exhibit, Finding, Interval, Message, Privacy, Severity, Subject, Table, Value,
};

use super::conflict::Conflict;
use super::lists::{Assumed, assume};
use crate::code::Code;
use crate::judge::assess::Assessment;
use crate::{Districts, DistrictsError};

/// Adds what a series of turnout says, where there is one: the section `conditional`, two tables, and what contradicts.
pub(crate) fn add(
    districts: &Districts,
    assessment: &Assessment,
    audit: &mut Audit,
) -> Result<(), DistrictsError> {
    let Some(series) = &districts.turnout else { return Ok(()) };
    let assumed = assume(districts, assessment, series)?;
    let conflicts = assumed.lists.conflicts();
    let name = |id: &str| {
        let place = assessment.regions.iter().position(|other| other == id);
        place.map_or_else(|| id.to_owned(), |place| assessment.region_names[place].clone())
    };
    let bounds: Vec<(&str, Option<(u64, u64)>)> = if conflicts.is_empty() {
        assumed.open.iter().map(|id| (id.as_str(), assumed.lists.bounds(&[id.as_str()]))).collect()
    } else {
        Vec::new()
    };
    let open: Vec<&str> = assumed.open.iter().map(String::as_str).collect();
    let together = if !conflicts.is_empty() || open.len() < 2 { None } else { assumed.lists.bounds(&open) };
    audit.document.insert("conditional".to_owned(), document(&assumed, &bounds, together, &conflicts));
    let is_known = |id: &&str| assessment.regions.iter().any(|own| own == id);
    let named = series.regions.iter().map(|(id, _)| id.as_str());
    let strange: Vec<&str> = named.filter(|id| !is_known(id)).collect();
    audit.findings.extend(unknown_regions(&strange, &series.file));
    let told = |conflict| contradiction(&assumed, conflict, &name, conflicts.len() == 1);
    audit.findings.extend(conflicts.iter().map(told));
    if !bounds.is_empty() {
        audit.exhibits.push(Exhibit::Table(bounds_table(&bounds, &name)));
    }
    audit.exhibits.push(Exhibit::Table(assumptions_table(&assumed, &name)));
    audit.notes.push(Message::new("districts.turnout.note").with("file", &series.file));
    Ok(())
}

/// Regions of the series in which the table has no district: each is taken for one more, of which nothing is known.
fn unknown_regions(names: &[&str], file: &str) -> Option<Finding> {
    let title = Message::new("districts.turnout.unknown_regions")
        .with("file", file)
        .with("count", names.len())
        .with("names", names.iter().map(|name| Value::place(*name)).collect::<Vec<_>>());
    (!names.is_empty()).then(|| {
        Finding::new(Code::NotChecked.word(), Severity::Notice, Subject::new("check", "turnout-regions"))
            .titled(title)
            .counting(names.len() as u64)
            .under("turnout", None)
    })
}

fn document(
    assumed: &Assumed,
    bounds: &[(&str, Option<(u64, u64)>)],
    together: Option<(u64, u64)>,
    conflicts: &[Conflict],
) -> Json {
    let series = &assumed.lists.series;
    let of = |bounds: &Option<(u64, u64)>| {
        bounds.map(|(low, high)| json!({"low": low, "high": high, "tight": false}))
    };
    let cell = |&(hour, region): &(usize, Option<usize>)| json!({"hour": series.hours[hour], "region": region.map(|region| &assumed.lists.regions[region].0)});
    let contradiction = |conflict: &Conflict| {
        json!({
            "hours": conflict.hours.iter().map(|&hour| &series.hours[hour]).collect::<Vec<_>>(),
            "any_one_of": conflict.any_one_of.iter().map(cell).collect::<Vec<_>>(),
        })
    };
    json!({
        "file": series.file,
        "holds_if": "every_assumption_holds",
        "assumptions": assumed.assumptions.iter().map(|one| {
            json!({"id": one.code, "size": one.size, "regions": one.regions})
        }).collect::<Vec<_>>(),
        "regions": bounds.iter().map(|(id, bounds)| json!({"id": id, "voters": of(bounds)})).collect::<Vec<_>>(),
        "together": together.map(|together| json!({"regions": assumed.open, "voters": of(&Some(together))})),
        "contradiction": conflicts.first().map(contradiction),
        "contradictions": conflicts.iter().map(contradiction).collect::<Vec<_>>(),
    })
}

/// Percentages that cannot all be true, with those of which one alone would resolve it.
fn contradiction(
    assumed: &Assumed,
    conflict: &Conflict,
    name: &dyn Fn(&str) -> String,
    is_only_one: bool,
) -> Finding {
    let series = &assumed.lists.series;
    let hours: Vec<&str> = conflict.hours.iter().map(|&hour| series.hours[hour].as_str()).collect();
    let cell = |&(hour, region): &(usize, Option<usize>)| {
        let who =
            region.map_or_else(|| "\u{2211}".to_owned(), |region| name(&assumed.lists.regions[region].0));
        format!("{who} {}", series.hours[hour])
    };
    let cells: Vec<String> = conflict.any_one_of.iter().map(cell).collect();
    let title = match (hours.is_empty(), cells.is_empty()) {
        (true, _) => Message::new("districts.turnout.lists_contradict"),
        (false, true) => Message::new("districts.turnout.contradiction"),
        (false, false) => Message::new("districts.turnout.contradiction_of_one"),
    };
    let id = if is_only_one { "turnout".to_owned() } else { format!("turnout {}", hours.join(" ")) };
    Finding::new(Code::Sums.word(), Severity::Warning, Subject::new("nation", id))
        .titled(title.with("file", &series.file).with("hours", hours).with("cells", cells))
        .counting(conflict.any_one_of.len().max(1) as u64)
        .under("turnout", None)
        .unless(Message::new("districts.turnout.explain_assumption"))
        .unless(Message::new("districts.turnout.explain_misprint"))
}

/// A size that a row has no place for is none that was not established.
fn without_gaps(row: Vec<Value>) -> Vec<Value> {
    row.into_iter().map(|value| if value.is_missing() { Value::from("-") } else { value }).collect()
}

fn column(key: &'static str, title: &'static str, kind: ColumnKind) -> Column {
    Column::new(key, Message::new(title), kind)
}

fn bounds_table(bounds: &[(&str, Option<(u64, u64)>)], name: &dyn Fn(&str) -> String) -> Table {
    let row = |(id, bounds): &(&str, Option<(u64, u64)>)| {
        let ends = bounds.map(|(low, high)| Interval { low: low as f64, high: high as f64, tight: false });
        vec![Value::region(id, &name(id)), Value::from(ends)]
    };
    Table {
        id: "conditional",
        title: Message::new("districts.turnout.table"),
        note: Some(Message::new("districts.turnout.table_note")),
        columns: vec![
            column("region", "districts.column.region", ColumnKind::Text),
            column("voters", "districts.column.voters", ColumnKind::Count),
        ],
        rows: bounds.iter().map(row).collect(),
        privacy: Privacy::Open,
    }
}

fn assumptions_table(assumed: &Assumed, name: &dyn Fn(&str) -> String) -> Table {
    let word = |code: &'static str| Value::Word {
        code,
        word: match code {
            "rounded" => "districts.turnout.rounded",
            "lists_grow" => "districts.turnout.lists_grow",
            "figures_hold" => "districts.turnout.figures_hold",
            "figures_drift" => "districts.turnout.figures_drift",
            "more" => "districts.turnout.more",
            "between" => "districts.turnout.between",
            "ballots" => "districts.turnout.ballots",
            _ => "districts.turnout.order",
        },
    };
    let row = |one: &super::lists::Assumption| {
        let regions: Vec<Value> = one.regions.iter().map(|id| Value::region(id, &name(id))).collect();
        let size = |codes: &[&str]| if codes.contains(&one.code) { one.size.clone() } else { Value::Missing };
        vec![
            word(one.code),
            size(&["rounded"]),
            size(&["figures_hold", "figures_drift"]),
            size(&["lists_grow", "more", "between", "ballots"]),
            Value::List(regions),
        ]
    };
    Table {
        id: "conditional-assumptions",
        title: Message::new("districts.turnout.assumptions"),
        note: Some(Message::new("districts.turnout.assumptions_note")),
        columns: vec![
            column("assumption", "districts.turnout.assumption", ColumnKind::Text),
            column("points", "districts.turnout.points", ColumnKind::Number(4)),
            column("share", "districts.turnout.share", ColumnKind::Share),
            column("persons", "districts.turnout.persons", ColumnKind::Count),
            column("regions", "districts.turnout.regions", ColumnKind::Text),
        ],
        rows: assumed.assumptions.iter().map(row).map(without_gaps).collect(),
        privacy: Privacy::Open,
    }
}

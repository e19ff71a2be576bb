//! What would become of the smallest district: each merger of its region with a neighbouring one, with the seats and the
//! deviations that would result.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{ColumnKind, Exhibit, Interval, Message, Object, Privacy, Table, Value};

use super::districts;
use super::drawn::Drawn;
use super::inputs::{MapInputs, StatedDistrict};
use super::shown::column;
use super::{MapAudit, told};
use crate::Adjacency;

/// One way to seat two regions that are merged.
struct Merger<'d> {
    region: &'d str,
    kilometres: Option<f64>,
    voters: Option<(u64, u64)>,
    seats: u64,
    is_as_now: bool,
    deviation: Option<(f64, f64)>,
}

/// Adds the mergers, where it is certain which district is the smallest and its region has neighbours on the map.
pub(super) fn add(inputs: &MapInputs<'_>, adjacency: &Adjacency, drawn: &Drawn, audit: &mut MapAudit) {
    let Some(smallest) = smallest(inputs.districts) else { return };
    let Some(own) = smallest.region.as_deref() else { return };
    let ways: Vec<Merger<'_>> = neighbours(inputs, adjacency, drawn, own)
        .into_iter()
        .flat_map(|(region, metres)| of_region(inputs, own, region, metres))
        .collect();
    if ways.is_empty() {
        return;
    }
    let document = |way: &Merger<'_>| -> Value {
        Object::new()
            .with("region", way.region)
            .with("border_km", way.kilometres)
            .with("voters", districts::voters(way.voters))
            .with("seats", way.seats)
            .with("as_now", way.is_as_now)
            .with("deviation", bounds(way.deviation))
            .into()
    };
    audit.document.insert(
        "mergers",
        Object::new()
            .with("smallest", &smallest.id)
            .with("region", own)
            .with("ways", Value::List(ways.iter().map(document).collect())),
    );
    audit.exhibits.push(Exhibit::Table(table(smallest, own, &ways)));
}

/// The district with the fewest voters per seat, where bounds leave no doubt.
fn smallest(all: &[StatedDistrict]) -> Option<&StatedDistrict> {
    let of_seat = |one: &StatedDistrict| {
        let (low, high) = one.voters.filter(|_| one.seats > 0)?;
        Some((low as f64 / f64::from(one.seats), high as f64 / f64::from(one.seats)))
    };
    let known: Vec<(&StatedDistrict, (f64, f64))> =
        all.iter().filter_map(|one| Some((one, of_seat(one)?))).collect();
    let least = known.iter().min_by(|one, other| one.1.1.total_cmp(&other.1.1))?;
    let is_certain = known.len() == all.len()
        && known.len() > 1
        && known.iter().all(|other| other.0.id == least.0.id || other.1.0 > least.1.1);
    is_certain.then_some(least.0)
}

/// The regions that border on one, with the metres of border where all of it is known.
fn neighbours<'d>(
    inputs: &MapInputs<'d>,
    adjacency: &Adjacency,
    drawn: &Drawn,
    own: &str,
) -> BTreeMap<&'d str, Option<f64>> {
    let region_of: BTreeMap<&str, &'d str> = inputs
        .districts
        .iter()
        .filter_map(|district| Some((district.id.as_str(), district.region.as_deref()?)))
        .collect();
    let region = |unit: usize| -> Option<&'d str> {
        let district = drawn.district_of.get(unit).copied().flatten()?;
        region_of.get(drawn.districts[district].id.as_str()).copied()
    };
    let mut found: BTreeMap<&'d str, Option<f64>> = BTreeMap::new();
    for border in adjacency.tolerant().borders() {
        let (Some(one), Some(other)) = (region(border.one), region(border.other)) else { continue };
        let next = match (one == own, other == own) {
            (true, false) => other,
            (false, true) => one,
            _ => continue,
        };
        let metres = found.entry(next).or_insert(Some(0.0));
        *metres = metres.zip(border.metres).map(|(sum, metres)| sum + metres);
    }
    found
}

/// The ways to seat two regions together: with the seats that they have now, and with the whole numbers of seats about their
/// quota. The quota is that of the nation, whose seats stay as many.
fn of_region<'d>(inputs: &MapInputs<'d>, own: &str, region: &'d str, metres: Option<f64>) -> Vec<Merger<'d>> {
    let both: Vec<&StatedDistrict> = inputs
        .districts
        .iter()
        .filter(|one| one.region.as_deref().is_some_and(|one| one == own || one == region))
        .collect();
    let is_other = |one: &&StatedDistrict| !both.iter().any(|own| own.id == one.id);
    let together = voters(both.iter().copied());
    let others = voters(inputs.districts.iter().filter(is_other));
    let all_seats: u64 = inputs.districts.iter().map(|one| u64::from(one.seats)).sum();
    let now: u64 = both.iter().map(|one| u64::from(one.seats)).sum();
    // Of the voters of the nation, the part that is these; it grows with them and falls with the others.
    let quotas = together.zip(others).map(|(together, others)| {
        let part = |own: u64, others: u64| own as f64 / (own as f64 + others as f64) * all_seats as f64;
        (part(together.0, others.1), part(together.1, others.0))
    });
    let mut seats = BTreeSet::from([now]);
    if let Some((low, high)) = quotas {
        seats.extend([low.floor() as u64, high.ceil() as u64].into_iter().filter(|seats| *seats > 0));
    }
    let deviation =
        |seats: u64| quotas.map(|(low, high)| (low / seats as f64 - 1.0, high / seats as f64 - 1.0));
    let way = |seats: u64| Merger {
        region,
        kilometres: metres.map(|metres| metres / 1e3),
        voters: together,
        seats,
        is_as_now: seats == now,
        deviation: deviation(seats),
    };
    seats.into_iter().map(way).collect()
}

/// The voters of several districts; nothing where those of one are not known.
fn voters<'d>(of: impl IntoIterator<Item = &'d StatedDistrict>) -> Option<(u64, u64)> {
    of.into_iter().try_fold((0u64, 0u64), |sum, one| {
        let (low, high) = one.voters?;
        Some((sum.0.saturating_add(low), sum.1.saturating_add(high)))
    })
}

fn bounds(deviation: Option<(f64, f64)>) -> Value {
    match deviation {
        Some((low, high)) if low == high => Value::derived(low),
        Some((low, high)) => Value::derived(Interval { low, high, tight: false }),
        None => Value::Missing,
    }
}

fn table(smallest: &StatedDistrict, own: &str, ways: &[Merger<'_>]) -> Table {
    let row = |way: &Merger<'_>| {
        let (code, word) = if way.is_as_now {
            ("as_now", "boundaries.kind.as_now")
        } else {
            ("otherwise", "boundaries.kind.otherwise")
        };
        vec![
            Value::place(way.region),
            Value::from(way.kilometres),
            districts::voters(way.voters),
            Value::from(way.seats),
            Value::Word { code, word },
            bounds(way.deviation),
        ]
    };
    Table {
        id: "map-mergers",
        title: Message::new("boundaries.table.mergers").with("region", Value::place(own)),
        note: Some(
            Message::new("boundaries.table.mergers_note")
                .with("district", told::names([(smallest.id.as_str(), smallest.name.as_str())])),
        ),
        columns: vec![
            column("region", "boundaries.column.merged_with", ColumnKind::Text),
            column("border_km", "boundaries.column.common_border_km", ColumnKind::Number(0)),
            column("voters", "boundaries.column.voters_together", ColumnKind::Count),
            column("seats", "boundaries.column.seats", ColumnKind::Count),
            column("way", "boundaries.column.way", ColumnKind::Text),
            column("deviation", "boundaries.column.deviation", ColumnKind::Deviation),
        ],
        rows: ways.iter().map(row).collect(),
        privacy: Privacy::Open,
    }
}

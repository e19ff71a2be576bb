//! From where to where certificates were carried: region by region, or within one region from TEC to TEC.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Chart, ChartKind, Exhibit, Mark, Message, Persons, Privacy, Series, Value};

use crate::ledger::context::Context;
use crate::ledger::places::{Place, PlaceId, plain_name};
use crate::ledger::register::Register;

/// Places on a side that are shown: those of which there is most to tell.
const MOST: usize = 24;

/// The field of flows; `None` where no certificate has both a home and a place of use, or all are of one place.
pub(crate) fn chart(context: &Context<'_>) -> Option<Exhibit> {
    let flows = counted(context, context.register.as_ref()?);
    let by_home = largest(flows.iter().map(|((home, _), count)| (home, *count)));
    let by_destination = largest(flows.iter().map(|((_, destination), count)| (destination, *count)));
    if by_home.len().max(by_destination.len()) < 2 {
        return None;
    }
    let row = |home: &&String| Series {
        label: Message::new("avc.chart.row").with("row", Value::place(home.as_str())),
        line: false,
        marks: by_destination
            .iter()
            .map(|destination| Mark {
                label: Value::place(destination.as_str()),
                x: flows.get(&((*home).clone(), (*destination).clone())).copied().map(Persons).into(),
                y: Value::Missing,
                highlighted: false,
            })
            .collect(),
    };
    Some(Exhibit::Chart(Chart {
        id: "avc-flow-field",
        title: Message::new("avc.chart.flows"),
        note: Some(Message::new("avc.chart.flows_note")),
        kind: ChartKind::Matrix,
        x_title: Message::new("avc.column.flow"),
        x_format: "",
        y_title: Message::new("avc.column.destination"),
        y_format: "",
        guides: Vec::new(),
        series: by_home.iter().map(row).collect(),
        privacy: Privacy::Open,
    }))
}

/// Certificates by home and place of use, one within the same precinct not counted.
fn counted(context: &Context<'_>, register: &Register<'_>) -> BTreeMap<(String, String), u64> {
    let places = &context.places.all;
    let region = |place: &Place| plain_name(&place.region);
    let is_one_region = places.iter().map(region).collect::<BTreeSet<_>>().len() < 2;
    let name = |place: PlaceId| {
        let place = &places[place as usize];
        let name = if is_one_region { &place.tec } else { &place.region };
        (!name.is_empty()).then(|| name.clone())
    };
    let mut flows = BTreeMap::new();
    for life in &register.lives {
        let home = register.issues(life).next().and_then(|row| register.home_place(row));
        let used = register.uses(life).find_map(|row| register.use_place(row));
        if let (Some(home), Some(used)) = (home, used)
            && home != used
            && let (Some(home), Some(used)) = (name(home), name(used))
        {
            *flows.entry((home, used)).or_default() += 1;
        }
    }
    flows
}

/// The names with most certificates, in the order of letters.
fn largest<'n>(flows: impl Iterator<Item = (&'n String, u64)>) -> Vec<&'n String> {
    let mut sums: BTreeMap<&String, u64> = BTreeMap::new();
    for (name, count) in flows {
        *sums.entry(name).or_default() += count;
    }
    let mut sums: Vec<(&String, u64)> = sums.into_iter().collect();
    sums.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    let mut names: Vec<&String> = sums.into_iter().take(MOST).map(|(name, _)| name).collect();
    names.sort();
    names
}

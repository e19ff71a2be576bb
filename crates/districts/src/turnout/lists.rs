//! From table, facts and series to what is assumed of each region's list.

use tizim_evidence::{Interval, Value};

use super::certificate::{PARTS, Range};
use super::program::Lists;
use super::series::{TurnoutDay, TurnoutSeries};
use crate::judge::assess::Assessment;
use crate::{Districts, DistrictsError};

/// One thing that the bounds take for granted, with its size.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assumption {
    pub(super) code: &'static str,
    pub(super) size: Value,
    pub(super) regions: Vec<String>,
}

/// The lists with what is assumed of them, and the regions whose figures are not stated.
pub(super) struct Assumed {
    pub(super) lists: Lists,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) open: Vec<String>,
}

fn bad(reason: String) -> DistrictsError {
    DistrictsError::Syntax { what: "what the facts say of the day of turnout", reason }
}

/// Puts everything together that bounds from turnout assume.
pub(super) fn assume(
    districts: &Districts,
    assessment: &Assessment,
    series: &TurnoutSeries,
) -> Result<Assumed, DistrictsError> {
    let day = &districts.facts.turnout_day;
    if day.within.is_some_and(|within| !(0.0..=1.0).contains(&within)) {
        return Err(bad("`within` is a share between 0 and 1".to_owned()));
    }
    let total = assessment.stated_total.filter(|total| total.low == total.high).map(|total| total.low);
    let list = day
        .list
        .or(total)
        .ok_or_else(|| bad("`list`, the nation's list before the first hour, is missing".to_owned()))?;
    let totals = by_hour(&day.lists, series)?;
    let rising = totals.iter().try_fold(list, |before, &(_, next)| (before <= next).then_some(next));
    if rising.is_none() {
        return Err(bad("the nation's list falls during the day".to_owned()));
    }
    let ballots = by_hour(&day.ballots, series)?;
    let mut ids: Vec<&str> = series.regions.iter().map(|(id, _)| id.as_str()).collect();
    ids.extend(
        assessment
            .regions
            .iter()
            .map(String::as_str)
            .filter(|id| !series.regions.iter().any(|(other, _)| other == id)),
    );
    for id in day.more.keys().chain(day.between.keys()) {
        if !ids.contains(&id.as_str()) {
            return Err(bad(format!("`{id}` is no region of the series or of the table")));
        }
    }
    let (mut regions, mut kinds) = (Vec::new(), Vec::new());
    for id in ids {
        let (range, kind) = of_region(id, districts, assessment, list);
        regions.push((id.to_owned(), range));
        kinds.push((id.to_owned(), kind));
    }
    let held = day.within.unwrap_or_else(|| assessment.largest_drift_of_totals());
    let assumptions = listed(day, series, &kinds, held, totals.last().map_or(list, |last| last.1) - list);
    let open = kinds.into_iter().filter(|(_, kind)| *kind != Kind::Stated).map(|(id, _)| id).collect();
    let lists = Lists { regions, totals, list, ballots, series: series.clone() };
    Ok(Assumed { lists, assumptions, open })
}

fn by_hour(
    stated: &std::collections::BTreeMap<String, u64>,
    series: &TurnoutSeries,
) -> Result<Vec<(usize, u64)>, DistrictsError> {
    let place = |(hour, &count): (&String, &u64)| {
        let found = series.hours.iter().position(|other| other == hour);
        found.map(|at| (at, count)).ok_or_else(|| bad(format!("`{hour}` is no hour of the series")))
    };
    let mut found = stated.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    found.sort_unstable();
    Ok(found)
}

/// Where the bounds of a region's list come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A figure, held to within a share.
    Stated,
    /// Bounds of the facts, as they stand.
    Between,
    /// What totals and the order of sizes leave.
    Open,
}

fn of_region(id: &str, districts: &Districts, assessment: &Assessment, list: u64) -> (Range, Kind) {
    let day = &districts.facts.turnout_day;
    let exactly =
        |low: u64, high: u64| Range { low: i128::from(low) * PARTS, high: i128::from(high) * PARTS };
    if let Some(bounds) = day.between.get(id) {
        return (exactly(bounds.low, bounds.high), Kind::Between);
    }
    if let Some(known) = assessment.known_totals.iter().find(|known| known.id == id) {
        let within = (day.within.unwrap_or(known.drift) * PARTS as f64).round() as i128;
        let more = day.more.get(id).copied().unwrap_or(0);
        let range = Range {
            low: i128::from(known.voters.low) * (PARTS - within),
            high: i128::from(known.voters.high.saturating_add(more)) * (PARTS + within),
        };
        return (range, Kind::Stated);
    }
    let place = assessment.regions.iter().position(|other| other == id);
    let bounds = place.map(|place| assessment.system.regions[place]);
    (
        bounds.map_or(exactly(0, list), |bounds| exactly(bounds.low.min(list), bounds.high.min(list))),
        Kind::Open,
    )
}

/// Every assumption with its size.
fn listed(
    day: &TurnoutDay,
    series: &TurnoutSeries,
    kinds: &[(String, Kind)],
    held: f64,
    grown: u64,
) -> Vec<Assumption> {
    let of = |kind: Kind| -> Vec<String> {
        kinds.iter().filter(|(_, own)| *own == kind).map(|(id, _)| id.clone()).collect()
    };
    let one = |code: &'static str, size: Value, regions: Vec<String>| Assumption { code, size, regions };
    let figures = if day.within.is_some() { "figures_hold" } else { "figures_drift" };
    let mut all = vec![
        one("rounded", Value::from(1.0 / series.half_units as f64), Vec::new()),
        one("lists_grow", Value::from(grown), Vec::new()),
        one(figures, Value::stated(held), of(Kind::Stated)),
    ];
    all.extend(day.more.iter().map(|(id, &more)| one("more", Value::from(more), vec![id.clone()])));
    all.extend(day.between.iter().map(|(id, bounds)| {
        let size = Interval { low: bounds.low as f64, high: bounds.high as f64, tight: false };
        one("between", Value::from(size), vec![id.clone()])
    }));
    if !of(Kind::Open).is_empty() {
        all.push(one("order", Value::Missing, of(Kind::Open)));
    }
    if !day.ballots.is_empty() {
        all.push(one("ballots", Value::from(0), Vec::new()));
    }
    all
}

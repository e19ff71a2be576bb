//! A reason that commissions give, looked at: are districts small where few people live, and large where many do?

use tizim_evidence::{Chart, ChartKind, Exhibit, Mark, Message, Object, Privacy, Series, Value};

use super::districts::Measured;
use super::drawn::{District, Drawn};
use super::inputs::MapInputs;
use super::{MapAudit, told};

/// So many times as dense as the district in the middle, or as thin, is clearly so: areas take in lakes, and nobody knows the
/// population of a place to the last figure.
const MARGIN: f64 = 1.5;

/// A district of which density and deviation are known exactly.
struct Known<'d> {
    district: &'d District,
    density: f64,
    deviation: f64,
}

/// Adds the chart of deviation against density, and the districts in which density points the other way: those above the
/// quota that are settled clearly more thinly than the district in the middle, and those below it clearly more densely.
/// Deviations within the limit need no reason.
pub(super) fn add(inputs: &MapInputs<'_>, drawn: &Drawn, measured: &[Measured], audit: &mut MapAudit) {
    let known = |(district, own): (&'_ District, &Measured)| {
        Some((district.id.clone(), own.density()?, own.deviation?))
    };
    let all: Vec<Known<'_>> = drawn
        .districts
        .iter()
        .zip(measured)
        .filter_map(|(district, own)| {
            let (_, density, deviation) = known((district, own))?;
            Some(Known { district, density, deviation })
        })
        .collect();
    if all.len() < 3 {
        return;
    }
    let middle = median(all.iter().map(|one| one.density).collect());
    let limit = inputs.limit.unwrap_or(0.0);
    let is_against = |one: &&Known<'_>| {
        (one.deviation > limit && one.density * MARGIN < middle)
            || (one.deviation < -limit && one.density > middle * MARGIN)
    };
    let against: Vec<&Known<'_>> = all.iter().filter(is_against).collect();
    let beyond = all.iter().filter(|one| one.deviation.abs() > limit).count();
    let named = against.iter().map(|one| (one.district.id.as_str(), one.district.name.as_str()));
    audit.summary.push(
        Message::new(match (beyond, against.is_empty()) {
            (0, _) => "boundaries.density_none",
            (_, true) => "boundaries.density",
            (_, false) => "boundaries.density_against",
        })
        .with("limit", Value::stated(limit))
        .with("known", all.len())
        .with("margin", Value::stated(MARGIN))
        .with("beyond", beyond)
        .with("against", against.len())
        .with("districts", told::names(named)),
    );
    let ids: Vec<&str> = against.iter().map(|one| one.district.id.as_str()).collect();
    audit.document.insert(
        "density",
        Object::new()
            .with("median_voters_per_square_km", Value::derived(middle))
            .with("limit", Value::stated(limit))
            .with("beyond_limit", beyond)
            .with("margin", Value::stated(MARGIN))
            .with("unexplained", ids.clone()),
    );
    audit.exhibits.push(Exhibit::Chart(chart(&all, &ids, middle)));
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) }
}

/// Deviation against density: whether thinly settled districts are the ones that deviate.
fn chart(all: &[Known<'_>], against: &[&str], middle: f64) -> Chart {
    let mark = |one: &Known<'_>| Mark {
        label: one.district.name.as_str().into(),
        x: Value::derived(one.density),
        y: Value::derived(one.deviation),
        highlighted: against.contains(&one.district.id.as_str()),
    };
    Chart {
        id: "map-density",
        title: Message::new("boundaries.chart.density"),
        note: Some(Message::new("boundaries.chart.density_note")),
        kind: ChartKind::LogPlane,
        x_title: Message::new("boundaries.column.density"),
        x_format: "number1",
        y_title: Message::new("boundaries.chart.deviation"),
        y_format: "signed",
        guides: vec![(middle, Message::new("boundaries.chart.middle"))],
        series: vec![Series {
            label: Message::new("boundaries.chart.districts"),
            line: false,
            marks: all.iter().map(mark).collect(),
        }],
        privacy: Privacy::Open,
    }
}

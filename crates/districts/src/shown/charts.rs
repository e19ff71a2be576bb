//! Charts of districts.

use tizim_evidence::{Chart, ChartKind, Mark, Message, Privacy, Series, Value};

use crate::judge::assess::Assessment;
use crate::{DistrictRules, Force, Measure, lorenz_points};

/// The limits of binding and recommended standards of deviation, as lines in the chart.
pub(super) fn guides(rules: &DistrictRules) -> Vec<(f64, Message)> {
    let mut guides = vec![(0.0, Message::new("districts.chart.quota"))];
    for (standard, force) in &rules.standards {
        let weighs = matches!(force, Force::Binding | Force::Recommended);
        if let (true, Measure::Deviation, Some(limit)) = (weighs, standard.measure, standard.limit) {
            for end in [-limit, limit] {
                guides.push((end, Message::new("districts.chart.limit").with("limit", Value::stated(end))));
            }
        }
    }
    guides
}

/// Deviations as bars, the most under-represented first; of many councils, with their names.
pub(super) fn deviations(bodies: &[&Assessment], rules: &DistrictRules) -> Chart {
    let limit = guides(rules).iter().map(|(at, _)| *at).fold(0.0, f64::max);
    let units = bodies.iter().flat_map(|body| (0..body.units.len()).map(move |place| (*body, place)));
    let label = |unit: &crate::Unit| match &unit.group {
        Some(group) => format!("{group}: {}", unit.name),
        None => unit.name.clone(),
    };
    let marks = units.map(|(assessment, place)| Mark {
        label: label(assessment.units[place]).into(),
        x: assessment.deviations[place].clone(),
        y: Value::Missing,
        highlighted: limit > 0.0
            && assessment.deviations[place].bounds().is_some_and(|(low, high)| low > limit || high < -limit),
    });
    let mut marks: Vec<Mark> = marks.collect();
    let middle = |mark: &Mark| mark.x.bounds().map_or(0.0, |(low, high)| f64::midpoint(low, high));
    marks.sort_by(|a, b| middle(b).total_cmp(&middle(a)));
    Chart {
        id: "deviations",
        title: Message::new("districts.chart.deviations"),
        note: Some(Message::new("districts.chart.deviations_note")),
        kind: ChartKind::Bars,
        x_title: Message::new("districts.column.deviation"),
        x_format: "signed",
        y_title: Message::new("districts.column.name"),
        y_format: "",
        guides: guides(rules),
        series: vec![Series { label: Message::new("districts.column.deviation"), line: false, marks }],
        privacy: Privacy::Open,
    }
}

/// The Lorenz curve of seats over voters.
pub(super) fn lorenz(assessment: &Assessment) -> Chart {
    let line = |label: Message, points: &[(f64, f64)]| Series {
        label,
        line: true,
        marks: points
            .iter()
            .map(|&(x, y)| Mark { label: Value::Missing, x: x.into(), y: y.into(), highlighted: false })
            .collect(),
    };
    let points = lorenz_points(&assessment.people(), &assessment.system.seats);
    let note = if assessment.is_exact() {
        Message::new("districts.chart.lorenz_note")
    } else {
        Message::new("districts.chart.lorenz_midpoints")
    };
    Chart {
        id: "lorenz",
        title: Message::new("districts.chart.lorenz"),
        note: Some(note),
        kind: ChartKind::Plane,
        x_title: Message::new("districts.chart.share_of_people"),
        x_format: "percent",
        y_title: Message::new("districts.chart.share_of_seats"),
        y_format: "percent",
        guides: Vec::new(),
        series: vec![
            line(Message::new("districts.chart.curve"), &points),
            line(Message::new("districts.chart.equality"), &[(0.0, 0.0), (1.0, 1.0)]),
        ],
        privacy: Privacy::Open,
    }
}

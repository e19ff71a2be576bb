//! Seats of regions beside what their voters are entitled to by the quota.

use tizim_evidence::{Chart, ChartKind, Interval, Mark, Message, Privacy, Series, Value};

use crate::judge::assess::Assessment;

/// Each region's seats less its voters over the quota, the best served first; `None` for one region, or without a quota.
pub(super) fn chart(assessment: &Assessment) -> Option<Chart> {
    if assessment.without_quota || assessment.region_names.len() < 2 {
        return None;
    }
    let (quota_low, quota_high) = assessment.quota().bounds()?;
    let mut marks: Vec<Mark> = (0..assessment.region_names.len())
        .map(|region| {
            let alone = assessment.region_alone(region);
            let seats: u32 = alone.seats.iter().sum();
            // The sum of its districts' bounds bounds the region too.
            let sum = |of: fn(&crate::bounds::system::Box) -> u64| alone.units.iter().map(of).sum::<u64>();
            let low = alone.total.low.max(sum(|unit| unit.low));
            let high = alone.total.high.min(sum(|unit| unit.high));
            let surplus = surplus(f64::from(seats), [low as f64, high as f64], [quota_low, quota_high]);
            Mark {
                label: format!("{} ({seats})", assessment.region_names[region]).into(),
                highlighted: surplus.bounds().is_some_and(|(low, high)| low >= 1.0 || high <= -1.0),
                x: surplus,
                y: Value::Missing,
            }
        })
        .collect();
    let middle = |mark: &Mark| mark.x.bounds().map_or(0.0, |(low, high)| f64::midpoint(low, high));
    marks.sort_by(|left, right| middle(right).total_cmp(&middle(left)));
    Some(Chart {
        id: "seats-by-region",
        title: Message::new("districts.chart.seats"),
        note: Some(Message::new("districts.chart.seats_note")),
        kind: ChartKind::Bars,
        x_title: Message::new("districts.chart.seats_above"),
        x_format: "number2",
        y_title: Message::new("districts.chart.region_and_seats"),
        y_format: "",
        guides: vec![(0.0, Message::new("districts.chart.quota"))],
        series: vec![Series { label: Message::new("districts.chart.seats_above"), line: false, marks }],
        privacy: Privacy::Open,
    })
}

/// Seats less voters over the quota: bounds where voters or quota are bounds, rounded outward.
fn surplus(seats: f64, [low, high]: [f64; 2], [quota_low, quota_high]: [f64; 2]) -> Value {
    let (least, most) = (seats - high / quota_low, seats - low / quota_high);
    if low >= high && quota_low >= quota_high {
        return least.into();
    }
    Value::from(Interval { low: least.next_down(), high: most.next_up(), tight: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surplus_is_as_exact_as_what_it_is_made_of() {
        assert_eq!(surplus(3.0, [50.0, 50.0], [20.0, 20.0]), 0.5.into());
        let (low, high) = surplus(3.0, [40.0, 60.0], [20.0, 25.0]).bounds().unwrap();
        assert!(low <= 0.0 && low > -1e-9, "{low}");
        assert!((1.4..1.4 + 1e-9).contains(&high), "{high}");
    }
}

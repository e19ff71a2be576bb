//! Observed samples: a mean that observers saw over the stations they visited bounds a sum from below, if it is the mean
//! over these stations; it says nothing of the others.

use serde::Deserialize;
use serde_json::json;
use tizim_evidence::{Audit, Finding, Message, Severity, Subject, Value};

use crate::DistrictsError;
use crate::code::Code;
use crate::shown::words;

/// A mean observed at some stations, in `[[observed]]` of the facts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedSample {
    /// What was counted: `additions` or `removals`, or other words for additions.
    pub what: String,
    /// Stations observed.
    pub stations: u64,
    /// The mean over them, as it was stated.
    pub mean: f64,
    /// The unit to which the mean was rounded; 1 where nothing is said.
    #[serde(default = "one")]
    pub rounded_to: f64,
    /// By how much the nation's list grew in the same days, where known.
    #[serde(default)]
    pub net_growth: Option<i64>,
    /// Removals in the same days, where known: beside observed additions.
    #[serde(default)]
    pub removals: Option<u64>,
    /// Additions in the same days, where known: beside observed removals.
    #[serde(default)]
    pub additions: Option<u64>,
    /// Who states it.
    #[serde(default)]
    pub source: Option<String>,
}

fn one() -> f64 {
    1.0
}

impl ObservedSample {
    /// What was counted at these stations at least, if the mean is over them.
    ///
    /// ```
    /// # use tizim_districts::Facts;
    /// let facts = Facts::from_toml("[[observed]]\nwhat = 'additions'\nstations = 1352\nmean = 25\n")?;
    /// assert_eq!(facts.observed[0].at_least(), 33_124);
    /// # Ok::<(), tizim_districts::DistrictsError>(())
    /// ```
    pub fn at_least(&self) -> u64 {
        // In thousandths, so that a mean of 24.5 is exact.
        let thousandths = ((self.mean - self.rounded_to / 2.0) * 1000.0).round().max(0.0) as u128;
        u64::try_from((thousandths * u128::from(self.stations)).div_ceil(1000)).unwrap_or(u64::MAX)
    }

    /// Refuses what no sample can be.
    pub(crate) fn check(&self) -> Result<(), DistrictsError> {
        let sound = |value: f64| value.is_finite() && (0.0..=1e9).contains(&value);
        if self.stations > 0 && self.stations <= 1_000_000_000 && sound(self.mean) && sound(self.rounded_to) {
            return Ok(());
        }
        let reason =
            "an observed sample needs stations, a mean and what it was rounded to, none of them negative";
        Err(DistrictsError::Syntax { what: "the file of facts", reason: reason.to_owned() })
    }
}

/// Adds what the samples bound: the section `observed`, and a finding for each.
pub(crate) fn add(samples: &[ObservedSample], audit: &mut Audit) {
    if samples.is_empty() {
        return;
    }
    let mut section = Vec::new();
    for sample in samples {
        let beside = Beside::of(sample);
        section.push(json!({
            "what": sample.what, "stations": sample.stations, "mean": sample.mean, "at_least": sample.at_least(),
            "holds_if": "the_mean_is_over_these_stations", "net_growth": sample.net_growth,
            "removals": sample.removals, "removals_needed": beside.needed.filter(|_| !beside.of_removals),
            "additions": sample.additions, "additions_needed": beside.needed.filter(|_| beside.of_removals),
            "contradiction": beside.contradicts, "source": sample.source,
        }));
        audit.findings.push(finding(sample, &beside));
    }
    audit.document.insert("observed".to_owned(), json!(section));
}

/// A sample beside the net growth of the list, which is additions less removals.
struct Beside {
    /// Whether removals were observed, not additions.
    of_removals: bool,
    /// Whether the growth leaves no room for them; `None` where the other of the two is not known.
    contradicts: Option<bool>,
    /// How many of the other there must have been at the least.
    needed: Option<u64>,
}

impl Beside {
    fn of(sample: &ObservedSample) -> Self {
        let of_removals = sample.what.trim().eq_ignore_ascii_case("removals");
        let least = i128::from(sample.at_least());
        let others = if of_removals { sample.additions } else { sample.removals };
        // Additions are growth and removals; removals are additions less growth.
        let growth =
            sample.net_growth.map(|net| if of_removals { -i128::from(net) } else { i128::from(net) });
        let room = growth.zip(others).map(|(growth, others)| growth + i128::from(others));
        Self {
            of_removals,
            contradicts: room.map(|room| room < least),
            needed: growth.map(|growth| (least - growth).max(0) as u64),
        }
    }

    fn title(&self) -> Message {
        match (self.of_removals, self.contradicts, self.needed) {
            (false, Some(true), _) => Message::new("districts.observed.contradiction"),
            (false, Some(false), _) => Message::new("districts.observed.agrees"),
            (false, None, Some(1..)) => Message::new("districts.observed.beside"),
            (true, Some(true), _) => Message::new("districts.observed.removals_contradiction"),
            (true, Some(false), _) => Message::new("districts.observed.removals_agree"),
            (true, None, Some(1..)) => Message::new("districts.observed.removals_beside"),
            (_, None, Some(0)) => Message::new("districts.observed.room"),
            (_, None, None) => Message::new("districts.observed.alone"),
        }
    }
}

fn finding(sample: &ObservedSample, beside: &Beside) -> Finding {
    let contradicts = beside.contradicts == Some(true);
    let (severity, code) = if contradicts {
        (Severity::Warning, Code::Sums.word())
    } else {
        (Severity::Info, Code::NotChecked.word())
    };
    let least = sample.at_least();
    let title = beside
        .title()
        .with("what", words::observed(&sample.what))
        .with("mean", sample.mean)
        .with("stations", sample.stations)
        .with("least", least)
        .with("net", Value::from(sample.net_growth))
        .with("removals", Value::from(sample.removals))
        .with("additions", Value::from(sample.additions))
        .with("needed", Value::from(beside.needed));
    Finding::new(code, severity, Subject::new("sample", sample.what.clone()))
        .titled(title)
        .figure("at_least", least)
        .figure("stations", sample.stations)
        .under("observed", None)
        .unless(Message::new("districts.observed.explain_mean"))
        .unless(Message::new("districts.observed.explain_transfers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(what: &str, net: Option<i64>, others: Option<u64>) -> (&'static str, Option<u64>) {
        let sample = ObservedSample {
            what: what.to_owned(),
            stations: 10,
            mean: 25.0,
            rounded_to: 0.0,
            net_growth: net,
            removals: others,
            additions: others,
            source: None,
        };
        let beside = Beside::of(&sample);
        (beside.title().key.rsplit('.').next().unwrap_or_default(), beside.needed)
    }

    #[test]
    fn additions_and_removals_are_held_against_growth_each_in_its_way() {
        // 250 at the least.
        assert_eq!(beside("additions", None, None), ("alone", None));
        assert_eq!(beside("additions", Some(200), None), ("beside", Some(50)));
        assert_eq!(beside("additions", Some(250), None), ("room", Some(0)));
        assert_eq!(beside("additions", Some(200), Some(49)).0, "contradiction");
        assert_eq!(beside("additions", Some(200), Some(50)).0, "agrees");
        assert_eq!(beside("additions", Some(-10), None), ("beside", Some(260)));
        assert_eq!(beside("removals", Some(200), None), ("removals_beside", Some(450)));
        assert_eq!(beside("removals", Some(-250), None), ("room", Some(0)));
        assert_eq!(beside("removals", Some(-200), None), ("removals_beside", Some(50)));
        assert_eq!(beside("removals", Some(200), Some(449)).0, "removals_contradiction");
        assert_eq!(beside("Removals", Some(200), Some(450)).0, "removals_agree");
    }
}

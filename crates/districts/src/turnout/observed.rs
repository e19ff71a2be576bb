//! Observed samples: a mean that observers saw over the stations they visited bounds a sum from below, if it is the mean
//! over these stations; it says nothing of the others.

use serde::Deserialize;
use serde_json::json;
use tizim_evidence::{Audit, Finding, Message, Severity, Subject};

use crate::DistrictsError;
use crate::code::Code;

/// A mean observed at some stations, in `[[observed]]` of the facts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservedSample {
    /// What was counted, in words: `additions`.
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
    /// Removals in the same days, where known.
    #[serde(default)]
    pub removals: Option<u64>,
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
        let least = sample.at_least();
        // Additions less removals are the net growth.
        let room = sample
            .net_growth
            .zip(sample.removals)
            .map(|(net, removals)| i128::from(net) + i128::from(removals));
        let contradicts = room.map(|room| room < i128::from(least));
        let needed = sample.net_growth.map(|net| (i128::from(least) - i128::from(net)).max(0) as u64);
        section.push(json!({
            "what": sample.what, "stations": sample.stations, "mean": sample.mean, "at_least": least,
            "holds_if": "the_mean_is_over_these_stations", "net_growth": sample.net_growth,
            "removals": sample.removals, "removals_needed": needed, "contradiction": contradicts,
            "source": sample.source,
        }));
        let (severity, title) = match (contradicts, needed) {
            (Some(true), _) => (Severity::Warning, Message::new("districts.observed.contradiction")),
            (Some(false), _) => (Severity::Info, Message::new("districts.observed.agrees")),
            (None, Some(_)) => (Severity::Info, Message::new("districts.observed.beside")),
            (None, None) => (Severity::Info, Message::new("districts.observed.alone")),
        };
        let code = if contradicts == Some(true) { Code::Sums.word() } else { Code::NotChecked.word() };
        let finding = Finding::new(code, severity, Subject::new("sample", sample.what.clone()))
            .titled(
                title
                    .with("what", &sample.what)
                    .with("mean", sample.mean)
                    .with("stations", sample.stations)
                    .with("least", least)
                    .with("net", tizim_evidence::Value::from(sample.net_growth))
                    .with("removals", tizim_evidence::Value::from(sample.removals))
                    .with("needed", tizim_evidence::Value::from(needed)),
            )
            .figure("at_least", least)
            .figure("stations", sample.stations)
            .under("observed", None)
            .unless(Message::new("districts.observed.explain_mean"))
            .unless(Message::new("districts.observed.explain_transfers"));
        audit.findings.push(finding);
    }
    audit.document.insert("observed".to_owned(), json!(section));
}

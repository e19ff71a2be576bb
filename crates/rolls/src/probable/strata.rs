//! Pairs parted by score, so that few of them, looked at by hand, say something of all.

use std::fmt;
use std::str::FromStr;

/// Probabilities at which the listed pairs are parted; that of the threshold comes to these.
const BANDS: [f64; 2] = [0.9, 0.99];
/// Pairs that are less probable are with those that were never compared.
pub(super) const LEAST: f64 = 0.01;

/// Pairs of which a sample is drawn by itself.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Stratum {
    /// Outside all blocks, or compared and less probable than any stratum below.
    Outside,
    /// From this probability on, up to that one.
    Scored {
        /// The least probability.
        from: f64,
        /// The probability at which the next stratum begins; 1 for the last.
        to: f64,
    },
}

impl Stratum {
    /// The strata of listed pairs, those of the highest probability first.
    pub(super) fn listed(threshold: f64) -> Vec<Self> {
        let mut bounds: Vec<f64> = BANDS.into_iter().filter(|band| *band > threshold).collect();
        bounds.insert(0, threshold);
        bounds.push(1.0);
        bounds.windows(2).rev().map(|ends| Self::Scored { from: ends[0], to: ends[1] }).collect()
    }

    /// The pairs that were compared and are not listed.
    pub(super) fn below(threshold: f64) -> Option<Self> {
        (threshold > LEAST).then_some(Self::Scored { from: LEAST, to: threshold })
    }

    /// Whether a pair of this probability is of it.
    pub(super) fn holds(self, probability: f64) -> bool {
        match self {
            Self::Outside => probability < LEAST,
            Self::Scored { from, to } => probability >= from && (probability < to || to >= 1.0),
        }
    }

    /// The least probability in it.
    pub(super) fn from(self) -> f64 {
        match self {
            Self::Outside => 0.0,
            Self::Scored { from, .. } => from,
        }
    }
}

impl fmt::Display for Stratum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside => formatter.write_str("outside"),
            Self::Scored { from, to } => write!(formatter, "{from} to {to}"),
        }
    }
}

impl FromStr for Stratum {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text == "outside" {
            return Ok(Self::Outside);
        }
        let (from, to) = text.split_once(" to ").ok_or(())?;
        let number =
            |text: &str| text.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number)).ok_or(());
        let (from, to) = (number(from)?, number(to)?);
        if from < to { Ok(Self::Scored { from, to }) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_part_all_probabilities_and_are_read_as_they_are_written() {
        for threshold in [0.5, 0.95, 0.999, 0.02] {
            let mut strata = Stratum::listed(threshold);
            strata.extend(Stratum::below(threshold));
            strata.push(Stratum::Outside);
            for probability in [0.0, 0.009, 0.01, 0.3, 0.5, 0.9, 0.95, 0.99, 0.9995, 1.0] {
                let holding = strata.iter().filter(|stratum| stratum.holds(probability)).count();
                assert_eq!(holding, 1, "{probability} at {threshold}: {strata:?}");
            }
            assert!(strata.iter().all(|stratum| stratum.to_string().parse() == Ok(*stratum)));
        }
        assert_eq!("1 to 0".parse::<Stratum>(), Err(()));
        assert_eq!("below".parse::<Stratum>(), Err(()));
    }
}

//! Draws over the stated estimates: a reading of its own, never mixed with what is published.
//!
//! Each draw takes every estimated electorate from a normal distribution with the stated mean and standard deviation
//! and scales the estimated ones so that all regions add up to the known whole; stated figures stay as they are. A
//! draw that the stated order of sizes or a known bound forbids is rejected and drawn again, so that no reading of the
//! draws lies outside what is known for certain.

use std::collections::BTreeMap;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tizim_evidence::{Interrupted, Run};

use super::claims::Claims;
use super::measure::{Between, Measured, measure};
use crate::Method;

/// Values over the draws: the middle 95 of 100, and the extremes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spread {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// `None` without values. The ends are values that occurred (nearest rank).
    fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let at = |place: usize| values.get(place).copied();
        let outer = values.len() / 40;
        let last = values.len().checked_sub(1)?;
        Some(Self { low: at(outer)?, high: at(last - outer)?, least: at(0)?, most: at(last)? })
    }
}

/// Spreads of the least value between regions, the one used, and what the allocation used adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spreads {
    pub(crate) least: Spread,
    pub(crate) used: Spread,
    pub(crate) added: Spread,
}

/// The values behind [`Spreads`] while they are drawn.
#[derive(Default)]
struct Drawn {
    least: Vec<f64>,
    used: Vec<f64>,
    added: Vec<f64>,
}

impl Drawn {
    fn take(&mut self, between: Between) {
        self.least.push(between.least);
        self.used.push(between.used);
        self.added.push(between.added());
    }

    fn spreads(self) -> Option<Spreads> {
        Some(Spreads {
            least: Spread::of(self.least)?,
            used: Spread::of(self.used)?,
            added: Spread::of(self.added)?,
        })
    }
}

/// What the draws say.
#[derive(Debug, Clone)]
pub(crate) struct Simulated {
    /// Draws that were kept.
    pub(crate) draws: u32,
    /// Draws that what is known forbids.
    pub(crate) rejected: u32,
    /// MAL between regions where no region needs a seat.
    pub(crate) mal_without_minimum: Option<Spread>,
    pub(crate) seed: u64,
    pub(crate) theil: Option<Spreads>,
    pub(crate) mal: Option<Spreads>,
    pub(crate) range: Option<Spreads>,
    /// Draws in which the allocation used attained the optimum: ratio, range, MAL, Theil T.
    pub(crate) used_is_best: [u32; 4],
    /// Draws in which a method gave the allocation used.
    pub(crate) same_as_used: BTreeMap<Method, u32>,
    /// By tolerance and region: draws in which no number of seats served it.
    pub(crate) impossible: Vec<Vec<u32>>,
    /// By tolerance: smallest houses, and draws in which none was found.
    pub(crate) houses: Vec<(Option<Spread>, u32)>,
}

/// How many draws are rejected at the most for each that is wanted.
const REJECTED_PER_DRAW: u32 = 50;

/// A standard normal value (Box and Muller 1958).
fn normal(generator: &mut ChaCha12Rng) -> f64 {
    let mut uniform = || ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (radius, angle) = (uniform(), uniform());
    (-2.0 * radius.ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// What is kept of the draws while they are made.
struct Gathered {
    theil: Drawn,
    mal: Drawn,
    range: Drawn,
    without_minimum: Vec<f64>,
    houses: Vec<(Vec<f64>, u32)>,
    used: Vec<u64>,
    outcome: Simulated,
}

impl Gathered {
    fn new(claims: &Claims, tolerances: usize, seed: u64) -> Self {
        Self {
            theil: Drawn::default(),
            mal: Drawn::default(),
            range: Drawn::default(),
            without_minimum: Vec::new(),
            houses: vec![(Vec::new(), 0); tolerances],
            used: claims.regions.iter().map(|region| region.used).collect(),
            outcome: Simulated {
                draws: 0,
                rejected: 0,
                mal_without_minimum: None,
                seed,
                theil: None,
                mal: None,
                range: None,
                used_is_best: [0; 4],
                same_as_used: BTreeMap::new(),
                impossible: vec![vec![0; claims.regions.len()]; tolerances],
                houses: Vec::new(),
            },
        }
    }

    /// Takes one draw that was kept.
    fn take(&mut self, one: &Measured) {
        let outcome = &mut self.outcome;
        outcome.draws += 1;
        self.theil.take(one.theil);
        self.mal.take(one.mal);
        self.without_minimum.push(one.mal_without_minimum);
        let best = |between: Between| u32::from(between.added() <= 0.0);
        outcome.used_is_best[2] += best(one.mal);
        outcome.used_is_best[3] += best(one.theil);
        if let (Some(ratio), Some(span)) = (one.ratio, one.range) {
            self.range.take(span);
            outcome.used_is_best[0] += best(ratio);
            outcome.used_is_best[1] += best(span);
        }
        for (method, seats) in &one.methods {
            *outcome.same_as_used.entry(*method).or_default() += u32::from(*seats == self.used);
        }
        for (counts, regions) in outcome.impossible.iter_mut().zip(&one.impossible) {
            for &region in regions {
                counts[region] += 1;
            }
        }
        for ((found, none), house) in self.houses.iter_mut().zip(&one.houses) {
            match house {
                Some(house) => found.push(*house as f64),
                None => *none += 1,
            }
        }
    }

    fn finish(self) -> Simulated {
        Simulated {
            theil: self.theil.spreads(),
            mal: self.mal.spreads(),
            range: self.range.spreads(),
            mal_without_minimum: Spread::of(self.without_minimum),
            houses: self.houses.into_iter().map(|(found, none)| (Spread::of(found), none)).collect(),
            ..self.outcome
        }
    }
}

/// Draws until so many are kept, or too many were rejected: then there are fewer, or none.
pub(crate) fn simulate(
    claims: &Claims,
    tolerances: &[f64],
    minimum: u64,
    draws: u32,
    run: &Run,
) -> Result<Simulated, Interrupted> {
    let mut generator = ChaCha12Rng::seed_from_u64(run.seed);
    let mut gathered = Gathered::new(claims, tolerances.len(), run.seed);
    let most_rejected = draws.saturating_mul(REJECTED_PER_DRAW);
    while gathered.outcome.draws < draws && gathered.outcome.rejected < most_rejected {
        run.check()?;
        run.progress.report("drawing over estimates", gathered.outcome.draws.into(), draws.into());
        let drawn = claims.scaled(|estimate| estimate.mean + estimate.deviation * normal(&mut generator));
        match drawn.filter(|voters| claims.allows(voters)) {
            Some(voters) => gathered.take(&measure(claims, &voters, tolerances, minimum)),
            None => gathered.outcome.rejected += 1,
        }
    }
    Ok(gathered.finish())
}

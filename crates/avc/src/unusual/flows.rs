//! Flows from home to destination: whether the certificates of one precinct went to one place more often than those of
//! the other precincts of its region did. A home whose region has few others has nobody to be compared with and is not
//! judged: where people of another region go says nothing of where those of this one go.
//!
//! People travel together, so two certificates of one home go to one place more often than two of one region. How
//! large such parties are is measured over all other homes (the mean number of companions of a certificate beyond
//! chance), and counts are divided by the size of the larger ones, as surveys do with their design effect (Kish 1965). The best of all
//! destinations is taken for each home and paid for by their number (Bonferroni), so that there is one test for each.
//! Homes are precincts, and TECs too: where a whole commission's voters go to one place, its precincts look alike.

use std::collections::BTreeMap;

use tizim_evidence::Interrupted;
use tizim_stats::multiple::Procedure;

use crate::ledger::context::Context;
use crate::ledger::places::{PlaceId, plain_name};
use crate::ledger::register::Register;
use crate::{Conventions, Level, OutlierRules};

/// One flow.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    /// Name of the home precinct or TEC.
    pub(crate) home: String,
    pub(crate) destination: PlaceId,
    pub(crate) count: u64,
    /// Used certificates of the home precinct.
    pub(crate) of: u64,
    pub(crate) expected: f64,
    pub(super) ln_p: f64,
    pub(super) adjusted: (f64, f64),
    pub(super) rows: Vec<u32>,
}

/// The flows of all home precincts.
#[derive(Debug)]
pub(crate) struct Flows {
    pub(crate) level: Level,
    /// The most unusual flow of each home.
    pub(crate) best: Vec<Flow>,
    /// The largest flows, for the table.
    pub(crate) largest: Vec<Flow>,
    rules: OutlierRules,
    /// This family's share of the rate of false alarms.
    pub(crate) limit: f64,
    /// Homes that have nobody to be compared with.
    pub(crate) without_peers: usize,
}

/// Flows counted, not yet judged.
pub(crate) struct Counted {
    level: Level,
    homes: Vec<Home>,
    regions: Vec<Region>,
}

struct Home {
    name: String,
    region: usize,
    /// Rows of use by destination.
    to: BTreeMap<PlaceId, Vec<u32>>,
    total: u64,
}

#[derive(Default)]
struct Region {
    to: BTreeMap<PlaceId, u64>,
    total: u64,
    homes: usize,
}

/// Counts the flows from homes of this level; `None` where no certificate has both a home and a place of use.
pub(crate) fn prepare(context: &Context<'_>, register: &Register<'_>, level: Level) -> Option<Counted> {
    let mut homes: BTreeMap<(String, String), BTreeMap<PlaceId, Vec<u32>>> = BTreeMap::new();
    let names: Vec<Option<(String, String)>> = context
        .places
        .all
        .iter()
        .map(|place| {
            let region = plain_name(&place.region);
            match level {
                Level::Precinct => Some((region, place.name())),
                _ if place.tec.is_empty() => None,
                _ if place.region.is_empty() => Some((region, place.tec.clone())),
                _ => Some((region, format!("{}/{}", place.region, place.tec))),
            }
        })
        .collect();
    for life in &register.lives {
        let home = register.issues(life).next().and_then(|row| register.home_place(row));
        let used = register.uses(life).find_map(|row| Some((row, register.use_place(row)?)));
        if let (Some(home), Some((row, place))) = (home, used)
            && home != place
            && let Some(name) = &names[home as usize]
        {
            if let Some(to) = homes.get_mut(name) {
                to.entry(place).or_default().push(row);
            } else {
                homes.insert(name.clone(), BTreeMap::from([(place, vec![row])]));
            }
        }
    }
    if homes.is_empty() {
        return None;
    }
    let mut counted = Counted { level, homes: Vec::new(), regions: Vec::new() };
    let mut last: Option<String> = None;
    for ((region, name), to) in homes {
        if last.as_ref() != Some(&region) {
            counted.regions.push(Region::default());
            last = Some(region);
        }
        let index = counted.regions.len() - 1;
        let own = &mut counted.regions[index];
        let mut total = 0;
        for (destination, rows) in &to {
            total += rows.len() as u64;
            *own.to.entry(*destination).or_default() += rows.len() as u64;
        }
        own.total += total;
        own.homes += 1;
        counted.homes.push(Home { name, region: index, to, total });
    }
    Some(counted)
}

impl Counted {
    /// For each home the pairs of its certificates that share a destination, those expected to, and its certificates.
    fn pairs(&self) -> Vec<(f64, f64, f64)> {
        let two = |count: u64| (count * count.saturating_sub(1)) as f64;
        let alike: Vec<f64> = self
            .regions
            .iter()
            .map(|region| {
                region.to.values().map(|count| two(*count)).sum::<f64>() / two(region.total).max(1.0)
            })
            .collect();
        let of_home = |home: &Home| {
            let shared: f64 = home.to.values().map(|rows| two(rows.len() as u64)).sum();
            (shared, two(home.total) * alike[home.region], home.total as f64)
        };
        self.homes.iter().map(of_home).collect()
    }

    /// The size of the party that a certificate is used in, in the mean: one and its companions beyond chance. `None` where
    /// too few certificates show it.
    pub(super) fn party(&self, conventions: &Conventions) -> Option<f64> {
        let sum = |sum: (f64, f64), own: &(f64, f64, f64)| (sum.0 + own.0 - own.1, sum.1 + own.2);
        let (beyond_chance, certificates) = self.pairs().iter().fold((0.0, 0.0), sum);
        (certificates >= conventions.party_certificates as f64)
            .then(|| 1.0 + (beyond_chance / certificates).max(0.0))
    }

    pub(crate) fn judge(self, context: &Context<'_>, limit: f64) -> Result<Flows, Interrupted> {
        let conventions = &context.rules.conventions;
        let alike = self.pairs();
        let all =
            alike.iter().fold((0.0, 0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1, sum.2 + own.2));
        let mut best = Vec::with_capacity(self.homes.len());
        let mut largest = Vec::new();
        let mut without_peers = 0;
        for (home, own) in self.homes.iter().zip(&alike) {
            context.run.check()?;
            let (shared, expected, certificates) = (all.0 - own.0, all.1 - own.1, all.2 - own.2);
            // Twice the companions of the mean certificate: as large as the larger parties.
            let party = (1.0 + 2.0 * (shared - expected) / certificates.max(1.0)).max(conventions.party);
            let flows = self.flows_of(home, party, conventions);
            if !self.has_peers(home, conventions) {
                without_peers += 1;
            } else if let Some(flow) = flows.iter().min_by(|one, other| one.ln_p.total_cmp(&other.ln_p)) {
                best.push(flow.clone());
            }
            largest.extend(flows.into_iter().filter(|flow| flow.count >= conventions.least_flow));
        }
        largest.sort_by_key(|flow| (std::cmp::Reverse(flow.count), flow.home.clone(), flow.destination));
        largest.truncate(20);
        let values: Vec<f64> = best.iter().map(|flow| flow.ln_p).collect();
        let by =
            |procedure: Procedure| procedure.adjust_ln(&values).unwrap_or_else(|_| vec![0.0; values.len()]);
        let (hochberg, yekutieli) = (by(Procedure::BenjaminiHochberg), by(Procedure::BenjaminiYekutieli));
        for ((flow, hochberg), yekutieli) in best.iter_mut().zip(hochberg).zip(yekutieli) {
            flow.adjusted = (hochberg, yekutieli);
        }
        let rules = context.rules.outliers.clone();
        Ok(Flows { level: self.level, best, largest, rules, limit, without_peers })
    }

    /// Whether other homes of the region show where its people go.
    fn has_peers(&self, home: &Home, conventions: &Conventions) -> bool {
        let region = &self.regions[home.region];
        region.homes > conventions.least_homes && region.total - home.total >= conventions.least_uses
    }

    fn flows_of(&self, home: &Home, party: f64, conventions: &Conventions) -> Vec<Flow> {
        let region = &self.regions[home.region];
        // Destinations that nobody else has chosen are possible too: one half for each.
        let destinations = region.to.len() as f64 + 1.0;
        home.to
            .iter()
            .map(|(destination, rows)| {
                let count = rows.len() as u64;
                let others = (region.to[destination] - count) as f64 + 0.5;
                let share = (others / ((region.total - home.total) as f64 + 0.5 * destinations)).min(0.999);
                let ln_p = if count < conventions.least_flow {
                    0.0
                } else {
                    let parties = (count as f64 / party) as u64;
                    let of = ((home.total as f64 / party).ceil() as u64).max(parties);
                    // Twice the mid-p value is never less than the chance of as many or more.
                    let upper = tizim_stats::binomial::tails(parties, of, share)
                        .map_or(0.0, |tails| tails.mid_p_upper().ln() + std::f64::consts::LN_2);
                    (upper + destinations.ln()).min(0.0)
                };
                Flow {
                    home: home.name.clone(),
                    destination: *destination,
                    count,
                    of: home.total,
                    expected: share * home.total as f64,
                    ln_p,
                    adjusted: (0.0, 0.0),
                    rows: rows.clone(),
                }
            })
            .collect()
    }
}

impl Flows {
    /// The flows that are named.
    pub(crate) fn named(&self) -> impl Iterator<Item = &Flow> {
        self.best.iter().filter(|flow| {
            let count = flow.count as f64;
            flow.adjusted.0 <= self.limit.ln()
                && count - flow.expected >= self.rules.least_difference
                && count >= flow.expected * self.rules.least_ratio
        })
    }

    /// ln of the limit that each p-value was held against.
    pub(crate) fn ln_limit(&self) -> f64 {
        let kept = self.best.iter().filter(|flow| flow.adjusted.0 <= self.limit.ln()).count().max(1);
        self.limit.ln() + (kept as f64).ln() - (self.best.len().max(1) as f64).ln()
    }
}

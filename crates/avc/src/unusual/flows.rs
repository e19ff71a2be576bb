//! Flows from home to destination: whether the certificates of one precinct went to one place more often than those of
//! the other precincts of its region did (of the nation, where the region has few others).
//!
//! People travel together, so two certificates of one home go to one place more often than two of one region. How
//! large such parties are is measured over all other homes (the mean number of companions of a certificate beyond
//! chance), and counts are divided by the size of the larger ones, as surveys do with their design effect (Kish 1965). The best of all
//! destinations is taken for each home and paid for by their number (Bonferroni), so that there is one test for each.
//! Homes are precincts, and TECs too: where a whole commission's voters go to one place, its precincts look alike.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};
use tizim_stats::multiple::Procedure;

use super::tail;
use crate::ledger::context::{Context, Row};
use crate::ledger::places::{PlaceId, plain_name};
use crate::ledger::register::Register;
use crate::{Level, OutlierRules, RuleId};

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
    ln_p: f64,
    adjusted: (f64, f64),
    rows: Vec<u32>,
}

/// The flows of all home precincts.
#[derive(Debug)]
pub(crate) struct Flows {
    level: Level,
    /// The most unusual flow of each home.
    pub(crate) best: Vec<Flow>,
    /// The largest flows, for the table.
    pub(crate) largest: Vec<Flow>,
    rules: OutlierRules,
    ln_limit: f64,
}

/// Flows counted, not yet judged.
pub(crate) struct Counted {
    level: Level,
    homes: Vec<Home>,
    regions: Vec<Region>,
    nation: Region,
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
}

/// Parties are taken to be at least so large.
const LEAST_PARTY: f64 = 2.0;
/// A region whose other homes have fewer used certificates says little of where its people go; the nation's table
/// stands in with the weight of so many.
const NATION: f64 = 10.0;
const FEW: u64 = 50;
/// Flows smaller than this are no concentration.
const LEAST_FLOW: u64 = 3;

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
    let mut counted = Counted { level, homes: Vec::new(), regions: Vec::new(), nation: Region::default() };
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
            *counted.nation.to.entry(*destination).or_default() += rows.len() as u64;
        }
        own.total += total;
        counted.nation.total += total;
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

    pub(crate) fn judge(self, rules: &OutlierRules, limit: f64) -> Flows {
        let alike = self.pairs();
        let all =
            alike.iter().fold((0.0, 0.0, 0.0), |sum, own| (sum.0 + own.0, sum.1 + own.1, sum.2 + own.2));
        let mut best = Vec::with_capacity(self.homes.len());
        let mut largest = Vec::new();
        for (home, own) in self.homes.iter().zip(&alike) {
            let (shared, expected, certificates) = (all.0 - own.0, all.1 - own.1, all.2 - own.2);
            // Twice the companions of the mean certificate: as large as the larger parties.
            let party = (1.0 + 2.0 * (shared - expected) / certificates.max(1.0)).max(LEAST_PARTY);
            let flows = self.flows_of(home, party);
            if let Some(flow) = flows.iter().min_by(|one, other| one.ln_p.total_cmp(&other.ln_p)) {
                best.push(flow.clone());
            }
            largest.extend(flows.into_iter().filter(|flow| flow.count >= LEAST_FLOW));
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
        Flows { level: self.level, best, largest, rules: rules.clone(), ln_limit: limit.ln() }
    }

    fn flows_of(&self, home: &Home, party: f64) -> Vec<Flow> {
        let region = &self.regions[home.region];
        let few = region.total - home.total < FEW;
        let chosen = if few { &self.nation } else { region };
        // Destinations that nobody else has chosen are possible too: one half for each.
        let destinations = chosen.to.len() as f64 + 1.0;
        home.to
            .iter()
            .map(|(destination, rows)| {
                let count = rows.len() as u64;
                let others = |table: &Region| (table.to[destination] - count) as f64;
                let smooth = |table: &Region| {
                    (others(table) + 0.5) / ((table.total - home.total) as f64 + 0.5 * destinations)
                };
                let share = if few {
                    (others(region) + NATION * smooth(&self.nation))
                        / ((region.total - home.total) as f64 + NATION)
                } else {
                    smooth(region)
                }
                .min(0.999);
                let ln_p = if count < LEAST_FLOW {
                    0.0
                } else {
                    let parties = (count as f64 / party) as u64;
                    let of = ((home.total as f64 / party).ceil() as u64).max(parties);
                    // Twice the mid-p value is never less than the chance of as many or more.
                    let upper = tail::binomial(parties, of, share).upper + std::f64::consts::LN_2;
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
            flow.adjusted.0 <= self.ln_limit
                && count - flow.expected >= self.rules.least_difference
                && count >= flow.expected * self.rules.least_ratio
        })
    }

    /// Findings AVC-015.
    pub(crate) fn findings(&self, context: &Context<'_>) -> Vec<Finding> {
        let Some(register) = &context.register else { return Vec::new() };
        self.named()
            .map(|flow| {
                let title = Message::new("avc.unusual.flow")
                    .with("home", flow.home.as_str())
                    .with("destination", context.name(flow.destination))
                    .with("count", Persons(flow.count))
                    .with("of", Persons(flow.of))
                    .with("expected", Value::derived(flow.expected));
                let mut finding = context
                    .finding(
                        "AVC-015",
                        RuleId::UnusualFlow,
                        Subject::new(self.level.word(), flow.home.as_str()),
                    )
                    .titled(title)
                    .counting_persons(Persons(flow.count))
                    .figure("destination", context.name(flow.destination))
                    .figure("count", Persons(flow.count))
                    .figure("of", Persons(flow.of))
                    .figure("expected", Value::derived(flow.expected))
                    .figure("log10_p", Value::derived(flow.ln_p / std::f64::consts::LN_10))
                    .figure("log10_p_hochberg", Value::derived(flow.adjusted.0 / std::f64::consts::LN_10))
                    .figure("log10_p_yekutieli", Value::derived(flow.adjusted.1 / std::f64::consts::LN_10))
                    .shown_by(flow.rows.iter().map(|row| register.row(*row).evidence()))
                    .unless(Message::new("avc.innocent.travelled_together"))
                    .unless(Message::new("avc.innocent.students_and_shifts"))
                    .of_persons();
                let ceiling =
                    if flow.adjusted.1 <= self.ln_limit { Severity::Warning } else { Severity::Notice };
                finding.severity = finding.severity.min(ceiling);
                finding
            })
            .collect()
    }
}

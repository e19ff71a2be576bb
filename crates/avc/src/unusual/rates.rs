//! The rates that are judged: certificates issued per voter, used of those issued, and their share of all votes; each at
//! precincts and at TECs, within regions and kinds of precinct ([`tizim_stats::rates`]).

use std::collections::BTreeMap;

use tizim_evidence::{Interrupted, Run};
use tizim_stats::rates::{self, Bounds, Group, Parts, Side, Unit as Seen};

use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::places::plain_name;
use crate::ledger::register::Register;
use crate::ledger::tally::Measure;
use crate::{Level, OutlierRules, RuleId};

/// A rate that is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rate {
    /// Certificates issued per voter.
    Issue,
    /// Certificates used of those issued.
    Use,
    /// Votes with a certificate among all votes.
    Share,
}

impl Rate {
    pub(crate) const ALL: [Self; 3] = [Self::Issue, Self::Use, Self::Share];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Issue => "issued per voter",
            Self::Use => "used of those issued",
            Self::Share => "certificates among votes",
        }
    }

    pub(crate) fn rule(self) -> RuleId {
        match self {
            Self::Issue => RuleId::UnusualIssueRate,
            Self::Use => RuleId::UnusualUseRate,
            Self::Share => RuleId::UnusualShareOfVotes,
        }
    }
}

/// All units of a level, judged by one rate.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) rate: Rate,
    pub(crate) level: Level,
    /// Whether the table tells kinds of precincts apart.
    pub(crate) by_kind: bool,
    pub(crate) found: rates::Family,
}

/// A family with the figures that it needs, not yet judged.
pub(crate) struct Wanted {
    rate: Rate,
    level: Level,
    groups: Vec<Group>,
    joined: Joined,
}

/// The precincts that TECs join, and how many of one size each TEC is as good as; nothing for precincts.
#[derive(Default)]
struct Joined {
    precincts: Vec<Group>,
    number: BTreeMap<usize, f64>,
}

impl Joined {
    fn of(context: &Context<'_>, precincts: Vec<Group>) -> Self {
        let sizes: BTreeMap<u32, f64> = precincts
            .iter()
            .flat_map(|group| &group.units)
            .map(|(index, seen)| (context.levels.precincts[*index].places[0], seen.total as f64))
            .collect();
        let number = |unit: &Unit| {
            let totals = || unit.places.iter().filter_map(|place| sizes.get(place));
            totals().sum::<f64>().powi(2) / totals().map(|total| total * total).sum::<f64>().max(1.0)
        };
        let number = context.levels.at(Level::Tec).iter().map(number).enumerate().collect();
        Self { precincts, number }
    }
}

/// A family that could not be judged at all.
#[derive(Debug)]
pub(crate) struct Unmade {
    pub(crate) rate: Rate,
    pub(crate) level: Level,
    /// How many units had the figures.
    pub(crate) units: usize,
}

/// The families that can be judged, and those that cannot.
pub(crate) fn wanted(context: &Context<'_>) -> (Vec<Wanted>, Vec<Unmade>) {
    let use_of_issued = context.register.as_ref().and_then(|register| use_of_issued(context, register));
    let (mut wanted, mut unmade) = (Vec::new(), Vec::new());
    for rate in Rate::ALL {
        let precincts = groups(context, rate, Level::Precinct, use_of_issued.as_deref());
        let tecs = groups(context, rate, Level::Tec, use_of_issued.as_deref());
        let joined = Joined::of(context, precincts.clone());
        let levels = [(Level::Precinct, precincts, Joined::default()), (Level::Tec, tecs, joined)];
        for (level, groups, joined) in levels {
            let units: usize = groups.iter().map(|group| group.units.len()).sum();
            let none = groups.iter().flat_map(|group| &group.units).all(|(_, seen)| seen.count == 0);
            if units < context.rules.outliers.least_units || none {
                unmade.push(Unmade { rate, level, units });
            } else {
                wanted.push(Wanted { rate, level, groups, joined });
            }
        }
    }
    (wanted, unmade)
}

/// What makes a unit worth naming, at this family's share of the rate of false alarms.
fn bounds(rules: &OutlierRules, rate: Rate, limit: f64, party: f64) -> Bounds {
    Bounds {
        false_alarm_rate: limit,
        side: Side::Both,
        least_ratio: rules.least_ratio,
        least_difference: rules.least_difference,
        least_count: 0,
        // Who travels together uses certificates together, and in one place.
        together: if rate == Rate::Issue { 1.0 } else { party },
    }
}

impl Wanted {
    /// Judges a family at its share of the rate of false alarms; people travel in parties of about this size.
    pub(crate) fn judge(
        self,
        rules: &OutlierRules,
        run: &Run,
        limit: f64,
        party: f64,
    ) -> Result<Family, Interrupted> {
        let stop = || run.is_cancelled();
        let number = |index: usize| self.joined.number.get(&index).copied().unwrap_or(1.0);
        let empty = rates::share_of_empty(&self.joined.precincts, &stop);
        let parts = Parts { empty, number: &number };
        let bounds = bounds(rules, self.rate, limit, party);
        let found = rates::judge_joined(&self.groups, &bounds, &parts, &stop);
        let by_kind = self.groups.iter().any(|group| !group.kind.is_empty());
        Ok(Family { rate: self.rate, level: self.level, by_kind, found: found.ok_or(Interrupted)? })
    }
}

/// Certificates issued by each place, and how many of them were used anywhere.
fn use_of_issued(context: &Context<'_>, register: &Register<'_>) -> Option<Vec<Seen>> {
    let knows = |column: &str| context.has_certificate_column(column);
    if !knows("home_precinct") || !(knows("used_precinct") || knows("used_at")) {
        return None;
    }
    let mut seen = vec![Seen { count: 0, total: 0 }; context.places.all.len()];
    for life in &register.lives {
        let Some(place) = register.issues(life).next().and_then(|row| register.home_place(row)) else {
            continue;
        };
        let seen = &mut seen[place as usize];
        seen.total += 1;
        seen.count += u64::from(register.uses(life).next().is_some());
    }
    Some(seen)
}

fn observation(unit: &Unit, rate: Rate, use_of_issued: Option<&[Seen]>) -> Option<Seen> {
    let seen = match rate {
        Rate::Issue => Seen { count: unit.established(Measure::Issued)?, total: unit.voters.total()? },
        Rate::Share => Seen { count: unit.established(Measure::Used)?, total: unit.voted.total()? },
        Rate::Use => {
            let of_places = use_of_issued?;
            unit.places.iter().fold(Seen { count: 0, total: 0 }, |sum, place| {
                let own = of_places[*place as usize];
                Seen { count: sum.count + own.count, total: sum.total + own.total }
            })
        }
    };
    (seen.total > 0 && seen.count <= seen.total).then_some(seen)
}

/// The units of a level by region and kind of precinct.
fn groups(context: &Context<'_>, rate: Rate, level: Level, use_of_issued: Option<&[Seen]>) -> Vec<Group> {
    let mut groups: BTreeMap<(String, String), Vec<(usize, Seen)>> = BTreeMap::new();
    for (index, unit) in context.levels.at(level).iter().enumerate() {
        if let Some(seen) = observation(unit, rate, use_of_issued) {
            let kind = match level {
                Level::Precinct => context.precinct(unit.places[0]).map(|row| plain_name(&row.kind)),
                _ => None,
            };
            let key = (plain_name(&unit.region), kind.unwrap_or_default());
            groups.entry(key).or_default().push((index, seen));
        }
    }
    groups.into_iter().map(|((_, kind), units)| Group { kind, units }).collect()
}

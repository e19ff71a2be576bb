//! From table and facts to the set of possible electorates; totals that contradict the table are set aside and said.

use std::collections::BTreeSet;

use super::grade::Grade;
use crate::bounds::system::{Box, System};
use crate::error::Among;
use crate::{CountRange, Districts, DistrictsError, Facts, LARGEST_COUNT, LARGEST_HOUSE, Unit};

/// A stated total that the table cannot add up to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mismatch {
    /// Region, or `None` for the whole, or a unit where the order contradicts.
    pub(crate) at: Place,
    pub(crate) stated: CountRange,
    /// What the parts add up to.
    pub(crate) parts: CountRange,
}

/// Where a mismatch shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Nation,
    Region(String),
    Order(String),
}

/// A region's total that enters the bounds, with who states it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownTotal {
    pub(crate) id: String,
    pub(crate) name: String,
    /// As stated, before any drift.
    pub(crate) voters: CountRange,
    pub(crate) as_of: Option<String>,
    pub(crate) drift: f64,
    pub(crate) grade: Option<Grade>,
    pub(crate) source: Option<String>,
}

/// A set of possible electorates with the names that go with its positions.
#[derive(Debug, Clone)]
pub(crate) struct Prepared {
    pub(crate) system: System,
    /// Identifiers of the regions; empty text for units of no region.
    pub(crate) regions: Vec<String>,
    pub(crate) mismatches: Vec<Mismatch>,
    pub(crate) known_totals: Vec<KnownTotal>,
}

/// Refuses what no audit could use: no unit, no seat, an identifier twice, counts or seats beyond all measure.
pub(crate) fn check(districts: &Districts) -> Result<(), DistrictsError> {
    if districts.units.is_empty() {
        return Err(DistrictsError::NoUnits);
    }
    let mut seen = BTreeSet::new();
    let mut seats = 0_u64;
    for unit in &districts.units {
        // Councils number their districts alike: an identifier is unique within its group.
        if !seen.insert((&unit.group, &unit.id)) {
            return Err(twice(districts, unit));
        }
        seats += u64::from(unit.seats);
        for electorate in std::iter::once(unit.electorate).chain(unit.other_bases.iter().map(|basis| basis.1))
        {
            check_range(&unit.id, electorate.range(unit.drift))?;
        }
    }
    if seats == 0 {
        return Err(DistrictsError::NoSeats);
    }
    if seats > LARGEST_HOUSE {
        return Err(DistrictsError::TooManySeats { seats });
    }
    for region in districts.regions.iter().chain(&districts.regions_when_drawn) {
        check_range(&region.id, region.electorate.range(region.drift))?;
    }
    for totals in std::iter::once(&districts.facts.totals).chain(&districts.facts.when_drawn) {
        for (id, total) in &totals.regions {
            check_range(id, Some((total.low, total.high)))?;
        }
        check_range("nation", totals.nation.map(|total| (total.low, total.high)))?;
    }
    Ok(())
}

/// An identifier on two rows, with where they stand.
fn twice(districts: &Districts, unit: &Unit) -> DistrictsError {
    let same = |(other, _): &(&Unit, usize)| other.id == unit.id && other.group == unit.group;
    let places = districts.units.iter().zip(1..).filter(same).map(|(unit, place)| match &unit.evidence {
        Some(evidence) => format!("`{}` row {}", evidence.file, evidence.row),
        None => format!("district number {place} of the table"),
    });
    let among = if unit.group.is_some() { Among::DistrictsOfCouncil } else { Among::Districts };
    let at = places.collect::<Vec<_>>().join(" and ");
    DistrictsError::DuplicateId { id: unit.id.clone(), at, among }
}

fn check_range(id: &str, range: Option<(u64, u64)>) -> Result<(), DistrictsError> {
    match range {
        Some((low, high)) if low > high => Err(DistrictsError::Reversed { id: id.to_owned() }),
        Some((_, high)) if high > LARGEST_COUNT => Err(DistrictsError::TooLarge { id: id.to_owned() }),
        _ => Ok(()),
    }
}

/// The possible electorates of these units under these facts (none for one council of many).
pub(crate) fn prepare(
    units: &[&Unit],
    districts: &Districts,
    facts: &Facts,
) -> Result<Prepared, DistrictsError> {
    let mut names: Vec<String> = units.iter().map(|unit| unit.region.clone().unwrap_or_default()).collect();
    names.sort_unstable();
    names.dedup();
    let mut system = unconstrained(units, &names);
    let mut mismatches = Vec::new();
    take_totals(&mut system, &names, districts, facts, &mut mismatches)?;
    take_order(&mut system, units, &names, facts, &mut mismatches)?;
    let known = |name: &String| {
        let set_aside = mismatches.iter().any(|mismatch| mismatch.at == Place::Region(name.clone()));
        if set_aside { None } else { known_total(name, districts, facts) }
    };
    let known_totals = names.iter().filter_map(known).collect();
    Ok(Prepared { system, regions: names, mismatches, known_totals })
}

/// The units with their own bounds and regions, and nothing else known.
fn unconstrained(units: &[&Unit], names: &[String]) -> System {
    let own =
        |unit: &&Unit| unit.range().map_or(Box { low: 0, high: u64::MAX }, |(low, high)| Box { low, high });
    let mut system =
        System::of(units.iter().map(own).collect(), units.iter().map(|unit| unit.seats).collect());
    let region = |unit: &&Unit| names.binary_search(&unit.region.clone().unwrap_or_default()).unwrap_or(0);
    system.region_of = units.iter().map(region).collect();
    system.regions = vec![Box { low: 0, high: u64::MAX }; names.len()];
    system
}

/// Takes the stated totals of regions and of the whole; one that the parts cannot add up to is set aside.
fn take_totals(
    system: &mut System,
    names: &[String],
    districts: &Districts,
    facts: &Facts,
    mismatches: &mut Vec<Mismatch>,
) -> Result<(), DistrictsError> {
    for (region, name) in names.iter().enumerate() {
        let Some(stated) = region_total(name, districts, facts) else { continue };
        let members = (0..system.units.len()).filter(|&unit| system.region_of[unit] == region);
        let parts = sum(members.map(|unit| system.units[unit]));
        if overlap(stated, parts) {
            system.regions[region] = Box { low: stated.low, high: stated.high };
        } else {
            mismatches.push(Mismatch { at: Place::Region(name.clone()), stated, parts });
        }
    }
    let without_nation = system.total;
    if system.tighten().is_err() {
        // Cannot happen after the checks above but for sums beyond all measure.
        return Err(DistrictsError::Contradiction { at: "nation".to_owned() });
    }
    let Some(stated) = facts.totals.nation else { return Ok(()) };
    let parts = sum(system.regions.iter().copied());
    if overlap(stated, parts) {
        system.total = Box { low: stated.low, high: stated.high };
    } else {
        mismatches.push(Mismatch { at: Place::Nation, stated, parts });
        system.total = without_nation;
    }
    Ok(())
}

/// Takes the stated order of sizes; one that contradicts the figures is set aside whole.
fn take_order(
    system: &mut System,
    units: &[&Unit],
    names: &[String],
    facts: &Facts,
    mismatches: &mut Vec<Mismatch>,
) -> Result<(), DistrictsError> {
    let place = |id: &String| {
        let found = units.iter().position(|unit| &unit.id == id);
        found.ok_or_else(|| DistrictsError::UnknownUnit { id: id.clone() })
    };
    let without_order = system.clone();
    system.smallest = facts.smallest.as_ref().map(place).transpose()?;
    system.largest = facts.largest.as_ref().map(place).transpose()?;
    for [less, more] in &facts.order {
        system.order.push((place(less)?, place(more)?));
    }
    let Err(clash) = system.shave() else { return Ok(()) };
    let ids: Vec<String> = units.iter().map(|unit| unit.id.clone()).collect();
    let DistrictsError::Contradiction { at } = System::error(clash, &ids, names) else {
        return Err(DistrictsError::Contradiction { at: String::new() });
    };
    let nothing = CountRange { low: 0, high: 0 };
    mismatches.push(Mismatch { at: Place::Order(at), stated: nothing, parts: nothing });
    *system = without_order;
    system.tighten().map_err(|clash| System::error(clash, &ids, names))
}

/// Who states a region's total, on which day: the file of facts before the table of regions.
fn known_total(name: &str, districts: &Districts, facts: &Facts) -> Option<KnownTotal> {
    let region = districts.regions.iter().find(|region| region.id == name);
    let title = region.map_or_else(|| name.to_owned(), |region| region.name.clone());
    if let Some(&voters) = facts.totals.regions.get(name) {
        return Some(KnownTotal {
            id: name.to_owned(),
            name: title,
            voters,
            as_of: facts.totals.as_of.clone(),
            drift: 0.0,
            grade: facts.grade,
            source: facts.source.clone(),
        });
    }
    let region = region?;
    let (low, high) = region.electorate.range(0.0)?;
    Some(KnownTotal {
        id: name.to_owned(),
        name: title,
        voters: CountRange { low, high },
        as_of: region.as_of.clone(),
        drift: region.drift,
        grade: region.grade,
        source: region.source.clone(),
    })
}

fn region_total(name: &str, districts: &Districts, facts: &Facts) -> Option<CountRange> {
    let stated = facts.totals.regions.get(name).copied();
    stated.or_else(|| {
        let region = districts.regions.iter().find(|region| region.id == name)?;
        let (low, high) = region.electorate.range(region.drift)?;
        Some(CountRange { low, high })
    })
}

fn sum(boxes: impl Iterator<Item = Box>) -> CountRange {
    boxes.fold(CountRange { low: 0, high: 0 }, |sum, one| CountRange {
        low: sum.low.saturating_add(one.low),
        high: sum.high.saturating_add(one.high),
    })
}

fn overlap(first: CountRange, second: CountRange) -> bool {
    first.low <= second.high && second.low <= first.high
}

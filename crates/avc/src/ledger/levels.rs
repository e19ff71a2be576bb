//! The hierarchy: precincts, their TECs, regions and the nation, with what each reported and what was counted.

use std::collections::BTreeMap;

use tizim_polling::precinct;

use crate::ledger::places::{Found, Place, PlaceId, Places, plain_name};
use crate::ledger::register::Register;
use crate::ledger::tally::{Measure, Tally};
use crate::{Inputs, Level, Precinct};

/// Everything known of one precinct, TEC, region or nation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unit {
    /// Shown name.
    pub(crate) name: String,
    pub(crate) region: String,
    pub(crate) tec: String,
    /// Places in it.
    pub(crate) places: Vec<PlaceId>,
    /// Rows of the precinct table with its own figures: a precinct's row, or the row that reports its total.
    pub(crate) own_row: Option<usize>,
    pub(crate) voters: Tally,
    pub(crate) voters_basis: Tally,
    pub(crate) forms: Tally,
    pub(crate) extra: Tally,
    /// Extra forms for which an order is named.
    pub(crate) ordered: u64,
    pub(crate) voted: Tally,
    pub(crate) cancelled: Tally,
    pub(crate) left_over: Tally,
    reported: [Tally; 3],
    counted: [Tally; 3],
}

impl Unit {
    /// What the precincts of the unit reported.
    pub(crate) fn reported(&self, measure: Measure) -> Tally {
        self.reported[measure as usize]
    }

    /// What the register holds for the precincts of the unit.
    pub(crate) fn counted(&self, measure: Measure) -> Tally {
        self.counted[measure as usize]
    }

    /// Counted where the register covers the unit, else reported.
    pub(crate) fn established(&self, measure: Measure) -> Option<u64> {
        self.counted(measure).total().or(self.reported(measure).total())
    }

    /// All forms received.
    pub(crate) fn received(&self) -> Option<u64> {
        Some(self.forms.total()?.saturating_add(self.extra.at_least().unwrap_or(0)))
    }

    fn join(&mut self, part: &Self) {
        self.places.extend_from_slice(&part.places);
        self.voters.join(part.voters);
        self.voters_basis.join(part.voters_basis);
        self.forms.join(part.forms);
        self.extra.join(part.extra);
        self.ordered = self.ordered.saturating_add(part.ordered);
        self.voted.join(part.voted);
        self.cancelled.join(part.cancelled);
        self.left_over.join(part.left_over);
        for (own, other) in self.reported.iter_mut().zip(part.reported) {
            own.join(other);
        }
        for (own, other) in self.counted.iter_mut().zip(part.counted) {
            own.join(other);
        }
    }
}

/// All units by level.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    pub(crate) precincts: Vec<Unit>,
    pub(crate) tecs: Vec<Unit>,
    pub(crate) regions: Vec<Unit>,
    pub(crate) nation: Unit,
    /// Precincts that registers name and the table of precincts does not hold.
    pub(crate) outside: Vec<PlaceId>,
    /// TECs (or regions without TECs) that report certificates of which the register has none, by measure.
    pub(crate) uncovered: Vec<(Measure, String)>,
}

/// Rows of the register by precinct.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    rows: [u64; 3],
}

impl Levels {
    pub(crate) fn at(&self, level: Level) -> &[Unit] {
        match level {
            Level::Precinct => &self.precincts,
            Level::Tec => &self.tecs,
            Level::Region => &self.regions,
            Level::Nation => std::slice::from_ref(&self.nation),
        }
    }

    pub(crate) fn new(inputs: &Inputs<'_>, places: &Places, register: Option<&Register<'_>>) -> Self {
        let rows: &[Precinct] = inputs.precincts.as_ref().map_or(&[], |sheet| &sheet.rows);
        let counts = register.map(|register| count(register, places));
        let mut levels = Self::default();
        for id in 0..places.all.len() as PlaceId {
            let place = places.get(id);
            // A precinct that registers name and the table does not hold has no figures of its own.
            if inputs.precincts.is_some() && place.row.is_none() {
                levels.outside.push(id);
            } else {
                levels.precincts.push(precinct(place.name(), place.row.map(|row| &rows[row]), place, id));
            }
        }
        if let (Some(register), Some(counts)) = (register, &counts) {
            levels.count_register(register, counts, places);
        }
        levels.precincts.sort_by_cached_key(|unit| {
            let precinct = places.get(unit.places[0]).precinct.clone();
            let number = precinct::normal(&precinct).parse::<u64>().unwrap_or(u64::MAX);
            (unit.region.clone(), number, precinct)
        });
        levels.tecs = group(
            &levels.precincts,
            |unit| !unit.tec.is_empty(),
            |unit| (plain_name(&unit.region), plain_name(&unit.tec)),
        );
        for unit in &mut levels.tecs {
            unit.name = if unit.region.is_empty() {
                unit.tec.clone()
            } else {
                format!("{}/{}", unit.region, unit.tec)
            };
        }
        levels.regions = group(
            &levels.precincts,
            |unit| !unit.region.is_empty(),
            |unit| (plain_name(&unit.region), String::new()),
        );
        for unit in &mut levels.regions {
            unit.name.clone_from(&unit.region);
            unit.tec.clear();
        }
        let mut nation = Unit::default();
        for unit in &levels.precincts {
            nation.join(unit);
        }
        "nation".clone_into(&mut nation.name);
        levels.nation = nation;
        levels.take_sums(rows, places);
        levels
    }

    /// Sets the counts of the register, except where a TEC reports certificates and the register has none of it: a
    /// register of one TEC says nothing of the others.
    ///
    /// Where rows name a number that several precincts bear, none of these can be counted.
    fn count_register(&mut self, register: &Register<'_>, counts: &[Counts], places: &Places) {
        let unclear = |found: &[Found]| found.contains(&Found::Ambiguous);
        let unclear = [unclear(&register.home), unclear(&register.used), unclear(&register.home)];
        let has = |column: &str| register.sheet.has(column);
        // What the register calls returned is a certificate that its holder gave back; commissions report unused forms.
        let measured = [has("home_precinct"), has("used_precinct"), false];
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (index, unit) in self.precincts.iter().enumerate() {
            groups.entry((plain_name(&unit.region), plain_name(&unit.tec))).or_default().push(index);
        }
        for members in groups.values() {
            let total = |measure: Measure| -> u64 {
                members
                    .iter()
                    .map(|index| counts[self.precincts[*index].places[0] as usize].rows[measure as usize])
                    .sum()
            };
            let (issued, used) = (total(Measure::Issued), total(Measure::Used));
            for measure in Measure::ALL {
                let reported: u64 = members
                    .iter()
                    .filter_map(|index| self.precincts[*index].reported(measure).at_least())
                    .sum();
                let covered = match measure {
                    Measure::Issued | Measure::Returned => issued > 0,
                    Measure::Used => issued + used > 0,
                };
                let set = measured[measure as usize] && (covered || reported == 0);
                if measured[measure as usize] && !set {
                    let unit = &self.precincts[members[0]];
                    let name = if unit.tec.is_empty() { &unit.region } else { &unit.tec };
                    self.uncovered.push((measure, name.clone()));
                }
                for index in members {
                    let unit = &mut self.precincts[*index];
                    let rows = counts[unit.places[0] as usize].rows[measure as usize];
                    let own = !unclear[measure as usize] || places.is_unique(unit.places[0]);
                    unit.counted[measure as usize].add((set && own).then_some(rows));
                }
            }
        }
        self.uncovered.sort();
    }

    /// Takes up rows that report the total of a TEC, a region or the nation; the first of several holds.
    fn take_sums(&mut self, rows: &[Precinct], places: &Places) {
        for row in &places.sums {
            let (region, tec) = (plain_name(places.region(&rows[*row].region)), plain_name(&rows[*row].tec));
            let unit = match (region.is_empty(), tec.is_empty()) {
                (true, true) => Some(&mut self.nation),
                (false, true) => self.regions.iter_mut().find(|unit| plain_name(&unit.region) == region),
                (_, false) => self.tecs.iter_mut().find(|unit| {
                    plain_name(&unit.tec) == tec && (region.is_empty() || plain_name(&unit.region) == region)
                }),
            };
            if let Some(unit) = unit {
                unit.own_row.get_or_insert(*row);
            }
        }
    }
}

fn precinct(name: String, row: Option<&Precinct>, place: &Place, id: PlaceId) -> Unit {
    let mut unit = Unit {
        name,
        region: place.region.clone(),
        tec: place.tec.clone(),
        places: vec![id],
        own_row: place.row,
        ..Unit::default()
    };
    unit.voters.add(row.and_then(|row| row.voters));
    unit.voters_basis.add(row.and_then(|row| row.voters_basis));
    unit.forms.add(row.and_then(|row| row.forms));
    unit.extra.add(row.and_then(|row| row.extra_forms));
    unit.voted.add(row.and_then(|row| row.voted));
    unit.cancelled.add(row.and_then(|row| row.cancelled_reported));
    unit.left_over.add(row.and_then(|row| row.left_over_reported));
    if let Some(row) = row
        && !row.extra_order.trim().is_empty()
    {
        unit.ordered = row.extra_forms.unwrap_or(0);
    }
    for measure in Measure::ALL {
        unit.reported[measure as usize].add(row.and_then(|row| measure.reported_in(row)));
    }
    unit
}

fn count(register: &Register<'_>, places: &Places) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); places.all.len()];
    for (index, side) in register.side.iter().enumerate() {
        let row = index as u32;
        if let Some(place) = register.home_place(row) {
            let counts = &mut counts[place as usize];
            counts.rows[Measure::Issued as usize] += u64::from(side.issue);
        }
        if let Some(place) = register.use_place(row).filter(|_| side.used) {
            counts[place as usize].rows[Measure::Used as usize] += 1;
        }
    }
    counts
}

fn group(
    precincts: &[Unit],
    has: impl Fn(&Unit) -> bool,
    key: impl Fn(&Unit) -> (String, String),
) -> Vec<Unit> {
    let mut units: BTreeMap<(String, String), Unit> = BTreeMap::new();
    for part in precincts.iter().filter(|unit| has(unit)) {
        units
            .entry(key(part))
            .or_insert_with(|| Unit { region: part.region.clone(), tec: part.tec.clone(), ..Unit::default() })
            .join(part);
    }
    units.into_values().collect()
}

//! Regions, settlements, territorial commissions, precincts and addresses.

use std::fmt::Write as _;

use crate::country::{REGIONS, STREETS, VILLAGES};
use crate::random::{Purpose, Stream};

/// One precinct.
#[derive(Clone)]
pub(crate) struct Precinct {
    /// Its number, of its own in the whole nation.
    pub(crate) number: u32,
    /// Index of the region.
    pub(crate) region: u8,
    /// Number of its territorial commission within the region.
    pub(crate) tec: u16,
    /// Index of the settlement.
    pub(crate) settlement: u32,
    /// Its place among the precincts of the settlement.
    pub(crate) ordinal: u32,
    pub(crate) urban: bool,
    /// A hospital, a remand centre and the like, without residents.
    pub(crate) special: bool,
    /// Rows of its permanent list before planting.
    pub(crate) voters: u32,
}

/// Where everything is.
pub(crate) struct Places {
    pub(crate) precincts: Vec<Precinct>,
    /// Names of settlements, with their kind: `г. Караганда`.
    pub(crate) settlements: Vec<String>,
    /// Voters of the precincts up to and including each.
    cumulative: Vec<u64>,
}

/// The largest precinct that is drawn; what the law allows is a little more.
const LARGEST: u32 = 2_900;
/// Precincts of one territorial commission, about.
const PRECINCTS_PER_TEC: usize = 45;
/// Households in one block of a street, and flats in one house.
const BLOCK: u32 = 640;
const FLATS: u32 = 40;

impl Places {
    /// A nation of this many voters. With `oversized`, one precinct has more voters than the law allows.
    pub(crate) fn new(seed: u64, voters: u64, oversized: Option<u32>) -> Self {
        let mut places = Self { precincts: vec![], settlements: vec![], cumulative: vec![] };
        for (index, voters) in shares(voters).into_iter().enumerate() {
            places.add_region(index, voters, oversized, seed);
        }
        for (index, precinct) in places.precincts.iter_mut().enumerate() {
            precinct.number = index as u32 + 1;
        }
        places.cumulative = places
            .precincts
            .iter()
            .scan(0, |sum, precinct| {
                *sum += u64::from(precinct.voters);
                Some(*sum)
            })
            .collect();
        places
    }

    fn add_region(&mut self, index: usize, voters: u64, oversized: Option<u32>, seed: u64) {
        let region = &REGIONS[index];
        let stream = &mut Stream::new(seed, Purpose::Places, index as u64);
        let town = (voters as f64 * region.urban).round() as u64;
        let first = self.precincts.len();
        let settlement = self.settlements.len() as u32;
        self.settlements.push(format!("г. {}", region.town));
        let mut rest = town;
        let mut ordinal = 0;
        if let Some(size) = oversized.filter(|size| region.code == "KZ-75" && u64::from(*size) < rest) {
            rest -= u64::from(size);
            self.push(index, settlement, ordinal, true, size);
            ordinal += 1;
        }
        while rest > 0 {
            let size = size(1_750.0, 0.42, rest, stream);
            rest -= u64::from(size);
            self.push(index, settlement, ordinal, true, size);
            ordinal += 1;
        }
        let mut rest = voters - town;
        let mut village = 0;
        while rest > 0 {
            let settlement = self.settlements.len() as u32;
            self.settlements.push(village_name(index, village));
            village += 1;
            let precincts = if stream.chance(0.15) { 3 } else { 1 };
            for ordinal in 0..precincts {
                if rest > 0 {
                    let size = size(560.0, 0.75, rest, stream);
                    rest -= u64::from(size);
                    self.push(index, settlement, ordinal, false, size);
                }
            }
        }
        let count = self.precincts.len() - first;
        let commissions = count.div_ceil(PRECINCTS_PER_TEC).max(1);
        for (place, precinct) in self.precincts[first..].iter_mut().enumerate() {
            precinct.tec = (place * commissions / count + 1) as u16;
        }
    }

    fn push(&mut self, region: usize, settlement: u32, ordinal: u32, urban: bool, voters: u32) {
        let region = region as u8;
        self.precincts.push(Precinct {
            number: 0,
            region,
            tec: 1,
            settlement,
            ordinal,
            urban,
            special: false,
            voters,
        });
    }

    /// Adds special precincts, spread like the voters; they have no permanent list.
    pub(crate) fn add_special(&mut self, count: usize, stream: &mut Stream) {
        for _ in 0..count {
            let Some(host) = self.draw(stream) else { return };
            let mut precinct = self.precincts[host].clone();
            precinct.number = self.precincts.len() as u32 + 1;
            precinct.special = true;
            precinct.voters = 0;
            self.precincts.push(precinct);
        }
    }

    /// Index of the precinct in which a random voter lives.
    pub(crate) fn draw(&self, stream: &mut Stream) -> Option<usize> {
        let total = *self.cumulative.last()?;
        let voter = stream.below(total);
        Some(self.cumulative.partition_point(|sum| *sum <= voter))
    }

    /// How many ordinary precincts there are; special ones come behind them.
    pub(crate) fn ordinary(&self) -> usize {
        self.cumulative.len()
    }

    pub(crate) fn region_code(&self, precinct: u32) -> &'static str {
        REGIONS[usize::from(self.precincts[precinct as usize].region)].code
    }

    /// The name of a territorial commission: `KZ-35-03`.
    pub(crate) fn tec(&self, precinct: usize) -> String {
        let precinct = &self.precincts[precinct];
        format!("{}-{:02}", REGIONS[usize::from(precinct.region)].code, precinct.tec)
    }

    /// How many households a precinct has addresses for, about.
    pub(crate) fn households(&self, precinct: usize) -> u64 {
        (u64::from(self.precincts[precinct].voters) * 2 / 5).max(1)
    }

    /// Writes the address of a household: `г. Караганда, ул. Абая, д. 15, кв. 23`. No two households of a settlement share one.
    pub(crate) fn write_address(&self, address: crate::people::Address, out: &mut Vec<u8>) {
        let precinct = &self.precincts[address.precinct as usize];
        out.extend_from_slice(self.settlements[precinct.settlement as usize].as_bytes());
        // Each precinct has blocks of streets of its own: block by block through the streets of the settlement.
        let blocks = if precinct.urban { 3 } else { 9 };
        let (per_block, flats) = if precinct.urban { (BLOCK, FLATS) } else { (BLOCK / 4, 1) };
        let block = precinct.ordinal * blocks + address.household / per_block;
        let inside = address.household % per_block;
        let shift = precinct.settlement as usize * 13;
        let street = STREETS[(block as usize + shift) % STREETS.len()];
        let house = block / STREETS.len() as u32 * per_block / flats + inside / flats + 1;
        out.extend_from_slice(b", ");
        out.extend_from_slice(street.as_bytes());
        out.extend_from_slice(", д. ".as_bytes());
        crate::write::number(u64::from(house), out);
        if precinct.urban {
            out.extend_from_slice(", кв. ".as_bytes());
            crate::write::number(u64::from(inside % flats + 1), out);
        }
    }
}

/// A village of a region; no two of a region share a name.
fn village_name(region: usize, village: usize) -> String {
    let (firsts, seconds) = VILLAGES;
    let place = region * 37 + village;
    let mut name =
        format!("с. {}{}", firsts[place % firsts.len()], seconds[place / firsts.len() % seconds.len()]);
    let round = village / (firsts.len() * seconds.len());
    if round > 0 {
        // Writing to a string cannot fail.
        let _ = write!(name, "-{}", round + 1);
    }
    name
}

/// A precinct's size from a lognormal distribution around a median, never above what is left.
fn size(median: f64, spread: f64, rest: u64, stream: &mut Stream) -> u32 {
    let drawn = median * (spread * stream.normal()).exp();
    let size = (drawn.round() as u32).clamp(40, LARGEST);
    // A remnant too small for a precinct of its own joins the last one.
    let size = u64::from(size).min(rest);
    if rest - size < 40 && rest <= u64::from(LARGEST) { rest as u32 } else { size as u32 }
}

/// The voters of each region, by largest remainders.
fn shares(voters: u64) -> Vec<u64> {
    let total: u64 = REGIONS.iter().map(|region| region.voters).sum();
    let mut shares: Vec<u64> = REGIONS.iter().map(|region| region.voters * voters / total).collect();
    let mut order: Vec<usize> = (0..REGIONS.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(REGIONS[*index].voters * voters % total));
    let missing = voters - shares.iter().sum::<u64>();
    for index in order.into_iter().take(missing as usize) {
        shares[index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::people::Address;

    #[test]
    fn voters_add_up_and_precincts_are_realistic() {
        for voters in [1, 19, 1_000, 200_000] {
            let places = Places::new(3, voters, None);
            assert_eq!(
                places.precincts.iter().map(|precinct| u64::from(precinct.voters)).sum::<u64>(),
                voters
            );
            assert!(places.precincts.iter().all(|precinct| (1..3_000).contains(&precinct.voters)));
        }
        let places = Places::new(3, 12_000_000, None);
        assert!((8_000..13_000).contains(&places.precincts.len()), "{}", places.precincts.len());
        let villages = places.precincts.iter().filter(|precinct| !precinct.urban);
        let small = villages.clone().filter(|precinct| (100..=900).contains(&precinct.voters)).count();
        assert!(small * 10 > villages.count() * 6);
    }

    #[test]
    fn no_two_households_share_an_address() {
        let places = Places::new(5, 60_000, None);
        let mut seen = HashSet::new();
        for precinct in 0..places.precincts.len() {
            for household in 0..places.households(precinct) as u32 {
                let mut out = Vec::new();
                places.write_address(Address { precinct: precinct as u32, household }, &mut out);
                let settlement = places.precincts[precinct].settlement;
                assert!(seen.insert((settlement, out)));
            }
        }
    }

    #[test]
    fn the_oversized_precinct_is_there() {
        let places = Places::new(5, 200_000, Some(3_120));
        assert_eq!(places.precincts.iter().filter(|precinct| precinct.voters > 3_000).count(), 1);
    }
}

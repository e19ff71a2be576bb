//! Voters of blocks, added up by district; where blocks do not nest in districts, by their shares of area or of points.

use std::collections::BTreeMap;

use crate::overlay::areas_beside;
use crate::{Layer, Piece, overlay};

/// A sum of voters, of which some may be known in bounds only, or not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// At least so many.
    pub low: u64,
    /// At most so many, or [`u64::MAX`] where nothing bounds it; of no meaning where `unknown` is not 0.
    pub high: u64,
    /// Blocks that count.
    pub blocks: usize,
    /// Of them, those of which nothing is known.
    pub unknown: usize,
}

impl Sum {
    /// The sum with one more block.
    #[must_use]
    pub fn with(self, voters: Option<(u64, u64)>) -> Self {
        let (low, high) = voters.unwrap_or((0, 0));
        Self {
            low: self.low.saturating_add(low),
            high: self.high.saturating_add(high),
            blocks: self.blocks + 1,
            unknown: self.unknown + usize::from(voters.is_none()),
        }
    }

    /// Whether anything bounds it from above.
    pub fn is_bounded(&self) -> bool {
        self.unknown == 0 && self.high < u64::MAX
    }

    /// Whether the sum can be the count that is stated.
    pub fn may_be(&self, stated: (u64, u64)) -> bool {
        self.low <= stated.1 && (self.unknown > 0 || stated.0 <= self.high)
    }
}

/// The voters of each of so many districts, from blocks that are each in one district or in none.
///
/// ```
/// use tizim_boundaries::add_up;
/// let sums = add_up(2, [(Some(0), Some((10, 10))), (Some(1), Some((3, 5))), (Some(1), None), (None, Some((9, 9)))]);
/// assert_eq!((sums[0].low, sums[0].high), (10, 10));
/// assert_eq!((sums[1].low, sums[1].high, sums[1].unknown), (3, 5, 1));
/// ```
pub fn add_up(
    districts: usize,
    blocks: impl IntoIterator<Item = (Option<usize>, Option<(u64, u64)>)>,
) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); districts];
    for (district, voters) in blocks {
        if let Some(sum) = district.and_then(|district| sums.get_mut(district)) {
            *sum = sum.with(voters);
        }
    }
    sums
}

/// A block that lies in a district, or in none, wholly or in part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The block, by its place in its layer.
    pub block: usize,
    /// The district, by its place in its layer; nothing for what lies in none.
    pub district: Option<usize>,
    /// How much of the block's area lies in it, up to 1.
    pub part: f64,
    /// How much of its voters is taken to live there: as much as of its area, or of its points.
    pub weight: f64,
}

impl Share {
    /// Whether more than a border drawn twice of the block lies elsewhere.
    pub fn is_divided(&self) -> bool {
        self.part < 1.0
    }
}

/// Which part of each block's area lies in which district, or in none, block by block: see [`overlay`].
pub fn shares(blocks: &Layer, districts: &Layer, exact_metres: f64) -> Vec<Share> {
    let (ones, others) = (areas_beside(blocks, districts), areas_beside(districts, districts));
    let [ones, others] = [&ones, &others].map(|areas| areas.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    overlay(&ones, &others, exact_metres).iter().map(Share::of).collect()
}

impl Share {
    pub(crate) fn of(piece: &Piece) -> Self {
        Self { block: piece.one, district: piece.other, part: piece.part, weight: piece.part }
    }
}

/// Weighs divided blocks by points, such as addresses, each given with the block it lies in and its district, or none: of a
/// block with points, each share has as much as it has points of it. Points beside every share of their block say nothing.
/// Returns how many blocks were weighed so.
pub fn weigh_by_points(
    shares: &mut [Share],
    points: impl IntoIterator<Item = (usize, Option<usize>)>,
) -> usize {
    let mut count: BTreeMap<(usize, Option<usize>), u32> = BTreeMap::new();
    for pair in points {
        *count.entry(pair).or_default() += 1;
    }
    let mut weighed = 0;
    for of_block in shares.chunk_by_mut(|one, other| one.block == other.block) {
        let of = |share: &Share| count.get(&(share.block, share.district)).copied().unwrap_or(0);
        let all: u32 = of_block.iter().map(of).sum();
        if all == 0 || !of_block[0].is_divided() {
            continue;
        }
        weighed += 1;
        for share in of_block {
            share.weight = f64::from(of(share)) / f64::from(all);
        }
    }
    weighed
}

/// Voters of a district from blocks that do not all nest in it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Prorated {
    /// What is certain: blocks that lie in it wholly, and all that a divided block may hold or not hold.
    pub bounds: Sum,
    /// The sum if voters of divided blocks lived as their shares are weighed, and of bounds the middle were true; of no meaning
    /// where nothing bounds it.
    pub even: f64,
    /// How many of its blocks are divided.
    pub divided: usize,
}

impl Prorated {
    /// [`Self::even`], where something bounds it.
    pub fn evenly(&self) -> Option<f64> {
        self.bounds.is_bounded().then_some(self.even)
    }

    fn add(&mut self, share: &Share, voters: Option<(u64, u64)>) {
        self.divided += usize::from(share.is_divided());
        self.even += voters.map_or(0.0, |(low, high)| share.weight * f64::midpoint(low as f64, high as f64));
        self.bounds =
            self.bounds.with(voters.map(|(low, high)| (if share.is_divided() { 0 } else { low }, high)));
    }
}

/// The voters of each of so many districts by the shares of blocks; of a divided block nobody knows on which side its voters
/// live, so the bounds hold none and all of them.
pub fn prorate(districts: usize, shares: &[Share], voters: &[Option<(u64, u64)>]) -> Vec<Prorated> {
    let mut sums = vec![Prorated::default(); districts];
    for share in shares {
        let sum = share.district.and_then(|district| sums.get_mut(district));
        let (Some(sum), Some(own)) = (sum, voters.get(share.block)) else { continue };
        sum.add(share, *own);
    }
    sums
}

/// The voters of blocks that lie in no district, wholly or in part: what the sums of all districts lack.
pub fn beyond(shares: &[Share], voters: &[Option<(u64, u64)>]) -> Prorated {
    let mut sum = Prorated::default();
    for share in shares.iter().filter(|share| share.district.is_none()) {
        if let Some(own) = voters.get(share.block) {
            sum.add(share, *own);
        }
    }
    sum
}

//! Voters of blocks, added up by district; where blocks do not nest in districts, by their share of area.

use geo::{Area, BooleanOps, BoundingRect, Intersects};

use crate::Layer;

/// A sum of voters, of which some may be known in bounds only, or not at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// At least so many.
    pub low: u64,
    /// At most so many; of no meaning where `unknown` is not 0.
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

/// A block that lies in a district, wholly or in part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The block, by its place in its layer.
    pub block: usize,
    /// The district, by its place in its layer.
    pub district: usize,
    /// How much of the block's area lies in it, up to 1.
    pub part: f64,
}

/// Parts of a block smaller than this are drawing, not division.
const DRAWING: f64 = 1e-3;

/// Which part of each block's area lies in which district, block by block. A part below a thousandth is taken for a border
/// drawn twice and left out; what then lies in one district alone has the part 1.
pub fn shares(blocks: &Layer, districts: &Layer) -> Vec<Share> {
    let extents: Vec<_> = districts.units.iter().map(|unit| unit.area.bounding_rect()).collect();
    let mut found = Vec::new();
    for (block, unit) in blocks.units.iter().enumerate() {
        let (whole, extent) = (unit.area.unsigned_area(), unit.area.bounding_rect());
        let near = |district: &usize| {
            extent.zip(extents[*district]).is_some_and(|(one, other)| one.intersects(&other))
        };
        let mut own: Vec<Share> = (0..districts.units.len())
            .filter(near)
            .map(|district| {
                let common = unit.area.intersection(&districts.units[district].area).unsigned_area();
                Share { block, district, part: common / whole }
            })
            .filter(|share| share.part > DRAWING)
            .collect();
        if let [only] = own.as_mut_slice() {
            only.part = if only.part > 1.0 - DRAWING { 1.0 } else { only.part };
        }
        found.extend(own);
    }
    found
}

/// Voters of a district from blocks that do not all nest in it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Prorated {
    /// What is certain: blocks that lie in it wholly, and all that a divided block may hold or not hold.
    pub bounds: Sum,
    /// The sum if voters of divided blocks lived evenly over their area.
    pub even: f64,
    /// How many of its blocks are divided.
    pub divided: usize,
}

/// The voters of each of so many districts by the shares of area; of a divided block nobody knows on which side its voters
/// live, so the bounds hold none and all of them.
pub fn prorate(districts: usize, shares: &[Share], voters: &[Option<(u64, u64)>]) -> Vec<Prorated> {
    let mut sums = vec![Prorated::default(); districts];
    for share in shares {
        let (Some(sum), Some(own)) = (sums.get_mut(share.district), voters.get(share.block)) else {
            continue;
        };
        let is_divided = share.part < 1.0;
        sum.divided += usize::from(is_divided);
        sum.even += own.map_or(0.0, |(low, high)| share.part * f64::midpoint(low as f64, high as f64));
        sum.bounds = sum.bounds.with(own.map(|(low, high)| (if is_divided { 0 } else { low }, high)));
    }
    sums
}

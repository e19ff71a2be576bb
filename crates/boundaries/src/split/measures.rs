//! What is measured of a partition, in whole numbers, and which partitions no other surpasses.

use super::blocks::Case;

/// The measures of a partition. Less is better in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measures {
    /// The largest distance of a district from the quota, times the number of districts: a whole number of voters.
    pub excess: u64,
    /// Rayons whose blocks are in more than one district.
    pub rayons_cut: u32,
    /// Border between districts: metres, or pairs of neighbours.
    pub border: u64,
}

impl Measures {
    /// Those of a partition, block by block.
    pub(super) fn of(case: &Case<'_>, districts: &[usize]) -> Self {
        let count = districts.iter().max().map_or(0, |last| last + 1);
        let mut voters = vec![0; count.max(case.seats)];
        let mut rayons: std::collections::BTreeMap<usize, (usize, bool)> = std::collections::BTreeMap::new();
        for (block, &district) in districts.iter().enumerate() {
            voters[district] += case.blocks.voters[block];
            if let Some(rayon) = case.blocks.rayons[block] {
                let (first, cut) = rayons.entry(rayon).or_insert((district, false));
                *cut |= *first != district;
            }
        }
        let parted =
            case.blocks.graph.borders().filter(|border| districts[border.one] != districts[border.other]);
        Self {
            excess: voters.into_iter().map(|voters| case.excess(voters)).max().unwrap_or(0),
            rayons_cut: rayons.values().filter(|(_, cut)| *cut).count() as u32,
            border: parted.map(|border| case.border(border.metres)).sum(),
        }
    }

    /// Whether it is as good in everything as another.
    pub fn reaches(&self, other: &Self) -> bool {
        self.excess <= other.excess && self.rayons_cut <= other.rayons_cut && self.border <= other.border
    }
}

/// A partition that was found: the district of each block, numbered by their first blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its measures.
    pub measures: Measures,
    /// The district of each block.
    pub districts: Vec<u8>,
}

/// By what partitions are put in order; ties are broken by the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// The largest deviation, then rayons cut, then border.
    Deviation,
    /// Rayons cut, then the largest deviation, then border.
    RayonsCut,
    /// Border, then the largest deviation, then rayons cut.
    Border,
}

impl Criterion {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Deviation, Self::RayonsCut, Self::Border];

    /// What is compared first, second and last.
    pub fn key(self, of: &Measures) -> (u64, u64, u64) {
        let (excess, cut, border) = (of.excess, u64::from(of.rayons_cut), of.border);
        match self {
            Self::Deviation => (excess, cut, border),
            Self::RayonsCut => (cut, excess, border),
            Self::Border => (border, excess, cut),
        }
    }
}

/// Partitions of which none is reached by another, one for each set of measures.
#[derive(Debug, Clone, Default)]
pub(super) struct Front {
    found: Vec<Found>,
    /// The one that reached the last partition that was refused: it often reaches the next.
    last: usize,
}

impl Front {
    /// Takes in a partition unless another reaches it; `districts` is asked only then.
    pub(super) fn offer(&mut self, measures: Measures, districts: impl FnOnce() -> Vec<u8>) {
        if self.found.get(self.last).is_some_and(|one| one.measures.reaches(&measures)) {
            return;
        }
        if let Some(place) = self.found.iter().position(|one| one.measures.reaches(&measures)) {
            self.last = place;
            return;
        }
        self.found.retain(|one| !measures.reaches(&one.measures));
        self.last = self.found.len();
        self.found.push(Found { measures, districts: districts() });
    }

    /// Takes in all of another.
    pub(super) fn join(&mut self, other: Self) {
        for one in other.found {
            self.offer(one.measures, || one.districts);
        }
    }

    /// In order of deviation.
    pub(super) fn sorted(mut self) -> Vec<Found> {
        self.found.sort_by_key(|one| one.measures);
        self.found
    }
}

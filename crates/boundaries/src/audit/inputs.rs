//! What the audit of a map is given.

use tizim_evidence::{Evidence, Rule};
use tizim_polling::Regions;

use crate::Layer;

/// A district as its table states it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatedDistrict {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its seats.
    pub seats: u32,
    /// Its voters, in bounds; nothing where they are not known.
    pub voters: Option<(u64, u64)>,
}

/// A building block as its table states it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Block {
    /// Its code.
    pub id: String,
    /// Its name, where the table has one.
    pub name: Option<String>,
    /// The rayon that it is a part of, where blocks are smaller than rayons.
    pub rayon: Option<String>,
    /// The region it is in.
    pub region: Option<String>,
    /// Its voters.
    pub voters: Option<u64>,
    /// The district it is in.
    pub district: Option<String>,
    /// Longitude and latitude of a point of it.
    pub place: Option<[f64; 2]>,
    /// Where the table says so.
    pub evidence: Option<Evidence>,
}

/// What the audit of a map is given.
#[derive(Debug, Clone, Copy)]
pub struct MapInputs<'a> {
    /// The map, of districts or of blocks.
    pub layer: &'a Layer,
    /// The table of districts; empty where there is none.
    pub districts: &'a [StatedDistrict],
    /// The table of blocks, where there is one.
    pub blocks: Option<&'a [Block]>,
    /// The rule that no district crosses the border of a region, where there is one.
    pub no_crossing: Option<&'a Rule>,
    /// The regions that the profile names, by which spellings of one region are one.
    pub regions: &'a Regions,
}

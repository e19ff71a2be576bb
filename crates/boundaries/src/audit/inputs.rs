//! What the audit of a map is given.

use tizim_evidence::{Evidence, Rule};
use tizim_polling::Regions;

use crate::{Layer, Repair};

/// A district as its table states it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatedDistrict {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The region it is in, where the table states one.
    pub region: Option<String>,
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
    /// Its voters, in bounds; nothing where they are not known.
    pub voters: Option<(u64, u64)>,
    /// The district it is in.
    pub district: Option<String>,
    /// Longitude and latitude of a point of it.
    pub place: Option<[f64; 2]>,
    /// Where the table says so.
    pub evidence: Option<Evidence>,
}

/// Another drawing of districts.
#[derive(Debug, Clone, Copy)]
pub enum Earlier<'a> {
    /// A map of them.
    Map(&'a Layer),
    /// The same blocks, put together otherwise.
    Blocks(&'a [Block]),
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
    /// Where those blocks are drawn, where `layer` holds districts: a map of its own, whose units need not nest in them.
    pub block_layer: Option<&'a Layer>,
    /// Longitudes and latitudes, such as of addresses, by which blocks that do not nest are divided; else by area.
    pub points: &'a [[f64; 2]],
    /// The districts with which these are compared, as they were drawn then.
    pub earlier: Option<Earlier<'a>>,
    /// The layer as it was read and what was changed of it, where `layer` is a repaired one.
    pub repair: Option<(&'a Layer, &'a [Repair])>,
    /// The widest deviation from the quota that the law or a recommendation allows, where there is one.
    pub limit: Option<f64>,
    /// The rule that no district crosses the border of a region, where there is one.
    pub no_crossing: Option<&'a Rule>,
    /// The regions that the profile names, by which spellings of one region are one.
    pub regions: &'a Regions,
    /// Whether the electorates are made up, which every map then says.
    pub synthetic: bool,
}

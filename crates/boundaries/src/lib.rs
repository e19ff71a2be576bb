#![doc = include_str!("../README.md")]
#![expect(
    clippy::float_cmp,
    reason = "two points are one where they are written alike; nearness is asked for by name"
)]

mod adjacency;
mod aggregate;
mod arrangement;
mod assign;
mod audit;
mod code;
mod compactness;
mod contiguity;
mod error;
mod graph;
mod layer;
mod measure;
mod naming;
mod nesting;
mod net;
mod overlay;
mod read;
mod repair;
mod rules;
mod shape;
pub mod split;
mod validate;
mod write;

pub use adjacency::{Adjacency, Near};
pub use aggregate::{Prorated, Share, Sum, add_up, beyond, prorate, shares, weigh_by_points};
pub use assign::{Located, Locator, Where, crossed};
pub use audit::{Block, Earlier, MapAudit, MapInputs, StatedDistrict, audit, is_of_blocks};
pub use code::Code;
pub use compactness::Compactness;
pub use contiguity::{Apart, Part, apart};
pub use error::{BoundaryError, named_code};
pub use graph::{Border, Graph, Neighbour};
pub use layer::{CodesFrom, CoordinateSystem, Fault, FaultKind, Frame, Layer, Unit};
pub use measure::{additive_square_km, border_km, square_km};
pub use naming::Naming;
pub use nesting::{Cut, CutPart, Member, cuts};
pub use overlay::{Piece, overlay};
pub use read::{Bounds, Headings, MapFile, ReadOptions, names_in_archive, read};
pub use repair::{Mended, Repair, Repaired, repaired};
pub use rules::BoundaryRules;
pub use shape::shape;
pub use validate::{Problem, ProblemKind, problems};
pub use write::geojson;

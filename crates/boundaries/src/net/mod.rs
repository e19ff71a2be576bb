//! The net of all border segments of a layer: in which cell of a grid each lies, and how two of them lie to each other,
//! decided by exact predicates. Validity and adjacency stand on it.

mod cells;
mod grid;
mod pairs;
mod segment;
pub(crate) mod survey;

pub(crate) use cells::Cells;
pub(crate) use grid::Grid;
pub(crate) use pairs::{are_tangled, each_pair};
pub(crate) use segment::{Relation, Segment, relation, segments, turn};

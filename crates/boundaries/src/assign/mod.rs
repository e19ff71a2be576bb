//! Points to districts: each point exactly once, decided by exact predicates.
//!
//! [`Locator`] lays a grid over the map. A cell without a border knows its owner. In a cell with borders stands a reference
//! point whose owner is known, and a point has the same owner but for the borders between the two; how many of each
//! district's borders the way crosses is decided exactly, so the answer never hangs on rounding. Crowded cells are divided
//! again.
//!
//! A district is the inside of its rings, each polygon for itself by the even-odd rule; parts that share a whole border
//! segment are one, so that the seam between them is no border. A point on a border is `boundary`, with all whose border it
//! is; inside several it is `overlap`, with all of them; inside none it is a `gap`.

mod bodies;
mod build;
mod crossed;
mod locator;
mod sides;
#[cfg(test)]
mod tests;

pub use crossed::crossed;
pub use locator::{Located, Locator, Where};

//! What no input goes beyond, so that all arithmetic stays exact.

/// No electorate is larger: with it, every product in the exact comparisons fits into 128 bits.
pub const LARGEST_COUNT: u64 = 1_000_000_000_000;
/// No house is larger.
pub const LARGEST_HOUSE: u64 = 1_000_000;

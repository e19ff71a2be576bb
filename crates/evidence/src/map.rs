//! Maps as data: shapes with a value each, and what the middle of the scale means. What is mapped is nobody's business here.

use std::sync::Arc;

use crate::{Message, Privacy, Value};

/// A closed line of points as `[longitude, latitude]` in degrees (WGS 84); the first point stands again at the end or does not.
pub type LonLatRing = Vec<[f64; 2]>;

/// Where a place is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A tile of a map on which all tiles are of one size: its column from the left and its row from the top.
    Tile {
        /// Column, from 0.
        column: u16,
        /// Row, from 0.
        row: u16,
    },
    /// Polygons, each an outer ring and its holes. Points that two places share to the last digit are a border that they
    /// share, and stay one however the map is simplified.
    Area(Arc<[Vec<LonLatRing>]>),
}

/// One place of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its identifier, shown where its name has no room.
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// A shorter name, where one is in use.
    pub short: Option<String>,
    /// What fills it: exact, bounded (hatched) or missing.
    pub value: Value,
    /// Where it is drawn.
    pub shape: Shape,
    /// What it is part of: borders inside of it are drawn thinner than its outline.
    pub group: Option<String>,
}

/// How values become shades: two colours that part at `centre`, deeper with every break away from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diverging {
    /// The value in the middle, such as 0 of a deviation.
    pub centre: f64,
    /// Distances from the centre at which the shade deepens, ascending, the same on both sides; empty where round ones
    /// are to be chosen. No more than four are used.
    pub breaks: Vec<f64>,
    /// What lies below; nothing where no value can, so that the scale has one side.
    pub below: Option<Message>,
    /// What lies about the centre.
    pub within: Message,
    /// What lies above.
    pub above: Message,
}

/// A map to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Stable identifier: the name of its sheet.
    pub id: &'static str,
    /// Heading.
    pub title: Message,
    /// What a reader must know to read it.
    pub note: Option<Message>,
    /// Whose drawing it is, where it is not the program's own.
    pub credit: Option<Message>,
    /// What the values are.
    pub value_title: Message,
    /// Format of the values, as in the message catalogue.
    pub value_format: &'static str,
    /// How values become shades.
    pub scale: Diverging,
    /// The places, all tiles or all areas.
    pub places: Vec<Place>,
    /// Whether each group bears its name in its middle.
    pub names_groups: bool,
    /// Whether the figures are made up, which is then written across the map.
    pub synthetic: bool,
    /// How much it says about persons.
    pub privacy: Privacy,
}

impl Map {
    /// Whether the places are tiles of one size; a map without places has none.
    pub fn is_of_tiles(&self) -> bool {
        matches!(self.places.first(), Some(Place { shape: Shape::Tile { .. }, .. }))
    }
}

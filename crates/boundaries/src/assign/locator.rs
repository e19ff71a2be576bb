//! Asks the index where a point lies.

use geo::Coord;
use rayon::prelude::*;

use super::bodies::Bodies;
use super::build::{Border, Cell, Held, Index, Level, crosses, toggle};
use crate::net::turn;
use crate::{Frame, Layer};

/// A full turn in degrees, and by how little less a map goes around the Earth.
const TURN: f64 = 360.0;
const NEARLY_AROUND: f64 = 1e-5;

/// How a point lies to the districts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Where {
    /// Inside one and on the border of none.
    District,
    /// On the border of one or more.
    Boundary,
    /// Inside several.
    Overlap,
    /// In none.
    Gap,
}

impl Where {
    /// The word in CSV and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Boundary => "boundary",
            Self::Overlap => "overlap",
            Self::Gap => "gap",
        }
    }
}

/// Where a point lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// How.
    pub place: Where,
    /// The unit, by its place in the layer: the one it is inside of, else the first of those on whose border it is; nothing in
    /// a gap.
    pub unit: Option<u32>,
    /// All others whose it is as well, ascending.
    pub others: Vec<u32>,
}

impl Located {
    const GAP: Self = Self { place: Where::Gap, unit: None, others: Vec::new() };
}

/// The index of a layer. It takes some hundred bytes for each border segment, and nothing for each point.
///
/// ```
/// use tizim_boundaries::{Layer, Locator, MapFile, ReadOptions, Where, read};
/// let map = r#"{"type": "Feature", "properties": {"id": 7}, "geometry":
///     {"type": "Polygon", "coordinates": [[[70, 50], [71, 50], [71, 51], [70, 51], [70, 50]]]}}"#;
/// let layer = read(&MapFile::new("map.geojson", map), &ReadOptions::default())?;
/// let locator = Locator::new(&layer);
/// assert_eq!(locator.locate(70.5, 50.5).place, Where::District);
/// assert_eq!(locator.locate(71.0, 50.25).place, Where::Boundary);
/// assert_eq!(locator.locate(71.5, 50.5).place, Where::Gap);
/// # Ok::<(), tizim_boundaries::BoundaryError>(())
/// ```
#[derive(Debug)]
pub struct Locator {
    pub(super) bodies: Bodies,
    pub(super) index: Index,
    /// The answer for each set of owners of the index.
    answers: Vec<Located>,
    frame: Frame,
    /// Whether the map goes all around the Earth, so that it has one meridian twice.
    is_around: bool,
}

impl Locator {
    /// Builds the index of a layer.
    pub fn new(layer: &Layer) -> Self {
        let bodies = Bodies::of(layer);
        let index = Index::of(&bodies);
        let answers = index.sets.iter().map(|set| inside(&bodies, set)).collect();
        let is_around =
            index.levels.first().is_some_and(|whole| whole.grid.across() >= TURN * (1.0 - NEARLY_AROUND));
        Self { bodies, index, answers, frame: layer.frame, is_around }
    }

    /// Where a point lies, by longitude and latitude in degrees; 180 degrees east and west are one meridian. What is not finite
    /// lies nowhere.
    #[inline]
    pub fn locate(&self, longitude: f64, latitude: f64) -> Located {
        let point = Coord { x: self.frame.turn(longitude), y: latitude };
        let Some(whole) = self.index.levels.first() else { return Located::GAP };
        if self.is_around || !whole.grid.holds(point) {
            return self.turned(whole, point);
        }
        match self.cell(whole, point) {
            Ok(set) => self.answer(set),
            Err(border) => self.at_border(border, point),
        }
    }

    /// The same of a point that the map may have a turn further west or east, or at both of its ends.
    #[cold]
    fn turned(&self, whole: &Level, point: Coord<f64>) -> Located {
        let (mut inside, mut touched) = (Vec::new(), Vec::new());
        let places = [0.0, -TURN, TURN].map(|turn| Coord { x: point.x + turn, ..point });
        for place in places.into_iter().filter(|place| whole.grid.holds(*place)) {
            match self.cell(whole, place) {
                Ok(set) => inside.extend_from_slice(&self.index.sets[set as usize]),
                Err(border) => {
                    let [own, beside] = self.bodies_at(border, place);
                    inside.extend(own);
                    touched.extend(beside);
                }
            }
        }
        told(&units(&self.bodies, &inside), &units(&self.bodies, &touched))
    }

    /// What the index has in the cell of a point: the number of the set that owns it, or its borders.
    #[inline]
    pub(super) fn cell(&self, whole: &Level, point: Coord<f64>) -> Result<u32, &Border> {
        let mut level = whole;
        loop {
            match level.cells[level.grid.nearest(point)] {
                Cell::Inner(set) => return Ok(set),
                Cell::Border(border) => return Err(&self.index.borders[border as usize]),
                Cell::Divided(next) => level = &self.index.levels[next as usize],
            }
        }
    }

    /// Where many points lie, in their order, by all threads.
    pub fn locate_all(&self, points: &[[f64; 2]]) -> Vec<Located> {
        points.par_iter().map(|&[longitude, latitude]| self.locate(longitude, latitude)).collect()
    }

    #[inline]
    fn answer(&self, set: u32) -> Located {
        self.answers[set as usize].clone()
    }

    fn at_border(&self, border: &Border, point: Coord<f64>) -> Located {
        let held = &self.index.held[border.first as usize..(border.first + border.count) as usize];
        let way = [border.reference, point];
        let mut crossed: Option<Vec<u32>> = None;
        for &Held { a, b, edge, is_left } in held {
            let side = turn(a, b, point);
            if side == 0.0 && is_between(point, a, b) {
                let [inside, touched] = self.bodies_at(border, point);
                return told(&units(&self.bodies, &inside), &units(&self.bodies, &touched));
            }
            if crosses(a, b, is_left, side, way) {
                let set = crossed.get_or_insert_with(|| self.index.sets[border.owners as usize].clone());
                toggle(set, self.bodies.of_edge(&self.bodies.edges[edge as usize]));
            }
        }
        crossed.map_or_else(|| self.answer(border.owners), |set| inside(&self.bodies, &set))
    }

    /// The bodies that have a point inside, and those that have it on an edge.
    #[cold]
    fn bodies_at(&self, border: &Border, point: Coord<f64>) -> [Vec<u32>; 2] {
        let held = &self.index.held[border.first as usize..(border.first + border.count) as usize];
        let mut set = self.index.sets[border.owners as usize].clone();
        let mut touched: Vec<u32> = Vec::new();
        for &Held { a, b, edge, is_left } in held {
            let side = turn(a, b, point);
            let bodies = self.bodies.of_edge(&self.bodies.edges[edge as usize]);
            if side == 0.0 && is_between(point, a, b) {
                touched.extend(bodies);
            } else if crosses(a, b, is_left, side, [border.reference, point]) {
                toggle(&mut set, bodies);
            }
        }
        set.retain(|body| !touched.contains(body));
        [set, touched]
    }
}

#[inline]
fn is_between(point: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> bool {
    let between = |value: f64, one: f64, other: f64| value >= one.min(other) && value <= one.max(other);
    between(point.x, a.x, b.x) && between(point.y, a.y, b.y)
}

/// The units of these bodies, ascending, each once.
pub(super) fn units(bodies: &Bodies, of: &[u32]) -> Vec<u32> {
    let mut units: Vec<u32> = of.iter().map(|&body| bodies.unit_of[body as usize]).collect();
    units.sort_unstable();
    units.dedup();
    units
}

/// The answer for a point that is inside of these bodies and on no border.
fn inside(bodies: &Bodies, set: &[u32]) -> Located {
    if let [only] = set {
        return Located {
            place: Where::District,
            unit: Some(bodies.unit_of[*only as usize]),
            others: Vec::new(),
        };
    }
    told(&units(bodies, set), &[])
}

/// The answer for a point inside of some units and on the border of others.
fn told(inside: &[u32], border: &[u32]) -> Located {
    let border: Vec<u32> = border.iter().copied().filter(|unit| !inside.contains(unit)).collect();
    let place = match (inside.len(), border.len()) {
        (0, 0) => return Located::GAP,
        (1, 0) => Where::District,
        (0 | 1, _) => Where::Boundary,
        _ => Where::Overlap,
    };
    let mut all = [inside, &border].concat();
    let unit = all.remove(0);
    all.sort_unstable();
    Located { place, unit: Some(unit), others: all }
}

//! Two maps laid on each other: which part of each unit of one lies in which unit of the other.

use std::borrow::Cow;

use geo::{BooleanOps, BoundingRect, Intersects, MultiPolygon};
use rayon::prelude::*;

use crate::measure::additive_square_km;
use crate::{Layer, border_km};

/// Parts of a unit smaller than this are drawing, not division.
pub(crate) const DRAWING: f64 = 1e-3;

/// Where two units of two maps lie on each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The unit of the first map, by its place.
    pub one: usize,
    /// That of the second.
    pub other: usize,
    /// What they have in common.
    pub area: MultiPolygon<f64>,
    /// Its size on the ellipsoid, its borders straight in degrees.
    pub square_km: f64,
    /// How much of the first unit it is, up to 1.
    pub part: f64,
}

impl Piece {
    /// Its mean width in metres: twice the area over the border.
    pub fn width_metres(&self) -> f64 {
        2e3 * self.square_km / border_km(&self.area)
    }
}

/// What the units of one map have in common with those of another, in the order of the first. A part below a thousandth of
/// its first unit is taken for a border drawn twice and left out; what then lies in one unit alone has the part 1. Points
/// where borders cross are exact to some millimetres; where borders cross themselves, what is enclosed an odd number of times
/// is inside.
pub fn overlay(ones: &[&MultiPolygon<f64>], others: &[&MultiPolygon<f64>]) -> Vec<Piece> {
    let extents: Vec<_> = others.iter().map(|area| area.bounding_rect()).collect();
    let pieces = |(one, area): (usize, &&MultiPolygon<f64>)| -> Vec<Piece> {
        let (whole, extent) = (additive_square_km(area), area.bounding_rect());
        let near =
            |other: &usize| extent.zip(extents[*other]).is_some_and(|(one, other)| one.intersects(&other));
        let piece = |other: usize| {
            let common = area.intersection(others[other]);
            let square_km = additive_square_km(&common);
            Piece { one, other, area: common, square_km, part: square_km / whole }
        };
        let found = (0..others.len()).filter(near).map(piece);
        let mut found: Vec<Piece> = found.filter(|piece| piece.part > DRAWING).collect();
        for piece in &mut found {
            piece.part = piece.part.min(1.0);
        }
        if let [only] = found.as_mut_slice() {
            only.part = if only.part > 1.0 - DRAWING { 1.0 } else { only.part };
        }
        found
    };
    ones.par_iter().enumerate().flat_map_iter(pieces).collect()
}

/// The areas of a layer with longitudes counted as in another.
pub(crate) fn areas_beside<'l>(layer: &'l Layer, other: &Layer) -> Vec<Cow<'l, MultiPolygon<f64>>> {
    let as_there = |area: &'l MultiPolygon<f64>| {
        if layer.frame == other.frame {
            return Cow::Borrowed(area);
        }
        let mut area = area.clone();
        other.frame.place(&mut area);
        Cow::Owned(area)
    };
    layer.units.iter().map(|unit| as_there(&unit.area)).collect()
}

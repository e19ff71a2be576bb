//! Two maps laid on each other: which part of each unit of one lies in which unit of the other.

use std::borrow::Cow;

use geo::{BooleanOps, BoundingRect, Intersects, MultiPolygon};
use rayon::prelude::*;

use crate::measure::additive_square_km;
use crate::{Layer, border_km};

/// How large a part of a unit may be drawing, where it is no wider than drawing is exact.
const FAINT: f64 = 0.05;

/// What is left of a unit beside all its parts that is less than this is rounding.
const ROUNDING: f64 = 1e-9;

/// Where two units of two maps lie on each other, or where a unit of one lies in none of the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// The unit of the first map, by its place.
    pub one: usize,
    /// That of the second; nothing for what lies in none.
    pub other: Option<usize>,
    /// What they have in common.
    pub area: MultiPolygon<f64>,
    /// Its size on the ellipsoid, its borders straight in degrees.
    pub square_km: f64,
    /// How much of the first unit it is, up to 1. The pieces of a unit make up all of it, unless those of the second map lie on
    /// each other.
    pub part: f64,
}

impl Piece {
    /// A piece of which it is not yet known how much of its unit it is.
    fn of(one: usize, other: Option<usize>, area: MultiPolygon<f64>) -> Self {
        let square_km = additive_square_km(&area);
        Self { one, other, area, square_km, part: 0.0 }
    }

    /// Its mean width in metres: twice the area over the border.
    pub fn width_metres(&self) -> f64 {
        2e3 * self.square_km / border_km(&self.area)
    }

    /// Whether it is a border drawn twice: narrow, and little of its unit.
    fn is_drawing(&self, exact_metres: f64) -> bool {
        self.part <= ROUNDING || (self.part <= FAINT && self.width_metres() <= exact_metres)
    }
}

/// What the units of one map have in common with those of another, and what of them lies in none, in the order of the first.
/// Of a part that is little of its first unit and on average no wider than drawing is exact, both borders are taken for one, and
/// the part for one of the largest part. Points where borders cross are exact to some millimetres; where borders cross
/// themselves, what is enclosed an odd number of times is inside.
pub fn overlay(ones: &[&MultiPolygon<f64>], others: &[&MultiPolygon<f64>], exact_metres: f64) -> Vec<Piece> {
    let extents: Vec<_> = others.iter().map(|area| area.bounding_rect()).collect();
    let pieces = |(one, area): (usize, &&MultiPolygon<f64>)| -> Vec<Piece> {
        let extent = area.bounding_rect();
        let near =
            |other: &usize| extent.zip(extents[*other]).is_some_and(|(one, other)| one.intersects(&other));
        let common = |other: usize| Piece::of(one, Some(other), area.intersection(others[other]));
        let mut found: Vec<Piece> = (0..others.len()).filter(near).map(common).collect();
        found.retain(|piece| piece.square_km > 0.0);
        let mut whole = additive_square_km(area);
        let together: f64 = found.iter().map(|piece| piece.square_km).sum();
        if (together - whole).abs() > ROUNDING * whole {
            // Where its border crosses itself, its loops took from each other; what it encloses an odd number of times did not.
            whole = additive_square_km(&area.union(&MultiPolygon::new(Vec::new())));
            let rest = area.difference(&geo::unary_union(found.iter().map(|piece| &piece.area)));
            found.push(Piece::of(one, None, rest));
        }
        if whole <= 0.0 {
            return vec![Piece { part: 1.0, ..Piece::of(one, None, MultiPolygon::new(Vec::new())) }];
        }
        for piece in &mut found {
            piece.part = piece.square_km / whole;
        }
        settled(found, exact_metres)
    };
    ones.par_iter().enumerate().flat_map_iter(pieces).collect()
}

/// The parts of a unit without those that are drawing, which go to the largest.
fn settled(found: Vec<Piece>, exact_metres: f64) -> Vec<Piece> {
    let (faint, mut found): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|piece| piece.is_drawing(exact_metres));
    if found.is_empty() {
        return faint;
    }
    let largest = found.iter_mut().max_by(|one, other| one.part.total_cmp(&other.part));
    if let Some(largest) = largest {
        largest.part += faint.iter().map(|piece| piece.part).sum::<f64>();
    }
    if let [only] = found.as_mut_slice() {
        only.part = 1.0;
    }
    for piece in &mut found {
        piece.part = piece.part.min(1.0);
    }
    found
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

//! How compact a shape is, by five measures, each 1 for the most compact shape and near 0 for the least.
//!
//! Conventions: area is that of all parts less their holes; the border is that of outer rings and holes, so that a hole makes
//! a shape less compact; circle, hull and rectangle are put around all parts together. Areas and lengths are those on the
//! WGS 84 ellipsoid; circle, hull and rectangle are found in Lambert's equal-area plane around the middle of the shape, never
//! in Web Mercator. Where a border crosses itself, what it encloses an odd number of times is inside, and where parts lie on
//! each other, they count once; so points are located, too. A natural border, a river or a coast, makes a shape less compact, and nobody drew it.

mod around;
mod circle;
mod inside;

use geo::{Area, Centroid, Coord, MapCoords, MultiPolygon};

use crate::measure::{EqualAreaPlane, border_km, square_km};

/// The measures of one shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compactness {
    /// Area in square kilometres.
    pub square_km: f64,
    /// Length of its border in kilometres.
    pub border_km: f64,
    /// Area over that of the circle whose border is as long (Polsby and Popper 1991).
    pub polsby_popper: f64,
    /// Border of the circle of the same area over the border: the root of Polsby-Popper (Schwartzberg 1966, turned so that 1
    /// is most compact).
    pub schwartzberg: f64,
    /// Area over that of the smallest circle around it (Reock 1961).
    pub reock: f64,
    /// Area over that of its convex hull, both in the plane.
    pub convex_hull: f64,
    /// Width over length of the smallest rectangle around it.
    pub width_length: f64,
    /// The two points of the border that lie farthest apart, in kilometres, in the plane.
    pub longest_km: f64,
}

impl Compactness {
    /// Measures a shape; nothing where it has no area.
    ///
    /// ```
    /// use geo::{MultiPolygon, polygon};
    /// use tizim_boundaries::Compactness;
    /// let square = polygon![(x: 0.0, y: -0.05), (x: 0.1, y: -0.05), (x: 0.1, y: 0.05), (x: 0.0, y: 0.05)];
    /// let measures = Compactness::of(&MultiPolygon::from(square)).unwrap();
    /// assert!((measures.polsby_popper - std::f64::consts::PI / 4.0).abs() < 1e-4);
    /// assert!((measures.reock - 2.0 / std::f64::consts::PI).abs() < 1e-2);
    /// ```
    pub fn of(area: &MultiPolygon<f64>) -> Option<Self> {
        use std::f64::consts::PI;

        let area = inside::inside(area);
        let (square_km, border_km) = (square_km(&area), border_km(&area));
        let centre = area.centroid()?;
        if square_km <= 0.0 || border_km <= 0.0 {
            return None;
        }
        let plane = EqualAreaPlane::at(Coord { x: centre.x(), y: centre.y() });
        let points = area.iter().flat_map(|polygon| polygon.exterior().coords());
        let hull = around::hull(points.map(|point| plane.project(*point)).collect());
        // Of borders that run straight in the plane, as those of the hull do: no area is larger than its hull.
        let flat: f64 = area.map_coords(|point| plane.project(point)).unsigned_area();
        let circle = PI * circle::around(&hull).radius.powi(2) / 1e6;
        let (width, length) = around::rectangle(&hull);
        let polsby_popper = 4.0 * PI * square_km / (border_km * border_km);
        Some(Self {
            square_km,
            border_km,
            polsby_popper,
            schwartzberg: polsby_popper.sqrt(),
            reock: square_km / circle,
            convex_hull: flat / around::area(&hull),
            width_length: width / length,
            longest_km: around::longest(&hull) / 1e3,
        })
    }
}

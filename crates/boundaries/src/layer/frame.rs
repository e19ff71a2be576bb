//! How longitudes are counted: a map across the antimeridian must not fall apart there.

use geo::{Coord, LineString, MultiPolygon, Polygon};

/// A full turn in degrees.
const TURN: f64 = 360.0;

/// Longitudes are counted from here on: `west <= longitude <= west + 360`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    west: f64,
}

impl Default for Frame {
    fn default() -> Self {
        Self { west: -TURN / 2.0 }
    }
}

impl Frame {
    /// The frame for these areas: from 180 degrees west on, as maps are, unless they lie on both sides of the antimeridian
    /// and leave a part of the globe free elsewhere; then from the middle of the widest free part.
    pub fn around<'a>(areas: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let mut spans: Vec<(f64, f64)> = Vec::new();
        for polygon in areas.into_iter().flatten() {
            let xs = polygon.exterior().coords().map(|point| point.x);
            let (low, high) = xs.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
            if low <= high {
                spans.push((low, high));
            }
        }
        let half = TURN / 2.0;
        let beyond = spans.iter().any(|span| span.0 < -half || span.1 > half);
        let touches = |x: f64| spans.iter().any(|span| span.0 <= x && x <= span.1);
        if !(beyond || touches(half) && touches(-half)) {
            return Self::default();
        }
        let mut turned: Vec<(f64, f64)> = spans
            .iter()
            .map(|span| {
                let low = (span.0 + half).rem_euclid(TURN) - half;
                (low, low + (span.1 - span.0))
            })
            .collect();
        turned.sort_by(|one, other| one.0.total_cmp(&other.0));
        let Some(&(first, mut reach)) = turned.first() else { return Self::default() };
        let mut free = (reach, reach);
        for &(low, high) in turned.iter().skip(1).chain([&(first + TURN, first + TURN)]) {
            if low - reach > free.1 - free.0 {
                free = (reach, low);
            }
            reach = reach.max(high);
        }
        if free.0 == free.1 {
            return Self::default();
        }
        // A whole degree, where the free part has one.
        let middle = f64::midpoint(free.0, free.1);
        let whole = middle.round_ties_even();
        let west = if free.0 < whole && whole < free.1 { whole } else { middle };
        Self { west: west - TURN * f64::from(u8::from(west > half)) }
    }

    /// The longitude as it is counted here. It is moved by whole turns, as an area is, so that a corner stays on its area.
    #[inline]
    pub fn turn(&self, longitude: f64) -> f64 {
        if longitude >= self.west && longitude <= self.west + TURN {
            longitude
        } else {
            longitude - ((longitude - self.west) / TURN).floor() * TURN
        }
    }

    /// A longitude of this frame as people write it, from -180 to 180.
    pub fn written(longitude: f64) -> f64 {
        if longitude.abs() <= TURN / 2.0 {
            longitude
        } else {
            (longitude + TURN / 2.0).rem_euclid(TURN) - TURN / 2.0
        }
    }

    /// Whether longitudes are counted otherwise than in most maps.
    pub fn crosses_antimeridian(&self) -> bool {
        *self != Self::default()
    }

    /// Moves each polygon as a whole so that it begins in this frame.
    pub fn place(&self, area: &mut MultiPolygon<f64>) {
        if !self.crosses_antimeridian() {
            return;
        }
        for polygon in &mut area.0 {
            let low = polygon.exterior().coords().map(|point| point.x).fold(f64::MAX, f64::min);
            if low == f64::MAX {
                continue;
            }
            let turns = ((low - self.west) / TURN).floor();
            if turns != 0.0 {
                *polygon = moved(polygon, -turns * TURN);
            }
        }
    }
}

fn moved(polygon: &Polygon<f64>, by: f64) -> Polygon<f64> {
    let ring = |ring: &LineString<f64>| -> LineString<f64> {
        ring.coords().map(|point| Coord { x: point.x + by, y: point.y }).collect()
    };
    Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Rect, coord};

    fn square(west: f64, east: f64) -> MultiPolygon<f64> {
        MultiPolygon::new(vec![
            Rect::new(coord! { x: west, y: 0.0 }, coord! { x: east, y: 1.0 }).to_polygon(),
        ])
    }

    #[test]
    fn a_map_on_both_sides_of_the_antimeridian_stays_together() {
        let mut areas = [square(170.0, 180.0), square(-180.0, -175.0)];
        let frame = Frame::around(&areas);
        assert!(frame.crosses_antimeridian());
        for area in &mut areas {
            frame.place(area);
        }
        let lows: Vec<f64> = areas.iter().map(|area| area.0[0].exterior().0[1].x).collect();
        assert!((lows[1] - lows[0]).abs() <= 15.0, "{lows:?}");
        assert_eq!((frame.turn(-178.0) - frame.turn(175.0)).round(), 7.0);
        assert_eq!(Frame::written(frame.turn(-178.0)), -178.0);
    }

    #[test]
    fn longitudes_begin_in_the_free_part_however_narrow_it_is() {
        for (from, to) in [(10.9, 370.6), (-175.2, 184.7), (0.9, 360.8), (100.5, 460.25), (30.0, 389.0)] {
            let (first, second) = (from + 120.0, from + 240.0);
            let mut areas = [square(from, first), square(first, second), square(second, to)];
            let frame = Frame::around(&areas);
            assert!(frame.crosses_antimeridian());
            for area in &mut areas {
                frame.place(area);
            }
            for area in &areas {
                for x in area.0[0].exterior().coords().map(|point| point.x) {
                    assert_eq!(frame.turn(x), x, "{from} to {to}: {frame:?}");
                }
            }
        }
    }

    #[test]
    fn a_corner_is_turned_as_its_area_is() {
        let frame = Frame::around(&[square(0.3, 181.0), square(181.0, 359.7)]);
        for x in [-179.3, -0.1, -150.7, 412.3, 719.9] {
            let mut area = square(x, x + 0.01);
            frame.place(&mut area);
            let lows = area.0[0].exterior().coords().map(|point| point.x).fold(f64::MAX, f64::min);
            assert_eq!(frame.turn(x), lows, "{x}");
        }
    }

    #[test]
    fn other_maps_are_left_alone() {
        for areas in
            [vec![square(46.0, 87.0)], vec![square(170.0, 180.0)], vec![square(-180.0, 180.0)], vec![]]
        {
            let frame = Frame::around(&areas);
            assert!(!frame.crosses_antimeridian());
            assert_eq!(
                (frame.turn(71.25), frame.turn(180.0), frame.turn(-180.0), frame.turn(190.0)),
                (71.25, 180.0, -180.0, -170.0)
            );
        }
    }
}

//! Where a country is, to notice what lies elsewhere.

/// West, south, east and north end of a country, in degrees. A country across the antimeridian has its east end west of its
/// west end, as in GeoJSON (RFC 7946, 5.2), or counts on beyond 180.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// West end.
    pub west: f64,
    /// South end.
    pub south: f64,
    /// East end.
    pub east: f64,
    /// North end.
    pub north: f64,
}

impl Bounds {
    /// The same as somebody states them, with the east end east of the west end.
    ///
    /// # Errors
    /// What is wrong, where they are no place on the Earth: an end that is no number of degrees or lies beyond a pole, north
    /// and south or west and east alike or the wrong way round, or more than once around.
    pub fn stated(self) -> Result<Self, &'static str> {
        let Self { west, south, east, north } = self;
        if !(-180.0..=180.0).contains(&west) {
            return Err("the west end of `bounds` must lie between -180 and 180 degrees");
        }
        if !(-180.0..=360.0).contains(&east) || east == west {
            return Err(
                "the east end of `bounds` must lie between -180 and 360 degrees, and not where the west end is",
            );
        }
        if ![south, north].iter().all(|end| (-90.0..=90.0).contains(end)) || south >= north {
            return Err(
                "the south end of `bounds` must lie south of the north end, both between -90 and 90 degrees",
            );
        }
        let east = if east < west { east + 360.0 } else { east };
        if east - west > 360.0 {
            return Err(
                "`bounds` must not go more than once around the Earth: at most 360 degrees from west to east",
            );
        }
        Ok(Self { east, ..self })
    }

    /// Whether a point lies in them, by whichever count of turns.
    pub fn hold(&self, longitude: f64, latitude: f64) -> bool {
        self.enclose([longitude, latitude, longitude, latitude])
    }

    /// Whether a rectangle lies in them: its west, south, east and north end.
    pub(super) fn enclose(&self, [west, south, east, north]: [f64; 4]) -> bool {
        let along = TURNS.iter().any(|turn| west + turn >= self.west && east + turn <= self.east);
        along && south >= self.south && north <= self.north
    }

    /// Whether a rectangle has a point in common with them.
    pub(super) fn touch(&self, [west, south, east, north]: [f64; 4]) -> bool {
        let along = TURNS.iter().any(|turn| west + turn <= self.east && east + turn >= self.west);
        along && south <= self.north && north >= self.south
    }
}

/// What longitudes that are counted elsewhere are moved by.
const TURNS: [f64; 3] = [-360.0, 0.0, 360.0];

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds([west, south, east, north]: [f64; 4]) -> Bounds {
        Bounds { west, south, east, north }
    }

    #[test]
    fn no_nonsense_is_a_country() {
        for nonsense in [
            [46.0, 40.0, 500.0, 56.0],
            [-200.0, 40.0, 88.0, 56.0],
            [46.0, 56.0, 88.0, 40.0],
            [46.0, 40.0, 46.0, 56.0],
            [46.0, 40.0, 88.0, 91.0],
            [-180.0, -90.0, 181.0, 90.0],
            [f64::NAN, 40.0, 88.0, 56.0],
            [46.0, f64::NEG_INFINITY, 88.0, 56.0],
        ] {
            assert!(bounds(nonsense).stated().is_err(), "{nonsense:?}");
        }
        for place in [[46.0, 40.0, 88.0, 56.0], [-180.0, -90.0, 180.0, 90.0]] {
            assert_eq!(bounds(place).stated(), Ok(bounds(place)));
        }
    }

    #[test]
    fn a_country_across_the_antimeridian_is_one() {
        let fiji = bounds([176.0, -21.0, -178.0, -12.0]).stated().unwrap();
        assert_eq!(bounds([176.0, -21.0, 182.0, -12.0]).stated(), Ok(fiji));
        assert!(fiji.hold(177.0, -17.0) && fiji.hold(-179.0, -17.0) && fiji.hold(181.0, -17.0));
        assert!(!fiji.hold(0.0, -17.0) && !fiji.hold(-177.0, -17.0));
        assert!(fiji.touch([-179.0, -18.0, -170.0, -17.0]) && fiji.touch([170.0, -18.0, 177.0, -17.0]));
        assert!(!fiji.touch([-170.0, -18.0, 170.0, -17.0]));
        assert!(fiji.enclose([179.0, -18.0, 181.0, -17.0]) && !fiji.enclose([170.0, -18.0, 181.0, -17.0]));
    }
}

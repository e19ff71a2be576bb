//! Points in tenths of a unit, and paths through them as short as SVG reads them.

use std::fmt::Write as _;

/// Tenths of a unit, of which points are multiples.
pub(super) type Tenths = [i32; 2];

/// Points in tenths, none of them twice in a row.
pub(super) fn rounded(points: impl Iterator<Item = [f64; 2]>) -> Vec<Tenths> {
    let mut tenths: Vec<Tenths> = points.map(|point| point.map(|one| (one * 10.0).round() as i32)).collect();
    if tenths.len() > 2 {
        tenths.dedup();
    }
    tenths
}

/// The length of a ring in units.
pub(super) fn length(ring: &[Tenths]) -> f64 {
    let step = |pair: &[Tenths]| f64::from(pair[1][0] - pair[0][0]).hypot(f64::from(pair[1][1] - pair[0][1]));
    ring.windows(2).map(step).sum::<f64>() / 10.0
}

/// The area of a ring in square units.
pub(super) fn area(ring: &[Tenths]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let twice: i64 = pairs
        .map(|(one, other)| i64::from(one[0]) * i64::from(other[1]) - i64::from(one[1]) * i64::from(other[0]))
        .sum();
    twice.unsigned_abs() as f64 / 200.0
}

/// A path through points, each after the first relative to the one before.
pub(super) fn path(points: &[Tenths]) -> String {
    let mut path = String::with_capacity(points.len() * 9);
    let mut before: Option<Tenths> = None;
    for point in points {
        let (letter, [x, y]) = match before {
            None => ('M', *point),
            Some(before) => ('l', [point[0] - before[0], point[1] - before[1]]),
        };
        // A string takes whatever is written.
        let _ = write!(path, "{letter}{}{}{}", short(x), if y < 0 { "" } else { " " }, short(y));
        before = Some(*point);
    }
    path
}

pub(super) fn closed_path(ring: &[Tenths]) -> String {
    let end = if ring.len() > 1 && ring.first() == ring.last() { ring.len() - 1 } else { ring.len() };
    path(&ring[..end]) + "z"
}

/// A number of tenths as SVG reads it, without a zero that says nothing.
fn short(tenths: i32) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (size / 10, size % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, part) => format!("{sign}.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_svg_reads_them() {
        assert_eq!([0, 5, -5, 10, -123, 1205].map(short), ["0", ".5", "-.5", "1", "-12.3", "120.5"]);
        assert_eq!(path(&[[10, 20], [15, 17], [15, 22]]), "M1 2l.5-.3l0 .5");
        assert_eq!(closed_path(&[[0, 0], [10, 0], [10, 10], [0, 0]]), "M0 0l1 0l0 1z");
    }
}

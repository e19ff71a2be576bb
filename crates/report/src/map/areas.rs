//! Areas: projected, simplified with their common borders, filled, and labelled where a name has room.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use tizim_evidence::{LonLatRing, Message, Shape};

use super::arcs::{ArcRing, Topology};
use super::labels::{self, Site};
use super::projection::Projection;
use super::simplify::simplified;
use super::{Context, Drawn, WIDTH};
use crate::svg::Svg;

/// Points of all arcs together at most: each of them takes about nine bytes, twice where it is a border of two places.
const POINTS: usize = 11_000;
/// Highest drawing.
const HIGHEST: f64 = 620.0;
/// Rings of no neighbour under so many square units are not drawn, where their place has others.
const SPECK: f64 = 0.3;
/// Nor are those that are narrower on average: a gap between borders that were drawn twice would be a line that is none.
const HAIR: f64 = 0.3;
/// Height of the scale bar with its number.
const SCALE_BAR: f64 = 34.0;

/// Tenths of a unit, of which points are multiples.
type Tenths = [i32; 2];

/// Draws the areas below `top`.
pub(super) fn drawing(context: &Context<'_>, top: f64) -> Drawn {
    let polygons = |shape: &'_ Shape| match shape {
        Shape::Area(polygons) => std::sync::Arc::clone(polygons),
        Shape::Tile { .. } => Vec::new().into(),
    };
    let shapes: Vec<std::sync::Arc<[Vec<LonLatRing>]>> =
        context.map.places.iter().map(|place| polygons(&place.shape)).collect();
    let topology = Topology::of(shapes.iter().flat_map(|polygons| polygons.iter().flatten()));
    let Some(frame) = Frame::of(&topology.points, top) else {
        let mut svg = Svg::part();
        let words = context.say(&Message::new("report.map.empty"));
        svg.text(WIDTH / 2.0, top + 24.0, "muted", "middle", &words);
        return Drawn { elements: svg.written(), bottom: top + 44.0 };
    };
    let arcs: Vec<Vec<Tenths>> = simplified(&topology, &frame.places, POINTS)
        .iter()
        .map(|arc| rounded(arc.iter().map(|point| frame.places[*point])))
        .collect();
    let uses = topology.uses();
    let mut svg = Svg::part();
    let mut rings = topology.rings.iter();
    let mut outlines = Vec::with_capacity(shapes.len());
    let mut hidden = BTreeSet::new();
    for (place, polygons) in context.map.places.iter().zip(&shapes) {
        let count = polygons.iter().map(Vec::len).sum();
        let rings: Vec<&ArcRing> = rings.by_ref().take(count).collect();
        let rings = dissolved(&rings, &topology.arcs);
        let walked = drawn_rings(&rings, &arcs, &uses, &mut hidden);
        let path: String = walked.iter().map(|ring| closed_path(ring)).collect();
        let (class, more) = context.style(context.fill(place));
        svg.shape(&path, &class, &format!(" fill-rule=\"evenodd\"{more}"), &context.hint(place));
        outlines.push(walked);
    }
    borders(context, &mut svg, &topology, &arcs, &hidden);
    scale_bar(context, &mut svg, &frame);
    let sites: Vec<Site<'_>> =
        context.map.places.iter().zip(&outlines).map(|(place, rings)| Site::of(place, rings)).collect();
    labels::draw(&mut svg, sites, [0.0, top, WIDTH, frame.bottom]);
    Drawn { elements: svg.written(), bottom: frame.bottom + SCALE_BAR }
}

/// Where projected points stand in the drawing.
struct Frame {
    places: Vec<[f64; 2]>,
    bottom: f64,
    /// Units of the drawing for a kilometre.
    scale: f64,
}

impl Frame {
    fn of(points: &[[f64; 2]], top: f64) -> Option<Self> {
        let projection = Projection::fitted(points)?;
        let plane: Vec<[f64; 2]> = points.iter().map(|point| projection.place(*point)).collect();
        let ends = |axis: usize| {
            let along = plane.iter().map(|point| point[axis]);
            along.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), one| (low.min(one), high.max(one)))
        };
        let ((west, east), (south, north)) = (ends(0), ends(1));
        let (width, height) = ((east - west).max(1e-6), (north - south).max(1e-6));
        let scale = ((WIDTH - 4.0) / width).min(HIGHEST / height);
        let left = (WIDTH - width * scale) / 2.0;
        let places = plane.iter().map(|[x, y]| [left + (x - west) * scale, top + 2.0 + (north - y) * scale]);
        Some(Self { places: places.collect(), bottom: top + 4.0 + height * scale, scale })
    }
}

/// Points in tenths, none of them twice in a row.
fn rounded(points: impl Iterator<Item = [f64; 2]>) -> Vec<Tenths> {
    let mut tenths: Vec<Tenths> = points.map(|point| point.map(|one| (one * 10.0).round() as i32)).collect();
    if tenths.len() > 2 {
        tenths.dedup();
    }
    tenths
}

/// The outline of a place: its rings without what is a border of two of its own parts, such as the blocks of a district.
fn dissolved(rings: &[&ArcRing], arcs: &[Vec<usize>]) -> Vec<ArcRing> {
    let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
    for (arc, _) in rings.iter().copied().flatten() {
        *uses.entry(*arc).or_insert(0) += 1;
    }
    if uses.values().all(|uses| *uses == 1) {
        return rings.iter().map(|ring| (*ring).clone()).collect();
    }
    let ends = |arc: usize| [arcs[arc][0], arcs[arc][arcs[arc].len() - 1]];
    let mut left: BTreeSet<usize> =
        uses.iter().filter(|(_, uses)| *uses % 2 == 1).map(|(arc, _)| *arc).collect();
    let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &arc in &left {
        for end in ends(arc) {
            at.entry(end).or_default().push(arc);
        }
    }
    let mut outlines = Vec::new();
    while let Some(first) = left.pop_first() {
        let [start, mut end] = ends(first);
        let mut outline = vec![(first, false)];
        while end != start {
            // At every point as many ends meet as leave, so there is always a way on.
            let next = at.get(&end).and_then(|arcs| arcs.iter().find(|arc| left.contains(arc)));
            let Some(&next) = next else { break };
            left.remove(&next);
            let [from, to] = ends(next);
            outline.push((next, from != end));
            end = if from == end { to } else { from };
        }
        outlines.push(outline);
    }
    outlines
}

/// The rings of a place as points, without specks, whose arcs are added to those that are hidden.
fn drawn_rings(
    rings: &[ArcRing],
    arcs: &[Vec<Tenths>],
    uses: &[u8],
    hidden: &mut BTreeSet<usize>,
) -> Vec<Vec<Tenths>> {
    let walk = |ring: &ArcRing| {
        let mut walked: Vec<Tenths> = Vec::new();
        for (arc, turned) in ring {
            walked.pop();
            if *turned {
                walked.extend(arcs[*arc].iter().rev());
            } else {
                walked.extend(&arcs[*arc]);
            }
        }
        walked
    };
    let all: Vec<(&ArcRing, Vec<Tenths>)> =
        rings.iter().filter(|ring| !ring.is_empty()).map(|ring| (ring, walk(ring))).collect();
    let largest = all.iter().map(|(_, walked)| area(walked)).fold(0.0, f64::max);
    let is_speck = |(ring, walked): &(&ArcRing, Vec<Tenths>)| {
        let alone = ring.iter().all(|(arc, _)| uses[*arc] < 2);
        let size = area(walked);
        alone && size < largest && (size < SPECK || 2.0 * size < HAIR * length(walked))
    };
    let (specks, drawn): (Vec<_>, Vec<_>) = all.into_iter().partition(is_speck);
    hidden.extend(specks.iter().flat_map(|(ring, _)| ring.iter().map(|(arc, _)| *arc)));
    drawn.into_iter().map(|(_, walked)| walked).collect()
}

/// The length of a ring in units.
fn length(ring: &[Tenths]) -> f64 {
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
fn path(points: &[Tenths]) -> String {
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

fn closed_path(ring: &[Tenths]) -> String {
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

/// The borders, each once: those inside of a group thin, the others as outlines; without what is hidden.
fn borders(
    context: &Context<'_>,
    svg: &mut Svg,
    topology: &Topology,
    arcs: &[Vec<Tenths>],
    hidden: &BTreeSet<usize>,
) {
    let mut sides: Vec<Vec<(usize, Option<&str>)>> = vec![Vec::new(); arcs.len()];
    let mut rings = topology.rings.iter();
    for (number, place) in context.map.places.iter().enumerate() {
        let Shape::Area(polygons) = &place.shape else { continue };
        let side = (number, place.group.as_deref());
        for ring in rings.by_ref().take(polygons.iter().map(Vec::len).sum()) {
            for (arc, _) in ring {
                sides[*arc].push(side);
            }
        }
    }
    let grouped = context.map.places.iter().any(|place| place.group.is_some());
    let is_within =
        |sides: &[(usize, Option<&str>)]| sides.len() > 1 && sides.iter().all(|side| side.0 == sides[0].0);
    let is_inner = |sides: &[(usize, Option<&str>)]| {
        sides.len() > 1 && sides.iter().all(|side| side.1.is_some() && side.1 == sides[0].1)
    };
    let of = |inner: bool| -> String {
        let shown = arcs.iter().zip(&sides).enumerate().filter(|(number, _)| !hidden.contains(number));
        let chosen = shown.filter(|(_, (_, sides))| !is_within(sides) && is_inner(sides) == inner);
        chosen.map(|(_, (arc, _))| path(arc)).collect()
    };
    let (inner, outer) = (of(true), of(false));
    if !inner.is_empty() {
        svg.shape(&inner, "border", "", "");
    }
    svg.shape(&outer, if grouped { "outline" } else { "border coast" }, "", "");
}

/// How long a round number of kilometres is in the middle of the map.
fn scale_bar(context: &Context<'_>, svg: &mut Svg, frame: &Frame) {
    let longest = WIDTH / 4.0 / frame.scale;
    let power = 10f64.powf(longest.log10().floor());
    let steps = [5.0, 2.0, 1.0];
    let length = steps.into_iter().map(|step| step * power).find(|step| *step <= longest).unwrap_or(power);
    let (x, y) = (4.0, frame.bottom + 22.0);
    let end = x + length * frame.scale;
    let ends = [[x, y - 5.0], [x, y], [end, y], [end, y - 5.0]].map(|[x, y]| (x, y));
    svg.path(&ends, "scale-bar");
    let decimals = tizim_evidence::Format::Decimals(if length < 1.0 { 2 } else { 0 });
    let message = Message::new("report.map.kilometres").with("length", context.show.real(length, decimals));
    let words = context.say(&message);
    svg.text(end + 8.0, y, "tick", "start", &words);
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

    #[test]
    fn a_speck_is_left_out_and_a_lone_speck_is_not() {
        let square = |side: i32| vec![[0, 0], [side, 0], [side, side], [0, side], [0, 0]];
        let slit = vec![[10, 10], [90, 10], [90, 12], [10, 12], [10, 10]];
        let arcs = [square(100), square(2), slit];
        let rings = [vec![(0, false)], vec![(1, false)], vec![(2, false)]];
        let drawn = |rings: &[ArcRing], uses: &[u8]| {
            let mut hidden = BTreeSet::new();
            (drawn_rings(rings, &arcs, uses, &mut hidden).len(), hidden.into_iter().collect::<Vec<_>>())
        };
        assert_eq!(drawn(&rings, &[1, 1, 1]), (1, vec![1, 2]), "nor is a slit, as wide as a hair");
        assert_eq!(drawn(&rings[1..2], &[1, 1, 1]), (1, Vec::new()));
        assert_eq!(drawn(&rings[..2], &[1, 2, 1]), (2, Vec::new()), "a hole that another fills stays");
    }

    #[test]
    fn the_blocks_of_a_district_are_one_outline() {
        // Two squares side by side, the second walked the other way round, and one that touches the first in a corner.
        let squares = [
            vec![[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
            vec![[1.0, 0.0], [1.0, 1.0], [2.0, 1.0], [2.0, 0.0]],
            vec![[0.0, 0.0], [-1.0, 0.0], [-1.0, -1.0], [0.0, -1.0]],
        ];
        let topology = Topology::of(squares.iter());
        let outline = |count: usize| {
            let rings: Vec<&ArcRing> = topology.rings.iter().take(count).collect();
            dissolved(&rings, &topology.arcs)
        };
        let length = |outlines: &[ArcRing]| -> usize {
            outlines.iter().flatten().map(|(arc, _)| topology.arcs[*arc].len() - 1).sum()
        };
        assert_eq!((outline(1).len(), length(&outline(1))), (1, 4));
        assert_eq!((outline(2).len(), length(&outline(2))), (1, 6), "without the border between them");
        assert_eq!(length(&outline(3)), 10, "nothing else is lost");
    }
}

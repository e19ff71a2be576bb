//! Insets: places that lie together and are too small to be seen, such as the districts of a city, are drawn once more below
//! the map, enlarged.

use std::collections::{BTreeSet, HashSet};

use super::areas::{Ground, scale_bar};
use super::borders::{self, Kind};
use super::labels::{self, Site};
use super::outline::drawn_rings;
use super::paths::{Tenths, area, closed_path, rounded};
use super::simplify::simplified_where;
use super::{Context, WIDTH};
use crate::svg::{Svg, identifier, number};

/// Places of fewer square units are too small to be seen.
const SMALL: f64 = 40.0;
/// Small places that are no farther apart, in units, lie together.
const TOGETHER: f64 = 3.0;
/// Points of the arcs of an inset at most.
const POINTS: usize = 900;
/// Most insets, and what stands between them.
const MOST: usize = 4;
const GAP: f64 = 10.0;
/// Widest inset, and its height for its width.
const WIDEST: f64 = 176.0;
const HIGH: f64 = 0.86;
/// What an inset does not enlarge so many times is no inset.
const LEAST_TIMES: f64 = 2.5;

/// A rectangle: left, top, right, bottom.
type Area = [f64; 4];

/// Where small places lie together on the map.
#[derive(Debug, Clone)]
pub(super) struct Inset {
    /// The part of the map that is enlarged.
    pub(super) window: Area,
    /// The small places in it.
    pub(super) places: Vec<usize>,
}

/// Finds where small places lie together, from west to east: of many the largest groups.
pub(super) fn found(outlines: &[Vec<Vec<Tenths>>]) -> Vec<Inset> {
    let mut groups: Vec<Inset> = Vec::new();
    for (place, rings) in outlines.iter().enumerate() {
        let size: f64 = rings.iter().map(|ring| area(ring)).sum();
        let Some(extent) = extent(rings).filter(|_| size < SMALL) else { continue };
        let mut own = Inset { window: extent, places: vec![place] };
        // Whatever it lies beside becomes one group with it.
        let (near, far): (Vec<Inset>, Vec<Inset>) =
            groups.into_iter().partition(|group| meet(&grown(&group.window, TOGETHER), &own.window));
        groups = far;
        for group in near {
            own.window = around(&own.window, &group.window);
            own.places.extend(group.places);
        }
        groups.push(own);
    }
    groups.retain(|group| group.places.len() > 1);
    groups.sort_by_key(|group| std::cmp::Reverse(group.places.len()));
    groups.truncate(MOST);
    let width = box_width(groups.len());
    for group in &mut groups {
        let [left, top, right, bottom] = group.window;
        let size = ((right - left).max((bottom - top) / HIGH) * 1.25).max(2.0);
        let [x, y] = [f64::midpoint(left, right), f64::midpoint(top, bottom)];
        group.window = [x - size / 2.0, y - size * HIGH / 2.0, x + size / 2.0, y + size * HIGH / 2.0];
    }
    groups.retain(|group| width / (group.window[2] - group.window[0]) >= LEAST_TIMES);
    groups.sort_by(|one, other| one.window[0].total_cmp(&other.window[0]));
    groups
}

fn box_width(count: usize) -> f64 {
    ((WIDTH - GAP * (count.max(1) - 1) as f64) / count.max(1) as f64).min(WIDEST)
}

/// Frames on the map the parts that are enlarged, with their letters; what is taken by them.
pub(super) fn frame(svg: &mut Svg, insets: &[Inset]) -> Vec<Area> {
    let mut taken = Vec::new();
    for (letter, inset) in ('A'..).zip(insets) {
        let [left, top, right, bottom] = inset.window;
        svg.put(&rectangle("inset", inset.window));
        let [x, y] = [right + 3.0, top + 8.0];
        svg.text(x, y, "label letter on-gap", "start", &letter.to_string());
        taken.extend([[left, top, right, bottom], [right, top - 2.0, right + 14.0, top + 12.0]]);
    }
    taken
}

/// Draws the insets below `top`; where they end.
pub(super) fn draw(context: &Context<'_>, svg: &mut Svg, ground: &Ground, insets: &[Inset], top: f64) -> f64 {
    let width = box_width(insets.len());
    for (number, inset) in insets.iter().enumerate() {
        let left = number as f64 * (width + GAP) + 1.0;
        let room = [left, top, left + width - 2.0, top + width * HIGH];
        one(context, svg, ground, (number, inset), room);
    }
    if insets.is_empty() { top } else { top + width * HIGH + 4.0 }
}

fn one(context: &Context<'_>, svg: &mut Svg, ground: &Ground, (place, inset): (usize, &Inset), room: Area) {
    let scale = (room[2] - room[0]) / (inset.window[2] - inset.window[0]);
    let enlarged =
        |point: &[f64; 2]| [0, 1].map(|axis| room[axis] + (point[axis] - inset.window[axis]) * scale);
    let places: Vec<[f64; 2]> = ground.frame.places.iter().map(enlarged).collect();
    let in_room = |[x, y]: [f64; 2]| meet(&[x, y, x, y], &room);
    let arcs: Vec<Vec<Tenths>> = simplified_where(&ground.topology, &places, POINTS, in_room)
        .iter()
        .map(|arc| rounded(arc.iter().map(|point| places[*point])))
        .collect();
    let (uses, mut hidden) = (ground.topology.uses(), BTreeSet::new());
    let clip = format!("{}-inset-{place}", identifier(context.map.id));
    svg.put(&format!(
        "<clipPath id=\"{clip}\">{}</clipPath><g clip-path=\"url(#{clip})\">",
        rectangle("", room)
    ));
    let mut outlines = Vec::new();
    for (place, rings) in context.map.places.iter().zip(&ground.rings) {
        let rings: Vec<Vec<Tenths>> = drawn_rings(rings, &arcs, &uses, &mut hidden)
            .iter()
            .map(|ring| rounded(clipped(units(ring), &grown(&room, 2.0)).into_iter()))
            .filter(|ring| ring.len() > 2 && area(ring) > 0.0)
            .collect();
        if !rings.is_empty() {
            let path: String = rings.iter().map(|ring| closed_path(ring)).collect();
            let (class, more) = context.style(context.fill(place));
            svg.shape(&path, &class, &format!(" fill-rule=\"evenodd\"{more}"), &context.hint(place));
            outlines.push((place, rings));
        }
    }
    let pieces: Vec<(Vec<Tenths>, Kind)> = arcs
        .iter()
        .zip(&ground.kinds)
        .enumerate()
        .filter(|(arc, _)| !hidden.contains(arc))
        .flat_map(|(_, (arc, kind))| within(&units(arc), &room).into_iter().map(|piece| (piece, *kind)))
        .collect();
    let pieces: Vec<(&[Tenths], Kind)> =
        pieces.iter().map(|(piece, kind)| (piece.as_slice(), *kind)).collect();
    borders::draw(context.map, svg, &pieces);
    svg.put("</g>");
    svg.put(&rectangle("inset", room));
    let letter = char::from(b'A' + place as u8);
    svg.text(room[0] + 5.0, room[1] + 14.0, "label letter on-gap", "start", &letter.to_string());
    let bar =
        scale_bar(context, svg, ground.frame.scale * scale, [room[0] + 5.0, room[3] - 6.0], width_of(&room));
    let corner = [room[0], room[1], room[0] + 18.0, room[1] + 18.0];
    let bar = [room[0], room[3] - 18.0, bar, room[3]];
    let small: HashSet<&str> =
        inset.places.iter().map(|place| context.map.places[*place].id.as_str()).collect();
    // Those for which the inset is there have the first choice of room.
    let (own, others): (Vec<_>, Vec<_>) = outlines
        .iter()
        .map(|(place, rings)| Site::of(place, rings))
        .partition(|site| small.contains(site.id()));
    let taken = labels::draw(svg, own, room, vec![corner, bar]);
    labels::draw(svg, others, room, taken);
}

/// Points in units.
fn units(points: &[Tenths]) -> Vec<[f64; 2]> {
    points.iter().map(|point| point.map(|one| f64::from(one) / 10.0)).collect()
}

fn width_of(room: &Area) -> f64 {
    room[2] - room[0]
}

fn rectangle(class: &str, [left, top, right, bottom]: Area) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let [x, y, width, height] = [left, top, right - left, bottom - top].map(number);
    format!("<rect{class} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>")
}

fn extent(rings: &[Vec<Tenths>]) -> Option<Area> {
    let mut points = rings.iter().flat_map(|ring| units(ring));
    let [x, y] = points.next()?;
    Some(points.fold([x, y, x, y], |area, [x, y]| around(&area, &[x, y, x, y])))
}

fn around(one: &Area, other: &Area) -> Area {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

fn grown([left, top, right, bottom]: &Area, by: f64) -> Area {
    [left - by, top - by, right + by, bottom + by]
}

fn meet(one: &Area, other: &Area) -> bool {
    one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}

/// What of a ring lies in a rectangle (Sutherland and Hodgman, 1974); along its sides where the ring leaves it.
fn clipped(ring: Vec<[f64; 2]>, room: &Area) -> Vec<[f64; 2]> {
    let sides = [(0, room[0], 1.0), (0, room[2], -1.0), (1, room[1], 1.0), (1, room[3], -1.0)];
    sides.into_iter().fold(ring, |ring, (axis, end, sign)| {
        let inside = |point: &[f64; 2]| (point[axis] - end) * sign >= 0.0;
        let mut kept = Vec::with_capacity(ring.len());
        for (one, other) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            if inside(one) {
                kept.push(*one);
            }
            if inside(one) != inside(other) {
                let part = (end - one[axis]) / (other[axis] - one[axis]);
                kept.push([0, 1].map(|axis| one[axis] + (other[axis] - one[axis]) * part));
            }
        }
        kept
    })
}

/// The pieces of a line that may touch a rectangle.
fn within(line: &[[f64; 2]], room: &Area) -> Vec<Vec<Tenths>> {
    let touches = |pair: &[[f64; 2]]| {
        let [x1, y1, x2, y2] = [pair[0][0], pair[0][1], pair[1][0], pair[1][1]];
        meet(&[x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2)], room)
    };
    let pairs: Vec<&[[f64; 2]]> = line.windows(2).collect();
    pairs
        .chunk_by(|one, other| touches(one) == touches(other))
        .filter(|run| touches(run[0]))
        .map(|run| rounded(run.iter().map(|pair| pair[0]).chain(run.last().map(|pair| pair[1]))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: i32, y: i32, side: i32) -> Vec<Vec<Tenths>> {
        vec![vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]
    }

    #[test]
    fn small_places_together_are_an_inset_and_one_alone_is_none() {
        // Two of two units side by side, one alone far away, and a large one around them all.
        let outlines =
            [square(0, 0, 4000), square(1000, 1000, 20), square(1020, 1000, 20), square(3000, 500, 20)];
        let insets = found(&outlines);
        assert_eq!(insets.iter().map(|inset| inset.places.clone()).collect::<Vec<_>>(), [vec![2, 1]]);
        let [left, top, right, bottom] = insets[0].window;
        assert!(left < 100.0 && right > 104.0 && top < 100.0 && bottom > 102.0, "{:?}", insets[0]);
        assert!(found(&outlines[..2]).is_empty());
        // A row of small places across the map is nothing that can be enlarged.
        let row: Vec<_> = (0..150).map(|place| square(place * 35, 0, 34)).collect();
        assert!(found(&row).is_empty());
    }

    #[test]
    fn what_leaves_a_rectangle_is_cut_at_its_sides() {
        let ring = vec![[-5.0, 2.0], [5.0, 2.0], [5.0, 8.0], [-5.0, 8.0]];
        let cut = clipped(ring, &[0.0, 0.0, 10.0, 10.0]);
        assert_eq!(cut.len(), 4);
        assert!(cut.iter().all(|[x, _]| (0.0..=5.0).contains(x)), "{cut:?}");
        assert!(clipped(vec![[20.0, 0.0], [30.0, 0.0], [30.0, 5.0]], &[0.0, 0.0, 10.0, 10.0]).is_empty());
        let line = [[-9.0, 5.0], [-8.0, 5.0], [3.0, 5.0], [30.0, 5.0], [30.0, 90.0], [5.0, 90.0]];
        assert_eq!(within(&line, &[0.0, 0.0, 10.0, 10.0]), [vec![[-80, 50], [30, 50], [300, 50]]]);
    }
}

//! Names on areas, free of each other: in the middle of the area where they have room, else beside a small one with a dot.

use std::collections::BTreeMap;

use tizim_evidence::Place;

use super::paths::area;
use super::pole::pole;
use super::{LETTERS, width_of};
use crate::svg::Svg;
use crate::visible;

/// Height of a line of letters.
const LINE: f64 = LETTERS + 3.0;
/// With more places than these, only areas that hold their name get it.
const FEW: usize = 60;

/// Fewest letters of a line of two.
const PART: usize = 4;

/// A place with its middle.
pub(super) struct Site<'a> {
    place: &'a Place,
    middle: [f64; 2],
    /// Distance of the middle from the border.
    radius: f64,
}

impl<'a> Site<'a> {
    /// A place whose rings stand at these tenths of a unit: its largest ring decides.
    pub(super) fn of(place: &'a Place, rings: &[Vec<[i32; 2]>]) -> Self {
        let largest = rings.iter().max_by(|one, other| area(one).total_cmp(&area(other)));
        let [left, top, right, bottom] = extent(largest.map_or(&[], Vec::as_slice));
        // Holes in it count; other parts of the place lie elsewhere.
        let within = |ring: &&Vec<[i32; 2]>| {
            ring.iter().all(|[x, y]| (left..=right).contains(x) && (top..=bottom).contains(y))
        };
        let in_units =
            |ring: &Vec<[i32; 2]>| ring.iter().map(|point| point.map(|one| f64::from(one) / 10.0)).collect();
        let rings: Vec<Vec<[f64; 2]>> = rings.iter().filter(within).map(in_units).collect();
        let (middle, radius) = pole(&rings, 0.5);
        Self { place, middle, radius }
    }

    /// Where a short name of it may stand.
    fn reach(&self) -> Area {
        let ([x, y], far) = (self.middle, self.radius.max(LINE));
        [x - far, y - far, x + far, y + far]
    }

    /// The code of the place.
    pub(super) fn id(&self) -> &'a str {
        &self.place.id
    }
}

fn extent(ring: &[[i32; 2]]) -> [i32; 4] {
    let start = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
    ring.iter().fold(start, |[left, top, right, bottom], [x, y]| {
        [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
    })
}

/// A rectangle: left, top, right, bottom.
type Area = [f64; 4];

fn overlap(one: &Area, other: &Area) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// Size of the letters of a group's name.
const GROUP_LETTERS: f64 = 19.0;

/// Writes the name of each group in the middle of it: on the place that is nearest to there and has room beside the names that
/// stand already. What is taken afterwards.
pub(super) fn of_groups(svg: &mut Svg, sites: &[Site<'_>], frame: Area, mut taken: Vec<Area>) -> Vec<Area> {
    let mut groups: BTreeMap<&str, Vec<&Site<'_>>> = BTreeMap::new();
    for site in sites.iter().filter(|site| site.radius > 0.0) {
        if let Some(group) = site.place.group.as_deref() {
            groups.entry(group).or_default().push(site);
        }
    }
    for (name, mut sites) in groups {
        let weight: f64 = sites.iter().map(|site| site.radius.powi(2)).sum();
        let middle = [0, 1].map(|axis| {
            sites.iter().map(|site| site.middle[axis] * site.radius.powi(2)).sum::<f64>() / weight
        });
        let far = |site: &Site<'_>| (site.middle[0] - middle[0]).hypot(site.middle[1] - middle[1]);
        sites.sort_by(|one, other| {
            (far(one) - one.radius).total_cmp(&(far(other) - other.radius)).then(one.id().cmp(other.id()))
        });
        let name = visible(name);
        let half = width_of(&name, GROUP_LETTERS) / 2.0;
        let area_at = |[x, y]: [f64; 2]| {
            let (up, down) = (GROUP_LETTERS * 0.55, GROUP_LETTERS * 0.5);
            [x - half - 2.0, y - up, x + half + 2.0, y + down]
        };
        let free = |site: &&&Site<'_>| {
            let area = area_at(site.middle);
            let inside =
                area[0] >= frame[0] && area[1] >= frame[1] && area[2] <= frame[2] && area[3] <= frame[3];
            inside && taken.iter().all(|other| !overlap(&area, other))
        };
        let Some(site) = sites.iter().find(free) else { continue };
        let [x, y] = site.middle;
        svg.text(x, y + GROUP_LETTERS * 0.36, "label group on-gap", "middle", &name);
        taken.push(area_at(site.middle));
    }
    taken
}

/// How often names are shortened so that others find room.
const ROUNDS: usize = 4;

/// What there is room in.
struct Room<'a> {
    few: bool,
    frame: Area,
    taken: &'a [Area],
    dots: Vec<Area>,
}

/// A name where it is written.
struct Written {
    spot: Spot,
    lines: Vec<String>,
}

/// Writes the names within `frame`: first those of the largest areas, which have no other place for theirs. Where one has no
/// room, those in its way are given by their codes. Nothing is written on what is taken; what is taken afterwards.
pub(super) fn draw(svg: &mut Svg, mut sites: Vec<Site<'_>>, frame: Area, mut taken: Vec<Area>) -> Vec<Area> {
    sites.retain(|site| site.radius > 0.0);
    sites.sort_by(|one, other| other.radius.total_cmp(&one.radius).then(one.place.id.cmp(&other.place.id)));
    let few = sites.len() <= FEW;
    let dots = sites
        .iter()
        .filter(|site| few && is_small(site))
        .map(|Site { middle: [x, y], .. }| [x - 3.0, y - 3.0, x + 3.0, y + 3.0])
        .collect();
    let arranged = arranged(&sites, &Room { few, frame, taken: &taken, dots });
    for (site, Written { spot, lines }) in
        sites.iter().zip(arranged).filter_map(|(site, own)| Some((site, own?)))
    {
        if spot.beside {
            svg.point(site.middle[0], site.middle[1], 2.0, "dot", "");
        }
        for (number, line) in lines.iter().enumerate() {
            svg.text(spot.x, spot.y + number as f64 * LINE, "label on-gap", spot.anchor, line);
        }
        taken.push(spot.area);
    }
    taken
}

/// A place for every name that has one, and on a map of few places for as many as may be.
fn arranged(sites: &[Site<'_>], room: &Room<'_>) -> Vec<Option<Written>> {
    let mut order: Vec<usize> = (0..sites.len()).collect();
    let mut by_code = vec![false; sites.len()];
    let mut best = placed(sites, &order, &by_code, room);
    let mut found = best.iter().flatten().count();
    let mut last: Vec<Option<Area>> = best.iter().map(|own| Some(own.as_ref()?.spot.area)).collect();
    for _ in 0..if room.few { ROUNDS } else { 0 } {
        let missing: Vec<usize> = (0..sites.len()).filter(|&site| last[site].is_none()).collect();
        let wanted: Vec<Area> = missing.iter().map(|&site| sites[site].reach()).collect();
        let mut is_new = false;
        for (own, code) in last.iter().zip(&mut by_code) {
            let is_in_the_way = own.is_some_and(|own| wanted.iter().any(|wanted| overlap(&own, wanted)));
            is_new |= is_in_the_way && !std::mem::replace(code, *code || is_in_the_way);
        }
        if missing.is_empty() || !is_new {
            break;
        }
        for &site in &missing {
            by_code[site] = true;
        }
        order.sort_by_key(|site| !missing.contains(site));
        let next = placed(sites, &order, &by_code, room);
        last = next.iter().map(|own| Some(own.as_ref()?.spot.area)).collect();
        if next.iter().flatten().count() > found {
            found = next.iter().flatten().count();
            best = next;
        }
    }
    best
}

/// Names in this order, each free of those before it; of some the code alone.
fn placed(sites: &[Site<'_>], order: &[usize], by_code: &[bool], room: &Room<'_>) -> Vec<Option<Written>> {
    let mut taken = room.taken.to_vec();
    let mut all: Vec<Option<Written>> = sites.iter().map(|_| None).collect();
    for &number in order {
        let site = &sites[number];
        let names = [site.place.short.as_deref(), Some(&site.place.name), Some(&site.place.id)];
        let names = names.into_iter().skip(if by_code[number] { 2 } else { 0 }).flatten();
        let mut lines = names.flat_map(|name| in_lines(&visible(name), room.few));
        let written =
            lines.find_map(|lines| Some(Written { spot: spot(site, &lines, room, &taken)?, lines }));
        taken.extend(written.as_ref().map(|written| written.spot.area));
        all[number] = written;
    }
    all
}

/// A name in one line and, on a map of few places, in two: parted at the blank that is nearest to its middle, and never behind
/// or before a few letters (`No. 12`).
fn in_lines(name: &str, few: bool) -> Vec<Vec<String>> {
    let middle = name.len() / 2;
    let long = |at: usize| [&name[..at], &name[at..]].iter().all(|part| part.trim().chars().count() >= PART);
    let blanks = name.match_indices(' ').map(|(at, _)| at).filter(|at| few && long(*at));
    let parted = blanks
        .min_by_key(|at| at.abs_diff(middle))
        .map(|at| vec![name[..at].trim_end().to_owned(), name[at..].trim_start().to_owned()]);
    std::iter::once(vec![name.to_owned()]).chain(parted).collect()
}

/// Whether an area is too small for any name of its own.
fn is_small(site: &Site<'_>) -> bool {
    site.radius < LINE / 2.0
}

/// Where a name is written.
struct Spot {
    x: f64,
    y: f64,
    anchor: &'static str,
    area: Area,
    beside: bool,
}

/// A place for a name that is free of others, within the frame, and on its own area or beside a small one.
fn spot(site: &Site<'_>, lines: &[String], room: &Room<'_>, taken: &[Area]) -> Option<Spot> {
    let Room { few, frame, dots, .. } = room;
    let few = *few;
    let width = lines.iter().map(|line| width_of(line, LETTERS)).fold(0.0, f64::max);
    let below = LINE * (lines.len() - 1) as f64;
    let [x, y] = [site.middle[0], site.middle[1] - below / 2.0];
    let [x_of, y_of] = site.middle;
    let beside = is_small(site);
    // A name may lie over the border of its area a little: half of an oblast is still its own.
    let fits = width <= site.radius * if few { 5.4 } else { 2.4 };
    if (beside && !few) || (!beside && !fits) {
        return None;
    }
    // Two lines need an area as high as most of them.
    if lines.len() > 1 && (beside || site.radius < LINE * 0.7) {
        return None;
    }
    let (down, gap) = (LETTERS * 0.36, 6.0);
    let candidates: Vec<(f64, f64, &'static str)> = if beside {
        vec![
            (x + gap, y + down, "start"),
            (x - gap, y + down, "end"),
            (x, y - gap, "middle"),
            (x, y + gap + LETTERS * 0.8, "middle"),
        ]
    } else {
        let shift = (site.radius - LINE / 2.0).max(0.0);
        let aside = (site.radius - width / 2.0).max(0.0);
        let upright = [0.0, -0.5, 0.5, -1.0, 1.0].map(|part| (x, y + down + shift * part, "middle"));
        let level = [-0.5, 0.5, -1.0, 1.0].map(|part| (x + aside * part, y + down, "middle"));
        upright.into_iter().chain(level.into_iter().filter(|_| aside > 1.0)).collect()
    };
    candidates.into_iter().find_map(|(x, y, anchor)| {
        let left = match anchor {
            "start" => x,
            "end" => x - width,
            _ => x - width / 2.0,
        };
        let area = [left - 2.0, y - LETTERS * 0.85, left + width + 2.0, y + below + LETTERS * 0.25];
        let inside = area[0] >= frame[0] && area[2] <= frame[2] && area[1] >= frame[1] && area[3] <= frame[3];
        let own = |dot: &&Area| overlap(dot, &[x_of, y_of, x_of, y_of]);
        let free = taken.iter().all(|other| !overlap(&area, other))
            && dots.iter().filter(|dot| !own(dot)).all(|dot| !overlap(&area, dot));
        (inside && free).then_some(Spot { x, y, anchor, area, beside })
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tizim_evidence::{Shape, Value};

    use super::*;

    #[test]
    fn a_long_name_gives_way_to_a_place_that_would_have_none() {
        let place = |id: &str, name: &str| Place {
            id: id.to_owned(),
            name: name.to_owned(),
            short: None,
            value: Value::Missing,
            shape: Shape::Area(Arc::new([])),
            group: None,
        };
        let (large, small) = (place("31", "Long name of a large one"), place("32", "Small"));
        let sites = |apart: f64| {
            vec![
                Site { place: &large, middle: [80.0, 50.0], radius: 40.0 },
                Site { place: &small, middle: [80.0 + apart, 50.0], radius: 10.0 },
            ]
        };
        let written = |apart: f64| {
            let mut svg = Svg::part();
            draw(&mut svg, sites(apart), [0.0, 0.0, 400.0, 100.0], Vec::new());
            svg.written()
        };
        let beside = written(52.0);
        assert!(beside.contains(">31<") && beside.contains(">32<"), "{beside}");
        let apart = written(200.0);
        assert!(apart.contains(">Long name of<") && apart.contains(">Small<"), "{apart}");
    }
}

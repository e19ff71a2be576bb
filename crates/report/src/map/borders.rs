//! Borders between places, each drawn once: those inside of a group thin, those between groups heavy, the others as outlines.

use std::collections::{HashMap, HashSet};

use tizim_evidence::{Map, Shape};

use super::arcs::Topology;
use super::paths::{Tenths, path};
use crate::svg::Svg;

/// With more places than these, borders inside of a group are as fine as they can be.
const FEW: usize = 60;
/// Two borders that are no farther apart, in units, are one that was drawn twice.
const NEAR: f64 = 0.5;

/// What an arc is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Between two parts of one place: not drawn.
    Within,
    /// Between two places of one group.
    Inner,
    /// Between groups.
    Between,
    /// Between places of no group, or the end of the map.
    Outer,
}

/// A place beside an arc, with its group.
type Side<'m> = (usize, Option<&'m str>);

/// What each arc is. `places` are the points of the topology where they are drawn.
pub(super) fn kinds(map: &Map, topology: &Topology, places: &[[f64; 2]]) -> Vec<Kind> {
    let mut sides: Vec<Vec<Side<'_>>> = vec![Vec::new(); topology.arcs.len()];
    let mut rings = topology.rings.iter();
    for (number, place) in map.places.iter().enumerate() {
        let Shape::Area(polygons) = &place.shape else { continue };
        for ring in rings.by_ref().take(polygons.iter().map(Vec::len).sum()) {
            for (arc, _) in ring {
                sides[*arc].push((number, place.group.as_deref()));
            }
        }
    }
    if map.places.iter().any(|place| place.group.is_some()) {
        add_beyond_slivers(topology, places, &mut sides);
    }
    let kind = |sides: Vec<Side<'_>>| {
        let alike = |same: fn(&Side<'_>, &Side<'_>) -> bool| {
            sides.len() > 1 && sides.iter().all(|side| same(side, &sides[0]))
        };
        if alike(|one, other| one.0 == other.0) {
            Kind::Within
        } else if alike(|one, other| one.1.is_some() && one.1 == other.1) {
            Kind::Inner
        } else if sides.len() > 1 && sides.iter().all(|side| side.1.is_some()) {
            Kind::Between
        } else {
            Kind::Outer
        }
    };
    sides.into_iter().map(kind).collect()
}

/// Adds to arcs with one side the place on the other side of a sliver: where a border was drawn twice, neither line of it is
/// the end of the map.
fn add_beyond_slivers<'m>(topology: &Topology, places: &[[f64; 2]], sides: &mut [Vec<Side<'m>>]) {
    let cell = |[x, y]: [f64; 2]| [(x / NEAR).floor() as i64, (y / NEAR).floor() as i64];
    let alone: Vec<usize> = (0..sides.len()).filter(|arc| sides[*arc].len() == 1).collect();
    let mut beside: HashMap<[i64; 2], HashSet<Side<'m>>> = HashMap::new();
    for &arc in &alone {
        for point in along(&topology.arcs[arc], places) {
            beside.entry(cell(point)).or_default().insert(sides[arc][0]);
        }
    }
    for arc in alone {
        let own = sides[arc][0];
        let others_near = |point: [f64; 2]| -> HashSet<Side<'m>> {
            let [x, y] = cell(point);
            let cells = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| [x, y]));
            cells
                .filter_map(|cell| beside.get(&cell))
                .flatten()
                .filter(|side| side.0 != own.0)
                .copied()
                .collect()
        };
        let mut points = along(&topology.arcs[arc], places).into_iter();
        let mut common = points.next().map(others_near).unwrap_or_default();
        for point in points {
            if common.is_empty() {
                break;
            }
            let near = others_near(point);
            common.retain(|side| near.contains(side));
        }
        // Of several the first, so that the same map is the same drawing.
        sides[arc].extend(common.into_iter().min_by_key(|side| side.0));
    }
}

/// Points along an arc, none farther from the next than what counts as near.
fn along(arc: &[usize], places: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut points = Vec::new();
    for pair in arc.windows(2) {
        let [from, to] = [places[pair[0]], places[pair[1]]];
        let steps = ((to[0] - from[0]).hypot(to[1] - from[1]) / NEAR).ceil().clamp(1.0, 1e4) as u32;
        points.extend((0..steps).map(|step| {
            let part = f64::from(step) / f64::from(steps);
            [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * part)
        }));
    }
    points.extend(arc.last().map(|last| places[*last]));
    points
}

/// Draws arcs with their kinds.
pub(super) fn draw(map: &Map, svg: &mut Svg, arcs: &[(&[Tenths], Kind)]) {
    let of = |wanted: Kind| -> String {
        arcs.iter().filter(|(_, kind)| *kind == wanted).map(|(arc, _)| path(arc)).collect()
    };
    let few = if map.places.len() <= FEW { " few" } else { "" };
    let (inner, between, outer) = (of(Kind::Inner), of(Kind::Between), of(Kind::Outer));
    if !inner.is_empty() {
        svg.shape(&inner, &format!("border{few}"), "", "");
    }
    let grouped = map.places.iter().any(|place| place.group.is_some());
    let class = if grouped { "outline".to_owned() } else { format!("border coast{few}") };
    if !outer.is_empty() {
        svg.shape(&outer, &class, "", "");
    }
    if !between.is_empty() {
        svg.shape(&between, if map.names_groups { "outline between" } else { "outline" }, "", "");
    }
}

#[cfg(test)]
mod tests {
    use tizim_evidence::{Diverging, Message, Place, Privacy, Value};

    use super::*;

    fn rectangle([west, south, east, north]: [f64; 4], more: &[[f64; 2]]) -> Vec<[f64; 2]> {
        let mut ring = vec![[west, south], [east, south], [east, north]];
        ring.extend(more);
        ring.push([west, north]);
        ring
    }

    #[test]
    fn a_border_that_was_drawn_twice_is_no_end_of_the_map() {
        // Two places of a group a hair apart, and two of another group along both.
        let rings = [
            ("one", rectangle([0.0, 0.0, 10.0, 10.0], &[])),
            ("one", rectangle([10.2, 0.0, 20.0, 10.0], &[])),
            ("other", rectangle([0.0, -5.0, 20.0, 0.0], &[[10.2, 0.0], [10.0, 0.0]])),
            ("other", vec![[0.0, 10.0], [10.0, 10.0], [10.2, 10.0], [20.0, 10.0], [20.0, 15.0], [0.0, 15.0]]),
        ];
        let place = |(group, ring): &(&str, Vec<[f64; 2]>)| Place {
            short: None,
            id: "x".to_owned(),
            name: "x".to_owned(),
            value: Value::from(0.0),
            shape: Shape::Area(vec![vec![ring.clone()]].into()),
            group: Some((*group).to_owned()),
        };
        let word = || Message::new("example.x");
        let map = Map {
            id: "x",
            title: word(),
            credit: None,
            note: None,
            value_title: word(),
            value_format: "signed",
            scale: Diverging { centre: 0.0, breaks: vec![0.1], below: None, within: word(), above: word() },
            places: rings.iter().map(place).collect(),
            names_groups: false,
            synthetic: false,
            privacy: Privacy::Open,
        };
        let topology = Topology::of(rings.iter().map(|(_, ring)| ring));
        let kinds = kinds(&map, &topology, &topology.points);
        let kind_between = |one: [f64; 2], other: [f64; 2]| {
            let of = |arc: &Vec<usize>| {
                arc.windows(2).any(|pair| {
                    let [a, b] = [topology.points[pair[0]], topology.points[pair[1]]];
                    (a, b) == (one, other) || (a, b) == (other, one)
                })
            };
            kinds[topology.arcs.iter().position(of).unwrap()]
        };
        assert_eq!(kind_between([0.0, 0.0], [10.0, 0.0]), Kind::Between, "between groups");
        assert_eq!(kind_between([0.0, 0.0], [0.0, 10.0]), Kind::Outer, "the end of the map");
        assert_eq!(kind_between([10.0, 0.0], [10.0, 10.0]), Kind::Inner);
        assert_eq!(kind_between([10.2, 0.0], [10.2, 10.0]), Kind::Inner);
    }
}

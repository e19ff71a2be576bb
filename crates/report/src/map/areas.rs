//! Areas: projected, simplified with their common borders, filled, and labelled where a name has room.

use std::collections::BTreeSet;

use tizim_evidence::{LonLatRing, Message, Shape};

use super::arcs::{ArcRing, Topology};
use super::borders::{self, Kind};
use super::labels::{self, Site};
use super::outline::{dissolved, drawn_rings};
use super::paths::{Tenths, closed_path, rounded};
use super::projection::Projection;
use super::simplify::simplified;
use super::{Context, Drawn, LETTERS, WIDTH, insets, width_of};
use crate::svg::Svg;

/// Points of all arcs together at most: each of them takes about nine bytes, twice where it is a border of two places.
const POINTS: usize = 11_000;
/// Highest drawing.
const HIGHEST: f64 = 620.0;
/// Height of the scale bar with its number.
const SCALE_BAR: f64 = 34.0;

/// What an inset is drawn from: the map as it was drawn, with all its points.
pub(super) struct Ground {
    pub(super) topology: Topology,
    pub(super) frame: Frame,
    /// The rings of each place, without the borders between its own parts.
    pub(super) rings: Vec<Vec<ArcRing>>,
    /// What each arc is.
    pub(super) kinds: Vec<Kind>,
    /// Arcs that are not drawn.
    pub(super) hidden: BTreeSet<usize>,
}

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
    let mut svg = Svg::part();
    let (ground, outlines) = fills(context, &mut svg, (topology, frame), &shapes, &arcs);
    let shown = arcs.iter().zip(&ground.kinds).enumerate();
    let shown = shown.filter(|(arc, _)| !ground.hidden.contains(arc));
    let shown: Vec<(&[Tenths], Kind)> = shown.map(|(_, (arc, kind))| (arc.as_slice(), *kind)).collect();
    borders::draw(context.map, &mut svg, &shown);
    let bottom = ground.frame.bottom;
    scale_bar(context, &mut svg, ground.frame.scale, [4.0, bottom + 22.0], WIDTH);
    let insets = insets::found(&outlines);
    let taken = insets::frame(&mut svg, &insets);
    let enlarged: BTreeSet<usize> = insets.iter().flat_map(|inset| inset.places.iter().copied()).collect();
    let sites = context.map.places.iter().zip(&outlines).enumerate();
    let sites = sites.filter(|(place, _)| !enlarged.contains(place));
    let sites: Vec<Site<'_>> = sites.map(|(_, (place, rings))| Site::of(place, rings)).collect();
    let room = [0.0, top, WIDTH, bottom];
    let taken =
        if context.map.names_groups { labels::of_groups(&mut svg, &sites, room, taken) } else { taken };
    labels::draw(&mut svg, sites, room, taken);
    let bottom = insets::draw(context, &mut svg, &ground, &insets, bottom + SCALE_BAR);
    Drawn { elements: svg.written(), bottom }
}

/// Fills the places; what insets are drawn from, and the rings as they were drawn.
fn fills(
    context: &Context<'_>,
    svg: &mut Svg,
    (topology, frame): (Topology, Frame),
    shapes: &[std::sync::Arc<[Vec<LonLatRing>]>],
    arcs: &[Vec<Tenths>],
) -> (Ground, Vec<Vec<Vec<Tenths>>>) {
    let uses = topology.uses();
    let mut rings_left = topology.rings.iter();
    let (mut rings, mut outlines) = (Vec::with_capacity(shapes.len()), Vec::with_capacity(shapes.len()));
    let mut hidden = BTreeSet::new();
    for (place, polygons) in context.map.places.iter().zip(shapes) {
        let count = polygons.iter().map(Vec::len).sum();
        let all: Vec<&ArcRing> = rings_left.by_ref().take(count).collect();
        let own = dissolved(&all, &topology.arcs);
        let walked = drawn_rings(&own, arcs, &uses, &mut hidden);
        let path: String = walked.iter().map(|ring| closed_path(ring)).collect();
        let (class, more) = context.style(context.fill(place));
        svg.shape(&path, &class, &format!(" fill-rule=\"evenodd\"{more}"), &context.hint(place));
        outlines.push(walked);
        rings.push(own);
    }
    let kinds = borders::kinds(context.map, &topology, &frame.places);
    (Ground { topology, frame, rings, kinds, hidden }, outlines)
}

/// Where projected points stand in the drawing.
pub(super) struct Frame {
    pub(super) places: Vec<[f64; 2]>,
    bottom: f64,
    /// Units of the drawing for a kilometre.
    pub(super) scale: f64,
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

/// How long a round number of kilometres is in the middle of a map of this scale and width; where its words end.
pub(super) fn scale_bar(
    context: &Context<'_>,
    svg: &mut Svg,
    scale: f64,
    [x, y]: [f64; 2],
    width: f64,
) -> f64 {
    let longest = width / 4.0 / scale;
    let power = 10f64.powf(longest.log10().floor());
    let steps = [5.0, 2.0, 1.0];
    let length = steps.into_iter().map(|step| step * power).find(|step| *step <= longest).unwrap_or(power);
    let end = x + length * scale;
    let ends = [[x, y - 5.0], [x, y], [end, y], [end, y - 5.0]].map(|[x, y]| (x, y));
    svg.path(&ends, "scale-bar");
    let decimals = tizim_evidence::Format::Decimals(if length < 1.0 { 2 } else { 0 });
    let message = Message::new("report.map.kilometres").with("length", context.show.real(length, decimals));
    let words = context.say(&message);
    svg.text(end + 8.0, y, "tick on-gap", "start", &words);
    end + 8.0 + width_of(&words, LETTERS)
}

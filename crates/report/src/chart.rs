//! Charts as SVG, drawn here so that a page needs neither a script nor another file.
//!
//! Colours and type come from the style of the page through classes, so that a chart follows light, dark and
//! print. What is highlighted is also set in bold, and every chart has a title and a description in words.

mod bars;
mod matrix;
mod plane;
mod scale;
mod steps;

use tizim_evidence::{Catalogue, Chart, ChartKind, Mark, Message, Value};

use crate::html::typeset;
use crate::svg::{self, Svg};
use crate::visible;
use scale::Scale;
pub(crate) use scale::{round_step, tick_label};
use tizim_evidence::{Format, Show};

/// Width of every drawing, in its own units.
const WIDTH: f64 = 760.0;

/// A chart ready to stand in a page.
pub(crate) struct Drawing {
    /// The `<svg>` element.
    pub(crate) svg: String,
    /// How many marks were left out, where there were too many to draw.
    pub(crate) left_out: usize,
}

/// What drawing needs beside the chart.
#[derive(Clone, Copy)]
struct Context<'a> {
    chart: &'a Chart,
    catalogue: &'a Catalogue,
    show: Show<'a>,
    x_format: Format,
    y_format: Format,
}

impl Context<'_> {
    fn say(&self, message: &Message) -> String {
        typeset(&visible(&self.catalogue.text(message)))
    }

    /// The name of a mark; nothing where it has none.
    fn label(&self, mark: &Mark) -> String {
        if mark.label.is_missing() {
            return String::new();
        }
        let name = match &mark.label {
            Value::Text(name) => self.show.place(name),
            label => self.show.value(label, Format::Natural).into(),
        };
        visible(&name).into_owned()
    }

    /// Opens a drawing of this height with its title and description.
    fn open(&self, height: f64, description: &str) -> Svg {
        Svg::new(WIDTH, height, self.chart.id, &self.say(&self.chart.title), description)
    }
}

/// Draws a chart.
pub(crate) fn draw(chart: &Chart, catalogue: &Catalogue) -> Drawing {
    let context = Context {
        chart,
        catalogue,
        show: Show::new(catalogue).typeset(),
        x_format: Format::named(chart.x_format),
        y_format: Format::named(chart.y_format),
    };
    match chart.kind {
        ChartKind::Bars => bars::draw(&context),
        ChartKind::Plane | ChartKind::LogPlane | ChartKind::Columns => plane::draw(&context),
        ChartKind::Steps => steps::draw(&context),
        ChartKind::Matrix => matrix::draw(&context),
    }
}

/// A drawing that says that there is nothing to draw.
fn empty(context: &Context<'_>) -> Drawing {
    let text = context.say(&Message::new("report.chart.empty"));
    let mut svg = context.open(60.0, &text);
    svg.text(12.0, 34.0, "muted", "start", &text);
    Drawing { svg: svg.close(), left_out: 0 }
}

/// Draws the guides: vertical lines with their names above, on as many levels as they need.
fn guides(context: &Context<'_>, svg: &mut Svg, scale: &Scale, top: f64, bottom: f64) {
    let placed = placed_guides(context, scale);
    let height = |level: u8| top - 6.0 - f64::from(level) * GUIDE_LEVEL;
    for (x, _, level) in &placed {
        svg.line(*x, height(*level) + 3.0, *x, bottom, "guide");
    }
    for (x, name, level) in placed {
        let y = height(level);
        let half = svg::text_width(&name) / 2.0;
        let centre = x.clamp(half + 2.0, (WIDTH - half - 2.0).max(half + 2.0));
        svg.text(centre, y, "guide-label", "middle", &name);
    }
}

/// Height of a level of guide names.
const GUIDE_LEVEL: f64 = 15.0;

/// How much room the names of the guides need above the drawing.
fn guide_room(context: &Context<'_>, scale: &Scale) -> f64 {
    let levels = placed_guides(context, scale).iter().map(|(.., level)| level + 1).max().unwrap_or(0);
    f64::from(levels) * GUIDE_LEVEL + 6.0
}

/// Guides from left to right with the level on which their name is free of the others.
fn placed_guides(context: &Context<'_>, scale: &Scale) -> Vec<(f64, String, u8)> {
    let mut guides: Vec<(f64, String)> = context
        .chart
        .guides
        .iter()
        .filter(|(value, _)| value.is_finite())
        .map(|(value, name)| (scale.place(*value), context.say(name)))
        .collect();
    guides.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for (x, name) in guides {
        let half = svg::text_width(&name) / 2.0;
        let centre = x.clamp(half + 2.0, (WIDTH - half - 2.0).max(half + 2.0));
        let level = ends.iter().position(|end| centre - half > *end + 8.0).unwrap_or(ends.len());
        if level == ends.len() {
            ends.push(0.0);
        }
        ends[level] = centre + half;
        placed.push((x, name, level.min(6) as u8));
    }
    placed
}

/// Draws the horizontal axis: ticks with labels, grid lines, and what it measures.
fn x_axis(context: &Context<'_>, svg: &mut Svg, scale: &Scale, top: f64, bottom: f64) {
    let ticks = scale.ticks();
    for tick in &ticks {
        let x = scale.place(*tick);
        svg.line(x, top, x, bottom, "grid");
        let label = tick_label(context.show, *tick, context.x_format, scale.step_at(*tick));
        // The last may be wider than what is left beside the axis.
        let middle = x.min(WIDTH - 2.0 - svg::text_width(&label) / 2.0);
        svg.text(middle, bottom + 17.0, "tick", "middle", &label);
    }
    let title = context.say(&context.chart.x_title);
    svg.text(f64::midpoint(scale.start(), scale.end()), bottom + 36.0, "axis-title", "middle", &title);
}

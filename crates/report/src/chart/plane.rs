//! Points, lines and columns over a plane: funnels, curves of concentration, distributions.

use std::collections::BTreeSet;

use tizim_evidence::{ChartKind, Mark, Message, Series};

use super::{Context, Drawing, Scale, WIDTH, empty, guide_room, guides, tick_label, x_axis};
use crate::svg::{Svg, bold_width, fitted, text_width};
use crate::visible;

/// Height of the plane itself.
const HEIGHT: f64 = 360.0;
/// Sides of a square plane.
const SQUARE: f64 = 440.0;
/// Beyond this many points they are drawn as dots without hints.
const HINTED: usize = 400;
/// How many highlighted points get their name.
const NAMED: usize = 14;

pub(super) fn draw(context: &Context<'_>) -> Drawing {
    let marks = || context.chart.series.iter().flat_map(|series| &series.marks);
    let xs = || marks().filter_map(|mark| mark.x.bounds()).flat_map(|(low, high)| [low, high]);
    let ys = || marks().filter_map(|mark| mark.y.bounds()).flat_map(|(low, high)| [low, high]);
    if xs().next().is_none() || ys().next().is_none() {
        return empty(context);
    }
    let guide_values = context.chart.guides.iter().map(|(value, _)| *value);
    let is_columns = context.chart.kind == ChartKind::Columns;
    let foot = if is_columns { Some(0.0) } else { near_zero(ys()) };
    let y_scale = Scale::over(ys().chain(foot), 1.0, 0.0, 6);
    let y_labels: Vec<(f64, String)> = y_scale
        .ticks()
        .into_iter()
        .map(|tick| (tick, tick_label(context.show, tick, context.y_format, y_scale.step_at(tick))))
        .collect();
    let gutter = y_labels.iter().map(|(_, label)| text_width(label)).fold(20.0, f64::max) + 34.0;
    let x_scale = if context.chart.kind == ChartKind::LogPlane {
        Scale::over_powers(xs().chain(guide_values), gutter, WIDTH - 18.0)
    } else {
        Scale::over(xs().chain(guide_values).chain(near_zero(xs())), gutter, WIDTH - 18.0, 7)
    };
    // Two shares from 0 to 1, as in a curve of concentration, make a square.
    let is_square = context.x_format == context.y_format && x_scale.same_values(&y_scale);
    let height = if is_square { SQUARE } else { HEIGHT };
    let right = if is_square { gutter + SQUARE } else { WIDTH - 18.0 };
    let x_scale = x_scale.drawn(gutter, right);
    let legend = legend_rows(context);
    let top = 8.0 + legend.len() as f64 * 20.0 + guide_room(context, &x_scale);
    let bottom = top + height;
    let y_scale = y_scale.drawn(bottom, top);

    let mut svg = context.open(bottom + 46.0, &description(context, &x_scale, &y_scale));
    draw_legend(&mut svg, &legend);
    x_axis(context, &mut svg, &x_scale, top, bottom);
    for (tick, label) in &y_labels {
        let y = y_scale.place(*tick);
        svg.line(gutter, y, right, y, "grid");
        svg.text(gutter - 7.0, y + 4.0, "tick", "end", label);
    }
    svg.line(gutter, bottom, right, bottom, "zero");
    svg.line(gutter, top, gutter, bottom, "zero");
    svg.text_upwards(13.0, f64::midpoint(top, bottom), "axis-title", &context.say(&context.chart.y_title));
    let drawing = Plane { context, x: x_scale, y: y_scale };
    for (number, series) in context.chart.series.iter().enumerate() {
        if is_columns {
            drawing.columns(&mut svg, series, number);
        } else if series.line {
            drawing.line(&mut svg, series, style_of(context, number));
        } else {
            drawing.points(&mut svg, series, number);
        }
    }
    guides(context, &mut svg, &x_scale, top, bottom);
    drawing.names(&mut svg);
    Drawing { svg: svg.close(), left_out: 0 }
}

/// Zero, where the values are all on one side of it and close enough that it belongs into the picture.
fn near_zero(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let (near, far) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
    (low * high >= 0.0 && near <= far * 0.6).then_some(0.0)
}

/// A plane with its scales.
struct Plane<'a> {
    context: &'a Context<'a>,
    x: Scale,
    y: Scale,
}

impl Plane<'_> {
    /// Where a mark stands: the middle of what bounds it.
    fn place(&self, mark: &Mark) -> Option<(f64, f64)> {
        let middle = |(low, high): (f64, f64)| f64::midpoint(low, high);
        let (x, y) = (middle(mark.x.bounds()?), middle(mark.y.bounds()?));
        (self.x.holds(x) && self.y.holds(y)).then(|| (self.x.place(x), self.y.place(y)))
    }

    fn line(&self, svg: &mut Svg, series: &Series, number: usize) {
        let places: Vec<(f64, f64)> = series.marks.iter().filter_map(|mark| self.place(mark)).collect();
        svg.path(&places, &format!("curve s{} d{}", number % 4, number % 3));
    }

    /// Each column from where its place begins to where that ends.
    fn columns(&self, svg: &mut Svg, series: &Series, number: usize) {
        for mark in &series.marks {
            let (Some((left, right)), Some((_, high))) = (mark.x.bounds(), mark.y.bounds()) else { continue };
            let class = if mark.highlighted { "eye".to_owned() } else { format!("s{}", number % 4) };
            let (top, foot) = (self.y.place(high), self.y.place(0.0));
            let [left, right] = [self.x.place(left) + 0.5, self.x.place(right) - 0.5];
            svg.bar(left, right.max(left), top, foot - top, &format!("bar {class}"), &self.hint(mark));
        }
    }

    fn points(&self, svg: &mut Svg, series: &Series, number: usize) {
        let class = format!("s{}", number % 4);
        let hinted = series.marks.len() <= HINTED;
        let mut seen = BTreeSet::new();
        let mut dots = Vec::new();
        for mark in series.marks.iter().filter(|mark| !mark.highlighted) {
            let Some((x, y)) = self.place(mark) else { continue };
            if hinted {
                self.bounds(svg, mark, &class);
                svg.point(x, y, 3.0, &format!("point {class}"), &self.hint(mark));
            } else if seen.insert(((x * 2.0).round() as i64, (y * 2.0).round() as i64)) {
                dots.push((x, y));
            }
        }
        svg.dots(&dots, &format!("dots {class}"));
        for mark in series.marks.iter().filter(|mark| mark.highlighted) {
            if let Some((x, y)) = self.place(mark) {
                self.bounds(svg, mark, "eye");
                svg.point(x, y, 4.2, "point eye", &self.hint(mark));
            }
        }
    }

    /// The whiskers of a mark that the input only bounds.
    fn bounds(&self, svg: &mut Svg, mark: &Mark, class: &str) {
        let (Some((left, right)), Some((low, high))) = (mark.x.bounds(), mark.y.bounds()) else { return };
        let Some((x, y)) = self.place(mark) else { return };
        if left < right {
            svg.line(self.x.place(left), y, self.x.place(right), y, &format!("cap {class}"));
        }
        if low < high {
            svg.line(x, self.y.place(low), x, self.y.place(high), &format!("cap {class}"));
        }
    }

    fn hint(&self, mark: &Mark) -> String {
        let x = self.context.show.value(&mark.x, self.context.x_format);
        let y = self.context.show.value(&mark.y, self.context.y_format);
        visible(&format!("{}: {x}; {y}", self.context.label(mark))).into_owned()
    }

    /// Writes the names of highlighted points where they are free of each other.
    fn names(&self, svg: &mut Svg) {
        let mut taken: Vec<[f64; 4]> = Vec::new();
        let highlighted = || {
            let series = self.context.chart.series.iter().filter(|series| !series.line);
            series.flat_map(|series| &series.marks).filter(|mark| mark.highlighted)
        };
        let points: Vec<(f64, f64)> =
            highlighted().filter_map(|mark| self.place(mark)).take(4 * NAMED).collect();
        for mark in highlighted().filter(|mark| !mark.label.is_missing()).take(NAMED) {
            let Some((x, y)) = self.place(mark) else { continue };
            let name = fitted(&self.context.label(mark), 170.0);
            let width = bold_width(&name);
            let spots = [
                (x + 8.0, y + 4.0, "start", x + 8.0),
                (x - 8.0, y + 4.0, "end", x - 8.0 - width),
                (x, y - 9.0, "middle", x - width / 2.0),
                (x, y + 17.0, "middle", x - width / 2.0),
            ];
            for (text_x, text_y, anchor, left) in spots {
                let area = [left, text_y - 11.0, left + width, text_y + 3.0];
                // Letters may be a little wider than they are taken to be.
                let inside =
                    left >= self.x.start() && area[2] + width / 12.0 <= WIDTH && area[1] >= self.y.end();
                let free = taken.iter().all(|other| !overlap(&area, other))
                    && points.iter().all(|(px, py)| {
                        (*px, *py) == (x, y) || !overlap(&area, &[px - 3.0, py - 3.0, px + 3.0, py + 3.0])
                    });
                if inside && free {
                    svg.text(text_x, text_y, "name strong", anchor, &name);
                    taken.push(area);
                    break;
                }
            }
        }
    }
}

fn overlap(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// The number of the series whose colours and dashes a series has: the first of its name, since both limits are one thing.
fn style_of(context: &Context<'_>, number: usize) -> usize {
    let series = &context.chart.series;
    let same = |one: &Series| one.line == series[number].line && one.label == series[number].label;
    series.iter().position(same).unwrap_or(number)
}

/// An entry of the legend: where it starts, its words, its class, whether it is a line.
type Entry = (f64, String, String, bool);

/// The legend in rows; a single series of points needs none.
fn legend_rows(context: &Context<'_>) -> Vec<Vec<Entry>> {
    let series = &context.chart.series;
    let mut rows: Vec<Vec<Entry>> = Vec::new();
    let mut x = WIDTH;
    let told = |(number, one): &(usize, &Series)| {
        series.len() > 1 && !one.marks.is_empty() && style_of(context, *number) == *number
    };
    for (number, one) in series.iter().enumerate().filter(told) {
        let words = context.say(&one.label);
        let width = 30.0 + text_width(&words) + 18.0;
        if x + width > WIDTH {
            rows.push(Vec::new());
            x = 6.0;
        }
        let all_highlighted = !one.line && one.marks.iter().all(|mark| mark.highlighted);
        let class =
            if all_highlighted { "eye".to_owned() } else { format!("s{} d{}", number % 4, number % 3) };
        if let Some(row) = rows.last_mut() {
            row.push((x, words, class, one.line));
        }
        x += width;
    }
    rows
}

fn draw_legend(svg: &mut Svg, rows: &[Vec<Entry>]) {
    for (number, row) in rows.iter().enumerate() {
        let y = 12.0 + number as f64 * 20.0;
        for (x, words, class, is_line) in row {
            if *is_line {
                svg.path(&[(*x, y), (x + 24.0, y)], &format!("curve {class}"));
            } else {
                svg.point(x + 12.0, y, 3.4, &format!("point {class}"), "");
            }
            svg.text(x + 30.0, y + 4.0, "legend", "start", words);
        }
    }
}

fn description(context: &Context<'_>, x: &Scale, y: &Scale) -> String {
    let (lines, points): (Vec<&Series>, Vec<&Series>) =
        context.chart.series.iter().partition(|series| series.line);
    let points: usize = points.iter().map(|series| series.marks.len()).sum();
    let ends = |scale: &Scale, format| {
        let ticks = scale.ticks();
        let end = |tick: Option<&f64>| {
            tick.map_or(String::new(), |tick| tick_label(context.show, *tick, format, scale.step_at(*tick)))
        };
        (end(ticks.first()), end(ticks.last()))
    };
    let ((x_low, x_high), (y_low, y_high)) = (ends(x, context.x_format), ends(y, context.y_format));
    let message = Message::new("report.chart.plane").with("points", points).with("lines", lines.len());
    context
        .say(&message.with("x_low", x_low).with("x_high", x_high).with("y_low", y_low).with("y_high", y_high))
}

//! Steps from one sum to the next, as the weight of a pair is put together: each begins where the one before ended.

use tizim_evidence::{Mark, Message, Series};

use super::{Context, Drawing, Scale, WIDTH, empty, guide_room, guides, x_axis};
use crate::svg::{Svg, bold_width, fitted};
use crate::visible;

/// How many steps are drawn.
const MARKS: usize = 60;
/// Height of a step with the space to the next.
const ROW: f64 = 21.0;
/// Height of a step.
const THICK: f64 = 12.0;

/// A step with where it begins and ends.
type Step<'a> = (&'a Mark, f64, f64);

pub(super) fn draw(context: &Context<'_>) -> Drawing {
    let series: Vec<(&Series, Vec<Step<'_>>)> =
        context.chart.series.iter().map(|series| (series, steps(series))).collect();
    let total: usize = context.chart.series.iter().map(|series| series.marks.len()).sum();
    let all = || series.iter().flat_map(|(_, steps)| steps);
    if all().next().is_none() {
        return empty(context);
    }
    let widest = all().map(|(mark, ..)| bold_width(&context.label(mark))).fold(40.0, f64::max).min(330.0);
    let value_room = all().map(|(mark, ..)| bold_width(&value(context, mark))).fold(40.0, f64::max);
    let ends = all().flat_map(|(_, from, to)| [*from, *to]);
    let ends = ends.chain(context.chart.guides.iter().map(|(value, _)| *value)).chain([0.0]);
    let scale = Scale::over(ends, widest + 14.0, WIDTH - value_room - 22.0, 6);

    let top = guide_room(context, &scale) + 8.0;
    let headings = if series.len() > 1 { series.len() } else { 0 };
    let bottom = top + (total.min(MARKS) + headings) as f64 * ROW + 4.0;
    let last = all().last().map_or(0.0, |(_, _, to)| *to);
    let message = Message::new("report.chart.steps").with("count", total);
    let described = context.say(&message.with("sum", context.show.real(last, context.x_format)));
    let mut svg = context.open(bottom + 46.0, &described);
    x_axis(context, &mut svg, &scale, top, bottom);
    svg.line(scale.place(0.0), top, scale.place(0.0), bottom, "zero");
    let (mut y, mut drawn) = (top + 4.0, 0);
    for (one, steps) in &series {
        if headings > 0 {
            svg.text(4.0, y + THICK - 2.0, "series-label", "start", &context.say(&one.label));
            y += ROW;
        }
        for step in steps.iter().take(MARKS - drawn) {
            draw_step(context, &mut svg, &scale, step, y, widest);
            y += ROW;
        }
        drawn += steps.len().min(MARKS - drawn);
    }
    guides(context, &mut svg, &scale, top, bottom);
    Drawing { svg: svg.close(), left_out: total - drawn }
}

/// Where each mark begins and ends; what was not established is no step.
fn steps(series: &Series) -> Vec<Step<'_>> {
    let mut at = 0.0;
    let mut steps = Vec::new();
    for mark in &series.marks {
        let Some((low, high)) = mark.x.bounds() else { continue };
        let length = f64::midpoint(low, high);
        let (from, to) = if mark.highlighted { (0.0, length) } else { (at, at + length) };
        steps.push((mark, from, to));
        at = to;
    }
    steps
}

fn draw_step(context: &Context<'_>, svg: &mut Svg, scale: &Scale, step: &Step<'_>, y: f64, gutter: f64) {
    let (mark, from, to) = *step;
    let (label, value) = (context.label(mark), value(context, mark));
    let (baseline, emphasis) = (y + THICK - 2.0, if mark.highlighted { " strong" } else { "" });
    svg.text(gutter + 4.0, baseline, &format!("label{emphasis}"), "end", &fitted(&label, gutter / 1.09));
    let colour = match (mark.highlighted, to < from) {
        (true, _) => "eye",
        (_, false) => "s0",
        (_, true) => "s1",
    };
    let hint = format!("{label}: {value}");
    svg.bar(scale.place(from), scale.place(to), y, THICK, &format!("bar {colour}"), &hint);
    if !mark.highlighted {
        svg.line(scale.place(to), y + THICK, scale.place(to), y + ROW, "grid");
    }
    svg.text(WIDTH - 4.0, baseline, &format!("value{emphasis}"), "end", &value);
}

fn value(context: &Context<'_>, mark: &Mark) -> String {
    visible(&context.show.value(&mark.x, context.x_format)).into_owned()
}

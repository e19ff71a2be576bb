//! Horizontal bars from zero, one per mark. What the input only bounds is a bar to the nearer bound and a
//! lighter range to the other; what was not established is said in words.

use tizim_evidence::{Mark, Message};

use super::{Context, Drawing, Scale, WIDTH, empty, guide_room, guides, x_axis};
use crate::svg::{Svg, bold_width, fitted};
use crate::visible;

/// How many bars are drawn.
const MARKS: usize = 150;
/// Height of a bar with the space to the next.
const ROW: f64 = 21.0;
/// Height of a bar.
const THICK: f64 = 12.0;

pub(super) fn draw(context: &Context<'_>) -> Drawing {
    let total: usize = context.chart.series.iter().map(|series| series.marks.len()).sum();
    let bounds =
        || context.chart.series.iter().flat_map(|series| &series.marks).filter_map(|mark| mark.x.bounds());
    if bounds().next().is_none() {
        return empty(context);
    }
    let many = context.chart.series.len() > 1;
    let labels = context.chart.series.iter().flat_map(|series| &series.marks).take(MARKS);
    let widest = labels.clone().map(|mark| bold_width(&context.label(mark))).fold(40.0, f64::max).min(230.0);
    let value_room =
        labels.map(|mark| bold_width(&value_text(context, mark))).fold(40.0, f64::max).min(190.0);
    let guide_values = context.chart.guides.iter().map(|(value, _)| *value);
    let ends = bounds().flat_map(|(low, high)| [low, high]).chain(guide_values).chain([0.0]);
    let scale = Scale::over(ends, widest + 14.0, WIDTH - value_room - 22.0, 6);

    let top = guide_room(context, &scale) + 8.0;
    let headings = if many { context.chart.series.len() } else { 0 };
    let rows = (total.min(MARKS) + headings) as f64;
    let bottom = top + rows * ROW + 4.0;
    let mut svg = context.open(bottom + 46.0, &description(context, total));
    x_axis(context, &mut svg, &scale, top, bottom);
    svg.line(scale.place(0.0), top, scale.place(0.0), bottom, "zero");
    let mut y = top + 4.0;
    let mut drawn = 0;
    for (number, series) in context.chart.series.iter().enumerate() {
        if many {
            svg.text(4.0, y + THICK - 2.0, "series-label", "start", &context.say(&series.label));
            y += ROW;
        }
        for mark in series.marks.iter().take(MARKS - drawn) {
            bar(context, &mut svg, &scale, mark, number, y, widest);
            y += ROW;
        }
        drawn += series.marks.len().min(MARKS - drawn);
    }
    guides(context, &mut svg, &scale, top, bottom);
    Drawing { svg: svg.close(), left_out: total - drawn }
}

fn bar(context: &Context<'_>, svg: &mut Svg, scale: &Scale, mark: &Mark, series: usize, y: f64, gutter: f64) {
    let label = context.label(mark);
    let value = value_text(context, mark);
    let hint = format!("{label}: {value}");
    let emphasis = if mark.highlighted { " strong" } else { "" };
    let baseline = y + THICK - 2.0;
    svg.text(gutter + 4.0, baseline, &format!("label{emphasis}"), "end", &fitted(&label, gutter / 1.09));
    let colour = if mark.highlighted { "eye".to_owned() } else { format!("s{}", series % 4) };
    let Some((low, high)) = mark.x.bounds() else {
        svg.text(WIDTH - 4.0, baseline, "muted", "end", &value);
        return;
    };
    let zero = scale.place(0.0);
    if low < high {
        let certain = if low > 0.0 {
            low
        } else if high < 0.0 {
            high
        } else {
            0.0
        };
        if certain != 0.0 {
            svg.bar(zero, scale.place(certain), y, THICK, &format!("bar {colour}"), &hint);
        }
        svg.bar(scale.place(low), scale.place(high), y, THICK, &format!("range {colour}"), &hint);
        for end in [low, high].map(|end| scale.place(end)) {
            svg.line(end, y - 1.5, end, y + THICK + 1.5, &format!("cap {colour}"));
        }
    } else {
        svg.bar(zero, scale.place(low), y, THICK, &format!("bar {colour}"), &hint);
    }
    svg.text(WIDTH - 4.0, baseline, &format!("value{emphasis}"), "end", &value);
}

fn value_text(context: &Context<'_>, mark: &Mark) -> String {
    visible(&context.show.value(&mark.x, context.x_format)).into_owned()
}

fn description(context: &Context<'_>, total: usize) -> String {
    let bounds =
        || context.chart.series.iter().flat_map(|series| &series.marks).filter_map(|mark| mark.x.bounds());
    let low = bounds().map(|(low, _)| low).fold(f64::INFINITY, f64::min);
    let high = bounds().map(|(_, high)| high).fold(f64::NEG_INFINITY, f64::max);
    let in_words = |value: f64| context.show.real(value, context.x_format);
    let message = Message::new("report.chart.bars").with("count", total);
    context.say(&message.with("low", in_words(low)).with("high", in_words(high)))
}

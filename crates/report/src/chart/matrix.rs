//! A field of numbers, darker where they are larger: what lies between each two of many.

use tizim_evidence::{Mark, Message};

use super::{Context, Drawing, WIDTH, empty};
use crate::svg::{Svg, bold_width, escaped, fitted, number, text_width};
use crate::visible;

/// How many rows and columns are drawn.
const MOST: usize = 24;
/// Height of a row.
const ROW: f64 = 26.0;
/// The widest a cell is drawn.
const WIDEST: f64 = 96.0;
/// The longest name beside a row or above a column.
const NAME: f64 = 190.0;

/// A row: its name, and its cells by the number of their column.
type Row<'a> = (String, Vec<(usize, &'a Mark)>);

pub(super) fn draw(context: &Context<'_>) -> Drawing {
    let mut columns: Vec<String> = Vec::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for series in context.chart.series.iter().take(MOST) {
        let mut cells = Vec::new();
        for mark in &series.marks {
            let name = context.label(mark);
            let column = columns.iter().position(|column| *column == name).unwrap_or_else(|| {
                columns.push(name);
                columns.len() - 1
            });
            cells.push((column, mark));
        }
        rows.push((context.say(&series.label), cells));
    }
    let total: usize = context.chart.series.iter().map(|series| series.marks.len()).sum();
    let largest = rows.iter().flat_map(|(_, cells)| cells).filter_map(|(_, mark)| amount(mark));
    let Some(largest) = largest.reduce(f64::max) else { return empty(context) };

    let count = columns.len().min(MOST);
    // Few columns leave room for long names.
    let longest = (WIDTH - count as f64 * WIDEST - 14.0).max(NAME);
    // Where the font is wider than most, a name must not lose its first letter.
    let gutter = rows.iter().map(|(name, _)| bold_width(name)).fold(40.0, f64::max).min(longest) + 14.0;
    let width = ((WIDTH - gutter - 4.0) / count as f64).min(WIDEST);
    let upright = columns.iter().all(|name| text_width(name) <= width - 4.0);
    let head = if upright {
        20.0
    } else {
        columns.iter().map(|name| text_width(name)).fold(0.0, f64::max).min(NAME) + 10.0
    };
    let bottom = head + 20.0 + rows.len() as f64 * ROW;
    let message = Message::new("report.chart.matrix").with("rows", rows.len()).with("columns", count);
    let described = message.with("high", context.show.real(largest, context.x_format));
    let mut svg = context.open(bottom + 8.0, &context.say(&described));
    svg.text(gutter, 12.0, "axis-title", "start", &context.say(&context.chart.y_title));
    for (place, name) in columns.iter().take(count).enumerate() {
        column_name(&mut svg, name, gutter + (place as f64 + 0.5) * width, head + 14.0, upright);
    }
    let mut drawn = 0;
    for (place, (name, cells)) in rows.iter().enumerate() {
        let y = head + 20.0 + place as f64 * ROW;
        svg.text(gutter - 8.0, y + 17.0, "label", "end", &fitted(name, longest));
        svg.line(gutter, y + ROW, gutter + width * count as f64, y + ROW, "grid");
        for (column, mark) in cells.iter().filter(|(column, _)| *column < count) {
            cell(context, &mut svg, mark, name, [gutter + *column as f64 * width, y, width], largest);
            drawn += 1;
        }
    }
    Drawing { svg: svg.close(), left_out: total - drawn }
}

/// What a cell amounts to, where that is known and not nothing.
fn amount(mark: &Mark) -> Option<f64> {
    mark.x.bounds().map(|(low, high)| f64::midpoint(low, high)).filter(|value| *value > 0.0)
}

fn column_name(svg: &mut Svg, name: &str, x: f64, y: f64, upright: bool) {
    let name = fitted(name, NAME);
    if upright {
        return svg.text(x, y, "label", "middle", &name);
    }
    let (x, y) = (number(x + 4.0), number(y));
    svg.put(&format!(
        "<text class=\"label\" x=\"{x}\" y=\"{y}\" text-anchor=\"start\" transform=\"rotate(-90 {x} {y})\">{}</text>",
        escaped(&name)
    ));
}

/// A cell with its number; the shade goes by the logarithm, since numbers differ by multiples.
fn cell(context: &Context<'_>, svg: &mut Svg, mark: &Mark, row: &str, place: [f64; 3], largest: f64) {
    let [x, y, width] = place;
    if mark.x.is_missing() {
        return svg.bar(x + 1.0, x + width - 1.0, y + 1.0, ROW - 2.0, "cell h0", "");
    }
    let value = visible(&context.show.value(&mark.x, context.x_format)).into_owned();
    let shade = amount(mark).map_or(0, |value| {
        let part = (1.0 + value).ln() / (1.0 + largest).ln();
        (part * 4.0).ceil().clamp(1.0, 4.0) as u8
    });
    let hint = format!("{row} – {}: {value}", context.label(mark));
    svg.bar(x + 1.0, x + width - 1.0, y + 1.0, ROW - 2.0, &format!("cell h{shade}"), &hint);
    if text_width(&value) <= width {
        svg.text(x + width / 2.0, y + 17.0, &format!("on-h{shade}"), "middle", &value);
    }
}

//! The legend: the shades with the values between them, what lies on either side, and what hatching and empty places say.

use std::collections::BTreeSet;

use tizim_evidence::Message;

use super::shades::Fill;
use super::{Context, LETTERS, WIDTH, width_of};
use crate::chart::tick_label;
use crate::svg::Svg;

/// Height of a shade.
const SHADE: f64 = 15.0;
/// Where the shades begin, under what stands above them.
const TOP: f64 = 22.0;
/// Where the values between them are written.
const VALUES: f64 = TOP + SHADE + 15.0;

/// Height of the legend for these fills.
pub(super) fn height(fills: &BTreeSet<Fill>) -> f64 {
    if has_samples(fills) { VALUES + 36.0 } else { VALUES + 10.0 }
}

fn has_samples(fills: &BTreeSet<Fill>) -> bool {
    fills.iter().any(|fill| !matches!(fill, Fill::Of(_)))
}

/// Draws the legend at the top.
pub(super) fn draw(context: &Context<'_>, svg: &mut Svg, fills: &BTreeSet<Fill>) {
    let classes = context.shades.classes();
    let ends = context.shades.ends();
    let step = (WIDTH / classes.len() as f64).min(76.0);
    let left = (WIDTH - step * classes.len() as f64) / 2.0;
    let scale = &context.map.scale;
    // A scale of one side says on the left what its centre is.
    let below = context.say(scale.below.as_ref().unwrap_or(&scale.within));
    let above = context.say(&scale.above);
    let (right, middle) = (left + step * classes.len() as f64, WIDTH / 2.0);
    svg.text(left, TOP - 7.0, "legend", "start", &below);
    svg.text(right, TOP - 7.0, "legend", "end", &above);
    // What lies about the centre is said where it has room between the two.
    let within = context.say(&scale.within);
    let half = width_of(&within, LETTERS) / 2.0 + 12.0;
    let free = |words: &str| left + width_of(words, LETTERS) < middle - half;
    if scale.below.is_some() && free(&below) && free(&above) {
        svg.text(middle, TOP - 7.0, "legend", "middle", &within);
    }
    for (number, class) in classes.iter().enumerate() {
        let x = left + step * number as f64;
        svg.bar(x, x + step, TOP, SHADE, &format!("shade {}", class.name()), "");
    }
    let widths = ends.windows(2).map(|pair| pair[1] - pair[0]);
    let finest = widths.chain(ends.first().map(|end| end.abs())).fold(f64::INFINITY, f64::min);
    for (number, end) in ends.iter().enumerate() {
        let x = left + step * (number + 1) as f64;
        svg.line(x, TOP + SHADE, x, TOP + SHADE + 4.0, "zero");
        svg.text(x, VALUES, "tick", "middle", &tick_label(context.show, *end, context.format, finest));
    }
    if has_samples(fills) {
        samples(context, svg, fills, left);
    }
}

/// What hatching and empty places say, each with a sample.
fn samples(context: &Context<'_>, svg: &mut Svg, fills: &BTreeSet<Fill>, left: f64) {
    let of = |bounded: fn(&Fill) -> bool| fills.iter().rev().find(|fill| bounded(fill));
    let said = [
        (of(|fill| matches!(fill, Fill::Between(low, high) if low == high)), "report.map.within_shade"),
        (of(|fill| matches!(fill, Fill::Between(low, high) if low != high)), "report.map.between_shades"),
        (fills.get(&Fill::Open), "report.map.open"),
        (fills.get(&Fill::Missing), "report.map.missing"),
    ];
    let said = said.into_iter().filter_map(|(fill, key)| Some((*fill?, context.say(&Message::new(key)))));
    // What stands beside says so itself.
    let beside = context.map.places.iter().find(|place| context.fill(place) == Fill::Beside);
    let beside = beside.map(|place| (Fill::Beside, context.value(&place.value)));
    let (mut x, y) = (left, VALUES + 10.0);
    for (fill, words) in said.chain(beside) {
        let (class, more) = context.style(fill);
        svg.put(&format!(
            "<rect class=\"{class} swatch\"{more} x=\"{x:.1}\" y=\"{y}\" width=\"22\" height=\"14\"/>"
        ));
        svg.text(x + 28.0, y + 11.5, "legend", "start", &words);
        x += 28.0 + width_of(&words, LETTERS) + 14.0;
    }
}

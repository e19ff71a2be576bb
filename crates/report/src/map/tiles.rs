//! Tiles of one size: every place counts the same to the eye, as it does in the chamber.

use std::fmt::Write as _;

use tizim_evidence::{Format, Place, Shape, Value};

use super::shades::Fill;
use super::{Context, Drawn, WIDTH};
use crate::svg::{Svg, bold_width, fitted};
use crate::visible;

/// Size of letters in a tile on a telephone.
const SMALL: f64 = 12.5;
/// From one tile to the next at most.
const PITCH: f64 = 76.0;

/// Where tiles stand.
struct Grid {
    left: f64,
    top: f64,
    pitch: f64,
    first: (u16, u16),
}

/// Draws the tiles below `top`.
pub(super) fn drawing(context: &Context<'_>, top: f64) -> Drawn {
    let cell = |place: &Place| match place.shape {
        Shape::Tile { column, row } => Some((column, row)),
        Shape::Area(_) => None,
    };
    let cells: Vec<(u16, u16)> = context.map.places.iter().filter_map(cell).collect();
    let ends = |of: fn(&(u16, u16)) -> u16| {
        (cells.iter().map(of).min().unwrap_or(0), cells.iter().map(of).max().unwrap_or(0))
    };
    let ((west, east), (north, south)) = (ends(|cell| cell.0), ends(|cell| cell.1));
    let columns = f64::from(east - west) + 1.0;
    let pitch = (WIDTH / columns).min(PITCH);
    let left = (WIDTH - pitch * columns) / 2.0;
    let grid = Grid { left, top, pitch, first: (west, north) };
    let mut svg = Svg::part();
    for place in &context.map.places {
        if let Some(cell) = cell(place) {
            tile(context, &mut svg, &grid, place, cell);
        }
    }
    outlines(context, &mut svg, &grid);
    Drawn { elements: svg.written(), bottom: top + pitch * (f64::from(south - north) + 1.0) + 8.0 }
}

impl Grid {
    /// The upper left corner of a cell.
    fn corner(&self, (column, row): (u16, u16)) -> (f64, f64) {
        let from = |place: u16, first: u16| f64::from(place.saturating_sub(first)) * self.pitch;
        (self.left + from(column, self.first.0), self.top + from(row, self.first.1))
    }
}

fn tile(context: &Context<'_>, svg: &mut Svg, grid: &Grid, place: &Place, cell: (u16, u16)) {
    let (x, y) = grid.corner(cell);
    let fill = context.fill(place);
    let (class, more) = context.style(fill);
    let side = grid.pitch - 2.0;
    let hint = crate::svg::escaped(&context.hint(place));
    svg.put(&format!(
        "<rect class=\"{class}\"{more} x=\"{:.1}\" y=\"{:.1}\" width=\"{side:.1}\" height=\"{side:.1}\">\
         <title>{hint}</title></rect>",
        x + 1.0,
        y + 1.0
    ));
    let on = match fill {
        Fill::Of(class) => format!("on-{}", class.name()),
        Fill::Between(low, high) if low == high => format!("on-{}", low.name()),
        Fill::Between(..) => "on-gap".to_owned(),
        Fill::Open | Fill::Missing | Fill::Beside => "on-none".to_owned(),
    };
    let middle = x + grid.pitch / 2.0;
    let room = (grid.pitch - 5.0) * 12.0 / SMALL;
    let name = place.short.as_ref().unwrap_or(&place.name);
    let name = fitted(&visible(name), room);
    svg.text(x + 6.0, y + 15.0, &format!("number {on}"), "start", &fitted(&visible(&place.id), room));
    svg.text(middle, y + grid.pitch * 0.53, &format!("label {on}"), "middle", &name);
    let value = short_value(context, place, (grid.pitch - 5.0) * 12.0 / SMALL);
    let class = if matches!(fill, Fill::Of(_)) { "value" } else { "bounds" };
    svg.text(middle, y + grid.pitch * 0.82, &format!("{class} {on}"), "middle", &value);
}

/// A value as it fits into a tile: bounds in whole per cent without their sign of per cent, outward.
fn short_value(context: &Context<'_>, place: &Place, room: f64) -> String {
    let whole = context.value(&place.value);
    if bold_width(&whole) <= room {
        return if place.value.is_missing() { "?".to_owned() } else { whole };
    }
    if place.value.is_missing() {
        return "?".to_owned();
    }
    let Some((low, high)) = place.value.bounds() else { return fitted(&whole, room) };
    let per_cent = matches!(context.format, Format::Percent | Format::Signed);
    let unit = if per_cent { 100.0 } else { 1.0 };
    let number = |value: f64| {
        let sign = if context.format == Format::Signed && value > 0.0 { "+" } else { "" };
        if value.is_finite() {
            format!("{sign}{}", context.show.value(&Value::from(value), Format::Decimals(0)))
        } else {
            "∞".to_owned()
        }
    };
    let text = if low < high {
        format!("{}…{}", number((low * unit).floor()), number((high * unit).ceil()))
    } else {
        number((low * unit).round())
    };
    fitted(&text, room)
}

/// A line about the tiles of each group.
fn outlines(context: &Context<'_>, svg: &mut Svg, grid: &Grid) {
    let group_at = |column: i32, row: i32| {
        context.map.places.iter().find_map(|place| match place.shape {
            Shape::Tile { column: c, row: r } if (i32::from(c), i32::from(r)) == (column, row) => {
                place.group.as_deref()
            }
            _ => None,
        })
    };
    let mut path = String::new();
    for place in &context.map.places {
        let (Shape::Tile { column, row }, Some(group)) = (&place.shape, &place.group) else { continue };
        let (x, y) = grid.corner((*column, *row));
        let (column, row, p) = (i32::from(*column), i32::from(*row), grid.pitch);
        let sides = [
            ((column, row - 1), (x, y), (x + p, y)),
            ((column, row + 1), (x, y + p), (x + p, y + p)),
            ((column - 1, row), (x, y), (x, y + p)),
            ((column + 1, row), (x + p, y), (x + p, y + p)),
        ];
        for ((c, r), from, to) in sides {
            if group_at(c, r) != Some(group.as_str()) {
                // A string takes whatever is written.
                let _ = write!(path, "M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1);
            }
        }
    }
    if !path.is_empty() {
        svg.shape(&path, "outline", "", "");
    }
}

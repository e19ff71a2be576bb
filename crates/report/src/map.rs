//! Maps as SVG: areas on an equal-area projection, or tiles of one size, filled by a diverging scale.
//!
//! Colours come from the style of the page through classes, as in charts. What a figure only bounds is hatched in the shades
//! of its two ends, so that it is never taken for a figure; what is not known is empty. Letters are laid out for a telephone,
//! where they are largest beside the map, so that they stand free of each other everywhere.

mod arcs;
mod areas;
mod borders;
mod insets;
mod labels;
mod legend;
mod outline;
mod paths;
mod pole;
mod projection;
pub(crate) mod shades;
mod simplify;
mod tiles;

use std::collections::BTreeSet;

use tizim_evidence::{Catalogue, Column, ColumnKind, Format, Map, Message, Place, Show, Table, Value};

use crate::html::typeset;
use crate::svg::{Svg, identifier, text_width};
use crate::visible;
use shades::{Fill, Shades};

/// Width of every map, in its own units.
const WIDTH: f64 = 540.0;
/// Size of letters on a telephone, in the same units; elsewhere they are smaller.
const LETTERS: f64 = 14.0;

/// What drawing needs beside the map.
struct Context<'a> {
    map: &'a Map,
    catalogue: &'a Catalogue,
    show: Show<'a>,
    format: Format,
    shades: Shades,
}

impl Context<'_> {
    fn say(&self, message: &Message) -> String {
        typeset(&visible(&self.catalogue.text(message)))
    }

    fn fill(&self, place: &Place) -> Fill {
        self.shades.fill(&place.value)
    }

    fn value(&self, value: &Value) -> String {
        visible(&self.show.value(value, self.format)).into_owned()
    }

    fn hint(&self, place: &Place) -> String {
        format!("{}: {}", visible(&place.name), self.value(&place.value))
    }

    /// The classes and further attributes of a place filled so.
    fn style(&self, fill: Fill) -> (String, String) {
        match fill {
            Fill::Of(class) => (format!("place {}", class.name()), String::new()),
            Fill::Missing => ("place none".to_owned(), String::new()),
            Fill::Between(..) | Fill::Open | Fill::Beside => {
                ("place".to_owned(), format!(" fill=\"url(#{})\"", self.hatch(fill)))
            }
        }
    }

    /// The name of the hatching of bounds.
    fn hatch(&self, fill: Fill) -> String {
        match fill {
            Fill::Between(low, high) => format!("{}-{}-{}", identifier(self.map.id), low.name(), high.name()),
            Fill::Beside => format!("{}-beside", identifier(self.map.id)),
            _ => format!("{}-open", identifier(self.map.id)),
        }
    }

    /// The hatchings that these fills need: the shades of both ends in turn, fine lines on the shade where it is one, and
    /// fine lines on nothing where the bounds say nothing.
    fn hatchings(&self, svg: &mut Svg, fills: &BTreeSet<Fill>) {
        for fill in fills {
            let (ground, stripe, width) = match fill {
                Fill::Between(low, high) if low == high => (low.name(), "thin".to_owned(), 1.2),
                Fill::Between(low, high) => (low.name(), high.name(), 4.0),
                Fill::Open => ("none".to_owned(), "fine".to_owned(), 0.8),
                Fill::Beside => ("none".to_owned(), "beside".to_owned(), 3.0),
                _ => continue,
            };
            svg.put(&format!(
                "<pattern id=\"{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" \
                 patternTransform=\"rotate(45)\"><rect class=\"{ground}\" width=\"8\" height=\"8\"/>\
                 <rect class=\"{stripe}\" width=\"{width}\" height=\"8\"/></pattern>",
                self.hatch(*fill)
            ));
        }
    }
}

/// Draws a map with its legend.
pub(crate) fn draw(map: &Map, catalogue: &Catalogue) -> String {
    let values = map.places.iter().map(|place| &place.value);
    let context = Context {
        map,
        catalogue,
        show: Show::new(catalogue).typeset(),
        format: Format::named(map.value_format),
        shades: Shades::new(&map.scale, values),
    };
    let fills: BTreeSet<Fill> = map.places.iter().map(|place| context.fill(place)).collect();
    let top = legend::height(&fills);
    let drawing =
        if map.is_of_tiles() { tiles::drawing(&context, top) } else { areas::drawing(&context, top) };
    let kind = if map.is_of_tiles() { "chart map tiles" } else { "chart map areas" };
    let title = context.say(&map.title);
    let mut svg = Svg::of_kind(kind, WIDTH, drawing.bottom, map.id, &title, &description(&context));
    context.hatchings(&mut svg, &fills);
    legend::draw(&context, &mut svg, &fills);
    svg.put(&drawing.elements);
    if map.synthetic {
        synthetic(&context, &mut svg, top, drawing.bottom);
    }
    svg.close()
}

/// The table behind a map: its places with their values, in the order of the map.
pub(crate) fn table(map: &Map) -> Table {
    let kind = match Format::named(map.value_format) {
        Format::Percent => ColumnKind::Share,
        Format::Signed => ColumnKind::Deviation,
        Format::Decimals(decimals) => ColumnKind::Number(decimals),
        Format::About => ColumnKind::Estimate,
        Format::Natural | Format::Plain => ColumnKind::Count,
    };
    let row = |place: &Place| vec![Value::from(&place.id), Value::from(&place.name), place.value.clone()];
    Table {
        id: map.id,
        title: map.title.clone(),
        note: map.note.clone(),
        columns: vec![
            Column::new("id", Message::new("report.map.id"), ColumnKind::Text),
            Column::new("place", Message::new("report.map.place"), ColumnKind::Text),
            Column::new("value", map.value_title.clone(), kind),
        ],
        rows: map.places.iter().map(row).collect(),
        privacy: map.privacy,
    }
}

/// What was drawn below the legend, and where it ends.
struct Drawn {
    elements: String,
    bottom: f64,
}

/// Says across the map that its figures are made up.
fn synthetic(context: &Context<'_>, svg: &mut Svg, top: f64, bottom: f64) {
    let word = context.say(&Message::new("report.map.synthetic"));
    let size = (WIDTH * 0.8 / text_width(&word) * 12.0).min((bottom - top) * 0.6).max(20.0);
    let (x, y) = (WIDTH / 2.0, f64::midpoint(top, bottom));
    svg.put(&format!(
        "<text class=\"synthetic\" x=\"{x}\" y=\"{}\" text-anchor=\"middle\" dominant-baseline=\"central\" \
         style=\"font-size:{size:.0}px\" transform=\"rotate(-18 {x} {})\">{}</text>",
        crate::svg::number(y),
        crate::svg::number(y),
        crate::svg::escaped(&word)
    ));
}

/// The map in words: how many places, how many without an exact figure, the lowest and the highest.
fn description(context: &Context<'_>) -> String {
    let places = &context.map.places;
    let bounded =
        places.iter().filter(|place| matches!(context.fill(place), Fill::Between(..) | Fill::Open)).count();
    let missing =
        places.iter().filter(|place| matches!(context.fill(place), Fill::Missing | Fill::Beside)).count();
    let mut exact: Vec<(f64, &Place)> = places
        .iter()
        .filter(|place| matches!(context.fill(place), Fill::Of(_)))
        .filter_map(|place| Some((place.value.bounds()?.0, place)))
        .collect();
    exact.sort_by(|one, other| one.0.total_cmp(&other.0));
    let message = |key| {
        Message::new(key)
            .with("count", places.len())
            .with("bounded", bounded)
            .with("missing", missing)
            .with("title", context.say(&context.map.value_title))
    };
    let (Some((_, lowest)), Some((_, highest))) = (exact.first(), exact.last()) else {
        return context.say(&message("report.map.described_without"));
    };
    context.say(
        &message("report.map.described")
            .with("low", context.value(&lowest.value))
            .with("lowest", visible(&lowest.name).into_owned())
            .with("high", context.value(&highest.value))
            .with("highest", visible(&highest.name).into_owned()),
    )
}

/// How wide a text of this size is drawn.
fn width_of(text: &str, size: f64) -> f64 {
    text_width(text) * size / 12.0
}

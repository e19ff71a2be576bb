//! A map of tiles as coloured cells, in the shades of the page.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern};
use tizim_evidence::{Format as Wording, Map, Message, Place, Shape};

use super::book::Book;
use crate::ReportError;
use crate::map::shades::{Class, Fill, Shades};

/// Where what is not known is grey.
const NOT_KNOWN: u32 = 0x00e9_e6df;

impl Book<'_> {
    /// Each tile in its cell: name, number and value.
    pub(super) fn tiles(&mut self, map: &Map) -> Result<(), ReportError> {
        let name = self.pen.sheet_name(&format!("{}-tiles", map.id), &map.title);
        let (pen, sheet) = self.add_free(&name)?;
        let mut first = pen.names_mark(sheet, 0)?;
        pen.styled(sheet, first, 0, &pen.say(&map.title), &pen.title)?;
        if map.synthetic {
            first += 1;
            pen.styled(sheet, first, 0, &pen.say(&Message::new("report.map.synthetic")), &pen.warning)?;
        }
        if let Some(note) = &map.note {
            first += 1;
            pen.string(sheet, first, 0, &pen.say(note))?;
        }
        let wording = Wording::named(map.value_format);
        let shades = Shades::new(&map.scale, map.places.iter().map(|place| &place.value));
        for place in &map.places {
            let Shape::Tile { column, row } = place.shape else { continue };
            let row = first + 2 + u32::from(row);
            sheet.set_column_width(column, 15)?.set_row_height(row, 48)?;
            let value = pen.show.value(&place.value, wording);
            let lines = [place.id.as_str(), short(place), &value].map(|line| pen.fitted(line));
            sheet.write_string_with_format(
                row,
                column,
                lines.join("\n"),
                &style(shades.fill(&place.value)),
            )?;
        }
        Ok(())
    }
}

fn short(place: &Place) -> &str {
    place.short.as_deref().unwrap_or(&place.name)
}

/// A cell of this fill: what is only bounded is hatched.
fn style(fill: Fill) -> Format {
    let cell = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let of = |class: Class, cell: Format| {
        let (colour, black) = class.on_paper();
        let cell = cell.set_background_color(Color::RGB(colour));
        if black { cell } else { cell.set_font_color(Color::RGB(0x00ff_ffff)) }
    };
    match fill {
        Fill::Of(class) => of(class, cell.set_pattern(FormatPattern::Solid)),
        Fill::Between(low, high) if low == high => {
            of(low, cell.set_pattern(FormatPattern::LightUp).set_foreground_color(Color::RGB(NOT_KNOWN)))
        }
        Fill::Between(low, high) => cell
            .set_pattern(FormatPattern::LightUp)
            .set_background_color(Color::RGB(low.on_paper().0))
            .set_foreground_color(Color::RGB(high.on_paper().0))
            .set_bold(),
        Fill::Open => cell
            .set_pattern(FormatPattern::LightUp)
            .set_background_color(Color::RGB(NOT_KNOWN))
            .set_foreground_color(Color::RGB(0x00ad_a89d)),
        Fill::Missing | Fill::Beside => {
            cell.set_pattern(FormatPattern::Solid).set_background_color(Color::RGB(NOT_KNOWN))
        }
    }
}

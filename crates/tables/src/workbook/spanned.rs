//! Merged cells of OpenDocument sheets, which the reader of the format does not tell.

use std::collections::BTreeMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::workbook::repeated::number;
use crate::workbook::rewritten::Merged;

/// The merged cells of each sheet by its name. What cannot be understood counts as not merged.
pub(crate) fn cells(content: impl BufRead) -> BTreeMap<String, Vec<Merged>> {
    let mut reader = Reader::from_reader(content);
    let (mut buffer, mut sheets) = (Vec::new(), BTreeMap::new());
    let mut place = Place::default();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => place.begin(&element, &mut sheets),
            Ok(Event::Empty(element)) => {
                place.begin(&element, &mut sheets);
                if element.name().as_ref() == ROW {
                    place.end_row();
                }
            }
            Ok(Event::End(element)) if element.name().as_ref() == ROW => place.end_row(),
            Ok(Event::Eof) | Err(_) => return sheets,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

const ROW: &str = "table:table-row";

/// Where the next cell stands.
#[derive(Default)]
struct Place {
    sheet: String,
    row: u64,
    column: u64,
    /// How often the present row stands.
    repeated: u64,
}

impl Place {
    fn begin(&mut self, element: &BytesStart<'_>, sheets: &mut BTreeMap<String, Vec<Merged>>) {
        match element.name().as_ref() {
            "table:table" => {
                let mut attributes = element.attributes().flatten();
                let name = attributes.find(|attribute| attribute.key.as_ref() == "table:name");
                *self = Self {
                    sheet: name
                        .map(|name| quick_xml::escape::unescape(&name.value).unwrap_or_default().into_owned())
                        .unwrap_or_default(),
                    ..Self::default()
                };
            }
            ROW => {
                self.repeated = number(element, "table:number-rows-repeated");
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let rows = number(element, "table:number-rows-spanned");
                let columns = number(element, "table:number-columns-spanned");
                if rows > 1 || columns > 1 {
                    let ends = |first: u64, count: u64| {
                        let last = first.saturating_add(count.saturating_sub(1));
                        Some((u32::try_from(first).ok()?, u32::try_from(last).ok()?))
                    };
                    if let (Some(rows), Some(columns)) = (ends(self.row, rows), ends(self.column, columns)) {
                        sheets.entry(self.sheet.clone()).or_default().push(Merged { rows, columns });
                    }
                }
                let wide = number(element, "table:number-columns-repeated");
                self.column = self.column.saturating_add(wide);
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        self.row = self.row.saturating_add(self.repeated);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_sheets() {
        let content = r#"<office><table:table table:name="A &amp; B"><table:table-row table:number-rows-repeated="2"/>
            <table:table-row><table:table-cell table:number-columns-repeated="3"/>
            <table:table-cell table:number-rows-spanned="4" table:number-columns-spanned="1"><p/></table:table-cell>
            </table:table-row></table:table></office>"#;
        let merged = Merged { rows: (2, 5), columns: (3, 3) };
        assert_eq!(cells(content.as_bytes()), BTreeMap::from([("A & B".to_owned(), vec![merged])]));
    }
}

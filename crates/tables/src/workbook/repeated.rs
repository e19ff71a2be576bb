//! How many cells an OpenDocument sheet holds once its repeated rows and columns are written out: a few hundred bytes can
//! stand for thousands of millions. Counted before the sheet is read, since reading holds all of them.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Cells of all sheets as a reader holds them: every row as wide as the widest of its sheet, up to the last that holds
/// anything. What cannot be understood counts as nothing; whoever reads the sheet says what is wrong with it.
pub(crate) fn cells(content: impl BufRead) -> u64 {
    let mut reader = Reader::from_reader(content);
    let (mut buffer, mut total, mut sheet) = (Vec::new(), 0_u64, Sheet::default());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => sheet.begin(&element, true),
            Ok(Event::Empty(element)) => {
                sheet.begin(&element, false);
                if element.name().as_ref() == ROW {
                    sheet.end_row();
                }
            }
            Ok(Event::End(element)) if element.name().as_ref() == ROW => sheet.end_row(),
            Ok(Event::End(element)) if element.name().as_ref() == "table:table" => {
                total = total.saturating_add(std::mem::take(&mut sheet).cells());
            }
            Ok(Event::Eof) | Err(_) => return total.saturating_add(sheet.cells()),
            Ok(_) => {}
        }
        buffer.clear();
    }
}

const ROW: &str = "table:table-row";

/// What was counted of one sheet.
#[derive(Debug, Default)]
struct Sheet {
    /// Rows so far, and up to the last that holds anything.
    rows: u64,
    filled_rows: u64,
    /// The widest row up to its last cell that holds anything.
    widest: u64,
    /// Of the present row: how often it stands, its width so far and up to its last cell that holds anything.
    repeated: u64,
    width: u64,
    filled_width: u64,
    /// Cells that repeated columns of single rows make.
    written: u64,
}

impl Sheet {
    fn begin(&mut self, element: &BytesStart<'_>, has_content: bool) {
        match element.name().as_ref() {
            ROW => {
                self.repeated = number(element, "table:number-rows-repeated");
                (self.width, self.filled_width) = (0, 0);
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.width = self.width.saturating_add(number(element, "table:number-columns-repeated"));
                let is_valued = || {
                    let mut attributes = element.attributes().flatten();
                    attributes.any(|attribute| attribute.key.as_ref().starts_with("office:"))
                };
                if has_content || is_valued() {
                    self.filled_width = self.width;
                }
            }
            _ => {}
        }
    }

    fn end_row(&mut self) {
        self.rows = self.rows.saturating_add(self.repeated);
        if self.filled_width > 0 {
            self.filled_rows = self.rows;
            self.widest = self.widest.max(self.filled_width);
            self.written = self.written.saturating_add(self.filled_width);
        }
    }

    fn cells(&self) -> u64 {
        self.filled_rows.saturating_mul(self.widest).max(self.written)
    }
}

/// The number in an attribute; 1 where it is not there.
pub(crate) fn number(element: &BytesStart<'_>, name: &str) -> u64 {
    let attribute = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
    attribute.and_then(|attribute| attribute.value.trim().parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(rows: &str) -> u64 {
        cells(format!("<office><table:table>{rows}</table:table></office>").as_bytes())
    }

    #[test]
    fn repeats_are_written_out() {
        let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";
        let wide =
            "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell>";
        let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/>";
        assert_eq!(counted(""), 0);
        assert_eq!(counted(&format!("<table:table-row>{cell}{cell}{empty}</table:table-row>")), 2);
        assert_eq!(counted(&format!("<table:table-row>{empty}{cell}</table:table-row>")), 16_001);
        let rows = "<table:table-row table:number-rows-repeated=\"1000000\">";
        assert_eq!(counted(&format!("{rows}{wide}</table:table-row>")), 16_384_000_000);
        assert_eq!(
            counted(&format!("{rows}{empty}</table:table-row>")),
            0,
            "blank rows to the end of the sheet"
        );
        let far = format!("{rows}{empty}</table:table-row><table:table-row>{cell}</table:table-row>");
        assert_eq!(counted(&far), 1_000_001);
        let rows = format!("<table:table-row table:number-rows-repeated=\"{}\">", u64::MAX);
        assert_eq!(counted(&format!("{rows}{wide}</table:table-row>")), u64::MAX);
    }
}

//! Every difference of two lists as a row of a sheet, in words, kept as they come: in memory as long as they are few, else in
//! a file without a name.

use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use tempfile::SpooledTempFile;
use tizim_evidence::{Catalogue, ColumnKind, Message, Value};
use tizim_report::{ReportError, Sheet, SheetColumn, SheetRows};
use tizim_rolls::reconcile::{
    DifferenceForm, DifferenceLine, DifferenceSink, Differs, Explained, Numbers, Side, What,
    in_words as words,
};
use tizim_rolls::{Code, Kind, in_words};

use super::entry::{Kept, at, place, put};

/// Bytes that are kept in memory.
const IN_MEMORY: usize = 32 << 20;

/// Takes differences.
pub(crate) struct DifferenceSpool {
    lines: BufWriter<SpooledTempFile>,
}

impl DifferenceSpool {
    /// Takes differences; what does not fit the memory goes to a file without a name in `folder`.
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        let file = match folder {
            Some(folder) => tempfile::spooled_tempfile_in(IN_MEMORY, folder),
            None => tempfile::spooled_tempfile(IN_MEMORY),
        };
        Self { lines: BufWriter::with_capacity(1 << 16, file) }
    }

    /// The sheet of all that were taken.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn sheet(
        self,
        catalogue: &Catalogue,
        reveal: bool,
    ) -> io::Result<(Sheet, SheetRows<'static>)> {
        let sheet = Sheet {
            name: catalogue.word("app.differences.sheet").to_owned(),
            title: catalogue.word("app.differences.title").to_owned(),
            notes: ["app.differences.lead", "app.differences.by_name"]
                .map(|key| catalogue.word(key).to_owned())
                .to_vec(),
            columns: columns(catalogue, reveal),
        };
        let mut lines = self.lines.into_inner().map_err(io::IntoInnerError::into_error)?;
        lines.rewind()?;
        let mut lines = BufReader::with_capacity(1 << 16, lines);
        let rows = std::iter::from_fn(move || next(&mut lines).map_err(ReportError::from).transpose());
        Ok((sheet, Box::new(rows)))
    }
}

/// The cells of the next line that was kept.
fn next(lines: &mut impl Read) -> io::Result<Option<Vec<Value>>> {
    let mut length = [0; 4];
    if lines.read(&mut length[..1])? == 0 {
        return Ok(None);
    }
    lines.read_exact(&mut length[1..])?;
    let mut line = vec![0; u32::from_le_bytes(length) as usize];
    lines.read_exact(&mut line)?;
    cells(&mut Kept(&line)).map(Some).ok_or_else(|| io::ErrorKind::InvalidData.into())
}

impl DifferenceSink for DifferenceSpool {
    fn form(&self) -> DifferenceForm {
        keep
    }

    fn take(&mut self, _regions: [Option<u32>; 2], form: &[u8]) -> io::Result<()> {
        self.lines.write_all(form)
    }
}

/// Appends a line, after its length.
fn keep(line: &DifferenceLine<'_>, form: &mut Vec<u8>) {
    let start = form.len();
    form.extend_from_slice(&[0; 4]);
    form.push(place(&What::ALL, Some(&line.what)));
    form.push(line.fields.len() as u8);
    form.extend(line.fields.iter().map(|field| place(&Differs::ALL, Some(field))));
    form.push(place(&Numbers::ALL, line.numbers.as_ref()));
    form.push(line.explained.len() as u8);
    for explained in line.explained {
        explanation(*explained, form);
    }
    for row in &line.rows {
        form.push(u8::from(row.is_some()));
        if let Some(row) = row {
            form.extend_from_slice(&row.row.to_le_bytes());
            for text in [row.file, row.region, row.precinct] {
                put(text, form);
            }
        }
    }
    for text in [line.token, line.person] {
        put(text, form);
    }
    let length = (form.len() - start - 4) as u32;
    form[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

/// The words under which explanations are counted.
const EXPLAINED: [&str; 6] = ["removed", "added", "of-age", "certificate", "on-list", "on-list-unlawful"];

fn explanation(explained: Explained, form: &mut Vec<u8>) {
    form.push(place(&EXPLAINED, Some(&explained.word())));
    let (day, list) = match explained {
        Explained::Removed(day) => (day, None),
        Explained::Added(day) | Explained::OfAge(day) => (Some(day), None),
        Explained::OnList(kind, _, code) => (None, Some((kind, code))),
        Explained::Certificate => (None, None),
    };
    put(&day.map_or_else(String::new, |day| day.to_string()), form);
    form.push(place(&Kind::ALL, list.as_ref().map(|(kind, _)| kind)));
    form.push(place(&Code::ALL, list.as_ref().and_then(|(_, code)| code.as_ref())));
}

fn columns(catalogue: &Catalogue, reveal: bool) -> Vec<SheetColumn> {
    let text = |key: &str, width| SheetColumn::text(catalogue.word(key), width);
    let mut columns = vec![
        text("rolls.reconcile.column.what", 34),
        text("app.differences.column.lists", 9),
        text("rolls.reconcile.column.field", 26),
        text("rolls.reconcile.column.numbers", 22),
        text("rolls.reconcile.column.explained", 36),
        text("app.differences.column.day", 13),
        text("app.differences.column.list", 22),
    ];
    for side in ["app.differences.in_a", "app.differences.in_b"] {
        let of_row = [
            ("report.column.file", 20),
            ("report.column.row", 10),
            ("app.pairs.column.region", 20),
            ("app.pairs.column.precinct", 11),
        ];
        columns.extend(of_row.into_iter().map(|(key, width)| {
            let title = catalogue.text(&Message::new(side).with("column", catalogue.word(key)));
            let kind = if key == "report.column.row" { ColumnKind::Count } else { ColumnKind::Text };
            SheetColumn { kind, ..SheetColumn::text(title, width) }
        }));
    }
    columns.push(text(if reveal { "app.pairs.column.name" } else { "app.pairs.column.person" }, 30));
    columns.push(text("app.pairs.column.token", 18));
    columns
}

/// The cells of a line that was kept.
fn cells(kept: &mut Kept<'_>) -> Option<Vec<Value>> {
    let what = at(&What::ALL, kept.byte()?)?;
    let fields = kept.byte()?;
    let field = |_| at(&Differs::ALL, kept.byte()?).map(words::differs);
    let fields: Vec<Value> = (0..fields).map(field).collect::<Option<_>>()?;
    let numbers = at(&Numbers::ALL, kept.byte()?).map(words::numbers);
    let (mut explained, mut days, mut lists) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..kept.byte()? {
        explained.push(words::explained(at(&EXPLAINED, kept.byte()?)?));
        let day = kept.text()?;
        days.extend(Some(day).filter(|day| !day.is_empty()).map(Value::day));
        lists.extend(at(&Kind::ALL, kept.byte()?).map(in_words::kind));
        lists.extend(at(&Code::ALL, kept.byte()?).map(in_words::meaning));
    }
    let mut rows = Vec::new();
    let mut sides = Vec::new();
    for side in Side::BOTH {
        if !kept.follows()? {
            rows.extend([Value::Missing, Value::Missing, Value::Missing, Value::Missing]);
            continue;
        }
        sides.push(Value::from(if side == Side::A { "A" } else { "B" }));
        let row = u64::from_le_bytes(kept.take()?);
        let [file, region, precinct] = [kept.text()?, kept.text()?, kept.text()?];
        rows.extend([file.into(), row.into(), Value::place(region), precinct.into()]);
    }
    let [token, person] = [kept.text()?, kept.text()?];
    let listed = |values: Vec<Value>| if values.is_empty() { Value::Missing } else { Value::List(values) };
    let mut cells = vec![
        words::what(what),
        listed(sides),
        listed(fields),
        numbers.unwrap_or(Value::Missing),
        listed(explained),
        listed(days),
        listed(lists),
    ];
    cells.extend(rows);
    cells.extend([Value::from(person), Value::from(token)]);
    Some(cells)
}

//! Workbooks: which of their sheets are the table.

use std::sync::Arc;

use crate::bytes::encoding::Encoding;
use crate::bytes::source::{Backing, Source};
use crate::detect::detected::Format;
use crate::detect::probe::{self, Kind};
use crate::detect::text::{self, Opened};
use crate::error::{TableError, bytes_in_words};
use crate::exceeded::Exceeded;
use crate::given::input::Input;
use crate::given::options::{Delimiter, Options};
use crate::given::schema::{FieldType, Place, Schema};
use crate::typed::shape;
use crate::workbook::rewritten::{self, Columns};
use crate::workbook::{self, Next, Sheet, archive};

/// How many sheets of a workbook are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// The first that is such a table.
    First,
    /// All that are such tables.
    Every,
}

/// Opens the sheets of a workbook that are such tables; at least one.
pub(crate) fn open(
    input: &Input,
    source: &Source,
    kind: Kind,
    schema: &Schema,
    options: &Options,
    which: Which,
) -> Result<Vec<Opened>, TableError> {
    let bytes = whole(source, options)?;
    let path = source.name.as_str();
    let format = format(path, kind, &bytes)?;
    if matches!(input.ending().as_str(), "csv" | "tsv" | "tab" | "txt") {
        return Err(TableError::Binary {
            path: path.to_owned(),
            found: "a workbook under the name of a text file",
            expected: "delimited text",
        });
    }
    let mut options = options.clone();
    options.sheet = input.sheet().map(str::to_owned).or(options.sheet);
    let mut seen = Seen {
        source,
        format,
        schema,
        options: &options,
        which,
        tables: Vec::new(),
        others: Vec::new(),
        repeated: Vec::new(),
        hidden: Vec::new(),
        failure: None,
    };
    workbook::read(path, &bytes, format, &options, &mut |sheet| seen.see(sheet))?;
    seen.opened((bytes.len() as u64, blake3::hash(&bytes)))
}

/// The bytes of a workbook, whole.
fn whole(source: &Source, options: &Options) -> Result<Arc<Vec<u8>>, TableError> {
    match &source.backing {
        Backing::Held(bytes) => Ok(Arc::clone(bytes)),
        Backing::File(path, _) => {
            let cap = options.limits.workbook_bytes;
            if source.size > cap {
                return Err(TableError::TooLarge {
                    path: source.name.clone(),
                    what: Exceeded::File,
                    cap: bytes_in_words(cap),
                });
            }
            let bytes = std::fs::read(path).map_err(|error| TableError::from_io(&source.name, error))?;
            source.unchanged()?;
            Ok(Arc::new(bytes))
        }
    }
}

fn format(path: &str, kind: Kind, bytes: &[u8]) -> Result<Format, TableError> {
    if kind != Kind::Zip {
        return probe::compound_format(path, bytes);
    }
    let names: Vec<String> = archive::entries(bytes).into_iter().map(|entry| entry.name).collect();
    if names.is_empty() {
        return Err(TableError::DamagedWorkbook {
            path: path.to_owned(),
            reason: "the archive is cut off or has no directory".to_owned(),
        });
    }
    probe::zip_format(path, &names)
}

/// What was made of the sheets so far.
struct Seen<'a> {
    source: &'a Source,
    format: Format,
    schema: &'a Schema,
    options: &'a Options,
    which: Which,
    tables: Vec<(Opened, blake3::Hash)>,
    /// Visible sheets that hold something and are not read.
    others: Vec<String>,
    /// Visible sheets that hold the same as one before.
    repeated: Vec<String>,
    /// Hidden sheets that hold something.
    hidden: Vec<String>,
    /// Why the first sheet is no such table.
    failure: Option<TableError>,
}

impl Seen<'_> {
    fn see(&mut self, sheet: Sheet) -> Next {
        let name = sheet.name.clone();
        if sheet.hidden {
            self.hidden.push(name);
            return Next::FirstCell;
        }
        let is_first = self.tables.is_empty() && self.failure.is_none();
        // A sheet that stands twice is read once.
        let hash = blake3::hash(&sheet.text);
        let is_copy = self.tables.iter().any(|(_, other)| *other == hash) && !self.is_a_place(&name);
        let is_read = self.tables.is_empty() || self.which == Which::Every;
        match (is_read && !is_copy).then(|| self.open_sheet(sheet)) {
            Some(Ok(opened)) => self.tables.push((opened, hash)),
            Some(Err(error)) => {
                let may_go_on = !is_first || matches!(error, TableError::NoHeading { .. });
                self.failure.get_or_insert(error);
                self.others.push(name);
                if !may_go_on {
                    return Next::Stop;
                }
            }
            None if is_copy => self.repeated.push(name),
            None => self.others.push(name),
        }
        if self.tables.is_empty() || self.which == Which::Every { Next::Whole } else { Next::FirstCell }
    }

    /// Whether a sheet is called by a place, so that it is no copy of another's, whatever it holds.
    fn is_a_place(&self, name: &str) -> bool {
        self.options.places.as_deref().is_some_and(|places| !places.named(name).is_empty())
    }

    fn open_sheet(&self, sheet: Sheet) -> Result<Opened, TableError> {
        let held = |text: Vec<u8>| Source {
            name: self.source.name.clone(),
            size: text.len() as u64,
            backing: Backing::Held(Arc::new(text)),
            compression: None,
            utf16: None,
            most_unpacked: 0,
            columns: None,
        };
        let mut stated = self.options.clone();
        stated.encoding = Some(Encoding::Utf8);
        stated.delimiter = Some(Delimiter::Comma);
        let Sheet { name, text, merged, from_1904, .. } = sheet;
        let mut opened = text::open(held(text), self.format, &merged, self.schema, &stated)?;
        opened.detected.sheet = Some(name);
        let columns = self.columns(&opened, from_1904);
        if let Backing::Held(text) = &opened.source.backing
            && let Some(text) = rewritten::rewritten(text, opened.plan.data_start, &merged, &columns)
        {
            opened.source = held(text);
        }
        Ok(opened)
    }

    /// What is to be written anew in the columns of a sheet.
    fn columns(&self, opened: &Opened, from_1904: bool) -> Columns {
        let mut columns = Columns::default();
        for bound in &opened.fields {
            // A person, a count or a paper stands once, whatever its cell is merged with.
            let spreads = self.schema.field(&bound.name).is_none_or(|field| {
                let words = matches!(field.kind, FieldType::Text | FieldType::Code);
                words && (field.free || field.place.is_some_and(Place::spreads))
            });
            let is_day = from_1904 && matches!(bound.kind, FieldType::Date | FieldType::DateTime);
            for (place, &column) in bound.columns.iter().enumerate() {
                if spreads {
                    columns.spreading.insert(column);
                } else if is_day && place == 0 {
                    columns.days_from_1904.insert(column);
                }
            }
        }
        columns
    }

    /// The tables; with several, each under the name of its sheet.
    fn opened(self, file: (u64, blake3::Hash)) -> Result<Vec<Opened>, TableError> {
        let several = self.tables.len() > 1;
        let shown = |names: Vec<String>| names.iter().map(|name| shape::heading_for_display(name)).collect();
        let (mut others, mut hidden): (Vec<String>, Vec<String>) = (shown(self.others), shown(self.hidden));
        let mut tables: Vec<Opened> = self.tables.into_iter().map(|(opened, _)| opened).collect();
        let mut repeated: Vec<String> = shown(self.repeated);
        for opened in &mut tables {
            opened.detected.sheets_repeated = std::mem::take(&mut repeated);
            opened.workbook = Some(file);
            opened.detected.sheets_not_read = std::mem::take(&mut others);
            opened.detected.hidden_sheets = std::mem::take(&mut hidden);
            if let (true, Some(sheet)) = (several, &opened.detected.sheet) {
                let name = format!("{}#{}", self.source.name, shape::heading_for_display(sheet));
                opened.source.name.clone_from(&name);
                opened.detected.name = name;
            }
        }
        match (tables.is_empty(), self.failure) {
            (true, Some(error)) => Err(error),
            (true, None) => Err(TableError::Empty { path: self.source.name.clone() }),
            (false, _) => Ok(tables),
        }
    }
}

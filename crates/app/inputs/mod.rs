//! From files to the plain structs of the domain crates, one adapter per kind of table.

pub(crate) mod blocks;
pub(crate) mod certificates;
pub(crate) mod claimants;
pub(crate) mod day_orders;
pub(crate) mod districts;
pub(crate) mod forms;
pub(crate) mod labels;
mod list_schema;
pub(crate) mod lists;
pub(crate) mod map_codes;
pub(crate) mod maps;
mod parts;
pub(crate) mod past;
mod places;
pub(crate) mod points;
pub(crate) mod precincts;
mod region_sheets;
mod repeated;
pub(crate) mod results;
pub(crate) mod splitting;
mod standing;
mod texts;
pub(crate) mod told;
pub(crate) mod turnout;

use std::collections::BTreeSet;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result};
use tizim_evidence::InputRecord;
use tizim_people::{BirthDate, DateOptions, Moment};
use tizim_polling::Kind;
use tizim_tables::{
    ColumnMap, Delimiter, Detected, Encoding, FileSummary, Input, Options, Reject, Row, Schema, Table,
    TableError, TableFile, Workbooks, shape,
};

use crate::arguments::{MemorySize, TableOptions};
use crate::failure::{Hinted, Place};
use crate::session::Session;
use crate::{apart, audits, bounded, data, manifest, output};

/// Rejected fields that are said one by one on standard error.
const REJECTS_SAID: usize = 10;

/// A small table in memory, with its place in the manifest.
pub(crate) struct Opened {
    pub(crate) table: Table,
    pub(crate) record: InputRecord,
    /// Headings that stand for none of our columns, fit to be shown.
    pub(crate) unused: Vec<String>,
    /// The sheet, where several of a workbook are such tables.
    pub(crate) sheet: Option<String>,
    /// What its sheet is called by, where that is the region of its rows.
    pub(crate) region: Option<parts::OfRegion>,
    /// The other sheets of its workbook.
    pub(crate) sheets: told::sheets::Sheets,
}

/// Reads all files that `given` stands for as tables of one kind, and says how they were read.
///
/// # Errors
/// Where a file cannot be read as such a table.
pub(crate) fn read(
    session: &Session,
    role: &str,
    given: &str,
    schema: &str,
    options: &Options,
) -> Result<Vec<Opened>> {
    let every = audits::tables().any(|table| table.name == schema && table.every_sheet);
    let columns = columns_of(&options.columns, &[schema])?;
    let options = &Options { columns, ..options.clone() };
    let schema = data::schema(schema)?;
    let expansion = session.common.given.expand(given)?;
    let mut tables = Vec::new();
    for input in &expansion.inputs {
        session.run.check()?;
        if let Some(path) = input.path() {
            output::protect(path);
        }
        let mut files = if every {
            open_every(session, input, &schema, options)?
        } else {
            vec![open(session, input, &schema, options)?]
        };
        day_orders::settle(files.iter_mut());
        let mut given = region_sheets::Given::default();
        // Of districts the sheets are judged once they were read: they may as well be of other years.
        if schema.name != "districts" {
            given = region_sheets::give(&mut files, &data::regions(session.profile())?);
        }
        let mut read =
            files.into_iter().map(|file| read_file(session, role, file)).collect::<Result<Vec<_>>>()?;
        if let Some(first) = read.first_mut() {
            (first.sheets.regions, first.sheets.odd) = (given.regions, given.summaries);
        }
        tables.extend(read);
    }
    repeated::once(&mut tables, &data::regions(session.profile())?);
    Ok(tables)
}

/// Opens a single table of one kind that is gone through and not held, and says how it is read.
///
/// # Errors
/// Where it cannot be read as such a table.
pub(crate) fn one(
    session: &Session,
    role: &str,
    given: &str,
    schema: &str,
    options: &Options,
) -> Result<TableFile> {
    session.run.check()?;
    let columns = columns_of(&options.columns, &[schema])?;
    let options = &Options { columns, ..options.clone() };
    let input = session.common.given.input(given);
    if let Some(path) = input.path() {
        output::protect(path);
    }
    let file = open(session, &input, &data::schema(schema)?, options)?;
    session.say(&format!("{}: {}", session.role(role), file.detected()));
    Ok(file)
}

fn read_one(
    session: &Session,
    role: &str,
    input: &Input,
    schema: &Schema,
    options: &Options,
) -> Result<Opened> {
    session.run.check()?;
    read_file(session, role, open(session, input, schema, options)?)
}

fn read_file(session: &Session, role: &str, file: TableFile) -> Result<Opened> {
    session.say(&format!("{}: {}", session.role(role), file.detected()));
    let name = file.input().name().to_owned();
    let (file, table) = in_time(session, &name, move || file.read().map(|table| (file, table)))?;
    say_rejects(session, table.rejects());
    let record = input_record(role, file.detected(), table.summary());
    let detected = file.detected();
    let sheets = told::sheets::Sheets {
        not_read: detected.sheets_not_read.clone(),
        hidden: detected.hidden_sheets.clone(),
        repeated: detected.sheets_repeated.clone(),
        ..Default::default()
    };
    let sheet = file.input().sheet().map(str::to_owned);
    Ok(Opened { table, record, unused: detected.unused.clone(), sheet, region: None, sheets })
}

/// Says which fields could not be read, by row, column and shape.
pub(crate) fn say_rejects(session: &Session, rejects: &[Reject]) {
    for reject in rejects.iter().take(REJECTS_SAID) {
        session.say(&reject_line(reject));
    }
    if rejects.len() > REJECTS_SAID {
        session.say(&format!("{} further fields could not be read", rejects.len() - REJECTS_SAID));
    }
}

/// One reject in words: where, what was expected, and the shape of what was found.
fn reject_line(reject: &Reject) -> String {
    let column =
        if reject.column.is_empty() { String::new() } else { format!(", column `{}`", reject.column) };
    let Reject { file, row, expected, found_shape, .. } = reject;
    format!("`{file}` row {row}{column}: expected {expected}, found `{found_shape}`")
}

/// What the manifest says of a file.
pub(crate) fn input_record(role: &str, detected: &Detected, summary: &FileSummary) -> InputRecord {
    let rows = &summary.rows;
    let record = InputRecord {
        role: role.to_owned(),
        name: summary.name.clone(),
        bytes: summary.bytes,
        blake3: manifest::grouped(&summary.blake3),
        read_as: detected.to_string(),
        rows_read: rows.read().into(),
        rows_taken: rows.taken.into(),
        rows_rejected: rows.rejected.into(),
        rows_set_aside: rows.set_aside().into(),
    };
    if told::rows_are_persons(role) { record.of_persons() } else { record }
}

/// The reading options that were typed.
///
/// # Errors
/// Where one of them names nothing known, or the file of columns cannot be read.
pub(crate) fn options(session: &Session, typed: &TableOptions) -> Result<Options> {
    let options = options_of_any_columns(session, typed)?;
    if let Some(path) = &typed.columns {
        say_unknown(session, path, &options.columns)?;
    }
    Ok(options)
}

/// The columns that a user names and no table of ours has.
///
/// # Errors
/// Never, as long as the schemas that are built in can be read.
pub(crate) fn further_columns(options: &Options) -> Result<Vec<String>> {
    let names = options.columns.entries().map(|(name, _)| name);
    Ok(data::unknown_fields(None, names)?.into_iter().map(str::to_owned).collect())
}

/// The reading options that were typed, for a command to which any column says something.
///
/// # Errors
/// Where one of them names nothing known, or the file of columns cannot be read.
pub(crate) fn options_of_any_columns(session: &Session, typed: &TableOptions) -> Result<Options> {
    let columns = match &typed.columns {
        Some(path) => {
            ColumnMap::from_toml(&text_file(path)?).with_context(|| format!("in `{}`", path.display()))?
        }
        None => ColumnMap::default(),
    };
    let mut options = Options {
        encoding: typed.encoding.as_deref().map(Encoding::parse).transpose()?,
        delimiter: typed.delimiter.as_deref().map(Delimiter::parse).transpose()?,
        header_row: typed.header_row,
        sheet: typed.sheet.clone(),
        columns,
        about: day_orders::day(session.profile().election_day),
        places: Some(places::of(session.profile())?),
        ..Options::default()
    };
    options.limits.held_bytes = session.run.memory;
    options.limits.sheet_bytes = session.run.memory / 2;
    // Ordinary files are read whatever the memory.
    options.limits.page_bytes = (session.run.memory / 2 / session.run.threads.max(1) as u64).max(64 << 20);
    if let Some(MemorySize(most)) = typed.unpacked {
        options.limits.unpacked_bytes = most;
        options.limits.workbook_bytes = most;
    }
    apart::allow(session.run.memory);
    options.workbooks = Workbooks::Apart(apart::command);
    Ok(options)
}

/// What a file of columns says of a table that goes by these names, the first of them its schema's: what is a column of
/// another table is none of this one.
fn columns_of(columns: &ColumnMap, names: &[&str]) -> Result<ColumnMap> {
    let mut own = columns.of_table(names);
    let schema = data::schema(names[0])?;
    let stated: Vec<&str> = columns.entries().map(|(name, _)| name).collect();
    let further = data::unknown_fields(None, stated.into_iter())?;
    own.retain(|name| schema.field(name).is_some() || further.contains(&name));
    Ok(own)
}

/// Says which columns of a file of columns no table of ours has.
///
/// # Errors
/// Where it names a table that there is not.
fn say_unknown(session: &Session, path: &std::path::Path, columns: &ColumnMap) -> Result<()> {
    let say = |has_no: &str, names: Vec<&str>| {
        for name in names {
            session.say(&format!(
                "`{}`: {has_no} a column `{name}`, so nothing is checked by it; `tizim schema` lists those there are",
                path.display()
            ));
        }
    };
    say("no table of ours has", data::unknown_fields(None, columns.entries().map(|(name, _)| name))?);
    for (table, names) in columns.tables() {
        let kind_of_list = Kind::ALL.iter().any(|kind| kind.to_string() == table);
        let schema = if kind_of_list { "roll" } else { table };
        if !data::schema_names().contains(&schema) {
            return Err(Hinted::error(
                format!("in `{}`: there is no table `{table}` for `[columns.{table}]`", path.display()),
                format!(
                    "the tables are {}; of lists, a kind can be named as well, such as `[columns.permanent]`",
                    data::schema_names().join(", ")
                ),
            ));
        }
        say(&format!("`{table}` does not have"), data::unknown_fields(Some(schema), names)?);
    }
    Ok(())
}

/// Opens a table.
fn open(
    session: &Session,
    input: &Input,
    schema: &Schema,
    options: &Options,
) -> std::result::Result<TableFile, TableError> {
    let (own, schema, options) = (input.clone(), schema.clone(), options.clone());
    in_time(session, input.name(), move || TableFile::open(&own, &schema, &options))
}

/// Opens a table and the further sheets of its workbook.
fn open_every(
    session: &Session,
    input: &Input,
    schema: &Schema,
    options: &Options,
) -> std::result::Result<Vec<TableFile>, TableError> {
    let (own, schema, options) = (input.clone(), schema.clone(), options.clone());
    in_time(session, input.name(), move || TableFile::open_every(&own, &schema, &options))
}

/// Does a piece of work in a thread of its own, so that Ctrl-C is heard meanwhile: a pipe may give nothing for long, and a
/// workbook may take its time.
fn in_time<T: Send + 'static>(
    session: &Session,
    name: &str,
    work: impl FnOnce() -> std::result::Result<T, TableError> + Send + 'static,
) -> std::result::Result<T, TableError> {
    let (done, waiting) = mpsc::channel();
    let cannot = |source| TableError::Read { path: name.to_owned(), source };
    // After an interruption nobody waits for it any more.
    std::thread::Builder::new().spawn(move || done.send(work())).map_err(cannot)?;
    loop {
        match waiting.recv_timeout(HEARD_AFTER) {
            Ok(result) => return result,
            Err(RecvTimeoutError::Timeout) if !session.run.is_cancelled() => {}
            Err(RecvTimeoutError::Timeout) => return Err(TableError::Interrupted { path: name.to_owned() }),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(cannot(std::io::Error::other("its reader broke off")));
            }
        }
    }
}

/// How long Ctrl-C may go unheard.
const HEARD_AFTER: Duration = Duration::from_millis(50);

/// Records the reading options for the manifest.
pub(crate) fn record_options(settings: &mut manifest::Settings, typed: &TableOptions) {
    settings
        .set_if("encoding", typed.encoding.as_ref())
        .set_if("delimiter", typed.delimiter.as_ref())
        .set_if("header-row", typed.header_row)
        .set_if("sheet", typed.sheet.as_ref())
        .file_if("columns", typed.columns.as_ref().and_then(|path| path.to_str()));
}

/// A small text file, whole.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn text_file(path: &std::path::Path) -> Result<String> {
    bounded::text(path, bounded::STATED).with_context(|| format!("cannot read `{}`", path.display()))
}

/// Names of the columns that any of these tables has.
fn columns(tables: &[Opened]) -> BTreeSet<String> {
    tables.iter().flat_map(|opened| opened.table.fields()).map(str::to_owned).collect()
}

/// Headings of any of these tables that stand for none of our columns.
fn unused(tables: &[Opened]) -> Vec<String> {
    let unused: BTreeSet<&String> = tables.iter().flat_map(|opened| &opened.unused).collect();
    unused.into_iter().cloned().collect()
}

/// Places of the rows that may be totals of others.
pub(crate) fn perhaps_totals(tables: &[Opened]) -> Vec<usize> {
    let in_doubt = |opened: &Opened| {
        let doubts = opened.table.doubts().iter().filter(|doubt| doubt.kind.is_perhaps_a_total());
        doubts.flat_map(|doubt| doubt.rows.clone()).collect::<BTreeSet<u64>>()
    };
    let rows = tables.iter().flat_map(|opened| {
        let in_doubt = in_doubt(opened);
        opened.table.rows().map(move |row| in_doubt.contains(&row.number()))
    });
    rows.enumerate().filter_map(|(place, in_doubt)| in_doubt.then_some(place)).collect()
}

/// The error of a cell of a table that was filled in by hand, with the shape of what stands there.
fn wrong_cell(opened: &Opened, row: &Row<'_>, (column, expected): (&str, &str), hint: &str) -> anyhow::Error {
    let found = shape(&text(row, column));
    let (file, number) = (opened.table.file(), row.number());
    let message = format!("`{file}` row {number}, column `{column}`: expected {expected}, found `{found}`");
    let place = Place {
        file: Some(file.to_owned()),
        row: Some(number),
        column: Some(column.to_owned()),
        expected: Some(expected.to_owned()),
        shape: Some(found),
    };
    Hinted::error_at(message, hint, place)
}

/// A text field, empty where there is none.
fn text(row: &Row<'_>, name: &str) -> String {
    row.text(name).unwrap_or_default().trim().to_owned()
}

/// A point in time, missing where it cannot be read.
fn moment(row: &Row<'_>, name: &str) -> Option<Moment> {
    tizim_people::parse_datetime(row.text(name)?.as_bytes(), &DateOptions::default()).ok()
}

/// A birth date or year, missing where it cannot be read.
fn birth_date(row: &Row<'_>) -> Option<BirthDate> {
    let written = row.text("birth_date").or_else(|| row.text("birth_year"))?;
    tizim_people::parse_birth_date(written.as_bytes(), &DateOptions::default()).ok()
}

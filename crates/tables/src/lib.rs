//! Reads tables as users have them: encodings, delimiters, heading rows, columns, workbooks, Parquet, a position for every
//! row.
//!
//! Two ways lead into a file once it is opened. [`TableFile::read`] holds a small table in memory with typed
//! values. [`TableFile::scan`] shows every record of a large list to visitors, in parallel, without allocating;
//! [`TableFile::fetch`] reads single records back by position. Both see the same rows, numbers and rejects.
//!
//! ```
//! use tizim_tables::{Input, Options, Schema, TableFile};
//! # const SCHEMA: &str = r#"
//! # name = "apportion"
//! # title = { en = "Voters per unit" }
//! # [[field]]
//! # name = "name"
//! # type = "text"
//! # [[field]]
//! # name = "voters"
//! # type = "count"
//! # required = true
//! # "#;
//! # fn main() -> Result<(), tizim_tables::TableError> {
//! let schema = Schema::from_toml(SCHEMA)?;
//! let input = Input::bytes("units.csv", "name;voters\nNorth;12 500\nTotal;12 500\n");
//! let table = TableFile::open(&input, &schema, &Options::default())?.read()?;
//! let row = table.rows().next().unwrap();
//! assert_eq!((row.number(), row.text("name"), row.count("voters")), (2, Some("North"), Some(12_500)));
//! assert_eq!(table.totals().len(), 1);
//! # Ok(())
//! # }
//! ```

mod bytes;
mod columnar;
mod contained;
mod detect;
mod error;
mod exceeded;
mod given;
mod rows;
mod typed;
mod words;
mod workbook;

pub use bytes::encoding::Encoding;
pub use columnar::frame::{Frame, FrameCells};
pub use detect::bound::BoundField;
pub use detect::detected::{Compression, Detected, FileSummary, Format, MappedColumn};
pub use detect::normal::normal_form as normal_heading;
pub use detect::placed::without_persons;
pub use error::TableError;
pub use exceeded::Exceeded;
pub use given::frictionless::{TableSchema, TableSchemaConstraints, TableSchemaField};
pub use given::input::{Expansion, Input, expand, tell_apart};
pub use given::options::{ColumnMap, Delimiter, Limits, Options, Workbooks};
pub use given::places::{NamedPlace, PlaceKind, Places};
pub use given::schema::{Field, FieldType, Headings, Localized, Place, Schema};
pub use rows::reject::{Aside, Reason, Reject, SetAside, Tally};
pub use rows::scan::{Pass, Position, Record, Visitor};
pub use rows::words::{is_part_label, is_summary_name, is_total_label};
pub use typed::day_order::{DateColumn, Day, DayOrder, DayWindow, DecidedBy, is_month_first};
pub use typed::doubt::{Doubt, DoubtKind};
pub use typed::headed::{Headed, Use};
pub use typed::shape::{shape, shape_of_bytes};
pub use typed::table::{Row, Table};
pub use typed::table_file::TableFile;
pub use typed::value::{Grouping, count, decimal, flag, is_cell_error, is_missing};
pub use workbook::serve as serve_workbook;

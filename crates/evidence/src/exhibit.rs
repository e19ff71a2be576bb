//! Tables, charts and maps as data. A domain crate says what is to be seen; `report` draws it.

use std::borrow::Cow;

use crate::{Map, Message, Privacy, Value};

/// What a column holds, which decides its alignment and format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words and identifiers.
    Text,
    /// Whole numbers.
    Count,
    /// A fraction, shown as per cent.
    Share,
    /// A signed fraction, shown as per cent with its sign.
    Deviation,
    /// Another number, with this many decimals.
    Number(u8),
    /// Something estimated, in two or three significant digits.
    Estimate,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Stable key: the heading in CSV.
    pub key: &'static str,
    /// Heading in words.
    pub title: Message,
    /// What it holds.
    pub kind: ColumnKind,
}

impl Column {
    /// A column of this kind.
    pub fn new(key: &'static str, title: Message, kind: ColumnKind) -> Self {
        Self { key, title, kind }
    }
}

/// A table to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Stable identifier: the name of its sheet and file.
    pub id: &'static str,
    /// Heading.
    pub title: Message,
    /// What a reader must know to read it.
    pub note: Option<Message>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as `columns`.
    pub rows: Vec<Vec<Value>>,
    /// How much it says about persons.
    pub privacy: Privacy,
}

impl Table {
    /// The table as people read it: without the columns in which no row says anything. CSV and JSON keep them all.
    ///
    /// ```
    /// use tizim_evidence::{Column, ColumnKind, Message, Privacy, Table, Value};
    /// let column = |key| Column::new(key, Message::new("title"), ColumnKind::Text);
    /// let table = Table {
    ///     id: "t",
    ///     title: Message::new("title"),
    ///     note: None,
    ///     columns: vec![column("id"), column("as_of")],
    ///     rows: vec![vec!["1".into(), Value::Missing], vec!["2".into(), Value::Missing]],
    ///     privacy: Privacy::Open,
    /// };
    /// assert_eq!(table.without_empty_columns().columns.len(), 1);
    /// ```
    pub fn without_empty_columns(&self) -> Cow<'_, Self> {
        let says = |value: &Value| match value {
            Value::Text(text) => !matches!(text.as_str(), "" | "-"),
            Value::List(values) => !values.is_empty(),
            value => !value.is_missing(),
        };
        let kept: Vec<bool> = (0..self.columns.len())
            .map(|place| self.rows.is_empty() || self.rows.iter().any(|row| row.get(place).is_some_and(says)))
            .collect();
        if kept.iter().all(|kept| *kept) {
            return Cow::Borrowed(self);
        }
        let only = |place: &usize| kept.get(*place).copied().unwrap_or(false);
        let places: Vec<usize> = (0..self.columns.len()).filter(only).collect();
        let rows =
            self.rows.iter().map(|row| places.iter().filter_map(|&place| row.get(place).cloned()).collect());
        Cow::Owned(Self {
            columns: places.iter().map(|&place| self.columns[place].clone()).collect(),
            rows: rows.collect(),
            ..self.clone()
        })
    }
}

/// What a chart draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Horizontal bars from zero, one per mark, `x` the value; a mark with bounds is drawn as a range.
    Bars,
    /// Points and lines over a plane.
    Plane,
    /// The same, its horizontal axis in powers of ten: for positive values that differ by multiples. Others are not drawn.
    LogPlane,
    /// Columns that stand on zero: `x` says from where to where one stands, `y` how high it is.
    Columns,
    /// Horizontal steps, each from where the one before ended; `x` is its length. A highlighted mark is a sum, drawn from zero.
    Steps,
    /// A field of numbers: each series is a row, its marks are cells, `x` their values. Cells of one label make a column.
    Matrix,
}

/// One point or bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its name: a text, or a word of the catalogue.
    pub label: Value,
    /// Horizontal value.
    pub x: Value,
    /// Vertical value; missing in bars, steps and matrices.
    pub y: Value,
    /// Whether to draw the reader's eye to it.
    pub highlighted: bool,
}

/// Marks that belong together: the points of a funnel, or the line of one of its limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub label: Message,
    /// Whether the marks are joined by a line.
    pub line: bool,
    /// The marks.
    pub marks: Vec<Mark>,
}

/// A chart to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Stable identifier.
    pub id: &'static str,
    /// Heading.
    pub title: Message,
    /// What a reader must know to read it.
    pub note: Option<Message>,
    /// What is drawn.
    pub kind: ChartKind,
    /// What the horizontal axis measures.
    pub x_title: Message,
    /// Format of horizontal values, as in the message catalogue.
    pub x_format: &'static str,
    /// What the vertical axis measures; unused in bars.
    pub y_title: Message,
    /// Format of vertical values.
    pub y_format: &'static str,
    /// Vertical lines at these values with their names (limits, the quota).
    pub guides: Vec<(f64, Message)>,
    /// What is drawn.
    pub series: Vec<Series>,
    /// How much it says about persons.
    pub privacy: Privacy,
}

/// Something to be shown beside the figures and findings.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Exhibit {
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// A map.
    Map(Map),
}

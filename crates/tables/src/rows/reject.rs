//! What was not taken, and why: nothing that was read is lost without a word.

use serde::Serialize;

/// Why a field or a row was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// Bytes that the file's encoding does not know.
    Undecodable,
    /// A NUL byte inside a field.
    NulByte,
    /// Not a number.
    NotANumber,
    /// A count below zero.
    Negative,
    /// A count with a fraction.
    Fraction,
    /// `1.234` and the like, where the column does not tell whether it is a thousand or a fraction.
    Ambiguous,
    /// A number too large to hold.
    TooLarge,
    /// None of the known forms of a date.
    NotADate,
    /// The form of a date, but no day of the calendar.
    NoSuchDay,
    /// A date that has a 13th month or a later one, in a column where the day stands first.
    NotDayFirst,
    /// The same in a column where the month stands first.
    NotMonthFirst,
    /// A date with strokes in a column that does not tell whether the day or the month stands first.
    OrderUnclear,
    /// The same in a column of which every date can be read both ways, where nothing else decides.
    OrderOpen,
    /// Neither yes nor no.
    NotAFlag,
    /// A spreadsheet error such as `#REF!`.
    CellError,
    /// More filled fields than there are headings: which of them belongs to which heading cannot be told.
    TooManyFields,
    /// A filled field beyond the headings, in a column that has none.
    NoHeading,
    /// A quotation mark that opens a field and is never closed; it was taken as an ordinary character.
    UnclosedQuote,
    /// A row in UTF-8 in a file of another encoding: it was read as UTF-8.
    OtherEncoding,
    /// Letters that were read in a wrong encoding once and saved so: names in it are compared with nobody's.
    Garbled,
    /// Nothing in the row can be used.
    NothingUsable,
}

impl Reason {
    /// The code that stands in `rejects.csv`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Undecodable => "undecodable",
            Self::NulByte => "nul-byte",
            Self::NotANumber => "not-a-number",
            Self::Negative => "negative",
            Self::Fraction => "fraction",
            Self::Ambiguous => "ambiguous",
            Self::TooLarge => "too-large",
            Self::NotADate => "not-a-date",
            Self::NoSuchDay => "no-such-day",
            Self::NotDayFirst => "not-day-first",
            Self::NotMonthFirst => "not-month-first",
            Self::OrderUnclear => "order-unclear",
            Self::OrderOpen => "order-open",
            Self::NotAFlag => "not-a-flag",
            Self::CellError => "cell-error",
            Self::TooManyFields => "too-many-fields",
            Self::NoHeading => "no-heading",
            Self::UnclosedQuote => "unclosed-quote",
            Self::OtherEncoding => "other-encoding",
            Self::Garbled => "garbled",
            Self::NothingUsable => "nothing-usable",
        }
    }

    /// What was expected instead, in words.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Undecodable => "characters of the file's encoding",
            Self::NulByte => "text without NUL bytes",
            Self::NotANumber => "a number",
            Self::Negative => "a number from 0",
            Self::Fraction => "a whole number",
            Self::Ambiguous => "a whole number whose separators can be told from a decimal point",
            Self::TooLarge => "a smaller number",
            Self::NotADate => "a date such as 31.01.1980, or a year",
            Self::NoSuchDay => "a day of the calendar",
            Self::NotDayFirst => {
                "the day first, as in the rest of the column; read so, this date has a month above 12"
            }
            Self::NotMonthFirst => {
                "the month first, as in the rest of the column; read so, this date has a month above 12"
            }
            Self::OrderUnclear => "the day first in all dates of the column, or the month in all",
            Self::OrderOpen => "a date of which day and month can be told apart, such as 31.01.1980",
            Self::NotAFlag => "yes or no",
            Self::CellError => "a value",
            Self::TooManyFields => "as many fields as headings",
            Self::NoHeading => "a heading above the field",
            Self::UnclosedQuote => "a closing quotation mark",
            Self::OtherEncoding => "one encoding in all of the file",
            Self::Garbled => "letters of one alphabet",
            Self::NothingUsable => "at least one field that can be used",
        }
    }

    /// Whether the whole row is lost. Otherwise one field is missing, or a remark is made, and the row is used.
    pub fn loses_row(self) -> bool {
        matches!(self, Self::NothingUsable | Self::TooManyFields)
    }
}

/// A field that could not be read, or a row of which nothing could be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reject {
    /// The file, without folders.
    pub file: String,
    /// The physical row of the sheet; the first line is 1.
    pub row: u64,
    /// Our name of the field; empty where the reason concerns the whole row.
    pub column: String,
    /// Why.
    pub reason: Reason,
    /// What was expected.
    pub expected: String,
    /// The shape of what was found, never the value.
    pub found_shape: String,
}

/// Why a row that was read is not a record, though nothing is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Aside {
    /// A sum of the rows above.
    Total,
    /// A signature, a stamp, a date or a note at the foot of a form.
    Signature,
    /// The row that numbers the columns of a form: 1, 2, 3, …
    ColumnNumbers,
    /// The headings once more, as at the top of a printed page.
    RepeatedHeading,
    /// The headings of another table, which begins here: columns in another order.
    OtherHeading,
    /// A place alone, which stands over the rows of that place.
    GroupHeading,
    /// A record of a small table once more, the same in every field.
    RepeatedRow,
    /// A record of a table that was given before, the same in every row.
    RepeatedTable,
}

impl Aside {
    /// The code that stands in the manifest.
    pub fn code(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Signature => "signature",
            Self::ColumnNumbers => "column-numbers",
            Self::RepeatedHeading => "repeated-heading",
            Self::OtherHeading => "other-heading",
            Self::GroupHeading => "group-heading",
            Self::RepeatedRow => "repeated-row",
            Self::RepeatedTable => "repeated-table",
        }
    }
}

/// A row that was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SetAside {
    /// The physical row of the sheet; the first line is 1.
    pub row: u64,
    /// Why.
    pub aside: Aside,
}

/// How the rows of a file add up:
/// `rows = before + blank + taken + rejected + total + signature + column_numbers + repeated_heading
/// + repeated_row`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Physical rows of the sheet.
    pub rows: u64,
    /// Title rows and the heading row.
    pub before: u64,
    /// Blank rows below the headings.
    pub blank: u64,
    /// Rows handed to the caller.
    pub taken: u64,
    /// Rows that could not be used.
    pub rejected: u64,
    /// Rows that sum others.
    pub total: u64,
    /// Rows of signatures and notes.
    pub signature: u64,
    /// Rows that number the columns.
    pub column_numbers: u64,
    /// Rows that repeat the headings.
    pub repeated_heading: u64,
    /// Rows of small tables that say the same as one above.
    pub repeated_row: u64,
    /// Fields that could not be read, in rows that were taken or rejected.
    pub fields_rejected: u64,
}

impl Tally {
    /// Rows set aside, of all kinds.
    pub fn set_aside(&self) -> u64 {
        self.total + self.signature + self.column_numbers + self.repeated_heading + self.repeated_row
    }

    /// Rows read as data: `taken + rejected + set_aside()`; blank rows, titles and headings are no data.
    pub fn read(&self) -> u64 {
        self.taken + self.rejected + self.set_aside()
    }

    /// Adds the counts of another part of the file.
    pub(crate) fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.before += other.before;
        self.blank += other.blank;
        self.taken += other.taken;
        self.rejected += other.rejected;
        self.total += other.total;
        self.signature += other.signature;
        self.column_numbers += other.column_numbers;
        self.repeated_heading += other.repeated_heading;
        self.repeated_row += other.repeated_row;
        self.fields_rejected += other.fields_rejected;
    }

    pub(crate) fn put_aside(&mut self, aside: Aside) {
        match aside {
            Aside::Total => self.total += 1,
            Aside::Signature => self.signature += 1,
            Aside::ColumnNumbers => self.column_numbers += 1,
            Aside::RepeatedHeading | Aside::OtherHeading | Aside::GroupHeading => self.repeated_heading += 1,
            Aside::RepeatedRow | Aside::RepeatedTable => self.repeated_row += 1,
        }
    }
}

//! What an audit is given: plain rows, already read from tables. A value that was not established is `None`, never
//! zero, and a field that could not be read is `None` as well.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tizim_evidence::Finding;
use tizim_people::{BirthDate, Moment, PeopleRules};
use tizim_polling::Regions;

use crate::HomeList;

/// The rows of one kind of table, with the names of the columns that it had.
///
/// The columns matter: a column that is absent means a check that cannot be made, a cell that is empty means a number
/// that was not established.
#[derive(Debug, Clone)]
pub struct Sheet<T> {
    /// Our names of the columns that the file had. Several files: the union.
    pub columns: BTreeSet<String>,
    /// The rows, in the order of the file.
    pub rows: Vec<T>,
    /// Headings of the files that are none of our columns, fit to be shown.
    pub unused: Vec<String>,
    /// Places of rows that may be totals of others, and are read as records all the same.
    pub perhaps_totals: Vec<usize>,
}

impl<T> Sheet<T> {
    /// A sheet with these columns.
    pub fn new<C: Into<String>>(columns: impl IntoIterator<Item = C>, rows: Vec<T>) -> Self {
        Self {
            columns: columns.into_iter().map(Into::into).collect(),
            rows,
            unused: Vec::new(),
            perhaps_totals: Vec::new(),
        }
    }

    /// The same with the headings that are none of our columns.
    #[must_use]
    pub fn with_unused(self, unused: Vec<String>) -> Self {
        Self { unused, ..self }
    }

    /// The same with the places of rows that may be totals of others.
    #[must_use]
    pub fn with_perhaps_totals(self, perhaps_totals: Vec<usize>) -> Self {
        Self { perhaps_totals, ..self }
    }

    /// Whether the file had this column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains(column)
    }
}

/// The clock by which times in the registers were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// Not stated: read as local time of the place; what another zone of the country could explain is a `notice`.
    #[default]
    Unstated,
    /// Local time of the place of each entry.
    Local,
    /// One clock for the country: hours east of UTC.
    Offset(i8),
}

/// Which regions the table of precincts is known to hold whole. A cap of a region says nothing of a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Complete {
    /// Those alone whose own total, in a row of the table or as published, is that of its precincts.
    #[default]
    AsTotalsShow,
    /// These as well, by name.
    Regions(Vec<String>),
    /// All.
    All,
}

/// One row of the table of precincts: what commissions reported.
///
/// A row without `precinct` reports the total of its TEC, one without `tec` too that of its region, one without
/// `region` too that of the nation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Precinct {
    /// File name, without folders.
    pub file: Arc<str>,
    /// Physical row.
    pub row: u64,
    /// Number of the precinct.
    pub precinct: String,
    /// Region (oblast or city).
    pub region: Arc<str>,
    /// Territorial election commission.
    pub tec: Arc<str>,
    /// Settlement of the precinct.
    pub settlement: Arc<str>,
    /// Kind of precinct where the table says (ordinary, dormitory, shift camp, hospital): rates are compared within a kind.
    pub kind: Arc<str>,
    /// Registered voters on election day, or on the one date that the table has.
    pub voters: Option<u64>,
    /// Registered voters on the day from which the quota is reckoned, where the table has it apart.
    pub voters_basis: Option<u64>,
    /// Members of the commission.
    pub members: Option<u64>,
    /// Forms received, without extra forms.
    pub forms: Option<u64>,
    /// Further forms received beyond the first supply.
    pub extra_forms: Option<u64>,
    /// The order by which the extra forms were given; empty where there is none.
    pub extra_order: String,
    /// Certificates reported as issued here.
    pub issued_reported: Option<u64>,
    /// Votes with a certificate reported here.
    pub used_reported: Option<u64>,
    /// Unused forms reported as returned.
    pub returned_reported: Option<u64>,
    /// Spoilt or cancelled forms, where the table says.
    pub cancelled_reported: Option<u64>,
    /// Forms left over at the precinct, where the table says.
    pub left_over_reported: Option<u64>,
    /// All who voted here, with or without a certificate.
    pub voted: Option<u64>,
}

/// One row of a register of certificates: of their issue, of their use, or of both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Certificate {
    /// File name, without folders.
    pub file: Arc<str>,
    /// Physical row.
    pub row: u64,
    /// Serial as written.
    pub serial: String,
    /// Election for which it was issued (president, council …); empty where the register holds one election alone.
    pub election_kind: Arc<str>,
    /// Region of the home precinct, where precinct numbers repeat between regions.
    pub home_region: Arc<str>,
    /// Precinct that issued it.
    pub home_precinct: Arc<str>,
    /// When it was issued.
    pub issued_at: Option<Moment>,
    /// Something is written for that, and no moment could be read from it.
    pub issued_at_unread: bool,
    /// Identification number as written.
    pub iin: String,
    /// Surname as written.
    pub surname: Arc<str>,
    /// Given name as written.
    pub given_name: Arc<str>,
    /// Patronymic as written.
    pub patronymic: Arc<str>,
    /// Birth date or year.
    pub birth_date: Option<BirthDate>,
    /// Region of the precinct of use, where precinct numbers repeat between regions.
    pub used_region: Arc<str>,
    /// Precinct where it was used.
    pub used_precinct: Arc<str>,
    /// When it was used.
    pub used_at: Option<Moment>,
    /// Whether the precinct of use kept it.
    pub retained: Option<bool>,
    /// Whether the precinct of use wrote the voter's data down.
    pub recorded: Option<bool>,
    /// Whether the holder gave the certificate back unused; no count of the unused forms that a commission returns.
    pub returned: Option<bool>,
}

/// One row of the table of forms: a range of serials handed to a commission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormRange {
    /// File name, without folders.
    pub file: Arc<str>,
    /// Physical row.
    pub row: u64,
    /// First serial.
    pub from_serial: String,
    /// Last serial, included.
    pub to_serial: String,
    /// Region, where the table says.
    pub region: Arc<str>,
    /// The TEC that received or passed it on.
    pub tec: Arc<str>,
    /// The precinct that received it; empty where the TEC itself did.
    pub precinct: String,
}

/// Totals of voters that are known from elsewhere: a table whose precincts add up to one holds them all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownVoters {
    /// Of the country.
    pub nation: Option<u64>,
    /// Of regions, by name.
    pub regions: BTreeMap<String, u64>,
}

/// Everything an audit may be given; any part may be absent, and what is absent is said.
#[derive(Default)]
pub struct Inputs<'a> {
    /// What commissions reported.
    pub precincts: Option<Sheet<Precinct>>,
    /// Registers of issue and use.
    pub certificates: Option<Sheet<Certificate>>,
    /// Ranges of forms handed out.
    pub forms: Option<Sheet<FormRange>>,
    /// Voter lists.
    pub lists: Option<&'a dyn HomeList>,
    /// Clock of the registers.
    pub clock: Clock,
    /// Which regions the table of precincts holds whole.
    pub complete: Complete,
    /// Totals of voters that are known from elsewhere.
    pub known: KnownVoters,
    /// Regions by all their names; without any, regions are told apart by what the tables write alone.
    pub regions: Regions,
    /// How identification numbers are built; without it no number counts as a valid identifier.
    pub people: PeopleRules,
    /// What whoever read the tables has to tell of them: it stands among the findings, and is counted with them.
    pub told: Vec<Finding>,
}

//! The keys and the normal forms of the rows of one table, for those who group or join rows by other means than [`crate::check()`]:
//! a data frame, a cluster. Made by the same reader as in a check, so that both see the same person.

use tizim_evidence::Run;
use tizim_people::{BirthDate, Iin};
use tizim_tables::{Pass, Position, Record, TableFile, Visitor};

use crate::law::RollRules;
use crate::row::columns::Columns;
use crate::row::keys::KeyMaker;
use crate::row::normal::{address_into, precinct_key, region_key};
use crate::row::reader::RowReader;
use crate::{RollsError, Rule, Rules};

/// The keys of a table's rows, row by row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowKeys {
    /// Physical rows, ascending; the first line of a text is 1, the first row of a table of columns is 1.
    pub rows: Vec<u64>,
    /// Per rule the hash of each row's key; `None` where the row has no key under it.
    pub keys: Vec<(Rule, Vec<Option<u128>>)>,
}

/// Makes the hashes of the keys of all rows under these rules, or under all that the columns allow. Two rows whose keys are
/// equal are equal under the rule; `hash` is called from several threads.
///
/// # Errors
/// Where the table cannot be read, or the run is cancelled.
pub fn row_keys(
    file: &TableFile,
    law: &RollRules,
    rules: Option<Rules>,
    hash: &(dyn Fn(Rule, &[u8]) -> u128 + Sync),
    run: &Run,
) -> Result<RowKeys, RollsError> {
    let columns = Columns::named(|name| file.slot(name));
    let allowed = |rule: &Rule| columns.allow(*rule) && rules.is_none_or(|rules| rules.contains(*rule));
    let chosen: Vec<Rule> = Rule::ALL.into_iter().filter(allowed).collect();
    let maker = KeyMaker::new(chosen.clone());
    let wanted = columns.of_keys(&chosen, false);
    let stopped = || run.is_cancelled();
    let pass = Pass::new(run.threads).wanting(&wanted).interrupted_by(&stopped);
    let visitors = file.scan(&pass, |_| KeyVisitor {
        reader: RowReader::new(columns, law.row_rules()),
        maker: &maker,
        chosen: &chosen,
        hash,
        rows: Vec::new(),
        keys: Vec::new(),
    })?;
    let mut order: Vec<(Position, usize, usize)> = Vec::new();
    for (worker, visitor) in visitors.iter().enumerate() {
        order.extend(visitor.rows.iter().enumerate().map(|(at, position)| (*position, worker, at)));
    }
    order.sort_unstable();
    let key = |number: usize, worker: usize, at: usize| {
        visitors[worker].keys.get(at * chosen.len() + number).copied().flatten()
    };
    let of_rule = |(number, rule): (usize, &Rule)| {
        (*rule, order.iter().map(|(_, worker, at)| key(number, *worker, *at)).collect())
    };
    Ok(RowKeys {
        rows: order.iter().map(|(position, ..)| file.row(*position).unwrap_or(0)).collect(),
        keys: chosen.iter().enumerate().map(of_rule).collect(),
    })
}

struct KeyVisitor<'a> {
    reader: RowReader<'a>,
    maker: &'a KeyMaker,
    chosen: &'a [Rule],
    hash: &'a (dyn Fn(Rule, &[u8]) -> u128 + Sync),
    rows: Vec<Position>,
    /// Row by row, one for each rule.
    keys: Vec<Option<u128>>,
}

impl Visitor for KeyVisitor<'_> {
    fn record(&mut self, record: &Record<'_>) {
        self.reader.next_row();
        self.rows.push(record.position());
        let start = self.keys.len();
        self.keys.resize(start + self.chosen.len(), None);
        let (keys, chosen, hash) = (&mut self.keys, self.chosen, self.hash);
        let each = |number: usize, key: &[u8]| keys[start + number] = Some(hash(chosen[number], key));
        self.maker.keys(&mut self.reader, record, |_| true, each);
    }
}

/// A row in normal form: as it is compared, not as it is shown. Empty where the row states nothing that can be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormalRow {
    /// Its physical row, as in [`RowKeys::rows`].
    pub row: u64,
    /// The identification number, twelve digits, with leading zeros that were lost; only where it is a valid one.
    pub iin: Option<Iin>,
    /// Surname, given name and patronymic: letters that look or sound alike are one, capitals and dress are gone.
    pub names: [String; 3],
    /// The birth date (`1985-07-01`), or the year alone.
    pub birth_date: String,
    /// The region by its code where the profile knows it.
    pub region: String,
    /// The number of the precinct without its dress.
    pub precinct: String,
    /// The address, words and numbers in one spelling.
    pub address: String,
}

/// The rows of a table in normal form, in their order.
///
/// # Errors
/// As [`row_keys`].
pub fn normal_rows(file: &TableFile, law: &RollRules, run: &Run) -> Result<Vec<NormalRow>, RollsError> {
    let columns = Columns::named(|name| file.slot(name));
    let stopped = || run.is_cancelled();
    let pass = Pass::new(run.threads).interrupted_by(&stopped);
    let visitors = file.scan(&pass, |_| Normal {
        reader: RowReader::new(columns, law.row_rules()),
        law,
        columns,
        rows: Vec::new(),
    })?;
    let mut rows: Vec<(Position, NormalRow)> =
        visitors.into_iter().flat_map(|visitor| visitor.rows).collect();
    rows.sort_unstable_by_key(|(position, _)| *position);
    let numbered =
        |(position, row): (Position, NormalRow)| NormalRow { row: file.row(position).unwrap_or(0), ..row };
    Ok(rows.into_iter().map(numbered).collect())
}

/// A date as it is written in tables, or its year alone.
fn written(date: BirthDate) -> String {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year()),
        (Some(month), None) => format!("{:04}-{month:02}", date.year()),
        _ => date.year().to_string(),
    }
}

struct Normal<'a> {
    reader: RowReader<'a>,
    law: &'a RollRules,
    columns: Columns,
    rows: Vec<(Position, NormalRow)>,
}

impl Visitor for Normal<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let columns = self.columns;
        self.reader.next_row();
        let iin = self.reader.compared_iin(record);
        let birth_date = self.reader.birth_date(record).map_or_else(|_| String::new(), written);
        let names = self.reader.name_parts(record).map(str::to_owned);
        let mut address = Vec::new();
        address_into(record.field(columns.address), &mut address);
        let row = NormalRow {
            row: 0,
            iin,
            names,
            birth_date,
            region: region_key(&self.law.regions, record.text(columns.region)),
            precinct: precinct_key(record.text(columns.precinct)),
            address: String::from_utf8(address).unwrap_or_default(),
        };
        self.rows.push((record.position(), row));
    }
}

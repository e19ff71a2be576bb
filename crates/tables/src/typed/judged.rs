//! Which rows of a small table are records: totals without a word for it and repeated rows are set aside, and told.

use std::collections::{BTreeMap, BTreeSet};

use crate::given::schema::{Field, FieldType, Schema};
use crate::rows::reject::{Aside, SetAside};
use crate::rows::words::{begins_with, is_nation, is_part_label, total_label};
use crate::typed::doubt::{Doubt, DoubtKind};
use crate::typed::sums::{self, Counted};
use crate::typed::table::{Row, Table};
use crate::words::WORDS;

/// A count is one that all records have where so many of three have it.
const NEARLY_ALL_OF_THREE: usize = 2;

impl Table {
    /// Sets aside what is no record though it looks like one, and notes what is in doubt.
    pub(crate) fn judge(&mut self, schema: &Schema) {
        for (kind, asides) in [
            (DoubtKind::Signatures, &[Aside::Signature][..]),
            (DoubtKind::Headings, &[Aside::RepeatedHeading, Aside::ColumnNumbers][..]),
        ] {
            let of_kind = self.aside.iter().filter(|row| asides.contains(&row.aside));
            let rows = of_kind.map(|row| row.row).collect();
            self.doubt(kind, "", rows);
        }
        self.judge_repeated(schema);
        for column in self.columns.clone().iter().filter(|column| column.thousands) {
            let counted = self.rows().filter(|row| row.count(&column.name).is_some());
            let rows = counted.map(|row| row.number()).collect();
            self.doubt(DoubtKind::Thousands, &column.name, rows);
        }
        for field in schema.fields.iter().filter(|field| field.divides) {
            if !self.has(&field.name) {
                continue;
            }
            let empty: Vec<u64> =
                self.rows().filter(|row| row.text(&field.name).is_none()).map(|row| row.number()).collect();
            if empty.len() < self.len() {
                self.doubt(DoubtKind::EmptyInPart, &field.name, empty);
            }
        }
    }

    /// Decides which rows are totals: of those that say so, which are records all the same, and of the others, which are
    /// sums of others. Before the records are checked, since a row may become one here.
    pub(crate) fn judge_sums(&mut self, schema: &Schema) {
        self.put_aside_notes(schema);
        let is_stated = |name: &&String| self.rows().any(|row| row.count(name).is_some());
        let Some(column) = schema.sums.iter().find(is_stated) else {
            let labelled = self.totals().map(|row| row.number()).collect();
            self.doubt(DoubtKind::Totals, "", labelled);
            return;
        };
        let mut records: Vec<usize> = [self.taken.as_slice(), &self.totals].concat();
        records.sort_unstable();
        let sums = sums::find(&self.counted(schema, column, &records));
        let of = |places: &BTreeSet<usize>| places.iter().map(|&at| records[at]).collect::<Vec<usize>>();
        let numbers = |places: &BTreeSet<usize>| places.iter().map(|&at| self.numbers[records[at]]).collect();
        let told: [(DoubtKind, &str, Vec<u64>); 5] = [
            (DoubtKind::Totals, "", numbers(&sums.labelled)),
            (DoubtKind::NamedTotals, column, numbers(&sums.named)),
            (DoubtKind::Sums, column, numbers(&sums.sure)),
            (DoubtKind::PerhapsSums, column, numbers(&sums.perhaps)),
            (DoubtKind::NearlySums, column, numbers(&sums.nearly)),
        ];
        let (named, totals) = (of(&sums.named), [numbers(&sums.sure), numbers(&sums.labelled)].concat());
        self.take_back(&named);
        self.put_aside(&totals, Aside::Total);
        for (kind, column, rows) in told {
            self.doubt(kind, column, rows);
        }
    }

    /// Sets aside rows that have neither the number that nearly all have nor a count of anything: whoever drew the table up, a
    /// telephone. A record of which the counts are not known has its number.
    fn put_aside_notes(&mut self, schema: &Schema) {
        let Some(number) =
            schema.fields.iter().find(|field| field.naming).filter(|_| !schema.sums.is_empty())
        else {
            return;
        };
        let is_count = |field: &&Field| matches!(field.kind, FieldType::Count | FieldType::Decimal);
        let counts: Vec<&Field> = schema.fields.iter().filter(is_count).collect();
        let has_number = |row: &Row<'_>| row.text(&number.name).is_some() || row.is_rejected(&number.name);
        let counts_something = |row: &Row<'_>| {
            let stated = |field: &&Field| row.text(&field.name).is_some() || row.is_rejected(&field.name);
            counts.iter().any(stated)
        };
        let numbered = self.rows().filter(has_number).count();
        if numbered * 3 < self.len() * NEARLY_ALL_OF_THREE {
            return;
        }
        let is_note = |row: &Row<'_>| !has_number(row) && !counts_something(row);
        let notes: Vec<u64> = self.rows().filter(is_note).map(|row| row.number()).collect();
        self.put_aside(&notes, Aside::Signature);
    }

    /// What can be judged of rows by their counts in a column and by what names them.
    fn counted(&self, schema: &Schema, column: &str, records: &[usize]) -> Vec<Counted> {
        let divides = schema.fields.iter().find(|field| field.divides && !field.naming);
        let naming: Vec<&str> =
            schema.fields.iter().filter(|field| field.naming).map(|field| field.name.as_str()).collect();
        let text = |row: &Row<'_>, name: &str| {
            let text = row.text(name).filter(|text| total_label(text).is_none() && !is_part_label(text));
            text.unwrap_or_default().trim().to_lowercase()
        };
        let counts = schema.fields.iter().filter(|field| field.kind == FieldType::Count);
        let is_usual = |name: &&str| {
            let stated = self.rows().filter(|row| row.count(name).is_some()).count();
            stated * 3 >= self.len() * NEARLY_ALL_OF_THREE
        };
        let usual: Vec<&str> = counts.map(|field| field.name.as_str()).filter(is_usual).collect();
        let counted = |&record: &usize| {
            let row = Row { table: self, record };
            let says = |is: &dyn Fn(&str) -> bool| {
                let mut names = naming.iter().copied().chain(divides.map(|field| field.name.as_str()));
                names.any(|name| row.text(name).is_some_and(is))
            };
            Counted {
                count: row.count(column),
                within: divides.map(|field| text(&row, &field.name)).unwrap_or_default(),
                name: naming
                    .iter()
                    .map(|name| text(&row, name))
                    .find(|name| !name.is_empty())
                    .unwrap_or_default(),
                numbered: naming.first().is_some_and(|name| !text(&row, name).is_empty()),
                labelled: self.totals.binary_search(&record).is_ok(),
                part: says(&|text| begins_with(text, &WORDS.of_which)),
                nation: says(&is_nation),
                full: usual.iter().all(|name| row.count(name).is_some()),
            }
        };
        records.iter().map(counted).collect()
    }

    /// Takes totals, by their places, for records after all.
    fn take_back(&mut self, records: &[usize]) {
        self.totals.retain(|record| !records.contains(record));
        let numbers: BTreeSet<u64> = records.iter().map(|&record| self.numbers[record]).collect();
        self.aside.retain(|row| !numbers.contains(&row.row));
        self.summary.rows.total -= records.len() as u64;
        self.summary.rows.taken += records.len() as u64;
        self.taken.extend(records);
        self.taken.sort_unstable();
    }

    fn judge_repeated(&mut self, schema: &Schema) {
        // A number is one record's only where all that divides the table is stated.
        if schema.key.is_empty() || !schema.key.iter().all(|name| self.has(name)) {
            return;
        }
        let mut first: BTreeMap<Vec<String>, Row<'_>> = BTreeMap::new();
        let (mut repeated, mut named_twice) = (Vec::new(), Vec::new());
        for row in self.rows() {
            let text = |name: &String| row.text(name).map(|text| text.trim().to_lowercase());
            let Some(key) = schema.key.iter().map(text).collect::<Option<Vec<String>>>() else { continue };
            let Some(before) = first.get(&key) else {
                first.insert(key, row);
                continue;
            };
            let same = self.fields().all(|field| before.text(field) == row.text(field));
            let pair = [before.number(), row.number()];
            if same { repeated.push(pair) } else { named_twice.push(pair) }
        }
        drop(first);
        let again: Vec<u64> = repeated.iter().map(|pair| pair[1]).collect();
        self.put_aside(&again, Aside::RepeatedRow);
        for (kind, pairs) in [(DoubtKind::Repeated, repeated), (DoubtKind::NamedTwice, named_twice)] {
            let count = pairs.len() as u64;
            self.doubt(kind, "", pairs.into_iter().flatten().collect());
            if let Some(doubt) = self.doubts.last_mut().filter(|doubt| doubt.kind == kind) {
                doubt.count = count;
            }
        }
    }

    /// Sets all records aside, since another table says the same in every row. What was to be told of them is told there.
    pub fn set_aside_as_repeated(&mut self) {
        let rows: Vec<u64> = self.rows().map(|row| row.number()).collect();
        self.put_aside(&rows, Aside::RepeatedTable);
        self.totals.clear();
        self.doubts.clear();
        self.dates.clear();
        self.headed.clear();
    }

    /// Takes rows, by their numbers, out of the records.
    pub(crate) fn put_aside(&mut self, rows: &[u64], aside: Aside) {
        if rows.is_empty() {
            return;
        }
        let rows: BTreeSet<u64> = rows.iter().copied().collect();
        let taken = std::mem::take(&mut self.taken);
        let (kept, gone) = taken.into_iter().partition(|&record| !rows.contains(&self.numbers[record]));
        self.taken = kept;
        for &record in &gone as &Vec<usize> {
            self.aside.push(SetAside { row: self.numbers[record], aside });
            self.summary.rows.taken -= 1;
            self.summary.rows.put_aside(aside);
        }
        if aside == Aside::Total {
            self.totals.extend(gone);
            self.totals.sort_unstable();
        }
        self.aside.sort_unstable();
    }

    pub(crate) fn doubt(&mut self, kind: DoubtKind, column: &str, mut rows: Vec<u64>) {
        if rows.is_empty() {
            return;
        }
        rows.sort_unstable();
        rows.dedup();
        let count = rows.len() as u64;
        self.doubts.push(Doubt { kind, column: column.to_owned(), rows, count });
    }
}

//! Which rows of a small table are records: totals without a word for it and repeated rows are set aside, and told.

use std::collections::{BTreeMap, BTreeSet};

use crate::given::schema::Schema;
use crate::rows::reject::{Aside, SetAside};
use crate::typed::doubt::{Doubt, DoubtKind};
use crate::typed::sums::{self, Counted};
use crate::typed::table::{Row, Table};

impl Table {
    /// Sets aside what is no record though it looks like one, and notes what is in doubt.
    pub(crate) fn judge(&mut self, schema: &Schema) {
        let labelled = self.totals().map(|row| row.number()).collect();
        self.doubt(DoubtKind::Totals, "", labelled);
        self.judge_sums(schema);
        self.judge_repeated(schema);
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

    fn judge_sums(&mut self, schema: &Schema) {
        let is_stated = |name: &&String| self.rows().any(|row| row.count(name).is_some());
        let Some(column) = schema.sums.iter().find(is_stated) else { return };
        let divides = schema.fields.iter().find(|field| field.divides && !field.naming);
        let naming: Vec<&str> =
            schema.fields.iter().filter(|field| field.naming).map(|field| field.name.as_str()).collect();
        let text = |row: &Row<'_>, name: &str| row.text(name).unwrap_or_default().trim().to_lowercase();
        let counted = |row: Row<'_>| Counted {
            count: row.count(column),
            within: divides.map(|field| text(&row, &field.name)).unwrap_or_default(),
            name: naming
                .iter()
                .map(|name| text(&row, name))
                .find(|name| !name.is_empty())
                .unwrap_or_default(),
        };
        let sums = sums::find(&self.rows().map(counted).collect::<Vec<_>>());
        let number = |at: &usize| self.rows().nth(*at).map(|row| row.number());
        let perhaps = sums.perhaps.iter().filter_map(number).collect();
        let sure: Vec<u64> = sums.sure.iter().filter_map(number).collect();
        self.put_aside(&sure, Aside::Total);
        self.doubt(DoubtKind::Sums, column, sure);
        self.doubt(DoubtKind::PerhapsSums, column, perhaps);
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

    /// Takes rows, by their numbers, out of the records.
    fn put_aside(&mut self, rows: &[u64], aside: Aside) {
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

    fn doubt(&mut self, kind: DoubtKind, column: &str, mut rows: Vec<u64>) {
        if rows.is_empty() {
            return;
        }
        rows.sort_unstable();
        rows.dedup();
        let count = rows.len() as u64;
        self.doubts.push(Doubt { kind, column: column.to_owned(), rows, count });
    }
}

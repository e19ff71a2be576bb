//! Headings of groups: a row with a region and nothing else stands over the rows of that region, which leave it out.

use std::collections::BTreeMap;

use crate::given::schema::Schema;
use crate::rows::reject::Aside;
use crate::typed::doubt::DoubtKind;
use crate::typed::table::{Row, Table};

impl Table {
    /// Gives rows the value that stands alone in a row above them, where all rows below it leave it out. Before anything is
    /// judged by that value. The column is the one that divides such tables, or one that the user names.
    pub(crate) fn put_groups(&mut self, schema: &Schema) {
        let divides = |name: &str| schema.field(name).is_none_or(|field| field.divides && !field.naming);
        let mut slots = (0..self.columns.len()).filter(|slot| divides(&self.columns[*slot].name));
        let Some((slot, (groups, below))) = slots.find_map(|slot| Some((slot, self.groups(slot)?))) else {
            return;
        };
        for (record, heading) in below {
            self.set(record, slot, heading);
        }
        self.put_aside(&groups, Aside::GroupHeading);
        let column = self.columns[slot].name.clone();
        self.doubt(DoubtKind::Groups, &column, groups);
    }

    /// The rows that head groups, by their numbers, and for each record below the one that heads it; none where the table is
    /// not divided so.
    fn groups(&self, slot: usize) -> Option<(Vec<u64>, BTreeMap<usize, usize>)> {
        let stands = |row: &Row<'_>, slot: usize| !row.raw(slot).trim().is_empty();
        let (mut groups, mut below) = (Vec::new(), BTreeMap::new());
        let mut heading: Option<(usize, bool)> = None;
        for row in self.rows() {
            let is_stated = stands(&row, slot);
            let is_alone =
                is_stated && (0..self.columns.len()).all(|other| other == slot || !stands(&row, other));
            match heading {
                // Nothing stands below the heading before.
                Some((_, false)) if is_alone => return None,
                _ if is_alone => {
                    groups.push(row.number());
                    heading = Some((row.record, false));
                }
                Some((above, _)) if !is_stated => {
                    below.insert(row.record, above);
                    heading = Some((above, true));
                }
                Some(_) => return None,
                None => {}
            }
        }
        heading.is_some_and(|(_, heads)| heads).then_some((groups, below))
    }

    /// Writes the value of another record into a field.
    fn set(&mut self, record: usize, slot: usize, from: usize) {
        let slots = self.columns.len();
        let value = Row { table: self, record: from }.raw(slot).to_owned();
        let cells: Vec<String> =
            (0..slots).map(|slot| Row { table: self, record }.raw(slot).to_owned()).collect();
        let start = self.text.len();
        self.starts[record] = start as u64;
        for (at, cell) in cells.iter().enumerate() {
            self.text.push_str(if at == slot { &value } else { cell });
            self.ends[record * slots + at] = (self.text.len() - start) as u32;
        }
    }
}

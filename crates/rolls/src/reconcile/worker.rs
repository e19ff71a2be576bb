//! One worker's share of the rows: read back, compared field by field, explained, counted and written.

use tizim_people::{BirthDate, FullName, Iin, Sex};

use crate::RollsError;
use crate::lists::evidence::Lookup;
use crate::lists::row_cache::RowChunk;
use crate::reconcile::difference::{
    DifferenceForm, DifferenceLine, DifferenceRow, Differs, Explained, Numbers, Side, What,
};
use crate::reconcile::fields::{Seen, differing, numbers};
use crate::reconcile::places::PlaceFinder;
use crate::reconcile::tally::Tally;
use crate::reconcile::teller::{Item, Teller};
use crate::row::entry::Entry;
use crate::row::entry_reader::EntryReader;
use crate::row::fields::Fields;

/// What came of some items.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) tally: Tally,
    pub(super) lines: Vec<u8>,
    /// Where each line ends, and the regions of its rows.
    pub(super) ends: Vec<(usize, [Option<u32>; 2])>,
}

/// One worker's share.
pub(super) struct Worker<'w, 'a> {
    teller: &'w Teller<'a>,
    entries: EntryReader<'a>,
    places: PlaceFinder<'w>,
    form: DifferenceForm,
}

impl<'w, 'a> Worker<'w, 'a> {
    pub(super) fn new(teller: &'w Teller<'a>, form: DifferenceForm) -> Self {
        Self { teller, entries: teller.reader.entries(), places: teller.places.finder(), form }
    }

    /// What comes of these items.
    pub(super) fn slice(&mut self, items: &[Item], kept: &[RowChunk]) -> Result<Told, RollsError> {
        let reader = &self.teller.reader;
        let positions: Vec<u64> = items.iter().flat_map(|item| item.rows).flatten().collect();
        let mut lookup = Lookup::default();
        let rows = reader.rows(&positions, kept, &mut lookup)?;
        self.entries.next_batch();
        let mut told = Told::default();
        let mut at = 0;
        for item in items {
            let mut pair: [Option<(Entry<'_>, Option<Sex>)>; 2] = [None, None];
            for (side, _) in item.rows.iter().enumerate().filter(|(_, row)| row.is_some()) {
                if let Some(row) = rows.row(at) {
                    let sex = Sex::parse(row.field(reader.roll.files[row.file].cached.sex));
                    pair[side] = Some((reader.entry(&row, None, &mut self.entries)?, sex));
                }
                at += 1;
            }
            self.item(item.what, &pair, &mut told);
        }
        Ok(told)
    }

    fn item(&mut self, what: What, rows: &[Option<(Entry<'_>, Option<Sex>)>; 2], told: &mut Told) {
        let seen = rows.each_ref().map(|row| {
            row.as_ref().map(|(entry, sex)| {
                let place = self.places.find(entry.region, entry.precinct);
                Seen { entry, sex: *sex, place }
            })
        });
        match &seen {
            [Some(left), Some(right)] => self.pair(what, left, right, told),
            [Some(row), None] => self.row(what, Side::A, row, told),
            [None, Some(row)] => self.row(what, Side::B, row, told),
            [None, None] => {}
        }
    }

    fn pair(&self, what: What, left: &Seen<'_, '_>, right: &Seen<'_, '_>, told: &mut Told) {
        let fields = differing(self.teller.compared, self.teller.places, left, right);
        let tally = &mut told.tally;
        if what == What::Changed && fields.is_empty() {
            // Written otherwise, and the same.
            tally.same += 1;
            return;
        }
        let moved = fields.iter().any(|field| matches!(field, Differs::Region | Differs::Precinct));
        let relation = numbers(self.teller.compared, left.entry, right.entry);
        let at_home = tally.places.entry(left.place).or_default();
        if what == What::Changed {
            tally.changed += 1;
            at_home.changed += 1;
            for field in &fields {
                *tally.fields.entry(*field).or_default() += 1;
            }
            tally.spelling_alone += u64::from(fields == [Differs::Spelling]);
        } else {
            tally.by_name += 1;
            at_home.by_name += 1;
            *tally.numbers.entry(relation).or_default() += 1;
        }
        if moved {
            at_home.moved_out += 1;
            tally.places.entry(right.place).or_default().moved_in += 1;
            let region = |place: u32| self.teller.places.precincts[place as usize].region;
            *tally.moves.entry((region(left.place), region(right.place))).or_default() += 1;
        }
        let mut explained = Vec::new();
        for (side, seen) in [(Side::A, left), (Side::B, right)] {
            self.teller.explainer.explained(side, seen.entry, &mut explained);
        }
        explained.dedup();
        self.write(what, [Some(left), Some(right)], &fields, Some(relation), &explained, told);
    }

    fn row(&self, what: What, side: Side, seen: &Seen<'_, '_>, told: &mut Told) {
        let what = if what == What::Only { self.only(side, seen.entry, told) } else { what };
        let tally = &mut told.tally;
        *tally.rows.entry((what, side)).or_default() += 1;
        let place = tally.places.entry(seen.place).or_default();
        let mut explained = Vec::new();
        if what == What::Only {
            place.only[side as usize] += 1;
            self.teller.explainer.explained(side, seen.entry, &mut explained);
            explained.extend(self.teller.further.found.get(&seen.entry.position).into_iter().flatten());
            if let Some(first) = explained.first() {
                *tally.explained.entry((side, first.word())).or_default() += 1;
            }
        } else {
            place.others[side as usize] += 1;
        }
        let rows = if side == Side::A { [Some(seen), None] } else { [None, Some(seen)] };
        self.write(what, rows, &[], None, &explained, told);
    }

    /// What a row is that was found nowhere in the other list.
    fn only(&self, side: Side, entry: &Entry<'_>, told: &mut Told) -> What {
        if let Some(number) = entry.number.valid().filter(|_| self.teller.compared.by_number) {
            let is_placeholder = self.teller.placeholders.binary_search(&number.number()).is_ok();
            return if is_placeholder { What::Several } else { What::Only };
        }
        let date = entry.birth_date.or(entry.number.valid().map(Iin::birth_date));
        let parts = entry.names.parts();
        let no_names =
            parts[0].is_empty() || parts[1].is_empty() || parts.iter().any(|part| part.contains('?'));
        let reason = match (no_names, date) {
            (true, _) => "no_names",
            (false, None) => "no_birth_date",
            (false, Some(_)) if self.teller.compared.names => return What::Only,
            (false, Some(_)) => "nothing_in_common",
        };
        *told.tally.not_comparable.entry((side, reason)).or_default() += 1;
        What::NotComparable
    }

    fn write(
        &self,
        what: What,
        rows: [Option<&Seen<'_, '_>>; 2],
        fields: &[Differs],
        relation: Option<Numbers>,
        explained: &[Explained],
        told: &mut Told,
    ) {
        let (token, person) = self.person(rows);
        let line = DifferenceLine {
            what,
            rows: rows.map(|row| {
                row.map(|Seen { entry, .. }| DifferenceRow {
                    file: entry.file_name,
                    row: entry.row,
                    region: entry.region,
                    precinct: entry.precinct,
                })
            }),
            fields,
            numbers: relation,
            explained,
            token: &token,
            person: &person,
        };
        (self.form)(&line, &mut told.lines);
        let region = |seen: &Seen<'_, '_>| self.teller.places.precincts[seen.place as usize].region;
        told.ends.push((told.lines.len(), rows.map(|row| row.map(region))));
    }

    /// Token and person as they may be shown: by the row that has a valid number, else by the first.
    fn person(&self, rows: [Option<&Seen<'_, '_>>; 2]) -> (String, String) {
        let entries = || rows.into_iter().flatten().map(|seen| seen.entry);
        let Some(entry) = entries().find(|entry| entry.number.valid().is_some()).or(entries().next()) else {
            return Default::default();
        };
        let [surname, given_name, patronymic] = entry.names.parts();
        let date: Option<BirthDate> = entry.birth_date;
        let name = FullName { surname, given_name, patronymic };
        let mask = self.teller.mask.mask(entry.number.valid(), &name, date);
        let token = mask.token.to_string();
        let person = if self.teller.reader.reveal {
            let year = mask.birth_year.map_or_else(String::new, |year| format!(", {year}"));
            format!("{}{year}", entry.shown_name)
        } else {
            mask.into_person()
        };
        (token, person)
    }
}

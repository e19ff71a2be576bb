//! Rows kept when they are read, since most of them are evidence a moment later.
//!
//! The search fetches all rows of a round of candidates in parallel and then hands out their groups. What is kept here
//! saves reading these rows a second time. And where some lists are short beside the others, their rows are kept when they
//! are seen first, and so are rows of the others that seem to stand on a short one too: none of them need be fetched at all.
//! Beyond a bound nothing more is kept, and such rows are read again; so this changes how long a check takes and nothing
//! else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};

use tizim_tables::Position;

use crate::columns::{COUNT, Columns};
use crate::person::Fields;

/// Bytes that the fields of a row take, for a first guess.
const USUAL_ROW: usize = 144;

/// Bytes of a stretch of the first pass, as long as there are further rows: few enough for a core's own cache.
const ENOUGH: usize = 1 << 18;

/// Rows of the first pass, and of one round.
#[derive(Debug)]
pub(crate) struct Harvest {
    /// Rows that the first pass has kept so far; all of them once they are asked for.
    gathered: Mutex<Vec<Stretch>>,
    foreseen: OnceLock<Foreseen>,
    /// Rows of the present round.
    stretches: RwLock<Vec<Stretch>>,
    /// Bytes of all of them, and of those that the first pass kept.
    bytes: AtomicUsize,
    foreseen_bytes: AtomicUsize,
    limit: usize,
    /// Groups were handed out: what is kept belongs to a round that is over.
    over: AtomicBool,
    /// Whether addresses are kept.
    addresses: bool,
}

/// Rows being gathered, by ascending position.
#[derive(Debug, Default)]
pub(crate) struct Gathering {
    rows: Vec<Place>,
    bytes: Vec<u8>,
    blocks: Vec<Block>,
}

/// Rows by ascending position, their fields one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    rows: Box<[Place]>,
    /// Of each row the lengths of its fields, a byte each, then the fields; a long one has its length in front of it.
    text: Box<str>,
    blocks: Box<[Block]>,
}

/// The rows of one block of a file among those of a stretch.
#[derive(Debug, Default, Clone, Copy)]
struct Block {
    number: u32,
    /// Where they begin, and how many they are.
    start: u32,
    count: u32,
    /// The first of them, by its place in the block.
    first: u32,
}

/// A row that was kept: where it stands, and where its fields begin.
#[derive(Debug, Clone, Copy)]
struct Place {
    position: u64,
    start: usize,
    file: u32,
}

/// A row that was kept: its fields by [`File::kept`](crate::roll::File::kept).
#[derive(Debug)]
pub(crate) struct Kept<'s> {
    pub(crate) position: u64,
    pub(crate) file: usize,
    /// All that tells who the row is about, as it is kept: the lengths of these fields, and their text. Where both are equal
    /// in rows of files with the same such columns, the rows are about one person, written alike.
    pub(crate) identity: [&'s str; 2],
    /// All fields, and where in it each begins and ends.
    text: &'s str,
    spans: [[u32; 2]; COUNT],
}

impl<'s> Kept<'s> {
    /// The value in a slot, for as long as the row is kept.
    #[inline]
    pub(crate) fn string(&self, slot: usize) -> &'s str {
        let span = self.spans.get(slot);
        span.and_then(|&[start, end]| self.text.get(start as usize..end as usize)).unwrap_or("")
    }

    /// The same as bytes.
    #[inline]
    pub(crate) fn bytes(&self, slot: usize) -> &'s [u8] {
        self.string(slot).as_bytes()
    }
}

impl Fields for Kept<'_> {
    #[inline]
    fn field(&self, slot: usize) -> &[u8] {
        self.bytes(slot)
    }

    #[inline]
    fn text(&self, slot: usize) -> &str {
        self.string(slot)
    }
}

impl Harvest {
    pub(crate) fn new(limit: usize, addresses: bool) -> Self {
        Self {
            gathered: Mutex::default(),
            foreseen: OnceLock::new(),
            stretches: RwLock::default(),
            bytes: AtomicUsize::new(0),
            foreseen_bytes: AtomicUsize::new(0),
            limit,
            over: AtomicBool::new(false),
            addresses,
        }
    }

    /// Whether so many bytes of rows may be kept before it is known whether they are evidence.
    pub(crate) fn has_room_for(&self, bytes: u64) -> bool {
        bytes <= self.limit as u64 / 2
    }

    /// Begins to gather so many rows of a round; `None` where there is no room.
    pub(crate) fn begin(&self, rows: usize) -> Option<Gathering> {
        if self.over.swap(false, Ordering::Relaxed) {
            self.stretches.write().unwrap_or_else(PoisonError::into_inner).clear();
            self.bytes.store(self.foreseen_bytes.load(Ordering::Relaxed), Ordering::Relaxed);
        }
        (self.bytes.load(Ordering::Relaxed) < self.limit).then(|| Gathering {
            rows: Vec::with_capacity(rows),
            bytes: Vec::with_capacity(rows * USUAL_ROW),
            blocks: Vec::new(),
        })
    }

    /// Keeps one row, if there is room.
    pub(crate) fn keep(
        &self,
        gathering: &mut Gathering,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        self.keep_below(self.limit, gathering, position, file, present, record);
    }

    /// The same in the first pass, which leaves some room for the rounds.
    pub(crate) fn keep_early(
        &self,
        gathering: &mut Gathering,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        self.keep_below(self.limit / 8 * 7, gathering, position, file, present, record);
    }

    #[inline]
    fn keep_below(
        &self,
        limit: usize,
        gathering: &mut Gathering,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        record: &impl Fields,
    ) {
        if self.bytes.load(Ordering::Relaxed) + gathering.size() < limit {
            gathering.keep(position, file, present, self.addresses, record);
        }
    }

    /// Takes rows of a round.
    pub(crate) fn add(&self, stretch: Stretch) {
        if stretch.is_empty() {
            return;
        }
        self.bytes.fetch_add(stretch.size(), Ordering::Relaxed);
        let mut stretches = self.stretches.write().unwrap_or_else(PoisonError::into_inner);
        // Stretches of one round do not overlap.
        let after = stretches.partition_point(|present| present.first() < stretch.first());
        stretches.insert(after, stretch);
    }

    /// Counts rows of the first pass, to be handed over with all others by [`Harvest::foresee`].
    pub(crate) fn count(&self, stretch: &Stretch) {
        self.bytes.fetch_add(stretch.size(), Ordering::Relaxed);
        self.foreseen_bytes.fetch_add(stretch.size(), Ordering::Relaxed);
    }

    /// Takes rows of the first pass.
    pub(crate) fn foresee(&self, mut stretches: Vec<Stretch>) {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner).append(&mut stretches);
    }

    /// What the first pass kept. To be asked when it is over.
    pub(crate) fn foreseen(&self) -> &Foreseen {
        self.foreseen.get_or_init(|| {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            Foreseen::new(std::mem::take(&mut gathered))
        })
    }

    /// Groups of this round are being handed out.
    pub(crate) fn handed_out(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// What is kept, by ascending position.
    pub(crate) fn stretches(&self) -> RwLockReadGuard<'_, Vec<Stretch>> {
        self.stretches.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gathering {
    /// Keeps one row behind the others.
    pub(crate) fn keep(
        &mut self,
        position: u64,
        file: usize,
        present: &[(usize, usize)],
        addresses: bool,
        record: &impl Fields,
    ) {
        self.count_with_block(position);
        self.rows.push(Place { position, start: self.bytes.len(), file: file as u32 });
        let header = self.bytes.len();
        self.bytes.resize(header + present.len(), 0);
        for (index, &(column, slot)) in present.iter().enumerate() {
            let skipped = column == Columns::ADDRESS && !addresses;
            let field = if skipped { &[] } else { record.field(slot) };
            let is_long = field.len() >= usize::from(LONG);
            self.bytes[header + index] = if is_long { LONG } else { field.len() as u8 };
            if is_long {
                put_long(field.len(), &mut self.bytes);
            }
            self.bytes.extend_from_slice(field);
        }
    }

    /// Counts a row with those of its block.
    fn count_with_block(&mut self, position: u64) {
        let (number, place) = split(position);
        match self.blocks.last_mut() {
            Some(block) if block.number == number => block.count += 1,
            _ => {
                let start = self.rows.len() as u32;
                self.blocks.push(Block { number, start, count: 1, first: place });
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether there are as many rows as are worth a stretch.
    pub(crate) fn is_enough(&self) -> bool {
        self.size() >= ENOUGH
    }

    /// Bytes that the rows take.
    fn size(&self) -> usize {
        size_of_val(&*self.rows) + size_of_val(&*self.blocks) + self.bytes.len()
    }

    /// The rows that were gathered, in no more memory than they need; others may follow here.
    pub(crate) fn finish(&mut self) -> Stretch {
        // Fields are text; where one were not, nothing would be kept.
        let text = simdutf8::basic::from_utf8(&self.bytes).ok();
        let stretch = text.map(|text| Stretch {
            rows: self.rows.as_slice().into(),
            text: text.into(),
            blocks: self.blocks.as_slice().into(),
        });
        self.rows.clear();
        self.bytes.clear();
        self.blocks.clear();
        stretch.unwrap_or_default()
    }
}

impl Stretch {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Bytes that it takes.
    fn size(&self) -> usize {
        size_of_val(&*self.rows) + size_of_val(&*self.blocks) + self.text.len()
    }

    fn first(&self) -> Option<u64> {
        self.rows.first().map(|row| row.position)
    }

    /// Fetches a row from memory for whoever reads it a moment later; many of them are fetched at once.
    #[inline]
    pub(crate) fn touch(&self, place: usize) -> u8 {
        let start = self.rows.get(place).map_or(0, |row| row.start);
        let byte = |at: usize| self.text.as_bytes().get(at).copied().unwrap_or(0);
        byte(start) ^ byte(start + 64) ^ byte(start + 128)
    }

    /// A row by its place among these; `present` are the columns of a file, by their places among all.
    #[inline]
    pub(crate) fn row<'s, 'f>(
        &'s self,
        place: usize,
        present: impl Fn(usize) -> &'f [(usize, usize)],
    ) -> Option<Kept<'s>> {
        let Place { position, start, file } = *self.rows.get(place)?;
        let present = present(file as usize);
        let (lengths, text) = self.text.get(start..)?.split_at_checked(present.len())?;
        let mut spans = [[0; 2]; COUNT];
        let mut end = 0;
        for (span, length) in spans.iter_mut().zip(lengths.bytes()) {
            let (start, length) =
                if length < LONG { (end, u32::from(length)) } else { long(text.get(end as usize..)?, end)? };
            end = start + length;
            *span = [start, end];
        }
        let known = present.iter().take_while(|(column, _)| *column < Columns::IDENTITY).count();
        let known_end = known.checked_sub(1).map_or(0, |last| spans[last][1]);
        let identity = [lengths.get(..known)?, text.get(..known_end as usize)?];
        Some(Kept { position, file: file as usize, identity, text: text.get(..end as usize)?, spans })
    }
}

/// The length of a field that is written as [`LONG_DIGITS`] bytes in front of it. All lengths are characters.
const LONG: u8 = 0x7f;

/// Bytes of a long length, six bits each, the highest first.
const LONG_DIGITS: usize = 11;

fn put_long(length: usize, bytes: &mut Vec<u8>) {
    bytes.extend((0..LONG_DIGITS).rev().map(|digit| (length as u64 >> (6 * digit)) as u8 & 0x3f));
}

/// Where a long field begins whose length is written from `at` on, and this length.
#[cold]
fn long(written: &str, at: u32) -> Option<(u32, u32)> {
    let digits = written.as_bytes().first_chunk::<LONG_DIGITS>()?;
    let length = digits.iter().fold(0, |length, digit| length << 6 | u64::from(*digit));
    let length = u32::try_from(length).ok()?;
    let start = at + LONG_DIGITS as u32;
    start.checked_add(length)?;
    Some((start, length))
}

/// What the first pass kept. Blocks are in no order, the rows of each stand together.
#[derive(Debug, Default)]
pub(crate) struct Foreseen {
    stretches: Vec<Stretch>,
    /// The stretch of each block, and its rows there: none where none of its rows were kept.
    blocks: Vec<(u32, Block)>,
}

impl Foreseen {
    fn new(stretches: Vec<Stretch>) -> Self {
        let numbers =
            stretches.iter().flat_map(|stretch| &stretch.blocks).map(|block| block.number as usize + 1);
        let mut blocks = vec![(0, Block::default()); numbers.max().unwrap_or(0)];
        for (number, stretch) in (0..).zip(&stretches) {
            for block in &stretch.blocks {
                blocks[block.number as usize] = (number, *block);
            }
        }
        Self { stretches, blocks }
    }

    /// The stretch and the place in it of the row at this position.
    #[inline]
    pub(crate) fn find(&self, position: u64) -> Option<(usize, usize)> {
        let (number, place) = split(position);
        let (stretch, block) = *self.blocks.get(number as usize)?;
        let start = block.start as usize;
        let rows = self.stretches.get(stretch as usize)?.rows.get(start..start + block.count as usize)?;
        let is_it = |at: &usize| rows.get(*at).is_some_and(|row| row.position == position);
        // Where all rows of a stretch of the file were kept, the distance tells the place.
        let distance = place.checked_sub(block.first)? as usize;
        let found = Some(distance).filter(is_it).or_else(|| Some(around(rows, position)).filter(is_it))?;
        Some((stretch as usize, start + found))
    }

    pub(crate) fn stretch(&self, stretch: usize) -> Option<&Stretch> {
        self.stretches.get(stretch)
    }
}

/// The block of a position, and the place in it.
fn split(position: u64) -> (u32, u32) {
    let place = position & ((1 << Position::INDEX_BITS) - 1);
    ((position >> Position::INDEX_BITS) as u32, place as u32)
}

/// Finds rows among stretches by ascending position.
#[derive(Debug)]
pub(crate) struct Finder<'s> {
    stretches: &'s [Stretch],
    /// The last position, and the stretch and the place in it where it was found, or would have stood.
    position: u64,
    stretch: usize,
    place: usize,
}

impl<'s> Finder<'s> {
    pub(crate) fn new(stretches: &'s [Stretch]) -> Self {
        Self { stretches, position: 0, stretch: 0, place: 0 }
    }

    /// The stretch and the place in it of the row at this position: soon where it is not before the last one asked for.
    pub(crate) fn find(&mut self, position: u64) -> Option<(usize, usize)> {
        if position < self.position {
            (self.stretch, self.place) = (0, 0);
        }
        self.position = position;
        let ends_before = |stretch: &Stretch| stretch.rows.last().is_none_or(|last| last.position < position);
        if ends_before(self.stretches.get(self.stretch)?) {
            self.stretch += self.stretches[self.stretch..].partition_point(ends_before);
            self.place = 0;
        }
        let rows = &self.stretches.get(self.stretch)?.rows;
        self.place += ahead(&rows[self.place..], position);
        let found = rows.get(self.place).is_some_and(|row| row.position == position);
        found.then_some((self.stretch, self.place))
    }
}

/// How many of these rows stand before the position, which may be anywhere among them.
fn around(rows: &[Place], position: u64) -> usize {
    let [Some(first), Some(last)] = [rows.first(), rows.last()] else { return 0 };
    // The distance tells about where it is.
    let distance = position.saturating_sub(first.position);
    let all = last.position - first.position + 1;
    let guess = (distance.saturating_mul(rows.len() as u64) / all) as usize;
    let (before, behind) = rows.split_at(guess.min(rows.len()));
    if behind.first().is_some_and(|row| row.position < position) {
        return before.len() + ahead(behind, position);
    }
    let is_before = |row: &Place| row.position < position;
    let mut step = 1;
    while before.len().checked_sub(step).is_some_and(|at| !is_before(&before[at])) {
        step *= 2;
    }
    let from = before.len().saturating_sub(step);
    let to = before.len() - step / 2;
    from + before[from..to].partition_point(is_before)
}

/// How many of these rows stand before the position, which is mostly near the first.
fn ahead(rows: &[Place], position: u64) -> usize {
    let is_before = |row: &Place| row.position < position;
    // In steps that double.
    let mut step = 1;
    while rows.get(step - 1).is_some_and(is_before) {
        step *= 2;
    }
    let from = step / 2;
    let to = step.min(rows.len());
    from + rows[from..to].partition_point(is_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row(Vec<Vec<u8>>);

    impl Fields for Row {
        fn field(&self, slot: usize) -> &[u8] {
            self.0.get(slot).map_or(&[], Vec::as_slice)
        }
    }

    proptest::proptest! {
        #[test]
        fn rows_are_found_wherever_they_stand(steps in proptest::collection::vec(1..40_u64, 0..60), sought in 0..900_u64) {
            let places = steps.iter().scan(100, |position, step| {
                *position += step;
                Some(Place { position: *position, start: 0, file: 0 })
            });
            let rows: Vec<Place> = places.collect();
            let expected = rows.partition_point(|row| row.position < sought);
            proptest::prop_assert_eq!(ahead(&rows, sought), expected);
            let place = around(&rows, sought);
            proptest::prop_assert!(place == expected, "{} for {}", place, expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn rows_of_the_first_pass_are_found_by_their_blocks(
            blocks in proptest::collection::vec(proptest::collection::btree_set(0..60_u64, 0..20), 1..12),
            rows_of_a_stretch in 1..40_usize,
        ) {
            let harvest = Harvest::new(1 << 20, true);
            let mut gathering = Gathering::default();
            let finish = |gathering: &mut Gathering| harvest.foresee(vec![gathering.finish()]);
            let numbers = (0..blocks.len()).rev();
            for number in numbers {
                for place in &blocks[number] {
                    let position = (number as u64) << Position::INDEX_BITS | place;
                    let row = Row(vec![position.to_string().into_bytes()]);
                    harvest.keep(&mut gathering, position, 0, &[(0, 0)], &row);
                }
                if gathering.rows.len() >= rows_of_a_stretch {
                    finish(&mut gathering);
                }
            }
            finish(&mut gathering);
            let foreseen = harvest.foreseen();
            for number in 0..=blocks.len() {
                for place in 0..62 {
                    let position = (number as u64) << Position::INDEX_BITS | place;
                    let found = foreseen.find(position).map(|(stretch, place)| {
                        foreseen.stretch(stretch).unwrap().row(place, |_| &[(0, 0)]).unwrap().string(0).to_owned()
                    });
                    let is_kept = blocks.get(number).is_some_and(|block| block.contains(&place));
                    proptest::prop_assert_eq!(found, is_kept.then(|| position.to_string()));
                }
            }
        }
    }

    #[test]
    fn what_the_first_pass_kept_outlives_the_rounds() {
        let columns = [(0, 0)];
        let harvest = Harvest::new(1 << 20, true);
        let filled = |position| {
            let mut gathering = Gathering::default();
            harvest.keep(&mut gathering, position, 0, &columns, &Row(vec![b"1".to_vec()]));
            gathering.finish()
        };
        let block = 1 << Position::INDEX_BITS;
        for position in [9 + 2 * block, 3] {
            let stretch = filled(position);
            harvest.count(&stretch);
            harvest.foresee(vec![stretch]);
        }
        harvest.add(filled(5));
        harvest.handed_out();
        assert!(harvest.begin(1).is_some());
        assert!(harvest.stretches().is_empty());
        let found = [10, 1, 3, 2 + block, 4, 9 + block, 9 + 2 * block, 10 + block, 9 + 3 * block]
            .map(|position| harvest.foreseen().find(position));
        let (first, second) = (Some((1, 0)), Some((0, 0)));
        assert_eq!(found, [None, None, first, None, None, None, second, None, None]);
        let room = Harvest::new(3 * size_of::<Place>() + size_of::<Block>() + 10, true);
        let mut gathering = Gathering::default();
        (0..9).for_each(|position| {
            room.keep(&mut gathering, position, 0, &columns, &Row(vec![b"123".to_vec()]));
        });
        assert_eq!(gathering.finish().rows.len(), 3, "four bytes each beside its place, and room for ten");
        assert!(gathering.is_empty());
    }

    #[test]
    fn who_a_row_is_about_is_told_by_number_names_and_birth() {
        let mut columns = Columns::none();
        (columns.surname, columns.given_name, columns.precinct) = (0, 1, 2);
        let present: Vec<_> = columns.present().collect();
        let mut gathering = Gathering::default();
        let rows = [["аб", "в", "1"], ["а", "бв", "1"], ["аб", "в", "2"]];
        for (position, row) in rows.into_iter().enumerate() {
            let row = Row(row.map(|field| field.as_bytes().to_vec()).to_vec());
            gathering.keep(position as u64, 0, &present, true, &row);
        }
        let stretch = gathering.finish();
        let identity = |place| stretch.row(place, |_| present.as_slice()).unwrap().identity;
        assert_ne!(identity(0), identity(1));
        assert_eq!(identity(0), identity(2));
    }

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let mut columns = Columns::none();
        (columns.iin, columns.surname, columns.address, columns.source_ref) = (3, 0, 1, 2);
        let (kept, present) = (columns.kept(), columns.present().collect::<Vec<_>>());
        let harvest = Harvest::new(1 << 24, true);
        for start in [100_u64, 0, 200] {
            let mut gathering = harvest.begin(10).unwrap();
            for position in (start..start + 30).step_by(3) {
                let long = vec![b'x'; [0, 126, 127, 128, 80_000][position as usize % 5]];
                let fields = vec![b"name".to_vec(), long, Vec::new(), position.to_string().into_bytes()];
                harvest.keep(&mut gathering, position, 1, &present, &Row(fields));
            }
            harvest.add(gathering.finish());
        }
        let stretches = harvest.stretches();
        let mut finder = Finder::new(&stretches);
        for position in (0..300).rev() {
            assert_eq!(finder.find(position).is_some(), position % 100 < 30 && position % 100 % 3 == 0);
        }
        for position in 0..300 {
            let found = finder.find(position);
            assert_eq!(finder.find(position), found);
            assert_eq!(finder.find(position), found);
            let Some((stretch, place)) = found else {
                assert!(position % 100 >= 30 || position % 100 % 3 != 0, "{position}");
                continue;
            };
            let row = stretches[stretch].row(place, |_| present.as_slice()).unwrap();
            assert_eq!((row.position, row.file), (position, 1));
            assert_eq!(row.string(kept.iin), position.to_string());
            assert_eq!(row.string(kept.surname), "name");
            assert_eq!(row.bytes(kept.address).len(), [0, 126, 127, 128, 80_000][position as usize % 5]);
            assert_eq!(row.bytes(kept.source_ref), b"");
            assert_eq!(row.bytes(kept.mark), b"");
        }
    }
}

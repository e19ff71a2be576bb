//! Rows kept when the search reads them to compare keys, since most of them are evidence a moment later.
//!
//! The search fetches all rows of a round of candidates in parallel and then hands out their groups. What is kept here
//! saves reading these rows a second time. Beyond a bound nothing more is kept, and such rows are read again; so this
//! changes how long a check takes and nothing else.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::columns::{COUNT, Columns};
use crate::person::Fields;

/// Rows of one round.
#[derive(Debug)]
pub(crate) struct Harvest {
    stretches: Mutex<Vec<Stretch>>,
    bytes: AtomicUsize,
    limit: usize,
    /// Groups were handed out: what is kept belongs to a round that is over.
    over: AtomicBool,
    /// Whether addresses are kept.
    addresses: bool,
}

/// Rows that one worker read, by ascending position.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    /// Position, file, and where the fields begin in `bytes`.
    rows: Vec<(u64, u32, u32)>,
    bytes: Vec<u8>,
}

/// A row that was kept.
#[derive(Debug)]
pub(crate) struct Kept<'a> {
    slots: [usize; COUNT],
    fields: [&'a [u8]; COUNT],
}

impl Fields for Kept<'_> {
    fn field(&self, slot: usize) -> &[u8] {
        self.slots.iter().position(|at| *at == slot).map_or(&[], |index| self.fields[index])
    }
}

impl Harvest {
    pub(crate) fn new(limit: usize, addresses: bool) -> Self {
        Self {
            stretches: Mutex::default(),
            bytes: AtomicUsize::new(0),
            limit,
            over: AtomicBool::new(false),
            addresses,
        }
    }

    /// A stretch to be filled; `None` where there is no room.
    pub(crate) fn stretch(&self) -> Option<Stretch> {
        if self.over.swap(false, Ordering::Relaxed) {
            let mut stretches = self.stretches.lock().unwrap_or_else(PoisonError::into_inner);
            stretches.clear();
            self.bytes.store(0, Ordering::Relaxed);
        }
        (self.bytes.load(Ordering::Relaxed) < self.limit).then(Stretch::default)
    }

    /// Keeps one row, if its fields are of a usual length and there is room.
    pub(crate) fn keep(
        &self,
        stretch: &mut Stretch,
        position: u64,
        file: usize,
        columns: &Columns,
        record: &impl Fields,
    ) {
        let Ok(start) = u32::try_from(stretch.bytes.len()) else { return };
        if self.bytes.load(Ordering::Relaxed) + stretch.bytes.len() >= self.limit {
            return;
        }
        for (index, slot) in columns.slots().into_iter().enumerate() {
            let skipped = index == Columns::ADDRESS && !self.addresses;
            let field = if skipped { &[] } else { record.field(slot) };
            let Ok(length) = u16::try_from(field.len()) else {
                stretch.bytes.truncate(start as usize);
                return;
            };
            stretch.bytes.extend_from_slice(&length.to_le_bytes());
            stretch.bytes.extend_from_slice(field);
        }
        stretch.rows.push((position, file as u32, start));
    }

    /// Takes a stretch that was filled.
    pub(crate) fn add(&self, mut stretch: Stretch) {
        if stretch.rows.is_empty() {
            return;
        }
        stretch.rows.shrink_to_fit();
        stretch.bytes.shrink_to_fit();
        self.bytes.fetch_add(stretch.bytes.len() + stretch.rows.len() * 16, Ordering::Relaxed);
        self.stretches.lock().unwrap_or_else(PoisonError::into_inner).push(stretch);
    }

    /// Groups of this round are being handed out.
    pub(crate) fn handed_out(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Shows those of the rows at these positions (ascending) that were kept, and returns the others.
    pub(crate) fn visit(
        &self,
        positions: &[u64],
        columns: impl Fn(usize) -> Columns,
        mut each: impl FnMut(u64, usize, &Kept<'_>),
    ) -> Vec<u64> {
        let stretches = self.stretches.lock().unwrap_or_else(PoisonError::into_inner);
        let mut order: Vec<&Stretch> = stretches.iter().collect();
        order.sort_by_key(|stretch| stretch.rows.first().map(|(position, ..)| *position));
        let mut left = Vec::new();
        for &position in positions {
            // Stretches of one round do not overlap.
            let after = order.partition_point(|stretch| {
                stretch.rows.first().is_some_and(|(first, ..)| *first <= position)
            });
            let found = after.checked_sub(1).and_then(|index| {
                let stretch = order[index];
                let at = stretch.rows.binary_search_by_key(&position, |(position, ..)| *position).ok()?;
                Some((stretch, stretch.rows[at]))
            });
            let Some((stretch, (_, file, start))) = found else {
                left.push(position);
                continue;
            };
            let file = file as usize;
            each(position, file, &stretch.kept(start as usize, columns(file).slots()));
        }
        left
    }
}

impl Stretch {
    fn kept(&self, start: usize, slots: [usize; COUNT]) -> Kept<'_> {
        let mut rest = self.bytes.get(start..).unwrap_or(&[]);
        let fields = [(); COUNT].map(|()| {
            let Some((length, behind)) = rest.split_first_chunk::<2>() else { return &[][..] };
            let (field, behind) =
                behind.split_at_checked(u16::from_le_bytes(*length).into()).unwrap_or((&[], &[]));
            rest = behind;
            field
        });
        Kept { slots, fields }
    }
}

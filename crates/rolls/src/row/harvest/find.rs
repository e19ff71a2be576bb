//! Where a row is among those that were kept.

use tizim_tables::Position;

use super::stretch::{Block, Place, Stretch};

/// What the first pass kept. Blocks are in no order, the rows of each stand together.
#[derive(Debug, Default)]
pub(crate) struct Foreseen {
    stretches: Vec<Stretch>,
    /// The stretch of each block, and its rows there: none where none of its rows were kept.
    blocks: Vec<(u32, Block)>,
}

impl Foreseen {
    pub(super) fn new(stretches: Vec<Stretch>) -> Self {
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
pub(super) fn split(position: u64) -> (u32, u32) {
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
    use super::super::stretch::Gathering;
    use super::super::stretch::tests::Row;
    use super::*;
    use crate::row::harvest::Harvest;

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
            let mut waiting = 0;
            for number in (0..blocks.len()).rev() {
                for place in &blocks[number] {
                    let position = (number as u64) << Position::INDEX_BITS | place;
                    let row = Row(vec![position.to_string().into_bytes()]);
                    harvest.keep(&mut gathering, position, 0, &[(0, 0)], &row);
                }
                waiting += blocks[number].len();
                if waiting >= rows_of_a_stretch {
                    finish(&mut gathering);
                    waiting = 0;
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
}

//! Cells for marks of which the words are not understood.

use std::collections::{BTreeMap, HashMap};

use crate::row::mark::is_understood;

/// Positions that are kept of one file.
const MOST_KEPT: usize = 100;
/// Different marks that are kept of one file, digits apart; of more, none is told.
const MOST_WORDINGS: usize = 1 << 14;
/// A wording on fewer rows may be about one person.
const ON_MANY: u64 = 10;

/// Marks of one file that are not understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UnreadMarks {
    pub(crate) count: u64,
    /// The first of them, ascending.
    pub(crate) positions: Vec<u64>,
    /// Rows by what is written there, with `9` for every digit; 0 of what is understood.
    wordings: HashMap<Box<str>, u64>,
    is_full: bool,
}

impl UnreadMarks {
    /// Takes the mark of a row; `wording` is used again for the next one. Rows of one worker come in ascending order.
    pub(crate) fn take(&mut self, position: u64, mark: &str, wording: &mut String) {
        wording.clear();
        wording.extend(mark.trim().chars().map(|sign| if sign.is_ascii_digit() { '9' } else { sign }));
        match self.wordings.get_mut(wording.as_str()) {
            Some(0) => return,
            Some(rows) => *rows += 1,
            None => {
                let rows = u64::from(!is_understood(mark));
                if self.wordings.len() <= MOST_WORDINGS {
                    self.wordings.insert(wording.as_str().into(), rows);
                }
                if rows == 0 {
                    return;
                }
            }
        }
        self.count += 1;
        if self.positions.len() < MOST_KEPT {
            self.positions.push(position);
        }
    }

    /// Adds what another worker has seen.
    pub(crate) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.positions.extend(other.positions);
        self.positions.sort_unstable();
        self.positions.truncate(MOST_KEPT);
        for (wording, rows) in other.wordings {
            *self.wordings.entry(wording).or_default() += rows;
        }
        self.is_full |= self.wordings.len() > MOST_WORDINGS;
    }

    /// What is written there, the most frequent first: words that stand on many rows and are written as no name is, of all
    /// else its shape.
    pub(crate) fn shown(&self) -> Vec<String> {
        if self.is_full {
            return Vec::new();
        }
        let mut shown: BTreeMap<(bool, String), u64> = BTreeMap::new();
        for (wording, rows) in self.wordings.iter().filter(|(_, rows)| **rows > 0) {
            let is_plain = *rows >= ON_MANY && !wording.chars().any(char::is_uppercase);
            let text = if is_plain { wording.to_string() } else { tizim_tables::shape(wording) };
            *shown.entry((!is_plain, text)).or_default() += rows;
        }
        let mut shown: Vec<_> = shown.into_iter().collect();
        shown.sort_by_key(|((is_shape, _), rows)| (*is_shape, std::cmp::Reverse(*rows)));
        shown.into_iter().map(|((_, text), _)| text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(marks: &[(&str, usize)]) -> UnreadMarks {
        let (mut first, mut second) = (UnreadMarks::default(), UnreadMarks::default());
        let rows = marks.iter().flat_map(|(mark, rows)| std::iter::repeat_n(*mark, *rows));
        for (position, mark) in rows.enumerate() {
            let part = if position % 2 == 0 { &mut first } else { &mut second };
            part.take(position as u64, mark, &mut String::new());
        }
        first.add(second);
        first
    }

    #[test]
    fn words_of_many_rows_are_shown_and_those_of_a_person_are_not() {
        let marks = taken(&[
            ("қайтыс болды", 30),
            ("АУ № 0001234", 5),
            ("", 5),
            ("см. карточку 12", 11),
            ("см. карточку 7", 12),
            ("сосед Небывалов", 40),
            ("рыжий", 9),
        ]);
        assert_eq!(marks.count, 72);
        assert_eq!(marks.shown(), ["см. карточку 9", "см. карточку 99", "ааааа Ааааааааа", "ааааа"]);
        assert_eq!(marks.positions.len(), 72);
        assert_eq!(marks.positions[0], 40, "those that are understood are none of these");
    }

    #[test]
    fn of_too_many_wordings_none_is_shown() {
        let mut marks = UnreadMarks::default();
        for position in 0..20_000_u64 {
            let letters: String = position.to_string().bytes().map(|digit| char::from(digit + 49)).collect();
            marks.take(position, &format!("zz {letters}"), &mut String::new());
        }
        marks.add(UnreadMarks::default());
        assert_eq!((marks.count, marks.shown().len()), (20_000, 0));
    }
}

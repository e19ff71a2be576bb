//! The fields of a row, from wherever they come: a record of a table, a row kept in memory, a row of another program.

use tizim_people::names::WINDOW;

/// The fields of a row by slot, wherever they are kept.
pub trait Fields {
    /// The value in a slot, UTF-8; empty where there is none.
    fn field(&self, slot: usize) -> &[u8];

    /// The same as text.
    fn text(&self, slot: usize) -> &str {
        str::from_utf8(self.field(slot)).unwrap_or("")
    }

    /// Three values that stand side by side in a text, if they are kept so that they can be read at one go: the text, and
    /// where each ends in it.
    #[inline]
    fn side_by_side(&self, _slots: [usize; 3]) -> Option<(&[u8; WINDOW], [usize; 3])> {
        None
    }
}

/// Fields whose text outlives the row.
pub trait KeptFields<'s>: Fields {
    /// The text in a slot; empty where there is none.
    fn kept(&self, slot: usize) -> &'s str;

    /// All that tells who the row is about, as it is kept, if that can be told at once: where it is equal in two rows with the
    /// same such columns, the rows are about one person, written alike.
    fn identity(&self) -> Option<[&'s str; 2]> {
        None
    }
}

impl<T: AsRef<str>> Fields for [T] {
    fn field(&self, slot: usize) -> &[u8] {
        self.text(slot).as_bytes()
    }

    fn text(&self, slot: usize) -> &str {
        self.get(slot).map_or("", AsRef::as_ref)
    }
}

impl<F: Fields + ?Sized> Fields for &F {
    #[inline]
    fn field(&self, slot: usize) -> &[u8] {
        (**self).field(slot)
    }

    #[inline]
    fn text(&self, slot: usize) -> &str {
        (**self).text(slot)
    }

    #[inline]
    fn side_by_side(&self, slots: [usize; 3]) -> Option<(&[u8; WINDOW], [usize; 3])> {
        (**self).side_by_side(slots)
    }
}

impl<'s, T: AsRef<str>> KeptFields<'s> for &'s [T] {
    fn kept(&self, slot: usize) -> &'s str {
        self.get(slot).map_or("", AsRef::as_ref)
    }
}

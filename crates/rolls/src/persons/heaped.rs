//! Days of the year on which birthdays heap.

/// Days of the year as they are packed: month and day.
pub(crate) const DAYS: usize = 1 << 9;
/// The first of January, packed.
const NEW_YEAR: usize = 1 << 5 | 1;

/// Days of the year on which birthdays heap: people whose day is not known were given them, and agreement on one is no
/// chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeapedDays([u64; DAYS / 64]);

impl Default for HeapedDays {
    /// The first of January alone.
    fn default() -> Self {
        let mut days = Self([0; DAYS / 64]);
        days.insert(NEW_YEAR);
        days
    }
}

impl HeapedDays {
    /// Adds a day, packed as month and day.
    pub(crate) fn insert(&mut self, day: usize) {
        self.0[day / 64] |= 1 << (day % 64);
    }

    /// Whether birthdays heap on the day of this date, packed.
    #[inline]
    pub(crate) fn contains(&self, packed: u32) -> bool {
        let day = packed as usize & (DAYS - 1);
        self.0[day / 64] >> (day % 64) & 1 == 1
    }

    /// How many days these are.
    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }
}

//! Rows that state the same place as the row before them, as nearly all do: what hangs on the place alone is found out once for
//! all of them.

/// Rows of one file, as they come.
#[derive(Debug, Default)]
pub(crate) struct Neighbours {
    /// Region, precinct and settlement of the last row, as written.
    written: [Vec<u8>; 3],
    /// How often they have changed; 0 before the first row.
    number: u64,
    region_missing: bool,
}

impl Neighbours {
    /// Takes a row with this region, precinct and settlement.
    #[inline]
    pub(crate) fn take(&mut self, written: [&[u8]; 3]) {
        let is_same =
            self.number > 0 && self.written.iter().zip(written).all(|(known, here)| is_same(known, here));
        if !is_same {
            self.change(written);
        }
    }

    #[cold]
    #[inline(never)]
    fn change(&mut self, written: [&[u8]; 3]) {
        for (known, here) in self.written.iter_mut().zip(written) {
            known.clear();
            known.extend_from_slice(here);
        }
        self.number += 1;
        self.region_missing = tizim_tables::is_missing(written[0]);
    }

    /// The number of the place of the last row: rows one after the other that have the same one state the same.
    #[inline]
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Whether the last row states no region.
    #[inline]
    pub(crate) fn region_missing(&self) -> bool {
        self.region_missing
    }
}

/// Whether two texts are the same. Nearly every list lacks one of the columns, and to hand nothing to the comparison of bytes
/// is dear: wide processors load it under a mask from an address where nothing is, and take a hundred times as long to
/// find that out as to compare a word.
#[inline]
fn is_same(known: &[u8], here: &[u8]) -> bool {
    known.len() == here.len() && (here.is_empty() || known == here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_any_part_is_a_change() {
        let mut rows = Neighbours::default();
        let mut number = |written: [&str; 3]| {
            rows.take(written.map(str::as_bytes));
            (rows.number(), rows.region_missing())
        };
        assert_eq!(number(["", "", ""]), (1, true));
        assert_eq!(number(["", "", ""]), (1, true));
        assert_eq!(number(["A", "1", ""]), (2, false));
        assert_eq!(number(["A", "1", ""]), (2, false));
        assert_eq!(number(["A", "11", ""]), (3, false));
        assert_eq!(number(["A1", "1", ""]), (4, false));
        assert_eq!(number(["-", "1", ""]), (5, true));
        assert_eq!(number(["-", "1", "x"]), (6, true));
    }
}

//! Rows unlike the rest, which some rules are about alone: counted, and as long as they are few, remembered.

/// More than so many are not remembered.
const MOST: usize = 1 << 12;

/// Odd rows of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OddRows {
    count: u64,
    positions: Vec<u64>,
}

impl OddRows {
    /// Another one.
    pub(crate) fn take(&mut self, position: u64) {
        self.count += 1;
        if self.positions.len() < MOST {
            self.positions.push(position);
        }
    }

    /// Puts those that another worker saw to these.
    pub(crate) fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.positions.extend(&other.positions);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Where they are; `None` where they are too many.
    pub(crate) fn positions(&self) -> Option<&[u64]> {
        (self.count == self.positions.len() as u64).then_some(&self.positions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_remembered() {
        let (mut odd, mut other) = (OddRows::default(), OddRows::default());
        odd.take(5);
        other.take(7);
        odd.add(&other);
        assert_eq!((odd.count(), odd.positions()), (2, Some([5, 7].as_slice())));
        (0..5000).for_each(|position| odd.take(position));
        assert_eq!((odd.count(), odd.positions()), (5002, None));
    }
}

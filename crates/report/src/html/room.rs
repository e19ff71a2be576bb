//! How much of a page its rows may take: a page is to open at once, and to be sent by mail.

/// Room for rows, shared by the tables that come one after another.
#[derive(Debug)]
pub(super) struct Room {
    bytes: usize,
}

impl Room {
    /// Room for this many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        Self { bytes }
    }

    /// The rows for which there is room, and of those the first `sure` in any case, one after another; and how many they are.
    ///
    /// Rows are made only as far as they are taken.
    pub(super) fn take(&mut self, rows: impl Iterator<Item = String>, sure: usize) -> (String, usize) {
        let (mut taken, mut count) = (String::new(), 0);
        for row in rows {
            if row.len() > self.bytes && count >= sure {
                self.bytes = 0;
                break;
            }
            self.bytes = self.bytes.saturating_sub(row.len());
            taken.push_str(&row);
            count += 1;
        }
        (taken, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rows_have_room_and_the_others_as_far_as_it_goes() {
        let mut room = Room::of(20);
        let mut take = |rows: usize, sure| room.take((0..rows).map(|_| "ab".to_owned()), sure).1;
        assert_eq!([take(4, 2), take(9, 2), take(9, 2), take(1, 2)], [4, 6, 2, 1]);
    }
}

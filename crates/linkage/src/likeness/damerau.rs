//! Number of slips of the pen between two texts.
//!
//! Fred J. Damerau, "A technique for computer detection and correction of spelling errors", 1964 (a letter put in, left
//! out, changed, or swapped with its neighbour), in the form of the optimal string alignment.

/// Longest text that is compared.
const MOST: usize = 64;

/// The number of slips between two texts if it is at most `most`; `None` beyond, and for texts that differ and of which
/// one is longer than 64 letters.
pub fn edits_within(most: usize, left: &[u16], right: &[u16]) -> Option<usize> {
    let start = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(left, right)| left == right).count();
    let (left, right) = (&left[..left.len() - end], &right[..right.len() - end]);
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if long.len() - short.len() > most || long.len() > MOST {
        return None;
    }
    if short.is_empty() {
        return Some(long.len());
    }
    table(most, short, long)
}

/// The rows of the table of distances, three at a time.
fn table(most: usize, short: &[u16], long: &[u16]) -> Option<usize> {
    let mut before = [0_u8; MOST + 1];
    let mut last = [0_u8; MOST + 1];
    let mut this = [0_u8; MOST + 1];
    for (place, cell) in last.iter_mut().enumerate() {
        *cell = place as u8;
    }
    for (row, &letter) in long.iter().enumerate() {
        this[0] = row as u8 + 1;
        let mut least = this[0];
        for (column, &other) in short.iter().enumerate() {
            let mut cell =
                (last[column] + u8::from(letter != other)).min(last[column + 1] + 1).min(this[column] + 1);
            if row > 0 && column > 0 && letter == short[column - 1] && long[row - 1] == other {
                cell = cell.min(before[column - 1] + 1);
            }
            this[column + 1] = cell;
            least = least.min(cell);
        }
        if usize::from(least) > most + 1 {
            return None;
        }
        (before, last, this) = (last, this, before);
    }
    let edits = usize::from(last[short.len()]);
    (edits <= most).then_some(edits)
}

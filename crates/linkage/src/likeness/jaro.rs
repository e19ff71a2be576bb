//! Likeness of names by letters in common.
//!
//! Matthew A. Jaro, "Advances in record-linkage methodology as applied to matching the 1985 census of Tampa, Florida",
//! 1989; William E. Winkler, "String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of record
//! linkage", 1990.

/// Letters of which a text is compared; what stands beyond is not looked at.
const MOST: usize = 64;

/// Jaro's similarity of two texts, from 0 (no letter in common) to 1 (the same); 1 for two empty texts. Of longer texts the
/// first 64 letters count.
pub fn jaro(left: &[u16], right: &[u16]) -> f64 {
    let (left, right) = (&left[..left.len().min(MOST)], &right[..right.len().min(MOST)]);
    if left.is_empty() || right.is_empty() {
        return if left.is_empty() && right.is_empty() { 1.0 } else { 0.0 };
    }
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (mut of_left, mut of_right) = (0_u64, 0_u64);
    for (place, &letter) in left.iter().enumerate() {
        let start = place.saturating_sub(reach);
        let end = (place + reach + 1).min(right.len());
        for (other, &of_other) in right.iter().enumerate().take(end).skip(start) {
            if of_other == letter && of_right >> other & 1 == 0 {
                of_left |= 1 << place;
                of_right |= 1 << other;
                break;
            }
        }
    }
    let common = of_left.count_ones();
    if common == 0 {
        return 0.0;
    }
    let mut out_of_place = 0;
    let mut rest = of_right;
    for (place, &letter) in left.iter().enumerate() {
        if of_left >> place & 1 == 1 {
            out_of_place += u32::from(right[rest.trailing_zeros() as usize] != letter);
            rest &= rest - 1;
        }
    }
    let common = f64::from(common);
    let swapped = f64::from(out_of_place / 2);
    (common / left.len() as f64 + common / right.len() as f64 + (common - swapped) / common) / 3.0
}

/// Jaro's similarity, raised by a tenth of what is wanting for each of up to four first letters in common.
pub fn jaro_winkler(left: &[u16], right: &[u16]) -> f64 {
    let similarity = jaro(left, right);
    let same_start = left.iter().zip(right).take(4).take_while(|(left, right)| left == right).count();
    similarity + 0.1 * same_start as f64 * (1.0 - similarity)
}

/// No less than Jaro-Winkler's similarity of two texts of which is known which letters they have
/// ([`mask`](super::mask)): letters that only one of them has are not in common.
pub(crate) fn jaro_winkler_at_most(left: &[u16], left_has: u32, right: &[u16], right_has: u32) -> f64 {
    let (left_length, right_length) = (left.len().min(MOST), right.len().min(MOST));
    if left.len() > MOST || right.len() > MOST || left.is_empty() || right.is_empty() {
        return 1.0;
    }
    let only_left = (left_has & !right_has).count_ones() as usize;
    let only_right = (right_has & !left_has).count_ones() as usize;
    let common = left_length.saturating_sub(only_left).min(right_length.saturating_sub(only_right)) as f64;
    let most = if common == 0.0 {
        0.0
    } else {
        (common / left_length as f64 + common / right_length as f64 + 1.0) / 3.0
    };
    let same_start = left.iter().zip(right).take(4).take_while(|(left, right)| left == right).count();
    most + 0.1 * same_start as f64 * (1.0 - most)
}

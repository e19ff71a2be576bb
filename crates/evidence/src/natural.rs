//! The order of names and codes as people sort them.

use std::cmp::Ordering;

/// Compares texts so that numbers in them count as numbers.
///
/// ```
/// use tizim_evidence::natural;
/// let mut codes = ["P10", "P2"];
/// codes.sort_by(|one, other| natural(one, other));
/// assert_eq!(codes, ["P2", "P10"]);
/// ```
pub fn natural(left: &str, right: &str) -> Ordering {
    let (mut one, mut other) = (left, right);
    loop {
        let (Some(first), Some(second)) = (one.chars().next(), other.chars().next()) else {
            return one.len().cmp(&other.len()).then_with(|| left.cmp(right));
        };
        let order = if first.is_ascii_digit() && second.is_ascii_digit() {
            let (number, rest) = split_digits(one);
            let (other_number, other_rest) = split_digits(other);
            (one, other) = (rest, other_rest);
            // Without leading zeros the longer number is the greater.
            number.len().cmp(&other_number.len()).then_with(|| number.cmp(other_number))
        } else {
            (one, other) = (&one[first.len_utf8()..], &other[second.len_utf8()..]);
            first.cmp(&second)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The digits at the start without leading zeros, and what follows.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["10", "2", "KZ-75/12", "KZ-75/2", "02", "Ақ", "", "100"];
        names.sort_by(|left, right| natural(left, right));
        assert_eq!(names, ["", "02", "2", "10", "100", "KZ-75/2", "KZ-75/12", "Ақ"]);
    }
}

//! How many letters two names are apart.

/// Letters of a name that are compared; of a longer one the first.
const LETTERS: usize = 64;

/// Damerau-Levenshtein distance, restricted: insertions, deletions, substitutions, swaps of neighbours. Names longer than
/// 64 letters are compared on their first 64.
pub(super) fn distance(left: &[char], right: &[char]) -> usize {
    let left = &left[..left.len().min(LETTERS)];
    let right = &right[..right.len().min(LETTERS)];
    let mut rows = [[0_u8; LETTERS + 1]; 3];
    for (column, cell) in rows[0].iter_mut().enumerate() {
        *cell = column as u8;
    }
    for (i, a) in left.iter().enumerate() {
        let [previous, current, before] = &mut rows;
        current[0] = i as u8 + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = previous[j] + u8::from(a != b);
            let mut cost = substituted.min(previous[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            current[j + 1] = cost;
        }
        rows.rotate_left(1);
    }
    usize::from(rows[0][right.len()])
}

/// Whether two names are one slip apart: a letter too many, missing or wrong, or two neighbours swapped. As [`distance`] at
/// most 1, but in one pass.
pub(super) fn is_one_slip(left: &[char], right: &[char]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if same == short.len() {
        return true;
    }
    let (short, long) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return short == &long[1..];
    }
    short[1..] == long[1..]
        || (short.len() > 1 && short[0] == long[1] && short[1] == long[0] && short[2..] == long[2..])
}

/// Two spellings that may be one name: equal, one the beginning of the other (at least three letters, or an initial), or few
/// letters apart: at most a third of the shorter, and never more than three.
pub(super) fn alike(left: &[char], right: &[char]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    if short.is_empty() {
        return false;
    }
    if short == long || (long.starts_with(short) && (short.len() >= 3 || short.len() == 1)) {
        return true;
    }
    let allowed = (short.len() / 3).min(3);
    allowed > 0 && long.len() - short.len() <= allowed && distance(short, long) <= allowed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The definition, row by row.
    fn naive(left: &[char], right: &[char]) -> usize {
        let mut table = vec![vec![0; right.len() + 1]; left.len() + 1];
        for i in 0..=left.len() {
            for j in 0..=right.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let mut cost = (table[i - 1][j - 1] + usize::from(left[i - 1] != right[j - 1]))
                        .min(table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] {
                        cost = cost.min(table[i - 2][j - 2] + 1);
                    }
                    cost
                };
            }
        }
        table[left.len()][right.len()]
    }

    #[test]
    fn distances_known_from_elsewhere() {
        for (left, right, expected) in
            [("kitten", "sitting", 3), ("ab", "ba", 1), ("", "abc", 3), ("ca", "abc", 3), ("same", "same", 0)]
        {
            assert_eq!(distance(&chars(left), &chars(right)), expected, "{left} {right}");
        }
        let long: Vec<char> = "а".repeat(80).chars().collect();
        assert_eq!(distance(&long, &long[..70]), 0);
    }

    #[test]
    fn two_letters_that_are_equal_are_alike() {
        assert!(alike(&chars("ли"), &chars("ли")));
        assert!(!alike(&chars("ли"), &chars("лим")));
        assert!(!alike(&[], &[]));
    }

    proptest! {
        #[test]
        fn equals_the_naive_twin(left in "[абв]{0,9}", right in "[абв]{0,9}") {
            let (left, right) = (chars(&left), chars(&right));
            let expected = naive(&left, &right);
            prop_assert_eq!(distance(&left, &right), expected);
            prop_assert_eq!(is_one_slip(&left, &right), expected <= 1);
        }
    }
}

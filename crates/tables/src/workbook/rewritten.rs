//! The text of a sheet with what is only known once its columns are: cells merged with the one above, days counted from
//! 1904.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::rows::fields::Rows;
use crate::rows::quotes::Dialect;

/// Cells that were made one: rows and columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merged {
    pub(crate) rows: (u32, u32),
    pub(crate) columns: (u32, u32),
}

/// What is written anew in which columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    /// A merged cell holds its value for all its cells.
    pub(crate) spreading: BTreeSet<usize>,
    /// Bare numbers count the days since 1 January 1904.
    pub(crate) days_from_1904: BTreeSet<usize>,
}

/// The sheet's text so, from a row's start on; `None` where nothing changes. Merged cells grow the text by at most their
/// value for each row that is there.
pub(crate) fn rewritten(text: &[u8], from: u64, merged: &[Merged], columns: &Columns) -> Option<Vec<u8>> {
    let mut merged: Vec<(Merged, Option<Vec<u8>>)> = merged
        .iter()
        .filter(|cells| {
            let across = cells.columns.0 as usize..=cells.columns.1 as usize;
            cells.rows.0 < cells.rows.1 && columns.spreading.range(across).next().is_some()
        })
        .map(|cells| (*cells, None))
        .collect();
    if merged.is_empty() && columns.days_from_1904.is_empty() {
        return None;
    }
    merged.sort_by_key(|(cells, _)| *cells);
    let mut rows = Rows::default();
    rows.split(Dialect { delimiter: b',', line_end: b'\n' }, text);
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    // Those that may reach the present row.
    let (mut begun, mut next) = (Vec::new(), 0);
    for (row, number) in rows.of(text).zip(0_u32..) {
        begun.retain(|&at: &usize| merged[at].0.rows.1 >= number);
        while merged.get(next).is_some_and(|(cells, _)| cells.rows.0 <= number) {
            begun.push(next);
            next += 1;
        }
        let is_data = u64::from(row.start()) >= from;
        let width = begun.iter().map(|&at| merged[at].0.columns.1 as usize + 1).max().unwrap_or(0);
        for column in 0..row.len().max(width) {
            if column > 0 {
                out.push(b',');
            }
            let own = row.written(column).map_or(&[][..], |(_, bytes)| bytes);
            let covering = begun.iter().copied().find(|&at| {
                let (first, last) = merged[at].0.columns;
                (first as usize..=last as usize).contains(&column)
            });
            match covering {
                Some(at) if merged[at].0.rows.0 == number && merged[at].0.columns.0 as usize == column => {
                    merged[at].1 = Some(own.to_vec());
                    out.extend_from_slice(own);
                }
                Some(at) if own.is_empty() && is_data && columns.spreading.contains(&column) => {
                    out.extend_from_slice(merged[at].1.as_deref().unwrap_or(&[]));
                }
                _ if is_data && columns.days_from_1904.contains(&column) => out.extend(day_from_1904(own)),
                _ => out.extend_from_slice(own),
            }
        }
        out.push(b'\n');
    }
    Some(out)
}

/// The days from 1 January 1970 back to 1 January 1904.
const FIRST_DAY: i64 = -24_107;

/// A bare number of days as a date, with a time where it has a fraction; anything else as it is.
fn day_from_1904(cell: &[u8]) -> Vec<u8> {
    let number = std::str::from_utf8(cell).ok().filter(|text| {
        text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && !text.starts_with('.')
    });
    // Four digits may be a year; forty thousand days are a century, and more than two nobody means.
    let days = number.and_then(|text| text.parse::<f64>().ok()).filter(|days| *days < 80_000.0);
    let Some(days) = days.filter(|days| *days >= 10_000.0 || days.fract() != 0.0) else {
        return cell.to_vec();
    };
    let seconds = (days.fract() * 86_400.0).round() as i64;
    let (year, month, day) = civil(FIRST_DAY + days.trunc() as i64 + seconds / 86_400);
    let mut out = format!("{year:04}-{month:02}-{day:02}");
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    if (hour, minute, second) != (0, 0, 0) {
        let _ = write!(out, "T{hour:02}:{minute:02}:{second:02}");
    }
    out.into_bytes()
}

/// Year, month and day of a day counted from 1 January 1970.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_holds_its_value_for_all_its_cells() {
        let text = b"region,precinct,name\n\"North, East\",1,a\n,,b\n,2,c\nSouth,,d\n";
        let merged = |rows, column| Merged { rows, columns: (column, column) };
        let cells = [merged((1, 3), 0), merged((1, 2), 1), merged((1, 2), 2)];
        let columns = Columns { spreading: [0, 1].into(), ..Columns::default() };
        let out = rewritten(text, 21, &cells, &columns).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "region,precinct,name\n\"North, East\",1,a\n\"North, East\",1,b\n\"North, East\",2,c\nSouth,,d\n"
        );
        assert!(rewritten(text, 21, &cells[2..], &columns).is_none());
        let block = [Merged { rows: (1, 2), columns: (0, 1) }];
        let out = rewritten(b"a,b\nN,,x\n,,y\n,,z\n", 4, &block, &columns).unwrap();
        assert_eq!(out, b"a,b\nN,N,x\nN,N,y\n,,z\n");
    }

    #[test]
    fn days_from_1904() {
        let day = |cell: &str| String::from_utf8(day_from_1904(cell.as_bytes())).unwrap();
        assert_eq!((day("27862"), day("1980"), day("")), ("1980-04-13".into(), "1980".into(), String::new()));
        assert_eq!(day("42151.5"), "2019-05-28T12:00:00");
        assert_eq!((civil(0), civil(FIRST_DAY), civil(19_723)), ((1970, 1, 1), (1904, 1, 1), (2024, 1, 1)));
    }
}

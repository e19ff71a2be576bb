//! Which of two numbers before a year is the month, told by the whole column: `05/27/2019` in one row says what
//! `06/07/2019` in another means.

/// How dates with strokes are to be read in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayOrder {
    /// The month stands first.
    MonthFirst,
    /// Some rows say one thing, some the other: none can be read.
    Unclear,
}

/// What the values of a column say of themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    month_first: bool,
    day_first: bool,
}

impl Evidence {
    /// What dates with strokes among these values say.
    pub(crate) fn of<'a>(values: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut evidence = Self::default();
        for (first, second, ..) in values.filter_map(parts) {
            evidence.month_first |= second > 12 && first <= 12;
            evidence.day_first |= first > 12 && second <= 12;
        }
        evidence
    }

    /// What two columns say together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            month_first: self.month_first || other.month_first,
            day_first: self.day_first || other.day_first,
        }
    }

    /// How a column is to be read that says this, in a file of which all columns together say that: one without a word of
    /// its own is written like the others. `None`: the day stands first.
    pub(crate) fn order(self, file: Self) -> Option<DayOrder> {
        let says = if self == Self::default() && !(file.month_first && file.day_first) { file } else { self };
        says.month_first.then_some(if says.day_first { DayOrder::Unclear } else { DayOrder::MonthFirst })
    }
}

/// A date whose month stands first as an ISO date, with what is written behind it; the shape of one that cannot be read.
/// `None` where it is no such date.
pub(crate) fn written(value: &[u8], order: DayOrder) -> Option<String> {
    let (month, day, year, behind) = parts(value)?;
    let behind = std::str::from_utf8(behind).ok()?;
    Some(match order {
        DayOrder::MonthFirst => format!("{year:04}-{month:02}-{day:02}{behind}"),
        DayOrder::Unclear => crate::typed::shape::shape_of_bytes(value),
    })
}

/// The numbers of `6/7/2019 10:00`, and what stands behind them.
fn parts(value: &[u8]) -> Option<(u16, u16, u16, &[u8])> {
    let number = |bytes: &[u8], most: usize| {
        let is_number = (1..=most).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit);
        is_number.then(|| bytes.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
    };
    let first = memchr::memchr(b'/', value)?;
    let second = first + 1 + memchr::memchr(b'/', &value[first + 1..])?;
    let year = value.get(second + 1..second + 5).filter(|year| year.iter().all(u8::is_ascii_digit))?;
    let behind = &value[second + 5..];
    let ends = behind.first().is_none_or(|next| !next.is_ascii_digit());
    let (one, two) = (number(&value[..first], 2)?, number(&value[first + 1..second], 2)?);
    ends.then_some((one, two, number(year, 4)?, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> Evidence {
        Evidence::of(values.iter().map(|value| value.as_bytes()))
    }

    #[test]
    fn a_column_says_which_is_the_month() {
        let order = |values: &[&str]| column(values).order(column(values));
        assert_eq!(order(&["06/07/2019", "05/27/2019 10:00"]), Some(DayOrder::MonthFirst));
        assert_eq!(order(&["06/07/2019", "27/05/2019"]), None);
        assert_eq!(order(&["05/27/2019", "27/05/2019"]), Some(DayOrder::Unclear));
        assert_eq!(order(&["06/07/2019", "2019/05/27", "5.27.2019", ""]), None);
        // One without a word of its own is written like the other.
        let (silent, american, european) =
            (column(&["06/09/2019"]), column(&["05/27/2019"]), column(&["27/05/2019"]));
        assert_eq!(silent.order(silent.with(american)), Some(DayOrder::MonthFirst));
        assert_eq!(silent.order(american.with(european)), None);
        assert_eq!(european.order(american.with(european)), None);
        let read = |value: &str| written(value.as_bytes(), DayOrder::MonthFirst);
        assert_eq!(read("6/7/2019 10:00").as_deref(), Some("2019-06-07 10:00"));
        assert_eq!(read("12/31/2019").as_deref(), Some("2019-12-31"));
        assert_eq!((read("2019-06-07"), read("6/7/19"), read("31.12.2019")), (None, None, None));
        assert_eq!(written(b"06/07/2019", DayOrder::Unclear).as_deref(), Some("99/99/9999"));
    }
}

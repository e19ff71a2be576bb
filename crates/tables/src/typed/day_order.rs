//! Which of two numbers before a year is the month, told by the whole column: `05/27/2019` in one row says what
//! `06/07/2019` in another means. Rows that can be read in one way alone decide; where they disagree, those that are
//! plainly more do, and the others are rejected one by one.

#[cfg(test)]
mod tests;

use crate::rows::reject::Reason;
use crate::typed::shape::shape_of_bytes;

/// So many times as many rows decide against the others, at least, where rows disagree.
const PLAINLY_MORE: u64 = 3;

/// How dates with strokes are read in a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DayOrder {
    /// The day stands first, as everywhere in the house: told by most rows, or by none at all.
    #[default]
    DayFirst,
    /// The month stands first.
    MonthFirst,
    /// Some rows say one thing, about as many the other: none can be read.
    Unclear,
    /// Every row can be read both ways, and nothing beside it decides: none is read.
    Open,
}

impl DayOrder {
    /// Why a date of such a column was not read, given what is left of it behind [`written`]; `None` where its order is not
    /// the reason.
    pub(crate) fn refusal(self, left: &[u8]) -> Option<Reason> {
        match self {
            Self::DayFirst => is_month_first(left).then_some(Reason::NotDayFirst),
            Self::MonthFirst => parts(left).map(|_| Reason::NotMonthFirst),
            Self::Unclear => parts(left).map(|_| Reason::OrderUnclear),
            Self::Open => parts(left).map(|_| Reason::OrderOpen),
        }
    }
}

/// A day by year, month and day.
pub type Day = (u16, u8, u8);

/// The days in which the dates of a field lie that are as they should be, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayWindow {
    /// The first, if there is one.
    pub from: Option<Day>,
    /// The last.
    pub until: Day,
}

/// Which days a column of dates may be expected to hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Expected {
    /// Days near this one.
    pub(crate) about: Option<Day>,
    /// Days within this window.
    pub(crate) window: Option<DayWindow>,
}

impl DayWindow {
    fn holds(&self, (year, month, day): (u16, u16, u16)) -> bool {
        let number = |(year, month, day): Day| (year, u16::from(month), u16::from(day));
        let day = (year, month, day);
        self.from.is_none_or(|from| number(from) <= day) && day <= number(self.until)
    }
}

/// What the dates with strokes of a column say of themselves: in rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Those that are dates only if the month stands first.
    pub(crate) month_first: u64,
    /// Those that are dates only if the day stands first.
    pub(crate) day_first: u64,
    /// Those that are dates either way, and two different ones.
    pub(crate) open: u64,
    /// Those of the open ones that another field of their row tells, with the month and with the day first.
    pub(crate) told_month_first: u64,
    pub(crate) told_day_first: u64,
    /// Those of the open ones that are near the day that the table is about, with the month and with the day first.
    pub(crate) near_month_first: u64,
    pub(crate) near_day_first: u64,
    /// Those of the open ones within the days expected, with the month and with the day first, and whether these days have a
    /// first one.
    pub(crate) within_month_first: u64,
    pub(crate) within_day_first: u64,
    pub(crate) is_bounded: bool,
    /// Dates with dots or dashes, which stand in no doubt.
    pub(crate) plain: u64,
}

impl Evidence {
    /// Counts one more value, beside which another field may write the same day first, as year, month and day, in a column
    /// that may be expected to hold some days.
    pub(crate) fn see(&mut self, value: &[u8], beside: Option<[u8; 6]>, expected: Expected) {
        let Some((first, second, year, _)) = parts(value) else {
            self.plain += u64::from(value.len() >= 8 && value[0].is_ascii_digit() && !value.contains(&b'/'));
            return;
        };
        match (is_month(first), is_month(second)) {
            (true, false) if is_day(second) => self.month_first += 1,
            (false, true) if is_day(first) => self.day_first += 1,
            (true, true) if first != second => {
                self.open += 1;
                let is_beside = |month, day| beside == Some(written_short(year, month, day));
                self.told_month_first += u64::from(is_beside(first, second));
                self.told_day_first += u64::from(is_beside(second, first));
                let is_near =
                    |month, day| expected.about.is_some_and(|about| are_near(about, (year, month, day)));
                self.near_month_first += u64::from(is_near(first, second));
                self.near_day_first += u64::from(is_near(second, first));
                let window = expected.window;
                let is_within = |month, day| window.is_some_and(|window| window.holds((year, month, day)));
                self.within_month_first += u64::from(is_within(first, second));
                self.within_day_first += u64::from(is_within(second, first));
                self.is_bounded |= window.is_some_and(|window| window.from.is_some());
            }
            _ => {}
        }
    }

    /// What two columns say together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self {
            month_first: self.month_first + other.month_first,
            day_first: self.day_first + other.day_first,
            open: self.open + other.open,
            told_month_first: self.told_month_first + other.told_month_first,
            told_day_first: self.told_day_first + other.told_day_first,
            near_month_first: self.near_month_first + other.near_month_first,
            near_day_first: self.near_day_first + other.near_day_first,
            within_month_first: self.within_month_first + other.within_month_first,
            within_day_first: self.within_day_first + other.within_day_first,
            is_bounded: self.is_bounded || other.is_bounded,
            plain: self.plain + other.plain,
        }
    }

    /// What these rows decide; `None` where none of them decides anything.
    fn decided(self) -> Option<DayOrder> {
        plainly_more(self.month_first + self.told_month_first, self.day_first + self.told_day_first)
    }

    /// What the days of these rows decide: so read nearly all are near the day that the table is about, and read the other way
    /// a good part is not.
    fn decided_by_day(self) -> Option<DayOrder> {
        self.decided_by_open(self.near_month_first, self.near_day_first)
    }

    /// The same by the days expected.
    fn decided_by_window(self) -> Option<DayOrder> {
        self.decided_by_open(self.within_month_first, self.within_day_first)
    }

    fn decided_by_open(self, month: u64, day: u64) -> Option<DayOrder> {
        let decides = month.max(day) * 20 >= self.open * 19 && month.min(day) * 5 <= self.open * 4;
        let order = if month > day { DayOrder::MonthFirst } else { DayOrder::DayFirst };
        (self.open > 0 && decides).then_some(order)
    }

    /// What a calendar decides: days expected between two others; else what is near the day that the table is about, unless
    /// days expected before another one say otherwise.
    fn decided_by_calendar(self, file: Self) -> Option<(DayOrder, DecidedBy)> {
        let window = self.decided_by_window().map(|order| (order, DecidedBy::Window));
        let near = self.decided_by_day().or_else(|| file.decided_by_day());
        let near = near.map(|order| (order, DecidedBy::Calendar));
        match (window, near) {
            (Some(window), _) if self.is_bounded => Some(window),
            (Some((order, _)), Some((other, _))) if order != other => None,
            (window, near) => near.or(window),
        }
    }

    /// How a column is to be read that says this, in a file of which all columns together say that: one without a word of
    /// its own is written like the others, where these agree; else by what is near the day that the table is about.
    pub(crate) fn order(self, file: Self) -> (DayOrder, DecidedBy) {
        let agreed = |file: Self| file.decided().filter(|order| *order != DayOrder::Unclear);
        let own = if self.month_first + self.day_first > 0 { DecidedBy::Rows } else { DecidedBy::Beside };
        let decided = self.decided().map(|order| (order, own));
        let decided = decided.or_else(|| Some((agreed(file)?, DecidedBy::Columns)));
        let decided = decided.or_else(|| self.decided_by_calendar(file));
        let is_open = self.open > 0 && self.plain == 0;
        let otherwise = if is_open { DayOrder::Open } else { DayOrder::DayFirst };
        decided.unwrap_or((otherwise, DecidedBy::Nothing))
    }
}

/// What decides how a column is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// Rows of it that can be read in one way alone.
    Rows,
    /// What stands beside it in the same rows: numbers of persons, which begin with their birth date.
    Beside,
    /// The other columns of the table.
    Columns,
    /// The day that the table is about.
    Calendar,
    /// The days in which what the column states is done.
    Window,
    /// Other tables with the same headings.
    Tables,
    /// Nothing.
    Nothing,
}

/// Which of two counts of rows is plainly more; `None` where there are none.
fn plainly_more(month: u64, day: u64) -> Option<DayOrder> {
    Some(match (month, day) {
        (0, 0) => return None,
        _ if month >= day.saturating_mul(PLAINLY_MORE) => DayOrder::MonthFirst,
        _ if day >= month.saturating_mul(PLAINLY_MORE) => DayOrder::DayFirst,
        _ => DayOrder::Unclear,
    })
}

/// A day as numbers of persons begin with it.
fn written_short(year: u16, month: u16, day: u16) -> [u8; 6] {
    let digits = |number: u16| [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8];
    let ([a, b], [c, d], [e, f]) = (digits(year), digits(month), digits(day));
    [a, b, c, d, e, f]
}

/// Days by which what is done for a poll may lie before it or after it.
const DAYS_ABOUT: i32 = 45;

fn are_near(about: Day, (year, month, day): (u16, u16, u16)) -> bool {
    let days = |year: u16, month: u16, day: u16| {
        i32::from(year) * 365 + i32::from(month) * 30 + i32::from(month) / 2 + i32::from(day)
    };
    let about = days(about.0, about.1.into(), about.2.into());
    (days(year, month, day) - about).abs() <= DAYS_ABOUT
}

/// A column of dates, how those with strokes in it are read, and by how many of the rows that were looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateColumn {
    /// Our name of it.
    pub column: String,
    /// How they are read.
    pub order: DayOrder,
    /// What decided it.
    pub decided_by: DecidedBy,
    /// Rows that can only be read with the day first.
    pub day_first: u64,
    /// Rows that can only be read with the month first.
    pub month_first: u64,
    /// Rows that can be read both ways.
    pub open: u64,
    /// Where day and month cannot be told apart, the year is read.
    pub year_says: bool,
}

/// Whether a value is a date with strokes only if its month stands first: `05/27/2019`.
pub fn is_month_first(value: &[u8]) -> bool {
    parts(value).is_some_and(|(first, second, ..)| is_month(first) && !is_month(second) && is_day(second))
}

fn is_month(number: u16) -> bool {
    (1..=12).contains(&number)
}

fn is_day(number: u16) -> bool {
    (1..=31).contains(&number)
}

/// What stands in place of a date with strokes in a column whose day does not stand first: the same as an ISO date, with
/// what is written behind it; where the column's order forbids to read it, its year if that says enough, else its shape.
/// `None` where it is no such date.
pub(crate) fn written(value: &[u8], order: DayOrder, year_says: bool) -> Option<String> {
    if order == DayOrder::DayFirst {
        return None;
    }
    let (month, day, year, behind) = parts(value)?;
    let behind = std::str::from_utf8(behind).ok()?;
    // What is no date in either order is left to whoever reads dates.
    let is_refused = match order {
        // The same day in both.
        _ if month == day => false,
        DayOrder::Unclear | DayOrder::Open => is_month(month) || is_month(day),
        _ => !is_month(month) && is_month(day),
    };
    let is_year_certain = year_says && matches!(order, DayOrder::Unclear | DayOrder::Open);
    Some(match is_refused {
        true if is_year_certain => format!("{year:04}"),
        true => shape_of_bytes(value),
        false => format!("{year:04}-{month:02}-{day:02}{behind}"),
    })
}

/// The numbers of `6/7/2019 10:00`, and what stands behind them.
fn parts(value: &[u8]) -> Option<(u16, u16, u16, &[u8])> {
    let number = |bytes: &[u8], most: usize| {
        let is_number = (1..=most).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit);
        is_number.then(|| bytes.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0')))
    };
    let first = memchr::memchr(b'/', value.get(..3.min(value.len()))?)?;
    let second = first + 1 + memchr::memchr(b'/', &value[first + 1..])?;
    let year = value.get(second + 1..second + 5).filter(|year| year.iter().all(u8::is_ascii_digit))?;
    let behind = &value[second + 5..];
    let ends = behind.first().is_none_or(|next| !next.is_ascii_digit());
    let (one, two) = (number(&value[..first], 2)?, number(&value[first + 1..second], 2)?);
    ends.then_some((one, two, number(year, 4)?, behind))
}

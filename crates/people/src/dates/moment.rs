//! Points in time, as registers of certificates write them.

use jiff::civil;

use super::parse::{clean, serial, split_time, written_date};
use super::{DateOptions, DateProblem};

/// A day, with a time of day and an offset from UTC where they were written.
///
/// Without an offset the time is the local time of the place, whatever zone that is: zones are data of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: civil::Date,
    /// The time of day; `None` if only a day was written, which is not midnight.
    pub time: Option<civil::Time>,
    /// East of UTC in minutes, where written.
    pub offset_minutes: Option<i16>,
}

impl Moment {
    /// Day and time; midnight where no time was written.
    pub fn civil(&self) -> civil::DateTime {
        self.date.to_datetime(self.time.unwrap_or_default())
    }
}

/// Reads a point in time: any whole day that [`parse_date`](super::parse_date) reads, alone or followed by a space or
/// `T` and `17:45`, `17:45:30` or `17:45:30.5`, that by `Z`, `+05`, `+0500` or `+05:00`; or an Excel serial with a
/// fraction (`43624.739583`), read to the nearest second.
///
/// # Errors
/// [`DateProblem`], without the value; [`DateProblem::NoSuchDay`] also for no such time.
///
/// ```
/// use tizim_people::{DateOptions, parse_datetime};
/// let moment = parse_datetime("08.06.2019 17:45".as_bytes(), &DateOptions::default())?;
/// assert_eq!(moment.civil().to_string(), "2019-06-08T17:45:00");
/// assert_eq!(moment.offset_minutes, None);
/// # Ok::<(), tizim_people::DateProblem>(())
/// ```
pub fn parse_datetime(value: &[u8], options: &DateOptions) -> Result<Moment, DateProblem> {
    let text = clean(value)?;
    if let Some((date, seconds)) = serial(text, options.excel_serials)? {
        let time = seconds.and_then(|seconds| {
            civil::Time::new((seconds / 3600) as i8, (seconds / 60 % 60) as i8, (seconds % 60) as i8, 0).ok()
        });
        return Ok(Moment { date, time, offset_minutes: None });
    }
    let (day, time) = split_time(text);
    let date = written_date(day, *options)?.to_date().ok_or(DateProblem::NotWhole)?;
    let Some(time) = time else {
        return Ok(Moment { date, time: None, offset_minutes: None });
    };
    let end = time
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, ':' | '.' | ',')))
        .unwrap_or(time.len());
    let (clock, zone) = (time[..end].trim_end_matches(['.', ',']), time[end..].trim());
    Ok(Moment { date, time: Some(clock_time(clock)?), offset_minutes: offset(zone)? })
}

fn clock_time(clock: &str) -> Result<civil::Time, DateProblem> {
    let two = |part: &str| {
        let good = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        if good { part.parse::<i8>().map_err(|_| DateProblem::Form) } else { Err(DateProblem::Form) }
    };
    let mut parts = clock.split(':');
    let (Some(hour), Some(minute)) = (parts.next(), parts.next()) else { return Err(DateProblem::Form) };
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(seconds) => match seconds.split_once(['.', ',']) {
            None => (two(seconds)?, 0),
            Some((seconds, fraction)) => {
                if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(DateProblem::Form);
                }
                let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
                (two(seconds)?, nine.parse::<i32>().map_err(|_| DateProblem::Form)?)
            }
        },
    };
    if parts.next().is_some() {
        return Err(DateProblem::Form);
    }
    civil::Time::new(two(hour)?, two(minute)?, second, nanosecond).map_err(|_| DateProblem::NoSuchDay)
}

fn offset(zone: &str) -> Result<Option<i16>, DateProblem> {
    let (sign, digits) = match zone.as_bytes() {
        [] => return Ok(None),
        b"Z" | b"z" => return Ok(Some(0)),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return Err(DateProblem::Form),
    };
    let number = |pair: [u8; 2]| {
        let [tens, units] = pair.map(|byte| i16::from(byte.wrapping_sub(b'0')));
        if tens < 10 && units < 10 { Ok(tens * 10 + units) } else { Err(DateProblem::Form) }
    };
    let (hours, minutes) = match *digits {
        [a, b] => (number([a, b])?, 0),
        [a, b, c, d] | [a, b, b':', c, d] => (number([a, b])?, number([c, d])?),
        _ => return Err(DateProblem::Form),
    };
    if hours <= 18 && minutes < 60 { Ok(Some(sign * (hours * 60 + minutes))) } else { Err(DateProblem::Form) }
}

//! From bytes to a date.

use jiff::civil;

use super::{BirthDate, DateOptions, DateProblem, ExcelSerials, months};

/// Reads a birth date, whole or not, in the forms of the [module documentation](super). A time behind the date is
/// passed over.
///
/// # Errors
/// [`DateProblem`], without the value.
///
/// ```
/// use tizim_people::{BirthDate, DateOptions, parse_birth_date};
/// let options = DateOptions::default();
/// assert_eq!(parse_birth_date(b"31.12.1999", &options)?, BirthDate::full(1999, 12, 31).unwrap());
/// assert_eq!(parse_birth_date(b"1999", &options)?, BirthDate::year_only(1999).unwrap());
/// # Ok::<(), tizim_people::DateProblem>(())
/// ```
#[inline]
pub fn parse_birth_date(value: &[u8], options: &DateOptions) -> Result<BirthDate, DateProblem> {
    match usual(value) {
        Some(date) => Ok(date),
        None => parse_any(value, *options),
    }
}

fn parse_any(value: &[u8], options: DateOptions) -> Result<BirthDate, DateProblem> {
    if let Some(date) = common(value, options) {
        return date;
    }
    let text = clean(value)?;
    if let Some((days, _)) = serial(text, options.excel_serials)? {
        return sensible(days.into());
    }
    let (date, _) = split_time(text);
    written_date(date, options)
}

/// Reads a whole day: of an extract, of a certificate, of an election.
///
/// # Errors
/// [`DateProblem`], also [`DateProblem::NotWhole`] for a year or a month alone.
pub fn parse_date(value: &[u8], options: &DateOptions) -> Result<civil::Date, DateProblem> {
    parse_birth_date(value, options)?.to_date().ok_or(DateProblem::NotWhole)
}

/// Nearly all dates of a roll: `1999-12-31` or `31.12.1999`, of a day that every month has and no placeholder.
#[inline]
fn usual(value: &[u8]) -> Option<BirthDate> {
    let value = Ten::of(value.try_into().ok()?);
    let (year, month, day) = if let Some(digits) = const { Form::new(*b"0000-00-00") }.digits(value) {
        (digits.number(0) * 100 + digits.number(2), digits.number(5), digits.number(8))
    } else {
        let digits = const { Form::new(*b"00.00.0000") }.digits(value)?;
        (digits.number(6) * 100 + digits.number(8), digits.number(3), digits.number(0))
    };
    let is_usual = matches!(year, 1901..=2110) && matches!(month, 1..=12) && matches!(day, 1..=28);
    is_usual.then(|| BirthDate::pack(year, month as u8, day as u8))
}

/// Ten bytes that are looked at together, the first in the lowest place.
#[derive(Clone, Copy)]
struct Ten {
    front: u64,
    back: u16,
}

impl Ten {
    const fn of(bytes: [u8; 10]) -> Self {
        let [a, b, c, d, e, f, g, h, back @ ..] = bytes;
        Self { front: u64::from_le_bytes([a, b, c, d, e, f, g, h]), back: u16::from_le_bytes(back) }
    }

    /// The byte in this place.
    #[inline]
    fn byte(self, place: u32) -> u16 {
        let byte =
            if place < 8 { self.front >> (8 * place) } else { u64::from(self.back) >> (8 * (place - 8)) };
        u16::from(byte as u8)
    }

    /// The number that two digits from this place on make.
    #[inline]
    fn number(self, place: u32) -> u16 {
        self.byte(place) * 10 + self.byte(place + 1)
    }
}

/// How a value is written: `0` stands for any digit.
struct Form {
    signs: Ten,
    /// What is added to a digit's value so that it stays below 16, and nothing else does.
    six: Ten,
    /// The bits that are zero where the value is written so.
    other: Ten,
}

impl Form {
    const fn new(form: [u8; 10]) -> Self {
        let (mut six, mut other) = ([0; 10], [0xff; 10]);
        let mut place = 0;
        while place < 10 {
            if form[place] == b'0' {
                (six[place], other[place]) = (0x06, 0xf0);
            }
            place += 1;
        }
        Self { signs: Ten::of(form), six: Ten::of(six), other: Ten::of(other) }
    }

    /// The values of the digits, with zeros for other signs, where the value is written so.
    #[inline]
    fn digits(&self, value: Ten) -> Option<Ten> {
        let Self { signs, six, other } = self;
        let (front, back) = (value.front ^ signs.front, value.back ^ signs.back);
        let front_wrong = (front | front.wrapping_add(six.front)) & other.front;
        let back_wrong = (back | back.wrapping_add(six.back)) & other.back;
        (front_wrong == 0 && back_wrong == 0).then_some(Ten { front, back })
    }
}

/// The common cases without any search: `1999`, and `1999-12-31` and `31.12.1999` with one kind of separator.
fn common(value: &[u8], options: DateOptions) -> Option<Result<BirthDate, DateProblem>> {
    if !matches!(value.len(), 4 | 10) {
        return None;
    }
    let number = |from: usize, to: usize| {
        value[from..to].iter().try_fold(0u16, |number, byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit < 10).then(|| number * 10 + u16::from(digit))
        })
    };
    let separator = |byte: u8| matches!(byte, b'.' | b'-' | b'/');
    if value.len() == 4 {
        (options.excel_serials != ExcelSerials::Always).then_some(())?;
        Some(whole(number(0, 4)?, 0, 0))
    } else if separator(value[4]) && value[4] == value[7] {
        Some(whole(number(0, 4)?, number(5, 7)?, number(8, 10)?))
    } else if separator(value[2]) && value[2] == value[5] {
        Some(whole(number(6, 10)?, number(3, 5)?, number(0, 2)?))
    } else {
        None
    }
}

/// A date of three numbers. Month and day 0 both mean the year alone.
fn whole(year: u16, month: u16, day: u16) -> Result<BirthDate, DateProblem> {
    if (year, month, day) == (0, 0, 0) {
        return Err(DateProblem::Placeholder);
    }
    let small = |number: u16| u8::try_from(number).map_err(|_| DateProblem::NoSuchDay);
    let date = match (small(month)?, small(day)?) {
        (0, 0) => BirthDate::year_only(year),
        (month, 0) => BirthDate::month_of(year, month),
        (month, day) => BirthDate::full(year, month, day),
    };
    sensible(date.ok_or(DateProblem::NoSuchDay)?)
}

/// Refuses placeholders and years outside 1800 to 2199.
fn sensible(date: BirthDate) -> Result<BirthDate, DateProblem> {
    match (date.year(), date.month().unwrap_or(0), date.day().unwrap_or(0)) {
        (1900, 1 | 0, 1 | 0)
        | (1899, 12, 30 | 31)
        | (1111, 11, 11)
        | (9999, 12 | 0, 31 | 0)
        | (1, 1, 1)
        | (2999, 12, 31) => Err(DateProblem::Placeholder),
        (1800..=2199, ..) => Ok(date),
        _ => Err(DateProblem::NoSuchDay),
    }
}

/// Text without spaces and quotes around it.
pub(super) fn clean(value: &[u8]) -> Result<&str, DateProblem> {
    let text = str::from_utf8(value).map_err(|_| DateProblem::Form)?;
    let text = text.trim_matches(|character: char| {
        character.is_whitespace() || matches!(character, '"' | '\'' | '\u{feff}')
    });
    match text.len() {
        0 => Err(DateProblem::Empty),
        1..=80 if text.chars().all(|character| "-–—?.".contains(character)) => Err(DateProblem::Empty),
        1..=80 => Ok(text),
        _ => Err(DateProblem::Form),
    }
}

/// An Excel serial: the day, and the seconds since its midnight where it has a fraction.
pub(super) fn serial(
    text: &str,
    serials: ExcelSerials,
) -> Result<Option<(civil::Date, Option<u32>)>, DateProblem> {
    let (days, fraction) = match text.split_once(['.', ',']) {
        Some((days, fraction)) if !fraction.is_empty() => (days, fraction),
        Some(_) => return Ok(None),
        None => (text, ""),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if days.is_empty() || !digits(days) || !digits(fraction) || fraction.len() > 17 {
        return Ok(None);
    }
    let number: u32 = match days.parse() {
        Ok(number) if days.len() <= 5 => number,
        _ => return Ok(None),
    };
    let range = match serials {
        ExcelSerials::Never => return Ok(None),
        ExcelSerials::Plausible => 10_000..=60_000,
        ExcelSerials::Always => 1..=99_999,
    };
    // `12.1999` is a month, not a serial: five digits stand before a plausible fraction.
    if !range.contains(&number) || (serials == ExcelSerials::Plausible && days.len() != 5) {
        return Ok(None);
    }
    let mut seconds = (!fraction.is_empty()).then(|| {
        let part: f64 = format!("0.{fraction}").parse().unwrap_or(0.0);
        (part * 86_400.0).round() as u32
    });
    let mut number = i64::from(number);
    if seconds == Some(86_400) {
        number += 1;
        seconds = Some(0);
    }
    // Excel believes that 1900 had a 29 February, its day 60.
    let origin = match number {
        60 => return Err(DateProblem::NoSuchDay),
        1..60 => civil::date(1899, 12, 31),
        _ => civil::date(1899, 12, 30),
    };
    let date = origin.checked_add(jiff::Span::new().days(number)).map_err(|_| DateProblem::NoSuchDay)?;
    Ok(Some((date, seconds)))
}

/// Parts a text before its time of day, which begins at the hour in front of the first colon.
pub(super) fn split_time(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else { return (text, None) };
    let hour = text[..colon].trim_end_matches(|character: char| character.is_ascii_digit()).len();
    let date = text[..hour].trim_end();
    let date = match date.strip_suffix(['T', 't']) {
        Some(date) if date.ends_with(|character: char| character.is_ascii_digit()) => date,
        _ => date,
    };
    (date.trim_end_matches([' ', ',', '\u{a0}']), Some(&text[hour..]))
}

/// One run of digits or of letters.
#[derive(Clone, Copy)]
enum Token {
    Number { value: u32, length: usize },
    Month(u8),
}

/// A date in numbers, or in numbers and words.
pub(super) fn written_date(text: &str, options: DateOptions) -> Result<BirthDate, DateProblem> {
    let mut tokens = [Token::Month(0); 3];
    let mut count = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run =
            |belongs: fn(char) -> bool| rest.find(|character| !belongs(character)).unwrap_or(rest.len());
        let (length, token) = if first.is_ascii_digit() {
            let length = run(|character| character.is_ascii_digit());
            let value = rest[..length].parse().map_err(|_| DateProblem::Form)?;
            (length, Some(Token::Number { value, length }))
        } else if first.is_alphabetic() {
            let length = run(char::is_alphabetic);
            let word = rest[..length].to_lowercase();
            match months::month_named(&word) {
                Some(month) => (length, Some(Token::Month(month))),
                None if months::is_filler(&word) => (length, None),
                None => return Err(DateProblem::Form),
            }
        } else if first.is_whitespace()
            || matches!(first, '.' | ',' | '-' | '/' | '–' | '\'' | '"' | '«' | '»' | '“' | '”')
        {
            (first.len_utf8(), None)
        } else {
            return Err(DateProblem::Form);
        };
        if let Some(token) = token {
            *tokens.get_mut(count).ok_or(DateProblem::Form)? = token;
            count += 1;
        }
        rest = &rest[length..];
    }
    from_tokens(&tokens[..count], options)
}

fn from_tokens(tokens: &[Token], options: DateOptions) -> Result<BirthDate, DateProblem> {
    use Token::{Month, Number};
    let part = |value: u32| u16::try_from(value).map_err(|_| DateProblem::NoSuchDay);
    let in_full = |year, month, day| whole(part(year)?, part(month)?, part(day)?);
    match *tokens {
        [Number { value, length: 4 }] => in_full(value, 0, 0),
        [Number { value, length: 8 }] => in_full(value / 10_000, value / 100 % 100, value % 100),
        [Number { value: year, length: 4 }, Number { value: month, length: 1 | 2 }]
        | [Number { value: month, length: 1 | 2 }, Number { value: year, length: 4 }] => {
            in_full(year, month, 0)
        }
        [
            Number { value: year, length: 4 },
            Number { value: month, length: 1 | 2 },
            Number { value: day, length: 1 | 2 },
        ]
        | [
            Number { value: day, length: 1 | 2 },
            Number { value: month, length: 1 | 2 },
            Number { value: year, length: 4 },
        ] => in_full(year, month, day),
        [
            Number { value: day, length: 1 | 2 },
            Number { value: month, length: 1 | 2 },
            Number { value: year, length: 2 },
        ] => in_full(full_year(year, options)?, month, day),
        [Month(month), Number { value: year, length: 4 }]
        | [Number { value: year, length: 4 }, Month(month)] => in_full(year, month.into(), 0),
        [Number { value: day, length: 1 | 2 }, Month(month), Number { value: year, length: 4 }]
        | [Month(month), Number { value: day, length: 1 | 2 }, Number { value: year, length: 4 }]
        | [Number { value: year, length: 4 }, Number { value: day, length: 1 | 2 }, Month(month)]
        | [Number { value: year, length: 4 }, Month(month), Number { value: day, length: 1 | 2 }] => {
            in_full(year, month.into(), day)
        }
        [Number { value: day, length: 1 | 2 }, Month(month), Number { value: year, length: 2 }] => {
            in_full(full_year(year, options)?, month.into(), day)
        }
        _ => Err(DateProblem::Form),
    }
}

/// The year that two digits stand for under the pivot.
fn full_year(two_digits: u32, options: DateOptions) -> Result<u32, DateProblem> {
    let pivot = u32::from(options.two_digit_pivot.ok_or(DateProblem::TwoDigitYear)?);
    let year = pivot - pivot % 100 + two_digits;
    Ok(if year > pivot { year.saturating_sub(100) } else { year })
}

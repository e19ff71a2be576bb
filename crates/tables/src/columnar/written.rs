//! How the values of a column are written: numbers as numbers, days as days.

use std::io::Write as _;

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, civil};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::data_type::Int96;
use parquet::schema::types::ColumnDescriptor;

/// Powers of ten by which a decimal can be divided: no type has more digits.
const MOST_SCALE: u32 = 38;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Text, or bytes that are taken for it.
    Text,
    Whole,
    /// Whole numbers without a sign, of so many bits.
    Unsigned(u32),
    Number,
    Half,
    Flag,
    Date,
    /// So many units make a second; of UTC, or of the place.
    Moment {
        per_second: i64,
        is_utc: bool,
    },
    Time {
        per_second: i64,
    },
    Decimal {
        scale: u32,
    },
    Uuid,
}

/// What the values of this column are; nothing where they are lists, or no values that a table can hold.
pub(super) fn of(column: &ColumnDescriptor) -> Option<Written> {
    if column.max_rep_level() > 0 {
        return None;
    }
    let per_second = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => 1_000,
        TimeUnit::MICROS => 1_000_000,
        TimeUnit::NANOS => 1_000_000_000,
    };
    Some(match (column.physical_type(), column.logical_type_ref()) {
        (Type::BOOLEAN, _) => Written::Flag,
        (Type::INT96, _) => Written::Moment { per_second: 1_000_000_000, is_utc: false },
        (Type::INT32, Some(LogicalType::Date)) => Written::Date,
        (Type::INT32 | Type::INT64, Some(LogicalType::Time(time))) => {
            Written::Time { per_second: per_second(&time.unit) }
        }
        (Type::INT64, Some(LogicalType::Timestamp(moment))) => {
            Written::Moment { per_second: per_second(&moment.unit), is_utc: moment.is_adjusted_to_u_t_c }
        }
        (Type::INT32 | Type::INT64, Some(LogicalType::Integer(number))) if !number.is_signed => {
            Written::Unsigned(u32::try_from(number.bit_width).ok()?)
        }
        (_, Some(LogicalType::Decimal(decimal))) => Written::Decimal {
            scale: u32::try_from(decimal.scale).ok().filter(|scale| *scale <= MOST_SCALE)?,
        },
        (Type::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Uuid)) => Written::Uuid,
        (Type::FIXED_LEN_BYTE_ARRAY, Some(LogicalType::Float16)) => Written::Half,
        (Type::INT32 | Type::INT64, _) => of_old_kind(column)?,
        (Type::FLOAT | Type::DOUBLE, _) => Written::Number,
        (Type::BYTE_ARRAY | Type::FIXED_LEN_BYTE_ARRAY, _) => match column.converted_type() {
            ConvertedType::DECIMAL => of_old_kind(column)?,
            ConvertedType::INTERVAL => return None,
            _ => Written::Text,
        },
    })
}

/// The same by the kinds that older writers state.
fn of_old_kind(column: &ColumnDescriptor) -> Option<Written> {
    Some(match column.converted_type() {
        ConvertedType::DATE => Written::Date,
        ConvertedType::TIME_MILLIS => Written::Time { per_second: 1_000 },
        ConvertedType::TIME_MICROS => Written::Time { per_second: 1_000_000 },
        ConvertedType::TIMESTAMP_MILLIS => Written::Moment { per_second: 1_000, is_utc: true },
        ConvertedType::TIMESTAMP_MICROS => Written::Moment { per_second: 1_000_000, is_utc: true },
        ConvertedType::UINT_8 => Written::Unsigned(8),
        ConvertedType::UINT_16 => Written::Unsigned(16),
        ConvertedType::UINT_32 => Written::Unsigned(32),
        ConvertedType::UINT_64 => Written::Unsigned(64),
        ConvertedType::DECIMAL => Written::Decimal {
            scale: u32::try_from(column.type_scale()).ok().filter(|scale| *scale <= MOST_SCALE)?,
        },
        _ => Written::Whole,
    })
}

/// A whole number of a column, as what it stands for.
pub(super) fn whole(value: i64, written: Written, out: &mut Vec<u8>) {
    match written {
        Written::Date => date(value, out),
        Written::Moment { per_second, is_utc } => moment(value, per_second, is_utc, out),
        Written::Time { per_second } => time(value.div_euclid(per_second), out),
        Written::Decimal { scale } => decimal(i128::from(value), scale, out),
        Written::Unsigned(bits @ 0..64) => {
            put(out, format_args!("{}", value.cast_unsigned() & ((1 << bits) - 1)));
        }
        Written::Unsigned(_) => put(out, format_args!("{}", value.cast_unsigned())),
        _ => put(out, format_args!("{value}")),
    }
}

/// A number with a fraction; one that is whole is written without, and one that is none as nothing.
pub(super) fn number(value: f64, out: &mut Vec<u8>) {
    match value {
        _ if value.is_nan() => {}
        _ if value.fract() == 0.0 && value.abs() < 1e18 => put(out, format_args!("{value:.0}")),
        _ => put(out, format_args!("{value}")),
    }
}

/// Bytes of a column, as what they stand for.
pub(super) fn bytes(value: &[u8], written: Written, out: &mut Vec<u8>) {
    match written {
        Written::Decimal { scale } => match signed(value) {
            Some(value) => decimal(value, scale, out),
            None => out.extend_from_slice(b"?"),
        },
        Written::Half => {
            if let [low, high] = value {
                number(half(u16::from_le_bytes([*low, *high])), out);
            }
        }
        Written::Uuid => {
            for (at, byte) in value.iter().enumerate() {
                if matches!(at, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                put(out, format_args!("{byte:02x}"));
            }
        }
        _ => out.extend_from_slice(value),
    }
}

/// A moment as Impala and older Sparks write it: a day of the Julian count and nanoseconds of it.
pub(super) fn int96(value: &Int96, out: &mut Vec<u8>) {
    moment(value.to_nanos(), 1_000_000_000, false, out);
}

/// A number of the biggest digit first, with a sign; nothing where it has more digits than any type.
fn signed(value: &[u8]) -> Option<i128> {
    let filler = if value.first()? & 0x80 == 0 { 0 } else { 0xff };
    let cut = value.len().saturating_sub(16);
    if value[..cut].iter().any(|byte| *byte != filler) {
        return None;
    }
    let mut sixteen = [filler; 16];
    sixteen[16 - (value.len() - cut)..].copy_from_slice(&value[cut..]);
    Some(i128::from_be_bytes(sixteen))
}

/// Sixteen bits of a number, as the number.
fn half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2_f64.powi(exponent - 15),
    }
}

/// A decimal with what stands behind its point, as far as that is not nothing.
fn decimal(value: i128, scale: u32, out: &mut Vec<u8>) {
    let unit = 10_u128.pow(scale);
    let (whole, rest) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    if value < 0 {
        out.push(b'-');
    }
    put(out, format_args!("{whole}"));
    if rest > 0 {
        let digits = format!("{rest:0width$}", width = scale as usize);
        put(out, format_args!(".{}", digits.trim_end_matches('0')));
    }
}

fn date(days: i64, out: &mut Vec<u8>) {
    let day = SignedDuration::from_hours(24).checked_mul(i32::try_from(days).unwrap_or(i32::MAX));
    match day.and_then(|since| civil::date(1970, 1, 1).checked_add(since).ok()) {
        Some(day) => put_date(day, out),
        // No calendar has it; it stays as it is, and whoever reads it says that it is no date.
        None => put(out, format_args!("{days}")),
    }
}

fn moment(value: i64, per_second: i64, is_utc: bool, out: &mut Vec<u8>) {
    let since = SignedDuration::from_secs(value.div_euclid(per_second));
    let moment: Option<DateTime> = civil::datetime(1970, 1, 1, 0, 0, 0, 0).checked_add(since).ok();
    let Some(moment) = moment else { return put(out, format_args!("{value}")) };
    put_date(moment.date(), out);
    let seconds = value.div_euclid(per_second).rem_euclid(86_400);
    // A column of days is often held as one of moments.
    if seconds == 0 && !is_utc {
        return;
    }
    out.push(b'T');
    time(seconds, out);
    if is_utc {
        out.push(b'Z');
    }
}

fn time(seconds: i64, out: &mut Vec<u8>) {
    put(out, format_args!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
}

fn put_date(day: Date, out: &mut Vec<u8>) {
    // Nearly all dates of a roll, and one for each row: by hand.
    if let Ok(year @ 0..=9999) = u16::try_from(day.year()) {
        let (month, day) = (day.month().unsigned_abs(), day.day().unsigned_abs());
        let digit = |number: u16| b'0' + (number % 10) as u8;
        out.extend_from_slice(&[digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), b'-']);
        out.extend_from_slice(&[
            b'0' + month / 10,
            b'0' + month % 10,
            b'-',
            b'0' + day / 10,
            b'0' + day % 10,
        ]);
        return;
    }
    put(out, format_args!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()));
}

fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Memory takes everything.
    let _ = out.write_fmt(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn days_and_moments() {
        assert_eq!(text(|out| whole(0, Written::Date, out)), "1970-01-01");
        assert_eq!(text(|out| whole(-1, Written::Date, out)), "1969-12-31");
        assert_eq!(text(|out| whole(i64::from(i32::MAX), Written::Date, out)), "2147483647");
        let local = Written::Moment { per_second: 1_000_000, is_utc: false };
        assert_eq!(text(|out| whole(86_400_000_000, local, out)), "1970-01-02");
        assert_eq!(text(|out| whole(-1, local, out)), "1969-12-31T23:59:59");
        let utc = Written::Moment { per_second: 1_000, is_utc: true };
        assert_eq!(text(|out| whole(0, utc, out)), "1970-01-01T00:00:00Z");
        assert_eq!(text(|out| whole(i64::MAX, utc, out)), i64::MAX.to_string());
        assert_eq!(text(|out| whole(3_661_000, Written::Time { per_second: 1_000 }, out)), "01:01:01");
    }

    #[test]
    fn numbers() {
        assert_eq!(text(|out| number(12.0, out)), "12");
        assert_eq!(text(|out| number(0.1, out)), "0.1");
        assert_eq!(text(|out| number(f64::NAN, out)), "");
        assert_eq!(text(|out| whole(-1, Written::Unsigned(8), out)), "255");
        assert_eq!(text(|out| whole(-1, Written::Unsigned(64), out)), u64::MAX.to_string());
        let cents = Written::Decimal { scale: 2 };
        assert_eq!(text(|out| whole(-1250, cents, out)), "-12.5");
        assert_eq!(text(|out| whole(1200, cents, out)), "12");
        assert_eq!(text(|out| whole(-5, cents, out)), "-0.05");
        assert_eq!(text(|out| bytes(&[0xff; 20], cents, out)), "-0.01");
        assert_eq!(text(|out| bytes(&[1; 20], cents, out)), "?");
        assert_eq!(text(|out| bytes(&[0x00, 0x3c], Written::Half, out)), "1");
        assert_eq!(text(|out| bytes(&[0x01, 0xc0], Written::Half, out)), "-2.001953125");
    }
}

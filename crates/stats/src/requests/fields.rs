//! Members of an entry: read as counts, decimals and lists; written as numbers or, where too small, as text.

use serde_json::{Map, Number, Value};

use super::RequestError;
use crate::decimal;
use crate::double_double::DoubleDouble;
use crate::probability::{LogProbability, Probability};

/// Probabilities below this are written as text.
const SMALLEST_NUMBER: f64 = 1e-300;
/// Significant digits of a probability written as text.
const DIGITS: u32 = 20;

/// The members of one entry.
pub(super) type Entry = Map<String, Value>;

/// The first of these names that is present.
fn find<'a>(entry: &'a Entry, names: &[&'static str]) -> Result<(&'static str, &'a Value), RequestError> {
    names
        .iter()
        .find_map(|name| entry.get(*name).filter(|value| !value.is_null()).map(|value| (*name, value)))
        .ok_or(RequestError::Missing(names.first().copied().unwrap_or_default()))
}

/// The decimal text of a number or of a string.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn as_count(name: &'static str, value: &Value) -> Result<u64, RequestError> {
    if let Some(count) = value.as_u64() {
        return Ok(count);
    }
    let number =
        text(value).and_then(|text| decimal::parse(&text).ok()).ok_or(RequestError::NotCount(name))?;
    let whole = number.value();
    if (0.0..=9e15).contains(&whole) && whole.fract() == 0.0 && number.remainder() == 0.0 {
        Ok(whole as u64)
    } else {
        Err(RequestError::NotCount(name))
    }
}

pub(super) fn count(entry: &Entry, names: &[&'static str]) -> Result<u64, RequestError> {
    let (name, value) = find(entry, names)?;
    as_count(name, value)
}

pub(super) fn number(entry: &Entry, names: &[&'static str]) -> Result<DoubleDouble, RequestError> {
    let (name, value) = find(entry, names)?;
    let text = text(value).ok_or(RequestError::NotNumber(name))?;
    let number = decimal::parse(&text).map_err(|_| RequestError::NotNumber(name))?;
    // A number that is not zero and vanishes would be answered as zero.
    let vanishes = number.value() == 0.0
        && decimal::parse_ln(text.trim_start_matches('-')).is_ok_and(|ln| ln.value() > f64::NEG_INFINITY);
    if vanishes || !number.value().is_finite() {
        return Err(RequestError::OutOfRange(name));
    }
    Ok(number)
}

pub(super) fn optional_number(entry: &Entry, name: &'static str) -> Result<Option<f64>, RequestError> {
    match number(entry, &[name]) {
        Ok(number) => Ok(Some(number.value())),
        Err(RequestError::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn probability(entry: &Entry, names: &[&'static str]) -> Result<Probability, RequestError> {
    Ok(Probability::precise(number(entry, names)?)?)
}

fn list<'a>(entry: &'a Entry, name: &'static str) -> Result<&'a Vec<Value>, RequestError> {
    find(entry, &[name])?.1.as_array().ok_or(RequestError::NotList(name))
}

pub(super) fn counts(entry: &Entry, name: &'static str) -> Result<Vec<u64>, RequestError> {
    list(entry, name)?.iter().map(|value| as_count(name, value)).collect()
}

/// Natural logarithms of a list of probabilities, with the probabilities themselves where all are in range.
pub(super) fn probabilities(
    entry: &Entry,
    name: &'static str,
) -> Result<(Vec<f64>, Option<Vec<f64>>), RequestError> {
    let texts: Vec<String> = list(entry, name)?
        .iter()
        .map(|value| text(value).ok_or(RequestError::NotNumber(name)))
        .collect::<Result<_, _>>()?;
    let ln: Vec<f64> = texts
        .iter()
        .map(|text| match decimal::parse_ln(text) {
            Ok(ln) => Ok(ln.value()),
            Err(crate::StatsError::NotDecimal) => Err(RequestError::NotNumber(name)),
            Err(error) => Err(error.into()),
        })
        .collect::<Result<_, _>>()?;
    let in_range = ln.iter().all(|ln| *ln > SMALLEST_NUMBER.ln() || *ln == f64::NEG_INFINITY);
    let values = in_range.then(|| texts.iter().filter_map(|text| text.trim().parse().ok()).collect());
    Ok((ln, values))
}

/// A real number; null where it is not finite.
pub(super) fn real(value: f64) -> Value {
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A logarithm; minus infinity, which JSON lacks, as text.
pub(super) fn logarithm(value: f64) -> Value {
    if value == f64::NEG_INFINITY { Value::String("-inf".to_owned()) } else { real(value) }
}

/// A probability as a number, or as text where it is too small for one.
pub(super) fn written(probability: LogProbability) -> Value {
    let value = probability.value();
    if value >= SMALLEST_NUMBER || probability.ln() == f64::NEG_INFINITY {
        real(value)
    } else {
        Value::String(probability.decimal(DIGITS))
    }
}

/// The same from a natural logarithm in double precision: with as many digits as that leaves certain.
pub(super) fn written_ln(ln: f64) -> Value {
    let probability = LogProbability::from_ln(DoubleDouble::from(ln));
    match written(probability) {
        // The last bit of the logarithm is that share of the number itself.
        Value::String(_) if ln.is_finite() => {
            let certain = (15.5 - ln.abs().log10()).floor().clamp(1.0, f64::from(DIGITS)) as u32;
            Value::String(without_zeros(&probability.decimal(certain)))
        }
        written => written,
    }
}

/// `2.000e-9` as `2e-9`.
fn without_zeros(number: &str) -> String {
    let Some((mantissa, exponent)) = number.split_once('e') else { return number.to_owned() };
    let mantissa =
        if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    format!("{mantissa}e{exponent}")
}

/// A confidence in a member name: 0.95 is `95`, 0.998 is `998`, 0.9 is `90`.
pub(super) fn suffix(confidence: f64) -> String {
    let text = confidence.to_string();
    let digits = text.strip_prefix("0.").unwrap_or(&text);
    format!("{digits:0<2}")
}

/// Copies what was asked, so that the answer stands next to its question.
pub(super) fn asked(entry: &Entry, names: &[&str]) -> Entry {
    entry
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()) || matches!(name.as_str(), "note" | "id" | "name"))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

//! One value of a figure, a cell or a message: exact where it can be, an interval where the input only bounds
//! it, and missing where it was not established.

mod lines;
mod object;
mod persons;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

pub use lines::Lines;
pub use object::Object;
pub use persons::{Persons, Share};

/// Guaranteed bounds of a value: no completion of the stated input lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end, rounded outward.
    pub low: f64,
    /// Upper end, rounded outward.
    pub high: f64,
    /// Whether both ends are attained by some completion of the input.
    pub tight: bool,
}

/// A value as it is shown and exported.
///
/// In JSON a number is a number, bounds are `{"low", "high", "tight"}`, and a value that was not established is
/// `null`, never zero.
///
/// A number of persons is another thing than a number of precincts: the public edition shows the latter as it is, and
/// the former in whole tens. So whoever makes a value says which it is: [`Persons`](crate::Persons), [`Share`] and [`Value::derived`]
/// for what is counted, divided or computed from persons, their entries and their certificates; plain numbers for all
/// else.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A whole number of anything but persons: precincts, forms, files, a year.
    Integer(i64),
    /// A real number that says nothing of single persons; one that is not finite counts as missing.
    Real(f64),
    /// A real number that a law, a standard or the user states, such as a limit: computed from nobody, so that the
    /// public edition always shows it.
    Stated(f64),
    /// A number of persons, entries or certificates, or the difference of two; see [`Persons`](crate::Persons).
    Persons(i64),
    /// A part of a number of persons.
    Share(Share),
    /// What is left of a number of persons beside parts of it that are stated: the public edition withholds it where the
    /// whole is under ten, since it is the complement of those parts.
    Rest {
        /// What is left.
        rest: i64,
        /// Of how many.
        whole: i64,
    },
    /// Computed from numbers of persons: an expectation, a mean, a probability, bounds; or, a whole number, from persons
    /// and things together.
    Derived(Box<Value>),
    /// This many persons and up to nine more: how the public edition gives a number of persons.
    Tens(i64),
    /// Guaranteed bounds.
    Interval(Interval),
    /// Words, identifiers.
    Text(String),
    /// A day, perhaps with an hour, as it stands in JSON and CSV: `2023-03-19`, `2023-03-19 20:00`. See [`Value::day`].
    Day(String),
    /// Yes or no.
    Flag(bool),
    /// A stable code that people read as a word of the catalogue: CSV and JSON keep the code.
    Word {
        /// The code, such as `binding`.
        code: &'static str,
        /// Key of the word in the message catalogue, such as `districts.force.binding`.
        word: &'static str,
    },
    /// A code that is known at run time alone, such as the kind of a list: people read the word that a vocabulary of the
    /// catalogue has for it, where it has one; CSV and JSON keep the code.
    Code {
        /// Name of the vocabulary in the catalogue, such as `list`.
        of: &'static str,
        /// The code, such as `residence-certificates`.
        code: String,
    },
    /// An identifier that people read as a name: CSV and JSON keep the identifier.
    Named {
        /// The identifier, such as `KZ-71`.
        id: String,
        /// The name, such as `Astana`.
        name: String,
    },
    /// A region as a table writes it, or a region with what lies in it behind a stroke: `KZ-71`, `KZ-71/12`, `KZ-71 / 12`.
    /// Where the region is written by a code, people read the name that the catalogue has for it; CSV and JSON keep what
    /// the table writes. See [`Catalogue::with_regions`](crate::Catalogue::with_regions).
    Place(String),
    /// Several values.
    List(Vec<Value>),
    /// Several values by name.
    Object(Object),
    /// Many like values, each made when it is asked for.
    Lines(Lines),
    /// Not established.
    Missing,
}

impl Value {
    /// The bounds of a number: both ends are the value itself where it is exact.
    ///
    /// ```
    /// use tizim_evidence::Value;
    /// assert_eq!(Value::from(3).bounds(), Some((3.0, 3.0)));
    /// assert_eq!(Value::Missing.bounds(), None);
    /// ```
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self {
            Self::Integer(value) | Self::Persons(value) | Self::Rest { rest: value, .. } => {
                Some((*value as f64, *value as f64))
            }
            Self::Real(value) | Self::Stated(value) if value.is_finite() => Some((*value, *value)),
            Self::Share(share) => Some((share.value(), share.value())),
            Self::Derived(value) => value.bounds(),
            Self::Tens(tens) if *tens < 0 => Some((*tens as f64 - 9.0, *tens as f64)),
            Self::Tens(tens) => Some((*tens as f64, *tens as f64 + 9.0)),
            Self::Interval(interval) => Some((interval.low, interval.high)),
            _ => None,
        }
    }

    /// Whether the value was not established.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Missing => true,
            Self::Real(value) | Self::Stated(value) => !value.is_finite(),
            Self::Derived(value) => value.is_missing(),
            _ => false,
        }
    }

    /// A value computed from numbers of persons, which the public edition withholds where it could give one away.
    ///
    /// ```
    /// use tizim_evidence::Value;
    /// assert_eq!(Value::derived(0.27).bounds(), Some((0.27, 0.27)));
    /// assert_eq!(Value::derived(f64::NAN), Value::Missing);
    /// ```
    pub fn derived(value: impl Into<Self>) -> Self {
        match value.into() {
            Self::Missing => Self::Missing,
            value => Self::Derived(Box::new(value)),
        }
    }

    /// A number that a law, a standard or the user states, where one does; the public edition always shows it.
    ///
    /// ```
    /// use tizim_evidence::Value;
    /// assert_eq!(Value::stated(0.15), Value::Stated(0.15));
    /// assert_eq!(Value::stated(None), Value::Missing);
    /// ```
    pub fn stated(value: impl Into<Option<f64>>) -> Self {
        value.into().filter(|value| value.is_finite()).map_or(Self::Missing, Self::Stated)
    }

    /// A day that is written as `2023-03-19`, perhaps with an hour; any other text is taken as text.
    ///
    /// ```
    /// use tizim_evidence::Value;
    /// assert_eq!(Value::day("2023-03-19"), Value::Day("2023-03-19".to_owned()));
    /// assert_eq!(Value::day("March"), Value::Text("March".to_owned()));
    /// ```
    pub fn day(text: impl Into<String>) -> Self {
        let text = text.into();
        let is_day = |text: &str| text.get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok());
        let is_hour = |text: &str| match text.get(10..) {
            None | Some("") => true,
            Some(hour) => {
                hour.strip_prefix([' ', 'T']).is_some_and(|hour| hour.parse::<jiff::civil::Time>().is_ok())
            }
        };
        if is_day(&text) && is_hour(&text) { Self::Day(text) } else { Self::Text(text) }
    }

    /// A region, or a region with what lies in it.
    ///
    /// ```
    /// use tizim_evidence::Value;
    /// assert_eq!(Value::place("KZ-71/12"), Value::Place("KZ-71/12".to_owned()));
    /// ```
    pub fn place(text: impl Into<String>) -> Self {
        Self::Place(text.into())
    }

    /// A region under the name that the input has for it: CSV and JSON keep its identifier. Where the input has no name, and
    /// so gives the identifier in its place, it is shown as any [place](Value::place).
    ///
    /// ```
    /// use tizim_evidence::Value;
    /// let named = Value::Named { id: "KZ-71".to_owned(), name: "Astana".to_owned() };
    /// assert_eq!(Value::region("KZ-71", "Astana"), named);
    /// assert_eq!(Value::region("KZ-71", "KZ-71"), Value::place("KZ-71"));
    /// ```
    pub fn region(id: &str, name: &str) -> Self {
        if id == name { Self::place(id) } else { Self::Named { id: id.to_owned(), name: name.to_owned() } }
    }

    /// A value that the public edition does not show at all: the name of a file that was not read.
    pub fn working_only(value: impl Into<Self>) -> Self {
        Self::derived(value)
    }

    /// What is left of so many persons; see [`Value::Rest`].
    ///
    /// ```
    /// use tizim_evidence::{Persons, Value};
    /// assert_eq!(serde_json::to_string(&Value::rest(Persons(2), Persons(3))).unwrap(), "2");
    /// ```
    pub fn rest(rest: Persons, whole: Persons) -> Self {
        match (i64::try_from(rest.0), i64::try_from(whole.0)) {
            (Ok(rest), Ok(whole)) => Self::Rest { rest, whole },
            _ => rest.into(),
        }
    }

    /// Puts the values of [`Lines`] in its place, so that each can be changed; any other value stays.
    pub fn held(&mut self) {
        if let Self::Lines(lines) = self {
            *self = Self::List(lines.iter().collect());
        }
    }

    /// The whole number, where the value is one.
    pub fn whole(&self) -> Option<i64> {
        match self {
            Self::Integer(value) | Self::Persons(value) | Self::Rest { rest: value, .. } => Some(*value),
            _ => None,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(value)
            | Self::Persons(value)
            | Self::Tens(value)
            | Self::Rest { rest: value, .. } => serializer.serialize_i64(*value),
            Self::Share(share) => serializer.serialize_f64(share.value()),
            Self::Derived(value) => value.serialize(serializer),
            Self::Object(members) => members.serialize(serializer),
            Self::Real(value) | Self::Stated(value) if value.is_finite() => serializer.serialize_f64(*value),
            Self::Interval(interval) => interval.serialize(serializer),
            Self::Text(text)
            | Self::Day(text)
            | Self::Place(text)
            | Self::Code { code: text, .. }
            | Self::Named { id: text, .. } => serializer.serialize_str(text),
            Self::Word { code, .. } => serializer.serialize_str(code),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(values) => values.serialize(serializer),
            Self::Lines(lines) => lines.serialize(serializer),
            Self::Real(_) | Self::Stated(_) | Self::Missing => serializer.serialize_none(),
        }
    }
}

/// What a document holds: numbers are taken as plain ones.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self::from)
    }
}

/// Nothing in JSON is taken for a number of persons: a document that holds such numbers is built of values.
impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Missing,
            Json::Bool(flag) => Self::Flag(flag),
            Json::Number(number) => number
                .as_i64()
                .map_or_else(|| number.as_f64().map_or(Self::Missing, Self::Real), Self::Integer),
            Json::String(text) => Self::Text(text),
            Json::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            Json::Object(members) => Self::Object(members.into()),
        }
    }
}

macro_rules! from_integer {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::Integer(value.into())
            }
        }
    )*};
}
from_integer!(u8, u16, u32, i32, i64);

impl From<Persons> for Value {
    fn from(Persons(count): Persons) -> Self {
        i64::try_from(count).map_or_else(|_| Self::derived(count as f64), Self::Persons)
    }
}

impl From<Share> for Value {
    fn from(share: Share) -> Self {
        Self::Share(share)
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Self::Real(value as f64), Self::Integer)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::from(value as u64)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        // A sum of nothing may be minus nothing, which nobody wants to read.
        if value.is_finite() { Self::Real(value + 0.0) } else { Self::Missing }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Interval> for Value {
    fn from(interval: Interval) -> Self {
        Self::Interval(interval)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Missing, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_value_is_null_and_never_zero() {
        let values = vec![Value::Missing, Value::Real(f64::NAN), Value::from(0), Value::from(None::<u64>)];
        assert_eq!(serde_json::to_string(&values).unwrap(), "[null,null,0,null]");
    }

    #[test]
    fn bounds_say_whether_they_are_attained() {
        let value = Value::from(Interval { low: 3.95, high: 3.98, tight: true });
        assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"low":3.95,"high":3.98,"tight":true}"#);
    }

    #[test]
    fn codes_and_identifiers_stay_as_they_are_in_json() {
        let word = Value::Word { code: "binding", word: "districts.force.binding" };
        let named = Value::Named { id: "KZ-71".to_owned(), name: "Astana".to_owned() };
        assert_eq!(serde_json::to_string(&vec![word, named]).unwrap(), r#"["binding","KZ-71"]"#);
    }

    #[test]
    fn a_count_beyond_the_integers_stays_a_number() {
        assert_eq!(Value::from(u64::MAX), Value::Real(u64::MAX as f64));
    }
}

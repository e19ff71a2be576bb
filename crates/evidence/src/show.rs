//! Values in words: one way to write a number, a range or a gap, in every format that people read.

use crate::{Catalogue, ColumnKind, Value};

/// How a number is written; see the table of formats of the message catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Counts with separators, other numbers with up to four decimals.
    Natural,
    /// Without separators, as identifiers are.
    Plain,
    /// A fraction as per cent.
    Percent,
    /// The same with its sign.
    Signed,
    /// This many decimals.
    Decimals(u8),
    /// Something estimated: two or three significant digits, and not zero where it is not.
    About,
}

impl Format {
    /// The format of this name; an unknown one is the natural one, as in the catalogue.
    pub fn named(name: &str) -> Self {
        match name {
            "plain" => Self::Plain,
            "percent" => Self::Percent,
            "signed" => Self::Signed,
            "about" => Self::About,
            _ => name
                .strip_prefix("number")
                .and_then(|digits| digits.parse().ok())
                .map_or(Self::Natural, |decimals: u8| Self::Decimals(decimals.min(12))),
        }
    }

    /// How a column of this kind is written.
    pub fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text => Self::Plain,
            ColumnKind::Count => Self::Natural,
            ColumnKind::Share => Self::Percent,
            ColumnKind::Deviation => Self::Signed,
            ColumnKind::Number(decimals) => Self::Decimals(decimals.min(12)),
            ColumnKind::Estimate => Self::About,
        }
    }
}

/// What was estimated to be less is not told apart.
const LEAST_ABOUT: f64 = 0.0001;

/// Writes values with the words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a> {
    catalogue: &'a Catalogue,
    between: &'a str,
    missing: &'a str,
    yes: &'a str,
    no: &'a str,
    below: &'a str,
    tens: &'a str,
    minus: &'a str,
}

impl<'a> Show<'a> {
    /// With the words of this catalogue and the minus of the keyboard.
    pub fn new(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            between: catalogue.get("value.between").unwrap_or("{low} to {high}"),
            missing: catalogue.get("value.missing").unwrap_or("not established"),
            yes: catalogue.get("value.yes").unwrap_or("yes"),
            no: catalogue.get("value.no").unwrap_or("no"),
            below: catalogue.get("value.below").unwrap_or("less than {limit}"),
            tens: catalogue.get("value.tens").unwrap_or("{count}+"),
            minus: "-",
        }
    }

    /// With the minus of the printer, which is as wide as a plus.
    #[must_use]
    pub fn typeset(mut self) -> Self {
        self.minus = "\u{2212}";
        self
    }

    /// The value in words. Text is returned as it is: whoever shows it must make control characters visible.
    pub fn value(&self, value: &Value, format: Format) -> String {
        match value {
            Value::Integer(count) | Value::Persons(count) => self.integer(*count, format),
            Value::Tens(tens) => self.tens.replace("{count}", &self.integer(*tens, format)),
            Value::Share(share) => self.number(share.value(), format, Rounding::Nearest),
            Value::Derived(value) => self.value(value, format),
            Value::Real(real) | Value::Stated(real) if real.is_finite() => {
                self.number(*real, format, Rounding::Nearest)
            }
            Value::Interval(bounds) if bounds.low.is_finite() && bounds.high.is_finite() => {
                let low = self.number(bounds.low, format, Rounding::Down);
                let high = self.number(bounds.high, format, Rounding::Up);
                if low == high { low } else { self.range(&low, &high) }
            }
            Value::Text(text) | Value::Named { name: text, .. } => text.clone(),
            Value::Word { word, .. } => self.catalogue.word(word).to_owned(),
            Value::Flag(flag) => if *flag { self.yes } else { self.no }.to_owned(),
            Value::List(values) => {
                let parts: Vec<String> = values.iter().map(|one| self.value(one, format)).collect();
                // A comma inside a name (Almaty Region, Kaskelen) would make two of it.
                parts.join(if parts.iter().any(|part| part.contains(',')) { "; " } else { ", " })
            }
            _ => self.missing.to_owned(),
        }
    }

    /// A plain number, such as the tick of an axis.
    pub fn real(&self, value: f64, format: Format) -> String {
        self.number(value, format, Rounding::Nearest)
    }

    /// The word for what was not established.
    pub fn missing(&self) -> &'a str {
        self.missing
    }

    fn range(&self, low: &str, high: &str) -> String {
        self.between.replace("{low}", low).replace("{high}", high)
    }

    fn integer(&self, count: i64, format: Format) -> String {
        match format {
            Format::Natural | Format::About | Format::Decimals(0) => grouped(&count.to_string(), self.minus),
            Format::Plain => count.to_string(),
            _ => self.number(count as f64, format, Rounding::Nearest),
        }
    }

    fn number(&self, value: f64, format: Format, rounding: Rounding) -> String {
        match format {
            Format::Plain => value.to_string(),
            Format::Percent | Format::Signed => {
                let percent = rounding.apply(value * 100.0, 1);
                let sign = if format == Format::Signed && percent > 0.0 { "+" } else { "" };
                format!("{sign}{}\u{a0}%", grouped(&format!("{percent:.1}"), self.minus))
            }
            Format::Decimals(decimals) => {
                let rounded = rounding.apply(value, decimals);
                grouped(&format!("{rounded:.*}", usize::from(decimals)), self.minus)
            }
            Format::About if value > 0.0 && value < LEAST_ABOUT => {
                self.below.replace("{limit}", &LEAST_ABOUT.to_string())
            }
            Format::About => {
                let decimals = match value.abs() {
                    0.0 | 100.0.. => 0,
                    10.0..100.0 => 1,
                    size => 1 - (size.log10().floor() as i32).min(0) + i32::from(size >= 1.0),
                };
                self.number(value, Format::Decimals(decimals.clamp(0, 12) as u8), rounding)
            }
            Format::Natural if value != 0.0 && value.abs() < 1e-3 => {
                format!("{value:.3e}").replace('-', self.minus)
            }
            Format::Natural => {
                let text = format!("{:.4}", rounding.apply(value, 4));
                grouped(text.trim_end_matches('0').trim_end_matches('.'), self.minus)
            }
        }
    }
}

/// Bounds are rounded outward, so that what is shown still holds.
#[derive(Debug, Clone, Copy)]
enum Rounding {
    Nearest,
    Down,
    Up,
}

impl Rounding {
    /// The value as it will be written with this many decimals; never the negative zero.
    fn apply(self, value: f64, decimals: u8) -> f64 {
        let scale = 10f64.powi(i32::from(decimals));
        let scaled = value * scale;
        let nearest = scaled.round();
        // 3.95 is 394.99999999999994 hundredths: that is noise of the binary system, not a bound.
        let is_exact = (scaled - nearest).abs() <= 1e-9 * scaled.abs().max(1.0);
        let rounded = match self {
            Self::Nearest => return if nearest == 0.0 { 0.0 } else { value },
            _ if is_exact => nearest,
            Self::Down => scaled.floor(),
            Self::Up => scaled.ceil(),
        };
        if rounded == 0.0 { 0.0 } else { rounded / scale }
    }
}

/// Puts a narrow no-break space between groups of three digits of the whole part, from five digits up.
fn grouped(number: &str, minus: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| (minus, digits));
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if whole.len() >= 5 && index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Interval;

    fn shown(value: impl Into<Value>, format: &str) -> String {
        let catalogue = Catalogue::default();
        Show::new(&catalogue).value(&value.into(), Format::named(format))
    }

    #[test]
    fn codes_and_identifiers_are_written_as_words() {
        let catalogue = Catalogue::from_toml(["[force]\nbinding = 'binding law'"]).unwrap();
        let show = |value: &Value| Show::new(&catalogue).value(value, Format::Natural);
        assert_eq!(show(&Value::Word { code: "binding", word: "force.binding" }), "binding law");
        assert_eq!(show(&Value::Named { id: "KZ-71".to_owned(), name: "Astana".to_owned() }), "Astana");
    }

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!(shown(12_032_550, ""), "12\u{202f}032\u{202f}550");
        assert_eq!(shown(1234, ""), "1234");
        assert_eq!(shown(-0.65776, "signed"), "-65.8\u{a0}%");
        assert_eq!(shown(0.356, "signed"), "+35.6\u{a0}%");
        assert_eq!(shown(414_915.5, ""), "414\u{202f}915.5");
        assert_eq!(shown(2023, "plain"), "2023");
        assert_eq!(shown(1e-7, ""), "1.000e-7");
        let estimates = [0.0, 1e-9, 0.000_12, 0.0043, 0.27, 1.234, 9.87, 12.34, 1234.6];
        let about = ["0", "less than 0.0001", "0.00012", "0.0043", "0.27", "1.23", "9.87", "12.3", "1235"];
        assert_eq!(estimates.map(|value| shown(value, "about")), about);
        assert_eq!(shown(7, "about"), "7");
    }

    #[test]
    fn bounds_are_rounded_outward() {
        let bounds = |low, high| Interval { low, high, tight: true };
        assert_eq!(shown(bounds(3.95, 3.98), "number2"), "3.95 to 3.98");
        assert_eq!(shown(bounds(3.9567, 3.9712), "number2"), "3.95 to 3.98");
        assert_eq!(shown(bounds(0.29, 0.2901), "percent"), "29.0\u{a0}% to 29.1\u{a0}%");
        assert_eq!(shown(bounds(7.0, 7.0), ""), "7");
        assert_eq!(shown(bounds(141_994.0, 142_006.0), ""), "141\u{202f}994 to 142\u{202f}006");
    }

    #[test]
    fn a_gap_is_never_zero() {
        assert_eq!(shown(Value::Missing, ""), "not established");
        assert_eq!(shown(Value::Real(f64::NAN), "percent"), "not established");
        assert_eq!(shown(-0.000_01, "signed"), "0.0\u{a0}%");
        assert_eq!(shown(vec![1, 2], ""), "1, 2");
    }
}

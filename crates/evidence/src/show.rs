//! Values in words: one way to write a number, a range or a gap, in every format that people read.

use std::borrow::Cow;

use crate::grammar::{self, Grammar};
use crate::{Catalogue, ColumnKind, Language, Value};

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
    grammar: &'static Grammar,
    between: &'a str,
    at_least: &'a str,
    at_most: &'a str,
    missing: &'a str,
    yes: &'a str,
    no: &'a str,
    below: &'a str,
    tens: &'a str,
    percent: &'a str,
    minus: &'a str,
}

impl<'a> Show<'a> {
    /// With the words of this catalogue and the minus of the keyboard.
    pub fn new(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            grammar: grammar::of(catalogue.language()),
            between: catalogue.get("value.between").unwrap_or("{low} to {high}"),
            at_least: catalogue.get("value.at_least").unwrap_or("at least {low}"),
            at_most: catalogue.get("value.at_most").unwrap_or("at most {high}"),
            missing: catalogue.get("value.missing").unwrap_or("not established"),
            yes: catalogue.get("value.yes").unwrap_or("yes"),
            no: catalogue.get("value.no").unwrap_or("no"),
            below: catalogue.get("value.below").unwrap_or("less than {limit}"),
            tens: catalogue.get("value.tens").unwrap_or("{count}+"),
            percent: catalogue.get("value.percent").unwrap_or("{number}\u{a0}%"),
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
            Value::Integer(count) | Value::Persons(count) | Value::Rest { rest: count, .. } => {
                self.integer(*count, format)
            }
            Value::Tens(tens) => self.tens.replace("{count}", &self.integer(*tens, format)),
            Value::Share(share) => self.number(share.value(), format, Rounding::Nearest),
            Value::Derived(value) => self.value(value, format),
            Value::Real(real) | Value::Stated(real) if real.is_finite() => {
                self.number(*real, format, Rounding::Nearest)
            }
            Value::Interval(bounds) => self.interval(bounds.low, bounds.high, format),
            Value::Text(text) | Value::Named { name: text, .. } => text.clone(),
            Value::Word { word, .. } => self.catalogue.word(word).to_owned(),
            Value::Code { of, code } => self.catalogue.word_of(of, code).to_owned(),
            Value::Place(place) => self.place(place).into_owned(),
            Value::Flag(flag) => if *flag { self.yes } else { self.no }.to_owned(),
            Value::Day(day) => self.day(day),
            Value::List(values) => self.list(values, |one| self.value(one, format)),
            _ => self.missing.to_owned(),
        }
    }

    /// A range, or the one bound that is known of it.
    fn interval(&self, low: f64, high: f64, format: Format) -> String {
        let least = || self.number(low, format, Rounding::Down);
        let most = || self.number(high, format, Rounding::Up);
        match (low.is_finite(), high.is_finite()) {
            (true, true) => match (least(), most()) {
                (low, high) if low == high => low,
                (low, high) => self.range(&low, &high),
            },
            (true, false) => self.at_least.replace("{low}", &least()),
            (false, true) => self.at_most.replace("{high}", &most()),
            (false, false) => self.missing.to_owned(),
        }
    }

    /// The value in a case of the language, where it is a word of the catalogue, or several.
    pub(crate) fn inflected(&self, value: &Value, case: &str) -> String {
        match value {
            Value::Word { word, .. } => self.catalogue.inflected(word, case).to_owned(),
            Value::Code { of, code } => match self.catalogue.get(&format!("{of}.{code}.{case}")) {
                Some(word) => word.to_owned(),
                None => self.catalogue.word_of(of, code).to_owned(),
            },
            Value::List(values) => self.list(values, |one| self.inflected(one, case)),
            _ => self.value(value, Format::Natural),
        }
    }

    fn list(&self, values: &[Value], shown: impl Fn(&Value) -> String) -> String {
        let parts: Vec<String> = values.iter().map(shown).collect();
        // A comma inside a name (Almaty Region, Kaskelen) would make two of it, and so would a decimal comma.
        let comma = parts.iter().any(|part| part.contains(','))
            || (self.grammar.has_decimal_comma() && values.iter().any(|one| one.bounds().is_some()));
        parts.join(if comma { "; " } else { ", " })
    }

    /// A day that is stored as `2023-03-19`, perhaps with an hour behind it, in the order of the language.
    pub fn day(&self, day: &str) -> String {
        let parts = day.split_at_checked(10).map(|(date, hour)| (date.split('-').collect::<Vec<_>>(), hour));
        match (self.catalogue.language(), parts) {
            (Language::Ru | Language::Kk, Some((date, hour))) if date.len() == 3 => {
                format!("{}.{}.{}{}", date[2], date[1], date[0], hour.replacen('T', " ", 1))
            }
            _ => day.to_owned(),
        }
    }

    /// A plain number, such as the tick of an axis.
    pub fn real(&self, value: f64, format: Format) -> String {
        self.number(value, format, Rounding::Nearest)
    }

    /// A number that counts hundredths, with the sign of per cent where the language puts it.
    pub fn percent(&self, number: &str) -> String {
        self.percent.replace("{number}", number)
    }

    /// A place as people read it; see [`Catalogue::place`].
    pub fn place<'p>(&self, written: &'p str) -> Cow<'p, str>
    where
        'a: 'p,
    {
        self.catalogue.place(written)
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
            Format::Natural | Format::About | Format::Decimals(0) => self.grouped(&count.to_string()),
            Format::Plain => count.to_string(),
            _ => self.number(count as f64, format, Rounding::Nearest),
        }
    }

    fn number(&self, value: f64, format: Format, rounding: Rounding) -> String {
        match format {
            Format::Plain => self.with_decimal_sign(value.to_string()),
            Format::Percent | Format::Signed => {
                let percent = rounding.apply(value * 100.0, 1);
                let sign = if format == Format::Signed && percent > 0.0 { "+" } else { "" };
                self.percent(&format!("{sign}{}", self.grouped(&format!("{percent:.1}"))))
            }
            Format::Decimals(decimals) => {
                let rounded = rounding.apply(value, decimals);
                self.grouped(&format!("{rounded:.*}", usize::from(decimals)))
            }
            Format::About if value > 0.0 && value < LEAST_ABOUT => {
                self.below.replace("{limit}", &self.with_decimal_sign(LEAST_ABOUT.to_string()))
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
                self.with_decimal_sign(format!("{value:.3e}").replace('-', self.minus))
            }
            Format::Natural => {
                let text = format!("{:.4}", rounding.apply(value, 4));
                self.grouped(text.trim_end_matches('0').trim_end_matches('.'))
            }
        }
    }

    fn with_decimal_sign(&self, number: String) -> String {
        if self.grammar.decimal == "." { number } else { number.replace('.', &self.grammar.decimal) }
    }

    /// The number with the decimal sign of the language, and between groups of three digits of its whole part, from five
    /// digits up, the sign for that.
    fn grouped(&self, number: &str) -> String {
        let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| (self.minus, digits));
        let (whole, fraction) =
            digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let mut text = String::from(sign);
        for (index, digit) in whole.chars().enumerate() {
            if whole.len() >= 5 && index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(&self.grammar.group);
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text.push_str(&self.grammar.decimal);
            text.push_str(fraction);
        }
        text
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
    fn regions_are_shown_by_name_where_tables_use_codes() {
        let catalogue = Catalogue::default().with_regions([("KZ-71", "Astana"), ("KZ-7", "")]);
        let show = |value: &Value| Show::new(&catalogue).value(value, Format::Natural);
        for (written, shown) in [
            ("KZ-71", "Astana"),
            ("KZ-71/12", "Astana/12"),
            ("KZ-71 / 12", "Astana / 12"),
            ("KZ-71/KZ-71", "Astana/KZ-71"),
            ("KZ-71: ", "Astana: "),
            ("KZ-7/1", "KZ-7/1"),
            ("KZ-711", "KZ-711"),
            ("kz-71 / 12А", "Astana / 12А"),
            ("12", "12"),
            ("", ""),
        ] {
            assert_eq!(show(&Value::place(written)), shown, "{written}");
            assert_eq!(serde_json::to_value(Value::place(written)).unwrap(), written);
        }
        assert_eq!(show(&vec![Value::place("KZ-71"), Value::from("KZ-71")].into()), "Astana, KZ-71");
    }

    #[test]
    fn a_range_with_one_end_says_which() {
        let of = |low, high| Interval { low, high, tight: false };
        assert_eq!(shown(of(1.6666, f64::INFINITY), "number3"), "at least 1.666");
        assert_eq!(shown(of(f64::NEG_INFINITY, 1.6666), "number3"), "at most 1.667");
        assert_eq!(shown(of(f64::NEG_INFINITY, f64::INFINITY), "number3"), "not established");
        assert_eq!(shown(of(f64::NAN, f64::NAN), "number3"), "not established");
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
    fn numbers_are_written_as_the_language_writes_them() {
        let files = [
            (Language::Ru, "[value]\nbetween = '{low} … {high}'\nbelow = 'менее {limit}'"),
            (Language::Kk, "[value]\nbetween = '{low} … {high}'\npercent = '{number}%'"),
        ];
        for (language, percent) in [(Language::Ru, "+35,6\u{a0}%"), (Language::Kk, "+35,6%")] {
            let own = files.into_iter().filter(|(written_in, _)| *written_in == language);
            let catalogue = Catalogue::of(language, own).unwrap();
            let show =
                |value: Value, format: &str| Show::new(&catalogue).value(&value, Format::named(format));
            assert_eq!(show(Value::from(12_032_550), ""), "12\u{a0}032\u{a0}550");
            assert_eq!(show(Value::from(1234), ""), "1234");
            assert_eq!(show(Value::from(0.356), "signed"), percent);
            assert_eq!(show(Value::from(414_915.5), ""), "414\u{a0}915,5");
            assert_eq!(show(Value::from(0.5), "plain"), "0,5");
            assert_eq!(show(Value::from(1e-7), ""), "1,000e-7");
            assert_eq!(show(Value::from(vec![0.5, 0.6]), ""), "0,5; 0,6");
            assert_eq!(show(Value::from(vec![3, 4]), ""), "3; 4");
            assert_eq!(show(Value::from(vec!["а", "б"]), ""), "а, б");
            let bounds = Interval { low: 3.9567, high: 3.9712, tight: true };
            assert_eq!(show(Value::from(bounds), "number2"), "3,95 … 3,98");
            assert_eq!(show(Value::day("2023-03-19"), ""), "19.03.2023");
            assert_eq!(show(Value::day("2023-03-19 20:00"), ""), "19.03.2023 20:00");
            assert_eq!(show(Value::from("2023-03-19"), ""), "2023-03-19");
        }
        let catalogue = Catalogue::of(Language::Ru, files[..1].iter().copied()).unwrap();
        assert_eq!(Show::new(&catalogue).value(&Value::from(1e-9), Format::About), "менее 0,0001");
    }

    #[test]
    fn a_day_is_written_as_it_is_stored_in_english() {
        assert_eq!(shown(Value::day("2023-03-19"), ""), "2023-03-19");
        assert_eq!(Value::day("spring of 2023"), Value::from("spring of 2023"));
        assert_eq!(serde_json::to_string(&Value::day("2023-03-19 20:00")).unwrap(), r#""2023-03-19 20:00""#);
    }

    #[test]
    fn a_gap_is_never_zero() {
        assert_eq!(shown(Value::Missing, ""), "not established");
        assert_eq!(shown(Value::Real(f64::NAN), "percent"), "not established");
        assert_eq!(shown(-0.000_01, "signed"), "0.0\u{a0}%");
        assert_eq!(shown(vec![1, 2], ""), "1, 2");
    }
}

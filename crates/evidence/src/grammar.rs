//! How a language counts and writes numbers: plural categories, decimal sign and grouping, by CLDR (through ICU4X).
//!
//! English numbers are written as this house writes them: a point, and a narrow space between groups.

use std::sync::LazyLock;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale_core::{Locale, locale};
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};

use crate::{Language, Value};

/// The grammar of counting in one language.
#[derive(Debug)]
pub(crate) struct Grammar {
    language: Language,
    /// The rule that CLDR gives for cardinals.
    plurals: Option<PluralRules>,
    /// Between a number and its decimals.
    pub(crate) decimal: String,
    /// Between groups of three digits.
    pub(crate) group: String,
}

/// The grammar of a language, read once.
pub(crate) fn of(language: Language) -> &'static Grammar {
    static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| {
        let house = (".".to_owned(), "\u{202f}".to_owned());
        Grammar::new(Language::En, &locale!("en"), Some(house))
    });
    static RUSSIAN: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Ru, &locale!("ru"), None));
    static KAZAKH: LazyLock<Grammar> = LazyLock::new(|| Grammar::new(Language::Kk, &locale!("kk"), None));
    match language {
        Language::En => &ENGLISH,
        Language::Ru => &RUSSIAN,
        Language::Kk => &KAZAKH,
    }
}

impl Grammar {
    fn new(language: Language, locale: &Locale, signs: Option<(String, String)>) -> Self {
        let (decimal, group) = signs.or_else(|| signs_of(locale)).unwrap_or((",".into(), "\u{a0}".into()));
        Self { language, plurals: PluralRules::try_new_cardinal(locale.into()).ok(), decimal, group }
    }

    /// Whether a comma parts decimals, so that it cannot part the numbers of a list.
    pub(crate) fn has_decimal_comma(&self) -> bool {
        self.decimal == ","
    }

    /// The one of several forms of a word that goes with a count.
    ///
    /// Two forms are for one and for any other number. Three, as in Russian, are for 1, 21, 31; for 2 to 4, 22 to 24; and
    /// for the others; a fraction takes the second, or a fourth where there is one. A single form goes with any count.
    /// What is no number (`<10`, what was withheld) takes the form of many.
    pub(crate) fn form<'w>(&self, count: &Value, forms: &'w str) -> &'w str {
        let forms: Vec<&str> = forms.split('|').collect();
        let many = if self.language == Language::Ru { PluralCategory::Many } else { PluralCategory::Other };
        let category = match (&self.plurals, operands(count)) {
            (Some(rules), Some(operands)) => rules.category_for(operands),
            _ => many,
        };
        let place = match (self.language, category) {
            (_, PluralCategory::One) => 0,
            (Language::Ru, PluralCategory::Many) => 2,
            (Language::Ru, PluralCategory::Other) if forms.len() > 3 => 3,
            _ => 1,
        };
        forms[place.min(forms.len() - 1)]
    }
}

/// The decimal sign and the sign between groups, as CLDR writes `12345.6`.
fn signs_of(locale: &Locale) -> Option<(String, String)> {
    let number: Decimal = "12345.6".parse().ok()?;
    let written =
        DecimalFormatter::try_new(locale.into(), icu_decimal::options::DecimalFormatterOptions::default())
            .ok()?
            .format(&number)
            .to_string();
    let between = |before: &str, after: &str| {
        let rest = written.split_once(before)?.1;
        rest.split_once(after).map(|(sign, _)| sign.to_owned())
    };
    Some((between("5", "6")?, between("2", "3")?))
}

/// What CLDR asks of a number: as it is written, without its sign. Bounds count as their upper end.
fn operands(count: &Value) -> Option<PluralOperands> {
    match count {
        Value::Integer(count)
        | Value::Persons(count)
        | Value::Tens(count)
        | Value::Rest { rest: count, .. } => Some(count.unsigned_abs().into()),
        Value::Real(count) | Value::Stated(count) if count.is_finite() => as_written(*count),
        Value::Share(share) => as_written(share.value()),
        Value::Interval(bounds) => as_written(bounds.high),
        Value::Derived(value) => operands(value),
        _ => None,
    }
}

fn as_written(number: f64) -> Option<PluralOperands> {
    let number: Decimal = number.abs().to_string().parse().ok()?;
    Some((&number).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_those_of_the_language() {
        let signs = |language| (of(language).decimal.as_str(), of(language).group.as_str());
        assert_eq!(signs(Language::En), (".", "\u{202f}"));
        assert_eq!(signs(Language::Ru), (",", "\u{a0}"));
        assert_eq!(signs(Language::Kk), (",", "\u{a0}"));
    }

    #[test]
    fn words_go_with_their_counts_by_language_and_not_by_the_number_of_forms() {
        let forms = |language, forms: &'static str, counts: &[f64]| -> Vec<&str> {
            let whole =
                |count: f64| if count.fract() == 0.0 { Value::Integer(count as i64) } else { count.into() };
            counts.iter().map(|count| of(language).form(&whole(*count), forms)).collect()
        };
        assert_eq!(
            forms(Language::En, "entry|entries", &[1.0, -1.0, 2.0, 0.0, 21.0, 1.5]),
            ["entry", "entry", "entries", "entries", "entries", "entries"]
        );
        let counts = [1.0, 3.0, 5.0, 11.0, 12.0, 21.0, 22.0, 111.0, 0.0, 1.5, -2.0];
        let expected = [
            "запись",
            "записи",
            "записей",
            "записей",
            "записей",
            "запись",
            "записи",
            "записей",
            "записей",
            "записи",
            "записи",
        ];
        assert_eq!(forms(Language::Ru, "запись|записи|записей", &counts), expected);
        assert_eq!(forms(Language::Ru, "новая|новые|новых|новой", &[1.5, 2.0]), ["новой", "новые"]);
        assert_eq!(forms(Language::Kk, "жазба", &[1.0, 2.0, 1.5]), ["жазба"; 3]);
        assert_eq!(forms(Language::Kk, "бұл|бұлар", &[1.0, 21.0]), ["бұл", "бұлар"]);
    }

    #[test]
    fn what_is_no_number_is_many() {
        let form = |value: Value| of(Language::Ru).form(&value, "запись|записи|записей");
        assert_eq!(form(Value::from("<10")), "записей");
        assert_eq!(form(Value::Missing), "записей");
        assert_eq!(form(Value::Tens(40)), "записей");
        assert_eq!(form(Value::derived(2)), "записи");
        assert_eq!(form(Value::from(crate::Interval { low: 1.0, high: 3.0, tight: true })), "записи");
    }
}

//! Words by which tables are read, in three languages: data, compiled once.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use crate::detect::normal::normal_form;

/// The file of the words.
const FILE: &str = include_str!("../../../data/words/tables.toml");

const DATES: &str = include_str!("../../../data/words/dates.toml");

const NAMES: &str = include_str!("../../../data/words/names.toml");

const PLACES_FILE: &str = include_str!("../../../data/words/places.toml");

const ADDRESSES: &str = include_str!("../../../data/words/addresses.toml");

/// Lists of words, each in small letters.
pub(crate) struct Words {
    /// "Total", alone, first or last in a cell; as headings are compared.
    pub(crate) total: Vec<String>,
    /// The same where nothing else stands in the cell.
    pub(crate) total_alone: Vec<String>,
    /// "Day" and "date" in a heading.
    pub(crate) day: Vec<String>,
    /// "Time" in a heading: of day, not a while.
    pub(crate) clock: Vec<String>,
    /// Beginnings of words by which a sheet is called that sums the others.
    pub(crate) summary: Vec<String>,
    /// The whole country, alone in a cell; as headings are compared.
    pub(crate) nation: Vec<String>,
    /// "Average", "maximum", alone in a cell; as headings are compared.
    pub(crate) statistic: Vec<String>,
    /// "Of which", alone or first in a cell; as headings are compared.
    pub(crate) of_which: Vec<String>,
    /// First words of "по области".
    pub(crate) by: Vec<String>,
    /// What totals are made by.
    pub(crate) by_what: Vec<String>,
    /// Last words of "облыс бойынша".
    pub(crate) by_behind: Vec<String>,
    /// Parts of a count below one heading.
    pub(crate) parts: Vec<String>,
    /// The number of what a heading names, below it.
    pub(crate) number: Vec<String>,
    /// First words of a cell at the foot of a form.
    pub(crate) signature: Vec<String>,
    /// Those of them that people are called, too: they say nothing where more than a date stands beside them.
    pub(crate) signature_and_name: Vec<String>,
    /// First words of totals and signatures as they are written.
    pub(crate) at_foot: Vec<String>,
    /// Beginnings of words in the headings of columns of remarks.
    pub(crate) remarks: Vec<String>,
    /// What is counted, behind a heading; as headings are compared.
    pub(crate) units: Vec<String>,
    /// That a heading counts in thousands.
    pub(crate) thousands: Vec<String>,
    /// Nothing is stated.
    pub(crate) missing: Vec<String>,
    /// Yes.
    pub(crate) yes: Vec<String>,
    /// No.
    pub(crate) no: Vec<String>,
    /// What a spreadsheet shows where a formula failed.
    pub(crate) errors: Vec<String>,
    /// Names of the months without their endings.
    pub(crate) months: Vec<String>,
    /// "Of birth" behind a date.
    pub(crate) births: Vec<String>,
    /// The same in front of it.
    pub(crate) born: Vec<String>,
    /// Endings of a patronymic.
    pub(crate) patronymic_endings: Vec<String>,
    /// Words that make the word before them one.
    pub(crate) makes_patronymic: Vec<String>,
    /// "Flat" in an address.
    pub(crate) flat: Vec<String>,
    /// "Street" and its kin.
    pub(crate) streets: Vec<String>,
    /// All words of an address.
    pub(crate) of_addresses: Vec<String>,
}

/// Words of which one makes a name that of a place.
pub(crate) struct PlaceWords {
    pub(crate) whole: HashSet<String>,
    pub(crate) beginnings: Vec<String>,
}

/// Those for what a place is, and "named after".
pub(crate) static PLACES: LazyLock<PlaceWords> = LazyLock::new(|| {
    let of_places = ["precinct", "number", "region", "city", "district", "institution"];
    let mut words: Vec<String> = of_places.iter().flat_map(|topic| of_topic(PLACES_FILE, topic)).collect();
    words.extend(of_topic(ADDRESSES, "named_after"));
    let (beginnings, whole): (Vec<String>, Vec<String>) =
        words.into_iter().partition(|word| word.ends_with('*'));
    PlaceWords {
        whole: whole.into_iter().collect(),
        beginnings: beginnings.iter().map(|word| word.trim_end_matches('*').to_owned()).collect(),
    }
});

/// What houses stand along.
const STREETS: [&str; 6] = ["street", "avenue", "boulevard", "lane", "drive", "highway"];

/// The topics of a file.
fn topics_of(file: &str) -> Vec<String> {
    let topics: BTreeMap<String, toml::Table> = toml::from_str(file).unwrap_or_default();
    topics.into_keys().collect()
}

/// The words of a topic of a file in all its languages, in small letters, and its short form where it has one.
fn of_topic(file: &str, topic: &str) -> Vec<String> {
    let mut topics: BTreeMap<String, toml::Table> = toml::from_str(file).unwrap_or_default();
    let words = topics.remove(topic).unwrap_or_default().into_iter().flat_map(|(_, words)| match words {
        toml::Value::Array(words) => words,
        word => vec![word],
    });
    words.filter_map(|word| word.as_str().map(str::to_lowercase)).collect()
}

/// The words.
pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(FILE));

impl Words {
    /// Reads a table of topics, each with a list of words for each language. A topic that is not there has no words.
    fn of(file: &str) -> Self {
        type Topics = BTreeMap<String, BTreeMap<String, Vec<String>>>;
        let topics: Topics = toml::from_str(file).unwrap_or_default();
        let listed = |topic: &str| -> Vec<String> {
            let languages = topics.get(topic).into_iter().flat_map(BTreeMap::values);
            languages.flatten().map(|word| word.to_lowercase()).collect()
        };
        let compared = |topic: &str| -> Vec<String> {
            let form = |phrase: &String| {
                let words: Vec<String> = phrase.split(' ').map(normal_form).collect();
                words.join(" ")
            };
            listed(topic).iter().map(form).collect()
        };
        let at_foot = ["total", "total_alone", "statistic", "of_which", "signature"];
        Self {
            total: compared("total"),
            total_alone: compared("total_alone"),
            summary: compared("summary"),
            nation: compared("nation"),
            statistic: compared("statistic"),
            of_which: compared("of_which"),
            by: compared("by"),
            by_what: compared("by_what"),
            day: listed("day"),
            clock: listed("clock"),
            by_behind: compared("by_behind"),
            parts: listed("parts"),
            number: listed("number"),
            signature: compared("signature"),
            signature_and_name: compared("signature_and_name"),
            at_foot: at_foot.into_iter().flat_map(listed).collect(),
            remarks: compared("remarks"),
            units: compared("units"),
            thousands: listed("thousands"),
            missing: listed("missing"),
            yes: listed("yes"),
            no: listed("no"),
            errors: listed("errors"),
            months: months(),
            births: listed("births"),
            born: listed("born"),
            patronymic_endings: of_topic(NAMES, "patronymic_endings"),
            makes_patronymic: of_topic(NAMES, "patronymic_words"),
            flat: of_topic(ADDRESSES, "flat"),
            streets: STREETS.iter().flat_map(|topic| of_topic(ADDRESSES, topic)).collect(),
            of_addresses: topics_of(ADDRESSES).iter().flat_map(|topic| of_topic(ADDRESSES, topic)).collect(),
        }
    }
}

/// Names of the months without their endings, from the file of words that dates are read by.
fn months() -> Vec<String> {
    type Topics = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let mut topics: Topics = toml::from_str(DATES).unwrap_or_default();
    topics.remove("beside");
    topics.into_values().flat_map(BTreeMap::into_values).flatten().collect()
}

/// Whether a lower-case word names a month, in full or shortened to three letters or more.
pub(crate) fn is_month(word: &str) -> bool {
    let is_shortened = word.chars().count() >= 3;
    WORDS.months.iter().any(|name| word.starts_with(name) || (is_shortened && name.starts_with(word)))
}

/// Whether a word is among these.
pub(crate) fn has(words: &[String], word: &str) -> bool {
    words.iter().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_is_there() {
        let words = &*WORDS;
        for list in [
            &words.total,
            &words.total_alone,
            &words.nation,
            &words.statistic,
            &words.of_which,
            &words.by,
            &words.by_what,
            &words.day,
            &words.clock,
            &words.by_behind,
            &words.parts,
            &words.number,
            &words.signature,
            &words.signature_and_name,
            &words.at_foot,
            &words.remarks,
            &words.units,
            &words.thousands,
            &words.summary,
            &words.missing,
            &words.yes,
            &words.no,
            &words.errors,
            &words.months,
            &words.births,
            &words.born,
            &words.patronymic_endings,
            &words.makes_patronymic,
            &words.flat,
            &words.streets,
            &words.of_addresses,
        ] {
            assert!(!list.is_empty() && list.iter().all(|word| !word.is_empty()));
        }
        let topics: BTreeMap<String, toml::Value> = toml::from_str(FILE).unwrap();
        assert_eq!(topics.len(), 24, "a topic that nothing reads");
        assert!(
            has(&words.total, "grand total") && has(&words.signature, "мп") && has(&words.at_foot, "м.п")
        );
    }
}

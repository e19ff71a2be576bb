//! Texts that are nothing but the name of a place, as headings inside a table are: `Участок № 12`, `Акмолинская область`,
//! `Есильский район, участок № 7`.

use std::sync::LazyLock;

use tizim_people::text::fold;
use tizim_people::words::Words;

use crate::precinct::{self, in_name};
use crate::region::{self, Fit, Regions, UnitKind, Written};

/// Words for "precinct".
static PRECINCT: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "precinct"));
/// Words for "number".
static NUMBER: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "number"));

/// Words for a unit that say of what something is.
static GENITIVE: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "genitive"));
/// Words for a district.
static DISTRICT: LazyLock<Words> = LazyLock::new(|| Words::of_topic(region::WORDS, "district"));

/// The places that a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// A unit of the country.
    pub region: Option<String>,
    /// A district of one.
    pub district: Option<String>,
    /// A precinct.
    pub precinct: Option<String>,
}

/// Words in the name of a region or a district, at most.
const MOST_WORDS: usize = 4;

/// What stands between a place and the next, or what is said of it.
const DIVIDERS: [&str; 8] = [",", ";", "(", " - ", " – ", " — ", ". ", "/"];

/// The places that a text names, the first of them at its beginning; none where it begins with anything else. Behind a
/// precinct may stand where it is.
///
/// ```
/// use tizim_polling::named::{Named, named};
/// let none = tizim_polling::Regions::default();
/// let precinct = |written: &str| named(&none, written).precinct;
/// for written in ["Участок № 12", "Избирательный участок №012 (СШ № 5)", "№ 12 сайлау учаскесі", "12-й участок", "Precinct 12"] {
///     assert_eq!(precinct(written).as_deref(), Some("12"), "{written}");
/// }
/// for written in ["12", "Участок", "Школа № 12", "Итого по участку № 12", "Участок № 12 и 13", "Участки области", "Жители района"] {
///     assert_eq!(named(&none, written), Named::default(), "{written}");
/// }
/// let both = named(&none, "Северная область, участок № 7");
/// assert_eq!((both.region.as_deref(), both.precinct.as_deref()), (Some("Северная область"), Some("7")));
/// assert_eq!(named(&none, "Лесной район").district.as_deref(), Some("Лесной район"));
/// ```
pub fn named(regions: &Regions, text: &str) -> Named {
    let mut all = Named::default();
    let mut rest = text.trim().trim_end_matches([':', '.']);
    while !rest.is_empty() {
        let end = DIVIDERS.iter().filter_map(|divider| Some((rest.find(divider)?, divider.len()))).min();
        let (piece, behind) = end.map_or((rest, ""), |(at, length)| (&rest[..at], &rest[at + length..]));
        // "г. Алматы" is one name.
        let piece = if is_place(regions, rest) { rest } else { piece };
        let piece = piece.trim();
        match kind(regions, piece) {
            Some(Kind::Region) if all.region.is_none() => all.region = Some(piece.to_owned()),
            Some(Kind::District) if all.district.is_none() => all.district = Some(piece.to_owned()),
            Some(Kind::Precinct) if all.precinct.is_none() => all.precinct = in_name(piece, false),
            // What is said of a precinct.
            None if all.precinct.is_some() && !names_a_precinct(piece) => {}
            _ => return Named::default(),
        }
        rest = if piece.len() == rest.trim().len() { "" } else { behind.trim() };
    }
    all
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Region,
    District,
    Precinct,
}

fn is_place(regions: &Regions, text: &str) -> bool {
    matches!(kind(regions, text), Some(Kind::Region | Kind::District))
}

/// What place a text names; none where it names anything else.
fn kind(regions: &Regions, text: &str) -> Option<Kind> {
    if names_a_precinct(text) {
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let mut words = precinct::normal(text);
        // A letter may belong to the number.
        words.truncate(words.trim_end_matches(|letter: char| letter.is_alphabetic()).trim_end().len());
        return (is_number(&words) && in_name(text, false).is_some()).then_some(Kind::Precinct);
    }
    let written = Written::parse(text)?;
    let is_name =
        |letter: char| letter.is_alphabetic() || letter.is_whitespace() || "-–.№\"«»".contains(letter);
    if text.split_whitespace().count() > MOST_WORDS || !text.chars().all(is_name) {
        return None;
    }
    let folded = fold(text);
    let is_genitive = |word: &str| GENITIVE.has(word);
    let names_a_unit = match written.kind {
        // A district of a region is one.
        Some(UnitKind::District) => folded.split(' ').any(|word| DISTRICT.has(word) && !is_genitive(word)),
        Some(UnitKind::Region) => !folded.split(' ').any(is_genitive),
        Some(UnitKind::City) | None => false,
    };
    match written.kind {
        Some(UnitKind::District) if names_a_unit => Some(Kind::District),
        _ if names_a_unit || regions.fit(&written) != Fit::None => Some(Kind::Region),
        _ => None,
    }
}

/// Whether a word for "precinct" and a number stand in a text.
fn names_a_precinct(text: &str) -> bool {
    let folded = fold(text);
    let has_word = folded
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty() && !NUMBER.has(word))
        .any(|word| PRECINCT.has(word));
    has_word && folded.bytes().any(|byte| byte.is_ascii_digit())
}

//! A region's name as written, taken apart.

use std::collections::HashMap;
use std::sync::LazyLock;

use tizim_people::text::fold;
use tizim_people::words::listed;

use super::UnitKind;
use crate::dress::bare;

/// Words for what a unit is, and words that go with them and name nothing, in three languages.
static KINDS: LazyLock<HashMap<String, Option<UnitKind>>> = LazyLock::new(|| {
    let topics = [
        ("region", Some(UnitKind::Region)),
        ("city", Some(UnitKind::City)),
        ("district", Some(UnitKind::District)),
        ("beside", None),
    ];
    let words = |(topic, kind)| {
        listed(super::WORDS, topic).into_iter().map(move |word| (letters(&fold(&word)), kind))
    };
    topics.into_iter().flat_map(words).collect()
});

/// The words that name a unit, and what it is said to be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written {
    /// The words that name it, folded: small letters, Kazakh letters as the Russian ones that lists without them use, one
    /// blank between words.
    pub name: String,
    /// What the name says that it is; `None` for a bare name.
    pub kind: Option<UnitKind>,
}

impl Written {
    /// Takes a name apart; `None` where nothing is written.
    ///
    /// ```
    /// use tizim_polling::region::{UnitKind, Written};
    /// let one = Written::parse("Северо-Казахстанская  обл.").unwrap();
    /// assert_eq!((one.name.as_str(), one.kind), ("северо казахстанская", Some(UnitKind::Region)));
    /// assert_eq!(Written::parse("СЕВЕРО – КАЗАХСТАНСКАЯ ОБЛАСТЬ"), Some(one));
    /// assert_eq!(Written::parse("г.Алматы"), Written::parse("Алматы қаласы"));
    /// assert_ne!(Written::parse("Алматы облысы"), Written::parse("Алматы қаласы"));
    /// assert_eq!(Written::parse(" - "), None);
    /// ```
    pub fn parse(written: &str) -> Option<Self> {
        let folded = letters(&fold(bare(written)));
        let mut kinds = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        let mut beside: Vec<&str> = Vec::new();
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            match KINDS.get(word) {
                Some(Some(kind)) => kinds.push(*kind),
                Some(None) => beside.push(word),
                None => names.extend(word.split('-').filter(|part| !part.is_empty())),
            }
        }
        if names.is_empty() {
            // Nothing but words for what it is: they are all there is.
            return (!folded.is_empty()).then_some(Self { name: folded, kind: None });
        }
        if kinds.is_empty() {
            names.extend(beside);
        }
        // A district of a city is a district, a city of a region a city.
        let kind = [UnitKind::District, UnitKind::City, UnitKind::Region]
            .into_iter()
            .find(|kind| kinds.contains(kind));
        Some(Self { name: names.join(" "), kind })
    }
}

/// Kazakh letters as the Russian ones by which lists write them that cannot hold them.
fn letters(folded: &str) -> String {
    let plain = |letter: char| match letter {
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        other => other,
    };
    folded.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(written: &str) -> (String, Option<UnitKind>) {
        let written = Written::parse(written).unwrap();
        (written.name, written.kind)
    }

    #[test]
    fn one_unit_in_many_spellings() {
        for written in [
            "Северная область",
            "Северная обл.",
            "СЕВЕРНАЯ ОБЛАСТЬ",
            " Северная  область ",
            "обл. Северная",
            "=\"Северная область\"",
        ] {
            assert_eq!(of(written), ("северная".to_owned(), Some(UnitKind::Region)), "{written}");
        }
        for written in [
            "г. Алматы",
            "город Алматы",
            "Алматы қаласы",
            "АЛМАТЫ КАЛАСЫ",
            "Алматы қ.",
            "город республиканского значения Алматы",
        ] {
            assert_eq!(of(written), ("алматы".to_owned(), Some(UnitKind::City)), "{written}");
        }
        assert_eq!(of("City of Almaty"), of("Almaty city"));
        assert_eq!(of("Ақмола облысы").0, of("Акмола обл").0);
        assert_eq!(of("Алматы").1, None);
    }

    #[test]
    fn a_word_for_what_it_is_alone_is_a_name() {
        assert_eq!(of("Область"), ("область".to_owned(), None));
        assert_eq!(of("North of the river"), (letters(&fold("north river of the")), None));
    }

    #[test]
    fn a_part_of_a_city_is_no_city() {
        assert_eq!(of("Алмалинский район г. Алматы").1, Some(UnitKind::District));
        assert_ne!(of("Алматинский район"), of("Алматинская область"));
    }
}

//! A column of places or papers: what is usual in it, and by that whether a value of it is a person's.

use std::collections::HashSet;
use std::sync::Arc;

use crate::given::places::Places;
use crate::given::schema::Place;
use crate::rows::words::is_nation;
use crate::typed::name_of_person::{Likeness, beside_marks, is_a_house, is_a_name, is_an_address, likeness};
use crate::typed::of_person::{is_mail, looks_like_a_person, may_be_a_person};

/// What nearly all values of a column are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Usual {
    /// Nothing in particular.
    #[default]
    Anything,
    /// Numbers.
    Numbers,
    /// Regions of the country, or names with a word for what they are.
    Places,
    /// Names that stand in several rows.
    Groups,
}

/// A column of places or papers.
#[derive(Debug, Clone)]
pub(crate) struct PlaceColumn {
    pub(crate) kind: Place,
    pub(crate) usual: Usual,
    /// Most values hold a number as long as a person's: these are those of what it names.
    pub(crate) long_numbers: bool,
    /// Values that stand in several rows, of several persons where rows name them.
    pub(crate) recurring: HashSet<Vec<u8>>,
    /// Who knows the regions of the country.
    pub(crate) known: Option<Arc<dyn Places>>,
}

/// What a value of such a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A place, or a paper.
    Place,
    /// A person's, if it is the name of the one whom its row is about.
    PersonsByItsRow,
    /// A person's.
    Persons,
}

impl PlaceColumn {
    /// The shortest name: two letters and two.
    pub(crate) const SHORTEST_NAME: usize = 5;

    /// Whether a value is worth [`Self::find`]: nearly none is.
    fn may_be_a_person(value: &[u8]) -> bool {
        may_be_a_person(value) || (value.len() >= Self::SHORTEST_NAME && value.contains(&b' '))
    }

    /// What a value is, as text in UTF-8.
    pub(crate) fn find(&self, value: &[u8]) -> Found {
        if !Self::may_be_a_person(value) {
            return Found::Place;
        }
        let text = String::from_utf8_lossy(value);
        let is_plain = if self.long_numbers {
            is_mail(&text) || is_a_name(&text)
        } else {
            looks_like_a_person(value, self.kind == Place::Paper)
        };
        if is_plain {
            return Found::Persons;
        }
        let has_digits = value.iter().any(u8::is_ascii_digit);
        if has_digits && self.is_somebodys_address(value, &text) {
            return Found::Persons;
        }
        if let Some(name) = beside_marks(&text).filter(|_| self.is_rare(value)) {
            return if !has_digits && is_a_name(&name) { Found::Persons } else { Found::PersonsByItsRow };
        }
        if has_digits {
            return Found::Place;
        }
        let likeness = likeness(&text);
        if likeness == Likeness::None || !self.is_rare(value) || self.is_known(&text) {
            return Found::Place;
        }
        let is_persons = match self.usual {
            // Districts go by names of their own.
            Usual::Numbers | Usual::Places if self.kind == Place::Unit => likeness == Likeness::Surname,
            Usual::Numbers | Usual::Places => likeness >= Likeness::Name,
            Usual::Groups => likeness == Likeness::Surname,
            Usual::Anything => false,
        };
        if is_persons { Found::Persons } else { Found::PersonsByItsRow }
    }

    /// Whether a text with digits is an address, and the column holds none.
    fn is_somebodys_address(&self, value: &[u8], text: &str) -> bool {
        let in_region = self.kind == Place::Region;
        if (in_region || self.is_unusual(value)) && is_a_house(text) {
            return true;
        }
        // No region is called by two names and a number, unless it is a part of one.
        let ends = text.contains(',') && text.ends_with(|letter: char| letter.is_ascii_digit());
        let is_part = || text.split(',').next().is_some_and(|whole| self.is_known(whole.trim()));
        in_region && ends && self.is_rare(value) && !is_part() && is_an_address(text)
    }

    fn is_rare(&self, value: &[u8]) -> bool {
        !self.recurring.contains(value)
    }

    fn is_known(&self, name: &str) -> bool {
        is_nation(name) || self.known.as_ref().is_some_and(|places| places.knows(name))
    }

    /// Whether a value is unlike the others of a column of numbers, or of places that say what they are.
    fn is_unusual(&self, value: &[u8]) -> bool {
        matches!(self.usual, Usual::Numbers | Usual::Places) && self.is_rare(value)
    }
}

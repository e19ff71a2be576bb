//! What is known of the values of a list: names in the spellings of this country, numbers with check digits, addresses.

use rayon::prelude::*;
use tizim_linkage::{Comparator, Facet, Forms, Kind, Knowledge, Plain, Values};
use tizim_people::names::{Likeness, NamePart, Spelling, normalise_into};
use tizim_people::{IinRules, normalise_address_into};

use super::numbers::Numbers;

/// Letters of a name that are its beginning, or its end, for blocking.
const LETTERS_OF_AN_END: usize = 3;

/// The knowledge of `people`, as linkage asks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfPeople<'r> {
    pub(super) iin: &'r IinRules,
    /// Hardly any name has a Cyrillic letter: names are compared as names in Latin letters, by what `linkage` knows of these.
    pub(super) latin: bool,
}

/// The part of a name that a column holds.
fn part(kind: Kind) -> Option<NamePart> {
    match kind {
        Kind::Surname => Some(NamePart::Surname),
        Kind::GivenName => Some(NamePart::GivenName),
        Kind::Patronymic => Some(NamePart::Patronymic),
        _ => None,
    }
}

impl Knowledge for OfPeople<'_> {
    fn normal(&self, kind: Kind, value: &str, normal: &mut String) {
        if tizim_tables::is_missing(value.as_bytes()) {
            return;
        }
        let mut bytes = Vec::with_capacity(value.len() + 8);
        match kind {
            Kind::Surname | Kind::GivenName | Kind::Patronymic if !self.latin => {
                normalise_into(value.as_bytes(), &mut bytes);
                // A letter that was lost may have been any.
                if bytes.contains(&b'?') {
                    bytes.clear();
                }
            }
            Kind::Address => normalise_address_into(value.as_bytes(), &mut bytes),
            _ => return Plain.normal(kind, value, normal),
        }
        normal.push_str(&String::from_utf8_lossy(&bytes));
    }

    fn forms(&self, kind: Kind, value: &str, forms: &mut Forms) {
        let Some(part) = part(kind).filter(|_| !self.latin) else {
            return Plain.forms(kind, value, forms);
        };
        let spelling = Spelling::of(part, value);
        forms.push(Facet::Whole, &spelling.sound());
        for word in value.split([' ', '-']).filter(|word| value.len() > word.len() && word.len() > 4) {
            forms.push(Facet::Whole, &Spelling::of(part, word).sound());
        }
        let regular: Vec<char> = spelling.regular().chars().collect();
        let few = LETTERS_OF_AN_END.min(regular.len());
        forms.push(Facet::First, &regular[..few].iter().collect::<String>());
        forms.push(Facet::Last, &regular[regular.len() - few..].iter().collect::<String>());
    }

    fn comparator<'values>(&self, kind: Kind, values: &'values Values) -> Box<dyn Comparator + 'values> {
        match part(kind) {
            Some(part) if !self.latin => Box::new(Names::new(part, values)),
            _ if kind == Kind::Identifier => Box::new(Numbers::new(self.iin, values)),
            _ => Plain.comparator(kind, values),
        }
    }
}

/// Compares names by their spellings, made once for each.
struct Names {
    spellings: Vec<Spelling>,
}

impl Names {
    fn new(part: NamePart, values: &Values) -> Self {
        let texts: Vec<&str> = values.iter().map(|(_, text)| text).collect();
        let mut spellings = vec![Spelling::of(part, "")];
        spellings.par_extend(texts.par_iter().map(|text| Spelling::of(part, text)));
        Self { spellings }
    }
}

/// The levels of [`Names`], from the least like on: those of [`Likeness`] below the same.
const LEVELS: [&str; 7] = ["different", "near", "sound", "slip", "part", "ending", "spelling"];

impl Comparator for Names {
    fn levels(&self) -> &'static [&'static str] {
        &LEVELS
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let likeness = self.spellings[left as usize].likeness(&self.spellings[right as usize]);
        // Two values that differ are never the same name, and both are there.
        likeness.map_or(0, |likeness| (likeness as u8).min(Likeness::Spelling as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_those_of_likeness() {
        for likeness in Likeness::ALL.into_iter().skip(1) {
            assert_eq!(LEVELS[likeness as usize], likeness.word());
        }
    }
}

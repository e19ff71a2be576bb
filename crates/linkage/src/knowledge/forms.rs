//! Forms under which values are looked for.

use super::name::sound;
use crate::records::Kind;

/// Which side of a value a form shows. A wrong value may still be right on one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// All of it, in canonical spelling: sound of a name, a whole date or number.
    Whole,
    /// Its beginning: first letters, the year, the street.
    First,
    /// Its end: last letters, day and month, house and flat.
    Last,
}

impl Facet {
    /// All facets.
    pub const ALL: [Self; 3] = [Self::Whole, Self::First, Self::Last];
}

/// Collects the forms of a value.
#[derive(Debug, Default)]
pub struct Forms {
    pub(crate) found: [smallvec::SmallVec<[u64; 4]>; 3],
}

/// Most alternatives of one facet; further ones are left out.
const MOST_ALTERNATIVES: usize = 4;

impl Forms {
    /// Adds a form; an empty one says nothing. Of one facet the first four alternatives count.
    pub fn push(&mut self, facet: Facet, form: &str) {
        let found = &mut self.found[facet as usize];
        let hash = tizim_dedup::seeded_hash(1, form.as_bytes());
        if !form.is_empty() && found.len() < MOST_ALTERNATIVES && !found.contains(&hash) {
            found.push(hash);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.found.iter_mut().for_each(smallvec::SmallVec::clear);
    }
}

/// The forms that [`super::Plain`] gives.
pub(super) fn forms(kind: Kind, value: &str, forms: &mut Forms) {
    match kind {
        Kind::GivenName | Kind::Surname | Kind::Patronymic => name(value, forms),
        Kind::FullName => full_name(value, forms),
        Kind::Date => super::date::forms(value, forms),
        Kind::Identifier | Kind::Phone => halves(value, value, forms),
        Kind::Email => {
            let local = value.split('@').next().unwrap_or(value);
            halves(local, local, forms);
        }
        Kind::Address | Kind::Text => words(value, forms),
        Kind::Area => {
            forms.push(Facet::Whole, value);
            forms.push(Facet::First, first_letters(value, 4));
        }
        Kind::Category => forms.push(Facet::Whole, value),
    }
}

/// The sound of the name and of its parts, its first three and its last three letters.
fn name(value: &str, forms: &mut Forms) {
    forms.push(Facet::Whole, &sound(value));
    let parts = value.split(' ').filter(|part| part.chars().count() > 2);
    if value.contains(' ') {
        for part in parts {
            forms.push(Facet::Whole, &sound(part));
        }
    }
    forms.push(Facet::First, first_letters(value, 3));
    forms.push(Facet::Last, last_letters(value, 3));
}

/// Whole: two parts of the name at once, in any order, so that one may be wrong or wanting. First: each part.
fn full_name(value: &str, forms: &mut Forms) {
    let mut sounds: Vec<String> = value.split(' ').map(sound).collect();
    sounds.sort_unstable();
    sounds.dedup();
    for (place, left) in sounds.iter().enumerate() {
        for right in &sounds[place + 1..] {
            forms.push(Facet::Whole, &format!("{left} {right}"));
        }
    }
    if let [only] = &sounds[..] {
        forms.push(Facet::Whole, only);
    }
    for sound in &sounds {
        forms.push(Facet::First, sound);
    }
}

/// The whole, its first half and its second half.
fn halves(whole: &str, value: &str, forms: &mut Forms) {
    forms.push(Facet::Whole, whole);
    let length = value.chars().count();
    if length >= 6 {
        forms.push(Facet::First, first_letters(value, length / 2));
        forms.push(Facet::Last, last_letters(value, length.div_ceil(2)));
    }
}

/// Whole: all words in any order. First: the longest word. Last: what has digits.
fn words(value: &str, forms: &mut Forms) {
    let mut all: Vec<&str> = value.split(' ').collect();
    all.sort_unstable();
    forms.push(Facet::Whole, &all.join(" "));
    let (numbers, words): (Vec<&str>, Vec<&str>) =
        all.into_iter().partition(|word| word.chars().any(|letter| letter.is_ascii_digit()));
    if let Some(longest) = words.iter().max_by_key(|word| word.len()) {
        forms.push(Facet::First, longest);
    }
    forms.push(Facet::Last, &numbers.join(" "));
}

/// The first so many letters.
pub(super) fn first_letters(value: &str, count: usize) -> &str {
    value.char_indices().nth(count).map_or(value, |(end, _)| &value[..end])
}

/// The last so many letters.
pub(super) fn last_letters(value: &str, count: usize) -> &str {
    let length = value.chars().count();
    value.char_indices().nth(length.saturating_sub(count)).map_or("", |(start, _)| &value[start..])
}

//! The spellings of a name: the forms by which one that was written in Kazakh, in Russian or in Latin letters is known again.
//!
//! The normal form of a name undoes what typing and files do to it; spelling it leaves alone. Here spelling is undone too, by
//! rules that are data (`data/words/spellings.toml`): letters are brought into one alphabet (Ә is written А in Russian, Ğ is Ғ
//! in the Kazakh alphabet of 2021, `zh` is Ж in passports), regular pairs become one (Дж and Ж, о and у), doubled letters
//! single, and the ending is taken off (-ов, -ова; -ұлы, -қызы, -ович, -овна). Another language is another list in that file.
//!
//! Making the forms takes a microsecond or two, comparing them less: make them once for each distinct value.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::endings::{Ending, without_ending};
use super::rewriting::Rewriting;

/// The rules of spelling.
pub(super) const FILE: &str = include_str!("../../../../data/words/spellings.toml");

static RENDERINGS: LazyLock<Rewriting> = LazyLock::new(|| Rewriting::of_topics(FILE, &["renderings"]));
static OTHER_RENDERINGS: LazyLock<Rewriting> =
    LazyLock::new(|| Rewriting::of_topics(FILE, &["renderings", "other_renderings"]));
static OTHER: LazyLock<Rewriting> = LazyLock::new(|| Rewriting::of_topics(FILE, &["other_renderings"]));
static CONTEXTS: LazyLock<Rewriting> = LazyLock::new(|| Rewriting::of_topics(FILE, &["contexts"]));
static PAIRS: LazyLock<Rewriting> = LazyLock::new(|| Rewriting::of_topics(FILE, &["regular_pairs"]));
static SOUNDS: LazyLock<Rewriting> = LazyLock::new(|| Rewriting::of_topics(FILE, &["sounds"]));

/// Which part of a name a value is; it decides which endings can be taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NamePart {
    /// A surname: -ов, -ова, -ин, -ский.
    Surname,
    /// A given name: it has no ending that could be left out.
    GivenName,
    /// A patronymic: -ович, -овна, -ұлы, -қызы.
    Patronymic,
}

/// A name with the forms by which it is compared: made once for each distinct value.
#[derive(Clone, PartialEq, Eq)]
pub struct Spelling {
    pub(super) normal: Box<str>,
    pub(super) forms: Forms,
    /// The same with its letters read otherwise, where they can be: in their other rendering, or as Latin ones.
    pub(super) otherwise: Vec<Forms>,
    /// Its words as names of their own, where it has several.
    pub(super) words: Vec<Vec<char>>,
}

/// One reading of a name.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Forms {
    /// In one alphabet, without spaces and hyphens.
    pub(super) letters: Vec<char>,
    /// The same without its ending.
    pub(super) stem: Vec<char>,
    /// The stem with regular pairs made one.
    pub(super) regular: Vec<char>,
    /// How the stem sounds.
    pub(super) sound: Vec<char>,
    pub(super) ending: Option<Ending>,
}

/// Shows nothing of the name.
impl std::fmt::Debug for Spelling {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Spelling")
    }
}

impl Spelling {
    /// The forms of a name in normal form ([`super::normalise`]); of an empty one, empty forms.
    ///
    /// ```
    /// use tizim_people::names::{NamePart, Spelling, normalise};
    /// let of = |name| Spelling::of(NamePart::Surname, &normalise(name)).regular();
    /// assert_eq!(of("Жұмабаев"), of("Zhumabayeva"));
    /// assert_eq!(of("Джанбулатов"), of("Жанболат"));
    /// ```
    pub fn of(part: NamePart, normal: &str) -> Self {
        let words = words_of(normal);
        let forms = Forms::of(part, joined(&words, &RENDERINGS));
        let mut otherwise = Vec::new();
        if words.iter().flatten().any(|letter| OTHER.knows(*letter)) {
            otherwise.push(Forms::of(part, joined(&words, &OTHER_RENDERINGS)));
        }
        if let Some(words) = as_latin(&words) {
            otherwise.push(Forms::of(part, joined(&words, &RENDERINGS)));
        }
        otherwise.retain(|reading| *reading != forms);
        let words = if words.len() > 1 { words.iter().map(alone).collect() } else { Vec::new() };
        Self { normal: normal.into(), forms, otherwise, words }
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.normal.is_empty()
    }

    /// The normal form that it was made of.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The name in one alphabet, ending and all, as one word: for counting letters that differ.
    pub fn letters(&self) -> String {
        self.forms.letters.iter().collect()
    }

    /// The canonical form: one alphabet, no ending, regular pairs made one. Spellings of one name share it; so do, now and
    /// then, two names.
    pub fn regular(&self) -> String {
        self.forms.regular.iter().collect()
    }

    /// How the name sounds without its ending, vowels in two classes and consonants without voice: a key for blocking that
    /// survives most slips of the ear.
    pub fn sound(&self) -> String {
        self.forms.sound.iter().collect()
    }
}

impl Forms {
    fn of(part: NamePart, mut letters: Vec<char>) -> Self {
        let (stem, ending) = without_ending(part, &letters);
        letters.dedup();
        let mut regular = PAIRS.of(&stem);
        regular.dedup();
        let mut sound = SOUNDS.of(&stem);
        sound.dedup();
        Self { letters, stem, regular, sound, ending }
    }
}

/// Words in one alphabet, joined.
fn joined(words: &[Vec<char>], renderings: &Rewriting) -> Vec<char> {
    let mut out = Vec::with_capacity(24);
    for word in words {
        let word: Vec<char> = word.iter().map(|letter| without_marks(*letter)).collect();
        CONTEXTS.append(&renderings.of(&word), &mut out);
    }
    out
}

/// One word of several, in one alphabet.
fn alone(word: &Vec<char>) -> Vec<char> {
    let mut letters = joined(std::slice::from_ref(word), &RENDERINGS);
    letters.dedup();
    letters
}

/// A name in normal form, in one alphabet, with doubled letters as they stand: the second may begin an ending.
pub(super) fn letters_of(normal: &str) -> Vec<char> {
    joined(&words_of(normal), &RENDERINGS)
}

/// The words of a name in normal form, letters alone.
fn words_of(normal: &str) -> Vec<Vec<char>> {
    let letters = |word: &str| word.chars().filter(|letter| letter.is_alphabetic()).collect::<Vec<_>>();
    normal.split([' ', '-']).map(letters).filter(|word| !word.is_empty()).collect()
}

/// A letter that no rule knows, without its marks: é is e.
fn without_marks(letter: char) -> char {
    if letter.is_ascii() || RENDERINGS.knows(letter) || !('\u{c0}'..='\u{24f}').contains(&letter) {
        return letter;
    }
    std::iter::once(letter).nfd().next().unwrap_or(letter)
}

/// Cyrillic letters and the Latin ones that they may have been, before the normal form took a word of nothing but look-alikes
/// for Cyrillic.
const LOOK_ALIKES: [(char, char); 15] = [
    ('а', 'a'),
    ('в', 'b'),
    ('с', 'c'),
    ('е', 'e'),
    ('һ', 'h'),
    ('н', 'h'),
    ('і', 'i'),
    ('к', 'k'),
    ('м', 'm'),
    ('о', 'o'),
    ('р', 'p'),
    ('т', 't'),
    ('х', 'x'),
    ('у', 'y'),
    ('ә', 'ə'),
];

/// The words as Latin ones, where each is Latin already or has only letters that can be: `асер` may be `acep`.
fn as_latin(words: &[Vec<char>]) -> Option<Vec<Vec<char>>> {
    let latin = |letter: &char| match letter {
        letter if ('\u{400}'..='\u{52f}').contains(letter) => {
            LOOK_ALIKES.iter().find(|(cyrillic, _)| cyrillic == letter).map(|(_, latin)| *latin)
        }
        letter => Some(*letter),
    };
    words.iter().map(|word| word.iter().map(latin).collect()).collect()
}

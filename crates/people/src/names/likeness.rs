//! How like two names are: levels from one name to another, each with a reason that a person can check.

use super::distance::{alike, is_one_slip};
use super::spelling::{Forms, Spelling};

/// How like two names are, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Another name.
    Different,
    /// A few letters apart, at most a third of the shorter name and never more than three; or one the beginning of the other.
    Near,
    /// The stems sound alike: Шыңғыс and Чингис.
    Sound,
    /// One slip of the fingers apart, in names of four letters or more: a letter too many, missing or wrong, or two
    /// neighbours swapped.
    Slip,
    /// One of several names, or an initial: Анна and Анна Мария, Петрова and Петрова-Иванова.
    Part,
    /// The ending is left out, or of the other sex: Нұрлан and Нурланов, Иванов and Иванова, Болатұлы and Болатовна.
    Ending,
    /// Spellings of one name: Қайрат, Кайрат and Qairat; Жанбулат and Джанболат; Болатұлы and Булатович.
    Spelling,
    /// The same normal form.
    Same,
}

impl Likeness {
    /// All levels, the most like first.
    pub const ALL: [Self; 8] = [
        Self::Same,
        Self::Spelling,
        Self::Ending,
        Self::Part,
        Self::Slip,
        Self::Sound,
        Self::Near,
        Self::Different,
    ];

    /// The name of the level in outputs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Spelling => "spelling",
            Self::Ending => "ending",
            Self::Part => "part",
            Self::Slip => "slip",
            Self::Sound => "sound",
            Self::Near => "near",
            Self::Different => "different",
        }
    }
}

/// Letters of the shorter name from which on a slip is one, and a sound tells something.
const SHORTEST: usize = 4;

/// Letters of a stem that can stand without its ending.
const SHORTEST_WITHOUT_ENDING: usize = 3;

impl Spelling {
    /// How like this name and another are; `None` where one of them is not there. The order says nothing.
    ///
    /// ```
    /// use tizim_people::names::{Likeness, NamePart, Spelling, normalise};
    /// let likeness = |left, right| {
    ///     let [left, right] = [left, right].map(|name| Spelling::of(NamePart::Surname, &normalise(name)));
    ///     left.likeness(&right)
    /// };
    /// assert_eq!(likeness("Сейітқалиев", "Сеиткалиев"), Some(Likeness::Spelling));
    /// assert_eq!(likeness("Иванов", "Иванова"), Some(Likeness::Ending));
    /// assert_eq!(likeness("Иванов", "Ким"), Some(Likeness::Different));
    /// assert_eq!(likeness("Иванов", ""), None);
    /// ```
    pub fn likeness(&self, other: &Self) -> Option<Likeness> {
        if self.is_empty() || other.is_empty() {
            return None;
        }
        if self.normal == other.normal {
            return Some(Likeness::Same);
        }
        let mut best = self.forms.likeness(&other.forms);
        // A second reading is held against the first of the other name: two of them would be two guesses.
        for reading in &other.otherwise {
            best = best.max(self.forms.likeness(reading));
        }
        for reading in &self.otherwise {
            best = best.max(reading.likeness(&other.forms));
        }
        if best < Likeness::Part && (self.is_part_of(other) || other.is_part_of(self)) {
            best = Likeness::Part;
        }
        Some(best)
    }

    /// Whether this is the initial of the other name, or shares one of its several words.
    fn is_part_of(&self, other: &Self) -> bool {
        if let [initial] = self.forms.letters[..] {
            return other.forms.letters.first() == Some(&initial);
        }
        let is_word = |letters: &[char]| letters.len() > 1 && other.words.iter().any(|word| word == letters);
        is_word(&self.forms.letters) || self.words.iter().any(|word| is_word(word))
    }
}

impl Forms {
    fn likeness(&self, other: &Self) -> Likeness {
        if self.letters == other.letters {
            return Likeness::Spelling;
        }
        let endings = self.endings(other);
        if self.regular == other.regular
            && let Some(likeness) = endings
        {
            return likeness;
        }
        let shorter = |left: &[char], right: &[char]| left.len().min(right.len());
        let slip =
            |left: &[char], right: &[char]| shorter(left, right) >= SHORTEST && is_one_slip(left, right);
        if slip(&self.letters, &other.letters) || (endings.is_some() && slip(&self.stem, &other.stem)) {
            return Likeness::Slip;
        }
        if self.sound == other.sound && shorter(&self.sound, &other.sound) >= SHORTEST {
            return Likeness::Sound;
        }
        if alike(&self.stem, &other.stem) { Likeness::Near } else { Likeness::Different }
    }

    /// What the endings allow where the stems are equal: nothing, where each has one of another family (Фомин, Фомов).
    fn endings(&self, other: &Self) -> Option<Likeness> {
        match (self.ending, other.ending) {
            (None, None) => Some(Likeness::Spelling),
            (Some(left), Some(right)) if left.family != right.family => None,
            (Some(left), Some(right)) if left.female == right.female => Some(Likeness::Spelling),
            (Some(_), Some(_)) => Some(Likeness::Ending),
            _ if self.stem.len().min(other.stem.len()) < SHORTEST_WITHOUT_ENDING => None,
            _ => Some(Likeness::Ending),
        }
    }
}

#[cfg(test)]
mod tests;

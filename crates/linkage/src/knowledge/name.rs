//! Names in Latin letters, or in any other where letters are enough.

use super::Comparator;
use crate::likeness::{Letters, edits_within, jaro_winkler, jaro_winkler_at_most};
use crate::records::Values;

/// Levels of [`Names`].
const LEVELS: [&str; 5] = ["different", "distant", "alike", "part", "near"];

/// Likeness from which two parts of a name are taken for one.
const NEAR: f64 = 0.92;
const ALIKE: f64 = 0.88;
const DISTANT: f64 = 0.78;

/// Compares given names, surnames and patronymics.
pub(super) struct Names {
    letters: Letters,
    sounds: Vec<u64>,
}

impl Names {
    pub(super) fn new(values: &Values) -> Self {
        let mut sounds = vec![0];
        sounds.extend(values.iter().map(|(_, text)| tizim_dedup::seeded_hash(0, sound(text).as_bytes())));
        Self { letters: Letters::of(values), sounds }
    }
}

impl Comparator for Names {
    fn levels(&self) -> &'static [&'static str] {
        &LEVELS
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let (one, other) = (self.letters.get(left), self.letters.get(right));
        let (has, other_has) = (self.letters.mask(left), self.letters.mask(right));
        let (only_one, only_other) = (has & !other_has, other_has & !has);
        // Two letters of which the other has none are more than a slip.
        let slips = only_one.count_ones() > 1 || only_other.count_ones() > 1;
        let same_sound = self.sounds[left as usize] == self.sounds[right as usize];
        let apart = slips && only_one != 0 && only_other != 0 && !same_sound;
        if apart && jaro_winkler_at_most(one, has, other, other_has) < DISTANT {
            return 0;
        }
        let alike = jaro_winkler(one, other);
        if alike >= NEAR || one.len().max(other.len()) >= 4 && edits_within(1, one, other).is_some() {
            4
        } else if is_part(one, other) {
            3
        } else if alike >= ALIKE || same_sound {
            2
        } else {
            u8::from(alike >= DISTANT)
        }
    }
}

/// Whether one is the beginning of the other (an initial, a short form), or one of its words.
fn is_part(one: &[u16], other: &[u16]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.starts_with(short)
        || short.len() > 2 && words(long).any(|word| word == short)
        || short.contains(&u16::from(b' ')) && words(short).all(|part| words(long).any(|word| word == part))
}

fn words(letters: &[u16]) -> impl Iterator<Item = &[u16]> {
    letters.split(|&letter| letter == u16::from(b' '))
}

/// Compares whole names, whatever the order of their parts.
pub(super) struct FullNames {
    letters: Letters,
}

impl FullNames {
    pub(super) fn new(values: &Values) -> Self {
        Self { letters: Letters::of(values) }
    }
}

impl Comparator for FullNames {
    fn levels(&self) -> &'static [&'static str] {
        &["different", "one part", "distant", "part", "near", "other order"]
    }

    fn level(&self, left: u32, right: u32) -> u8 {
        let (one, other) = (self.letters.get(left), self.letters.get(right));
        let (short, long): (Vec<_>, Vec<_>) = if one.len() <= other.len() {
            (words(one).collect(), words(other).collect())
        } else {
            (words(other).collect(), words(one).collect())
        };
        let (mut same, mut near, mut distant) = (0, 0, 0);
        for part in &short {
            let best = long.iter().map(|word| part_likeness(part, word)).fold(0.0, f64::max);
            same += usize::from(best >= 1.0);
            near += usize::from(best >= ALIKE);
            distant += usize::from(best >= DISTANT);
        }
        match short.len() {
            all if same == all && long.len() == all => 5,
            all if near == all && long.len() == all => 4,
            all if near == all && all > 1 => 3,
            all if distant == all || near + 1 == all && near > 1 => 2,
            _ => u8::from(near > 0),
        }
    }
}

/// Jaro-Winkler, and an initial is like every name that it may stand for.
fn part_likeness(one: &[u16], other: &[u16]) -> f64 {
    if one.len().min(other.len()) == 1 && one.first() == other.first() {
        return NEAR;
    }
    jaro_winkler(one, other)
}

/// How a name sounds, roughly: its first letter and the consonants after it, letters that are easily taken for one another
/// made one. After Robert C. Russell's Soundex (US patent 1,261,167, 1918) and Hans Joachim Postel's code for German
/// ("Die Kölner Phonetik", 1969), without a limit of length; letters of other alphabets stay as they are.
pub(super) fn sound(name: &str) -> String {
    let mut code = String::new();
    let mut letters = name.chars().filter(|letter| *letter != ' ').peekable();
    let mut last = None;
    while let Some(letter) = letters.next() {
        let group = match letter {
            'a' | 'e' | 'i' | 'j' | 'o' | 'u' | 'y' => 'a',
            'h' => continue,
            'p' if letters.peek() == Some(&'h') => 'f',
            'b' | 'p' => 'b',
            'v' | 'w' | 'f' => 'f',
            'd' | 't' => 'd',
            'c' if matches!(letters.peek(), Some('e' | 'i' | 'y')) => 's',
            's' | 'z' => 's',
            'c' | 'g' | 'k' | 'q' | 'x' => 'k',
            'm' | 'n' => 'n',
            other => other,
        };
        if last != Some(group) && (group != 'a' || code.is_empty()) {
            code.push(group);
        }
        last = Some(group);
    }
    code
}

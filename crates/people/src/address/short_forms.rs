//! The one short word for the many words of a kind, from `data/words/addresses.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

const FILE: &str = include_str!("../../../../data/words/addresses.toml");

/// Words of one kind, by language, and what stands for all of them.
#[derive(Deserialize)]
struct Kind {
    short: String,
    #[serde(flatten)]
    words: BTreeMap<String, Vec<String>>,
}

/// A word and its short form.
type Entry = (Box<[u8]>, Box<[u8]>);

/// The words by what [`bucket`] makes of them: of the words of an address few share it with any of them.
struct ShortForms(Box<[Vec<Entry>]>);

const BUCKETS: usize = 128;

static SHORT_FORMS: LazyLock<ShortForms> = LazyLock::new(|| {
    let kinds: BTreeMap<String, Kind> = toml::from_str(FILE).unwrap_or_default();
    let mut buckets = vec![Vec::new(); BUCKETS];
    for kind in kinds.into_values() {
        for word in kind.words.into_values().flatten() {
            buckets[bucket(word.as_bytes())].push((word.as_bytes().into(), kind.short.as_bytes().into()));
        }
    }
    ShortForms(buckets.into())
});

/// The place of a word: by its length, the second byte of its first letter and its last byte.
#[inline]
fn bucket(word: &[u8]) -> usize {
    let (Some(first), Some(last)) = (word.get(1), word.last()) else { return 0 };
    (usize::from(*first) ^ (usize::from(*last) * 3) ^ (word.len() * 8)) % BUCKETS
}

/// The short form of a word in small letters, if it has one. A short form is its own short form.
#[inline]
pub(super) fn short_form(word: &[u8]) -> Option<&'static [u8]> {
    let entries = SHORT_FORMS.0.get(bucket(word))?;
    entries.iter().find(|(known, _)| **known == *word).map(|(_, short)| &**short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_read_and_is_in_normal_form() {
        let entries = || SHORT_FORMS.0.iter().flatten();
        assert_eq!(entries().count(), 76);
        for (word, short) in entries() {
            let normal = |text: &[u8]| {
                let mut out = Vec::new();
                crate::normalise_address_into(text, &mut out);
                out
            };
            assert_eq!(normal(word), **short);
            assert_eq!(normal(short), **short);
            // There is room for twice as much.
            let shown = || String::from_utf8_lossy(word).into_owned();
            assert!(short.len() <= 2 * word.len(), "{}", shown());
            assert_eq!(short_form(word), Some(&**short), "{}", shown());
        }
        assert_eq!(short_form("проспекты".as_bytes()), None);
        assert!(SHORT_FORMS.0.iter().all(|bucket| bucket.len() <= 4));
    }
}

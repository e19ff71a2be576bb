//! The sex column.
//!
//! Lists write it in three languages, by word, by letter or by number. It serves to compare with the identification
//! number and to tell twins apart, never to reject anyone.

use serde::{Deserialize, Serialize};

/// Sex as the civil register holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Male.
    Male,
    /// Female.
    Female,
}

impl Sex {
    /// Reads `м`/`ж`, `муж.`/`жен.`, `мужской`/`женский`, `m`/`f`, `male`/`female`, `ер`/`әйел`, `1`/`2` (ISO/IEC 5218),
    /// in any case and with spaces or a full stop around.
    ///
    /// A Latin `m` means male. Anything else, also an empty value, is `None`: unknown is not an error.
    ///
    /// ```
    /// use tizim_people::Sex;
    /// assert_eq!(Sex::parse("Жен.".as_bytes()), Some(Sex::Female));
    /// assert_eq!(Sex::parse("ер".as_bytes()), Some(Sex::Male));
    /// assert_eq!(Sex::parse(b"?"), None);
    /// ```
    pub fn parse(value: &[u8]) -> Option<Self> {
        let text = str::from_utf8(value).ok()?;
        let text = text.trim().trim_end_matches('.');
        if text.len() > 24 {
            return None;
        }
        match text.to_lowercase().as_str() {
            "м" | "муж" | "мужской" | "мужчина" | "m" | "male" | "man" | "ер" | "еркек" | "ер адам" | "1" => {
                Some(Self::Male)
            }
            "ж" | "жен" | "женский" | "женщина" | "f" | "female" | "woman" | "ә" | "әйел" | "әйел адам"
            | "2" => Some(Self::Female),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sex;

    #[test]
    fn three_languages_and_numbers() {
        for male in ["м", "М", " муж. ", "Мужской", "M", "male", "Ер", "1"] {
            assert_eq!(Sex::parse(male.as_bytes()), Some(Sex::Male), "{male}");
        }
        for female in ["ж", "Ж.", "жен", "F", "Female", "ӘЙЕЛ", "2"] {
            assert_eq!(Sex::parse(female.as_bytes()), Some(Sex::Female), "{female}");
        }
        for unknown in ["", "-", "0", "9", "мж", "\u{fffd}"] {
            assert_eq!(Sex::parse(unknown.as_bytes()), None, "{unknown}");
        }
        assert_eq!(Sex::parse(&[0xff, 0xd0]), None);
    }
}

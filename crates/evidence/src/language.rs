//! The languages of the reports.

use serde::{Deserialize, Serialize};

/// A language of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Kazakh.
    Kk,
}

impl Language {
    /// All of them, the language in which texts are written first.
    pub const ALL: [Self; 3] = [Self::En, Self::Ru, Self::Kk];

    /// Its code by ISO 639, as `--lang` takes it and the attribute `lang` of a page says it.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Kk => "kk",
        }
    }

    /// The language of a locale such as `ru_RU.UTF-8`, `kk-KZ` or `C`; none where it is not one of these.
    ///
    /// ```
    /// use tizim_evidence::Language;
    /// assert_eq!(Language::of_locale("ru_RU.UTF-8"), Some(Language::Ru));
    /// assert_eq!(Language::of_locale("kk"), Some(Language::Kk));
    /// assert_eq!(Language::of_locale("C.UTF-8"), None);
    /// ```
    pub fn of_locale(locale: &str) -> Option<Self> {
        let code = locale.split(['_', '-', '.', '@']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| code.eq_ignore_ascii_case(language.code()))
    }
}

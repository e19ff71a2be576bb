//! Addresses: the normal form.
//!
//! Small letters, look-alikes repaired as in [names](crate::names), punctuation and spaces unified, the words for street,
//! house and flat as one short word each in Russian and Kazakh alike, and the order kept: `ул. Абая, д.5А, кв. 3` and
//! `Улица Абая дом 5 «А» квартира 3` are one. Digits and letters are parted (`5А` is `5 а`), a hyphen between two letters
//! stays (`Аль-Фараби`), other hyphens are spaces (`5-3`), a slash stays (`5/2`), the sign № goes.
//!
//! This is a key for exact comparison within one settlement, no geocoder: a house written without the word `д.` differs
//! from one written with it.

use crate::script::{self, Style};

struct Address;

impl Style for Address {
    const PARTS_AT_DIGITS: bool = true;
    const GROWTH: usize = 3;
    const NEEDS_LETTER: bool = false;

    fn word(buffer: &mut [u8], start: usize, end: usize) -> usize {
        let Some(short) = buffer.get(start..end).and_then(short_form) else { return end };
        match buffer.get_mut(start..start + short.len()) {
            Some(place) => {
                place.copy_from_slice(short.as_bytes());
                start + short.len()
            }
            None => end,
        }
    }
}

/// Appends the normal form of an address, given in UTF-8, to `out`.
///
/// As fast and as frugal as [`normalise_into`](crate::normalise_into) for names. Applying it twice is the same as once.
///
/// ```
/// let mut key = Vec::new();
/// tizim_people::normalise_address_into("Ул. Абая, дом №5А, кв.3".as_bytes(), &mut key);
/// assert_eq!(key, "ул абая д 5 а кв 3".as_bytes());
/// ```
pub fn normalise_address_into(value: &[u8], out: &mut Vec<u8>) {
    script::normalise::<Address>(value, out);
}

/// The one short word for the many words of a kind. A short form is its own short form.
fn short_form(word: &[u8]) -> Option<&'static str> {
    // The shortest word with a short form is `үй`, the longest `шағынаудан` with its ending.
    if !(4..=24).contains(&word.len()) {
        return None;
    }
    Some(match str::from_utf8(word).ok()? {
        "улица" | "улицы" | "көшесі" | "көше" | "көш" | "к-сі" | "кошеси" => {
            "ул"
        }
        "проспект" | "просп" | "пр-т" | "пр-кт" | "пркт" | "даңғылы" | "даңғ" | "дангылы" => {
            "пр"
        }
        "бульвар" | "бульв" | "бул" | "гүлзары" => "б-р",
        "переулок" | "переул" | "тұйығы" => "пер",
        "проезд" | "өткелі" => "пр-д",
        "шоссе" => "ш",
        "площадь" | "алаңы" => "пл",
        "микрорайон" | "мкрн" | "мкр-н" | "м-н" | "шағынаудан" | "шағынауданы" | "ш-ауданы" => {
            "мкр"
        }
        "квартал" | "кварт" | "орамы" => "кв-л",
        "дом" | "үй" | "уй" => "д",
        "корпус" | "корп" => "к",
        "строение" | "строен" => "стр",
        "квартира" | "пәтер" | "пәт" | "патер" => "кв",
        "комната" | "бөлме" | "комн" => "ком",
        "общежитие" | "общеж" | "жатақхана" | "жатақханасы" => "общ",
        "город" | "гор" | "қаласы" | "қала" | "каласы" => "г",
        "село" | "ауыл" | "ауылы" | "аул" | "аулы" => "с",
        "поселок" | "пос" | "кент" | "кенті" => "п",
        "район" | "ауданы" | "аудан" => "р-н",
        "область" | "облысы" => "обл",
        "имени" | "атындағы" => "им",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;

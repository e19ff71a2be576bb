//! What goes wrong when a person is typed a second time.
//!
//! Letters slip to their neighbours on the keyboard, days change places with months, a field stays empty, the name of a
//! passport is copied in Latin letters. The rules here are of their own and share nothing with those by which `people` knows
//! spellings again.

use crate::random::{Purpose, Stream};

/// What went wrong in one row: drawn from a seed of its own when the row is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Errors {
    kinds: u16,
    seed: u64,
}

/// One thing that can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Error {
    /// One slip in one of the names.
    NameSlip,
    /// Another one.
    SecondSlip,
    /// Day and month change places, or a digit of the date is another.
    DateSlip,
    /// A digit of the identification number is another, or two neighbours change places.
    NumberSlip,
    /// House or flat is another.
    AddressSlip,
    /// The patronymic is left out.
    NoPatronymic,
    /// The date of birth is left out.
    NoBirth,
    /// The address is left out.
    NoAddress,
    /// Surname and given name stand in each other's column.
    Swapped,
    /// In the Latin letters of a passport (ICAO 9303).
    Latin,
    /// Ж typed as Дж, or о as у: as Russian documents have older Kazakh names.
    OldSpelling,
}

/// The fields of a row that can go wrong, as text.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) number: String,
    pub(crate) names: [String; 3],
    pub(crate) birth: String,
    pub(crate) address: String,
}

impl Errors {
    /// These errors, drawn by this seed.
    pub(crate) fn new(errors: &[Error], seed: u64) -> Self {
        Self { kinds: errors.iter().fold(0, |kinds, error| kinds | 1 << *error as u16), seed }
    }

    /// Whether anything went wrong.
    pub(crate) fn any(self) -> bool {
        self.kinds != 0
    }

    fn has(self, error: Error) -> bool {
        self.kinds >> error as u16 & 1 == 1
    }

    /// Lets them happen.
    pub(crate) fn happen_to(self, fields: &mut Written) {
        let stream = &mut Stream::new(self.seed, Purpose::Slips, 0);
        if self.has(Error::OldSpelling) {
            fields.names.iter_mut().for_each(|name| *name = old_spelling(name));
        }
        if self.has(Error::Latin) {
            fields.names.iter_mut().for_each(|name| *name = passport(name));
        }
        for error in [Error::NameSlip, Error::SecondSlip] {
            if self.has(error) {
                slip_in_names(&mut fields.names, stream);
            }
        }
        if self.has(Error::DateSlip) {
            fields.birth = date_slip(&fields.birth, stream);
        }
        if self.has(Error::NumberSlip) {
            digit_slip(&mut fields.number, stream);
        }
        if self.has(Error::AddressSlip) {
            digit_slip(&mut fields.address, stream);
        }
        if self.has(Error::NoPatronymic) {
            fields.names[2].clear();
        }
        if self.has(Error::NoBirth) {
            fields.birth.clear();
        }
        if self.has(Error::NoAddress) {
            fields.address.clear();
        }
        if self.has(Error::Swapped) {
            fields.names.swap(0, 1);
        }
    }
}

/// The rows of a keyboard, Russian and English; Kazakh letters stand in the row of digits.
const KEYBOARD: [&str; 7] =
    ["ёйцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "әіңғүұқөһ", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// One slip in one of the names, the longer the likelier.
fn slip_in_names(names: &mut [String; 3], stream: &mut Stream) {
    let lengths = names.each_ref().map(|name| name.chars().count());
    let mut at = stream.index(lengths.iter().sum());
    for (name, length) in names.iter_mut().zip(lengths) {
        if at < length {
            *name = letter_slip(name, at, stream);
            return;
        }
        at -= length;
    }
}

/// The letter at a place is another one, left out, doubled, or changes places with its neighbour. The first letter is right
/// four times out of five.
fn letter_slip(name: &str, at: usize, stream: &mut Stream) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = if at == 0 && letters.len() > 1 && stream.chance(0.8) { 1 } else { at };
    let letter = letters[at];
    match stream.index(4) {
        1 if letters.len() > 2 => _ = letters.remove(at),
        2 if at + 1 < letters.len() && letters[at + 1] != letter && at > 0 => letters.swap(at, at + 1),
        0..=2 => letters[at] = beside(letter, stream),
        _ => letters.insert(at + 1, letter.to_lowercase().next().unwrap_or(letter)),
    }
    letters.into_iter().collect()
}

/// A letter beside this one on the keyboard, of the same size.
fn beside(letter: char, stream: &mut Stream) -> char {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let Some(row) = KEYBOARD.iter().find(|row| row.contains(small)) else { return letter };
    let row: Vec<char> = row.chars().collect();
    let place = row.iter().position(|known| *known == small).unwrap_or(0);
    let right = if place == 0 {
        true
    } else if place + 1 == row.len() {
        false
    } else {
        stream.chance(0.5)
    };
    let other = if right { row[place + 1] } else { row[place - 1] };
    if small == letter { other } else { other.to_uppercase().next().unwrap_or(other) }
}

/// A whole date whose day and month change places, or one of whose digits is another; it stays a date.
fn date_slip(date: &str, stream: &mut Stream) -> String {
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts[..] else { return date.to_owned() };
    if day != month && day <= "12" && stream.chance(0.5) {
        return format!("{year}-{day}-{month}");
    }
    loop {
        let mut slipped = date.to_owned();
        digit_slip(&mut slipped, stream);
        if slipped.parse::<jiff::civil::Date>().is_ok_and(|day| (1900..2010).contains(&day.year())) {
            return slipped;
        }
    }
}

/// One digit of a text is another.
fn digit_slip(text: &mut String, stream: &mut Stream) {
    let digits: Vec<usize> =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
    let Some(&at) = digits.get(stream.index(digits.len())) else { return };
    let digit = text.as_bytes()[at] - b'0';
    let other = (digit + 1 + stream.below(9) as u8) % 10;
    text.replace_range(at..=at, &char::from(b'0' + other).to_string());
}

fn old_spelling(name: &str) -> String {
    match name.strip_prefix('Ж') {
        Some(rest) => format!("Дж{rest}"),
        None if name.starts_with(['Б', 'Т', 'О']) => name.replacen('о', "у", 1),
        None => name.to_owned(),
    }
}

/// Russian letters as passports write them, by ICAO 9303; Kazakh ones too.
fn passport(name: &str) -> String {
    let mut latin = String::with_capacity(name.len());
    for letter in name.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        let written = match small {
            'а' | 'ә' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ғ' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'і' | 'й' => "i",
            'к' | 'қ' => "k",
            'л' => "l",
            'м' => "m",
            'н' | 'ң' => "n",
            'о' | 'ө' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ұ' | 'ү' => "u",
            'ф' => "f",
            'х' => "kh",
            'һ' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ы' => "y",
            'ю' => "iu",
            'я' => "ia",
            'ъ' => "ie",
            'ь' => "",
            _ => "-",
        };
        let mut written = written.chars();
        if small != letter
            && let Some(first) = written.next()
        {
            latin.push(first.to_ascii_uppercase());
        }
        latin.extend(written);
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Written {
        Written {
            number: "850506700012".to_owned(),
            names: ["Жұмабаев", "Қайрат", "Болатұлы"].map(str::to_owned),
            birth: "1985-05-06".to_owned(),
            address: "г. Город, ул. Абая, д. 7".to_owned(),
        }
    }

    #[test]
    fn each_error_touches_its_field_alone_and_repeats() {
        for seed in 0..200 {
            let after = |errors: &[Error]| {
                let mut fields = written();
                Errors::new(errors, seed).happen_to(&mut fields);
                let again = &mut written();
                Errors::new(errors, seed).happen_to(again);
                assert_eq!((&fields.names, &fields.birth), (&again.names, &again.birth));
                fields
            };
            let before = written();
            let slipped = after(&[Error::NameSlip]);
            assert_eq!((&slipped.birth, &slipped.address), (&before.birth, &before.address));
            assert_eq!(
                slipped.names.iter().zip(&before.names).filter(|(now, before)| now != before).count(),
                1
            );
            let slipped = after(&[Error::DateSlip]);
            assert_ne!(slipped.birth, before.birth);
            assert!(slipped.birth.parse::<jiff::civil::Date>().is_ok());
            assert_ne!(after(&[Error::NumberSlip]).number, before.number);
            assert_ne!(after(&[Error::AddressSlip]).address, before.address);
            assert_eq!(after(&[Error::Swapped]).names, ["Қайрат", "Жұмабаев", "Болатұлы"]);
            assert_eq!(after(&[Error::Latin]).names, ["Zhumabaev", "Kairat", "Bolatuly"]);
            assert_eq!(after(&[Error::OldSpelling]).names, ["Джұмабаев", "Қайрат", "Булатұлы"]);
            assert_eq!(after(&[Error::NoPatronymic, Error::NoBirth]).names[2], "");
        }
        assert!(!Errors::default().any());
    }
}

//! What may be shown of a person: initials, birth year and a token.
//!
//! A token is twelve characters of Crockford's base32 in three groups, `7k3q-0m9x-vb2d`: 60 bits of a BLAKE3 hash of the
//! person's identity under a secret key. Under one key the same person has the same token, so that entries can be matched
//! and followed; without the key nothing can be tried out, which twelve digits without a key would allow. Among twelve
//! million people two share a token by chance with probability 0.00006.

use std::fmt;

use crate::dates::BirthDate;
use crate::iin::Iin;
use crate::names::normalise_into;

/// Crockford's base32, in small letters, without `i`, `l`, `o` and `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The contexts under which keys are derived from the one secret, so that one use says nothing of another.
const TOKEN_CONTEXT: &str = "tizim 2026 person token";
const KEY_ID_CONTEXT: &str = "tizim 2026 key id";

/// The secret under which people are masked.
#[derive(Clone)]
pub struct MaskKey {
    token: [u8; 32],
    id: Token,
}

/// Shows the key id, never the key.
impl fmt::Debug for MaskKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MaskKey({})", self.id)
    }
}

/// Twelve characters of base32, shown as `xxxx-xxxx-xxxx`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token([u8; 14]);

impl Token {
    fn from_hash(hash: blake3::Hash) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
        let mut bits = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        let mut characters = [b'-'; 14];
        for group in characters.chunks_mut(5) {
            for character in group.iter_mut().take(4) {
                *character = ALPHABET[(bits >> 59) as usize];
                bits <<= 5;
            }
        }
        Self(characters)
    }

    /// As it is shown.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Reads a token as it is shown; blanks around it, and capitals, do not matter. `None` for anything else.
    ///
    /// ```
    /// use tizim_people::Token;
    /// assert_eq!(Token::parse(" 7K3Q-0m9x-vb2d").unwrap().as_str(), "7k3q-0m9x-vb2d");
    /// assert_eq!(Token::parse("7k3q-0m9x-vb2u"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut characters: [u8; 14] = text.trim().as_bytes().try_into().ok()?;
        characters.make_ascii_lowercase();
        let is_in_place = |(place, character): (usize, &u8)| match place {
            4 | 9 => *character == b'-',
            _ => ALPHABET.contains(character),
        };
        characters.iter().enumerate().all(is_in_place).then_some(Self(characters))
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl MaskKey {
    /// A key from 32 secret bytes.
    pub fn new(secret: &[u8; 32]) -> Self {
        let id = blake3::Hash::from_bytes(blake3::derive_key(KEY_ID_CONTEXT, secret));
        Self { token: blake3::derive_key(TOKEN_CONTEXT, secret), id: Token::from_hash(id) }
    }

    /// What a manifest may hold: tells whether two runs had one key, and leads to no key (BLAKE3 key derivation is one way,
    /// and the tokens come from another derivation).
    pub fn id(&self) -> Token {
        self.id
    }

    /// The token of whoever holds this number.
    pub fn token_of_iin(&self, iin: Iin) -> Token {
        // As `token` puts them together, without a look at lengths.
        let mut identity = *b"iin\x08\0\0\0\0\0\0\0........";
        identity[11..].copy_from_slice(&iin.number().to_be_bytes());
        Token::from_hash(blake3::keyed_hash(&self.token, &identity))
    }

    /// The token of a person known by name and birth date: normal forms and a packed date.
    pub fn token_of_name(&self, name: &PersonName<'_>, birth_date: Option<BirthDate>) -> Token {
        let parts = [name.surname, name.given_name, name.patronymic].map(|part| {
            let mut normal = Vec::with_capacity(2 * part.len());
            normalise_into(part.as_bytes(), &mut normal);
            normal
        });
        let date = birth_date.map_or(0, BirthDate::packed).to_be_bytes();
        self.token(b"name", &[&parts[0], &parts[1], &parts[2], &date])
    }

    /// The token of the values of a row, in this order: two rows have the same one where all of them are equal. It tells
    /// whether a row is still what it was when somebody looked at it, and nothing of the values.
    pub fn token_of_values(&self, values: &[&[u8]]) -> Token {
        self.token(b"values", values)
    }

    /// Masks a person. The identity behind the token is the number where it is valid, else name and birth date; so one
    /// person has two tokens where one row has a valid number and another row none.
    pub fn mask(&self, iin: Option<Iin>, name: &PersonName<'_>, birth_date: Option<BirthDate>) -> Mask {
        let token = match iin {
            Some(iin) => self.token_of_iin(iin),
            None => self.token_of_name(name, birth_date),
        };
        let year = birth_date.or(iin.map(Iin::birth_date)).map(BirthDate::year);
        Mask { initials: name.initials(), birth_year: year, token }
    }

    fn token(&self, kind: &[u8], parts: &[&[u8]]) -> Token {
        let length = kind.len() + parts.iter().map(|part| 8 + part.len()).sum::<usize>();
        let mut identity = Vec::with_capacity(length);
        identity.extend_from_slice(kind);
        for part in parts {
            identity.extend_from_slice(&(part.len() as u64).to_le_bytes());
            identity.extend_from_slice(part);
        }
        Token::from_hash(blake3::keyed_hash(&self.token, &identity))
    }
}

/// A person's name as three columns, any of them empty.
pub type PersonName<'a> = crate::names::FullName<'a>;

impl PersonName<'_> {
    /// The first letters in capitals, `И. И. О.`; `-` where no part has a letter.
    pub fn initials(&self) -> String {
        // Room for a birth year as well.
        let mut initials = String::with_capacity(24);
        for part in [self.surname, self.given_name, self.patronymic] {
            if let Some(letter) = part.chars().find(|character| is_letter(*character)) {
                if !initials.is_empty() {
                    initials.push(' ');
                }
                match (letter, char::from_u32(u32::from(letter) - 0x20)) {
                    ('а'..='я', Some(capital)) => initials.push(capital),
                    _ => initials.extend(letter.to_uppercase()),
                }
                initials.push('.');
            }
        }
        if initials.is_empty() { "-".to_owned() } else { initials }
    }
}

/// [`char::is_alphabetic`], with the letters of most names known at once.
fn is_letter(character: char) -> bool {
    matches!(character, 'а'..='я' | 'А'..='Я') || character.is_alphabetic()
}

/// A person as reports show one: `И. П. С., 1984, 7k3q-0m9x-vb2d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// First letters of surname, given name and patronymic.
    pub initials: String,
    /// The birth year, where known.
    pub birth_year: Option<u16>,
    /// The token.
    pub token: Token,
}

impl Mask {
    /// Initials and birth year without the token, for a column of their own: `И. П. С., 1984`.
    pub fn person(&self) -> String {
        self.clone().into_person()
    }

    /// The same, without another copy of the initials.
    pub fn into_person(self) -> String {
        let mut person = self.initials;
        if let Some(year) = self.birth_year {
            person.push_str(", ");
            let digit = |power: u16| char::from(b'0' + (year / power % 10) as u8);
            match year {
                1000..=9999 => [1000, 100, 10, 1].into_iter().for_each(|power| person.push(digit(power))),
                _ => person.push_str(&year.to_string()),
            }
        }
        person
    }
}

impl fmt::Display for Mask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, {}", self.person(), self.token)
    }
}

#[cfg(test)]
mod tests;

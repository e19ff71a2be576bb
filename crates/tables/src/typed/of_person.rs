//! What looks like a person's number or birth date where the name of a place or the number of a paper should stand: in a
//! row that slipped by a column. It is shown as its shape, in every edition.

/// Voters are born before this year; a later date is that of something else, such as a precinct "1-4" that a spreadsheet
/// turned into a date of the year in which it was typed.
const BORN_BEFORE: u16 = 2012;

/// The shortest that is looked at: a date of eight characters.
pub(crate) const SHORTEST: usize = 8;

/// Whether a value is a person's number, dressed or not: ten to twelve digits that begin with a birth date (zeros in front
/// may be lost), fourteen that hold one behind the first; or, where no long number is expected, ten digits or more.
/// Or a date on which a voter may have been born.
pub(crate) fn looks_like_a_person(value: &[u8], long_numbers: bool) -> bool {
    if value.len() < SHORTEST || value.len() > 64 {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let text = text.trim_start_matches(|letter: char| letter.is_alphabetic() || " :№=\"'".contains(letter));
    let text = text.trim_end_matches(['"', ' ', '.', 'г', '\'']);
    is_number(text, long_numbers) || is_birth_date(text)
}

fn is_number(text: &str, long_numbers: bool) -> bool {
    let is_dress = |letter: char| matches!(letter, ' ' | '-' | '\u{a0}');
    if !text.chars().all(|letter| letter.is_ascii_digit() || is_dress(letter)) {
        return false;
    }
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let pair =
        |at: usize| digits.get(at..at + 2).map_or(0, |pair| u16::from(pair[0]) * 10 + u16::from(pair[1]));
    let is_day = |month: u16, day: u16| (1..=12).contains(&month) && (1..=31).contains(&day);
    let dated = match digits.len() {
        length @ 10..=12 => {
            let lost = 12 - length;
            let mut padded = vec![0; lost];
            padded.extend(&digits);
            let pair = |at: usize| u16::from(padded[at]) * 10 + u16::from(padded[at + 1]);
            is_day(pair(2), pair(4))
        }
        14 => is_day(pair(3), pair(1)),
        _ => false,
    };
    dated || (!long_numbers && digits.len() >= 10)
}

fn is_birth_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['.', '/', '-']).collect();
    let [first, second, third] = parts[..] else { return false };
    let number =
        |part: &str| part.parse::<u16>().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()));
    let (Some(one), Some(two), Some(three)) = (number(first), number(second), number(third)) else {
        return false;
    };
    let is_day = |day: u16| (1..=31).contains(&day);
    match (first.len(), third.len()) {
        (4, 1 | 2) => (1900..BORN_BEFORE).contains(&one) && is_day(two) && is_day(three),
        (1 | 2, 4) => (1900..BORN_BEFORE).contains(&three) && is_day(one) && is_day(two),
        // Numbers of precincts may be of three parts: a short year is written behind dots or strokes.
        (2, 2) => !day.contains('-') && is_day(one) && is_day(two),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_birth_dates() {
        let looks = |text: &str| looks_like_a_person(text.as_bytes(), true);
        for person in [
            "750203800070",
            "ИИН 750203 800070",
            "80413700018",
            "=\"750203800070\"",
            "10302198012345",
            "13.04.1980",
            "1980-04-13",
            "1980-04-13T00:00:00",
            "13/04/80",
            "13.04.1980 г.",
        ] {
            assert!(looks(person), "{person}");
        }
        for place in [
            "Северная область",
            "710000000",
            "12",
            "0001001",
            "000000001001",
            "A0001234",
            "2019-01-04",
            "04.01.2023",
            "12-3-45",
            "Участок № 12 (ул. Абая 5)",
            "1000000000000",
        ] {
            assert!(!looks(place), "{place}");
        }
        assert!(looks_like_a_person(b"1000000000000", false));
    }
}

//! Rows that are no records though nothing is wrong with them: totals, signatures, stamps, dates, repeated headings.

use crate::bytes::encoding::Encoding;
use crate::detect::heading::normal_form;
use crate::rows::reject::Aside;

/// Words with which a row of totals begins.
const TOTAL: [&str; 12] = [
    "итого",
    "всего",
    "итог",
    "подытог",
    "барлығы",
    "барлыгы",
    "жиыны",
    "жиынтығы",
    "қорытынды",
    "total",
    "subtotal",
    "grand total",
];

/// Words with which a cell at the foot of a form begins.
const SIGNATURE: [&str; 34] = [
    "председатель",
    "зампредседателя",
    "заместитель",
    "секретарь",
    "член",
    "члены",
    "подпись",
    "подписи",
    "печать",
    "мп",
    "мо",
    "дата",
    "исполнитель",
    "руководитель",
    "примечание",
    "составил",
    "утверждаю",
    "аким",
    "төраға",
    "төрағасы",
    "төрағаның",
    "хатшы",
    "хатшысы",
    "мүше",
    "мүшесі",
    "мүшелері",
    "қолы",
    "мөр",
    "орындаушы",
    "ескерту",
    "chairperson",
    "secretary",
    "signature",
    "note",
];

/// Those of [`SIGNATURE`] that people are called, too: they say nothing where more than a date stands beside them.
const NAMES_TOO: [&str; 4] = ["мо", "аким", "дата", "мүше"];

/// Knows by the first two bytes of a row whether a closer look is worth while.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    /// For each first byte the number of its table; 0, the empty one, where none begins so.
    tables: [u8; 256],
    /// A bit for each second byte.
    seconds: Vec<[u64; 4]>,
}

impl Gate {
    /// A gate for the words of totals and signatures and the headings of the file, in its encoding.
    pub(crate) fn new(encoding: Encoding, headings: &[String]) -> Self {
        let mut gate = Self { tables: [0; 256], seconds: vec![[0; 4]] };
        for word in TOTAL.iter().chain(&SIGNATURE) {
            let mut capital = String::new();
            let mut letters = word.chars();
            capital.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            capital.extend(letters);
            for form in [(*word).to_owned(), word.to_uppercase(), capital] {
                gate.open_for(encoding, &form);
            }
        }
        gate.open_for(encoding, "М.П");
        gate.open_for(encoding, "м.п");
        for heading in headings {
            gate.open_for(encoding, heading.trim());
        }
        gate
    }

    fn open_for(&mut self, encoding: Encoding, text: &str) {
        let bytes = encode_start(encoding, text);
        if let [first, second, ..] = bytes[..] {
            let table = &mut self.tables[usize::from(first)];
            if *table == 0 {
                // Fewer than 255 bytes begin a word.
                let Ok(next) = u8::try_from(self.seconds.len()) else { return };
                *table = next;
                self.seconds.push([0; 4]);
            }
            self.seconds[usize::from(*table)][usize::from(second / 64)] |= 1 << (second % 64);
        }
    }

    /// Whether a row whose first filled cell starts with these bytes deserves a closer look.
    #[inline]
    pub(crate) fn is_open(&self, cell: &[u8]) -> bool {
        let [first, second, ..] = *cell else { return false };
        if first.is_ascii_digit() {
            return false;
        }
        let table = usize::from(self.tables[usize::from(first)]);
        self.seconds[table][usize::from(second / 64)] >> (second % 64) & 1 != 0
    }
}

/// The first bytes of a text in an encoding (UTF-16 has become UTF-8 before rows are seen).
fn encode_start(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding.code_page() {
        None => text.as_bytes().to_vec(),
        Some(page) => text
            .chars()
            .take(2)
            .filter_map(|letter| {
                let unit = u32::from(letter);
                let upper =
                    || page.iter().position(|&entry| u32::from(entry) == unit).map(|at| at as u8 + 0x80);
                if unit < 0x80 { Some(unit as u8) } else { upper() }
            })
            .collect(),
    }
}

/// Judges a row by its cells. `telling` says that a field is filled that only a record has, such as an IIN.
pub(crate) fn classify(cells: &[String], headings: &[String], telling: bool) -> Option<Aside> {
    let filled: Vec<(usize, &str)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| (at, cell.trim()))
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    let repeats =
        |&(at, cell): &(usize, &str)| headings.get(at).is_some_and(|heading| heading.trim() == cell);
    if filled.len() > 1 && filled.iter().all(repeats) {
        return Some(Aside::RepeatedHeading);
    }
    let few = filled.len() <= 4;
    let first_is = |words: &[&str]| filled.first().is_some_and(|(_, cell)| begins_with(cell, words));
    if telling {
        // A total or a name to be signed may stand in a column that only records fill. Nobody is called so: the first
        // cell says what the row is, and nothing in the row is as long as a person's number or a date.
        let bare = few && !filled.iter().any(|(_, cell)| is_of_person(cell));
        return match () {
            () if bare && first_is(&TOTAL) => Some(Aside::Total),
            () if bare && filled.len() <= 3 && first_is(&SIGNATURE) && !first_is(&NAMES_TOO) => {
                Some(Aside::Signature)
            }
            () => None,
        };
    }
    if first_is(&TOTAL) {
        return Some(Aside::Total);
    }
    let signs = |cell: &str| {
        let others =
            || filled.iter().filter(|(_, other)| *other != cell).all(|(_, other)| is_rule_or_date(other));
        begins_with(cell, &SIGNATURE) && (!begins_with(cell, &NAMES_TOO) || (headings.len() > 2 && others()))
    };
    if few && filled.iter().any(|(_, cell)| signs(cell)) {
        return Some(Aside::Signature);
    }
    if headings.len() > 2 && filled.len() <= 2 && filled.iter().all(|(_, cell)| is_rule_or_date(cell)) {
        return Some(Aside::Signature);
    }
    None
}

/// Whether the first word, or the first two together, are among the words.
fn begins_with(cell: &str, words: &[&str]) -> bool {
    if cell.chars().count() > 120 {
        return false;
    }
    let mut parts =
        cell.split(|letter: char| letter.is_whitespace() || matches!(letter, ':' | ',' | '(' | '_' | '-'));
    let first = normal_form(parts.next().unwrap_or(""));
    let both = format!("{first} {}", normal_form(parts.next().unwrap_or("")));
    words.iter().any(|word| *word == first || *word == both)
}

/// Whether a cell may be a person's number or birth date: eight digits or more, or three numbers divided by a mark.
fn is_of_person(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let numbers = cell.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    digits >= 8 || (numbers == 3 && cell.contains(['.', '/', '-']))
}

/// A line to sign on, or a date that stands alone.
fn is_rule_or_date(cell: &str) -> bool {
    if cell.contains("__") {
        return true;
    }
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let dots = cell.chars().filter(|letter| matches!(letter, '.' | '/')).count();
    let rest = cell
        .chars()
        .filter(|letter| !letter.is_ascii_digit() && !matches!(letter, '.' | '/' | ' ' | '«' | '»' | '"'))
        .collect::<String>();
    (6..=8).contains(&digits) && dots >= 2 && matches!(rest.trim(), "" | "г" | "ж")
}

/// Whether a row numbers the columns of a form: 1, 2, 3, … in its filled cells, at least four of them.
pub(crate) fn numbers_columns(cells: &[String]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    filled.len() >= 4 && filled.iter().enumerate().all(|(at, cell)| *cell == (at + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(cells: &[&str]) -> Option<Aside> {
        let headings: Vec<String> = ["№", "name", "region", "voters", "note"].map(str::to_owned).to_vec();
        classify(&cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>(), &headings, false)
    }

    #[test]
    fn rows_of_forms() {
        assert_eq!(judge(&["", "Итого по области:", "", "12 500", ""]), Some(Aside::Total));
        assert_eq!(judge(&["БАРЛЫҒЫ", "", "", "1", ""]), Some(Aside::Total));
        assert_eq!(judge(&["", "Председатель комиссии", "", "____", ""]), Some(Aside::Signature));
        assert_eq!(judge(&["М.П.", "", "", "", ""]), Some(Aside::Signature));
        assert_eq!(judge(&["19.03.2023 г.", "", "", "", ""]), Some(Aside::Signature));
        assert_eq!(judge(&["", "name", "region", "", ""]), Some(Aside::RepeatedHeading));
        assert_eq!(judge(&["1", "Всеволодово", "North", "12", ""]), None);
        assert_eq!(judge(&["12", "1500", "", "", ""]), None);
        assert!(numbers_columns(&["1", "2", "3", "4", ""].map(str::to_owned)));
    }

    #[test]
    fn totals_and_signatures_in_the_columns_of_persons() {
        let headings: Vec<String> = ["iin", "surname", "given", "birth"].map(str::to_owned).to_vec();
        let judge = |cells: [&str; 4]| classify(&cells.map(str::to_owned), &headings, true);
        assert_eq!(judge(["Итого", "42", "", ""]), Some(Aside::Total));
        assert_eq!(judge(["", "Всего по участку", "42", ""]), Some(Aside::Total));
        assert_eq!(judge(["Председатель", "Сериков А.Б.", "", ""]), Some(Aside::Signature));
        for person in [
            ["42", "Итого", "", ""],
            ["", "Аким", "Проба", ""],
            ["", "Мо", "Проба", "1980"],
            ["Всего", "980101300123", "", ""],
            ["", "Председатель", "Проба", "17.05.1980"],
            ["", "Всеволодов", "Проба", ""],
        ] {
            assert_eq!(judge(person), None, "{person:?}");
        }
        let plain = |cells: [&str; 4]| classify(&cells.map(str::to_owned), &headings, false);
        assert_eq!(plain(["", "Мо Проба", "", "5"]), None);
        assert_eq!(plain(["", "М.О.", "", ""]), Some(Aside::Signature));
    }

    #[test]
    fn the_gate_lets_the_words_through() {
        let headings = vec!["ИИН".to_owned()];
        for (encoding, total) in [
            (Encoding::Utf8, "Итого".as_bytes()),
            (Encoding::Kz1048, b"\xc8\xf2\xee\xe3\xee"),
            (Encoding::Cp866, b"\x88\xe2"),
        ] {
            let gate = Gate::new(encoding, &headings);
            assert!(gate.is_open(total), "{encoding:?}");
            assert!(!gate.is_open(b"12"));
            assert!(!gate.is_open(b"Alma"));
        }
    }
}

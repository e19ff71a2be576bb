//! Headings as people write them, brought to a form in which they can be compared.

/// The form of a heading in which two spellings of it are equal: letters and digits alone, in lower case, `ё` as
/// `е`, and Latin letters that look like Cyrillic ones as Cyrillic where the heading has any Cyrillic letter.
pub fn normal_form(heading: &str) -> String {
    let cyrillic = heading.chars().any(is_cyrillic);
    heading
        .chars()
        .filter(|letter| is_alphanumeric(*letter))
        .flat_map(lower_case)
        .map(|letter| if cyrillic { cyrillic_twin(letter) } else { letter })
        .map(|letter| if letter == 'ё' { 'е' } else { letter })
        .collect()
}

/// As the standard library says; at once for the letters of nearly all headings.
fn is_alphanumeric(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'А'..='Я') || letter.is_alphanumeric()
}

/// As the standard library does; at once for the letters of nearly all headings.
fn lower_case(letter: char) -> impl Iterator<Item = char> {
    let near = match letter {
        'а'..='я' | '\0'..='@' | '['..='\u{7f}' => Some(letter),
        'A'..='Z' => Some(letter.to_ascii_lowercase()),
        // The small letters stand 32 places behind the capitals.
        'А'..='Я' => char::from_u32(u32::from(letter) + 32),
        _ => None,
    };
    let far = near.is_none().then(|| letter.to_lowercase());
    near.into_iter().chain(far.into_iter().flatten())
}

/// The forms in which a heading of a file is looked up: as it stands, without what stands in brackets, and
/// without a leading number (`3. Фамилия`). The first that is known counts.
pub(crate) fn lookup_forms(heading: &str) -> Vec<String> {
    let mut forms = vec![normal_form(heading)];
    // Most cells have neither brackets nor a number in front, nor two languages: then all forms are one.
    let dressed = |letter: char| matches!(letter, '(' | '[' | ')' | ']' | '/' | '\n' | '|');
    let bare_front = heading.chars().next().is_some_and(char::is_alphabetic);
    if bare_front && !heading.contains(dressed) {
        forms.retain(|form| !form.is_empty());
        return forms;
    }
    let bare: String = {
        let mut depth = 0_usize;
        heading
            .chars()
            .filter(|&letter| {
                match letter {
                    '(' | '[' => depth += 1,
                    ')' | ']' => {
                        depth = depth.saturating_sub(1);
                        return false;
                    }
                    _ => {}
                }
                depth == 0
            })
            .collect()
    };
    forms.push(normal_form(&bare));
    forms.push(normal_form(bare.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || letter == '.' || letter == ')' || letter == '№' || letter.is_whitespace()
    })));
    // A heading in two languages: `Фамилия / Тегі`, or one over the other in a cell.
    forms.extend(bare.split(['/', '\n', '|']).map(normal_form));
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    forms
}

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&letter)
}

fn cyrillic_twin(letter: char) -> char {
    match letter {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'i' | 'ı' => 'і',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        'ə' => 'ә',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_letters_are_as_the_standard_library_has_them() {
        for letter in '\0'..='\u{2fff}' {
            assert_eq!(is_alphanumeric(letter), letter.is_alphanumeric(), "{letter:?}");
            assert!(lower_case(letter).eq(letter.to_lowercase()), "{letter:?}");
        }
    }

    #[test]
    fn spellings_of_one_heading() {
        for spelling in
            ["Дата рождения", "ДАТА  РОЖДЕНИЯ*", "Дата\nрождения", "Дaта рoждения", "\"Дата_рождения\""]
        {
            assert_eq!(normal_form(spelling), "датарождения", "{spelling}");
        }
        assert_eq!(normal_form("birth_date"), normal_form("Birth Date"));
        assert_eq!(normal_form("Учёт"), "учет");
        assert!(lookup_forms("3. Дата рождения (дд.мм.гггг)").contains(&"датарождения".to_owned()));
        assert!(lookup_forms("Фамилия / Тегі").contains(&"тегі".to_owned()));
        assert!(lookup_forms("№").is_empty());
    }
}

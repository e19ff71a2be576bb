//! Headings as people write them, brought to a form in which they can be compared.

/// The form of a heading in which two spellings of it are equal: letters and digits alone, in lower case, `ё` as
/// `е`, and Latin letters that look like Cyrillic ones as Cyrillic where the heading has any Cyrillic letter.
pub fn normal_form(heading: &str) -> String {
    let cyrillic = heading.chars().any(is_cyrillic);
    heading
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .map(|letter| if cyrillic { cyrillic_twin(letter) } else { letter })
        .map(|letter| if letter == 'ё' { 'е' } else { letter })
        .collect()
}

/// The forms in which a heading of a file is looked up: as it stands, without what stands in brackets, and
/// without a leading number (`3. Фамилия`). The first that is known counts.
pub(crate) fn lookup_forms(heading: &str) -> Vec<String> {
    let mut forms = vec![normal_form(heading)];
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

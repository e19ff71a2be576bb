//! Headings as people write them: the forms in which one is looked up.

use crate::detect::normal::normal_form;
use crate::detect::thousands::without_unit;
use crate::words::WORDS;

/// The forms in which a heading of a file is looked up: as it stands, without what stands in brackets, without a leading
/// number (`3. Фамилия`), and without the unit that is counted. The first that is known counts.
pub(crate) fn lookup_forms(heading: &str) -> Vec<String> {
    let mut forms = vec![normal_form(heading)];
    // Most cells have neither brackets nor a number in front, nor two languages: then all forms are one.
    let dressed = |letter: char| matches!(letter, '(' | '[' | ')' | ']' | '/' | '\n' | '|' | ',');
    let bare_front = heading.chars().next().is_some_and(char::is_alphabetic);
    if bare_front && !heading.contains(dressed) {
        forms.extend(without_unit(heading).map(normal_form));
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
    let numberless = bare.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || letter == '.' || letter == ')' || letter == '№' || letter.is_whitespace()
    });
    forms.extend([normal_form(&bare), normal_form(numberless)]);
    // What is counted, behind a comma: `Население, чел.`.
    if let Some((head, unit)) = numberless.rsplit_once(',')
        && WORDS.units.contains(&normal_form(unit))
    {
        forms.push(normal_form(head));
    }
    forms.extend(without_unit(numberless).map(normal_form));
    // A heading in two languages: `Фамилия / Тегі`, or one over the other in a cell.
    forms.extend(bare.split(['/', '\n', '|']).map(normal_form));
    forms.retain(|form| !form.is_empty());
    forms.dedup();
    forms
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
        assert_eq!(lookup_forms(" № "), ["№"]);
        assert!(lookup_forms("–").is_empty());
        for counted in ["Население, чел.", "Население, человек", "Население (чел.)", "2. Население, адам"]
        {
            assert!(lookup_forms(counted).contains(&"население".to_owned()), "{counted}");
        }
        // Figures in thousands are multiplied once they are read.
        assert!(lookup_forms("Население, тыс. чел.").contains(&"население".to_owned()));
    }
}

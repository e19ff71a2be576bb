//! The form in which headings and words are compared.

/// The form of a heading in which two spellings of it are equal: letters and digits alone, in lower case, `ё` as
/// `е`, and Latin letters that look like Cyrillic ones as Cyrillic where the heading has any Cyrillic letter. `№` is one
/// where it stands alone.
pub fn normal_form(heading: &str) -> String {
    let cyrillic = heading.chars().any(is_cyrillic);
    let form: String = heading
        .chars()
        .filter(|letter| is_alphanumeric(*letter))
        .flat_map(lower_case)
        // The small form of `İ` is an `i` with a mark of its own.
        .filter(|letter| is_alphanumeric(*letter))
        .map(|letter| if cyrillic { cyrillic_twin(letter) } else { letter })
        .map(|letter| if letter == 'ё' { 'е' } else { letter })
        .collect();
    if form.is_empty() && heading.contains('№') { "№".to_owned() } else { form }
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
    fn the_normal_form_of_every_letter_is_its_own() {
        for letter in '\0'..='\u{2ffff}' {
            for heading in [format!("a{letter}"), format!("б{letter}")] {
                let form = normal_form(&heading);
                assert_eq!(normal_form(&form), form, "{letter:?}");
            }
        }
    }

    #[test]
    fn near_letters_are_as_the_standard_library_has_them() {
        for letter in '\0'..='\u{2fff}' {
            assert_eq!(is_alphanumeric(letter), letter.is_alphanumeric(), "{letter:?}");
            assert!(lower_case(letter).eq(letter.to_lowercase()), "{letter:?}");
        }
    }
}

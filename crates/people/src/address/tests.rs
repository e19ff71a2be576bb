use proptest::prelude::*;

use super::*;

fn normal(text: &str) -> String {
    let mut out = Vec::new();
    normalise_address_into(text.as_bytes(), &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn one_address_in_many_spellings() {
    for text in [
        "ул. Абая, д. 5А, кв. 3",
        "Улица Абая дом 5 «А» квартира 3",
        "УЛ.АБАЯ,Д.5-А,КВ.3",
        "ул Абая  д№5A кв №3",
        "көш. Абая, үй 5а, пәтер 3",
    ] {
        assert_eq!(normal(text), "ул абая д 5 а кв 3", "{text}");
    }
    assert_eq!(normal("пр-т Аль-Фараби, 17/1"), "пр аль-фараби 17/1");
    assert_eq!(normal("Проспект Аль–Фараби 17/1"), "пр аль-фараби 17/1");
    assert_eq!(normal("мкр-н Самал-2, 33-45"), "мкр самал 2 33 45");
    assert_eq!(normal("5-й микрорайон"), "5 й мкр");
    assert_eq!(normal("Достық даңғылы, 12"), "достык даңғылы 12".replace("достык даңғылы", "достық пр"));
    assert_eq!(normal("р-н Шал акына"), "р-н шал акына");
}

#[test]
fn what_differs_stays_different() {
    assert_ne!(normal("ул. Абая, д. 5, кв. 3"), normal("ул. Абая, д. 53"));
    assert_ne!(normal("ул. Абая, 5/3"), normal("ул. Абая, 5-3"));
    assert_ne!(normal("д. 5 кв. 3"), normal("кв. 3 д. 5"));
    assert_eq!(normal(" - "), "");
    assert_eq!(normal(""), "");
}

/// Words, digits and signs one after the other, without any table or fast path.
fn naive(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|character| *character != '"')
        .map(|character| if " .,;:_()".contains(character) { ' ' } else { character })
        .collect();
    let mut letters: Vec<char> = text.chars().collect();
    letters.dedup_by(|next, before| *next == '-' && *before == '-');
    let mut parted = String::new();
    for (index, character) in letters.iter().enumerate() {
        let around = |step: isize| letters.get(index.wrapping_add_signed(step)).copied().unwrap_or(' ');
        if *character == '-' && !(around(-1).is_alphabetic() && around(1).is_alphabetic()) {
            parted.push(' ');
            continue;
        }
        let before = around(-1);
        let apart = |left: char, right: char| left.is_alphabetic() && right != '-' && !right.is_alphabetic();
        if before != ' ' && *character != '-' && (apart(before, *character) || apart(*character, before)) {
            parted.push(' ');
        }
        parted.push(*character);
    }
    let words: Vec<String> = parted
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| {
            let small = word.to_lowercase().replace('ё', "е");
            short_form(small.as_bytes()).map_or(small, str::to_owned)
        })
        .collect();
    words.join(" ")
}

proptest! {
    #[test]
    fn equals_the_naive_twin(text in "((ул|Улица|дом|Д|үй|кв|м-н|пр-т|Абая|Аль|5|12|а|Ё)[ .,\\-/\"]{0,2}){0,8}") {
        prop_assert_eq!(normal(&text), naive(&text));
    }

    #[test]
    fn idempotent(text in "((ул|Улица|дом|Д|үй|кв|м-н|пр-т|Абая|5|12|а|A|B|z)[ .,\\-/\"'№]{0,2}){0,8}|\\PC{0,20}") {
        let once = normal(&text);
        prop_assert_eq!(normal(&once), once);
    }
}

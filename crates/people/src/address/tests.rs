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
            short_form(small.as_bytes()).map_or(small, |short| String::from_utf8(short.to_vec()).unwrap())
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

/// What goes through the pass letter by letter.
fn letter_by_letter(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    script::normalise::<Address>(value, &mut out);
    out
}

proptest! {
    #[test]
    fn many_bytes_at_once_are_what_each_is_alone(
        text in "([А-яЁёІіӘәҒғҚқҢңӨөҰұҮүҺһӀЇҐ]{1,12}|ул|м-н|пр-т|[0-9]{1,9}|[!-/:-@\\[-`{-~ ]{1,3}|--|[a-cA-Cé№«҂]){0,40}"
    ) {
        let mut out = b"before".to_vec();
        if regular::append(text.as_bytes(), &mut out) {
            prop_assert_eq!(&out[6..], letter_by_letter(text.as_bytes()));
        } else {
            prop_assert_eq!(out, b"before");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_what_each_is_alone(value in prop::collection::vec(
        prop_oneof![Just(0xd0_u8), Just(0xd1), Just(0xd2), 0x80_u8..0xc0, 0x20_u8..0x40, any::<u8>()], 0..200)
    ) {
        let mut out = Vec::new();
        if regular::append(&value, &mut out) {
            prop_assert_eq!(out, letter_by_letter(&value));
        }
    }
}

#[test]
fn usual_addresses_take_no_closer_look() {
    let long = "ул. Толе би, ".repeat(9);
    for text in
        ["г. Семей, ул. Абая, д. 1, кв. 12", "мкр-н Самал-2, 33-45", "Бөгенбай батыр көшесі 5/2", "", &long]
    {
        assert!(regular::append(text.as_bytes(), &mut Vec::new()), "{text}");
    }
    for text in ["Lenina 5", "ул. «Абая»", "д. №5", &long.repeat(2)] {
        assert!(!regular::append(text.as_bytes(), &mut Vec::new()), "{text}");
    }
}

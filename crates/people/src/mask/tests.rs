use super::*;
use crate::{Century, IinRules, Sex, split_full_name};

fn rules() -> IinRules {
    IinRules::new([
        (5, Century { century: 2000, sex: Sex::Male }),
        (6, Century { century: 2000, sex: Sex::Female }),
    ])
}

fn iin(text: &str) -> Iin {
    Iin::parse(text.as_bytes(), &rules()).unwrap()
}

#[test]
fn one_person_one_token() {
    let key = MaskKey::new(&[7; 32]);
    let (first, second) = (iin("751008659192"), iin("900505639940"));
    assert_eq!(key.token_of_iin(first), key.token_of_iin(first));
    assert_eq!(key.token_of_iin(first), key.token(b"iin", &[&first.number().to_be_bytes()]));
    assert_ne!(key.token_of_iin(first), key.token_of_iin(second));
    assert_ne!(key.token_of_iin(first), MaskKey::new(&[8; 32]).token_of_iin(first));
    let date = BirthDate::full(1984, 5, 6);
    let name = split_full_name("Иванов Пётр Ильич");
    let same = split_full_name("ИBAHOB Петр Ильич");
    assert_eq!(key.token_of_name(&name, date), key.token_of_name(&same, date));
    assert_ne!(key.token_of_name(&name, date), key.token_of_name(&name, BirthDate::year_only(1984)));
    let swapped = PersonName { surname: name.given_name, given_name: name.surname, ..name };
    assert_ne!(key.token_of_name(&name, date), key.token_of_name(&swapped, date));
}

#[test]
fn what_is_shown() {
    let key = MaskKey::new(&[7; 32]);
    let name = split_full_name("Иванов Пётр Ильич");
    let mask = key.mask(None, &name, BirthDate::full(1984, 5, 6));
    assert_eq!(mask.person(), "И. П. И., 1984");
    let token = mask.token.to_string();
    assert_eq!(token.len(), 14);
    assert!(token.chars().enumerate().all(|(index, character)| match index {
        4 | 9 => character == '-',
        _ => ALPHABET.contains(&(character as u8)),
    }));
    let mask = key.mask(Some(iin("751008659192")), &PersonName::default(), None);
    assert_eq!(mask.person(), "-, 2075");
    assert_eq!(mask.token, key.token_of_iin(iin("751008659192")));
}

#[test]
fn the_id_is_not_the_key() {
    let key = MaskKey::new(&[7; 32]);
    assert_eq!(key.id(), MaskKey::new(&[7; 32]).id());
    assert_ne!(key.id(), MaskKey::new(&[6; 32]).id());
    assert_eq!(format!("{key:?}"), format!("MaskKey({})", key.id()));
}

#[test]
fn values_that_differ_in_anything_have_another_token() {
    let key = MaskKey::new(&[7; 32]);
    let of =
        |values: &[&str]| key.token_of_values(&values.iter().map(|one| one.as_bytes()).collect::<Vec<_>>());
    let first = of(&["a", "b", ""]);
    assert_eq!(first, of(&["a", "b", ""]));
    for other in [&["a", "b"][..], &["ab", "", ""], &["a", "", "b"], &["a", "b", "c"]] {
        assert_ne!(first, of(other), "{other:?}");
    }
    assert_ne!(first, MaskKey::new(&[8; 32]).token_of_values(&[b"a", b"b", b""]));
}

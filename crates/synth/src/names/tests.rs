use std::collections::{BTreeMap, HashSet};

use super::*;
use crate::random::{Purpose, Stream};

#[test]
fn unique_surnames_are_unique_and_nobody_elses() {
    let names = Names::new();
    let mut seen: HashSet<Vec<u8>> = names.surnames.iter().flatten().map(|name| name.to_vec()).collect();
    for number in 0..40_000 {
        let mut out = Vec::new();
        unique_surname(number, false, &mut out);
        assert!(seen.insert(out));
    }
}

#[test]
fn forms_are_made_as_documents_make_them() {
    for (name, man) in [
        ("Иван", "Иванович"),
        ("Сергей", "Сергеевич"),
        ("Дмитрий", "Дмитриевич"),
        ("Василий", "Васильевич"),
        ("Игорь", "Игоревич"),
        ("Павел", "Павлович"),
        ("Пётр", "Петрович"),
        ("Болат", "Болатович"),
        ("Әли", "Әлиевич"),
    ] {
        assert_eq!(format!("{}вич", pools::patronymic_stem(name)), man);
    }
    assert_eq!(pools::with_ending("Нұрбай"), "Нұрбаев");
    assert_eq!(pools::with_ending("Ахмет"), "Ахметов");
    assert_eq!(pools::feminine("Иванов"), "Иванова");
    assert_eq!(pools::feminine("Шевченко"), "Шевченко");
    assert_eq!(pools::russian_spelling("Әлібек"), "Алибек");
}

#[test]
fn no_two_names_of_one_list_are_the_same_in_normal_form() {
    let mut seen = BTreeMap::new();
    for people in PEOPLES {
        let pool = pools::pool(people);
        for list in [pool.men, pool.women] {
            let names: Vec<&str> = list.split_whitespace().collect();
            let normal: HashSet<String> =
                names.iter().map(|name| tizim_people::names::normalise(name)).collect();
            assert_eq!(names.len(), normal.len());
        }
        let surnames = pools::surnames(people);
        let normal: HashSet<String> =
            surnames.iter().map(|name| tizim_people::names::normalise(name)).collect();
        assert_eq!(surnames.len(), normal.len());
        seen.insert(people as usize, surnames.len());
    }
    assert!(seen.values().sum::<usize>() > 600);
}

#[test]
fn shares_of_peoples_are_kept() {
    let names = Names::new();
    let mut stream = Stream::new(1, Purpose::Rolls, 0);
    let shares = [500, 300, 200, 0, 0, 0, 0, 0];
    let mut counts = [0u32; 8];
    for _ in 0..10_000 {
        counts[names.family(&shares, &mut stream).people as usize] += 1;
    }
    assert!(counts[0].abs_diff(5_000) < 250 && counts[1].abs_diff(3_000) < 250 && counts[3] == 0);
}

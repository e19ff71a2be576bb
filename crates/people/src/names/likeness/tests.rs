use proptest::prelude::*;

use super::*;
use crate::names::{NamePart, normalise};

fn likeness(part: NamePart, left: &str, right: &str) -> Likeness {
    let [left, right] = [left, right].map(|name| Spelling::of(part, &normalise(name)));
    left.likeness(&right).unwrap()
}

fn all_are(part: NamePart, expected: Likeness, pairs: &[(&str, &str)]) {
    for (left, right) in pairs {
        assert_eq!(likeness(part, left, right), expected, "{left} {right}");
        assert_eq!(likeness(part, right, left), expected, "{right} {left}");
    }
}

#[test]
fn what_typing_and_files_do_is_the_same() {
    all_are(
        NamePart::Surname,
        Likeness::Same,
        &[
            ("МАРТЫНОВ", "MAPTЫHOB"),
            ("Андреи\u{306}ченко", "Андрейченко"),
            ("Їсенов", "Үсенов"),
            ("Ќайратов", "ҚАЙРАТОВ"),
            ("Фёдоров", "Федоров"),
            ("Иванов - Петров", "Иванов-Петров"),
        ],
    );
}

#[test]
fn spellings_of_one_surname() {
    all_are(
        NamePart::Surname,
        Likeness::Spelling,
        &[
            // Kazakh letters and their Russian renderings, one by one.
            ("Әлиев", "Алиев"),
            ("Ғалиев", "Галиев"),
            ("Қасымов", "Касымов"),
            ("Таңатов", "Танатов"),
            ("Өмірбеков", "Омирбеков"),
            ("Өтеев", "Етеев"),
            ("Ұзақов", "Узаков"),
            ("Үсенов", "Усенов"),
            ("Үсенов", "Юсенов"),
            ("Һасенов", "Хасенов"),
            ("Шаһанов", "Шаганов"),
            ("Іскаков", "Искаков"),
            ("Ықсанов", "Иксанов"),
            // Regular pairs.
            ("Джанбулатов", "Жанбулатов"),
            ("Жанбулат", "Джанболат"),
            ("Болатов", "Булатов"),
            // The alphabet of 2021, and passports.
            ("Şoqanov", "Шоқанов"),
            ("Jañabaev", "Жаңабаев"),
            ("Zhumabayev", "Жұмабаев"),
            ("Jumabaev", "Жумабаев"),
            ("Kharitonov", "Харитонов"),
            ("Shcherbakov", "Щербаков"),
            ("Dzhanbulatov", "Джанбулатов"),
            ("Schmidt", "Шмидт"),
            ("Wagner", "Вагнер"),
            // Joined, hyphenated, apart; doubled letters.
            ("Иванов-Петров", "Иванов Петров"),
            ("Ван дер Вааль", "Вандерваль"),
        ],
    );
}

#[test]
fn spellings_of_one_given_name() {
    all_are(
        NamePart::GivenName,
        Likeness::Spelling,
        &[
            ("Әсел", "Асель"),
            ("Ләззат", "Ляззат"),
            ("Ләйла", "Ляйля"),
            ("Әлия", "Элия"),
            ("Гүлнәр", "Гульнар"),
            ("Гүлнәр", "Гюльняр"),
            ("Мәриям", "Мариям"),
            ("Қайрат", "Qairat"),
            ("Қайрат", "Kairat"),
            ("Айгүл", "Aigul"),
            ("Әйгерім", "Aigerim"),
            ("Жұлдыз", "Juldyz"),
            ("Шыңғыс", "Shyngys"),
            ("Ілияс", "Ильяс"),
            ("Ілияс", "Ilyas"),
            ("Сейіт", "Сеит"),
            ("Юлия", "Yuliya"),
            ("Юлия", "Iuliia"),
            ("Юрий", "Yuri"),
            ("Яна", "Yana"),
            ("Наталья", "Наталия"),
            ("Наталья", "Natalia"),
            ("Софья", "Sofia"),
            ("Евгений", "Yevgeniy"),
            ("Алексей", "Alexey"),
            ("Людмила", "Liudmila"),
            ("Геннадий", "Генадий"),
            ("Анна-Мария", "Аннамария"),
            ("Catherine", "Katherine"),
        ],
    );
}

#[test]
fn spellings_of_one_patronymic() {
    all_are(
        NamePart::Patronymic,
        Likeness::Spelling,
        &[
            ("Болатұлы", "Болатович"),
            ("Болат ұлы", "Болатулы"),
            ("Болатқызы", "Булатовна"),
            ("Bolatuly", "Болатұлы"),
            ("Серікқызы", "Сериковна"),
            ("Сергейұлы", "Сергеевич"),
            ("Sergeyevich", "Сергеевич"),
            ("Василийқызы", "Васильевна"),
            ("Гейдар оглы", "Гейдарович"),
        ],
    );
    all_are(
        NamePart::Patronymic,
        Likeness::Ending,
        &[("Болатович", "Болатовна"), ("Болатұлы", "Болатқызы"), ("Болат", "Болатович")],
    );
}

#[test]
fn lower_levels() {
    all_are(
        NamePart::Surname,
        Likeness::Ending,
        &[
            ("Иванов", "Иванова"),
            ("Ильин", "Ильина"),
            ("Достоевский", "Достоевская"),
            ("Нұрлан", "Нурланов"),
            ("Жанболат", "Джанбулатова"),
            ("Байсейіт", "Байсеитова"),
        ],
    );
    all_are(
        NamePart::Surname,
        Likeness::Part,
        &[("Петрова", "Петрова-Иванова"), ("Иванова", "И"), ("Петрова-Иванова", "Петрова-Сидорова")],
    );
    all_are(
        NamePart::Surname,
        Likeness::Slip,
        &[
            ("Иванов", "Ивaноа"),
            ("Сейтқалиев", "Сейткалев"),
            ("Петров", "Пертов"),
            ("Жанболатов", "Жамболатова"),
        ],
    );
    all_are(NamePart::GivenName, Likeness::Part, &[("Анна", "Анна Мария"), ("Иван", "И.")]);
    all_are(NamePart::GivenName, Likeness::Slip, &[("Нұрлан", "Нұржан"), ("Қайрат", "Кайрта")]);
    all_are(NamePart::GivenName, Likeness::Sound, &[("Владислав", "Флатислаф"), ("Шыңғыс", "Чингыз")]);
    all_are(NamePart::GivenName, Likeness::Near, &[("Константин", "Кастонтин"), ("Абдулла", "Абд")]);
}

#[test]
fn what_must_never_be_one_name() {
    for (part, left, right) in [
        (NamePart::GivenName, "Алия", "Алла"),
        (NamePart::GivenName, "Мария", "Мара"),
        (NamePart::GivenName, "Марина", "Мара"),
        (NamePart::GivenName, "Александр", "Александра"),
        (NamePart::GivenName, "Нұрлан", "Нұржан"),
        (NamePart::GivenName, "Асан", "Үсен"),
        (NamePart::GivenName, "Айгүл", "Айнұр"),
        (NamePart::GivenName, "Анна", "Инна"),
        (NamePart::GivenName, "Ли", "Лим"),
        (NamePart::Surname, "Ким", "Кан"),
        (NamePart::Surname, "Иванов", "Иваненко"),
        (NamePart::Surname, "Фомин", "Фомов"),
        (NamePart::Surname, "Петров", "Петренко"),
        (NamePart::Patronymic, "Болатович", "Бекболатович"),
        (NamePart::Patronymic, "Сериковна", "Ериковна"),
    ] {
        let found = likeness(part, left, right);
        assert!(found <= Likeness::Slip, "{left} {right} {found:?}");
    }
}

#[test]
fn a_word_of_look_alikes_is_read_as_latin_where_the_other_is_latin() {
    // The normal form of `Tobey` is a Cyrillic word, that of `Tobeys` a Latin one.
    assert_eq!(likeness(NamePart::GivenName, "Bob Smith", "Bobsmith"), Likeness::Spelling);
    assert_eq!(likeness(NamePart::GivenName, "Tobey", "Tobeys"), Likeness::Slip);
}

proptest! {
    #[test]
    fn the_order_says_nothing_and_a_name_is_itself(
        left in "[А-Яа-яӘәІіҢңA-Za-z -]{0,14}",
        right in "[А-Яа-яӘәІіҢңA-Za-z -]{0,14}",
        part in prop::sample::select(vec![NamePart::Surname, NamePart::GivenName, NamePart::Patronymic]),
    ) {
        let [left, right] = [left, right].map(|name| Spelling::of(part, &normalise(&name)));
        prop_assert_eq!(left.likeness(&right), right.likeness(&left));
        let itself = (!left.is_empty()).then_some(Likeness::Same);
        prop_assert_eq!(left.likeness(&left), itself);
    }

    #[test]
    fn any_text(text in "\\PC{0,20}") {
        let spelling = Spelling::of(NamePart::Surname, &normalise(&text));
        prop_assert!(spelling.sound().chars().count() <= spelling.letters().chars().count() + 2);
    }

    #[test]
    fn another_consonant_is_never_less_than_a_slip(
        name in "[бвгдклмнпрст][ауи][бвгдклмнпрст][ауи][бвгдклмнпрст]",
        at in prop::sample::select(vec![0_usize, 2, 4]),
        letter in "[бвгдклмнпрст]",
    ) {
        let mut slipped: Vec<char> = name.chars().collect();
        slipped[at] = letter.chars().next().unwrap();
        let slipped: String = slipped.into_iter().collect();
        prop_assert!(likeness(NamePart::GivenName, &name, &slipped) >= Likeness::Slip);
    }
}

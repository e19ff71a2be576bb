//! Serials as people, registers and spreadsheets write them.

use proptest::prelude::*;

use super::*;

fn serial(cell: &str) -> Serial {
    Serial::parse(cell).unwrap()
}

#[test]
fn writing_does_not_matter() {
    for cell in [
        "№ 0001001",
        "№0001001",
        "N 0001001",
        "N0001001",
        "No. 1001",
        "=\"0001001\"",
        "1001.0",
        "1 001",
        "'0001001",
        "#1001",
    ] {
        assert_eq!((serial(cell).letters(), serial(cell).number()), ("", "1001"), "{cell}");
    }
    assert!(serial("№ 000123").is_same_as(&serial("123")));
    assert!(serial("АА 123").is_same_as(&serial("AA-0123")));
    assert!(!serial("1230").is_same_as(&serial("123")));
    assert!(serial("000").is_same_as(&serial("0")));
    assert!(serial("123/АА").is_same_as(&serial("АА 123")));
}

#[test]
fn what_is_no_serial() {
    for cell in ["", " - ", "№", "N"] {
        assert_eq!(Serial::parse(cell), Err(SerialProblem::Empty), "{cell}");
    }
    assert!(!serial("получено").has_number());
    for cell in ["1,00E+06", "1.23E+11", "1E+06", "=\"1,00E+06\"", "1E06", "2e6", "1Е06"] {
        assert_eq!(Serial::parse(cell), Err(SerialProblem::Rounded), "{cell}");
    }
    for cell in ["дек.34", "05.06.2019", "от 05.06.2019 г.", "5 июня 2019 года", "2019 жылғы 5 маусым"]
    {
        assert_eq!(Serial::parse(cell), Err(SerialProblem::Date), "{cell}");
    }
}

/// Cells that name one certificate.
const SAME: [(&str, &str); 34] = [
    ("123", "АА 000123"),
    ("N 55", "55"),
    ("№ 55", "Nº 0055"),
    ("номер 55", "No. 55"),
    ("нөмірі 55", "серия АА № 55"),
    ("АА 55", "АА № 55"),
    ("12-34", "12-34"),
    ("12-34", "12/34"),
    ("12-34", "АА 12-34"),
    ("99-767", "№ 99-767"),
    ("1 000 123", "1000123"),
    ("№ 1 000 123", "АА 1000123"),
    ("123 от 05.06.2019", "123"),
    ("123 от 5 июня 2019 г.", "0123"),
    ("123 от 05.06.19", "123"),
    ("№ 123 (05.06.2019г.)", "123"),
    ("от 05.06.2019 № 123", "123"),
    ("05.06.2019 АА 123", "АА 123"),
    ("2019 жылғы 5 маусым № 123", "123"),
    ("123 dated 5 June 2019", "123"),
    ("123 issued by TEC 7", "123"),
    ("АУ № 1 на 2 листах", "1"),
    ("АУ № 1 НА 2 ЛИСТАХ", "АА 1"),
    ("АА 123, выдан ТИК № 7", "АА 123"),
    ("АА 123 выдан 05.06.2019", "123"),
    ("123 г. Алматы", "123"),
    ("123 берілген күні 05.06.2019", "АА 123"),
    ("Открепительное удостоверение № 123", "АА 123"),
    ("Удостоверение серия АА № 123", "АА 123"),
    ("куәлік № 123", "АА 123"),
    ("123/АА", "АА-000123"),
    ("НА 123", "НА 0123"),
    ("123 НА", "на-123"),
    ("1000123.0", "1 000 123"),
];

/// Cells that never name one certificate.
const OTHER: [(&str, &str); 22] = [
    ("12-34", "34"),
    ("12-34", "12"),
    ("12-34", "АА 34"),
    ("123 от 05.06.2019", "2019"),
    ("123 от 05.06.2019", "5"),
    ("123 2019 г.", "2019"),
    ("99-767", "0000767"),
    ("99-767", "767"),
    ("АУ № 1 на 2 листах", "2"),
    ("АУ № 1 на 2 листах", "12"),
    ("12А34", "34"),
    ("12А34", "А34"),
    ("АА 123", "ББ 123"),
    ("АА 123", "123/АБ"),
    ("1230", "123"),
    ("123", "АА 124"),
    ("НА 123", "АА 123"),
    ("123 issued by TEC 7", "7"),
    ("123, выдан ТИК № 7", "7"),
    ("123/2", "123"),
    ("Е 12", "12-12"),
    ("12Е0345", "345"),
];

/// Cells that do not tell.
const UNSURE: [(&str, &str); 6] = [
    ("12-34", "1234"),
    ("12-34", "12-034"),
    ("получено", "123"),
    ("получено", "ПОЛУЧЕНО"),
    ("АА", "АА 123"),
    ("АА 123 дубликат", "ББ 123"),
];

#[test]
fn one_certificate_another_or_no_telling() {
    for (pairs, expected) in
        [(&SAME[..], Likeness::Same), (&OTHER, Likeness::Other), (&UNSURE, Likeness::Unsure)]
    {
        for (one, other) in pairs {
            assert_eq!(serial(one).compare(&serial(other)), expected, "{one} {other}");
            assert_eq!(serial(other).compare(&serial(one)), expected, "{other} {one}");
        }
    }
}

#[test]
fn marks_in_words_name_numbers() {
    for (mark, expected) in [
        ("АУ № 123 от 05.06.2019", &["123"][..]),
        ("АУ № 1 на 2 листах", &["1"]),
        ("выдано АУ № 000123", &["123"]),
        ("АУ 12-34", &["12-34"]),
        ("АУ № 12, АУ № 14 от 5 июня 2019 г.", &["12", "14"]),
        ("05.06.2019 выдано удостоверение 77", &["77"]),
        ("АУ № 123 участок 77", &["123"]),
        ("АУ № 1 000 123", &["1000123"]),
        ("АУ", &[]),
        ("05.06.2019", &[]),
    ] {
        assert_eq!(numbers(mark), expected, "{mark}");
    }
}

proptest! {
    #[test]
    fn the_same_is_mutual_and_any_cell_is_read(one in "[АAб№ N0-3/-]{0,7}|\\PC{0,8}", other in "[АAб№ N0-3/-]{0,7}") {
        let (one, other) = (Serial::parse(&one), Serial::parse(&other));
        if let (Ok(one), Ok(other)) = (one, other) {
            prop_assert_eq!(one.is_same_as(&one), one.has_number());
            prop_assert_eq!(one.is_same_as(&other), other.is_same_as(&one));
        }
    }
}

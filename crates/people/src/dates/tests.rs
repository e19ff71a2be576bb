use jiff::civil;
use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<BirthDate, DateProblem> {
    parse_birth_date(text.as_bytes(), &DateOptions::default())
}

fn day(year: u16, month: u8, day: u8) -> BirthDate {
    BirthDate::full(year, month, day).unwrap()
}

#[test]
fn one_day_in_every_form() {
    for text in [
        "1999-12-31",
        "1999/12/31",
        "1999.12.31",
        "19991231",
        "31.12.1999",
        "31/12/1999",
        "31-12-1999",
        " 31.12.1999 ",
        "31.12.1999 г.",
        "31.12.1999г",
        "«31» декабря 1999 года",
        "31 декабря 1999 г.",
        "31 ДЕКАБРЯ 1999",
        "31 дек. 1999",
        "1999 жылғы 31 желтоқсан",
        "31 желтоқсан 1999 ж.",
        "1999 ж. 31 желтоксан",
        "31 December 1999",
        "December 31, 1999",
        "Dec 31st, 1999",
        "31-Dec-1999",
        "36525",
        "31.12.1999 0:00:00",
        "1999-12-31T00:00:00",
        "1999-12-31 00:00:00+05:00",
        "\u{feff}31.12.1999",
        "31.12.1999\u{a0}",
        "36525.5",
    ] {
        assert_eq!(read(text), Ok(day(1999, 12, 31)), "{text}");
    }
    assert_eq!(read("1.2.1999"), Ok(day(1999, 2, 1)));
    assert_eq!(read("29.02.2000"), Ok(day(2000, 2, 29)));
    assert_eq!(read("5 мая 1980"), Ok(day(1980, 5, 5)));
    assert_eq!(read("5 мамыр 1980"), Ok(day(1980, 5, 5)));
    assert_eq!(read("5 маусым 1980"), Ok(day(1980, 6, 5)));
    assert_eq!(read("5 марта 1980"), Ok(day(1980, 3, 5)));
}

#[test]
fn what_says_that_somebody_was_born_then_is_no_part_of_the_date() {
    for text in [
        "14.08.1962 г.р.",
        "14.08.1962г.р",
        "14.08.1962 г. рожд.",
        "14.08.1962 года рождения",
        "14 августа 1962 г.р.",
        "1962-08-14 ж.т.",
        "14.08.1962 ж. т.",
        "1962 жылы 14 тамыз туған",
        "born 14 August 1962",
        "14.08.1962 г.р. 00:00",
    ] {
        assert_eq!(read(text), Ok(day(1962, 8, 14)), "{text}");
    }
    assert_eq!(read("1962 г.р."), Ok(BirthDate::year_only(1962).unwrap()));
    for text in ["14.08.1962 г. Караганда", "14.08.1962 р-н", "14.08.1962 дом 5", "рожд."]
    {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn parts_of_dates() {
    for text in ["1999", "00.00.1999", "1999-00-00", "1999 г.", "1999 жыл", " 1999"] {
        assert_eq!(read(text), Ok(BirthDate::year_only(1999).unwrap()), "{text}");
    }
    for text in ["12.1999", "1999-12", "декабрь 1999", "00.12.1999"] {
        assert_eq!(read(text), Ok(BirthDate::month_of(1999, 12).unwrap()), "{text}");
    }
    assert_eq!(parse_date(b"1999", &DateOptions::default()), Err(DateProblem::NotWhole));
}

#[test]
fn what_is_no_date() {
    for text in [
        "01.01.1900",
        "1900-01-01",
        "1900",
        "00.00.0000",
        "0000-00-00",
        "1899-12-30",
        "9999-12-31",
        "11.11.1111",
    ] {
        assert_eq!(read(text), Err(DateProblem::Placeholder), "{text}");
    }
    for text in [
        "30.02.1999",
        "29.02.1900",
        "31.04.1999",
        "12/31/1999",
        "15.00.1999",
        "1.13.1999",
        "01.01.1700",
        "01.01.2300",
        "1500",
    ] {
        assert_eq!(read(text), Err(DateProblem::NoSuchDay), "{text}");
    }
    for text in [
        "x",
        "31 брюмера 1999",
        "1.2.3.4",
        "123",
        "123456",
        "60001",
        "2000000000000000000000",
        "31.12.1999 и позже",
        "١٩٩٩",
        "99",
    ] {
        assert_eq!(read(text), Err(DateProblem::Form), "{text}");
    }
    for text in ["", " ", "-", "—", "\"\""] {
        assert_eq!(read(text), Err(DateProblem::Empty), "{text}");
    }
    assert_eq!(read("31.12.99"), Err(DateProblem::TwoDigitYear));
    assert_eq!(parse_birth_date(&[0xff; 10], &DateOptions::default()), Err(DateProblem::Form));
}

#[test]
fn two_digit_years_need_a_pivot() {
    let options = DateOptions { two_digit_pivot: Some(2023), ..DateOptions::default() };
    assert_eq!(parse_birth_date(b"31.12.99", &options), Ok(day(1999, 12, 31)));
    assert_eq!(parse_birth_date(b"31.12.23", &options), Ok(day(2023, 12, 31)));
    assert_eq!(parse_birth_date(b"31.12.24", &options), Ok(day(1924, 12, 31)));
    assert_eq!(parse_birth_date(b"31-Dec-24", &options), Ok(day(1924, 12, 31)));
}

#[test]
fn excel_serials() {
    // Values as Excel shows them in its 1900 date system.
    let always = DateOptions { excel_serials: ExcelSerials::Always, ..DateOptions::default() };
    let never = DateOptions { excel_serials: ExcelSerials::Never, ..DateOptions::default() };
    assert_eq!(parse_birth_date(b"59", &always), Ok(day(1900, 2, 28)));
    assert_eq!(parse_birth_date(b"60", &always), Err(DateProblem::NoSuchDay));
    assert_eq!(parse_birth_date(b"61", &always), Ok(day(1900, 3, 1)));
    assert_eq!(parse_birth_date(b"1999", &always), Ok(day(1905, 6, 21)));
    assert_eq!(read("10000"), Ok(day(1927, 5, 18)));
    assert_eq!(read("60000"), Ok(day(2064, 4, 8)));
    assert_eq!(parse_birth_date(b"36525", &never), Err(DateProblem::Form));
}

#[test]
fn moments() {
    let read = |text: &str| parse_datetime(text.as_bytes(), &DateOptions::default());
    let civil = |text: &str| read(text).map(|moment| moment.civil().to_string());
    for text in [
        "08.06.2019 17:45",
        "2019-06-08T17:45",
        "2019-06-08 17:45:00",
        "8 июня 2019 г., 17:45",
        "08.06.2019г. 17:45",
        "08.06.2019, 17:45",
    ] {
        assert_eq!(civil(text).as_deref(), Ok("2019-06-08T17:45:00"), "{text}");
    }
    assert_eq!(read("2019-06-08T17:45:00+06:00").unwrap().offset_minutes, Some(360));
    assert_eq!(read("2019-06-08T17:45:00-0330").unwrap().offset_minutes, Some(-210));
    assert_eq!(read("2019-06-08T17:45:00Z").unwrap().offset_minutes, Some(0));
    assert_eq!(civil("2019-06-08T17:45:00.5").as_deref(), Ok("2019-06-08T17:45:00.5"));
    assert_eq!(civil("43624.75").as_deref(), Ok("2019-06-08T18:00:00"));
    assert_eq!(civil("43624,999999999").as_deref(), Ok("2019-06-09T00:00:00"));
    assert_eq!(read("08.06.2019").unwrap().time, None);
    assert_eq!(read("43624").unwrap().time, None);
    assert_eq!(read("08.06.2019 25:00"), Err(DateProblem::NoSuchDay));
    assert_eq!(read("08.06.2019 17:"), Err(DateProblem::Form));
    assert_eq!(read("17:45"), Err(DateProblem::Form));
    assert_eq!(read("2019"), Err(DateProblem::NotWhole));
    assert_eq!(read("2019-06-08T17:45 next"), Err(DateProblem::Form));
}

#[test]
fn agreement_and_age() {
    let year = BirthDate::year_only(1999).unwrap();
    assert!(year.agrees_with(day(1999, 5, 6)) && day(1999, 5, 6).agrees_with(year));
    assert!(!year.agrees_with(day(1998, 5, 6)));
    assert!(!day(1999, 5, 6).agrees_with(day(1999, 5, 7)));
    assert!(BirthDate::month_of(1999, 5).unwrap().agrees_with(day(1999, 5, 7)));
    assert!(!BirthDate::month_of(1999, 6).unwrap().agrees_with(day(1999, 5, 7)));
    let election = civil::date(2019, 6, 9);
    assert_eq!(day(2001, 6, 9).age_on(election), Age { least: 18, most: 18 });
    assert_eq!(day(2001, 6, 10).age_on(election), Age { least: 17, most: 17 });
    assert_eq!(BirthDate::year_only(2001).unwrap().age_on(election), Age { least: 17, most: 18 });
    assert_eq!(day(2004, 2, 29).age_on(civil::date(2022, 2, 28)).most, 17);
    assert_eq!(day(2004, 2, 29).age_on(civil::date(2022, 3, 1)).least, 18);
}

#[test]
fn debug_shows_no_date() {
    assert_eq!(format!("{:?}", day(1999, 5, 6)), "BirthDate(9999-99-99)");
}

proptest! {
    #[test]
    fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let _ = parse_birth_date(&bytes, &DateOptions::default());
        let _ = parse_datetime(&bytes, &DateOptions { excel_serials: ExcelSerials::Always, two_digit_pivot: Some(30) });
    }

    #[test]
    fn dates_survive_writing(year in 1901u16..2199, month in 1u8..=12, number in 1u8..=31) {
        let expected = BirthDate::full(year, month, number);
        prop_assert_eq!(expected.is_some(), civil::Date::new(year as i16, month as i8, number as i8).is_ok());
        for text in [
            format!("{year:04}-{month:02}-{number:02}"), format!("{number:02}.{month:02}.{year}"),
            format!("{number}/{month}/{year}"), format!("{year}{month:02}{number:02}"), format!("{number:02}.{month:02}.{year} 10:00"),
        ] {
            prop_assert_eq!(read(&text).ok(), expected);
        }
        if let Some(date) = expected {
            prop_assert_eq!(BirthDate::from_packed(date.packed()), Some(date));
            prop_assert_eq!(BirthDate::from(date.to_date().unwrap()), date);
        }
    }
}

proptest! {
    /// The short way says nothing that the long one does not.
    #[test]
    fn both_ways_agree(text in "[0-9]{4}[-./][0-9]{2}[-./][0-9]{2}|[0-9]{2}[-./][0-9]{2}[-./][0-9]{4}|[12][09][0-9]{2}-[01][0-9]-[0-3][0-9]|[0-9.:;/ -]{10}") {
        let options = DateOptions::default();
        let spaced = format!(" {text}");
        prop_assert_eq!(
            parse_birth_date(text.as_bytes(), &options),
            parse_birth_date(spaced.as_bytes(), &options)
        );
    }
}

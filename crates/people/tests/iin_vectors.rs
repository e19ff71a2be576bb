//! Numbers with birth dates from 2060 to 2099, computed apart from this code, so that nobody holds one.

use tizim_people::iin::check_digit;
use tizim_people::{Century, Iin, IinProblem, IinRules, PartialIin, Sex};

fn rules() -> IinRules {
    let century = |century, sex| Century { century, sex };
    IinRules::new([
        (1, century(1800, Sex::Male)),
        (2, century(1800, Sex::Female)),
        (3, century(1900, Sex::Male)),
        (4, century(1900, Sex::Female)),
        (5, century(2000, Sex::Male)),
        (6, century(2000, Sex::Female)),
    ])
}

#[test]
fn every_vector() {
    let mut read = 0;
    for line in include_str!("iin_test_vectors.csv").lines().skip(1) {
        let (cells, expected): (Vec<&str>, &str) = match line.split_once('"') {
            Some((before, rest)) => (before.split(',').collect(), rest.split_once('"').unwrap().0),
            None => (line.split(',').collect(), line.split(',').nth(2).unwrap()),
        };
        let first: Vec<u8> = cells[0].bytes().map(|byte| byte - b'0').collect();
        let check = check_digit(first.as_slice().try_into().unwrap());
        let parsed = Iin::parse(cells[1].as_bytes(), &rules());
        match expected {
            "never issued" => {
                assert_eq!(check, None);
                for last in '0'..='9' {
                    let number = format!("{}{last}", cells[0]);
                    assert_eq!(Iin::parse(number.as_bytes(), &rules()), Err(IinProblem::NeverIssued));
                }
            }
            "valid" => {
                let iin = parsed.unwrap();
                assert_eq!(iin.reveal(), cells[1]);
                assert_eq!(iin.birth_date().year() % 100, cells[1][..2].parse::<u16>().unwrap());
                assert_eq!(iin.birth_date().month(), cells[1][2..4].parse().ok());
                assert_eq!(iin.birth_date().day(), cells[1][4..6].parse().ok());
                assert_eq!(iin.sex(), if &cells[1][6..7] == "5" { Sex::Male } else { Sex::Female });
            }
            "invalid" => assert_eq!(parsed, Err(IinProblem::CheckDigit)),
            "checksum valid, date invalid" => assert_eq!(parsed, Err(IinProblem::DateInvalid)),
            "checksum valid, century digit 9 unknown" => assert_eq!(parsed, Err(IinProblem::CenturyUnknown)),
            other => panic!("unknown expectation {other}"),
        }
        read += 1;
    }
    assert_eq!(read, 18);
}

#[test]
fn what_people_write_between_digits() {
    let plain = Iin::parse(b"751008659192", &rules()).unwrap();
    for text in [
        "751008 659192",
        " 751008659192 ",
        "'751008659192",
        "751008-659192",
        "751008\u{a0}659192",
        "751008659192.0",
        "«751008659192»",
    ] {
        assert_eq!(Iin::parse(text.as_bytes(), &rules()), Ok(plain), "{text}");
    }
    assert_eq!(plain.number(), 751_008_659_192);
    assert_eq!(plain.key(), [0, 0, 0, 0xae, 0xdb, 0x9a, 0xb6, 0xf8]);
    assert_eq!(format!("{plain:?}"), "Iin(999999999999)");
}

#[test]
fn what_is_no_number() {
    let problem = |text: &str| Iin::parse(text.as_bytes(), &rules()).unwrap_err();
    assert_eq!(problem(""), IinProblem::Empty);
    assert_eq!(problem(" - "), IinProblem::Empty);
    assert_eq!(problem("12345678"), IinProblem::Length { digits: 8, expected: 12 });
    assert_eq!(problem("7510086591921"), IinProblem::Length { digits: 13, expected: 12 });
    assert_eq!(problem("75100865919A"), IinProblem::NotADigit);
    assert_eq!(problem("7.51009E+11"), IinProblem::NotADigit);
    assert_eq!(problem("٧51008659192"), IinProblem::NotADigit);
    assert_eq!(problem("751008??????"), IinProblem::Masked);
    assert_eq!(Iin::parse(&[0xff; 12], &rules()), Err(IinProblem::NotADigit));
    assert_eq!(problem("000000000000"), IinProblem::CenturyUnknown);
}

#[test]
fn lost_zeros_are_offered_not_taken() {
    let whole = (0..10_000u32)
        .find_map(|serial| Iin::parse(format!("0001016{serial:05}").as_bytes(), &rules()).ok())
        .unwrap();
    let short = whole.number().to_string();
    assert!(short.len() < 12);
    assert_eq!(Iin::parse(short.as_bytes(), &rules()), Err(IinProblem::LostZeros { candidate: Some(whole) }));
    assert_eq!(Iin::parse(b"123456789", &rules()), Err(IinProblem::LostZeros { candidate: None }));
}

#[test]
fn hidden_digits() {
    let partial = PartialIin::parse(b"75??08 659*92", &rules()).unwrap();
    assert_eq!(partial.known(), 9);
    assert_eq!(partial.digit(0), Some(7));
    assert_eq!(partial.digit(2), None);
    assert!(partial.could_be(Iin::parse(b"751008659192", &rules()).unwrap()));
    assert!(!partial.fits(761_008_659_192));
    assert_eq!(format!("{partial:?}"), "PartialIin(99??99999?99)");
    assert_eq!(PartialIin::parse(b"75??", &rules()), Err(IinProblem::Length { digits: 4, expected: 12 }));
}

#[test]
fn rules_are_data() {
    let text = r#"{"centuries":{"7":{"century":1900,"sex":"male"},"0":{"century":2000,"sex":"female"}}}"#;
    let rules: IinRules = serde_json::from_str(text).unwrap();
    assert_eq!(rules.century(7), Some(Century { century: 1900, sex: Sex::Male }));
    assert_eq!(rules.century(3), None);
    assert_eq!(serde_json::from_str::<IinRules>(&serde_json::to_string(&rules).unwrap()).unwrap(), rules);
    for wrong in [
        r#"{"centuries":{"10":{"century":1900,"sex":"male"}}}"#,
        r#"{"centuries":{"x":{"century":1900,"sex":"male"}}}"#,
        r#"{"centuries":{"1":{"century":1950,"sex":"male"}}}"#,
        r#"{"centuries":{"1":{"century":1900,"sex":"other"}}}"#,
    ] {
        assert!(serde_json::from_str::<IinRules>(wrong).is_err(), "{wrong}");
    }
}

/// The shares in the module documentation, over random first eleven digits.
#[test]
fn limits_of_the_check_digit() {
    let mut eleventh = (0u32, 0u32);
    let mut fifth = (0u32, 0u32);
    let mut state = 1u64;
    for _ in 0..20_000 {
        let mut first = [0u8; 11];
        for digit in &mut first {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *digit = ((state >> 33) % 10) as u8;
        }
        let Some(check) = check_digit(&first) else { continue };
        for (place, tally) in [(10, &mut eleventh), (4, &mut fifth)] {
            let mut wrong = first;
            wrong[place] = (wrong[place] + 1 + (state >> 40) as u8 % 9) % 10;
            tally.0 += u32::from(check_digit(&wrong) == Some(check));
            tally.1 += 1;
        }
    }
    let share = |(passed, tried): (u32, u32)| f64::from(passed) / f64::from(tried);
    assert!((share(eleventh) - 0.9167).abs() < 0.01, "{}", share(eleventh));
    assert!((share(fifth) - 0.0167).abs() < 0.01, "{}", share(fifth));
}

//! Numbers of other countries: how they are built is stated in the profile alone.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use tizim_people::{BirthDate, Iin, IinProblem, IinRules, PartialIin, PeopleRules, Sex};

/// Fourteen digits: century and sex, day, month and year of two digits, a serial, and a check digit modulo 10 with the
/// weights 7 3 1.
const FOURTEEN: &str = r#"
[iin]
digits = 14
century = 1
birth_date = { day = 2, month = 4, year = 6 }
check = [{ place = 14, modulus = 10, weights = [[7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7]] }]
[iin.centuries]
7 = { century = 1900, sex = "male" }
8 = { century = 1900, sex = "female" }
"#;

/// Fourteen digits: sex, day, month, year of four digits, a serial, no check digit.
const WHOLE_YEAR: &str = r#"
[iin]
digits = 14
century = 1
birth_date = { day = 2, month = 4, year = 6, year_digits = 4 }
check = []
[iin.centuries]
0 = { sex = "female" }
9 = { sex = "male" }
"#;

/// Eleven digits with the check of twelve, complemented, and two check digits of different kinds.
const ELEVEN: &str = r#"
[iin]
digits = 11
century = 7
birth_date = { year = 1, month = 3, day = 5 }
check = [
    { place = 10, modulus = 11, complement = true, weights = [[3, 7, 6, 1, 8, 9, 4, 5, 2]] },
    { place = 11, modulus = 11, complement = true, weights = [[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]] },
]
[iin.centuries]
0 = { century = 1900, sex = "male" }
1 = { century = 1900, sex = "female" }
"#;

fn rules(text: &str) -> IinRules {
    toml::from_str::<PeopleRules>(text).unwrap().iin
}

fn date(year: u16, month: u8, day: u8) -> BirthDate {
    BirthDate::full(year, month, day).unwrap()
}

/// The sum of digits times 7 3 1 7 3 1 …, computed by hand for 7 31 07 65 001 234: 49+9+1 +0+21+6 +35+0+0 +7+6+3 +28 = 165.
#[test]
fn fourteen_digits_with_a_check_digit() {
    let rules = rules(FOURTEEN);
    assert_eq!(rules.digits(), 14);
    let iin = Iin::parse(b"73107650012345", &rules).unwrap();
    assert_eq!((iin.birth_date(), iin.sex(), iin.digits()), (date(1965, 7, 31), Sex::Male, 14));
    assert_eq!((iin.number(), iin.reveal().as_str()), (73_107_650_012_345, "73107650012345"));
    assert_eq!(format!("{iin:?}"), "Iin(99999999999999)");
    assert_eq!(Iin::parse(b"7 310765 0012345 ", &rules), Ok(iin));
    assert_eq!(Iin::parse(b"73107650012345.0", &rules), Ok(iin));
    let problem = |text: &str| Iin::parse(text.as_bytes(), &rules).unwrap_err();
    assert_eq!(problem("73107650012346"), IinProblem::CheckDigit);
    assert_eq!(problem("640731714687"), IinProblem::Length { digits: 12, expected: 14 });
    assert_eq!(
        problem("640731714687").to_string(),
        "an identification number has 14 digits, this value has 12"
    );
    // No number begins with a zero: thirteen digits have lost none.
    assert_eq!(problem("3107650012345"), IinProblem::Length { digits: 13, expected: 14 });
    assert_eq!(problem("73107650012?45"), IinProblem::Masked);
    assert_eq!(problem("33107650012347"), IinProblem::CenturyUnknown);
    assert_eq!(problem("73113650012340"), IinProblem::DateInvalid);
}

#[test]
fn fourteen_digits_without_one() {
    let rules = rules(WHOLE_YEAR);
    let iin = Iin::parse(b"93107196500123", &rules).unwrap();
    assert_eq!((iin.birth_date(), iin.sex()), (date(1965, 7, 31), Sex::Male));
    let women = Iin::parse(b"00102200400001", &rules).unwrap();
    assert_eq!((women.birth_date(), women.sex()), (date(2004, 2, 1), Sex::Female));
    assert_eq!(women.reveal(), "00102200400001");
    assert_eq!(Iin::parse(b"102200400001", &rules), Err(IinProblem::LostZeros { candidate: Some(women) }));
    let partial = PartialIin::parse(b"9310719650????", &rules).unwrap();
    assert_eq!((partial.known(), rules.birth_date_of(&partial)), (10, Some(date(1965, 7, 31))));
    assert!(partial.could_be(iin) && !partial.could_be(women));
    assert_eq!(rules.birth_date_of(&PartialIin::parse(b"9310?196500123", &rules).unwrap()), None);
}

#[test]
fn two_check_digits() {
    let rules = rules(ELEVEN);
    // 0 1 0 1 6 5 0 0 7: 7 + 1 + 48 + 45 + 14 = 115, 115 mod 11 = 5, 11 - 5 = 6.
    // And with it: 4 + 2 + 42 + 30 + 0 + 0 + 21 + 12 = 111, 111 mod 11 = 1, 11 - 1 = 10: never issued.
    assert_eq!(Iin::parse(b"01016500761", &rules), Err(IinProblem::NeverIssued));
    // 6 5 0 1 0 1 0 0 1: 18 + 35 + 1 + 9 + 2 = 65, mod 11 = 10, wanting 1.
    // 6 5 0 1 0 1 0 0 1 1: 30 + 20 + 2 + 6 + 3 + 2 = 63, mod 11 = 8, wanting 3.
    let iin = Iin::parse(b"65010100113", &rules).unwrap();
    assert_eq!((iin.birth_date(), iin.digits()), (date(1965, 1, 1), 11));
    for wrong in ["65010100123", "65010100114"] {
        assert_eq!(Iin::parse(wrong.as_bytes(), &rules), Err(IinProblem::CheckDigit), "{wrong}");
    }
}

#[test]
fn a_scheme_is_written_and_read_back() {
    for text in [FOURTEEN, WHOLE_YEAR, ELEVEN] {
        let rules = rules(text);
        let written = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<IinRules>(&written).unwrap(), rules);
    }
}

/// The twelve digits in full are the twelve digits of a profile that states centuries alone.
#[test]
fn the_usual_scheme_may_be_stated() {
    let centuries = "[iin.centuries]\n3 = { century = 1900, sex = 'male' }\n";
    let stated = "[iin]\ndigits = 12\nbirth_date = { year = 1, month = 3, day = 5 }\ncentury = 7\n\
        check = [{ place = 12, modulus = 11, weights = [[1,2,3,4,5,6,7,8,9,10,11], [3,4,5,6,7,8,9,10,11,1,2]] }]\n";
    assert_eq!(rules(&format!("{stated}{centuries}")), rules(centuries));
}

#[test]
fn what_is_no_scheme_is_refused() {
    for (written, wrong) in [
        ("digits = 14", "digits = 19"),
        ("digits = 14", "digits = 13"),
        ("digits = 14", ""),
        ("century = 1", "century = 0"),
        ("century = 1", "century = 2"),
        ("century = 1", "century = 15"),
        ("day = 2", "day = 3"),
        ("year = 6", "year = 18446744073709551615"),
        ("year = 6", "year = 6, year_digits = 3"),
        ("year = 6", "year = 6, year_digits = 4"),
        ("modulus = 10", "modulus = 1"),
        ("modulus = 10", "modulo = 10"),
        ("3, 1, 7]]", "3, 1]]"),
        ("3, 1, 7]]", "3, 1, 4000000000]]"),
        ("[[7, 3", "[[-7, 3"),
        ("[[7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7]]", "[]"),
        ("century = 1900, ", ""),
        ("century = 1900", "century = 1950"),
        ("7 = {", "77 = {"),
    ] {
        assert!(FOURTEEN.contains(written), "{written}");
        let text = FOURTEEN.replacen(written, wrong, 1);
        assert!(toml::from_str::<PeopleRules>(&text).is_err(), "{wrong}");
    }
}

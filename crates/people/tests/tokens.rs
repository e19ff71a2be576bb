//! Tokens of given people under a given key, as they have been from the first version on: who follows a person from
//! one report to the next may have made them with two versions of the program. Computed apart from this code, by BLAKE3 in
//! Python.

use tizim_people::names::FullName;
use tizim_people::{BirthDate, Century, Iin, IinRules, MaskKey, Sex};

/// The bytes from 0 to 31.
fn key() -> MaskKey {
    MaskKey::new(&std::array::from_fn(|index| index as u8))
}

fn iin(text: &str) -> Iin {
    let female = Century { century: 2000, sex: Sex::Female };
    let rules = IinRules::new([(5, Century { century: 2000, sex: Sex::Male }), (6, female)]);
    Iin::parse(text.as_bytes(), &rules).expect("a sound number")
}

fn name<'a>(surname: &'a str, given_name: &'a str, patronymic: &'a str) -> FullName<'a> {
    FullName { surname, given_name, patronymic }
}

#[test]
fn of_a_number() {
    assert_eq!(key().id().as_str(), "b7se-2c3h-fn04");
    for (number, token) in [("751008659192", "m71t-n8dq-4rqf"), ("900505639940", "648p-rfgy-w6r2")] {
        assert_eq!(key().token_of_iin(iin(number)).as_str(), token, "{number}");
        // Whatever name stands beside the number.
        let masked = key().mask(Some(iin(number)), &name("Иванов", "Пётр", ""), BirthDate::full(1950, 1, 2));
        assert_eq!(masked.token.as_str(), token, "{number}");
    }
}

#[test]
fn of_a_name_and_a_date() {
    let date = BirthDate::full(1984, 5, 6);
    let month = BirthDate::month_of(1984, 5);
    let year = BirthDate::year_only(1984);
    for (name, date, token) in [
        (name("Иванов", "Пётр", "Ильич"), date, "10ts-wa3b-bvv2"),
        (name("ИВАНОВ", "Петр", " Ильич "), date, "10ts-wa3b-bvv2"),
        (name("Иванов", "Пётр", "Ильич"), month, "xqfq-x6qd-v9vp"),
        (name("Иванов", "Пётр", "Ильич"), year, "2h3z-xf6x-xf4z"),
        (name("Иванов", "Пётр", "Ильич"), None, "b2yb-tkra-nv27"),
        (name("Пётр", "Иванов", "Ильич"), date, "6zfn-a08t-mvzq"),
        (name("Иванов", "ПётрИльич", ""), date, "f9km-76g0-aptn"),
        (name("Нұрғалиева", "Әсел", "Қуанышқызы"), date, "138f-c1xy-nhta"),
        (name("O'Neill-Smith", "Zoë", ""), date, "fkwb-bmq1-xavc"),
        (name("", "", ""), None, "f913-ct62-gcz2"),
    ] {
        assert_eq!(key().mask(None, &name, date).token.as_str(), token, "{name:?} {date:?}");
    }
}

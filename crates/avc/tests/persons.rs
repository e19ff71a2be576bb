//! How far an agreement of persons carries: a serial used twice by different holders is no violation, and a holder of
//! two lawful certificates is no false alarm.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod nation;

use nation::{iin, people, rules, run, with_code};
use tizim_avc::{
    Answer, Certificate, Held, HomeList, Inputs, ListEntry, ListError, Located, MatchedBy, Removed, Sheet,
};
use tizim_evidence::{Audit, Evidence, Severity};

fn entry(row: u64, serial: &str, used: &str, iin: &str, surname: &str) -> Certificate {
    Certificate {
        row,
        serial: serial.to_owned(),
        home_precinct: "1".into(),
        used_precinct: used.into(),
        iin: iin.to_owned(),
        surname: surname.into(),
        given_name: "Айгуль".into(),
        ..Certificate::default()
    }
}

fn audit(rows: Vec<Certificate>, lists: Option<&dyn HomeList>) -> Audit {
    let columns =
        ["serial", "election_kind", "home_precinct", "used_precinct", "iin", "surname", "given_name"];
    let inputs = Inputs {
        certificates: Some(Sheet::new(columns, rows)),
        people: people(),
        lists,
        ..Inputs::default()
    };
    tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap()
}

fn twice(first: Certificate, second: Certificate) -> (Severity, Vec<&'static str>) {
    let audit = audit(vec![first, second], None);
    let found = with_code(&audit, "AVC-008");
    assert_eq!(found.len(), 1);
    (found[0].severity, found[0].explanations.iter().map(|message| message.key).collect())
}

#[test]
fn used_twice_is_a_violation_only_with_an_agreeing_identifier() {
    let (one, other) = (iin(5), iin(6));
    let first = || entry(2, "KZ0001", "2", &one, "Ахметова");
    let second = |iin: &str, surname: &str| entry(3, "KZ0001", "3", iin, surname);
    assert_eq!(twice(first(), second(&one, "Ахметова")).0, Severity::Violation);
    assert_eq!(twice(first(), second(&other, "Ахметова")).0, Severity::Warning);
    assert_eq!(twice(first(), second(&one, "Ким")).0, Severity::Warning);
    assert_eq!(twice(first(), second("", "Ахметова")).0, Severity::Warning);
}

#[test]
fn used_twice_where_two_regions_issued_the_serial_may_be_their_numbering() {
    let number = iin(5);
    let of = |row: u64, region: &str, used: &str| Certificate {
        home_region: region.into(),
        used_region: region.into(),
        ..entry(row, "KZ0001", used, &number, "Ахметова")
    };
    let (severity, explanations) = twice(of(2, "A", "2"), of(3, "B", "3"));
    assert_eq!(severity, Severity::Warning);
    assert!(explanations.contains(&"avc.innocent.numbered_by_region"));
    let (severity, explanations) = twice(of(2, "A", "2"), of(3, "A", "3"));
    assert_eq!(severity, Severity::Violation);
    assert!(!explanations.contains(&"avc.innocent.numbered_by_region"));
}

/// Lists whose home row and rows at destinations bear one serial, whichever certificate is asked about.
struct OneSerial(&'static str);

impl HomeList for OneSerial {
    fn kinds(&self) -> Vec<String> {
        ["permanent", "supplementary"].map(str::to_owned).to_vec()
    }

    fn locate(&self, held: &[Held<'_>]) -> Result<Vec<Located>, ListError> {
        let entry = |kind: &str, row: u64, precinct: &str| ListEntry {
            kind: kind.to_owned(),
            evidence: Evidence { file: format!("{kind}.csv"), list: None, row, source_ref: None },
            region: String::new(),
            precinct: precinct.to_owned(),
            matched_by: MatchedBy::Identifier,
            mark: None,
            removed: Removed::No,
            avc_serial: Some(self.0.to_owned()),
        };
        let entries =
            vec![entry("permanent", 2, "1"), entry("supplementary", 2, "2"), entry("supplementary", 3, "3")];
        let located = Located { on_home_list: Answer::Yes, entries };
        Ok(held.iter().map(|_| located.clone()).collect())
    }
}

#[test]
fn a_row_may_bear_the_serial_of_any_certificate_of_its_holder() {
    let number = iin(5);
    let of = |row: u64, serial: &str, used: &str, kind: &str, iin: &str| Certificate {
        election_kind: kind.into(),
        ..entry(row, serial, used, iin, "Ахметова")
    };
    let both = |second: &str| {
        vec![of(2, "KZ0001", "2", "president", &number), of(3, "KZ0002", "3", "council", second)]
    };
    for serial in ["KZ0001", "KZ0002", "KZ0001, KZ0002"] {
        let audit = audit(both(&number), Some(&OneSerial(serial)));
        for code in ["AVC-003", "AVC-010", "AVC-011"] {
            assert!(with_code(&audit, code).is_empty(), "{serial} {code}");
        }
        assert!(audit.notes.iter().any(|note| note.key == "avc.note.destination_rows"));
    }
    // Of another person's certificate, or of nobody's, it may not.
    let other = audit(both(&iin(6)), Some(&OneSerial("KZ0001")));
    assert_eq!(with_code(&other, "AVC-011").len(), 2);
    let foreign = audit(both(&number), Some(&OneSerial("KZ0009")));
    assert_eq!(with_code(&foreign, "AVC-011").len(), 4);
}

/// A home list and a special list whose rows of the holder are marked.
struct Marked(Removed);

impl HomeList for Marked {
    fn kinds(&self) -> Vec<String> {
        ["permanent", "special"].map(str::to_owned).to_vec()
    }

    fn locate(&self, held: &[Held<'_>]) -> Result<Vec<Located>, ListError> {
        let entry = |kind: &str, precinct: &str| ListEntry {
            kind: kind.to_owned(),
            evidence: Evidence { file: format!("{kind}.csv"), list: None, row: 7, source_ref: None },
            region: String::new(),
            precinct: precinct.to_owned(),
            matched_by: MatchedBy::Identifier,
            mark: Some("снята с учёта".to_owned()),
            removed: self.0,
            avc_serial: Some(String::new()),
        };
        let entries = vec![entry("permanent", "1"), entry("special", "40")];
        let located = Located { on_home_list: Answer::Yes, entries };
        Ok(held.iter().map(|_| located.clone()).collect())
    }
}

#[test]
fn an_entry_taken_off_its_list_in_time_is_no_second_one_and_is_told_apart() {
    let codes = |removed: Removed| {
        let holder = entry(2, "KZ0001", "2", &iin(5), "Ахметова");
        let audit = audit(vec![holder], Some(&Marked(removed)));
        ["AVC-010", "AVC-011", "AVC-018"].map(|code| with_code(&audit, code).len())
    };
    assert_eq!(codes(Removed::InTime), [0, 0, 1]);
    assert_eq!(codes(Removed::TooLate), [1, 1, 0], "a word about a removal is no mark of the certificate");
    assert_eq!(codes(Removed::No), [1, 0, 0], "it may be any mark");
    let holder = entry(2, "KZ0001", "2", &iin(5), "Ахметова");
    let audit = audit(vec![holder], Some(&Marked(Removed::InTime)));
    let told = with_code(&audit, "AVC-018");
    assert_eq!((told[0].severity, told[0].count, told[0].evidence.len()), (Severity::Info, 1, 2));
    assert!(told[0].title.arguments.contains_key("count"));
}

/// Registers are filled in by many hands: one name in Kazakh, Russian or Latin spelling, or without its patronymic, can be
/// one holder's; another father's name, another date or another given name cannot.
#[test]
fn a_holder_without_a_number_is_known_by_any_spelling_of_the_name() {
    let of = |row: u64, name: [&str; 3], year: u16| Certificate {
        surname: name[0].into(),
        given_name: name[1].into(),
        patronymic: name[2].into(),
        birth_date: tizim_people::BirthDate::full(year, 3, 17),
        ..entry(row, &format!("KZ{row:04}"), "2", "", "")
    };
    let found = |second: [&str; 3], year: u16| {
        let first = of(2, ["Қасымов", "Ұлан", "Серікұлы"], 1980);
        let mut inputs = vec![first, of(3, second, year)];
        inputs[0].home_precinct = "7".into();
        let audit = audit(inputs, None);
        let found = with_code(&audit, "AVC-003");
        found.first().map(|finding| (finding.severity, finding.title.key, finding.evidence.len()))
    };
    let spelled = Some((Severity::Warning, "avc.holders.name_spelled_and_date", 2));
    for second in [
        ["Касымов", "Улан", "Серикович"],
        ["Kassymov", "Ulan", ""],
        ["КАСЫМОВ", "Улан", "Серикулы"],
        ["Қасым", "Ұлан", "Серікұлы"],
    ] {
        assert_eq!(found(second, 1980), spelled, "{second:?}");
    }
    let same = Some((Severity::Warning, "avc.holders.same_name_and_date", 2));
    assert_eq!(found(["Қасымов", "Ұлан", "Серікұлы"], 1980), same);
    for other in [
        ["Касымов", "Улан", "Болатович"],
        ["Касымов", "Дамир", "Серикович"],
        ["Касенов", "Улан", "Серикович"],
    ] {
        assert_eq!(found(other, 1980), None, "{other:?}");
    }
    assert_eq!(found(["Касымов", "Улан", "Серикович"], 1981), None);
}

/// Of three certificates two name different fathers and one none: it is one holder's or the other's, never all three.
#[test]
fn a_holder_who_states_no_patronymic_stands_with_each_father_apart() {
    let of = |row: u64, patronymic: &str| Certificate {
        patronymic: patronymic.into(),
        birth_date: tizim_people::BirthDate::full(1980, 3, 17),
        ..entry(row, &format!("KZ{row:04}"), "2", "", "Касымов")
    };
    let groups = |fathers: &[&str]| {
        let rows = fathers.iter().zip(2..).map(|(father, row)| of(row, father)).collect();
        let audit = audit(rows, None);
        let found = with_code(&audit, "AVC-003");
        let rows = |finding: &&tizim_evidence::Finding| {
            finding.evidence.iter().map(|shown| shown.row).collect::<Vec<_>>()
        };
        let mut groups: Vec<Vec<u64>> = found.iter().map(rows).collect();
        groups.sort();
        groups
    };
    assert_eq!(groups(&["Серикович", "", "Болатович"]), [vec![2, 3], vec![3, 4]]);
    assert_eq!(groups(&["Серикович", "Болатович"]), Vec::<Vec<u64>>::new());
    assert_eq!(groups(&["", "Серикович", "Серікұлы"]), [vec![2, 3, 4]]);
    assert_eq!(groups(&["", ""]), [vec![2, 3]]);
}

/// A register of forty certificates, the odd ones used.
fn register(file: &str, skipped: u64, last_use: u64) -> Vec<Certificate> {
    let moment = |day: i8, minute: i8| tizim_people::Moment {
        date: jiff::civil::date(2023, 3, day),
        time: Some(jiff::civil::time(12, minute, 0, 0)),
        offset_minutes: None,
    };
    let one = |number: u64| {
        let used = number % 2 == 1 && number < last_use;
        Certificate {
            file: file.into(),
            issued_at: Some(moment(14, number as i8)),
            used_at: used.then(|| moment(19, number as i8)),
            used_precinct: if used { "2".into() } else { "".into() },
            ..entry(number + 2, &format!("KZ{:04}", 7 * number), "", &iin(number), "Ахметова")
        }
    };
    (skipped..40).map(one).collect()
}

#[test]
fn a_register_given_twice_is_one_finding_and_its_own_faults_are_found() {
    let found = |rows: Vec<Certificate>| {
        let audit = audit(rows, None);
        let twice =
            with_code(&audit, "AVC-090").into_iter().find(|one| one.title.key == "avc.serial.register_twice");
        let totals = audit.sections()["totals"]["issued"].clone();
        (
            with_code(&audit, "AVC-002").len(),
            with_code(&audit, "AVC-008").len(),
            twice.map(|one| one.count),
            totals,
        )
    };
    let once = found(register("r.csv", 0, 99));
    assert_eq!((once.0, once.1, once.2), (0, 0, None));
    // Under another name with another way to write a precinct, an older version, and pasted into the file itself.
    let mut book = register("r.xlsx#1", 0, 99);
    for row in &mut book {
        row.home_precinct = "№ 001".into();
    }
    for (copy, repeats) in [(book, 40), (register("old.csv", 3, 20), 37), (register("r.csv", 0, 99), 40)] {
        for rows in [
            [register("r.csv", 0, 99), copy.clone()].concat(),
            [copy.clone(), register("r.csv", 0, 99)].concat(),
        ] {
            let (serials, uses, twice, issued) = found(rows);
            assert_eq!((serials, uses, issued), (0, 0, once.3.clone()), "{}", copy[0].file);
            assert!(
                twice.is_some_and(|count| count <= repeats && count + 11 > repeats),
                "{} {twice:?}",
                copy[0].file
            );
        }
    }
    // A use that the other version does not have stays, and so does a serial that was issued twice in one of them.
    let mut copy = register("new.csv", 0, 99);
    copy[5].used_precinct = "9".into();
    copy.push(Certificate { iin: iin(77), row: 99, ..copy[8].clone() });
    let (serials, uses, twice, _) = found([register("r.csv", 0, 99), copy].concat());
    assert_eq!((serials, uses, twice), (1, 1, Some(39)));
    // A register of use repeats the issues of those that were used.
    let uses: Vec<Certificate> =
        register("uses.csv", 0, 99).into_iter().filter(|row| row.used_at.is_some()).collect();
    let issues: Vec<Certificate> = register("issues.csv", 0, 0);
    assert_eq!(found([issues, uses].concat()).2, None);
}

#[test]
fn a_date_of_issue_that_cannot_be_read_is_an_issue() {
    let certificate = |number: u64, unread: bool, used: &str| Certificate {
        home_precinct: "".into(),
        issued_at_unread: unread,
        used_at: Some(tizim_people::Moment {
            date: jiff::civil::date(2023, 3, 19),
            time: None,
            offset_minutes: None,
        }),
        ..entry(number, &format!("KZ{number:04}"), used, &iin(number), "Ахметова")
    };
    let rows = vec![certificate(2, true, "2"), certificate(3, false, "2"), certificate(4, false, "")];
    let inputs = Inputs {
        certificates: Some(Sheet::new(
            ["serial", "issued_at", "used_at", "used_precinct", "iin", "surname", "given_name"],
            rows,
        )),
        people: people(),
        ..Inputs::default()
    };
    let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
    let found: Vec<(u64, &str)> =
        with_code(&audit, "AVC-007").iter().map(|one| (one.evidence[0].row, one.title.key)).collect();
    assert_eq!(found, [(3, "avc.uses.never_issued"), (4, "avc.uses.never_issued_nowhere")]);
}

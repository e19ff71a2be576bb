//! Where holders of certificates stand on the lists.

use tizim_people::BirthDate;
use tizim_polling::Holder;
use tizim_rolls::Kind;
use tizim_rolls::locate::locate;

use crate::support::{iin, law, line, list, run};

#[test]
fn by_number_and_by_name() {
    let numbers = [iin("1980-05-17", 3, 1), iin("1980-05-17", 3, 2)];
    let row = |number: &str, surname: &str, birth: &str, precinct: &str, serial: &str| {
        line(&[
            ("iin", number),
            ("surname", surname),
            ("given_name", "Асет"),
            ("birth_date", birth),
            ("region", "Абай"),
            ("precinct", precinct),
            ("avc_serial", serial),
        ])
    };
    let lists = [
        list(
            Kind::Permanent,
            &[
                row(&numbers[0], "Сейтқали", "1980-05-17", "1", "77"),
                row(&numbers[1], "Сейтқали", "1980-05-17", "2", ""),
                row("", "Ким", "1975", "3", ""),
            ],
        ),
        list(Kind::Special, &[row("", "Сейтқали", "1980", "9", "")]),
    ];
    let holder =
        |iin, surname, birth_date| Holder {
            iin, surname, given_name: "асет ", patronymic: "", birth_date
        };
    let holders = [
        holder(&numbers[0], "Сейтқали", BirthDate::full(1980, 5, 17)),
        holder("", "КИМ", BirthDate::full(1975, 1, 1)),
        holder("", "Ким", BirthDate::full(1976, 1, 1)),
        holder("", "Сейтқали", BirthDate::full(1980, 5, 17)),
    ];
    let found = locate(&lists, &holders, &law(), &run(2)).unwrap();
    for place in [("Абай", "1"), ("абай", "№ 03"), ("", "2")] {
        assert!(found.covers(place), "{place:?}");
    }
    // The precinct of the special list is no home precinct that was given; numbers repeat between regions.
    for place in [("Абай", "9"), ("Абай", "4"), ("Акмола", "1"), ("Абай", "")] {
        assert!(!found.covers(place), "{place:?}");
    }
    let found = found.sightings;
    let places = |index: usize| -> Vec<(Kind, u64, bool)> {
        let sightings: &Vec<tizim_rolls::locate::Sighting> = &found[index];
        sightings.iter().map(|seen| (seen.kind, seen.evidence.row, seen.by_number)).collect()
    };
    assert_eq!(places(0), [(Kind::Permanent, 2, true), (Kind::Special, 2, false)]);
    assert_eq!(places(1), [(Kind::Permanent, 4, false)]);
    assert_eq!(places(2), []);
    assert_eq!(
        places(3),
        [(Kind::Permanent, 2, false), (Kind::Permanent, 3, false), (Kind::Special, 2, false)]
    );
    assert_eq!(found[0][0].avc_serial.as_deref(), Some("77"));
    assert_eq!(found[0][0].precinct, "1");
}

#[test]
fn a_row_taken_off_its_list_says_so_as_in_the_check_of_lists() {
    let number = iin("1980-05-17", 3, 1);
    let row = |mark: &str, removed: &str| {
        line(&[("iin", &number), ("region", "Абай"), ("precinct", "1"), ("mark", mark), ("removed", removed)])
    };
    let lists = |kind: Kind| {
        let rows = [
            row("", ""),
            row("қайтыс болды", ""),
            row("died", "2023-03-20"),
            row("", "2023-03-01"),
            row("АУ 5", ""),
        ];
        [list(kind, &rows)]
    };
    let holder = Holder { iin: &number, surname: "", given_name: "", patronymic: "", birth_date: None };
    let said = |kind: Kind| {
        let found = locate(&lists(kind), &[holder], &law(), &run(1)).unwrap();
        found.sightings[0].iter().map(|row| (row.removed, row.struck_out)).collect::<Vec<_>>()
    };
    let (no, late, in_time) = ((false, false), (true, false), (true, true));
    assert_eq!(said(Kind::Special), [no, in_time, late, in_time, no]);
    assert_eq!(said(Kind::Temporary), [no, in_time, late, no, no], "there the column is about the home list");
}

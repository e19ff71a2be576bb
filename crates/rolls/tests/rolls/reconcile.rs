//! Two lists held against each other.

use tizim_evidence::{Audit, Run};
use tizim_rolls::reconcile::{DifferenceForm, DifferenceSink, Side, reconcile};
use tizim_rolls::{Kind, ListInput, RollsError};

use crate::support::{HEADING, iin, law, line, list, list_of, run};

/// What a line says: how the lists differ, and the rows.
pub(crate) type Told = (String, Option<u64>, Option<u64>);

/// A line of differences that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) rows: [Option<u64>; 2],
    pub(crate) fields: String,
    pub(crate) numbers: String,
    pub(crate) explained: String,
    pub(crate) token: String,
    pub(crate) person: String,
}

impl Line {
    pub(crate) fn told(&self) -> Told {
        (self.what.clone(), self.rows[0], self.rows[1])
    }
}

/// Keeps all lines.
#[derive(Debug, Default)]
struct Lines(Vec<Line>);

impl DifferenceSink for Lines {
    fn form(&self) -> DifferenceForm {
        |line, form| {
            let side = Side::BOTH.into_iter().find(|side| line.rows[side.list()].is_some());
            let words = |words: Vec<String>| words.join(" ");
            let cells = [
                line.what.word(side).to_owned(),
                line.rows[0].map_or_else(String::new, |row| row.row.to_string()),
                line.rows[1].map_or_else(String::new, |row| row.row.to_string()),
                words(line.fields.iter().map(|field| field.word().to_owned()).collect()),
                line.numbers.map_or("", |numbers| numbers.word()).to_owned(),
                words(line.explained.iter().map(ToString::to_string).collect()),
                line.token.to_owned(),
                line.person.to_owned(),
            ];
            form.extend_from_slice(cells.join("\u{1f}").as_bytes());
        }
    }

    fn take(&mut self, _regions: [Option<u32>; 2], form: &[u8]) -> std::io::Result<()> {
        let form = String::from_utf8(form.to_vec()).unwrap();
        let cells: Vec<&str> = form.split('\u{1f}').collect();
        let [what, left, right, fields, numbers, explained, token, person] =
            <[&str; 8]>::try_from(cells).unwrap().map(str::to_owned);
        let rows = [left.parse().ok(), right.parse().ok()];
        self.0.push(Line { what, rows, fields, numbers, explained, token, person });
        Ok(())
    }
}

/// What is said of two lists, and of further ones.
pub(crate) fn reconciled(lists: &[ListInput], run: &Run) -> (Audit, Vec<Line>) {
    let mut lines = Lines::default();
    let audit = reconcile(lists, &law(), run, &mut lines).unwrap();
    (audit, lines.0)
}

fn lines(left: &[String], right: &[String]) -> Vec<Line> {
    reconciled(&[list(Kind::Permanent, left), list(Kind::Permanent, right)], &run(2)).1
}

/// A person of 1980 with this number; further cells overrule.
fn person(serial: u32, more: &[(&str, &str)]) -> String {
    let number = iin("1980-05-17", 3, serial);
    let surname = format!("Ахметов{}", ["а", "ский", "ич"][serial as usize % 3]);
    let cells = [
        ("iin", number.as_str()),
        ("surname", surname.as_str()),
        ("given_name", "Асель"),
        ("patronymic", "Болатовна"),
        ("birth_date", "1980-05-17"),
        ("sex", "ж"),
        ("region", "Абай облысы"),
        ("precinct", "12"),
    ];
    line(&[&cells[..], more].concat())
}

#[test]
fn fields_are_told_as_they_differ() {
    let changes: [(&[(&str, &str)], &str); 12] = [
        (&[("mark", "қайтыс болды")], "removed"),
        (&[("removed", "2023-01-15")], "removed"),
        (&[("precinct", "13"), ("mark", "выбыла")], "precinct removed"),
        (&[("surname", "Ким")], "name"),
        (&[("given_name", "Әсел"), ("patronymic", "Болатқызы")], "spelling"),
        (&[("surname", "Ким"), ("given_name", "Виктор"), ("patronymic", "")], "other_person"),
        (&[("birth_date", "1980-05-18")], "birth_date"),
        (&[("birth_date", "")], "birth_date"),
        (&[("sex", "м")], "sex"),
        (&[("precinct", "13")], "precinct"),
        (&[("region", "Ұлытау облысы")], "region"),
        (&[("sex", ""), ("precinct", "")], "sex precinct"),
    ];
    let left: Vec<String> = (0..12).map(|serial| person(serial, &[])).collect();
    let right: Vec<String> = (0..).zip(changes).map(|(serial, (change, _))| person(serial, change)).collect();
    let found = lines(&left, &right);
    assert_eq!(found.len(), 12);
    for (line, (_, fields)) in found.iter().zip(changes) {
        assert_eq!(
            (line.what.as_str(), line.fields.as_str(), line.numbers.as_str()),
            ("changed", fields, "same")
        );
    }
}

#[test]
fn what_is_only_written_otherwise_is_the_same() {
    let written: [&[(&str, &str)]; 6] = [
        &[("mark", "АУ № 17")],
        &[("removed", "нет")],
        &[("birth_date", "17.05.1980")],
        &[("region", "область Абай"), ("precinct", "Участок № 012")],
        &[("given_name", "АСЕЛЬ"), ("sex", "жен.")],
        &[("birth_date", "1980")],
    ];
    let left: Vec<String> = (0..6).map(|serial| person(serial, &[])).collect();
    let right: Vec<String> = (0..).zip(written).map(|(serial, cells)| person(serial, cells)).collect();
    assert_eq!(lines(&left, &right), []);
}

#[test]
fn who_has_no_number_is_found_by_name() {
    let number = iin("1980-05-17", 3, 1);
    let hidden = format!("{}****", &number[..8]);
    let other = format!("{}****", &iin("1980-05-17", 4, 1)[..8]);
    let cases: [(&str, &str, &str); 5] = [
        ("1", "", "missing"),
        ("2", &hidden, "partial-fits"),
        ("3", &other, "partial-differs"),
        ("4", "123456789012", "invalid"),
        ("5", &iin("1980-05-17", 3, 77), "different"),
    ];
    let row = |(place, name): (usize, &str), number: &str| {
        let given = ["Айгүл", "Дана", "Жанна", "Сара", "Зере"][place];
        person(1, &[("iin", number), ("given_name", given), ("precinct", name)])
    };
    for (place, (name, written, said)) in cases.into_iter().enumerate() {
        let found = lines(&[row((place, name), &number)], &[row((place, name), written)]);
        assert_eq!(found.len(), 1, "{said}");
        let lists = [&number, written].map(|number| list(Kind::Permanent, &[row((place, name), number)]));
        let (audit, _) = reconciled(&lists, &run(1));
        let key = "rolls.reconcile.why.unusable";
        let is_told = audit.findings.iter().any(|finding| finding.title.key == key);
        assert_eq!(is_told, said.starts_with("partial") || said == "invalid", "{said}");
        assert_eq!((found[0].what.as_str(), found[0].numbers.as_str()), ("by-name", said));
        assert_eq!(found[0].token, lines(&[row((place, name), &number)], &[person(2, &[])])[0].token);
    }
}

#[test]
fn marks_dates_and_further_lists_explain() {
    let left = [
        person(1, &[("mark", "умер 12.03.2026")]),
        person(2, &[("removed", "2026-04-01")]),
        person(3, &[]),
        person(4, &[]),
    ];
    let young = iin("2008-02-01", 5, 8);
    let right = [
        person(5, &[("added", "2026-02-02"), ("given_name", "Зере")]),
        line(&[("iin", &young), ("surname", "Ким"), ("given_name", "Дана"), ("precinct", "12")]),
    ];
    let further = [person(3, &[("precinct", "99")]), person(70, &[])];
    let lists = [
        list_of(Kind::Permanent, &[("january.csv", HEADING, &left)], Some("2026-01-01")),
        list_of(Kind::Permanent, &[("july.csv", HEADING, &right)], Some("2026-07-01")),
        list(Kind::Special, &further),
    ];
    let (audit, found) = reconciled(&lists, &run(2));
    let explained: Vec<_> = found.iter().map(|line| (line.what.as_str(), line.explained.as_str())).collect();
    assert_eq!(
        explained,
        [
            ("only-in-a", "removed@2026-03-12"),
            ("only-in-a", "removed@2026-04-01"),
            ("only-in-a", "special:ROLL-003"),
            ("only-in-a", ""),
            ("only-in-b", "added@2026-02-02"),
            ("only-in-b", "of-age@2026-02-01"),
        ]
    );
    let document = audit.sections();
    assert_eq!(document["answer"]["explained"]["a"]["removed"], 2);
    assert_eq!(document["answer"]["explained"]["b"]["of-age"], 1);
}

#[test]
fn a_column_that_one_list_lacks_is_not_compared_and_said() {
    let left = [person(1, &[]), person(2, &[]), person(3, &[])];
    let heading = "ИИН,ФИО,Участок";
    let right: Vec<String> = (1..3)
        .map(|serial| {
            let surname = format!("Ахметов{}", ["а", "ский", "ич"][serial as usize % 3]);
            format!("{},{surname} Асель Болатовна,12", iin("1980-05-17", 3, serial))
        })
        .collect();
    let lists =
        [list(Kind::Permanent, &left), list_of(Kind::Permanent, &[("register.csv", heading, &right)], None)];
    let (audit, found) = reconciled(&lists, &run(2));
    assert_eq!(found.iter().map(Line::told).collect::<Vec<_>>(), [("only-in-a".to_owned(), Some(4), None)]);
    let said: Vec<&str> = audit.findings.iter().map(|finding| finding.subject.id.as_str()).collect();
    assert_eq!(said, ["birth_date", "region", "sex"]);
}

#[test]
fn lists_without_numbers_and_lists_with_years_alone_are_compared() {
    let heading = "surname,given_name,patronymic,birth_year,precinct";
    let rows = |precinct: &str| {
        ["Ким,Анна,Львовна,1980", "Ли,Вера,Львовна,1981", "Цой,Нина,Львовна,1982"]
            .map(|row| format!("{row},{precinct}"))
            .to_vec()
    };
    let (left, mut right) = (rows("1"), rows("1"));
    right[1] = "Ли,Вера,Львовна,1981,2".to_owned();
    right[2] = "Цой,Нина,Львовна,1983,1".to_owned();
    let lists = [
        list_of(Kind::Permanent, &[("a.csv", heading, &left)], None),
        list_of(Kind::Permanent, &[("b.csv", heading, &right)], None),
    ];
    let (audit, found) = reconciled(&lists, &run(1));
    let told: Vec<Told> = found.iter().map(Line::told).collect();
    assert_eq!(
        told,
        [
            ("by-name".to_owned(), Some(3), Some(3)),
            ("only-in-a".to_owned(), Some(4), None),
            ("only-in-b".to_owned(), None, Some(4)),
        ]
    );
    assert_eq!((found[0].fields.as_str(), found[0].numbers.as_str()), ("precinct", "not-compared"));
    assert!(audit.findings.iter().any(|finding| finding.title.key == "rolls.reconcile.why.years"));
    assert_eq!(audit.sections()["answer"]["a"]["same"], 1);
}

#[test]
fn moves_are_counted_by_region() {
    let left: Vec<String> = (0..5).map(|serial| person(serial, &[])).collect();
    let there = [("region", "Ұлытау облысы")];
    let right: Vec<String> =
        (0..5).map(|serial| person(serial, if serial < 3 { &there } else { &[] })).collect();
    let (audit, _) = reconciled(&[list(Kind::Permanent, &left), list(Kind::Permanent, &right)], &run(2));
    let document = audit.sections();
    let moves = document["moves"].as_array().unwrap();
    assert_eq!(moves.len(), 1);
    assert_eq!((moves[0]["from"].as_str(), moves[0]["pairs"].as_u64()), (Some("Абай облысы"), Some(3)));
    let region = |name: &str| {
        let regions = document["regions"].as_array().unwrap();
        regions.iter().find(|region| region["region"] == name).unwrap().clone()
    };
    let (from, to) = (region("Абай облысы"), region("Ұлытау облысы"));
    assert_eq!(
        (from["rows_a"].as_u64(), from["same"].as_u64(), from["moved_out"].as_u64()),
        (Some(5), Some(2), Some(3))
    );
    assert_eq!((to["rows_b"].as_u64(), to["moved_in"].as_u64()), (Some(3), Some(3)));
}

#[test]
fn one_number_on_many_rows_and_lists_with_nothing_in_common() {
    let number = iin("1980-05-17", 3, 1);
    let crowd: Vec<String> =
        (0..20_000).map(|row| person(1, &[("iin", &number), ("precinct", &row.to_string())])).collect();
    let other: Vec<String> =
        (0..20_000).map(|row| person(1, &[("precinct", &(row + 30_000).to_string())])).collect();
    let found = lines(&crowd, &other);
    assert_eq!(found.len(), 40_000);
    assert!(found.iter().all(|line| line.what == "several"));
    let strangers: Vec<String> = (0..3000)
        .map(|row| person(row % 5000, &[("given_name", &format!("Имя{}", "а".repeat(row as usize % 7)))]))
        .collect();
    let (audit, found) = reconciled(
        &[list(Kind::Permanent, &strangers[..1500]), list(Kind::Permanent, &crowd[..100])],
        &run(2),
    );
    assert_eq!(audit.sections()["answer"]["a"]["same"], 0);
    assert_eq!(found.len(), 1600);
}

#[test]
fn a_list_against_itself_says_that_it_is_one_file() {
    let rows: Vec<String> = (0..50).map(|serial| person(serial, &[])).collect();
    let (audit, found) = reconciled(&[list(Kind::Permanent, &rows), list(Kind::Permanent, &rows)], &run(2));
    assert_eq!(found, []);
    assert!(audit.findings.iter().any(|finding| finding.title.key == "rolls.reconcile.why.one_file"));
    assert_eq!(audit.summary.len(), 1);
}

#[test]
fn the_same_at_any_number_of_threads_and_any_memory() {
    let left: Vec<String> = (0..3000).map(|serial| person(serial, &[])).collect();
    let right: Vec<String> = (0..3000)
        .rev()
        .filter(|serial| serial % 11 != 0)
        .map(|serial| {
            let precinct = if serial % 7 == 0 { "99" } else { "12" };
            let number = if serial % 13 == 0 { "" } else { &iin("1980-05-17", 3, serial) };
            person(serial, &[("precinct", precinct), ("iin", number)])
        })
        .collect();
    let said = |threads: usize, memory: u64| {
        let lists = [list(Kind::Permanent, &left), list(Kind::Permanent, &right)];
        let (audit, lines) = reconciled(&lists, &Run { memory, ..run(threads) });
        format!("{lines:?} {:?} {:?} {:?}", audit.findings, audit.document, audit.exhibits)
    };
    let first = said(1, 64 << 20);
    for (threads, memory) in [(2, 64 << 20), (5, 64 << 20), (2, 1 << 19)] {
        assert!(said(threads, memory) == first, "{threads} {memory}");
    }
}

#[test]
fn nothing_is_compared_with_nothing() {
    let one = [list(Kind::Permanent, &[person(1, &[])])];
    let result = reconcile(&one, &law(), &run(1), &mut Lines::default());
    assert!(matches!(result, Err(RollsError::NothingGiven)));
}

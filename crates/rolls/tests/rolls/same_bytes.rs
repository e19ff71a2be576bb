//! The same bytes at any number of threads and with any memory; what depends on the key alone.

use tizim_rolls::{Kind, ListInput, Options, Scope};

use crate::support::{Line, Said, iin, line, list, run, said_with};

/// A roll of some thousand rows in which every fortieth person stands twice.
fn lists() -> [ListInput; 2] {
    let person = |index: usize| {
        let birth = format!("19{:02}-{:02}-{:02}", 40 + index % 60, 1 + index % 12, 1 + index % 28);
        let number =
            if index.is_multiple_of(7) { String::new() } else { iin(&birth, 3, (index % 5000) as u32) };
        line(&[
            ("iin", &number),
            ("surname", ["Сейтқали", "Ким", "Волков", "Юлдашев"][index % 4]),
            ("given_name", ["Асет", "Виктор", "Олег", "Рустам", "Тимур"][index % 5]),
            ("patronymic", &"о".repeat(index % 9)),
            ("birth_date", &birth),
            ("region", ["Абай", "Жетісу"][index % 2]),
            ("precinct", &(index % 20).to_string()),
            ("address", &format!("ул. Абая {}", index % 900)),
        ])
    };
    let home: Vec<String> = (0..3000).chain((0..75).map(|index| index * 40)).map(person).collect();
    let special: Vec<String> = (0..100).map(|index| person(index * 30)).collect();
    [list(Kind::Permanent, &home), list(Kind::Special, &special)]
}

fn said(threads: usize, memory: u64, key: u8) -> Said {
    let run = tizim_evidence::Run { memory, key: [key; 32], ..run(threads) };
    said_with(&lists(), None, &Options { detail: true, ..Options::default() }, &run).unwrap()
}

#[test]
fn threads_and_memory_change_nothing() {
    let one = said(1, 64 << 20, 5);
    assert!(one.lines.len() > 200, "{}", one.lines.len());
    for (threads, memory) in [(2, 64 << 20), (8, 64 << 20), (3, 2 << 20)] {
        assert_eq!(said(threads, memory, 5).bytes(), one.bytes(), "{threads} threads, {memory} bytes");
    }
}

#[test]
fn entries_across_lists_are_found_by_themselves() {
    let found = |scope, threads, memory| {
        let run = tizim_evidence::Run { memory, ..run(threads) };
        said_with(&lists(), None, &Options { scope, ..Options::default() }, &run).unwrap()
    };
    let all = found(Scope::All, 1, 64 << 20);
    let is_across = |group: u64, code: &str| {
        let mut lists = all.lines.iter().filter(|line| line.group == group && line.code == code);
        lists.next().is_some_and(|first| lists.any(|line| line.list != first.list))
    };
    let without_group = |line: &Line| Line { group: 0, ..line.clone() };
    let across = all.lines.iter().filter(|line| is_across(line.group, &line.code));
    let expected: Vec<Line> = across.map(without_group).collect();
    assert!(expected.len() > 100 && expected.len() < all.lines.len(), "{}", expected.len());
    let one = found(Scope::Across, 1, 64 << 20);
    assert_eq!(one.lines.iter().map(without_group).collect::<Vec<_>>(), expected);
    let observed = |said: &Said| said.audit.sections()["chance"]["name-date"]["observed"].as_u64();
    assert!(observed(&one) > Some(0) && observed(&one) < observed(&all), "{:?}", observed(&one));
    let expected = &one.audit.sections()["chance"]["name-date"]["expected"];
    assert_eq!(*expected, all.audit.sections()["chance"]["name-date"]["between_lists"]["expected"]);
    assert!(expected.is_number());
    for (threads, memory) in [(2, 64 << 20), (3, 2 << 20)] {
        assert_eq!(found(Scope::Across, threads, memory).bytes(), one.bytes(), "{threads} threads");
    }
}

#[test]
fn rows_that_state_no_precinct_are_counted_by_file_whatever_the_threads() {
    let faulty = line(&[("iin", "12"), ("surname", "Ким"), ("given_name", "Анна"), ("precinct", "-")]);
    let rows = vec![faulty; 300];
    let lists: Vec<ListInput> = (0..8).map(|_| list(Kind::Signatures, &rows)).collect();
    let said = |threads| said_with(&lists, None, &Options::default(), &run(threads)).unwrap();
    let one = said(1);
    for threads in [2, 3, 8, 2, 3, 8] {
        assert_eq!(said(threads).bytes(), one.bytes(), "{threads} threads");
    }
}

#[test]
fn the_key_changes_tokens_alone() {
    let without_tokens = |said: &Said| {
        said.lines
            .iter()
            .map(|line| (line.group, line.code.clone(), line.file.clone(), line.row))
            .collect::<Vec<_>>()
    };
    let (one, two) = (said(2, 64 << 20, 5), said(2, 64 << 20, 6));
    assert_eq!(without_tokens(&one), without_tokens(&two));
    assert_ne!(one.lines[0].token, two.lines[0].token);
}

//! What a check says of its own reach: coverage, marks that explain, other numbers, lists given twice.

use tizim_evidence::Severity;
use tizim_rolls::Kind;
use tizim_tables::{Encoding, Input, Options, Schema, TableFile};

use crate::support::{HEADING, Said, iin, line, list, list_of, rows, said};

const SCHEMA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml"));

/// A row of the permanent list of a region's precinct.
fn row(number: &str, surname: &str, birth: &str, precinct: &str) -> String {
    let cells = [("iin", number), ("surname", surname), ("given_name", "Асет"), ("birth_date", birth)];
    line(&[&cells[..], &[("region", "Абай"), ("precinct", precinct)]].concat())
}

fn coverage(said: &Said, rule: &str, list: &str) -> serde_json::Value {
    said.audit.sections()["coverage"][rule][list].clone()
}

/// What a finding of a check that was not made is told by, if it is there.
fn not_checked(said: &Said, check: &str) -> Option<Severity> {
    let of_check = |finding: &&&tizim_evidence::Finding| finding.subject.id == check;
    said.findings("ROLL-090").iter().find(of_check).map(|finding| finding.severity)
}

#[test]
fn every_rule_says_of_how_many_rows_it_made_a_key() {
    let number = iin("1980-05-17", 3, 1);
    let said = said(&[
        list(
            Kind::Permanent,
            &[
                row(&number, "Сейтқали", "1980-05-17", "1"),
                row("", "Ким", "1975", "1"),
                row("800517300013", "", "1980-05-17", "1"),
                row("80051730001*", "?им", "", "1"),
            ],
        ),
        list(Kind::Special, &[row("", "Ахметова", "1991-01-02", "2")]),
    ]);
    let permanent = coverage(&said, "iin", "permanent");
    assert_eq!((&permanent["rows"], &permanent["keyed"]), (&4.into(), &1.into()), "{permanent}");
    assert_eq!((&permanent["not"]["empty"], &permanent["not"]["masked"]), (&1.into(), &1.into()));
    for (rule, lists) in said.audit.sections()["coverage"].as_object().unwrap() {
        for (list, covered) in lists.as_object().unwrap() {
            let not: u64 =
                covered["not"].as_object().unwrap().values().filter_map(serde_json::Value::as_u64).sum();
            assert_eq!(covered["keyed"].as_u64().unwrap() + not, covered["rows"], "{rule} {list}");
        }
    }
    let by_date = coverage(&said, "name-date", "permanent");
    assert_eq!((&by_date["keyed"], &by_date["not"]["year_alone"]), (&1.into(), &1.into()), "{by_date}");
    assert_eq!(coverage(&said, "name-date", "special")["keyed"], 1);
    assert_eq!(not_checked(&said, "iin on special"), Some(Severity::Notice), "no number at all");
    assert_eq!(not_checked(&said, "iin on permanent"), None);
}

/// The keys of the summary, and of those that speak of a rule its code.
fn headline(said: &Said) -> Vec<(&'static str, String)> {
    let rule = |message: &tizim_evidence::Message| match message.arguments.get("rule") {
        Some(tizim_evidence::Value::Word { code, .. }) => (*code).to_owned(),
        _ => String::new(),
    };
    said.audit.summary.iter().map(|message| (message.key, rule(message))).collect()
}

#[test]
fn each_rule_by_name_that_found_pairs_says_what_chance_gives_of_them() {
    // Years of birth alone: the whole date finds nothing, name, year and region does.
    let people: Vec<String> = (0..60)
        .map(|person| row("", ["Ким", "Ли", "Цой"][person % 3], &(1950 + person % 7).to_string(), "1"))
        .collect();
    let said = said(&[list(Kind::Permanent, &people)]);
    let headline = headline(&said);
    let of_chance: Vec<&str> = headline
        .iter()
        .filter(|(key, _)| {
            ["rolls.summary.agree", "rolls.summary.chance_explains", "rolls.summary.beyond_chance"]
                .contains(key)
        })
        .map(|(_, rule)| rule.as_str())
        .collect();
    assert_eq!(of_chance, ["name-year-region"], "{headline:?}");
    assert!(headline.iter().any(|(key, _)| *key == "rolls.summary.by_name"), "{headline:?}");
}

#[test]
fn what_chance_would_hardly_give_is_said_without_figures_below_one() {
    // Two pairs of one name and date among people who share no name.
    let letters = ["ба", "ви", "го", "да", "жи", "за", "ки", "ло", "ма", "не"];
    let person = |number: usize| {
        let name =
            format!("{}{}{}ев", letters[number % 10], letters[number / 10 % 10], letters[number / 100]);
        row("", &name, &format!("19{:02}-05-{:02}", 40 + number % 50, 1 + number % 28), "1")
    };
    let mut people: Vec<String> = (0..600).map(person).collect();
    people.extend([person(3), person(8)]);
    let said = said(&[list(Kind::Permanent, &people)]);
    let headline = headline(&said);
    assert!(headline.contains(&("rolls.summary.no_chance", "name-date".to_owned())), "{headline:?}");
}

#[test]
fn what_stands_between_the_lists_is_not_lost_among_what_chance_gives_within_them() {
    // One common name, of which chance gives pairs within the list of many; and four people of rare names on both lists.
    let common = |day: usize| {
        row("", "Ким", &format!("19{:02}-{:02}-{:02}", 50 + day % 40, 2 + day % 10, 1 + day % 28), "1")
    };
    let letters = ["ба", "ви", "го", "да", "жи", "за"];
    let rare = |number: usize| {
        row("", &format!("{}{}ев", letters[number % 6], letters[number / 6 % 6]), "1961-05-17", "1")
    };
    let many: Vec<String> = (0..900).map(|at| common(at * at % 7919 + at)).chain((0..4).map(rare)).collect();
    let few: Vec<String> = (0..4).map(rare).collect();
    let said = said(&[list(Kind::Permanent, &many), list(Kind::Special, &few)]);
    let sentence =
        said.audit.summary.iter().find(|one| one.key.starts_with("rolls.summary.beyond_chance")).unwrap();
    assert_eq!(sentence.key, "rolls.summary.beyond_chance_between", "{sentence:?}");
    assert_eq!(sentence.arguments.get("part"), Some(&tizim_evidence::Persons(4).into()));
}

#[test]
fn who_agrees_on_a_day_given_to_many_is_told() {
    let people: Vec<String> =
        (0..40).map(|at| row("", "Ким", &format!("{}-01-01", 1950 + at % 10), &at.to_string())).collect();
    let said = said(&[list(Kind::Permanent, &people)]);
    // Four of each year: six pairs.
    let told = said.audit.summary.iter().find(|one| one.key == "rolls.summary.apart").unwrap();
    assert_eq!(told.arguments.get("count"), Some(&tizim_evidence::Persons(60).into()));
    let figure = said.audit.figures.iter().find(|one| one.key == "name_date_apart").unwrap();
    assert_eq!(figure.value, tizim_evidence::Persons(60).into());
}

#[test]
fn an_addition_and_its_residence_certificate_are_no_headline() {
    let person = row("", "Ким", "1980-05-17", "1");
    let said = said(&[
        list(Kind::Supplementary, std::slice::from_ref(&person)),
        list(Kind::ResidenceCertificates, &[person]),
    ]);
    let headline = headline(&said);
    assert!(headline.iter().all(|(_, rule)| rule.is_empty()), "{headline:?}");
}

#[test]
fn a_list_without_rows_is_no_clean_bill() {
    let said = said(&[list(Kind::Permanent, &[])]);
    let headline = headline(&said);
    assert_eq!(headline[0].0, "rolls.summary.no_rows", "{headline:?}");
    assert!(headline.iter().all(|(key, _)| !key.contains("breach")), "{headline:?}");
    assert_eq!(not_checked(&said, "files"), Some(Severity::Notice));
}

#[test]
fn numbers_of_another_profile_are_told() {
    // Centuries that this law does not know.
    let rows: Vec<String> =
        (0..5).map(|person| row(&iin("1980-05-17", 8, person), "Ким", "1980-05-17", "1")).collect();
    let said = said(&[list(Kind::Permanent, &rows)]);
    assert_eq!(coverage(&said, "iin", "permanent")["not"]["century_unknown"], 5);
    assert_eq!(not_checked(&said, "iin on permanent"), Some(Severity::Warning));
}

#[test]
fn a_marked_entry_is_no_second_entry_and_is_told_apart() {
    let number = |person| iin("1980-05-17", 3, person);
    let marked = |person: u32, mark: &str, removed: &str| {
        let cells = [("iin", number(person)), ("mark", mark.to_owned()), ("removed", removed.to_owned())];
        let others = [("surname", "Ким"), ("given_name", "Асет"), ("region", "Абай"), ("precinct", "1")];
        let own: Vec<(&str, &str)> = cells.iter().map(|(name, cell)| (*name, cell.as_str())).collect();
        line(&[&own[..], &others].concat())
    };
    let plain = |person: u32| row(&number(person), "Ким", "", "2");
    let lines = [
        marked(1, "исключён", ""),
        plain(1),
        marked(2, "", "15.01.2023"),
        plain(2),
        marked(3, "не исключён", ""),
        plain(3),
        // After the poll.
        marked(4, "қайтыс болды 20.03.2023", ""),
        plain(4),
        marked(5, "умер 19.03.2023", ""),
        plain(5),
    ];
    let said = said(&[list(Kind::Permanent, &lines)]);
    let pair = |first: u64| rows(&[("permanent", first), ("permanent", first + 1)]);
    assert_eq!(said.groups("ROLL-008"), [pair(2), pair(4), pair(10)].into());
    assert_eq!(said.groups("ROLL-002"), [pair(6), pair(8)].into());
    let explained = said.findings("ROLL-008");
    assert_eq!((explained.len(), explained[0].severity, explained[0].count), (1, Severity::Info, 3));
    assert_eq!(said.audit.sections()["counts"]["ROLL-008"]["groups"], 3);
}

#[test]
fn a_mark_after_the_other_entry_was_used_explains_nothing() {
    let number = iin("1980-05-17", 3, 1);
    let cells = |mark: &str, precinct: &str| {
        let cells = [("iin", number.as_str()), ("surname", "Ким"), ("given_name", "Асет"), ("mark", mark)];
        line(&[&cells[..], &[("region", "Абай"), ("precinct", precinct)]].concat())
    };
    let codes = |removed: &str| {
        let lines = [cells(removed, "1"), cells("проголосовал 12.03.2023", "2")];
        let said = said(&[list(Kind::Permanent, &lines)]);
        said.codes().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(codes("исключён 12.03.2023"), ["ROLL-008"]);
    assert_eq!(codes("исключён 13.03.2023"), ["ROLL-002"]);
}

#[test]
fn one_written_number_is_a_lead_whatever_its_check_digit_says() {
    let said = said(&[list(
        Kind::Permanent,
        &[
            row("650413000010", "Ким", "", "1"),
            row("650413000010", "Сейтқали", "", "2"),
            row("650413000023", "Ахметова", "", "1"),
            row("650413000023", "Ахметова", "", "2"),
            // Nobody's: rounded, and one digit again and again.
            row("650413000000", "Ли", "", "1"),
            row("650413000000", "Ли", "", "2"),
            row("999999999999", "Пак", "", "1"),
            row("999999999999", "Пак", "", "2"),
        ],
    )]);
    let pair = |first: u64| rows(&[("permanent", first), ("permanent", first + 1)]);
    assert_eq!(said.groups("ROLL-012"), [pair(2)].into());
    assert_eq!(said.groups("ROLL-002"), [pair(4)].into());
    let line = said.lines.iter().find(|line| line.code == "ROLL-002").unwrap();
    assert_eq!((line.rule.as_str(), line.severity.as_str()), ("identifier", "warning"));
}

#[test]
fn document_numbers_make_a_rule() {
    let heading = "identifier,surname,given_name,birth_date,region,precinct";
    let lines = ["N 1234567,Ким,Анна,1980,Абай,1", "n1234567,Ким,Анна,1981,Абай,2", "-,Ли,Анна,1980,Абай,1"]
        .map(str::to_owned);
    let said = said(&[list_of(Kind::Permanent, &[("permanent.csv", heading, &lines)], None)]);
    assert_eq!(said.groups("ROLL-002"), [rows(&[("permanent", 2), ("permanent", 3)])].into());
    assert_eq!(coverage(&said, "identifier", "permanent")["not"]["empty"], 1);
}

#[test]
fn one_list_given_twice_is_one_word_and_a_real_double_entry_is_found() {
    let number = |person| iin("1980-05-17", 3, person);
    let lines = |skipped: usize| -> Vec<String> {
        let mut lines: Vec<String> =
            (0..40).map(|person| row(&number(person), "Ким", "1980-05-17", "12")).skip(skipped).collect();
        // A real one, inside the list.
        lines.push(row(&number(39), "Ким", "1980-05-17", "12"));
        lines
    };
    let (now, before) = (lines(0), lines(2));
    let quoted: Vec<String> = now.iter().map(|line| line.replace("Ким", "\"КИМ\"")).collect();
    for other in [&before, &quoted] {
        let files = [("a.csv", HEADING, now.as_slice()), ("b.csv", HEADING, other.as_slice())];
        let said = said(&[list_of(Kind::Permanent, &files, None)]);
        assert_eq!(not_checked(&said, "one list twice"), Some(Severity::Warning));
        let violations = said.audit.findings.iter().filter(|finding| finding.severity == Severity::Violation);
        assert_eq!(violations.count(), 1, "the one inside the list");
        assert_eq!(said.audit.sections()["counts"]["ROLL-001"]["groups"], 1);
        let is_other = |line: &&crate::support::Line| line.severity == "info" && line.code == "ROLL-001";
        let others = said.lines.iter().filter(is_other);
        assert_eq!(others.count(), 2 * (other.len() - 2), "they stay in the table");
    }
    // Half of it is another list.
    let half: Vec<String> = (20..60).map(|person| row(&number(person), "Ким", "1980-05-17", "12")).collect();
    let files = [("a.csv", HEADING, now.as_slice()), ("b.csv", HEADING, half.as_slice())];
    let said = said(&[list_of(Kind::Permanent, &files, None)]);
    assert_eq!(not_checked(&said, "one list twice"), None);
    assert_eq!(said.audit.sections()["counts"]["ROLL-001"]["groups"], 20);
}

#[test]
fn a_list_is_known_again_in_any_guise_and_its_own_double_entries_are_of_one_copy() {
    let person = |person: u32, precinct: u32| {
        row(&iin("1971-11-23", 3, person), "Ли", "1971-11-23", &precinct.to_string())
    };
    let all: Vec<String> = (0..90).map(|number| person(number, number % 3 + 1)).collect();
    // One person twice in one precinct of the list itself, and one in two.
    let with_double = [all.clone(), vec![person(4, 2), person(9, 3)]].concat();
    let judged = |files: &[(&str, &str, &[String])]| {
        let said = said(&[list_of(Kind::Permanent, files, None)]);
        let graver = said.lines.iter().filter(|line| !["info", "notice"].contains(&line.severity.as_str()));
        let mut rows: Vec<(String, String, u64)> =
            graver.map(|line| (line.code.clone(), line.file.clone(), line.row)).collect();
        rows.sort();
        (rows, not_checked(&said, "one list twice"))
    };
    let line = |code: &str, file: &str, row: u64| (code.to_owned(), file.to_owned(), row);
    let of = |file: &str| {
        vec![
            line("ROLL-001", file, 6),
            line("ROLL-001", file, 92),
            line("ROLL-002", file, 11),
            line("ROLL-002", file, 93),
        ]
    };
    let without_region = HEADING.replace("region", "unknown");
    let renumbered: Vec<String> = (0..90).map(|number| person(number, number % 3 + 41)).collect();
    let part: Vec<String> = all.iter().step_by(3).cloned().collect();
    let twice = Some(Severity::Warning);
    for (heading, copy) in
        [(HEADING, &all), (without_region.as_str(), &all), (HEADING, &renumbered), (HEADING, &part)]
    {
        let files = [("now.csv", HEADING, with_double.as_slice()), ("copy.csv", heading, copy.as_slice())];
        assert_eq!(judged(&files), (of("now.csv"), twice), "{heading} {}", copy[0]);
    }
    let pasted = [all.clone(), all.clone()].concat();
    assert_eq!(judged(&[("p.csv", HEADING, &pasted)]), (Vec::new(), twice));
    // The same persons on the list of another precinct are on two lists.
    let ghosts: Vec<String> = (0..90).step_by(3).map(|number| person(number, 70)).collect();
    let files = [("now.csv", HEADING, all.as_slice()), ("ghosts.csv", HEADING, ghosts.as_slice())];
    let (rows, told) = judged(&files);
    assert_eq!((rows.len(), told), (60, None));
}

#[test]
fn who_has_moved_between_two_versions_of_a_list_is_found() {
    let heading = "iin,surname,given_name,region,precinct,address";
    let person = |person: u32, precinct: &str, address: &str| {
        format!("{},Ким,Асет,Абай,{precinct},{address}", iin("1980-05-17", 3, person))
    };
    let before: Vec<String> = (0..60).map(|number| person(number, "12", "Тихая 5")).collect();
    let mut now = before.clone();
    now[7] = person(7, "13", "Тихая 5");
    now[8] = person(8, "12", "Новая 9");
    now[9] = person(9, "12", "");
    let files = [("a.csv", heading, before.as_slice()), ("b.csv", heading, now.as_slice())];
    let said = said(&[list_of(Kind::Permanent, &files, None)]);
    assert_eq!(not_checked(&said, "one list twice"), Some(Severity::Warning));
    let graver = |code: &str| {
        let lines = said.lines.iter().filter(|line| line.code == code && line.severity != "info");
        lines.map(|line| line.row).collect::<Vec<_>>()
    };
    assert_eq!(graver("ROLL-002"), [9, 9], "in another precinct");
    assert_eq!(graver("ROLL-001"), [10, 10], "at another address");
    // Nobody is accused by it: the person may have moved in between.
    let severities = said.lines.iter().filter(|line| line.code == "ROLL-002" || line.code == "ROLL-001");
    assert!(severities.clone().all(|line| ["info", "notice"].contains(&line.severity.as_str())));
    let open = said.audit.findings.iter().filter(|one| one.title.key == "rolls.undetermined.two_versions");
    assert_eq!(open.map(|one| (one.code, one.count)).collect::<Vec<_>>(), [("ROLL-001", 1), ("ROLL-002", 1)]);
}

#[test]
fn a_mark_that_is_not_plain_explains_nothing_and_is_told() {
    let number = iin("1980-05-17", 3, 1);
    let marked = |mark: &str, removed: &str, precinct: &str| {
        let cells = [("iin", number.as_str()), ("surname", "Ким"), ("given_name", "Асет"), ("mark", mark)];
        line(&[&cells[..], &[("removed", removed), ("region", "Абай"), ("precinct", precinct)]].concat())
    };
    let told = |mark: &str, removed: &str| {
        let said = said(&[list(Kind::Permanent, &[marked(mark, removed, "1"), marked("", "", "2")])]);
        let explained = |finding: &tizim_evidence::Finding| {
            finding.explanations.iter().any(|message| message.key == "rolls.unless.unclear_mark")
        };
        let codes: Vec<String> = said.codes().into_iter().map(str::to_owned).collect();
        (codes, said.audit.findings.iter().any(explained))
    };
    for (mark, removed) in
        [("исключён ошибочно", ""), ("убыл по АУ № 123", ""), ("умер отец", ""), ("", "проверить")]
    {
        assert_eq!(told(mark, removed), (vec!["ROLL-002".to_owned()], true), "{mark} {removed}");
    }
    for (mark, removed) in [("", "нет"), ("", "0"), ("снята копия", "-"), ("deadline", "")] {
        let (codes, may_explain) = told(mark, removed);
        assert_eq!(codes, ["ROLL-002"], "{mark} {removed}");
        assert_eq!(may_explain, mark == "снята копия", "{mark} {removed}");
    }
    for (mark, removed) in [("исключён", ""), ("", "да"), ("", "15.01.2023")] {
        assert_eq!(told(mark, removed), (vec!["ROLL-008".to_owned()], false), "{mark} {removed}");
    }
}

#[test]
fn only_pairs_with_a_removed_row_are_explained_by_its_mark() {
    let number = iin("1980-05-17", 3, 1);
    let row = |mark: &str, precinct: &str| {
        let cells = [("iin", number.as_str()), ("surname", "Ким"), ("given_name", "Асет"), ("mark", mark)];
        line(&[&cells[..], &[("region", "Абай"), ("precinct", precinct)]].concat())
    };
    // Twice among the signatures for one candidate, once struck off; twice among those for another.
    let other = row("", "9").replace(&number, &iin("1980-05-17", 3, 2));
    let lists = [
        list(Kind::Signatures, &[row("исключён", "1"), row("", "1")]),
        list(Kind::Signatures, &[other.clone(), other.replace(",9", ",8"), row("", "1"), row("", "1")]),
    ];
    let said = said(&lists);
    assert_eq!(said.groups("ROLL-031").len(), 2);
    assert_eq!(said.groups("ROLL-008"), [rows(&[("signatures", 2), ("signatures", 3)])].into());
}

#[test]
fn names_across_alphabets_are_told_as_not_compared() {
    let heading = "surname,given_name,birth_date,precinct";
    let open = |name: &str, line: &str, encoding: Option<Encoding>| {
        let schema = Schema::from_toml(SCHEMA).unwrap();
        let text = format!("{heading}\n{line}\n");
        let bytes: Vec<u8> = match encoding {
            None => text.into_bytes(),
            Some(_) => text
                .chars()
                .map(|letter| match letter {
                    'А'..='я' => (u32::from(letter) - u32::from('А') + 0xc0) as u8,
                    other => other as u8,
                })
                .collect(),
        };
        let options = Options { encoding, ..Options::default() };
        TableFile::open(&Input::bytes(name, bytes), &schema, &options).unwrap()
    };
    let lists = |line: &str| {
        let file = |kind, table| tizim_rolls::ListInput {
            kind,
            files: vec![table],
            date: None,
            passed_over: Vec::new(),
        };
        [
            file(Kind::Permanent, open("permanent.csv", line, None)),
            file(
                Kind::Special,
                open("special.csv", "Касымов,Нурлан,18.03.1978,901", Some(Encoding::Windows1251)),
            ),
        ]
    };
    let check = "names across alphabets";
    assert_eq!(not_checked(&said(&lists("Қасымов,Нұрлан,18.03.1978,101")), check), Some(Severity::Warning));
    assert_eq!(not_checked(&said(&lists("Касымов,Нурлан,18.03.1978,101")), check), None);
    // And where the two are held against each other.
    let held = |line: &str| {
        let (audit, _) = crate::reconcile::reconciled(&lists(line), &crate::support::run(1));
        let blind = audit.findings.iter().find(|finding| finding.title.key == "rolls.why.blind_letters");
        blind.map(|finding| (finding.severity, finding.count))
    };
    assert_eq!(held("Қасымов,Нұрлан,18.03.1978,101"), Some((Severity::Warning, 1)));
    assert_eq!(held("Касымов,Нурлан,18.03.1978,101"), None);
}

#[test]
fn errors_of_spreadsheets_are_no_names() {
    let names = ["#ССЫЛКА!", "#REF!", "#Н/Д", "#NAME?", "При\u{fffd}еров"];
    let lines =
        names.iter().flat_map(|name| ["1", "2"].map(|precinct| row("", name, "1980-05-17", precinct)));
    let said = said(&[list(Kind::Permanent, &lines.collect::<Vec<_>>())]);
    assert_eq!(said.codes(), [""; 0]);
    assert_eq!(coverage(&said, "name-date", "permanent")["keyed"], 0);
}

#[test]
fn rows_about_nobody_are_not_taken() {
    let lines = [row("", "Ким", "1980-05-17", "1"), row("", "", "", "1"), row("", "", "", "1")];
    let given: Vec<String> = lines.iter().map(|line| line.replace("Асет", "")).collect();
    let lists = [list(Kind::Permanent, &given)];
    let said = said(&lists);
    assert_eq!(said.audit.sections()["lists"][0]["taken"], 1);
    assert_eq!(said.audit.sections()["lists"][0]["rejected"], 2);
}

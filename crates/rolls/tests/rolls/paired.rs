//! Which rows of a group are pairs, and what a row says as it is written.

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::Run;
use tizim_rolls::{DuplicateSink, Inputs, Kind, LineForm, ListInput, MOST_PAIRED, Options, Past, check};

use crate::support::{iin, law, line, list, list_of, run};

/// Keeps of each line its code, list, row, pairs, and the row as it is written.
#[derive(Default)]
struct Pairs(Vec<(u64, Vec<String>)>);

impl DuplicateSink for Pairs {
    fn form(&self) -> LineForm {
        |line, form| {
            let whole = line.whole.map_or_else(String::new, |whole| {
                [&whole.name, &whole.number, &whole.birth, &whole.sex, &whole.settlement, &whole.address]
                    .map(String::as_str)
                    .join("|")
            });
            let cells = format!("{};{}:{};{};{whole}", line.code, line.list, line.row, line.partners);
            form.extend_from_slice(cells.as_bytes());
        }
    }

    fn wants_pairs(&self) -> bool {
        true
    }

    fn take(&mut self, group: u64, form: &[u8]) -> std::io::Result<()> {
        let form = String::from_utf8(form.to_vec()).unwrap();
        self.0.push((group, form.split(';').map(str::to_owned).collect()));
        Ok(())
    }
}

/// The pairs of each code, and the rows as they are written.
fn pairs(lists: &[ListInput], run: &Run) -> (BTreeMap<String, BTreeSet<[String; 2]>>, Vec<String>) {
    let mut sink = Pairs::default();
    check(
        &Inputs { lists, precincts: None, past: Past::default() },
        &law(),
        &Options::default(),
        run,
        &mut sink,
    )
    .unwrap();
    let mut pairs: BTreeMap<String, BTreeSet<[String; 2]>> = BTreeMap::new();
    for verdict in sink.0.chunk_by(|left, right| (left.0, &left.1[0]) == (right.0, &right.1[0])) {
        for (_, left) in verdict {
            let partners: u32 = left[2].parse().unwrap();
            for (_, (_, right)) in verdict.iter().enumerate().filter(|(place, _)| partners >> place & 1 == 1)
            {
                pairs.entry(left[0].clone()).or_default().insert([left[1].clone(), right[1].clone()]);
            }
        }
    }
    (pairs, sink.0.into_iter().map(|(_, line)| line[3].clone()).collect())
}

fn aset(cells: &[(&str, &str)]) -> String {
    let number = iin("1980-05-17", 9, 1);
    let mut all = vec![
        ("iin", number.as_str()),
        ("surname", "Сейтқали"),
        ("given_name", "Асет"),
        ("birth_date", "17.05.1980"),
        ("sex", "м"),
        ("region", "Абай"),
        ("precinct", "1"),
    ];
    all.extend_from_slice(cells);
    line(&all)
}

fn set(expected: &[[&str; 2]]) -> BTreeSet<[String; 2]> {
    expected.iter().map(|pair| pair.map(str::to_owned)).collect()
}

#[test]
fn two_rows_are_a_pair_only_where_they_earn_the_code_themselves() {
    let lists = [
        list(Kind::Permanent, &[aset(&[]), aset(&[("precinct", "2")])]),
        list(Kind::Special, &[aset(&[("precinct", "77")])]),
    ];
    let (found, _) = pairs(&lists, &run(2));
    assert_eq!(found["ROLL-002"], set(&[["permanent:2", "permanent:3"]]));
    assert_eq!(
        found["ROLL-003"],
        set(&[["permanent:2", "special:2"], ["permanent:3", "special:2"]]),
        "the two home rows are no pair of this code"
    );
}

#[test]
fn every_row_of_a_group_is_in_a_pair_up_to_the_bound() {
    for count in [3, MOST_PAIRED, MOST_PAIRED + 1] {
        let lines: Vec<String> =
            (0..count).map(|place| aset(&[("precinct", (place + 1).to_string().as_str())])).collect();
        let (found, _) = pairs(&[list(Kind::Permanent, &lines)], &run(2));
        let told = found.get("ROLL-002").map_or(0, BTreeSet::len);
        assert_eq!(told, if count > MOST_PAIRED { 0 } else { count * (count - 1) / 2 }, "{count}");
    }
}

#[test]
fn rows_of_two_people_are_pairs_across_them_alone() {
    let other = [("surname", "Иванова"), ("given_name", "Анна")];
    let lines = [aset(&[]), aset(&[]), aset(&other)];
    let (found, _) = pairs(&[list(Kind::Permanent, &lines)], &run(2));
    assert_eq!(found["ROLL-012"], set(&[["permanent:2", "permanent:4"], ["permanent:3", "permanent:4"]]));
    assert_eq!(found["ROLL-001"], set(&[["permanent:2", "permanent:3"]]));
}

#[test]
fn a_row_is_kept_as_it_is_written_only_where_names_are_revealed() {
    let lines = [aset(&[("address", "ул. Абая, 5")]), aset(&[("precinct", "2"), ("address", "ул. Абая, 6")])];
    let number = iin("1980-05-17", 9, 1);
    let lists = || [list(Kind::Permanent, &lines)];
    let revealed = Run { reveal: true, ..run(2) };
    let (_, whole) = pairs(&lists(), &revealed);
    assert_eq!(whole, [5, 6].map(|house| format!("Сейтқали Асет|{number}|17.05.1980|м||ул. Абая, {house}")));
    let (_, masked) = pairs(&lists(), &run(2));
    assert_eq!(masked, ["", ""]);
    let by_document = list_of(
        Kind::Permanent,
        &[(
            "a.csv",
            "identifier,full_name,birth_year,region,precinct,settlement",
            &["77,Сейтқали Асет,1980,Абай,1,Аул".to_owned(), "77,Сейтқали Асет,1980,Абай,2,Аул".to_owned()],
        )],
        None,
    );
    let (_, whole) = pairs(&[by_document], &revealed);
    assert_eq!(whole, ["Сейтқали Асет|77|1980||Аул|"; 2]);
}

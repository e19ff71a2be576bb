//! Two random lists against a naive twin: everything by pairs and maps, in the words of the command.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tizim_rolls::Kind;

use crate::reconcile::{Told, reconciled};
use crate::support::{iin, line, list, run};

/// A row, by what it says and not by how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// 0 and 1 are numbers, 2 is none, 3 is not valid.
    number: usize,
    name: usize,
    /// 0 and 1 are days of 1980, 2 is the year alone, 3 is none.
    birth: usize,
    sex: usize,
    region: usize,
    precinct: usize,
}

const NAMES: [[&str; 3]; 4] = [
    ["Сейтқали", "Асет", "Болатұлы"],
    ["Волкова", "Ирина", ""],
    ["Ким", "", ""],
    ["Сейткали", "Асет", "Болатович"],
];
const BIRTHS: [[&str; 2]; 4] =
    [["1980-05-17", "17.05.1980"], ["1980-06-01", "01.06.1980"], ["1980", "1980"], ["", "-"]];
const SEXES: [[&str; 2]; 2] = [["ж", "Ж"], ["", ""]];
const REGIONS: [[&str; 2]; 2] = [["Абай облысы", "область Абай"], ["Улытауская область", "Ұлытау облысы"]];
const PRECINCTS: [[&str; 2]; 2] = [["1", "№ 1"], ["2", "Участок №2"]];

fn row() -> impl Strategy<Value = (Row, usize)> {
    (0..4_usize, 0..4_usize, 0..4_usize, (0..2_usize, 0..2_usize, 0..2_usize), 0..2_usize).prop_map(
        |(number, name, birth, (sex, region, precinct), written)| {
            (Row { number, name, birth, sex, region, precinct }, written)
        },
    )
}

fn text((row, written): &(Row, usize)) -> String {
    let number = match row.number {
        0 | 1 => iin("1980-05-17", 3, row.number as u32),
        2 => String::new(),
        _ => "123456789012".to_owned(),
    };
    let name = NAMES[row.name];
    line(&[
        ("iin", &number),
        ("surname", name[0]),
        ("given_name", name[1]),
        ("patronymic", name[2]),
        ("birth_date", BIRTHS[row.birth][*written]),
        ("sex", SEXES[row.sex][*written]),
        ("region", REGIONS[row.region][*written]),
        ("precinct", PRECINCTS[row.precinct][*written]),
    ])
}

/// Index of a row of one of the lists.
type At = (usize, usize);

struct Twin {
    rows: [Vec<Row>; 2],
    told: Vec<Told>,
    /// Rows that are neither equal nor told yet.
    open: Vec<At>,
    /// Numbers of rows that are equal in both.
    same: Vec<usize>,
}

impl Twin {
    fn row(&self, (side, index): At) -> Row {
        self.rows[side][index]
    }

    fn tell(&mut self, what: &str, rows: &[At]) {
        let place = |side: usize| rows.iter().find(|(at, _)| *at == side).map(|(_, index)| *index as u64 + 2);
        self.told.push((what.to_owned(), place(0), place(1)));
        self.open.retain(|at| !rows.contains(at));
    }

    fn of(rows: [Vec<Row>; 2]) -> Self {
        let mut contents: BTreeMap<Row, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, rows) in rows.iter().enumerate() {
            for (index, row) in rows.iter().enumerate() {
                contents.entry(*row).or_default()[side].push(index);
            }
        }
        let mut twin = Self { rows, told: Vec::new(), open: Vec::new(), same: Vec::new() };
        for (row, places) in contents {
            let both = places[0].len().min(places[1].len());
            if both > 0 {
                twin.same.push(row.number);
            }
            for (side, places) in places.into_iter().enumerate() {
                for index in places.into_iter().skip(both) {
                    if both > 0 {
                        twin.tell(["more-often-in-a", "more-often-in-b"][side], &[(side, index)]);
                    } else {
                        twin.open.push((side, index));
                    }
                }
            }
        }
        twin.by_number();
        twin.by_name();
        twin.rest();
        twin.told.sort();
        twin
    }

    fn by_number(&mut self) {
        for number in [0, 1] {
            let rows: Vec<At> =
                self.open.iter().copied().filter(|at| self.row(*at).number == number).collect();
            let of = |side| rows.iter().filter(move |(at, _)| *at == side).count();
            let counts = (of(0), of(1));
            if !self.same.contains(&number) {
                match counts {
                    (1, 1) => {
                        let (one, other) = (self.row(rows[0]), self.row(rows[1]));
                        let agree = one.birth == other.birth || (one.birth.max(other.birth) == 2);
                        let rest = |row: Row| (row.name, row.sex, row.region, row.precinct);
                        if agree && rest(one) == rest(other) {
                            self.open.retain(|at| !rows.contains(at));
                        } else {
                            self.tell("changed", &rows);
                        }
                        continue;
                    }
                    (0, _) | (_, 0) => continue,
                    _ => {}
                }
            }
            for at in rows {
                self.tell("several", &[at]);
            }
        }
    }

    /// Day 0 or 1, or 2 for the year alone: as written, else as the number states it.
    fn day(row: Row) -> Option<usize> {
        match row.birth {
            0 | 1 => Some(row.birth),
            _ if row.number < 2 => Some(0),
            2 => Some(2),
            _ => None,
        }
    }

    fn by_name(&mut self) {
        for name in [0, 1, 3] {
            let fits = |twin: &Self, at: At, days: &[usize]| {
                let row = twin.row(at);
                row.name == name && Self::day(row).is_some_and(|day| days.contains(&day))
            };
            for day in [0, 1] {
                let rows: Vec<At> = self.open.iter().copied().filter(|at| fits(self, *at, &[day])).collect();
                self.settle(&rows);
            }
            let rows: Vec<At> = self.open.iter().copied().filter(|at| fits(self, *at, &[0, 1, 2])).collect();
            let years = |side| rows.iter().any(|at| at.0 == side && Self::day(self.row(*at)) == Some(2));
            if years(0) || years(1) {
                let meets = |side: usize| years(side) && rows.iter().any(|at| at.0 != side);
                if meets(0) || meets(1) {
                    self.settle(&rows);
                }
            }
        }
    }

    fn settle(&mut self, rows: &[At]) {
        let of = |side| rows.iter().filter(move |(at, _)| *at == side).count();
        match (of(0), of(1)) {
            (0, _) | (_, 0) => {}
            (1, 1) => self.tell("by-name", rows),
            _ => rows.iter().for_each(|at| self.tell("several", &[*at])),
        }
    }

    fn rest(&mut self) {
        for at in self.open.clone() {
            let row = self.row(at);
            let comparable = row.number < 2 || (row.name != 2 && row.birth != 3);
            let alone = ["only-in-a", "only-in-b"][at.0];
            self.tell(if comparable { alone } else { "not-comparable" }, &[at]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn two_lists_agree_with_the_twin(
        left in prop::collection::vec(row(), 1..25),
        right in prop::collection::vec(row(), 1..25),
        shared in prop::collection::vec((row(), 0..3_usize, 0..3_usize), 0..6),
        threads in 1..3_usize,
    ) {
        let mut sides = [left, right];
        for (row, copies_left, copies_right) in shared {
            for (side, copies) in [copies_left, copies_right].into_iter().enumerate() {
                // Copies of one content are written in turns of the two ways.
                sides[side].extend((0..copies).map(|copy| (row.0, copy % 2)));
            }
        }
        let lists = sides.each_ref().map(|rows| list(Kind::Permanent, &rows.iter().map(text).collect::<Vec<_>>()));
        let (audit, told) = reconciled(&lists, &run(threads));
        let twin = Twin::of(sides.each_ref().map(|rows| rows.iter().map(|(row, _)| *row).collect()));
        let mut found: Vec<Told> = told.into_iter().map(|line| line.told()).collect();
        found.sort();
        prop_assert_eq!(&found, &twin.told);
        let document = audit.sections();
        for (side, rows) in ["a", "b"].into_iter().zip(&sides) {
            let counts = document["answer"][side].as_object().unwrap();
            let all: u64 = counts.iter().filter(|(key, _)| *key != "rows").map(|(_, count)| count.as_u64().unwrap()).sum();
            prop_assert_eq!(counts["rows"].as_u64().unwrap(), rows.len() as u64);
            prop_assert_eq!(all, rows.len() as u64);
        }
    }
}

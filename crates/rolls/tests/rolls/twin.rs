//! The naive twin: groups by hash maps on full keys, verdicts pair by pair, nothing shared with the crate but the
//! normal forms of `people`. Slow, plain, and the measure of the fast path.

use std::collections::{BTreeMap, BTreeSet};

use tizim_people::names::normalise;
use tizim_people::{BirthDate, Iin, normalise_address_into, parse_birth_date};
use tizim_rolls::{Kind, RollRules};

use crate::support::Row;

/// A row as the generator made it.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) list: usize,
    pub(crate) kind: Kind,
    /// Physical row in its list.
    pub(crate) row: u64,
    pub(crate) iin: String,
    pub(crate) names: [String; 3],
    pub(crate) birth: String,
    pub(crate) region: String,
    pub(crate) precinct: String,
    pub(crate) address: String,
    pub(crate) serial: String,
    pub(crate) removed: bool,
}

impl Person {
    fn place(&self) -> String {
        format!("{}/{}", address(&self.region), self.precinct)
    }

    fn row(&self) -> Row {
        (self.kind.word().to_owned(), self.row)
    }
}

fn address(text: &str) -> String {
    let mut normal = Vec::new();
    normalise_address_into(text.as_bytes(), &mut normal);
    String::from_utf8(normal).unwrap()
}

/// What the twin knows of a row.
struct Known {
    iin: Option<u64>,
    /// A number that is written and not valid; in these tests none is masked, and all others say something.
    identifier: Option<String>,
    names: String,
    /// Year, and packed whole date.
    year: Option<u16>,
    date: Option<u32>,
    iin_date: Option<u32>,
    address: String,
    region: String,
}

/// A verdict: code, rule and the rows.
pub(crate) type Verdict = (String, String, Vec<Row>);

/// Everything the twin says, with repetitions.
pub(crate) fn verdicts(people: &[Person], law: &RollRules) -> Vec<Verdict> {
    let known: Vec<Known> = people.iter().map(|person| know(person, law)).collect();
    let mut verdicts = Vec::new();
    for rule in ["iin", "identifier", "name-date", "name-year-address", "name-year-region"] {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, row) in known.iter().enumerate() {
            if let Some(key) = key(rule, row) {
                groups.entry(key).or_default().push(index);
            }
        }
        for group in groups.into_values().filter(|group| group.len() > 1) {
            judge(rule, &group, people, &known, &mut verdicts);
        }
    }
    verdicts.sort();
    verdicts
}

fn know(person: &Person, law: &RollRules) -> Known {
    let iin = Iin::parse(person.iin.as_bytes(), &law.people.iin).ok();
    let birth = parse_birth_date(person.birth.as_bytes(), &tizim_people::DateOptions::default()).ok();
    let names = person.names.clone().map(|name| normalise(&name));
    let usable = !names[0].is_empty() && !names[1].is_empty();
    Known {
        iin: iin.map(Iin::number),
        identifier: (iin.is_none() && !person.iin.is_empty()).then(|| person.iin.clone()),
        names: if usable { names.join("|") } else { String::new() },
        year: birth.map(BirthDate::year),
        date: birth.filter(|birth| birth.is_whole()).map(BirthDate::packed),
        iin_date: iin.map(|iin| iin.birth_date().packed()),
        address: address(&person.address),
        region: address(&person.region),
    }
}

fn key(rule: &str, row: &Known) -> Option<String> {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Some(match rule {
        "iin" => row.iin?.to_string(),
        "identifier" => row.identifier.clone()?,
        "name-date" => format!("{}|{}", text(&row.names)?, row.date?),
        "name-year-address" => format!("{}|{}|{}", text(&row.names)?, row.year?, text(&row.address)?),
        _ => format!("{}|{}|{}", text(&row.names)?, row.year?, text(&row.region)?),
    })
}

fn judge(rule: &str, group: &[usize], people: &[Person], known: &[Known], verdicts: &mut Vec<Verdict>) {
    if matches!(rule, "iin" | "identifier") {
        // In these tests people differ in surname and given name, or are one person with or without a patronymic.
        let mut by_names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &index in group {
            let surname_and_given = known[index].names.rsplit_once('|').map_or("", |(first, _)| first);
            by_names.entry(surname_and_given).or_default().push(index);
        }
        if by_names.len() > 1 {
            verdicts.push(("ROLL-012".into(), rule.into(), rows(group, people)));
        }
        for person in by_names.into_values() {
            second_entries(rule, &person, people, verdicts);
        }
        return;
    }
    let date = |index: usize| known[index].date.or(known[index].iin_date);
    // Two numbers on one date.
    let dates: BTreeSet<u32> =
        group.iter().filter(|index| known[**index].iin.is_some()).filter_map(|index| date(*index)).collect();
    let mut two_numbers = BTreeSet::new();
    for day in dates {
        let holders: BTreeSet<u64> = group
            .iter()
            .filter(|index| date(**index) == Some(day))
            .filter_map(|index| known[*index].iin)
            .collect();
        if holders.len() > 1 {
            let all: Vec<usize> = group
                .iter()
                .copied()
                .filter(|index| known[*index].iin.is_some_and(|iin| holders.contains(&iin)))
                .collect();
            if !inside(rule, &all, known) {
                two_numbers.insert(all);
            }
        }
    }
    for all in &two_numbers {
        verdicts.push(("ROLL-013".into(), rule.into(), rows(all, people)));
    }
    // Persons: everyone with a number and who may be the same; then the dated; then the rest.
    let mut persons: Vec<Vec<usize>> = Vec::new();
    let numbers: BTreeSet<u64> = group.iter().filter_map(|index| known[*index].iin).collect();
    for number in &numbers {
        let of: BTreeSet<u32> = group
            .iter()
            .filter(|index| known[**index].iin == Some(*number))
            .filter_map(|index| date(*index))
            .collect();
        persons.push(
            group
                .iter()
                .copied()
                .filter(|index| match (known[*index].iin, date(*index)) {
                    (Some(iin), _) => iin == *number,
                    (None, Some(day)) => of.contains(&day),
                    (None, None) => true,
                })
                .collect(),
        );
    }
    let numbered: BTreeSet<u32> =
        group.iter().filter(|index| known[**index].iin.is_some()).filter_map(|index| date(*index)).collect();
    let free: BTreeSet<u32> = group
        .iter()
        .filter(|index| known[**index].iin.is_none())
        .filter_map(|index| date(*index))
        .filter(|day| !numbered.contains(day))
        .collect();
    for day in &free {
        persons.push(
            group
                .iter()
                .copied()
                .filter(|index| known[*index].iin.is_none() && date(*index).is_none_or(|born| born == *day))
                .collect(),
        );
    }
    if numbers.is_empty() && free.is_empty() {
        persons.push(group.to_vec());
    }
    for person in persons.iter().filter(|person| person.len() > 1 && !inside(rule, person, known)) {
        second_entries(rule, person, people, verdicts);
    }
}

fn inside(rule: &str, rows: &[usize], known: &[Known]) -> bool {
    let all = |of: &dyn Fn(&Known) -> Option<String>| {
        let values: BTreeSet<Option<String>> = rows.iter().map(|index| of(&known[*index])).collect();
        values.len() == 1 && !values.contains(&None)
    };
    let stronger: &[&str] = match rule {
        "iin" | "identifier" => &[],
        "name-date" => &["iin", "identifier"],
        "name-year-address" => &["iin", "identifier", "name-date"],
        _ => &["iin", "identifier", "name-date", "name-year-address"],
    };
    let by_year = rule.starts_with("name-year");
    if by_year && rows.iter().all(|index| known[*index].date.is_some()) {
        return true;
    }
    stronger.iter().any(|stronger| all(&|row| key(stronger, row)))
}

fn rows(group: &[usize], people: &[Person]) -> Vec<Row> {
    group.iter().map(|index| people[*index].row()).collect()
}

/// What one person's rows that stand earn; and once, which rows would earn something had none been taken off. Who was
/// taken off the home list for a temporary one is where the law wants them (ROLL-004).
fn second_entries(rule: &str, person: &[usize], people: &[Person], verdicts: &mut Vec<Verdict>) {
    let mut say = |code: &str, members: BTreeSet<usize>| {
        let members: Vec<usize> = members.into_iter().collect();
        verdicts.push((code.to_owned(), rule.to_owned(), rows(&members, people)));
    };
    let is_removed = |index: &usize| people[*index].removed;
    let standing: Vec<usize> = person.iter().copied().filter(|index| !is_removed(index)).collect();
    for (code, members) in unlawful(&standing, people, &|_, _| true) {
        say(code, members);
    }
    let with_removed = |left: usize, right: usize| is_removed(&left) || is_removed(&right);
    let explained: BTreeSet<usize> = unlawful(person, people, &with_removed)
        .into_iter()
        .filter(|(code, _)| *code != "ROLL-004")
        .flat_map(|(_, members)| members)
        .collect();
    if !explained.is_empty() {
        say("ROLL-008", explained);
    }
}

/// The table of the law of 2023, pair by pair, of those pairs that are asked for.
fn unlawful(
    standing: &[usize],
    people: &[Person],
    is_sought: &dyn Fn(usize, usize) -> bool,
) -> BTreeMap<&'static str, BTreeSet<usize>> {
    use Kind::{Avc, Permanent, ResidenceCertificates, Signatures, Special, Supplementary, Temporary};
    let covered = |destination: usize, home: Kind| {
        let serial = &people[destination].serial;
        !serial.is_empty()
            && standing.iter().any(|index| people[*index].kind == home && people[*index].serial == *serial)
    };
    let mut cases: BTreeMap<&'static str, BTreeSet<usize>> = BTreeMap::new();
    for (at, &left) in standing.iter().enumerate() {
        for &right in &standing[at + 1..] {
            if !is_sought(left, right) {
                continue;
            }
            let (mut home, mut away) = (left, right);
            if people[home].kind > people[away].kind {
                std::mem::swap(&mut home, &mut away);
            }
            let same = people[home].place() == people[away].place();
            let one_list = people[home].list == people[away].list;
            let code = match (people[home].kind, people[away].kind) {
                (one, two) if one == two && one.is_voter_list() && same => "ROLL-001",
                (Permanent, Permanent) => "ROLL-002",
                (Permanent, Special) => "ROLL-003",
                (Permanent, Temporary) => "ROLL-004",
                (ResidenceCertificates, ResidenceCertificates) => "ROLL-030",
                (Signatures, Signatures) if one_list => "ROLL-031",
                (Signatures | ResidenceCertificates, _) | (_, Signatures | ResidenceCertificates) => continue,
                (kind @ (Permanent | Temporary), Supplementary | Avc) if covered(away, kind) => continue,
                // The kind of list for arrivals comes after the supplementary one in the order of kinds.
                (Supplementary, Avc) if same && covered(home, Avc) => continue,
                (Supplementary, _) | (_, Supplementary) => "ROLL-005",
                (Permanent, Avc) => "ROLL-006",
                _ => "ROLL-007",
            };
            cases.entry(code).or_default().extend([left, right]);
        }
    }
    cases
}

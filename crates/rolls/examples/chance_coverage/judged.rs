//! What `check` says of a roll of the generator: pairs observed, and the bounds that chance alone is said to keep.

use tizim_evidence::{Profile, Run};
use tizim_people::iin::check_digit;
use tizim_rolls::{Inputs, Kind, ListInput, NoSink, Options, RollRules, check};
use tizim_tables::{Input, Schema, TableFile};

use crate::generator::Person;

const PROFILE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/kz-2023/profile.toml"));
const SCHEMA: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/schemas/roll.toml"));
const HEADING: &str = "iin,surname,given_name,birth_date,region,address";

/// Rules by name, and parts of the pairs of the first.
pub(crate) const MEASURES: [&str; 6] = [
    "name-date",
    "name-date within lists",
    "name-date between lists",
    "name-year-address",
    "name-year-region",
    "name-digits",
];

/// One of the measures of one roll.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) observed: f64,
    pub(crate) expected: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) model: Option<f64>,
    pub(crate) placebo: Option<f64>,
}

impl Judged {
    pub(crate) fn is_covered(&self) -> bool {
        (self.low..=self.high).contains(&self.observed)
    }
}

/// What is said of each of [`MEASURES`].
pub(crate) fn judged(people: &[Person], seed: u64) -> Vec<Judged> {
    judged_beside(people, &[], seed)
}

/// The same, where a third list holds some of the people once more, without their numbers.
pub(crate) fn judged_beside(people: &[Person], again: &[Person], seed: u64) -> Vec<Judged> {
    let of = |second: bool| {
        let listed = people.iter().enumerate().filter(move |(_, person)| person.second_list == second);
        listed.map(|(number, person)| line(person, Some(number))).collect::<Vec<String>>()
    };
    let again: Vec<String> = again.iter().map(|person| line(person, None)).collect();
    let mut lists =
        vec![list("one.csv", Kind::Permanent, &of(false)), list("two.csv", Kind::Special, &of(true))];
    if !again.is_empty() {
        lists.push(list("three.csv", Kind::Temporary, &again));
    }
    let law = Profile::from_toml(PROFILE).ok().and_then(|profile| RollRules::from_profile(&profile).ok());
    let run = Run { threads: 1, memory: 64 << 20, seed, ..Run::new([5; 32]) };
    let inputs = Inputs { lists: &lists, ..Inputs::default() };
    let audit = law.and_then(|law| check(&inputs, &law, &Options::default(), &run, &mut NoSink).ok());
    let Some(audit) = audit else { return Vec::new() };
    let chance = &audit.sections()["chance"];
    let one = |measure: &&str| {
        let (rule, part) = measure.split_once(' ').unwrap_or((measure, ""));
        let whole = &chance[rule];
        let part = match part {
            "within lists" => &whole["within_lists"],
            "between lists" => &whole["between_lists"],
            _ => whole,
        };
        let number = |key: &str| part[key].as_f64();
        Judged {
            observed: number("observed").unwrap_or(0.0),
            expected: number("expected").unwrap_or(f64::NAN),
            low: number("low").unwrap_or(f64::INFINITY),
            high: number("high").unwrap_or(0.0),
            model: number("model"),
            placebo: number("placebo"),
        }
    };
    MEASURES.iter().map(one).collect()
}

fn list(name: &str, kind: Kind, lines: &[String]) -> ListInput {
    let text = format!("{HEADING}\n{}\n", lines.join("\n"));
    let schema = Schema::from_toml(SCHEMA).ok();
    let file = schema.and_then(|schema| {
        TableFile::open(&Input::bytes(name, text), &schema, &tizim_tables::Options::default()).ok()
    });
    ListInput { kind, files: file.into_iter().collect(), date: None, passed_over: Vec::new() }
}

/// A line of a list; `number` tells people apart, and makes a number that nobody else has.
fn line(person: &Person, number: Option<usize>) -> String {
    let Person { surname, given_name, year, month, day, region, address, .. } = person;
    let whole = number.map_or_else(String::new, |number| iin(person, number));
    let iin = if person.masked && !whole.is_empty() { format!("????????{}", &whole[8..]) } else { whole };
    let born = match (person.masked, person.undated) {
        (true, _) => String::new(),
        (_, true) => year.to_string(),
        _ => format!("{year}-{month:02}-{day:02}"),
    };
    // A number would tell the day.
    let iin = if person.undated && !person.masked { String::new() } else { iin };
    format!("{iin},{surname},{given_name},{born},KZ-{},улица {address} дом 1", 10 + region)
}

fn iin(person: &Person, number: usize) -> String {
    let mut serial = number * 7 % 10_000;
    loop {
        let text = format!("{:02}{:02}{:02}3{serial:04}", person.year % 100, person.month, person.day);
        let digits: Vec<u8> = text.bytes().map(|digit| digit - b'0').collect();
        if let Some(last) = digits.first_chunk::<11>().and_then(check_digit) {
            return format!("{text}{last}");
        }
        serial = (serial + 1) % 10_000;
    }
}

//! A small honest nation, made without the model that judges it, and the rules of the built-in profile.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    missing_docs,
    reason = "tests, and an example that shares them"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use tizim_avc::{AvcRules, Certificate, FormRange, Inputs, Precinct, Sheet};
use tizim_evidence::{Audit, Finding, Profile, Run};
use tizim_people::{BirthDate, DateOptions, Moment, PeopleRules, parse_datetime};
use tizim_polling::Regions;

/// The text of a built-in profile.
pub fn profile_text(id: &str) -> String {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data")).join(id);
    std::fs::read_to_string(folder.join("profile.toml")).unwrap()
}

/// The rules of a built-in profile.
pub fn rules(id: &str) -> AvcRules {
    AvcRules::from_profile(&Profile::from_toml(&profile_text(id)).unwrap()).unwrap().unwrap()
}

/// The regions that a profile names.
pub fn regions(id: &str) -> Regions {
    let units = Profile::from_toml(&profile_text(id)).unwrap().section("regions").unwrap();
    Regions::new(units.unwrap()).unwrap()
}

/// Identification numbers whose seventh digit is 9, which is never issued.
pub fn people() -> PeopleRules {
    toml::from_str("[iin.centuries]\n\"9\" = { century = 1900, sex = \"male\" }\n").unwrap()
}

pub fn run() -> Run {
    Run::new([7; 32])
}

pub fn moment(text: &str) -> Option<Moment> {
    parse_datetime(text.as_bytes(), &DateOptions::default()).ok()
}

/// A valid number nobody can hold, different for each `number` below some five million.
pub fn iin(number: u64) -> String {
    let mut body = number;
    loop {
        let (year, month, day) = (50 + body % 40, 1 + body / 40 % 12, 1 + body / 480 % 28);
        let text = format!("{year:02}{month:02}{day:02}9{:04}", body / 13_440 % 10_000);
        let digits: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
        let eleven: [u8; 11] = digits.try_into().unwrap();
        if let Some(digit) = tizim_people::iin::check_digit(&eleven) {
            return format!("{text}{digit}");
        }
        body += 20_000_011;
    }
}

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit.max(1)
    }

    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean > 30.0 {
            return self.poisson(mean / 2.0) + self.poisson(mean / 2.0);
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.uniform(), 0);
        while product > limit {
            product *= self.uniform();
            count += 1;
        }
        count
    }
}

pub struct Nation {
    pub precincts: Vec<Precinct>,
    pub certificates: Vec<Certificate>,
    pub forms: Vec<FormRange>,
}

pub const PRECINCT_COLUMNS: [&str; 15] = [
    "precinct",
    "region",
    "tec",
    "settlement",
    "voters",
    "voters_basis",
    "members",
    "forms",
    "extra_forms",
    "extra_order",
    "issued_reported",
    "used_reported",
    "returned_reported",
    "voted",
    "kind",
];
pub const CERTIFICATE_COLUMNS: [&str; 14] = [
    "serial",
    "election_kind",
    "home_precinct",
    "issued_at",
    "iin",
    "surname",
    "given_name",
    "patronymic",
    "birth_date",
    "used_precinct",
    "used_at",
    "retained",
    "recorded",
    "returned",
];
pub const FORM_COLUMNS: [&str; 4] = ["from_serial", "to_serial", "tec", "precinct"];

/// An honest nation: rates differ between regions, TECs and precincts (log-normal), parties of one to four travel
/// together, more often to large precincts of their own region.
pub fn nation(seed: u64, regions: usize, tecs: usize, precincts: usize) -> Nation {
    nation_at(0.003, seed, regions, tecs, precincts)
}

/// The same with another usual rate of issue.
pub fn nation_at(usual: f64, seed: u64, regions: usize, tecs: usize, precincts: usize) -> Nation {
    let mut random = Random::new(seed);
    let mut nation = Nation { precincts: vec![], certificates: vec![], forms: vec![] };
    let (mut serial, mut person) = (1_u64, seed * 17 % 1000);
    let per_region = tecs * precincts;
    let pull: Vec<f64> = (0..regions * per_region).map(|_| (0.7 * random.normal()).exp()).collect();
    let draw_place = |random: &mut Random, home: usize| loop {
        let region =
            if random.below(4) > 0 { home / per_region } else { random.below(regions as u64) as usize };
        let place = region * per_region + random.below(per_region as u64) as usize;
        if place != home && random.uniform() * 4.0 < pull[place] {
            return place;
        }
    };
    let mut used = vec![0_u64; regions * per_region];
    for region in 0..regions {
        let region_rate = usual * (0.3 * random.normal()).exp();
        for tec in 0..tecs {
            let tec_rate = region_rate * (0.15 * random.normal()).exp();
            for index in 0..precincts {
                let number = region * per_region + tec * precincts + index;
                let voters = 150 + random.below(2850);
                let forms = voters.div_ceil(100);
                let rate = tec_rate * (0.3 * random.normal()).exp();
                let issued = random.poisson(voters as f64 * rate).min(forms);
                let file = |name: &str| Arc::<str>::from(name);
                nation.precincts.push(Precinct {
                    file: file("precincts.csv"),
                    row: number as u64 + 2,
                    precinct: (number + 1).to_string(),
                    region: format!("Region {}", region + 1).into(),
                    tec: format!("TEC {}", region * tecs + tec + 1).into(),
                    settlement: format!("Village {number}").into(),
                    voters: Some(voters),
                    voters_basis: Some(voters),
                    members: Some(7),
                    forms: Some(forms),
                    extra_forms: Some(0),
                    issued_reported: Some(issued),
                    returned_reported: Some(forms - issued),
                    voted: Some(voters * 7 / 10),
                    ..Precinct::default()
                });
                nation.forms.push(FormRange {
                    file: file("forms.csv"),
                    row: number as u64 + 2,
                    from_serial: format!("KZ{serial:07}"),
                    to_serial: format!("KZ{:07}", serial + forms - 1),
                    region: "".into(),
                    tec: format!("TEC {}", region * tecs + tec + 1).into(),
                    precinct: (number + 1).to_string(),
                });
                let (mut party, mut place, mut travels) = (0, 0, false);
                for form in 0..issued {
                    if party == 0 {
                        party = 1 + random.below(4);
                        place = draw_place(&mut random, number);
                        travels = random.uniform() < 0.62;
                    }
                    party -= 1;
                    person += 1;
                    let day = 4 + random.below(15);
                    let hour = 9 + random.below(8);
                    let mut row = Certificate {
                        file: file("certificates.csv"),
                        row: nation.certificates.len() as u64 + 2,
                        serial: format!("KZ{:07}", serial + form),
                        home_precinct: (number + 1).to_string().into(),
                        issued_at: moment(&format!("2023-03-{day:02} {hour:02}:{:02}", random.below(60))),
                        iin: iin(person),
                        surname: format!("Фамилия{}", letters(random.below(5000))).into(),
                        given_name: format!("Имя{}", letters(random.below(300))).into(),
                        birth_date: BirthDate::full(
                            1950 + random.below(50) as u16,
                            1 + random.below(12) as u8,
                            1 + random.below(28) as u8,
                        ),
                        returned: Some(false),
                        ..Certificate::default()
                    };
                    if travels {
                        used[place] += 1;
                        row.used_precinct = (place + 1).to_string().into();
                        row.used_at = moment(&format!(
                            "2023-03-19 {:02}:{:02}",
                            8 + random.below(11),
                            random.below(60)
                        ));
                        row.retained = Some(true);
                        row.recorded = Some(true);
                    }
                    nation.certificates.push(row);
                }
                serial += forms;
            }
        }
    }
    for (row, used) in nation.precincts.iter_mut().zip(used) {
        row.used_reported = Some(used);
    }
    nation
}

fn letters(mut number: u64) -> String {
    let alphabet = ['а', 'б', 'в', 'г', 'д', 'е', 'к', 'л', 'м', 'н'];
    let mut text = String::new();
    for _ in 0..4 {
        text.push(alphabet[(number % 10) as usize]);
        number /= 10;
    }
    text
}

impl Nation {
    pub fn inputs(&self) -> Inputs<'static> {
        Inputs {
            precincts: Some(Sheet::new(PRECINCT_COLUMNS, self.precincts.clone())),
            certificates: Some(Sheet::new(CERTIFICATE_COLUMNS, self.certificates.clone())),
            forms: Some(Sheet::new(FORM_COLUMNS, self.forms.clone())),
            regions: regions("kz-2023"),
            people: people(),
            ..Inputs::default()
        }
    }

    pub fn audit(&self) -> Audit {
        tizim_avc::audit(&self.inputs(), &rules("kz-2023"), &run()).unwrap()
    }
}

/// Findings that are no statement of what could not be checked.
pub fn found(audit: &Audit) -> Vec<&Finding> {
    audit
        .findings
        .iter()
        .filter(|finding| finding.code != "AVC-090" && !finding.rule.starts_with("quota-"))
        .collect()
}

/// The findings of a code.
pub fn with_code<'a>(audit: &'a Audit, code: &str) -> Vec<&'a Finding> {
    audit.findings.iter().filter(|finding| finding.code == code).collect()
}

/// The (rule, rows) of all findings of a code.
pub fn rows(audit: &Audit, code: &str) -> BTreeSet<(String, Vec<u64>)> {
    let rows = |finding: &&Finding| {
        (finding.rule.clone(), finding.evidence.iter().map(|evidence| evidence.row).collect())
    };
    with_code(audit, code).iter().map(rows).collect()
}

//! Audits of an invented country, to look at and to test with. Nothing in them is real.

#![allow(dead_code, reason = "each example and test uses a part of it")]

pub(crate) mod hostile;
pub(crate) mod rich;
pub(crate) mod small;

use tizim_evidence::{
    Audit, Catalogue, InputRecord, Manifest, Persons, Profile, SCHEMA_VERSION, Setting, Value,
};
use tizim_report::{Edition, Report};

const PROFILE: &str = r#"
[profile]
id = "xx-2030"
title = "Assembly of Examplia, 17 March 2030 (invented)"
country = "XX"
election_day = "2030-03-17"
note = "Examplia is invented; so are its law, its districts and its voters."
[sources.law]
title = "Electoral Law of Examplia"
date = "version of 1 January 2030"
"#;

/// What a report needs beside its audit.
pub(crate) struct Fixture {
    /// Words of the report and of the invented audits.
    pub catalogue: Catalogue,
    pub profile: Profile,
    pub manifest: Manifest,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let report = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/messages/en/report.toml"));
        let words = include_str!("words.toml");
        Self {
            catalogue: Catalogue::from_toml([report, words]).expect("the catalogue is valid"),
            profile: Profile::from_toml(PROFILE).expect("the profile is valid"),
            manifest: manifest(),
        }
    }

    pub(crate) fn report<'a>(&'a self, audit: &'a Audit) -> Report<'a> {
        Report {
            audit,
            manifest: &self.manifest,
            profile: &self.profile,
            catalogue: &self.catalogue,
            edition: Edition::Working,
            reveal: false,
        }
    }
}

fn manifest() -> Manifest {
    let blake3 = |start: u64| {
        let groups =
            (0..8u64).map(|group| format!("{:08x}", (start + group).wrapping_mul(0x9E37_79B9) & 0xFFFF_FFFF));
        groups.collect::<Vec<_>>().join(" ")
    };
    let rows_of = |count: u64| Value::from(Persons(count));
    let input = |role: &str, name: &str, rows: [u64; 3], start: u64| InputRecord {
        role: role.to_owned(),
        name: name.to_owned(),
        bytes: rows.iter().sum::<u64>() * 143,
        blake3: blake3(start),
        read_as: "Windows-1251, semicolon, heading in row 3; `ЖСН` as iin, `ФИО` as full name".to_owned(),
        rows_read: rows_of(rows.iter().sum()),
        rows_taken: rows_of(rows[0]),
        rows_rejected: rows_of(rows[1]),
        rows_set_aside: rows_of(rows[2]),
    };
    Manifest {
        tool: "tizim".to_owned(),
        version: "0.1.0".to_owned(),
        schema_version: SCHEMA_VERSION,
        command: "rolls check".to_owned(),
        profile: "xx-2030".to_owned(),
        profile_blake3: blake3(7),
        settings: vec![Setting {
            name: "rules".to_owned(),
            value: "iin,name-date,name-year-address".to_owned(),
        }],
        seed: 42,
        key_id: Some("k7m2-0q9d".to_owned()),
        created: None,
        inputs: vec![
            input("permanent", "permanent.csv", [199_981, 14, 5], 11),
            input("special", "special lists.xlsx", [2_310, 0, 38], 23),
        ],
    }
}

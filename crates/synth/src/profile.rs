//! The profile of the synthetic nation: a law profile with another name and other century digits.

use std::path::Path;

use jiff::civil::Date;
use toml::{Table, Value};

use crate::country::{NAMES, REGIONS};
use crate::numbers::DIGITS;
use crate::{FileRows, SynthError};

/// What the generator takes from the base profile.
pub(crate) struct Base {
    /// The whole text of `profile.toml`.
    pub(crate) text: String,
    pub(crate) election_day: Date,
    /// Members of a commission: up to so many voters, so many members.
    pub(crate) commission: Vec<(i64, i64)>,
}

impl Base {
    /// Writes `profile.toml`.
    pub(crate) fn write(&self, out: &Path) -> Result<FileRows, SynthError> {
        let path = out.join("profile.toml");
        std::fs::write(&path, &self.text).map_err(|source| SynthError::Write { path, source })?;
        Ok(FileRows { name: "profile.toml".to_owned(), rows: self.text.lines().count() as u64 })
    }
}

/// The name of the profile of a synthetic nation.
pub const PROFILE: &str = "synthetic";

/// Reads the base profile and makes the synthetic one.
pub(crate) fn synthetic(base: &str) -> Result<Base, SynthError> {
    let failed = |reason: String| SynthError::Profile { reason };
    let mut table: Table = base.parse().map_err(|error: toml::de::Error| failed(error.to_string()))?;
    let head = table
        .get_mut("profile")
        .and_then(Value::as_table_mut)
        .ok_or_else(|| failed("it has no table `profile`".to_owned()))?;
    let election_day = head
        .get("election_day")
        .map(|day| day.as_str().map_or_else(|| day.to_string(), str::to_owned))
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| failed("`profile.election_day` is no date".to_owned()))?;
    let title = head.remove("title").unwrap_or_else(|| "no title".into());
    head.insert("id".to_owned(), PROFILE.into());
    head.insert("title".to_owned(), titled(&title));
    let centuries: Table = DIGITS
        .iter()
        .map(|(digit, century, female)| {
            let sex = if *female { "female" } else { "male" };
            let mut entry = Table::new();
            entry.insert("century".to_owned(), i64::from(*century).into());
            entry.insert("sex".to_owned(), sex.into());
            (digit.to_string(), Value::Table(entry))
        })
        .collect();
    let mut iin = Table::new();
    iin.insert("centuries".to_owned(), centuries.into());
    let people = table.entry("people").or_insert_with(|| Value::Table(Table::new()));
    match people.as_table_mut() {
        Some(people) => people.insert("iin".to_owned(), iin.into()),
        None => return Err(failed("`people` is no table".to_owned())),
    };
    add_regions(&mut table);
    let commission = commission(&table);
    let text = toml::to_string(&table).map_err(|error| failed(error.to_string()))?;
    Ok(Base { text: format!("# A nation that does not exist.\n{text}"), election_day, commission })
}

/// Adds the regions of this nation that are younger than the law whose profile it is, where that names regions.
fn add_regions(table: &mut Table) {
    let Some(named) = table.get_mut("regions").and_then(Value::as_array_mut) else { return };
    for (region, (code, en, kk)) in REGIONS.iter().zip(NAMES) {
        let is_named = named.iter().any(|unit| unit.get("id").and_then(Value::as_str) == Some(code));
        if !is_named {
            let kind = if region.urban < 1.0 { "region" } else { "city" };
            let unit = [("id", code), ("kind", kind), ("en", en), ("ru", region.name), ("kk", kk)];
            let unit: Table = unit.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect();
            named.push(unit.into());
        }
    }
}

/// The title of the synthetic profile, in each language of the one it is made after.
fn titled(title: &Value) -> Value {
    const AFTER: [(&str, &str); 3] = [
        ("en", "Synthetic nation, after"),
        ("ru", "Вымышленная страна, по образцу"),
        ("kk", "Ойдан шығарылған ел, үлгісі"),
    ];
    let in_language = |(language, after): (&str, &str)| {
        let title = title.get(language)?.as_str()?;
        Some((language.to_owned(), Value::from(format!("{after}: {title}"))))
    };
    match title.as_str() {
        Some(title) => format!("{}: {title}", AFTER[0].1).into(),
        None => Value::Table(AFTER.into_iter().filter_map(in_language).collect()),
    }
}

/// `rolls.commission.steps`, or nothing.
fn commission(table: &Table) -> Vec<(i64, i64)> {
    let steps =
        table.get("rolls").and_then(|rolls| rolls.get("commission")).and_then(|rule| rule.get("steps"));
    let number = |step: &Value, key: &str| step.get(key).and_then(Value::as_integer);
    steps
        .and_then(Value::as_array)
        .map(|steps| {
            steps
                .iter()
                .filter_map(|step| Some((number(step, "voters_up_to")?, number(step, "members")?)))
                .collect()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_law_stays() {
        let base = "[profile]\nid = 'kz'\ntitle = 'T'\nelection_day = '2019-06-09'\n[people.iin.centuries]\n\
            1 = { century = 1800, sex = 'male' }\n[rolls.commission]\nsteps = [{ voters_up_to = 1000, members = 5 }]\n\
            [[rolls.second_entry]]\ncode = 'ROLL-001'\n";
        let made = synthetic(base).unwrap();
        assert_eq!(made.election_day, jiff::civil::date(2019, 6, 9));
        assert_eq!(made.commission, [(1000, 5)]);
        let table: Table = made.text.parse().unwrap();
        assert_eq!(table["profile"]["id"].as_str(), Some("synthetic"));
        assert_eq!(table["rolls"]["second_entry"][0]["code"].as_str(), Some("ROLL-001"));
        let centuries = table["people"]["iin"]["centuries"].as_table().unwrap();
        assert_eq!(centuries.keys().collect::<Vec<_>>(), ["0", "7", "8", "9"]);
        assert_eq!(centuries["9"]["century"].as_integer(), Some(2000));
    }

    #[test]
    fn regions_of_the_nation_that_are_younger_than_the_law_have_names_too() {
        let head = "[profile]\nid = 'kz'\ntitle = 'T'\nelection_day = '2019-06-09'\n";
        let astana = "[[regions]]\nid = 'KZ-71'\nkind = 'city'\nen = 'Nur-Sultan'\n";
        let table: Table = synthetic(&format!("{head}{astana}")).unwrap().text.parse().unwrap();
        let regions = table["regions"].as_array().unwrap();
        assert_eq!(regions.len(), REGIONS.len());
        assert_eq!(regions[0]["en"].as_str(), Some("Nur-Sultan"));
        for (region, (code, _, _)) in REGIONS.iter().zip(NAMES) {
            assert_eq!(region.code, code);
            assert!(regions.iter().any(|unit| unit["id"].as_str() == Some(code)));
        }
        let abai = &regions[1];
        assert_eq!(
            ["id", "kind", "en"].map(|key| abai[key].as_str().unwrap()),
            ["KZ-10", "region", "Abai Region"]
        );
        let almaty = regions.iter().find(|unit| unit["id"].as_str() == Some("KZ-75")).unwrap();
        assert_eq!(almaty["kind"].as_str(), Some("city"));
        let table: Table = synthetic(head).unwrap().text.parse().unwrap();
        assert!(!table.contains_key("regions"));
    }

    #[test]
    fn a_profile_that_is_none() {
        for wrong in ["[", "", "[profile]\nid = 'x'", "people = 1\n[profile]\nelection_day = '2019-06-09'"] {
            assert!(synthetic(wrong).is_err(), "{wrong}");
        }
    }
}

//! Law is data, and data are checked: a slip in a profile is told, never a law switched off unseen.

use std::fs;
use std::path::Path;

use crate::support::{nation, place, refused, repository, succeed};

const DISTRICTS: &str = "id,name,region,seats,voters\n1,North,A,1,1200\n2,South,A,1,800\n3,East,B,1,1000\n";

/// Runs an audit that does not even read the section in question.
fn refused_under(folder: &Path, profile: &str) -> String {
    fs::write(folder.join("own.toml"), profile).unwrap();
    fs::write(folder.join("districts.csv"), DISTRICTS).unwrap();
    refused(folder, &["districts", "audit", "districts.csv", "--profile", "own.toml", "--quiet"])
}

fn law_of_2023() -> String {
    fs::read_to_string(repository("data/kz-2023/profile.toml")).unwrap()
}

#[test]
fn a_slip_in_a_profile_is_told_with_what_is_known() {
    let place = place();
    let law = law_of_2023();
    for (written, slip, known) in [
        ("used-once = {", "used-onec = {", "`used-once`"),
        ("kind = \"special\"", "kind = \"speciall\"", "`special`"),
        ("\"used_reported\"]", "\"used_reportd\"]", "`used_reported`"),
        ("voted = {", "votes = {", "`voted`"),
        ("least_ratio = 2.0", "least_ration = 2.0", "`least_ratio`"),
        ("[avc.night]", "[avc.nihgt]", "`night`"),
        ("[rolls.voting_age]", "[rolls.voting_aeg]", "`voting_age`"),
        ("lists = [\"permanent\", \"special\"]", "lists = [\"permanent\", \"speciall\"]", "`special`"),
        ("lawful_if = \"removed-from-home\"", "lawful_if = \"removed\"", "`removed-from-home`"),
        ("demand = \"no_crossing\"", "demand = \"no_crosing\"", "`no_crossing`"),
        ("tolerances =", "tolerance =", "`tolerances`"),
        ("[people.iin.centuries]", "[people.iin.centurys]", "`centuries`"),
        ("[people.iin]\n", "[people.inn]\n", "`iin`"),
        ("sex = \"male\" }", "sex = \"mail\" }", "male"),
        ("[avc]", "[acv]", "avc"),
        ("en = \"odihr-2019#note 24\"", "en = \"ohdir-2019#note 24\"", "`odihr-2019`"),
    ] {
        assert!(law.contains(written), "{written}");
        let error = refused_under(place.path(), &law.replacen(written, slip, 1));
        assert!(error.contains(known), "{slip}: {error}");
    }
}

#[test]
fn numbers_of_a_profile_are_numbers() {
    let place = place();
    let law = law_of_2023();
    for (written, wrong) in [
        ("false_alarm_rate = 0.05", "false_alarm_rate = nan"),
        ("false_alarm_rate = 0.05", "false_alarm_rate = 5.0"),
        ("least_ratio = 2.0", "least_ratio = inf"),
        ("least_ratio = 2.0", "least_ratio = 0.5"),
        ("least_difference = 5.0", "least_difference = -5.0"),
        ("least_units = 20", "least_units = -20"),
        ("run_minutes = 10", "run_minutes = -10"),
        ("least_difference = 5.0", "least_difference = -1"),
        ("tolerances = [0.10, 0.15]", "tolerances = [0.10, -0.15]"),
        ("tolerances = [0.10, 0.15]", "tolerances = [0.10, 15.0]"),
        ("share = \"1/100\"", "share = \"101/100\""),
        ("share = \"1/100\"", "share = 0.01"),
        ("value = 3000", "value = -3000"),
        ("offset_hours = 6", "offset_hours = 60"),
        ("close = \"20:00:00\"", "close = \"02:00:00\""),
        ("from = \"2023-03-04\"", "from = \"2023-04-03\""),
        ("digits = 12", "digits = 11"),
        ("modulus = 11", "modulus = 0"),
        ("basis = \"election_day\"", "basis = \"basis_day\""),
    ] {
        assert!(law.contains(written), "{written}");
        let error = refused_under(place.path(), &law.replacen(written, wrong, 1));
        assert!(error.contains("own.toml") && error.len() < 1_000, "{wrong}: {error}");
    }
}

#[test]
fn a_list_given_for_a_profile_is_not_quoted() {
    let place = place();
    let folder = place.path();
    fs::write(folder.join("districts.csv"), DISTRICTS).unwrap();
    fs::write(folder.join("list.csv"), "760731714687,Кулжанов,Болат,1976-07-31\n").unwrap();
    for option in ["--profile", "--facts", "--standards", "--columns"] {
        let error = refused(folder, &["districts", "audit", "districts.csv", option, "list.csv", "--quiet"]);
        for value in ["760731", "Кулжанов", "1976"] {
            assert!(!error.contains(value), "{option}: {error}");
        }
        assert!(error.contains("line 1"), "{option}: {error}");
    }
}

#[test]
fn profiles_of_synthetic_nations_load() {
    let profile = nation().join("profile.toml");
    let place = place();
    fs::write(place.path().join("districts.csv"), DISTRICTS).unwrap();
    let profile = profile.to_str().unwrap();
    succeed(place.path(), &["districts", "audit", "districts.csv", "--profile", profile, "--quiet"]);
}

//! Every code found where it is planted, at the severity that its rule allows, and nowhere else.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod nation;

use nation::{Nation, iin, moment, nation, people, rules, run, with_code};
use tizim_avc::{
    Answer, Complete, Held, HomeList, Inputs, ListEntry, ListError, Located, MatchedBy, Precinct, Removed,
    Sheet,
};
use tizim_evidence::{Audit, Evidence, Finding, Severity, Value};

fn small() -> Nation {
    nation(11, 3, 4, 12)
}

/// The finding of a code whose evidence names this row.
fn about<'a>(audit: &'a Audit, code: &str, row: u64) -> &'a Finding {
    let found = with_code(audit, code);
    let names = |finding: &&&Finding| finding.evidence.iter().any(|evidence| evidence.row == row);
    // A unit above it may name the row too: the smallest unit is meant.
    let one = found.iter().filter(names).min_by_key(|finding| finding.evidence.len());
    one.unwrap_or_else(|| panic!("no {code} about row {row}"))
}

/// A certificate that was used, and not in the last precincts.
fn a_used(nation: &Nation, skip: usize) -> usize {
    let used = |(_, row): &(usize, &tizim_avc::Certificate)| !row.used_precinct.is_empty();
    nation.certificates.iter().enumerate().filter(used).nth(skip).unwrap().0
}

fn an_unused(nation: &Nation, skip: usize) -> usize {
    let unused = |(_, row): &(usize, &tizim_avc::Certificate)| row.used_precinct.is_empty();
    nation.certificates.iter().enumerate().filter(unused).nth(skip).unwrap().0
}

fn row(index: usize) -> u64 {
    index as u64 + 2
}

#[test]
fn avc_001_forms_above_and_short() {
    let mut nation = small();
    for (index, voters, forms) in [(0, 1234, 20), (1, 1200, 9), (2, 1234, 13)] {
        let precinct = &mut nation.precincts[index];
        (precinct.voters, precinct.voters_basis, precinct.forms) = (Some(voters), Some(voters), Some(forms));
        precinct.returned_reported = Some(forms - precinct.issued_reported.unwrap());
    }
    let extra = &mut nation.precincts[3];
    (extra.extra_forms, extra.extra_order) = (Some(4), String::new());
    let ordered = &mut nation.precincts[4];
    (ordered.extra_forms, ordered.extra_order) = (Some(4), "12/3".to_owned());
    let audit = nation.audit();
    let above = about(&audit, "AVC-001", row(0));
    assert_eq!((above.severity, above.figures["above_least"].clone()), (Severity::Warning, 7.into()));
    assert_eq!(above.figures["allowed_down"], 12.into());
    assert_eq!(above.figures["allowed_up"], 13.into());
    assert_eq!(about(&audit, "AVC-001", row(1)).severity, Severity::Notice);
    // Within under the rounding that the TEC keeps: one notice for all of them.
    assert!(
        with_code(&audit, "AVC-001")
            .iter()
            .any(|finding| finding.count > 10 && finding.rule == "quota-precinct")
    );
    assert!(about(&audit, "AVC-001", row(3)).severity == Severity::Warning);
    // The order covers the extra forms of precinct 5: it stands in the notice on rounding alone.
    let single =
        |finding: &&&Finding| finding.subject.kind == "precinct" && finding.evidence[0].row == row(4);
    assert!(with_code(&audit, "AVC-001").iter().find(single).is_none());
}

#[test]
fn avc_001_binds_at_the_region() {
    let mut nation = small();
    for precinct in &mut nation.precincts[..48] {
        precinct.forms = precinct.forms.map(|forms| forms + 1);
        precinct.returned_reported = precinct.returned_reported.map(|forms| forms + 1);
    }
    let of_region = |complete: Complete| {
        let inputs = Inputs { complete, ..nation.inputs() };
        let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
        let found = with_code(&audit, "AVC-001").into_iter().find(|finding| finding.subject.id == "Region 1");
        found.map(|finding| (finding.severity, finding.rule.clone())).unwrap()
    };
    let said = Complete::Regions(vec!["region 1".to_owned()]);
    for whole in [Complete::All, said] {
        assert_eq!(of_region(whole), (Severity::Violation, "quota-region".to_owned()));
    }
    // What a whole may have, a part of it may have too.
    let other = Complete::Regions(vec!["Region 2".to_owned()]);
    for part in [Complete::AsTotalsShow, other] {
        assert_eq!(of_region(part), (Severity::Notice, "quota-region".to_owned()));
    }
    let audit = nation.audit();
    let other =
        with_code(&audit, "AVC-001").into_iter().find(|finding| finding.subject.id == "Region 2").unwrap();
    assert_eq!(other.severity, Severity::Notice);
}

#[test]
fn avc_002_a_serial_issued_twice() {
    let mut nation = small();
    let index = an_unused(&nation, 0);
    let mut second = nation.certificates[index].clone();
    (second.iin, second.surname, second.row) = (iin(4_000_001), "Другая".into(), 9001);
    nation.certificates.push(second);
    let finding = &nation.audit();
    let finding = about(finding, "AVC-002", 9001);
    assert_eq!((finding.severity, finding.count), (Severity::Violation, 2));
    // A copy of the same entry is no second issue.
    let mut nation = small();
    let mut copy = nation.certificates[index].clone();
    copy.row = 9001;
    nation.certificates.push(copy);
    let audit = nation.audit();
    assert_eq!(about(&audit, "AVC-002", 9001).severity, Severity::Notice);
    assert!(with_code(&audit, "AVC-003").is_empty() && with_code(&audit, "AVC-013").is_empty());
}

#[test]
fn avc_003_two_certificates_of_one_person() {
    let mut nation = small();
    let [one, other, third, fourth] = [0, 40, 60, 80].map(|skip| an_unused(&nation, skip));
    let first = nation.certificates[one].clone();
    let second = &mut nation.certificates[other];
    (second.iin, second.surname, second.given_name) =
        (first.iin.clone(), first.surname.clone(), first.given_name.clone());
    // The same number under another name is a lead; the same name and date without a number too.
    let borrowed = nation.certificates[fourth].iin.clone();
    nation.certificates[third].iin = borrowed;
    let [five, six] = [100, 120].map(|skip| an_unused(&nation, skip));
    let named = nation.certificates[five].clone();
    let lead = &mut nation.certificates[six];
    (lead.surname, lead.given_name, lead.birth_date) = (named.surname, named.given_name, named.birth_date);
    lead.iin.clear();
    let audit = nation.audit();
    let finding = about(&audit, "AVC-003", row(one));
    assert_eq!((finding.severity, finding.count, finding.subject.kind), (Severity::Violation, 2, "person"));
    assert_eq!(about(&audit, "AVC-003", row(third)).severity, Severity::Warning);
    let lead = about(&audit, "AVC-003", row(six));
    assert_eq!((lead.severity, lead.rule.as_str()), (Severity::Warning, "one-per-person-by-name"));
    assert!(lead.figures.contains_key("pairs_expected_by_chance"));
    assert_eq!(with_code(&audit, "AVC-003").len(), 3);
    // For another election on the same day a second certificate is lawful.
    nation.certificates.iter_mut().for_each(|row| row.election_kind = "president".into());
    nation.certificates[other].election_kind = "council".into();
    assert_eq!(with_code(&nation.audit(), "AVC-003").len(), 2);
}

#[test]
fn avc_004_times() {
    let mut nation = small();
    let indices: Vec<usize> = (0..6).map(|skip| a_used(&nation, skip * 9)).collect();
    let set = |nation: &mut Nation, index: usize, issued: &str| {
        nation.certificates[index].issued_at = moment(issued);
    };
    set(&mut nation, indices[0], "2023-03-01 11:00");
    set(&mut nation, indices[1], "2023-03-18 18:30");
    set(&mut nation, indices[2], "2023-03-10 23:30");
    nation.certificates[indices[3]].used_at = moment("2023-03-19 21:10");
    nation.certificates[indices[4]].used_at = moment("2023-03-20");
    nation.certificates[indices[5]].issued_at = moment("2023-03-19 12:00");
    nation.certificates[indices[5]].used_at = moment("2023-03-19 08:05");
    let audit = nation.audit();
    let rule = |index: usize| about(&audit, "AVC-004", row(indices[index]));
    assert_eq!((rule(0).rule.as_str(), rule(0).severity), ("issue-window", Severity::Violation));
    assert_eq!((rule(1).rule.as_str(), rule(1).severity), ("issue-window", Severity::Violation));
    assert_eq!((rule(2).rule.as_str(), rule(2).severity), ("issue-at-night", Severity::Notice));
    assert_eq!(rule(3).rule, "use-hours");
    assert_eq!(rule(4).rule, "use-on-election-day");
    let last: Vec<_> = with_code(&audit, "AVC-004")
        .into_iter()
        .filter(|finding| finding.evidence.iter().any(|evidence| evidence.row == row(indices[5])))
        .map(|finding| finding.rule.clone())
        .collect();
    assert_eq!(last, ["issue-window", "use-after-issue"]);
    assert_eq!(with_code(&audit, "AVC-004").len(), 7);
}

#[test]
fn avc_004_by_the_clock_that_is_stated() {
    let mut nation = small();
    let index = an_unused(&nation, 0);
    nation.certificates[index].issued_at = moment("2023-03-18 18:30");
    let mut inputs = nation.inputs();
    inputs.clock = tizim_avc::Clock::Local;
    let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
    assert_eq!(about(&audit, "AVC-004", row(index)).severity, Severity::Violation);
    // A register kept by the clock of the capital (UTC+6): 18:30 there is 17:30 in the west.
    for precinct in &mut nation.precincts {
        precinct.region = precinct.region.replace("Region 1", "Aktobe").into();
    }
    // Not stated which: half past six may be half past five.
    assert_eq!(about(&nation.audit(), "AVC-004", row(index)).severity, Severity::Notice);
    let mut inputs = nation.inputs();
    inputs.clock = tizim_avc::Clock::Offset(6);
    let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
    assert!(with_code(&audit, "AVC-004").is_empty());
}

#[test]
fn avc_006_serials_and_ranges() {
    let mut nation = small();
    let [outside, other, odd] = [0, 30, 50].map(|skip| an_unused(&nation, skip));
    nation.certificates[outside].serial = "KZ9000001".to_owned();
    nation.certificates[odd].serial = "K-17".to_owned();
    let foreign = nation.forms.last().unwrap().to_serial.clone();
    nation.certificates[other].serial = foreign;
    let overlap = nation.forms[6].from_serial.clone();
    nation.forms[5].to_serial = overlap;
    let audit = nation.audit();
    let rules: Vec<_> = with_code(&audit, "AVC-006").iter().map(|finding| finding.rule.as_str()).collect();
    assert_eq!(about(&audit, "AVC-006", row(outside)).rule, "serial-handed-out");
    assert_eq!(about(&audit, "AVC-006", row(other)).rule, "serial-of-own-range");
    for rule in ["serial-format", "ranges-apart"] {
        assert!(rules.contains(&rule), "{rules:?}");
    }
    assert!(with_code(&audit, "AVC-006").iter().all(|finding| finding.severity <= Severity::Warning));
}

#[test]
fn avc_007_to_009_and_012_and_016_uses() {
    let mut nation = small();
    let [never, twice, home, kept, recorded, back] = [0, 9, 18, 27, 36, 45].map(|skip| a_used(&nation, skip));
    let certificate = &mut nation.certificates[never];
    (certificate.home_precinct, certificate.issued_at) = ("".into(), None);
    let mut second = nation.certificates[twice].clone();
    (second.used_precinct, second.row) = ("140".into(), 9002);
    nation.certificates.push(second);
    let own = nation.certificates[home].home_precinct.clone();
    nation.certificates[home].used_precinct = own;
    nation.certificates[kept].retained = Some(false);
    nation.certificates[recorded].recorded = Some(false);
    nation.certificates[back].returned = Some(true);
    let audit = nation.audit();
    assert_eq!(about(&audit, "AVC-007", row(never)).severity, Severity::Warning);
    assert_eq!(about(&audit, "AVC-008", 9002).severity, Severity::Violation);
    assert_eq!(about(&audit, "AVC-009", row(home)).rule, "not-at-home");
    assert_eq!(about(&audit, "AVC-012", row(kept)).rule, "retained");
    assert_eq!(about(&audit, "AVC-012", row(recorded)).rule, "recorded");
    assert_eq!(about(&audit, "AVC-016", row(back)).rule, "returned-or-used");
    // One issue, written down with two uses, is no serial issued twice.
    assert!(with_code(&audit, "AVC-002").is_empty());
    for code in ["AVC-007", "AVC-008", "AVC-009"] {
        assert_eq!(with_code(&audit, code).len(), 1, "{code}");
    }
}

#[test]
fn avc_009_within_the_settlement_where_the_profile_forbids_it() {
    let mut nation = small();
    let index = a_used(&nation, 3);
    let place = |number: &str| number.parse::<usize>().unwrap() - 1;
    let (home, used) =
        (place(&nation.certificates[index].home_precinct), place(&nation.certificates[index].used_precinct));
    let settlement = nation.precincts[home].settlement.clone();
    let (region, tec) = (nation.precincts[home].region.clone(), nation.precincts[home].tec.clone());
    (nation.precincts[used].settlement, nation.precincts[used].region, nation.precincts[used].tec) =
        (settlement, region, tec);
    assert_eq!(about(&nation.audit(), "AVC-009", row(index)).rule, "same-settlement");
    let audit = tizim_avc::audit(&nation.inputs(), &rules("kz-2019"), &run()).unwrap();
    assert!(with_code(&audit, "AVC-009").is_empty());
}

#[test]
fn avc_013_where_a_difference_first_appears() {
    let mut nation = small();
    nation.precincts[7].used_reported = nation.precincts[7].used_reported.map(|used| used + 3);
    let sum = |rows: &[Precinct]| rows.iter().filter_map(|row| row.issued_reported).sum::<u64>();
    // The first TEC passes on what it received, the second two more, the region what its TECs say, the nation too.
    let total = |region: &str, tec: &str, issued: u64, row: u64| Precinct {
        file: "precincts.csv".into(),
        row,
        region: region.into(),
        tec: tec.into(),
        issued_reported: Some(issued),
        ..Precinct::default()
    };
    let (first, second) = (sum(&nation.precincts[..12]), sum(&nation.precincts[12..24]) + 2);
    let region = sum(&nation.precincts[..48]) + 2;
    let all = sum(&nation.precincts) + 2;
    nation.precincts.push(total("Region 1", "TEC 1", first, 9001));
    nation.precincts.push(total("Region 1", "TEC 2", second, 9002));
    nation.precincts.push(total("Region 1", "", region, 9003));
    nation.precincts.push(total("", "", all, 9004));
    let audit = nation.audit();
    let found: Vec<_> = with_code(&audit, "AVC-013")
        .iter()
        .map(|finding| (finding.subject.kind, finding.evidence[0].row, finding.figures["difference"].clone()))
        .collect();
    let by = tizim_evidence::Value::Persons;
    assert_eq!(found, [("precinct", row(7), by(3)), ("tec", 9002, by(2))]);
    assert_eq!(audit.sections()["levels"]["nation"]["issued"]["reported"], all);
    assert!(audit.exhibits.len() >= 4);
}

#[test]
fn avc_016_forms_and_017_numbers() {
    let mut nation = small();
    nation.precincts[0].returned_reported =
        nation.precincts[0].returned_reported.map(|returned| returned + 2);
    nation.precincts[1].used_reported = None;
    let audit = nation.audit();
    let balance = about(&audit, "AVC-016", row(0));
    assert_eq!(
        (balance.severity, balance.figures["gap"].clone()),
        (Severity::Warning, tizim_evidence::Value::derived(-2))
    );
    let required = about(&audit, "AVC-017", row(1));
    assert_eq!((required.subject.kind, required.count), ("tec", 1));
    // A number that was not established is missing, not zero: no difference to the register is claimed.
    assert!(with_code(&audit, "AVC-013").is_empty());
    assert!(audit.sections()["totals"]["used_reported"].is_null());
    assert_eq!(audit.sections()["totals"]["at_least"]["used_reported"]["precincts_missing"], 1);
}

#[test]
fn avc_014_and_015_rates_and_flows() {
    let mut nation = nation(11, 4, 5, 40);
    let precinct = &mut nation.precincts[21];
    (precinct.voters, precinct.voters_basis) = (Some(1500), Some(1500));
    precinct.issued_reported = Some(120);
    for row in nation.certificates.iter_mut().filter(|row| &*row.home_precinct == "100") {
        row.used_precinct = "".into();
    }
    let template = nation.certificates[a_used(&nation, 0)].clone();
    for number in 0..30_u64 {
        let mut row = template.clone();
        row.row = 9000 + number;
        row.serial = format!("KZ{:07}", 8_000_000 + number);
        row.iin = iin(4_100_000 + number);
        row.surname =
            format!("Ж{}", "абвгдежзиклмнопрстуфхцчшщыэюяё".chars().nth(number as usize).unwrap()).into();
        (row.home_precinct, row.used_precinct) = ("100".into(), "777".into());
        row.used_at = moment(&format!("2023-03-19 11:{:02}", number * 2));
        nation.certificates.push(row);
    }
    let inputs = Inputs { forms: None, ..nation.inputs() };
    let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
    let rules: Vec<_> = with_code(&audit, "AVC-015").iter().map(|finding| finding.rule.as_str()).collect();
    assert!(rules.contains(&"serial-runs") && rules.contains(&"unusual-flow"), "{rules:?}");
    let counts =
        tizim_avc::audit(&Inputs { certificates: None, ..inputs }, &nation::rules("kz-2023"), &run())
            .unwrap();
    let rate = about(&counts, "AVC-014", row(21));
    assert_eq!((rate.severity, rate.rule.as_str()), (Severity::Warning, "unusual-issue-rate"));
    assert_eq!(
        with_code(&counts, "AVC-014").iter().filter(|finding| finding.subject.kind == "precinct").count(),
        1
    );
}

/// Lists that know these holders.
struct Lists {
    missing: String,
    special: String,
    unmarked: String,
    without_serial: String,
}

impl HomeList for Lists {
    fn kinds(&self) -> Vec<String> {
        ["permanent", "special", "supplementary"].map(str::to_owned).to_vec()
    }

    fn locate(&self, held: &[Held<'_>]) -> Result<Vec<Located>, ListError> {
        let entry = |kind: &str, row: u64, precinct: &str, serial: &str| ListEntry {
            kind: kind.to_owned(),
            evidence: Evidence {
                file: format!("{kind}.csv"),
                list: Some(kind.to_owned()),
                row,
                source_ref: None,
            },
            region: String::new(),
            precinct: precinct.to_owned(),
            matched_by: MatchedBy::Identifier,
            mark: None,
            removed: Removed::No,
            avc_serial: Some(serial.to_owned()),
        };
        let one = |held: &Held<'_>| {
            if held.holder.iin == self.missing {
                return Located { on_home_list: Answer::No, entries: vec![] };
            }
            let serial = if held.holder.iin == self.unmarked { "" } else { held.serial };
            let mut entries = vec![entry("permanent", 5, held.home_precinct, serial)];
            if held.holder.iin == self.special {
                entries.push(entry("special", 6, "999", ""));
            }
            if !held.used_precinct.is_empty() {
                let serial = if held.holder.iin == self.without_serial { "" } else { held.serial };
                entries.push(entry("supplementary", 7, held.used_precinct, serial));
            }
            Located { on_home_list: Answer::Yes, entries }
        };
        Ok(held.iter().map(one).collect())
    }
}

#[test]
fn avc_005_010_011_lists() {
    let nation = small();
    let [missing, special, unmarked] = [0, 20, 40].map(|skip| an_unused(&nation, skip));
    let without_serial = a_used(&nation, 10);
    let number = |index: usize| nation.certificates[index].iin.clone();
    let lists = Lists {
        missing: number(missing),
        special: number(special),
        unmarked: number(unmarked),
        without_serial: number(without_serial),
    };
    let inputs = Inputs { lists: Some(&lists), ..nation.inputs() };
    let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
    assert_eq!(about(&audit, "AVC-005", row(missing)).severity, Severity::Warning);
    let other = about(&audit, "AVC-010", row(special));
    assert_eq!((other.severity, other.rule.as_str()), (Severity::Notice, "other-list-special"));
    assert_eq!(about(&audit, "AVC-011", row(unmarked)).rule, "home-row-marked");
    assert_eq!(about(&audit, "AVC-011", row(without_serial)).rule, "destination-row-with-serial");
    let count = |code: &str| with_code(&audit, code).len();
    assert_eq!((count("AVC-005"), count("AVC-010"), count("AVC-011")), (1, 1, 2));
    // Persons are shown by tokens.
    assert!(audit.findings.iter().all(|finding| !finding.subject.id.contains("Фамилия")));
    // No temporary list is given, and that is said.
    assert!(with_code(&audit, "AVC-090").iter().any(|finding| finding.subject.id == "other-list-temporary"));
}

#[test]
fn avc_090_what_could_not_be_checked() {
    let nation = small();
    let counts = Inputs {
        precincts: Some(Sheet::new(["precinct", "region", "voters", "forms"], nation.precincts.clone())),
        people: people(),
        ..Inputs::default()
    };
    let audit = tizim_avc::audit(&counts, &rules("kz-2023"), &run()).unwrap();
    let checks = |finding: &Finding| match finding.figures.get("checks") {
        Some(Value::List(checks)) => {
            assert_eq!(Value::from(finding.count), Value::from(checks.len()));
            checks
                .iter()
                .map(|check| serde_json::to_value(check).unwrap().as_str().unwrap().to_owned())
                .collect()
        }
        _ => vec![finding.subject.id.clone()],
    };
    let found = with_code(&audit, "AVC-090");
    let said: Vec<String> = found.iter().flat_map(|finding| checks(finding)).collect();
    for check in [
        "balance",
        "reported-used",
        "serials",
        "issue-window",
        "one-per-person",
        "home-list",
        "other-list-special",
        "ranges",
        "retained",
        "unusual-use-rate-precinct",
    ] {
        assert_eq!(said.iter().filter(|said| *said == check).count(), 1, "{check} not once in {said:?}");
    }
    assert!(!said.iter().any(|said| said == "quota"));
    assert!(!audit.findings.iter().any(|finding| finding.severity == Severity::Violation));
    // What one missing table or column took away is one notice.
    let ids: Vec<&str> = found.iter().map(|finding| finding.subject.id.as_str()).collect();
    for id in ["table-certificates", "columns-precincts", "ranges", "lists", "unusual-rates-tec"] {
        assert!(ids.contains(&id), "{id} not in {ids:?}");
    }
    assert!(ids.len() < 10, "{ids:?}");
}

#[test]
fn any_subset_of_tables_is_no_panic() {
    let nation = small();
    for mask in 0..8 {
        let mut inputs = nation.inputs();
        if mask & 1 == 0 {
            inputs.precincts = None;
        }
        if mask & 2 == 0 {
            inputs.certificates = None;
        }
        if mask & 4 == 0 {
            inputs.forms = None;
        }
        let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
        assert!(with_code(&audit, "AVC-090").len() > usize::from(mask != 7), "{mask}");
        assert!(
            !audit
                .findings
                .iter()
                .any(|finding| finding.severity >= Severity::Warning && finding.code != "AVC-014"),
            "{mask}"
        );
    }
    let empty = Inputs { precincts: Some(Sheet::new(["precinct"], vec![])), ..Inputs::default() };
    assert!(tizim_avc::audit(&empty, &rules("kz-2023"), &run()).is_ok());
}

#[test]
fn a_cancelled_run_is_interrupted() {
    let run = run();
    run.cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
    let error = tizim_avc::audit(&small().inputs(), &rules("kz-2023"), &run).unwrap_err();
    assert!(matches!(error, tizim_avc::AvcError::Interrupted(_)));
}

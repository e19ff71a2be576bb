//! On an honest nation nothing is found, and what could not be checked is said.

mod nation;

use nation::{found, nation, with_code};
use tizim_evidence::Severity;

#[test]
fn an_honest_nation_has_no_findings() {
    let mut alarms = Vec::new();
    for seed in 0..20 {
        let audit = nation(seed, 5, 6, 20).audit();
        let found = found(&audit);
        let other: Vec<_> = found
            .iter()
            .filter(|finding| finding.code != "AVC-014" && finding.rule != "unusual-flow")
            .map(|finding| (finding.code, finding.severity, &finding.rule, &finding.figures))
            .collect();
        assert!(other.is_empty(), "seed {seed}: {other:?}");
        if !found.is_empty() {
            alarms.push(seed);
        }
    }
    assert!(alarms.len() <= 1, "unusual rates at the stated rate of 5 %: seeds {alarms:?}");
}

#[test]
fn a_custom_of_rounding_is_one_notice() {
    let audit = nation(1, 3, 3, 20).audit();
    let quota = with_code(&audit, "AVC-001");
    let custom: Vec<_> = quota.iter().filter(|finding| finding.rule == "quota-precinct").collect();
    assert_eq!(custom.len(), 1);
    assert!(custom[0].count > 100);
    // Three regions, whose totals hang on the same rounding.
    assert_eq!(quota.len(), 4);
    assert!(quota.iter().all(|finding| finding.severity == Severity::Notice));
}

#[test]
fn totals_and_levels_stand_in_the_document() {
    let nation = nation(2, 3, 4, 10);
    let audit = nation.audit();
    let issued = nation.certificates.len() as u64;
    let used = nation.certificates.iter().filter(|row| !row.used_precinct.is_empty()).count() as u64;
    let totals = audit.sections()["totals"].clone();
    assert_eq!(totals["issued"], issued);
    assert_eq!(totals["used"], used);
    assert_eq!(totals["not_recorded_as_used"], issued - used);
    assert_eq!(totals["states"]["used"], used);
    assert!(totals["cancelled"].is_null());
    let levels = audit.sections()["levels"].clone();
    assert_eq!(levels["precinct"].as_array().unwrap().len(), 120);
    assert_eq!(levels["tec"].as_array().unwrap().len(), 12);
    assert_eq!(levels["region"].as_array().unwrap().len(), 3);
    assert_eq!(levels["nation"]["issued"]["reported"], issued);
    assert_eq!(levels["nation"]["issued"]["counted"], issued);
    assert_eq!(levels["nation"]["issued"]["difference"], 0);
    let quota = audit.sections()["quota"].clone();
    assert_eq!(quota["share"], "1/100");
    assert_eq!(quota["roundings"]["up"]["above"], 0);
    assert_eq!(quota["roundings"]["up"]["short"], 0);
    assert!(quota["roundings"]["down"]["above"].as_u64().unwrap() > 0);
}

#[test]
fn shuffled_rows_give_the_same_findings() {
    let mut nation = nation(3, 3, 4, 12);
    for row in nation.certificates.iter_mut().step_by(50) {
        row.retained = Some(false);
        row.used_precinct.clone_from(&row.home_precinct);
    }
    let straight = nation.audit();
    nation.certificates.reverse();
    nation.precincts.reverse();
    nation.forms.reverse();
    let reversed = nation.audit();
    let key = |audit: &tizim_evidence::Audit| {
        let mut keys: Vec<_> = audit
            .findings
            .iter()
            .map(|finding| {
                let mut evidence = finding.evidence.clone();
                evidence.sort();
                (
                    finding.code,
                    finding.severity,
                    finding.subject.clone(),
                    finding.count,
                    finding.rule.clone(),
                    evidence,
                )
            })
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(key(&straight), key(&reversed));
    assert_eq!(straight.sections()["totals"], reversed.sections()["totals"]);
}

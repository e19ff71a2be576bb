//! What findings and the summary say: the numbers that a verdict was given on, counts that agree with the list of
//! findings, and names in full only where the run reveals them.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod nation;

use nation::{iin, nation, people, rules, run, with_code};
use tizim_avc::{Certificate, Inputs, Precinct, Sheet};
use tizim_evidence::{Audit, Catalogue, Exhibit, Message, Severity, Value};

fn text(message: &Message) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/messages/en/avc.toml");
    let catalogue = Catalogue::from_toml([std::fs::read_to_string(path).unwrap().as_str()]).unwrap();
    catalogue.text(message).replace(['\u{202f}', '\u{a0}'], "")
}

fn precinct(voters: u64, forms: u64, extra: u64, order: &str) -> Precinct {
    Precinct {
        row: 2,
        precinct: "1".to_owned(),
        voters: Some(voters),
        forms: Some(forms),
        extra_forms: Some(extra),
        extra_order: order.to_owned(),
        ..Precinct::default()
    }
}

fn of_precinct(row: Precinct) -> Audit {
    let columns = ["precinct", "voters", "forms", "extra_forms", "extra_order"];
    let inputs = Inputs { precincts: Some(Sheet::new(columns, vec![row])), ..Inputs::default() };
    tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap()
}

fn quota_title(audit: &Audit) -> String {
    let found = with_code(audit, "AVC-001");
    text(&found.iter().find(|finding| finding.rule == "quota-precinct").unwrap().title)
}

#[test]
fn forms_that_an_order_covers_are_not_in_the_number_said() {
    let audit = of_precinct(precinct(1000, 15, 5, "12/3"));
    assert_eq!(
        quota_title(&audit),
        "1: 15 forms without those that an order covers, 5 above the quota of 10 under every reading of the rule"
    );
    let finding = with_code(&audit, "AVC-001")[0];
    assert_eq!(
        (finding.figures["forms"].clone(), finding.figures["received"].clone()),
        (15.into(), 20.into())
    );
}

#[test]
fn one_number_is_said_where_both_ends_are_equal() {
    let above = quota_title(&of_precinct(precinct(1000, 15, 0, "")));
    assert_eq!(above, "1: 15 forms, 5 above the quota of 10 under every reading of the rule");
    let readings = quota_title(&of_precinct(precinct(1234, 20, 0, "")));
    assert_eq!(readings, "1: 20 forms, 7 to 8 above the quota of 12 to 13 under every reading of the rule");
    let short = quota_title(&of_precinct(precinct(1000, 6, 0, "")));
    assert_eq!(short, "1: 6 forms received, 4 short of the quota of 10 under every reading of the rule");
}

#[test]
fn issue_is_named_without_the_extra_forms_of_an_order() {
    let mut row = precinct(1000, 10, 5, "12/3");
    row.issued_reported = Some(18);
    let title = quota_title(&of_precinct(row));
    assert!(
        title.starts_with("1: 13 certificates issued") && title.contains(", 3 above the quota of 10 "),
        "{title}"
    );
}

#[test]
fn the_summary_agrees_with_the_findings() {
    let mut nation = nation(4, 3, 4, 12);
    nation.precincts[3].forms = Some(90);
    let audit = nation.audit();
    let said = |key: &str| audit.summary.iter().find(|message| message.key == key).unwrap();
    assert!(text(&audit.summary[0]).starts_with("Voters "), "the totals stand first");
    let above: Vec<_> = with_code(&audit, "AVC-001")
        .into_iter()
        .filter(|finding| finding.rule == "quota-precinct")
        .filter(|finding| ["avc.quota.above", "avc.quota.above_one"].contains(&finding.title.key))
        .collect();
    assert_eq!((above.len(), above[0].figures["forms"].clone()), (1, 90.into()));
    let farthest = &said("avc.summary.above").arguments;
    assert_eq!((farthest["count"].clone(), farthest["forms"].clone()), (above.len().into(), 90.into()));
    assert_eq!(farthest["place"], Value::place(above[0].subject.id.as_str()));
    let count = |severity: Severity| {
        Value::working_only(audit.findings.iter().filter(|finding| finding.severity == severity).count())
    };
    let found = &said("avc.summary.found").arguments;
    for (name, severity) in
        [("violations", Severity::Violation), ("warnings", Severity::Warning), ("notices", Severity::Notice)]
    {
        assert_eq!(found[name], count(severity), "{name}");
    }
    assert_eq!(said("avc.summary.unmade").arguments["count"], with_code(&audit, "AVC-090").len().into());
    assert!(text(said("avc.summary.read")).starts_with("Read: precincts 144; rows of the registers "));
    let without = |precincts: bool, certificates: bool| {
        let mut inputs = nation.inputs();
        inputs.precincts = inputs.precincts.filter(|_| precincts);
        inputs.certificates = inputs.certificates.filter(|_| certificates);
        let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), &run()).unwrap();
        let read = audit.summary.iter().find(|message| message.key.starts_with("avc.summary.read"));
        text(read.unwrap())
    };
    assert!(without(false, true).ends_with("no table of precincts was given"));
    assert!(without(true, false).ends_with("no register of certificates was given"));
    assert!(without(false, false).starts_with("Read: ranges of forms 144;"));
}

#[test]
fn places_in_the_table_of_differences_are_places() {
    let mut nation = nation(4, 3, 4, 12);
    nation.precincts[3].used_reported = Some(77);
    let audit = nation.audit();
    let rows = audit.exhibits.iter().find_map(|exhibit| match exhibit {
        Exhibit::Table(table) if table.id == "avc-differences" => Some(&table.rows),
        _ => None,
    });
    let subject = &with_code(&audit, "AVC-013")[0].subject.id;
    assert_eq!(rows.unwrap()[0][1], Value::place(subject.as_str()));
}

#[test]
fn names_stand_in_titles_only_where_they_are_revealed() {
    let row = |row: u64| Certificate {
        row,
        serial: format!("KZ{row:04}"),
        home_precinct: "1".into(),
        iin: nation::iin(77),
        surname: "Ахметова".into(),
        given_name: "Айгуль".into(),
        ..Certificate::default()
    };
    let sheet = Sheet::new(["serial", "home_precinct", "iin", "surname", "given_name"], vec![row(2), row(3)]);
    let inputs = Inputs { certificates: Some(sheet), people: people(), ..Inputs::default() };
    let mut run = run();
    let title = |run: &tizim_evidence::Run| {
        let audit = tizim_avc::audit(&inputs, &rules("kz-2023"), run).unwrap();
        text(&with_code(&audit, "AVC-003")[0].title)
    };
    assert!(!title(&run).contains("Ахметова"));
    run.reveal = true;
    assert!(title(&run).starts_with("Ахметова Айгуль, "), "{}", title(&run));
}

#[test]
fn key_figures_say_what_they_count_and_certificates_add_up() {
    let mut nation = nation(4, 3, 4, 12);
    let straight = nation.certificates.len() as i64;
    // One certificate issued twice, another used twice, and one that is used without an entry of issue.
    let used = |row: &&Certificate| !row.used_precinct.is_empty();
    let of_use: Vec<Certificate> = nation.certificates.iter().filter(used).take(2).cloned().collect();
    let unused = nation.certificates.iter().find(|row| row.used_precinct.is_empty()).unwrap().clone();
    nation.certificates.push(Certificate { row: 90_001, iin: iin(4_000_000), ..unused });
    let again = Certificate { row: 90_002, issued_at: None, home_precinct: "".into(), ..of_use[0].clone() };
    nation.certificates.push(Certificate { used_precinct: "140".into(), ..again.clone() });
    nation.certificates.push(Certificate { row: 90_003, serial: "KZ9999999".to_owned(), ..again });
    let audit = nation.audit();
    let figure = |key: &str| audit.figures.iter().find(|figure| figure.key == key).unwrap();
    let number = |key: &str| figure(key).value.whole().unwrap();
    assert_eq!(text(&figure("issued").label), "Entries of issue in the registers");
    assert_eq!(text(&figure("used").label), "Entries of use in the registers");
    assert_eq!(number("issued"), straight + 1);
    let read = audit.summary.iter().find(|message| message.key == "avc.summary.read").unwrap();
    assert_eq!(read.arguments["rows"], Value::Persons(straight + 3));
    assert_eq!(
        read.arguments["certificates"],
        Value::Persons(straight + 1),
        "all of them, and the one never issued"
    );
    // Certificates issued are those used and those not, and the share of use is of them.
    let Value::Share(rate) = figure("use_rate").value else { panic!("a share") };
    assert_eq!((rate.whole as i64, rate.part as i64 + number("not_recorded_as_used")), (straight, straight));
    assert!(audit.notes.iter().any(|note| note.key == "avc.note.entries"));
}

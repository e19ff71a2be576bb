//! The worked example: what national figures alone can show, and what they cannot.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Audit, Figure, Finding, Message, Severity, Status, Subject, Value};

use crate::checks::coverage::unchecked;
use crate::{AvcRules, Code, Published, Rounding, SCHEMA};

/// The audit of the figures that the profile says were published.
///
/// Keys of `[avc.published]` that are used: `voters`, `voters_election_day`, `voted`, `forms`, `issued`, `used`,
/// `returned`. One that is not there is unknown, and stays so.
pub fn national_example(rules: &AvcRules) -> Audit {
    let mut audit = Audit::new(SCHEMA, Message::new("avc.example.title"));
    let figure = |key: Published| rules.published.get(&key);
    let value = |key: Published| figure(key).map(|figure| figure.value);
    let (voters, issued, used) = (value(Published::Voters), value(Published::Issued), value(Published::Used));
    let unused = issued.zip(used).and_then(|(issued, used)| issued.checked_sub(used));
    let rate = |part: Option<u64>, whole: Option<u64>| {
        part.zip(whole).filter(|(_, whole)| *whole > 0).map(|(part, whole)| part as f64 / whole as f64)
    };
    audit.summary = vec![
        Message::new("avc.example.rate")
            .with("issued", issued)
            .with("voters", voters)
            .with("rate", rate(issued, voters))
            .with("share", rules.share.value()),
        Message::new("avc.example.unused").with("unused", unused).with("issued", issued).with("used", used),
        Message::new("avc.example.cannot"),
    ];
    audit.figures = vec![
        published(rules, Published::Voters, Message::new("avc.figure.voters")),
        published(rules, Published::VotersElectionDay, Message::new("avc.figure.voters_election_day")),
        published(rules, Published::Forms, Message::new("avc.figure.forms")),
        published(rules, Published::Issued, Message::new("avc.figure.issued")),
        published(rules, Published::Used, Message::new("avc.figure.used")),
        published(rules, Published::Returned, Message::new("avc.figure.returned")),
        published(rules, Published::Voted, Message::new("avc.figure.voted")),
        derived(Figure::new("not_recorded_as_used", Message::new("avc.figure.unused"), unused)),
        derived(
            Figure::new("issue_rate", Message::new("avc.figure.issue_rate"), rate(issued, voters))
                .shown_as("percent"),
        ),
        derived(
            Figure::new("use_rate", Message::new("avc.figure.use_rate"), rate(used, issued))
                .shown_as("percent"),
        ),
        derived(
            Figure::new(
                "share_of_voted",
                Message::new("avc.figure.share_of_voted"),
                rate(used, value(Published::Voted)),
            )
            .shown_as("percent"),
        ),
    ];
    audit.findings = findings(rules, voters, issued, used, unused);
    audit.sort_findings();
    audit.notes = vec![
        Message::new("avc.note.unused"),
        Message::new("avc.note.example"),
        Message::new("avc.note.rounding"),
    ];
    audit.document = document(rules, voters, issued, used, unused).into();
    audit
}

fn published(rules: &AvcRules, key: Published, label: Message) -> Figure {
    let figure = rules.published.get(&key);
    let source = figure.map(|figure| figure.source.clone());
    let status = if figure.is_some() { Status::Published } else { Status::Unknown };
    Figure::new(key.word(), label, figure.map(|figure| figure.value)).with_status(status).from_source(source)
}

fn derived(figure: Figure) -> Figure {
    let status = if figure.value.is_missing() { Status::Unknown } else { Status::Derived };
    figure.with_status(status)
}

/// Checks of which published totals alone say nothing, with their names in the catalogue.
const NEEDING_TABLES: [(&str, &str); 10] = [
    ("quota", "avc.check.quota"),
    ("balance", "avc.check.balance"),
    ("reconciliation", "avc.check.reconciliation"),
    ("serials", "avc.check.serials"),
    ("issue-window", "avc.check.issue_window"),
    ("use-hours", "avc.check.use_hours"),
    ("one-per-person", "avc.check.one_per_person"),
    ("home-list", "avc.check.home_list"),
    ("rates", "avc.check.rates"),
    ("flows", "avc.check.flows"),
];

fn findings(
    rules: &AvcRules,
    voters: Option<u64>,
    issued: Option<u64>,
    used: Option<u64>,
    unused: Option<u64>,
) -> Vec<Finding> {
    let nation = || Subject::new("nation", "nation");
    let source = |key: Published| rules.published.get(&key).map(|figure| figure.source.clone());
    let mut findings = Vec::new();
    if let (Some(voters), Some(issued)) = (voters, issued) {
        let allowed = Rounding::ALL.map(|rounding| rules.share.of(voters, rounding));
        let within = issued <= allowed[0];
        let key = if within { "avc.example.within" } else { "avc.example.above" };
        let severity = if within { Severity::Info } else { Severity::Warning };
        findings.push(
            Finding::new(Code::Quota.word(), severity, nation())
                .titled(Message::new(key).with("issued", issued).with("allowed", allowed[0]))
                .under("national-total", source(Published::Issued))
                .figure("issued", issued)
                .figure("allowed_down", allowed[0])
                .figure("allowed_nearest", allowed[1])
                .figure("allowed_up", allowed[2]),
        );
    }
    if let Some(unused) = unused {
        findings.push(
            Finding::new(Code::NotEstablished.word(), Severity::Notice, nation())
                .titled(Message::new("avc.example.fate_unknown").with("unused", unused))
                .under("fate-of-certificates", source(Published::Used))
                .counting(unused)
                .figure("issued", issued)
                .figure("used", used)
                .figure("not_recorded_as_used", unused)
                .unless(Message::new("avc.innocent.not_used")),
        );
    }
    for (key, word) in [(Published::Forms, "avc.number.forms"), (Published::Returned, "avc.number.returned")]
    {
        if !rules.published.contains_key(&key) {
            let key = key.word();
            let title =
                Message::new("avc.example.not_published").with("number", Value::Word { code: key, word });
            findings.push(
                Finding::new(
                    Code::NotEstablished.word(),
                    Severity::Notice,
                    Subject::new("nation", format!("nation/{key}")),
                )
                .titled(title)
                .under("published-numbers", None),
            );
        }
    }
    findings.extend(NEEDING_TABLES.map(|(check, word)| {
        let named = Value::Word { code: check, word };
        unchecked(check, Message::new("avc.example.unchecked").with("check", named))
    }));
    findings
}

fn document(
    rules: &AvcRules,
    voters: Option<u64>,
    issued: Option<u64>,
    used: Option<u64>,
    unused: Option<u64>,
) -> Map<String, Json> {
    let value = |key: Published| rules.published.get(&key).map(|figure| figure.value);
    let totals = json!({
        "voters": voters,
        "voters_election_day": value(Published::VotersElectionDay),
        "forms": value(Published::Forms),
        "extra_forms": null,
        "voted": value(Published::Voted),
        "issued": issued,
        "used": used,
        "returned": value(Published::Returned),
        "not_recorded_as_used": unused,
    });
    let nation = json!({
        "id": "nation",
        "voters": voters,
        "issued": { "reported": issued, "counted": null, "difference": null },
        "used": { "reported": used, "counted": null, "difference": null },
        "returned": { "reported": value(Published::Returned), "counted": null, "difference": null },
    });
    let roundings: Map<String, Json> = Rounding::ALL
        .into_iter()
        .map(|rounding| {
            let allowed = voters.map(|voters| rules.share.of(voters, rounding));
            let entry = json!({ "allowed": allowed, "above": null, "short": null });
            (rounding.word().to_owned(), entry)
        })
        .collect();
    let mut document = Map::new();
    document.insert("totals".to_owned(), totals);
    document
        .insert("levels".to_owned(), json!({ "precinct": [], "tec": [], "region": [], "nation": nation }));
    document.insert(
        "quota".to_owned(),
        json!({
            "share": rules.share.to_string(),
            "basis": crate::shown::document::basis_word(rules.basis),
            "basis_day": rules.basis_day.map(|day| day.to_string()),
            "roundings": roundings,
        }),
    );
    document.insert("example".to_owned(), json!(true));
    document
}

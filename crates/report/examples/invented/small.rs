//! A small audit whose every output is checked letter by letter.

use serde_json::json;
use tizim_evidence::{
    Audit, Column, ColumnKind, Evidence, Exhibit, Figure, Finding, Interval, Message, Object, Persons,
    Privacy, Severity, SourceRef, Status, Subject, Table, Value,
};

pub(crate) fn audit() -> Audit {
    let mut audit = Audit::new("tizim-invented/1", Message::new("example.title"));
    let ratio = Interval { low: 3.95, high: 3.98, tight: true };
    audit.summary = vec![
        Message::new("example.lead").with("ratio", ratio).with("outside", 2).with("districts", 29),
        Message::new("example.second").with("people", 12),
    ];
    let law = SourceRef {
        title: "Electoral Law of Examplia".to_owned(),
        article: Some("art. 23".to_owned()),
        date: None,
        note: None,
    };
    audit.figures = vec![
        Figure::new("quota", Message::new("example.figure_quota"), 414_915.5)
            .with_status(Status::Derived)
            .from_source(Some(law.clone())),
        Figure::new("max_min_ratio", Message::new("example.figure_ratio"), ratio)
            .shown_as("number2")
            .with_status(Status::Estimated),
        Figure::new("abroad", Message::new("example.figure_abroad"), Value::Missing),
    ];
    let evidence = |row| Evidence {
        file: "permanent.csv".to_owned(),
        list: Some("permanent".to_owned()),
        row,
        source_ref: None,
    };
    audit.findings = vec![
        Finding::new("ROLL-001", Severity::Violation, Subject::new("person", "4k2m-9x7q-0abc"))
            .titled(
                Message::new("example.twice")
                    .with("token", "4k2m-9x7q-0abc")
                    .with("precinct", "12")
                    .with("first", 7)
                    .with("second", 9),
            )
            .counting(2)
            .under("iin", Some(law.clone()))
            .shown_by([evidence(7), evidence(9)])
            .unless(Message::new("example.why_typing")),
        Finding::new("DIST-001", Severity::Warning, Subject::new("district", "29"))
            .titled(
                Message::new("example.outside")
                    .with("district", "29")
                    .with("name", "Ulytau")
                    .with("voters", 142_000)
                    .with("deviation", -0.6578)
                    .with("quota", 414_915.5)
                    .with("limit", 0.1),
            )
            .figure("deviation", -0.6578)
            .under("recommended-10", None),
    ];
    audit.exhibits = vec![Exhibit::Table(Table {
        id: "districts",
        title: Message::new("example.table_districts"),
        note: None,
        columns: vec![
            Column::new("id", Message::new("example.district"), ColumnKind::Text),
            Column::new("voters", Message::new("example.voters"), ColumnKind::Count),
            Column::new("deviation", Message::new("example.deviation"), ColumnKind::Deviation),
        ],
        rows: vec![
            vec!["10".into(), 562_590.into(), 0.3559.into()],
            vec![
                "29".into(),
                Interval { low: 141_500.0, high: 142_499.0, tight: true }.into(),
                (-0.6578).into(),
            ],
            vec!["30".into(), Value::Missing, Value::Missing],
        ],
        privacy: Privacy::Open,
    })];
    audit.notes = vec![Message::new("example.note_one")];
    audit.document.insert("totals", json!({"voters": 12_032_550, "quota": 414_915.5}));
    audit.document.insert(
        "counts",
        Object::new().with("ROLL-001", Object::new().with("groups", Persons(1)).with("rows", Persons(2))),
    );
    audit.sort_findings();
    audit
}

//! An audit whose input wants to do harm wherever it is shown.

use serde_json::json;
use tizim_evidence::{
    Audit, Chart, ChartKind, Column, ColumnKind, Evidence, Exhibit, Figure, Finding, Mark, Message, Privacy,
    Series, Severity, SourceRef, Subject, Table, Value,
};

/// Texts that act on a spreadsheet, a browser, a terminal or a reader.
pub(crate) const TEXTS: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "\x1b[31mred\x1b[0m\u{9b}31m",
    "list\u{202e}vsc.exe",
    "two\nlines\r\nand\ttabs",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}</style></svg>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
];

pub(crate) fn audit() -> Audit {
    let say = |text: &str| Message::new("example.text").with("text", text);
    let long = "ж".repeat(40_000);
    let mut texts: Vec<&str> = TEXTS.to_vec();
    texts.push(&long);
    let all = TEXTS.join(" ");
    let mut audit = Audit::new("tizim-invented/1", say(&all));
    audit.summary = vec![say(&all), say(&all)];
    audit.notes = vec![say(&all)];
    for text in &texts {
        audit
            .figures
            .push(Figure::new("value", say(text), *text).from_source(Some(SourceRef::titled(*text))));
        audit.findings.push(
            Finding::new("ROLL-090", Severity::Notice, Subject::new("file", *text))
                .titled(say(text))
                .figure("shape", *text)
                .under(*text, Some(SourceRef::titled(*text)))
                .shown_by([Evidence {
                    file: (*text).to_owned(),
                    list: Some((*text).to_owned()),
                    row: 1,
                    source_ref: Some((*text).to_owned()),
                }])
                .unless(say(text)),
        );
    }
    let mark =
        |text: &&str, x: f64| Mark { label: (*text).into(), x: x.into(), y: x.into(), highlighted: true };
    for kind in [ChartKind::Bars, ChartKind::Plane] {
        audit.exhibits.push(Exhibit::Chart(Chart {
            id: "hostile\"><script>",
            title: say(&all),
            note: Some(say(&all)),
            kind,
            x_title: say(&all),
            x_format: "",
            y_title: say(&all),
            y_format: "",
            guides: vec![(1.0, say(&all)), (f64::NAN, say(&all))],
            series: vec![Series {
                label: say(&all),
                line: false,
                marks: texts
                    .iter()
                    .zip([1.0, -2.0, 3.0, 1e300, f64::NAN, 0.0, 4.0, 5.0, 6.0, 7.0])
                    .map(|(t, x)| mark(t, x))
                    .collect(),
            }],
            privacy: Privacy::Open,
        }));
    }
    audit.exhibits.push(Exhibit::Table(Table {
        id: "hostile[]:*?/\\ and far too long for a sheet",
        title: say(&all),
        note: Some(say(&all)),
        columns: vec![
            Column::new("=text", say(&all), ColumnKind::Text),
            Column::new("list", say(&all), ColumnKind::Text),
        ],
        rows: texts.iter().map(|text| vec![(*text).into(), Value::List(vec![(*text).into()])]).collect(),
        privacy: Privacy::Open,
    }));
    audit.document.insert("text".to_owned(), json!(all));
    audit
}

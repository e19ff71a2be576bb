//! The public edition: nothing about persons, no small count, and none that can be worked out.

use serde_json::json;
use tizim_evidence::{
    Audit, Chart, ChartKind, Column, ColumnKind, Counted, Evidence, Exhibit, Figure, Finding, Mark, Message,
    Object, Persons, Privacy, Series, Severity, Share, Subject, Table, Value,
};
use tizim_report::{CsvTarget, Edition, findings_csv, html, json, json_to_writer, public_view, text};

use crate::invented::{Fixture, rich};

fn persons(code: &'static str, severity: Severity, counts: &[u64]) -> Vec<Finding> {
    let one = |(number, count): (usize, &u64)| {
        Finding::new(code, severity, Subject::new("person", format!("secret-{number}")))
            .counting(*count)
            .under("iin", None)
    };
    counts.iter().enumerate().map(one).collect()
}

fn audit(findings: Vec<Finding>) -> Audit {
    let mut audit = Audit::new("x/1", Message::new("example.title"));
    audit.findings = findings;
    audit
}

fn shown(audit: &Audit) -> Vec<(String, String)> {
    let fixture = Fixture::new();
    let view = public_view(audit);
    let document = json(&fixture.report(&view));
    let findings = document["findings"].as_array().unwrap();
    findings.iter().map(|one| (one["code"].as_str().unwrap().to_owned(), one["count"].to_string())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, count)| ((*code).to_owned(), (*count).to_owned())).collect()
}

#[test]
fn no_format_names_a_person() {
    let fixture = Fixture::new();
    let mut audit = rich::audit();
    audit.findings.extend(persons("ROLL-002", Severity::Warning, &[1, 1, 1]));
    let mut report = fixture.report(&audit);
    report.edition = Edition::Public;
    let mut csv = Vec::new();
    findings_csv(&report, &mut csv, CsvTarget::File).unwrap();
    let mut document = Vec::new();
    json_to_writer(&report, &mut document).unwrap();
    let mut workbook = std::io::Cursor::new(Vec::new());
    tizim_report::xlsx(&report, [], None, &mut workbook).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(workbook).unwrap();
    let sheets = calamine::Reader::worksheets(&mut book);
    let cells: Vec<String> =
        sheets.iter().flat_map(|(_, range)| range.cells()).map(|(.., cell)| cell.to_string()).collect();
    assert!(sheets.iter().all(|(name, _)| name != "persons"));
    let pages = [
        String::from_utf8(csv).unwrap(),
        String::from_utf8(document).unwrap(),
        html(&report).unwrap(),
        text(&report, 100, false),
        cells.join("\n"),
    ];
    for page in pages {
        for secret in ["secret", "1000-2000-3000", "9z0q", "permanent.csv (permanent)", "1974"] {
            assert!(!page.contains(secret), "{secret}");
        }
        assert!(page.contains("ROLL-001"));
    }
}

#[test]
fn findings_about_persons_are_merged_and_counted_in_tens() {
    let mut findings = persons("ROLL-001", Severity::Violation, &[2; 31]);
    findings.extend(persons("ROLL-002", Severity::Warning, &[3, 6]));
    findings.push(Finding::new("DIST-001", Severity::Warning, Subject::new("district", "29")));
    let audit = audit(findings);
    assert_eq!(shown(&audit), pairs(&[("ROLL-001", "60"), ("DIST-001", "1"), ("ROLL-002", "\"<10\"")]));
}

#[test]
fn a_public_view_of_a_public_view_is_the_same() {
    let mut audit = rich::audit();
    audit.findings.extend(persons("ROLL-002", Severity::Warning, &[1, 1, 1]));
    let once = public_view(&audit);
    let twice = public_view(&once);
    assert_eq!(format!("{once:?}"), format!("{twice:?}"));
}

#[test]
fn what_counts_persons_is_a_type_and_no_name() {
    let mut audit = audit(Vec::new());
    audit.figures.push(Figure::new("lists", Message::new("example.figure_rows"), Persons(3)));
    audit.figures.push(Figure::new("people", Message::new("example.figure_rows"), 3));
    audit
        .summary
        .push(Message::new("example.second").with("people", Persons(43)).with("precincts", Persons(3)));
    audit.notes.push(Message::new("example.second").with("people", Persons(7)));
    let rows = Object::new().with("precincts", Persons(9)).with("persons", 9).with("share", Share::of(9, 40));
    audit.document.insert("anything", Object::new().with("at", Value::List(vec![rows.into(), 5.into()])));
    let view = public_view(&audit);
    assert_eq!([&view.figures[0].value, &view.figures[1].value], [&Value::from("<10"), &Value::from(3)]);
    assert_eq!(view.summary[0].arguments["people"], Value::Tens(40));
    assert_eq!(view.summary[0].arguments["precincts"], Value::from("<10"));
    assert_eq!(view.notes[0].arguments["people"], Value::from("<10"));
    assert_eq!(
        view.sections(),
        json!({"anything": {"at": [{"precincts": "<10", "persons": 9, "share": "*"}, 5]}})
    );
    assert_eq!(view.notes.len(), 2, "a note says so");
}

#[test]
fn what_a_finding_about_a_place_counts_is_hidden_too() {
    let place = || Evidence { file: "register.csv".to_owned(), list: None, row: 7, source_ref: None };
    let about = |finding: Finding| finding.shown_by([place()]);
    let precinct = |id: &str| Finding::new("AVC-001", Severity::Warning, Subject::new("precinct", id));
    let audit = audit(vec![
        about(precinct("1").counting_persons(Persons(23))).figure("used", Persons(4)).figure("forms", 4),
        about(precinct("2").counting_derived(23)),
        about(precinct("3").counting(3)),
    ]);
    let view = public_view(&audit);
    let cases: Vec<Value> = view.findings.iter().map(Finding::cases).collect();
    assert_eq!(cases, [Value::Tens(20), "*".into(), 3.into()]);
    assert_eq!(view.findings[0].figures["used"], Value::from("<10"));
    assert_eq!(view.findings[0].figures["forms"], Value::from(4));
    let places: Vec<usize> = view.findings.iter().map(|finding| finding.evidence.len()).collect();
    assert_eq!(places, [0, 1, 1], "as many places as persons");
}

#[test]
fn electorates_of_territories_are_shown_unless_one_is_under_ten() {
    let districts = |smallest: u64| {
        let mut audit = audit(Vec::new());
        audit.counted = Counted::InTerritories;
        let unit = |voters: u64| {
            Value::from(
                Object::new().with("voters", Persons(voters)).with("seats", 1).with("deviation", -0.25),
            )
        };
        audit.document.insert("units", Value::List([smallest, 1234, 5678].map(unit).to_vec()));
        audit.document.insert("limit", 12);
        public_view(&audit).sections()
    };
    assert_eq!(districts(10)["units"][1], json!({"voters": 1234, "seats": 1, "deviation": -0.25}));
    let units = &districts(9)["units"];
    assert_eq!(units[0], json!({"voters": "<10", "seats": 1, "deviation": "*"}));
    assert_eq!(units[1], json!({"voters": 1230, "seats": 1, "deviation": "*"}));
}

#[test]
fn rows_of_the_manifest_are_persons_where_its_file_is_a_list() {
    let audit = audit(Vec::new());
    let fixture = Fixture::new();
    let mut report = fixture.report(&audit);
    let mut manifest = report.manifest.clone();
    let rows = |input: &mut tizim_evidence::InputRecord, of: [u64; 4]| {
        let [read, taken, rejected, aside] = of.map(Value::from);
        (input.rows_read, input.rows_taken) = (read, taken);
        (input.rows_rejected, input.rows_set_aside) = (rejected, aside);
    };
    rows(&mut manifest.inputs[0], [1004, 998, 3, 3]);
    rows(&mut manifest.inputs[1], [1004, 998, 3, 3]);
    manifest.inputs[0] = manifest.inputs[0].clone().of_persons();
    report.manifest = &manifest;
    let of = |document: serde_json::Value, at: usize| {
        let input = &document["manifest"]["inputs"][at];
        ["rows_read", "rows_taken", "rows_rejected", "rows_set_aside"].map(|key| input[key].clone())
    };
    assert_eq!(of(json(&report), 0), [json!(1004), json!(998), json!(3), json!(3)]);
    report.edition = Edition::Public;
    assert_eq!(of(json(&report), 0), [json!(1000), json!(990), json!("<10"), json!("<10")]);
    assert_eq!(of(json(&report), 1), [json!(1004), json!(998), json!(3), json!(3)], "rows of things");
    let page = html(&report).unwrap();
    assert!(page.contains("<b>1000+</b> = 990+ taken + &lt;10 rejected + &lt;10 set aside"));
    let written: tizim_evidence::Manifest =
        serde_json::from_value(json(&report)["manifest"].clone()).expect("a public manifest is read back");
    assert!(written.inputs[0].adds_up());
}

#[test]
fn an_audit_without_persons_is_shown_whole() {
    let mut audit = audit(vec![Finding::new("DIST-001", Severity::Warning, Subject::new("district", "29"))]);
    audit.figures.push(Figure::new("outside", Message::new("example.figure_outside"), 3));
    let view = public_view(&audit);
    assert_eq!(view.figures, audit.figures);
    assert_eq!(view.findings, audit.findings);
    assert!(view.notes.is_empty());
}

#[test]
fn a_sentence_that_has_nothing_left_to_say_is_left_out() {
    let mut audit = audit(Vec::new());
    let sentence = |key: &'static str| Message::new(key);
    audit.summary = vec![
        sentence("example.kept").with("people", Persons(4)).with("chance", Value::derived(0.3)),
        sentence("example.gone").with("chance", Value::derived(0.3)).with("low", Value::derived(0.1)),
        sentence("example.plain"),
    ];
    let keys = |audit: &Audit| audit.summary.iter().map(|sentence| sentence.key).collect::<Vec<_>>();
    assert_eq!(keys(&public_view(&audit)), ["example.kept", "example.plain"]);
}

#[test]
fn tables_and_charts_say_no_more() {
    let mark = |x: u64, y: Option<Share>| Mark {
        label: Value::Missing,
        x: Persons(x).into(),
        y: y.into(),
        highlighted: false,
    };
    let column = |key, kind| Column::new(key, Message::new("example.voters"), kind);
    let mut audit = audit(Vec::new());
    audit.exhibits.push(Exhibit::Table(Table {
        id: "counts",
        title: Message::new("example.table_precincts"),
        note: None,
        columns: vec![column("voters", ColumnKind::Count), column("forms", ColumnKind::Count)],
        rows: vec![
            vec![Persons(0).into(), 3.into()],
            vec![Persons(43).into(), 0.into()],
            vec![Persons(4).into(), 7.into()],
        ],
        privacy: Privacy::Open,
    }));
    audit.exhibits.push(Exhibit::Chart(Chart {
        id: "plane",
        title: Message::new("example.chart_districts"),
        note: None,
        kind: ChartKind::Plane,
        x_title: Message::new("example.voters"),
        x_format: "",
        y_title: Message::new("example.district"),
        y_format: "",
        guides: Vec::new(),
        series: vec![Series {
            label: Message::new("example.district"),
            line: false,
            marks: vec![mark(3, Share::of(1, 3)), mark(46, Share::of(3, 46)), mark(57, Share::of(20, 57))],
        }],
        privacy: Privacy::Open,
    }));
    let view = public_view(&audit);
    let Exhibit::Table(table) = &view.exhibits[0] else { panic!("the first exhibit is a table") };
    assert_eq!(serde_json::to_string(&table.rows).unwrap(), r#"[["<10",3],[40,0],["<10",7]]"#);
    let Exhibit::Chart(chart) = &view.exhibits[1] else { panic!("the second is a chart") };
    let left: Vec<&Value> = chart.series[0].marks.iter().map(|mark| &mark.x).collect();
    assert_eq!(left, [&Value::Tens(50)]);
    let says = |view: &Audit| view.notes.iter().any(|note| note.key == "report.public.chart");
    assert!(says(&view));
    // Limits around no point at all say nothing, and the page says why there is no chart.
    let Exhibit::Chart(funnel) = &mut audit.exhibits[1] else { panic!("the second is a chart") };
    funnel.series[0].marks.truncate(2);
    let line = |x: u64| Mark { label: Value::Missing, x: x.into(), y: 0.1.into(), highlighted: false };
    funnel.series.push(Series {
        label: Message::new("example.voters"),
        line: true,
        marks: vec![line(10), line(90)],
    });
    let view = public_view(&audit);
    assert!(view.exhibits.len() == 1 && says(&view));
}

#[test]
fn the_sign_of_a_small_difference_is_hidden_too() {
    let shown = |difference: i64| {
        let figure = Figure::new("difference", Message::new("example.voters"), Value::Persons(difference));
        let mut audit = audit(Vec::new());
        audit.figures.push(figure);
        public_view(&audit).figures[0].value.clone()
    };
    assert_eq!(shown(-4), shown(4));
    assert_ne!(shown(-14), shown(14));
}

#[test]
fn nine_is_hidden_everywhere_and_ten_and_none_are_shown() {
    for (count, expected) in [(0_u64, "0"), (1, "<10"), (9, "<10"), (10, "10")] {
        let text = |value: &Value| serde_json::to_string(value).unwrap().replace('"', "");
        let mut audit = audit(persons("ROLL-001", Severity::Warning, &[count]));
        audit.figures.push(Figure::new("people", Message::new("example.figure_rows"), Persons(count)));
        audit.summary.push(Message::new("example.second").with("people", Persons(count)));
        audit.document.insert("counts", Object::new().with("rows", Persons(count)));
        assert_eq!(shown(&audit)[0].1.replace('"', ""), expected, "as a finding");
        let view = public_view(&audit);
        assert_eq!(text(&view.figures[0].value), expected, "as a figure");
        assert_eq!(text(&view.summary[0].arguments["people"]), expected, "in a sentence");
        let section = view.sections()["counts"]["rows"].to_string().replace('"', "");
        assert_eq!(section, expected, "in a section");
    }
}

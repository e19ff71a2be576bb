//! The public edition: nothing about persons, no small count, and none that can be worked out.

use serde_json::json;
use tizim_evidence::{
    Audit, Chart, ChartKind, Column, ColumnKind, Exhibit, Figure, Finding, Mark, Message, Privacy, Series,
    Severity, Subject, Table, Value,
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
    audit.document.insert("example".to_owned(), json!({"person": "secret-1", "secret-2": 4}));
    let mut report = fixture.report(&audit);
    report.edition = Edition::Public;
    let mut csv = Vec::new();
    findings_csv(&report, &mut csv, CsvTarget::File).unwrap();
    let mut document = Vec::new();
    json_to_writer(&report, &mut document).unwrap();
    let mut workbook = std::io::Cursor::new(Vec::new());
    tizim_report::xlsx(&report, &mut workbook).unwrap();
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
fn findings_about_persons_are_merged_and_small_counts_hidden() {
    let mut findings = persons("ROLL-001", Severity::Violation, &[2; 31]);
    findings.extend(persons("ROLL-002", Severity::Warning, &[3, 6]));
    findings.push(Finding::new("DIST-001", Severity::Warning, Subject::new("district", "29")));
    let audit = audit(findings);
    assert_eq!(shown(&audit), pairs(&[("ROLL-001", "62"), ("DIST-001", "1"), ("ROLL-002", "\"<10\"")]));
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
fn a_code_with_one_hidden_severity_hides_the_next() {
    let mut findings = persons("ROLL-001", Severity::Violation, &[3]);
    findings.extend(persons("ROLL-001", Severity::Warning, &[40]));
    findings.extend(persons("ROLL-001", Severity::Notice, &[50]));
    assert_eq!(
        shown(&audit(findings)),
        pairs(&[("ROLL-001", "\"<10\""), ("ROLL-001", "\"*\""), ("ROLL-001", "50")])
    );
}

#[test]
fn a_total_that_is_stated_hides_the_next() {
    let mut findings = persons("ROLL-001", Severity::Warning, &[3]);
    findings.extend(persons("ROLL-002", Severity::Warning, &[40]));
    findings.extend(persons("ROLL-004", Severity::Warning, &[50]));
    let mut audit = audit(findings);
    let expected = [("ROLL-001", "\"<10\""), ("ROLL-002", "40"), ("ROLL-004", "50")];
    assert_eq!(shown(&audit), pairs(&expected), "no total is stated");
    audit.summary.push(Message::new("example.second").with("people", 93));
    let expected = [("ROLL-001", "\"<10\""), ("ROLL-002", "\"*\""), ("ROLL-004", "50")];
    assert_eq!(shown(&audit), pairs(&expected));
}

#[test]
fn sections_and_sentences_hide_small_counts_too() {
    let mut audit = audit(persons("ROLL-001", Severity::Warning, &[3]));
    audit.document.insert(
        "counts".to_owned(),
        json!({"ROLL-001": {"groups": 3, "rows": 12, "share": 0.5}, "DIST-001": 4}),
    );
    audit.document.insert("chance".to_owned(), json!([{"rule": "iin", "observed": 3, "expected": 0.25}]));
    audit.figures.push(Figure::new("people", Message::new("example.figure_rows"), 3));
    audit.figures.push(Figure::new("lists", Message::new("example.figure_rows"), 3));
    audit.summary.push(Message::new("example.second").with("people", 3));
    let view = public_view(&audit);
    assert_eq!(
        view.document["counts"],
        json!({"ROLL-001": {"groups": "<10", "rows": "*", "share": 0.5}, "DIST-001": 4})
    );
    assert_eq!(view.document["chance"], json!([{"rule": "iin", "observed": "<10", "expected": 0.25}]));
    assert_eq!([&view.figures[0].value, &view.figures[1].value], [&Value::from("<10"), &Value::from(3)]);
    assert_eq!(view.summary[0].arguments["people"], Value::from("<10"));
}

#[test]
fn states_and_levels_hide_small_counts_and_what_gives_them_away() {
    let mut audit = audit(Vec::new());
    audit.document.insert(
        "totals".to_owned(),
        json!({"issued": 40, "precincts": 3, "states": {"used": 25, "issued": 12, "lost": 3, "void": 0}}),
    );
    let precinct = |id: &str, tec: &str, counted: u64, reported: u64| {
        let difference = reported as i64 - counted as i64;
        json!({"id": id, "tec": tec, "region": "R", "precincts": 1,
            "used": {"reported": reported, "counted": counted, "difference": difference}})
    };
    audit.document.insert(
        "levels".to_owned(),
        json!({"precinct": [precinct("1", "A", 3, 40), precinct("2", "A", 50, 50), precinct("3", "A", 60, 61)],
            "tec": [], "region": [], "nation": precinct("all", "", 113, 151)}),
    );
    let once = public_view(&audit);
    assert_eq!(
        once.document["totals"],
        json!({"issued": 40, "precincts": 3, "states": {"used": 25, "issued": "*", "lost": "<10", "void": 0}})
    );
    let used: Vec<_> = (0..3).map(|at| once.document["levels"]["precinct"][at]["used"].clone()).collect();
    assert_eq!(used[0], json!({"reported": 40, "counted": "<10", "difference": "*"}));
    assert_eq!(used[1], json!({"reported": 50, "counted": "*", "difference": "*"}));
    assert_eq!(used[2], json!({"reported": 61, "counted": 60, "difference": 1}));
    assert_eq!(once.document["levels"]["precinct"][0]["precincts"], 1);
    assert_eq!(once.notes.len(), 1);
    assert_eq!(format!("{once:?}"), format!("{:?}", public_view(&once)));
}

#[test]
fn chance_is_hidden_under_every_rule() {
    let mut audit = audit(Vec::new());
    audit
        .document
        .insert("chance".to_owned(), json!({"other": {"observed": 3, "expected": 2.5, "high": 6.0}}));
    let view = public_view(&audit);
    assert_eq!(view.document["chance"], json!({"other": {"observed": "<10", "expected": 2.5, "high": 6.0}}));
}

#[test]
fn two_numbers_that_differ_by_a_hidden_one_are_not_both_shown() {
    let mut audit = audit(persons("AVC-001", Severity::Warning, &[40]));
    audit.summary.push(Message::new("example.second").with("issued", 20).with("used", 18).with("unused", 2));
    audit.figures.push(Figure::new("used", Message::new("example.figure_rows"), 18));
    audit.document.insert("totals".to_owned(), json!({"issued": 20, "used": 18, "not_recorded_as_used": 2}));
    let view = public_view(&audit);
    let said = &view.summary[0].arguments;
    assert_eq!([&said["issued"], &said["used"], &said["unused"]], [&20.into(), &"*".into(), &"<10".into()]);
    assert_eq!(view.figures[0].value, Value::from("*"));
    assert_eq!(view.document["totals"], json!({"issued": 20, "used": "*", "not_recorded_as_used": "<10"}));
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

fn counts(rows: &[[i64; 3]]) -> Audit {
    let column = |key| Column::new(key, Message::new("example.voters"), ColumnKind::Count);
    let mut audit = audit(Vec::new());
    audit.exhibits.push(Exhibit::Table(Table {
        id: "counts",
        title: Message::new("example.table_precincts"),
        note: None,
        columns: vec![
            column("men"),
            column("women"),
            column("all"),
            Column::new("share", Message::new("example.share"), ColumnKind::Share),
        ],
        rows: rows
            .iter()
            .map(|row| row.iter().map(|count| (*count).into()).chain([Value::from(0.25)]).collect())
            .collect(),
        privacy: Privacy::Counts,
    }));
    audit
}

fn cells(audit: &Audit) -> Vec<Vec<String>> {
    let view = public_view(audit);
    let Exhibit::Table(table) = &view.exhibits[0] else { panic!("the first exhibit is a table") };
    let word = |value: &Value| serde_json::to_string(value).unwrap().replace('"', "");
    table.rows.iter().map(|row| row.iter().map(word).collect()).collect()
}

#[test]
fn a_lone_hidden_cell_is_protected_in_its_column_and_row() {
    let shown = cells(&counts(&[[3, 40, 43], [50, 60, 110], [53, 100, 153]]));
    assert_eq!(shown[0], ["<10", "*", "43", "*"]);
    assert_eq!(shown[1], ["*", "*", "110", "*"]);
    assert_eq!(shown[2], ["53", "100", "153", "0.25"]);
}

/// What an outsider can work out who knows that every column adds up to its last row and that men and women make
/// all: hidden cells that these equations determine, by elimination.
fn worked_out(shown: &[Vec<String>]) -> Vec<(usize, usize)> {
    let last = shown.len() - 1;
    let hidden: Vec<(usize, usize)> = (0..shown.len())
        .flat_map(|row| (0..3).map(move |column| (row, column)))
        .filter(|(row, column)| shown[*row][*column].parse::<i64>().is_err())
        .collect();
    let columns = (0..3).map(|column| {
        (0..=last).map(move |row| ((row, column), if row == last { -1.0 } else { 1.0 })).collect::<Vec<_>>()
    });
    let rows = (0..=last).map(|row| vec![((row, 0), 1.0), ((row, 1), 1.0), ((row, 2), -1.0)]);
    let mut equations: Vec<Vec<f64>> = columns
        .chain(rows)
        .map(|terms: Vec<((usize, usize), f64)>| {
            let factor = |cell| terms.iter().find(|(one, _)| one == cell).map_or(0.0, |(_, factor)| *factor);
            hidden.iter().map(factor).collect()
        })
        .collect();
    let mut rank = 0;
    for variable in 0..hidden.len() {
        let Some(pivot) = (rank..equations.len()).find(|row| equations[*row][variable].abs() > 1e-9) else {
            continue;
        };
        equations.swap(rank, pivot);
        let factor = equations[rank][variable];
        equations[rank].iter_mut().for_each(|one| *one /= factor);
        let reduced = equations[rank].clone();
        for (_, row) in equations.iter_mut().enumerate().filter(|(row, _)| *row != rank) {
            let factor = row[variable];
            row.iter_mut().zip(&reduced).for_each(|(one, other)| *one -= factor * other);
        }
        rank += 1;
    }
    let alone = |row: &Vec<f64>| {
        let mut left = row.iter().enumerate().filter(|(_, factor)| factor.abs() > 1e-9);
        let first = left.next()?;
        left.next().is_none().then_some(hidden[first.0])
    };
    equations.iter().filter_map(alone).collect()
}

#[test]
fn no_small_count_can_be_worked_out() {
    let mut state = 7u64;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..400 {
        let mut rows: Vec<[i64; 3]> = (0..3 + next(5))
            .map(|_| {
                let (men, women) = (next(60) as i64, next(60) as i64);
                [men, women, men + women]
            })
            .collect();
        rows.push([0, 1, 2].map(|column| rows.iter().map(|row| row[column]).sum()));
        for (row, column) in worked_out(&cells(&counts(&rows))) {
            assert!(!(1..10).contains(&rows[row][column]), "{rows:?}: row {row}, column {column}");
        }
    }
}

#[test]
fn charts_lose_the_marks_that_show_a_small_count() {
    let mark = |x: Value| Mark { label: String::new(), x, y: Value::Missing, highlighted: false };
    let marks = [3, 40, 50, 60].map(|count| mark(count.into())).to_vec();
    let mut audit = audit(Vec::new());
    audit.exhibits.push(Exhibit::Chart(Chart {
        id: "bars",
        title: Message::new("example.chart_districts"),
        note: None,
        kind: ChartKind::Bars,
        x_title: Message::new("example.voters"),
        x_format: "",
        y_title: Message::new("example.district"),
        y_format: "",
        guides: Vec::new(),
        series: vec![Series { label: Message::new("example.district"), line: false, marks }],
        privacy: Privacy::Counts,
    }));
    let view = public_view(&audit);
    let Exhibit::Chart(chart) = &view.exhibits[0] else { panic!("the first exhibit is a chart") };
    let left: Vec<&Value> = chart.series[0].marks.iter().map(|mark| &mark.x).collect();
    assert_eq!(left, [&Value::from(50), &Value::from(60)]);
}

#[test]
fn nine_is_hidden_everywhere_and_ten_and_none_are_shown() {
    for (count, expected) in [(0_u64, "0"), (1, "<10"), (9, "<10"), (10, "10")] {
        let text = |value: &Value| serde_json::to_string(value).unwrap().replace('"', "");
        let mut audit = audit(persons("ROLL-001", Severity::Warning, &[count]));
        audit.figures.push(Figure::new("people", Message::new("example.figure_rows"), count));
        audit.summary.push(Message::new("example.second").with("people", count));
        audit.document.insert("counts".to_owned(), json!({"ROLL-001": {"rows": count}}));
        assert_eq!(shown(&audit)[0].1.replace('"', ""), expected, "as a finding");
        let view = public_view(&audit);
        assert_eq!(text(&view.figures[0].value), expected, "as a figure");
        assert_eq!(text(&view.summary[0].arguments["people"]), expected, "in a sentence");
        let section = view.document["counts"]["ROLL-001"]["rows"].to_string().replace('"', "");
        assert_eq!(section, expected, "in a section");
        let cell = count as i64;
        let shown = cells(&counts(&[[cell, 40, 99], [50, 60, 99], [70, 100, 99]]));
        assert_eq!(shown[0][0], expected, "in a table");
    }
}

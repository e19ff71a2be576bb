//! The page: complete, well formed, and in need of nothing else.

use tizim_evidence::{Audit, Evidence, Finding, Message, Severity, Subject};
use tizim_report::{Edition, Index, IndexEntry, html, index_html, severity_counts, text};

use crate::invented::{Fixture, rich, small};

/// Elements that are opened without being closed in their order, which a browser would mend by guessing.
fn unbalanced(page: &str) -> Option<String> {
    let body = &page[page.find("<body").unwrap()..page.find("</html>").unwrap()];
    let mut open: Vec<String> = Vec::new();
    for part in body.split('<').skip(1) {
        let tag = part.split('>').next().unwrap();
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            if open.last() != Some(&name) {
                return Some(format!("</{name}> in {:?}", open.last()));
            }
            open.pop();
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    open.last().cloned()
}

/// A page without the one script that it may run, and that script.
pub(crate) fn parted(page: &str) -> (String, String) {
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("script-src '").count(), 1);
    assert_eq!(page.matches("script-src 'sha256-").count(), 1, "the script is allowed by its hash alone");
    let (before, rest) = page.split_once("<script>").unwrap();
    let (script, behind) = rest.split_once("</script>").unwrap();
    (format!("{before}{behind}"), script.to_owned())
}

#[test]
fn a_page_needs_nothing_else() {
    let fixture = Fixture::new();
    for audit in [rich::audit(), small::audit(), Audit::new("x/1", Message::new("example.title"))] {
        for edition in [Edition::Working, Edition::Public] {
            let mut report = fixture.report(&audit);
            report.edition = edition;
            let whole = html(&report).unwrap();
            let (page, script) = parted(&whole);
            assert_eq!(script, include_str!("../../templates/tables.js"));
            assert_eq!(unbalanced(&page), None);
            for outside in ["http:", "https:", " src=", "@import", "<script", "<link"] {
                assert!(!page.contains(outside), "{outside}");
            }
            assert_eq!(
                page.matches("url(").count(),
                page.matches("url(#").count(),
                "hatchings of this page alone"
            );
            assert!(page.contains("default-src 'none'"));
            for key in
                ["report.heading", "report.column", "report.manifest", "severity.meaning", "status.meaning"]
            {
                assert!(!page.contains(key), "every word has its text: {key}");
            }
            assert!(!page.contains("&lt;report") && !page.contains("&lt;example"));
            assert_eq!(html(&report).unwrap(), whole, "the same report gives the same bytes");
        }
    }
}

#[test]
fn charts_have_titles_and_the_numbers_behind_them() {
    let (audit, fixture) = (rich::audit(), Fixture::new());
    let (page, _) = parted(&html(&fixture.report(&audit)).unwrap());
    assert_eq!(page.matches("<svg class=\"chart\"").count(), 3);
    assert_eq!(page.matches("role=\"img\"").count(), 3);
    assert!(page.contains("Horizontal bars: 29 marks, from \u{2212}65.8\u{a0}% to +35.6\u{a0}%."));
    assert!(page.contains(">precinct 7</text>"), "an outlier has its name");
    let cut = page.matches("Shown are the first").count();
    assert_eq!(
        cut,
        page.matches("Shown are the first 2000 of").count(),
        "260 rows are shown whole, points to 2000"
    );
    assert!(!page.contains("NaN") && !page.contains("inf\""));
}

/// The last label of an axis is wider than what is left beside it, and stands within the drawing all the same.
#[test]
fn labels_of_an_axis_stand_within_the_drawing() {
    use tizim_evidence::{Chart, ChartKind, Exhibit, Mark, Privacy, Series, Value};

    let mark = |x: f64| Mark { label: Value::Missing, x: x.into(), y: (1.0 - x).into(), highlighted: false };
    let (mut audit, fixture) = (rich::audit(), Fixture::new());
    audit.exhibits = vec![Exhibit::Chart(Chart {
        id: "plane",
        title: Message::new("example.chart_districts"),
        note: None,
        kind: ChartKind::Plane,
        x_title: Message::new("example.voters"),
        x_format: "signed",
        y_title: Message::new("example.district"),
        y_format: "",
        guides: Vec::new(),
        series: vec![Series {
            label: Message::new("example.district"),
            line: false,
            marks: vec![mark(0.0), mark(0.15)],
        }],
        privacy: Privacy::Open,
    })];
    let page = html(&fixture.report(&audit)).unwrap();
    let svg = &page[page.find("<svg class=\"chart\"").unwrap()..];
    let svg = &svg[..svg.find("</svg>").unwrap()];
    let last = &svg[..svg.find("+15.0\u{a0}%</text>").expect("the axis ends where the marks do")];
    let last = &last[last.rfind("<text").unwrap()..];
    let x = last.split("x=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    // Six characters in letters of twelve units, some 6.6 each.
    assert!(x.parse::<f64>().unwrap() + 19.0 <= 760.0, "{last}");
}

#[test]
fn a_table_beyond_all_reading_says_what_is_left_out() {
    let (mut audit, fixture) = (rich::audit(), Fixture::new());
    let tables = audit.exhibits.iter_mut().filter_map(|exhibit| match exhibit {
        tizim_evidence::Exhibit::Table(table) => Some(table),
        _ => None,
    });
    let table = tables.max_by_key(|table| table.rows.len()).unwrap();
    let (row, columns) = (table.rows[0].clone(), table.columns.len());
    table.rows = vec![row; 50_000];
    let page = html(&fixture.report(&audit)).unwrap();
    let shown = 40_000 / columns;
    let said = format!("Shown are the first {shown} of 50");
    assert!(page.replace('\u{202f}', "").contains(&said.replace('\u{202f}', "")), "{said}");
    assert!(page.matches("<tr>").count() < 50_000);
}

#[test]
fn what_was_not_established_is_said() {
    let (audit, fixture) = (small::audit(), Fixture::new());
    let page = html(&fixture.report(&audit)).unwrap();
    assert!(page.contains("3.95 to 3.98"));
    assert!(page.contains("<td class=\"number missing\">not established</td>"));
    assert!(page.contains("Innocent explanations to exclude first"));
    assert!(page.contains("permanent.csv (permanent), rows 7, 9"));
}

#[test]
fn the_front_page_links_and_nothing_more() {
    let (audit, fixture) = (rich::audit(), Fixture::new());
    let counts = severity_counts(&fixture.report(&audit));
    assert_eq!(counts[0], (Severity::Violation, 31));
    let entries = [
        IndexEntry {
            title: "Rolls <b>".to_owned(),
            summary: vec!["12 people".to_owned()],
            href: "rolls/report.html".to_owned(),
            counts,
            files: vec![("findings.csv".to_owned(), "javascript:alert(1)".to_owned())],
        },
        IndexEntry::default(),
    ];
    let index = Index {
        title: "Front",
        summary: &["What this is".to_owned()],
        profile: "XX",
        made_by: "tizim 0.1.0",
        catalogue: &fixture.catalogue,
        edition: Edition::Public,
        reveal: true,
    };
    let page = index_html(&index, &entries).unwrap();
    assert_eq!(unbalanced(&page), None);
    assert!(page.contains("Rolls &lt;b&gt;"));
    assert!(!page.contains("\"javascript:"));
    assert!(page.contains("Names shown"));
    assert!(page.contains("Violation <b>31</b>"));
}

#[test]
fn more_rows_than_are_kept_are_counted_or_said() {
    let fixture = Fixture::new();
    let place = |row| Evidence { file: "a.csv".to_owned(), list: None, row, source_ref: None };
    let shown = |finding: Finding| {
        let mut audit = small::audit();
        audit.findings = vec![finding.shown_by((2..22).map(place)).of_persons()];
        text(&fixture.report(&audit), 100, false)
    };
    let finding =
        |kind| Finding::new("ROLL-004", Severity::Warning, Subject::new(kind, "7")).counting(50_000);
    assert!(shown(finding("precinct")).contains("rows 2, 3, 4; and 49\u{202f}997 more"));
    // People, not rows: how many rows there are is not known, or said beside it.
    let persons = finding("list").figure("persons", 50_000);
    assert!(shown(persons.clone()).contains("rows 2, 3, 4; and more"));
    assert!(shown(persons.figure("rows", 100_003)).contains("rows 2, 3, 4; and 100\u{202f}000 more"));
    assert!(shown(finding("precinct").counting(20)).contains("rows 2, 3, 4; and 17 more"));
}

#[test]
fn the_public_edition_tells_cases_and_kinds() {
    let fixture = Fixture::new();
    let mut audit = small::audit();
    let person = |code, count: u64| {
        Finding::new(code, Severity::Warning, Subject::new("precinct", "7")).counting(count).of_persons()
    };
    audit.findings = vec![person("ROLL-001", 60), person("ROLL-002", 40), person("ROLL-002", 2)];
    let mut report = fixture.report(&audit);
    assert!(text(&report, 100, false).contains("Findings: Violation 0 · Warning 3 ·"));
    report.edition = Edition::Public;
    assert!(
        text(&report, 100, false)
            .contains("Findings; those about persons count by case: Violation 0 · Warning 100+ (2 kinds)")
    );
    assert!(html(&report).unwrap().contains("Warning <b>100+ (2 kinds)</b>"));
    audit.findings.push(person("ROLL-003", 4));
    let mut report = fixture.report(&audit);
    report.edition = Edition::Public;
    assert!(text(&report, 100, false).contains("+ (3 kinds)"));
}

#[test]
fn masked_rows_are_named_only_where_there_are_any() {
    let fixture = Fixture::new();
    let mut audit = small::audit();
    assert!(html(&fixture.report(&audit)).unwrap().contains("Contains masked rows about people"));
    audit.findings.retain(|finding| !finding.about_persons);
    audit.exhibits.clear();
    let page = html(&fixture.report(&audit)).unwrap();
    assert!(!page.contains("masked rows") && page.contains("Contains no rows about people"));
}

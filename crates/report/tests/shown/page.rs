//! The page: complete, well formed, and in need of nothing else.

use tizim_evidence::{Audit, Message, Severity};
use tizim_report::{Edition, Index, IndexEntry, html, index_html, severity_counts};

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

#[test]
fn a_page_needs_nothing_else() {
    let fixture = Fixture::new();
    for audit in [rich::audit(), small::audit(), Audit::new("x/1", Message::new("example.title"))] {
        for edition in [Edition::Working, Edition::Public] {
            let mut report = fixture.report(&audit);
            report.edition = edition;
            let page = html(&report).unwrap();
            assert_eq!(unbalanced(&page), None);
            for outside in ["http:", "https:", " src=", "url(", "@import", "<script", "<link"] {
                assert!(!page.contains(outside), "{outside}");
            }
            assert!(page.contains("default-src 'none'"));
            for key in
                ["report.heading", "report.column", "report.manifest", "severity.meaning", "status.meaning"]
            {
                assert!(!page.contains(key), "every word has its text: {key}");
            }
            assert!(!page.contains("&lt;report") && !page.contains("&lt;example"));
            assert_eq!(html(&report).unwrap(), page, "the same report gives the same bytes");
        }
    }
}

#[test]
fn charts_have_titles_and_the_numbers_behind_them() {
    let (audit, fixture) = (rich::audit(), Fixture::new());
    let page = html(&fixture.report(&audit)).unwrap();
    assert_eq!(page.matches("<svg class=\"chart\"").count(), 3);
    assert_eq!(page.matches("role=\"img\"").count(), 3);
    assert!(page.contains("Horizontal bars: 29 marks, from \u{2212}65.8\u{a0}% to +35.6\u{a0}%."));
    assert!(page.contains(">precinct 7</text>"), "an outlier has its name");
    assert!(page.contains("Shown are the first 200 of 260 rows"));
    assert!(!page.contains("NaN") && !page.contains("inf\""));
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

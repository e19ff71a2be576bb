//! Prints the report of an invented audit, to be looked at:
//!
//! ```text
//! cargo run -p tizim-report --example gallery -- html > gallery.html
//! ```
//!
//! The first word is the format (`html`, `text`, `json`, `csv`, `index`, `hostile`), the words after it may be
//! `public` and `reveal`.

mod invented;

use std::io::Write;

use tizim_report::{
    CsvTarget, Edition, Index, IndexEntry, findings_csv, html, index_html, json_to_writer, text,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |word: &str| words.iter().any(|one| one == word);
    let audit = if has("hostile") { invented::hostile::audit() } else { invented::rich::audit() };
    let fixture = invented::Fixture::new();
    let mut report = fixture.report(&audit);
    report.reveal = has("reveal");
    if has("public") {
        report.edition = Edition::Public;
    }
    let mut out = std::io::stdout().lock();
    match words.first().map(String::as_str) {
        Some("text") => out.write_all(text(&report, 100, has("colour")).as_bytes())?,
        Some("json") => json_to_writer(&report, out)?,
        Some("csv") => findings_csv(&report, out, CsvTarget::Stream)?,
        Some("index") => out.write_all(index(&fixture, report.edition)?.as_bytes())?,
        _ => out.write_all(html(&report)?.as_bytes())?,
    }
    Ok(())
}

/// A front page of three reports.
fn index(fixture: &invented::Fixture, edition: Edition) -> Result<String, tizim_report::ReportError> {
    let audit = invented::rich::audit();
    let counts = |factor: usize| {
        let count = |severity| audit.findings.iter().filter(|one| one.severity == severity).count() * factor;
        tizim_evidence::Severity::ALL.into_iter().map(|severity| (severity, count(severity))).collect()
    };
    let entry = |title: &str, line: &str, folder: &str, factor| IndexEntry {
        title: title.to_owned(),
        summary: vec![line.to_owned()],
        href: format!("{folder}/report.html"),
        counts: counts(factor),
        files: ["findings.csv", "report.xlsx", "summary.json"]
            .map(|file| (file.to_owned(), format!("{folder}/{file}")))
            .to_vec(),
    };
    let entries = [
        entry(
            "Are the districts equal?",
            "The largest district has 3.95 to 3.98 times the voters of the smallest.",
            "districts",
            0,
        ),
        entry(
            "Is anyone on two lists?",
            "312 people stand on two lists; 17 agreements by chance were to be expected.",
            "rolls",
            1,
        ),
        entry(
            "Do the absentee certificates add up?",
            "Four precincts issued more forms than the quota allows under any rounding.",
            "avc",
            2,
        ),
    ];
    let summary = ["Three audits of an invented country, made by one command.".to_owned()];
    let index = Index {
        title: "An election under audit",
        summary: &summary,
        profile: &fixture.profile.title,
        made_by: "Made by tizim 0.1.0, `demo`",
        catalogue: &fixture.catalogue,
        edition,
        reveal: false,
    };
    index_html(&index, &entries)
}

//! The front page of a folder of several reports.

use serde::Serialize;
use tizim_evidence::{Catalogue, Counted, Severity};

use crate::html::{Frame, Tally, Voice, render, tallies};
use crate::words::Words;
use crate::{Edition, ReportError};

/// One report of the folder.
#[derive(Debug, Clone, Default)]
pub struct IndexEntry {
    /// Heading.
    pub title: String,
    /// What the report says in short, one sentence or figure per line.
    pub summary: Vec<String>,
    /// Path of its page, relative to the front page.
    pub href: String,
    /// Findings by severity as [`severity_counts`](crate::severity_counts) gives them; a severity that is not named
    /// counts as none.
    pub counts: Vec<(Severity, usize)>,
    /// Other files of the same report: name and relative path.
    pub files: Vec<(String, String)>,
}

/// What the front page says beside its entries.
#[derive(Debug, Clone, Copy)]
pub struct Index<'a> {
    /// Heading.
    pub title: &'a str,
    /// What this folder is, in a sentence or two each.
    pub summary: &'a [String],
    /// Name of the law and election the reports go by.
    pub profile: &'a str,
    /// Program, version and command.
    pub made_by: &'a str,
    /// The words.
    pub catalogue: &'a Catalogue,
    /// For whom the reports are made.
    pub edition: Edition,
    /// Whether names are shown.
    pub reveal: bool,
}

/// Of each report, so many sentences: the answer, not the page.
const SENTENCES: usize = 3;

#[derive(Serialize)]
struct Page<'a> {
    words: Words<'a>,
    frame: Frame,
    lead: Option<String>,
    summary: Vec<String>,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    title: String,
    summary: Vec<String>,
    href: String,
    tallies: Vec<Tally>,
    files: Vec<(String, String)>,
}

/// The front page, one self-contained file that links to the reports beside it.
///
/// # Errors
/// Only where a template of this program is wrong.
pub fn index_html(index: &Index<'_>, entries: &[IndexEntry]) -> Result<String, ReportError> {
    let voice = Voice::new(index.catalogue);
    let mut frame = Frame::new(
        voice,
        voice.text(index.title),
        index.profile,
        index.edition,
        index.reveal,
        (true, Counted::InLists),
    );
    frame.made_by = voice.text(index.made_by);
    let mut sentences = index.summary.iter().map(|sentence| voice.text(sentence));
    let entry = |entry: &IndexEntry| Entry {
        title: voice.text(&entry.title),
        summary: entry.summary.iter().take(SENTENCES).map(|line| voice.sentence(line)).collect(),
        href: relative(&entry.href),
        tallies: tallies(voice, counts(entry)),
        files: entry.files.iter().map(|(name, href)| (voice.text(name), relative(href))).collect(),
    };
    let page = Page {
        words: voice.words(),
        frame,
        lead: sentences.next(),
        summary: sentences.collect(),
        entries: entries.iter().map(entry).collect(),
    };
    render("index.html", &page)
}

/// The counts of an entry by severity, gravest first.
fn counts(entry: &IndexEntry) -> Vec<(Severity, usize)> {
    let of = |severity| entry.counts.iter().filter(|(one, _)| *one == severity).map(|(_, count)| count).sum();
    Severity::ALL.into_iter().rev().map(|severity| (severity, of(severity))).collect()
}

/// A path that cannot leave the folder for another protocol: `javascript:` becomes `./javascript:`.
fn relative(href: &str) -> String {
    let path = href.trim_start_matches(['/', '\\']);
    if path.contains(':') { format!("./{path}") } else { path.to_owned() }
}

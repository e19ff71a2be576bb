//! The findings of a page, by severity and code.

use std::collections::BTreeMap;

use serde::Serialize;
use tizim_evidence::{Audit, Finding, Message, Severity, SourceRef};

use super::room::Room;
use super::rows;
use super::sources::Sources;
use super::voice::Voice;
use crate::labels::Labels;
use crate::order;
use crate::public::AGGREGATE;
use crate::words;
use tizim_evidence::Format;

/// How many findings of a code are on the page in any case.
const SURE: usize = 200;
/// Beyond this many they scroll in a window of their own.
const TALL: usize = 12;
/// Rows about persons of one code that are printed: nobody reads thousands of leads on paper.
const ON_PAPER: usize = 200;
/// Bytes of the page for findings: some 50,000 of them.
const ROOM: usize = 14_000_000;
/// How many places in the input are named for a finding.
const PLACES: usize = 6;
/// How many explanations are listed for a code.
const EXPLANATIONS: usize = 12;

/// A severity with the codes found under it.
#[derive(Debug, Serialize)]
pub(super) struct Level {
    word: &'static str,
    name: String,
    meaning: String,
    lines: usize,
    lines_text: String,
    groups: Vec<Group>,
}

/// The findings of one code and severity.
#[derive(Debug, Serialize)]
struct Group {
    code: &'static str,
    anchor: String,
    heading: String,
    /// Whether the heading is the sentence of the only finding, which then needs no repeating.
    single: bool,
    lines_text: String,
    lines: usize,
    cases: String,
    /// Whether the findings stand for more than one case each, so that a count is worth a column.
    counted: bool,
    rules: Vec<String>,
    sources: Vec<usize>,
    explanations: Vec<String>,
    /// The only finding, or the first of several.
    first: Line,
    /// The findings as rows of a table, where there are several.
    rows: minijinja::Value,
    tall: bool,
    more: Option<String>,
    /// What is said on paper where not all rows are printed.
    on_paper: Option<String>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) count: String,
    pub(super) figures: Vec<(String, String)>,
    pub(super) places: Vec<String>,
    pub(super) more: Option<String>,
}

/// The findings by severity, gravest first; severities under which nothing was found are left out.
pub(super) fn levels<'a>(voice: Voice<'_>, audit: &'a Audit, sources: &mut Sources<'a>) -> Vec<Level> {
    let labels = Labels::of(voice.catalogue, audit);
    let mut room = Room::of(ROOM);
    let mut levels = Vec::new();
    for severity in Severity::ALL.into_iter().rev() {
        let mut groups: BTreeMap<&'static str, Vec<&'a Finding>> = BTreeMap::new();
        for finding in audit.findings.iter().filter(|finding| finding.severity == severity) {
            groups.entry(finding.code).or_default().push(finding);
        }
        if groups.is_empty() {
            continue;
        }
        for group in groups.values_mut() {
            order::by_subject(group);
        }
        let lines = groups.values().map(Vec::len).sum();
        let groups = groups
            .into_iter()
            .map(|(code, group)| shown(voice, &labels, (severity, code), &group, sources, &mut room));
        levels.push(Level {
            word: severity.word(),
            name: words::severity(voice.catalogue, severity).to_owned(),
            meaning: words::severity_meaning(voice.catalogue, severity).to_owned(),
            lines,
            lines_text: voice.say(&words::how_many(lines)),
            groups: groups.collect(),
        });
    }
    levels
}

fn shown<'a>(
    voice: Voice<'_>,
    labels: &Labels<'_>,
    (severity, code): (Severity, &'static str),
    group: &[&'a Finding],
    sources: &mut Sources<'a>,
    room: &mut Room,
) -> Group {
    let meaning = voice.catalogue.get(code).map(|meaning| voice.text(meaning));
    let single = meaning.is_none() && group.len() == 1;
    let heading = match meaning {
        Some(meaning) => meaning,
        None if single => voice.say(&group[0].title),
        None => String::new(),
    };
    let mut explanations = Vec::new();
    let mut rules = Vec::new();
    let mut numbers = Vec::new();
    for finding in group {
        // What was not checked is said in words; the keys of such rules say nothing more.
        let named = !finding.rule.is_empty() && finding.subject.kind != "check";
        keep_new(&mut rules, named.then(|| voice.text(&finding.rule)));
        keep_new(&mut numbers, sources.number(finding.source.as_ref().map(|source: &'a SourceRef| source)));
        for explanation in &finding.explanations {
            if explanations.len() < EXPLANATIONS {
                keep_new(&mut explanations, Some(voice.say(explanation)));
            }
        }
    }
    let counted = group.iter().any(|finding| finding.count != 1);
    let listed = if group.len() > 1 { group } else { &[] };
    let row = |finding: &&Finding| rows::of_finding(&line(voice, labels, finding), counted);
    let (rows, shown) = room.take(listed.iter().map(row), SURE);
    let more = || Message::new("report.findings.more_rows").with("shown", shown).with("total", group.len());
    let of_persons = group[0].subject.kind == "person" && shown > ON_PAPER;
    let on_paper =
        || Message::new("report.findings.on_paper").with("shown", ON_PAPER).with("total", group.len());
    Group {
        code,
        anchor: format!("{}-{}", severity.word(), code.to_lowercase()),
        heading,
        single,
        lines_text: voice.say(&words::how_many(group.len())),
        lines: group.len(),
        cases: cases(voice, group),
        counted,
        rules,
        sources: numbers,
        explanations,
        more: (listed.len() > shown).then(|| voice.say(&more())),
        first: line(voice, labels, group[0]),
        rows: minijinja::Value::from_safe_string(rows),
        tall: shown > TALL,
        on_paper: of_persons.then(|| voice.say(&on_paper())),
    }
}

fn keep_new<T: PartialEq>(list: &mut Vec<T>, item: Option<T>) {
    if let Some(item) = item.filter(|item| !list.contains(item)) {
        list.push(item);
    }
}

/// The cases of a group; where a count is suppressed there is no sum.
fn cases(voice: Voice<'_>, group: &[&Finding]) -> String {
    match group {
        [one] => voice.value(&one.cases(), Format::Natural),
        many if many.iter().any(|finding| finding.given_as.is_some()) => String::new(),
        many => {
            let sum = many.iter().fold(0u64, |sum, finding| sum.saturating_add(finding.count));
            voice.value(&sum.into(), Format::Natural)
        }
    }
}

fn line(voice: Voice<'_>, labels: &Labels<'_>, finding: &Finding) -> Line {
    let is_aggregate = finding.subject.kind == AGGREGATE;
    Line {
        title: voice.say(&finding.title),
        kind: if is_aggregate {
            String::new()
        } else {
            voice.text(words::subject(voice.catalogue, finding.subject.kind))
        },
        id: if is_aggregate {
            String::new()
        } else {
            voice.text(&words::which(voice.catalogue, &finding.subject))
        },
        count: voice.value(&finding.cases(), Format::Natural),
        figures: labels
            .figures(finding)
            .map(|figure| (voice.sentence(&figure.label), voice.value(figure.value, figure.format)))
            .collect(),
        places: words::places(&finding.evidence, PLACES).iter().map(|place| voice.say(place)).collect(),
        more: words::more_places(finding, PLACES).map(|more| voice.say(&more)),
    }
}

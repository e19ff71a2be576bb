//! What stands on the page of an audit, in the words of its language.

use serde::Serialize;
use tizim_evidence::{Audit, Counted, Figure, InputRecord, Message, Severity, Value};

use super::exhibits::{self, Shown};
use super::findings::{self, Level};
use super::script::Script;
use super::sources::{Source, Sources};
use super::voice::Voice;
use crate::Report;
use crate::order;
use crate::words::{self, Words};
use tizim_evidence::Format;

/// How many figures are set large.
const LARGE: usize = 6;

/// A figure as it is shown.
#[derive(Debug, Serialize)]
struct ShownFigure {
    label: String,
    value: String,
    missing: bool,
    status: &'static str,
    status_name: String,
    status_meaning: String,
    source: Option<usize>,
}

/// An input file as it is shown.
#[derive(Debug, Serialize)]
struct Input {
    role: String,
    name: String,
    bytes: String,
    blake3: String,
    read_as: String,
    read: String,
    taken: String,
    rejected: String,
    set_aside: String,
    adds_up: bool,
}

/// How many findings there are under a severity.
#[derive(Debug, Serialize)]
pub(crate) struct Tally {
    word: &'static str,
    name: String,
    count: usize,
    /// The count in words, with the kinds in the public edition.
    text: String,
}

/// The tallies of an audit.
fn tallies_of(voice: Voice<'_>, audit: &Audit, edition: crate::Edition) -> Vec<Tally> {
    let mut tallies = tallies(voice, order::count(&audit.findings, edition));
    for (tally, severity) in tallies.iter_mut().zip(Severity::ALL.into_iter().rev()) {
        tally.text = voice.say(&order::tally(&audit.findings, severity, edition));
    }
    tallies
}

/// The tallies of these counts, those of which nothing was found included.
pub(crate) fn tallies(voice: Voice<'_>, counts: Vec<(Severity, usize)>) -> Vec<Tally> {
    let name = |severity| words::severity(voice.catalogue, severity).to_owned();
    let tally = |(severity, count): (Severity, usize)| Tally {
        word: severity.word(),
        name: name(severity),
        count,
        text: count.to_string(),
    };
    counts.into_iter().map(tally).collect()
}

/// The head and foot that all pages share.
#[derive(Debug, Serialize)]
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) kicker: String,
    pub(crate) edition: String,
    pub(crate) edition_means: String,
    pub(crate) public: bool,
    pub(crate) revealed: bool,
    /// The mark of a page with names, as a string of CSS for the margin of every printed page.
    pub(crate) margin_mark: Option<minijinja::Value>,
    /// The title, as a string of CSS for the foot of every printed page.
    margin_title: minijinja::Value,
    /// The script of the page's tables.
    pub(crate) script: Option<Script>,
    pub(crate) made_by: String,
}

impl Frame {
    pub(crate) fn new(
        voice: Voice<'_>,
        title: String,
        kicker: &str,
        edition: crate::Edition,
        revealed: bool,
        persons: (bool, Counted),
    ) -> Self {
        let (name, means) = words::edition(voice.catalogue, edition, persons);
        let css = |text: &str| minijinja::Value::from_safe_string(super::css_string(text));
        let mark = || css(voice.words().revealed);
        Self {
            margin_title: css(&title),
            script: None,
            title,
            kicker: voice.text(kicker),
            edition: name.to_owned(),
            edition_means: means.to_owned(),
            public: edition == crate::Edition::Public,
            revealed,
            margin_mark: revealed.then(mark),
            made_by: String::new(),
        }
    }
}

/// The page of an audit.
#[derive(Debug, Serialize)]
pub(super) struct Page<'a> {
    words: Words<'a>,
    frame: Frame,
    lead: Option<String>,
    summary: Vec<String>,
    figures: Vec<ShownFigure>,
    more_figures: Vec<ShownFigure>,
    /// Whether it has findings, or looked for any.
    judges: bool,
    tallies: Vec<Tally>,
    levels: Vec<Level>,
    exhibits: Vec<Shown>,
    notes: Vec<String>,
    definitions: Vec<(&'a str, &'a str)>,
    profile_note: Option<String>,
    sources: Vec<Source>,
    intro: String,
    facts: Vec<(&'a str, String, bool)>,
    settings: Vec<(String, String)>,
    inputs: Vec<Input>,
}

impl<'a> Page<'a> {
    pub(super) fn new(report: &'a Report<'_>, audit: &Audit) -> Self {
        let voice = Voice::new(report.catalogue);
        let mut sources = Sources::default();
        let mut figures = audit.figures.iter().map(|figure| shown_figure(voice, figure, &mut sources));
        let large: Vec<_> = figures.by_ref().take(LARGE).collect();
        let more_figures = figures.collect();
        let levels = findings::levels(voice, audit, &mut sources);
        let title = voice.say(&audit.title);
        let persons = (words::holds_persons(audit), audit.counted);
        let rules = voice.say(&words::rules_of(&report.profile.title));
        let mut frame = Frame::new(voice, title, &rules, report.edition, report.reveal, persons);
        frame.made_by = made_by(voice, report);
        frame.script = Some(Script::tables());
        let mut sentences = audit.summary.iter().map(|sentence| voice.say(sentence));
        Self {
            words: voice.words(),
            frame,
            lead: sentences.next(),
            summary: sentences.collect(),
            figures: large,
            more_figures,
            judges: !audit.looks_for_nothing || !audit.findings.is_empty(),
            tallies: tallies_of(voice, audit, report.edition),
            levels,
            exhibits: exhibits::shown(voice, &audit.exhibits),
            notes: audit.notes.iter().map(|note| voice.say(note)).collect(),
            definitions: words::definitions(report.catalogue),
            profile_note: report.profile.note.as_deref().map(|note| voice.text(note)),
            sources: sources.list(),
            intro: voice.say(&Message::new("report.manifest.intro")),
            facts: facts(voice, report, audit.schema),
            settings: settings(voice, report),
            inputs: report.shown_manifest().inputs.iter().map(|input| shown_input(voice, input)).collect(),
        }
    }
}

fn shown_figure<'a>(voice: Voice<'_>, figure: &'a Figure, sources: &mut Sources<'a>) -> ShownFigure {
    let missing = figure.value.is_missing();
    let status = words::status_of(figure);
    ShownFigure {
        label: voice.say(&figure.label),
        value: voice.value(&figure.value, Format::named(figure.format)),
        missing,
        status: status.word(),
        status_name: words::status(voice.catalogue, status).to_owned(),
        status_meaning: words::status_meaning(voice.catalogue, status).to_owned(),
        source: sources.number(figure.source.as_ref()),
    }
}

fn made_by(voice: Voice<'_>, report: &Report<'_>) -> String {
    let manifest = report.manifest;
    let message = Message::new("report.manifest.made_by")
        .with("tool", &manifest.tool)
        .with("version", &manifest.version)
        .with("command", &manifest.command)
        .with("profile", &manifest.profile);
    voice.say(&message)
}

/// The facts of the manifest: name, value, and whether the value is a fingerprint.
fn facts<'a>(voice: Voice<'a>, report: &Report<'_>, schema: &str) -> Vec<(&'a str, String, bool)> {
    let (manifest, words) = (report.manifest, voice.words());
    let program = format!("{} {}", manifest.tool, manifest.version);
    let profile = format!("{} ({})", report.profile.title, manifest.profile);
    let facts = [
        (words.command, Some(manifest.command.clone()), true),
        (words.version, Some(program), false),
        (words.schema, Some(schema.to_owned()), false),
        (words.profile, Some(profile), false),
        (words.profile_blake3, Some(in_groups(&manifest.profile_blake3)), true),
        (words.seed, Some(manifest.seed.to_string()), false),
        (words.key_id, manifest.key_id.clone(), true),
        (words.created, manifest.created.clone(), false),
    ];
    let known = facts.into_iter().filter_map(|(name, value, is_code)| Some((name, value?, is_code)));
    known.map(|(name, value, is_code)| (name, voice.text(&value), is_code)).collect()
}

fn settings(voice: Voice<'_>, report: &Report<'_>) -> Vec<(String, String)> {
    let one = |setting: &tizim_evidence::Setting| (voice.text(&setting.name), voice.text(&setting.value));
    report.manifest.settings.iter().map(one).collect()
}

fn shown_input(voice: Voice<'_>, input: &InputRecord) -> Input {
    let count = |count: &Value| voice.value(count, Format::Natural);
    Input {
        role: voice.text(words::role(voice.catalogue, &input.role)),
        name: voice.text(&input.name),
        bytes: count(&input.bytes.into()),
        blake3: voice.text(&in_groups(&input.blake3)),
        read_as: voice.text(&input.read_as),
        read: count(&input.rows_read),
        taken: count(&input.rows_taken),
        rejected: count(&input.rows_rejected),
        set_aside: count(&input.rows_set_aside),
        adds_up: input.adds_up(),
    }
}

/// A fingerprint in groups of eight, as people compare them.
pub(crate) fn in_groups(fingerprint: &str) -> String {
    let is_digit = |character: char| character.is_ascii_hexdigit() || character.is_whitespace();
    if !fingerprint.chars().all(is_digit) {
        // No fingerprint, but a word in its place.
        return fingerprint.to_owned();
    }
    let digits: Vec<char> = fingerprint.chars().filter(|character| !character.is_whitespace()).collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_shown_in_groups() {
        assert_eq!(in_groups("0123456789abcdef01"), "01234567 89abcdef 01");
        assert_eq!(in_groups("01234567 89abcdef"), "01234567 89abcdef");
        assert_eq!(in_groups("no file"), "no file");
    }
}

//! A page for a terminal: readable without colour, fitted to a width, and unable to act on the terminal.

mod layout;
mod table;

use tizim_evidence::{Audit, Exhibit, Finding, Message, Severity};

use crate::order;
use crate::words::{self, Words};
use crate::{Edition, Report, visible};
use layout::{Paint, pad_left, pad_right, width, wrap};
use tizim_evidence::{Format, Show};

/// How many findings of one code are shown.
const EXAMPLES: usize = 5;

/// How many places in the input are named for one finding.
const PLACES: usize = 3;

/// The report as text, at most `columns` wide (at least 48) where its words allow. `colour` adds ANSI
/// colours, which carry no meaning of their own; the caller decides on `NO_COLOR` and whether there is a terminal.
pub fn text(report: &Report<'_>, columns: usize, colour: bool) -> String {
    let audit = report.view();
    let mut page = Page {
        report,
        show: Show::new(report.catalogue),
        words: Words::new(report.catalogue),
        paint: Paint { colour },
        columns: columns.clamp(48, 400),
        text: String::new(),
    };
    page.head(&audit);
    page.figures(&audit);
    page.findings(&audit);
    page.exhibits(&audit);
    page.notes(&audit);
    page.foot();
    page.text
}

/// The page as it is written.
struct Page<'a> {
    report: &'a Report<'a>,
    show: Show<'a>,
    words: Words<'a>,
    paint: Paint,
    columns: usize,
    text: String,
}

impl Page<'_> {
    fn say(&self, message: &Message) -> String {
        visible(&self.report.catalogue.text(message)).into_owned()
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph with its first line behind `first` and the others behind as many spaces.
    fn paragraph(&mut self, first: &str, text: &str) {
        let indent = width(first);
        for (number, line) in wrap(text, self.columns.saturating_sub(indent)).into_iter().enumerate() {
            let lead = if number == 0 { first.to_owned() } else { " ".repeat(indent) };
            self.line(&format!("{lead}{line}"));
        }
    }

    fn heading(&mut self, text: &str) {
        let heading = self.paint.bold(&text.to_uppercase());
        self.line("");
        self.line(&heading);
    }

    fn head(&mut self, audit: &Audit) {
        let title = self.say(&audit.title);
        for line in wrap(&title, self.columns) {
            let bold = self.paint.bold(&line);
            self.line(&bold);
        }
        let (edition, _) =
            words::edition(self.report.catalogue, self.report.edition, (true, self.report.audit.counted));
        let rules = self.say(&words::rules_of(&self.report.profile.title));
        let under = format!("{rules} · {edition}");
        self.line(&self.paint.dim(&under));
        if self.report.reveal {
            let warning = self.paint.severity(Severity::Violation, &format!("! {}", self.words.revealed));
            self.line(&warning);
        }
        for sentence in &audit.summary {
            let sentence = self.say(sentence);
            self.line("");
            self.paragraph("", &sentence);
        }
    }

    fn figures(&mut self, audit: &Audit) {
        if audit.figures.is_empty() {
            return;
        }
        self.heading(self.words.figures);
        let rows: Vec<[String; 3]> = audit
            .figures
            .iter()
            .map(|figure| {
                let value = self.show.value(&figure.value, Format::named(figure.format));
                let status = words::status(self.report.catalogue, words::status_of(figure)).to_owned();
                [self.say(&figure.label), visible(&value).into_owned(), status]
            })
            .collect();
        let longest = |column: usize| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0);
        let (values, statuses) = (longest(1).min(self.columns / 2), longest(2));
        let labels = longest(0).min(self.columns.saturating_sub(values + statuses + 6).max(12));
        for [label, value, status] in rows {
            let mut label_lines = wrap(&label, labels).into_iter();
            let first = label_lines.next().unwrap_or_default();
            let status = self.paint.dim(&status);
            self.line(&format!("  {}  {}  {status}", pad_right(&first, labels), pad_left(&value, values)));
            for rest in label_lines {
                self.line(&format!("  {rest}"));
            }
        }
    }

    fn findings(&mut self, audit: &Audit) {
        if audit.looks_for_nothing && audit.findings.is_empty() {
            return;
        }
        self.heading(self.words.findings);
        if audit.findings.is_empty() {
            self.paragraph("  ", self.words.none_found);
            return;
        }
        let tally = |severity| {
            let count = self.say(&order::tally(&audit.findings, severity, self.report.edition));
            format!("{} {count}", words::severity(self.report.catalogue, severity))
        };
        let public = self.report.edition == Edition::Public;
        let label = if public { self.words.cases_found } else { self.words.found };
        let tallies = Severity::ALL.into_iter().rev().map(tally).collect::<Vec<_>>().join(" · ");
        self.line(&format!("  {label}: {tallies}"));
        for severity in Severity::ALL.into_iter().rev() {
            let of_severity: Vec<&Finding> =
                audit.findings.iter().filter(|finding| finding.severity == severity).collect();
            let mut codes: Vec<&str> = of_severity.iter().map(|finding| finding.code).collect();
            codes.sort_unstable();
            codes.dedup();
            for code in codes {
                let mut group: Vec<&Finding> =
                    of_severity.iter().copied().filter(|finding| finding.code == code).collect();
                order::by_subject(&mut group);
                self.group(severity, code, &group);
            }
        }
    }

    fn group(&mut self, severity: Severity, code: &str, group: &[&Finding]) {
        let name = words::severity(self.report.catalogue, severity).to_uppercase();
        let name = self.paint.severity(severity, &name);
        let lines = self.say(&words::how_many(group.len()));
        let meaning = self.report.catalogue.get(code).map_or(String::new(), |meaning| format!("  {meaning}"));
        self.line("");
        self.line(&format!(
            "  {name}  {}{}  {}",
            self.paint.bold(code),
            visible(&meaning),
            self.paint.dim(&lines)
        ));
        for finding in group.iter().take(EXAMPLES) {
            let sentence = self.say(&finding.title);
            self.paragraph("    - ", &sentence);
            if let Some(places) = self.places(finding) {
                for line in wrap(&places, self.columns.saturating_sub(6)) {
                    let line = self.paint.dim(&line);
                    self.line(&format!("      {line}"));
                }
            }
        }
        if group.len() > EXAMPLES {
            let more = Message::new("report.findings.more_lines").with("count", group.len() - EXAMPLES);
            let more = self.say(&more);
            self.paragraph("    ", &more);
        }
        let mut explanations: Vec<String> = Vec::new();
        for explanation in group.iter().flat_map(|finding| &finding.explanations) {
            let explanation = self.say(explanation);
            if !explanations.contains(&explanation) && explanations.len() < 2 * EXAMPLES {
                explanations.push(explanation);
            }
        }
        if !explanations.is_empty() {
            self.line(&format!("    {}:", self.words.explanations));
            for explanation in explanations {
                self.paragraph("      · ", &explanation);
            }
        }
    }

    /// The first places of the input that bear a finding out.
    fn places(&self, finding: &Finding) -> Option<String> {
        let mut places: Vec<String> =
            words::places(&finding.evidence, PLACES).iter().map(|place| self.say(place)).collect();
        places.extend(words::more_places(finding, PLACES).map(|more| self.say(&more)));
        (!places.is_empty()).then(|| places.join("; "))
    }

    fn exhibits(&mut self, audit: &Audit) {
        for exhibit in &audit.exhibits {
            // A chart is for the page; the numbers it draws stand in a table or in the JSON.
            let Exhibit::Table(table) = exhibit else { continue };
            let title = self.say(&table.title);
            self.heading(&title);
            if let Some(note) = &table.note {
                let note = self.say(note);
                self.paragraph("  ", &note);
            }
            let table = table.without_empty_columns();
            let lines = table::lines(&table, self.report.catalogue, self.show, self.paint, self.columns);
            for line in lines {
                self.line(&line);
            }
        }
    }

    fn notes(&mut self, audit: &Audit) {
        if audit.notes.is_empty() {
            return;
        }
        self.heading(self.words.notes);
        for note in &audit.notes {
            let note = self.say(note);
            self.paragraph("  - ", &note);
        }
    }

    fn foot(&mut self) {
        let manifest = self.report.manifest;
        let made = Message::new("report.manifest.made_by")
            .with("tool", &manifest.tool)
            .with("version", &manifest.version)
            .with("command", &manifest.command)
            .with("profile", &manifest.profile);
        let made = self.say(&made);
        self.line("");
        for line in wrap(&made, self.columns) {
            let line = self.paint.dim(&line);
            self.line(&line);
        }
        if self.report.reveal {
            let warning = self.paint.severity(Severity::Violation, &format!("! {}", self.words.revealed));
            self.line(&warning);
        }
    }
}

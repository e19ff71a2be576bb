//! The report's own words, from the message catalogue.

use serde::Serialize;
use tizim_evidence::{
    Audit, Catalogue, Counted, Evidence, Exhibit, Figure, Finding, Message, Privacy, Severity, Status,
    Subject, Value,
};

/// Declares the words a page needs, each with its key in the catalogue.
macro_rules! words {
    ($($field:ident: $key:literal,)*) => {
        /// Headings and labels of pages, by the name that templates use.
        #[derive(Debug, Clone, Copy, Serialize)]
        pub(crate) struct Words<'a> {
            $(pub(crate) $field: &'a str,)*
        }

        impl<'a> Words<'a> {
            /// The words of this catalogue.
            pub(crate) fn new(catalogue: &'a Catalogue) -> Self {
                Self { $($field: catalogue.word($key),)* }
            }
        }
    };
}

words! {
    language: "report.language",
    contents: "report.heading.contents",
    summary: "report.heading.summary",
    figures: "report.heading.figures",
    glance: "report.heading.glance",
    findings: "report.heading.findings",
    exhibits: "report.heading.exhibits",
    notes: "report.heading.notes",
    sources: "report.heading.sources",
    manifest: "report.heading.manifest",
    inputs: "report.heading.inputs",
    settings: "report.heading.settings",
    definitions: "report.heading.definitions",
    search: "report.table.search",
    sort: "report.table.sort",
    all: "report.table.all",
    rows_shown: "report.table.shown",
    show_more: "report.table.more",
    verify: "report.manifest.verify",
    chart_numbers: "report.heading.chart_numbers",
    map_numbers: "report.heading.map_numbers",
    kinds: "report.findings.kinds",
    cases_found: "report.findings.cases_found",
    none_found: "report.findings.none",
    explanations: "report.findings.explanations",
    public_hint: "report.findings.public",
    code: "report.column.code",
    severity: "report.column.severity",
    meaning: "report.column.meaning",
    finding: "report.column.finding",
    found: "report.column.findings",
    subject: "report.column.subject",
    which: "report.column.which",
    figures_of_finding: "report.column.figures",
    count: "report.column.count",
    cases: "report.column.cases",
    file: "report.column.file",
    list: "report.column.list",
    row: "report.column.row",
    rule: "report.column.rule",
    source: "report.column.source",
    status: "report.column.status",
    figure: "report.column.figure",
    value: "report.column.value",
    series: "report.column.series",
    mark: "report.column.mark",
    low: "report.column.low",
    high: "report.column.high",
    role: "report.manifest.role",
    name: "report.manifest.name",
    bytes: "report.manifest.bytes",
    blake3: "report.manifest.blake3",
    read_as: "report.manifest.read_as",
    rows_read: "report.manifest.rows_read",
    rows_taken: "report.manifest.rows_taken",
    rows_rejected: "report.manifest.rows_rejected",
    rows_set_aside: "report.manifest.rows_set_aside",
    adds_up: "report.manifest.adds_up",
    adds_up_not: "report.manifest.adds_up_not",
    command: "report.manifest.command",
    version: "report.manifest.version",
    schema: "report.manifest.schema",
    profile: "report.manifest.profile",
    profile_blake3: "report.manifest.profile_blake3",
    seed: "report.manifest.seed",
    key_id: "report.manifest.key_id",
    created: "report.manifest.created",
    setting: "report.manifest.setting",
    edition: "report.edition.heading",
    revealed: "report.edition.revealed",
    other_files: "report.index.other_files",
    open: "report.index.open",
}

/// What a finding is about, such as a precinct.
pub(crate) fn subject<'a>(catalogue: &'a Catalogue, kind: &'a str) -> &'a str {
    catalogue.word_of("subject", kind)
}

/// Which one a finding is about, as people read it. A check and the nation as a whole bear keys that only programs know, and
/// the sentence says what they mean.
pub(crate) fn which(catalogue: &Catalogue, subject: &Subject) -> String {
    match subject.kind {
        "check" | "nation" => String::new(),
        "list" => role(catalogue, &subject.id).to_owned(),
        _ => catalogue.place(&subject.id).into_owned(),
    }
}

/// What a file was read as: a kind of list or of table.
pub fn role<'a>(catalogue: &'a Catalogue, role: &'a str) -> &'a str {
    catalogue.get(&format!("list.{role}")).unwrap_or_else(|| catalogue.word_of("table", role))
}

/// The name of a severity.
pub(crate) fn severity(catalogue: &Catalogue, severity: Severity) -> &str {
    catalogue.word(match severity {
        Severity::Info => "severity.info",
        Severity::Notice => "severity.notice",
        Severity::Warning => "severity.warning",
        Severity::Violation => "severity.violation",
    })
}

/// What a severity says, and what it does not.
pub(crate) fn severity_meaning(catalogue: &Catalogue, severity: Severity) -> &str {
    catalogue.word(match severity {
        Severity::Info => "severity.meaning.info",
        Severity::Notice => "severity.meaning.notice",
        Severity::Warning => "severity.meaning.warning",
        Severity::Violation => "severity.meaning.violation",
    })
}

/// What the words for gravity and origin mean, gravest and surest first.
pub(crate) fn definitions(catalogue: &Catalogue) -> Vec<(&str, &str)> {
    let severities = Severity::ALL.into_iter().rev();
    let severities = severities.map(|one| (severity(catalogue, one), severity_meaning(catalogue, one)));
    let statuses =
        [Status::Published, Status::Counted, Status::Derived, Status::Estimated, Status::Unknown].into_iter();
    severities.chain(statuses.map(|one| (status(catalogue, one), status_meaning(catalogue, one)))).collect()
}

/// The name of a status.
pub(crate) fn status(catalogue: &Catalogue, status: Status) -> &str {
    catalogue.word(match status {
        Status::Published => "status.published",
        Status::Derived => "status.derived",
        Status::Counted => "status.counted",
        Status::Estimated => "status.estimated",
        Status::Unknown => "status.unknown",
    })
}

/// The first `limit` places in the input, in words: rows of one file together, unless a reference stands beside them.
pub(crate) fn places(evidence: &[Evidence], limit: usize) -> Vec<Message> {
    let evidence = &evidence[..evidence.len().min(limit)];
    let same = |one: &Evidence, next: &Evidence| {
        one.file == next.file
            && one.list == next.list
            && one.source_ref.is_none()
            && next.source_ref.is_none()
    };
    evidence.chunk_by(same).map(place).collect()
}

/// A kind of list, by its code.
fn kind(list: &str) -> Value {
    Value::Code { of: "list", code: list.to_owned() }
}

/// Rows of one file.
fn place(rows: &[Evidence]) -> Message {
    let message = match (&rows[0].list, rows.len()) {
        (None, 1) => Message::new("report.findings.row"),
        (None, _) => Message::new("report.findings.rows"),
        (Some(list), 1) => Message::new("report.findings.list_row").with("list", kind(list)),
        (Some(list), _) => Message::new("report.findings.list_rows").with("list", kind(list)),
    };
    let reference = rows[0].source_ref.as_ref().map_or(String::new(), |reference| format!(" ({reference})"));
    let numbers: Vec<u64> = rows.iter().map(|place| place.row).collect();
    message.with("file", &rows[0].file).with("rows", numbers).with("reference", reference)
}

/// What bears a finding out beside the first `shown` places: how many more, where that is known.
///
/// An audit keeps the first rows of a finding that stands for many. How many there are it says under `rows`, or as
/// the count where the finding is about a place or a list and counts rows.
pub(crate) fn more_places(finding: &Finding, shown: usize) -> Option<Message> {
    let kept = finding.evidence.len();
    let shown = kept.min(shown) as u64;
    let more = |all: u64| Some(Message::new("report.findings.more_places").with("count", all - shown));
    let rows = finding.figures.get("rows").and_then(Value::whole).and_then(|rows| u64::try_from(rows).ok());
    // Only rows of persons are cut short; other findings name every row they rest on.
    if finding.about_persons && kept > 1 {
        if let Some(rows) = rows.filter(|rows| *rows > kept as u64) {
            return more(rows);
        }
        if rows.is_none() && finding.count > kept as u64 {
            let counts_rows = matches!(finding.subject.kind, "precinct" | "list" | "file")
                && !["persons", "groups"].iter().any(|key| finding.figures.contains_key(key));
            return if counts_rows {
                more(finding.count)
            } else {
                Some(Message::new("report.findings.and_more"))
            };
        }
    }
    if kept as u64 > shown { more(kept as u64) } else { None }
}

/// How many findings, in words.
pub(crate) fn how_many(count: usize) -> Message {
    if count == 1 {
        Message::new("report.findings.one_line")
    } else {
        Message::new("report.findings.lines").with("count", count)
    }
}

/// The status of a figure as it is shown: one without a value is not established.
pub(crate) fn status_of(figure: &Figure) -> Status {
    if figure.value.is_missing() { Status::Unknown } else { figure.status }
}

/// What a status says.
pub(crate) fn status_meaning(catalogue: &Catalogue, status: Status) -> &str {
    catalogue.word(match status {
        Status::Published => "status.meaning.published",
        Status::Derived => "status.meaning.derived",
        Status::Counted => "status.meaning.counted",
        Status::Estimated => "status.meaning.estimated",
        Status::Unknown => "status.meaning.unknown",
    })
}

/// Whether an audit holds rows about persons.
pub(crate) fn holds_persons(audit: &Audit) -> bool {
    let of_exhibit = |exhibit: &Exhibit| match exhibit {
        Exhibit::Table(table) => table.privacy == Privacy::Persons,
        Exhibit::Chart(chart) => chart.privacy == Privacy::Persons,
        Exhibit::Map(map) => map.privacy == Privacy::Persons,
        _ => true,
    };
    audit.findings.iter().any(|finding| finding.about_persons || finding.subject.is_person())
        || audit.exhibits.iter().any(of_exhibit)
}

/// Whose rules the input was judged by: not what it is about.
pub(crate) fn rules_of(profile: &str) -> Message {
    Message::new("report.rules_of").with("profile", profile.to_owned())
}

/// The name of an edition, and what it leaves out; a working edition is for few only where it holds rows about
/// persons, and electorates of territories are shown in the public one.
pub(crate) fn edition(
    catalogue: &Catalogue,
    edition: crate::Edition,
    (persons, counted): (bool, Counted),
) -> (&str, &str) {
    match edition {
        crate::Edition::Working if !persons => {
            (catalogue.word("report.edition.working"), catalogue.word("report.edition.working_plain"))
        }
        crate::Edition::Working => {
            (catalogue.word("report.edition.working"), catalogue.word("report.edition.working_means"))
        }
        crate::Edition::Public if counted == Counted::InTerritories => {
            (catalogue.word("report.edition.public"), catalogue.word("report.edition.public_territories"))
        }
        crate::Edition::Public => {
            (catalogue.word("report.edition.public"), catalogue.word("report.edition.public_means"))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The English words of this crate.
    pub(crate) fn english() -> Catalogue {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/messages/en/report.toml"));
        Catalogue::from_toml([text]).unwrap()
    }

    #[test]
    fn every_word_has_its_text() {
        let catalogue = english();
        let words = serde_json::to_value(Words::new(&catalogue)).unwrap();
        for (name, word) in words.as_object().unwrap() {
            let word = word.as_str().unwrap();
            assert!(!word.starts_with("report."), "`{name}` has no text");
        }
    }
}

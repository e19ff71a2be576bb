//! ROLL-032: additions on and before election day against the certificates of residence of the same precinct: an addition
//! without any, with one of another precinct, or with one that was issued later; and certificates after which nobody was added.

use std::collections::{BTreeMap, HashMap};

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use super::Admission;
use super::entries::{Added, AdmittedEntry};
use crate::findings::collector::MOST_FINDINGS;
use crate::findings::words;
use crate::{Code, CodeCount, Kind, RollsError};

/// How an addition and the certificates do not go together; the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mismatch {
    /// No certificate of any precinct.
    None,
    /// Only one of another precinct.
    OtherPrecinct,
    /// One that was issued after the addition.
    IssuedLater,
    /// A certificate, and no addition.
    NotAdded,
}

impl Mismatch {
    fn word(self) -> &'static str {
        match self {
            Self::None => "no-certificate",
            Self::OtherPrecinct => "other-precinct",
            Self::IssuedLater => "issued-later",
            Self::NotAdded => "issued-not-added",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::None => "rolls.proof.none",
            Self::OtherPrecinct => "rolls.proof.other_precinct",
            Self::IssuedLater => "rolls.proof.issued_later",
            Self::NotAdded => "rolls.proof.not_added",
        }
    }
}

/// What a precinct has of either.
#[derive(Debug, Default)]
struct Precinct<'e> {
    name: &'e str,
    additions: u64,
    certificates: u64,
    mismatches: BTreeMap<Mismatch, Vec<u64>>,
}

/// One finding per precinct and kind of mismatch.
pub(super) fn check(
    admission: &Admission<'_>,
    entries: &[AdmittedEntry],
    counts: &mut BTreeMap<Code, CodeCount>,
) -> Result<Vec<Finding>, RollsError> {
    let mut found: Vec<(&Precinct<'_>, Mismatch, &Vec<u64>)> = Vec::new();
    let precincts = precincts(entries);
    for precinct in precincts.values() {
        found.extend(precinct.mismatches.iter().map(|(mismatch, rows)| (precinct, *mismatch, rows)));
    }
    if !found.is_empty() {
        let count = counts.entry(Code::ProofOfResidence).or_default();
        count.groups += found.len() as u64;
        count.rows += found.iter().map(|(.., rows)| rows.len() as u64).sum::<u64>();
    }
    found.sort_by_key(|(_, mismatch, rows)| (*mismatch, std::cmp::Reverse(rows.len())));
    let mut findings = Vec::new();
    for (precinct, mismatch, rows) in found.iter().take(MOST_FINDINGS) {
        findings.push(finding(admission, precinct, *mismatch, rows)?);
    }
    let further: u64 = found.iter().skip(MOST_FINDINGS).map(|(.., rows)| rows.len() as u64).sum();
    if further > 0 {
        let code = Code::ProofOfResidence.word();
        let subject = Subject::new("check", "further");
        let title = Message::new("rolls.further").with("count", Persons(further)).with("code", code);
        let finding = Finding::new(code, Severity::Info, subject).titled(title);
        findings.push(finding.counting_persons(Persons(further)).of_persons());
    }
    Ok(findings)
}

fn finding(
    admission: &Admission<'_>,
    precinct: &Precinct<'_>,
    mismatch: Mismatch,
    rows: &[u64],
) -> Result<Finding, RollsError> {
    let rule = &admission.law.proof_of_residence;
    // A certificate that nobody used harms no list.
    let most = if mismatch == Mismatch::NotAdded { Severity::Info } else { Severity::Warning };
    let count = Persons(rows.len() as u64);
    let positions: Vec<u64> = rows.iter().take(admission.samples).copied().collect();
    let code = Code::ProofOfResidence;
    let mut finding =
        Finding::new(code.word(), rule.severity.min(most), Subject::new("precinct", precinct.name))
            .titled(
                Message::new(mismatch.title())
                    .with("count", count)
                    .with("precinct", Value::place(precinct.name)),
            )
            .counting_persons(count)
            .figure("mismatch", mismatch.word())
            .figure("additions", Persons(precinct.additions))
            .figure("certificates", Persons(precinct.certificates))
            .shown_by(admission.reader.places(&positions)?)
            .under_rule(rule)
            .of_persons();
    finding.explanations.extend(words::explanations(code, None, false));
    if mismatch == Mismatch::NotAdded {
        finding.explanations = vec![Message::new("rolls.unless.on_the_list_already")];
    }
    Ok(finding)
}

/// Additions and certificates by precinct, with what does not go together.
fn precincts(entries: &[AdmittedEntry]) -> BTreeMap<&str, Precinct<'_>> {
    let of = |kind: Kind| move |entry: &&AdmittedEntry| entry.kind == kind && !entry.is_removed;
    let additions: Vec<&AdmittedEntry> =
        entries.iter().filter(of(Kind::Supplementary)).filter(|entry| !entry.is_arrival).collect();
    let certificates: Vec<&AdmittedEntry> = entries.iter().filter(of(Kind::ResidenceCertificates)).collect();
    let mut precincts: BTreeMap<&str, Precinct<'_>> = BTreeMap::new();
    let issued = People::of(&certificates);
    for entry in &additions {
        let precinct = precincts.entry(key(entry)).or_default();
        precinct.name = &entry.place_name;
        precinct.additions += 1;
        if let Some(mismatch) = mismatch(entry, &issued.of_person(entry)) {
            precinct.mismatches.entry(mismatch).or_default().push(entry.position);
        }
    }
    let added = People::of(&additions);
    for certificate in &certificates {
        let precinct = precincts.entry(key(certificate)).or_default();
        precinct.name = &certificate.place_name;
        precinct.certificates += 1;
        // Who was added in another precinct is told there.
        if added.of_person(certificate).is_empty() && certificate.is_named() {
            precinct.mismatches.entry(Mismatch::NotAdded).or_default().push(certificate.position);
        }
    }
    precincts
}

fn key(entry: &AdmittedEntry) -> &str {
    entry.place.as_deref().unwrap_or(&entry.place_name)
}

/// How an addition and the certificates of its person do not go together, if they do not. A row without number and names
/// cannot be held against any.
fn mismatch(addition: &AdmittedEntry, certificates: &[&AdmittedEntry]) -> Option<Mismatch> {
    if !addition.is_named() {
        return None;
    }
    if certificates.is_empty() {
        return Some(Mismatch::None);
    }
    let is_here = |certificate: &&&AdmittedEntry| match (&certificate.place, &addition.place) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let mut here = certificates.iter().filter(is_here).peekable();
    if here.peek().is_none() {
        return Some(Mismatch::OtherPrecinct);
    }
    here.all(|certificate| is_later(certificate.added, addition.added)).then_some(Mismatch::IssuedLater)
}

/// Whether one moment is certainly after the other.
fn is_later(one: Added, other: Added) -> bool {
    let (Added::At(one), Added::At(other)) = (one, other) else { return false };
    match (one.time, other.time) {
        (Some(_), Some(_)) => one.civil() > other.civil(),
        _ => one.date > other.date,
    }
}

impl AdmittedEntry {
    fn is_named(&self) -> bool {
        self.iin.is_some() || !self.names.is_empty()
    }

    /// Whether nothing says that both rows are about two people: two valid numbers that differ, or two birth years.
    fn may_be(&self, other: &Self) -> bool {
        let numbers = self.iin.is_none() || other.iin.is_none() || self.iin == other.iin;
        let years =
            self.birth_year.is_none() || other.birth_year.is_none() || self.birth_year == other.birth_year;
        numbers && (years || (self.iin.is_some() && self.iin == other.iin))
    }
}

/// Rows by the number of their person, and by names.
struct People<'e> {
    by_number: HashMap<tizim_people::Iin, Vec<&'e AdmittedEntry>>,
    by_names: HashMap<&'e str, Vec<&'e AdmittedEntry>>,
}

impl<'e> People<'e> {
    fn of(entries: &[&'e AdmittedEntry]) -> Self {
        let mut people = Self { by_number: HashMap::new(), by_names: HashMap::new() };
        for entry in entries {
            if let Some(number) = entry.iin {
                people.by_number.entry(number).or_default().push(entry);
            }
            if !entry.names.is_empty() {
                people.by_names.entry(&entry.names).or_default().push(entry);
            }
        }
        people
    }

    /// The rows of this person: by number, and by names and birth year where nothing contradicts.
    fn of_person(&self, entry: &AdmittedEntry) -> Vec<&'e AdmittedEntry> {
        let by_number = entry.iin.and_then(|number| self.by_number.get(&number));
        let by_names = self.by_names.get(entry.names.as_str()).filter(|_| !entry.names.is_empty());
        let mut rows: Vec<&AdmittedEntry> = by_number.into_iter().flatten().copied().collect();
        rows.extend(by_names.into_iter().flatten().copied().filter(|other| entry.may_be(other)));
        rows.sort_unstable_by_key(|row| row.position);
        rows.dedup_by_key(|row| row.position);
        rows
    }
}

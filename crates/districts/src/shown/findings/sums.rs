//! DIST-005: parts that do not add up to what is stated.

use tizim_evidence::{Audit, Finding, Message, Persons, Severity, Subject, Value};

use crate::code::Code;
use crate::given::prepare::{Mismatch, Place};
use crate::judge::assess::Assessment;
use crate::judge::values::count_value;
use crate::{CountRange, Districts, Unit};

/// Parts that do not add up: stated totals are then set aside.
pub(super) fn mismatches(assessment: &Assessment, audit: &mut Audit) {
    for mismatch in &assessment.mismatches {
        let (subject, title) = match &mismatch.at {
            Place::Nation => (Subject::new("nation", "all"), Message::new("districts.mismatch.nation")),
            Place::Region(region) => (
                Subject::new("region", region.clone()),
                Message::new("districts.mismatch.region").with("region", Value::place(region)),
            ),
            Place::Order(at) => (
                Subject::new("district", at.clone()),
                Message::new("districts.mismatch.order").with("at", at),
            ),
        };
        audit.findings.push(mismatch_of(mismatch, subject, title));
    }
}

fn mismatch_of(mismatch: &Mismatch, subject: Subject, title: Message) -> Finding {
    let (stated, parts) = (count_value(mismatch.stated, false), count_value(mismatch.parts, false));
    let title = title.with("stated", stated.clone()).with("parts", parts.clone());
    Finding::new(Code::Sums.word(), Severity::Warning, subject)
        .titled(title)
        .figure("stated", stated)
        .figure("parts", parts)
        .under("sum", None)
        .unless(Message::new("districts.explain.dates"))
}

/// What is to be said of the lists known when the districts were drawn beside those of the election: totals that contradict
/// each other and were set aside, and what each of the two sets of lists is used for.
pub(crate) fn when_drawn(drawn: &Assessment, election: &Assessment, audit: &mut Audit) {
    for mismatch in &drawn.mismatches {
        // No list of that time has districts or an order of sizes: what can fail to add up is a region or the whole.
        let (id, title) = match &mismatch.at {
            Place::Region(region) => (
                format!("{region} when drawn"),
                Message::new("districts.mismatch.region_when_drawn").with("region", Value::place(region)),
            ),
            Place::Nation | Place::Order(_) => {
                ("when drawn".to_owned(), Message::new("districts.mismatch.nation_when_drawn"))
            }
        };
        audit.findings.push(mismatch_of(mismatch, Subject::new("nation", id), title));
    }
    let day = |assessment: &Assessment| Value::from(assessment.total_as_of.clone());
    audit.notes.push(
        Message::new("districts.note.two_lists")
            .with("election", day(election))
            .with("drawn", day(drawn))
            .with("drift", drawn.largest_drift()),
    );
}

/// Adds where the total row at the foot of a table disagrees with the rows above it.
pub(crate) fn total_rows(districts: &Districts, audit: &mut Audit) {
    for total in &districts.stated_totals {
        let of_table = |unit: &&Unit| match (&total.evidence, &unit.evidence) {
            (Some(row), Some(own)) => row.file == own.file,
            _ => true,
        };
        let bounds = districts
            .units
            .iter()
            .filter(of_table)
            .map(|unit| unit.electorate.range(0.0))
            .map(|range| range.unwrap_or((0, u64::MAX)));
        let parts = bounds.fold(CountRange::exactly(0), |sum, (low, high)| CountRange {
            low: sum.low.saturating_add(low),
            high: sum.high.saturating_add(high),
        });
        if (parts.low..=parts.high).contains(&total.count) {
            continue;
        }
        // Where a row states nothing, there is no sum but what it is at least.
        let parts =
            if parts.high == u64::MAX { Persons(parts.low).into() } else { count_value(parts, false) };
        let finding = Finding::new(Code::Sums.word(), Severity::Warning, Subject::new("nation", "total row"))
            .titled(
                Message::new("districts.mismatch.total_row")
                    .with("stated", Persons(total.count))
                    .with("parts", parts.clone()),
            )
            .figure("stated", Persons(total.count))
            .figure("parts", parts)
            .under("sum", None)
            .shown_by(total.evidence.clone())
            .unless(Message::new("districts.explain.dates"));
        audit.findings.push(finding);
    }
}

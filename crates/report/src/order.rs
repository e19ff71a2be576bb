//! The order of findings of one code, and how many there are of each severity.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use tizim_evidence::{Finding, Message, Severity, Value, natural};

use crate::public::{AGGREGATE, WITHHELD};

use crate::{Edition, Report};

/// How many findings there are under each severity, gravest first, as the head of a page shows them: single
/// findings in the working edition, kinds of finding (codes) in the public one, where findings about persons are
/// merged.
pub fn severity_counts(report: &Report<'_>) -> Vec<(Severity, usize)> {
    count(&report.view().findings, report.edition)
}

/// The same for findings that are at hand.
pub(crate) fn count(findings: &[Finding], edition: Edition) -> Vec<(Severity, usize)> {
    let of = |severity: Severity| findings.iter().filter(move |finding| finding.severity == severity);
    let count = |severity| match edition {
        Edition::Working => of(severity).count(),
        Edition::Public => of(severity).map(|finding| finding.code).collect::<BTreeSet<_>>().len(),
    };
    Severity::ALL.into_iter().rev().map(|severity| (severity, count(severity))).collect()
}

/// What the head of a page says of one severity: the findings in the working edition; in the public one the cases,
/// and after them how many kinds. Where a count is hidden or in tens, so is the sum: in whole tens, with a `+`; where it would be
/// less than ten, the kinds alone.
pub(crate) fn tally(findings: &[Finding], severity: Severity, edition: Edition) -> Message {
    let of: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == severity).collect();
    if edition == Edition::Working || of.is_empty() {
        return Message::new("report.findings.tally").with("count", of.len());
    }
    // A finding that is not about persons is one, whatever it counts.
    let cases =
        of.iter().map(|finding| if finding.subject.kind == AGGREGATE { finding.cases() } else { 1.into() });
    let (known, hidden): (Vec<Value>, Vec<Value>) = cases.partition(|cases| cases.bounds().is_some());
    let shown = known.iter().filter_map(|cases| Some(cases.bounds()?.0)).sum::<f64>() as i64;
    let kinds = of.iter().map(|finding| finding.code).collect::<BTreeSet<_>>().len();
    let with_kinds = |count: Value| {
        let key = if kinds == 1 { "report.findings.tally_one_kind" } else { "report.findings.tally_kinds" };
        Message::new(key).with("kinds", kinds).with("count", count)
    };
    match hidden.as_slice() {
        [only] if shown == 0 && *only != Value::from(WITHHELD) => with_kinds(only.clone()),
        [] if known.iter().all(|cases| cases.whole().is_some()) => with_kinds(shown.into()),
        _ if shown < 10 => Message::new("report.findings.tally_of_kinds").with("kinds", kinds),
        _ => with_kinds(Value::Tens(shown - shown % 10)),
    }
}

/// Puts findings that stand in the order of [`Finding::order`] so that district 2 comes before district 10. An
/// order that the audit chose itself is kept.
pub(crate) fn by_subject(group: &mut [&Finding]) {
    let is_sorted = group.is_sorted_by(|left, right| left.order(right) != Ordering::Greater);
    // The digits in the token of a person are no number.
    if is_sorted && !group.iter().any(|finding| finding.subject.is_person()) {
        group.sort_by(|left, right| {
            left.subject
                .kind
                .cmp(right.subject.kind)
                .then_with(|| natural(&left.subject.id, &right.subject.id))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tizim_evidence::Subject;

    #[test]
    fn an_order_of_its_own_is_kept() {
        let finding = |id: &str| Finding::new("DIST-001", Severity::Info, Subject::new("district", id));
        let ids = |group: &[&Finding]| group.iter().map(|one| one.subject.id.clone()).collect::<Vec<_>>();
        let (two, ten) = (finding("2"), finding("10"));
        let mut sorted = [&ten, &two];
        by_subject(&mut sorted);
        assert_eq!(ids(&sorted), ["2", "10"]);
        let three = finding("3");
        let mut chosen = [&three, &two, &ten];
        by_subject(&mut chosen);
        assert_eq!(ids(&chosen), ["3", "2", "10"]);
    }
}

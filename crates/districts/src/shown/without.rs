//! How the answer would read without units that may be sums of others: nobody can tell by the table alone, so both are
//! given.

use tizim_evidence::{Audit, Finding, Message, Run, Severity, Value};

use crate::code::Code;
use crate::judge::assess::Assessment;
use crate::shown::findings::about::{body, council};
use crate::shown::headline::widest_limit;
use crate::shown::words;
use crate::{DistrictRules, Districts, DistrictsError, Facts, Index, Unit};

/// Adds a notice (DIST-090) where units of this body may be sums of others.
///
/// # Errors
/// Where the run was stopped.
pub(crate) fn add(
    assessment: &Assessment,
    districts: &Districts,
    rules: &DistrictRules,
    run: &Run,
    audit: &mut Audit,
) -> Result<(), DistrictsError> {
    let in_doubt: Vec<&Unit> =
        districts.perhaps_totals.iter().filter_map(|&place| districts.units.get(place)).collect();
    let is_in_doubt = |unit: &&&Unit| in_doubt.iter().any(|other| std::ptr::eq(**unit, *other));
    let (doubtful, others): (Vec<&Unit>, Vec<&Unit>) =
        assessment.units.iter().partition(|unit| is_in_doubt(unit));
    if doubtful.is_empty() || others.is_empty() {
        return Ok(());
    }
    let alone = Districts { basis: districts.basis, ..Districts::default() };
    let without = Assessment::of(assessment.group.clone(), others, &alone, &Facts::default(), rules, run)?;
    let ratios = [assessment, &without].map(|of| of.index(Index::MaxMinRatio));
    // Where a size is not known, nothing is said of the ratio.
    let is_known = ratios.iter().all(|ratio| !matches!(ratio, Value::Missing));
    let mut title = Message::new(if is_known { "districts.without" } else { "districts.without_sizes" })
        .with("where", council(assessment))
        .with("count", doubtful.len())
        .with("people", words::people(assessment.basis));
    let mut finding = Finding::new(Code::NotChecked.word(), Severity::Notice, body(assessment))
        .under("perhaps-total", None)
        .counting(doubtful.len() as u64)
        .shown_by(doubtful.iter().filter_map(|unit| unit.evidence.clone()));
    for (keys, of) in [
        (["quota", "ratio", "outside"], assessment),
        (["quota_without", "ratio_without", "outside_without"], &without),
    ] {
        let figures = [of.quota(), of.index(Index::MaxMinRatio), outside(of, rules)];
        for (key, figure) in keys.into_iter().zip(figures) {
            title = title.with(key, figure.clone());
            finding = finding.figure(key, figure);
        }
    }
    audit.findings.push(finding.titled(title));
    Ok(())
}

/// How many units are outside the widest limit that binds or is recommended, for certain; missing where there is none.
fn outside(assessment: &Assessment, rules: &DistrictRules) -> Value {
    let Some((_, judgement)) = widest_limit(assessment, rules) else { return Value::Missing };
    judgement.outside.iter().filter(|outside| outside.certain).count().into()
}

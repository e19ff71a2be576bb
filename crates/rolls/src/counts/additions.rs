//! Election-day additions (ROLL-023): which precinct added out of line with the others, and how all additions stand
//! against the change of the total.
//!
//! Additions per voter vary between honest precincts by more than chance, so the null is a beta-binomial fitted robustly
//! to all precincts ([`tizim_stats::dispersion::robust`]), and exact tails are adjusted for the number of precincts
//! (Benjamini and Hochberg 1995). A precinct is named only where it also added at least twice the usual share and at
//! least ten voters: a large precinct is not named for a difference that means nothing. If most precincts add too many,
//! none stands out: the figures say what was usual.

use tizim_evidence::{Finding, Message, Persons, Severity, Share, Subject, Value};
use tizim_stats::funnel::Unit;
use tizim_stats::multiple::Procedure;
use tizim_stats::{StatsError, dispersion, tails::Discrete};

use crate::Code;
use crate::counts::precincts::Precinct;
use crate::findings::not_made::not_made;
use crate::findings::words;

/// Fewer precincts give no distribution to judge by.
const FEWEST: usize = 20;
/// False discovery rate.
const RATE: f64 = 0.01;
/// Part of the precincts that is trimmed for the fit, at each end.
const TRIM: f64 = 0.05;
/// Smallest multiple of the usual share, and smallest number, that is named.
const LEAST_MULTIPLE: f64 = 2.0;
const LEAST_ADDED: u64 = 10;

/// Judges additions; where too few precincts have the counts, says so.
pub(crate) fn check(precincts: &[Precinct], findings: &mut Vec<Finding>) {
    national(precincts, findings);
    let judged: Vec<(&Precinct, Unit)> = precincts
        .iter()
        .filter_map(|precinct| {
            let (count, total) = (precinct.additions()?, precinct.voters()?);
            // Additions may stand in the total or beside it; more additions than voters are all of them.
            (total > 0).then_some((precinct, Unit { count: count.min(total), total }))
        })
        .collect();
    if judged.len() < FEWEST {
        findings.push(not_made("ROLL-023", "rolls.why.too_few_additions"));
        return;
    }
    let units: Vec<Unit> = judged.iter().map(|(_, unit)| *unit).collect();
    match outliers(&units) {
        Ok((usual, outliers)) => {
            for (index, ln_p, adjusted) in outliers {
                let (precinct, unit) = &judged[index];
                let added = precinct.additions().unwrap_or(unit.count);
                findings.push(
                    precinct
                        .finding(Code::AdditionsOutOfLine, Severity::Warning)
                        .titled(
                            precinct
                                .title(Code::AdditionsOutOfLine)
                                .with("added", Persons(added))
                                .with("voters", Persons(unit.total))
                                .with("share", Share::of(added, unit.total))
                                .with("usual", Value::derived(usual.mean)),
                        )
                        .figure("added", Persons(added))
                        .figure("voters", Persons(unit.total))
                        .figure("usual_share", Value::derived(usual.mean))
                        .figure("correlation", Value::derived(usual.correlation))
                        .figure("log10_p", Value::derived(ln_p / std::f64::consts::LN_10))
                        .figure("log10_p_adjusted", Value::derived(adjusted / std::f64::consts::LN_10))
                        .figure("precincts", judged.len())
                        .under("additions-against-others", None),
                );
            }
        }
        // All shares are 0 or all are 1: nobody stands out.
        Err(_) => findings.push(not_made("ROLL-023", "rolls.why.no_spread")),
    }
}

/// Index, ln p and adjusted ln p of the units out of line upwards.
type Outliers = (dispersion::Dispersion, Vec<(usize, f64, f64)>);

fn outliers(units: &[Unit]) -> Result<Outliers, StatsError> {
    let usual = fit(units)?;
    let mut ln_p = Vec::with_capacity(units.len());
    for unit in units {
        let tails = usual.null(unit.total)?.tails(unit.count);
        ln_p.push(tails.ln_upper().min(0.0));
    }
    let adjusted = Procedure::BenjaminiHochberg.adjust_ln(&ln_p)?;
    let named = units.iter().enumerate().filter(|(index, unit)| {
        adjusted[*index] <= RATE.ln()
            && unit.count >= LEAST_ADDED
            && unit.count as f64 >= LEAST_MULTIPLE * usual.mean * unit.total as f64
    });
    let named = named.map(|(index, _)| (index, ln_p[index], adjusted[index])).collect();
    Ok((usual, named))
}

/// The robust fit, where it stays near the middle of the precincts; else the plain fit, which odd precincts widen, so that
/// it names fewer. The robust one looks at central precincts alone, and where these differ too little to show a shape it can
/// run away.
fn fit(units: &[Unit]) -> Result<dispersion::Dispersion, StatsError> {
    let mut shares: Vec<f64> = units.iter().map(|unit| unit.count as f64 / unit.total as f64).collect();
    shares.sort_unstable_by(f64::total_cmp);
    let median = shares.get(shares.len() / 2).copied().unwrap_or(0.0);
    match dispersion::robust(units, TRIM) {
        Ok(robust) if robust.mean >= median / 2.0 && robust.mean <= median * 2.0 + 0.001 => Ok(robust),
        _ => dispersion::maximum_likelihood(units),
    }
}

/// All additions against the change of the total, over the precincts that state both.
fn national(precincts: &[Precinct], findings: &mut Vec<Finding>) {
    let stated: Vec<(u64, u64, u64)> = precincts
        .iter()
        .filter_map(|precinct| {
            Some((precinct.additions()?, precinct.stated.voters_before?, precinct.stated.voters?))
        })
        .collect();
    let removals_known = precincts.iter().any(|precinct| precinct.stated.removed.is_some());
    if stated.is_empty() || removals_known {
        return;
    }
    let added: u64 = stated.iter().map(|(added, ..)| *added).fold(0, u64::saturating_add);
    let sum =
        |part: fn(&(u64, u64, u64)) -> u64| stated.iter().map(|each| i128::from(part(each))).sum::<i128>();
    let change = i64::try_from(sum(|each| each.2) - sum(|each| each.1)).unwrap_or(i64::MAX);
    if i128::from(added) > i128::from(change) {
        let mut finding = Finding::new(
            Code::AdditionsOutOfLine.word(),
            Severity::Notice,
            Subject::new("nation", "all precincts"),
        )
        .titled(
            Message::new("rolls.additions_against_change")
                .with("added", Persons(added))
                .with("change", Value::Persons(change)),
        )
        .figure("added", Persons(added))
        .figure("change", Value::Persons(change))
        .figure("precincts", stated.len())
        .under("additions-against-change", None);
        finding.explanations = words::explanations(Code::AdditionsOutOfLine, None, false);
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_precinct_out_of_two_hundred() {
        let mut units: Vec<Unit> =
            (0..200).map(|index| Unit { count: 3 + index * 7 % 11, total: 1_500 }).collect();
        units[17].count = 140;
        let (usual, named) = outliers(&units).unwrap();
        assert!((usual.mean - 8.0 / 1500.0).abs() < 3e-3);
        assert_eq!(named.iter().map(|(index, ..)| *index).collect::<Vec<_>>(), [17]);
    }

    #[test]
    fn honest_variation_names_nobody() {
        let units: Vec<Unit> = (0..500).map(|index| Unit { count: index * 13 % 40, total: 2_000 }).collect();
        assert!(outliers(&units).unwrap().1.is_empty());
    }
}

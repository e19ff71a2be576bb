//! Election-day additions (ROLL-023): which precinct added more than the others of its region lead one to expect, and how
//! all additions stand against the change of the total.
//!
//! Additions per voter vary between honest precincts and regions by more than chance. How they are judged is said in
//! [`tizim_stats::rates`]; the stated rate of false alarms, and what a precinct must have added to be named, stand in the
//! profile. If most precincts add too many, none stands out: the figures say what was usual. New housing and dormitories
//! add many on one day, and no model can know of them: a precinct that is named is a notice.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Interrupted, Message, Object, Persons, Run, Severity, Share, Subject, Value};
use tizim_stats::rates::{
    Bounds, Doubt, Family, Group, Judged, Peers, Side, Unit, judge, peers, power::MULTIPLES,
};

use crate::Code;
use crate::counts::precincts::Precinct;
use crate::findings::not_made::not_made;
use crate::findings::words;
use crate::law::Unusual;

/// Judges additions; where too few precincts have the counts, says so. The answer says how they were judged.
///
/// # Errors
/// Where the run was cancelled.
pub(crate) fn check(
    precincts: &[Precinct],
    rules: &Unusual,
    run: &Run,
    findings: &mut Vec<Finding>,
) -> Result<Option<Object>, Interrupted> {
    national(precincts, findings);
    let units = precincts.iter().enumerate().filter_map(|(place, precinct)| Some((place, seen(precinct)?)));
    let units: Vec<(usize, Unit)> = units.collect();
    if units.len() < rules.least_precincts {
        findings.push(not_made("ROLL-023", "rolls.why.too_few_additions"));
        return Ok(None);
    }
    // All shares are 0 or all are 1: nobody stands out.
    let share = |whole: bool| units.iter().all(|(_, unit)| unit.count == if whole { unit.total } else { 0 });
    if share(false) || share(true) {
        findings.push(not_made("ROLL-023", "rolls.why.no_spread"));
        return Ok(None);
    }
    let family =
        judge(&groups(precincts, units), &bounds(rules), &|| run.is_cancelled()).ok_or(Interrupted)?;
    let by_kind = precincts.iter().any(|precinct| !precinct.stated.kind.is_empty());
    findings.extend(family.named().map(|judged| finding(&precincts[judged.unit], judged, &family, by_kind)));
    findings.extend(family.doubt.map(|doubt| match doubt {
        Doubt::Spread => not_made("ROLL-023", "rolls.why.additions_say_too_little"),
        Doubt::Power => not_made("ROLL-023", "rolls.why.additions_without_power"),
    }));
    if !family.without_peers.is_empty() {
        let count = family.without_peers.len();
        let title = Message::new("rolls.why.precincts_without_peers")
            .with("check", "ROLL-023")
            .with("count", count)
            .with("least", peers::SMALL)
            .with("least_regions", peers::FEWEST_GROUPS);
        let without = not_made("ROLL-023", "rolls.why.precincts_without_peers").titled(title);
        findings.push(without.counting(count as u64).figure("precincts", count));
    }
    Ok(Some(document(&family)))
}

/// Additions among voters, where both are known. Additions may stand in the total or beside it; more additions than voters
/// are all of them.
fn seen(precinct: &Precinct) -> Option<Unit> {
    let (count, total) = (precinct.additions()?, precinct.voters()?);
    (total > 0).then_some(Unit { count: count.min(total), total })
}

fn groups(precincts: &[Precinct], units: Vec<(usize, Unit)>) -> Vec<Group> {
    let mut groups: BTreeMap<(&str, &str), Vec<(usize, Unit)>> = BTreeMap::new();
    for (place, unit) in units {
        let precinct = &precincts[place];
        groups.entry((&precinct.region, &precinct.stated.kind)).or_default().push((place, unit));
    }
    groups.into_iter().map(|((_, kind), units)| Group { kind: kind.to_owned(), units }).collect()
}

fn bounds(rules: &Unusual) -> Bounds {
    Bounds {
        false_alarm_rate: rules.additions_false_alarm_rate,
        side: Side::Upper,
        least_ratio: rules.least_multiple,
        least_difference: 0.0,
        least_count: rules.least_added,
        together: 1.0,
    }
}

/// Whom a precinct was compared with: the code of the figure, the words of the title, and how many these are.
fn compared_with(peers: Peers, by_kind: bool, has_region: bool) -> (&'static str, &'static str, usize) {
    match (peers, by_kind, has_region) {
        (Peers::Group { others }, false, false) => ("all", "rolls.peers.all", others),
        (Peers::Group { others }, false, true) => ("region", "rolls.peers.region", others),
        (Peers::Group { others }, true, false) => ("kind", "rolls.peers.kind", others),
        (Peers::Group { others }, true, true) => ("kind_in_region", "rolls.peers.kind_in_region", others),
        (Peers::Groups { groups, others: 0 }, false, _) => {
            ("other_regions", "rolls.peers.other_regions", groups - 1)
        }
        (Peers::Groups { groups, others: 0 }, true, _) => {
            ("kind_in_other_regions", "rolls.peers.kind_in_other_regions", groups - 1)
        }
        (Peers::Groups { groups, .. }, false, _) => ("regions", "rolls.peers.regions", groups - 1),
        (Peers::Groups { groups, .. }, true, _) => {
            ("kind_in_regions", "rolls.peers.kind_in_regions", groups - 1)
        }
    }
}

fn finding(precinct: &Precinct, judged: &Judged, family: &Family, by_kind: bool) -> Finding {
    let added = precinct.additions().unwrap_or(judged.seen.count);
    let total = judged.seen.total as f64;
    let (compared_with, peers, number) = compared_with(judged.peers, by_kind, !precinct.region.is_empty());
    let log10 = |ln: f64| ln / std::f64::consts::LN_10;
    precinct
        .finding(Code::AdditionsOutOfLine, Severity::Notice)
        .titled(
            precinct
                .title(Code::AdditionsOutOfLine)
                .with("added", Persons(added))
                .with("voters", Persons(judged.seen.total))
                .with("share", Share::of(added, judged.seen.total))
                .with("usual", Value::derived(judged.expected / total))
                .with("peers", Value::Word { code: compared_with, word: peers }),
        )
        .figure("added", Persons(added))
        .figure("voters", Persons(judged.seen.total))
        .figure("expected", Value::derived(judged.expected))
        .figure("usual_share", Value::derived(judged.expected / total))
        .figure("spread", Value::derived(judged.spread))
        .figure("log10_p", Value::derived(log10(judged.ln_p)))
        .figure("log10_p_adjusted", Value::derived(log10(judged.adjusted.0)))
        .figure("log10_p_limit", log10(family.ln_limit()))
        .figure("false_alarm_rate", family.bounds.false_alarm_rate)
        .figure("families", 1_u64)
        .figure("precincts", family.judged.len())
        .figure("compared_with", compared_with)
        .figure("units_compared", number)
        .under("additions-against-others", None)
}

/// How additions were judged, and what would be found.
fn document(family: &Family) -> Object {
    let power = family.power.map(|power| {
        let found = MULTIPLES.iter().zip(power.chances).map(|(multiple, chance)| {
            Object::new().with("multiple", *multiple).with("chance", Value::derived(chance))
        });
        Object::new()
            .with("voters", Value::derived(power.total))
            .with("expected", Value::derived(power.expected))
            .with("least_named", Value::derived(power.least_named))
            .with("found", found.collect::<Vec<_>>())
    });
    Object::new()
        .with("false_alarm_rate", family.bounds.false_alarm_rate)
        .with("families", 1_u64)
        .with("least_multiple", family.bounds.least_ratio)
        .with("least_added", family.bounds.least_count)
        .with("precincts", family.judged.len())
        .with("without_peers", family.without_peers.len())
        .with("groups", family.groups)
        .with("named", family.named().count())
        .with("log10_p_limit", family.ln_limit() / std::f64::consts::LN_10)
        .with("spread", Value::derived(family.spread))
        .with("power", power)
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
    use crate::PrecinctCounts;

    fn found(counts: impl Iterator<Item = (u64, u64)>) -> Vec<String> {
        let precincts: Vec<Precinct> = counts
            .enumerate()
            .map(|(number, (added, voters))| Precinct {
                name: number.to_string(),
                stated: PrecinctCounts {
                    voters: Some(voters),
                    added_on_day: Some(added),
                    ..PrecinctCounts::default()
                },
                ..Precinct::default()
            })
            .collect();
        let mut findings = Vec::new();
        let run = Run::new([7; 32]);
        check(&precincts, &Unusual::default(), &run, &mut findings).unwrap().unwrap();
        findings.into_iter().map(|finding| finding.subject.id).collect()
    }

    #[test]
    fn one_precinct_out_of_two_hundred() {
        let usual = |index: u64| 3 + index * 7 % 11;
        assert_eq!(
            found((0..200).map(|index| (if index == 17 { 140 } else { usual(index) }, 1_500))),
            ["17"]
        );
    }

    #[test]
    fn one_with_additions_where_nobody_else_has_any_is_named_with_a_word_on_what_is_not_known() {
        let said = found((0..60).map(|index| (if index == 17 { 12 } else { 0 }, 2000)));
        assert_eq!(said.iter().filter(|subject| *subject == "17").count(), 1, "{said:?}");
        assert_eq!(said.len(), 2, "{said:?}");
    }

    /// Whom the precinct at the end, the one that is named, was compared with; its region has so many others.
    fn peers_of_last(others: usize, kind: &str) -> (String, String) {
        let precinct = |region: String, number: usize, added: u64| Precinct {
            name: format!("{region}/{number}"),
            region,
            stated: PrecinctCounts {
                voters: Some(1_700),
                added_on_day: Some(added),
                kind: kind.to_owned(),
                ..PrecinctCounts::default()
            },
            ..Precinct::default()
        };
        let mut precincts: Vec<Precinct> = (0..160)
            .map(|number| precinct(format!("R{}", number % 8), number, 6 + number as u64 * 7 % 11))
            .collect();
        precincts.extend((0..others).map(|number| precinct("Z".to_owned(), number, 9)));
        precincts.push(precinct("Z".to_owned(), 99, 800));
        let (mut findings, run) = (Vec::new(), Run::new([7; 32]));
        check(&precincts, &Unusual::default(), &run, &mut findings).unwrap().unwrap();
        let found = findings.iter().find(|finding| finding.subject.id.ends_with("99")).unwrap();
        let figure = |key: &str| format!("{:?}", found.figures[key]);
        (figure("compared_with"), figure("units_compared"))
    }

    #[test]
    fn whom_it_was_compared_with_is_said_truly() {
        for (others, kind, code) in [
            (0, "", "other_regions"),
            (0, "ordinary", "kind_in_other_regions"),
            (2, "", "regions"),
            (2, "ordinary", "kind_in_regions"),
            (19, "", "region"),
            (19, "ordinary", "kind_in_region"),
        ] {
            let (compared_with, units) = peers_of_last(others, kind);
            assert!(compared_with.contains(&format!("\"{code}\"")), "{others} {kind}: {compared_with}");
            assert!(units.contains(if others == 19 { "19" } else { "8" }), "{others} {kind}: {units}");
        }
    }

    #[test]
    fn honest_variation_names_nobody() {
        assert!(found((0..500).map(|index| (index * 13 % 40, 2_000))).is_empty());
    }
}

//! The audit of one table of districts, or of many councils in one table.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Audit, Message, Run};

use crate::given::prepare::check;
use crate::judge::assess::Assessment;
use crate::shown::document;
use crate::shown::exhibits;
use crate::shown::findings;
use crate::{Basis, DistrictRules, Districts, DistrictsError, Facts, SCHEMA, Unit, forced};

/// Judges districts: indices, standards, what was required, what is open.
///
/// Units with a `group` are judged group by group, each against its own quota; facts and regions are then not used.
/// The document holds the sections of the contract (`totals`, `units`, `indices`, `decomposition`, `standards`,
/// `forced`, `groups`) and the curve and majority behind them.
///
/// # Errors
/// Where the input as a whole cannot be used, or the run was stopped. Totals and order facts that contradict the
/// table are no error: they are set aside and become findings (DIST-005).
///
/// ```
/// use tizim_districts::{DistrictRules, Districts, Electorate, Unit, audit};
/// use tizim_evidence::Run;
/// let units = vec![Unit::new("A", Electorate::Known(120)), Unit::new("B", Electorate::Known(80))];
/// let audit = audit(&Districts::of(units), &DistrictRules::default(), &Run::new([0; 32]))?;
/// assert_eq!(audit.document["totals"]["quota"], 100.0);
/// assert_eq!(audit.document["units"][0]["deviation"], 0.2);
/// # Ok::<(), tizim_districts::DistrictsError>(())
/// ```
pub fn audit(districts: &Districts, rules: &DistrictRules, run: &Run) -> Result<Audit, DistrictsError> {
    run.check()?;
    check(districts)?;
    let mut audit = Audit::new(SCHEMA, Message::new("districts.title"));
    if districts.by.is_some() || districts.units.iter().any(|unit| unit.group.is_some()) {
        councils(districts, rules, run, &mut audit)?;
    } else {
        let units: Vec<&Unit> = districts.units.iter().collect();
        let own_rules;
        let rules = if districts.of_profile {
            rules
        } else {
            own_rules = rules.without_origin(units.iter().map(|unit| u64::from(unit.seats)).sum());
            &own_rules
        };
        let whole = Assessment::of(None, units, districts, &districts.facts, rules, run)?;
        audit.document = document::sections(&whole, rules);
        findings::of(&whole, districts, rules, &mut audit);
        exhibits::of(&whole, rules, &mut audit);
        let required = forced::forced(&whole, districts, rules, run)?;
        if let Some(required) = &required {
            forced::add_findings(required, &whole, rules, &mut audit);
            audit.exhibits.push(forced::exhibit(required, &whole));
            audit.exhibits.extend(forced::exhibits(required, &whole, rules));
            audit.exhibits.extend(forced::methods(required));
        }
        let section = required.map_or(Json::Null, |required| forced::document(&required, &whole, rules));
        audit.document.insert("forced".to_owned(), section);
        audit.document.insert("groups".to_owned(), json!([]));
        let bases = other_bases(districts, run)?;
        if !bases.is_empty() {
            audit.document.insert("bases".to_owned(), Json::Object(bases));
        }
    }
    findings::total_rows(districts, &mut audit);
    audit.sort_findings();
    Ok(audit)
}

/// The same units on every other basis that all of them are counted on: totals, deviations and indices.
fn other_bases(districts: &Districts, run: &Run) -> Result<Map<String, Json>, DistrictsError> {
    let mut bases = Map::new();
    for basis in [Basis::Voters, Basis::Population, Basis::Citizens] {
        let counted =
            |unit: &Unit| unit.other_bases.iter().find(|other| other.0 == basis).map(|other| other.1);
        if basis == districts.basis || districts.units.iter().any(|unit| counted(unit).is_none()) {
            continue;
        }
        let units: Vec<Unit> = districts
            .units
            .iter()
            .map(|unit| Unit { electorate: counted(unit).unwrap_or_default(), drift: 0.0, ..unit.clone() })
            .collect();
        let rules = DistrictRules::default();
        let (alone, facts) = (Districts { basis, ..Districts::default() }, Facts::default());
        let whole = Assessment::of(None, units.iter().collect(), &alone, &facts, &rules, run)?;
        let mut sections = document::sections(&whole, &rules);
        sections.retain(|key, _| matches!(key.as_str(), "totals" | "units" | "indices" | "decomposition"));
        bases.insert(basis.word().to_owned(), Json::Object(sections));
    }
    Ok(bases)
}

fn councils(
    districts: &Districts,
    rules: &DistrictRules,
    run: &Run,
    audit: &mut Audit,
) -> Result<(), DistrictsError> {
    let mut members: BTreeMap<&str, Vec<&Unit>> = BTreeMap::new();
    for unit in &districts.units {
        members.entry(unit.group.as_deref().unwrap_or("")).or_default().push(unit);
    }
    let without_facts = Facts::default();
    let alone = Districts { basis: districts.basis, ..Districts::default() };
    let mut groups = Vec::new();
    let mut units = Vec::new();
    let members: Vec<(&str, Vec<&Unit>)> = members.into_iter().collect();
    let all = in_parallel(run, members.len(), |place| {
        let (name, members) = &members[place];
        Assessment::of(Some((*name).to_owned()), members.clone(), &alone, &without_facts, rules, run)
    })?;
    for ((name, _), assessment) in members.iter().zip(&all) {
        run.check()?;
        let mut group = Map::from_iter([("group".to_owned(), json!(name))]);
        group.extend(document::sections(assessment, rules));
        if let Some(Json::Array(rows)) = group.get("units") {
            units.extend(rows.iter().cloned());
        }
        findings::of(assessment, districts, rules, audit);
        groups.push(Json::Object(group));
    }
    let people: Option<u64> = all
        .iter()
        .map(|one| (one.system.total.low == one.system.total.high).then_some(one.system.total.low))
        .sum();
    let seats: u64 = all.iter().map(Assessment::seats).sum();
    // Councils have no common quota: what is between them is not inequality.
    audit.document = Map::from_iter([
        ("totals".to_owned(), json!({"voters": people, "seats": seats, "quota": null})),
        ("by".to_owned(), json!(districts.by)),
        ("units".to_owned(), Json::Array(units)),
        ("indices".to_owned(), Json::Null),
        ("decomposition".to_owned(), json!({})),
        ("standards".to_owned(), json!([])),
        ("forced".to_owned(), Json::Null),
        ("groups".to_owned(), Json::Array(groups)),
    ]);
    exhibits::of_councils(&all, rules, audit);
    Ok(())
}

/// Does the work for every place in the threads of the run; the outcome stands in order of the places.
fn in_parallel<T: Send>(
    run: &Run,
    places: usize,
    work: impl Fn(usize) -> Result<T, DistrictsError> + Sync,
) -> Result<Vec<T>, DistrictsError> {
    let threads = run.threads.clamp(1, places.max(1));
    let done = AtomicU64::new(0);
    let one_thread = |first: usize| -> Vec<(usize, Result<T, DistrictsError>)> {
        let mut found = Vec::new();
        for place in (first..places).step_by(threads) {
            let outcome = run.check().map_err(DistrictsError::from).and_then(|()| work(place));
            run.progress.report("judging", done.fetch_add(1, Ordering::Relaxed) + 1, places as u64);
            let failed = outcome.is_err();
            found.push((place, outcome));
            if failed {
                break;
            }
        }
        found
    };
    let mut all = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads)
            .map(|first| {
                scope.spawn({
                    let work = &one_thread;
                    move || work(first)
                })
            })
            .collect();
        let mut all = one_thread(0);
        for worker in workers {
            match worker.join() {
                Ok(found) => all.extend(found),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, outcome)| outcome).collect()
}

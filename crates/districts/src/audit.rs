//! The audit of one table of districts, or of many councils in one table.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value as Json;
use tizim_evidence::{Audit, Counted, Exhibit, Message, Object, Persons, Run, Value};

use crate::given::prepare::check;
use crate::judge::assess::Assessment;
use crate::shown::councils as shown_councils;
use crate::shown::document;
use crate::shown::exhibits;
use crate::shown::findings;
use crate::shown::headline;
use crate::shown::key_figures;
use crate::shown::without;
use crate::{Basis, DistrictRules, Districts, DistrictsError, Facts, SCHEMA, Unit, forced, turnout};

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
/// assert_eq!(audit.sections()["totals"]["quota"], 100.0);
/// assert_eq!(audit.sections()["units"][0]["deviation"], 0.2);
/// # Ok::<(), tizim_districts::DistrictsError>(())
/// ```
pub fn audit(districts: &Districts, rules: &DistrictRules, run: &Run) -> Result<Audit, DistrictsError> {
    run.check()?;
    check(districts)?;
    let mut audit = Audit::new(SCHEMA, Message::new("districts.title"));
    // Of a finding they may be those of either set of lists; a table says of which.
    audit.labels = vec![("quotas", Message::new("figure.quotas"))];
    audit.counted = Counted::InTerritories;
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
        findings::of(&whole, rules, &mut audit);
        key_figures::add(&whole, districts, &mut audit);
        audit.summary.extend(headline::of(&whole, rules));
        without::add(&whole, districts, rules, run, &mut audit)?;
        exhibits::of(&whole, districts, rules, &mut audit);
        let drawn = districts.as_drawn();
        let known = drawn.as_ref().map(known_when_drawn).transpose()?;
        let lists = known.as_ref().zip(drawn.as_ref());
        let required = forced::forced(&whole, districts, lists, rules, run)?;
        if let Some(required) = &required {
            forced::add_findings(required, &whole, rules, &mut audit);
            audit.exhibits.push(forced::exhibit(required, &whole));
            audit.exhibits.extend(forced::comply(required));
            audit.exhibits.extend(forced::exhibits(required, &whole, rules));
            audit.exhibits.extend(forced::methods(required));
        } else {
            forced::add_unanswered(&whole, rules, &mut audit);
        }
        if let Some(known) = &known {
            findings::when_drawn(known, &whole, &mut audit);
            audit.exhibits.extend(exhibits::sources_when_drawn(known).map(Exhibit::Table));
        }
        let section = required.map_or(Json::Null, |required| forced::document(&required, &whole, rules));
        audit.document.insert("forced", section);
        audit.document.insert("groups", Value::List(Vec::new()));
        turnout::add(districts, &whole, &mut audit)?;
        turnout::add_observed(&districts.facts.observed, &mut audit);
        let bases = other_bases(districts, run)?;
        if !bases.is_empty() {
            audit.document.insert("bases", bases);
        }
    }
    findings::total_rows(districts, &mut audit);
    audit.sort_findings();
    Ok(audit)
}

/// What is known of the lists of the time when the districts were drawn, with nothing measured or judged.
fn known_when_drawn(drawn: &Districts) -> Result<Assessment<'_>, DistrictsError> {
    Assessment::unmeasured(None, drawn.units.iter().collect(), drawn, &drawn.facts)
}

/// The same units on every other basis that all of them are counted on: totals, deviations and indices.
fn other_bases(districts: &Districts, run: &Run) -> Result<Object, DistrictsError> {
    let mut bases = Object::new();
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
        let sections = document::sections(&whole, &rules);
        let kept = ["totals", "units", "indices", "decomposition"];
        let kept = kept.into_iter().filter_map(|key| Some((key, sections.get(key)?.clone())));
        bases.insert(basis.word(), kept.collect::<Object>());
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
    // What states no council is in none, and no council of its own.
    let any = districts.units.iter().any(|unit| unit.group.is_some());
    let (placed, unplaced): (Vec<&Unit>, Vec<&Unit>) =
        districts.units.iter().partition(|unit| unit.group.is_some() || !any);
    for unit in placed {
        members.entry(unit.group.as_deref().unwrap_or("")).or_default().push(unit);
    }
    findings::without_council(&unplaced, districts.by.as_deref(), audit);
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
        let mut group = Object::new().with("group", *name);
        group.extend(document::sections(assessment, rules));
        if let Some(Value::List(rows)) = group.get("units") {
            units.extend(rows.iter().cloned());
        }
        findings::of(assessment, rules, audit);
        without::add(assessment, districts, rules, run, audit)?;
        groups.push(Value::from(group));
    }
    let people: Option<u64> = all
        .iter()
        .map(|one| (one.system.total.low == one.system.total.high).then_some(one.system.total.low))
        .sum();
    let seats: u64 = all.iter().map(Assessment::seats).sum();
    // Councils have no common quota: what is between them is not inequality.
    let totals =
        Object::new().with("voters", people.map(Persons)).with("seats", seats).with("quota", Value::Missing);
    audit.document = Object::new()
        .with("totals", totals)
        .with("by", districts.by.as_deref())
        .with("units", Value::List(units))
        .with("indices", Value::Missing)
        .with("decomposition", Object::new())
        .with("standards", Value::List(Vec::new()))
        .with("forced", Value::Missing)
        .with("groups", Value::List(groups));
    shown_councils::of_councils(&all, rules, audit);
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

//! The ledger of single certificates: used and never issued, used twice, used at home or in the home settlement,
//! used and not kept, returned and used (AVC-007, 008, 009, 012, 016).

use std::collections::{BTreeMap, BTreeSet};

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use crate::checks::holders::names_can_be_one;
use crate::ledger::context::Context;
use crate::ledger::places::{PlaceId, plain_name};
use crate::ledger::register::{Life, Register, State};
use crate::ledger::row::Row;
use crate::{Code, RuleId};

/// All findings about steps that are impossible or missing.
pub(crate) fn check(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let knows_issue =
        context.has_certificate_column("home_precinct") || context.has_certificate_column("issued_at");
    for life in &register.lives {
        match register.state(life) {
            State::UsedNeverIssued if knows_issue => {
                findings.push(single(context, register, life, Step::NeverIssued));
            }
            State::UsedTwice => findings.push(twice(context, register, life)),
            State::UsedAndReturned => {
                findings.push(single(context, register, life, Step::UsedAndReturned));
                if register.uses(life).nth(1).is_some() {
                    findings.push(twice(context, register, life));
                }
            }
            _ => {}
        }
        // A serial written by two precincts of use names each of them; each is held against the home precinct.
        findings.extend(at_home(context, register, life));
    }
    findings.extend(not_kept(context, register));
    findings
}

#[derive(Clone, Copy)]
enum Step {
    NeverIssued,
    UsedAndReturned,
}

fn single(context: &Context<'_>, register: &Register<'_>, life: &Life, step: Step) -> Finding {
    let serial = register.shown(life);
    let places: Vec<Value> = register
        .uses(life)
        .filter_map(|row| register.use_place(row))
        .map(|place| Value::place(context.name(place)))
        .collect();
    let worded = |at, nowhere| Message::new(if places.is_empty() { nowhere } else { at });
    let (code, rule, title, explanation) = match step {
        Step::NeverIssued => (
            Code::NeverIssued,
            RuleId::UseOfIssued,
            worded("avc.uses.never_issued", "avc.uses.never_issued_nowhere"),
            Message::new("avc.innocent.register_incomplete"),
        ),
        Step::UsedAndReturned => (
            Code::FormsUnaccounted,
            RuleId::ReturnedOrUsed,
            worded("avc.uses.used_and_returned", "avc.uses.used_and_returned_nowhere"),
            Message::new("avc.innocent.retained_taken_for_returned"),
        ),
    };
    context
        .finding(code, rule, Subject::new("certificate", serial.as_str()))
        .titled(title.with("serial", serial).with("place", places))
        .shown_by(register.rows(life).iter().map(|row| register.row(*row).evidence()))
        .unless(explanation)
        .unless(Message::new("avc.innocent.serial_mistyped"))
}

/// AVC-008.
fn twice(context: &Context<'_>, register: &Register<'_>, life: &Life) -> Finding {
    let rows: Vec<_> = register.uses(life).collect();
    let serial = register.shown(life);
    let first = register.row(rows[0]);
    let copied = rows.iter().all(|row| {
        let row = register.row(*row);
        (plain_name(&row.used_precinct), row.used_at) == (plain_name(&first.used_precinct), first.used_at)
    });
    let mut places: Vec<String> =
        rows.iter().filter_map(|row| register.use_place(*row)).map(|place| context.name(place)).collect();
    places.dedup();
    let kinds = rows.iter().map(|row| plain_name(&register.row(*row).election_kind));
    let one_kind = kinds.collect::<BTreeSet<_>>().len() == 1;
    let numbers: Vec<_> = rows.iter().map(|row| context.numbers()[*row as usize]).collect();
    let different_numbers =
        numbers.iter().flatten().map(|number| number.number()).collect::<BTreeSet<_>>().len() > 1;
    // An identifier agrees only where every entry of use bears it.
    let identifier_agrees = !different_numbers && numbers.iter().all(Option::is_some);
    let users: Vec<_> = rows.iter().map(|row| register.row(*row)).collect();
    let one_person = !different_numbers && names_can_be_one(&users);
    let one_region = issued_in_one_region(context, register, life);
    let key = if places.is_empty() { "avc.uses.twice_nowhere" } else { "avc.uses.twice" };
    let title = Message::new(key)
        .with("serial", serial.as_str())
        .with("count", Persons(rows.len() as u64))
        .with("places", places.iter().map(Value::place).collect::<Vec<_>>());
    let mut finding = context
        .finding(Code::UsedTwice, RuleId::UsedOnce, Subject::new("certificate", serial))
        .titled(title)
        .counting_persons(Persons(rows.len() as u64))
        .figure("places", places)
        .figure("different_holders", !one_person)
        .figure("identifier_agrees", identifier_agrees)
        .figure("different_regions_of_issue", !one_region)
        .shown_by(rows.iter().map(|row| register.row(*row).evidence()))
        .unless(Message::new("avc.innocent.serial_mistyped"));
    if copied {
        finding = finding.unless(Message::new("avc.innocent.row_copied"));
    }
    if !one_kind {
        finding = finding.unless(Message::new("avc.innocent.numbered_by_election"));
    }
    if !one_region {
        finding = finding.unless(Message::new("avc.innocent.numbered_by_region"));
    }
    if copied || !one_kind || !one_person || !identifier_agrees || !one_region || life.serial.is_none() {
        finding.severity = finding.severity.min(Severity::Warning);
    }
    finding
}

/// Whether no two regions are named as having issued the serial.
fn issued_in_one_region(context: &Context<'_>, register: &Register<'_>, life: &Life) -> bool {
    let homes = register.rows(life).iter().filter_map(|row| register.home_place(*row));
    let regions: BTreeSet<String> = homes
        .map(|place| plain_name(&context.places.get(place).region))
        .filter(|region| !region.is_empty())
        .collect();
    regions.len() < 2
}

/// AVC-009: used in the precinct that issued it, or in the home settlement where the profile forbids that.
fn at_home(context: &Context<'_>, register: &Register<'_>, life: &Life) -> Option<Finding> {
    let home_row = register.issues(life).next()?;
    let home = register.home_place(home_row)?;
    let serial = register.shown(life);
    let uses = || register.uses(life).filter_map(|row| Some((row, register.use_place(row)?)));
    let evidence = |row: u32| {
        let mut rows = vec![register.row(home_row).evidence(), register.row(row).evidence()];
        rows.dedup();
        rows
    };
    if let Some((row, place)) = uses().find(|(_, place)| *place == home) {
        let title = Message::new("avc.uses.at_home")
            .with("serial", serial.as_str())
            .with("place", Value::place(context.name(place)));
        return Some(
            context
                .finding(Code::UsedAtHome, RuleId::NotAtHome, Subject::new("certificate", serial))
                .titled(title)
                .shown_by(evidence(row))
                .unless(Message::new("avc.innocent.plans_changed"))
                .unless(Message::new("avc.innocent.home_written_twice")),
        );
    }
    context.rules.rule.get(&RuleId::SameSettlement)?;
    let (row, place, agreement) = uses()
        .map(|(row, place)| (row, place, settlement(context, home, place)))
        .find(|(_, _, agreement)| *agreement != Settlement::Other)?;
    let title = Message::new("avc.uses.same_settlement")
        .with("serial", serial.as_str())
        .with("home", Value::place(context.name(home)))
        .with("place", Value::place(context.name(place)));
    let mut finding = context
        .finding(Code::UsedAtHome, RuleId::SameSettlement, Subject::new("certificate", serial))
        .titled(title)
        .shown_by(evidence(row))
        .unless(Message::new("avc.innocent.plans_changed"))
        .unless(Message::new("avc.innocent.settlements_of_one_name"));
    // The rule speaks of where the voter will be when it is issued; where it was used shows that only in part.
    let ceiling = if agreement == Settlement::Same { Severity::Warning } else { Severity::Notice };
    finding.severity = finding.severity.min(ceiling);
    Some(finding)
}

/// How far the settlements of two precincts agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settlement {
    Other,
    /// Region, TEC and name agree.
    Same,
    /// Region and name agree: a town of several TECs, or two villages of one name.
    SameName,
}

fn settlement(context: &Context<'_>, home: PlaceId, place: PlaceId) -> Settlement {
    let (Some(home), Some(place)) = (context.precinct(home), context.precinct(place)) else {
        return Settlement::Other;
    };
    let name = plain_name(&home.settlement);
    if name.is_empty()
        || name != plain_name(&place.settlement)
        || plain_name(&home.region) != plain_name(&place.region)
    {
        Settlement::Other
    } else if plain_name(&home.tec) == plain_name(&place.tec) {
        Settlement::Same
    } else {
        Settlement::SameName
    }
}

/// AVC-012 per precinct of use.
fn not_kept(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let mut rows: BTreeMap<(RuleId, String), Vec<u32>> = BTreeMap::new();
    for (index, side) in register.side.iter().enumerate() {
        if side.copy {
            continue;
        }
        let index = index as u32;
        let row = register.row(index);
        let place = register.use_place(index).or(register.home_place(index));
        let name = place.map_or_else(|| "unnamed".to_owned(), |place| context.name(place));
        if side.used {
            for (flag, rule) in [(row.retained, RuleId::Retained), (row.recorded, RuleId::Recorded)] {
                if flag == Some(false) {
                    rows.entry((rule, name.clone())).or_default().push(index);
                }
            }
        } else if row.retained == Some(true) || row.recorded == Some(true) {
            rows.entry((RuleId::KeptWithUse, name)).or_default().push(index);
        }
    }
    rows.into_iter()
        .map(|((rule, place), rows)| {
            let title = match rule {
                RuleId::Retained => Message::new("avc.uses.not_retained"),
                RuleId::Recorded => Message::new("avc.uses.not_recorded"),
                _ => Message::new("avc.uses.kept_without_use"),
            };
            let mut finding = context
                .finding(Code::NotRetained, rule, Subject::new("precinct", place.as_str()))
                .titled(title.with("place", Value::place(place)).with("count", Persons(rows.len() as u64)))
                .counting_persons(Persons(rows.len() as u64))
                .shown_by(rows.iter().map(|row| register.row(*row).evidence()))
                .unless(Message::new("avc.innocent.flag_not_filled"))
                .of_persons();
            if rule == RuleId::KeptWithUse {
                finding.severity = finding.severity.min(Severity::Notice);
            }
            finding
        })
        .collect()
}

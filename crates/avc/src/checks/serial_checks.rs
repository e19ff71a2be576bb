//! Serials against each other and against the ranges handed out: AVC-002, AVC-006, and runs used in one place, AVC-015.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use tizim_polling::dress::{bare, is_rounded};
use tizim_polling::serial::{Numbered, shape};

use super::coverage::unchecked;
use crate::ledger::context::Context;
use crate::ledger::entry::{different_persons, is_copy};
use crate::ledger::places::PlaceId;
use crate::ledger::register::{Life, Register};
use crate::ledger::row::Row;
use crate::{Code, RuleId};

/// AVC-002: one serial, several issues; and entries without a use that were written down twice.
pub(crate) fn repeated(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let several = |life: &&Life| {
        let side = |row: u32| register.side[row as usize];
        life.serial.is_some()
            && (register.issues(life).nth(1).is_some()
                || register.rows(life).iter().any(|row| side(*row).again && !side(*row).used))
    };
    register.lives.iter().filter(several).map(|life| repeated_one(context, register, life)).collect()
}

/// AVC-002: rows that agree in every field. They are counted once, as one entry copied.
pub(crate) fn copies(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let copied = |life: &&Life| {
        let sides = register.rows(life).iter().map(|row| register.side[*row as usize]);
        sides.into_iter().any(|side| side.copy && !side.repeats)
    };
    let finding = |life: &Life| {
        let rows = register.rows(life);
        let is_twin = |row: &u32| {
            let twin = |other: &u32| other != row && is_copy(register.row(*row), register.row(*other));
            rows.iter().any(twin)
        };
        let twins: Vec<u32> = rows.iter().copied().filter(is_twin).collect();
        let used = twins.iter().any(|row| register.side[*row as usize].used);
        let serial = register.shown(life);
        let title =
            Message::new("avc.serial.row_twice").with("serial", serial.as_str()).with("count", twins.len());
        let mut finding = context
            .finding(Code::SerialTwice, RuleId::RowOnce, Subject::new("certificate", serial))
            .titled(title)
            .counting(twins.len() as u64)
            .figure("rows", Persons(twins.len() as u64))
            .figure("of_use", used)
            .shown_by(twins.iter().map(|row| register.row(*row).evidence()))
            .unless(Message::new("avc.innocent.row_twice"));
        let ceiling = if used { Severity::Warning } else { Severity::Notice };
        finding.severity = finding.severity.min(ceiling);
        finding
    };
    register.lives.iter().filter(copied).map(finding).collect()
}

/// A register that was given twice: one finding, above what else is told (AVC-090).
pub(crate) fn given_twice(register: &Register<'_>) -> Option<Finding> {
    let names: Vec<String> = register.given_twice.names().collect();
    let rows = register.side.iter().filter(|side| side.repeats).count() as u64;
    let title = Message::new("avc.serial.register_twice")
        .with("names", names.join(", "))
        .with("count", Persons(rows));
    let mut finding = unchecked("one-register-twice", title)
        .counting_persons(Persons(rows))
        .figure("files", names)
        .figure("rows", Persons(rows));
    finding.severity = Severity::Warning;
    (rows > 0).then_some(finding)
}

fn repeated_one(context: &Context<'_>, register: &Register<'_>, life: &Life) -> Finding {
    let copied = register.issues(life).nth(1).is_none();
    let in_question = |row: &u32| {
        let side = register.side[*row as usize];
        side.issue || (copied && side.again)
    };
    let rows: Vec<_> = register.rows(life).iter().copied().filter(in_question).collect();
    let certificates: Vec<_> = rows.iter().map(|row| register.row(*row)).collect();
    let first = certificates[0];
    let same = |field: &dyn Fn(&crate::Certificate) -> String| {
        certificates.iter().all(|other| field(other) == field(first))
    };
    let one_kind = same(&|row| row.election_kind.trim().to_lowercase());
    let regions = |row: &u32| register.home_place(*row).map(|place| context.places.get(place).region.clone());
    let one_region = rows.iter().all(|row| regions(row) == regions(&rows[0]));
    let serial = register.shown(life);
    let title = Message::new(if copied { "avc.serial.copied" } else { "avc.serial.repeated" })
        .with("serial", serial.as_str())
        .with("count", Persons(rows.len() as u64));
    let mut finding = context
        .finding(Code::SerialTwice, RuleId::SerialIssuedOnce, Subject::new("certificate", serial))
        .titled(title)
        .counting_persons(Persons(rows.len() as u64))
        .figure("rows", Persons(rows.len() as u64))
        .figure("different_persons", different_persons(&certificates))
        .figure("different_regions", !one_region)
        .figure("different_elections", !one_kind)
        .shown_by(certificates.iter().map(|row| row.evidence()))
        .unless(Message::new("avc.innocent.serial_mistyped"));
    if copied {
        finding = finding.unless(Message::new("avc.innocent.row_copied"));
    }
    if !one_region {
        finding = finding.unless(Message::new("avc.innocent.numbered_by_region"));
    }
    if !one_kind {
        finding = finding.unless(Message::new("avc.innocent.numbered_by_election"));
    }
    // Copies of a row, and numbering that may start anew, say less than a serial given twice.
    let ceiling = match (copied, one_region && one_kind) {
        (true, _) => Severity::Notice,
        (false, true) => Severity::Violation,
        (false, false) => Severity::Warning,
    };
    finding.severity = finding.severity.min(ceiling);
    finding
}

/// Rows by the rare shape of their serials, none at all among these, and rows whose check digit is wrong.
fn deviating(register: &Register<'_>) -> (BTreeMap<String, Vec<u32>>, Vec<u32>) {
    let mut deviating: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut wrong_digit = Vec::new();
    let rare: Vec<&str> = {
        let shapes = register.format.shapes.iter().map(|(shape, _)| shape.as_str());
        shapes.filter(|shape| register.format.deviates(shape)).collect()
    };
    for (index, serial) in register.serial.iter().enumerate() {
        let row = index as u32;
        match serial {
            // That is said once for all of them.
            None if is_rounded(bare(&register.row(row).serial)) => {}
            None => deviating.entry(shape(&register.row(row).serial)).or_default().push(row),
            Some(serial) => {
                if !rare.is_empty() {
                    let shape = register.serials.shape(*serial);
                    if rare.contains(&shape.as_str()) {
                        deviating.entry(shape).or_default().push(row);
                        continue;
                    }
                }
                if register.format.check_digit.is_some_and(|scheme| !scheme.holds(*serial)) {
                    wrong_digit.push(row);
                }
            }
        }
    }
    (deviating, wrong_digit)
}

/// AVC-006: serials that are missing, cannot be read, or deviate from the format that the others have.
pub(crate) fn format(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    // That there is no column for them is told once.
    if !register.sheet.has("serial") {
        return Vec::new();
    }
    let (deviating, wrong_digit) = deviating(register);
    let usual = register.format.shapes.first().map_or(String::new(), |(shape, _)| shape.clone());
    let finding = |title: Message, id: String, rows: &[u32]| {
        context
            .finding(Code::OutsideRanges, RuleId::SerialFormat, Subject::new("check", id))
            .titled(title.with("count", Persons(rows.len() as u64)))
            .counting_persons(Persons(rows.len() as u64))
            .figure("usual_shape", usual.as_str())
            .shown_by(rows.iter().map(|row| register.row(*row).evidence()))
            .unless(Message::new("avc.innocent.serial_mistyped"))
            .of_persons()
    };
    let mut findings: Vec<_> = deviating
        .iter()
        .map(|(shape, rows)| {
            let title = if shape.is_empty() {
                Message::new("avc.serial.missing")
            } else {
                Message::new("avc.serial.deviates")
                    .with("shape", shape.as_str())
                    .with("usual", usual.as_str())
            };
            finding(title, format!("serial-format {shape}"), rows)
        })
        .collect();
    if !wrong_digit.is_empty() {
        findings.push(finding(
            Message::new("avc.serial.check_digit"),
            "serial-check-digit".to_owned(),
            &wrong_digit,
        ));
    }
    findings
}

/// A use for the search of runs: serial, place in its series, and minutes since an arbitrary day where a time is known.
#[derive(Debug, Clone, Copy)]
struct UsedSerial {
    serial: Numbered,
    row: u32,
    minute: Option<i64>,
}

/// AVC-015: consecutive serials used in one place.
pub(crate) fn runs(context: &Context<'_>, register: &Register<'_>) -> Vec<Finding> {
    let mut by_place: BTreeMap<PlaceId, Vec<UsedSerial>> = BTreeMap::new();
    for life in &register.lives {
        let (Some(serial), Some(row)) = (life.serial, register.uses(life).next()) else { continue };
        if let Some(place) = register.use_place(row) {
            let minute = register.row(row).used_at.filter(|moment| moment.time.is_some()).map(|moment| {
                let at = moment.civil();
                let days =
                    i64::from(at.date().year()) * 372 + i64::from(at.month()) * 31 + i64::from(at.day());
                days * 1440 + i64::from(at.hour()) * 60 + i64::from(at.minute())
            });
            by_place.entry(place).or_default().push(UsedSerial { serial, row, minute });
        }
    }
    let mut findings = Vec::new();
    for (place, uses) in &mut by_place {
        uses.sort_by_key(|used| used.serial.key());
        let follows = |one: &UsedSerial, next: &UsedSerial| {
            one.serial.prefix == next.serial.prefix
                && register.format.place(one.serial) + 1 == register.format.place(next.serial)
        };
        for run in uses.chunk_by(follows) {
            if run.len() >= context.rules.outliers.least_run {
                findings.extend(run_finding(context, register, *place, run));
            }
        }
    }
    findings
}

fn run_finding(
    context: &Context<'_>,
    register: &Register<'_>,
    place: PlaceId,
    run: &[UsedSerial],
) -> Option<Finding> {
    let minutes: Option<Vec<i64>> = run.iter().map(|used| used.minute).collect();
    let span = minutes.and_then(|minutes| Some(minutes.iter().max()? - minutes.iter().min()?));
    let close = span.is_some_and(|span| span <= context.rules.outliers.run_minutes * (run.len() as i64 - 1));
    // Two parties of one precinct may meet at one place in the course of a day; a long run is another matter.
    let long = run.len() >= 2 * context.rules.outliers.least_run;
    if span.is_some() && !close && !long {
        return None;
    }
    let homes: Vec<_> = run.iter().map(|used| register.home[used.row as usize]).collect();
    let one_home = homes.iter().all(|home| *home == homes[0] && home.place().is_some());
    let title = Message::new(match span {
        Some(_) => "avc.runs.with_minutes",
        None => "avc.runs.without_minutes",
    })
    .with("place", Value::place(context.name(place)))
    .with("count", Persons(run.len() as u64))
    .with("first", register.serials.show(run[0].serial))
    .with("last", register.serials.show(run[run.len() - 1].serial))
    .with("minutes", span);
    let mut finding = context
        .finding(Code::Concentration, RuleId::SerialRuns, Subject::new("precinct", context.name(place)))
        .titled(title)
        .counting_persons(Persons(run.len() as u64))
        .figure("run", Persons(run.len() as u64))
        .figure("minutes", span)
        .figure("one_home_precinct", one_home)
        .shown_by(run.iter().map(|used| register.row(used.row).evidence()))
        .unless(Message::new("avc.innocent.travelled_together"))
        .of_persons();
    // Without times, or with hours between the uses, people may have come one by one.
    let ceiling = if close || (span.is_none() && long) { Severity::Warning } else { Severity::Notice };
    finding.severity = finding.severity.min(ceiling);
    Some(finding)
}

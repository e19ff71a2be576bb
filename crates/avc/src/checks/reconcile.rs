//! Reconciliation: what was reported against what was counted, from the precinct to the nation (AVC-013).

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::row::Row;
use crate::ledger::tally::Measure;
use crate::shown::words;
use crate::{Code, Level, Precinct, RuleId};

/// A difference at the level where it first appears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) level: Level,
    pub(crate) unit: String,
    pub(crate) measure: &'static str,
    /// What the unit reported.
    pub(crate) reported: u64,
    /// What stands against it: the register's count for a precinct, the sum of the parts above it.
    pub(crate) against: u64,
    row: usize,
}

impl Difference {
    pub(crate) fn amount(&self) -> i64 {
        self.reported as i64 - self.against as i64
    }

    /// One of the two numbers: of forms, of forms that are left when certificates are taken off, or of persons.
    pub(crate) fn number(&self, count: u64) -> Value {
        match self.measure {
            "forms" | "extra_forms" => count.into(),
            "returned" | "cancelled" | "left_over" => Value::derived(count),
            _ => Persons(count).into(),
        }
    }

    /// The difference of the two.
    pub(crate) fn distance(&self) -> Value {
        match self.number(0) {
            Value::Integer(_) => self.amount().into(),
            Value::Derived(_) => Value::derived(self.amount()),
            _ => Value::Persons(self.amount()),
        }
    }
}

/// Every difference where it first appears, from the precincts upwards.
///
/// A precinct is held against the register. A TEC, a region and the nation are held against the sum of what their own
/// parts reported, where the table holds a row with their total: so a difference in one precinct is not blamed on the
/// commissions above it.
pub(crate) fn differences(context: &Context<'_>) -> Vec<Difference> {
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let mut differences = Vec::new();
    for unit in &context.levels.precincts {
        let Some(row) = unit.own_row else { continue };
        for measure in Measure::ALL {
            if let (Some(reported), Some(against)) =
                (unit.reported(measure).total(), unit.counted(measure).total())
                && reported != against
            {
                differences.push(difference(Level::Precinct, unit, measure.word(), reported, against, row));
            }
        }
        if let Some(forms) = &context.forms_by_place
            && let (Some(reported), against) = (unit.received(), forms[unit.places[0] as usize])
            && reported != against
            // Whether the ranges hold extra forms is not stated.
            && unit.forms.total() != Some(against)
        {
            differences.push(difference(Level::Precinct, unit, "forms", reported, against, row));
        }
    }
    for level in [Level::Tec, Level::Region, Level::Nation] {
        for unit in context.levels.at(level) {
            let Some(row) = unit.own_row else { continue };
            for measure in Measure::ALL {
                let parts = parts(context, rows, level, unit, &|row| measure.reported_in(row));
                if let (Some(reported), Some(against)) = (measure.reported_in(&rows[row]), parts)
                    && reported != against
                {
                    differences.push(difference(level, unit, measure.word(), reported, against, row));
                }
            }
            for (word, of) in SUMMED {
                if let (Some(reported), Some(against)) =
                    (of(&rows[row]), parts(context, rows, level, unit, &of))
                    && reported != against
                {
                    differences.push(difference(level, unit, word, reported, against, row));
                }
            }
        }
    }
    differences
}

type Column = fn(&Precinct) -> Option<u64>;

/// Further columns whose totals must be the sums of their parts.
const SUMMED: [(&str, Column); 3] =
    [("voters", |row| row.voters), ("forms", |row| row.forms), ("voted", |row| row.voted)];

fn difference(
    level: Level,
    unit: &Unit,
    measure: &'static str,
    reported: u64,
    against: u64,
    row: usize,
) -> Difference {
    Difference { level, unit: unit.name.clone(), measure, reported, against, row }
}

/// The sum over the parts of a unit: of the level just below that has reported totals of its own, else of its precincts.
fn parts(
    context: &Context<'_>,
    rows: &[Precinct],
    level: Level,
    unit: &Unit,
    of: &dyn Fn(&Precinct) -> Option<u64>,
) -> Option<u64> {
    let inside = |part: &&Unit| {
        level == Level::Nation
            || crate::ledger::places::plain_name(&part.region)
                == crate::ledger::places::plain_name(&unit.region)
    };
    let of_places = |part: &Unit| -> Option<u64> {
        part.places.iter().map(|place| context.precinct(*place).and_then(of)).sum()
    };
    let below = match level {
        Level::Nation => Level::Region,
        Level::Region => Level::Tec,
        _ => Level::Precinct,
    };
    let units: Vec<&Unit> = context.levels.at(below).iter().filter(inside).collect();
    let covered: usize = units.iter().map(|part| part.places.len()).sum();
    if below == Level::Precinct || units.is_empty() || covered != unit.places.len() {
        return of_places(unit);
    }
    units
        .iter()
        .map(|part| {
            let own = part.own_row.and_then(|row| of(&rows[row]));
            own.or_else(|| parts(context, rows, below, part, of))
        })
        .sum()
}

/// Findings AVC-013.
pub(crate) fn check(context: &Context<'_>, differences: &[Difference]) -> Vec<Finding> {
    let rows = context.inputs.precincts.as_ref().map_or(&[][..], |sheet| &sheet.rows);
    let mut findings: Vec<Finding> = differences
        .iter()
        .map(|difference| {
            let title = Message::new(if difference.level == Level::Precinct {
                "avc.reconcile.register"
            } else {
                "avc.reconcile.parts"
            })
            .with("place", Value::place(&difference.unit))
            .with("measure", words::number(difference.measure))
            .with("reported", difference.number(difference.reported))
            .with("against", difference.number(difference.against))
            .with("difference", difference.distance());
            context
                .finding(
                    Code::TotalsDiffer,
                    RuleId::TotalsAgree,
                    Subject::new(difference.level.word(), difference.unit.as_str()),
                )
                .titled(title)
                .figure("measure", difference.measure)
                .figure("reported", difference.number(difference.reported))
                .figure("counted", difference.number(difference.against))
                .figure("difference", difference.distance())
                .shown_by([rows[difference.row].evidence()])
                .unless(Message::new("avc.innocent.register_incomplete"))
                .unless(Message::new("avc.innocent.reported_at_another_hour"))
        })
        .collect();
    findings.extend(impossible(context));
    findings.extend(more_than_voters(context));
    findings.extend(two_rows(context, rows));
    findings
}

/// More who voted than voters: lawful where voters were added on the day.
fn more_than_voters(context: &Context<'_>) -> Vec<Finding> {
    let one = |unit: &Unit| {
        let row = context.precinct(unit.places[0])?;
        let (voted, voters) = (row.voted?, row.voters?);
        (voted > voters).then(|| {
            let mut finding = context
                .finding(
                    Code::TotalsDiffer,
                    RuleId::VotedWithinVoters,
                    Subject::new("precinct", unit.name.as_str()),
                )
                .titled(
                    Message::new("avc.reconcile.more_than_voters")
                        .with("place", Value::place(&unit.name))
                        .with("voted", Persons(voted))
                        .with("voters", Persons(voters)),
                )
                .figure("voted", Persons(voted))
                .figure("voters", Persons(voters))
                .figure("used", row.used_reported.map(Persons))
                .shown_by([row.evidence()])
                .unless(Message::new("avc.innocent.added_on_the_day"))
                .unless(Message::new("avc.innocent.columns_swapped"));
            finding.severity = Severity::Notice;
            finding
        })
    };
    context.levels.precincts.iter().filter_map(one).collect()
}

/// Figures of a precinct that two of its rows can contradict each other in.
const FIGURES: [(&str, Column); 10] = [
    ("voters", |row| row.voters),
    ("voters_basis", |row| row.voters_basis),
    ("forms", |row| row.forms),
    ("extra_forms", |row| row.extra_forms),
    ("issued_reported", |row| row.issued_reported),
    ("used_reported", |row| row.used_reported),
    ("returned_reported", |row| row.returned_reported),
    ("cancelled_reported", |row| row.cancelled_reported),
    ("left_over_reported", |row| row.left_over_reported),
    ("voted", |row| row.voted),
];

/// Rows of one precinct that state different figures: which of them holds, the table does not say.
fn two_rows(context: &Context<'_>, rows: &[Precinct]) -> Vec<Finding> {
    let one = |(second, first): &(usize, usize)| {
        let (first, second) = (&rows[*first], &rows[*second]);
        let differ =
            |(_, of): &&(&str, Column)| of(first).zip(of(second)).is_some_and(|(one, other)| one != other);
        let names: Vec<&'static str> = FIGURES.iter().filter(differ).map(|(name, _)| *name).collect();
        if names.is_empty() {
            return None;
        }
        let shown = names.iter().map(|name| words::number(name));
        let place = match first.region.trim() {
            "" => first.precinct.trim().to_owned(),
            region => format!("{region}/{}", first.precinct.trim()),
        };
        let title = Message::new("avc.reconcile.two_rows")
            .with("place", Value::place(&place))
            .with("columns", Value::List(shown.collect()));
        let mut finding = context
            .finding(Code::TotalsDiffer, RuleId::OneRowPerPrecinct, Subject::new("precinct", place))
            .titled(title)
            .figure("columns", names.join(", "))
            .shown_by([first.evidence(), second.evidence()])
            .unless(Message::new("avc.innocent.corrected_row"))
            .unless(Message::new("avc.innocent.number_of_another_place"));
        finding.severity = Severity::Warning;
        Some(finding)
    };
    context.places.repeated.iter().filter_map(one).collect()
}

/// More votes with a certificate than votes.
fn impossible(context: &Context<'_>) -> Vec<Finding> {
    let over = |unit: &&Unit| matches!((unit.reported(Measure::Used).total(), unit.voted.total()), (Some(used), Some(voted)) if used > voted);
    context
        .levels
        .precincts
        .iter()
        .filter(over)
        .filter_map(|unit| {
            let row = context.precinct(unit.places[0])?;
            let title = Message::new("avc.reconcile.more_than_voted")
                .with("place", Value::place(&unit.name))
                .with("used", row.used_reported.map(Persons))
                .with("voted", row.voted.map(Persons));
            let finding = context
                .finding(
                    Code::TotalsDiffer,
                    RuleId::UsedWithinVoted,
                    Subject::new("precinct", unit.name.as_str()),
                )
                .titled(title)
                .figure("used", row.used_reported.map(Persons))
                .figure("voted", row.voted.map(Persons))
                .shown_by([row.evidence()])
                .unless(Message::new("avc.innocent.columns_swapped"));
            Some(finding)
        })
        .collect()
}

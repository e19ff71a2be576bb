//! The model's opinion of itself, and what chance explains of the pairs.

use tizim_evidence::{Audit, Column, ColumnKind, Object, Persons, Value};
use tizim_linkage::Estimated;
use tizim_stats::chance::{Estimate, Expected};

use super::commonness::Explained;
use super::quality::{column, table};
use super::shown;
use super::told::Told;

/// Probabilities at which the model is asked for its opinion of itself.
const THRESHOLDS: [f64; 7] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

impl Told<'_, '_> {
    /// The model's opinion at each threshold, what chance explains beside it, and by how common the name is.
    pub(super) fn estimated(&self, audit: &mut Audit) {
        let own = self.settings.threshold;
        let mut thresholds = vec![own];
        thresholds.extend(THRESHOLDS.into_iter().filter(|threshold| *threshold > own));
        let of = |at| (self.linked.estimated(at), self.chanced.from(at));
        let estimated: Vec<(Estimated, Explained)> = thresholds.into_iter().map(of).collect();
        let rows = estimated.iter().map(|(one, chance)| {
            vec![
                Value::stated(one.threshold),
                Persons(one.pairs).into(),
                Value::working_only(Some(shown::rounded(one.different))),
                Value::working_only(different(one).map(|bounds| bounds.low)),
                Value::working_only(different(one).map(|bounds| bounds.high)),
                Persons(chance.leads).into(),
                Value::working_only(chance.placebo.map(shown::rounded)),
                Value::working_only(chance.expected.map(|bounds| bounds.low)),
                Value::working_only(chance.expected.map(|bounds| bounds.high)),
                Value::working_only(one.precision),
                Value::working_only(one.recall),
            ]
        });
        audit.exhibits.push(table(
            "link-estimated",
            "rolls.link.table.estimated",
            "rolls.link.table.estimated_note",
            estimated_columns(),
            rows.collect(),
        ));
        audit.exhibits.push(self.chanced.exhibit());
        let object = |(one, chance): &(Estimated, Explained)| {
            Object::new()
                .with("threshold", Value::stated(one.threshold))
                .with("pairs", Persons(one.pairs))
                .with("different_people", Value::working_only(Some(shown::rounded(one.different))))
                .with("different_people_low", Value::working_only(different(one).map(|all| all.low)))
                .with("different_people_high", Value::working_only(different(one).map(|all| all.high)))
                .with("one_birth_date", one_date(chance))
                .with("precision", Value::working_only(one.precision.map(shown::in_ten_thousandths)))
                .with("recall", Value::working_only(one.recall.map(shown::in_ten_thousandths)))
        };
        let by_threshold = estimated.iter().map(object).map(Value::from).collect();
        audit.document.insert(
            "estimated",
            Object::new()
                .with("by", "the model itself")
                .with("at", Value::List(by_threshold))
                .with("by_commonness_of_name", self.chanced.document()),
        );
    }
}

fn estimated_columns() -> Vec<Column> {
    vec![
        column("threshold", "rolls.link.column.threshold", ColumnKind::Estimate),
        column("pairs", "rolls.link.column.pairs", ColumnKind::Count),
        column("different", "rolls.link.column.different", ColumnKind::Estimate),
        column("different_low", "rolls.link.column.different_low", ColumnKind::Estimate),
        column("different_high", "rolls.link.column.different_high", ColumnKind::Estimate),
        column("one_date", "rolls.link.column.one_date", ColumnKind::Count),
        column("placebo", "rolls.link.column.placebo", ColumnKind::Estimate),
        column("one_date_low", "rolls.link.column.one_date_low", ColumnKind::Estimate),
        column("one_date_high", "rolls.link.column.one_date_high", ColumnKind::Estimate),
        column("precision", "rolls.link.column.precision", ColumnKind::Share),
        column("recall", "rolls.link.column.recall", ColumnKind::Share),
    ]
}

/// How many of the pairs may be of different people, were the model right: bounds of a count of rare independent cases.
fn different(one: &Estimated) -> Option<Expected> {
    Estimate { expected: one.different, variance: 0.0 }.bounds().ok()
}

/// The same of pairs with one birth date, by the model and the placebo.
fn one_date(chance: &Explained) -> Object {
    Object::new()
        .with("pairs", Persons(chance.leads))
        .with("different_people", Value::working_only(Some(shown::rounded(chance.model))))
        .with("placebo", Value::working_only(chance.placebo.map(shown::rounded)))
        .with("different_people_low", Value::working_only(chance.expected.map(|all| all.low)))
        .with("different_people_high", Value::working_only(chance.expected.map(|all| all.high)))
}

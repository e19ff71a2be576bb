//! What is told of how good the list is: by the model's own opinion, and by pairs that were looked at by hand.

use tizim_evidence::{Audit, Column, ColumnKind, Exhibit, Message, Object, Persons, Privacy, Table, Value};

use super::measured::{self, Answered, Answers, Bounded, Measured};
use super::told::Told;
use super::{ReviewPair, shown};

/// What stands where an answer is to be written: a workbook leaves out a column that is empty.
const NO_ANSWER: &str = "?";

impl Told<'_, '_> {
    /// The model's opinion, and what answers say.
    pub(super) fn quality(&self, audit: &mut Audit) {
        self.estimated(audit);
        if !self.options.labels.is_empty() {
            let (labels, answers) = measured::each_once(&self.options.labels);
            let strata = measured::answered(&labels);
            answers_in_words(audit, answers);
            let found = measured::measured(&strata, self.settings.threshold);
            // Answers that could not be learnt from measure the list as any others do.
            let learnt = self.options.learn && self.linked.model.labelled_pairs > 0;
            if self.options.learn {
                self.learnt_in_words(audit, &strata);
            }
            let taught = self.linked.model.labelled_pairs;
            if self.options.model.is_some() && taught > 0 {
                audit.notes.push(Message::new("rolls.link.measured.taught").with("answers", Persons(taught)));
            }
            if !learnt {
                self.measured_in_words(audit, &strata, &found);
            }
            audit.exhibits.push(measured_table(&found, learnt));
            let document = measured_document(&strata, &found)
                .with("of", if learnt { "the list before it was learnt" } else { "this list" })
                .with("unanswered", Persons(answers.unanswered))
                .with("repeated", Persons(answers.repeated))
                .with("contradicted", Persons(answers.contradicted));
            audit.document.insert("measured", document);
        }
    }

    /// What was learnt of says nothing of what came of it.
    fn learnt_in_words(&self, audit: &mut Audit, strata: &[Answered]) {
        let answers: u64 = strata.iter().map(|stratum| stratum.labelled).sum();
        let learnt = self.linked.model.labelled_pairs;
        if learnt > 0 {
            audit.summary.push(Message::new("rolls.link.measured.learnt").with("answers", Persons(learnt)));
        }
        if learnt < answers {
            let message = Message::new("rolls.link.measured.not_learnt");
            audit.notes.push(message.with("count", Persons(answers - learnt)).with("all", Persons(answers)));
        }
    }

    fn measured_in_words(&self, audit: &mut Audit, strata: &[Answered], found: &[Measured]) {
        let answers: u64 = strata.iter().map(|stratum| stratum.labelled).sum();
        let own = found.iter().find(|one| one.threshold.total_cmp(&self.settings.threshold).is_eq());
        let say = |key, of: Bounded| {
            Message::new(key)
                .with("value", Value::derived(of.value))
                .with("low", Value::derived(of.low))
                .with("high", Value::derived(of.high))
        };
        let Some(own) = own else {
            audit.summary.push(Message::new("rolls.link.measured.other_threshold"));
            return;
        };
        audit.summary.push(match own.precision {
            Some(precision) => say("rolls.link.measured.precision", precision)
                .with("answers", Persons(answers))
                .with("pairs", Persons(own.pairs)),
            None => Message::new("rolls.link.measured.no_precision"),
        });
        if let Some(most) = own.most_false {
            audit.summary.push(
                Message::new("rolls.link.measured.most_false")
                    .with("most", Persons(most))
                    .with("pairs", Persons(own.pairs)),
            );
        }
        audit.summary.push(match own.recall {
            Some(recall) => say("rolls.link.measured.recall", recall),
            None => Message::new("rolls.link.measured.no_recall"),
        });
    }
}

/// What is to be known of the answers themselves.
fn answers_in_words(audit: &mut Audit, answers: Answers) {
    let said = [
        (answers.unanswered, "rolls.link.measured.unanswered"),
        (answers.repeated, "rolls.link.measured.repeated"),
        (answers.contradicted, "rolls.link.measured.contradicted"),
    ];
    for (count, key) in said.into_iter().filter(|(count, _)| *count > 0) {
        let all = Persons(answers.pairs);
        audit.notes.push(Message::new(key).with("count", Persons(count)).with("all", all));
    }
}

fn bounds(bounded: Option<Bounded>) -> [Value; 3] {
    let of = |part: fn(Bounded) -> f64| Value::derived(bounded.map(part).map(shown::in_ten_thousandths));
    [of(|bounded| bounded.value), of(|bounded| bounded.low), of(|bounded| bounded.high)]
}

fn measured_document(strata: &[Answered], found: &[Measured]) -> Object {
    let stratum = |one: &Answered| {
        Object::new()
            .with("stratum", one.stratum.to_string())
            .with("pairs", Persons(one.pairs))
            .with("drawn", Persons(one.drawn))
            .with("answered", Persons(one.labelled))
            .with("one_person", Persons(one.same))
    };
    let at = |one: &Measured| {
        let [precision, precision_low, precision_high] = bounds(one.precision);
        let [recall, recall_low, recall_high] = bounds(one.recall);
        Object::new()
            .with("threshold", Value::stated(one.threshold))
            .with("pairs", Persons(one.pairs))
            .with("precision", precision)
            .with("precision_low", precision_low)
            .with("precision_high", precision_high)
            .with("recall", recall)
            .with("recall_low", recall_low)
            .with("recall_high", recall_high)
            .with("most_false", one.most_false.map(Persons))
    };
    Object::new()
        .with("strata", Value::List(strata.iter().map(stratum).map(Value::from).collect()))
        .with("at", Value::List(found.iter().map(at).map(Value::from).collect()))
}

/// `learnt` says that the answers have taught the weights.
fn measured_table(found: &[Measured], learnt: bool) -> Exhibit {
    let rows = found.iter().map(|one| {
        let [precision, precision_low, precision_high] = bounds(one.precision);
        let [recall, recall_low, recall_high] = bounds(one.recall);
        vec![
            Value::stated(one.threshold),
            Persons(one.pairs).into(),
            precision,
            precision_low,
            precision_high,
            recall,
            recall_low,
            recall_high,
            one.most_false.map(Persons).into(),
        ]
    });
    let share = |key, title| column(key, title, ColumnKind::Share);
    table(
        "link-measured",
        "rolls.link.table.measured",
        if learnt { "rolls.link.table.measured_note_learnt" } else { "rolls.link.table.measured_note" },
        vec![
            column("threshold", "rolls.link.column.threshold", ColumnKind::Estimate),
            column("pairs", "rolls.link.column.pairs", ColumnKind::Count),
            share("precision", "rolls.link.column.precision"),
            share("precision_low", "rolls.link.column.precision_low"),
            share("precision_high", "rolls.link.column.precision_high"),
            share("recall", "rolls.link.column.recall"),
            share("recall_low", "rolls.link.column.recall_low"),
            share("recall_high", "rolls.link.column.recall_high"),
            column("most_false", "rolls.link.column.most_false", ColumnKind::Count),
        ],
        rows.collect(),
    )
}

/// The pairs to be looked at, as a table with a column to fill in: nothing in it tells how a pair scored but the stratum,
/// which stands last.
pub(super) fn review_table(pairs: &[ReviewPair]) -> Exhibit {
    let rows = pairs.iter().enumerate().map(|(number, pair)| {
        let [left, right] = &pair.rows;
        let [left_person, right_person] = &pair.people;
        vec![
            (number + 1).into(),
            left.file.as_str().into(),
            left.row.into(),
            left_person.as_str().into(),
            right.file.as_str().into(),
            right.row.into(),
            right_person.as_str().into(),
            NO_ANSWER.into(),
            pair.stratum.to_string().into(),
            Persons(pair.pairs).into(),
        ]
    });
    let text = |key, title| column(key, title, ColumnKind::Text);
    let count = |key, title| column(key, title, ColumnKind::Count);
    table(
        "link-review",
        "rolls.link.table.review",
        "rolls.link.table.review_note",
        vec![
            count("pair", "rolls.link.column.pair"),
            text("left_file", "rolls.link.column.left_file"),
            count("left_row", "rolls.link.column.left_row"),
            text("left_person", "rolls.link.column.left_person"),
            text("right_file", "rolls.link.column.right_file"),
            count("right_row", "rolls.link.column.right_row"),
            text("right_person", "rolls.link.column.right_person"),
            text("same_person", "rolls.link.column.same_person"),
            text("stratum", "rolls.link.column.stratum"),
            count("stratum_pairs", "rolls.link.column.stratum_pairs"),
        ],
        rows.collect(),
    )
}

pub(super) fn column(key: &'static str, title: &'static str, kind: ColumnKind) -> Column {
    Column::new(key, Message::new(title), kind)
}

/// A table of what is known of the list as a whole.
pub(super) fn table(
    id: &'static str,
    title: &'static str,
    note: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Value>>,
) -> Exhibit {
    Exhibit::Table(Table {
        id,
        title: Message::new(title),
        note: Some(Message::new(note)),
        columns,
        rows,
        // A model's opinion of itself and single pairs are for those who must act.
        privacy: Privacy::Persons,
    })
}

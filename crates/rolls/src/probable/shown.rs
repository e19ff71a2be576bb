//! Levels and columns as people read them: files keep the code, a page shows the word.

use tizim_evidence::{Message, Object, Value};
use tizim_linkage::{Coverage, Explanation, Model, Note, Step};

/// A level of likeness.
pub fn level(level: &str) -> Value {
    let known = |word: &'static str, code: &'static str| Value::Word { code, word };
    match level {
        "missing" => known("rolls.link.level.missing", "missing"),
        "same" => known("rolls.link.level.same", "same"),
        "swapped" => known("rolls.link.level.swapped", "swapped"),
        "spelling" => known("rolls.link.level.spelling", "spelling"),
        "ending" => known("rolls.link.level.ending", "ending"),
        "part" => known("rolls.link.level.part", "part"),
        "slip" => known("rolls.link.level.slip", "slip"),
        "sound" => known("rolls.link.level.sound", "sound"),
        "near" => known("rolls.link.level.near", "near"),
        "different" => known("rolls.link.level.different", "different"),
        "two slips" => known("rolls.link.level.two_slips", "two slips"),
        "one slip" => known("rolls.link.level.one_slip", "one slip"),
        "same numbers" => known("rolls.link.level.same_numbers", "same numbers"),
        "same street" => known("rolls.link.level.same_street", "same street"),
        "same start" => known("rolls.link.level.same_start", "same start"),
        "distant" => known("rolls.link.level.distant", "distant"),
        "alike" => known("rolls.link.level.alike", "alike"),
        "within ten years" => known("rolls.link.level.within_ten_years", "within ten years"),
        "same year" => known("rolls.link.level.same_year", "same year"),
        "two parts" => known("rolls.link.level.two_parts", "two parts"),
        "one digit" => known("rolls.link.level.one_digit", "one digit"),
        "day and month swapped" => known("rolls.link.level.day_and_month_swapped", "day and month swapped"),
        "same before the @" => known("rolls.link.level.same_before_the_at", "same before the @"),
        "one part" => known("rolls.link.level.one_part", "one part"),
        "other order" => known("rolls.link.level.other_order", "other order"),
        other => other.into(),
    }
}

/// A compared column.
pub fn column(name: &str) -> Value {
    let known = |word: &'static str, code: &'static str| Value::Word { code, word };
    match name {
        "iin" => known("rolls.link.field.iin", "iin"),
        "identifier" => known("rolls.link.field.identifier", "identifier"),
        "surname" => known("rolls.link.field.surname", "surname"),
        "given_name" => known("rolls.link.field.given_name", "given_name"),
        "patronymic" => known("rolls.link.field.patronymic", "patronymic"),
        "birth_date" => known("rolls.link.field.birth_date", "birth_date"),
        "sex" => known("rolls.link.field.sex", "sex"),
        "region" => known("rolls.link.field.region", "region"),
        "precinct" => known("rolls.link.field.precinct", "precinct"),
        "settlement" => known("rolls.link.field.settlement", "settlement"),
        "address" => known("rolls.link.field.address", "address"),
        "city" => known("rolls.link.field.city", "city"),
        "postcode" => known("rolls.link.field.postcode", "postcode"),
        "phone" => known("rolls.link.field.phone", "phone"),
        "email" => known("rolls.link.field.email", "email"),
        other => other.into(),
    }
}

/// The columns in which two rows agree, or nearly, and those in which they differ: as words.
pub(super) fn in_words(steps: &[Step]) -> (Value, Value) {
    let of = |holds: &dyn Fn(&Step) -> bool| {
        let names: Vec<Value> =
            steps.iter().filter(|step| holds(step)).map(|step| column(&step.column)).collect();
        if names.is_empty() {
            Value::List(vec![Value::Word { code: "none", word: "rolls.link.nothing" }])
        } else {
            Value::List(names)
        }
    };
    let is_different = |step: &Step| matches!(step.level.as_str(), "different" | "missing");
    (of(&|step| !is_different(step)), of(&|step| step.level == "different"))
}

/// A waterfall as data: the prior, each column's evidence, what is taken back, the sum.
pub(super) fn waterfall(explanation: &Explanation) -> Object {
    let step = |step: &Step| {
        Object::new()
            .with("column", column(&step.column))
            .with("level", level(&step.level))
            .with("bits", Value::derived(rounded(step.bits)))
            .with("rarity", Value::derived(rounded(step.rarity)))
    };
    Object::new()
        .with("prior", Value::derived(rounded(explanation.prior)))
        .with("steps", Value::List(explanation.steps.iter().map(step).map(Value::from).collect()))
        .with("together", Value::derived(rounded(explanation.together)))
        .with("cluster", Value::derived(rounded(explanation.cluster)))
        .with("weight", Value::derived(rounded(explanation.weight)))
}

/// Bits in hundredths: more says nothing.
pub(super) fn rounded(bits: f64) -> f64 {
    (bits * 100.0).round() / 100.0
}

/// A share in ten-thousandths.
pub(super) fn in_ten_thousandths(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// The model in short.
pub(super) fn model(model: &Model) -> Object {
    Object::new()
        .with("converged", model.converged)
        .with("rounds", model.rounds)
        .with("training_pairs", Value::derived(model.training_pairs))
        .with("labelled_pairs", Value::derived(model.labelled_pairs))
        .with("prior", Value::derived(model.prior()))
}

/// What was compared and what was not.
pub(super) fn coverage(coverage: &Coverage) -> Object {
    Object::new()
        .with("possible", Value::derived(coverage.possible))
        .with("compared", Value::derived(coverage.compared))
        .with("split_blocks", Value::derived(coverage.split_blocks))
        .with("unsplit_blocks", Value::derived(coverage.unsplit_blocks))
        .with("largest_unsplit", Value::derived(coverage.largest_unsplit))
        .with("left_out", Value::derived(coverage.left_out))
}

/// What limits the result, with its code; a value that was taken for a placeholder is told by its column alone.
pub(super) fn note(note: &Note) -> Option<(&'static str, Message)> {
    Some(match note {
        Note::NotConverged { rounds } => {
            ("not_converged", Message::new("rolls.link.why.not_converged").with("rounds", *rounds))
        }
        Note::SilentColumn { column: name } => {
            ("silent_column", Message::new("rolls.link.why.silent_column").with("column", column(name)))
        }
        Note::ColumnBeyond { column: name } => {
            ("column_beyond", Message::new("rolls.link.why.column_beyond").with("column", column(name)))
        }
        Note::UnseenLevels { column: name, levels } => (
            "unseen_levels",
            Message::new("rolls.link.why.unseen_levels")
                .with("column", column(name))
                .with("levels", Value::List(levels.iter().map(|one| level(one)).collect())),
        ),
        Note::DependsOn { column: name } => {
            ("depends_on", Message::new("rolls.link.why.depends_on").with("column", column(name)))
        }
        Note::LeftOut { pairs, unsplit_blocks, .. } => (
            "left_out",
            Message::new("rolls.link.why.left_out")
                .with("pairs", Value::derived(*pairs))
                .with("blocks", Value::derived(*unsplit_blocks)),
        ),
        Note::Placeholder { column: name, records, .. } => (
            "placeholder",
            Message::new("rolls.link.why.placeholder")
                .with("column", column(name))
                .with("records", Value::derived(*records)),
        ),
        _ => return None,
    })
}

//! Keys of the words that reports use.

use crate::reconcile::compared::Field;
use crate::reconcile::difference::{Differs, Numbers, What};
use tizim_evidence::Value;

/// A way in which the lists differ.
pub fn what(what: What) -> Value {
    let (code, word) = match what {
        What::Changed => ("changed", "rolls.reconcile.what.changed"),
        What::ByName => ("by_name", "rolls.reconcile.what.by_name"),
        What::Several => ("several", "rolls.reconcile.what.several"),
        What::MoreOften => ("more_often", "rolls.reconcile.what.more_often"),
        What::Only => ("only", "rolls.reconcile.what.only"),
        What::NotComparable => ("not_comparable", "rolls.reconcile.what.not_comparable"),
    };
    Value::Word { code, word }
}

/// Rows that are the same in both.
pub(super) const SAME: Value = Value::Word { code: "same", word: "rolls.reconcile.what.same" };
/// All rows.
pub(super) const ALL: Value = Value::Word { code: "all", word: "rolls.reconcile.what.all" };

/// In what two rows differ.
pub fn differs(field: Differs) -> Value {
    let word = match field {
        Differs::OtherPerson => "rolls.reconcile.differs.other_person",
        Differs::Name => "rolls.reconcile.differs.name",
        Differs::Spelling => "rolls.reconcile.differs.spelling",
        Differs::BirthDate => "rolls.reconcile.differs.birth_date",
        Differs::Sex => "rolls.reconcile.differs.sex",
        Differs::Region => "rolls.reconcile.differs.region",
        Differs::Precinct => "rolls.reconcile.differs.precinct",
        Differs::Removed => "rolls.reconcile.differs.removed",
    };
    Value::Word { code: field.word(), word }
}

/// What numbers say of each other.
pub fn numbers(numbers: Numbers) -> Value {
    let word = match numbers {
        Numbers::Same => "rolls.reconcile.numbers.same",
        Numbers::Different => "rolls.reconcile.numbers.different",
        Numbers::Missing => "rolls.reconcile.numbers.missing",
        Numbers::PartialFits => "rolls.reconcile.numbers.partial_fits",
        Numbers::PartialDiffers => "rolls.reconcile.numbers.partial_differs",
        Numbers::Invalid => "rolls.reconcile.numbers.invalid",
        Numbers::NotCompared => "rolls.reconcile.numbers.not_compared",
    };
    Value::Word { code: numbers.word(), word }
}

/// What explains a row.
pub fn explained(word: &'static str) -> Value {
    let text = match word {
        "removed" => "rolls.reconcile.explained.removed",
        "added" => "rolls.reconcile.explained.added",
        "of-age" => "rolls.reconcile.explained.of_age",
        "certificate" => "rolls.reconcile.explained.certificate",
        "on-list" => "rolls.reconcile.explained.on_list",
        _ => "rolls.reconcile.explained.on_list_unlawful",
    };
    Value::Word { code: word, word: text }
}

/// A field that is not compared.
pub(super) fn field(field: Field) -> Value {
    let word = match field {
        Field::Number => "rolls.reconcile.field.iin",
        Field::Names => "rolls.reconcile.field.names",
        Field::BirthDate => "rolls.reconcile.field.birth_date",
        Field::Sex => "rolls.reconcile.field.sex",
        Field::Region => "rolls.reconcile.field.region",
        Field::Precinct => "rolls.reconcile.field.precinct",
    };
    Value::Word { code: field.word(), word }
}

/// The key of the sentence of a reason why a row cannot be compared.
pub(super) fn not_comparable(reason: &str) -> &'static str {
    match reason {
        "no_names" => "rolls.reconcile.why.no_names",
        "no_birth_date" => "rolls.reconcile.why.no_birth_date",
        _ => "rolls.reconcile.why.nothing_in_common",
    }
}

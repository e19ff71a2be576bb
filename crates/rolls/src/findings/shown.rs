//! Codes as people read them: JSON and CSV keep the code, a page shows the word.

use tizim_evidence::Value;

use crate::law::SecondEntry;
use crate::verdict::group::SecondEntryBasis;
use crate::verdict::partners::Undetermined;
use crate::{Code, Kind, Rule};

/// What two rows have in common under a rule, such as "full name and birth date".
pub fn rule(rule: Rule) -> Value {
    let word = match rule {
        Rule::Iin => "rolls.rule.iin",
        Rule::Identifier => "rolls.rule.identifier",
        Rule::NameDate => "rolls.rule.name_date",
        Rule::NameYearAddress => "rolls.rule.name_year_address",
        Rule::NameYearRegion => "rolls.rule.name_year_region",
        Rule::NameDigits => "rolls.rule.name_digits",
    };
    Value::Word { code: rule.word(), word }
}

/// A kind of list.
pub fn kind(kind: Kind) -> Value {
    let word = match kind {
        Kind::Permanent => "rolls.kind.permanent",
        Kind::Temporary => "rolls.kind.temporary",
        Kind::Special => "rolls.kind.special",
        Kind::Supplementary => "rolls.kind.supplementary",
        Kind::Avc => "rolls.kind.avc",
        Kind::ResidenceCertificates => "rolls.kind.residence_certificates",
        Kind::Signatures => "rolls.kind.signatures",
    };
    Value::Word { code: kind.word(), word }
}

/// The two kinds of list of a pair.
pub(crate) fn lists(pair: &SecondEntry) -> Value {
    Value::List(pair.lists.map(kind).into())
}

/// What a code is about: the heading of its findings, which stands in the catalogue under the code itself.
pub fn meaning(code: Code) -> Value {
    Value::Word { code: code.word(), word: code.word() }
}

/// What a verdict leaves open: why it could not be reached, whose the rows are, what a mark may explain. Often nothing.
pub fn doubts(basis: &SecondEntryBasis) -> Vec<Value> {
    let undetermined = basis.undetermined.map(|reason| match reason {
        Undetermined::NoSerialColumn => ("no-serial-column", "rolls.doubt.no_serial_column"),
        Undetermined::MarkWithoutSerial => ("mark-without-serial", "rolls.doubt.mark_without_serial"),
        Undetermined::NoDates => ("no-dates", "rolls.doubt.no_dates"),
        Undetermined::ExtractNotLater => ("extract-not-later", "rolls.doubt.extract_not_later"),
        Undetermined::SerialUnclear => ("serial-unclear", "rolls.doubt.serial_unclear"),
        Undetermined::PlaceNotStated => ("place-not-stated", "rolls.doubt.place_not_stated"),
        Undetermined::TwoVersions => ("two-versions", "rolls.doubt.two_versions"),
    });
    let ambiguous = basis.ambiguous.then_some(("ambiguous", "rolls.doubt.ambiguous"));
    let mark = basis.unclear_mark.then_some(("unclear-mark", "rolls.doubt.unclear_mark"));
    let all = [undetermined, ambiguous, mark].into_iter().flatten();
    all.map(|(code, word)| Value::Word { code, word }).collect()
}

/// Why a rule could make no key of a row, by the word of [`OUTCOMES`](crate::counts::coverage::OUTCOMES).
pub(crate) fn reason(outcome: &'static str) -> Value {
    let word = match outcome {
        "no_column" => "rolls.not_keyed.no_column",
        "empty" => "rolls.not_keyed.empty",
        "length" => "rolls.not_keyed.length",
        "not_a_digit" => "rolls.not_keyed.not_a_digit",
        "masked" => "rolls.not_keyed.masked",
        "lost_zeros" => "rolls.not_keyed.lost_zeros",
        "check_digit" => "rolls.not_keyed.check_digit",
        "never_issued" => "rolls.not_keyed.never_issued",
        "century_unknown" => "rolls.not_keyed.century_unknown",
        "date_invalid" => "rolls.not_keyed.date_invalid",
        "no_name" => "rolls.not_keyed.no_name",
        "illegible_name" => "rolls.not_keyed.illegible_name",
        "no_date" => "rolls.not_keyed.no_date",
        "unreadable_date" => "rolls.not_keyed.unreadable_date",
        "placeholder_date" => "rolls.not_keyed.placeholder_date",
        "year_alone" => "rolls.not_keyed.year_alone",
        "no_address" => "rolls.not_keyed.no_address",
        "no_region" => "rolls.not_keyed.no_region",
        "no_number" => "rolls.not_keyed.no_number",
        "valid_number" => "rolls.not_keyed.valid_number",
        "unusable" => "rolls.not_keyed.unusable",
        _ => "rolls.not_keyed.other",
    };
    Value::Word { code: outcome, word }
}

//! Codes as people read them: JSON and CSV keep the code, a page shows the word.

use tizim_evidence::{Message, Value};

use crate::ledger::places::{FORMS, PRECINCTS, USES};
use crate::ledger::register::State;
use crate::unusual::Rate;
use crate::{Level, Rounding};

/// A level of commissions.
pub(crate) fn level(level: Level) -> Value {
    let word = match level {
        Level::Precinct => "avc.level.precinct",
        Level::Tec => "avc.level.tec",
        Level::Region => "avc.level.region",
        Level::Nation => "avc.level.nation",
    };
    Value::Word { code: level.word(), word }
}

/// A kind of list.
pub(crate) fn list(kind: &str) -> Value {
    Value::Code { of: "list", code: kind.to_owned() }
}

/// A table that names regions; the uses in a register are one of their own.
pub(crate) fn table(code: &'static str) -> Value {
    let word = match code {
        PRECINCTS => "avc.input.precincts",
        FORMS => "avc.input.forms",
        USES => "avc.input.uses",
        _ => "avc.input.certificates",
    };
    Value::Word { code, word }
}

/// A unit of a level: the nation by its word, others by their name.
pub(crate) fn unit(of: Level, name: &str) -> Value {
    if of == Level::Nation { level(of) } else { Value::place(name) }
}

/// What became of a certificate.
pub(crate) fn state(state: State) -> Value {
    let word = match state {
        State::Issued => "avc.state.issued",
        State::Used => "avc.state.used",
        State::Returned => "avc.state.returned",
        State::UsedNeverIssued => "avc.state.used_never_issued",
        State::UsedTwice => "avc.state.used_twice",
        State::UsedAndReturned => "avc.state.used_and_returned",
        State::NothingRecorded => "avc.state.nothing_recorded",
    };
    Value::Word { code: state.word(), word }
}

/// A rate that is judged.
pub(crate) fn rate(rate: Rate) -> Value {
    let word = match rate {
        Rate::Issue => "avc.rate.issue",
        Rate::Use => "avc.rate.use",
        Rate::Share => "avc.rate.share",
    };
    Value::Word { code: rate.word(), word }
}

/// A way of rounding.
pub(crate) fn rounding(rounding: Rounding) -> Value {
    let word = match rounding {
        Rounding::Down => "avc.rounding.down",
        Rounding::Nearest => "avc.rounding.nearest",
        Rounding::Up => "avc.rounding.up",
    };
    Value::Word { code: rounding.word(), word }
}

/// A number that commissions report, by its column or by what is counted of it.
pub(crate) fn number(code: &'static str) -> Value {
    let word = match code {
        "voters" => "avc.number.voters",
        "voters_basis" => "avc.number.voters_basis",
        "members" => "avc.number.members",
        "forms" => "avc.number.forms",
        "extra_forms" => "avc.number.extra_forms",
        "issued" | "issued_reported" => "avc.number.issued",
        "used" | "used_reported" => "avc.number.used",
        "returned" | "returned_reported" => "avc.number.returned",
        "cancelled_reported" => "avc.number.cancelled",
        "left_over_reported" => "avc.number.left_over",
        "voted" => "avc.number.voted",
        _ => return code.into(),
    };
    Value::Word { code, word }
}

/// What the figures of findings are called on a page.
pub(crate) fn labels() -> Vec<(&'static str, Message)> {
    vec![
        ("compared_with", Message::new("avc.label.compared_with")),
        ("count", Message::new("avc.label.count")),
        ("families", Message::new("avc.label.families")),
        ("log10_p", Message::new("avc.label.log10_p")),
        ("log10_p_binomial", Message::new("avc.label.log10_p_binomial")),
        ("log10_p_hochberg", Message::new("avc.label.log10_p_hochberg")),
        ("log10_p_limit", Message::new("avc.label.log10_p_limit")),
        ("log10_p_yekutieli", Message::new("avc.label.log10_p_yekutieli")),
        ("of", Message::new("avc.label.of")),
        ("rate", Message::new("avc.label.rate")),
        ("rate_of_all", Message::new("avc.label.rate_of_all")),
        ("rate_without_zeros", Message::new("avc.label.rate_without_zeros")),
        ("spread", Message::new("avc.label.spread")),
        ("units_compared", Message::new("avc.label.units_compared")),
    ]
}

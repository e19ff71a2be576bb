//! A check that could not be made is itself a finding.

use tizim_evidence::{Finding, Message, Severity, Subject};

use crate::Code;

/// A check that could not be made; `why` is the key of the sentence that says so.
pub(crate) fn not_made(check: &'static str, why: &'static str) -> Finding {
    Finding::new(Code::NotChecked.word(), Severity::Notice, Subject::new("check", check))
        .titled(Message::new(why).with("check", check))
        .figure("check", check)
        .under("checks-named", None)
}

//! Which sentence stands for what: keys of the message catalogue.

use tizim_evidence::Message;

use crate::counts::faults::Fault;
use crate::law::SecondEntry;
use crate::verdict::partners::Undetermined;
use crate::{Code, Rule};

/// The sentence of a finding about entries that seem to be one person's, by what they share: a rule by name says nothing of
/// one person. A `list_of_one` names no precinct.
pub(crate) fn entries_title(code: Code, rule: Rule, list_of_one: bool) -> &'static str {
    match code {
        Code::TwiceInPrecinct if list_of_one && rule == Rule::Iin => "rolls.twice_in_list",
        Code::TwiceInPrecinct if list_of_one => "rolls.by_name.twice_in_list",
        _ if rule == Rule::Iin => title(code),
        Code::TwiceInPrecinct => "rolls.by_name.twice_in_precinct",
        Code::TwoPrecincts => "rolls.by_name.two_precincts",
        Code::SpecialAndHome => "rolls.by_name.special_and_home",
        Code::TemporaryAndHome => "rolls.by_name.temporary_and_home",
        Code::SupplementaryAndOther => "rolls.by_name.supplementary_and_other",
        Code::TwoOtherLists => "rolls.by_name.two_other_lists",
        Code::ResidenceCertificates => "rolls.by_name.residence_certificates",
        Code::Signatures => "rolls.by_name.signatures",
        other => title(other),
    }
}

/// The sentence of a finding.
pub(crate) fn title(code: Code) -> &'static str {
    match code {
        Code::TwiceInPrecinct => "rolls.twice_in_precinct",
        Code::TwoPrecincts => "rolls.two_precincts",
        Code::SpecialAndHome => "rolls.special_and_home",
        Code::TemporaryAndHome => "rolls.temporary_and_home",
        Code::SupplementaryAndOther => "rolls.supplementary_and_other",
        Code::CertificateUnmatched => "rolls.certificate_unmatched",
        Code::TwoOtherLists => "rolls.two_other_lists",
        Code::ResidenceCertificates => "rolls.residence_certificates",
        Code::Signatures => "rolls.signatures",
        Code::OneIinTwoPeople => "rolls.one_iin_two_people",
        Code::OnePersonTwoIins => "rolls.one_person_two_iins",
        Code::ExplainedByMark => "rolls.explained_by_mark",
        Code::IinMalformed => "rolls.iin_malformed",
        Code::IinAgainstPerson => "rolls.iin_against_person",
        Code::UnderAge => "rolls.under_age",
        Code::ImplausibleAge => "rolls.implausible_age",
        Code::AboveCap => "rolls.above_cap",
        Code::CommissionSize => "rolls.commission_size",
        Code::ManyAtAddress => "rolls.many_at_address",
        Code::AdditionsOutOfLine => "rolls.additions_out_of_line",
        Code::TotalsDoNotRoll => "rolls.totals_do_not_roll",
        Code::OutsideWindow => "rolls.outside_window",
        Code::ProofOfResidence => "rolls.proof.none",
        Code::ProbableDuplicate => "rolls.link.duplicate",
        Code::TwinsOrHousehold => "rolls.link.twins",
        Code::GenerationApart => "rolls.link.generation",
        Code::NotChecked => "rolls.not_checked",
    }
}

/// Innocent explanations to exclude first.
pub(crate) fn explanations(code: Code, rule: Option<Rule>, ambiguous: bool) -> Vec<Message> {
    let mut found = Vec::new();
    match rule {
        None | Some(Rule::Iin) => {}
        Some(Rule::Identifier) => found.push(Message::new("rolls.unless.not_vouched_for")),
        Some(Rule::NameDigits) => found.push(Message::new("rolls.unless.same_digits")),
        Some(_) => found.push(Message::new("rolls.unless.same_name")),
    }
    if ambiguous {
        found.push(Message::new("rolls.unless.ambiguous"));
    }
    let of_code = match code {
        Code::TwiceInPrecinct => Some("rolls.unless.printed_twice"),
        Code::TwoPrecincts => Some("rolls.unless.moved"),
        Code::SpecialAndHome | Code::TemporaryAndHome => Some("rolls.unless.removed_later"),
        Code::SupplementaryAndOther => Some("rolls.unless.corrected_late"),
        Code::CertificateUnmatched => Some("rolls.unless.mark_not_copied"),
        Code::TwoOtherLists => Some("rolls.unless.transferred"),
        Code::ResidenceCertificates => Some("rolls.unless.reprinted"),
        Code::Signatures => Some("rolls.unless.sheet_copied"),
        Code::OneIinTwoPeople => Some("rolls.unless.typed_wrong"),
        Code::OnePersonTwoIins => Some("rolls.unless.same_name_and_date"),
        Code::IinAgainstPerson | Code::UnderAge | Code::ImplausibleAge => {
            Some("rolls.unless.date_typed_wrong")
        }
        Code::AboveCap => Some("rolls.unless.several_rolls"),
        Code::CommissionSize => Some("rolls.unless.members_left"),
        Code::ManyAtAddress => Some("rolls.unless.dormitory"),
        Code::AdditionsOutOfLine => Some("rolls.unless.new_houses"),
        Code::TotalsDoNotRoll => Some("rolls.unless.other_dates"),
        Code::OutsideWindow => Some("rolls.unless.written_later"),
        Code::ProofOfResidence => Some("rolls.unless.other_proof"),
        // By what is wrong with the numbers: [`of_number`].
        Code::ProbableDuplicate => Some("rolls.link.unless.relatives"),
        Code::TwinsOrHousehold => Some("rolls.link.unless.damaged_name"),
        Code::GenerationApart => Some("rolls.link.unless.damaged_date"),
        Code::IinMalformed | Code::ExplainedByMark | Code::NotChecked => None,
    };
    found.extend(of_code.map(Message::new));
    if code == Code::AdditionsOutOfLine {
        found.push(Message::new("rolls.unless.hospital_nearby"));
    }
    if matches!(code, Code::ManyAtAddress | Code::AdditionsOutOfLine) {
        found.push(Message::new("rolls.unless.far_out"));
    }
    found
}

/// What a mark that is about a removal and not plain may explain.
pub(crate) fn unclear_mark(is_there: bool) -> Option<Message> {
    is_there.then(|| Message::new("rolls.unless.unclear_mark"))
}

/// What may explain numbers that are malformed for this reason (`century_unknown`).
pub(crate) fn of_number(problem: &str) -> &'static str {
    match problem {
        "lost_zeros" => "rolls.unless.lost_zeros",
        "length" => "rolls.unless.other_length",
        "not_a_digit" => "rolls.unless.no_digits",
        "century_unknown" => "rolls.unless.century_of_other_profile",
        "never_issued" => "rolls.unless.never_issued",
        "date_invalid" => "rolls.unless.digits_typed_wrong",
        _ => "rolls.unless.spreadsheet",
    }
}

/// The sentence of a finding that stands for many groups.
pub(crate) fn aggregate(code: Code, by_number: bool, undetermined: Option<Undetermined>) -> Message {
    Message::new(match (code, undetermined, by_number) {
        (Code::ExplainedByMark, ..) => title(code),
        (_, None, true) => "rolls.aggregate",
        (_, None, false) => "rolls.by_name.aggregate",
        (_, Some(reason), true) => self::undetermined(reason),
        (_, Some(_), false) => "rolls.by_name.undetermined",
    })
}

/// Why something is undetermined, as a sentence.
pub(crate) fn undetermined(reason: Undetermined) -> &'static str {
    match reason {
        Undetermined::NoSerialColumn => "rolls.undetermined.no_serial_column",
        Undetermined::MarkWithoutSerial => "rolls.undetermined.mark_without_serial",
        Undetermined::NoDates => "rolls.undetermined.no_dates",
        Undetermined::ExtractNotLater => "rolls.undetermined.extract_not_later",
        Undetermined::SerialUnclear => "rolls.undetermined.serial_unclear",
        Undetermined::PlaceNotStated => "rolls.undetermined.place_not_stated",
        Undetermined::TwoVersions => "rolls.undetermined.two_versions",
    }
}

/// A word for the reason, for exports.
pub(crate) fn undetermined_word(reason: Undetermined) -> &'static str {
    match reason {
        Undetermined::NoSerialColumn => "no-serial-column",
        Undetermined::MarkWithoutSerial => "mark-without-serial",
        Undetermined::NoDates => "no-dates",
        Undetermined::ExtractNotLater => "extract-not-later",
        Undetermined::SerialUnclear => "serial-unclear",
        Undetermined::PlaceNotStated => "place-not-stated",
        Undetermined::TwoVersions => "two-versions",
    }
}

/// A word for a fault of a row, for exports.
pub(crate) fn fault_word(fault: Fault) -> &'static str {
    match fault {
        Fault::Number(problem) => problem,
        Fault::Date => "birth_date",
        Fault::Sex => "sex",
        Fault::UnderAge => "under_age",
        Fault::TooOld => "too_old",
        Fault::Unborn => "born_after_election",
    }
}

/// The two kinds of list of a rule, as they are written in outputs.
pub(crate) fn lists(pair: &SecondEntry) -> String {
    format!("{} + {}", pair.lists[0], pair.lists[1])
}

/// Why many rows may share a birth date.
pub(crate) const PLACEHOLDER_DATES_UNLESS: &str = "rolls.unless.registered_on_new_year";

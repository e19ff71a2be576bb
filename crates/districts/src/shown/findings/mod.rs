//! Findings about one body of districts, and the words that go with them.

pub(crate) mod about;
mod gaps;
mod outside;
mod sums;

use tizim_evidence::Audit;

pub(crate) use self::gaps::without_council;
pub(crate) use self::sums::{total_rows, when_drawn};
use crate::DistrictRules;
use crate::judge::assess::Assessment;

/// Adds everything found about one body of districts.
pub(crate) fn of(assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    sums::mismatches(assessment, audit);
    if assessment.without_quota {
        gaps::without_quota(assessment, audit);
        outside::outside(assessment, rules, audit);
    } else {
        gaps::without_seat(assessment, audit);
        gaps::without_people(assessment, audit);
        outside::outside(assessment, rules, audit);
        outside::compared(assessment, rules, audit);
        gaps::open(assessment, rules, audit);
    }
    gaps::unknown(assessment, audit);
}

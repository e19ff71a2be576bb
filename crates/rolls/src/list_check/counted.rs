//! What is counted of every row beside the search for groups.

use tizim_evidence::Run;

use super::ListCheck;
use super::turns::Turns;
use crate::counts::addresses::AddressCounts;
use crate::counts::row_marks::RowMarks;
use crate::counts::sketch::NameYears;
use crate::counts::watched::Watched;
use crate::findings::possible;
use crate::{Checks, Rule};

/// The part of the memory that marks of one kind may take.
const MARKS_SHARE: u64 = 10;

/// Counters of names and addresses, and marks of all rows where something may have to be known of some of them after the
/// first pass.
pub(super) struct Counted {
    pub(super) names: Option<NameYears>,
    pub(super) addresses: Option<AddressCounts>,
    pub(super) name_marks: Option<RowMarks>,
    pub(super) address_marks: Option<RowMarks>,
}

impl Counted {
    pub(super) fn of(check: &ListCheck<'_>, turns: &Turns) -> Self {
        let all = check.options.checks == Checks::All;
        let addresses = all && possible::has_addresses(check.roll);
        let marks =
            |run: &Run| RowMarks::new(usize::try_from(run.memory / MARKS_SHARE).unwrap_or(usize::MAX));
        // Names are looked at in the first pass where a rule of it is about them.
        let by_name = turns.first.contains(&Rule::NameDate);
        let later = !turns.by_year.is_empty() || !turns.by_digits.is_empty();
        Self {
            names: (all && check.rules.iter().any(|rule| rule.is_by_name())).then(NameYears::new),
            addresses: addresses.then(AddressCounts::new),
            name_marks: (by_name && later).then(|| marks(check.run)),
            address_marks: addresses.then(|| marks(check.run)),
        }
    }

    /// Gives back the memory of names, once all is said of them.
    pub(super) fn forget_names(&mut self) {
        (self.names, self.name_marks) = (None, None);
    }

    /// What the first pass watches for, if there is anything.
    pub(super) fn watched<'w>(&'w self, check: &ListCheck<'w>, turns: &Turns) -> Option<Watched<'w>> {
        let all = check.options.checks == Checks::All;
        let by_date = check.rules.contains(&Rule::NameDate);
        let by_digits = !turns.by_digits.is_empty();
        (all || by_date || by_digits).then(|| Watched {
            law: check.law,
            rows: all,
            masked: by_digits,
            name_marks: self.name_marks.as_ref(),
            address_marks: self.address_marks.as_ref(),
            dates: by_date,
            names: self.names.as_ref(),
            addresses: self.addresses.as_ref(),
            samples: check.samples(),
            seed: check.run.seed,
        })
    }
}

//! By what a row in one list alone, or a change, may be explained: what the row itself says, the days of the extracts, and
//! further lists on which the person stands.

use std::collections::HashMap;

use jiff::civil::Date;
use tizim_people::Iin;

use crate::law::RollRules;
use crate::persons::placeholders::PlaceholderDates;
use crate::reconcile::difference::{Explained, Side};
use crate::row::entry::Entry;
use crate::verdict::group::GroupRules;
use crate::{Kind, Rule};

/// Rows of the two lists found on further lists that are kept.
pub(super) const MOST_FOUND: usize = 1 << 20;

/// On which further lists rows were found, by position.
#[derive(Debug, Default)]
pub(super) struct FurtherLists {
    pub(super) found: HashMap<u64, Vec<Explained>>,
    /// There were more than are kept.
    pub(super) is_full: bool,
}

impl FurtherLists {
    /// Takes a row with those of further lists that share a number, or names and date, with it.
    pub(super) fn take(&mut self, rule: Rule, own: &Entry<'_>, others: &[Entry<'_>], rules: &GroupRules<'_>) {
        if self.found.len() >= MOST_FOUND && !self.found.contains_key(&own.position) {
            self.is_full = true;
            return;
        }
        let mut kinds: Vec<Kind> = Vec::new();
        for other in others {
            let excluded = rule != Rule::Iin
                && own
                    .number
                    .valid()
                    .is_some_and(|own| other.number.valid().is_some_and(|other| other != own));
            if excluded || kinds.contains(&other.kind) {
                continue;
            }
            kinds.push(other.kind);
            let verdicts = rules.verdicts(rule, &[own.clone(), other.clone()], &PlaceholderDates::default());
            let unlawful = verdicts
                .iter()
                .find(|verdict| verdict.basis.is_some_and(|basis| basis.undetermined.is_none()));
            let code =
                unlawful.map(|verdict| verdict.code).filter(|code| *code != crate::Code::ExplainedByMark);
            let explained = self.found.entry(own.position).or_default();
            let is_known =
                |one: &Explained| matches!(one, Explained::OnList(kind, ..) if *kind == other.kind);
            if !explained.iter().any(is_known) {
                explained.push(Explained::OnList(other.kind, rule == Rule::Iin, code));
            }
        }
    }
}

/// What rows and extracts themselves say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Explainer<'a> {
    pub(super) law: &'a RollRules,
    /// The days of the two extracts.
    pub(super) days: [Option<Date>; 2],
}

impl Explainer<'_> {
    /// What explains that a row of this side stands in one list alone, or is another one in the other.
    pub(super) fn explained(&self, side: Side, entry: &Entry<'_>, explained: &mut Vec<Explained>) {
        if entry.removal.is_said() || entry.removed.is_some() {
            explained.push(Explained::Removed(entry.removed.or(entry.removal.day)));
        }
        explained.extend(entry.added.map(Explained::Added));
        explained.extend(self.came_of_age(side, entry).map(Explained::OfAge));
        if entry.certificate.numbers().next().is_some() {
            explained.push(Explained::Certificate);
        }
    }

    /// The day on which the person came of age, where that lies between the extracts and the row stands in the later one.
    fn came_of_age(&self, side: Side, entry: &Entry<'_>) -> Option<Date> {
        let years = i16::try_from(self.law.voting_age.as_ref()?.value).ok()?;
        let [own, other] = [side, side.other()].map(|side| self.days[side as usize]);
        let (own, other) = (own?, other?);
        let born =
            entry.birth_date.filter(|date| date.is_whole()).or(entry.number.valid().map(Iin::birth_date))?;
        let is_of_age = |day: Date| born.age_on(day).least >= i32::from(years);
        if other >= own || !is_of_age(own) || is_of_age(other) {
            return None;
        }
        let born = born.to_date()?;
        Date::new(born.year() + years, born.month(), born.day())
            .or_else(|_| Date::new(born.year() + years, 3, 1))
            .ok()
    }
}

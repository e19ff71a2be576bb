//! What is done with the rows that have no equal: sought by number, then by name, then on further lists, and told.

use std::sync::{Mutex, PoisonError};

use tizim_dedup::{Found, Position};
use tizim_evidence::Run;

use crate::counts::chance::{Chance, name_and_date};
use crate::counts::date_counts::DateCounts;
use crate::law::RollRules;
use crate::lists::roll::Roll;
use crate::lists::row_cache::RowCache;
use crate::reconcile::by_name::Agreeing;
use crate::reconcile::by_number::{GroupRows, Settled};
use crate::reconcile::difference::{Side, What};
use crate::reconcile::explain::FurtherLists;
use crate::reconcile::name_groups::NameGroups;
use crate::reconcile::rows::RowBits;
use crate::reconcile::search::{Keying, RowSearch};
use crate::reconcile::teller::{Item, PERSON_RULES, Teller, Telling};
use crate::reconcile::{Outcome, Remaining};
use crate::verdict::group::GroupRules;
use crate::{RollsError, Rules, Scope};

/// What is done with the rows that remain.
pub(super) struct Reconciliation<'a> {
    pub(super) roll: &'a Roll<'a>,
    pub(super) law: &'a RollRules,
    pub(super) run: &'a Run,
    pub(super) cache: &'a RowCache,
}

impl Reconciliation<'_> {
    /// Tells all of them, each as one thing.
    pub(super) fn run(
        &self,
        mut remaining: Remaining,
        mut teller: Teller<'_>,
        mut told: Telling<'_>,
    ) -> Result<Outcome, RollsError> {
        let mut several: [RowBits; 2] = Default::default();
        if teller.compared.by_number {
            let (settled, placeholders) = self.by_number(&remaining, &teller, &mut told)?;
            teller.placeholders = placeholders;
            take_out(&mut remaining.unlike, &settled, &mut several);
        }
        let mut chance = None;
        if teller.compared.names {
            let (settled, agreeing, dates) = self.by_name(&remaining.unlike, &teller, &mut told)?;
            take_out(&mut remaining.unlike, &settled, &mut several);
            chance = Some(chance_of(&agreeing, &dates));
        }
        told.tell(&teller)?;
        teller.further = self.further(&remaining.unlike, &teller)?;
        let rest = [
            (What::Several, &several),
            (What::MoreOften, &remaining.copies),
            (What::Only, &remaining.unlike),
        ];
        for (what, rows) in rest {
            for side in Side::BOTH {
                for position in rows[side as usize].iter() {
                    let mut item = Item { what, rows: [None; 2] };
                    item.rows[side as usize] = Some(position);
                    told.take(item, &teller)?;
                }
            }
        }
        self.cache.end_round();
        told.tell(&teller)?;
        Ok(Outcome {
            compared: teller.compared,
            tally: told.tally,
            chance,
            placeholders: teller.placeholders.len(),
            unusable: [0; 2],
            further_cut: teller.further.is_full,
        })
    }

    fn search<'s>(&'s self, keying: Keying, sought: &'s [RowBits; 2]) -> RowSearch<'s> {
        RowSearch {
            roll: self.roll,
            run: self.run,
            rules: self.law.row_rules(),
            keying,
            sought,
            others: Vec::new(),
            skipped: Vec::new(),
            cache: self.cache,
            dates: Mutex::default(),
        }
    }

    /// Rows that share a whole number; and numbers that too many share.
    fn by_number(
        &self,
        remaining: &Remaining,
        teller: &Teller<'_>,
        told: &mut Telling<'_>,
    ) -> Result<(Settled, Vec<u64>), RollsError> {
        let Remaining { unlike, copies } = remaining;
        let mut search = self.search(Keying::Number, unlike);
        // Rows equal in both lists are looked at in one of them.
        search.others = self.roll.files_of(|list| list == Side::A.list());
        search.skipped = vec![&unlike[Side::A as usize], &copies[Side::A as usize]];
        let (mut settled, mut placeholders) = (Settled::default(), Vec::new());
        if unlike.iter().all(|rows| rows.len() == 0) {
            return Ok((settled, placeholders));
        }
        search.groups(&mut |found| {
            let group = match found {
                Found::Group(group) => group,
                Found::HotKey(hot) => {
                    placeholders.extend(hot.key.first_chunk().map(|key| u64::from_be_bytes(*key)));
                    return Ok(());
                }
            };
            let mut rows = GroupRows::default();
            for position in group.positions {
                match Side::BOTH.into_iter().find(|side| unlike[*side as usize].contains(position.0)) {
                    Some(side) => rows.sought[side as usize].push(position.0),
                    None => rows.is_in_both = true,
                }
            }
            rows.settle(&mut settled).map_or(Ok(()), |pair| told.take(pair, teller))
        })?;
        told.tell(teller)?;
        placeholders.sort_unstable();
        Ok((settled, placeholders))
    }

    /// Rows that share full name and birth date, what of that chance may explain, and the dates of all of them.
    fn by_name(
        &self,
        unlike: &[RowBits; 2],
        teller: &Teller<'_>,
        told: &mut Telling<'_>,
    ) -> Result<(Settled, Agreeing, DateCounts), RollsError> {
        let (mut settled, mut agreeing) = (Settled::default(), Agreeing::default());
        let search = self.search(Keying::NameYear, unlike);
        if unlike.iter().any(|rows| rows.len() == 0) {
            return Ok((settled, agreeing, DateCounts::default()));
        }
        let mut waiting = NameGroups::default();
        search.groups(&mut |found| {
            let Found::Group(group) = found else { return Ok(()) };
            // Rows of A come before those of B.
            let is_of_a = |position: Option<&Position>| position.map(|one| unlike[0].contains(one.0));
            if is_of_a(group.positions.first()) == is_of_a(group.positions.last()) {
                return Ok(());
            }
            waiting.add(group.positions);
            if waiting.are_enough() {
                waiting.settle(unlike, teller, &mut settled, &mut agreeing, told)?;
            }
            Ok(())
        })?;
        waiting.settle(unlike, teller, &mut settled, &mut agreeing, told)?;
        told.tell(teller)?;
        let dates = search.dates.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((settled, agreeing, dates))
    }

    /// The rows of one list alone that stand on further lists.
    fn further(&self, unlike: &[RowBits; 2], teller: &Teller<'_>) -> Result<FurtherLists, RollsError> {
        let mut further = FurtherLists::default();
        let mut search = self.search(Keying::Person, unlike);
        search.others = self.roll.files_of(|list| list >= 2);
        if search.others.is_empty() || unlike.iter().all(|rows| rows.len() == 0) {
            return Ok(further);
        }
        let rules = GroupRules::new(self.law, Rules::of(PERSON_RULES), Scope::All);
        search.groups(&mut |found| {
            let Found::Group(group) = found else { return Ok(()) };
            let Some(rule) = PERSON_RULES.get(group.rule) else { return Ok(()) };
            let positions: Vec<u64> = group.positions.iter().map(|position| position.0).collect();
            let is_own = |position: u64| unlike.iter().any(|rows| rows.contains(position));
            if positions.len() > MOST_OF_PERSON || positions.iter().all(|position| is_own(*position)) {
                return Ok(());
            }
            teller.group(&positions, &mut |entries| {
                let (own, others): (Vec<_>, Vec<_>) =
                    entries.iter().cloned().partition(|entry| is_own(entry.position));
                for own in &own {
                    further.take(*rule, own, &others, &rules);
                }
            })
        })?;
        Ok(further)
    }
}

/// More rows than so many are not one person's.
const MOST_OF_PERSON: usize = 1_000;

/// Takes the rows that were settled out of those that remain.
fn take_out(unlike: &mut [RowBits; 2], settled: &Settled, several: &mut [RowBits; 2]) {
    for (side, rows) in unlike.iter_mut().enumerate() {
        for position in settled.paired[side].iter().chain(settled.several[side].iter()) {
            rows.remove(position);
        }
        for position in settled.several[side].iter() {
            several[side].insert(position);
        }
    }
}

/// What chance explains of the pairs that agree on full name and birth date.
fn chance_of(agreeing: &Agreeing, dates: &DateCounts) -> Chance {
    let exact = |(year, pairs): (&u16, &u64)| {
        (*year, tizim_stats::chance::SameFirst { pairs: *pairs as f64, variance: 0.0 })
    };
    let years: Vec<_> = agreeing.same_year.iter().map(exact).collect();
    let observed = agreeing.same_date.values().sum();
    name_and_date(observed, agreeing.born_on_new_year, &years, &agreeing.same_date, dates)
}

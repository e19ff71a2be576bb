//! The turns in which groups are sought: rules of the first pass, and rules that have something to say of few rows alone.

use std::collections::BTreeMap;

use tizim_dedup::Scope as Groups;
use tizim_people::BirthDate;

use super::ListCheck;
use crate::counts::odd_rows::OddRows;
use crate::counts::row_marks::{Alike, RowMarks};
use crate::lists::row_cache::RowCache;
use crate::persons::placeholders::PlaceholderDates;
use crate::search::anchors::Anchors;
use crate::search::find::search;
use crate::search::grouping::Grouping;
use crate::search::records::RollRecords;
use crate::{RollsError, Rule};

/// Rules in the turns in which their groups are sought. Where whole dates are compared, the rules by year have something to
/// say only of rows that state none; the rule by digits, of rows with masked numbers.
pub(super) struct Turns {
    pub(super) first: Vec<Rule>,
    pub(super) by_year: Vec<Rule>,
    pub(super) by_digits: Vec<Rule>,
}

impl Turns {
    pub(super) fn of(rules: &[Rule]) -> Self {
        let by_date = rules.contains(&Rule::NameDate);
        let (by_digits, others): (Vec<Rule>, Vec<Rule>) =
            rules.iter().copied().partition(|rule| *rule == Rule::NameDigits);
        let (by_year, first) = others.into_iter().partition(|rule| by_date && rule.is_by_year());
        Self { first, by_year, by_digits }
    }
}

impl ListCheck<'_> {
    /// The rules by year, about rows without a whole date, and the rule by digits, about rows with a masked number: where the
    /// first pass has seen any.
    pub(super) fn further_searches(
        &self,
        turns: &Turns,
        records: &RollRecords<'_>,
        hot_dates: &BTreeMap<BirthDate, u64>,
        marks: Option<&RowMarks>,
        cache: &RowCache,
        grouping: &mut Grouping<'_>,
    ) -> Result<(), RollsError> {
        let taken = self.roll.rows_taken();
        // The rows that bear the names of the odd ones (of one birth year, where years are compared), if these are few.
        let namesakes =
            |odd: &OddRows, alike| marks?.rows_with(&marks?.of_rows(odd.positions()?, alike), taken);
        let undated = records.undated();
        let without_date = undated.count() + hot_dates.values().sum::<u64>();
        if !turns.by_year.is_empty() && without_date > 0 {
            let dates: PlaceholderDates = hot_dates.keys().copied().collect();
            grouping.placeholders = dates.clone();
            let only = if hot_dates.is_empty() { namesakes(&undated, Alike::Wholly) } else { None };
            self.search_again(
                &turns.by_year,
                Anchors::Undated(&dates),
                without_date,
                only.as_deref(),
                cache,
                grouping,
            )?;
        }
        let masked = records.masked();
        if !turns.by_digits.is_empty() && masked.count() > 0 {
            let only = namesakes(&masked, Alike::ByNames);
            self.search_again(
                &turns.by_digits,
                Anchors::Masked,
                masked.count(),
                only.as_deref(),
                cache,
                grouping,
            )?;
        }
        Ok(())
    }

    /// A search that is about so many rows alone; among all rows, or only these.
    fn search_again(
        &self,
        rules: &[Rule],
        anchors: Anchors<'_>,
        count: u64,
        only: Option<&[u64]>,
        cache: &RowCache,
        grouping: &mut Grouping<'_>,
    ) -> Result<(), RollsError> {
        let mut again = RollRecords::new(self.roll, self.run, self.law.row_rules(), rules.to_vec(), None);
        again.cache = Some(cache);
        again.anchors = Some(anchors);
        again.only = only;
        // A filter of the anchors saves memory where these are few.
        let are_few = count < self.roll.rows_taken() / 4;
        search(&again, grouping, if are_few { Groups::Touching } else { Groups::Within })
    }
}

//! Both rows of a pair as lines for those who must look into it.

use tizim_linkage::{Linkage, Linked, ScoredPair};
use tizim_people::Token;

use super::gathering::Gathered;
use super::likeness::Likeness;
use crate::findings::sink::Why;
use crate::past::Earlier;
use crate::row::entry::Entry;
use crate::{DuplicateLine, DuplicateSink, RollsError};

/// Hands pairs on as they are judged.
pub(super) struct Handing<'a, 'r> {
    pub(super) linkage: &'a Linkage<'r>,
    pub(super) linked: &'a Linked,
    /// The number of each pair.
    pub(super) numbers: &'a [u64],
    pub(super) sink: &'a mut dyn DuplicateSink,
}

impl Handing<'_, '_> {
    /// Hands on the pair that was judged last, with its rows.
    pub(super) fn pair(
        &mut self,
        gathered: &Gathered,
        earlier: Option<&Earlier>,
        pair: &ScoredPair,
        both: &[Entry<'_>; 2],
    ) -> Result<(), RollsError> {
        let place = gathered.judgements.len() - 1;
        let rows = [pair.left, pair.right].map(|row| gathered.rows.get(&row));
        let ([Some(left), Some(right)], true) = (rows, self.sink.wants_pairs()) else { return Ok(()) };
        let judgement = &gathered.judgements[place];
        let explanation = self.linkage.explain(self.linked, pair);
        let likeness = Likeness::of(judgement, pair.probability(), explanation);
        let number = self.numbers[place];
        let form = self.sink.form();
        self.sink.begin(number, earlier.map(|earlier| earlier.since(left.token, right.token)));
        for (place, (entry, seen)) in both.iter().zip([left, right]).enumerate() {
            let line = DuplicateLine {
                code: judgement.code,
                severity: judgement.severity,
                why: Why::Likeness(&likeness),
                list: entry.kind,
                file: entry.file_name,
                row: entry.row,
                precinct: entry.precinct,
                region: entry.region,
                token: seen.token.as_str(),
                person: &seen.person,
                source_ref: entry.source_ref,
                values: seen.values.as_ref().map_or("", Token::as_str),
                standing: judgement.standing,
                basis: None,
                partners: if place == 0 { 0b10 } else { 0 },
                whole: entry.whole.as_deref(),
            };
            let mut bytes = Vec::new();
            form(&line, &mut bytes);
            self.sink.take(number, &bytes).map_err(RollsError::Sink)?;
        }
        Ok(())
    }
}

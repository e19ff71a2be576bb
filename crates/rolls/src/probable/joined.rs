//! Clusters as they are told: without pairs of which somebody has said that they are two people, and under the numbers that
//! they had in an earlier run.

use std::collections::{BTreeMap, HashMap, HashSet};

use tizim_linkage::{PairKind, Row};
use tizim_people::Token;

use super::told::Told;
use crate::past::{Answer, Standing};

/// The clusters, by number and in the order of their rows.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// Number and rows of each.
    pub(super) clusters: Vec<(u64, Vec<Row>)>,
    /// Clusters of the earlier run that are gone.
    pub(super) closed: Vec<u64>,
}

impl Joined {
    pub(super) fn of(told: &Told<'_, '_>) -> Self {
        let members = without_rejected(told);
        let Some(earlier) = told.past.earlier else {
            return Self { clusters: (1..).zip(members).collect(), closed: Vec::new() };
        };
        let token = |row: &Row| told.gathered.rows.get(row).map(|seen| seen.token);
        let tokens: Vec<Vec<Token>> =
            members.iter().map(|rows| rows.iter().filter_map(token).collect()).collect();
        let found = earlier.found_again(&tokens);
        let mut next = earlier.last();
        let mut number = |found: Option<u64>| {
            found.unwrap_or_else(|| {
                next += 1;
                next
            })
        };
        let clusters = found.iter().map(|found| number(*found)).zip(members).collect();
        Self { clusters, closed: earlier.closed(&found.into_iter().flatten().collect::<HashSet<u64>>()) }
    }
}

/// The clusters, those that hold a rejected pair taken apart: what still hangs together by other pairs stays together.
fn without_rejected(told: &Told<'_, '_>) -> Vec<Vec<Row>> {
    let members = &told.linked.clusters.members;
    let is_rejected =
        |standing: Option<Standing>| standing.and_then(Standing::cleared) == Some(Answer::Rejected);
    let rejected: HashSet<Row> = told
        .judged()
        .filter(|(_, judgement)| is_rejected(judgement.standing))
        .flat_map(|(pair, _)| [pair.left, pair.right])
        .collect();
    if rejected.is_empty() {
        return members.clone();
    }
    let mut group_of: HashMap<Row, Row> = HashMap::new();
    for (pair, judgement) in told.judged() {
        if pair.kind == PairKind::Duplicate && !is_rejected(judgement.standing) {
            let (left, right) = (first(&group_of, pair.left), first(&group_of, pair.right));
            group_of.insert(left.max(right), left.min(right));
        }
    }
    let mut parted = Vec::new();
    for rows in members {
        if !rows.iter().any(|row| rejected.contains(row)) {
            parted.push(rows.clone());
            continue;
        }
        let mut parts: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        for &row in rows {
            parts.entry(first(&group_of, row)).or_default().push(row);
        }
        parted.extend(parts.into_values().filter(|part| part.len() > 1));
    }
    parted.sort_unstable();
    parted
}

/// The first row of those that hang together with this one.
fn first(group_of: &HashMap<Row, Row>, mut row: Row) -> Row {
    while let Some(&before) = group_of.get(&row).filter(|before| **before != row) {
        row = before;
    }
    row
}

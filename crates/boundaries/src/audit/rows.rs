//! Rows of the table of blocks that state one block several times.

use std::collections::BTreeMap;

use tizim_evidence::{Finding, Message, Severity, Subject};

use super::inputs::Block;
use super::{MapAudit, told};
use crate::code::Code;

/// Each block once, in the order of the first rows, and the codes of those that several rows state. Where these differ, nobody
/// knows which is right: of voters the bounds of all hold, of a district nothing does. Rows with a point of their own are places
/// and not blocks of a map, and stay.
pub(super) fn joined(rows: &[Block]) -> (Vec<Block>, Vec<String>) {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut blocks, mut repeated): (Vec<Block>, Vec<String>) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let is_joined = row.place.is_none() && !row.id.is_empty();
        let first = if is_joined { places.get(row.id.as_str()).copied() } else { None };
        let Some(first) = first else {
            if is_joined {
                places.insert(&row.id, blocks.len());
            }
            blocks.push(row.clone());
            continue;
        };
        let block = &mut blocks[first];
        let widest = |one: (u64, u64), other: (u64, u64)| (one.0.min(other.0), one.1.max(other.1));
        block.voters = block.voters.zip(row.voters).map(|(one, other)| widest(one, other));
        if block.district != row.district {
            block.district = None;
        }
        if !repeated.contains(&row.id) {
            repeated.push(row.id.clone());
        }
    }
    (blocks, repeated)
}

/// Says which blocks stand in several rows.
pub(super) fn told(repeated: &[String], audit: &mut MapAudit) {
    if repeated.is_empty() {
        return;
    }
    let names = told::names(repeated.iter().map(|id| (id.as_str(), id.as_str())));
    let subject = Subject::new("check", "blocks in several rows");
    let finding = Finding::new(Code::NotChecked.word(), Severity::Warning, subject)
        .counting(repeated.len() as u64)
        .titled(Message::new("boundaries.block_in_several_rows").with("units", names));
    audit.findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, voters: Option<(u64, u64)>, district: &str) -> Block {
        Block { id: id.into(), voters, district: Some(district.into()), ..Block::default() }
    }

    #[test]
    fn rows_of_one_block_are_one_whose_voters_lie_between_theirs() {
        let rows = [
            row("a", Some((100, 100)), "1"),
            row("b", Some((7, 7)), "1"),
            row("a", Some((90, 120)), "1"),
            row("c", Some((5, 5)), "1"),
            row("c", None, "2"),
            row("a", Some((104, 104)), "1"),
        ];
        let (blocks, repeated) = joined(&rows);
        assert_eq!(repeated, ["a", "c"]);
        assert_eq!(blocks.len(), 3);
        assert_eq!((blocks[0].voters, blocks[0].district.as_deref()), (Some((90, 120)), Some("1")));
        assert_eq!(blocks[1], rows[1]);
        assert_eq!((blocks[2].voters, blocks[2].district.as_deref()), (None, None));
        let places = [0.0, 1.0].map(|at| Block { place: Some([70.0 + at, 50.0]), ..row("a", None, "1") });
        assert_eq!(joined(&places), (places.to_vec(), Vec::new()));
    }
}

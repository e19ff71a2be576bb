//! Pairs that somebody has looked at, as records of these lists.

use std::collections::HashMap;

use tizim_linkage::{Labelled, Row};

use super::measured::{self, Label};
use super::reading::Read;
use crate::lists::roll::Roll;

/// The answered pairs whose rows stand on these lists; none of those whose answers contradict each other, or that name no rows.
pub(super) fn known(labels: &[Label], roll: &Roll<'_>, read: &Read) -> Vec<Labelled> {
    let (labels, _) = measured::each_once(labels);
    let mut rows: HashMap<(&str, u64), Option<Row>> = HashMap::new();
    for at in
        labels.iter().filter(|label| label.same.is_some()).filter_map(|label| label.rows.as_ref()).flatten()
    {
        rows.insert((&at.file, at.row), None);
    }
    for (record, position) in (0..).zip(&read.positions) {
        let Some((file, row)) = roll.row(*position) else { continue };
        if let Some(found) = rows.get_mut(&(roll.files[file].info.name, row)) {
            *found = Some(record);
        }
    }
    let of = |label: &Label| {
        let [left, right] = label.rows.as_ref()?;
        let row = |at: &super::RowAt| rows.get(&(at.file.as_str(), at.row)).copied().flatten();
        Some(Labelled { left: row(left)?, right: row(right)?, same: label.same? })
    };
    labels.iter().filter_map(of).collect()
}

//! What is told of marks that are not understood.

use tizim_evidence::{Evidence, Finding, Message, Persons, Value};

use crate::counts::row_summary::RowSummary;
use crate::findings::not_made::not_made;
use crate::lists::roll::Roll;

/// Wordings that a finding lists.
const MOST_SHOWN: usize = 12;

/// Files of which some rows bear marks that are not understood: how many, and how they are worded.
pub(crate) fn unread(summary: &RowSummary, roll: &Roll<'_>) -> Vec<Finding> {
    let marks = summary.marks.iter().filter(|(_, marks)| marks.count > 0);
    let finding = |(file, marks): (&usize, &crate::counts::unread_marks::UnreadMarks)| {
        let info = &roll.files[*file].info;
        let shown = marks.shown();
        let words: Vec<Value> =
            shown.iter().take(MOST_SHOWN).map(|text| Value::from(format!("`{text}`"))).collect();
        let key =
            if words.is_empty() { "rolls.why.unread_marks_of_all_kinds" } else { "rolls.why.unread_marks" };
        let title = Message::new(key)
            .with("count", Persons(marks.count))
            .with("file", info.name)
            .with("words", words);
        let mut finding = not_made("marks", key).titled(title);
        finding.subject.id = format!("marks-{}", info.name);
        let rows = marks.positions.iter().filter_map(|position| {
            Some(Evidence {
                file: info.name.to_owned(),
                list: Some(info.kind.word().to_owned()),
                row: roll.row(*position)?.1,
                source_ref: None,
            })
        });
        finding.counting_persons(Persons(marks.count)).shown_by(rows).of_persons()
    };
    marks.map(finding).collect()
}

//! Which regions no number of whole districts serves: on which lists, within which tolerance, by how official a figure.
//! Every count of such regions in the report counts rows of this table.

use tizim_evidence::{ColumnKind, Exhibit, Message, Privacy, Table, Value};

use super::required::Forced;
use crate::Grade;
use crate::shown::exhibits::column;

/// The table; `None` where every region can comply for certain at every tolerance.
pub(crate) fn exhibit(forced: &Forced) -> Option<Exhibit> {
    let lists: Vec<&Forced> = forced.drawn.as_deref().into_iter().chain([forced]).collect();
    let cases = (0..forced.claims.regions.len())
        .flat_map(|place| (0..forced.tolerances.len()).map(move |at| (place, at)));
    let cases = cases.filter(|&(place, at)| lists.iter().any(|list| is_impossible(list, place, at)));
    let rows: Vec<Vec<Value>> = cases
        .map(|(place, at)| {
            let region = &forced.claims.regions[place];
            let mut row = vec![Value::region(&region.id, &region.name), Value::stated(forced.tolerances[at])];
            for list in &lists {
                row.extend([list.claims.quotas(place), verdict(list, place, at), grade(list, place, at)]);
            }
            row
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let mut columns = vec![
        column("region", "districts.column.region", ColumnKind::Text),
        column("tolerance", "districts.relaxing.tolerance", ColumnKind::Share),
    ];
    if forced.drawn.is_some() {
        columns.extend([
            column("quotas_when_drawn", "districts.comply.quotas_when_drawn", ColumnKind::Number(3)),
            column("when_drawn", "districts.comply.when_drawn", ColumnKind::Text),
            column("grade_when_drawn", "districts.comply.grade_when_drawn", ColumnKind::Text),
            column("quotas", "districts.comply.quotas_election", ColumnKind::Number(3)),
            column("verdict", "districts.comply.election", ColumnKind::Text),
            column("grade", "districts.comply.grade_election", ColumnKind::Text),
        ]);
    } else {
        columns.extend([
            column("quotas", "districts.column.quotas", ColumnKind::Number(3)),
            column("verdict", "districts.column.verdict", ColumnKind::Text),
            column("grade", "districts.comply.grade", ColumnKind::Text),
        ]);
    }
    Some(Exhibit::Table(Table {
        id: "regions-that-cannot-comply",
        title: Message::new("districts.comply.table"),
        note: Some(Message::new("districts.comply.note")),
        columns,
        rows,
        privacy: Privacy::Open,
    }))
}

fn is_impossible(list: &Forced, place: usize, at: usize) -> bool {
    list.impossible_published[at].contains(&place)
}

/// For certain not, only at the very figure stated, not settled, or yes.
fn verdict(list: &Forced, place: usize, at: usize) -> Value {
    if is_impossible(list, place, at) {
        return Value::Word { code: "cannot", word: "districts.comply.cannot" };
    }
    if list.lost_in_drift(at, place) {
        return Value::Word { code: "lost_in_drift", word: "districts.comply.lost_in_drift" };
    }
    if list.undetermined[at].contains(&place) {
        return Value::Word { code: "undetermined", word: "districts.verdict.undetermined" };
    }
    Value::Word { code: "can", word: "districts.comply.can" }
}

/// How official the weakest figure is that an impossibility rests on; nothing of any other verdict.
fn grade(list: &Forced, place: usize, at: usize) -> Value {
    let found = is_impossible(list, place, at).then(|| list.grade_of_impossible(place, at)).flatten();
    found.map_or_else(|| Value::from("-"), Grade::value)
}

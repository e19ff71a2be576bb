//! Where learning starts, and what it falls back to where pairs say little.

use super::model::ClassShare;
use super::{Class, ColumnModel, Model, Use};
use crate::comparison::{Comparisons, DIFFERENT};
use crate::records::{Kind, Records};

/// Probability of names in each other's field for one person.
const SWAPPED: f64 = 0.005;

/// The model before any pair was seen.
pub(crate) fn start(
    records: &Records,
    comparisons: &Comparisons<'_>,
    chances: Vec<Vec<f64>>,
    possible: f64,
) -> Model {
    let kinds: Vec<Kind> = comparisons.columns.iter().map(|comparison| comparison.kind).collect();
    let columns = comparisons.columns.iter().zip(chances).map(|(comparison, mut chance)| {
        chance[0] = 1.0;
        let levels = |same, different| levels(comparison.codes, comparison.same, same, different);
        let (same, different) = one_person(comparison.kind);
        ColumnModel {
            name: records.columns[comparison.column].name.clone(),
            kind: comparison.kind,
            levels: (0..comparison.codes).map(|code| comparison.level_name(code).to_owned()).collect(),
            person: levels(same, different),
            place: levels(0.8, 0.05),
            kin: levels(0.6, 0.3),
            siblings: levels(0.8, 0.05),
            apart: levels(0.001, 0.99),
            elsewhere: chance.clone(),
            chance,
            unseen: Vec::new(),
        }
    });
    let columns = columns.collect();
    let classes = shares(&Class::told_apart(&kinds), records.len() as f64 / possible.max(1.0));
    Model {
        classes,
        columns,
        together: Vec::new(),
        converged: false,
        rounds: 0,
        prior_pairs: super::PRIOR_PAIRS,
        training_pairs: 0,
        labelled_pairs: 0,
    }
}

/// Shares of the classes, where `each` is that of one partner for every record.
fn shares(classes: &[Class], each: f64) -> Vec<ClassShare> {
    let share = |class| match class {
        Class::Same | Class::Siblings => 0.2 * each,
        Class::Moved => 0.05 * each,
        Class::Household => 0.5 * each,
        Class::Twins | Class::Generation => 0.01 * each,
        Class::Strangers => 0.0,
    };
    let known: f64 = classes.iter().map(|&class| share(class)).sum();
    let scale = 0.5_f64.min(known) / known.max(f64::MIN_POSITIVE);
    let of = |&class| ClassShare {
        class,
        share: if class == Class::Strangers { 1.0 - known * scale } else { share(class) * scale },
    };
    classes.iter().map(of).collect()
}

/// How often the values of one person are the same, and how often they have no likeness.
fn one_person(kind: Kind) -> (f64, f64) {
    match kind {
        Kind::Address | Kind::Text | Kind::Email | Kind::Phone | Kind::Area => (0.7, 0.2),
        Kind::Category => (0.95, 0.05),
        _ => (0.8, 0.06),
    }
}

/// Probabilities by code: what is not same or different is shared out so that each closer level has twice the one before.
fn levels(codes: u8, same: u8, equal: f64, different: f64) -> Vec<f64> {
    let mut levels = vec![0.0; usize::from(codes)];
    levels[0] = 1.0;
    levels[usize::from(same)] = equal;
    levels[usize::from(DIFFERENT)] = different;
    let between = usize::from(DIFFERENT) + 1..usize::from(same);
    let weights: f64 = (1..=between.len()).map(|turn| 2_f64.powi(turn as i32)).sum();
    for (turn, code) in between.clone().enumerate() {
        levels[code] = (1.0 - equal - different) * 2_f64.powi(turn as i32 + 1) / weights;
    }
    if let Some(swapped) = levels.get_mut(usize::from(same) + 1) {
        *swapped = SWAPPED;
    }
    let all: f64 = levels[1..].iter().sum();
    for level in &mut levels[1..] {
        *level /= all;
    }
    levels
}

/// The part of a model that is about these columns, in their order.
///
/// # Errors
/// Where it knows one of them not at all, or with other levels.
pub(crate) fn fitted(
    model: &Model,
    records: &Records,
    comparisons: &Comparisons<'_>,
) -> Result<Model, crate::Error> {
    let columns = comparisons.columns.iter().map(|comparison| {
        let column = &records.columns[comparison.column];
        let fits = |known: &&ColumnModel| {
            known.name == column.name
                && known.kind == column.kind
                && Use::ALL.iter().all(|&by| known.levels_of(by).len() == usize::from(comparison.codes))
        };
        let known = model.columns.iter().find(fits);
        known.cloned().ok_or_else(|| crate::Error::OtherColumns { column: column.name.clone() })
    });
    let columns = columns.collect::<Result<Vec<ColumnModel>, _>>()?;
    let known = |name: &String| columns.iter().any(|column| column.name == *name);
    let mut together = model.together.clone();
    together.retain(|together| known(&together.left) && known(&together.right));
    Ok(Model { columns, together, ..model.clone() })
}

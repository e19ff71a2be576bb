//! Keys: the forms of one facet of a column, for each of its values.

use rayon::prelude::*;

use crate::comparison::Comparisons;
use crate::knowledge::{Facet, Forms, Knowledge};
use crate::records::{Kind, Records, Values};
use crate::training::mixed;

/// Values whose forms one thread makes at a time.
const PIECE: usize = 1 << 13;

/// One facet of one column.
#[derive(Debug)]
pub(crate) struct Atom {
    pub(crate) column: usize,
    pub(crate) kind: Kind,
    pub(crate) facet: Facet,
    /// Where the forms of each value begin.
    starts: Vec<u32>,
    forms: Vec<u64>,
    /// Share of records that have a form.
    pub(crate) present: f64,
    /// Chance that two records share a form.
    pub(crate) collision: f64,
}

impl Atom {
    /// The forms of a value, as numbers that can be added up to a key.
    pub(crate) fn forms(&self, value: u32) -> &[u64] {
        let value = value as usize;
        &self.forms[self.starts[value] as usize..self.starts[value + 1] as usize]
    }
}

/// All keys of the compared columns that part the records at all.
pub(crate) fn atoms(
    records: &Records,
    comparisons: &Comparisons<'_>,
    knowledge: &dyn Knowledge,
) -> Vec<Atom> {
    let by_column: Vec<Vec<Atom>> = comparisons
        .columns
        .par_iter()
        .map(|comparison| of_column(records, comparison.column, comparison.kind, knowledge))
        .collect();
    by_column.into_iter().flatten().collect()
}

fn of_column(records: &Records, column: usize, kind: Kind, knowledge: &dyn Knowledge) -> Vec<Atom> {
    let values = &records.values[column];
    let numbers: Vec<u32> = (1..values.len() as u32).collect();
    let of_piece = |numbers: &[u32]| {
        let mut found = Facet::ALL.map(|_| (Vec::with_capacity(numbers.len()), Vec::new()));
        let mut forms = Forms::default();
        for &number in numbers {
            forms.clear();
            knowledge.forms(kind, values.text(number), &mut forms);
            for (of_facet, (counts, all)) in forms.found.iter().zip(&mut found) {
                counts.push(of_facet.len() as u32);
                all.extend_from_slice(of_facet);
            }
        }
        found
    };
    let pieces: Vec<[(Vec<u32>, Vec<u64>); 3]> = numbers.par_chunks(PIECE).map(of_piece).collect();
    let mut by_facet: Vec<(Vec<u32>, Vec<u64>)> =
        Facet::ALL.iter().map(|_| (vec![0, 0], Vec::new())).collect();
    for piece in pieces {
        for ((starts, all), (counts, found)) in by_facet.iter_mut().zip(piece) {
            for count in counts {
                starts.push(starts.last().copied().unwrap_or_default() + count);
            }
            all.extend_from_slice(&found);
        }
    }
    let records = records.len() as f64;
    let atoms = Facet::ALL.into_iter().zip(by_facet).filter_map(|(facet, (starts, forms))| {
        let (present, collision) = measure(values, &starts, &forms, records)?;
        // Given names and surnames are numbered alike, so that swapped ones make the same key.
        let swappable = matches!(kind, Kind::GivenName | Kind::Surname);
        let salt = mixed(facet as u64 + if swappable { 0 } else { 4 * (1 + column as u64) });
        let forms = forms.into_iter().map(|form| mixed(form ^ salt)).collect();
        Some(Atom { column, kind, facet, starts, forms, present, collision })
    });
    atoms.collect()
}

/// Share of records with a form and chance that two records share one; `None` where all have the same.
fn measure(values: &Values, starts: &[u32], forms: &[u64], records: f64) -> Option<(f64, f64)> {
    let mut counts: Vec<(u64, u64)> = Vec::with_capacity(forms.len());
    let mut with_form = 0_u64;
    for (place, bounds) in starts.windows(2).enumerate() {
        let count = u64::from(values.count(place as u32));
        let of_value = &forms[bounds[0] as usize..bounds[1] as usize];
        with_form += if of_value.is_empty() { 0 } else { count };
        counts.extend(of_value.iter().map(|&form| (form, count)));
    }
    counts.sort_unstable();
    let of_form = |counts: &[(u64, u64)]| counts.iter().map(|&(_, count)| u128::from(count)).sum::<u128>();
    let (mut forms, mut squares) = (0_u64, 0_u128);
    for counts in counts.chunk_by(|left, right| left.0 == right.0) {
        forms += 1;
        squares += of_form(counts).pow(2);
    }
    (forms > 1).then(|| (with_form as f64 / records, (squares as f64 / (records * records)).min(1.0)))
}

//! Expectation-maximisation against a look at every pair, and against a population whose probabilities are known.

use super::expectation::{Population, maximise};
use super::{Class, Counted, Model, Use, chance_levels, mixed, start};
use crate::comparison::{Comparisons, Pattern};
use crate::{Kind, Plain, Unwatched, invented};

/// Two classes, four columns, probabilities that are given: what is drawn from them is found again.
#[test]
fn finds_the_probabilities_that_made_the_pairs() {
    let records = invented::records(&invented::people(300, 3).0);
    let comparisons = Comparisons::new(&records, &Plain);
    let chances = chance_levels(&records, &comparisons, 0);
    let mut model = start(&records, &comparisons, chances.clone(), 1e6);
    model.classes.retain(|class| matches!(class.class, Class::Same | Class::Strangers));
    let uses: Vec<Use> = comparisons.columns.iter().map(|column| Class::Same.uses(column.kind)).collect();
    let truth: Vec<Vec<f64>> = (comparisons.columns.iter())
        .map(|column| {
            let mut levels = vec![0.0; usize::from(column.codes)];
            levels[1] = 0.03;
            let same = usize::from(column.same);
            levels[same] = if column.kind == Kind::Category { 0.97 } else { 0.85 };
            let between = 1.0 - levels[1] - levels[same];
            if column.kind != Kind::Category {
                levels[same - 1] = between;
            }
            levels
        })
        .collect();
    let (matches, all) = (20_000_u32, 1_000_000.0);
    let mut state = 1;
    let mut draw = |levels: &[f64]| {
        state = mixed(state);
        let mut place = (state >> 11) as f64 / (1_u64 << 53) as f64 * levels[1..].iter().sum::<f64>();
        (1..levels.len() as u8)
            .find(|&code| {
                place -= levels[usize::from(code)];
                place < 0.0
            })
            .unwrap_or(1)
    };
    let mut counted: Vec<Counted> = Vec::new();
    let mut add = |levels: &[Vec<f64>], pairs: f64| {
        let mut pattern = Pattern::default();
        for (place, levels) in levels.iter().enumerate() {
            pattern.set(place, draw(levels));
        }
        counted.push(Counted {
            pattern,
            bits: Default::default(),
            pairs,
            most: 1.0,
            compared: true,
            same: None,
        });
    };
    (0..matches).for_each(|_| add(&truth, 1.0));
    (0..98_000).for_each(|_| add(&chances, 10.0));
    let population = Population {
        counted: &counted,
        groups: &[],
        possible: all,
        swappable: None,
        present: vec![1.0; truth.len()],
    };
    // What is counted in all pairs holds the matches too.
    let share = f64::from(matches) / all;
    let both = |(levels, chance): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
        levels.iter().zip(chance).map(|(one, other)| share * one + (1.0 - share) * other).collect()
    };
    let counted_in_all: Vec<Vec<f64>> = truth.iter().zip(&chances).map(both).collect();
    maximise(&mut model, &population, &counted_in_all, 300, &Unwatched).expect("not cancelled");
    assert!(model.converged);
    let share = model.prior() * all / f64::from(matches);
    assert!((share - 1.0).abs() < 0.05, "{share}");
    for ((column, levels), &by) in model.columns.iter().zip(&truth).zip(&uses) {
        let same = usize::from(comparisons.columns[0].same).min(levels.len() - 1);
        let learnt = column.levels_of(by);
        for code in [1, same] {
            assert!(
                (learnt[code] - levels[code]).abs() < 0.03,
                "{} {code}: {} {}",
                column.name,
                learnt[code],
                levels[code]
            );
        }
    }
}

/// One round over counted patterns is one round over pairs, each with its own product of probabilities.
#[test]
fn a_round_is_what_every_pair_adds() {
    let records = invented::records(&invented::people(120, 9).0);
    let comparisons = Comparisons::new(&records, &Plain);
    let chances = chance_levels(&records, &comparisons, 0);
    let possible = 120.0 * 119.0 / 2.0;
    let before = start(&records, &comparisons, chances.clone(), possible);
    let (groups, group_of) = super::shift_groups(&comparisons, &before.class_list());
    let frequencies = super::Frequencies::new(&records, &comparisons);
    let pairs: Vec<u64> = (0..120)
        .flat_map(|left| (left + 1..120).map(move |right| crate::blocking::pair(left, right)))
        .collect();
    let training = super::Training { pairs: &pairs, stand_for: 1.0, labelled: &[], drawn: &[] };
    let counted = super::count_patterns(&records, &comparisons, &frequencies, &group_of, training);
    assert!((counted.iter().map(|counted| counted.pairs).sum::<f64>() - possible).abs() < 1e-6);
    let present = vec![1.0; comparisons.columns.len()];
    let population = Population { counted: &counted, groups: &groups, possible, swappable: None, present };
    let mut after = before.clone();
    maximise(&mut after, &population, &chances, 1, &Unwatched).expect("not cancelled");
    let expected = shares_pair_by_pair(&before, &comparisons, &frequencies, &records, &pairs);
    for (class, expected) in after.classes.iter().zip(expected) {
        if class.class != Class::Strangers {
            let pairs = class.share * possible - 0.01;
            assert!(
                (pairs - expected).abs() < 0.2 * expected.max(1.0),
                "{:?}: {pairs} {expected}",
                class.class
            );
        }
    }
}

/// Expected pairs of each class, with the rarity of values not rounded.
fn shares_pair_by_pair(
    model: &Model,
    comparisons: &Comparisons<'_>,
    frequencies: &super::Frequencies,
    records: &crate::Records,
    pairs: &[u64],
) -> Vec<f64> {
    let mut sums = vec![0.0; model.classes.len()];
    let mut memory = comparisons.memory();
    for &pair in pairs {
        let (left, right) = crate::blocking::rows(pair);
        let pattern = comparisons.pattern(left, right, &mut memory);
        let likelihood = |class: &super::ClassShare| {
            let mut bits = class.share.log2();
            for (place, column) in model.columns.iter().enumerate() {
                let (code, by) = (pattern.code(place), class.class.uses(column.kind));
                bits += column.levels_of(by)[usize::from(code)].log2();
                if by == Use::Chance && code == comparisons.columns[place].same {
                    bits -= frequencies.bits(place, records.cell(comparisons.columns[place].column, left));
                }
            }
            bits.exp2()
        };
        let likelihoods: Vec<f64> = model.classes.iter().map(likelihood).collect();
        let all: f64 = likelihoods.iter().sum();
        sums.iter_mut().zip(likelihoods).for_each(|(sum, likelihood)| *sum += likelihood / all);
    }
    sums
}

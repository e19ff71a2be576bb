//! Choosing rounds: what usually goes wrong with records of one person is tried out on invented pairs, and rounds are taken
//! that find most of them for the fewest comparisons.

use super::atoms::Atom;
use crate::knowledge::Facet;
use crate::records::{Kind, Records};
use crate::training::mixed;

/// Invented pairs.
const PAIRS: usize = 8192;
const WORDS: usize = PAIRS / 64;
/// Most keys of a round.
const MOST_KEYS: usize = 4;
/// Most rounds.
const MOST_ROUNDS: usize = 24;
/// Keys that are tried at most, the most telling ones.
const MOST_ATOMS: usize = 26;
/// A round must find so many further pairs of those invented.
const WORTH_WHILE: u32 = (PAIRS / 1000) as u32;
/// A round whose blocks will have to be split must find so many, since it costs much and what splits it may be wrong.
const COARSE_WORTH_WHILE: u32 = (PAIRS / 40) as u32;
/// Forming a round's blocks costs as much for each record as comparing so many pairs.
const ROUND_COST: f64 = 0.3;

/// The rounds that were chosen.
pub(super) struct Chosen {
    pub(super) rounds: Vec<(Vec<usize>, f64)>,
    pub(super) depends_on: Vec<usize>,
    pub(super) recall: f64,
}

impl Chosen {
    /// Where all pairs are compared.
    pub(super) fn everything() -> Self {
        Self { rounds: Vec::new(), depends_on: Vec::new(), recall: 1.0 }
    }
}

/// Invented pairs, a bit for each.
type Bits = [u64; WORDS];

/// A set of keys that might be a round.
struct Candidate {
    atoms: Vec<usize>,
    pairs: f64,
    found: Box<Bits>,
    /// Whether it has more pairs than are compared.
    coarse: bool,
}

/// Chooses rounds that together compare no more than half of `budget` pairs, as far as can be foreseen.
pub(super) fn choose(records: &Records, atoms: &[Atom], budget: u64) -> Chosen {
    let mut order: Vec<usize> = (0..atoms.len()).collect();
    order.sort_by(|&left, &right| atoms[left].collision.total_cmp(&atoms[right].collision));
    order.truncate(MOST_ATOMS);
    order.sort_unstable();
    let found: Vec<Bits> = invented(atoms);
    let records_count = records.len() as f64;
    let most = budget as f64 / 4.0;
    let mut candidates = Vec::new();
    let start = Candidate {
        atoms: Vec::new(),
        pairs: records_count * records_count / 2.0,
        found: Box::new([!0; WORDS]),
        coarse: false,
    };
    extend(&start, &order, atoms, &found, most, &mut candidates);
    let (mut rounds, mut covered, mut spent) = (Vec::new(), [0_u64; WORDS], 0.0);
    while rounds.len() < MOST_ROUNDS {
        let worth = |candidate: &Candidate| {
            let gain: u32 = candidate
                .found
                .iter()
                .zip(&covered)
                .map(|(found, covered)| (found & !covered).count_ones())
                .sum();
            let worth = if candidate.coarse { COARSE_WORTH_WHILE } else { WORTH_WHILE };
            let fits = gain >= worth && spent + candidate.pairs <= budget as f64 / 2.0;
            if fits { f64::from(gain) / (records_count * ROUND_COST + candidate.pairs) } else { 0.0 }
        };
        let best = candidates.iter().map(|candidate| (worth(candidate), candidate));
        let Some((gain, best)) = best.reduce(|best, other| if other.0 > best.0 { other } else { best })
        else {
            break;
        };
        if gain <= 0.0 {
            break;
        }
        covered.iter_mut().zip(best.found.iter()).for_each(|(covered, found)| *covered |= found);
        spent += best.pairs;
        rounds.push((best.atoms.clone(), best.pairs));
    }
    let depends_on = depends_on(atoms, &rounds);
    let recall = covered.iter().map(|word| word.count_ones()).sum::<u32>();
    Chosen { rounds, depends_on, recall: f64::from(recall) / PAIRS as f64 }
}

/// Adds further keys until there are few enough pairs, or no further keys; a set that is enough is not extended.
fn extend(
    from: &Candidate,
    order: &[usize],
    atoms: &[Atom],
    found: &[Bits],
    most: f64,
    candidates: &mut Vec<Candidate>,
) {
    let last = from.atoms.last().copied();
    for &atom in order.iter().filter(|&&atom| last.is_none_or(|last| atom > last)) {
        let of_column = |&other: &usize| atoms[other].column == atoms[atom].column;
        let whole = |other: usize| atoms[other].facet == Facet::Whole;
        if from.atoms.iter().any(|other| of_column(other) && (whole(*other) || whole(atom))) {
            continue;
        }
        let mut next = Candidate {
            atoms: from.atoms.iter().copied().chain([atom]).collect(),
            pairs: from.pairs * atoms[atom].collision,
            found: from.found.clone(),
            coarse: false,
        };
        next.found.iter_mut().zip(&found[atom]).for_each(|(all, one)| *all &= one);
        if next.pairs > most {
            let before = candidates.len();
            if next.atoms.len() < MOST_KEYS {
                extend(&next, order, atoms, found, most, candidates);
            }
            if candidates.len() > before {
                continue;
            }
            // Nothing more to add: its blocks will be split, and no more than this is compared.
            next.pairs = most;
            next.coarse = true;
        }
        candidates.push(next);
    }
}

/// Columns that every round needs.
fn depends_on(atoms: &[Atom], rounds: &[(Vec<usize>, f64)]) -> Vec<usize> {
    let mut columns: Vec<usize> = atoms.iter().map(|atom| atom.column).collect();
    columns.dedup();
    let needs = |round: &[usize], column| round.iter().any(|&atom| atoms[atom].column == column);
    columns.retain(|&column| rounds.iter().all(|(round, _)| needs(round, column)));
    columns
}

/// For each key the invented pairs of one person that still share it. A wrong value is wrong in each facet with a chance
/// of its own; a missing one in all.
fn invented(atoms: &[Atom]) -> Vec<Bits> {
    let chance = |state: u64| (mixed(state) >> 11) as f64 / (1_u64 << 53) as f64;
    atoms
        .iter()
        .map(|atom| {
            let mut bits = [0_u64; WORDS];
            let there = atom.present * atom.present;
            for pair in 0..PAIRS {
                let column = (atom.column * PAIRS + pair) as u64;
                let missing = chance(column.wrapping_mul(2)) >= there;
                let wrong = chance(column.wrapping_mul(2) + 1) < wrong_share(atom.kind);
                let facet = mixed(column) ^ (atom.facet as u64 + 1).wrapping_mul(0x9e37_79b9);
                let still = !missing && (!wrong || chance(facet) < facet_share(atom.kind, atom.facet));
                bits[pair / 64] |= u64::from(still) << (pair % 64);
            }
            bits
        })
        .collect()
}

/// How often two records of one person differ in such a column: an assumption for planning only, never for weights.
fn wrong_share(kind: Kind) -> f64 {
    match kind {
        Kind::Category => 0.05,
        Kind::Date | Kind::Identifier => 0.12,
        Kind::GivenName | Kind::Surname | Kind::Patronymic | Kind::FullName => 0.2,
        Kind::Area => 0.25,
        Kind::Address | Kind::Phone | Kind::Email | Kind::Text => 0.35,
    }
}

/// How often a facet of a value is right where the value is not: an assumption for planning only.
fn facet_share(kind: Kind, facet: Facet) -> f64 {
    match (kind, facet) {
        (kind, Facet::Whole) if kind.is_name() => 0.4,
        (Kind::Date, Facet::Whole) => 0.1,
        (_, Facet::Whole) => 0.0,
        (Kind::Address | Kind::Area | Kind::Text, _) => 0.2,
        _ => 0.5,
    }
}

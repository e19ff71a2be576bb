//! What strangers agree on at once.
//!
//! Names go together by nation and by sex, names and years of birth by fashion, streets and towns by place. Counted as if they
//! were independent, two people of one nation, sex and town would pass for one person. How much more often strangers agree on
//! two columns at once is learnt of all pairs; of more columns than two, the tree that joins them by the largest of these counts
//! (C. K. Chow and C. N. Liu, "Approximating discrete probability distributions with dependence trees", 1968).

use super::model::Together;
use super::{ColumnModel, MOST_CLASSES, Model, Use};
use crate::comparison::{DIFFERENT, MISSING, Pattern};

/// Most columns that may go together.
const MOST_COLUMNS: usize = 10;
/// A level that fewer strangers have is a likeness.
const LIKENESS: f64 = 0.05;
/// Bits that are not worth while.
const LEAST_BITS: f64 = 0.1;
/// Codes of a column.
const CODES: usize = 16;

/// A number for each class.
type ByClass = [f64; MOST_CLASSES];

/// Bits by which several agreements at once say less than each alone.
#[derive(Debug)]
pub(crate) struct Agreements {
    /// By compared column and code: the bit of the column where the level is a likeness.
    alike: Vec<[u16; CODES]>,
    /// By the set of columns that are alike.
    bits: Vec<f64>,
    /// Columns that agree by chance, by class.
    by_chance: [u16; MOST_CLASSES],
}

impl Agreements {
    /// As the model has learnt them.
    pub(crate) fn new(model: &Model) -> Self {
        let place = |name: &str| model.columns.iter().position(|column| column.name == name);
        let edges = model
            .together
            .iter()
            .filter_map(|together| Some((place(&together.left)?, place(&together.right)?, together.bits)));
        let mut edges: Vec<(usize, usize, f64)> = edges.collect();
        edges.sort_by(|left, right| right.2.total_cmp(&left.2));
        let mut members: Vec<usize> = Vec::new();
        for &(left, right, _) in &edges {
            let new: Vec<usize> =
                [left, right].into_iter().filter(|place| !members.contains(place)).collect();
            if members.len() + new.len() <= MOST_COLUMNS {
                members.extend(new);
            }
        }
        let bit = |place: usize| {
            members.iter().position(|&member| member == place).map_or(0, |number| 1_u16 << number)
        };
        let alike = model.columns.iter().enumerate().map(|(place, column)| {
            std::array::from_fn(|code| if is_alike(column, code) { bit(place) } else { 0 })
        });
        let edges: Vec<(u16, u16, f64)> =
            edges.iter().map(|&(left, right, bits)| (bit(left), bit(right), bits)).collect();
        let mut by_chance = [0; MOST_CLASSES];
        for (class, set) in model.class_list().into_iter().zip(&mut by_chance) {
            let chance = |place: &usize| class.uses(model.columns[*place].kind) == Use::Chance;
            *set = members.iter().filter(|place| chance(place)).map(|&place| bit(place)).sum();
        }
        let sets = 0..1_u16 << members.len();
        Self { alike: alike.collect(), bits: sets.map(|set| tree(&edges, set)).collect(), by_chance }
    }

    /// Which of the columns that go together are alike at this code.
    pub(crate) fn alike(&self, place: usize, code: u8) -> u16 {
        self.alike[place][usize::from(code)]
    }

    /// Which are alike in a pattern.
    pub(crate) fn set(&self, pattern: Pattern) -> u16 {
        (0..self.alike.len()).map(|place| self.alike(place, pattern.code(place))).sum()
    }

    /// All sets of columns that may be alike.
    pub(crate) fn sets(&self) -> std::ops::Range<u16> {
        0..self.bits.len() as u16
    }

    /// Bits for strangers, of the columns of a set.
    pub(crate) fn bits(&self, set: u16) -> f64 {
        self.bits[usize::from(set)]
    }

    /// Bits by class, where those columns are alike.
    pub(crate) fn by_class(&self, set: u16) -> ByClass {
        self.by_chance.map(|by_chance| self.bits(set & by_chance))
    }
}

/// Whether a level is a likeness: the same, or what few strangers have.
fn is_alike(column: &ColumnModel, code: usize) -> bool {
    let alike = |code: usize| {
        column.kind.is_place() && code > usize::from(DIFFERENT) && column.chance[code] < LIKENESS
    };
    code != usize::from(MISSING) && code < column.chance.len() && (code == column.same() || alike(code))
}

/// Bits of the tree that joins the columns of a set by the largest bits; edges come in that order.
fn tree(edges: &[(u16, u16, f64)], set: u16) -> f64 {
    let mut parts: Vec<u16> = Vec::new();
    let mut sum = 0.0;
    for &(left, right, bits) in
        edges.iter().filter(|(left, right, _)| left & right == 0 && set & left != 0 && set & right != 0)
    {
        let part = |member: u16| parts.iter().position(|part| part & member != 0);
        match (part(left), part(right)) {
            (None, None) => parts.push(left | right),
            (Some(one), None) => parts[one] |= right,
            (None, Some(other)) => parts[other] |= left,
            (Some(one), Some(other)) if one != other => {
                let joined = parts[one] | parts[other];
                parts[one] = joined;
                parts.remove(other);
            }
            _ => continue,
        }
        sum += bits;
    }
    sum
}

/// Counts of strangers by the columns on which they are alike.
pub(super) struct Counts {
    columns: usize,
    same: Vec<u8>,
    alike: Vec<[bool; CODES]>,
    /// Pairs in which a column has both values, is alike, is the same.
    present: Vec<f64>,
    of_one: Vec<[f64; 2]>,
    /// By two columns: pairs with all values, pairs alike in both and the same in one, and the most that one pattern stood for.
    of_two: Vec<[f64; 3]>,
}

impl Counts {
    pub(super) fn new(model: &Model) -> Self {
        let columns = model.columns.len();
        Self {
            columns,
            same: model.columns.iter().map(|column| column.same() as u8).collect(),
            alike: (model.columns.iter())
                .map(|column| std::array::from_fn(|code| is_alike(column, code)))
                .collect(),
            present: vec![0.0; columns],
            of_one: vec![[0.0; 2]; columns],
            of_two: vec![[0.0; 3]; columns * columns],
        }
    }

    /// Adds so many pairs of strangers of a pattern.
    pub(super) fn add(&mut self, pattern: Pattern, pairs: f64, one: f64) {
        for left in 0..self.columns {
            let code = pattern.code(left);
            if code == MISSING {
                continue;
            }
            self.present[left] += pairs;
            let (alike, same) = (self.alike[left][usize::from(code)], code == self.same[left]);
            self.of_one[left][0] += if alike { pairs } else { 0.0 };
            self.of_one[left][1] += if same { pairs } else { 0.0 };
            for right in left + 1..self.columns {
                let other = pattern.code(right);
                let of_two = &mut self.of_two[left * self.columns + right];
                if other != MISSING {
                    of_two[0] += pairs;
                    if alike && self.alike[right][usize::from(other)] && (same || other == self.same[right]) {
                        of_two[1] += pairs;
                        of_two[2] = of_two[2].max(one.min(pairs));
                    }
                }
            }
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        let add = |to: &mut f64, from: &f64| *to += from;
        self.present.iter_mut().zip(&other.present).for_each(|(to, from)| add(to, from));
        for (to, from) in self.of_one.iter_mut().zip(&other.of_one) {
            to.iter_mut().zip(from).for_each(|(to, from)| add(to, from));
        }
        for (to, from) in self.of_two.iter_mut().zip(&other.of_two) {
            to[0] += from[0];
            to[1] += from[1];
            to[2] = to[2].max(from[2]);
        }
    }

    /// What goes together, as far as that is more than the draws may show by chance.
    pub(super) fn together(&self, model: &Model) -> Vec<Together> {
        let mut found = Vec::new();
        for left in 0..self.columns {
            for right in left + 1..self.columns {
                let share =
                    |place: usize, which: usize| self.of_one[place][which] / self.present[place].max(1.0);
                let [pairs, both, one] = self.of_two[left * self.columns + right];
                let expected = pairs
                    * (share(left, 0) * share(right, 1) + share(left, 1) * share(right, 0)
                        - share(left, 1) * share(right, 1));
                let prior = super::PRIOR_PAIRS + 2.0 * one;
                let bits = ((both + prior) / (expected + prior)).log2();
                if bits >= LEAST_BITS {
                    let name = |place: usize| model.columns[place].name.clone();
                    found.push(Together { left: name(left), right: name(right), bits });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_takes_each_column_once_by_the_largest_bits() {
        let edges = [(1, 2, 3.0), (2, 4, 2.5), (1, 4, 2.0), (4, 8, 1.0)];
        for (set, bits) in [(0, 0.0), (1, 0.0), (3, 3.0), (5, 2.0), (7, 5.5), (15, 6.5), (9, 0.0), (13, 3.0)]
        {
            assert!((tree(&edges, set) - bits).abs() < 1e-12, "{set}");
        }
    }

    /// Two nations of one size that share no names: to agree on two names is twice as frequent as if names were independent, to
    /// agree on three four times.
    #[test]
    fn two_nations_are_found() {
        let column = |name: &str| ColumnModel {
            name: name.to_owned(),
            kind: crate::Kind::GivenName,
            levels: ["missing", "different", "same"].map(str::to_owned).to_vec(),
            person: Vec::new(),
            place: Vec::new(),
            kin: Vec::new(),
            siblings: Vec::new(),
            apart: Vec::new(),
            elsewhere: Vec::new(),
            chance: vec![1.0, 0.99, 0.01],
            unseen: Vec::new(),
        };
        let mut model = Model {
            classes: vec![crate::training::ClassShare { class: super::super::Class::Strangers, share: 1.0 }],
            columns: ["one", "two", "three"].map(column).to_vec(),
            together: Vec::new(),
            converged: true,
            rounds: 0,
            prior_pairs: 20.0,
            training_pairs: 0,
            labelled_pairs: 0,
        };
        let mut counts = Counts::new(&model);
        for set in 0..8_u32 {
            let of_nation: f64 =
                (0..3).map(|place| if set >> place & 1 == 1 { 0.02 } else { 0.98 }).product();
            let others = if set == 0 { 0.5 } else { 0.0 };
            let mut pattern = Pattern::default();
            (0..3).for_each(|place| pattern.set(place, 1 + (set >> place & 1) as u8));
            counts.add(pattern, 1e9 * (0.5 * of_nation + others), 1.0);
        }
        model.together = counts.together(&model);
        assert_eq!(model.together.len(), 3);
        assert!(model.together.iter().all(|together| (together.bits - 1.0).abs() < 0.01));
        let agreements = Agreements::new(&model);
        let mut all = Pattern::default();
        (0..3).for_each(|place| all.set(place, 2));
        assert!((agreements.bits(agreements.set(all)) - 2.0).abs() < 0.01);
    }
}

//! Families of several nations are told from persons who stand there twice, without a number of anybody's.

use tizim_linkage::{PairKind, Settings};

use crate::families;
use crate::people::{link, records_of};

#[test]
fn brothers_twins_and_namesakes_are_not_one_person() {
    let (rows, who) = families::people(5_000, 1);
    let twice = who.windows(2).filter(|two| two[0] == two[1]).count();
    let linked = link(&records_of(&families::COLUMNS, &[(false, rows.clone())]), &Settings::default());
    assert!(linked.model.converged);
    let is_one = |pair: &&tizim_linkage::ScoredPair| who[pair.left as usize] == who[pair.right as usize];
    let told: Vec<_> = linked.of_kind(PairKind::Duplicate).collect();
    let right = told.iter().filter(|pair| is_one(pair)).count();
    assert!(right * 100 >= twice * 97, "{right} of {twice}");
    assert!(right * 100 >= told.len() * 93, "{right} of {}", told.len());
    let twins: Vec<_> = linked.of_kind(PairKind::Twins).collect();
    assert!(twins.len() > 10 && twins.iter().all(|pair| !is_one(pair)), "{}", twins.len());
    // Names go together by nation and sex, and that is known.
    let together = |left: &str, right: &str| {
        let both = |told: &&tizim_linkage::training::Together| told.left == left && told.right == right;
        linked.model.together.iter().find(both).map_or(0.0, |told| told.bits)
    };
    assert!(together("surname", "given") > 1.0 && together("given", "patronymic") > 1.0);
}

//! Voters of blocks, added up by district.

use tizim_boundaries::{Sum, prorate, shares};

use crate::support::rectangles;

#[test]
fn blocks_that_do_not_nest_keep_their_voters_in_bounds() {
    // The border of the districts runs through the middle block, at a quarter of it.
    let blocks = rectangles(&[
        ("west", [70.0, 50.0, 71.0, 51.0]),
        ("middle", [71.0, 50.0, 72.0, 51.0]),
        ("east", [72.0, 50.0, 73.0, 51.0]),
        ("unknown", [72.0, 51.0, 73.0, 52.0]),
    ]);
    let districts = rectangles(&[("A", [69.0, 49.0, 71.25, 53.0]), ("B", [71.25, 49.0, 74.0, 53.0])]);
    let found = shares(&blocks, &districts);
    let parts: Vec<(usize, usize)> = found.iter().map(|share| (share.block, share.district)).collect();
    assert_eq!(parts, [(0, 0), (1, 0), (1, 1), (2, 1), (3, 1)]);
    assert!((found[0].part - 1.0).abs() < f64::EPSILON && (found[1].part - 0.25).abs() < 1e-9);
    let voters = [Some((100, 100)), Some((40, 44)), Some((10, 12)), None];
    let sums = prorate(2, &found, &voters);
    assert_eq!(sums[0].bounds, Sum { low: 100, high: 144, blocks: 2, unknown: 0 });
    assert_eq!(sums[1].bounds, Sum { low: 10, high: 56, blocks: 3, unknown: 1 });
    assert_eq!((sums[0].divided, sums[1].divided), (1, 1));
    assert!((sums[0].even - 110.5).abs() < 1e-6 && (sums[1].even - 42.5).abs() < 1e-6, "{sums:?}");
}

#[test]
fn a_border_drawn_twice_divides_no_block() {
    // Ten metres of a block of seventy kilometres.
    let blocks = rectangles(&[("one", [70.0, 50.0, 71.0, 51.0])]);
    let districts = rectangles(&[("A", [70.0, 50.0, 70.9999, 51.0]), ("B", [70.9999, 50.0, 72.0, 51.0])]);
    let found = shares(&blocks, &districts);
    assert_eq!(found.len(), 1);
    assert!((found[0].part - 1.0).abs() < f64::EPSILON, "{found:?}");
}

#[test]
fn a_sum_says_what_it_can_be() {
    let sum = Sum::default().with(Some((10, 10))).with(Some((5, 8)));
    assert!(sum.may_be((15, 15)) && sum.may_be((18, 30)) && !sum.may_be((19, 30)) && !sum.may_be((0, 14)));
    assert!(sum.with(None).may_be((19, 30)) && !sum.with(None).may_be((0, 14)));
}

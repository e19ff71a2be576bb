//! Voters of blocks, added up by district.

use tizim_boundaries::{Member, Share, Sum, beyond, cuts, overlay, prorate, shares, weigh_by_points};

use crate::support::{collection, polygon, read_map, rectangles};

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
    let found = shares(&blocks, &districts, 50.0);
    let parts: Vec<(usize, usize)> =
        found.iter().filter_map(|share| Some((share.block, share.district?))).collect();
    assert_eq!(parts.len(), found.len());
    assert_eq!(parts, [(0, 0), (1, 0), (1, 1), (2, 1), (3, 1)]);
    assert!((found[0].part - 1.0).abs() < f64::EPSILON && (found[1].part - 0.25).abs() < 1e-8);
    let voters = [Some((100, 100)), Some((40, 44)), Some((10, 12)), None];
    let sums = prorate(2, &found, &voters);
    assert_eq!(sums[0].bounds, Sum { low: 100, high: 144, blocks: 2, unknown: 0 });
    assert_eq!(sums[1].bounds, Sum { low: 10, high: 56, blocks: 3, unknown: 1 });
    assert_eq!((sums[0].divided, sums[1].divided), (1, 1));
    assert!((sums[0].even - 110.5).abs() < 1e-6 && (sums[1].even - 42.5).abs() < 1e-6, "{sums:?}");
}

#[test]
fn points_weigh_a_divided_block_and_no_other() {
    let blocks = rectangles(&[
        ("whole", [70.0, 50.0, 71.0, 51.0]),
        ("cut", [71.0, 50.0, 72.0, 51.0]),
        ("bare", [71.0, 51.0, 72.0, 52.0]),
    ]);
    let districts = rectangles(&[("A", [70.0, 50.0, 71.5, 52.0]), ("B", [71.5, 50.0, 73.0, 52.0])]);
    let mut found = shares(&blocks, &districts, 50.0);
    // Three of four addresses of the second block are in B; one of A's is said to be in B's and is nowhere.
    let weighed = weigh_by_points(
        &mut found,
        [(1, 1), (1, 0), (1, 1), (1, 1), (0, 0), (0, 1)].map(|(block, district)| (block, Some(district))),
    );
    assert_eq!(weighed, 1);
    let weights: Vec<f64> = found.iter().map(|share| share.weight).collect();
    assert_eq!(weights[..3], [1.0, 0.25, 0.75]);
    assert!((weights[3] - 0.5).abs() < 1e-6 && (found[1].part - 0.5).abs() < 1e-6, "{found:?}");
    let sums = prorate(2, &found, &[Some((10, 10)), Some((100, 100)), Some((8, 8))]);
    assert!((sums[0].even - 39.0).abs() < 1e-4 && (sums[1].even - 79.0).abs() < 1e-4, "{sums:?}");
    assert_eq!(
        (sums[0].bounds.low, sums[0].bounds.high, sums[1].bounds.low, sums[1].bounds.high),
        (10, 118, 0, 108)
    );
}

#[test]
fn what_lies_in_no_district_is_what_the_sums_lack() {
    let blocks = rectangles(&[
        ("in", [70.0, 50.0, 71.0, 51.0]),
        ("half", [71.0, 50.0, 73.0, 51.0]),
        ("out", [75.0, 50.0, 76.0, 51.0]),
    ]);
    let districts = rectangles(&[("A", [70.0, 50.0, 70.5, 51.0]), ("B", [70.5, 50.0, 72.0, 51.0])]);
    let voters = [Some((100, 100)), Some((40, 40)), Some((7, 9))];
    let mut found = shares(&blocks, &districts, 50.0);
    let outside = beyond(&found, &voters);
    // The last block for certain; of the second, none or all.
    assert_eq!(outside.bounds, Sum { low: 7, high: 49, blocks: 2, unknown: 0 });
    assert!(outside.divided == 1 && (outside.even - 28.0).abs() < 1e-6, "{outside:?}");
    let all = |shares: &[Share]| {
        prorate(2, shares, &voters).iter().map(|sum| sum.even).sum::<f64>() + beyond(shares, &voters).even
    };
    assert!((all(&found) - 148.0).abs() < 1e-6);
    // Three of its four addresses lie in no district.
    let addresses = [(1, Some(1)), (1, None), (1, None), (1, None)];
    assert_eq!(weigh_by_points(&mut found, addresses), 1);
    assert!((beyond(&found, &voters).even - 38.0).abs() < 1e-6 && (all(&found) - 148.0).abs() < 1e-6);
}

/// A town is little of its rayon's area and holds most of its voters: however small a share of area is, it is no border drawn
/// twice where it is wide.
#[test]
fn a_district_of_a_town_has_a_share_of_its_rayon() {
    let blocks = rectangles(&[("rayon", [70.0, 50.0, 73.0, 52.0])]);
    // Two kilometres of a rayon of 215 by 222, which the other district surrounds on three sides.
    let districts = rectangles(&[
        ("town", [70.0, 50.0, 70.03, 50.02]),
        ("east", [70.03, 50.0, 73.0, 52.0]),
        ("north", [70.0, 50.02, 70.03, 52.0]),
    ]);
    let mut found = shares(&blocks, &districts, 50.0);
    assert!(found.len() == 3 && found.iter().all(Share::is_divided), "{found:?}");
    assert!((found.iter().map(|share| share.weight).sum::<f64>() - 1.0).abs() < 1e-9);
    let voters = [Some((50_000, 50_000))];
    assert_eq!(prorate(3, &found, &voters)[0].bounds, Sum { low: 0, high: 50_000, blocks: 1, unknown: 0 });
    // Nine of ten addresses are in the town.
    let addresses = [0, 0, 0, 0, 1, 0, 0, 0, 0, 0].map(|district| (0, Some(district)));
    assert_eq!(weigh_by_points(&mut found, addresses), 1);
    assert!((prorate(3, &found, &voters)[0].even - 45_000.0).abs() < 1e-6);
}

/// A block whose border crosses itself in its middle, so that its two loops take all from each other: each district has one of
/// them, and none of its voters is counted twice or lost.
#[test]
fn a_block_that_crosses_itself_is_divided_as_any_other() {
    let tie = [[70.0, 50.0], [72.0, 51.0], [72.0, 50.0], [70.0, 51.0], [70.0, 50.0]];
    let map = collection([(r#"{"id": "tie"}"#, &polygon(&[&tie])[..])]);
    let blocks = read_map(map).unwrap();
    let districts = rectangles(&[("west", [69.0, 49.0, 71.0, 52.0]), ("east", [71.0, 49.0, 73.0, 52.0])]);
    let found = shares(&blocks, &districts, 50.0);
    assert!(found.len() == 2 && found.iter().all(|share| (share.part - 0.5).abs() < 1e-6), "{found:?}");
    let sums = prorate(2, &found, &[Some((100, 100))]);
    assert!(sums.iter().all(|sum| sum.bounds == Sum { low: 0, high: 100, blocks: 1, unknown: 0 }));
    assert!((sums[0].even + sums[1].even - 100.0).abs() < 1e-6, "{sums:?}");
}

/// One block under hundreds of districts, each with less than a thousandth of it: nobody is lost.
#[test]
fn a_block_in_very_many_districts_loses_no_voter() {
    let blocks = rectangles(&[("all", [70.0, 50.0, 74.0, 54.0])]);
    let names: Vec<String> = (0..1600).map(|place| format!("d{place}")).collect();
    let areas = (0..1600_u32).map(|place| {
        let (west, south) = (70.0 + f64::from(place % 40) * 0.1, 50.0 + f64::from(place / 40) * 0.1);
        [west, south, west + 0.1, south + 0.1]
    });
    let units: Vec<(&str, [f64; 4])> = names.iter().map(String::as_str).zip(areas).collect();
    let found = shares(&blocks, &rectangles(&units), 50.0);
    let sums = prorate(1600, &found, &[Some((250_000, 250_000))]);
    let even: f64 = sums.iter().map(|sum| sum.even).sum::<f64>();
    assert!((even - 250_000.0).abs() < 1e-3 && sums.iter().all(|sum| sum.divided == 1), "{even}");
}

#[test]
fn two_maps_on_each_other_lose_nothing() {
    let old = rectangles(&[("1", [70.0, 50.0, 72.0, 51.0]), ("2", [72.0, 50.0, 74.0, 51.0])]);
    let new = rectangles(&[("1", [70.0, 50.0, 71.0, 51.0]), ("2", [71.0, 50.0, 74.0, 51.0])]);
    let areas = |layer: &tizim_boundaries::Layer| {
        layer.units.iter().map(|unit| unit.area.clone()).collect::<Vec<_>>()
    };
    let (ones, others) = (areas(&old), areas(&new));
    let pieces = overlay(&ones.iter().collect::<Vec<_>>(), &others.iter().collect::<Vec<_>>(), 50.0);
    let pairs: Vec<(usize, Option<usize>)> = pieces.iter().map(|piece| (piece.one, piece.other)).collect();
    assert_eq!(pairs, [(0, Some(0)), (0, Some(1)), (1, Some(1))]);
    // A degree of longitude by one of latitude there: 7,892.06 km2 by GeographicLib, with geodesics for borders.
    assert!(
        (pieces[1].square_km / 7892.06 - 1.0).abs() < 1e-4 && (pieces[1].part - 0.5).abs() < 1e-3,
        "{pieces:?}"
    );
    assert!((pieces[1].width_metres() / 43_300.0 - 1.0).abs() < 0.01, "{}", pieces[1].width_metres());
}

#[test]
fn rayons_of_two_regions_with_one_name_are_two() {
    let member = |region, rayon, district| Member {
        rayon: (Some(region), rayon),
        district,
        square_km: 2.0,
        voters: None,
    };
    let found = cuts([
        member("N", "Abai", 0),
        member("S", "Abai", 1),
        member("S", "Shet", 1),
        member("S", "Shet", 2),
    ]);
    assert_eq!((found.len(), found[0].rayon.as_str(), found[0].region.as_deref()), (1, "Shet", Some("S")));
    assert_eq!(
        found[0].parts.iter().map(|part| (part.district, part.voters.unknown)).collect::<Vec<_>>(),
        [(1, 1), (2, 1)]
    );
}

#[test]
fn a_border_drawn_twice_divides_no_block() {
    // Ten metres of a block of seventy kilometres.
    let blocks = rectangles(&[("one", [70.0, 50.0, 71.0, 51.0])]);
    let districts = rectangles(&[("A", [70.0, 50.0, 70.9999, 51.0]), ("B", [70.9999, 50.0, 72.0, 51.0])]);
    let found = shares(&blocks, &districts, 50.0);
    assert_eq!(found.len(), 1);
    assert!((found[0].part - 1.0).abs() < f64::EPSILON, "{found:?}");
}

#[test]
fn a_sum_says_what_it_can_be() {
    let sum = Sum::default().with(Some((10, 10))).with(Some((5, 8)));
    assert!(sum.may_be((15, 15)) && sum.may_be((18, 30)) && !sum.may_be((19, 30)) && !sum.may_be((0, 14)));
    assert!(sum.with(None).may_be((19, 30)) && !sum.with(None).may_be((0, 14)));
}

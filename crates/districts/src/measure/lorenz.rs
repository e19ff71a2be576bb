//! The Lorenz curve of seats over people, and what is read off it: Gini's coefficient, the smallest part of the
//! people that can elect a majority, and whether one map is more equal than another by every reasonable measure.

/// Points `(share of people, share of seats)` from the least to the best represented unit, from (0, 0) to (1, 1).
///
/// Empty where there are no people or no seats.
///
/// ```
/// let points = tizim_districts::lorenz_points(&[6.0, 4.0], &[1, 1]);
/// assert_eq!(points, [(0.0, 0.0), (0.6, 0.5), (1.0, 1.0)]);
/// ```
pub fn lorenz_points(people: &[f64], seats: &[u32]) -> Vec<(f64, f64)> {
    let all_people: f64 = people.iter().sum();
    let all_seats: f64 = seats.iter().copied().map(f64::from).sum();
    if all_people <= 0.0 || all_seats <= 0.0 {
        return Vec::new();
    }
    let mut points = vec![(0.0, 0.0)];
    let (mut held, mut elected) = (0.0, 0.0);
    for index in by_size(people, seats).into_iter().rev() {
        held += people[index];
        elected += f64::from(seats[index]);
        points.push((held / all_people, elected / all_seats));
    }
    points
}

/// Units from the fewest people per seat to the most; units without seats last.
pub(crate) fn by_size(people: &[f64], seats: &[u32]) -> Vec<usize> {
    let each = |index: usize| match seats[index] {
        0 => f64::INFINITY,
        seats => people[index] / f64::from(seats),
    };
    let mut order: Vec<usize> = (0..people.len()).collect();
    order.sort_by(|&a, &b| each(a).total_cmp(&each(b)).then(a.cmp(&b)));
    order
}

/// Gini's coefficient: 1 minus twice the area under the curve.
pub(crate) fn gini(people: &[f64], seats: &[u32]) -> f64 {
    let points = lorenz_points(people, seats);
    let doubled: f64 = points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1)).sum();
    (1.0 - doubled).max(0.0)
}

/// The units that elect a majority with the fewest people.
#[derive(Debug, Clone, PartialEq)]
pub struct Majority {
    /// Seats that make a majority: half, rounded down, and one.
    pub needed: u64,
    /// Units from the smallest per seat, with the seats taken of each.
    pub taken: Vec<(usize, u64)>,
    /// People they hold; a unit taken in part counts with its share per seat.
    pub people: f64,
    /// Their share of all people.
    pub share: f64,
}

/// The smallest part of the people whose units elect a majority (Dauer and Kelsay 1955); `None` without seats or people.
///
/// ```
/// let majority = tizim_districts::smallest_majority(&[1.0, 1.0, 1.0, 1.0, 6.0], &[1; 5]).unwrap();
/// assert_eq!((majority.needed, majority.people), (3, 3.0));
/// ```
pub fn smallest_majority(people: &[f64], seats: &[u32]) -> Option<Majority> {
    let all_seats: u64 = seats.iter().map(|&seats| u64::from(seats)).sum();
    let all_people: f64 = people.iter().sum();
    if all_seats == 0 || all_people <= 0.0 {
        return None;
    }
    let needed = all_seats / 2 + 1;
    let (mut left, mut held, mut taken) = (needed, 0.0, Vec::new());
    for index in by_size(people, seats) {
        let part = left.min(u64::from(seats[index]));
        if part == 0 {
            break;
        }
        held += people[index] * part as f64 / f64::from(seats[index]);
        taken.push((index, part));
        left -= part;
    }
    Some(Majority { needed, taken, people: held, share: held / all_people })
}

impl Majority {
    /// Whether only a part of the seats of some unit is taken: then no units as a whole hold just these people.
    pub(crate) fn is_in_part(&self, seats: &[u32]) -> bool {
        self.taken.iter().any(|&(unit, taken)| taken < u64::from(seats[unit]))
    }
}

pub(crate) fn share_for_majority(people: &[f64], seats: &[u32]) -> f64 {
    smallest_majority(people, seats).map_or(f64::NAN, |majority| majority.share)
}

/// How two Lorenz curves lie to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dominance {
    /// The first is nowhere below the second and somewhere above: more equal by every Lorenz-consistent index.
    First,
    /// The second is.
    Second,
    /// They are the same curve.
    Same,
    /// They cross: which is more equal depends on the index.
    Crossing,
}

/// Compares two curves as given by [`lorenz_points`]; differences below 1e-12 count as none.
pub fn lorenz_dominance(first: &[(f64, f64)], second: &[(f64, f64)]) -> Dominance {
    let (mut above, mut below) = (false, false);
    for &(at, _) in first.iter().chain(second) {
        let difference = height(first, at) - height(second, at);
        above |= difference > 1e-12;
        below |= difference < -1e-12;
    }
    match (above, below) {
        (true, false) => Dominance::First,
        (false, true) => Dominance::Second,
        (false, false) => Dominance::Same,
        (true, true) => Dominance::Crossing,
    }
}

/// Height of the curve at a share of the people.
fn height(points: &[(f64, f64)], at: f64) -> f64 {
    let after = points.partition_point(|point| point.0 < at);
    match (after.checked_sub(1).and_then(|before| points.get(before)), points.get(after)) {
        (Some(left), Some(right)) if right.0 > left.0 => {
            left.1 + (right.1 - left.1) * (at - left.0) / (right.0 - left.0)
        }
        (_, Some(right)) => right.1,
        (Some(left), None) => left.1,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_compared_everywhere() {
        let equal = lorenz_points(&[5.0, 5.0], &[1, 1]);
        let uneven = lorenz_points(&[6.0, 4.0], &[1, 1]);
        assert_eq!(lorenz_dominance(&equal, &uneven), Dominance::First);
        assert_eq!(lorenz_dominance(&uneven, &equal), Dominance::Second);
        assert_eq!(lorenz_dominance(&equal, &equal), Dominance::Same);
        let other = lorenz_points(&[5.0, 5.0, 2.0], &[1, 1, 1]);
        let third = lorenz_points(&[6.0, 3.0, 3.0], &[1, 1, 1]);
        assert_eq!(lorenz_dominance(&other, &third), Dominance::Crossing);
    }

    #[test]
    fn a_unit_may_be_taken_in_part() {
        let majority = smallest_majority(&[30.0, 80.0], &[1, 2]).unwrap();
        assert_eq!(majority.taken, [(0, 1), (1, 1)]);
        assert!((majority.people - 70.0).abs() < 1e-12);
    }
}

//! The seats that each method gives, in exact whole numbers.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::allocation::{Allocation, check};
use super::leximin::leximin;
use super::method::{Method, compare_claims};
use crate::DistrictsError;

#[derive(PartialEq, Eq)]
struct Claim {
    strength: (u128, u128),
    voters: u64,
    claimant: usize,
}

impl PartialOrd for Claim {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Claim {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_claims((self.strength, self.voters), (other.strength, other.voters))
            .then(other.claimant.cmp(&self.claimant))
    }
}

/// Shares `seats` by one method; everyone gets at least `minimum`.
///
/// Hamilton with a minimum: the larger of minimum and whole quota each, then one seat each by largest remainder to
/// those not raised by the minimum; where the minima alone leave too few seats, seats are taken back one by one
/// from whoever is farthest above his quota.
///
/// ```
/// use tizim_districts::{Method, allocate};
/// let shared = allocate(Method::Webster, &[43, 33, 12, 8, 4], 10, 0)?;
/// assert_eq!(shared.seats, [5, 3, 1, 1, 0]);
/// # Ok::<(), tizim_districts::DistrictsError>(())
/// ```
///
/// # Errors
/// Where there is no claimant or nobody votes, a count is beyond measure, or the seats do not reach.
pub fn allocate(
    method: Method,
    voters: &[u64],
    seats: u64,
    minimum: u64,
) -> Result<Allocation, DistrictsError> {
    check(voters, seats, minimum)?;
    Ok(match method {
        Method::Hamilton => hamilton(voters, seats, minimum),
        Method::Leximin => leximin(voters, seats, minimum),
        _ => by_claims(method, voters, seats, minimum),
    })
}

fn by_claims(method: Method, voters: &[u64], seats: u64, minimum: u64) -> Allocation {
    let mut shared = vec![minimum; voters.len()];
    let claim = |claimant: usize, seats: u64| {
        let strength = method.claim(voters[claimant], seats).unwrap_or((0, 1));
        Claim { strength, voters: voters[claimant], claimant }
    };
    let mut heap: BinaryHeap<Claim> = (0..voters.len()).map(|claimant| claim(claimant, minimum)).collect();
    let mut last = None;
    for _ in 0..seats - minimum * voters.len() as u64 {
        let Some(top) = heap.pop() else { break };
        shared[top.claimant] += 1;
        heap.push(claim(top.claimant, shared[top.claimant]));
        last = Some(top);
    }
    let same = |a: &Claim, b: &Claim| {
        compare_claims((a.strength, a.voters), (b.strength, b.voters)) == Ordering::Equal
    };
    let mut tied = Vec::new();
    if let (Some(last), Some(next)) = (&last, heap.peek())
        && same(last, next)
    {
        tied = (0..voters.len())
            .filter(|&claimant| {
                let own = shared[claimant];
                let got = own > minimum && same(&claim(claimant, own - 1), last);
                got || same(&claim(claimant, own), last)
            })
            .collect();
    }
    Allocation { seats: shared, tied }
}

fn hamilton(voters: &[u64], seats: u64, minimum: u64) -> Allocation {
    let total: u128 = voters.iter().copied().map(u128::from).sum();
    let due = |claimant: usize| u128::from(voters[claimant]) * u128::from(seats);
    let whole: Vec<u64> = (0..voters.len()).map(|claimant| (due(claimant) / total) as u64).collect();
    let mut shared: Vec<u64> = whole.iter().map(|&whole| whole.max(minimum)).collect();
    let given: u64 = shared.iter().sum();
    let mut tied = Vec::new();
    if given > seats {
        // Signed distance from the quota, in units of 1 / total: the least has most above what is due.
        let lack = |claimant: usize, seats: u64| due(claimant) as i128 - (u128::from(seats) * total) as i128;
        for left in (0..given - seats).rev() {
            let mut above: Vec<usize> =
                (0..voters.len()).filter(|&claimant| shared[claimant] > minimum).collect();
            above.sort_by_key(|&claimant| (lack(claimant, shared[claimant]), std::cmp::Reverse(claimant)));
            let Some(&loser) = above.first() else { break };
            let least = lack(loser, shared[loser]);
            if left == 0 {
                tied =
                    above.into_iter().filter(|&claimant| lack(claimant, shared[claimant]) == least).collect();
            }
            shared[loser] -= 1;
        }
    } else {
        let mut waiting: Vec<usize> =
            (0..voters.len()).filter(|&claimant| whole[claimant] >= minimum).collect();
        let rest = |claimant: usize| due(claimant) % total;
        waiting.sort_by_key(|&claimant| (std::cmp::Reverse(rest(claimant)), claimant));
        let left = (seats - given) as usize;
        // More seats than remainders can only be where the minimum lifted others: go round again.
        for &claimant in waiting.iter().cycle().take(if waiting.is_empty() { 0 } else { left }) {
            shared[claimant] += 1;
        }
        if left > 0 && left < waiting.len() && rest(waiting[left - 1]) == rest(waiting[left]) {
            let cut = rest(waiting[left]);
            tied = waiting.into_iter().filter(|&claimant| rest(claimant) == cut).collect();
        }
    }
    tied.sort_unstable();
    if tied.len() < 2 {
        tied.clear();
    }
    Allocation { seats: shared, tied }
}

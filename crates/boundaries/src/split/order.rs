//! In which order blocks are taken up: such that few of them are at the edge of what was done at any time.

use crate::Graph;

/// No edge is wider than this: what could be at it has no number that any memory holds.
const WIDEST: usize = 60;
/// Looks at a block in the search for an order, at most; one order that was begun is finished.
const LOOKS: u64 = 200_000_000;

/// An order of all blocks with a narrow edge: greedy from every start, the narrowest of all taken; from the first starts alone
/// where there are very many blocks. `None` where each that was tried has an edge too wide to go on from.
pub(super) fn narrow(graph: &Graph) -> Option<Vec<usize>> {
    let (mut best, mut looks) = (None, 0);
    for start in 0..graph.len() {
        let least = best.as_ref().map_or(u128::MAX, |(cost, _)| *cost);
        if let Some(found) = from(graph, start, least, &mut looks) {
            best = Some(found);
        }
        if looks > LOOKS {
            break;
        }
    }
    best.map(|(_, order)| order)
}

/// From one block always on to the one that leaves the edge narrowest; the cost counts the widths, the wide ones far more.
/// `None` where it reaches the cost of another order, or an edge that is too wide.
fn from(graph: &Graph, start: usize, least: u128, looks: &mut u64) -> Option<(u128, Vec<usize>)> {
    let count = graph.len();
    let mut open: Vec<usize> = (0..count).map(|block| graph.neighbours(block).len()).collect();
    let mut done = vec![false; count];
    let mut edge: Vec<usize> = Vec::new();
    let mut order = Vec::with_capacity(count);
    let mut cost = 0u128;
    let mut next = Some(start);
    while let Some(block) = next {
        done[block] = true;
        order.push(block);
        for neighbour in graph.neighbours(block) {
            open[neighbour.block] -= 1;
        }
        edge.push(block);
        // A block leaves the edge once all of its neighbours are done.
        edge.retain(|one| open[*one] > 0);
        cost = cost.saturating_add(1 << (2 * edge.len().min(WIDEST)));
        if cost >= least || edge.len() > WIDEST {
            return None;
        }
        next = following(graph, &edge, &open, &done, looks);
    }
    Some((cost, order))
}

/// The block to go on to: of those that touch the edge, and of all others where none does.
fn following(graph: &Graph, edge: &[usize], open: &[usize], done: &[bool], looks: &mut u64) -> Option<usize> {
    let mut rank = |one: usize| {
        let near = || graph.neighbours(one).iter().map(|near| near.block).filter(|near| done[*near]);
        *looks += graph.neighbours(one).len() as u64 + 1;
        let leave = near().filter(|near| open[*near] == 1).count();
        let stays = usize::from(graph.neighbours(one).len() > near().count());
        (edge.len() + stays - leave, usize::MAX - near().count(), one)
    };
    let touching = edge.iter().flat_map(|one| graph.neighbours(*one)).map(|near| near.block);
    let touching = touching.filter(|one| !done[*one]).map(&mut rank).min();
    touching.or_else(|| (0..done.len()).filter(|one| !done[*one]).map(rank).min()).map(|(.., one)| one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Border;

    #[test]
    fn a_long_grid_is_walked_along_its_length() {
        let at = |row: usize, column: usize| row * 12 + column;
        let mut borders = Vec::new();
        for (row, column) in (0..3).flat_map(|row| (0..12).map(move |column| (row, column))) {
            if column + 1 < 12 {
                borders.push(Border { one: at(row, column), other: at(row, column + 1), metres: None });
            }
            if row + 1 < 3 {
                borders.push(Border { one: at(row, column), other: at(row + 1, column), metres: None });
            }
        }
        let graph = Graph::new(36, borders);
        let order = narrow(&graph).unwrap();
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..36).collect::<Vec<_>>());
        let widest = (1..=36)
            .map(|taken| {
                let done = &order[..taken];
                let is_edge =
                    |one: &&usize| graph.neighbours(**one).iter().any(|near| !done.contains(&near.block));
                done.iter().filter(is_edge).count()
            })
            .max();
        assert!(widest <= Some(4), "{widest:?}");
    }
}

//! In which order blocks are taken up: such that few of them are at the edge of what was done at any time.

use crate::Graph;

/// An order of all blocks with a narrow edge: greedy from every start, the narrowest of all taken.
pub(super) fn narrow(graph: &Graph) -> Vec<usize> {
    let orders = (0..graph.len()).map(|start| from(graph, start));
    orders.min_by_key(|(cost, _)| *cost).map(|(_, order)| order).unwrap_or_default()
}

/// From one block always on to the one that leaves the edge narrowest; the cost counts the widths, the wide ones far more.
fn from(graph: &Graph, start: usize) -> (u128, Vec<usize>) {
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
        cost += 1u128 << (2 * edge.len().min(60));
        next = (0..count).filter(|one| !done[*one]).min_by_key(|&one| {
            let near = graph.neighbours(one).iter().filter(|near| done[near.block]).count();
            let leave = edge.iter().filter(|e| open[**e] == 1 && graph.between(one, **e).is_some()).count();
            let stays = usize::from(graph.neighbours(one).len() > near);
            // Blocks that touch nothing done come last.
            (near == 0, edge.len() + stays - leave, usize::MAX - near, one)
        });
    }
    (cost, order)
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
        let order = narrow(&graph);
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

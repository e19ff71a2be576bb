//! Whole rayons as blocks, so that ways which cut none are drafted.

use crate::split::blocks::{Blocks, Case};
use crate::split::measures::{Found, Measures};
use crate::{Border, Graph};

/// Blocks put together where they are connected parts of one rayon.
#[derive(Debug)]
pub(super) struct Whole {
    blocks: Blocks,
    /// The whole that each block is in.
    of: Vec<usize>,
}

impl Whole {
    /// Those of a case; none where nothing is put together, or fewer are left than districts are asked for.
    pub(super) fn of(case: &Case<'_>) -> Option<Self> {
        let (count, rayons) = (case.blocks.len(), &case.blocks.rayons);
        let graph = &case.blocks.graph;
        let mut of = vec![usize::MAX; count];
        let mut wholes = 0;
        for first in 0..count {
            if of[first] != usize::MAX {
                continue;
            }
            let mut open = vec![first];
            of[first] = wholes;
            while let Some(block) = open.pop() {
                for near in graph.neighbours(block) {
                    let alike = rayons[first].is_some() && rayons[near.block] == rayons[first];
                    if alike && of[near.block] == usize::MAX {
                        of[near.block] = wholes;
                        open.push(near.block);
                    }
                }
            }
            wholes += 1;
        }
        if wholes == count || wholes < case.seats {
            return None;
        }
        let mut voters = vec![0; wholes];
        for (whole, own) in of.iter().zip(&case.blocks.voters) {
            voters[*whole] += own;
        }
        let borders = graph.borders().map(|border| Border {
            one: of[border.one],
            other: of[border.other],
            metres: border.metres,
        });
        let blocks = Blocks::new(voters, Graph::new(wholes, borders));
        Some(Self { blocks, of })
    }

    pub(super) fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    /// A way of wholes as one of blocks.
    pub(super) fn in_blocks(&self, case: &Case<'_>, found: &Found) -> Found {
        let districts: Vec<u8> = self.of.iter().map(|whole| found.districts[*whole]).collect();
        let places: Vec<usize> = districts.iter().map(|one| usize::from(*one)).collect();
        Found { measures: Measures::of(case, &places), districts }
    }
}

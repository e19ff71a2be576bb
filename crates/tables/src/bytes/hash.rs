//! BLAKE3 of a file from the hashes of its blocks, so that it is computed by all workers at once.
//!
//! BLAKE3 is a binary tree over chunks of 1 KiB in which every left branch is a full power of two; a block of a
//! power of two of bytes, at a multiple of its size, is therefore one branch (section 2.1 of the BLAKE3 paper).

use std::fs::File;
use std::path::Path;

use blake3::{
    Hasher,
    hazmat::{ChainingValue, HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root},
};

/// The hash of the block that starts at `offset`.
pub(crate) fn of_block(bytes: &[u8], offset: u64) -> ChainingValue {
    Hasher::new().set_input_offset(offset).update(bytes).finalize_non_root()
}

/// The hash of a whole file on disk.
pub(crate) fn of_path(path: &Path) -> std::io::Result<blake3::Hash> {
    let mut hasher = Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

/// The hash of the file from those of its blocks, in their order; at least two.
pub(crate) fn of_file(blocks: &[ChainingValue]) -> Option<blake3::Hash> {
    if blocks.len() < 2 {
        return None;
    }
    let (left, right) = blocks.split_at(left_part(blocks.len()));
    Some(merge_subtrees_root(&branch(left)?, &branch(right)?, Mode::Hash))
}

fn branch(blocks: &[ChainingValue]) -> Option<ChainingValue> {
    match blocks {
        [] => None,
        [one] => Some(*one),
        more => {
            let (left, right) = more.split_at(left_part(more.len()));
            Some(merge_subtrees_non_root(&branch(left)?, &branch(right)?, Mode::Hash))
        }
    }
}

/// The largest power of two below `count`.
fn left_part(count: usize) -> usize {
    count.next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_as_hashing_in_one_go() {
        let bytes: Vec<u8> = (0..40_000_u32).map(|at| (at * 31 % 251) as u8).collect();
        for size in [1024, 2048, 8192] {
            for length in [size + 1, 3 * size, 5 * size, 2 * size + 77] {
                let bytes = &bytes[..length.min(bytes.len())];
                let blocks: Vec<_> = bytes
                    .chunks(size)
                    .enumerate()
                    .map(|(at, block)| of_block(block, (at * size) as u64))
                    .collect();
                assert_eq!(of_file(&blocks), Some(blake3::hash(bytes)), "{size} {length}");
            }
        }
    }
}

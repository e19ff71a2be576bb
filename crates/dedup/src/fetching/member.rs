//! A candidate: before its key was fetched, and with it.

/// One candidate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) position: u64,
    /// The set it is in, by its number in the batch.
    pub(super) set: u32,
    pub(super) rule: u8,
    pub(super) anchor: bool,
}

impl Member {
    pub(super) const NONE: Self = Self { position: 0, set: 0, rule: 0, anchor: false };

    pub(super) fn place(&self) -> (u64, u32) {
        (self.position, self.set)
    }
}

/// Where a key is in the bytes of its task.
#[derive(Clone, Copy, Debug)]
pub(super) struct KeyPlace {
    pub(super) offset: u32,
    pub(super) length: u32,
}

impl KeyPlace {
    /// No key was fetched.
    pub(super) const NONE: Self = Self { offset: 0, length: u32::MAX };

    pub(super) fn is_none(self) -> bool {
        self.length == Self::NONE.length
    }
}

/// A candidate of which the key was fetched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fetched {
    pub(crate) position: u64,
    /// Which task has the key, and where there.
    pub(super) task: u32,
    pub(super) key: KeyPlace,
    pub(crate) anchor: bool,
}

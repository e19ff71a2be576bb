//! What a search did, in figures.

/// The figures of one search. `records`, `keys`, `groups`, `grouped` and `hot_keys` depend on the input alone; the
/// others tell how the work went and may change with memory, threads and key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Records visited, as the scan told.
    pub records: u64,
    /// Keys per rule.
    pub keys: Vec<u64>,
    /// Groups handed out, per rule.
    pub groups: Vec<u64>,
    /// Records in those groups, per rule.
    pub grouped: Vec<u64>,
    /// Hot keys reported, per rule.
    pub hot_keys: Vec<u64>,
    /// Scans over the whole input.
    pub passes: u32,
    /// Passes whose range had to shrink because they did not fit the memory.
    pub shrunk: u32,
    /// Records that stood in a candidate set and were compared on their keys, counted once per rule.
    pub candidates: u64,
    /// Candidates whose fingerprints agreed with others' but whose keys did not.
    pub collisions: u64,
    /// Occurrences of hot keys that were counted without being stored.
    pub counted: u64,
    /// The most bytes that were held at one time, by the search's own accounts.
    pub peak_bytes: usize,
}

//! Why a search ended without a result.

/// Why a search ended without a result. `E` is the error of the [`Records`](crate::Records).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error<E> {
    /// The records could not be read.
    #[error("the records could not be read")]
    Records(#[source] E),
    /// The [`Watch`](crate::Watch) cancelled the search.
    #[error("the search was cancelled")]
    Cancelled,
    /// The sink broke the search off.
    #[error("the receiver of the groups ended the search")]
    Stopped,
    /// More than 16 rules, or none.
    #[error("a search takes 1 to 16 rules, not {0}")]
    Rules(usize),
    /// The memory cannot hold even the smallest step.
    #[error("the memory of {memory} bytes is too small for this input: at least {needed} bytes are needed")]
    Memory {
        /// The memory that was given.
        memory: usize,
        /// The memory that the step needs.
        needed: usize,
    },
    /// A record's position was not below the bound that [`Records::position_bound`](crate::Records::position_bound)
    /// promised.
    #[error("the position {0} is not below the bound that was promised")]
    Position(u64),
    /// A record that had a key when it was scanned had none when it was fetched: the input changed meanwhile.
    #[error("the record at position {0} changed between two readings")]
    Changed(u64),
}

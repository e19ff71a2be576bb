//! The one place that names the hash of in-process tables.
//!
//! FxHash is fast and not resistant to chosen collisions, so it is used here only for keys that nobody can choose:
//! keyed fingerprints, partition numbers, positions in our own lists. Never for a key from the input. Its crate is no
//! longer maintained; replacing it is a change of this line.

/// A map whose keys are uniform fingerprints or small trusted integers.
pub(crate) type UniformMap<K, V> = fxhash::FxHashMap<K, V>;

//! Finds equal keys in sets of records too large for memory: keyed fingerprints, partitioned grouping, verified groups.

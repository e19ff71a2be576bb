//! Voter rolls: kinds of list, keys, duplicates, which second entry is lawful, row checks.

//! Malapportionment: indices, standards, apportionment, bounds, and what the rules required.

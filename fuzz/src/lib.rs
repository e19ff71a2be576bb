//! What is fuzzed: each target is a plain function of bytes that must not panic, hang, or break the law it states.
//!
//! `cargo fuzz` calls them from `fuzz_targets`, the mutator of `examples/mutate.rs` with stable Rust. `examples/structure`
//! damages workbooks by their structure and gives them to the program itself.

pub mod archive;
mod law;
mod maps;
mod people;
pub mod random;
mod tables;
mod workbooks;

/// A target: its name, and the function that takes any bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("csv", tables::csv),
    ("encodings", tables::encodings),
    ("headings", tables::headings),
    ("columns", tables::columns),
    ("parquet", tables::parquet),
    ("xlsx", workbooks::xlsx),
    ("xls", workbooks::xls),
    ("xlsb", workbooks::xlsb),
    ("ods", workbooks::ods),
    ("profile", law::profile),
    ("facts", law::facts),
    ("stats", law::stats),
    ("map", maps::map),
    ("shapefile", maps::shapefile),
    ("prj", maps::prj),
    ("repair", maps::repair),
    ("dates", people::dates),
    ("names", people::names),
    ("iin", people::iin),
    ("nouns", people::nouns),
];

/// The target of this name.
pub fn target(name: &str) -> Option<fn(&[u8])> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, run)| *run)
}

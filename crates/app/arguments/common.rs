//! Options that every audit takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tizim_evidence::Language;

use super::MemorySize;
use crate::given::Given;

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// Findings, one line for each and its evidence (of an apportionment: the seats)
    Csv,
    /// The same as a double click opens it in Excel: marked as UTF-8, with the separator and decimal sign of the language
    CsvExcel,
    /// One self-contained page
    Html,
    /// A workbook (with --out)
    Xlsx,
    /// The map alone, or where there is none the first chart
    Svg,
}

/// For whom results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EditionChoice {
    /// No rows about persons, small counts suppressed
    Public,
    /// Masked rows, for those who must act
    Working,
}

/// When findings turn into exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Info,
    Notice,
    Warning,
    Violation,
    /// Findings never make the command fail
    Never,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// Options common to all audits.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own on the command line")]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// How results are written [default: text; with --out, by the ending of its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,

    /// Write to this file (or folder, where a command writes several) instead of standard output
    #[arg(short, long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,

    /// Separator of the cells of csv-excel: comma, semicolon, tab or pipe [default: that of the language]
    #[arg(long, value_parser = separator, value_name = "CHAR")]
    pub(crate) output_delimiter: Option<u8>,

    /// Replace what is already at --out
    #[arg(long)]
    pub(crate) force: bool,

    /// Law as data: a built-in profile (kz-2023, kz-2019) or a TOML file [default: kz-2023]
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) profile: Option<String>,

    /// Exit with status 1 if anything at or above this severity is found
    #[arg(long, value_enum, default_value = "never", value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,

    /// For whom: public has no rows about persons [default: working; public for html and svg]
    #[arg(long, value_enum, value_name = "EDITION")]
    pub(crate) edition: Option<EditionChoice>,

    /// Language of what is shown [default: that of the system, else English]
    #[arg(long, value_parser = crate::language::parser(), value_name = "LANGUAGE")]
    pub(crate) lang: Option<Language>,

    /// Show names instead of masks, and mark every page
    #[arg(long)]
    pub(crate) reveal: bool,

    /// Key of the masks: a file of at least 32 random bytes; without it, tokens differ from run to run
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// Seed of everything random
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(crate) seed: u64,

    /// Worker threads [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,

    /// Memory that lists may take, such as 512M or 2G
    #[arg(long, default_value = "512M", value_name = "SIZE")]
    pub(crate) memory: MemorySize,

    /// Leave the moment of the run out of the manifest
    #[arg(long)]
    pub(crate) no_timestamp: bool,

    /// Moment to state in the manifest, when a report is made again
    #[arg(long, hide = true, value_name = "MOMENT", conflicts_with = "no_timestamp")]
    pub(crate) created: Option<String>,

    /// When to use colour
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: ColorChoice,

    /// Say nothing on standard error but errors
    #[arg(long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say more on standard error
    #[arg(short, long)]
    pub(crate) verbose: bool,

    /// What a caller hands in beside words.
    #[arg(skip)]
    pub(crate) given: Given,
}

impl Common {
    /// Whether tokens are those of other runs under the same key.
    pub(crate) fn is_keyed(&self) -> bool {
        self.key_file.is_some() || self.given.key.is_some()
    }
}

impl Default for Common {
    fn default() -> Self {
        Self {
            format: None,
            out: None,
            output_delimiter: None,
            force: false,
            profile: None,
            fail_on: FailOn::Never,
            edition: None,
            lang: None,
            reveal: false,
            key_file: None,
            seed: 1,
            threads: None,
            memory: MemorySize(512 << 20),
            no_timestamp: false,
            created: None,
            color: ColorChoice::Auto,
            quiet: false,
            verbose: false,
            given: Given::default(),
        }
    }
}

/// A separator of cells, by its name or as it is.
fn separator(text: &str) -> Result<u8, String> {
    match text {
        "comma" | "," => Ok(b','),
        "semicolon" | ";" => Ok(b';'),
        "tab" | "\t" | "\\t" => Ok(b'\t'),
        "pipe" | "|" => Ok(b'|'),
        _ => Err("expected comma, semicolon, tab or pipe".to_owned()),
    }
}

/// How input tables are read, where detection is to be overruled.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Reading tables")]
pub(crate) struct TableOptions {
    /// Encoding of the input, such as utf-8, utf-16le, windows-1251, pt154, kz-1048
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,

    /// Delimiter: a character, or comma, semicolon, tab, pipe
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<String>,

    /// Physical row of the headings, the first line being 1
    #[arg(long, value_name = "N")]
    pub(crate) header_row: Option<u64>,

    /// Which heading of the file is which of our columns: a TOML file with a table `columns`, and `columns.precincts` and
    /// the like for what holds for one kind of table only
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) columns: Option<PathBuf>,

    /// Most that a packed file may unpack to, such as 40G [default: 16G, and 1G of a workbook]
    #[arg(long, value_name = "SIZE")]
    pub(crate) unpacked: Option<MemorySize>,

    /// Sheet of a workbook [default: the first that is not empty]
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

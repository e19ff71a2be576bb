//! `tizim template KIND`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use tizim_evidence::Language;

use crate::{data, failure, language, output};

/// Print an empty form to fill in: the headings of an input table
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim template districts > districts.csv\n  $ tizim template roll --lang ru"
)]
pub(crate) struct Arguments {
    /// Which table
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(data::schema_names()), value_name = "KIND")]
    kind: String,

    /// Language of the headings, all of which are recognised when the form comes back [default: that of the system]
    #[arg(long, value_parser = language::parser(), value_name = "LANGUAGE")]
    lang: Option<Language>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Replace what stands at --out
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let language = arguments.lang.unwrap_or_else(language::spoken);
    let headings = data::schema(&arguments.kind)?.template_headings(language.code());
    // Excel takes a file for UTF-8 only if it begins with the mark.
    let mut form =
        String::from(if headings.iter().all(|heading| heading.is_ascii()) { "" } else { "\u{feff}" });
    form.push_str(&headings.join(","));
    form.push('\n');
    output::write(arguments.out.as_deref(), arguments.force, form.as_bytes())?;
    Ok(failure::RAN)
}

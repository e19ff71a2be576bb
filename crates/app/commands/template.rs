//! `tizim template KIND`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use crate::arguments::Language;
use crate::{data, failure, output};

/// Print an empty form to fill in: the headings of an input table
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim template districts > districts.csv\n  $ tizim template roll --lang ru"
)]
pub(crate) struct Arguments {
    /// Which table
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(data::schema_names()), value_name = "KIND")]
    kind: String,

    /// Language of the headings; all are recognised when the form comes back
    #[arg(long, value_enum, default_value = "en", value_name = "LANGUAGE")]
    lang: Language,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Replace what stands at --out
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let language = match arguments.lang {
        Language::En => "en",
        Language::Ru => "ru",
        Language::Kk => "kk",
    };
    let headings = data::schema(&arguments.kind)?.template_headings(language);
    // Excel takes a file for UTF-8 only if it begins with the mark.
    let mut form =
        String::from(if headings.iter().all(|heading| heading.is_ascii()) { "" } else { "\u{feff}" });
    form.push_str(&headings.join(","));
    form.push('\n');
    output::write(arguments.out.as_deref(), arguments.force, form.as_bytes())?;
    Ok(failure::RAN)
}

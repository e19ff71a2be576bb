//! `tizim schema NAME`.

use anyhow::Result;
use clap::Args;

use crate::{data, failure, output};

/// Print the Frictionless Table Schema of an input table
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim schema districts")]
pub(crate) struct Arguments {
    /// Which table
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(data::schema_names()), value_name = "NAME")]
    name: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let mut bytes = serde_json::to_vec_pretty(&data::schema(&arguments.name)?.to_frictionless())?;
    bytes.push(b'\n');
    output::write(None, false, &bytes)?;
    Ok(failure::RAN)
}

//! `tizim districts apportion`.

use anyhow::Result;
use clap::Args;
use tizim_districts::{Basis, Code};

use crate::arguments::{Common, TableOptions};
use crate::commands::districts_audit::BasisChoice;
use crate::found::{Asked, Document};
use crate::inputs;
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{data, show};

/// Share seats between claimants by every method, and by exact optimisation
///
/// FILE is a table (CSV or XLSX): id, name, voters. The answer holds the seats by Hamilton, Jefferson, Webster,
/// Huntington-Hill, Adams, Dean and leximin, the exact optima, who cannot be brought within 10 or 15 per cent by any
/// number of seats, and the smallest house at which everyone can. Exact integers; a tie is reported.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim districts apportion regions.csv --seats 29 --format json")]
pub(crate) struct Arguments {
    /// Table of claimants
    #[arg(value_name = "FILE")]
    file: String,

    /// Seats to share
    #[arg(long, value_name = "N")]
    seats: u64,

    /// Seats that every claimant has at least
    #[arg(long, default_value_t = 1, value_name = "N")]
    min_seats: u64,

    /// What seats are shared by
    #[arg(long, value_enum, default_value = "voters", value_name = "BASIS")]
    basis: BasisChoice,

    #[command(flatten)]
    tables: TableOptions,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let session = Session::begin(arguments.common.clone(), data::DEFAULT_PROFILE)?;
    let Document { audit, manifest } = arguments.found(&session)?;
    show::audit(&session, &audit, &manifest)
}

impl Asked for Arguments {
    type Found = Document;

    fn common(&mut self) -> &mut Common {
        &mut self.common
    }

    fn found(&self, session: &Session) -> Result<Document> {
        let options = inputs::options(session, &self.tables)?;
        let basis = Basis::from(self.basis);
        let (claimants, tables) = inputs::claimants::read(session, &self.file, &options, basis)?;
        let apportionment = tizim_districts::apportion(&claimants, self.seats, self.min_seats)?;
        let mut settings = Settings::default();
        settings
            .file("", &self.file)
            .set("seats", self.seats)
            .set("min-seats", self.min_seats)
            .set("basis", basis.word());
        inputs::record_options(&mut settings, &self.tables);
        let mut audit = apportionment.to_audit();
        audit.findings.extend(inputs::told::of_tables(Code::NotChecked.word(), &tables));
        audit.sort_findings();
        let records = tables.into_iter().map(|opened| opened.record).collect();
        let manifest = manifest::manifest(session, "districts apportion", settings, records);
        Ok(Document { audit, manifest })
    }
}

//! `tizim compare A B`: what is new, gone or changed between two reports.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::Value as Json;
use tizim_report::Edition;

use crate::arguments::Common;
use crate::compared::differences::Differences;
use crate::compared::documents::{document, published, refuse_unlike};
use crate::manifest::{self, Settings};
use crate::session::Session;
use crate::{compared, data, show};

/// What is new, gone or changed between two reports of the same command
///
/// A and B are report folders or the JSON documents of two audits, the earlier one first. Findings are matched by code,
/// subject and rule; findings about persons only where both reports were made under one masking key (--key-file).
/// `--fail-on` counts what is new, and what is graver than it was: exit status 1 where such a finding is at or above it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  $ tizim compare report-may report-june")]
pub(crate) struct Arguments {
    /// Earlier report
    #[arg(value_name = "A")]
    before: PathBuf,

    /// Later report
    #[arg(value_name = "B")]
    after: PathBuf,

    #[command(flatten)]
    common: Common,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let (before, after) = (document(&arguments.before)?, document(&arguments.after)?);
    refuse_unlike(&before, &after)?;
    let session = session(&arguments.common, &after)?;
    let public = session.edition(session.format()) == Edition::Public;
    let (before, after) = if public { (published(before), published(after)) } else { (before, after) };
    let audit = compared::audit(&before, &after, &session.catalogue);
    let mut settings = Settings::default();
    settings.file("", &arguments.before.to_string_lossy()).file("", &arguments.after.to_string_lossy());
    let mut manifest = manifest::manifest(&session, "compare", settings, Vec::new());
    if let (None, Some(digest)) = (&arguments.common.profile, after["manifest"]["profile_blake3"].as_str()) {
        digest.clone_into(&mut manifest.profile_blake3);
    }
    show::audit(&session, &audit, &manifest)?;
    Ok(show::status_of(&session, Differences::of(&before, &after).news().map(|(_, severity)| severity).max()))
}

/// A session under the profile of the later report. One that is not built in is not at hand: then its name stands for it.
fn session(common: &Common, after: &Json) -> Result<Session> {
    let made_under = after["profile"].as_str().unwrap_or(data::DEFAULT_PROFILE);
    if common.profile.is_some() || data::profile_ids().contains(&made_under) {
        return Session::begin(common.clone(), made_under);
    }
    let mut session = Session::begin(common.clone(), data::DEFAULT_PROFILE)?;
    made_under.clone_into(&mut session.loaded.named);
    let profile = &mut session.loaded.profile;
    made_under.clone_into(&mut profile.id);
    made_under.clone_into(&mut profile.title);
    profile.note = None;
    Ok(session)
}

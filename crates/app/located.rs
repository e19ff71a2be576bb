//! Where the input files of a manifest are, which names them without the folders of the machine.

use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;
use tizim_evidence::Manifest;
use tizim_tables::FileSummary;

use crate::arguments::ListArgument;
use crate::failure::Hinted;
use crate::manifest::grouped;
use crate::{audits, listing};

/// The value of an option, with files looked for among the inputs.
pub(crate) fn value(manifest: &Manifest, name: &str, value: &str, inputs: &Path) -> Result<OsString> {
    let find = |file: &str| -> Result<PathBuf> {
        let path = inputs.join(file);
        let pattern = file.contains(['*', '?']);
        // A sheet of a workbook is named behind its file.
        let is_sheet = || file.match_indices('#').any(|(at, _)| inputs.join(&file[..at]).is_file());
        // Anybody can have written the manifest: what it names is looked for among the inputs and nowhere else.
        let is_below =
            Path::new(file).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if is_below && (pattern || path.exists() || is_sheet()) {
            return Ok(path);
        }
        if let Some(path) = by_content(manifest, file, inputs) {
            return Ok(path);
        }
        if manifest.inputs.iter().any(|record| record.name == file && record.blake3 == FileSummary::NO_FILE) {
            return Err(Hinted::error(
                format!("the report was made from `{file}`, a table in memory that no file holds"),
                "make the report again from the same table, and compare both with `tizim compare`",
            ));
        }
        // The manifest names files without their folders.
        let (what, hint) = if name == "profile" {
            (
                "the report was made with the profile",
                "put a copy of the profile beside the input files, and name their folder with `--inputs`",
            )
        } else {
            (
                "the report was made from the input",
                "name the folder that holds the input files with `--inputs`",
            )
        };
        Err(Hinted::error(format!("{what} `{file}`, which is not in `{}`", inputs.display()), hint))
    };
    if name == "list" || (name.is_empty() && is_list(value)) {
        let list: ListArgument = value.parse().map_err(anyhow::Error::msg)?;
        let file = find(&list.file)?.to_string_lossy().into_owned();
        return Ok(ListArgument { file, ..list }.to_string().into());
    }
    if audits::names_file(&manifest.command, name) && !value.is_empty() {
        return Ok(find(value)?.into_os_string());
    }
    Ok(value.into())
}

/// Whether a positional argument names a list with its kind.
fn is_list(value: &str) -> bool {
    value.split_once('=').is_some_and(|(kind, _)| kind.parse::<tizim_rolls::Kind>().is_ok())
}

/// The file of this name, whatever folder it is in and whatever number it has among those of its name: the one with the
/// content that was read.
fn by_content(manifest: &Manifest, file: &str, inputs: &Path) -> Option<PathBuf> {
    let stated = manifest.inputs.iter().find(|record| record.name == file)?;
    let name = without_number(file);
    let named = listing::names_in(inputs).ok()?.into_iter().map(|found| inputs.join(found));
    let named = named.filter(|path| path.file_name().is_some_and(|found| found.to_string_lossy() == name));
    named.into_iter().find(|path| {
        let mut hasher = blake3::Hasher::new();
        let is_read =
            std::fs::File::open(path).and_then(|opened| Ok(_ = hasher.update_reader(opened)?)).is_ok();
        is_read && grouped(&hasher.finalize().to_hex()) == stated.blake3
    })
}

/// A name without its number among the files of that name: `list.csv` of `list.csv (2)`.
fn without_number(name: &str) -> &str {
    let number = |rest: &str| rest.strip_suffix(')').is_some_and(|nth| nth.parse::<usize>().is_ok());
    match name.rsplit_once(" (") {
        Some((bare, rest)) if number(rest) => bare,
        _ => name,
    }
}

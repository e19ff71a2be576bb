//! Where tables come from: files, folders, patterns, standard input, bytes at hand.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::columnar::frame::Frame;
use crate::error::TableError;

/// One source of one table.
#[derive(Debug, Clone)]
pub struct Input {
    pub(crate) place: Place,
    pub(crate) name: String,
    /// The sheet of a workbook that is meant.
    pub(crate) sheet: Option<String>,
    /// Which of the files of its name it is, where it is not the first.
    nth: Option<usize>,
}

/// Where the bytes are.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    File(PathBuf),
    Stdin,
    Held(Arc<Vec<u8>>),
    Frame(Arc<dyn Frame>),
}

impl Input {
    /// A file. Its name for people is the file name without folders.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        let name = name.into_owned();
        Self { place: Place::File(path), name, sheet: None, nth: None }
    }

    /// Standard input, named `-`. It is read when the table is opened and held in memory.
    pub fn stdin() -> Self {
        Self { place: Place::Stdin, name: "-".to_owned(), sheet: None, nth: None }
    }

    /// Bytes at hand, such as a data set built into the program.
    pub fn bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { place: Place::Held(Arc::new(bytes.into())), name: name.to_owned(), sheet: None, nth: None }
    }

    /// A table that another program holds in memory, under this name for people. It has no bytes of a file, so nothing can
    /// be said of these later: see [`crate::FileSummary::NO_FILE`].
    pub fn frame(name: &str, frame: Arc<dyn Frame>) -> Self {
        Self { place: Place::Frame(frame), name: name.to_owned(), sheet: None, nth: None }
    }

    /// The same input under another name for people.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// One sheet of this workbook, under its name: `book.xlsx#North`.
    #[must_use]
    pub fn of_sheet(mut self, sheet: &str) -> Self {
        self.name = format!("{}#{sheet}", self.file_name());
        self.sheet = Some(sheet.to_owned());
        self
    }

    /// The sheet that is meant, where one is named.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The same as the `nth` file of its name: `list.csv (2)`.
    fn as_nth(&mut self, nth: usize) {
        let sheet = self.sheet.as_ref().map_or(String::new(), |sheet| format!("#{sheet}"));
        self.name = format!("{} ({nth}){sheet}", self.bare_name());
        self.nth = Some(nth);
    }

    /// The name without that of the sheet.
    fn file_name(&self) -> &str {
        let sheet = self.sheet.as_ref().map_or(String::new(), |sheet| format!("#{sheet}"));
        self.name.strip_suffix(&sheet).unwrap_or(&self.name)
    }

    /// The name without that of the sheet and the number among files of its name.
    fn bare_name(&self) -> &str {
        let name = self.file_name();
        let nth = self.nth.map_or(String::new(), |nth| format!(" ({nth})"));
        name.strip_suffix(&nth).unwrap_or(name)
    }

    /// The name for people: never an absolute path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file name without folders and endings: `precinct-12` of `north/precinct-12.csv.gz`; of a sheet its own name.
    pub fn stem(&self) -> &str {
        if let Some(sheet) = &self.sheet {
            return sheet;
        }
        let mut stem = self.bare_name().rsplit(['/', '\\']).next().unwrap_or_default();
        for ending in [".gz", ".zst"] {
            stem = strip_ending(stem, ending);
        }
        for ending in TABLE_ENDINGS {
            let shorter = strip_ending(stem, ending);
            if shorter.len() < stem.len() {
                return shorter;
            }
        }
        stem
    }

    /// The path, where it is a file.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Stdin | Place::Held(_) | Place::Frame(_) => None,
        }
    }

    /// The size in bytes, where it can be known without reading.
    pub fn size(&self) -> Option<u64> {
        match &self.place {
            Place::File(path) => std::fs::metadata(path).ok().map(|data| data.len()),
            Place::Stdin => None,
            Place::Held(bytes) => Some(bytes.len() as u64),
            Place::Frame(frame) => Some(frame.bytes()),
        }
    }

    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        matches!(self.place, Place::Stdin)
    }

    /// The ending of the file name in lower case, without `.gz` and `.zst`; empty where there is none.
    pub(crate) fn ending(&self) -> String {
        let lower = self.bare_name().to_lowercase();
        let bare = strip_ending(strip_ending(&lower, ".gz"), ".zst");
        bare.rsplit_once('.').map(|(_, ending)| ending.to_owned()).unwrap_or_default()
    }
}

/// File endings that promise a table.
pub(crate) const TABLE_ENDINGS: [&str; 10] =
    [".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet"];

fn strip_ending<'a>(name: &'a str, ending: &str) -> &'a str {
    let cut = name.len().saturating_sub(ending.len());
    match name.get(cut..) {
        Some(end) if cut > 0 && end.eq_ignore_ascii_case(ending) => &name[..cut],
        _ => name,
    }
}

/// What a pattern stands for.
#[derive(Debug, Clone, Default)]
pub struct Expansion {
    /// The tables, in the order of their names.
    pub inputs: Vec<Input>,
    /// The names of files that were passed over because they are no tables; hidden ones and lock files of spreadsheet
    /// programs are not among them.
    pub passed_over: Vec<String>,
}

/// Numbers files of equal names in the order in which they were given: `list.csv`, `list.csv (2)`. What the user's folders
/// are called is nobody's business. A file that is given twice keeps one name.
pub fn tell_apart(expansions: &mut [Expansion]) {
    let mut places: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for input in expansions.iter_mut().flat_map(|expansion| &mut expansion.inputs) {
        let Some(path) = input.path().map(Path::to_path_buf) else { continue };
        let of_name = places.entry(input.bare_name().to_owned()).or_default();
        let place = of_name.iter().position(|known| *known == path).unwrap_or_else(|| {
            of_name.push(path);
            of_name.len() - 1
        });
        if place > 0 {
            input.as_nth(place + 1);
        }
    }
}

/// What a file name, a folder, a pattern (`lists/*.xlsx`) or `-` stands for, in the order of the names. Folders
/// are searched with the folders in them; hidden files, lock files (`~$list.xlsx`) and files that are no tables
/// are passed over. A file that is named outright is taken whatever it is called.
///
/// # Errors
/// [`TableError::NotFound`], [`TableError::EmptyFolder`], [`TableError::NoMatch`], [`TableError::BadPattern`],
/// [`TableError::PermissionDenied`] or [`TableError::Read`].
pub fn expand(given: &str) -> Result<Expansion, TableError> {
    if given == "-" {
        return Ok(Expansion { inputs: vec![Input::stdin()], passed_over: Vec::new() });
    }
    let path = Path::new(given);
    match std::fs::metadata(path) {
        Ok(data) if data.is_dir() => {
            let mut found = Expansion::default();
            walk(path, path, 0, &mut found)?;
            if found.inputs.is_empty() {
                return Err(TableError::EmptyFolder {
                    path: given.to_owned(),
                    skipped: found.passed_over.len(),
                });
            }
            Ok(sorted(found))
        }
        Ok(_) => Ok(Expansion { inputs: vec![Input::file(path)], passed_over: Vec::new() }),
        // A file of exactly that name comes first.
        Err(_) if let Some((file, sheet)) = sheet_of(given) => {
            Ok(Expansion { inputs: vec![Input::file(file).of_sheet(sheet)], passed_over: Vec::new() })
        }
        Err(_) if given.contains(['*', '?', '[']) => expand_pattern(given),
        Err(error) => Err(TableError::from_io(given, error)),
    }
}

/// The file and the sheet of `book.xlsx#North`, where there is such a file.
fn sheet_of(given: &str) -> Option<(&str, &str)> {
    let cuts = given.match_indices('#').map(|(at, _)| (&given[..at], &given[at + 1..]));
    cuts.filter(|(_, sheet)| !sheet.trim().is_empty()).find(|(file, _)| Path::new(file).is_file())
}

fn expand_pattern(given: &str) -> Result<Expansion, TableError> {
    let paths = glob::glob(given).map_err(|error| TableError::BadPattern {
        pattern: given.to_owned(),
        reason: error.msg.to_owned(),
    })?;
    let fixed = given.find(['*', '?', '[']).unwrap_or(given.len());
    let root = given[..fixed].rfind('/').map_or("", |slash| &given[..=slash]);
    let mut found = Expansion::default();
    for path in paths {
        let path = path.map_err(|error| {
            let at = error.path().to_string_lossy().into_owned();
            TableError::from_io(&at, error.into())
        })?;
        if !path.is_file() {
            continue;
        }
        take(&path, Path::new(root), &mut found);
    }
    if found.inputs.is_empty() {
        return Err(TableError::NoMatch { pattern: given.to_owned() });
    }
    Ok(sorted(found))
}

/// Folders deeper than this are not searched: a loop of links, or a mistake.
const DEEPEST: usize = 16;

fn walk(root: &Path, folder: &Path, depth: usize, found: &mut Expansion) -> Result<(), TableError> {
    let fail = |error| TableError::from_io(&folder.to_string_lossy(), error);
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let kind = entry.file_type().map_err(fail)?;
        let path = entry.path();
        let is_folder = kind.is_dir();
        if is_folder && depth < DEEPEST && !is_passed_over(&path) {
            walk(root, &path, depth + 1, found)?;
        } else if !is_folder && path.is_file() {
            // A pipe in a folder would be waited for.
            take(&path, root, found);
        }
    }
    Ok(())
}

fn take(path: &Path, root: &Path, found: &mut Expansion) {
    let lower = path.to_string_lossy().to_lowercase();
    let bare = strip_ending(strip_ending(&lower, ".gz"), ".zst");
    if is_passed_over(path) {
        return;
    }
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let name = if name.starts_with('/') { Input::file(path).name } else { name };
    if !TABLE_ENDINGS.iter().any(|ending| bare.ends_with(ending)) {
        found.passed_over.push(name);
        return;
    }
    found.inputs.push(Input { place: Place::File(path.to_owned()), name, sheet: None, nth: None });
}

fn is_passed_over(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.')
            || name.starts_with("~$")
            || name.starts_with(".~lock")
            || name.starts_with("__MACOSX")
    })
}

fn sorted(mut found: Expansion) -> Expansion {
    found.inputs.sort_by(|left, right| left.name.cmp(&right.name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        for (name, stem) in [
            ("precinct-12.csv.gz", "precinct-12"),
            ("north/Участок №12.XLSX", "Участок №12"),
            ("12.03.xlsx", "12.03"),
            ("plain", "plain"),
            (".csv", ".csv"),
        ] {
            assert_eq!(Input::bytes(name, "").stem(), stem);
        }
    }

    #[test]
    fn equal_names_are_told_apart_by_a_number() {
        let given = |paths: &[&str]| Expansion {
            inputs: paths.iter().map(Input::file).collect(),
            passed_over: Vec::new(),
        };
        let mut expansions = [
            given(&["/a/north/12.csv", "/a/south/12.csv"]),
            given(&["12.csv", "/a/other.csv", "/a/south/12.csv"]),
            Expansion { inputs: vec![Input::file("/b/12.csv").of_sheet("x")], passed_over: Vec::new() },
        ];
        tell_apart(&mut expansions);
        let inputs: Vec<&Input> = expansions.iter().flat_map(|one| &one.inputs).collect();
        let names: Vec<&str> = inputs.iter().map(|input| input.name()).collect();
        assert_eq!(names, ["12.csv", "12.csv (2)", "12.csv (3)", "other.csv", "12.csv (2)", "12.csv (4)#x"]);
        assert_eq!((inputs[1].stem(), inputs[1].ending().as_str()), ("12", "csv"));
        assert_eq!(inputs[5].clone().of_sheet("x").name(), "12.csv (4)#x");
    }
}

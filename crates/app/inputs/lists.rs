//! Voter lists: opened here, read by `rolls` in as many passes as it needs.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use rayon::prelude::*;
use tizim_avc::{Answer, Held, HomeList, ListEntry, ListError, Located, MatchedBy, Removed};
use tizim_evidence::{Finding, InputRecord};
use tizim_polling::{Holder, Regions};
use tizim_rolls::locate::{self, Search, Sighting};
use tizim_rolls::{Kind, ListInput, RollRules};
use tizim_tables::{Expansion, Input, Options, Schema, TableError, TableFile};

use super::{day_orders, input_record, list_schema, region_sheets, told};
use crate::arguments::ListArgument;
use crate::data;
use crate::failure::Hinted;
use crate::output;
use crate::session::Session;

/// Opens all files of these lists and says how each is read.
///
/// # Errors
/// Where a kind is unknown or a file cannot be read as a list.
pub(crate) fn open(session: &Session, lists: &[ListArgument], options: &Options) -> Result<Vec<ListInput>> {
    let mut opened = Vec::new();
    // Texts of workbooks.
    let held = AtomicU64::new(0);
    let kinds: Vec<Kind> = lists.iter().map(kind_of).collect::<Result<_>>()?;
    let mut expansions: Vec<Expansion> =
        lists.iter().map(|list| session.common.given.expand(&list.file)).collect::<Result<_, _>>()?;
    tizim_tables::tell_apart(&mut expansions);
    for ((list, kind), mut expansion) in lists.iter().zip(kinds).zip(expansions) {
        let role = session.role(kind.word());
        say_passed_over(session, role, &expansion.passed_over);
        let columns = super::columns_of(&options.columns, &["roll", &kind.to_string()])?;
        let windows = day_orders::of_list(session.profile(), kind);
        let options = Options { columns, windows, ..options.clone() };
        let schema = list_schema::of(kind)?;
        let (files, mut unreadable) = open_files(session, role, &expansion.inputs, &schema, &options, &held)?;
        // A note among the lists of a folder is no list, and does not keep the others from being checked.
        if !files.is_empty() && unreadable.iter().all(|(_, error)| is_no_list(error)) {
            for (name, error) in unreadable.drain(..) {
                session.say(&format!("{role}: not read as a list: {error}"));
                expansion.passed_over.push(name);
            }
        }
        let mut unreadable: Vec<TableError> = unreadable.into_iter().map(|(_, error)| error).collect();
        match unreadable.len() {
            0 => {}
            1 => return Err(unreadable.remove(0).into()),
            count => return Err(several_unreadable(count, expansion.inputs.len(), &unreadable)),
        }
        if files.len() > FILES_SAID {
            session.say(&format!("{role}: {}", further(&files[FILES_SAID..])));
        }
        opened.push(ListInput { kind, files, date: list.date, passed_over: expansion.passed_over });
    }
    day_orders::settle(opened.iter_mut().flat_map(|list| &mut list.files));
    Ok(opened)
}

/// Says which files of a folder are no tables.
fn say_passed_over(session: &Session, role: &str, passed_over: &[String]) {
    for name in passed_over.iter().take(FILES_SAID) {
        session.say(&format!("{role}: `{name}` is no table and is not read"));
    }
    if let Some(more @ 1..) = passed_over.len().checked_sub(FILES_SAID) {
        let are =
            if more == 1 { "1 more file is no table and is" } else { "more files are no tables and are" };
        let count = if more == 1 { String::new() } else { format!("{more} ") };
        session.say(&format!("{role}: {count}{are} not read"));
    }
}

/// The name of a file, and why it cannot be read.
type Unreadable = (String, TableError);

/// Opens the files of a list side by side and says how each is read; beside them those that cannot be read, with the reason.
fn open_files(
    session: &Session,
    role: &str,
    inputs: &[Input],
    schema: &Schema,
    options: &Options,
    held: &AtomicU64,
) -> Result<(Vec<TableFile>, Vec<Unreadable>)> {
    let mut files = Vec::with_capacity(inputs.len());
    let mut unreadable = Vec::new();
    // Beyond this the texts of workbooks are held packed.
    let most_held = session.run.memory / 8;
    let is_folder = inputs.len() > 1;
    let known = &data::regions(session.profile())?;
    for inputs in inputs.chunks(FILES_OPENED) {
        session.run.check()?;
        inputs.iter().filter_map(Input::path).for_each(output::protect);
        let open = |input: &Input| {
            if session.run.is_cancelled() {
                return Err(TableError::Interrupted { path: input.name().to_owned() });
            }
            let mut files = super::open_every(session, input, schema, options)?;
            region_sheets::give_each(&mut files, known);
            let is_folder = is_folder || files.len() > 1;
            for file in &files {
                let bytes = file.held_bytes();
                if is_folder && held.fetch_add(bytes, Ordering::Relaxed) + bytes > most_held {
                    held.fetch_sub(bytes, Ordering::Relaxed);
                    file.release();
                }
            }
            Ok(files)
        };
        let opened: Vec<_> = inputs.par_iter().map(open).collect();
        session.run.check()?;
        for (input, file) in inputs.iter().zip(opened) {
            let file = match file {
                Ok(file) => file,
                Err(error) => {
                    unreadable.push((input.name().to_owned(), error));
                    continue;
                }
            };
            let said = FILES_SAID.saturating_sub(files.len());
            for file in file.iter().take(said) {
                session.say(&format!("{role}: {}", file.detected()));
            }
            files.extend(file);
        }
    }
    Ok((files, unreadable))
}

/// What was read beside the files that are named one by one: files, or sheets of workbooks.
fn further(files: &[TableFile]) -> String {
    let sheets = files.iter().filter(|file| file.detected().sheet.is_some()).count();
    let some = |count: usize, one: &str, several: &str| match count {
        1 => format!("1 more {one} was read"),
        count => format!("{count} more {several} were read"),
    };
    match files.len() - sheets {
        0 => some(sheets, "sheet", "sheets"),
        _ if sheets == 0 => some(files.len(), "file", "files"),
        _ => some(files.len(), "file or sheet", "files and sheets"),
    }
}

/// Whether a file is something else than a list, rather than a list that cannot be read.
fn is_no_list(error: &TableError) -> bool {
    matches!(error, TableError::NoHeading { .. } | TableError::Empty { .. } | TableError::Binary { .. })
}

/// Errors that are said one by one.
const ERRORS_SAID: usize = 20;

/// Every file that has to be mended, so that it need not be found out one run after the other.
fn several_unreadable(count: usize, all: usize, errors: &[TableError]) -> anyhow::Error {
    let mut message = format!("{count} of {all} files cannot be read as this list");
    for error in errors.iter().take(ERRORS_SAID) {
        let _ = write!(message, "\n  {error}");
    }
    if let Some(more @ 1..) = count.checked_sub(ERRORS_SAID) {
        let _ = write!(message, "\n  and {more} more");
    }
    Hinted::error(
        message,
        "mend these files or take them out of the folder; nothing was checked without them",
    )
}

fn kind_of(list: &ListArgument) -> Result<Kind> {
    list.kind.parse().map_err(|error: tizim_rolls::UnknownKind| {
        Hinted::error(
            format!("`{}` is no kind of list: {error}", list.kind),
            "write KIND=FILE, such as permanent=roll.csv",
        )
    })
}

/// Files that are opened side by side.
const FILES_OPENED: usize = 256;

/// Files of one list that are described one by one.
const FILES_SAID: usize = 3;

/// What the manifest says of the lists, after they were read.
pub(crate) fn records(lists: &[ListInput]) -> Vec<InputRecord> {
    let files = lists.iter().flat_map(|list| list.files.iter().map(move |file| (list.kind, file)));
    files
        .filter_map(|(kind, file)| {
            Some(input_record(kind.word(), file.detected(), &file.summary()?).of_persons())
        })
        .collect()
}

/// Voter lists as the audit of certificates asks them: where do these holders stand?
pub(crate) struct SearchedLists<'a> {
    lists: Vec<ListInput>,
    session: &'a Session,
}

impl<'a> SearchedLists<'a> {
    /// Opens the lists; `None` where there are none.
    ///
    /// # Errors
    /// Where a list cannot be opened.
    pub(crate) fn open(
        session: &'a Session,
        lists: &[ListArgument],
        options: &Options,
    ) -> Result<Option<Self>> {
        if lists.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self { lists: open(session, lists, options)?, session }))
    }

    /// What the manifest says of them.
    pub(crate) fn records(&self) -> Vec<InputRecord> {
        records(&self.lists)
    }
}

impl HomeList for SearchedLists<'_> {
    fn kinds(&self) -> Vec<String> {
        self.lists.iter().map(|list| list.kind.word().to_owned()).collect()
    }

    fn told(&self) -> Vec<Finding> {
        told::of_lists("AVC-090", &self.lists)
    }

    fn locate(&self, held: &[Held<'_>]) -> Result<Vec<Located>, ListError> {
        let asked: Vec<Holder<'_>> = held.iter().map(|held| held.holder).collect();
        let rules = RollRules::from_profile(self.session.profile())?;
        let search = locate::locate(&self.lists, &asked, &rules, &self.session.run)?;
        Ok(held
            .iter()
            .zip(&search.sightings)
            .map(|(held, sightings)| Located {
                on_home_list: on_home_list(&rules.regions, held, sightings, &search),
                entries: sightings.iter().cloned().map(entry).collect(),
            })
            .collect())
    }
}

/// Whether one of the sightings is on the permanent list of the precinct that issued the certificate. That nobody was
/// seen says something only where that list was given.
fn on_home_list(regions: &Regions, held: &Held<'_>, sightings: &[Sighting], search: &Search) -> Answer {
    if held.home_precinct.is_empty() {
        return Answer::Unknown;
    }
    let home = (held.home_region, held.home_precinct);
    let at_home = sightings.iter().any(|sighting| {
        sighting.kind == Kind::Permanent
            && locate::same_precinct(regions, home, (&sighting.region, &sighting.precinct))
    });
    if at_home {
        Answer::Yes
    } else if search.covers(home) {
        Answer::No
    } else {
        Answer::Unknown
    }
}

fn entry(sighting: Sighting) -> ListEntry {
    ListEntry {
        kind: sighting.kind.word().to_owned(),
        evidence: sighting.evidence,
        region: sighting.region,
        precinct: sighting.precinct,
        matched_by: if sighting.by_number { MatchedBy::Identifier } else { MatchedBy::Name },
        mark: sighting.mark,
        removed: match (sighting.removed, sighting.struck_out) {
            (_, true) => Removed::InTime,
            (true, false) => Removed::TooLate,
            (false, false) => Removed::No,
        },
        avc_serial: sighting.avc_serial,
    }
}

//! Voter lists: opened here, read by `rolls` in as many passes as it needs.

use anyhow::Result;
use rayon::prelude::*;
use tizim_avc::{Answer, Holder, HomeList, ListEntry, ListError, Located, MatchedBy};
use tizim_evidence::InputRecord;
use tizim_rolls::locate::{self, Search, Sighting};
use tizim_rolls::{Kind, ListInput, RollRules};
use tizim_tables::{Input, Options, TableFile};

use super::input_record;
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
    let schema = data::schema("roll")?;
    let mut opened = Vec::new();
    // Texts of workbooks; what is not held is read again when it is needed.
    let (mut held, most_held) = (0, session.run.memory / 8);
    for list in lists {
        let kind: Kind = list.kind.parse().map_err(|error: tizim_rolls::UnknownKind| {
            Hinted::error(
                format!("`{}` is no kind of list: {error}", list.kind),
                "write KIND=FILE, such as permanent=roll.csv",
            )
        })?;
        let expansion = tizim_tables::expand(&list.file)?;
        if expansion.skipped > 0 {
            session.say(&format!(
                "{kind}: {} files in `{}` are no tables and were passed over",
                expansion.skipped, list.file
            ));
        }
        let mut files = Vec::with_capacity(expansion.inputs.len());
        for inputs in expansion.inputs.chunks(FILES_OPENED) {
            session.run.check()?;
            inputs.iter().filter_map(Input::path).for_each(output::protect);
            let opened: Vec<_> =
                inputs.par_iter().map(|input| TableFile::open(input, &schema, options)).collect();
            for file in opened {
                let file = file?;
                if files.len() < FILES_SAID {
                    session.say(&format!("{kind}: {}", file.detected()));
                }
                held += file.held_bytes();
                if held > most_held && expansion.inputs.len() > FEW_FILES {
                    held -= file.held_bytes();
                    file.release();
                }
                files.push(file);
            }
        }
        if files.len() > FILES_SAID {
            session.say(&format!("{kind}: {} further files", files.len() - FILES_SAID));
        }
        opened.push(ListInput { kind, files, date: list.date });
    }
    Ok(opened)
}

/// Workbooks of lists of so many files are held, however large: to read a large one again for every row would take long.
const FEW_FILES: usize = 16;

/// Files that are opened side by side before the first that cannot be read ends the run.
const FILES_OPENED: usize = 256;

/// Files of one list that are described one by one.
const FILES_SAID: usize = 3;

/// What the manifest says of the lists, after they were read.
pub(crate) fn records(lists: &[ListInput]) -> Vec<InputRecord> {
    let files = lists.iter().flat_map(|list| list.files.iter().map(move |file| (list.kind, file)));
    files
        .filter_map(|(kind, file)| Some(input_record(kind.word(), file.detected(), &file.summary()?)))
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

    fn locate(&self, holders: &[Holder<'_>]) -> Result<Vec<Located>, ListError> {
        let asked: Vec<locate::Holder<'_>> = holders
            .iter()
            .map(|holder| locate::Holder {
                iin: holder.iin,
                surname: holder.surname,
                given_name: holder.given_name,
                patronymic: holder.patronymic,
                birth_date: holder.birth_date,
            })
            .collect();
        let rules = RollRules::from_profile(self.session.profile())?;
        let search = locate::locate(&self.lists, &asked, &rules, &self.session.run)?;
        Ok(holders
            .iter()
            .zip(&search.sightings)
            .map(|(holder, sightings)| Located {
                on_home_list: on_home_list(holder, sightings, &search),
                entries: sightings.iter().cloned().map(entry).collect(),
            })
            .collect())
    }
}

/// Whether one of the sightings is on the permanent list of the precinct that issued the certificate. That nobody was
/// seen says something only where that list was given.
fn on_home_list(holder: &Holder<'_>, sightings: &[Sighting], search: &Search) -> Answer {
    if holder.home_precinct.is_empty() {
        return Answer::Unknown;
    }
    let home = (holder.home_region, holder.home_precinct);
    let at_home = sightings.iter().any(|sighting| {
        sighting.kind == Kind::Permanent
            && locate::same_precinct(home, (&sighting.region, &sighting.precinct))
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
        avc_serial: sighting.avc_serial,
    }
}

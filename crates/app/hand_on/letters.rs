//! Letters: one workbook for each akimat or commission that must act, with its own entries whole and of others only where
//! they stand, and a list of what was sent to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use anyhow::{Context, Result};
use tizim_evidence::{Message, Value};
use tizim_report::{Book, Line, ReportError, Sheet};
use tizim_rolls::{Decisions, RollRules};

use super::columns::{Columns, Shown};
use super::entry::Entry;
use super::reasons::About;
use super::recipients::{Precinct, Recipient, Recipients, SplitBy};
use super::sent::{self, Letter, is_open};
use super::spool::{Verdict, Verdicts};
use crate::file_names::file_names;
use crate::folder::ReportFolder;
use crate::session::Session;

/// The folder of the letters, and the list of what was sent to whom.
const FOLDER: &str = "letters";
const LIST: &str = "letters.csv";

/// All letters of a run.
pub(crate) struct Letters<'a> {
    session: &'a Session,
    law: &'a RollRules,
    verdicts: &'a Verdicts,
    decisions: Option<&'a Decisions>,
    recipients: Recipients,
    about: About,
}

impl<'a> Letters<'a> {
    /// Letters about these verdicts and what was decided of them, parted in this way.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn new(
        about: About,
        session: &'a Session,
        law: &'a RollRules,
        (verdicts, decisions): (&'a Verdicts, Option<&'a Decisions>),
        by: SplitBy,
        precincts: &[Precinct],
    ) -> Result<Self> {
        let mut listed = BTreeSet::new();
        for verdict in verdicts.iter() {
            for row in verdict?.rows {
                if !listed.contains(&row.region) {
                    listed.insert(row.region);
                }
            }
        }
        let recipients =
            Recipients::new(by, session.catalogue.word("report.language"), &law.regions, &listed, precincts);
        Ok(Self { session, law, verdicts, decisions, recipients, about })
    }

    /// Writes all letters and their list into the folder of the report.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn write(&self, folder: &ReportFolder) -> Result<()> {
        let letters = self.letters()?;
        let names: Vec<String> = letters.keys().map(Recipient::name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut files = file_names(FOLDER, "xlsx", &names);
        for (file, _) in files.iter_mut().zip(letters.values()).filter(|(_, letter)| !letter.is_open()) {
            // All is answered: there is nothing to be sent.
            file.clear();
        }
        let mut together: BTreeMap<&str, Vec<(&Recipient, &Letter)>> = BTreeMap::new();
        for (file, letter) in files.iter().zip(&letters).filter(|(file, _)| !file.is_empty()) {
            together.entry(file).or_default().push(letter);
        }
        for (file, letters) in &together {
            self.session.run.check()?;
            let bytes = self.letter(letters)?;
            folder.write(file, &bytes)?;
        }
        folder.write(LIST, &sent::list(self.session.common.reveal, &files, &letters)?)
    }

    /// What each recipient is sent.
    fn letters(&self) -> Result<BTreeMap<Recipient, Letter>> {
        let mut letters: BTreeMap<Recipient, Letter> = BTreeMap::new();
        for place in 0..self.verdicts.len() {
            let verdict = self.verdicts.get(place)?;
            if !verdict.asks() {
                continue;
            }
            let of: Vec<Recipient> = verdict.rows.iter().map(|row| self.recipients.of(row)).collect();
            for pair in verdict.pairs() {
                let standing = verdict.standing(pair, self.decisions);
                let both: BTreeSet<&Recipient> = pair.iter().map(|row| &of[*row]).collect();
                let both_own = both.len() == 1;
                for recipient in both {
                    let letter = letters.entry(recipient.clone()).or_default();
                    letter.pairs += 1;
                    letter.open_pairs += u64::from(is_open(standing));
                    if is_open(standing) {
                        letter.verdicts.insert(place);
                    }
                    letter.both_own |= both_own;
                    letter.count(standing);
                }
            }
            for (recipient, row) in of.into_iter().zip(&verdict.rows) {
                let letter = letters.entry(recipient).or_default();
                letter.groups.insert(verdict.group);
                if verdict.is_large() {
                    letter.entries += 1;
                    letter.count(row.standing);
                    if is_open(row.standing) {
                        letter.verdicts.insert(place);
                    }
                }
            }
        }
        Ok(letters)
    }

    /// The workbook of one recipient; of several only where a table names more than there can be.
    fn letter(&self, to: &[(&Recipient, &Letter)]) -> Result<Vec<u8>> {
        let session = self.session;
        let catalogue = &session.catalogue;
        let columns = Columns::new(self.about, catalogue, self.law, session.common.reveal)?;
        let mut book = Book::new(catalogue, session.common.reveal, session.scratch())?;
        book.text(catalogue.word("app.letters.sheet"), &self.front(to))?;
        let own: BTreeSet<&Recipient> = to.iter().map(|(recipient, _)| *recipient).collect();
        let places: BTreeSet<usize> =
            to.iter().flat_map(|(_, letter)| letter.verdicts.iter().copied()).collect();
        // Where both entries are its own in some pair, both are shown whole.
        let other = if to.iter().any(|(_, letter)| letter.both_own) { Shown::Whole } else { Shown::Place };
        let sheet = |name: &str, title: &str, columns| Sheet {
            name: catalogue.word(name).to_owned(),
            title: catalogue.word(title).to_owned(),
            notes: self.notes().map(|key| catalogue.word(key).to_owned()).collect(),
            columns,
        };
        let sides = [("app.letters.own", Shown::Whole), ("app.letters.other", other)];
        let title = if self.about == About::Leads { "app.leads.title" } else { "app.pairs.title" };
        let pairs = sheet("app.pairs.sheet", title, columns.of_pairs(sides));
        let rows = |verdict: &Verdict| self.pair_rows(&columns, (&own, other), verdict);
        book.sheet(&pairs, &mut self.rows(&places, rows))?;
        if to.iter().any(|(_, letter)| letter.entries > 0) {
            let groups = sheet("app.pairs.groups_sheet", "app.pairs.groups_title", columns.of_entries());
            book.sheet(&groups, &mut self.rows(&places, |verdict| self.entry_rows(&columns, &own, verdict)))?;
        }
        let mut bytes = Cursor::new(Vec::new());
        book.save(&mut bytes).context("a letter could not be written")?;
        Ok(bytes.into_inner())
    }

    /// What stands above each table: of leads, what a lead is.
    fn notes(&self) -> impl Iterator<Item = &'static str> {
        let lead = (self.about == About::Leads).then_some("rolls.link.lead");
        lead.into_iter().chain(["app.letters.lead"])
    }

    /// The rows that these verdicts give.
    fn rows<'r>(
        &'r self,
        places: &'r BTreeSet<usize>,
        of: impl Fn(&Verdict) -> Vec<Vec<Value>> + 'r,
    ) -> impl Iterator<Item = Result<Vec<Value>, ReportError>> + 'r {
        places.iter().flat_map(move |place| match self.verdicts.get(*place) {
            Ok(verdict) => of(&verdict).into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(ReportError::from(error))],
        })
    }

    fn shown<'e>(&self, own: &BTreeSet<&Recipient>, entry: &'e Entry) -> (&'e Entry, Shown) {
        let is_own = own.contains(&self.recipients.of(entry));
        (entry, if is_own { Shown::Whole } else { Shown::Place })
    }

    /// The pairs in which the recipient has an entry, its own first.
    fn pair_rows(
        &self,
        columns: &Columns<'_>,
        (own, other): (&BTreeSet<&Recipient>, Shown),
        verdict: &Verdict,
    ) -> Vec<Vec<Value>> {
        let row = |pair: [usize; 2]| {
            let standing = verdict.standing(pair, self.decisions);
            let mut pair = pair.map(|place| self.shown(own, &verdict.rows[place]));
            if pair[0].1 == Shown::Place {
                pair.reverse();
            }
            let is_told = pair[0].1 == Shown::Whole && is_open(standing);
            is_told.then(|| columns.pair(verdict.group, pair, [Shown::Whole, other], standing))
        };
        verdict.pairs().into_iter().filter_map(row).collect()
    }

    fn entry_rows(
        &self,
        columns: &Columns<'_>,
        own: &BTreeSet<&Recipient>,
        verdict: &Verdict,
    ) -> Vec<Vec<Value>> {
        if !verdict.is_large() {
            return Vec::new();
        }
        let row = |entry| {
            let (entry, shown) = self.shown(own, entry);
            columns.entry(verdict.group, entry, shown)
        };
        verdict.rows.iter().map(row).collect()
    }

    /// What the letter says before its tables.
    fn front(&self, to: &[(&Recipient, &Letter)]) -> Vec<Line> {
        let catalogue = &self.session.catalogue;
        let word = |key: &str| catalogue.word(key).to_owned();
        let say = |message: Message| Line::Text(catalogue.text(&message));
        let mut lines = vec![Line::Title(word("app.letters.title"))];
        lines.extend(to.iter().map(|(recipient, _)| {
            let name = recipient.name();
            let name = if name.is_empty() { word("app.letters.not_stated") } else { name };
            say(Message::new("app.letters.to").with("recipient", name))
        }));
        if self.about == About::Leads {
            lines.extend(["rolls.link.lead", "rolls.link.note.model"].map(|key| Line::Warning(word(key))));
        }
        lines.extend(["app.letters.nobody", "app.letters.documents"].map(|key| Line::Warning(word(key))));
        let complaints = self.law.complaints.as_ref();
        lines.extend(complaints.map(|complaints| Line::Warning(catalogue.text(&complaints.message()))));
        let sum = |of: fn(&Letter) -> u64| to.iter().map(|(_, letter)| of(letter)).sum::<u64>();
        lines.push(say(Message::new("app.letters.pairs").with("pairs", sum(|letter| letter.open_pairs))));
        let entries = sum(|letter| letter.entries);
        if entries > 0 {
            lines.push(say(Message::new("app.letters.entries").with("entries", entries)));
        }
        lines.push(Line::Heading(word("app.letters.how")));
        let tied = if self.session.common.is_keyed() { "app.letters.answer" } else { "app.pairs.no_key" };
        let seen = if self.session.common.reveal { "app.letters.whole" } else { "app.letters.masked" };
        lines.extend([seen, "app.letters.others", tied].map(|key| Line::Text(word(key))));
        lines.extend(self.law.keepers.as_ref().map(|keepers| say(keepers.message())));
        lines.push(Line::Heading(word("app.letters.made")));
        let rules = Message::new("report.rules_of").with("profile", self.session.profile().title.clone());
        lines.push(say(rules));
        let made = Message::new("app.letters.made_by").with("version", env!("CARGO_PKG_VERSION"));
        lines.push(say(made.with("key", self.session.key_id.clone())));
        lines
    }
}

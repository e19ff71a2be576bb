//! Lines of verdicts, kept until all of them are known: in memory as long as they are few, else in a file without a name.

use std::cell::RefCell;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::SpooledTempFile;
use tizim_evidence::Severity;
use tizim_people::Token;
use tizim_rolls::{Code, Decisions, DuplicateSink, LineForm, MOST_PAIRED, Standing};

use super::entry::{self, Entry, Kept};

/// Bytes that are kept in memory.
const IN_MEMORY: usize = 32 << 20;

/// One code given to rows of a group: where its lines are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// The gravest comes first.
    severity: std::cmp::Reverse<Severity>,
    code: Code,
    group: u64,
    start: u64,
    bytes: u64,
    rows: usize,
}

/// Takes the lines of verdicts.
pub(crate) struct Spool {
    lines: BufWriter<SpooledTempFile>,
    places: Vec<Place>,
    written: u64,
}

/// One code given to rows of a group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Verdict {
    /// The number of the group.
    pub(crate) group: u64,
    /// Its rows; at least one.
    pub(crate) rows: Vec<Entry>,
}

impl Spool {
    /// Takes lines; what does not fit the memory goes to a file without a name in `folder`, which nobody else can open.
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        let file = match folder {
            Some(folder) => tempfile::spooled_tempfile_in(IN_MEMORY, folder),
            None => tempfile::spooled_tempfile(IN_MEMORY),
        };
        Self { lines: BufWriter::with_capacity(1 << 16, file), places: Vec::new(), written: 0 }
    }

    /// All that was taken.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn finish(mut self) -> io::Result<Verdicts> {
        self.places.sort_unstable();
        let lines = self.lines.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Verdicts { lines: RefCell::new(lines), places: self.places })
    }
}

impl DuplicateSink for Spool {
    fn form(&self) -> LineForm {
        entry::keep
    }

    fn wants_pairs(&self) -> bool {
        true
    }

    fn take(&mut self, group: u64, form: &[u8]) -> io::Result<()> {
        let (Some(code), Some(severity)) = (entry::code_of(form), entry::severity_of(form)) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let bytes = form.len() as u64;
        match self.places.last_mut() {
            Some(last) if (last.group, last.code) == (group, code) => {
                last.bytes += bytes;
                last.rows += 1;
            }
            _ => {
                let severity = std::cmp::Reverse(severity);
                self.places.push(Place { severity, code, group, start: self.written, bytes, rows: 1 });
            }
        }
        self.written += bytes;
        self.lines.write_all(form)
    }
}

/// All verdicts, the gravest first, then by code and group.
pub(crate) struct Verdicts {
    lines: RefCell<SpooledTempFile>,
    places: Vec<Place>,
}

impl Verdicts {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether one of them has too many rows to be told as pairs.
    pub(crate) fn has_large_groups(&self) -> bool {
        self.places.iter().any(|place| place.rows > MOST_PAIRED)
    }

    /// The verdict in this place of their order.
    ///
    /// # Errors
    /// Where the disk says no.
    pub(crate) fn get(&self, place: usize) -> io::Result<Verdict> {
        let place = self.places.get(place).ok_or(io::ErrorKind::NotFound)?;
        let mut lines = self.lines.borrow_mut();
        lines.seek(SeekFrom::Start(place.start))?;
        let mut form = vec![0; place.bytes as usize];
        lines.read_exact(&mut form)?;
        let rows: Vec<Entry> = Kept(&form).collect();
        if rows.is_empty() {
            Err(io::ErrorKind::InvalidData.into())
        } else {
            Ok(Verdict { group: place.group, rows })
        }
    }

    /// All verdicts in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = io::Result<Verdict>> {
        (0..self.len()).map(|place| self.get(place))
    }
}

impl Verdict {
    /// Whether somebody is to look into it.
    pub(crate) fn asks(&self) -> bool {
        self.rows.iter().any(|row| row.reason.asks())
    }

    /// Whether it has too many rows to be told as pairs: each is told by itself.
    pub(crate) fn is_large(&self) -> bool {
        self.rows.len() > MOST_PAIRED
    }

    /// The pairs among its rows, as indices; none where there are too many rows to be told as pairs.
    pub(crate) fn pairs(&self) -> Vec<[usize; 2]> {
        if self.is_large() {
            return Vec::new();
        }
        let behind = |place: usize, row: &Entry| {
            let partners = row.partners;
            (place + 1..self.rows.len().min(MOST_PAIRED))
                .filter(move |other| partners >> other & 1 == 1)
                .map(move |other| [place, other])
        };
        self.rows.iter().enumerate().flat_map(|(place, row)| behind(place, row)).collect()
    }

    /// How a pair of its rows stands by the decisions of a run; a verdict on many rows is cleared only where all its pairs are.
    pub(crate) fn standing(&self, pair: [usize; 2], decisions: Option<&Decisions>) -> Option<Standing> {
        let row = |place: usize| {
            let row = &self.rows[place];
            Some((Token::parse(&row.token)?, Token::parse(&row.values)?))
        };
        decisions?.standing(row(pair[0])?, row(pair[1])?)
    }
}

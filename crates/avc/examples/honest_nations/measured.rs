//! What was measured so far: a line each of a text file, so that a long run can be stopped and go on.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::Path;

use crate::generator::Nature;

/// What a line says: the first words of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Measured(String);

impl Measured {
    /// Whether ROLL-022, ROLL-023, AVC-014 and AVC-015 name anyone in this nation, and from how many voters an address is
    /// named.
    pub(crate) fn alarms(nature: Nature, seed: u64) -> Self {
        Self(format!("alarms\t{nature:?}\t{seed}"))
    }

    /// Whether ROLL-023 and AVC-014 name any precinct of this nation, by rates alone.
    pub(crate) fn rates(nature: Nature, seed: u64) -> Self {
        Self(format!("rates\t{nature:?}\t{seed}"))
    }

    /// How many precincts of this nation ROLL-023 names, and how many of them are truly far out.
    pub(crate) fn far(nature: Nature, seed: u64) -> Self {
        Self(format!("far\t{nature:?}\t{seed}"))
    }

    /// Whether ROLL-023 and AVC-014 name one precinct at this multiple of the usual rate.
    pub(crate) fn rate(multiple: u32, seed: u64) -> Self {
        Self(format!("rate\t{multiple}\t{seed}"))
    }

    /// Whether AVC-015 names one precinct that sends these of a hundred to one place.
    pub(crate) fn flow(share: u64, seed: u64) -> Self {
        Self(format!("flow\t{share}\t{seed}"))
    }
}

/// All lines.
pub(crate) struct Measurements {
    known: BTreeMap<Measured, Vec<u64>>,
    file: File,
}

impl Measurements {
    /// Reads what stands in the file; a last line that was cut off is measured again.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            read => read?,
        };
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        let known = whole.lines().filter_map(|line| {
            let (what, numbers) = line.split_once("\t=\t")?;
            let numbers: Option<Vec<u64>> = numbers.split('\t').map(|number| number.parse().ok()).collect();
            Some((Measured(what.to_owned()), numbers?))
        });
        let known = known.collect();
        std::fs::write(path, whole)?;
        Ok(Self { known, file: OpenOptions::new().append(true).open(path)? })
    }

    /// Measures what is not known yet, and writes it down.
    pub(crate) fn unless_known(&mut self, what: Measured, measure: impl FnOnce() -> Vec<u64>) -> Result<()> {
        if !self.known.contains_key(&what) {
            let numbers = measure();
            let words: Vec<String> = numbers.iter().map(u64::to_string).collect();
            writeln!(self.file, "{}\t=\t{}", what.0, words.join("\t"))?;
            self.known.insert(what, numbers);
        }
        Ok(())
    }

    /// The numbers at one place of those lines of the first `nations` that are known.
    pub(crate) fn at(&self, place: usize, nations: u64, line: impl Fn(u64) -> Measured) -> Vec<u64> {
        (0..nations).filter_map(|seed| self.known.get(&line(seed))?.get(place).copied()).collect()
    }
}

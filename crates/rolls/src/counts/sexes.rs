//! The column for the sex, which has a handful of values.

use tizim_people::Sex;

/// Values that are remembered, and the longest of them.
const MOST: usize = 16;
const LONGEST: usize = 32;

/// Reads the column, each value once.
#[derive(Debug, Default)]
pub(crate) struct Sexes(Vec<(Vec<u8>, Option<Sex>)>);

impl Sexes {
    /// The sex that a cell states, if any.
    pub(crate) fn read(&mut self, cell: &[u8]) -> Option<Sex> {
        if let Some((_, sex)) = self.0.iter().find(|(known, _)| known == cell) {
            return *sex;
        }
        let sex = Sex::parse(cell);
        if self.0.len() < MOST && cell.len() <= LONGEST {
            self.0.push((cell.to_vec(), sex));
        }
        sex
    }
}

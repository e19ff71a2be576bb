//! Do the names on the map and in the table agree, where their codes do? Where they do not, the codes may be those of other rows.

use std::collections::BTreeMap;

/// Fewest names that say something.
const FEWEST: usize = 3;

/// Names of units and of their rows, held against each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Naming {
    /// Pairs of names in one script.
    pub compared: usize,
    /// Of them, the same or one within the other.
    pub agree: usize,
    /// Of those that do not agree, names on the map that are the name of another row.
    pub of_others: usize,
}

impl Naming {
    /// Holds the names of units against those of their rows, and those of all rows of the table: codes with names.
    ///
    /// ```
    /// use tizim_boundaries::Naming;
    /// let table = [("1", "North"), ("2", "South"), ("3", "East")];
    /// let shifted = Naming::of([("1", "South"), ("2", "East"), ("3", "North")], table);
    /// assert_eq!((shifted.compared, shifted.agree, shifted.of_others), (3, 0, 3));
    /// assert!(shifted.is_shifted() && Naming::of(table, table).agree == 3);
    /// ```
    pub fn of<'n>(
        units: impl IntoIterator<Item = (&'n str, &'n str)>,
        table: impl IntoIterator<Item = (&'n str, &'n str)>,
    ) -> Self {
        let rows: BTreeMap<&str, String> = table
            .into_iter()
            .map(|(code, name)| (code, plain(name)))
            .filter(|row| !row.1.is_empty())
            .collect();
        let mut found = Self::default();
        for (code, name) in units {
            let (name, Some(own)) = (plain(name), rows.get(code)) else { continue };
            if name.is_empty() || is_cyrillic(&name) != is_cyrillic(own) {
                continue;
            }
            found.compared += 1;
            if name == *own || is_within(&name, own) || is_within(own, &name) {
                found.agree += 1;
            } else if rows.values().any(|other| *other == name) {
                found.of_others += 1;
            }
        }
        found
    }

    /// Whether (nearly) no name agrees. Few names say nothing.
    pub fn disagree(&self) -> bool {
        self.compared >= FEWEST && self.agree * 10 <= self.compared
    }

    /// Whether no name agrees, and (nearly) all are those of other rows: the codes are shifted.
    pub fn is_shifted(&self) -> bool {
        self.compared >= FEWEST && self.agree == 0 && self.of_others * 10 >= self.compared * 9
    }
}

/// Letters and digits in small letters, words apart by one blank.
fn plain(name: &str) -> String {
    let letters = name.to_lowercase();
    let words = letters.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether the words of one name stand in another: `Semey` in `Semey city`, and not `District 1` in `District 12`.
fn is_within(one: &str, other: &str) -> bool {
    format!(" {other} ").contains(&format!(" {one} "))
}

fn is_cyrillic(name: &str) -> bool {
    name.chars().any(|letter| ('\u{400}'..='\u{52f}').contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_compared_say_nothing() {
        let table = [("1", "Северный округ"), ("2", "Южный округ"), ("3", "Восточный округ")];
        let english = Naming::of([("1", "North"), ("2", "South"), ("3", "East")], table);
        assert_eq!((english.compared, english.disagree()), (0, false));
        let short = Naming::of([("1", "СЕВЕРНЫЙ"), ("2", "Южный"), ("3", "Западный")], table);
        assert_eq!((short.compared, short.agree, short.of_others), (3, 2, 0));
        assert!(!short.disagree());
        let few = Naming::of([("1", "Южный округ"), ("2", "Северный округ")], table);
        assert!(!few.disagree() && !few.is_shifted());
        let other = Naming::of([("1", "Абай"), ("2", "Арка"), ("3", "Есиль")], table);
        assert!(other.disagree() && !other.is_shifted());
        let numbered = [("1", "District 1"), ("2", "District 12"), ("3", "District 3")];
        assert_eq!(Naming::of([("1", "District 12"), ("2", "District 2")], numbered).agree, 0);
    }
}

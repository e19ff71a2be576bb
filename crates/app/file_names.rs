//! Names of files that are called after what somebody wrote in a table: safe on every system, and no two alike.

use std::collections::BTreeSet;

/// Files of their own; what a column holds more of are no regions or commissions, and share one.
const MOST: usize = 1_000;
/// Letters of what was written in the name of its file.
const LONGEST: usize = 60;
/// Names that Windows keeps for devices, whatever their ending.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A name in this folder and with this ending for the file of each of `words`: letters and digits of any alphabet, none
/// twice on a system that knows no capitals, none that is a device.
pub(crate) fn file_names(folder: &str, ending: &str, words: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let name = |(number, word): (usize, &&str)| {
        let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
        let letters: String = word.chars().take(LONGEST).map(plain).collect();
        let word = match letters.trim_matches('-') {
            _ if number >= MOST => return format!("{folder}/others.{ending}"),
            "" => "not-stated",
            word => word,
        };
        let mut name = word.to_owned();
        let mut again = 1;
        while DEVICES.contains(&name.to_lowercase().as_str()) || !taken.insert(name.to_lowercase()) {
            again += 1;
            name = format!("{word}-{again}");
        }
        format!("{folder}/{name}.{ending}")
    };
    words.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_of_their_own() {
        let found =
            file_names("regions", "csv", &["", "Абай облысы", "абай/облысы", "../x", "CON", "con.", "lpt1"]);
        let expected = ["not-stated", "Абай-облысы", "абай-облысы-2", "x", "CON-2", "con-3", "lpt1-2"];
        assert_eq!(found, expected.map(|name| format!("regions/{name}.csv")));
        let many: Vec<String> = (0..=MOST).map(|number| number.to_string()).collect();
        let many = file_names("letters", "xlsx", &many.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((many[999].as_str(), many[1000].as_str()), ("letters/999.xlsx", "letters/others.xlsx"));
    }
}

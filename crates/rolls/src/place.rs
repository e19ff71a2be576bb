//! Which precinct a row belongs to: region and number together, since numbers repeat from region to region.

use crate::person::{precinct_key, region_into};

/// What identifies the precinct of a row, for comparison alone. Where no number is written the file stands for the
/// precinct: a list without a column for it is the list of one.
pub(crate) fn place_key(region: &str, precinct: &str, file: usize) -> String {
    let number = precinct_key(precinct);
    if number.is_empty() {
        return format!("\u{1e}{file}");
    }
    let mut region_key = Vec::new();
    region_into(region.as_bytes(), &mut region_key);
    let mut key = String::from_utf8(region_key).unwrap_or_default();
    key.push('\u{1f}');
    key.push_str(&number);
    key
}

/// How a precinct is named in a finding: `region / number`, or what is known of it.
pub(crate) fn place_name(region: &str, precinct: &str, file: &str) -> String {
    match (region.trim(), precinct.trim()) {
        ("", "") => file.to_owned(),
        ("", precinct) => precinct.to_owned(),
        (region, "") => format!("{region} / {file}"),
        (region, precinct) => format!("{region} / {precinct}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_repeat_between_regions() {
        assert_eq!(place_key("Абайская область", "12", 0), place_key("абайская обл.", "№012", 1));
        assert_ne!(place_key("Абайская область", "12", 0), place_key("Актюбинская область", "12", 0));
        assert_ne!(place_key("", "", 0), place_key("", "", 1));
        assert_eq!(place_name("A", "12", "f"), "A / 12");
        assert_eq!(place_name("", "", "f.csv"), "f.csv");
    }
}

//! Names of sheets.

use std::collections::BTreeSet;

/// A name that Excel takes for a sheet: at most 31 characters, none of `[]:*?/\`, and not taken.
pub(super) fn sheet_name(wanted: &str, taken: &mut BTreeSet<String>) -> String {
    let safe = |character: char| {
        let forbidden = matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
        if forbidden || crate::visible::acts(character) { '-' } else { character }
    };
    let base: String = wanted.chars().map(safe).take(28).collect();
    let base = if base.trim().is_empty() { "-".to_owned() } else { base };
    let mut name = base.clone();
    let mut number = 2;
    // `History` is a name that Excel keeps for itself.
    while name.eq_ignore_ascii_case("history") || !taken.insert(name.to_lowercase()) {
        name = format!("{} {number}", base.chars().take(24).collect::<String>());
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_such_as_excel_takes() {
        let mut taken = BTreeSet::new();
        let mut name = |wanted: &str| sheet_name(wanted, &mut taken);
        assert_eq!(name("districts"), "districts");
        assert_eq!(name("Districts"), "Districts 2");
        assert_eq!(name("a[]:*?/\\'b\n"), "a--------b-");
        assert_eq!(name(&"ж".repeat(40)).chars().count(), 28);
        assert_eq!(name(&"ж".repeat(41)).chars().count(), 26);
        assert_eq!(name("History"), "History 2");
        assert_eq!(name(""), "-");
    }
}

//! Columns that stand in the names of folders: `region=KZ-71/part-0.parquet`, as Hive, Spark and DuckDB write them.

/// What such writers put for a value that is missing.
const MISSING: &str = "__HIVE_DEFAULT_PARTITION__";

/// Headings and values in the folders of a name that is relative to the folder given.
pub(super) fn of_name(name: &str) -> Vec<(String, String)> {
    let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
    let pair = |folder: &str| {
        let (heading, value) = folder.split_once('=')?;
        let value = if value == MISSING { String::new() } else { unescaped(value) };
        (!heading.is_empty()).then(|| (unescaped(heading), value))
    };
    folders.split('/').filter_map(pair).collect()
}

/// `%20` and the like as what they stand for; what is no such thing stays.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes[at] == b'%';
        let code =
            text.get(at + 1..at + 3).filter(|_| escaped).and_then(|code| u8::from_str_radix(code, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_say_a_value() {
        let of = |name: &str| of_name(name).into_iter().map(|(a, b)| format!("{a}|{b}")).collect::<Vec<_>>();
        assert_eq!(of("region=KZ-71/precinct=12%2F1/part.parquet"), ["region|KZ-71", "precinct|12/1"]);
        assert_eq!(of("north/=x/region=__HIVE_DEFAULT_PARTITION__/p.parquet"), ["region|"]);
        assert_eq!(of("a=b.parquet"), Vec::<String>::new());
        assert_eq!(unescaped("100%"), "100%");
        assert_eq!(unescaped("%D0%90"), "А");
    }
}

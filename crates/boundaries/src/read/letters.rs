//! In which encoding the letters of a `.dbf` are: as its `.cpg` says, in whatever spelling, else as its own head does.

use encoding_rs::{Encoding, IBM866, UTF_8, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// Where the head of a `.dbf` names its encoding.
const MARK: usize = 29;

/// The letters of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    /// Their encoding; nothing where the head of the file knows.
    pub(super) encoding: Option<&'static Encoding>,
    /// Whether nothing says so, and it was assumed.
    pub(super) is_assumed: bool,
}

/// The encoding of a `.dbf`. Where nothing says it, its letters are UTF-8 if they can be, else those of Windows for Cyrillic.
///
/// # Errors
/// What the `.cpg` says, where that is no encoding that is known here.
pub(super) fn of(cpg: Option<&[u8]>, dbf: &[u8]) -> Result<Letters, String> {
    let stated = cpg.map(|cpg| String::from_utf8_lossy(cpg).trim_matches(is_beside).to_owned());
    if let Some(stated) = stated.filter(|stated| !stated.is_empty()) {
        let encoding = named(&stated).ok_or_else(|| stated.chars().take(40).collect::<String>())?;
        return Ok(Letters { encoding: Some(encoding), is_assumed: false });
    }
    let mark = dbf.get(MARK).copied().unwrap_or_default();
    if mark != 0 {
        return Ok(Letters { encoding: of_mark(mark), is_assumed: false });
    }
    let is_utf8 = std::str::from_utf8(dbf.get(records_from(dbf)..).unwrap_or_default()).is_ok();
    Ok(Letters { encoding: Some(if is_utf8 { UTF_8 } else { WINDOWS_1251 }), is_assumed: !is_utf8 })
}

fn is_beside(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}' || letter == '\0'
}

fn records_from(dbf: &[u8]) -> usize {
    dbf.get(8..10).map_or(0, |size| usize::from(u16::from_le_bytes([size[0], size[1]])))
}

/// An encoding by any of the names that programs for maps write: `CP1251`, `ANSI 1251`, `OEM 866`, `8859_5`, `LDID/201`.
fn named(stated: &str) -> Option<&'static Encoding> {
    let small = stated.to_ascii_lowercase();
    if let Some(mark) = small.strip_prefix("ldid/") {
        return of_mark(mark.parse().ok()?);
    }
    let plain: String = small.chars().filter(char::is_ascii_alphanumeric).collect();
    let code = plain.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let label = match (plain.as_str(), code) {
        (_, "65001") => "utf-8".to_owned(),
        (_, "866") => "ibm866".to_owned(),
        (_, code) if code.len() == 4 && code.starts_with("125") => format!("windows-{code}"),
        (_, code) if code.len() > 4 && code.starts_with("8859") => format!("iso-8859-{}", &code[4..]),
        _ => small.clone(),
    };
    Encoding::for_label(label.as_bytes()).or_else(|| Encoding::for_label(plain.as_bytes()))
}

/// An encoding by the number that the head of a `.dbf` has for it; nothing where it is another.
fn of_mark(mark: u8) -> Option<&'static Encoding> {
    match mark {
        0x03 | 0x57 => Some(WINDOWS_1252),
        0x26 | 0x65 => Some(IBM866),
        0xc8 => Some(WINDOWS_1250),
        0xc9 => Some(WINDOWS_1251),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_known_in_whatever_spelling() {
        let of = |cpg: &str| super::of(Some(cpg.as_bytes()), &[]).map(|found| found.encoding.unwrap().name());
        for (cpg, name) in [
            ("\u{feff}UTF-8\r\n", "UTF-8"),
            ("65001", "UTF-8"),
            ("utf8", "UTF-8"),
            ("Windows-1251", "windows-1251"),
            ("WINDOWS1251", "windows-1251"),
            ("cp1251", "windows-1251"),
            ("ANSI 1251", "windows-1251"),
            ("1251", "windows-1251"),
            ("LDID/201", "windows-1251"),
            ("OEM 866", "IBM866"),
            ("IBM866", "IBM866"),
            ("KOI8-R", "KOI8-R"),
            ("8859_5", "ISO-8859-5"),
            ("ISO-8859-5", "ISO-8859-5"),
        ] {
            assert_eq!(of(cpg), Ok(name), "{cpg}");
        }
        assert_eq!(of("KZ-1048"), Err("KZ-1048".to_owned()));
        assert_eq!(of("nonsense"), Err("nonsense".to_owned()));
    }

    #[test]
    fn without_a_word_on_it_letters_are_told_by_themselves() {
        let mut dbf = vec![0; 33];
        dbf[8] = 33;
        let with = |letters: &[u8]| super::of(None, &[&dbf[..], letters].concat()).unwrap();
        assert_eq!(with("Есиль".as_bytes()).encoding.unwrap().name(), "UTF-8");
        let assumed = with(&[0xc5, 0xf1, 0xe8, 0xeb, 0xfc]);
        assert_eq!((assumed.encoding.unwrap().name(), assumed.is_assumed), ("windows-1251", true));
        dbf[MARK] = 0x65;
        let stated = super::of(None, &dbf).unwrap();
        assert_eq!((stated.encoding.unwrap().name(), stated.is_assumed), ("IBM866", false));
    }
}

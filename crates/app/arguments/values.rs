//! Values that need more than a word to be understood: sizes, and lists with kind and date.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// A number of bytes, typed as `512M` or `2G`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemorySize(pub(crate) u64);

impl FromStr for MemorySize {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || "expected a size such as 512M or 2G".to_owned();
        let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let shift = match text[digits.len()..].to_ascii_uppercase().as_str() {
            "" | "B" => 0,
            "K" | "KB" | "KIB" => 10,
            "M" | "MB" | "MIB" => 20,
            "G" | "GB" | "GIB" => 30,
            _ => return Err(expected()),
        };
        let count: u64 = digits.parse().map_err(|_| expected())?;
        let bytes = count.checked_mul(1 << shift).ok_or_else(expected)?;
        if bytes < 16 << 20 { Err("at least 16M are needed".to_owned()) } else { Ok(Self(bytes)) }
    }
}

/// `KIND=FILE[#SHEET][@DATE]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListArgument {
    /// Kind of list as typed.
    pub(crate) kind: String,
    /// File, folder, glob or `-`; a workbook perhaps with one of its sheets behind `#`.
    pub(crate) file: String,
    /// Day the extract was made.
    pub(crate) date: Option<Date>,
}

impl FromStr for ListArgument {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, rest) = text
            .split_once('=')
            .ok_or("expected KIND=FILE or KIND=FILE@DATE, such as permanent=roll.csv@2019-05-20")?;
        if rest.is_empty() {
            return Err("a file must follow the `=`".to_owned());
        }
        // A file name may hold an `@` of its own: only a date behind the last one is ours.
        let (file, date) = match rest.rsplit_once('@').map(|(file, date)| (file, date.parse::<Date>())) {
            Some((file, Ok(date))) if !file.is_empty() => (file, Some(date)),
            Some(_) if looks_like_a_date(rest) => {
                return Err("the date behind the last `@` must be written as 2019-05-31".to_owned());
            }
            _ => (rest, None),
        };
        Ok(Self { kind: kind.to_owned(), file: file.to_owned(), date })
    }
}

/// Whether what stands behind the last `@` was meant as a date: figures and their separators alone.
fn looks_like_a_date(text: &str) -> bool {
    let end = text.rsplit('@').next().unwrap_or_default();
    end.len() >= 6 && end.chars().all(|letter| letter.is_ascii_digit() || "-./".contains(letter))
}

impl fmt::Display for ListArgument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.kind, self.file)?;
        self.date.map_or(Ok(()), |date| write!(formatter, "@{date}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read() {
        assert_eq!("512M".parse(), Ok(MemorySize(512 << 20)));
        assert_eq!("2GiB".parse(), Ok(MemorySize(2 << 30)));
        for bad in ["", "M", "1T", "1M", "x", "99999999999999G"] {
            assert!(bad.parse::<MemorySize>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_list_has_a_kind_a_file_and_perhaps_a_date() {
        let list: ListArgument = "permanent=a@b.csv@2019-05-20".parse().unwrap();
        assert_eq!((list.file.as_str(), list.date), ("a@b.csv", Some(jiff::civil::date(2019, 5, 20))));
        assert_eq!(list.to_string(), "permanent=a@b.csv@2019-05-20");
        let list: ListArgument = "avc=a@b.csv".parse().unwrap();
        assert_eq!((list.file.as_str(), list.date), ("a@b.csv", None));
        assert!("roll.csv".parse::<ListArgument>().is_err());
        assert!("permanent=".parse::<ListArgument>().is_err());
        assert!("permanent=a.csv@31.05.2019".parse::<ListArgument>().is_err());
        assert!("permanent=a.csv@2019-31-05".parse::<ListArgument>().is_err());
    }
}

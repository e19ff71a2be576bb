//! A line of a verdict, as it is kept until it is written.

use tizim_evidence::Severity;
use tizim_rolls::{Answer, Code, DuplicateLine, Kind, SecondEntryBasis, Standing, Undetermined, WholeRow};

use super::reason::{self, Reason};

/// A line of a verdict that was kept: the same as [`DuplicateLine`], on its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) reason: Reason,
    pub(crate) list: Kind,
    pub(crate) basis: Option<SecondEntryBasis>,
    pub(crate) partners: u32,
    pub(crate) row: u64,
    pub(crate) file: String,
    pub(crate) precinct: String,
    pub(crate) region: String,
    pub(crate) token: String,
    pub(crate) person: String,
    pub(crate) source_ref: String,
    /// The digest of what the row states, where one is made.
    pub(crate) values: String,
    /// How the rows of the verdict stand by the decisions on them.
    pub(crate) standing: Option<Standing>,
    pub(crate) whole: Option<WholeRow>,
}

const STANDINGS: [Standing; 6] = [
    Standing::Cleared(Answer::Explained),
    Standing::Cleared(Answer::Corrected),
    Standing::Cleared(Answer::Rejected),
    Standing::Reopened(Answer::Explained),
    Standing::Reopened(Answer::Corrected),
    Standing::Reopened(Answer::Rejected),
];

/// The place of something among all of its kind, from 1; 0 for none.
pub(super) fn place<T: PartialEq>(all: &[T], one: Option<&T>) -> u8 {
    let place = one.and_then(|one| all.iter().position(|other| other == one));
    place.map_or(0, |place| place as u8 + 1)
}

/// What stands in this place.
pub(super) fn at<T: Copy>(all: &[T], place: u8) -> Option<T> {
    all.get(usize::from(place.checked_sub(1)?)).copied()
}

/// Appends a line in the form in which it is kept.
pub(crate) fn keep(line: &DuplicateLine<'_>, form: &mut Vec<u8>) {
    form.push(place(&Code::ALL, Some(&line.code)));
    form.push(place(&Severity::ALL, Some(&line.severity)));
    reason::keep(line.why, form);
    form.push(place(&Kind::ALL, Some(&line.list)));
    form.push(u8::from(line.basis.is_some()));
    if let Some(basis) = &line.basis {
        form.extend_from_slice(&(basis.entry_rule as u32).to_le_bytes());
        form.push(place(&Undetermined::ALL, basis.undetermined.as_ref()));
        form.extend_from_slice(&[basis.certain, basis.ambiguous, basis.unclear_mark].map(u8::from));
    }
    form.push(place(&STANDINGS, line.standing.as_ref()));
    form.extend_from_slice(&line.partners.to_le_bytes());
    form.extend_from_slice(&line.row.to_le_bytes());
    let texts =
        [line.file, line.precinct, line.region, line.token, line.person, line.source_ref, line.values];
    for text in texts {
        put(text, form);
    }
    form.push(u8::from(line.whole.is_some()));
    if let Some(whole) = line.whole {
        let texts = [&whole.name, &whole.number, &whole.birth, &whole.sex, &whole.settlement, &whole.address];
        for text in texts {
            put(text, form);
        }
    }
}

pub(super) fn put(text: &str, form: &mut Vec<u8>) {
    form.extend_from_slice(&(text.len() as u32).to_le_bytes());
    form.extend_from_slice(text.as_bytes());
}

/// The code of a line in the form in which it is kept.
pub(crate) fn code_of(form: &[u8]) -> Option<Code> {
    at(&Code::ALL, *form.first()?)
}

/// How grave it is.
pub(crate) fn severity_of(form: &[u8]) -> Option<Severity> {
    at(&Severity::ALL, *form.get(1)?)
}

/// Reads lines that were kept one behind the other.
pub(crate) struct Kept<'f>(pub(crate) &'f [u8]);

impl Kept<'_> {
    pub(super) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = u32::from_le_bytes(self.take()?) as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    /// Whether something follows that need not be there.
    pub(super) fn follows(&mut self) -> Option<bool> {
        self.byte().map(|byte| byte == 1)
    }

    fn basis(&mut self) -> Option<SecondEntryBasis> {
        let entry_rule = u32::from_le_bytes(self.take()?) as usize;
        let undetermined = at(&Undetermined::ALL, self.byte()?);
        let [certain, ambiguous, unclear_mark] = self.take::<3>()?.map(|flag| flag == 1);
        Some(SecondEntryBasis { entry_rule, undetermined, certain, ambiguous, unclear_mark })
    }

    fn whole(&mut self) -> Option<WholeRow> {
        Some(WholeRow {
            name: self.text()?,
            number: self.text()?,
            birth: self.text()?,
            sex: self.text()?,
            settlement: self.text()?,
            address: self.text()?,
        })
    }
}

impl Iterator for Kept<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        Some(Entry {
            code: at(&Code::ALL, self.byte()?)?,
            severity: at(&Severity::ALL, self.byte()?)?,
            reason: self.reason()?,
            list: at(&Kind::ALL, self.byte()?)?,
            basis: if self.follows()? { Some(self.basis()?) } else { None },
            standing: at(&STANDINGS, self.byte()?),
            partners: u32::from_le_bytes(self.take()?),
            row: u64::from_le_bytes(self.take()?),
            file: self.text()?,
            precinct: self.text()?,
            region: self.text()?,
            token: self.text()?,
            person: self.text()?,
            source_ref: self.text()?,
            values: self.text()?,
            whole: if self.follows()? { Some(self.whole()?) } else { None },
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use tizim_rolls::{Rule, Why};

    use super::*;

    /// An entry that states nothing.
    pub(crate) fn entry() -> Entry {
        Entry {
            code: Code::TwoPrecincts,
            severity: Severity::Warning,
            reason: Reason::Rule(Rule::Iin),
            list: Kind::Permanent,
            basis: None,
            partners: 0,
            row: 2,
            file: String::new(),
            precinct: String::new(),
            region: String::new(),
            token: String::new(),
            person: String::new(),
            source_ref: String::new(),
            values: String::new(),
            standing: None,
            whole: None,
        }
    }

    #[test]
    fn lines_come_back_as_they_were_kept() {
        let whole = WholeRow { name: "=1\u{0}\n".to_owned(), number: "7".to_owned(), ..WholeRow::default() };
        let basis = SecondEntryBasis {
            entry_rule: 300,
            undetermined: Some(Undetermined::NoDates),
            certain: true,
            ambiguous: false,
            unclear_mark: true,
        };
        let first = DuplicateLine {
            code: Code::ProofOfResidence,
            severity: Severity::Warning,
            why: Why::Rule(Rule::NameDigits),
            list: Kind::Signatures,
            file: "a;b.csv",
            row: u64::MAX,
            precinct: "№ 1",
            region: "",
            token: "0000-0000-0000",
            person: "А. Б., 1980",
            source_ref: "",
            values: "1111-1111-1111",
            standing: Some(Standing::Reopened(Answer::Corrected)),
            basis: Some(basis),
            partners: 0b1010,
            whole: Some(&whole),
        };
        let second = DuplicateLine { code: Code::TwiceInPrecinct, basis: None, whole: None, ..first };
        let mut form = Vec::new();
        keep(&first, &mut form);
        assert_eq!((code_of(&form), severity_of(&form)), (Some(first.code), Some(first.severity)));
        keep(&second, &mut form);
        let read: Vec<Entry> = Kept(&form).collect();
        assert_eq!(read.len(), 2);
        let [one, two] = &read[..] else { panic!("two lines") };
        assert_eq!((one.code, one.list, one.row), (first.code, first.list, first.row));
        assert_eq!(one.reason, Reason::Rule(Rule::NameDigits));
        assert_eq!((one.basis, one.partners, one.whole.as_ref()), (first.basis, 0b1010, Some(&whole)));
        assert_eq!((one.file.as_str(), one.person.as_str()), (first.file, first.person));
        assert_eq!((one.values.as_str(), one.standing), (first.values, first.standing));
        assert_eq!((two.code, two.basis, &two.whole), (second.code, None, &None));
        assert_eq!(Kept(&form[..form.len() - 1]).count(), 1, "what is cut off is no line");
    }
}

//! Files that are one list, and files whose names cannot be compared.

use tizim_evidence::{Finding, Message, Persons, Severity, Subject};
use tizim_tables::Encoding;

use crate::counts::file_notes::{FileNotes, Noted};
use crate::lists::roll::{File, Roll};
use crate::row::list_file::ListFile;
use crate::verdict::copies::{Copies, Places};
use crate::{Code, CodeCount, Rule};

/// Files that a finding names one by one.
const MOST_NAMED: usize = 20;

/// What the first pass has to note of whole files: a sample of their persons, since one file alone may hold its list twice, and
/// letters where some file cannot hold every one.
pub(crate) fn noted(roll: &Roll<'_>, rules: &[Rule]) -> Noted {
    let by_name = rules.iter().any(|rule| rule.is_by_name());
    Noted {
        samples: true,
        letters: by_name && roll.files.len() > 1 && roll.files.iter().any(holds_no_kazakh),
    }
}

/// The same where two lists are compared by name and nothing is sampled.
pub(crate) fn letters(roll: &Roll<'_>) -> Option<Noted> {
    let noted = Noted { samples: false, letters: roll.files.iter().any(holds_no_kazakh) };
    noted.letters.then_some(noted)
}

/// Whether the file is in an encoding that has no Kazakh letters.
fn holds_no_kazakh(file: &File<'_>) -> bool {
    let encoding = file.table.detected().encoding;
    matches!(encoding, Some(Encoding::Windows1251 | Encoding::Cp866)) && file.columns.has_names()
}

/// Lists that were given twice, in other bytes or as an older version.
pub(crate) fn given_twice(copies: &Copies, files: &[&ListFile<'_>], between: CodeCount) -> Option<Finding> {
    let sets = copies.sets().iter().map(|set| {
        let named = set.files.iter().filter_map(|file| files.get(*file)).map(|file| file.name);
        named.collect::<Vec<_>>().join(" = ")
    });
    let pasted =
        copies.pasted().filter_map(|(file, times)| Some(format!("{} × {times}", files.get(file)?.name)));
    let mut names: Vec<String> = sets.chain(pasted).collect();
    let is_elsewhere = copies.sets().iter().any(|set| set.places == Places::NotCompared);
    let key =
        if is_elsewhere { "rolls.why.list_given_twice_elsewhere" } else { "rolls.why.list_given_twice" };
    let count = names.len();
    names.truncate(MOST_NAMED);
    let more = if count > MOST_NAMED { ", …" } else { "" };
    (count > 0).then(|| {
        Finding::new(Code::NotChecked.word(), Severity::Warning, Subject::new("check", "one list twice"))
            .titled(
                Message::new(key)
                    .with("names", names.join(", ") + more)
                    .with("groups", Persons(between.groups)),
            )
            .counting(between.groups)
            .figure("files", names)
            .figure("groups", Persons(between.groups))
            .figure("rows", Persons(between.rows))
            .figure("check", "one list twice")
            .under("checks-named", None)
            .of_persons()
    })
}

/// Rules by name see nothing between names in Kazakh letters and names in a file that cannot hold them.
pub(crate) fn blind(roll: &Roll<'_>, notes: &FileNotes) -> Option<Finding> {
    let with = |(file, _): &(usize, &File<'_>)| notes.kazakh(*file) > 0;
    let files = || roll.files.iter().enumerate();
    let rows: u64 = files().map(|(file, _)| notes.kazakh(file)).sum();
    let named = |names: Vec<&str>| {
        let more = if names.len() > MOST_NAMED { ", …" } else { "" };
        names.into_iter().take(MOST_NAMED).collect::<Vec<_>>().join(", ") + more
    };
    let name = |(_, file): (usize, &File<'_>)| file.info.name.to_owned();
    let lettered: Vec<String> = files().filter(with).map(name).collect();
    let without: Vec<String> = files().filter(|(_, file)| holds_no_kazakh(file)).map(name).collect();
    if lettered.is_empty() || without.is_empty() {
        return None;
    }
    let [with, without] =
        [&lettered, &without].map(|names| named(names.iter().map(String::as_str).collect()));
    Some(
        Finding::new(
            Code::NotChecked.word(),
            Severity::Warning,
            Subject::new("check", "names across alphabets"),
        )
        .titled(Message::new("rolls.why.blind_letters").with("with", with).with("without", without))
        .counting(rows)
        .figure("rows", Persons(rows))
        .figure("check", "names across alphabets")
        .under("checks-named", None)
        .unless(Message::new("rolls.unless.lost_letters"))
        .of_persons(),
    )
}

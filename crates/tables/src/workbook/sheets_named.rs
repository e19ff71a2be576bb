//! Which parts of an XLSX archive its sheets are, by its own word: a part that is named by a thousand sheets would be unpacked
//! a thousand times.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::workbook::archive::{self, Entry};

/// Sheets of a workbook; no office program makes so many.
const MOST_SHEETS: usize = 10_000;

/// What is wrong with the sheets that an archive names, if anything is.
pub(super) fn fault(bytes: &[u8], entries: &[Entry]) -> Option<&'static str> {
    let parts = |name: &'static str| {
        let named = move |entry: &&Entry| {
            entry.name.rsplit(['/', '\\']).next().is_some_and(|last| last.eq_ignore_ascii_case(name))
        };
        let parts = entries.iter().filter(named);
        parts.filter_map(|entry| archive::unpacked(bytes, entry)).map(BufReader::new)
    };
    let mut sheets = Vec::new();
    for part in parts("workbook.xml") {
        each(part, "sheet", |sheet| sheets.extend(attribute(sheet, "id")));
    }
    if sheets.len() > MOST_SHEETS {
        return Some("it names more than 10,000 sheets");
    }
    let mut targets = BTreeMap::new();
    for part in parts("workbook.xml.rels") {
        each(part, "Relationship", |relation| {
            if let (Some(id), Some(target)) = (attribute(relation, "Id"), attribute(relation, "Target")) {
                targets.insert(id, plain(&target));
            }
        });
    }
    let mut seen = BTreeSet::new();
    let part = |id: &String| targets.get(id).cloned().unwrap_or_else(|| id.clone());
    let all_apart = sheets.iter().map(part).all(|part| seen.insert(part));
    (!all_apart).then_some("two of its sheets are one part of the archive")
}

/// Shows each element of this name; what cannot be understood ends it.
fn each(part: impl BufRead, name: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) if element.local_name().as_ref() == name => {
                see(&element);
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The value of the attribute of this local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    let found = attributes.flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

/// A place in the archive as its directory may write it.
fn plain(target: &str) -> String {
    let target = target.replace('\\', "/").to_lowercase();
    target.trim_start_matches(['/', '.']).trim_start_matches("xl/").to_owned()
}

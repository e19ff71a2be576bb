//! How many texts the sheets of a workbook share by its own word, for which its reader makes room before it reads one.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::Event;

/// No text stands in fewer bytes than these: `<si></si>`.
const SHORTEST: u64 = 9;

/// Whether a part of so many bytes states more texts than stand in it. Everything in its root that may be read as the
/// number is one; what cannot be understood states none.
pub(super) fn states_too_many(part: impl BufRead, bytes: u64) -> bool {
    let mut reader = Reader::from_reader(part);
    // As the reader behind does, so that both find the same root.
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) if element.local_name().as_ref() == "sst" => {
                return stated(element.attributes_raw()) > bytes / SHORTEST;
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// The greatest number that stands behind the word for it.
fn stated(attributes: &str) -> u64 {
    let numbers = attributes.split("uniqueCount").skip(1).map(|rest| {
        let digits = rest.trim_start_matches(|letter: char| !letter.is_ascii_digit());
        let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
        if end == 0 { 0 } else { digits[..end].parse().unwrap_or(u64::MAX) }
    });
    numbers.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_states_no_more_texts_than_it_has_room_for() {
        let of = |root: &str| {
            states_too_many(format!("<?xml version=\"1.0\"?>{root}<si></si></sst>").as_bytes(), 900)
        };
        assert!(!of("<sst count='9' uniqueCount='100'>"));
        assert!(of("<sst uniqueCount=\"101\">"));
        assert!(of("<x:sst uniqueCount=\"2147483647\">"));
        assert!(of("<a></b><sst uniqueCount = \"99999999999999999999999\"/>"));
        assert!(of("<sst uniqueCount=\"1\" uniqueCount=\"1000\">"));
        assert!(!of("<sst><si uniqueCount=\"1000\">") && !of("<other uniqueCount=\"1000\">"));
    }
}

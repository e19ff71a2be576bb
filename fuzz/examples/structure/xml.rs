//! XML that is well-formed in all but one place, or wholly so, and says what no program writes.

use std::ops::Range;

use tizim_fuzz::random::Random;

use super::ENDS;

/// How often something is doubled, at most.
const MOST: usize = 4096;

/// Tags, from `<` to `>`.
fn tags(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = None;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'<' => from = Some(at),
            b'>' => found.extend(from.take().map(|from| from..at + 1)),
            _ => {}
        }
    }
    found
}

/// Values of the attributes of a tag, without their quotes.
fn values(text: &[u8], tag: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = None;
    for at in tag.clone().filter(|at| text[*at] == b'"') {
        match from.take() {
            None => from = Some(at + 1),
            Some(from) => found.push(from..at),
        }
    }
    found
}

/// Damages a document in one place.
pub(crate) fn damage(text: &mut Vec<u8>, random: &mut Random) {
    let tags = tags(text);
    if tags.is_empty() {
        return;
    }
    let tag = random.of(&tags).clone();
    let word = random.of(&ENDS).as_bytes().to_vec();
    match random.below(9) {
        0..=2 => {
            let with: Vec<Range<usize>> = tags.iter().flat_map(|tag| values(text, tag)).collect();
            if !with.is_empty() {
                drop(text.splice(random.of(&with).clone(), word));
            }
        }
        3 => {
            // The text between two tags.
            let to = tags.iter().find(|next| next.start >= tag.end).map_or(tag.end, |next| next.start);
            drop(text.splice(tag.end..to, word));
        }
        4 => drop(text.drain(tag)),
        5 => {
            let times = 1 << random.below(MOST.ilog2() as usize);
            let copy = text[tag.clone()].repeat(times);
            drop(text.splice(tag.end..tag.end, copy));
        }
        6 => {
            // All from one tag to another, again and again.
            let other = random.of(&tags).clone();
            let (from, to) = (tag.start.min(other.start), tag.end.max(other.end));
            let times = 1 << random.below((MOST * 16 / (to - from)).max(2).ilog2() as usize);
            let copy = text[from..to].repeat(times);
            drop(text.splice(to..to, copy));
        }
        7 => {
            let other = text[random.of(&tags).clone()].to_vec();
            drop(text.splice(tag, other));
        }
        _ => {
            const PIECES: [&str; 8] = [
                "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;&b;\">]>",
                "&d;",
                "&#x110000;",
                "&#0;",
                "<![CDATA[",
                "<!--",
                "<?x",
                "\u{feff}",
            ];
            drop(text.splice(tag.end..tag.end, random.of(&PIECES).bytes()));
        }
    }
}

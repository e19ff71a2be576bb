//! The encoding of a file: what was stated, if the content can be read so, else what fits the content best.

use crate::bytes::encoding::{Encoding, UNDECODABLE};
use crate::bytes::source::Source;
use crate::detect::content;
use crate::error::TableError;
use crate::given::options::Options;

/// Bytes of the first look at a file.
pub(crate) const SAMPLE: usize = 256 << 10;

/// Pieces from the middle and the end, where the source allows it: the first names may all be plain ASCII.
fn further_pieces(source: &Source) -> Vec<Vec<u8>> {
    const PIECE: usize = 64 << 10;
    let mut pieces = Vec::new();
    if source.is_direct()
        && source.size > (SAMPLE + 4 * PIECE) as u64
        && let Ok(mut reader) = source.random()
    {
        for quarter in 1..=4 {
            let mut piece = vec![0; PIECE];
            let offset = (source.size - PIECE as u64) / 4 * quarter;
            if let Ok(count) = reader.read_at(offset, &mut piece) {
                piece.truncate(count);
                pieces.push(piece);
            }
        }
    }
    pieces
}

/// The encoding by which the text is decoded.
///
/// # Errors
/// [`TableError::WrongEncoding`] where the one that was stated does not fit.
pub(crate) fn encoding(
    source: &Source,
    text: &[u8],
    mark: bool,
    options: &Options,
) -> Result<Encoding, TableError> {
    if source.utf16.is_some() {
        return Ok(Encoding::Utf8);
    }
    let further = further_pieces(source);
    let mut pieces = vec![text];
    pieces.extend(further.iter().map(Vec::as_slice));
    match options.encoding {
        Some(Encoding::Utf8) => {
            let share = content::utf8_share(text);
            if share.bad > 4 && share.bad > share.good {
                return Err(TableError::WrongEncoding {
                    path: source.name.clone(),
                    given: Encoding::Utf8.name(),
                    invalid: share.bad,
                    seen: text.iter().filter(|byte| !byte.is_ascii()).count() as u64,
                    found: content::best(&pieces).name(),
                });
            }
            Ok(Encoding::Utf8)
        }
        Some(stated) => {
            let high: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii()).collect();
            let invalid = memchr::memchr_iter(UNDECODABLE, &stated.decode(&high)).count();
            if invalid > 4 && invalid * 20 > high.len() {
                return Err(TableError::WrongEncoding {
                    path: source.name.clone(),
                    given: stated.name(),
                    invalid: invalid as u64,
                    seen: high.len() as u64,
                    found: content::best(&pieces).name(),
                });
            }
            // A text in UTF-8 is none in a code page: its letters would be read as two each.
            let share = content::utf8_share(text);
            if stated.code_page().is_some() && share.bad == 0 && share.good > 8 {
                return Err(TableError::WrongEncoding {
                    path: source.name.clone(),
                    given: stated.name(),
                    invalid: share.good,
                    seen: high.len() as u64,
                    found: Encoding::Utf8.name(),
                });
            }
            Ok(stated)
        }
        None if mark => Ok(Encoding::Utf8),
        None => Ok(content::best(&pieces)),
    }
}

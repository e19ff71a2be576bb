//! A slot that one column makes, as nearly all are: whether what stands in it can be taken as it is.

use std::sync::Arc;

use crate::typed::of_person;
use crate::typed::place_column::{Found, PlaceColumn};

/// A slot that one column makes.
pub(crate) struct Single {
    pub(crate) slot: usize,
    pub(crate) column: usize,
    /// Dates in it are written anew.
    pub(crate) dated: bool,
    /// Of a place: the value in which no person was found last. Places come in runs, so nearly all are settled by it.
    pub(crate) place: Option<(Arc<PlaceColumn>, Vec<u8>)>,
}

impl Single {
    /// Whether bytes that stand as they are need a look of their own: a date, or what may be a person's in a place.
    #[inline]
    pub(crate) fn needs_a_look(&mut self, bytes: &[u8]) -> bool {
        if self.dated {
            return bytes.len() >= of_person::SHORTEST && bytes[0].is_ascii_digit();
        }
        match &mut self.place {
            Some((place, known)) if bytes.len() >= PlaceColumn::SHORTEST_NAME && known != bytes => {
                let is_place = place.find(bytes) == Found::Place;
                if is_place {
                    known.clear();
                    known.extend_from_slice(bytes);
                }
                !is_place
            }
            _ => false,
        }
    }
}

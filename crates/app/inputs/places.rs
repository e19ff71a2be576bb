//! What `tables` is told of the names of places: by them headings inside a table are known, and that a name is no person's.

use std::sync::Arc;

use anyhow::Result;
use tizim_evidence::Profile;
use tizim_polling::named::named;
use tizim_polling::{Regions, precinct};
use tizim_tables::{NamedPlace, PlaceKind, Places};

use crate::data;

/// The names of places under a profile.
#[derive(Debug)]
struct OfProfile(Regions);

/// The names of places under a profile.
///
/// # Errors
/// Where its regions cannot be read.
pub(super) fn of(profile: &Profile) -> Result<Arc<dyn Places>> {
    Ok(Arc::new(OfProfile(data::regions(profile)?)))
}

impl Places for OfProfile {
    fn knows(&self, text: &str) -> bool {
        self.0.knows(text)
    }

    fn named(&self, text: &str) -> Vec<NamedPlace> {
        let named = named(&self.0, text);
        let places = [
            (PlaceKind::Region, named.region),
            (PlaceKind::District, named.district),
            (PlaceKind::Precinct, named.precinct),
        ];
        places.into_iter().filter_map(|(kind, name)| Some(NamedPlace { kind, name: name? })).collect()
    }

    fn are_one(&self, kind: PlaceKind, one: &str, other: &str) -> bool {
        match kind {
            PlaceKind::Precinct => precinct::normal(one) == precinct::normal(other),
            PlaceKind::Region | PlaceKind::District => self.0.normal(one) == self.0.normal(other),
        }
    }
}

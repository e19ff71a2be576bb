//! What a table states of a point, and how many points came out how.

use std::collections::BTreeMap;

use tizim_boundaries::{Bounds, Where};
use tizim_evidence::Severity;
use tizim_tables::{Grouping, Position, TableFile};

use crate::session::Session;

/// Why a place is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// The longitude is no decimal number.
    Longitude,
    /// The latitude is none.
    Latitude,
    /// They are numbers, but no degrees.
    NoDegrees,
}

/// Longitude and latitude in degrees.
///
/// # Errors
/// Where they are none.
pub(super) fn place(lon: &str, lat: &str) -> Result<(f64, f64), Why> {
    let lon = degrees(lon).ok_or(Why::Longitude)?;
    let lat = degrees(lat).ok_or(Why::Latitude)?;
    let on_earth = lon.abs() <= 360.0 && lat.abs() <= 90.0;
    if on_earth { Ok((lon, lat)) } else { Err(Why::NoDegrees) }
}

/// A number of degrees, with a point or a comma.
fn degrees(text: &str) -> Option<f64> {
    // What programs write is read at once; the rest as people write it.
    if let Ok(value) = text.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    // Minutes, seconds and letters of the compass are no digits of one number.
    let of_number = |letter: char| !letter.is_alphabetic() && !"'\"′″’”°".contains(letter);
    let text = text.strip_suffix('°').unwrap_or(text);
    let number = text.chars().all(of_number).then_some(text)?;
    tizim_tables::decimal(number, Grouping { comma: Some(false), dot: Some(false) }).ok()
}

/// Whether a point outside of the country would be in it, were its coordinates turned.
pub(super) fn is_turned(lon: f64, lat: f64, bounds: &Bounds) -> bool {
    !bounds.hold(lon, lat) && bounds.hold(lat, lon)
}

/// Points without a usable place that are named by their rows.
const NAMED: usize = 5;

/// How many points came out how.
#[derive(Debug, Default, Clone)]
pub(super) struct Counts {
    /// By [`Where`], in its order.
    of: [u64; 4],
    unreadable: u64,
    /// Of those in a gap, outside of the country and in it if turned.
    turned: u64,
    /// Of the unreadable, numbers that are no degrees.
    metres: u64,
    /// The first of the unreadable.
    first: Vec<(Position, Why)>,
}

impl Counts {
    /// Counts a point that lies so.
    pub(super) fn located(&mut self, place: Where, turned: bool) {
        self.of[place as usize] += 1;
        self.turned += u64::from(turned);
    }

    /// Counts one without a usable place.
    pub(super) fn unreadable(&mut self, at: Position, why: Why) {
        self.unreadable += 1;
        self.metres += u64::from(why == Why::NoDegrees);
        if self.first.len() < NAMED {
            self.first.push((at, why));
        }
    }

    pub(super) fn plus(mut self, other: &Self) -> Self {
        for (own, more) in self.of.iter_mut().zip(other.of) {
            *own += more;
        }
        self.unreadable += other.unreadable;
        self.turned += other.turned;
        self.metres += other.metres;
        self.first.extend(&other.first);
        self.first.sort_unstable();
        self.first.truncate(NAMED);
        self
    }

    pub(super) fn named(&self) -> BTreeMap<&'static str, u64> {
        let kinds = [Where::District, Where::Boundary, Where::Overlap, Where::Gap];
        let counts = kinds.map(|kind| (kind.word(), self.of[kind as usize]));
        counts.into_iter().chain([("unreadable", self.unreadable)]).collect()
    }

    pub(super) fn said(&self) -> String {
        let kinds = [Where::District, Where::Boundary, Where::Overlap, Where::Gap];
        let counts = kinds.map(|kind| format!("{}: {}", kind.word(), self.of[kind as usize]));
        format!(
            "points: {}; {}; unreadable: {}",
            self.of.iter().sum::<u64>() + self.unreadable,
            counts.join("; "),
            self.unreadable
        )
    }

    /// The gravest of what there is to say of points that are not in one district.
    pub(super) fn worst(&self) -> Option<Severity> {
        let others = [Where::Boundary, Where::Overlap, Where::Gap].map(|kind| self.of[kind as usize]);
        if self.turned + self.metres > 0 {
            Some(Severity::Warning)
        } else {
            (self.unreadable + others.iter().sum::<u64>() > 0).then_some(Severity::Notice)
        }
    }

    /// Says which points have no usable place, where those in no district would lie if they were turned, and what `district`
    /// holds of those in several.
    pub(super) fn say_of_some(&self, session: &Session, file: &TableFile) {
        for (at, why) in &self.first {
            let row = file.row(*at).unwrap_or_default();
            match why {
                Why::Longitude => session.say(&format!("row {row}: `lon` is no decimal number of degrees")),
                Why::Latitude => session.say(&format!("row {row}: `lat` is no decimal number of degrees")),
                Why::NoDegrees => session.say(&format!("row {row}: `lon` is beyond 360, or `lat` beyond 90")),
            }
        }
        let several = self.of[Where::Boundary as usize] + self.of[Where::Overlap as usize];
        if several > 0 {
            session.say(&format!(
                "on a border or in several districts: {several}; `district` holds the first of them by their order in the map, so \
                 count only rows whose `result` is `district`"
            ));
        }
        if self.turned > 0 {
            session.say(&format!(
                "outside of the country, and in it if latitude and longitude were turned: {}; `lon` is the longitude, and \
                 `--columns` says which heading it is",
                self.turned
            ));
        }
        if self.metres > 0 {
            session.say(&format!(
                "no degrees, as coordinates in metres are: {}; convert them to WGS 84 first, as with `cs2cs` or `ogr2ogr`",
                self.metres
            ));
        }
    }
}

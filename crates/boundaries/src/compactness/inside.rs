//! What is inside of a border that crosses itself, and of parts that lie on each other.

use std::borrow::Cow;

use geo::{BooleanOps, MultiPolygon, Polygon, unary_union};

use crate::assign::Locator;
use crate::net::segments;
use crate::net::survey::{MeetingKind, survey};
use crate::{Layer, Unit, arrangement};

/// The same area with borders that meet themselves at most in points, so that it can be measured: of each part what its rings
/// enclose an odd number of times, as points are located in it, and all parts together once. As it is, where it is so already;
/// else its corners are those to some millimetres.
pub(super) fn inside(area: &MultiPolygon<f64>) -> Cow<'_, MultiPolygon<f64>> {
    if is_plain(area) {
        return Cow::Borrowed(area);
    }
    let nothing = MultiPolygon::new(Vec::new());
    let parts: Vec<MultiPolygon<f64>> = area.iter().map(|part| part.union(&nothing)).collect();
    Cow::Owned(unary_union(&parts))
}

/// Whether no part's border crosses itself or runs along itself, and no two parts lie on each other.
fn is_plain(area: &MultiPolygon<f64>) -> bool {
    // Each part as a unit, so that all that units do to each other is found.
    let alone = |part: &Polygon<f64>| Unit {
        feature: 1,
        id: String::new(),
        name: None,
        region: None,
        properties: Vec::new(),
        area: MultiPolygon::from(part.clone()),
    };
    let layer = Layer::of("", area.iter().map(alone).collect());
    let segments = segments(&layer);
    let survey = survey(&segments);
    if survey.meetings.iter().any(|meeting| meeting.kind != MeetingKind::Touch) {
        return false;
    }
    let lie_on_each_other = || {
        let pieces = arrangement::pieces(&segments, &survey, &Locator::new(&layer));
        pieces.iter().flat_map(|piece| &piece.sides).any(|owners| owners.len() > 1)
    };
    layer.units.len() < 2 || !lie_on_each_other()
}

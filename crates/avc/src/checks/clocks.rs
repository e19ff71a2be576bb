//! The clocks of a country: what an hour in a register may be in local time.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use tizim_people::Moment;

use crate::Clock;
use crate::ledger::context::Context;
use crate::ledger::places::PlaceId;

/// Offsets from UTC, in hours, of the zones of the country on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Offsets {
    own: i8,
    least: i8,
    most: i8,
}

/// A moment in local time, with how far it could be moved if the register was kept by another clock of the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Local {
    pub(super) at: DateTime,
    pub(super) has_time: bool,
    /// Earliest and latest reading.
    pub(super) earliest: DateTime,
    pub(super) latest: DateTime,
}

/// The clocks of the country, by place and day: looked up once for each.
pub(super) struct Clocks<'c, 'a> {
    context: &'c Context<'a>,
    /// The regions of each zone in normal form.
    names: Vec<Vec<String>>,
    known: HashMap<(Option<PlaceId>, Date), Option<Offsets>>,
}

impl<'c, 'a> Clocks<'c, 'a> {
    pub(super) fn new(context: &'c Context<'a>) -> Self {
        let zones = context.rules.time_zone.iter();
        let names = zones
            .map(|zone| zone.regions.iter().map(|name| context.inputs.regions.normal(name)).collect())
            .collect();
        Self { context, names, known: HashMap::new() }
    }

    fn offsets(&mut self, place: Option<PlaceId>, day: Date) -> Option<Offsets> {
        if let Some(known) = self.known.get(&(place, day)) {
            return *known;
        }
        let found = self.find(place, day);
        self.known.insert((place, day), found);
        found
    }

    fn find(&self, place: Option<PlaceId>, day: Date) -> Option<Offsets> {
        let holds = |(zone, _): &(&crate::TimeZone, &Vec<String>)| {
            zone.from.is_none_or(|from| from <= day) && zone.until.is_none_or(|until| day < until)
        };
        let zones: Vec<_> = self.context.rules.time_zone.iter().zip(&self.names).filter(holds).collect();
        let region = place.map_or_else(String::new, |place| {
            self.context.inputs.regions.normal(&self.context.places.get(place).region)
        });
        let named = zones.iter().find(|(_, names)| names.contains(&region));
        let own = named.or_else(|| zones.iter().find(|(_, names)| names.is_empty()))?;
        let hours = || zones.iter().map(|(zone, _)| zone.offset_hours);
        Some(Offsets { own: own.0.offset_hours, least: hours().min()?, most: hours().max()? })
    }
}

fn shifted(at: DateTime, minutes: i64) -> DateTime {
    at.checked_add(minutes.minutes()).unwrap_or(at)
}

pub(super) fn local(clocks: &mut Clocks<'_, '_>, moment: Moment, place: Option<PlaceId>) -> Local {
    let at = moment.civil();
    // A time of exactly midnight is how programs write a day without a time.
    let has_time = moment.time.is_some_and(|time| time != jiff::civil::Time::midnight());
    let Some(offsets) = (if has_time { clocks.offsets(place, moment.date) } else { None }) else {
        return Local { at, has_time, earliest: at, latest: at };
    };
    let to_local = |written: i64| shifted(at, i64::from(offsets.own) * 60 - written);
    let known = match (moment.offset_minutes, clocks.context.inputs.clock) {
        (Some(minutes), _) => Some(i64::from(minutes)),
        (None, Clock::Offset(hours)) => Some(i64::from(hours) * 60),
        (None, Clock::Local) => Some(i64::from(offsets.own) * 60),
        (None, Clock::Unstated) => None,
    };
    match known {
        Some(minutes) => {
            let at = to_local(minutes);
            Local { at, has_time, earliest: at, latest: at }
        }
        None => Local {
            at,
            has_time,
            earliest: to_local(i64::from(offsets.most) * 60),
            latest: to_local(i64::from(offsets.least) * 60),
        },
    }
}

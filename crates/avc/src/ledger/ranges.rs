//! Forms by serial range: which serials were handed to whom.

use tizim_evidence::Evidence;
use tizim_polling::serial::{Numbered, Serials};

use crate::ledger::places::{Found, PlaceId, Places, plain_name};
use crate::ledger::register::Register;
use crate::ledger::row::Row;

use crate::{FormRange, Sheet};

/// A range that can be read.
#[derive(Debug, Clone)]
pub(crate) struct Range {
    pub(crate) prefix: u32,
    /// The region, where each region numbers its certificates anew.
    pub(crate) scope: String,
    pub(crate) from: u64,
    pub(crate) to: u64,
    pub(crate) row: usize,
    pub(crate) tec: String,
    pub(crate) region: String,
    pub(crate) place: Option<PlaceId>,
}

/// The ranges of the table, in the order of their serials.
#[derive(Debug)]
pub(crate) struct Ranges<'a> {
    pub(crate) sheet: &'a Sheet<FormRange>,
    /// Handed to precincts.
    pub(crate) to_precincts: Vec<Range>,
    /// Handed to TECs, to be passed on.
    pub(crate) to_tecs: Vec<Range>,
    /// Rows whose serials cannot be read or run backwards.
    pub(crate) unreadable: Vec<usize>,
    /// From one serial to the next: 10 where serials end with a check digit.
    step: u64,
    numbered_by_region: bool,
    /// For each series that was seen, the one in which its serials are looked for.
    looked_for_in: Vec<u32>,
    /// Whether every range names its region as the other tables do.
    all_joined: bool,
}

impl<'a> Ranges<'a> {
    pub(crate) fn new(
        places: &Places,
        register: Option<&mut Register<'_>>,
        sheet: &'a Sheet<FormRange>,
    ) -> Self {
        let mut alone = Serials::default();
        let mut ranges = Self {
            sheet,
            to_precincts: vec![],
            to_tecs: vec![],
            unreadable: vec![],
            step: 1,
            numbered_by_region: false,
            looked_for_in: vec![],
            all_joined: true,
        };
        let serials = match register {
            Some(register) => {
                ranges.step = if register.format.check_digit.is_some() { 10 } else { 1 };
                ranges.numbered_by_region = register.numbered_by_region;
                &mut register.serials
            }
            None => &mut alone,
        };
        for (row, range) in sheet.rows.iter().enumerate() {
            let ends = (serials.parse(&range.from_serial), serials.parse(&range.to_serial));
            let (Some(from), Some(to)) = ends else {
                ranges.unreadable.push(row);
                continue;
            };
            if from.prefix != to.prefix || from.number > to.number {
                ranges.unreadable.push(row);
                continue;
            }
            let found = places.lookup(&range.region, &range.precinct);
            let place = found.place();
            let region = match place {
                Some(place) if range.region.trim().is_empty() => plain_name(&places.get(place).region),
                _ => plain_name(places.region(&range.region)),
            };
            ranges.all_joined &= !places.is_apart(&range.region);
            let known = Range {
                prefix: from.prefix,
                scope: if ranges.numbered_by_region { region.clone() } else { String::new() },
                from: from.number / ranges.step,
                to: to.number / ranges.step,
                row,
                tec: plain_name(&range.tec),
                region,
                place,
            };
            if found == Found::Unnamed { ranges.to_tecs.push(known) } else { ranges.to_precincts.push(known) }
        }
        ranges.put_in_order(serials);
        ranges
    }

    /// Sorts the ranges, and says for each series in which one its serials are looked for.
    fn put_in_order(&mut self, serials: &Serials) {
        let mut series: Vec<u32> =
            self.to_precincts.iter().chain(&self.to_tecs).map(|range| range.prefix).collect();
        series.sort_unstable();
        series.dedup();
        self.looked_for_in =
            serials.prefixes().map(|prefix| looked_for_in(prefix, &series, serials)).collect();
        for list in [&mut self.to_precincts, &mut self.to_tecs] {
            list.sort_by(|one, other| {
                let key = |range: &Range| (range.from, range.to, range.row);
                (one.prefix, &one.scope, key(one)).cmp(&(other.prefix, &other.scope, key(other)))
            });
        }
    }

    /// How many forms the ranges hand to each precinct, by place; `None` where no range names a precinct, or one may be of
    /// a precinct that cannot be told.
    pub(crate) fn forms_by_place(&self, places: usize) -> Option<Vec<u64>> {
        if self.to_precincts.is_empty() || !self.all_joined {
            return None;
        }
        let mut forms = vec![0_u64; places];
        for range in &self.to_precincts {
            if let Some(place) = range.place {
                let size = (range.to - range.from).saturating_add(1);
                forms[place as usize] = forms[place as usize].saturating_add(size);
            }
        }
        Some(forms)
    }

    /// The row of a range.
    pub(crate) fn evidence(&self, range: &Range) -> Evidence {
        self.sheet.rows[range.row].evidence()
    }

    /// The ranges that hold a serial, the latest start first. Overlaps are few: a short walk back finds them.
    pub(crate) fn holding<'r>(
        &self,
        list: &'r [Range],
        serial: Numbered,
        region: &'r str,
    ) -> impl Iterator<Item = &'r Range> + use<'r> {
        let number = serial.number / self.step;
        let scope = if self.numbered_by_region { region } else { "" };
        let prefix = self.looked_for_in.get(serial.prefix as usize).copied().unwrap_or(serial.prefix);
        let end = list.partition_point(|range| {
            (range.prefix, range.scope.as_str(), range.from) <= (prefix, scope, number)
        });
        let longest = 64;
        list[end.saturating_sub(longest)..end]
            .iter()
            .rev()
            .filter(move |range| range.prefix == prefix && range.scope == scope && range.to >= number)
    }
}

/// The series in which a serial is looked for: its own, where any range is of it; else, where either side leaves the letters
/// out, the one that there is. Digits before the number are never left out.
fn looked_for_in(prefix: u32, series: &[u32], serials: &Serials) -> u32 {
    if series.contains(&prefix) {
        return prefix;
    }
    let mut alike = series.iter().copied().filter(|other| serials.may_be_one(prefix, *other));
    if serials.lacks_letters(prefix) {
        let only = alike.next().filter(|_| alike.next().is_none());
        return only.unwrap_or(prefix);
    }
    alike.find(|other| serials.lacks_letters(*other)).unwrap_or(prefix)
}

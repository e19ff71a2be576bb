//! The tables beside the lists: precincts, certificates, forms, districts, the profile.

use std::path::Path;

use jiff::ToSpan as _;

use crate::SynthError;
use crate::country::REGIONS;
use crate::plan::Plan;
use crate::plan::certificates::When;
use crate::profile::Base;
use crate::random::{Purpose, Stream};
use crate::row::{List, Scratch, Scribe, Typing, serial_text};
use crate::write::{FileRows, Sheet};

/// Members of a commission where the profile says nothing.
const MEMBERS: i64 = 7;

pub(crate) fn write(
    out: &Path,
    scribe: &Scribe<'_>,
    plan: &Plan,
    base: &Base,
    seed: u64,
) -> Result<Vec<FileRows>, SynthError> {
    let electorate = electorate(scribe, plan);
    let writer = Tables { out, scribe, plan, base, electorate };
    Ok(vec![writer.precincts(seed)?, writer.certificates()?, writer.forms()?, writer.districts()?])
}

/// Rows of each precinct's permanent list, or of its special list where it is a special precinct.
fn electorate(scribe: &Scribe<'_>, plan: &Plan) -> Vec<u64> {
    let precincts = scribe.places.precincts.iter().zip(&plan.extras);
    let mut electorate: Vec<u64> = precincts.map(|(place, extra)| u64::from(place.voters + extra)).collect();
    for row in &plan.rows[List::Special as usize] {
        electorate[row.precinct as usize] += 1;
    }
    electorate
}

struct Tables<'a> {
    out: &'a Path,
    scribe: &'a Scribe<'a>,
    plan: &'a Plan,
    base: &'a Base,
    electorate: Vec<u64>,
}

impl Tables<'_> {
    fn precincts(&self, seed: u64) -> Result<FileRows, SynthError> {
        let heading = "precinct,region,tec,settlement,voters,members,forms,extra_forms,extra_order,issued_reported,\
                       used_reported,returned_reported,voted";
        let mut sheet = Sheet::create(self.out, "precincts.csv", heading)?;
        let mut stream = Stream::new(seed, Purpose::Tables, 0);
        let places = self.scribe.places;
        for (index, place) in places.precincts.iter().enumerate() {
            let voters = self.electorate[index];
            let forms = &self.plan.ledger.forms[index];
            let (issued, used) = (i64::from(forms.issued), i64::from(forms.used));
            let returned = i64::from(forms.supply + forms.extra) - issued + i64::from(forms.returned_error);
            let voted = (voters as f64 * (0.6 + 0.25 * stream.unit())).round() as i64 + used;
            let extra = |text: String| if forms.extra > 0 { text } else { String::new() };
            sheet.row(&[
                place.number.to_string(),
                REGIONS[usize::from(place.region)].code.to_owned(),
                places.tec(index),
                places.settlements[place.settlement as usize].clone(),
                voters.to_string(),
                self.members(index, voters).to_string(),
                forms.supply.to_string(),
                extra(forms.extra.to_string()),
                extra(if forms.ordered { format!("{}/{}", place.tec, place.number) } else { String::new() }),
                (issued + i64::from(forms.issued_error)).to_string(),
                if forms.used_unknown {
                    String::new()
                } else {
                    (used + i64::from(forms.used_error)).to_string()
                },
                returned.max(0).to_string(),
                voted.to_string(),
            ])?;
        }
        sheet.finish()
    }

    /// The members that the profile gives a precinct of this size, or two more where that is planted.
    fn members(&self, precinct: usize, voters: u64) -> i64 {
        let steps = &self.base.commission;
        let step = steps.iter().find(|(up_to, _)| voters as i64 <= *up_to).or(steps.last());
        let members = step.map_or(MEMBERS, |(_, members)| *members);
        let wrong =
            self.plan.truth.precincts.iter().any(|(code, _, at)| *code == "ROLL-021" && *at == precinct);
        members + i64::from(wrong) * 2
    }

    fn certificates(&self) -> Result<FileRows, SynthError> {
        let heading = "serial,election_kind,home_precinct,issued_at,iin,surname,given_name,patronymic,birth_date,\
                       used_precinct,used_at,retained,recorded,returned";
        let mut sheet = Sheet::create(self.out, "certificates.csv", heading)?;
        let mut scratch = Scratch::default();
        let precincts = &self.scribe.places.precincts;
        let number = |place: &Option<(usize, When)>| {
            place.map_or_else(String::new, |(precinct, _)| precincts[precinct].number.to_string())
        };
        let moment =
            |place: &Option<(usize, When)>| place.map_or_else(String::new, |(_, when)| self.moment(when));
        for id in self.plan.ledger.sorted() {
            let certificate = &self.plan.ledger.certificates[id];
            let used = certificate.used.is_some();
            let flag = |yes: bool| {
                if !used {
                    ""
                } else if yes {
                    "yes"
                } else {
                    "no"
                }
            };
            let (mut iin, mut names, mut birth) = (Vec::new(), Vec::new(), Vec::new());
            crate::row::identification(certificate.person.iin, crate::row::Number::Whole, &mut iin);
            self.scribe.names(&certificate.person, Typing::Plain, &mut scratch, &mut names, b'\0');
            crate::row::date(certificate.person.birth, false, &mut birth);
            let mut parts = names.split(|byte| *byte == 0);
            let mut name = || parts.next().unwrap_or_default();
            sheet.row(&[
                serial_text(certificate.serial).as_bytes(),
                b"president",
                number(&certificate.issued).as_bytes(),
                moment(&certificate.issued).as_bytes(),
                &iin,
                name(),
                name(),
                name(),
                &birth,
                number(&certificate.used).as_bytes(),
                moment(&certificate.used).as_bytes(),
                flag(certificate.retained).as_bytes(),
                flag(certificate.recorded).as_bytes(),
                b"no",
            ])?;
        }
        sheet.finish()
    }

    /// `2019-06-03 14:25`, local time.
    fn moment(&self, when: When) -> String {
        let election = self.base.election_day;
        let day = election.checked_add(when.day.days()).unwrap_or(election);
        format!("{day} {:02}:{:02}", when.minute / 60, when.minute % 60)
    }

    fn forms(&self) -> Result<FileRows, SynthError> {
        let mut sheet = Sheet::create(self.out, "forms.csv", "from_serial,to_serial,tec,precinct")?;
        let places = self.scribe.places;
        for (index, forms) in self.plan.ledger.forms.iter().enumerate() {
            let middle = forms.first + forms.supply;
            for (from, to) in [(forms.first, middle), (middle, middle + forms.extra)] {
                if from < to {
                    sheet.row(&[
                        serial_text(from),
                        serial_text(to - 1),
                        places.tec(index),
                        places.precincts[index].number.to_string(),
                    ])?;
                }
            }
        }
        sheet.finish()
    }

    /// The single-mandate districts: neighbouring precincts of a region, as equal as whole precincts allow; equal where a
    /// region of a small nation has too few precincts for its districts.
    fn districts(&self) -> Result<FileRows, SynthError> {
        let mut sheet =
            Sheet::create(self.out, "districts.csv", "id,name,region,seats,voters,status,source,as_of")?;
        let mut id = 0;
        for (index, region) in REGIONS.iter().enumerate() {
            let precincts = &self.scribe.places.precincts;
            let sizes = precincts
                .iter()
                .zip(&self.electorate)
                .filter(|(place, _)| usize::from(place.region) == index && !place.special)
                .map(|(_, voters)| *voters);
            let total: u64 = sizes.clone().sum();
            let mut parts = vec![0; region.districts as usize];
            let mut before = 0;
            for voters in sizes {
                let part = (before + voters / 2) * u64::from(region.districts) / total.max(1);
                parts[part.min(u64::from(region.districts) - 1) as usize] += voters;
                before += voters;
            }
            if parts.contains(&0) {
                let count = u64::from(region.districts);
                parts = (0..count).map(|part| total / count + u64::from(part < total % count)).collect();
            }
            for (part, voters) in parts.iter().enumerate() {
                id += 1;
                let name = if region.districts == 1 {
                    region.name.to_owned()
                } else {
                    format!("{}, округ {}", region.name, part + 1)
                };
                sheet.row(&[
                    id.to_string(),
                    name,
                    region.code.to_owned(),
                    "1".to_owned(),
                    voters.to_string(),
                    "published".to_owned(),
                    "synthetic nation".to_owned(),
                    self.base.election_day.to_string(),
                ])?;
            }
        }
        sheet.finish()
    }
}

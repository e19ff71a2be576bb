//! Absentee voting certificates: forms handed out, issued, used; and the rows they leave on lists.
//!
//! Forms for one per cent of a precinct's voters, rounded up here and down there; about 0.3 % of voters ask for one, more
//! in some regions and precincts than in others; about 62 % of certificates are used, in another settlement. The home row
//! stays and bears the serial, a row is added at the destination.

use super::{ADULT, Planner};
use crate::people::Person;
use crate::random::{Purpose, Stream};
use crate::row::{List, Row};
use crate::truth::{AvcSubject, RowRef};

/// A moment: days from election day (negative before it) and the minute of that day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct When {
    pub(crate) day: i32,
    pub(crate) minute: i32,
}

/// One row of the register.
#[derive(Clone)]
pub(crate) struct Certificate {
    pub(crate) serial: u32,
    pub(crate) person: Person,
    /// Index of the precinct that issued it, and when; none where that is not known.
    pub(crate) issued: Option<(usize, When)>,
    /// Where and when it was used.
    pub(crate) used: Option<(usize, When)>,
    pub(crate) retained: bool,
    pub(crate) recorded: bool,
}

/// What is known of one precinct's forms.
#[derive(Clone, Copy, Default)]
pub(crate) struct Forms {
    /// First serial of its range; the ranges of the first supply and of extra forms follow each other.
    pub(crate) first: u32,
    /// Forms of the first supply.
    pub(crate) supply: u32,
    pub(crate) extra: u32,
    /// Whether an order covers the extra forms.
    pub(crate) ordered: bool,
    /// Certificates issued here, each serial and holder once; and uses here.
    pub(crate) issued: u32,
    pub(crate) used: u32,
    /// Forms of the range that are gone.
    pub(crate) spent: u32,
    /// What the commission reports beyond what is so.
    pub(crate) issued_error: i32,
    pub(crate) used_error: i32,
    pub(crate) returned_error: i32,
    /// The commission never established how many voted with a certificate.
    pub(crate) used_unknown: bool,
    /// Something is planted about its counts: no single certificate is tampered with here.
    pub(crate) tampered: bool,
}

/// All certificates and forms.
#[derive(Default)]
pub(crate) struct Ledger {
    pub(crate) certificates: Vec<Certificate>,
    pub(crate) forms: Vec<Forms>,
    /// For each certificate, its place among the rows sorted by serial.
    order: Vec<u32>,
}

impl Ledger {
    /// The physical row of a certificate in `certificates.csv`.
    pub(crate) fn position(&self, id: usize) -> u64 {
        u64::from(self.order[id]) + 2
    }

    /// Indices of the certificates in the order of the file.
    pub(crate) fn sorted(&self) -> Vec<usize> {
        let mut indices: Vec<usize> = (0..self.certificates.len()).collect();
        indices.sort_by_key(|index| (self.certificates[*index].serial, *index));
        indices
    }

    /// The serial of the next form of a precinct; the caller has seen that there is one.
    pub(super) fn take_form(&mut self, precinct: usize) -> u32 {
        let forms = &mut self.forms[precinct];
        let serial = forms.first + forms.spent;
        forms.spent += 1;
        serial
    }

    /// Enters a certificate in the register, and counts its issue and use.
    pub(super) fn enter(&mut self, certificate: Certificate) -> usize {
        if let Some((precinct, _)) = certificate.issued {
            self.forms[precinct].issued += 1;
        }
        if let Some((precinct, _)) = certificate.used {
            self.forms[precinct].used += 1;
        }
        self.certificates.push(certificate);
        self.certificates.len() - 1
    }

    fn settle(&mut self) {
        self.order = vec![0; self.certificates.len()];
        for (place, index) in self.sorted().into_iter().enumerate() {
            self.order[index] = place as u32;
        }
    }
}

/// Share of voters who ask for a certificate, and of certificates that are used.
const ISSUE_RATE: f64 = 0.003;
const USE_RATE: f64 = 0.62;

/// A destination towards which the voters of a whole commission flow, or those of one precinct of it.
#[derive(Clone, Copy)]
pub(super) struct Flow {
    pub(super) region: u8,
    pub(super) tec: u16,
    /// Where it is one precinct's alone.
    pub(super) precinct: Option<usize>,
    pub(super) destination: usize,
}

/// What is special about one precinct's certificates.
#[derive(Clone, Copy, Default)]
pub(super) struct Orders {
    /// So many are issued, whatever the rate.
    pub(super) issue: Option<u32>,
    /// All are used there, one after the other.
    pub(super) all_used_at: Option<usize>,
}

impl Planner<'_> {
    pub(super) fn plan_certificates(&mut self) -> Ledger {
        self.stream = Stream::new(self.world.seed, Purpose::Certificates, 0);
        let precincts = self.world.places.precincts.len();
        let mut ledger = Ledger { forms: vec![Forms::default(); precincts], ..Ledger::default() };
        self.supply(&mut ledger);
        let mut orders = vec![Orders::default(); precincts];
        let flows = self.plan_counts(&mut ledger, &mut orders);
        let mut next = 1;
        for forms in &mut ledger.forms {
            forms.first = next;
            next += forms.supply + forms.extra;
        }
        self.issue_all(&mut ledger, &orders, &flows);
        self.plan_tricks(&mut ledger);
        ledger.settle();
        ledger
    }

    /// Rows of the permanent list, planted ones included.
    pub(super) fn electorate(&self, precinct: usize) -> u32 {
        self.world.places.precincts[precinct].voters + self.extras[precinct]
    }

    /// One per cent: rounded up or down in each precinct by largest remainders, so that no region gets more than one per
    /// cent of its voters.
    fn supply(&mut self, ledger: &mut Ledger) {
        let precincts = &self.world.places.precincts;
        let mut voters: Vec<u32> = (0..precincts.len()).map(|precinct| self.electorate(precinct)).collect();
        for row in &self.rows[List::Special as usize] {
            voters[row.precinct as usize] += 1;
        }
        for region in 0..crate::country::REGIONS.len() {
            let mut members: Vec<usize> = (0..precincts.len())
                .filter(|precinct| usize::from(precincts[*precinct].region) == region)
                .collect();
            let total: u32 = members.iter().map(|precinct| voters[*precinct]).sum();
            let whole: u32 = members.iter().map(|precinct| voters[*precinct] / 100).sum();
            members.sort_by_key(|precinct| (std::cmp::Reverse(voters[*precinct] % 100), *precinct));
            for (place, precinct) in members.into_iter().enumerate() {
                ledger.forms[precinct].supply =
                    voters[precinct] / 100 + u32::from(place < (total / 100 - whole) as usize);
            }
        }
    }

    fn issue_all(&mut self, ledger: &mut Ledger, orders: &[Orders], flows: &[Flow]) {
        let regional: Vec<f64> =
            (0..crate::country::REGIONS.len()).map(|_| (0.22 * self.stream.normal()).exp()).collect();
        let mut flowed: Vec<Vec<usize>> = vec![Vec::new(); flows.len()];
        for (precinct, orders) in orders.iter().enumerate().take(self.world.places.ordinary()) {
            let region = self.world.places.precincts[precinct].region;
            let tec = self.world.places.precincts[precinct].tec;
            let flow = flows.iter().position(|flow| {
                flow.region == region && flow.tec == tec && flow.precinct.is_none_or(|home| home == precinct)
            });
            let rate = ISSUE_RATE * regional[usize::from(region)] * (0.3 * self.stream.normal()).exp();
            let drawn = self.stream.poisson(rate * f64::from(self.electorate(precinct)));
            let forms = ledger.forms[precinct];
            let count = orders.issue.unwrap_or(drawn).min(forms.supply + forms.extra);
            let mut moments: Vec<When> = (0..count).map(|_| self.issue_moment()).collect();
            moments.sort_unstable();
            for (turn, moment) in moments.into_iter().enumerate() {
                if !self.has_room(precinct) {
                    break;
                }
                let destination = match (orders.all_used_at, flow) {
                    (Some(destination), _) => Some(destination),
                    (None, Some(flow)) if self.stream.chance(USE_RATE) => Some(flows[flow].destination),
                    (None, None) if self.stream.chance(USE_RATE) => self.destination(precinct),
                    _ => None,
                };
                let id = self.issue(ledger, precinct, moment, destination);
                if orders.all_used_at.is_some() {
                    let minute = 600 + turn as i32 * 2;
                    ledger.certificates[id].used = destination.map(|place| (place, When { day: 0, minute }));
                    self.truth.avc("AVC-015", "run-of-serials", AvcSubject::Certificate(id));
                } else if let (Some(flow), Some(_)) = (flow, destination) {
                    flowed[flow].push(id);
                }
            }
        }
        for ids in flowed {
            for id in ids {
                self.truth.avc("AVC-015", "flow", AvcSubject::Certificate(id));
            }
        }
    }

    /// In office hours of the two weeks before, not on the eve.
    pub(super) fn issue_moment(&mut self) -> When {
        When { day: self.stream.between(-14, -2), minute: self.stream.between(9 * 60, 18 * 60 - 1) }
    }

    /// While the polls are open.
    pub(super) fn use_moment(&mut self) -> When {
        When { day: 0, minute: self.stream.between(7 * 60 + 30, 19 * 60 + 30) }
    }

    /// An ordinary precinct in another settlement.
    pub(super) fn destination(&mut self, home: usize) -> Option<usize> {
        let settlement = self.world.places.precincts[home].settlement;
        let name = self.world.places.settlements[settlement as usize].clone();
        self.other_precinct(home, |planner, precinct| {
            let places = planner.world.places;
            places.settlements[places.precincts[precinct].settlement as usize] != name
        })
    }

    /// Issues the next form of a precinct to a new resident, with a marked home row, and, if it is used, a row at the
    /// destination; one in ten of these stands on the supplementary list. All of it lawful.
    fn issue(&mut self, ledger: &mut Ledger, home: usize, moment: When, destination: Option<usize>) -> usize {
        let person = self.person(home, ADULT);
        let serial = ledger.take_form(home);
        let home_row = self.put_home(Row { serial: Some(serial), ..Row::home(person) });
        let used = destination.map(|destination| (destination, self.use_moment()));
        if let Some((destination, _)) = used {
            let list = if self.stream.chance(0.1) { List::Supplementary } else { List::Avc };
            let away = self.arrival(list, person, destination, Some(serial));
            let code = if list == List::Avc { "ROLL-006" } else { "ROLL-005" };
            self.lawful(code, "iin", "certificate-pair", vec![home_row, away]);
        }
        ledger.enter(Certificate {
            serial,
            person,
            issued: Some((home, moment)),
            used,
            retained: true,
            recorded: true,
        })
    }

    /// Adds a row at the destination.
    pub(super) fn arrival(
        &mut self,
        list: List,
        person: Person,
        destination: usize,
        serial: Option<u32>,
    ) -> RowRef {
        let added = (list == List::Supplementary).then_some(self.world.calendar.election_day);
        self.put(list, Row { serial, added, ..Row::home(person).at(destination as u32) })
    }
}

//! What is wrong with certificates and forms: planted, each in a place of its own.

use std::collections::BTreeMap;

use super::certificates::{Certificate, Flow, Forms, Ledger, Orders, When};
use super::{ADULT, Planner};
use crate::row::{List, Row};
use crate::truth::{AvcSubject, AvcTruth, Certainty};

/// Serials beyond every range, and serials that a clerk invented.
const OUTSIDE: u32 = 9_000_000;
const MISTYPED: u32 = 8_000_000;
/// Certificates of one run, all used at one place.
const RUN: u32 = 10;
/// The least electorate of a commission whose voters all flow to one place: fewer make no flow.
const FLOW_ELECTORATE: u32 = 6_000;
/// A flow stands out among more homes of the region than this, with so many voters (some 90 used certificates).
const FLOW_PEERS: usize = 4;
const FLOW_OTHERS: u32 = 50_000;
/// The least electorate of a precinct whose voters flow: all forms of one per cent of these are issued.
const FLOW_HOME: u32 = 2_000;

/// One way to tamper with certificates of a precinct, in a numbered round.
type Trick<'w> = fn(&mut Planner<'w>, &mut Ledger, usize, u32);

impl<'w> Planner<'w> {
    /// How many there are, at one in so many voters; at least one in a nation of 20,000.
    fn one_in(&self, voters: u64) -> u64 {
        (self.voters / voters).max(u64::from(self.voters >= 20_000))
    }

    /// Plants what concerns the counts of precincts, before anything is issued; says which flows to direct.
    pub(super) fn plan_counts(&mut self, ledger: &mut Ledger, orders: &mut [Orders]) -> Vec<Flow> {
        let flows = self.plan_flows(orders, ledger);
        self.counts(500_000, 700, "AVC-001", "excess", ledger, |forms| forms.supply += 5);
        self.counts(500_000, 900, "AVC-001", "shortfall", ledger, |forms| forms.supply -= 4);
        self.counts(500_000, 700, "AVC-001", "extra-without-order", ledger, |forms| forms.extra = 4);
        self.counts(500_000, 700, "AVC-013", "issued-reported", ledger, |forms| {
            forms.issued_error = 2;
            forms.returned_error = -2;
        });
        self.counts(500_000, 400, "AVC-013", "used-reported", ledger, |forms| forms.used_error = 3);
        self.counts(500_000, 700, "AVC-016", "forms-do-not-reconcile", ledger, |forms| {
            forms.returned_error = -2;
        });
        self.counts(200_000, 100, "AVC-017", "used-not-established", ledger, |forms| {
            forms.used_unknown = true;
        });
        for _ in 0..self.one_in(1_000_000) {
            let Some(precinct) = self.fresh_precinct(700) else { break };
            let forms = &mut ledger.forms[precinct];
            (forms.extra, forms.ordered, forms.tampered) = (6, true, true);
            self.truth.avc.push(AvcTruth {
                code: "AVC-001",
                kind: "extra-with-order",
                subject: AvcSubject::Precinct(precinct),
                certainty: Certainty::Lawful,
            });
            self.truth.avc_side_effect("AVC-001", "extra-with-order", AvcSubject::RegionOf(precinct));
        }
        flows
    }

    /// Plants one thing about the counts of some precincts, in none of which anything else is planted.
    fn counts(
        &mut self,
        one_in: u64,
        voters: u32,
        code: &'static str,
        kind: &'static str,
        ledger: &mut Ledger,
        change: impl Fn(&mut Forms),
    ) {
        for _ in 0..self.one_in(one_in) {
            let Some(precinct) = self.fresh_precinct(voters) else { return };
            let forms = &mut ledger.forms[precinct];
            change(forms);
            forms.tampered = true;
            if matches!(kind, "excess" | "extra-without-order") {
                self.truth.avc_side_effect(code, kind, AvcSubject::RegionOf(precinct));
            }
            self.truth.avc(code, kind, AvcSubject::Precinct(precinct));
        }
    }

    /// Plants an outlying rate, runs of serials and flows towards one place.
    fn plan_flows(&mut self, orders: &mut [Orders], ledger: &mut Ledger) -> Vec<Flow> {
        let mut flows: Vec<Flow> = Vec::new();
        for _ in 0..self.one_in(4_000_000) {
            if let Some(precinct) = self.fresh_precinct(1_000) {
                let voters = self.electorate(precinct);
                let forms = &mut ledger.forms[precinct];
                forms.extra = voters * 3 / 100 - forms.supply;
                forms.ordered = true;
                forms.tampered = true;
                orders[precinct].issue = Some(forms.supply + forms.extra);
                self.truth.avc("AVC-014", "issue-rate", AvcSubject::Precinct(precinct));
                self.truth.avc_side_effect("AVC-001", "issue-rate", AvcSubject::RegionOf(precinct));
            }
            if let Some(precinct) = self.fresh_precinct(1_800)
                && let Some(destination) = self.fresh_destination(precinct)
            {
                orders[precinct] = Orders { issue: Some(RUN), all_used_at: Some(destination) };
                ledger.forms[precinct].tampered = true;
                self.truth.avc("AVC-015", "run-destination", AvcSubject::Precinct(destination));
                self.truth.avc_side_effect("AVC-014", "run-destination", AvcSubject::Precinct(destination));
            }
            flows.extend(self.plan_flow(&flows, orders, ledger));
        }
        flows
    }

    /// Directs the voters of one commission to one place, or those of one precinct where no region has enough
    /// commissions. Always where others of the region show where its people go: elsewhere nobody could tell.
    fn plan_flow(&mut self, known: &[Flow], orders: &mut [Orders], ledger: &mut Ledger) -> Option<Flow> {
        let regions = self.flow_regions();
        let total = |region: u8| regions[&region].values().sum::<u32>();
        let many = regions.values().any(|tecs| tecs.len() > FLOW_PEERS);
        let places = &self.world.places.precincts;
        let fit = |precinct: usize| {
            let (region, tec) = (places[precinct].region, places[precinct].tec);
            let own = if many { regions[&region][&tec] } else { places[precinct].voters };
            let untouched = known.iter().all(|flow| (flow.region, flow.tec) != (region, tec));
            let enough = !many || (regions[&region].len() > FLOW_PEERS && own >= FLOW_ELECTORATE);
            untouched && enough && total(region) - own >= FLOW_OTHERS
        };
        let home = self.fresh_precinct_where(if many { 400 } else { FLOW_HOME }, fit)?;
        let destination = self.fresh_destination(home)?;
        let (region, tec) = (places[home].region, places[home].tec);
        if !many {
            orders[home].issue = Some(FLOW_HOME / 100);
            ledger.forms[home].tampered = true;
            self.truth.avc_side_effect("AVC-014", "flow", AvcSubject::Precinct(home));
        }
        self.truth.avc("AVC-015", "flow-destination", AvcSubject::Precinct(destination));
        self.truth.avc_side_effect("AVC-014", "flow-destination", AvcSubject::Precinct(destination));
        Some(Flow { region, tec, precinct: (!many).then_some(home), destination })
    }

    /// Voters of each region's commissions, by their numbers.
    fn flow_regions(&self) -> BTreeMap<u8, BTreeMap<u16, u32>> {
        let mut regions: BTreeMap<u8, BTreeMap<u16, u32>> = BTreeMap::new();
        for (precinct, place) in self.world.places.precincts.iter().enumerate() {
            let tecs = regions.entry(place.region).or_default();
            *tecs.entry(place.tec).or_default() += self.electorate(precinct);
        }
        regions
    }

    /// A destination in another region about which nothing else is planted.
    fn fresh_destination(&mut self, home: usize) -> Option<usize> {
        let region = self.world.places.precincts[home].region;
        for _ in 0..40 {
            let precinct = self.fresh_precinct(300)?;
            if self.world.places.precincts[precinct].region != region {
                return Some(precinct);
            }
        }
        None
    }

    /// Plants what concerns single certificates.
    pub(super) fn plan_tricks(&mut self, ledger: &mut Ledger) {
        let tricks: [Trick<'w>; 16] = [
            Self::serial_twice,
            Self::two_certificates,
            Self::before_the_window,
            Self::on_election_day,
            Self::holder_unknown,
            Self::outside_the_range,
            Self::never_issued,
            Self::used_twice,
            Self::used_at_home,
            Self::also_on_special,
            Self::home_unmarked,
            Self::no_serial_at_destination,
            Self::other_serial_at_home,
            Self::not_retained,
            Self::not_recorded,
            Self::not_retained,
        ];
        for round in 0..self.one_in(300_000) {
            for trick in tricks {
                if let Some(home) = self.home_with_forms(ledger) {
                    trick(self, ledger, home, round as u32);
                }
            }
        }
    }

    /// An untouched precinct with room for three residents and three unspent forms.
    fn home_with_forms(&mut self, ledger: &Ledger) -> Option<usize> {
        for _ in 0..200 {
            let precinct = self.world.places.draw(&mut self.stream)?;
            let forms = ledger.forms[precinct];
            let room = self.homes[precinct] * 2 + 6 < self.world.places.precincts[precinct].voters;
            if !forms.tampered && !self.taken[precinct] && room && forms.spent + 3 <= forms.supply {
                return Some(precinct);
            }
        }
        None
    }

    /// A certificate issued in the ordinary way to a new person, not yet entered; the person is on no list.
    fn draft(&mut self, ledger: &mut Ledger, home: usize) -> Certificate {
        let person = self.person(home, ADULT);
        let serial = ledger.take_form(home);
        let moment = self.issue_moment();
        Certificate {
            serial,
            person,
            issued: Some((home, moment)),
            used: None,
            retained: true,
            recorded: true,
        }
    }

    /// The marked home row of a draft.
    fn mark_home(&mut self, certificate: &Certificate) -> crate::truth::RowRef {
        self.put_home(Row { serial: Some(certificate.serial), ..Row::home(certificate.person) })
    }

    fn enter_planted(
        &mut self,
        ledger: &mut Ledger,
        certificate: Certificate,
        code: &'static str,
        kind: &'static str,
    ) -> usize {
        let id = ledger.enter(certificate);
        self.truth.avc(code, kind, AvcSubject::Certificate(id));
        id
    }

    /// A use at another settlement, drawn.
    fn some_use(&mut self, home: usize) -> Option<(usize, When)> {
        let destination = self.destination(home)?;
        Some((destination, self.use_moment()))
    }

    fn serial_twice(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let first = self.draft(ledger, home);
        let mut second = first.clone();
        second.person = self.person(home, ADULT);
        for certificate in [first, second] {
            self.mark_home(&certificate);
            self.enter_planted(ledger, certificate, "AVC-002", "serial-twice");
        }
    }

    fn two_certificates(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let first = self.draft(ledger, home);
        let mut second = self.draft(ledger, home);
        second.person = first.person;
        self.mark_home(&first);
        self.enter_planted(ledger, first, "AVC-003", "two-certificates");
        let id = self.enter_planted(ledger, second, "AVC-003", "two-certificates");
        self.truth.avc_side_effect("AVC-011", "two-certificates", AvcSubject::Certificate(id));
    }

    fn before_the_window(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let certificate = self.draft(ledger, home);
        self.mark_home(&certificate);
        let early = Certificate { issued: Some((home, When { day: -25, minute: 660 })), ..certificate };
        self.enter_planted(ledger, early, "AVC-004", "before-the-window");
    }

    fn on_election_day(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let certificate = self.draft(ledger, home);
        self.mark_home(&certificate);
        let late = Certificate { issued: Some((home, When { day: 0, minute: 625 })), ..certificate };
        self.enter_planted(ledger, late, "AVC-004", "after-the-window");
    }

    fn holder_unknown(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let certificate = self.draft(ledger, home);
        let id = self.enter_planted(ledger, certificate, "AVC-005", "holder-not-on-home-list");
        self.truth.avc_side_effect("AVC-011", "holder-not-on-home-list", AvcSubject::Certificate(id));
    }

    fn outside_the_range(&mut self, ledger: &mut Ledger, home: usize, round: u32) {
        let person = self.person(home, ADULT);
        let issued = Some((home, self.issue_moment()));
        let certificate = Certificate {
            serial: OUTSIDE + round,
            person,
            issued,
            used: None,
            retained: true,
            recorded: true,
        };
        self.mark_home(&certificate);
        self.enter_planted(ledger, certificate, "AVC-006", "outside-the-range");
    }

    /// A use entered for a form that no register says was issued; its user is on no home list.
    fn never_issued(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let Some(used) = self.some_use(home) else { return };
        let mut certificate = self.draft(ledger, home);
        certificate.issued = None;
        certificate.used = Some(used);
        self.arrival(List::Avc, certificate.person, used.0, Some(certificate.serial));
        let id = self.enter_planted(ledger, certificate, "AVC-007", "never-issued");
        for code in ["AVC-005", "AVC-011"] {
            self.truth.avc_side_effect(code, "never-issued", AvcSubject::Certificate(id));
        }
    }

    fn used_twice(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let (Some(first_use), Some(second_use)) = (self.some_use(home), self.some_use(home)) else { return };
        if first_use.0 == second_use.0 {
            return;
        }
        let certificate = self.draft(ledger, home);
        let home_row = self.mark_home(&certificate);
        let away = self.arrival(List::Avc, certificate.person, first_use.0, Some(certificate.serial));
        self.lawful("ROLL-006", "iin", "certificate-pair", vec![home_row, away]);
        let second = Certificate { used: Some(second_use), ..certificate.clone() };
        self.enter_planted(
            ledger,
            Certificate { used: Some(first_use), ..certificate },
            "AVC-008",
            "used-twice",
        );
        let id = self.enter_planted(ledger, second, "AVC-008", "used-twice");
        // One form, one holder: issued once.
        ledger.forms[home].issued -= 1;
        for code in ["AVC-002", "AVC-003", "AVC-011"] {
            self.truth.avc_side_effect(code, "used-twice", AvcSubject::Certificate(id));
        }
    }

    fn used_at_home(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let mut certificate = self.draft(ledger, home);
        self.mark_home(&certificate);
        certificate.used = Some((home, self.use_moment()));
        let id = self.enter_planted(ledger, certificate, "AVC-009", "used-at-home");
        self.truth.avc_side_effect("AVC-011", "used-at-home", AvcSubject::Certificate(id));
    }

    fn also_on_special(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let Some(special) = self.special_precinct() else { return };
        let certificate = self.draft(ledger, home);
        let home_row = self.mark_home(&certificate);
        // Special lists are closed before election day.
        let added = self.world.calendar.election_day.yesterday().ok();
        let away = self.put(List::Special, Row { added, ..Row::home(certificate.person).at(special) });
        self.planted("ROLL-003", "iin", "special-with-certificate", vec![home_row, away]);
        self.enter_planted(ledger, certificate, "AVC-010", "also-on-special");
    }

    fn home_unmarked(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        self.unmatched(ledger, home, "home-row-unmarked", |serial| (None, Some(serial)));
    }

    fn no_serial_at_destination(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        self.unmatched(ledger, home, "destination-without-serial", |serial| (Some(serial), None));
    }

    fn other_serial_at_home(&mut self, ledger: &mut Ledger, home: usize, round: u32) {
        self.unmatched(ledger, home, "serials-differ", |serial| (Some(MISTYPED + round), Some(serial)));
    }

    /// A used certificate whose rows do not match: `serials` gives those of the home row and of the destination row.
    fn unmatched(
        &mut self,
        ledger: &mut Ledger,
        home: usize,
        kind: &'static str,
        serials: impl Fn(u32) -> (Option<u32>, Option<u32>),
    ) {
        let Some(used) = self.some_use(home) else { return };
        let certificate = self.draft(ledger, home);
        let (at_home, away) = serials(certificate.serial);
        let home_row = self.put_home(Row { serial: at_home, ..Row::home(certificate.person) });
        let away = self.arrival(List::Avc, certificate.person, used.0, away);
        self.planted("ROLL-006", "iin", kind, vec![home_row, away]);
        self.enter_planted(ledger, Certificate { used: Some(used), ..certificate }, "AVC-011", kind);
    }

    fn not_retained(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let Some(used) = self.some_use(home) else { return };
        let certificate = self.draft(ledger, home);
        let home_row = self.mark_home(&certificate);
        let away = self.arrival(List::Avc, certificate.person, used.0, Some(certificate.serial));
        self.lawful("ROLL-006", "iin", "certificate-pair", vec![home_row, away]);
        let certificate = Certificate { used: Some(used), retained: false, ..certificate };
        self.enter_planted(ledger, certificate, "AVC-012", "not-retained");
    }

    fn not_recorded(&mut self, ledger: &mut Ledger, home: usize, _: u32) {
        let Some(used) = self.some_use(home) else { return };
        let certificate = self.draft(ledger, home);
        self.mark_home(&certificate);
        let certificate = Certificate { used: Some(used), recorded: false, ..certificate };
        let id = self.enter_planted(ledger, certificate, "AVC-012", "not-recorded");
        self.truth.avc_side_effect("AVC-011", "not-recorded", AvcSubject::Certificate(id));
    }
}

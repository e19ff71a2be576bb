//! Who is over- and under-represented under an apportionment, and whom no number of seats serves.

use tizim_evidence::{Audit, Finding, Message, Severity, Subject, Value};

use super::method::Method;
use super::report::{deviation_of, method_name};
use super::shared::Apportionment;
use crate::code::Code;
use crate::shown::words;

/// How many names stand in a sentence.
const NAMED: usize = 12;

/// Who is over- and who is under-represented the most: in one sentence where every method gives the same seats, else by
/// Webster's method, the one without a lean. Who has voters and no seat comes before all others.
pub(super) fn represented(shared: &Apportionment) -> Option<Message> {
    let chosen = shared.outcomes.iter().find(|outcome| outcome.method == Method::Webster)?;
    let alike = shared.outcomes.iter().all(|outcome| outcome.allocation.seats == chosen.allocation.seats);
    let seats = &chosen.allocation.seats;
    let own = |place: usize| deviation_of(shared, place, seats[place]).bounds().map(|bounds| bounds.0);
    let places = || (0..seats.len()).filter_map(|place| Some((place, own(place)?)));
    let smallest = places().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let largest = places().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let without: Vec<usize> =
        (0..seats.len()).filter(|&place| seats[place] == 0 && shared.claimants[place].voters > 0).collect();
    if without.is_empty() && (smallest.1, largest.1) == (0.0, 0.0) {
        return Some(Message::new("districts.apportion.represented_equally"));
    }
    let message = match (alike, without.is_empty()) {
        (true, true) => Message::new("districts.apportion.represented_all"),
        (false, true) => Message::new("districts.apportion.represented"),
        (true, false) => Message::new("districts.apportion.without_seat_all"),
        (false, false) => Message::new("districts.apportion.without_seat"),
    };
    Some(
        message
            .with("method", method_name(chosen.method))
            .with("without", names(shared, &without))
            .with("smallest", &shared.claimants[smallest.0].name)
            .with("low", smallest.1)
            .with("largest", &shared.claimants[largest.0].name)
            .with("high", largest.1),
    )
}

fn names(shared: &Apportionment, places: &[usize]) -> Value {
    words::shortened(NAMED, places.iter().map(|&place| shared.claimants[place].name.clone()).collect()).into()
}

/// Adds whom no number of seats brings within a tolerance: a sentence for each tolerance, the widest first, and a finding for
/// each claimant, at the widest tolerance of which it is true.
pub(super) fn cannot_comply(shared: &Apportionment, audit: &mut Audit) {
    let mut told = vec![false; shared.claimants.len()];
    for (tolerance, places) in shared.impossible.iter().rev().filter(|one| !one.1.is_empty()) {
        let tolerance = Value::stated(tolerance.parse::<f64>().ok());
        audit.summary.push(
            Message::new("districts.apportion.cannot")
                .with("seats", shared.seats)
                .with("tolerance", tolerance.clone())
                .with("names", names(shared, places)),
        );
        for &place in places {
            if !std::mem::replace(&mut told[place], true) {
                audit.findings.push(of_claimant(shared, place, &tolerance));
            }
        }
    }
}

fn of_claimant(shared: &Apportionment, place: usize, tolerance: &Value) -> Finding {
    let claimant = &shared.claimants[place];
    let voters: u64 = shared.claimants.iter().map(|claimant| claimant.voters).sum();
    let quotas = claimant.voters as f64 * shared.seats as f64 / voters as f64;
    Finding::new(Code::CannotComply.word(), Severity::Notice, Subject::new("claimant", claimant.id.clone()))
        .titled(
            Message::new("districts.apportion.cannot_one")
                .with("name", &claimant.name)
                .with("quotas", quotas)
                .with("tolerance", tolerance.clone())
                .with("seats", shared.seats),
        )
        .figure("tolerance", tolerance.clone())
        .figure("quotas", quotas)
        .under("apportion", None)
}

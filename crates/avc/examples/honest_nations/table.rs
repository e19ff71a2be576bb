//! What was measured, as tables of a README.

use std::fmt::Write;

use tizim_stats::interval;

use crate::generator::Nature;
use crate::measured::{Measured, Measurements};
use crate::{FLOWS, MULTIPLES};

/// `8 (6.6 %)`: how many, and the upper 95 % limit of their share (Clopper and Pearson, one-sided).
fn with_limit(hits: u64, of: usize) -> String {
    let limit = interval::clopper_pearson(hits, of as u64, 0.9).map_or(1.0, |both| both.high);
    format!("{hits} ({:.1} %)", 100.0 * limit)
}

/// Nations with an alarm, by kind of nation and code.
pub(crate) fn alarms(measured: &Measurements, nations: u64) -> String {
    let mut text = String::from(
        "| nations | ROLL-022 | ROLL-023 | AVC-014 | AVC-015 | an address is named from (median) |\n|---|---|---|---|---|---|\n",
    );
    for nature in Nature::HONEST.into_iter().chain(Nature::FAR_OUT) {
        let of = |place| measured.at(place, nations, |seed| Measured::alarms(nature, seed));
        let mut cells: Vec<String> =
            (0..4).map(|code| with_limit(of(code).iter().sum(), of(code).len())).collect();
        let mut thresholds = of(4);
        thresholds.sort_unstable();
        let median = thresholds.get(thresholds.len() / 2);
        cells.push(median.map_or_else(String::new, |voters| format!("{voters} voters")));
        _ = writeln!(text, "| {} | {} |", nature.words(), cells.join(" | "));
    }
    text
}

/// Nations with an alarm, of those that are judged by rates alone.
pub(crate) fn rates(measured: &Measurements, nations: u64) -> String {
    let mut text = String::from("| nations | ROLL-023 | AVC-014, precincts |\n|---|---|---|\n");
    for nature in Nature::OF_RATES {
        let cell = |place| {
            let of = measured.at(place, nations, |seed| Measured::rates(nature, seed));
            with_limit(of.iter().sum(), of.len())
        };
        _ = writeln!(text, "| {} | {} | {} |", nature.words(), cell(0), cell(1));
    }
    text
}

/// Of nations with units that truly lie far out: how many precincts are named, and how many of them do.
pub(crate) fn far(measured: &Measurements, nations: u64) -> String {
    let mut text = String::from(
        "| nations | precincts that ROLL-023 names | of these, truly at three times the usual rate or more |\n|---|---|---|\n",
    );
    for nature in Nature::FAR_OUT {
        let sum =
            |place| -> u64 { measured.at(place, nations, |seed| Measured::far(nature, seed)).iter().sum() };
        _ = writeln!(text, "| {} | {} | {} |", nature.words(), sum(0), sum(1));
    }
    text
}

/// How often what is odd is found.
pub(crate) fn power(measured: &Measurements, powers: u64) -> String {
    let mut text =
        String::from("| one precinct of a beta-binomial nation | found by | nations |\n|---|---|---|\n");
    let found = |line: &dyn Fn(u64) -> Measured, code: usize| {
        let hits = measured.at(code, powers, line);
        format!("{} of {}", hits.iter().sum::<u64>(), hits.len())
    };
    for multiple in MULTIPLES {
        let line = |seed| Measured::rate(multiple, seed);
        for (code, name) in ["ROLL-023", "AVC-014"].into_iter().enumerate() {
            _ = writeln!(text, "| at {multiple} times the usual rate | {name} | {} |", found(&line, code));
        }
    }
    for share in FLOWS {
        let line = |seed| Measured::flow(share, seed);
        _ = writeln!(
            text,
            "| that sends {share} in a hundred of its 40 used certificates to one place | AVC-015 | {} |",
            found(&line, 0)
        );
    }
    text
}

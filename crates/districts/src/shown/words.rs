//! Codes as words: what stands in JSON and CSV, with the key of the text that people read.

use tizim_evidence::{Status, Value};

use crate::judge::judgement::Verdict;
use crate::{Basis, Demand, DrawingRule, Force, Grade, Index, Origin};

/// A code with the key of its word.
fn word(code: &'static str, word: &'static str) -> Value {
    Value::Word { code, word }
}

/// So many of these names, and how many more there are.
pub(crate) fn shortened(named: usize, mut names: Vec<String>) -> Vec<String> {
    let more = names.len().saturating_sub(named);
    if more > 1 {
        names.truncate(named);
        names.push(format!("\u{2026} (+{more})"));
    }
    names
}

/// Names, or the word for none.
pub(crate) fn or_nobody<V: Into<Value>>(names: Vec<V>) -> Value {
    if names.is_empty() { word("none", "districts.summary.nobody") } else { names.into() }
}

/// What a sample counted.
pub(crate) fn observed(what: &str) -> Value {
    match what.trim().to_ascii_lowercase().as_str() {
        "additions" => word("additions", "districts.observed.additions"),
        "removals" => word("removals", "districts.observed.removals"),
        _ => what.into(),
    }
}

/// Of an index that a district without people makes infinite.
pub(crate) fn infinite() -> Value {
    word("infinite", "districts.value.infinite")
}

/// Of the deviation of who has no seat.
pub(crate) fn no_seat() -> Value {
    word("no_seat", "districts.value.no_seat")
}

/// What goes before a note where two sets of lists are spoken of: that it is about those of the election.
pub(crate) fn lists(of_election: bool) -> Value {
    if of_election { word("election", "districts.lists.election") } else { Value::from("") }
}

/// What goes before a sentence that is so at the middle of all bounds.
pub(crate) fn at_middle(is_so: bool) -> Value {
    if is_so { word("middle", "districts.summary.at_middle") } else { Value::from("") }
}

/// What share of the gap between the largest and the smallest district was required; `None` where nothing was. Of the whole
/// inequality that is said only where the rules left no choice, whatever it is measured by.
pub(crate) fn forced(share: Option<(f64, f64)>, without_choice: bool) -> Value {
    let code = forced_code(share);
    word(
        code,
        match code {
            "all" if without_choice => "districts.forced.verdict.whole",
            "none" => "districts.forced.verdict.none",
            "all" => "districts.forced.verdict.all",
            "most" => "districts.forced.verdict.most",
            "most_or_all" => "districts.forced.verdict.most_or_all",
            "less_than_half" => "districts.forced.verdict.less_than_half",
            "less_than_half_or_none" => "districts.forced.verdict.less_than_half_or_none",
            "part" => "districts.forced.verdict.part",
            "part_or_all" => "districts.forced.verdict.part_or_all",
            _ => "districts.forced.verdict.open",
        },
    )
}

/// What goes before that share where a part of the inequality was required and a part for certain not (`was_open`, or by the
/// gap itself).
pub(crate) fn forced_in_part(share: Option<(f64, f64)>, was_open: bool) -> Value {
    let code = forced_code(share);
    let some_of_it =
        matches!(code, "all" | "most" | "most_or_all" | "part" | "part_or_all" | "less_than_half");
    let not_all = was_open || matches!(code, "most" | "part" | "less_than_half");
    if some_of_it && not_all { word("part", "districts.forced.in_part") } else { Value::from("") }
}

/// The same of equal districts in every region.
pub(crate) fn forced_between(share: Option<(f64, f64)>, without_choice: bool) -> Value {
    let code = forced_code(share);
    word(
        code,
        match code {
            "all" if without_choice => "districts.forced.between.whole",
            "none" => "districts.forced.between.none",
            "all" => "districts.forced.between.all",
            "most" => "districts.forced.between.most",
            "most_or_all" => "districts.forced.between.most_or_all",
            "less_than_half" => "districts.forced.between.less_than_half",
            "less_than_half_or_none" => "districts.forced.between.less_than_half_or_none",
            "part" => "districts.forced.between.part",
            "part_or_all" => "districts.forced.between.part_or_all",
            _ => "districts.forced.between.open",
        },
    )
}

/// What the bounds of the share settle, and no more: where they leave room for all or for nothing, that is said.
fn forced_code(share: Option<(f64, f64)>) -> &'static str {
    const ALL: f64 = 0.9995;
    let Some((low, high)) = share else { return "none" };
    match (low, high) {
        _ if low >= ALL => "all",
        _ if low > 0.5 && high >= ALL => "most_or_all",
        _ if low > 0.5 => "most",
        _ if high < 0.5 && low <= 1.0 - ALL => "less_than_half_or_none",
        _ if high < 0.5 => "less_than_half",
        _ if low <= 1.0 - ALL => "open",
        _ if high >= ALL => "part_or_all",
        _ => "part",
    }
}

/// The name of an index.
pub(crate) fn index(index: Index) -> Value {
    word(
        index.key(),
        match index {
            Index::MaxMinRatio => "districts.index.max_min_ratio",
            Index::TotalRange => "districts.index.total_range",
            Index::MeanAbsDeviation => "districts.index.mean_abs_deviation",
            Index::RmsDeviation => "districts.index.rms_deviation",
            Index::Cv => "districts.index.cv",
            Index::Mal => "districts.index.mal",
            Index::Gallagher => "districts.index.gallagher",
            Index::Gini => "districts.index.gini",
            Index::DauerKelsay => "districts.index.dauer_kelsay",
            Index::TheilT => "districts.index.theil_t",
            Index::TheilL => "districts.index.theil_l",
            Index::Kolm => "districts.index.kolm",
            Index::Rae => "districts.index.rae",
            Index::SainteLague => "districts.index.sainte_lague",
            Index::Atkinson05 => "districts.index.atkinson_05",
            Index::Atkinson1 => "districts.index.atkinson_1",
        },
    )
}

/// The name of Dauer and Kelsay's index where districts of several seats are counted in part.
pub(crate) fn dauer_kelsay_in_part() -> Value {
    word(Index::DauerKelsay.key(), "districts.index.dauer_kelsay_in_part")
}

/// The name of a status.
pub(crate) fn status(status: Status) -> Value {
    word(
        status.word(),
        match status {
            Status::Published => "status.published",
            Status::Derived => "status.derived",
            Status::Counted => "status.counted",
            Status::Estimated => "status.estimated",
            Status::Unknown => "status.unknown",
        },
    )
}

/// The name of a weight of standards.
pub(crate) fn force(force: Force) -> Value {
    word(
        force.word(),
        match force {
            Force::Binding => "districts.force.binding",
            Force::Recommended => "districts.force.recommended",
            Force::Described => "districts.force.described",
            Force::Foreign => "districts.force.foreign",
            Force::Repealed => "districts.force.repealed",
            Force::None => "districts.force.none",
        },
    )
}

/// The name of a verdict.
pub(crate) fn verdict(verdict: Verdict) -> Value {
    word(
        verdict.word(),
        match verdict {
            Verdict::Met => "districts.verdict.met",
            Verdict::Breached => "districts.verdict.breached",
            Verdict::Undetermined => "districts.verdict.undetermined",
        },
    )
}

/// Whom districts are to hold in equal numbers.
pub(crate) fn basis(basis: Basis) -> Value {
    word(
        basis.word(),
        match basis {
            Basis::Voters => "districts.basis.voters",
            Basis::Population => "districts.basis.population",
            Basis::Citizens => "districts.basis.citizens",
        },
    )
}

/// What stands behind a verdict in brackets: the grade of its weakest source, or nothing where none is stated.
pub(crate) fn rests_on(grade: Option<Grade>) -> Value {
    let Some(grade) = grade else { return Value::from("") };
    let word = match grade {
        Grade::Official => "districts.rests.official",
        Grade::OfficialViaPress => "districts.rests.official_via_press",
        Grade::Press => "districts.rests.press",
        Grade::Secondary => "districts.rests.secondary",
    };
    Value::Word { code: grade.code(), word }
}

/// Whom a quota counts.
pub(crate) fn people(basis: Basis) -> Value {
    word(
        basis.word(),
        match basis {
            Basis::Voters => "districts.people.voters",
            Basis::Population => "districts.people.population",
            Basis::Citizens => "districts.people.citizens",
        },
    )
}

/// The name of a rule: what it demands.
pub(crate) fn demand(demand: Demand) -> Value {
    match demand {
        Demand::MinimumSeats => word("minimum_seats", "districts.demand.minimum_seats"),
        Demand::NoCrossing => word("no_crossing", "districts.demand.no_crossing"),
        Demand::HouseSize => word("house_size", "districts.demand.house_size"),
        Demand::Allocation => word("allocation", "districts.demand.allocation"),
        Demand::Drawing => word("drawing", "districts.demand.drawing"),
    }
}

/// A stable code of what was required of those who drew.
pub(crate) fn requirement_code(rule: &DrawingRule) -> &'static str {
    match (rule.origin, rule.demand) {
        (Origin::Statute, _) => "required_by_statute",
        (Origin::Resolution, _) => "required_by_resolution",
        (Origin::NotStated, _) => "not_stated",
        (Origin::None, Demand::Drawing) => "open_drawing",
        (Origin::None, _) => "open_allocation",
    }
}

/// What was required of those who drew.
pub(crate) fn requirement(rule: &DrawingRule) -> Value {
    let code = requirement_code(rule);
    word(
        code,
        match code {
            "required_by_statute" => "districts.requirement.statute",
            "required_by_resolution" => "districts.requirement.resolution",
            "open_drawing" => "districts.requirement.open_drawing",
            "open_allocation" => "districts.requirement.open_allocation",
            _ => "districts.requirement.not_stated",
        },
    )
}

/// The name of what giving up a rule would change.
pub(crate) fn measure(code: &'static str) -> Value {
    word(
        code,
        match code {
            "theil_t_between" => "districts.measure.theil_t_between",
            "theil_t_within" => "districts.measure.theil_t_within",
            "total_range" => "districts.measure.total_range",
            "mal_between" => "districts.measure.mal_between",
            "mal_within" => "districts.measure.mal_within",
            "smallest_house" => "districts.measure.smallest_house",
            _ => "districts.measure.impossible",
        },
    )
}

/// What happened to the weight of a vote.
pub(crate) fn change(code: &'static str) -> Value {
    word(
        code,
        match code {
            "gained" => "districts.change.gained",
            "lost" => "districts.change.lost",
            "same" => "districts.change.same",
            _ => "districts.change.undetermined",
        },
    )
}

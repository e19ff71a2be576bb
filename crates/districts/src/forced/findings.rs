//! Regions that cannot comply, figures and notes about what was required.

use tizim_evidence::{Audit, Figure, Finding, Message, Severity, Status, Subject, Value};

use super::required::Forced;
use super::standing::Standing;
use super::{answer, better, house};
use crate::code::Code;
use crate::judge::assess::Assessment;
use crate::shown::words;
use crate::{Demand, DistrictRules, Grade, Origin};

/// Adds the answer, which regions cannot comply, what a better drawing would avoid, figures and notes.
pub(crate) fn add(forced: &Forced, assessment: &Assessment, rules: &DistrictRules, audit: &mut Audit) {
    answer::add(forced, assessment, rules, audit);
    better::add(forced, assessment, rules, audit);
    for place in 0..forced.claims.regions.len() {
        audit.findings.extend(of_region(forced, place, rules));
    }
    figures(forced, audit);
    if let Some(simulated) = &forced.simulated {
        audit.notes.push(
            Message::new("districts.note.estimates")
                .with("draws", simulated.draws)
                .with("rejected", simulated.rejected),
        );
    }
    if rules.drawing.iter().any(|rule| rule.origin == Origin::NotStated) {
        audit.notes.push(Message::new("districts.note.rules_not_stated").with("house", forced.claims.house));
    }
    audit.notes.push(Message::new("districts.note.required"));
}

/// What is said of one region: first on the lists known when the districts were drawn, where these are stated.
fn of_region(forced: &Forced, place: usize, rules: &DistrictRules) -> Option<Finding> {
    let now = forced.standing(place);
    let Some(drawn) = forced.drawn.as_deref() else { return on_one_list(forced, place, now, rules) };
    let tolerance = |at: usize| forced.tolerances[at];
    let grades = |on_drawn: Option<usize>, on_given: Option<usize>| {
        let of = |list: &Forced, at: Option<usize>| at.and_then(|at| list.grade_of_impossible(place, at));
        Grade::weakest([of(drawn, on_drawn), of(forced, on_given)])
    };
    let (first, title, severity, at, grade) = match (drawn.standing(place), now) {
        (Standing::Cannot { at }, Standing::Cannot { at: other }) => {
            let title = if at == other {
                Message::new("districts.impossible.both")
            } else {
                Message::new("districts.impossible.both_apart")
                    .with("tolerance_election", Value::stated(tolerance(other)))
            };
            (drawn, title, Severity::Notice, at, grades(Some(at), Some(other)))
        }
        (Standing::Cannot { at }, _) => {
            let title = Message::new("districts.impossible.when_drawn");
            (drawn, title, Severity::Notice, at, grades(Some(at), None))
        }
        (_, Standing::Cannot { at }) => {
            let title = Message::new("districts.impossible.at_election");
            (forced, title, Severity::Info, at, grades(None, Some(at)))
        }
        (_, now) => return on_one_list(forced, place, now, rules),
    };
    let title =
        title.with("quotas", drawn.claims.quotas(place)).with("quotas_election", forced.claims.quotas(place));
    Some(
        Case { list: first, place, at, severity, rules }
            .certain(grade, title)
            .figure("quotas_when_drawn", drawn.claims.quotas(place))
            .figure("quotas_election", forced.claims.quotas(place)),
    )
}

/// A region held against a tolerance on one set of lists.
struct Case<'a> {
    list: &'a Forced,
    place: usize,
    at: usize,
    severity: Severity,
    rules: &'a DistrictRules,
}

impl Case<'_> {
    fn finding(&self, title: Message) -> Finding {
        let region = &self.list.claims.regions[self.place];
        let tolerance = Value::stated(self.list.tolerances[self.at]);
        Finding::new(Code::CannotComply.word(), self.severity, Subject::new("region", region.id.clone()))
            .titled(title.with("region", Value::place(&region.name)).with("tolerance", tolerance.clone()))
            .figure("tolerance", tolerance)
            .figure("quotas", self.list.claims.quotas(self.place))
            .figure("seats_used", region.used)
            .under_rule(&self.rules.cited(Demand::NoCrossing, self.severity))
    }

    /// That no number of seats serves the region, for certain, with the grade of the weakest source.
    fn certain(&self, grade: Option<Grade>, title: Message) -> Finding {
        let finding = self
            .finding(title.with("rests", words::rests_on(grade)))
            .figure("grade", grade.map(Grade::value))
            .figure("survives_drift", true);
        match grade.filter(|grade| !grade.bears_headlines()) {
            Some(_) => finding.unless(Message::new("districts.explain.grade")),
            None => finding,
        }
    }
}

/// What one set of figures says of a region.
fn on_one_list(list: &Forced, place: usize, standing: Standing, rules: &DistrictRules) -> Option<Finding> {
    let quotas = list.claims.quotas(place);
    let case = |at: usize, severity: Severity| Case { list, place, at, severity, rules };
    match standing {
        Standing::Can => None,
        Standing::Cannot { at } => {
            let title = if list.claims.published {
                Message::new("districts.impossible.published")
            } else {
                Message::new("districts.impossible.given")
            };
            let grade = list.grade_of_impossible(place, at);
            Some(case(at, Severity::Notice).certain(grade, title.with("quotas", quotas)))
        }
        Standing::InDraws { at, share } => {
            let title = if standing.is_nearly_certain() {
                Message::new("districts.impossible.estimated")
            } else {
                Message::new("districts.impossible.in_some_draws")
            };
            let finding = case(at, Severity::Info)
                .finding(title.with("share", share))
                .figure("share_of_draws", share)
                .unless(Message::new("districts.explain.estimate"));
            Some(if standing.is_nearly_certain() { finding } else { not_settled(finding) })
        }
        Standing::Open { at } => {
            let title = if list.lost_in_drift(at, place) {
                Message::new("districts.impossible.lost_in_drift")
            } else {
                Message::new("districts.impossible.undetermined")
            };
            let title = title.with("quotas", quotas).with("deciding", list.claims.deciding(place));
            let finding = case(at, Severity::Info)
                .finding(title)
                .figure("survives_drift", Value::from(list.lost_in_drift(at, place).then_some(false)));
            Some(not_settled(finding))
        }
    }
}

/// What is not settled is a check that could not be made, and no impossibility.
fn not_settled(finding: Finding) -> Finding {
    Finding { code: Code::NotChecked.word(), ..finding }
}

/// For the narrowest and the widest tolerance the smallest house, and on each set of lists how many regions cannot comply;
/// tolerances between stand in the document.
fn figures(forced: &Forced, audit: &mut Audit) {
    let ends = [Some(0), forced.tolerances.len().checked_sub(1).filter(|last| *last > 0)];
    for at in ends.into_iter().flatten().filter(|at| *at < forced.tolerances.len()) {
        house::add(forced, at, audit);
        let key = if at == 0 { "impossible_published" } else { "impossible_published_wider" };
        if let Some(drawn) = &forced.drawn {
            let key_drawn = if at == 0 { "impossible_when_drawn" } else { "impossible_when_drawn_wider" };
            let label = Message::new("districts.figure.impossible_when_drawn");
            audit.figures.push(impossible(drawn, at, key_drawn, label));
            let label = Message::new("districts.figure.impossible_election");
            audit.figures.push(impossible(forced, at, key, label));
        } else if forced.claims.published {
            audit.figures.push(impossible(forced, at, key, Message::new("districts.figure.impossible")));
        } else {
            audit.figures.push(impossible(
                forced,
                at,
                key,
                Message::new("districts.figure.impossible_given"),
            ));
        }
    }
}

/// How many regions cannot comply on one set of lists, on figures that a headline may count.
fn impossible(list: &Forced, at: usize, key: &'static str, label: Message) -> Figure {
    let label = label.with("tolerance", Value::stated(list.tolerances[at]));
    Figure::new(key, label, list.impossible_by_grade(at).0.len()).with_status(Status::Derived)
}

//! The answer in a few sentences: who is over- and under-represented, and by how much.

use tizim_evidence::{Message, Value};

use crate::judge::assess::Assessment;
use crate::judge::judgement::Judgement;
use crate::shown::words;
use crate::{DistrictRules, Force, Grade, Measure};

/// How many names stand in a sentence.
const NAMED: usize = 12;

/// The sentences about one body of districts.
pub(crate) fn of(assessment: &Assessment, rules: &DistrictRules) -> Vec<Message> {
    if assessment.units.len() == 1 {
        return vec![Message::new("districts.summary.no_comparison")];
    }
    if assessment.quota().is_missing() {
        return vec![
            Message::new("districts.summary.without_quota").with("people", words::people(assessment.basis)),
        ];
    }
    let mut sentences: Vec<Message> = extremes(assessment).into_iter().collect();
    sentences.extend(ties(assessment));
    sentences.extend(outside(assessment, rules));
    sentences
}

/// The most over- and the most under-represented district, and what a vote weighs there.
fn extremes(assessment: &Assessment) -> Option<Message> {
    let (smallest, largest) = assessment.extremes();
    let (smallest, largest) = (smallest?, largest?);
    let ratio = assessment.ratio_of_extremes();
    // A vote weighs more than another where both elect somebody, and somebody votes.
    let weighed = smallest != largest && ratio.bounds().is_some_and(|(_, high)| high.is_finite());
    let title = match (weighed, assessment.extremes_settled()) {
        (_, true) if ratio.bounds().is_some_and(|(_, high)| high <= 1.0) => {
            Message::new("districts.summary.equal")
        }
        (_, false) if assessment.equal_at_middle() => Message::new("districts.summary.extremes_equal_middle"),
        (true, true) => Message::new("districts.summary.extremes"),
        (true, false) => Message::new("districts.summary.extremes_middle"),
        (false, _) => Message::new("districts.summary.extremes_unweighed"),
    };
    Some(
        title
            .with("quota", assessment.quota())
            .with("people", words::people(assessment.basis))
            .with("smallest", &assessment.units[smallest].name)
            .with("low", assessment.deviations[smallest].clone())
            .with("largest", &assessment.units[largest].name)
            .with("high", assessment.deviations[largest].clone())
            .with("ratio", ratio)
            .with("rests", rests_on_weak(assessment, [smallest, largest])),
    )
}

/// Who else is as far out as the two that the answer names: of several, it can name but one.
fn ties(assessment: &Assessment) -> Option<Message> {
    let (smallest, largest) = assessment.extremes();
    let (smallest, largest) = (smallest?, largest?);
    let [over, under] = [smallest, largest].map(|unit| assessment.tied_with(unit));
    let equal = over.contains(&largest) || smallest == largest || assessment.equal_at_middle();
    let named = |units: &[usize]| -> Value {
        words::shortened(NAMED, units.iter().map(|&unit| assessment.units[unit].name.clone()).collect())
            .into()
    };
    let message = match (over.is_empty(), under.is_empty()) {
        _ if equal => return None,
        (true, true) => return None,
        (false, true) => Message::new("districts.summary.tied_over"),
        (true, false) => Message::new("districts.summary.tied_under"),
        (false, false) => Message::new("districts.summary.tied_both"),
    };
    Some(
        message
            .with("at", words::at_middle(!assessment.extremes_settled()))
            .with("smallest", &assessment.units[smallest].name)
            .with("over", named(&over))
            .with("largest", &assessment.units[largest].name)
            .with("under", named(&under)),
    )
}

/// The grade of the weakest figure behind these, in brackets where it is the press's own or a secondary one: such figures
/// bear no headline without that word.
fn rests_on_weak(assessment: &Assessment, units: [usize; 2]) -> Value {
    let weakest = units.into_iter().filter_map(|unit| assessment.grade_outside(unit, 0.0)).min();
    words::rests_on(weakest.filter(|grade| !grade.bears_headlines()))
}

/// The widest limit of deviations that binds or is recommended, and how the districts lie to it.
pub(crate) fn widest_limit<'a>(
    assessment: &'a Assessment,
    rules: &DistrictRules,
) -> Option<(f64, &'a Judgement)> {
    let weighs = |force: Force| matches!(force, Force::Binding | Force::Recommended);
    let judged = rules.standards.iter().zip(&assessment.judgements);
    let limits = judged.filter_map(|((standard, force), judgement)| {
        let counts = weighs(*force) && standard.measure == Measure::Deviation;
        standard.limit.zip(judgement.as_ref()).filter(|_| counts)
    });
    limits.max_by(|a, b| a.0.total_cmp(&b.0))
}

/// Which districts are over- and under-represented for certain by more than the widest limit that binds or is
/// recommended: first those on official figures, also via press, then the others.
fn outside(assessment: &Assessment, rules: &DistrictRules) -> Vec<Message> {
    let Some((limit, judgement)) = widest_limit(assessment, rules) else { return Vec::new() };
    let certain: Vec<(usize, bool, bool)> = judgement
        .outside
        .iter()
        .filter(|outside| outside.certain)
        .map(|outside| {
            let grade = assessment.grade_outside(outside.unit, limit);
            (outside.unit, outside.beyond.0 > 0, grade.is_none_or(Grade::bears_headlines))
        })
        .collect();
    let names = |under: bool, headline: bool| -> Value {
        let chosen = certain.iter().filter(|one| one.1 == under && one.2 == headline);
        let names: Vec<String> = chosen.map(|one| assessment.units[one.0].name.clone()).collect();
        words::or_nobody(words::shortened(NAMED, names))
    };
    let headlined = certain.iter().any(|one| one.2);
    let official = if assessment.of_election {
        Message::new("districts.summary.outside_election")
    } else {
        Message::new("districts.summary.outside")
    };
    let weaker = if headlined {
        Message::new("districts.summary.outside_weaker")
    } else {
        Message::new("districts.summary.outside_weaker_alone")
    };
    [(true, official), (false, weaker)]
        .into_iter()
        .filter(|(headline, _)| certain.iter().any(|one| one.2 == *headline))
        .map(|(headline, message)| {
            message
                .with("limit", Value::stated(limit))
                .with("under", names(true, headline))
                .with("over", names(false, headline))
        })
        .collect()
}

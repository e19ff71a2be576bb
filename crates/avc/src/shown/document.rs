//! The sections `levels` and `quota` of the JSON document.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Force, Lines, Object, Persons, SourceRef, Value};

use crate::checks::quota::{Verdict, electorates};
use crate::ledger::context::Context;
use crate::ledger::levels::Unit;
use crate::ledger::tally::Measure;
use crate::shown::totals::reported_kind;
use crate::{Basis, Level, QuotaRule, Rounding};

/// `levels`: every unit with what it reported, what was counted, and the difference.
pub(crate) fn levels(context: &Context<'_>) -> Object {
    let mut levels = Object::new();
    for level in Level::ALL {
        let mut units = context.levels.at(level).iter().map(|unit| Stated::new(context, unit));
        let value = if level == Level::Nation {
            units.next().as_ref().map(Value::from).into()
        } else {
            Value::from(Lines::new(units.collect()))
        };
        levels.insert(level.word(), value);
    }
    levels
}

/// What a line of `levels` says: there may be a hundred thousand.
#[derive(Debug)]
struct Stated {
    name: Box<str>,
    region: Box<str>,
    tec: Box<str>,
    precincts: usize,
    voters: Option<u64>,
    forms: Option<u64>,
    extra: Option<u64>,
    voted: Option<u64>,
    /// By measure what was reported and what was counted.
    sides: [(Option<u64>, Option<u64>); Measure::ALL.len()],
}

impl Stated {
    fn new(context: &Context<'_>, unit: &Unit) -> Self {
        let own_row = unit.own_row.and_then(|row| context.inputs.precincts.as_ref()?.rows.get(row));
        let sides = Measure::ALL.map(|measure| {
            let own = own_row.and_then(|row| measure.reported_in(row));
            (own.or(unit.reported(measure).total()), unit.counted(measure).total())
        });
        Self {
            name: unit.name.as_str().into(),
            region: unit.region.as_str().into(),
            tec: unit.tec.as_str().into(),
            precincts: unit.places.len(),
            voters: unit.voters.total(),
            forms: unit.forms.total(),
            extra: unit.extra.total(),
            voted: unit.voted.total(),
            sides,
        }
    }
}

impl From<&Stated> for Value {
    fn from(unit: &Stated) -> Self {
        let mut object = Object::new()
            .with("id", &*unit.name)
            .with("region", &*unit.region)
            .with("tec", &*unit.tec)
            .with("precincts", unit.precincts)
            .with("voters", unit.voters.map(Persons))
            .with("forms", unit.forms)
            .with("extra_forms", unit.extra)
            .with("voted", unit.voted.map(Persons));
        for (measure, (reported, counted)) in Measure::ALL.into_iter().zip(unit.sides) {
            let difference =
                reported.zip(counted).map(|(reported, counted)| reported as i64 - counted as i64);
            let sides = Object::new()
                .with("reported", reported.map(reported_kind(measure)))
                .with("counted", counted.map(Persons))
                .with(
                    "difference",
                    difference.map(|difference| match measure {
                        Measure::Returned => Self::derived(difference),
                        _ => Self::Persons(difference),
                    }),
                );
            object.insert(measure.word(), sides);
        }
        object.into()
    }
}

/// `quota`: the share, and over all precincts that have both numbers what each rounding allows and by how much they
/// are above or short, on each basis.
pub(crate) fn quota(context: &Context<'_>) -> Map<String, Json> {
    let mut quota = Map::new();
    quota.insert("share".to_owned(), json!(context.rules.share.to_string()));
    let bases: Vec<(Basis, Json)> = [context.rules.basis, other(context.rules.basis)]
        .into_iter()
        .filter_map(|basis| Some((basis, roundings(context, basis)?)))
        .collect();
    let first = bases.first();
    quota.insert("basis".to_owned(), json!(first.map(|(basis, _)| basis_word(*basis))));
    quota.insert("basis_day".to_owned(), json!(context.rules.basis_day.map(|day| day.to_string())));
    quota.insert("roundings".to_owned(), first.map_or(Json::Null, |(_, roundings)| roundings.clone()));
    let bases =
        bases.into_iter().map(|(basis, roundings)| (basis_word(basis).to_owned(), roundings)).collect();
    quota.insert("bases".to_owned(), Json::Object(bases));
    let orders = context.levels.precincts.iter().filter(|unit| unit.ordered > 0);
    let (precincts, forms) = orders.fold((0, 0), |sum, unit| (sum.0 + 1, sum.1 + unit.ordered));
    quota.insert("extra_forms_with_order".to_owned(), json!({ "precincts": precincts, "forms": forms }));
    let levels: Vec<Json> = context
        .rules
        .quota
        .iter()
        .map(|QuotaRule { level, rule, .. }| {
            json!({
                "id": rule.id,
                "level": level.word(),
                "binding": rule.force == Force::Binding,
                "source": rule.source.as_ref().map(SourceRef::citation),
            })
        })
        .collect();
    quota.insert("rules".to_owned(), Json::Array(levels));
    quota
}

fn other(basis: Basis) -> Basis {
    match basis {
        Basis::BasisDay => Basis::ElectionDay,
        Basis::ElectionDay => Basis::BasisDay,
    }
}

/// The word used in JSON.
pub(crate) fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::BasisDay => "basis_day",
        Basis::ElectionDay => "election_day",
    }
}

fn roundings(context: &Context<'_>, basis: Basis) -> Option<Json> {
    let mut sums = [[0_u64; 5]; 3];
    let (mut judged, mut with_voters) = (0_u64, 0_u64);
    for unit in &context.levels.precincts {
        let Some((_, voters)) = electorates(context, unit).into_iter().find(|(own, _)| *own == basis) else {
            continue;
        };
        with_voters += 1;
        let received = unit.received();
        judged += u64::from(received.is_some());
        for (sum, rounding) in sums.iter_mut().zip(Rounding::ALL) {
            let allowed = context.rules.share.of(voters, rounding);
            sum[0] = sum[0].saturating_add(allowed);
            if let Some(received) = received {
                let verdict = Verdict::new(received, [(basis, rounding, allowed)]);
                let reading = verdict.readings[0];
                sum[1] = sum[1].saturating_add(reading.above);
                sum[2] = sum[2].saturating_add(reading.short);
                sum[3] += u64::from(reading.above > 0);
                sum[4] += u64::from(reading.short > 0);
            }
        }
    }
    if with_voters == 0 {
        return None;
    }
    let known = |value: u64| if judged > 0 { json!(value) } else { Json::Null };
    let object = Rounding::ALL.into_iter().zip(sums).map(|(rounding, sum)| {
        let value = json!({
            "allowed": sum[0],
            "above": known(sum[1]),
            "short": known(sum[2]),
            "precincts_above": known(sum[3]),
            "precincts_short": known(sum[4]),
        });
        (rounding.word().to_owned(), value)
    });
    Some(Json::Object(object.collect()))
}

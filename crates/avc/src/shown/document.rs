//! The sections `totals`, `levels` and `quota` of the JSON document, and the figures and tables shown.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{
    Column, ColumnKind, Exhibit, Figure, Force, Message, Object, Persons, Privacy, Share, SourceRef, Status,
    Table, Value,
};

use crate::checks::quota::{Verdict, electorates};
use crate::checks::reconcile::Difference;
use crate::ledger::context::Context;
use crate::ledger::levels::{Measure, Tally, Unit};
use crate::ledger::register::{Register, State};
use crate::shown::words;
use crate::{Basis, Level, QuotaRule, Rounding};

/// A number of the precincts as a value: forms are things, certificates and voters persons, and what is left of the
/// forms follows from both.
type Kind = fn(u64) -> Value;

const PERSONS: Kind = |count| Persons(count).into();
const THINGS: Kind = |count| count.into();
const LEFT: Kind = |count| Value::derived(count);

/// `totals`: each number, `null` where it was not established for every precinct, with what is known at least.
pub(crate) fn totals(context: &Context<'_>) -> Object {
    let nation = &context.levels.nation;
    let mut totals = Object::new();
    let mut at_least = Object::new();
    let mut put = |key: &'static str, tally: Tally, kind: Kind| {
        totals.insert(key, tally.total().map(kind));
        if let Some(known) = tally.at_least().filter(|_| tally.missing() > 0) {
            let known = Object::new().with("sum", kind(known)).with("precincts_missing", tally.missing());
            at_least.insert(key, known);
        }
    };
    put("voters", nation.voters, PERSONS);
    put("voters_basis", nation.voters_basis, PERSONS);
    put("forms", nation.forms, THINGS);
    put("extra_forms", nation.extra, THINGS);
    put("voted", nation.voted, PERSONS);
    put("cancelled", nation.cancelled, LEFT);
    put("left_over", nation.left_over, LEFT);
    for (measure, reported) in [
        (Measure::Issued, "issued_reported"),
        (Measure::Used, "used_reported"),
        (Measure::Returned, "returned_reported"),
    ] {
        put(reported, nation.reported(measure), reported_kind(measure));
    }
    for measure in Measure::ALL {
        let counted = counted_in_all(context, measure);
        totals.insert(format!("{}_counted", measure.word()), counted.map(Persons));
        let own = counted.filter(|_| measure != Measure::Returned);
        let stated = own.map(PERSONS).or(nation.reported(measure).total().map(reported_kind(measure)));
        totals.insert(measure.word(), stated);
    }
    totals.insert("not_recorded_as_used", not_recorded_as_used(context).map(Persons));
    let precincts = context.inputs.precincts.as_ref().map(|_| context.levels.precincts.len());
    totals.insert("precincts", precincts);
    let certificates = context.register.as_ref().map(|register| Persons(register.lives.len() as u64));
    totals.insert("certificates", certificates);
    totals.insert("at_least", at_least);
    if let Some(register) = &context.register {
        let states = State::ALL.into_iter().zip(in_states(register));
        let states: Object = states.map(|(state, count)| (state.word(), Persons(count))).collect();
        totals.insert("states", states);
    }
    totals
}

/// What commissions report as returned are forms that were not issued.
fn reported_kind(measure: Measure) -> Kind {
    if measure == Measure::Returned { LEFT } else { PERSONS }
}

/// How many certificates stand in each state.
fn in_states(register: &Register<'_>) -> [u64; State::ALL.len()] {
    let mut counts = [0; State::ALL.len()];
    for life in &register.lives {
        counts[register.state(life) as usize] += 1;
    }
    counts
}

/// What the whole register holds, where it covers every precinct of the table.
pub(crate) fn counted_in_all(context: &Context<'_>, measure: Measure) -> Option<u64> {
    let register = context.register.as_ref()?;
    let column = match measure {
        Measure::Issued => ["home_precinct", "issued_at"],
        Measure::Used => ["used_precinct", "used_at"],
        Measure::Returned => ["returned", "returned"],
    };
    if !column.iter().any(|column| context.has_certificate_column(column)) {
        return None;
    }
    if context.levels.uncovered.iter().any(|(own, _)| *own == measure) {
        return None;
    }
    let rows = register.side.iter().zip(&register.sheet.rows);
    let count = rows.filter(|(side, row)| match measure {
        Measure::Issued => side.issue,
        Measure::Used => side.used,
        // Certificates that their holders gave back, and no count of the unused forms that commissions report.
        Measure::Returned => !side.copy && row.returned == Some(true),
    });
    Some(count.count() as u64)
}

/// Counted where the register covers everything, else reported where every precinct did.
pub(crate) fn established(context: &Context<'_>, measure: Measure) -> Option<u64> {
    counted_in_all(context, measure).or(context.levels.nation.reported(measure).total())
}

/// Certificates issued and not recorded as used.
///
/// Where the register holds issue and use of all, its certificates are counted one by one: a use without an issue is no
/// use of an issued certificate. Totals are subtracted where counts alone are known.
pub(crate) fn not_recorded_as_used(context: &Context<'_>) -> Option<u64> {
    if let Some((issued, used)) = certificates(context) {
        return Some(issued - used);
    }
    let [issued, used] = [Measure::Issued, Measure::Used].map(|measure| established(context, measure));
    issued.zip(used).and_then(|(issued, used)| issued.checked_sub(used))
}

/// How many certificates the register holds an issue of, and how many of these a use of too, where it holds both of all.
fn certificates(context: &Context<'_>) -> Option<(u64, u64)> {
    let register = context.register.as_ref()?;
    counted_in_all(context, Measure::Issued)?;
    counted_in_all(context, Measure::Used)?;
    let issued = || register.lives.iter().filter(|life| register.issues(life).next().is_some());
    let used = issued().filter(|life| register.uses(life).next().is_some());
    Some((issued().count() as u64, used.count() as u64))
}

/// Whether the register holds issue and use of all.
pub(crate) fn counts_certificates(context: &Context<'_>) -> bool {
    certificates(context).is_some()
}

/// The share of issued certificates that were used.
fn use_rate(context: &Context<'_>) -> Option<Share> {
    let totals = || Some((established(context, Measure::Issued)?, established(context, Measure::Used)?));
    let (issued, used) = certificates(context).or_else(totals)?;
    Share::of(used, issued)
}

/// `levels`: every unit with what it reported, what was counted, and the difference.
pub(crate) fn levels(context: &Context<'_>) -> Object {
    let mut levels = Object::new();
    for level in Level::ALL {
        let mut units = context.levels.at(level).iter().map(|unit| Value::from(unit_object(context, unit)));
        let value = if level == Level::Nation {
            units.next().unwrap_or(Value::Missing)
        } else {
            Value::List(units.collect())
        };
        levels.insert(level.word(), value);
    }
    levels
}

fn unit_object(context: &Context<'_>, unit: &Unit) -> Object {
    let mut object = Object::new()
        .with("id", unit.name.as_str())
        .with("region", unit.region.as_str())
        .with("tec", unit.tec.as_str())
        .with("precincts", unit.places.len())
        .with("voters", unit.voters.total().map(Persons))
        .with("forms", unit.forms.total())
        .with("extra_forms", unit.extra.total())
        .with("voted", unit.voted.total().map(Persons));
    for measure in Measure::ALL {
        let own = unit
            .own_row
            .and_then(|row| measure.reported_in(context.inputs.precincts.as_ref()?.rows.get(row)?));
        let (reported, counted) = (own.or(unit.reported(measure).total()), unit.counted(measure).total());
        let difference = reported.zip(counted).map(|(reported, counted)| reported as i64 - counted as i64);
        let sides = Object::new()
            .with("reported", reported.map(reported_kind(measure)))
            .with("counted", counted.map(Persons))
            .with(
                "difference",
                difference.map(|difference| match measure {
                    Measure::Returned => Value::derived(difference),
                    _ => Value::Persons(difference),
                }),
            );
        object.insert(measure.word(), sides);
    }
    object
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

/// The figures that a reader looks for.
pub(crate) fn figures(context: &Context<'_>) -> Vec<Figure> {
    let nation = &context.levels.nation;
    let (issued, used) = (established(context, Measure::Issued), established(context, Measure::Used));
    let unused = not_recorded_as_used(context);
    let share = |part: Option<u64>, whole: Option<u64>| {
        part.zip(whole).and_then(|(part, whole)| Share::of(part, whole))
    };
    let known = |figure: Figure| {
        let status = if figure.value.is_missing() { Status::Unknown } else { figure.status };
        figure.with_status(status)
    };
    // Registers hold entries: a certificate that is issued or used twice has two.
    let entries = |measure: Measure| match (measure, counted_in_all(context, measure).is_some()) {
        (Measure::Issued, true) => Message::new("avc.figure.entries_of_issue"),
        (Measure::Issued, false) => Message::new("avc.figure.issued"),
        (_, true) => Message::new("avc.figure.entries_of_use"),
        (_, false) => Message::new("avc.figure.used"),
    };
    [
        Figure::new("voters", Message::new("avc.figure.voters"), nation.voters.total().map(Persons)),
        Figure::new("forms", Message::new("avc.figure.forms"), nation.forms.total()),
        Figure::new("issued", entries(Measure::Issued), issued.map(Persons)),
        Figure::new("used", entries(Measure::Used), used.map(Persons)),
        Figure::new("not_recorded_as_used", Message::new("avc.figure.unused"), unused.map(Persons)),
        Figure::new(
            "issue_rate",
            Message::new("avc.figure.issue_rate"),
            share(issued, nation.voters.total()),
        )
        .shown_as("percent"),
        Figure::new("use_rate", Message::new("avc.figure.use_rate"), use_rate(context)).shown_as("percent"),
        Figure::new(
            "share_of_voted",
            Message::new("avc.figure.share_of_voted"),
            share(used, nation.voted.total()),
        )
        .shown_as("percent"),
    ]
    .map(known)
    .to_vec()
}

/// Where each difference first appears.
pub(crate) fn differences_table(differences: &[Difference]) -> Exhibit {
    let columns = vec![
        Column::new("level", Message::new("avc.column.level"), ColumnKind::Text),
        Column::new("unit", Message::new("avc.column.unit"), ColumnKind::Text),
        Column::new("measure", Message::new("avc.column.measure"), ColumnKind::Text),
        Column::new("reported", Message::new("avc.column.reported"), ColumnKind::Count),
        Column::new("against", Message::new("avc.column.against"), ColumnKind::Count),
        Column::new("difference", Message::new("avc.column.difference"), ColumnKind::Count),
    ];
    let rows = differences.iter().map(|difference| {
        vec![
            words::level(difference.level),
            Value::from(difference.unit.as_str()),
            words::number(difference.measure),
            difference.number(difference.reported),
            difference.number(difference.against),
            difference.distance(),
        ]
    });
    Exhibit::Table(Table {
        id: "avc-differences",
        title: Message::new("avc.table.differences"),
        note: Some(Message::new("avc.table.differences_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Counts,
    })
}

/// The levels above the precinct, reported against counted.
pub(crate) fn levels_table(context: &Context<'_>) -> Exhibit {
    let columns = vec![
        Column::new("level", Message::new("avc.column.level"), ColumnKind::Text),
        Column::new("unit", Message::new("avc.column.unit"), ColumnKind::Text),
        Column::new("voters", Message::new("avc.column.voters"), ColumnKind::Count),
        Column::new("forms", Message::new("avc.column.forms"), ColumnKind::Count),
        Column::new("issued_reported", Message::new("avc.column.issued_reported"), ColumnKind::Count),
        Column::new("issued_counted", Message::new("avc.column.issued_counted"), ColumnKind::Count),
        Column::new("used_reported", Message::new("avc.column.used_reported"), ColumnKind::Count),
        Column::new("used_counted", Message::new("avc.column.used_counted"), ColumnKind::Count),
    ];
    let mut rows = Vec::new();
    for level in [Level::Nation, Level::Region, Level::Tec] {
        for unit in context.levels.at(level) {
            rows.push(vec![
                words::level(level),
                Value::from(unit.name.as_str()),
                unit.voters.total().map(Persons).into(),
                Value::from(unit.forms.total()),
                unit.reported(Measure::Issued).total().map(Persons).into(),
                unit.counted(Measure::Issued).total().map(Persons).into(),
                unit.reported(Measure::Used).total().map(Persons).into(),
                unit.counted(Measure::Used).total().map(Persons).into(),
            ]);
        }
    }
    Exhibit::Table(Table {
        id: "avc-levels",
        title: Message::new("avc.table.levels"),
        note: None,
        columns,
        rows,
        privacy: Privacy::Counts,
    })
}

/// The ledger: how many certificates stand where.
pub(crate) fn states_table(context: &Context<'_>) -> Option<Exhibit> {
    let register = context.register.as_ref()?;
    let columns = vec![
        Column::new("state", Message::new("avc.column.state"), ColumnKind::Text),
        Column::new("certificates", Message::new("avc.column.certificates"), ColumnKind::Count),
    ];
    let rows = State::ALL
        .into_iter()
        .zip(in_states(register))
        .map(|(state, count)| vec![words::state(state), Persons(count).into()]);
    Some(Exhibit::Table(Table {
        id: "avc-states",
        title: Message::new("avc.table.states"),
        note: Some(Message::new("avc.table.states_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Counts,
    }))
}

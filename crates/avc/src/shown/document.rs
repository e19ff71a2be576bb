//! The sections `totals`, `levels` and `quota` of the JSON document, and the figures and tables shown.

use serde_json::{Map, Value as Json, json};
use tizim_evidence::{Column, ColumnKind, Exhibit, Figure, Message, Privacy, Status, Table, Value};

use crate::checks::quota::{Verdict, electorates};
use crate::checks::reconcile::Difference;
use crate::ledger::context::Context;
use crate::ledger::levels::{Measure, Tally, Unit};
use crate::ledger::register::State;
use crate::{Basis, Level, Rounding};

/// `totals`: each number, `null` where it was not established for every precinct, with what is known at least.
pub(crate) fn totals(context: &Context<'_>) -> Map<String, Json> {
    let nation = &context.levels.nation;
    let mut totals = Map::new();
    let mut at_least = Map::new();
    let mut put = |key: &str, tally: Tally| {
        totals.insert(key.to_owned(), json!(tally.total()));
        if let Some(known) = tally.at_least().filter(|_| tally.missing() > 0) {
            at_least.insert(key.to_owned(), json!({ "sum": known, "precincts_missing": tally.missing() }));
        }
    };
    put("voters", nation.voters);
    put("voters_basis", nation.voters_basis);
    put("forms", nation.forms);
    put("extra_forms", nation.extra);
    put("voted", nation.voted);
    put("cancelled", nation.cancelled);
    put("left_over", nation.left_over);
    for (measure, reported) in [
        (Measure::Issued, "issued_reported"),
        (Measure::Used, "used_reported"),
        (Measure::Returned, "returned_reported"),
    ] {
        put(reported, nation.reported(measure));
    }
    for measure in Measure::ALL {
        let counted = counted_in_all(context, measure);
        totals.insert(format!("{}_counted", measure.word()), json!(counted));
        let own = counted.filter(|_| measure != Measure::Returned);
        totals.insert(measure.word().to_owned(), json!(own.or(nation.reported(measure).total())));
    }
    totals.insert("not_recorded_as_used".to_owned(), json!(not_recorded_as_used(context)));
    totals.insert(
        "precincts".to_owned(),
        json!(context.inputs.precincts.as_ref().map(|_| context.levels.precincts.len())),
    );
    totals.insert(
        "certificates".to_owned(),
        json!(context.register.as_ref().map(|register| register.lives.len())),
    );
    totals.insert("at_least".to_owned(), Json::Object(at_least));
    if let Some(register) = &context.register {
        let mut states: Map<String, Json> = Map::new();
        let mut counts = [0_u64; State::ALL.len()];
        for life in &register.lives {
            counts[register.state(life) as usize] += 1;
        }
        for (state, count) in State::ALL.into_iter().zip(counts) {
            states.insert(state.word().to_owned(), json!(count));
        }
        totals.insert("states".to_owned(), Json::Object(states));
    }
    totals
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
    let measures = [Measure::Issued, Measure::Used];
    if let Some(register) = &context.register
        && measures.iter().all(|measure| counted_in_all(context, *measure).is_some())
    {
        let unused = |life: &&crate::ledger::register::Life| {
            register.issues(life).next().is_some() && register.uses(life).next().is_none()
        };
        return Some(register.lives.iter().filter(unused).count() as u64);
    }
    let [issued, used] = measures.map(|measure| established(context, measure));
    issued.zip(used).and_then(|(issued, used)| issued.checked_sub(used))
}

/// `levels`: every unit with what it reported, what was counted, and the difference.
pub(crate) fn levels(context: &Context<'_>) -> Map<String, Json> {
    let mut levels = Map::new();
    for level in Level::ALL {
        let units: Vec<Json> = context.levels.at(level).iter().map(|unit| unit_json(context, unit)).collect();
        let value = if level == Level::Nation {
            units.into_iter().next().unwrap_or(Json::Null)
        } else {
            Json::Array(units)
        };
        levels.insert(level.word().to_owned(), value);
    }
    levels
}

fn unit_json(context: &Context<'_>, unit: &Unit) -> Json {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(unit.name));
    object.insert("region".to_owned(), json!(unit.region));
    object.insert("tec".to_owned(), json!(unit.tec));
    object.insert("precincts".to_owned(), json!(unit.places.len()));
    object.insert("voters".to_owned(), json!(unit.voters.total()));
    object.insert("forms".to_owned(), json!(unit.forms.total()));
    object.insert("extra_forms".to_owned(), json!(unit.extra.total()));
    object.insert("voted".to_owned(), json!(unit.voted.total()));
    for measure in Measure::ALL {
        let own = unit
            .own_row
            .and_then(|row| measure.reported_in(context.inputs.precincts.as_ref()?.rows.get(row)?));
        let (reported, counted) = (own.or(unit.reported(measure).total()), unit.counted(measure).total());
        let difference = reported.zip(counted).map(|(reported, counted)| reported as i64 - counted as i64);
        object.insert(
            measure.word().to_owned(),
            json!({ "reported": reported, "counted": counted, "difference": difference }),
        );
    }
    Json::Object(object)
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
        .map(|rule| {
            json!({
                "id": rule.id,
                "level": rule.level.word(),
                "binding": rule.force == crate::Force::Binding,
                "source": context.source(&rule.source).map(|source| source.citation()),
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
        part.zip(whole).filter(|(_, whole)| *whole > 0).map(|(part, whole)| part as f64 / whole as f64)
    };
    let known = |figure: Figure| {
        let status = if figure.value.is_missing() { Status::Unknown } else { figure.status };
        figure.with_status(status)
    };
    [
        Figure::new("voters", Message::new("avc.figure.voters"), nation.voters.total()),
        Figure::new("forms", Message::new("avc.figure.forms"), nation.forms.total()),
        Figure::new("issued", Message::new("avc.figure.issued"), issued),
        Figure::new("used", Message::new("avc.figure.used"), used),
        Figure::new("not_recorded_as_used", Message::new("avc.figure.unused"), unused),
        Figure::new(
            "issue_rate",
            Message::new("avc.figure.issue_rate"),
            share(issued, nation.voters.total()),
        )
        .shown_as("percent"),
        Figure::new("use_rate", Message::new("avc.figure.use_rate"), share(used, issued)).shown_as("percent"),
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
            Value::from(difference.level.word()),
            Value::from(difference.unit.as_str()),
            Value::from(difference.measure),
            Value::from(difference.reported),
            Value::from(difference.against),
            Value::from(difference.amount()),
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
                Value::from(level.word()),
                Value::from(unit.name.as_str()),
                Value::from(unit.voters.total()),
                Value::from(unit.forms.total()),
                Value::from(unit.reported(Measure::Issued).total()),
                Value::from(unit.counted(Measure::Issued).total()),
                Value::from(unit.reported(Measure::Used).total()),
                Value::from(unit.counted(Measure::Used).total()),
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
    let mut counts = [0_u64; State::ALL.len()];
    for life in &register.lives {
        counts[register.state(life) as usize] += 1;
    }
    let columns = vec![
        Column::new("state", Message::new("avc.column.state"), ColumnKind::Text),
        Column::new("certificates", Message::new("avc.column.certificates"), ColumnKind::Count),
    ];
    let rows = State::ALL
        .into_iter()
        .zip(counts)
        .map(|(state, count)| vec![Value::from(state.word()), count.into()]);
    Some(Exhibit::Table(Table {
        id: "avc-states",
        title: Message::new("avc.table.states"),
        note: Some(Message::new("avc.table.states_note")),
        columns,
        rows: rows.collect(),
        privacy: Privacy::Counts,
    }))
}

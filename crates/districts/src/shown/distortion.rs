//! The decomposition of votes and seats, as a section, a table and figures.

use serde_json::{Value as Json, json};
use tizim_evidence::{Audit, Column, ColumnKind, Exhibit, Figure, Message, Privacy, Status, Table, Value};

use crate::given::results::tables;
use crate::{Distortion, Districts, DistrictsError, PartyResult};

/// Adds the decomposition for these results to an audit of the same districts: the section `distortion`, a table,
/// figures and what they mean.
///
/// The parts that need electorates are left out where one of them is not known exactly. Parties stand in the order
/// in which the results name them first; a party without a row in a district has no votes there.
///
/// # Errors
/// Where results name a district that the table does not hold, name a party twice in one, leave a district out, give
/// a district more votes than electors, or other seats than the table; and where there are several councils.
pub fn add_results(
    districts: &Districts,
    results: &[PartyResult],
    audit: &mut Audit,
) -> Result<(), DistrictsError> {
    let (parties, votes, seats) = tables(districts, results)?;
    let known: Option<Vec<u64>> = districts
        .units
        .iter()
        .map(|unit| unit.range().filter(|(low, high)| low == high).map(|(low, _)| low))
        .collect();
    let found = Distortion::of(&votes, &seats, known.as_deref()).ok_or(DistrictsError::NoPeople)?;
    let totals: Vec<(u64, u64)> = (0..parties.len())
        .map(|party| {
            let votes = votes.iter().map(|row| row[party]).sum();
            (votes, seats.iter().map(|row| u64::from(row[party])).sum())
        })
        .collect();
    audit.document.insert("distortion", document(&found, &parties, &totals));
    audit.exhibits.push(Exhibit::Table(table(&found, &parties, &totals)));
    for (key, label, value) in [
        (
            "loosemore_hanby",
            Message::new("districts.distortion.loosemore_hanby"),
            Some(found.loosemore_hanby),
        ),
        ("distortion_mal", Message::new("districts.distortion.malapportionment"), found.malapportionment),
    ] {
        let figure = Figure::new(key, label, Value::from(value)).shown_as("percent");
        audit.figures.push(figure.with_status(Status::Derived));
    }
    if known.is_none() {
        audit.notes.push(Message::new("districts.distortion.open"));
    }
    audit.notes.push(Message::new("districts.distortion.note"));
    Ok(())
}

fn document(found: &Distortion, parties: &[String], totals: &[(u64, u64)]) -> Json {
    let by_party = found.parties.iter().zip(parties).zip(totals).map(|((one, party), (votes, seats))| {
        json!({
            "party": party, "votes": votes, "seats": seats,
            "vote_share": one.vote_share, "seat_share": one.seat_share, "total": one.total,
            "electoral_system": one.electoral_system, "mean": one.mean, "variance": one.variance,
            "population": one.population, "malapportionment": one.malapportionment, "turnout": one.turnout,
        })
    });
    json!({
        "definition": "penades-pavia",
        "parties": by_party.collect::<Vec<_>>(),
        "loosemore_hanby": found.loosemore_hanby,
        "with_seats": found.with_seats,
        "without_seats": found.without_seats,
        "steps": {
            "mean": found.mean,
            "mean_variance": found.electoral_system,
            "mean_variance_malapportionment": found.with_malapportionment,
            "all": found.loosemore_hanby,
        },
        "malapportionment": found.malapportionment,
        "turnout": found.turnout,
        "mal": found.mal,
        "reason": found.mal.is_none().then_some("open_electorates"),
    })
}

fn table(found: &Distortion, parties: &[String], totals: &[(u64, u64)]) -> Table {
    let column = |key: &'static str, title: Message, kind: ColumnKind| Column::new(key, title, kind);
    let rows = found.parties.iter().zip(parties).zip(totals).map(|((one, party), &(votes, seats))| {
        vec![
            Value::from(party),
            // Of ballots, over all districts: few votes of a party are no small electorate.
            Value::derived(votes),
            Value::from(seats),
            one.total.into(),
            one.mean.into(),
            one.variance.into(),
            one.malapportionment.into(),
            one.turnout.into(),
        ]
    });
    Table {
        id: "distortion",
        title: Message::new("districts.distortion.table"),
        note: Some(Message::new("districts.distortion.table_note")),
        columns: vec![
            column("party", Message::new("districts.distortion.party"), ColumnKind::Text),
            column("votes", Message::new("districts.distortion.votes"), ColumnKind::Count),
            column("seats", Message::new("districts.column.seats"), ColumnKind::Count),
            column("total", Message::new("districts.distortion.total"), ColumnKind::Deviation),
            column("mean", Message::new("districts.distortion.mean"), ColumnKind::Deviation),
            column("variance", Message::new("districts.distortion.variance"), ColumnKind::Deviation),
            column(
                "malapportionment",
                Message::new("districts.distortion.malapportionment_column"),
                ColumnKind::Deviation,
            ),
            column("turnout", Message::new("districts.distortion.turnout"), ColumnKind::Deviation),
        ],
        rows: rows.collect(),
        privacy: Privacy::Open,
    }
}

//! How much of the difference between parties' votes and seats comes from unequal districts: Penadés and Pavía's
//! decomposition.
//!
//! Malapportionment (MAL) compares districts; whether it favours anyone shows only among parties. With districts
//! `j = 1..k` of `m_j` seats (all: `S`), `r_j` electors (all: `R`) and party `i`'s share `v_ij` of the votes there,
//! `S_i` and `V_i` its shares of all seats and all votes:
//!
//! | part | definition |
//! |---|---|
//! | `total` | `D_i = S_i - V_i` |
//! | `electoral_system` | `A_i = S_i - sum_j v_ij m_j / S`, itself `d_i + e_i` |
//! | `mean` | `d_i = S_i - sum_j v_ij / k` |
//! | `variance` | `e_i = sum_j v_ij / k - sum_j v_ij m_j / S` |
//! | `population` | `B_i = sum_j v_ij m_j / S - V_i`, itself `f_i + g_i` |
//! | `malapportionment` | `f_i = sum_j v_ij (m_j / S - r_j / R)` |
//! | `turnout` | `g_i = sum_j v_ij r_j / R - V_i` |
//!
//! Over parties, half the sum of absolute `D_i` is the index of Loosemore and Hanby; the same sum of `d`, `d + e` and
//! `d + e + f` says how it builds up step by step. Of MAL, half the sum of absolute `f_i` reaches the parties: never
//! more than MAL itself, since every district's shares add up to one (our remark, proved by the triangle inequality),
//! and as much where every party stands in one district only.
//!
//! Source: A. Penadés and J. M. Pavía, "The decomposition of seats-to-votes distortion in elections: mean, variance,
//! malapportionment and participation", as stated in the documentation and the computations of the authors' own R
//! package `ElectDecomp` (CRAN, 0.0.1-1 and 0.0.1-8). Restated here from the formulas.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tizim_evidence::{Audit, Column, ColumnKind, Exhibit, Figure, Message, Privacy, Status, Table, Value};

use crate::{Districts, DistrictsError, Index, LARGEST_COUNT};

/// What one party got in one district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyResult {
    /// Identifier of the district.
    pub district: String,
    /// The party, or a candidate who stands alone.
    pub party: String,
    /// Votes cast for it there.
    pub votes: u64,
    /// Seats it won there.
    pub seats: u32,
}

/// Why a party's share of seats differs from its share of votes; every part is a signed fraction.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PartyEffects {
    /// Share of all votes.
    pub vote_share: f64,
    /// Share of all seats.
    pub seat_share: f64,
    /// Seat share less vote share.
    pub total: f64,
    /// What turning each district's votes into its seats adds.
    pub electoral_system: f64,
    /// Of it: what it would add if all districts had equal seats.
    pub mean: f64,
    /// Of it: what unequal numbers of seats per district change.
    pub variance: f64,
    /// What unequal weights of districts add.
    pub population: f64,
    /// Of it: seats not in proportion to electors. Missing where an electorate is not known.
    pub malapportionment: Option<f64>,
    /// Of it: votes not in proportion to electors. Missing where an electorate is not known.
    pub turnout: Option<f64>,
}

/// The decomposition for all parties.
#[derive(Debug, Clone, PartialEq)]
pub struct Distortion {
    /// By party, in the order given.
    pub parties: Vec<PartyEffects>,
    /// Half the sum of absolute differences of seat and vote shares (Loosemore and Hanby 1971).
    pub loosemore_hanby: f64,
    /// Of it: parties that won a seat.
    pub with_seats: f64,
    /// Of it: parties that won none.
    pub without_seats: f64,
    /// Half the sum of absolute mean effects: the first step.
    pub mean: f64,
    /// The same of mean and variance effects together: what the electoral system alone would do.
    pub electoral_system: f64,
    /// The same with malapportionment added; turnout makes the rest. Missing with an unknown electorate.
    pub with_malapportionment: Option<f64>,
    /// Half the sum of absolute malapportionment effects: the part of MAL that reaches the parties.
    pub malapportionment: Option<f64>,
    /// Half the sum of absolute turnout effects.
    pub turnout: Option<f64>,
    /// The malapportionment index of these districts.
    pub mal: Option<f64>,
}

impl Distortion {
    /// Decomposes the differences between votes and seats. `votes[j][i]` and `seats[j][i]` are those of party `i` in
    /// district `j`, `electors[j]` the people entitled to vote there, if known everywhere.
    ///
    /// `None` where a district has no votes (its shares are then not defined), nobody wins a seat, there are no
    /// electors, or the tables are not of one shape.
    ///
    /// ```
    /// use tizim_districts::Distortion;
    /// // One seat each, won by A in the small district and by B in the large one.
    /// let found = Distortion::of(&[vec![60, 0], vec![0, 240]], &[vec![1, 0], vec![0, 1]], Some(&[100, 300])).unwrap();
    /// let first = found.parties[0];
    /// assert!((first.total - (0.5 - 0.2)).abs() < 1e-12);
    /// assert!((first.malapportionment.unwrap() - (0.5 - 0.25)).abs() < 1e-12);
    /// assert!((first.turnout.unwrap() - (0.25 - 0.2)).abs() < 1e-12);
    /// assert_eq!(found.malapportionment, found.mal);
    /// ```
    pub fn of(votes: &[Vec<u64>], seats: &[Vec<u32>], electors: Option<&[u64]>) -> Option<Self> {
        let parties = votes.first()?.len();
        let one_shape = votes.len() == seats.len()
            && votes.iter().all(|row| row.len() == parties)
            && seats.iter().all(|row| row.len() == parties)
            && electors.is_none_or(|electors| electors.len() == votes.len());
        if !one_shape {
            return None;
        }
        let cast: Vec<f64> = votes.iter().map(|row| whole(row.iter().copied())).collect();
        let places: Vec<f64> =
            seats.iter().map(|row| whole(row.iter().map(|&seats| u64::from(seats)))).collect();
        let (all_cast, all_places): (f64, f64) = (cast.iter().sum(), places.iter().sum());
        let entitled = electors.map(|electors| whole(electors.iter().copied()));
        if cast.contains(&0.0) || all_places == 0.0 || entitled == Some(0.0) {
            return None;
        }
        let effects = (0..parties).map(|party| {
            let shares = || votes.iter().zip(&cast).map(move |(row, cast)| row[party] as f64 / cast);
            let vote_share = whole(votes.iter().map(|row| row[party])) / all_cast;
            let seat_share = whole(seats.iter().map(|row| u64::from(row[party]))) / all_places;
            let even = shares().sum::<f64>() / votes.len() as f64;
            let by_seats =
                shares().zip(&places).map(|(share, places)| share * places).sum::<f64>() / all_places;
            let by_electors = electors.zip(entitled).map(|(electors, entitled)| {
                shares().zip(electors).map(|(share, &count)| share * count as f64).sum::<f64>() / entitled
            });
            PartyEffects {
                vote_share,
                seat_share,
                total: seat_share - vote_share,
                electoral_system: seat_share - by_seats,
                mean: seat_share - even,
                variance: even - by_seats,
                population: by_seats - vote_share,
                malapportionment: by_electors.map(|weighted| by_seats - weighted),
                turnout: by_electors.map(|weighted| weighted - vote_share),
            }
        });
        let effects: Vec<PartyEffects> = effects.collect();
        let half = |part: &dyn Fn(&PartyEffects) -> f64| {
            effects.iter().map(|one| part(one).abs()).sum::<f64>() / 2.0
        };
        let half_known = |part: &dyn Fn(&PartyEffects) -> Option<f64>| {
            let parts: Option<Vec<f64>> = effects.iter().map(part).collect();
            parts.map(|parts| parts.into_iter().map(f64::abs).sum::<f64>() / 2.0)
        };
        Some(Self {
            loosemore_hanby: half(&|one| one.total),
            with_seats: half(&|one| if one.seat_share > 0.0 { one.total } else { 0.0 }),
            without_seats: half(&|one| if one.seat_share > 0.0 { 0.0 } else { one.total }),
            mean: half(&|one| one.mean),
            electoral_system: half(&|one| one.electoral_system),
            with_malapportionment: half_known(&|one| {
                one.malapportionment.map(|part| one.electoral_system + part)
            }),
            malapportionment: half_known(&|one| one.malapportionment),
            turnout: half_known(&|one| one.turnout),
            mal: electors.map(|electors| {
                let people: Vec<f64> = electors.iter().map(|&count| count as f64).collect();
                Index::Mal.of(&people, &places.iter().map(|&seats| seats as u32).collect::<Vec<_>>())
            }),
            parties: effects,
        })
    }
}

fn whole(counts: impl Iterator<Item = u64>) -> f64 {
    counts.map(|count| count as f64).sum()
}

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

type Tables = (Vec<String>, Vec<Vec<u64>>, Vec<Vec<u32>>);

/// Votes and seats by district (in the order of the table) and party.
fn tables(districts: &Districts, results: &[PartyResult]) -> Result<Tables, DistrictsError> {
    if districts.by.is_some() || districts.units.iter().any(|unit| unit.group.is_some()) {
        return Err(DistrictsError::Results { district: String::new(), reason: "several councils at once" });
    }
    let bad = |district: &str, reason: &'static str| {
        Err(DistrictsError::Results { district: district.to_owned(), reason })
    };
    let places: BTreeMap<&str, usize> =
        districts.units.iter().enumerate().map(|(place, unit)| (unit.id.as_str(), place)).collect();
    let mut parties: Vec<String> = Vec::new();
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    for result in results {
        columns.entry(&result.party).or_insert_with(|| {
            parties.push(result.party.clone());
            parties.len() - 1
        });
    }
    if places.len().saturating_mul(parties.len()) > 50_000_000 {
        return bad("", "more districts times parties than can be held");
    }
    let mut cells: Vec<Vec<Option<(u64, u32)>>> = vec![vec![None; parties.len()]; districts.units.len()];
    for result in results {
        let (Some(&place), Some(&column)) =
            (places.get(result.district.as_str()), columns.get(result.party.as_str()))
        else {
            return bad(&result.district, "the table of districts does not hold it");
        };
        if result.votes > LARGEST_COUNT {
            return Err(DistrictsError::TooLarge { id: result.district.clone() });
        }
        if cells[place][column].replace((result.votes, result.seats)).is_some() {
            return bad(&result.district, "a party stands twice in it");
        }
    }
    let mut votes = Vec::new();
    let mut seats = Vec::new();
    for (unit, row) in districts.units.iter().zip(cells) {
        let row: Vec<(u64, u32)> = row.into_iter().map(Option::unwrap_or_default).collect();
        let cast: u64 = row.iter().map(|cell| cell.0).sum();
        if cast == 0 {
            return bad(&unit.id, "no votes are given for it");
        }
        if unit.range().is_some_and(|(_, high)| cast > high) {
            return bad(&unit.id, "more votes than people are counted in it");
        }
        if row.iter().map(|cell| u64::from(cell.1)).sum::<u64>() != u64::from(unit.seats) {
            return bad(&unit.id, "the seats won there are not the seats of the table of districts");
        }
        votes.push(row.iter().map(|cell| cell.0).collect());
        seats.push(row.iter().map(|cell| cell.1).collect());
    }
    Ok((parties, votes, seats))
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

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

use crate::Index;

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

impl PartyEffects {
    /// The parts between a party's share of votes and of seats: its mean share of a district's votes, the same weighted by
    /// the districts' seats, and by their electors where these are known.
    fn between(vote_share: f64, seat_share: f64, even: f64, by_seats: f64, by_electors: Option<f64>) -> Self {
        Self {
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
    }
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
            let by_electors = electors.zip(entitled).map(|(electors, entitled)| {
                shares().zip(electors).map(|(share, &count)| share * count as f64).sum::<f64>() / entitled
            });
            let even = shares().sum::<f64>() / votes.len() as f64;
            let by_seats =
                shares().zip(&places).map(|(share, places)| share * places).sum::<f64>() / all_places;
            PartyEffects::between(vote_share, seat_share, even, by_seats, by_electors)
        });
        let mal = electors.map(|electors| {
            let people: Vec<f64> = electors.iter().map(|&count| count as f64).collect();
            Index::Mal.of(&people, &places.iter().map(|&seats| seats as u32).collect::<Vec<_>>())
        });
        Some(Self::over(effects.collect(), mal))
    }

    /// The sums over all parties.
    fn over(effects: Vec<PartyEffects>, mal: Option<f64>) -> Self {
        let half = |part: &dyn Fn(&PartyEffects) -> f64| {
            effects.iter().map(|one| part(one).abs()).sum::<f64>() / 2.0
        };
        let half_known = |part: &dyn Fn(&PartyEffects) -> Option<f64>| {
            let parts: Option<Vec<f64>> = effects.iter().map(part).collect();
            parts.map(|parts| parts.into_iter().map(f64::abs).sum::<f64>() / 2.0)
        };
        Self {
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
            mal,
            parties: effects,
        }
    }
}

fn whole(counts: impl Iterator<Item = u64>) -> f64 {
    counts.map(|count| count as f64).sum()
}

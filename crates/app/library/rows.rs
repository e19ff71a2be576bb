//! The rows of a caller's table: which district a point lies in, by which keys a person is found, what is compared.

use std::collections::BTreeMap;
use std::ffi::OsString;

use anyhow::Result;
use clap::FromArgMatches;
use tizim_rolls::{NormalRow, RollRules, Rule, Rules};
use tizim_tables::TableFile;

use crate::arguments::{self, Common, TableOptions};
use crate::commands::districts_assign;
use crate::given::Given;
use crate::inputs;
use crate::library::{Call, Failure, in_turn};
use crate::session::Session;

/// Points with their districts.
#[derive(Debug)]
pub struct Assigned {
    /// `id,result,district,others`, a line for each point in the order of the table.
    pub lines: Vec<u8>,
    /// How many points came out how.
    pub counts: BTreeMap<&'static str, u64>,
    /// What was said on the way.
    pub said: Vec<String>,
}

/// Finds the district of each point: `districts assign POINTS --boundaries FILE`.
///
/// # Errors
/// [`Failure`].
pub fn assign(call: Call) -> Result<Assigned, Failure> {
    in_turn(|| {
        let typed = ["tizim", "districts", "assign"].map(OsString::from).into_iter().chain(call.words);
        let matches = arguments::command().try_get_matches_from(typed)?;
        let words = matches.subcommand().and_then(|(_, group)| Some(group.subcommand()?.1));
        let words = words.unwrap_or(&matches);
        let mut asked = districts_assign::Arguments::from_arg_matches(words)?;
        asked.common.given = Given::by_caller(call.frames, call.key);
        let session = Session::begin(asked.common.clone(), crate::data::DEFAULT_PROFILE)?;
        let (lines, counts) = districts_assign::assigned(&session, &asked)?;
        Ok(Assigned { lines, counts, said: session.common.given.said() })
    })
}

/// Keys of the rows of a table.
#[derive(Debug)]
pub struct Keys {
    /// Physical rows; the first of a table in memory is 1.
    pub rows: Vec<u64>,
    /// Per rule, by its name, a keyed fingerprint for each row; `None` where the row has no key under the rule.
    pub of_rules: Vec<(&'static str, Vec<Option<u128>>)>,
}

/// Opens the table `table` of a call whose words are those of `rolls check`, and does something with it.
fn of_table<T>(
    call: Call,
    table: &str,
    work: impl FnOnce(&Session, &TableFile, &RollRules) -> Result<T>,
) -> Result<T, Failure> {
    in_turn(|| {
        let typed = ["tizim", "rolls", "check"].map(OsString::from).into_iter().chain(call.words);
        let matches = arguments::command().try_get_matches_from(typed)?;
        let words = matches.subcommand().and_then(|(_, group)| Some(group.subcommand()?.1));
        let words = words.unwrap_or(&matches);
        let (mut common, tables) = (Common::from_arg_matches(words)?, TableOptions::from_arg_matches(words)?);
        common.given = Given::by_caller(call.frames, call.key);
        let session = Session::begin(common, crate::data::DEFAULT_PROFILE)?;
        let options = inputs::options(&session, &tables)?;
        let file = inputs::one(&session, "table", table, "roll", &options)?;
        let law = RollRules::from_profile(session.profile())?;
        work(&session, &file, &law)
    })
}

/// Makes keyed fingerprints of the rows of a table: equal where a check would find rows equal under a rule, and under one key
/// the same in every call and on every machine. They are pseudonyms, not anonymous data: whoever has the key can try out
/// numbers. `rules` as `--rules` has them; without, all that the columns allow.
///
/// # Errors
/// [`Failure`].
pub fn keys(call: Call, table: &str, rules: Option<&str>) -> Result<Keys, Failure> {
    let rules =
        rules.map(str::parse::<Rules>).transpose().map_err(|error| Failure::Usage(error.to_string()))?;
    of_table(call, table, |session, file, law| {
        let hash = |rule: Rule, key: &[u8]| {
            let mut hasher = blake3::Hasher::new_keyed(&session.run.key);
            hasher.update(rule.word().as_bytes()).update(&[0]).update(key);
            let mut bytes = [0; 16];
            hasher.finalize_xof().fill(&mut bytes);
            u128::from_be_bytes(bytes)
        };
        let found = tizim_rolls::row_keys(file, law, rules, &hash, &session.run)?;
        let of_rules = found.keys.into_iter().map(|(rule, keys)| (rule.word(), keys)).collect();
        Ok(Keys { rows: found.rows, of_rules })
    })
}

/// The rows of a table in normal form: as they are compared.
///
/// # Errors
/// [`Failure`].
pub fn normalise(call: Call, table: &str) -> Result<Vec<NormalRow>, Failure> {
    of_table(call, table, |session, file, law| Ok(tizim_rolls::normal_rows(file, law, &session.run)?))
}

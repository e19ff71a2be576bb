//! The command `tizim stats`: questions in JSON, the same JSON back with the answers filled in.
//!
//! So that anyone can check our numbers. A request is an object with any of these members:
//!
//! | member | entry | answers |
//! |---|---|---|
//! | `binomial` | `n`, `p`, `k` | tails, see below |
//! | `beta_binomial` | `n`, `a`, `b`, `k` | tails |
//! | `poisson` | `mean` (or `lambda`, `mu`), `k` | tails |
//! | `hypergeometric` | `population`, `marked`, `draws`, `k` (or `N`, `K`, `n`, `k`) | tails |
//! | `normal` | `z`, or `p` for a quantile | tails, or `quantile` |
//! | `chi_square` | `x`, `df` | tails |
//! | `intervals` | `k`, `n`, `level` (0.95) | `clopper_pearson_95`, `wilson_95`, `mid_p_95`; `poisson_95` without `n` |
//! | `multiple_testing` | `p`, `level` (0.05) | `bh_adjusted`, `bh_reject`, the same for `by`, `holm`, `bonferroni` |
//! | `funnel` | `n`, `k`, `theta`, `winsor_share` (0.1) | `z`, `winsor`, `phi`, `z_adjusted`, `p_adjusted`, limits |
//!
//! Tails are `pmf`, `cdf` (at most k), `sf` (above k), `at_least`, `mid_p_lower`, `mid_p_upper`, `two_sided`, and for
//! the first three `log10_…` and `ln_…`. A probability is a JSON number; one too small for that is a string such as
//! `"7.6450696266213510918e-754"`. Numbers may be given as strings; a decimal means exactly that decimal. An entry that
//! cannot be answered becomes `{"error": "…"}` and the others go on. Other members are named under `ignored`.
//! A `phi` below one is shown as it is, but z-scores are never enlarged by it.
//! Answers present in the input (as in a file of reference values) are not read.

mod answers;
mod fields;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::error::StatsError;

/// The name of this form of answer.
pub const SCHEMA: &str = "tizim.stats/1";

/// Questions by member, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Request {
    /// The members of the file.
    pub members: Map<String, Value>,
}

/// Answers by member, in the order of the questions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The form of this answer, [`SCHEMA`].
    pub schema: String,
    /// The answers.
    #[serde(flatten)]
    pub answers: Map<String, Value>,
    /// Members of the request that are no questions.
    pub ignored: Vec<String>,
    /// How many entries could not be answered.
    pub errors: usize,
}

/// Why an entry, or a whole file, cannot be answered. No value is repeated, only the name of its member.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// The file is not JSON.
    #[error("not JSON: line {line}, column {column}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The file is not an object.
    #[error("expected an object of questions such as `binomial`")]
    NotObject,
    /// An entry is not an object.
    #[error("expected an object")]
    EntryNotObject,
    /// A member is not a list.
    #[error("`{0}` must be a list")]
    NotList(&'static str),
    /// A member is missing.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A member is not a whole number from 0.
    #[error("`{0}` must be a whole number from 0")]
    NotCount(&'static str),
    /// A member is not a number.
    #[error("`{0}` must be a number")]
    NotNumber(&'static str),
    /// A number lies beyond what can be computed with.
    #[error("`{0}` is a number too near to zero or too large to be computed with")]
    OutOfRange(&'static str),
    /// The question has no answer.
    #[error(transparent)]
    Stats(#[from] StatsError),
}

type Answer = fn(&Map<String, Value>) -> Result<Map<String, Value>, RequestError>;

/// The member names and who answers them.
const QUESTIONS: [(&str, Answer); 9] = [
    ("binomial", answers::binomial),
    ("beta_binomial", answers::beta_binomial),
    ("poisson", answers::poisson),
    ("hypergeometric", answers::hypergeometric),
    ("normal", answers::normal),
    ("chi_square", answers::chi_square),
    ("intervals", answers::intervals),
    ("multiple_testing", answers::multiple_testing),
    ("funnel", answers::funnel),
];

/// Answers every question of the request.
///
/// # Example
/// ```
/// use tizim_stats::requests::{Request, evaluate};
/// let request = Request::from_json(r#"{"binomial": [{"n": 172543, "p": "0.01", "k": 0}]}"#)?;
/// let response = evaluate(&request);
/// assert_eq!(response.answers["binomial"][0]["cdf"], "7.6450696266213510918e-754");
/// # Ok::<(), tizim_stats::requests::RequestError>(())
/// ```
pub fn evaluate(request: &Request) -> Response {
    let mut response =
        Response { schema: SCHEMA.to_owned(), answers: Map::new(), ignored: Vec::new(), errors: 0 };
    for (name, value) in &request.members {
        let Some((_, answer)) = QUESTIONS.iter().find(|(known, _)| known == name) else {
            response.ignored.push(name.clone());
            continue;
        };
        let mut one = |entry: &Value| {
            let found = entry.as_object().ok_or(RequestError::EntryNotObject).and_then(*answer);
            Value::Object(found.unwrap_or_else(|error| {
                response.errors += 1;
                Map::from_iter([("error".to_owned(), Value::String(error.to_string()))])
            }))
        };
        let answered = match value {
            Value::Array(entries) => Value::Array(entries.iter().map(&mut one).collect()),
            single => one(single),
        };
        response.answers.insert(name.clone(), answered);
    }
    response
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// [`RequestError::NotJson`] with the place, or [`RequestError::NotObject`].
    pub fn from_json(text: &str) -> Result<Self, RequestError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = serde_json::from_str(text)
            .map_err(|error| RequestError::NotJson { line: error.line(), column: error.column() })?;
        match value {
            Value::Object(members) => Ok(Self { members }),
            _ => Err(RequestError::NotObject),
        }
    }
}

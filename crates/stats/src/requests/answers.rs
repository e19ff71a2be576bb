//! One function per kind of question.

use serde_json::Value;

use super::RequestError;
use super::fields::{
    Entry, asked, count, counts, logarithm, number, optional_number, probabilities, probability, real,
    suffix, written, written_ln,
};
use crate::beta_binomial::BetaBinomial;
use crate::binomial::Binomial;
use crate::error::StatsError;
use crate::funnel::{Funnel, INNER, OUTER, USUAL_WINSOR, Unit};
use crate::hypergeometric::Hypergeometric;
use crate::interval::{self, Interval};
use crate::multiple::{Procedure, rejected};
use crate::poisson::Poisson;
use crate::probability::LogProbability;
use crate::tails::{Discrete, LARGEST_COUNT, two_sided_by_likelihood};
use crate::{chi_square, normal as gauss};

/// The level of rejection where none is given.
const USUAL_LEVEL: f64 = 0.05;

fn put(answer: &mut Entry, name: &str, value: Value) {
    answer.insert(name.to_owned(), value);
}

fn put_probability(answer: &mut Entry, name: &str, probability: LogProbability) {
    put(answer, name, written(probability));
    put(answer, &format!("log10_{name}"), logarithm(probability.log10()));
    put(answer, &format!("ln_{name}"), logarithm(probability.ln()));
}

fn put_tails<D: Discrete>(answer: &mut Entry, distribution: &D, observed: u64) {
    let tails = distribution.tails(observed);
    put_probability(answer, "pmf", tails.mass());
    put_probability(answer, "cdf", tails.at_most());
    put_probability(answer, "sf", tails.above());
    put_probability(answer, "at_least", tails.at_least());
    put(answer, "mid_p_lower", written(tails.mid_p_lower()));
    put(answer, "mid_p_upper", written(tails.mid_p_upper()));
    put(answer, "two_sided", written(tails.two_sided()));
    if let Ok(likelihood) = two_sided_by_likelihood(distribution, observed) {
        put(answer, "two_sided_likelihood", written(likelihood));
    }
}

/// Not more than `total`.
fn within(observed: u64, total: u64) -> Result<u64, StatsError> {
    if observed > total { Err(StatsError::CountAboveTotal) } else { Ok(observed) }
}

pub(super) fn binomial(entry: &Entry) -> Result<Entry, RequestError> {
    let trials = count(entry, &["n"])?;
    let share = probability(entry, &["p"])?;
    let observed = within(count(entry, &["k"])?, trials)?;
    let mut answer = asked(entry, &["n", "p", "k"]);
    put_tails(&mut answer, &Binomial::new(trials, share)?, observed);
    Ok(answer)
}

pub(super) fn beta_binomial(entry: &Entry) -> Result<Entry, RequestError> {
    let trials = count(entry, &["n"])?;
    let (alpha, beta) = (number(entry, &["a", "alpha"])?, number(entry, &["b", "beta"])?);
    let observed = within(count(entry, &["k"])?, trials)?;
    let mut answer = asked(entry, &["n", "a", "b", "alpha", "beta", "k"]);
    put_tails(&mut answer, &BetaBinomial::precise(trials, alpha, beta)?, observed);
    Ok(answer)
}

pub(super) fn poisson(entry: &Entry) -> Result<Entry, RequestError> {
    let mean = number(entry, &["mean", "lambda", "mu"])?;
    let observed = count(entry, &["k"])?;
    if observed > LARGEST_COUNT {
        return Err(StatsError::CountTooLarge.into());
    }
    let mut answer = asked(entry, &["mean", "lambda", "mu", "k"]);
    put_tails(&mut answer, &Poisson::new(mean)?, observed);
    Ok(answer)
}

pub(super) fn hypergeometric(entry: &Entry) -> Result<Entry, RequestError> {
    let population = count(entry, &["population", "N", "M"])?;
    let marked = count(entry, &["marked", "successes", "K"])?;
    let draws = count(entry, &["draws", "n"])?;
    let observed = within(count(entry, &["k"])?, draws)?;
    let mut answer = asked(entry, &["population", "N", "M", "marked", "successes", "K", "draws", "n", "k"]);
    put_tails(&mut answer, &Hypergeometric::new(population, marked, draws)?, observed);
    Ok(answer)
}

pub(super) fn normal(entry: &Entry) -> Result<Entry, RequestError> {
    if let Some(z) = optional_number(entry, "z")? {
        let mut answer = asked(entry, &["z"]);
        put_probability(&mut answer, "cdf", gauss::at_most(z));
        put_probability(&mut answer, "sf", gauss::above(z));
        put(&mut answer, "two_sided", written(gauss::two_sided(z)));
        return Ok(answer);
    }
    let share = probability(entry, &["p"])?;
    let mut answer = asked(entry, &["p"]);
    let quantile = if share.value().value() < 0.5 {
        -gauss::quantile_above(share.value().ln().value())?
    } else {
        gauss::quantile_above(share.complement().ln().value())?
    };
    put(&mut answer, "quantile", real(quantile));
    Ok(answer)
}

pub(super) fn chi_square(entry: &Entry) -> Result<Entry, RequestError> {
    let (statistic, freedom) = (number(entry, &["x", "statistic"])?.value(), number(entry, &["df"])?.value());
    let mut answer = asked(entry, &["x", "statistic", "df"]);
    put_probability(&mut answer, "cdf", chi_square::at_most(statistic, freedom)?);
    put_probability(&mut answer, "sf", chi_square::above(statistic, freedom)?);
    Ok(answer)
}

fn pair(interval: Interval) -> Value {
    Value::Array(vec![real(interval.low), real(interval.high)])
}

pub(super) fn intervals(entry: &Entry) -> Result<Entry, RequestError> {
    let observed = count(entry, &["k"])?;
    let confidence = match optional_number(entry, "level")? {
        Some(level) => level,
        None => optional_number(entry, "confidence")?.unwrap_or(INNER),
    };
    let mut answer = asked(entry, &["k", "n", "level", "confidence"]);
    let suffix = suffix(confidence);
    match count(entry, &["n"]) {
        Ok(trials) => {
            let exact = interval::clopper_pearson(observed, trials, confidence)?;
            put(&mut answer, &format!("clopper_pearson_{suffix}"), pair(exact));
            put(
                &mut answer,
                &format!("wilson_{suffix}"),
                pair(interval::wilson(observed, trials, confidence)?),
            );
            put(
                &mut answer,
                &format!("mid_p_{suffix}"),
                pair(interval::mid_p(observed, trials, confidence)?),
            );
        }
        Err(RequestError::Missing(_)) => {
            put(&mut answer, &format!("poisson_{suffix}"), pair(interval::poisson(observed, confidence)?));
        }
        Err(error) => return Err(error),
    }
    Ok(answer)
}

pub(super) fn multiple_testing(entry: &Entry) -> Result<Entry, RequestError> {
    let (ln_values, values) = probabilities(entry, "p")?;
    let level = match optional_number(entry, "level")? {
        Some(level) => level,
        None => optional_number(entry, "q")?.unwrap_or(USUAL_LEVEL),
    };
    let mut answer = asked(entry, &["p", "level", "q"]);
    for (name, procedure) in [
        ("bh", Procedure::BenjaminiHochberg),
        ("by", Procedure::BenjaminiYekutieli),
        ("holm", Procedure::Holm),
        ("bonferroni", Procedure::Bonferroni),
    ] {
        let (adjusted, reject): (Vec<Value>, Vec<bool>) = if let Some(values) = &values {
            let adjusted = procedure.adjust(values)?;
            let reject = rejected(&adjusted, level)?;
            (adjusted.into_iter().map(real).collect(), reject)
        } else {
            let ln_adjusted = procedure.adjust_ln(&ln_values)?;
            let adjusted: Vec<f64> = ln_adjusted.iter().map(|ln| ln.exp()).collect();
            (ln_adjusted.into_iter().map(written_ln).collect(), rejected(&adjusted, level)?)
        };
        put(&mut answer, &format!("{name}_adjusted"), Value::Array(adjusted));
        put(&mut answer, &format!("{name}_reject"), reject.into());
    }
    Ok(answer)
}

pub(super) fn funnel(entry: &Entry) -> Result<Entry, RequestError> {
    let (totals, observed) = (counts(entry, "n")?, counts(entry, "k")?);
    if totals.len() != observed.len() {
        return Err(StatsError::LengthsDiffer.into());
    }
    let units: Vec<Unit> =
        observed.iter().zip(&totals).map(|(count, total)| Unit { count: *count, total: *total }).collect();
    let winsor = optional_number(entry, "winsor_share")?.unwrap_or(USUAL_WINSOR);
    let found = Funnel::new(&units, optional_number(entry, "theta")?, winsor)?;
    let mut answer = asked(entry, &["n", "k", "winsor_share"]);
    let reals = |values: &[f64]| Value::Array(values.iter().copied().map(real).collect());
    let limits = |confidence: f64| -> Result<Value, StatsError> {
        let pairs = totals.iter().map(|total| found.limits(*total, confidence).map(pair));
        Ok(Value::Array(pairs.collect::<Result<_, _>>()?))
    };
    put(&mut answer, "theta", real(found.target));
    put(&mut answer, "z", reals(&found.z));
    put(&mut answer, "winsor", reals(&found.overdispersion.winsor));
    put(&mut answer, "phi", real(found.overdispersion.factor));
    put(&mut answer, "z_adjusted", reals(&found.z_adjusted));
    put(
        &mut answer,
        "p_adjusted",
        Value::Array(found.ln_p_adjusted.iter().copied().map(written_ln).collect()),
    );
    put(&mut answer, "ln_p_adjusted", reals(&found.ln_p_adjusted));
    put(&mut answer, "limits_95", limits(INNER)?);
    put(&mut answer, "limits_998", limits(OUTER)?);
    let adjusted = Procedure::BenjaminiHochberg.adjust_ln(&found.ln_p_adjusted)?;
    let adjusted: Vec<f64> = adjusted.iter().map(|ln| ln.exp()).collect();
    put(&mut answer, "bh_reject_05", rejected(&adjusted, USUAL_LEVEL)?.into());
    Ok(answer)
}

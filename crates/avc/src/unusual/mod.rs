//! Unusual rates (AVC-014) and flows (AVC-015), judged so that honest nations raise an alarm no more often than stated.
//!
//! The stated rate of false alarms is shared out over all families of tests of an audit; how a family is judged is said in
//! [`tizim_stats::rates`] and in [`flows`].

mod exhibits;
mod findings;
mod flow_chart;
mod flow_findings;
mod flows;
mod rates;

pub(crate) use exhibits::{document, flows_table, funnel, spread_table};
pub(crate) use findings::findings;
pub(crate) use flow_chart::chart as flow_chart;

use tizim_evidence::Interrupted;

use crate::Level;
use crate::ledger::context::Context;
use flows::Flows;
pub(crate) use rates::Rate;
use rates::{Family, Unmade};

/// Everything about unusual rates and flows.
#[derive(Debug)]
pub(crate) struct Unusual {
    families: Vec<Family>,
    /// Flows from precincts, and from TECs.
    flows: Vec<Flows>,
    /// Families that could not be judged.
    unmade: Vec<Unmade>,
    /// Each family's share of the rate of false alarms.
    limit: f64,
}

impl Unusual {
    /// How many families the rate of false alarms is shared among.
    fn families(&self) -> usize {
        self.families.len() + self.flows.len()
    }
}

/// Judges every rate at precincts and TECs, and the flows.
///
/// # Errors
/// Where the run was cancelled.
pub(crate) fn search(context: &Context<'_>) -> Result<Unusual, Interrupted> {
    let (rules, conventions, run) = (&context.rules.outliers, &context.rules.conventions, context.run);
    let (wanted, unmade) = rates::wanted(context);
    let flows: Vec<_> = match &context.register {
        Some(register) => [Level::Precinct, Level::Tec]
            .into_iter()
            .filter_map(|level| flows::prepare(context, register, level))
            .collect(),
        None => Vec::new(),
    };
    let party = flows.first().and_then(|flows| flows.party(conventions)).unwrap_or(conventions.party);
    let limit = rules.false_alarm_rate / (wanted.len() + flows.len()).max(1) as f64;
    run.check()?;
    let flows = flows.into_iter().map(|flows| flows.judge(context, limit)).collect::<Result<_, _>>()?;
    let families: Result<_, _> = if run.threads > 1 {
        // Each family is judged by itself: the result does not depend on the number of threads.
        std::thread::scope(|scope| {
            let workers: Vec<_> = wanted
                .into_iter()
                .map(|wanted| scope.spawn(|| wanted.judge(rules, run, limit, party)))
                .collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, Result<Family, Interrupted>>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().map(join).collect()
        })
    } else {
        wanted.into_iter().map(|wanted| wanted.judge(rules, run, limit, party)).collect()
    };
    Ok(Unusual { families: families?, flows, unmade, limit })
}

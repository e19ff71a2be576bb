//! The audit of a map: is it whole, do districts hang together and keep the borders that they must, how compact are they.

mod against;
mod cut;
mod districts;
mod doubts;
mod drawn;
mod findings;
mod inputs;
mod mergers;
mod neighbours;
mod nested;
mod repairs;
mod settled;
mod shown;
mod told;

use tizim_evidence::{Exhibit, Finding, Message, Object, Run};

use crate::assign::Locator;
use crate::net::segments;
use crate::net::survey::survey;
use crate::{Adjacency, BoundaryError, BoundaryRules, validate};

pub use drawn::is_of_blocks;
pub use inputs::{Block, Earlier, MapInputs, StatedDistrict};

/// The outcome of [`audit`], to be added to an audit of the same districts.
#[derive(Debug, Clone, Default)]
pub struct MapAudit {
    /// The section `map` of the JSON document.
    pub document: Object,
    /// What it amounts to, in a few sentences.
    pub summary: Vec<Message>,
    /// Findings.
    pub findings: Vec<Finding>,
    /// Tables and charts.
    pub exhibits: Vec<Exhibit>,
    /// How to read it.
    pub notes: Vec<Message>,
    /// What the figures of its findings are called.
    pub labels: Vec<(&'static str, Message)>,
}

/// Judges a map of districts, or of blocks that districts are made of.
///
/// # Errors
/// Where the run was stopped. What is wrong with the map is found, not failed at.
pub fn audit(inputs: &MapInputs<'_>, rules: &BoundaryRules, run: &Run) -> Result<MapAudit, BoundaryError> {
    run.check()?;
    let layer = inputs.layer;
    let segments = segments(layer);
    let survey = survey(&segments);
    run.check()?;
    let locator = Locator::new(layer);
    // What is wrong is that of the map as it was drawn, whether or not it was repaired since.
    let (as_read, problems) = match inputs.repair {
        Some((as_read, _)) => (as_read, validate::problems(as_read)),
        None => (layer, validate::surveyed(layer, &segments, &survey, &locator)),
    };
    run.check()?;
    let adjacency = Adjacency::surveyed(layer, &segments, &survey, rules.near_metres);
    let mut drawn = drawn::Drawn::of(inputs, &locator, &adjacency, rules);
    run.check()?;
    let nested = nested::Nested::of(inputs, &mut drawn);
    run.check()?;
    let districts = districts::measured(inputs, &drawn);
    let mut audit = MapAudit::default();
    findings::of_reading(inputs, &drawn, &mut audit);
    findings::of_problems(as_read, &problems, rules, &mut audit);
    findings::of_parts(layer, &drawn, rules, &mut audit);
    findings::of_borders(inputs, &drawn, &mut audit);
    findings::of_sums(inputs, &drawn, &mut audit);
    told::labels(&mut audit);
    shown::add(inputs, &adjacency, (as_read, &problems), &drawn, &districts, &mut audit);
    neighbours::add(layer, &adjacency, &mut audit);
    repairs::add(inputs, &mut audit);
    nested.add(inputs, rules, &drawn, &mut audit);
    cut::add(inputs, &nested, &drawn, &mut audit);
    settled::add(inputs, &drawn, &districts, &mut audit);
    mergers::add(inputs, &adjacency, &drawn, &mut audit);
    run.check()?;
    against::add(inputs, rules, &drawn, &mut audit);
    Ok(audit)
}

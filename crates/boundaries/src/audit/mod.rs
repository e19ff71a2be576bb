//! The audit of a map: is it whole, do districts hang together and keep the borders that they must, how compact are they.

mod districts;
mod drawn;
mod findings;
mod inputs;
mod shown;
mod told;

use tizim_evidence::{Exhibit, Finding, Message, Object, Run};

use crate::assign::Locator;
use crate::net::segments;
use crate::net::survey::survey;
use crate::{Adjacency, BoundaryError, BoundaryRules, validate};

pub use inputs::{Block, MapInputs, StatedDistrict};

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
    let problems = validate::surveyed(layer, &segments, &survey, &locator);
    run.check()?;
    let adjacency = Adjacency::surveyed(layer, &segments, &survey, rules.near_metres);
    let drawn = drawn::Drawn::of(inputs, &locator, &adjacency, rules);
    run.check()?;
    let districts = districts::measured(inputs, &drawn);
    let mut audit = MapAudit::default();
    findings::of_reading(inputs, &drawn, &mut audit);
    findings::of_problems(layer, &problems, rules, &mut audit);
    findings::of_parts(layer, &drawn, rules, &mut audit);
    findings::of_borders(inputs, &drawn, &mut audit);
    findings::of_sums(inputs, &drawn, &mut audit);
    told::labels(&mut audit);
    shown::add(inputs, &adjacency, &problems, &drawn, &districts, &mut audit);
    Ok(audit)
}

//! The answer as an audit: sentences, figures, findings, tables, the chart of trades, maps, and the document.

mod document;
mod exhibits;
mod figures;
mod sentences;
mod table;

use tizim_evidence::{Audit, Counted, Message, Run, Shape, Value};

use super::{Blocks, BorderBy, Criterion, Found, Measures, Question, Scope, Split, SplitError, split};

/// Name and version of the JSON document.
const SCHEMA: &str = "tizim-split/1";

/// What blocks, rayons and districts are called, and where they are drawn.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The region that is split, where it is named.
    pub region: Option<String>,
    /// The code of each block.
    pub ids: Vec<String>,
    /// The name of each block.
    pub names: Vec<String>,
    /// The districts of the plan, in the order of their numbers in the question.
    pub plan: Vec<String>,
    /// The shape of each block; none at all where there is no map.
    pub shapes: Vec<Option<Shape>>,
    /// Whether the electorates are made up, which is then written across every map.
    pub synthetic: bool,
    /// Areas of the map that are no blocks, and of which it is not known whether they should be.
    pub left_out: usize,
}

/// A way that is the best by a measure.
struct Best<'a> {
    /// Its column.
    key: &'static str,
    /// What it is called, in the catalogue.
    word: &'static str,
    scope: Scope,
    found: &'a Found,
}

/// Everything that is shown.
struct Answer<'a> {
    blocks: &'a Blocks,
    names: &'a Names,
    question: &'a Question,
    split: Split,
}

impl Answer<'_> {
    /// The deviation that an excess is, as a fraction of the quota.
    fn deviation(&self, excess: u64) -> f64 {
        excess as f64 / self.split.total as f64
    }

    fn deviation_value(&self, excess: u64) -> Value {
        Value::derived(self.deviation(excess))
    }

    fn quota(&self) -> f64 {
        self.split.total as f64 / self.question.seats as f64
    }

    /// A border as it is shown: kilometres, or pairs of neighbours.
    fn border(&self, border: u64) -> Value {
        match self.split.border_by {
            BorderBy::Metres => (border as f64 / 1000.0).into(),
            BorderBy::Pairs => border.into(),
        }
    }

    /// What a border is called.
    fn border_title(&self) -> Message {
        match self.split.border_by {
            BorderBy::Metres => Message::new("split.column.border_km"),
            BorderBy::Pairs => Message::new("split.column.border_pairs"),
        }
    }

    fn has_rayons(&self) -> bool {
        self.blocks.rayons.iter().any(Option::is_some)
    }

    /// The best by deviation, by rayons cut and by border, with what each is the best of; without rayons the second is left
    /// out, for it says nothing. Where the least border of all ways is proven beside that of those looked at, its way too.
    fn best(&self) -> Vec<Best<'_>> {
        let columns = [
            ("best_deviation", "split.best.deviation"),
            ("best_rayons", "split.best.rayons"),
            ("best_border", "split.best.border"),
        ];
        let named = columns.into_iter().zip(Criterion::ALL).zip(&self.split.best);
        let told =
            named.filter(|((_, criterion), _)| self.has_rayons() || *criterion != Criterion::RayonsCut);
        let best = told.filter_map(|(((key, word), criterion), found)| {
            Some(Best { key, word, scope: self.split.scope(criterion), found: found.as_ref()? })
        });
        let (key, word) = ("best_border_of_all", "split.best.border_of_all");
        let shortest = self.split.shortest.as_ref().map(|found| Best { key, word, scope: Scope::All, found });
        best.chain(shortest).collect()
    }

    /// A whole number of voters, times the districts, as voters.
    fn voters(&self, excess: u64) -> Value {
        Value::derived(excess as f64 / self.question.seats as f64)
    }

    /// The plan's measures, where there is one.
    fn plan(&self) -> Option<Measures> {
        self.split.plan.map(|(plan, _)| plan)
    }

    /// How many partitions there are, as a whole number or, beyond those, as a text.
    fn partitions(&self) -> Value {
        i64::try_from(self.split.partitions)
            .map_or_else(|_| Value::from(self.split.partitions.to_string()), Value::from)
    }
}

/// Searches the contiguous partitions of one region's blocks, and says what was found.
///
/// `names` has an entry for each block. Findings: DIST-003 where a district of the plan does not hang together, DIST-007
/// (`info`) where there are better ways within the same limits, DIST-090 where the plan could not be placed among them.
///
/// # Errors
/// As [`split`].
pub fn audit(blocks: &Blocks, names: &Names, question: &Question, run: &Run) -> Result<Audit, SplitError> {
    let answer = Answer { blocks, names, question, split: split(blocks, question, run)? };
    let mut audit = Audit::new(SCHEMA, Message::new("split.title"));
    if let Some(region) = &names.region {
        audit.title = Message::new("split.title_of").with("region", Value::place(region));
    }
    audit.counted = Counted::InTerritories;
    audit.summary = sentences::summary(&answer);
    figures::add(&answer, &mut audit);
    audit.findings = sentences::findings(&answer);
    audit.sort_findings();
    audit.labels = vec![
        ("better", Message::new("split.figure.better")),
        ("least", Message::new("split.figure.least_deviation")),
        ("among", Message::new("split.figure.among")),
        ("deviation", Message::new("split.figure.plan_deviation")),
    ];
    audit.exhibits = exhibits::of(&answer);
    audit.notes = sentences::notes(&answer);
    audit.document = document::of(&answer);
    Ok(audit)
}

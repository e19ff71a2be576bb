//! The answer as an audit: sentences, figures, findings, tables, the chart of trades, maps, and the document.

mod document;
mod exhibits;
mod sentences;
mod table;

use tizim_evidence::{Audit, Counted, Figure, Message, Run, Shape, Status, Value};

use super::{Blocks, BorderBy, Found, Measures, Question, Split, SplitError, split};

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

    /// The best by deviation, by rayons cut and by border, with their columns and headings; without rayons the second is
    /// left out, for it says nothing.
    fn best(&self) -> Vec<(&'static str, Message, &Found)> {
        let named = [
            ("best_deviation", Message::new("split.best.deviation")),
            ("best_rayons", Message::new("split.best.rayons")),
            ("best_border", Message::new("split.best.border")),
        ];
        let found = named.into_iter().zip(&self.split.best);
        let told = found.filter(|((key, _), _)| self.has_rayons() || *key != "best_rayons");
        told.filter_map(|((key, title), best)| Some((key, title, best.as_ref()?))).collect()
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
    figures(&answer, &mut audit);
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

fn figures(answer: &Answer<'_>, audit: &mut Audit) {
    let mut add = |key, label, value: Value, format| {
        let figure =
            Figure::new(key, Message::new(label), value).shown_as(format).with_status(Status::Derived);
        audit.figures.push(figure);
    };
    let split = &answer.split;
    let counted = if split.counted_all { "split.figure.partitions" } else { "split.figure.partitions_some" };
    add("partitions", counted, answer.partitions(), "");
    add("quota", "split.figure.quota", Value::derived(answer.quota()), "number1");
    let best = |place: usize| split.best[place].as_ref().map(|found| found.measures);
    let deviation = best(0).map(|best| answer.deviation_value(best.excess));
    add("best_deviation", "split.figure.best_deviation", deviation.into(), "percent");
    if answer.has_rayons() {
        add("least_rayons_cut", "split.figure.least_rayons", best(1).map(|best| best.rayons_cut).into(), "");
    }
    let border = match split.border_by {
        BorderBy::Metres => "split.figure.least_border_km",
        BorderBy::Pairs => "split.figure.least_border_pairs",
    };
    add("least_border", border, best(2).map(|best| answer.border(best.border)).into(), "number0");
    if let Some(plan) = answer.plan() {
        add("plan_deviation", "split.figure.plan_deviation", answer.deviation_value(plan.excess), "percent");
    }
    add("seen", "split.figure.seen", split.seen.into(), "");
}

//! The whole way, from records to persons.

use rayon::prelude::*;

use crate::blocking::{self, Coverage, Plan};
use crate::clusters::{self, Clusters};
use crate::comparison::Comparisons;
use crate::explanation::{self, Explanation};
use crate::knowledge::Knowledge;
use crate::note::Note;
use crate::records::{Records, Row};
use crate::scoring::{PairKind, ScoredPair, Scorer};
use crate::settings::Settings;
use crate::training::{Frequencies, Model, fitted};
use crate::watch::{Stage, Watch, go_on};
use crate::{Error, Labelled};

/// Pairs that one piece of work scores.
const PIECE: usize = 1 << 15;

/// Records made ready to be linked: the plan can be looked at before anything is compared.
///
/// ```
/// use tizim_linkage::{Column, Kind, Linkage, Plain, RecordsBuilder, Settings, Source, Unwatched};
/// let columns = [("given", Kind::GivenName), ("surname", Kind::Surname), ("born", Kind::Date)];
/// let mut builder = RecordsBuilder::new(columns.map(|(name, kind)| Column::new(name, kind)).to_vec());
/// let list = builder.source(Source { name: "list".into(), free_of_duplicates: false });
/// for (given, surname, born) in [
///     ("Aliya", "Omarova", "1971-05-24"), ("Alija", "Omarova", "1971-05-24"), ("Daniyar", "Seitov", "1980-01-30"),
///     ("Erlan", "Akhmetov", "1966-11-02"), ("Saule", "Ibrayeva", "1993-07-17"), ("Timur", "Nurlanov", "1958-03-09"),
/// ] {
///     builder.push(list, &[given, surname, born])?;
/// }
/// let records = builder.finish(&Plain)?;
/// let linkage = Linkage::new(&records, &Plain, &Settings::default())?;
/// assert!(linkage.plan().all_pairs);
/// let linked = linkage.run(&Unwatched)?;
/// assert_eq!(linked.clusters.members, [[0, 1]]);
/// let why = linkage.explain(&linked, &linked.pairs[0]);
/// assert_eq!(why.steps[0].level, "near");
/// # Ok::<(), tizim_linkage::Error>(())
/// ```
pub struct Linkage<'records> {
    pub(crate) records: &'records Records,
    pub(crate) settings: Settings,
    pub(crate) comparisons: Comparisons<'records>,
    pub(crate) plan: Plan,
}

/// What was found.
#[derive(Debug)]
pub struct Linked {
    /// The model by which pairs were scored.
    pub model: Model,
    /// Duplicates at or above the threshold, and twins and same names a generation apart, in the order of rows.
    pub pairs: Vec<ScoredPair>,
    /// Persons.
    pub clusters: Clusters,
    /// What was compared and what was left out.
    pub coverage: Coverage,
    /// What limits the result. To be shown.
    pub notes: Vec<Note>,
    frequencies: Frequencies,
    pub(crate) threshold: f64,
}

impl Linked {
    /// Pairs of one kind.
    pub fn of_kind(&self, kind: PairKind) -> impl Iterator<Item = &ScoredPair> {
        self.pairs.iter().filter(move |pair| pair.kind == kind)
    }
}

impl<'records> Linkage<'records> {
    /// Makes columns ready and plans the blocking.
    ///
    /// # Errors
    /// [`Error::NothingToCompare`] where there are fewer than two records, or no column says anything.
    pub fn new(
        records: &'records Records,
        knowledge: &'records dyn Knowledge,
        settings: &Settings,
    ) -> Result<Self, Error> {
        if records.len() < 2 {
            return Err(Error::NothingToCompare { reason: "fewer than two records" });
        }
        let comparisons = Comparisons::new(records, knowledge);
        if comparisons.columns.is_empty() {
            return Err(Error::NothingToCompare { reason: "no column has two values" });
        }
        let plan = Plan::new(records, &comparisons, knowledge, settings);
        Ok(Self { records, settings: settings.clone(), comparisons, plan })
    }

    /// The plan of the blocking.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Names of the levels of a pair, in the order of [`Model::columns`].
    pub fn levels(&self, pair: &ScoredPair) -> Vec<&'static str> {
        explanation::level_names(&self.comparisons, pair.pattern)
    }

    /// The waterfall of a pair.
    pub fn explain(&self, linked: &Linked, pair: &ScoredPair) -> Explanation {
        explanation::explain(self.records, &self.comparisons, &linked.frequencies, &linked.model, pair)
    }

    /// Scores any two records, compared or not.
    pub fn score(&self, linked: &Linked, left: Row, right: Row) -> ScoredPair {
        let scorer = Scorer::new(self.records, &self.comparisons, &linked.frequencies, &linked.model);
        scorer.score(left.min(right), left.max(right), &mut self.comparisons.memory())
    }

    /// Which of these pairs would be duplicates at or above the threshold, if both records had in a column what the earlier
    /// one has; in the order of the pairs. None where the column is not compared.
    ///
    /// # Errors
    /// [`Error::Cancelled`] where the watcher says so.
    pub fn found_as_same(
        &self,
        linked: &Linked,
        column: usize,
        pairs: &[(Row, Row)],
        watch: &dyn Watch,
    ) -> Result<Vec<ScoredPair>, Error> {
        let place = self.comparisons.columns.iter().position(|comparison| comparison.column == column);
        let Some(place) = place else { return Ok(Vec::new()) };
        let scorer = Scorer::new(self.records, &self.comparisons, &linked.frequencies, &linked.model);
        let least = (self.settings.threshold / (1.0 - self.settings.threshold)).log2();
        let found: Result<Vec<Vec<ScoredPair>>, Error> = pairs
            .par_chunks(PIECE)
            .map(|piece| {
                go_on(watch)?;
                let mut memory = self.comparisons.memory();
                let scored = piece.iter().map(|&(left, right)| {
                    scorer.score_as_same(place, left.min(right), left.max(right), &mut memory)
                });
                let is_told = |pair: &ScoredPair| pair.weight >= least && pair.kind == PairKind::Duplicate;
                Ok(scored.filter(is_told).collect())
            })
            .collect();
        Ok(found?.concat())
    }

    /// Learns the weights from these records and links them.
    ///
    /// # Errors
    /// [`Error::Cancelled`] where the watcher says so.
    pub fn run(&self, watch: &dyn Watch) -> Result<Linked, Error> {
        self.run_labelled(&[], watch)
    }

    /// The same, where it is known of some pairs what they are: each counts as what it is, whatever the weights say of it.
    ///
    /// # Errors
    /// [`Error::Cancelled`] where the watcher says so.
    pub fn run_labelled(&self, labels: &[Labelled], watch: &dyn Watch) -> Result<Linked, Error> {
        let (pairs, coverage) = blocking::collect(&self.plan, self.records, &self.settings, watch)?;
        let (model, frequencies) = self.learn(&pairs, labels, watch)?;
        self.finish(model, frequencies, &pairs, coverage, watch)
    }

    /// Links by a model that was learnt before.
    ///
    /// # Errors
    /// [`Error::OtherColumns`] where the model was made for other columns, [`Error::Cancelled`] where the watcher says so.
    pub fn run_with(&self, model: &Model, watch: &dyn Watch) -> Result<Linked, Error> {
        let model = fitted(model, self.records, &self.comparisons)?;
        let (pairs, coverage) = blocking::collect(&self.plan, self.records, &self.settings, watch)?;
        let frequencies = self.frequencies();
        self.finish(model, frequencies, &pairs, coverage, watch)
    }

    pub(crate) fn frequencies(&self) -> Frequencies {
        Frequencies::new(self.records, &self.comparisons)
    }

    fn finish(
        &self,
        model: Model,
        frequencies: Frequencies,
        pairs: &[u64],
        coverage: Coverage,
        watch: &dyn Watch,
    ) -> Result<Linked, Error> {
        let scorer = Scorer::new(self.records, &self.comparisons, &frequencies, &model);
        let least = (self.settings.threshold / (1.0 - self.settings.threshold)).log2();
        let done = std::sync::atomic::AtomicU64::new(0);
        let scored: Result<Vec<Vec<ScoredPair>>, Error> = pairs
            .par_chunks(PIECE)
            .map(|piece| {
                go_on(watch)?;
                let mut memory = self.comparisons.memory();
                let kept = piece.iter().filter_map(|&pair| {
                    let (left, right) = blocking::rows(pair);
                    scorer.score_from(least, left, right, &mut memory)
                });
                let kept = kept.collect();
                let before = done.fetch_add(piece.len() as u64, std::sync::atomic::Ordering::Relaxed);
                watch.progress(Stage::Scoring, before + piece.len() as u64, pairs.len() as u64);
                Ok(kept)
            })
            .collect();
        let scored: Vec<ScoredPair> = scored?.concat();
        let (clusters, scored) =
            clusters::join(self.records, &scorer, &self.comparisons, scored, least, watch)?;
        let notes = self.notes(&model, &coverage);
        drop(scorer);
        Ok(Linked {
            model,
            pairs: scored,
            clusters,
            coverage,
            notes,
            frequencies,
            threshold: self.settings.threshold,
        })
    }

    fn notes(&self, model: &Model, coverage: &Coverage) -> Vec<Note> {
        let mut notes = Vec::new();
        let name = |column: usize| self.records.columns[column].name.clone();
        if !model.converged {
            notes.push(Note::NotConverged { rounds: model.rounds });
        }
        notes.extend(
            self.comparisons.silent.iter().map(|&column| Note::SilentColumn { column: name(column) }),
        );
        notes.extend(
            self.comparisons.beyond.iter().map(|&column| Note::ColumnBeyond { column: name(column) }),
        );
        for column in model.columns.iter().filter(|column| !column.unseen.is_empty()) {
            notes.push(Note::UnseenLevels { column: column.name.clone(), levels: column.unseen.clone() });
        }
        notes.extend(self.plan.depends_on.iter().map(|column| Note::DependsOn { column: column.clone() }));
        notes.extend(self.records.placeholders.iter().map(|placeholder| Note::Placeholder {
            column: name(placeholder.column),
            value: placeholder.value,
            records: placeholder.records,
        }));
        if coverage.left_out > 0 {
            notes.push(Note::LeftOut {
                pairs: coverage.left_out,
                unsplit_blocks: coverage.unsplit_blocks,
                largest: coverage.largest_unsplit,
            });
        }
        notes
    }
}

//! Probable duplicates: rows of any lists that may be one person's though no key of theirs is equal.
//!
//! `linkage` does the work and knows no voter; here lists become its records, and what it finds is told as this house tells
//! it: under a code, no graver than a score allows, with what the law says of two such entries. A pair is a lead: a reason to
//! look, and no finding about anyone.
//!
//! | room | step |
//! |---|---|
//! | `fields` | which columns are compared |
//! | `knowledge`, `numbers` | spellings of names, slips in numbers |
//! | `reading` | rows become records |
//! | `judging` | code, severity, what the law says |
//! | `gathering` | the rows of pairs read back, and judged |
//! | `labelled` | pairs that somebody looked at, to learn of |
//! | `likeness`, `handing` | why a pair is told, and its two rows as lines that are handed on |
//! | `strata`, `sample`, `measured` | a sample for checking by hand, and what its answers say |
//! | `joined` | clusters under the numbers of an earlier run |
//! | `placebo`, `commonness` | what chance explains, by how common the name is |
//! | `told`, `summary`, `leads`, `quality`, `estimated`, `tables`, `lines`, `shown` | the document, findings, tables |

mod charts;
mod commonness;
mod estimated;
mod fields;
mod gathering;
mod handing;
mod joined;
mod judging;
mod knowledge;
mod labelled;
mod leads;
mod likeness;
mod lines;
mod measured;
mod numbers;
mod placebo;
mod quality;
mod reading;
mod sample;
mod shown;
mod strata;
mod summary;
mod tables;
mod told;
mod watching;

use tizim_evidence::{Audit, Run};
use tizim_linkage::{Linkage, Linked, Model, ScoredPair, Settings};
use tizim_people::Token;

use crate::law::RollRules;
use crate::lists::roll::Roll;
use crate::past::{Past, Since, Standing};
use crate::{Code, DuplicateSink, ListInput, RollsError};

use commonness::Chanced;
use gathering::Gathering;
use handing::Handing;
pub use judging::Lawfulness;
use knowledge::OfPeople;
pub use likeness::Likeness;
pub use measured::Label;
use placebo::{OfPerson, Placebo};
use reading::Read;
use sample::Sampling;
pub use strata::Stratum;
use watching::Watching;

/// Columns, levels and doubts as people read them.
pub(crate) mod in_words {
    pub use super::likeness::doubts;
    pub use super::shown::{column, level};
}

/// How lists are linked.
#[derive(Debug, Clone, Default)]
pub struct LinkOptions {
    /// Least probability of a pair that is told; `None` is one half.
    pub threshold: Option<f64>,
    /// Whether only rows of different lists are compared.
    pub across: bool,
    /// A model that was learnt before; `None` to learn one from these lists.
    pub model: Option<Model>,
    /// Columns that the user names and no schema knows: compared as texts.
    pub further: Vec<String>,
    /// Most pairs that are compared; `None` for as many as the number of rows warrants.
    pub pairs: Option<u64>,
    /// About how many pairs are drawn for checking by hand; `None` for no sample.
    pub review: Option<u64>,
    /// Pairs of an earlier sample, with the answers of those who looked at them.
    pub labels: Vec<Label>,
    /// Whether the weights are learnt of these answers too. They are nothing to measure the list by then.
    pub learn: bool,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowAt {
    /// Name of the file.
    pub file: String,
    /// Physical row of the sheet.
    pub row: u64,
}

/// A pair of rows that may be one person's, or are two people's who are easily taken for one.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkedPair {
    /// The earlier row.
    pub left: RowAt,
    /// The later one.
    pub right: RowAt,
    /// Probability, under the model, that both are one person's.
    pub probability: f64,
    /// The same as evidence in bits.
    pub weight: f64,
    /// What they are: a probable duplicate, twins or a household, a generation apart.
    pub code: Code,
    /// The level of each compared column, in their order.
    pub levels: Vec<&'static str>,
    /// The masked persons of both rows.
    pub tokens: [Token; 2],
    /// The digests of the values of both rows, where they are made.
    pub values: Option<[Token; 2]>,
    /// Whether an earlier run had the pair, where one is known.
    pub since: Option<Since>,
    /// How the pair stands by the decisions on it.
    pub standing: Option<Standing>,
}

/// A pair of a sample for checking by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewPair {
    /// Both rows, the earlier first.
    pub rows: [RowAt; 2],
    /// Initials and years of birth, or the names where names may be shown.
    pub people: [String; 2],
    /// From which part of all pairs it was drawn.
    pub stratum: Stratum,
    /// Pairs in that part.
    pub pairs: u64,
}

/// A row of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterRow {
    /// Number of the cluster: the one it had in the earlier run, else from 1, or behind those of that run.
    pub cluster: u64,
    /// The row.
    pub at: RowAt,
    /// The masked person of the row.
    pub token: Token,
}

/// What was found.
#[derive(Debug)]
pub struct LinkedLists {
    /// The audit.
    pub audit: Audit,
    /// Names of the compared columns.
    pub columns: Vec<String>,
    /// Pairs at or above the threshold.
    pub pairs: Vec<LinkedPair>,
    /// Twins, households and generations below it.
    pub households: Vec<LinkedPair>,
    /// Rows by the person that they may be.
    pub clusters: Vec<ClusterRow>,
    /// Clusters of the earlier run that are gone.
    pub closed: Vec<u64>,
    /// The model: weights and shares, to be used again.
    pub model: Model,
    /// The sample for checking by hand, as a table of its own, where one was asked for.
    pub review: Option<Audit>,
}

/// Links lists: finds the pairs of rows, within and across them, that may be one person's. A `sink` that wants pairs takes
/// both rows of each, twins and generations with them, under the number that the pair has by the strength of its evidence.
///
/// The result depends on the input, the profile, the options, what is known from before, the seed and (for tokens) the key
/// of the run.
///
/// # Errors
/// [`RollsError`]: nothing given, a file that cannot be read, nothing that could be compared, a run that was cancelled.
pub fn link(
    lists: &[ListInput],
    law: &RollRules,
    options: &LinkOptions,
    past: Past<'_>,
    run: &Run,
    sink: &mut dyn DuplicateSink,
) -> Result<LinkedLists, RollsError> {
    let roll = Roll::new(lists);
    if roll.files.is_empty() {
        return Err(RollsError::NothingGiven);
    }
    let compared = fields::compared(&roll, &options.further);
    let read = reading::read(&roll, &compared, law, run)?;
    let knowledge = OfPeople { iin: &law.people.iin, latin: read.latin };
    let settings = Settings {
        seed: run.seed,
        threshold: options.threshold.unwrap_or(Settings::default().threshold),
        within_sources: !options.across,
        pair_budget: options.pairs,
        ..Settings::default()
    };
    let linkage = Linkage::new(&read.records, &knowledge, &settings)?;
    let watching = Watching(run);
    let known = if options.learn { labelled::known(&options.labels, &roll, &read) } else { Vec::new() };
    let linked = match &options.model {
        Some(model) => linkage.run_with(model, &watching)?,
        None => linkage.run_labelled(&known, &watching)?,
    };
    let further = fields::of_no_list(&compared);
    let gathering = Gathering { roll: &roll, law, run, read: &read, further, past };
    let numbers = numbered(&linked.pairs);
    let mut handing = Handing { linkage: &linkage, linked: &linked, numbers: &numbers, sink };
    let gathered = gathering.gather(&linked.pairs, Some(&mut handing))?;
    let review = match options.review {
        Some(wanted) => {
            let sampling = Sampling {
                linkage: &linkage,
                knowledge: &knowledge,
                settings: &settings,
                read: &read,
                linked: &linked,
                run,
            };
            gathering.review(&sampling.draw(wanted)?)?
        }
        None => Vec::new(),
    };
    let chanced = chanced(&read, (&linkage, &linked, &settings), &watching)?;
    Ok(told::told(&told::Told {
        lists,
        law,
        settings: &settings,
        options,
        linkage: &linkage,
        linked: &linked,
        numbers: &numbers,
        gathered: &gathered,
        read: &read,
        past,
        review: &review,
        chanced: &chanced,
    }))
}

/// What chance explains of the leads, beside a placebo where there are dates and names.
fn chanced(
    read: &Read,
    (linkage, linked, settings): (&Linkage<'_>, &Linked, &Settings),
    watching: &Watching<'_>,
) -> Result<Chanced, RollsError> {
    let Some(columns) = OfPerson::of(read) else { return Ok(Chanced::of(linked, read, None)) };
    let out = columns.placeholders(read);
    let placebo = Placebo::of(columns, &out, read, (linkage, linked, settings), watching)?;
    Ok(Chanced::of(linked, read, Some(&(columns, out, placebo))))
}

/// The number of each pair: 1 for the one with most evidence.
fn numbered(pairs: &[ScoredPair]) -> Vec<u64> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|one, other| pairs[*other].weight.total_cmp(&pairs[*one].weight).then(one.cmp(other)));
    let mut numbers = vec![0; pairs.len()];
    for (number, place) in (1..).zip(order) {
        numbers[place] = number;
    }
    numbers
}

//! The section `[rolls]` of a profile as the check knows it: which second entry is lawful, caps and ages, each with its
//! source. How a profile writes it is in `written`.

use serde::Deserialize;
use tizim_evidence::Rule;
use tizim_people::PeopleRules;
use tizim_polling::Regions;

use crate::row::reader::RowRules;
use crate::{Code, Kind};

/// Where two entries of one person stand relative to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Anywhere.
    #[default]
    Any,
    /// In one precinct's list.
    SamePrecinct,
    /// In two precincts' lists.
    OtherPrecinct,
    /// In one list as given on the command line, such as the signatures for one candidate.
    SameList,
}

/// What makes a second entry lawful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LawfulIf {
    /// Nothing.
    #[default]
    Never,
    /// The home entry carries the serial of the certificate under which the other was written.
    CertificateMatches,
    /// The person was taken off the home list.
    RemovedFromHome,
}

/// By what counts are judged that no law limits. Not law: judgements of this program that a profile may change.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Unusual {
    /// The share of honest nations in which election-day additions name any precinct.
    pub additions_false_alarm_rate: f64,
    /// Least multiple of what would be expected that is named.
    pub least_multiple: f64,
    /// Least number of additions that is named.
    pub least_added: u64,
    /// Fewer precincts give no distribution to judge by.
    pub least_precincts: usize,
    /// The share of honest lists in which the number of voters names any address.
    pub addresses_false_alarm_rate: f64,
}

impl Default for Unusual {
    fn default() -> Self {
        Self {
            additions_false_alarm_rate: 0.05,
            least_multiple: 2.0,
            least_added: 10,
            least_precincts: 20,
            addresses_false_alarm_rate: 0.05,
        }
    }
}

impl Unusual {
    /// Rates lie between 0 and 1, and a multiple is at least 1.
    pub(super) fn makes_sense(&self) -> bool {
        let is_rate = |rate: f64| rate > 0.0 && rate < 1.0;
        is_rate(self.additions_false_alarm_rate)
            && is_rate(self.addresses_false_alarm_rate)
            && self.least_multiple >= 1.0
            && self.least_multiple.is_finite()
    }
}

/// What the profile says of a second entry on a pair of kinds of list. The first entry that fits a pair counts.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondEntry {
    /// The two kinds; the home list first where one of them is it.
    pub lists: [Kind; 2],
    /// Where the two entries stand.
    pub place: Place,
    /// What makes it lawful.
    pub lawful_if: LawfulIf,
    /// The code under which it is reported.
    pub code: Code,
    /// Whether one finding stands for all cases, because the breach is the system's and not a person's.
    pub aggregate: bool,
    /// The rule itself: as grave as it says where the identification number agrees and the names are compatible.
    pub rule: Rule,
}

/// A number with its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The number.
    pub value: u64,
    /// The rule itself, as grave as it is to be beyond the number.
    pub rule: Rule,
}

/// The window in which entries are added to lists of some kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct ListWindow {
    /// The kinds of list.
    pub lists: Vec<Kind>,
    /// The first day, if there is one.
    pub from: Option<jiff::civil::Date>,
    /// The last moment; a row that states a day alone is in time on all of that day.
    pub until: jiff::civil::DateTime,
    /// The rule itself, as grave as an entry outside is.
    pub rule: Rule,
}

/// How many members a commission has, by the voters of its precinct.
#[derive(Debug, Clone, PartialEq)]
pub struct Commission {
    /// Pairs of the greatest number of voters and the number of members, ascending.
    pub steps: Vec<(u64, u64)>,
    /// The rule itself, as grave as a deviation is.
    pub rule: Rule,
}

impl Commission {
    /// The members that a precinct of this size has; above the last step there is no rule.
    pub fn members(&self, voters: u64) -> Option<u64> {
        self.steps.iter().find(|(up_to, _)| voters <= *up_to).map(|(_, members)| *members)
    }
}

/// The law of one election as far as rolls are concerned.
#[derive(Debug, Clone)]
pub struct RollRules {
    /// Identifier of the profile.
    pub profile: String,
    /// Day of the election.
    pub election_day: jiff::civil::Date,
    /// How people's data are built.
    pub people: PeopleRules,
    /// Regions by all their names.
    pub regions: Regions,
    /// The most voters a precinct may have.
    pub precinct_cap: Option<Limit>,
    /// The age from which a citizen votes.
    pub voting_age: Option<Limit>,
    /// The age above which an entry is taken for a slip or for a person no longer alive.
    pub oldest_age: Option<Limit>,
    /// Commission sizes.
    pub commission: Option<Commission>,
    /// That an identification number is well formed.
    pub number_well_formed: Rule,
    /// That an identification number states the birth date and sex of its row.
    pub number_against_person: Rule,
    /// Who keeps the lists and answers for them, as a sentence.
    pub keepers: Option<tizim_evidence::Text>,
    /// How soon a complaint about an entry is decided, as a sentence.
    pub complaints: Option<tizim_evidence::Text>,
    /// When entries are added to which lists.
    pub windows: Vec<ListWindow>,
    /// That who is added on or before election day has a certificate of residence of that precinct.
    pub proof_of_residence: Rule,
    /// Which second entry is lawful.
    pub second_entries: Vec<SecondEntry>,
    /// By what counts are judged that no law limits.
    pub unusual: Unusual,
}

impl RollRules {
    /// What is needed of it to read a row.
    pub fn row_rules(&self) -> RowRules<'_> {
        RowRules { iin: &self.people.iin, regions: &self.regions }
    }
}

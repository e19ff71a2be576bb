//! Law as data: the standards that districts are held against, and the rules that their drawing had to keep.
//!
//! Standards stand in `data/standards.toml` (or a user's file of the same form); the rules of one election stand
//! in the section `[districts]` of its profile. No number of any law stands in this crate.

use serde::{Deserialize, Serialize};
pub use tizim_evidence::Force;
use tizim_evidence::{Language, Profile, ProfileError, Rule, Severity, SourceRef, Text, read_toml_in};

use super::drawing::{Demand, DrawingRule, Origin};
use crate::{DistrictsError, Unit};

/// What a standard limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Each unit's deviation from the quota of the whole.
    Deviation,
    /// Largest minus smallest deviation from the quota of the whole.
    OverallRange,
    /// Each unit's deviation from the mean of its own region.
    DeviationInRegion,
    /// Largest minus smallest deviation from the mean within one region.
    RangeInRegion,
    /// Nothing: the law names no number.
    None,
}

/// One standard of equality.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Stable identifier such as `venice-15`.
    pub id: String,
    /// Name in words.
    pub title: String,
    /// ISO code of the country whose law it is; none for international guidance and a user's own.
    #[serde(default)]
    pub country: Option<String>,
    /// Its weight at home (by default binding), or everywhere where no country is named (by default recommended).
    #[serde(default)]
    pub force: Option<Force>,
    /// First day on which it applied.
    #[serde(default)]
    pub from: Option<String>,
    /// First day on which it no longer applied.
    #[serde(default)]
    pub until: Option<String>,
    /// What it limits.
    pub measure: Measure,
    /// The limit as a fraction; "outside" is strictly more. None where the law names no number.
    #[serde(default)]
    pub limit: Option<f64>,
    /// Whether a recommended limit is one that "certainly" should not be passed: a warning instead of a notice.
    #[serde(default)]
    pub grave: bool,
    /// Names or identifiers of units that it exempts; they count neither in the quota nor as breaches.
    #[serde(default)]
    pub protected: Vec<String>,
    /// Its text.
    pub source: SourceRef,
    /// What it says that may explain a unit outside it.
    #[serde(default)]
    pub explanations: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardFile {
    #[serde(default)]
    standards: Vec<Standard>,
}

impl Standard {
    /// Reads a file of `[[standards]]`.
    ///
    /// ```
    /// use tizim_districts::{Measure, Standard};
    /// let text = "[[standards]]\nid = 'own'\ntitle = 'Ours'\nmeasure = 'deviation'\nlimit = 0.1\nforce = 'binding'\n\
    ///     source = { title = 'By-law 7' }";
    /// let standards = Standard::list_from_toml(text)?;
    /// assert_eq!(standards[0].measure, Measure::Deviation);
    /// # Ok::<(), tizim_districts::DistrictsError>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is not in that form, a limit is missing, negative or not finite, or an identifier stands twice.
    pub fn list_from_toml(text: &str) -> Result<Vec<Self>, DistrictsError> {
        Self::list_from_toml_in(text, Language::En)
    }

    /// The same, with titles that are given in several languages in this one.
    ///
    /// # Errors
    /// As [`Standard::list_from_toml`].
    pub fn list_from_toml_in(text: &str, language: Language) -> Result<Vec<Self>, DistrictsError> {
        let bad = |reason: String| DistrictsError::Syntax { what: "the file of standards", reason };
        let file: StandardFile = read_toml_in(text, language).map_err(|fault| bad(fault.to_string()))?;
        Self::check(&file.standards).map_err(bad)?;
        Ok(file.standards)
    }

    /// Whether each of these standards can be applied; else the reason, by number and not by name: `standards` counts
    /// from 1.
    fn check(standards: &[Self]) -> Result<(), String> {
        for (index, standard) in standards.iter().enumerate() {
            let limited =
                standard.limit.is_some_and(|limit| limit.is_finite() && (0.0..=1000.0).contains(&limit));
            if limited == (standard.measure == Measure::None) {
                return Err(format!("standard {} needs a limit between 0 and 1000", index + 1));
            }
            if standards[..index].iter().any(|other| other.id == standard.id) {
                return Err(format!("the identifier of standard {} stands twice", index + 1));
            }
        }
        Ok(())
    }

    /// The rule that the standard is in a country where it has this weight.
    pub fn rule(&self, force: Force, severity: Severity) -> Rule {
        Rule {
            id: self.id.clone(),
            force,
            severity,
            source: Some(self.source.clone()),
            explanations: self.explanations.iter().map(Text::message).collect(),
        }
    }

    /// Whether it exempts this unit, by its name or identifier, whatever the capitals and spaces.
    pub(crate) fn protects(&self, unit: &Unit) -> bool {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let (name, id) = (plain(&unit.name), plain(&unit.id));
        self.protected.iter().map(|name| plain(name)).any(|protected| protected == name || protected == id)
    }

    /// The weight of the standard for an election of this country on this day (ISO).
    pub fn force_in(&self, country: &str, day: &str) -> Force {
        let Some(home) = &self.country else { return self.force.unwrap_or(Force::Recommended) };
        if !home.eq_ignore_ascii_case(country) {
            return Force::Foreign;
        }
        if self.until.as_deref().is_some_and(|until| day >= until) {
            return Force::Repealed;
        }
        if self.from.as_deref().is_some_and(|from| day < from) {
            return Force::None;
        }
        self.force.unwrap_or(Force::Binding)
    }
}

/// The section `[districts]` of a profile.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DistrictSection {
    /// Rules of the drawing.
    pub rules: Vec<DrawingRule>,
    /// Tolerances at which it is asked what was possible; fractions. Where there are none, the limits of standards.
    pub tolerances: Vec<f64>,
    /// Draws of the simulation over estimates.
    pub draws: u32,
    /// Standards of this profile alone, beside those of the shared file.
    pub standards: Vec<Standard>,
}

impl DistrictSection {
    /// The section `[districts]` of a profile, whole; an empty one where it has none.
    ///
    /// # Errors
    /// Where the section does not fit, a tolerance lies outside 0 to 1, a rule lacks its number, or a standard its limit.
    pub fn from_profile(profile: &Profile) -> Result<Self, ProfileError> {
        let section: Self = profile.section("districts")?.unwrap_or_default();
        let bad = |reason: String| ProfileError::in_section("districts", reason);
        if section.tolerances.iter().any(|tolerance| !(0.0..=1.0).contains(tolerance)) {
            return Err(bad("`tolerances` are fractions between 0 and 1".to_owned()));
        }
        let numbered = |rule: &DrawingRule| matches!(rule.demand, Demand::MinimumSeats | Demand::HouseSize);
        if section.rules.iter().any(|rule| numbered(rule) != rule.value.is_some()) {
            return Err(bad("`value` belongs to the demands `minimum_seats` and `house_size`".to_owned()));
        }
        Standard::check(&section.standards).map_err(bad)?;
        Ok(section)
    }
}

/// Everything that districts are judged by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DistrictRules {
    /// Standards with their weight here.
    pub standards: Vec<(Standard, Force)>,
    /// Rules of the drawing; empty where they are not known, and then nothing is said of what was required.
    pub drawing: Vec<DrawingRule>,
    /// Tolerances at which it is asked what was possible.
    pub tolerances: Vec<f64>,
    /// Draws of the simulation over estimates.
    pub draws: u32,
}

/// The limits on deviation that bind or are recommended, the narrowest first.
fn limits_that_weigh(standards: &[(Standard, Force)]) -> Vec<f64> {
    let weighs = |force: Force| matches!(force, Force::Binding | Force::Recommended);
    let mut limits: Vec<f64> = standards
        .iter()
        .filter(|(standard, force)| weighs(*force) && standard.measure == Measure::Deviation)
        .filter_map(|(standard, _)| standard.limit)
        .collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    limits
}

impl DistrictRules {
    /// Puts the shared standards and the profile's section together, for a country and an election day (ISO). A
    /// section without tolerances takes the limits on deviation of the standards that bind or are recommended.
    pub fn new(section: DistrictSection, shared: Vec<Standard>, country: &str, day: &str) -> Self {
        let standards: Vec<(Standard, Force)> = shared
            .into_iter()
            .chain(section.standards)
            .map(|standard| {
                let force = standard.force_in(country, day);
                (standard, force)
            })
            .collect();
        let tolerances =
            if section.tolerances.is_empty() { limits_that_weigh(&standards) } else { section.tolerances };
        Self { standards, drawing: section.rules, tolerances, draws: section.draws.min(100_000) }
    }

    /// The rules of drawing for a table whose rules nobody has stated: the house is the table's own, and the other
    /// rules are taken to have held without saying who laid them down.
    pub(crate) fn without_origin(&self, seats: u64) -> Self {
        let drawing = self.drawing.iter().map(|rule| DrawingRule {
            value: if rule.demand == Demand::HouseSize { Some(seats) } else { rule.value },
            origin: if rule.origin == Origin::None { Origin::None } else { Origin::NotStated },
            source: None,
            ..rule.clone()
        });
        Self { drawing: drawing.collect(), ..self.clone() }
    }

    /// The first rule with this demand, as findings cite it; a judgement of this program where there is none.
    pub(crate) fn cited(&self, demand: Demand, severity: Severity) -> Rule {
        let rule = self.drawing.iter().find(|rule| rule.demand == demand);
        rule.map_or_else(|| Rule::of_program(demand.word(), severity), |rule| rule.cited(severity))
    }

    /// The number in the first rule with this demand.
    pub fn value_of(&self, demand: Demand) -> Option<u64> {
        self.drawing.iter().find(|rule| rule.demand == demand).and_then(|rule| rule.value)
    }
}

//! What the profile says of maps: where the country is, from when two borders are one, and what the law asks of districts.

use serde::Deserialize;
use tizim_evidence::{Profile, ProfileError, Rule, Severity, written_rule};

use crate::Bounds;

written_rule!(WrittenDemand, Option<Severity> {});

/// The rules of maps.
#[derive(Debug, Clone)]
pub struct BoundaryRules {
    /// Where the country is, to notice what lies elsewhere or has its coordinates the wrong way round.
    pub bounds: Option<Bounds>,
    /// Two borders that are no farther apart, in metres, are one that was drawn twice.
    pub near_metres: f64,
    /// A gap or overlap no wider, in metres on average, is a sliver of drawing.
    pub sliver_metres: f64,
    /// That a district hangs together.
    pub contiguity: Rule,
    /// That a map holds each place in exactly one district.
    pub cover: Rule,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    #[serde(default)]
    bounds: Option<Bounds>,
    #[serde(default)]
    near_metres: Option<f64>,
    #[serde(default)]
    sliver_metres: Option<f64>,
    #[serde(default)]
    contiguity: Option<WrittenDemand>,
    #[serde(default)]
    cover: Option<WrittenDemand>,
}

impl Default for BoundaryRules {
    fn default() -> Self {
        Self {
            bounds: None,
            near_metres: 100.0,
            sliver_metres: 50.0,
            // Few laws ask for it in words, and where one does the profile says so.
            contiguity: Rule::of_program("contiguity", Severity::Notice),
            cover: Rule::of_program("cover", Severity::Warning),
        }
    }
}

impl BoundaryRules {
    /// The section `[boundaries]` of a profile; what it does not say is as in [`BoundaryRules::default`].
    ///
    /// # Errors
    /// Where the section is not valid.
    pub fn from_profile(profile: &Profile) -> Result<Self, ProfileError> {
        let own = Self::default();
        let Some(section) = profile.section::<Section>("boundaries")? else { return Ok(own) };
        let rule = |written: Option<WrittenDemand>, otherwise: Rule| {
            written.map_or(Ok(otherwise.clone()), |written| written.rule(profile, &otherwise.id))
        };
        let (near_metres, sliver_metres) = (
            section.near_metres.unwrap_or(own.near_metres),
            section.sliver_metres.unwrap_or(own.sliver_metres),
        );
        if !(0.0..=10_000.0).contains(&near_metres) || !(0.0..=10_000.0).contains(&sliver_metres) {
            return Err(ProfileError::in_section("boundaries", "metres must lie between 0 and 10000"));
        }
        let bounds = section.bounds.map(Bounds::stated).transpose();
        Ok(Self {
            bounds: bounds.map_err(|wrong| ProfileError::in_section("boundaries", wrong))?,
            near_metres,
            sliver_metres,
            contiguity: rule(section.contiguity, own.contiguity)?,
            cover: rule(section.cover, own.cover)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(section: &str) -> Result<BoundaryRules, ProfileError> {
        let head = "[profile]\nid = 'x'\ntitle = 'X'\ncountry = 'XX'\nelection_day = '2030-03-17'\n";
        BoundaryRules::from_profile(&Profile::from_toml(&format!("{head}{section}")).unwrap())
    }

    #[test]
    fn what_the_profile_does_not_say_is_usual() {
        let none = rules("").unwrap();
        assert!(none.bounds.is_none() && none.contiguity.severity == Severity::Notice);
        let own = rules("[boundaries]\nnear_metres = 5\nbounds = { west = 1, south = 2, east = 3, north = 4 }\ncontiguity = { severity = 'warning' }").unwrap();
        assert_eq!(
            (own.near_metres, own.bounds.unwrap().north, own.contiguity.severity),
            (5.0, 4.0, Severity::Warning)
        );
        assert!(rules("[boundaries]\nnear_metres = -1").is_err());
        let west = "[boundaries.bounds]\nwest = -73.5\nsouth = -55.9\neast = -53.6\nnorth = -21.7";
        assert_eq!(rules(west).unwrap().bounds.map(|bounds| bounds.south), Some(-55.9));
        let beyond = "[boundaries]\nbounds = { west = 46, south = 40, east = 88, north = 156 }";
        assert!(rules(beyond).unwrap_err().to_string().contains("north end"));
        assert!(rules("[boundaries]\nnearmetres = 1").is_err());
    }
}

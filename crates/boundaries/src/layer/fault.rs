//! What is wrong with a single feature as it stands in the file.

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The feature is no GeoJSON feature.
    NotAFeature,
    /// It has no geometry.
    NoGeometry,
    /// It is a point or a line.
    NotAnArea,
    /// Its geometry holds nothing.
    Empty,
    /// A ring of fewer than three different points, which encloses nothing.
    ShortRing,
    /// A coordinate is missing or not finite.
    NotFinite,
    /// The last point of a ring is not its first; it was closed.
    OpenRing,
    /// A ring that goes once around the Earth, so that nothing says which pole it encloses.
    AroundPole,
    /// Nothing but a geometry: no property, no code.
    NoProperties,
    /// It has no code, and its place in the file was taken instead, with `#` before it where others have one.
    NoCode,
    /// The same code as an earlier feature, of which it was taken as a further part.
    SameCode {
        /// That feature, from 1.
        first: usize,
    },
    /// The same code and the same area as an earlier feature.
    Twice {
        /// That feature, from 1.
        first: usize,
    },
    /// A hole that is in none of the feature's areas.
    StrayHole,
    /// It lies outside of the country, and would lie in it if latitude and longitude were turned.
    Swapped,
    /// It lies outside of the country.
    Elsewhere,
}

impl FaultKind {
    /// The word in JSON and in the catalogue.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotAFeature => "not_a_feature",
            Self::NoGeometry => "no_geometry",
            Self::NotAnArea => "not_an_area",
            Self::Empty => "empty",
            Self::ShortRing => "short_ring",
            Self::NotFinite => "not_finite",
            Self::OpenRing => "open_ring",
            Self::AroundPole => "around_pole",
            Self::NoProperties => "no_properties",
            Self::NoCode => "no_code",
            Self::SameCode { .. } => "same_code",
            Self::Twice { .. } => "twice",
            Self::StrayHole => "stray_hole",
            Self::Swapped => "latitude_first",
            Self::Elsewhere => "outside_the_country",
        }
    }

    /// Whether something of the feature could not be used.
    pub fn loses(&self) -> bool {
        !matches!(self, Self::OpenRing | Self::NoProperties | Self::NoCode | Self::SameCode { .. })
    }
}

/// What is wrong with a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its place in the file, from 1.
    pub feature: usize,
    /// Its code, where it has one.
    pub id: Option<String>,
    /// What is wrong.
    pub kind: FaultKind,
}

//! A map as it was read: units with their areas, and what is wrong with the features behind them.

mod fault;
mod frame;

use geo::MultiPolygon;

pub use fault::{Fault, FaultKind};
pub use frame::Frame;

/// One unit of a map: a district, a rayon, a precinct.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// The place of its (first) feature in the file, from 1.
    pub feature: usize,
    /// Its code.
    pub id: String,
    /// Its name, where the map states one.
    pub name: Option<String>,
    /// The region it is in, where the map states one.
    pub region: Option<String>,
    /// All properties of its (first) feature, as text.
    pub properties: Vec<(String, String)>,
    /// Its area in degrees, longitude first, in the layer's [`Frame`]; rings are closed and finite, but may cross
    /// themselves.
    pub area: MultiPolygon<f64>,
}

impl Unit {
    /// Its name, else its code.
    pub fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }
}

/// Where the coordinate system comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CoordinateSystem {
    /// Nothing says, so WGS 84 was assumed.
    Assumed,
    /// The file says it is WGS 84.
    Stated,
    /// The file names this one, from which it was converted.
    Converted(String),
}

/// Where the codes of the units come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodesFrom {
    /// A property of each feature.
    Property(String),
    /// The identifier that GeoJSON has beside the properties.
    Identifier,
    /// Nothing names the features: their place in the file is their code.
    Place,
}

/// A map of units.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Name of the file.
    pub file: String,
    /// How many features it has, usable or not.
    pub features: usize,
    /// The units, in the order of their first features.
    pub units: Vec<Unit>,
    /// What is wrong with features, in their order.
    pub faults: Vec<Fault>,
    /// Where its coordinate system comes from.
    pub system: CoordinateSystem,
    /// Where the codes come from.
    pub codes: CodesFrom,
    /// Other properties that go by the name of a code and say something else.
    pub others: Vec<String>,
    /// How many codes were written as a table does, which has other zeros in front: see [`Layer::adopt`].
    pub rewritten: usize,
    /// Whether nothing says in which encoding its letters are, and that of Windows for Cyrillic was assumed.
    pub letters_assumed: bool,
    /// How longitudes are counted.
    pub frame: Frame,
}

impl Layer {
    /// A layer of these units as it would be read without a fault, for areas that come from elsewhere.
    pub fn of(file: impl Into<String>, units: Vec<Unit>) -> Self {
        Self {
            file: file.into(),
            features: units.len(),
            units,
            faults: Vec::new(),
            system: CoordinateSystem::Stated,
            codes: CodesFrom::Identifier,
            others: Vec::new(),
            rewritten: 0,
            letters_assumed: false,
            frame: Frame::default(),
        }
    }

    /// The features of which something was taken otherwise than it stands, though nothing was lost, by what it is: without a
    /// code among others that have one, with the code of an earlier one, with a ring that was closed.
    pub fn taken_otherwise(&self) -> Vec<(FaultKind, Vec<usize>)> {
        let kinds = [FaultKind::NoCode, FaultKind::SameCode { first: 0 }, FaultKind::OpenRing];
        let is_nameless = self.codes == CodesFrom::Place;
        let of = |kind: FaultKind| {
            let fits = |fault: &&Fault| match (&fault.kind, &kind) {
                (FaultKind::NoProperties | FaultKind::NoCode, FaultKind::NoCode) => !is_nameless,
                (FaultKind::SameCode { .. }, FaultKind::SameCode { .. }) => true,
                (own, kind) => own == kind,
            };
            let mut features: Vec<usize> =
                self.faults.iter().filter(fits).map(|fault| fault.feature).collect();
            features.dedup();
            (kind, features)
        };
        kinds.into_iter().map(of).filter(|(_, features)| !features.is_empty()).collect()
    }

    /// The index of the unit of this code.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.units.iter().position(|unit| unit.id == id)
    }
}

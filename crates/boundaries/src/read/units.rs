//! From features to units.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use super::{RawFeature, RawLayer, ReadOptions, place, properties, rings};
use crate::{BoundaryError, CodesFrom, CoordinateSystem, Fault, FaultKind, Frame, Layer, Unit};

/// The layer of these features. Features of one code are one unit; what cannot be used is listed.
///
/// # Errors
/// Where no feature is an area, or a property that the user named is not there.
pub(super) fn layer(
    raw: RawLayer,
    system: CoordinateSystem,
    file: &str,
    options: &ReadOptions,
) -> Result<Layer, BoundaryError> {
    let letters_assumed = raw.letters_assumed;
    let (found, headings) = properties::choose(&raw.features, file, options)?;
    let features = raw.features.len();
    let mut units: Vec<Unit> = Vec::new();
    let mut faults = Vec::new();
    let is_nameless = found.from == CodesFrom::Place;
    let mut of_code: BTreeMap<String, usize> = BTreeMap::new();
    for (number, mut feature) in (1..).zip(raw.features) {
        let (area, wrong) = rings::area(std::mem::take(&mut feature.shape));
        let text = |name: &Option<String>| properties::value(&feature, name.as_ref()).map(str::to_owned);
        let identifier = feature.identifier.clone();
        let identifier = identifier.filter(|id| headings.code.is_none() && !id.trim().is_empty());
        let code = text(&headings.code).or(identifier);
        let mut fault = |kind| faults.push(Fault { feature: number, id: code.clone(), kind });
        let is_feature = !wrong.contains(&FaultKind::NotAFeature);
        wrong.into_iter().for_each(&mut fault);
        if feature.has_more {
            fault(FaultKind::NotAnArea);
        }
        if is_feature && code.is_none() {
            fault(without_code(&feature));
        }
        if area.0.is_empty() {
            continue;
        }
        if let Some(elsewhere) = place::of_feature(&area, options.bounds) {
            fault(elsewhere);
            continue;
        }
        // Among codes, the place in the file would be taken for one.
        let by_place = || if is_nameless { number.to_string() } else { format!("#{number}") };
        let id = code.clone().unwrap_or_else(by_place);
        if let Some(&known) = of_code.get(&id) {
            let unit = &mut units[known];
            let first = unit.feature;
            if same(&unit.area, &area) {
                fault(FaultKind::Twice { first });
            } else {
                fault(FaultKind::SameCode { first });
                unit.area.0.extend(area.0);
            }
            continue;
        }
        of_code.insert(id.clone(), units.len());
        units.push(Unit {
            feature: number,
            id,
            name: text(&headings.name),
            region: text(&headings.region),
            properties: feature.properties.take().unwrap_or_default(),
            area,
        });
    }
    if units.is_empty() {
        return Err(no_areas(file, features, &faults));
    }
    let frame = Frame::around(units.iter().map(|unit| &unit.area));
    for unit in &mut units {
        frame.place(&mut unit.area);
    }
    let (codes, others) = (found.from, found.others);
    Ok(Layer {
        file: file.to_owned(),
        features,
        units,
        faults,
        system,
        codes,
        others,
        rewritten: 0,
        letters_assumed,
        frame,
    })
}

/// Why a feature has no code: it says nothing of itself at all, or not that.
fn without_code(feature: &RawFeature) -> FaultKind {
    let nameless = feature.identifier.is_none() && feature.properties.as_ref().is_none_or(Vec::is_empty);
    if nameless { FaultKind::NoProperties } else { FaultKind::NoCode }
}

/// That no feature is an area, with what is wrong with the first.
fn no_areas(file: &str, features: usize, faults: &[Fault]) -> BoundaryError {
    let first = faults.first().map_or_else(String::new, |fault| {
        format!("; of feature {}: {}", fault.feature, fault.kind.word().replace('_', " "))
    });
    BoundaryError::NoAreas { file: file.to_owned(), features, first }
}

/// Whether two areas have the same points in the same order.
fn same(one: &MultiPolygon<f64>, other: &MultiPolygon<f64>) -> bool {
    one == other
}

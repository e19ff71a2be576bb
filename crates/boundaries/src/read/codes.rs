//! Which property holds the codes, where the user does not say: of those that go by such a name, the one in which the codes of
//! the table stand.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use tizim_polling::ids;

use super::properties::plain;
use super::{RawFeature, ReadOptions};
use crate::{BoundaryError, CodesFrom, Layer};

/// Most properties that are named in one sentence.
const MOST_NAMED: usize = 20;
/// Longest name of a property that is shown whole, in characters.
const LONGEST: usize = 40;

/// Where codes come from, and which other properties go by the name of one.
pub(super) struct Found {
    pub(super) from: CodesFrom,
    pub(super) others: Vec<String>,
}

/// Codes as they stand in one place: a property, or the identifier beside the properties.
struct Source<'f> {
    from: CodesFrom,
    values: Vec<&'f str>,
}

impl Source<'_> {
    fn tells_apart(&self, features: usize) -> bool {
        self.values.len() == features && self.values.iter().collect::<BTreeSet<_>>().len() == features
    }

    /// Whether it does nothing but number the features from here on, as programs for maps do.
    fn numbers_from(&self, first: usize) -> bool {
        self.values.len() > 1
            && self.values.iter().enumerate().all(|(place, value)| value.parse() == Ok(first + place))
    }
}

/// Where the codes of these features stand; `values` are those of each property in the order of the features.
///
/// # Errors
/// Where features have properties and none of them goes by the name of a code: their places in the file would look like codes.
pub(super) fn find(
    features: &[RawFeature],
    values: &BTreeMap<&str, Vec<&str>>,
    file: &str,
    options: &ReadOptions,
) -> Result<Found, BoundaryError> {
    let mut sources: Vec<Source<'_>> = Vec::new();
    for likely in options.usual.code.iter().map(|name| plain(name)) {
        let named = values.iter().filter(|(name, _)| plain(name) == likely);
        let new = named.map(|(name, values)| Source {
            from: CodesFrom::Property((*name).to_owned()),
            values: values.clone(),
        });
        let new: Vec<_> = new.filter(|new| sources.iter().all(|known| known.from != new.from)).collect();
        sources.extend(new);
    }
    let identifiers: Vec<&str> =
        features.iter().filter_map(|feature| feature.identifier.as_deref()).collect();
    if !identifiers.is_empty() {
        sources.push(Source { from: CodesFrom::Identifier, values: identifiers });
    }
    let rank = |(order, source): &(usize, &Source<'_>)| {
        let (codes, held) = best_held(&source.values, &options.tables);
        let tier = match (&source.from, source.tells_apart(features.len())) {
            (CodesFrom::Identifier, _) => 1,
            (_, apart) => 2 * u8::from(apart),
        };
        // Numbers from 0 are those of rows; from 1 they may be, and other properties with the same codes are likelier.
        let is_numbering = source.numbers_from(0) || (codes > 0 && source.numbers_from(1));
        (codes, held, tier, !is_numbering, Reverse(*order))
    };
    let Some((_, best)) = sources.iter().enumerate().max_by_key(rank) else {
        if values.is_empty() {
            return Ok(Found { from: CodesFrom::Place, others: Vec::new() });
        }
        return Err(without_codes(features.len(), values, file, options));
    };
    // Where a table tells them apart, one in which few of its codes stand is no other way to read it.
    let codes = best_held(&best.values, &options.tables).0;
    let others = sources.iter().filter(|other| {
        other.from != best.from
            && other.values != best.values
            && other.tells_apart(features.len())
            && 2 * best_held(&other.values, &options.tables).0 >= codes
    });
    let others = others.filter_map(|other| match &other.from {
        CodesFrom::Property(name) => Some(name.clone()),
        _ => None,
    });
    Ok(Found { from: best.from.clone(), others: others.collect() })
}

/// Of the table that these values fit best: how many of its codes they are, and how many of the values are one.
fn best_held(values: &[&str], tables: &[Vec<String>]) -> (usize, usize) {
    tables.iter().map(|table| held(values, table)).max().unwrap_or_default()
}

/// How many codes of a table these values are, and how many of the values are one; zeros in front make no difference.
fn held(values: &[&str], table: &[String]) -> (usize, usize) {
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    let found = ids::join(values, &table);
    let codes: BTreeSet<&str> = found.iter().flatten().copied().collect();
    (codes.len(), found.iter().flatten().count())
}

/// That no property goes by the name of a code, with the properties that there are and the likeliest of them.
fn without_codes(
    features: usize,
    values: &BTreeMap<&str, Vec<&str>>,
    file: &str,
    options: &ReadOptions,
) -> BoundaryError {
    let apart = |values: &[&str]| {
        values.len() == features && values.iter().collect::<BTreeSet<_>>().len() == features
    };
    let of = |(name, values): (&&str, &Vec<&str>)| {
        let (codes, held) = best_held(values, &options.tables);
        (codes, held, apart(values), (*name).to_owned())
    };
    let likely = values.iter().map(of).filter(|(codes, _, apart, name)| {
        (*codes > 1 || *apart) && name.chars().count() <= LONGEST && !name.contains(char::is_control)
    });
    let likely = likely.max_by_key(|(codes, held, apart, _)| (*codes, *held, *apart));
    BoundaryError::WithoutCodes {
        file: file.to_owned(),
        known: listed(values.keys().copied()),
        codes: likely.as_ref().map_or(0, |likely| likely.0),
        likely: likely.map(|likely| likely.3),
    }
}

/// Names of properties as they are said: so many, none of them long.
pub(super) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut names = names.into_iter();
    let shown = |name: &str| -> String {
        let cut: String = name.chars().take(LONGEST).collect();
        format!("`{cut}{}`", if cut.len() < name.len() { "…" } else { "" })
    };
    let mut said: Vec<String> = names.by_ref().take(MOST_NAMED).map(shown).collect();
    if names.next().is_some() {
        said.push("…".to_owned());
    }
    said.join(", ")
}

impl Layer {
    /// The property in which most codes of a table stand, and how many do; nothing where none stands in any.
    ///
    /// ```
    /// use tizim_boundaries::{MapFile, ReadOptions, read};
    /// let map = r#"{"type": "Feature", "properties": {"id": "K1", "pcode": "07"}, "geometry": {"type": "Polygon",
    ///     "coordinates": [[[70, 50], [71, 50], [71, 51], [70, 50]]]}}"#;
    /// let layer = read(&MapFile::new("map.geojson", map), &ReadOptions::default())?;
    /// assert_eq!(layer.property_of(&["7".to_owned(), "8".to_owned()]), Some(("pcode".to_owned(), 1)));
    /// # Ok::<(), tizim_boundaries::BoundaryError>(())
    /// ```
    pub fn property_of(&self, table: &[String]) -> Option<(String, usize)> {
        let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in self.units.iter().flat_map(|unit| &unit.properties) {
            values.entry(name).or_default().push(value.trim());
        }
        let found = values.iter().map(|(name, values)| (held(values, table), *name));
        let most = found.max_by_key(|found| found.0).filter(|found| found.0.0 > 0);
        let ((codes, _), name) = most?;
        Some((name.to_owned(), codes))
    }

    /// The names of all properties of its units, as they are said.
    pub fn properties_listed(&self) -> String {
        let names: BTreeSet<&str> =
            self.units.iter().flat_map(|unit| &unit.properties).map(|(name, _)| name.as_str()).collect();
        listed(names)
    }

    /// How many of its units have a code of the table; zeros in front make no difference where nothing is unclear by it.
    pub fn matched(&self, table: &[String]) -> usize {
        let own: Vec<&str> = self.units.iter().map(|unit| unit.id.as_str()).collect();
        held(&own, table).1
    }

    /// Writes the codes of its units as a table does, where they differ in zeros in front alone and nothing is unclear by it;
    /// how many were written otherwise is counted in [`Layer::rewritten`].
    pub fn adopt(&mut self, table: &[String]) {
        let table: Vec<&str> = table.iter().map(String::as_str).collect();
        let own: Vec<&str> = self.units.iter().map(|unit| unit.id.as_str()).collect();
        let found = ids::join(&own, &table);
        for (unit, code) in self.units.iter_mut().zip(found) {
            let Some(code) = code.filter(|code| *code != unit.id) else { continue };
            code.clone_into(&mut unit.id);
            self.rewritten += 1;
        }
    }
}

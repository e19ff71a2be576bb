//! Which properties hold the code, the name and the region.

use std::collections::BTreeMap;

use super::codes::{self, Found};
use super::{RawFeature, ReadOptions};
use crate::{BoundaryError, CodesFrom};

/// Something for each of the three things that a map says of its units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Headings<T> {
    /// Of the code.
    pub code: T,
    /// Of the name.
    pub name: T,
    /// Of the region.
    pub region: T,
}

/// A number as people write a code: without a fraction where it has none.
pub(super) fn number(value: f64, otherwise: &str) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value:.0}") } else { otherwise.to_owned() }
}

/// Without case, blanks and punctuation.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The names of the properties to read, and where codes come from.
///
/// # Errors
/// Where the user named one that no feature has, or nothing goes by the name of a code.
pub(super) fn choose(
    features: &[RawFeature],
    file: &str,
    options: &ReadOptions,
) -> Result<(Found, Headings<Option<String>>), BoundaryError> {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in features.iter().flat_map(|feature| feature.properties.iter().flatten()) {
        values.entry(name).or_default().push(value);
    }
    let named = |wanted: &Option<String>| -> Result<Option<String>, BoundaryError> {
        let Some(wanted) = wanted else { return Ok(None) };
        let exact = values.keys().find(|name| **name == wanted);
        let found = exact.or_else(|| values.keys().find(|name| plain(name) == plain(wanted)));
        found.map(|name| Some((*name).to_owned())).ok_or_else(|| BoundaryError::NoProperty {
            file: file.to_owned(),
            property: wanted.clone(),
            known: if values.is_empty() {
                "no properties at all".to_owned()
            } else {
                codes::listed(values.keys().copied())
            },
        })
    };
    let usual = |likely: &[String]| -> Option<String> {
        let by_name = |likely: &String| values.keys().find(|name| plain(name) == plain(likely));
        likely.iter().find_map(by_name).map(|name| (*name).to_owned())
    };
    let found = match named(&options.named.code)? {
        Some(name) => Found { from: CodesFrom::Property(name), others: Vec::new() },
        None => codes::find(features, &values, file, options)?,
    };
    let code = match &found.from {
        CodesFrom::Property(name) => Some(name.clone()),
        _ => None,
    };
    let headings = Headings {
        code,
        name: named(&options.named.name)?.or_else(|| usual(&options.usual.name)),
        region: named(&options.named.region)?.or_else(|| usual(&options.usual.region)),
    };
    Ok((found, headings))
}

/// What a feature says under this name; empty counts as nothing.
pub(super) fn value<'f>(feature: &'f RawFeature, name: Option<&String>) -> Option<&'f str> {
    let properties = feature.properties.as_ref()?;
    let (_, value) = properties.iter().find(|(own, _)| Some(own) == name)?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

//! What a kind of table holds: our names of the fields, their types, and the headings that people write over them.
//!
//! Schemas are data (`data/schemas/*.toml`), so that a heading used by one more commission is one more word in a
//! file. They also make the empty forms of `tizim template` and the Frictionless Table Schemas of `tizim schema`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::detect::normal;
use crate::error::TableError;
use crate::given::places::PlaceKind;

/// What the values of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// Any text.
    Text,
    /// A whole number from 0.
    Count,
    /// A number with or without a fraction.
    Decimal,
    /// A date, kept as text.
    Date,
    /// A date with a time, kept as text.
    DateTime,
    /// Yes or no.
    Flag,
    /// Digits and letters that name something and are no quantity, such as an IIN; kept as text.
    Code,
}

/// What a field names beside persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// A unit of the country: no street is one.
    Region,
    /// A precinct or a commission: a number, or what it is in.
    Precinct,
    /// A town or a village, which may be named after anybody.
    Settlement,
    /// A paper, whose number may be long.
    Paper,
    /// A district, a council or a block, which may go by a long number where all do.
    Unit,
}

impl Place {
    /// What headings inside a table call it.
    fn kind(self) -> Option<PlaceKind> {
        match self {
            Self::Region => Some(PlaceKind::Region),
            Self::Precinct => Some(PlaceKind::Precinct),
            Self::Settlement | Self::Paper | Self::Unit => None,
        }
    }

    /// Whether it may stand once for several rows, in a merged cell.
    pub(crate) fn spreads(self) -> bool {
        matches!(self, Self::Region | Self::Precinct | Self::Settlement)
    }
}

/// A text in the three languages; English stands in where another is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// English.
    #[serde(default)]
    pub en: String,
    /// Russian.
    #[serde(default)]
    pub ru: String,
    /// Kazakh.
    #[serde(default)]
    pub kk: String,
}

impl Localized {
    /// The text in a language (`en`, `ru` or `kk`).
    pub fn get(&self, language: &str) -> &str {
        let text = match language {
            "ru" => &self.ru,
            "kk" => &self.kk,
            _ => &self.en,
        };
        if text.is_empty() { &self.en } else { text }
    }
}

/// Headings in the three languages; the first of each is the one that forms are printed with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headings {
    /// English.
    #[serde(default)]
    pub en: Vec<String>,
    /// Russian.
    #[serde(default)]
    pub ru: Vec<String>,
    /// Kazakh.
    #[serde(default)]
    pub kk: Vec<String>,
}

impl Headings {
    /// Those of a language (`en`, `ru`, `kk`); the English ones where it has none.
    pub fn in_language(&self, language: &str) -> &[String] {
        let own = match language {
            "ru" => &self.ru,
            "kk" => &self.kk,
            _ => &self.en,
        };
        if own.is_empty() { &self.en } else { own }
    }

    fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.en.iter().chain(&self.ru).chain(&self.kk).map(String::as_str)
    }
}

/// One field of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own in the schema's file")]
pub struct Field {
    /// Our name.
    pub name: String,
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether a table without this column cannot be used.
    #[serde(default)]
    pub required: bool,
    /// Whether the empty form leaves it out, because it is an alternative to others.
    #[serde(default)]
    pub rare: bool,
    /// Whether only a record has it filled, so that a row with it is never taken for a total or a signature.
    #[serde(default)]
    pub telling: bool,
    /// Whether it names a record: its number or its name.
    #[serde(default)]
    pub naming: bool,
    /// Whether records are told apart or grouped by it, so that rows without it are in doubt where others have it.
    #[serde(default)]
    pub divides: bool,
    /// Whether it is free text, in which any word may stand, "total" too.
    #[serde(default)]
    pub free: bool,
    /// What place, commission or paper it names, if any: a person never stands there.
    pub place: Option<Place>,
    /// Whether a row of nothing but the name of such a place states it for the rows below.
    #[serde(default)]
    pub headed: bool,
    /// Headings that stand for it.
    #[serde(default)]
    pub headings: Headings,
    /// Headings of a column with what its values begin with, where that stands apart: the series of a serial.
    #[serde(default, skip_serializing_if = "Headings::is_empty")]
    pub beginning: Headings,
    /// The field whose values begin with the same day, as year, month and day in two digits each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_in: Option<String>,
    /// What it means.
    #[serde(default)]
    pub description: Localized,
    /// The words that it takes, where these are fixed; the first of each language that has any.
    #[serde(default, skip_serializing_if = "Headings::is_empty")]
    pub choices: Headings,
    /// An invented value, for forms.
    #[serde(default)]
    pub example: String,
}

impl Field {
    /// The heading of an empty form in a language (`en`, `ru`, `kk`); our name where there is none.
    pub fn heading(&self, language: &str) -> &str {
        let headings = match language {
            "ru" => &self.headings.ru,
            "kk" => &self.headings.kk,
            _ => &self.headings.en,
        };
        headings.first().unwrap_or(&self.name)
    }

    /// Everything that may stand over this field: our name first, then the headings of the three languages.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.headings.all())
    }
}

/// A kind of table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Our name of this kind of table, for example `roll`.
    pub name: String,
    /// What it is.
    pub title: Localized,
    /// Groups of fields of which at least one must be there, for example `iin` or `surname` or `full_name`.
    #[serde(default)]
    pub any_of: Vec<Vec<String>>,
    /// Whether each record is about a person: then a row in which nothing tells whom holds nothing that can be used.
    #[serde(default)]
    pub persons: bool,
    /// Whether records name people, be they about them or not: what stands in the first row is then shown in words only
    /// where it is plainly a heading.
    #[serde(default)]
    pub names_people: bool,
    /// Fields of which a total holds the sum: the first that is stated tells totals without a word for it.
    #[serde(default)]
    pub sums: Vec<String>,
    /// Fields that together are stated once; two rows that agree in all fields are then one record written twice.
    #[serde(default)]
    pub key: Vec<String>,
    /// The fields, in the order of the form.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// The normal form of every heading, with the index of its field and its place among the field's headings.
    #[serde(skip)]
    pub(crate) known: BTreeMap<String, (usize, usize)>,
}

impl Schema {
    /// Reads a schema file.
    ///
    /// # Errors
    /// [`TableError::Schema`] where the text is not such a file, a name occurs twice, a heading belongs to two
    /// fields, or `any_of` names a field that is not there.
    pub fn from_toml(text: &str) -> Result<Self, TableError> {
        let fail = |reason: String| TableError::Schema { reason };
        let mut schema: Self = toml::from_str(text).map_err(|error| fail(error.message().to_owned()))?;
        let mut names = BTreeSet::new();
        let mut known = BTreeMap::new();
        for (index, field) in schema.fields.iter().enumerate() {
            if !names.insert(field.name.as_str()) {
                return Err(fail(format!("the field `{}` occurs twice", field.name)));
            }
            for (rank, alias) in field.aliases().enumerate() {
                let (owner, _) = *known.entry(normal::normal_form(alias)).or_insert((index, rank));
                if owner != index {
                    return Err(fail(format!(
                        "the heading `{alias}` stands for `{}` and for `{}`",
                        schema.fields[owner].name, field.name
                    )));
                }
            }
        }
        if let Some(name) = schema
            .any_of
            .iter()
            .flatten()
            .chain(&schema.sums)
            .chain(&schema.key)
            .find(|name| !names.contains(name.as_str()))
        {
            return Err(fail(format!(
                "`any_of`, `sums` or `key` names the field `{name}`, which is not there"
            )));
        }
        schema.known = known;
        Ok(schema)
    }

    /// Takes headings of a field of another kind of table for the field `name`, those of them that are wanted and stand for
    /// no field here; and the headings of what its values begin with.
    pub fn learn(&mut self, name: &str, from: &Field, is_wanted: impl Fn(&str) -> bool) {
        let Some(index) = self.fields.iter().position(|field| field.name == name) else { return };
        let field = &mut self.fields[index];
        let Headings { en, ru, kk } = &mut field.headings;
        let pairs = [(en, &from.headings.en), (ru, &from.headings.ru), (kk, &from.headings.kk)];
        for (own, theirs) in pairs {
            let wanted = theirs.iter().filter(|heading| is_wanted(heading));
            let free = wanted.filter(|heading| !self.known.contains_key(&normal::normal_form(heading)));
            own.extend(free.cloned().collect::<Vec<_>>());
        }
        if field.beginning.is_empty() {
            field.beginning = from.beginning.clone();
        }
        self.known.retain(|_, (owner, _)| *owner != index);
        for (rank, alias) in field.aliases().enumerate() {
            self.known.entry(normal::normal_form(alias)).or_insert((index, rank));
        }
    }

    /// The field that rows of nothing but the name of such a place state for the rows below them.
    pub(crate) fn headed(&self, kind: PlaceKind) -> Option<&Field> {
        self.fields.iter().find(|field| field.headed && field.place.and_then(Place::kind) == Some(kind))
    }

    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The headings of an empty form in a language (`en`, `ru`, `kk`): the first heading of every field that is
    /// not rare, our name where there is none in that language.
    pub fn template_headings(&self, language: &str) -> Vec<String> {
        self.template_fields().map(|field| field.heading(language).to_owned()).collect()
    }

    /// The fields of an empty form, in its order.
    pub fn template_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| !field.rare)
    }

    /// What a table of this kind must have, in words.
    pub(crate) fn needs(&self) -> String {
        let required =
            self.fields.iter().filter(|field| field.required).map(|field| format!("`{}`", field.name));
        let groups = self
            .any_of
            .iter()
            .map(|group| group.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "));
        let all: Vec<String> = required.chain(groups).collect();
        if all.is_empty() { "at least one known heading".to_owned() } else { all.join(", ") }
    }

    /// Whether these fields are enough.
    pub(crate) fn is_satisfied(&self, has: impl Fn(&str) -> bool) -> bool {
        self.fields.iter().filter(|field| field.required).all(|field| has(&field.name))
            && self.any_of.iter().all(|group| group.iter().any(|name| has(name)))
    }
}

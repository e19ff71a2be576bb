//! A schema as a Frictionless Table Schema, so that other tools can check a table against it.
//!
//! See <https://specs.frictionlessdata.io/table-schema/>.

use serde::Serialize;

use crate::given::schema::{FieldType, Schema};

/// A Frictionless Table Schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSchema {
    /// The fields, in the order of the form.
    pub fields: Vec<TableSchemaField>,
    /// What stands for "no value".
    pub missing_values: Vec<&'static str>,
}

/// A field of a Frictionless Table Schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSchemaField {
    /// Our name.
    pub name: String,
    /// The heading of the English form.
    pub title: String,
    /// `string`, `integer`, `number`, `boolean`, `date` or `any`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What it means.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// An invented value.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub example: String,
    /// What holds for its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints: Option<TableSchemaConstraints>,
}

/// What holds for the values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSchemaConstraints {
    /// Whether a value must be there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// The smallest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u32>,
}

impl Schema {
    /// The schema in the form of the Frictionless standard. Dates are of type `any`, since a table may write them
    /// in many ways.
    pub fn to_frictionless(&self) -> TableSchema {
        let fields = self.fields.iter().map(|field| {
            let minimum = (field.kind == FieldType::Count).then_some(0);
            let constraints = TableSchemaConstraints { required: field.required, minimum };
            TableSchemaField {
                name: field.name.clone(),
                title: field.headings.en.first().unwrap_or(&field.name).clone(),
                kind: match field.kind {
                    FieldType::Text | FieldType::Code => "string",
                    FieldType::Count => "integer",
                    FieldType::Decimal => "number",
                    FieldType::Date | FieldType::DateTime => "any",
                    FieldType::Flag => "boolean",
                },
                description: field.description.en.clone(),
                example: field.example.clone(),
                constraints: (field.required || minimum.is_some()).then_some(constraints),
            }
        });
        TableSchema { fields: fields.collect(), missing_values: vec!["", "-", "—", "н/д", "N/A"] }
    }
}

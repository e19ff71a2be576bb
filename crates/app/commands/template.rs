//! `tizim template KIND`.

use std::io::Cursor;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use tizim_evidence::{Catalogue, ColumnKind, Language, Value};
use tizim_report::{Book, CsvRecord, Sheet, SheetColumn};
use tizim_tables::{Field, FieldType, Schema};

use crate::failure::Hinted;
use crate::{data, failure, language, output};

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormFormat {
    /// The headings alone
    Csv,
    /// A workbook with lists of words to choose from, and a sheet that explains the columns (with --out)
    Xlsx,
}

/// Print an empty form to fill in: the headings of an input table, or the rules of an election (profile)
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  $ tizim template districts > districts.csv\n  $ tizim template roll --lang ru\n  \
                        $ tizim template profile > profile.toml\n  \
                        $ tizim template certificates --lang kk --out certificates.xlsx"
)]
pub(crate) struct Arguments {
    /// Which table, or `profile` for a file of --profile
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(kinds()), value_name = "KIND")]
    kind: String,

    /// Language of the headings, all of which are recognised when the form comes back [default: that of the system]
    #[arg(long, value_parser = language::parser(), value_name = "LANGUAGE")]
    lang: Option<Language>,

    /// How the form is written [default: csv; with --out, by the ending of its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FormFormat>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "PATH")]
    out: Option<PathBuf>,

    /// Replace what is already at --out
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<u8> {
    let language = arguments.lang.unwrap_or_else(language::spoken);
    if arguments.kind == PROFILE {
        return profile(arguments, language);
    }
    let schema = data::schema(&arguments.kind)?;
    let is_workbook =
        |out: &PathBuf| out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let by_ending = arguments.out.as_ref().filter(|out| is_workbook(out)).map(|_| FormFormat::Xlsx);
    let form = match arguments.format.or(by_ending).unwrap_or(FormFormat::Csv) {
        FormFormat::Csv => csv(&schema, language.code()),
        FormFormat::Xlsx if arguments.out.is_none() => {
            return Err(Hinted::error(
                "a workbook cannot be shown on standard output",
                "name a file with `--out`",
            ));
        }
        FormFormat::Xlsx => workbook(&schema, &data::catalogue(language)?, language.code())?,
    };
    output::write(arguments.out.as_deref(), arguments.force, &form)?;
    Ok(failure::RAN)
}

/// The form that is no table.
const PROFILE: &str = "profile";

/// All forms there are.
fn kinds() -> Vec<&'static str> {
    data::schema_names().into_iter().chain([PROFILE]).collect()
}

/// The rules of an election to fill in.
fn profile(arguments: &Arguments, language: Language) -> Result<u8> {
    if arguments.format == Some(FormFormat::Xlsx) {
        return Err(Hinted::error(
            "a profile is a text and no workbook",
            "leave `--format` out, or use `--format csv`",
        ));
    }
    output::write(arguments.out.as_deref(), arguments.force, data::profile_form(language).as_bytes())?;
    Ok(failure::RAN)
}

/// The headings in one line.
fn csv(schema: &Schema, language: &str) -> Vec<u8> {
    let headings = schema.template_headings(language);
    // Excel takes a file for UTF-8 only if it begins with the mark.
    let mark = if headings.iter().all(|heading| heading.is_ascii()) { "" } else { "\u{feff}" };
    let mut bytes = mark.as_bytes().to_vec();
    let mut line = CsvRecord::new(&mut bytes);
    for heading in &headings {
        line.text(heading);
    }
    line.end();
    bytes
}

/// The form with a sheet that explains it.
fn workbook(schema: &Schema, catalogue: &Catalogue, language: &str) -> Result<Vec<u8>> {
    let mut book = Book::new(catalogue, false, None)?;
    let column = |field: &Field| {
        let heading = field.heading(language);
        let width = heading.chars().count().max(field.example.chars().count()) + 4;
        let kind = match field.kind {
            FieldType::Count => ColumnKind::Count,
            FieldType::Decimal => ColumnKind::Estimate,
            _ => ColumnKind::Text,
        };
        SheetColumn {
            kind,
            ..SheetColumn::to_fill(heading, width.clamp(10, 32) as u16, choices(field, language))
        }
    };
    let form = Sheet {
        name: schema.title.get(language).to_owned(),
        columns: schema.template_fields().map(column).collect(),
        ..Sheet::default()
    };
    book.sheet(&form, &mut std::iter::empty())?;
    let word = |key: &str| catalogue.word(key).to_owned();
    let explanations = Sheet {
        name: word("app.template.sheet"),
        title: word("app.template.title"),
        notes: vec![word("app.template.note")],
        columns: vec![
            SheetColumn::text(word("app.template.heading"), 34),
            SheetColumn::text(word("app.template.meaning"), 70),
            SheetColumn::text(word("app.template.kind"), 30),
            SheetColumn::text(word("app.template.needed"), 14),
            SheetColumn::text(word("app.template.example"), 24),
            SheetColumn::text(word("app.template.choices"), 40),
        ],
    };
    let rows = schema.template_fields().map(|field| {
        let needed = if field.required { word("app.template.required") } else { String::new() };
        Ok(vec![
            Value::from(field.heading(language)),
            field.description.get(language).into(),
            word(kind(field.kind)).into(),
            needed.into(),
            field.example.as_str().into(),
            choices(field, language).join("; ").into(),
        ])
    });
    book.sheet(&explanations, &mut { rows })?;
    let mut bytes = Cursor::new(Vec::new());
    book.save(&mut bytes)?;
    Ok(bytes.into_inner())
}

/// The words that a field takes, where they are fixed.
fn choices(field: &Field, language: &str) -> Vec<String> {
    field.choices.in_language(language).to_vec()
}

/// What the values of a field are, as a key of the catalogue.
fn kind(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Text => "app.template.text",
        FieldType::Count => "app.template.count",
        FieldType::Decimal => "app.template.decimal",
        FieldType::Date => "app.template.date",
        FieldType::DateTime => "app.template.datetime",
        FieldType::Flag => "app.template.flag",
        FieldType::Code => "app.template.code",
    }
}

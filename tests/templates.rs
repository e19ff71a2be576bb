//! Empty forms: what is filled into them comes back.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use tizim_tables::{Input, Options, Schema, TableFile};

use crate::support::{place, refused, repository, succeed};

/// The schemas of all tables that have a form.
fn schemas() -> Vec<Schema> {
    let mut kinds: Vec<Schema> = fs::read_dir(repository("data/schemas"))
        .unwrap()
        .map(|entry| Schema::from_toml(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap())
        .filter(|schema| !["regions", "tiles"].contains(&schema.name.as_str()))
        .collect();
    kinds.sort_by(|one, other| one.name.cmp(&other.name));
    kinds
}

/// The headings of the first sheet of a form, and the sheet of explanations.
fn form(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let names = book.sheet_names();
    let mut rows = |name: &str| -> Vec<Vec<String>> {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
    };
    assert_eq!(names.len(), 2, "{names:?}");
    (rows(&names[0]).remove(0), rows(&names[1]))
}

/// The form as somebody has filled it in: an example, or the first word to choose from, under every heading.
fn filled(path: &Path, schema: &Schema, language: &str, to: &Path) {
    let (headings, explanations) = form(path);
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, field)) in headings.iter().zip(schema.template_fields()).enumerate() {
        sheet.write_string(0, column as u16, heading).unwrap();
        let choice = field.choices.in_language(language).first().unwrap_or(&field.example);
        let example = if choice.is_empty() { "1" } else { choice };
        sheet.write_string(1, column as u16, example).unwrap();
    }
    let sheet = book.add_worksheet();
    for (row, cells) in explanations.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    book.save(to).unwrap();
}

#[test]
fn every_form_is_read_back_in_every_language() {
    let place = place();
    let (empty, full) = (place.path().join("form.xlsx"), place.path().join("filled.xlsx"));
    for schema in schemas() {
        for language in ["en", "ru", "kk"] {
            let typed = ["template", &schema.name, "--lang", language, "--out", "form.xlsx", "--force"];
            succeed(place.path(), &typed);
            filled(&empty, &schema, language, &full);
            let input = Input::file(full.to_str().unwrap());
            let file = TableFile::open(&input, &schema, &Options::default())
                .unwrap_or_else(|error| panic!("{} in {language}: {error}", schema.name));
            for field in schema.template_fields() {
                assert!(file.has(&field.name), "{}: {} in {language}", schema.name, field.name);
            }
            let table = file.read().unwrap();
            assert_eq!(table.rows().count(), 1, "{} in {language}", schema.name);
            assert!(table.rejects().is_empty(), "{} in {language}: {:?}", schema.name, table.rejects());
        }
    }
}

#[test]
fn the_sheet_of_explanations_explains_every_column() {
    let place = place();
    succeed(place.path(), &["template", "certificates", "--lang", "ru", "--format", "xlsx", "--out", "c"]);
    let (headings, explanations) = form(&place.path().join("c"));
    for heading in &headings {
        let line = explanations.iter().find(|line| line[0] == *heading);
        let line = line.unwrap_or_else(|| panic!("{heading} is not explained"));
        assert!(!line[1].is_empty() && !line[2].is_empty(), "{line:?}");
    }
    let retained = explanations.iter().find(|line| line[0] == "Изъято").unwrap();
    assert_eq!(retained[5], "да; нет");
    let packed = fs::read(place.path().join("c")).unwrap();
    assert!(packed.starts_with(b"PK"));
}

/// Whether a word is one of those by which a status is known in a language; `*` stands for any ending.
fn is_status(word: &str, language: &str) -> bool {
    let words: toml::Table = toml::from_str(include_str!("../data/words/standing.toml")).unwrap();
    let known = ["published", "derived", "estimated", "unknown"]
        .map(|status| words[status][language].as_array().unwrap());
    known.into_iter().flatten().filter_map(toml::Value::as_str).any(|known| match known.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == known,
    })
}

#[test]
fn words_to_choose_from_are_words_that_are_read() {
    for schema in schemas() {
        for field in &schema.fields {
            for language in ["en", "ru", "kk"] {
                for word in field.choices.in_language(language) {
                    let is_read = match field.name.as_str() {
                        "sex" => tizim_people::Sex::parse(word.as_bytes()).is_some(),
                        "decision" => tizim_rolls::Answer::parse(word).is_some(),
                        "status" => is_status(word, language),
                        // Flags are read by the test of forms.
                        _ => field.kind == tizim_tables::FieldType::Flag,
                    };
                    assert!(is_read, "{}.{} in {language}: {word}", schema.name, field.name);
                }
            }
        }
    }
}

#[test]
fn a_filled_form_is_audited() {
    let place = place();
    let schema = schemas().into_iter().find(|schema| schema.name == "roll").unwrap();
    succeed(place.path(), &["template", "roll", "--lang", "kk", "--out", "form.xlsx"]);
    filled(&place.path().join("form.xlsx"), &schema, "kk", &place.path().join("roll.xlsx"));
    let check = ["rolls", "check", "--list", "permanent=roll.xlsx", "--format", "json", "--quiet"];
    let document: serde_json::Value = serde_json::from_str(&succeed(place.path(), &check)).unwrap();
    assert_eq!(document["lists"][0]["taken"], 1);
    let error = refused(place.path(), &["template", "roll", "--format", "xlsx"]);
    assert!(error.contains("--out"), "{error}");
}

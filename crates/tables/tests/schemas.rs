//! The schemas that ship with the program.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::Path;

use tizim_tables::{Input, Options, Schema, TableFile};

fn schema(name: &str) -> Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/schemas").join(format!("{name}.toml"));
    Schema::from_toml(&std::fs::read_to_string(path).unwrap())
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

const ALL: [&str; 9] =
    ["districts", "apportion", "roll", "precincts", "certificates", "forms", "points", "blocks", "results"];

#[test]
fn all_are_valid_and_described() {
    for name in ALL {
        let schema = schema(name);
        assert_eq!(schema.name, name);
        for field in &schema.fields {
            assert!(!field.description.en.is_empty(), "{name}: {}", field.name);
            assert!(!field.headings.en.is_empty(), "{name}: {}", field.name);
        }
        assert_eq!(schema.to_frictionless().fields.len(), schema.fields.len());
    }
}

#[test]
fn an_empty_form_can_be_read_back_in_every_language() {
    for name in ALL {
        let schema = schema(name);
        for language in ["en", "ru", "kk"] {
            let headings: Vec<String> =
                schema.template_headings(language).iter().map(|heading| format!("\"{heading}\"")).collect();
            let text = format!("{}\n", headings.join(","));
            let input = Input::bytes("form.csv", text);
            let file = TableFile::open(&input, &schema, &Options::default())
                .unwrap_or_else(|error| panic!("{name} {language}: {error}"));
            let found: Vec<&str> = file.fields().iter().map(|field| field.name.as_str()).collect();
            let wanted: Vec<&str> = schema.template_fields().map(|field| field.name.as_str()).collect();
            assert_eq!(found, wanted, "{name} {language}");
        }
    }
}

#[test]
fn headings_of_real_lists() {
    let cases = [
        (
            "№ п/п;Тегі;Аты;Әкесінің аты;Туған жылы;ЖСН;Тұрғылықты мекенжайы",
            "iin surname given_name patronymic birth_year address",
        ),
        ("№;Ф.И.О.;Год рождения;Адрес места жительства;Подпись", "full_name birth_year address"),
        (
            "Фамилия / Тегі;Имя / Аты;Отчество / Әкесінің аты;Дата рождения / Туған күні;ИИН / ЖСН",
            "iin surname given_name patronymic birth_date",
        ),
        (
            "ИИН;Фaмилия;1. Имя;Отчество (при наличии)*;Дата рождения (дд.мм.гггг)",
            "iin surname given_name patronymic birth_date",
        ),
    ];
    for (headings, wanted) in cases {
        let input = Input::bytes("list.csv", format!("Список избирателей участка\n{headings}\n"));
        let file = TableFile::open(&input, &schema("roll"), &Options::default()).unwrap();
        let found: Vec<&str> = file.fields().iter().map(|field| field.name.as_str()).collect();
        assert_eq!(found.join(" "), wanted, "{headings}");
    }
}

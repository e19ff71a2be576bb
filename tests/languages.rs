//! The program speaks three languages: by `--lang`, else by the system; and a report is made again in its own.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{error_of, json_file, place, refused, succeed};

/// The program where the system speaks this language.
fn under(locale: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tizim"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("LC_MESSAGES")
        .env("LANG", "en_US.UTF-8")
        .env("LC_ALL", locale)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

const AUDIT: [&str; 3] = ["districts", "audit", "--no-timestamp"];

#[test]
fn the_language_is_that_of_the_option_or_of_the_system() {
    let place = place();
    for (language, locale, title) in [
        ("ru", "ru_RU.UTF-8", "Избирательные округа"),
        ("kk", "kk_KZ.UTF-8", "Сайлау округтері"),
        ("en", "de_DE.UTF-8", "Electoral districts"),
    ] {
        let typed = succeed(place.path(), &[&AUDIT[..], &["--lang", language]].concat());
        assert!(typed.starts_with(title), "{language}: {}", typed.lines().next().unwrap());
        let system = under(locale, place.path(), &AUDIT);
        let without_key = |text: &str| text.lines().filter(|line| !line.contains("key")).count();
        assert_eq!(without_key(&String::from_utf8(system.stdout).unwrap()), without_key(&typed), "{locale}");
        let page = succeed(place.path(), &[&AUDIT[..], &["--lang", language, "--format", "html"]].concat());
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{language}");
    }
}

#[test]
fn a_report_is_made_again_in_its_own_language() {
    let place = place();
    for (language, made_under, verified_under) in [("en", "C", "kk_KZ.UTF-8"), ("ru", "ru_RU.UTF-8", "C")] {
        let made = ["demo", "--voters", "1000", "--no-timestamp", "--quiet", "--out", language];
        let typed: Vec<&str> = match made_under {
            "C" => [&made[..], &["--lang", language]].concat(),
            _ => made.to_vec(),
        };
        assert!(under(made_under, place.path(), &typed).status.success(), "{language}");
        let manifest = json_file(&place.path().join(language).join("manifest.json"));
        let settings = manifest["manifest"]["settings"].as_array().unwrap();
        let recorded = settings.iter().find(|setting| setting["name"] == "lang");
        let recorded = recorded.map_or("en", |setting| setting["value"].as_str().unwrap());
        assert_eq!(recorded, language);
        let verified = under(verified_under, place.path(), &["verify", language]);
        let said = String::from_utf8_lossy(&verified.stdout).into_owned() + &error_of(&verified);
        assert!(verified.status.success(), "{language}: {said}");
    }
}

#[test]
fn help_and_errors_speak_the_language() {
    let place = place();
    let help = succeed(place.path(), &["rolls", "check", "--help", "--lang", "ru"]);
    assert!(help.contains("Запуск: tizim rolls check") && help.contains("$ tizim rolls check"), "{help}");
    assert!(!help.contains("Usage:") && !help.contains("Options:"), "{help}");
    let error = refused(place.path(), &["rolls", "check", "--lang", "kk"]);
    assert!(
        error.starts_with("қате: ") && error.contains("\nкеңес: ") && error.contains("`--list KIND=FILE`"),
        "{error}"
    );
    let unknown = refused(place.path(), &["rolls", "check", "--lang", "ru", "--lists"]);
    assert!(unknown.starts_with("ошибка: ") && unknown.contains("--lists"), "{unknown}");
    let language = refused(place.path(), &["rolls", "check", "--lang", "de"]);
    assert!(language.contains("'de'") && language.contains("en, ru, kk"), "{language}");
}

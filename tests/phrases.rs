//! What goes wrong is said in English where it arises, and by `data/messages/*/errors.toml` in other languages: every such
//! sentence of the code has its template there, and every template a sentence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::repository;

/// Calls of the program whose texts people read.
const CALLS: [&str; 8] = [
    "Hinted::error(",
    "bail!(",
    "anyhow!(",
    ".context(",
    "with_context(",
    "session.say(",
    "failure::say(",
    "told.say(",
];

/// Calls and fields of any crate that say why something is refused.
const REASONS: [&str; 6] =
    ["bad(", "Err(format!(", "in_section(", "reason: ", "Error::custom(", "TomlFault::at("];

/// Sentences that are put together from parts; their templates are whole.
const PUT_TOGETHER: [&str; 16] = [
    "{}: `{}`: {}",
    "`{}` says nothing of its coordinate system, and its coordinates are no degrees: feature {} has one beyond 360 or 90{}",
    "{}: {}",
    "{}: {}{} not read",
    "{}; it is left out",
    "{} `{}`, which is not in `{}`",
    "`{}`: of feature {}{} something was left out: {}",
    "`{}`: {} a column `{}`, so nothing is checked by it; `tizim schema` lists those there are",
    "`{}` row {}, column `seats`: expected a whole number of seats from 1, and {}; every quota rests on the sum of all seats. Fill in the cell, or leave the column out if every district fills one seat",
    "what stands there is none",
    "the number there is none that a district can fill",
    "the cell is empty",
    "`{}` holds no area: {} features, none of them usable{}",
    "the results do not fit the districts{}: {}",
    " or ",
    ", ",
];

/// The code below `folder` as it is compiled for users: without tests and comments.
fn code(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !["tests", "examples", "synth"].contains(&name.as_str()) {
            code(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            texts.push(lines.collect::<Vec<_>>().join("\n"));
        }
    }
}

/// The texts between quotation marks up to the bracket that closes the one before `rest`.
fn literals(rest: &str) -> Vec<String> {
    let (mut found, mut depth, mut open) = (Vec::new(), 1, None::<String>);
    let mut letters = rest.chars().peekable();
    while let Some(letter) = letters.next() {
        match (&mut open, letter) {
            (Some(text), '\\') => match letters.next() {
                Some('\n') => while letters.next_if(|next| next.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(next) => text.push(next),
                None => {}
            },
            (Some(_), '"') => found.extend(open.take()),
            (Some(text), letter) => text.push(letter),
            (None, '"') => open = Some(String::new()),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, '\'') if letters.peek() == Some(&'"') => {
                letters.next();
            }
            (None, _) => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}

/// A template whatever its gaps are called.
fn nameless(template: &str) -> String {
    let mut parts = template.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "{}" + part.split_once('}').map_or("", |(_, rest)| rest))
}

fn templates() -> Vec<(String, String)> {
    let file = fs::read_to_string(repository("data/messages/en/errors.toml")).unwrap();
    let file: toml::Table = file.parse().unwrap();
    let sections = file["phrase"].as_table().unwrap().iter();
    let of = |(section, texts): (&String, &toml::Value)| -> Vec<(String, String)> {
        let Some(texts) = texts.as_table() else { return Vec::new() };
        texts.iter().map(|(_, text)| (section.clone(), text.as_str().unwrap().to_owned())).collect()
    };
    sections.flat_map(of).collect()
}

#[test]
fn every_sentence_of_what_goes_wrong_has_a_template() {
    let known: BTreeSet<String> = templates().iter().map(|(_, text)| nameless(text)).collect();
    let (mut app, mut all) = (Vec::new(), Vec::new());
    code(&repository("crates/app"), &mut app);
    code(&repository("crates"), &mut all);
    let errors = all
        .iter()
        .flat_map(|text| text.split("#[error(").skip(1))
        .filter_map(|rest| literals(rest).into_iter().next());
    let calls = app.iter().flat_map(|text| CALLS.iter().flat_map(|call| text.split(call).skip(1)));
    let said = calls.flat_map(literals);
    // Reasons are gaps of other sentences, and are said by templates of their own.
    let why = all.iter().flat_map(|text| REASONS.iter().flat_map(|call| text.split(call).skip(1)));
    let said = said.chain(why.flat_map(literals));
    let sentences: BTreeSet<String> =
        errors.chain(said).filter(|text| text.contains(' ')).map(|text| nameless(&text)).collect();
    assert!(sentences.len() > 200, "{}", sentences.len());
    let without: Vec<&String> = sentences
        .iter()
        .filter(|text| !known.contains(*text) && !PUT_TOGETHER.contains(&text.as_str()))
        .collect();
    assert!(without.is_empty(), "add these to data/messages/*/errors.toml: {without:#?}");
}

#[test]
fn every_template_has_a_sentence() {
    let mut all = Vec::new();
    code(&repository("crates"), &mut all);
    let all: String = all.concat();
    let mut joined = String::with_capacity(all.len());
    let mut pieces = all.split("\\\n");
    joined.push_str(pieces.next().unwrap());
    pieces.for_each(|piece| joined.push_str(piece.trim_start()));
    let joined = joined.replace("\\\"", "\"");
    // What the system says, and sentences that are put together from parts.
    let left_over: Vec<String> = templates()
        .into_iter()
        .filter(|(section, text)| section != "system" && section != "joined" && !text.starts_with("map: "))
        .filter(|(_, text)| {
            let nameless = nameless(text);
            let longest =
                nameless.split("{}").flat_map(|part| part.split(", ")).max_by_key(|part| part.len());
            !joined.contains(longest.unwrap())
        })
        .map(|(_, text)| text)
        .collect();
    assert!(left_over.is_empty(), "no code says this any more: {left_over:#?}");
}

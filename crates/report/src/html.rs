//! One page that needs no other file and no network, and no script to be read: for a screen, for paper, for a court file.

mod exhibits;
mod findings;
mod page;
mod room;
mod rows;
mod script;
mod sources;
mod voice;

pub(crate) use page::{Frame, Tally, in_groups, tallies};
pub(crate) use voice::{Voice, typeset};

use std::fmt::Write as _;

use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use serde::Serialize;

use crate::{Report, ReportError};

/// The report as one HTML file.
///
/// Everything of the input is escaped. The page's Content-Security-Policy forbids everything external, and every script but the
/// one that sorts, searches and filters its tables, without which nothing is missing.
/// Findings are shown as far as 14 MB go, tables up to 40,000 cells each and 4 MB in all; a page says where the rest stands.
///
/// # Errors
/// Only where a template of this program is wrong.
pub fn html(report: &Report<'_>) -> Result<String, ReportError> {
    let audit = report.view();
    render("page.html", &page::Page::new(report, &audit))
}

/// The style of pages, which begins with their colours.
pub(crate) const STYLE: &str = include_str!("../templates/style.css");
/// The style of charts and maps.
pub(crate) const DRAWING: &str = include_str!("../templates/drawing.css");

/// Fills in one of the templates.
pub(crate) fn render(name: &str, page: &impl Serialize) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.add_template("base.html", include_str!("../templates/base.html"))?;
    environment.add_template("page.html", include_str!("../templates/page.html"))?;
    environment.add_template("findings.html", include_str!("../templates/findings.html"))?;
    environment.add_template("manifest.html", include_str!("../templates/manifest.html"))?;
    environment.add_template("index.html", include_str!("../templates/index.html"))?;
    let style = minijinja::Value::from_safe_string([STYLE, DRAWING].concat());
    environment.add_global("style", style);
    Ok(environment.get_template(name)?.render(Serde(page))?)
}

/// A text as a string of CSS, in which nothing but letters, digits and spaces stands for itself.
pub(crate) fn css_string(text: &str) -> String {
    let mut css = String::from("\"");
    for character in text.chars() {
        if character.is_alphanumeric() || character == ' ' {
            css.push(character);
        } else {
            // Writing to a string does not fail.
            let _ = write!(css, "\\{:x} ", u32::from(character));
        }
    }
    css.push('"');
    css
}

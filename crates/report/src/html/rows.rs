//! Rows of tables as markup: there may be a hundred thousand of them, so they are written here and not by a template.

use std::fmt::Write as _;

use super::exhibits::Cell;
use super::findings::Line;
use crate::svg::escaped;

/// A row of a table.
pub(super) fn of_cells(cells: &[Cell]) -> String {
    let mut row = String::from("<tr>");
    for cell in cells {
        // Writing to a string does not fail.
        let _ = write!(row, "<td class=\"{}\">{}</td>", cell.class, escaped(&cell.text));
    }
    row + "</tr>\n"
}

/// A finding among others of its code: what about, the sentence with what stands behind it, and where `counted` the count.
pub(super) fn of_finding(line: &Line, counted: bool) -> String {
    let subject = format!("{} {}", line.kind, line.id);
    let mut row = format!("<tr><td>{}</td><td>{}", escaped(subject.trim()), escaped(&line.title));
    if !line.figures.is_empty() {
        let figure =
            |(name, value): &(String, String)| format!("{} <b>{}</b>", escaped(name), escaped(value));
        let figures: Vec<String> = line.figures.iter().map(figure).collect();
        let _ = write!(row, "<p>{}</p>", figures.join(" · "));
    }
    if !line.places.is_empty() {
        let more = line.more.as_ref().map_or(String::new(), |more| format!(", {more}"));
        let _ = write!(row, "<p>{}{}</p>", escaped(&line.places.join("; ")), escaped(&more));
    }
    row.push_str("</td>");
    if counted {
        let _ = write!(row, "<td class=\"number\">{}</td>", escaped(&line.count));
    }
    row + "</tr>\n"
}

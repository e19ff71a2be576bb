//! A map or chart as a file of its own: with its title and note, and a style that needs no page.

use std::fmt::Write as _;

use tizim_evidence::{Audit, Exhibit, Message, Value};

use crate::html::{DRAWING, STYLE, Voice};
use crate::svg::{escaped, text_width};
use crate::{Report, chart, map};

/// Space about the drawing.
const MARGIN: f64 = 16.0;
/// Size of the heading's letters, which are bold and so wider than others of their size.
const HEADING: f64 = 19.5;
/// Height of a line of the note.
const NOTE_LINE: f64 = 16.0;

/// The first map of a report as an SVG file, or where there is none its first chart; `None` where there is neither.
///
/// Colours stand in the file as they are in light and, by a media query, in dark surroundings: programs that know no
/// variables of a style show the light ones.
pub fn svg(report: &Report<'_>) -> Option<String> {
    let audit = report.view();
    let voice = Voice::new(report.catalogue);
    let Drawing { drawn, title, note, credit } = first(report, &audit)?;
    let [width, height] = size(&drawn)?;
    let lines = wrapped(&note.map(|note| voice.say(note)).unwrap_or_default(), width);
    let title_lines = wrapped_at(&voice.say(title), width, HEADING);
    let top = MARGIN + 22.0 * title_lines.len() as f64 + 6.0;
    let of_map = credit.map(|credit| voice.say(credit));
    let of_run = made_from(report).into_iter().chain([made_by(report)]).map(|line| voice.say(&line));
    let foot = of_map.into_iter().chain(of_run);
    let foot: Vec<String> = foot.flat_map(|line| wrapped(&line, width)).collect();
    let revealed = report.reveal.then(|| voice.words().revealed.to_owned());
    let below: Vec<&String> = lines.iter().chain(&foot).chain(&revealed).collect();
    let total = top + height + NOTE_LINE * below.len() as f64 + 2.0 * MARGIN;
    let full = width + 2.0 * MARGIN;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {full:.0} {total:.0}\" width=\"{full:.0}\" \
         height=\"{total:.0}\">\n<style>\n{}</style>\n<rect class=\"paper\" width=\"{full:.0}\" height=\"{total:.0}\"/>\n",
        style()
    );
    let mut write = |x: f64, y: f64, class: &str, line: &str| {
        // A string takes whatever is written.
        let _ = writeln!(text, "<text class=\"{class}\" x=\"{x}\" y=\"{y:.1}\">{}</text>", escaped(line));
    };
    for (number, line) in title_lines.iter().enumerate() {
        write(MARGIN, MARGIN + 16.0 + 22.0 * number as f64, "heading", line);
    }
    for (number, line) in below.iter().enumerate() {
        write(MARGIN, top + height + 20.0 + NOTE_LINE * number as f64, "note", line);
    }
    let place = format!("<svg x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" ");
    text.push_str(&drawn.replacen("<svg ", &place, 1));
    text.push_str("\n</svg>\n");
    Some(text)
}

/// A drawing with what is written about it.
struct Drawing<'a> {
    drawn: String,
    title: &'a Message,
    note: Option<&'a Message>,
    credit: Option<&'a Message>,
}

/// The first map, else the first chart.
fn first<'a>(report: &Report<'_>, audit: &'a Audit) -> Option<Drawing<'a>> {
    let maps = audit.exhibits.iter().find_map(|exhibit| match exhibit {
        Exhibit::Map(map) => Some(Drawing {
            drawn: map::draw(map, report.catalogue),
            title: &map.title,
            note: map.note.as_ref(),
            credit: map.credit.as_ref(),
        }),
        _ => None,
    });
    maps.or_else(|| {
        audit.exhibits.iter().find_map(|exhibit| match exhibit {
            Exhibit::Chart(chart) => Some(Drawing {
                drawn: chart::draw(chart, report.catalogue).svg,
                title: &chart.title,
                note: chart.note.as_ref(),
                credit: None,
            }),
            _ => None,
        })
    })
}

/// Most files that are named under a drawing.
const MOST_FILES: usize = 6;

/// The files it was made from, and the day; nothing where there is none.
fn made_from(report: &Report<'_>) -> Option<Message> {
    let manifest = report.shown_manifest();
    let mut files: Vec<String> = manifest.inputs.iter().map(|input| input.name.clone()).collect();
    if files.is_empty() {
        return None;
    }
    if files.len() > MOST_FILES {
        files.truncate(MOST_FILES);
        files.push("…".to_owned());
    }
    let message = match &manifest.created {
        Some(created) => {
            let day: String = created.chars().take(10).collect();
            Message::new("report.manifest.made_from_on").with("day", Value::day(day))
        }
        None => Message::new("report.manifest.made_from"),
    };
    Some(message.with("files", files.join(", ")))
}

fn made_by(report: &Report<'_>) -> Message {
    let manifest = report.manifest;
    Message::new("report.manifest.made_by")
        .with("tool", &manifest.tool)
        .with("version", &manifest.version)
        .with("command", &manifest.command)
        .with("profile", &manifest.profile)
}

/// Width and height that a drawing states.
fn size(drawing: &str) -> Option<[f64; 2]> {
    let view = drawing.split_once("viewBox=\"0 0 ")?.1.split_once('"')?.0;
    let (width, height) = view.split_once(' ')?;
    Some([width.parse().ok()?, height.parse().ok()?])
}

fn wrapped(text: &str, width: f64) -> Vec<String> {
    wrapped_at(text, width, 11.5)
}

/// A text in lines of this width, for letters of this size.
fn wrapped_at(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}")) * size / 12.0 <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The rules of charts and maps with their colours filled in: light, and dark where the surroundings are.
fn style() -> String {
    let mut own = String::from(
        "text{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",\"DejaVu Sans\",Arial,sans-serif}\n\
         .paper{fill:var(--paper)}.heading{font-size:17px;font-weight:600;fill:var(--ink)}\
         .note{font-size:11.5px;fill:var(--soft)}\n",
    );
    own.push_str(DRAWING);
    let light = colours(STYLE, ":root{color-scheme");
    let dark = colours(STYLE, "(prefers-color-scheme:dark){:root{");
    let in_dark =
        |name: &str| dark.iter().chain(&light).find(|(known, _)| *known == name).map(|(_, value)| *value);
    let in_light = |name: &str| light.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let by_day = filled(&own, in_light);
    let coloured =
        by_day.lines().zip(own.lines()).filter(|(_, rule)| rule.contains("var(") && !rule.contains("@media"));
    let by_night: String = coloured.map(|(_, rule)| filled(rule, in_dark) + "\n").collect();
    format!("{by_day}@media screen and (prefers-color-scheme:dark){{\n{by_night}}}\n")
}

/// Names and values of the colours in the block that begins so.
fn colours<'s>(style: &'s str, start: &str) -> Vec<(&'s str, &'s str)> {
    let block = style.split_once(start).map_or("", |(_, rest)| rest.split('}').next().unwrap_or_default());
    let pairs = block.split(';').filter_map(|pair| pair.trim().strip_prefix("--")?.split_once(':'));
    pairs.collect()
}

/// Rules with every variable replaced by its value.
fn filled<'v>(rules: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut text = String::with_capacity(rules.len());
    let mut rest = rules;
    while let Some((before, after)) = rest.split_once("var(--") {
        let (name, behind) = after.split_once(')').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(value(name).unwrap_or("currentColor"));
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_a_drawing_has_a_value_by_day_and_by_night() {
        let style = style();
        assert!(!style.contains("var(") && !style.contains("currentColor"), "{style}");
        let (day, night) = style.split_once("@media screen").unwrap();
        let fill =
            |part: &str| part.split_once(".map .u4{fill:").unwrap().1.split('}').next().unwrap().to_owned();
        assert_eq!((fill(day), fill(night)), ("#542788".to_owned(), "#c9c1f3".to_owned()));
    }

    #[test]
    fn notes_are_broken_into_lines() {
        let lines = wrapped("one two three four five six seven eight nine ten", 100.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| text_width(line) < 110.0), "{lines:?}");
        assert!(wrapped("", 100.0).is_empty());
    }
}

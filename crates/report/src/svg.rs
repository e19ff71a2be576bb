//! Writing SVG elements: every text is escaped, every number has one decimal.

use std::fmt::Write as _;

/// A drawing that is being written.
pub(crate) struct Svg {
    text: String,
}

impl Svg {
    /// Opens a drawing with its title and description for those who cannot see it.
    pub(crate) fn new(width: f64, height: f64, id: &str, title: &str, description: &str) -> Self {
        Self::of_kind("chart", width, height, id, title, description)
    }

    /// The same of another kind, which is its class.
    pub(crate) fn of_kind(
        kind: &str,
        width: f64,
        height: f64,
        id: &str,
        title: &str,
        description: &str,
    ) -> Self {
        let id = identifier(id);
        let mut svg = Self { text: String::with_capacity(8192) };
        svg.put(&format!(
            "<svg class=\"{kind}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">",
            number(width),
            number(height)
        ));
        svg.put(&format!(
            "<title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
            escaped(title),
            escaped(description)
        ));
        svg
    }

    /// Elements that will stand in another drawing.
    pub(crate) fn part() -> Self {
        Self { text: String::new() }
    }

    /// The elements written so far.
    pub(crate) fn written(self) -> String {
        self.text
    }

    /// Adds an element as it is written.
    pub(crate) fn put(&mut self, element: &str) {
        self.text.push_str(element);
        self.text.push('\n');
    }

    /// A straight line.
    pub(crate) fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, class: &str) {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(number);
        self.put(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    /// A rectangle between two horizontal places; one without width is drawn as a hair.
    pub(crate) fn bar(&mut self, from: f64, to: f64, y: f64, height: f64, class: &str, hint: &str) {
        let (left, right) = if from <= to { (from, to) } else { (to, from) };
        let [x, y, width, height] = [left, y, (right - left).max(0.6), height].map(number);
        let hint = hint_of(hint);
        self.put(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">{hint}</rect>"
        ));
    }

    /// A point.
    pub(crate) fn point(&mut self, x: f64, y: f64, radius: f64, class: &str, hint: &str) {
        let [x, y, radius] = [x, y, radius].map(number);
        let hint = hint_of(hint);
        self.put(&format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\">{hint}</circle>"));
    }

    /// Many points at once, as dots of a round line.
    pub(crate) fn dots(&mut self, places: &[(f64, f64)], class: &str) {
        if places.is_empty() {
            return;
        }
        let mut path = String::with_capacity(places.len() * 14);
        for (x, y) in places {
            // Writing to a string does not fail.
            let _ = write!(path, "M{} {}h0", number(*x), number(*y));
        }
        self.put(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    /// A line through places in their order.
    pub(crate) fn path(&mut self, places: &[(f64, f64)], class: &str) {
        let path: Vec<String> =
            places.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
        self.put(&format!("<polyline class=\"{class}\" points=\"{}\"/>", path.join(" ")));
    }

    /// A text, anchored at its `start`, `middle` or `end`.
    pub(crate) fn text(&mut self, x: f64, y: f64, class: &str, anchor: &str, text: &str) {
        let (x, y) = (number(x), number(y));
        let text = escaped(text);
        self.put(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
        ));
    }

    /// A text that reads upwards.
    pub(crate) fn text_upwards(&mut self, x: f64, y: f64, class: &str, text: &str) {
        let (x, y) = (number(x), number(y));
        let text = escaped(text);
        self.put(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"middle\" transform=\"rotate(-90 {x} {y})\">{text}</text>"
        ));
    }

    /// A path with a hint; `more` are further attributes as they are written.
    pub(crate) fn shape(&mut self, path: &str, class: &str, more: &str, hint: &str) {
        let hint = hint_of(hint);
        self.put(&format!("<path class=\"{class}\"{more} d=\"{path}\">{hint}</path>"));
    }

    /// Closes the drawing.
    pub(crate) fn close(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

fn hint_of(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!("<title>{}</title>", escaped(hint)) }
}

/// A number with at most one decimal; what is not finite is put at zero.
pub(crate) fn number(value: f64) -> String {
    let rounded = if value.is_finite() { (value * 10.0).round() / 10.0 } else { 0.0 };
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// A text in which nothing is markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            other => shown.push(other),
        }
    }
    shown
}

/// An identifier that may stand in an attribute.
pub(crate) fn identifier(id: &str) -> String {
    let safe: String = id.chars().map(|one| if one.is_ascii_alphanumeric() { one } else { '-' }).collect();
    format!("chart-{safe}")
}

/// Roughly how wide a text of 12 units is drawn; there is no font to ask.
pub(crate) fn text_width(text: &str) -> f64 {
    text.chars()
        .map(|character| match character {
            'i' | 'j' | 'l' | 'І' | 'і' | '.' | ',' | ':' | '\'' | '|' | '\u{202f}' => 3.4,
            ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '-' => 4.4,
            'm' | 'w' | 'M' | 'W' | 'Ш' | 'ш' | 'Щ' | 'щ' | 'Ж' | 'ж' | 'Ы' | 'ы' | 'Ю' | 'ю' | '%' => {
                10.2
            }
            character if character.is_uppercase() => 8.6,
            _ => 7.1,
        })
        .sum()
}

/// The same for a text in bold.
pub(crate) fn bold_width(text: &str) -> f64 {
    text_width(text) * 1.09
}

/// The text cut to a width, with a mark of the cut.
pub(crate) fn fitted(text: &str, width: f64) -> String {
    if text_width(text) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        cut.push(character);
        if text_width(&cut) > width - 12.0 {
            cut.pop();
            break;
        }
    }
    cut.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        let mut svg = Svg::new(10.0, 10.0, "a\"b", "<t>", "d & d");
        svg.text(1.0, 2.0, "tick", "end", "<script>'\"");
        let text = svg.close();
        assert!(!text.contains("<script"));
        assert!(text.contains("&lt;script&gt;&#39;&quot;"));
        assert!(text.contains("id=\"chart-a-b-title\">&lt;t&gt;<"));
    }

    #[test]
    fn a_place_that_is_no_number_is_drawn_at_zero() {
        assert_eq!([f64::NAN, f64::INFINITY, -0.01, 1.25, 3.0].map(number), ["0", "0", "0", "1.3", "3"]);
    }

    #[test]
    fn long_labels_are_cut() {
        assert_eq!(fitted("Almaty", 100.0), "Almaty");
        let cut = fitted(&"Almaty ".repeat(20), 100.0);
        assert!(cut.ends_with('…') && text_width(&cut) <= 104.0, "{cut}");
    }
}

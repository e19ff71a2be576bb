//! Widths, wrapping and colours of a terminal.

use tizim_evidence::Severity;

/// Adds ANSI colours, or leaves the text as it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    /// Whether to add colours.
    pub(super) colour: bool,
}

impl Paint {
    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    /// The colour of a severity, which is always beside its name.
    pub(super) fn severity(self, severity: Severity, text: &str) -> String {
        self.with(
            match severity {
                Severity::Violation => "1;31",
                Severity::Warning => "33",
                Severity::Notice => "36",
                Severity::Info => "2",
            },
            text,
        )
    }

    fn with(self, style: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Columns that a text without colours takes: combining marks take none, wide East Asian letters two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' => {
            0
        }
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// Fills up with spaces on the right.
pub(super) fn pad_right(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Fills up with spaces on the left.
pub(super) fn pad_left(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Cuts at this many columns, with a mark of the cut.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut taken = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += char_width(character);
        if used > columns {
            break;
        }
        taken.push(character);
    }
    taken.push('…');
    taken
}

/// Lines of at most this many columns, broken at spaces; a longer word is broken anywhere. No-break
/// spaces hold.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = width(word);
        if used > 0 && used + 1 + length > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if length <= columns {
            line.push_str(word);
            used += length;
            continue;
        }
        for character in word.chars() {
            if used + char_width(character) > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(character);
            used += char_width(character);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_their_width() {
        let text = "Тізім means list and averyveryverylongwordthatdoesnotfit in Kazakh";
        for columns in 8..70 {
            let lines = wrap(text, columns);
            assert!(lines.iter().all(|line| width(line) <= columns), "{columns}: {lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(wrap("", 20), [""]);
    }

    #[test]
    fn a_cut_is_marked() {
        assert_eq!(cut("Ақтөбе", 6), "Ақтөбе");
        assert_eq!(cut("Ақтөбе", 4), "Ақт…");
    }
}

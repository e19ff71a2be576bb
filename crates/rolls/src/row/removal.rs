//! What a row says of its removal: its mark and its column for removals, read as one statement.

use jiff::civil::Date;
use tizim_polling::Kind;

use crate::law::RollRules;
use crate::row::mark::Mark;

/// Whether a row was taken off its list, as it states itself, and when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Removal {
    /// Mark or column says so plainly.
    said: bool,
    /// The day, whichever of the two states it; the later one, where both do.
    pub(crate) day: Option<Date>,
}

impl Removal {
    /// From the mark and from the column for removals of a row. On a temporary list the column tells of the home list, so
    /// alone it strikes nothing out.
    pub(crate) fn of(mark: Mark, column: Mark, kind: Kind) -> Self {
        let said = mark.removed || (column.removed && kind != Kind::Temporary);
        let marked = mark.day.filter(|_| mark.removed);
        Self { said, day: marked.max(column.day).filter(|_| said) }
    }

    /// Whether it strikes the row out: a removal after election day does not, nor one after an entry of the person was
    /// `used`.
    pub(crate) fn strikes(self, law: &RollRules, used: Option<Date>) -> bool {
        let counts = |day: Date| day <= law.election_day && used.is_none_or(|used| day <= used);
        self.said && self.day.is_none_or(counts)
    }

    /// Whether the row says that it was removed, in time or not.
    pub(crate) fn is_said(self) -> bool {
        self.said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(mark: &str, column: &str, kind: Kind) -> (bool, Option<String>) {
        let removal = Removal::of(Mark::parse(mark), Mark::in_column(column), kind);
        (removal.is_said(), removal.day.map(|day| day.to_string()))
    }

    #[test]
    fn the_day_may_stand_beside_the_word_or_in_its_own_column() {
        let day = |day: &str| (true, Some(day.to_owned()));
        for (mark, column) in [
            ("снята с учёта", "14.07.2019"),
            ("снята с учёта 14.07.2019", ""),
            ("снята с учёта 02.05.2019", "14.07.2019"),
            ("снята с учёта 14.07.2019", "02.05.2019"),
            ("", "решением от 14.07.2019"),
        ] {
            assert_eq!(said(mark, column, Kind::Permanent), day("2019-07-14"), "{mark} | {column}");
        }
        assert_eq!(said("died", "", Kind::Permanent), (true, None));
        assert_eq!(said("проголосовал 09.06.2019", "", Kind::Permanent), (false, None));
    }

    #[test]
    fn on_a_temporary_list_the_column_alone_is_about_the_home_list() {
        assert_eq!(said("", "02.05.2019", Kind::Temporary), (false, None));
        assert_eq!(said("выбыл", "02.07.2019", Kind::Temporary), (true, Some("2019-07-02".to_owned())));
    }
}

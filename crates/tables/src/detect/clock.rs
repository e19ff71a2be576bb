//! A moment in two columns: the day in one, the time of day in another ("Дата выдачи", "Время выдачи"). A field of moments
//! is then made of both, as a columns file would have it.

use crate::detect::sample::field_of;
use crate::given::schema::{FieldType, Schema};
use crate::words::{WORDS, has};

/// What a heading says of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// The day of what the other words say.
    Day(String),
    /// The time of day of it.
    Clock(String),
    /// Both, or neither.
    Other,
}

/// The columns of a field of moments that the file has in `column`, where `free` columns belong to no field and `values` are
/// times of day in some: the day and the time of day where these stand apart, else the one column.
///
/// The other half is known by its heading: it is called like the first but for the word for day or time, or it is a time of
/// day directly to the right.
pub(super) fn columns(
    schema: &Schema,
    field: &str,
    cells: &[String],
    column: usize,
    free: impl Fn(usize) -> bool,
    values: impl Fn(usize) -> bool,
) -> Vec<usize> {
    if schema.field(field).is_none_or(|field| field.kind != FieldType::DateTime) {
        return vec![column];
    }
    let others = || (0..cells.len()).filter(|&other| other != column && free(other));
    let is_field = |other: usize| {
        field_of(schema, &cells[other]).is_some_and(|(_, (index, _))| schema.fields[index].name == field)
    };
    let of_nothing_else = |other: &usize| is_field(*other) || field_of(schema, &cells[*other]).is_none();
    match part(&cells[column]) {
        Part::Clock(what) if values(column) => {
            let is_day = |other: &usize| match part(&cells[*other]) {
                Part::Day(day) => day == what || is_field(*other),
                _ => false,
            };
            let day = others().filter(of_nothing_else).find(is_day);
            day.into_iter().chain([column]).collect()
        }
        day => {
            let what = if let Part::Day(what) = &day { Some(what) } else { None };
            let holds_time = WORDS.clock.iter().any(|clock| words(&cells[column]).any(|word| word == *clock));
            let is_clock = |other: &usize| match part(&cells[*other]) {
                Part::Clock(clock) => Some(&clock) == what || is_field(*other) || *other == column + 1,
                _ => false,
            };
            let clock =
                others().filter(of_nothing_else).find(is_clock).filter(|clock| !holds_time && values(*clock));
            [column].into_iter().chain(clock).collect()
        }
    }
}

/// Whether the values of a column are times of day and nothing else: `12:30`, `12.30`, `9 ч 15 мин`. A column headed "time"
/// may hold whole moments, and then needs no other.
pub(super) fn are_times<'v>(values: impl Iterator<Item = &'v str>) -> bool {
    let mut filled =
        values.map(str::trim).filter(|value| value.chars().any(|mark| mark.is_ascii_digit())).peekable();
    filled.peek().is_some() && filled.all(is_time)
}

fn is_time(value: &str) -> bool {
    let numbers: Vec<&str> =
        value.split(|mark: char| !mark.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let short = value.chars().count() <= 16 && numbers.iter().all(|number| number.len() <= 2);
    short && (numbers.len() == 2 || (value.contains(':') && numbers.len() <= 3))
}

/// What a heading says of a moment.
fn part(heading: &str) -> Part {
    let is = |list: &[String], word: &String| has(list, word);
    let clocks = words(heading).filter(|word| is(&WORDS.clock, word)).count();
    let days = words(heading).filter(|word| is(&WORDS.day, word)).count();
    let what = || {
        let rest = words(heading).filter(|word| !is(&WORDS.clock, word) && !is(&WORDS.day, word));
        rest.collect::<Vec<_>>().join(" ")
    };
    match (days, clocks) {
        (1.., 0) => Part::Day(what()),
        (0, 1..) => Part::Clock(what()),
        _ => Part::Other,
    }
}

/// The words of a heading in small letters.
fn words(heading: &str) -> impl Iterator<Item = String> {
    heading
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Schema {
        Schema::from_toml(
            "name = 't'\n[title]\nen = 't'\n[[field]]\nname = 'issued'\ntype = 'datetime'\n\
             headings.ru = ['Дата выдачи', 'Время выдачи', 'Выдано', 'Дата и время выдачи']\n\
             [[field]]\nname = 'used'\ntype = 'datetime'\nheadings.kk = ['Дауыс берген күні']\n",
        )
        .unwrap_or_else(|error| panic!("{error}"))
    }

    fn of(field: &str, cells: &[&str], column: usize) -> Vec<usize> {
        let cells: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
        columns(&schema(), field, &cells, column, |_| true, |_| true)
    }

    #[test]
    fn the_day_and_the_time_are_put_together() {
        assert_eq!(of("issued", &["Дата выдачи", "ФИО", "Время выдачи"], 0), [0, 2]);
        assert_eq!(of("issued", &["Время выдачи", "Дата выдачи"], 0), [1, 0]);
        assert_eq!(of("issued", &["Выдано", "Время"], 0), [0, 1]);
        assert_eq!(of("issued", &["Дата выдачи", "Час."], 0), [0, 1]);
        assert_eq!(of("used", &["Дауыс берген күні", "Дауыс берген уақыты"], 0), [0, 1]);
    }

    #[test]
    fn values_tell_times_of_day_from_whole_moments() {
        for times in
            [&["12:30", "", "9:05"][..], &["12.30"], &["9 ч 15 мин"], &["12:30:45", "-"], &["9:15 PM"]]
        {
            assert!(are_times(times.iter().copied()), "{times:?}");
        }
        for others in [&["09.06.2019 12:30"][..], &["12:30", "09.06.19"], &["", "-"], &["утро"], &["12"]]
        {
            assert!(!are_times(others.iter().copied()), "{others:?}");
        }
        let cells = ["Дата выдачи", "Время выдачи"].map(str::to_owned);
        assert_eq!(columns(&schema(), "issued", &cells, 0, |_| true, |_| false), [0]);
        assert_eq!(columns(&schema(), "issued", &cells, 1, |_| true, |_| false), [1]);
    }

    #[test]
    fn what_is_not_of_one_moment_stays_apart() {
        assert_eq!(of("issued", &["Дата выдачи", "ФИО", "Время голосования"], 0), [0]);
        assert_eq!(of("issued", &["Дата и время выдачи", "Время"], 0), [0]);
        assert_eq!(of("issued", &["Дата выдачи", "Часть города"], 0), [0]);
        assert_eq!(of("issued", &["Время выдачи", "ФИО"], 0), [0]);
    }
}

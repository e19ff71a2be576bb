//! How one value is published.

use std::collections::BTreeSet;

use tizim_evidence::{Audit, Exhibit, Interval, Share, Value};

use super::signs::{SMALL, SUPPRESSION_LIMIT, WITHHELD, each_value};

const LIMIT: i64 = SUPPRESSION_LIMIT as i64;

/// Publishes values, and remembers whether any was changed.
#[derive(Debug, Default)]
pub(super) struct Publishing {
    /// Whether a value was changed.
    pub(super) changed: bool,
    /// Whether every real number is computed from numbers of persons, as it is where electorates are compared.
    pub(super) reals: bool,
}

/// What the values at one place of many like objects have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Among {
    /// No other value stands beside it.
    Alone,
    /// Some value in its column is under ten: then zero is given as `<10` too. Who knows which of nine precincts are
    /// not zero, and that they hold fewer than ten together, knows every one of them.
    Small,
}

impl Publishing {
    /// Puts the published value in the place of a value.
    pub(super) fn publish(&mut self, value: &mut Value) {
        value.held();
        match value {
            Value::Object(members) => members.values_mut().for_each(|member| self.publish(member)),
            Value::List(values) => self.list(values),
            one => self.leaf(one, Among::Alone),
        }
    }

    fn list(&mut self, values: &mut [Value]) {
        let mut small = BTreeSet::new();
        for value in values.iter() {
            small_places(value, "", &mut small);
        }
        for value in values {
            self.row(value, "", &small);
        }
    }

    /// One of many like values: a member knows whether its namesakes are small.
    fn row(&mut self, value: &mut Value, place: &str, small: &BTreeSet<String>) {
        value.held();
        if let Value::Object(members) = value {
            for (name, member) in members.iter_mut() {
                self.row(member, &format!("{place}/{name}"), small);
            }
        } else if let Value::List(values) = value {
            self.list(values);
        } else {
            let among = if small.contains(place) { Among::Small } else { Among::Alone };
            self.leaf(value, among);
        }
    }

    fn leaf(&mut self, value: &mut Value, among: Among) {
        let published = match value {
            Value::Persons(count) => persons(*count, among),
            Value::Share(share) => share_between(*share),
            Value::Rest { whole, .. } if *whole < LIMIT && *whole > 0 => WITHHELD.into(),
            Value::Rest { rest, .. } => persons(*rest, among),
            Value::Derived(inner) => derived(inner),
            Value::Real(_) | Value::Interval(_) if self.reals => derived(value),
            _ => return,
        };
        self.changed |= published != *value;
        *value = published;
    }
}

/// Publishes the rows of a table, column by column.
pub(super) fn rows_published(rows: &mut [Vec<Value>], publishing: &mut Publishing) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns {
        let small = rows.iter().filter_map(|row| row.get(column)).any(is_small);
        let among = if small { Among::Small } else { Among::Alone };
        for cell in rows.iter_mut().filter_map(|row| row.get_mut(column)) {
            match cell {
                Value::Object(_) | Value::List(_) => publishing.publish(cell),
                cell => publishing.leaf(cell, among),
            }
        }
    }
}

/// A number of persons, or the difference of two, in whole tens towards zero.
fn persons(count: i64, among: Among) -> Value {
    match count {
        0 if among == Among::Small => SMALL.into(),
        0 => Value::Persons(0),
        // Of a small difference, its sign neither.
        _ if count.abs() < LIMIT => SMALL.into(),
        _ => Value::Tens(count - count % LIMIT),
    }
}

/// The bounds of a share that follow from the tens of its numbers; nothing where a part of the whole is under ten.
fn share_between(Share { part, whole }: Share) -> Value {
    let tens = |count: u64| (count - count % u64::from(SUPPRESSION_LIMIT)) as f64;
    let rest = whole.abs_diff(part);
    if part < u64::from(SUPPRESSION_LIMIT) || rest < u64::from(SUPPRESSION_LIMIT) {
        return WITHHELD.into();
    }
    let most = f64::from(SUPPRESSION_LIMIT) - 1.0;
    let high = (tens(part) + most) / tens(whole);
    Value::Interval(Interval {
        low: tens(part) / (tens(whole) + most),
        high: if part < whole { high.min(1.0) } else { high },
        tight: false,
    })
}

/// What was computed from numbers of persons: in tens where it is so large, else withheld. A whole number follows from
/// persons and things together (forms that are left over), of which the things are known exactly: never shown.
fn derived(value: &Value) -> Value {
    if value.is_missing() {
        return Value::Missing;
    }
    if value.whole().is_some() {
        return WITHHELD.into();
    }
    let tens = |number: f64| (number / f64::from(SUPPRESSION_LIMIT)).trunc() * f64::from(SUPPRESSION_LIMIT);
    match value.bounds() {
        Some((low, _)) if low < f64::from(SUPPRESSION_LIMIT) => WITHHELD.into(),
        Some((low, high)) if low < high => Value::Interval(Interval {
            low: tens(low),
            high: tens(high) + f64::from(SUPPRESSION_LIMIT),
            tight: false,
        }),
        // Beyond 2^53 tens are not told apart.
        Some((low, _)) if low < 9e15 => Value::Tens(tens(low) as i64),
        Some((low, _)) => Value::Real(tens(low)),
        None => WITHHELD.into(),
    }
}

/// Whether a value stands for one that is not shown.
pub(super) fn is_hidden(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text == SMALL || text == WITHHELD)
}

/// Whether a value is a number of persons from 1 to 9, or bounds that allow one.
fn is_small(value: &Value) -> bool {
    match value {
        Value::Persons(count) | Value::Rest { rest: count, .. } => (1..LIMIT).contains(&count.abs()),
        Value::Share(share) => (1..u64::from(SUPPRESSION_LIMIT)).contains(&share.part),
        Value::List(values) => values.iter().any(is_small),
        Value::Lines(lines) => lines.iter().any(|value| is_small(&value)),
        Value::Object(members) => members.iter().any(|(_, member)| is_small(member)),
        _ => false,
    }
}

/// Whether an audit holds a number of persons from 1 to 9 anywhere.
pub(super) fn any_small(view: &mut Audit) -> bool {
    let mut small = false;
    each_value(view, &mut |value| small |= is_small(value));
    let in_exhibit = |exhibit: &Exhibit| match exhibit {
        Exhibit::Table(table) => table.rows.iter().flatten().any(is_small),
        Exhibit::Chart(chart) => {
            let marks = chart.series.iter().flat_map(|series| &series.marks);
            marks.flat_map(|mark| [&mark.x, &mark.y]).any(is_small)
        }
        Exhibit::Map(map) => map.places.iter().any(|place| is_small(&place.value)),
        _ => true,
    };
    small || view.exhibits.iter().any(in_exhibit)
}

/// The places within like objects where a number of persons is small.
fn small_places(value: &Value, place: &str, small: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter() {
                small_places(member, &format!("{place}/{name}"), small);
            }
        }
        value if is_small(value) => {
            small.insert(place.to_owned());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tizim_evidence::{Lines, Object, Persons};

    fn published(value: impl Into<Value>) -> String {
        let mut value = value.into();
        Publishing::default().publish(&mut value);
        serde_json::to_string(&value).unwrap()
    }

    #[derive(Debug)]
    struct Line(u64);
    impl From<&Line> for Value {
        fn from(line: &Line) -> Self {
            Object::new().with("voters", Persons(line.0)).into()
        }
    }

    #[test]
    fn lines_that_are_made_when_asked_for_are_published_as_a_list_is() {
        let list =
            |counts: &[u64]| Value::List(counts.iter().map(|&count| Value::from(&Line(count))).collect());
        let lines = |counts: &[u64]| Value::from(Lines::new(counts.iter().copied().map(Line).collect()));
        for counts in [&[0, 4, 127][..], &[0, 10], &[]] {
            assert_eq!(published(lines(counts)), published(list(counts)));
            assert_eq!(is_small(&lines(counts)), is_small(&list(counts)));
        }
        assert_eq!(published(lines(&[0, 4])), r#"[{"voters":"<10"},{"voters":"<10"}]"#);
    }

    #[test]
    fn persons_are_given_in_tens_and_things_as_they_are() {
        let shown = |counts: &[u64]| {
            counts.iter().map(|count| published(Persons(*count))).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(&[0, 1, 9, 10, 19, 20, 12_032_559]), r#"0 "<10" "<10" 10 10 20 12032550"#);
        let differences = [-25, -9, -1, 0, 9, 25].map(|count| published(Value::Persons(count))).join(" ");
        assert_eq!(differences, r#"-20 "<10" "<10" 0 "<10" 20"#);
        assert_eq!([published(3), published(0.25)], ["3", "0.25"]);
    }

    #[test]
    fn the_complement_of_a_part_is_withheld_where_the_whole_is_small() {
        let rest = |rest, whole| published(Value::rest(Persons(rest), Persons(whole)));
        assert_eq!([rest(0, 0), rest(2, 3), rest(0, 9), rest(9, 9)], ["0", r#""*""#, r#""*""#, r#""*""#]);
        assert_eq!([rest(0, 10), rest(9, 10), rest(17, 18)], ["0", r#""<10""#, "10"]);
    }

    #[test]
    fn a_share_says_no_more_than_the_tens_of_its_numbers() {
        let share = |part, whole| published(Share::of(part, whole));
        assert_eq!(share(19, 1009), share(10, 1000));
        assert_eq!(share(40, 80), r#"{"low":0.449438202247191,"high":0.6125,"tight":false}"#);
        assert_eq!([share(9, 1000), share(0, 1000), share(995, 1000)], [r#""*""#; 3]);
        assert_eq!(share(30, 20), r#"{"low":1.0344827586206897,"high":1.95,"tight":false}"#);
    }

    #[test]
    fn what_is_computed_from_persons_is_withheld_where_it_is_small() {
        let shown = [0.27, 9.99, 47.3].map(|value| published(Value::derived(value))).join(" ");
        assert_eq!(shown, r#""*" "*" 40"#);
        assert_eq!(published(Value::derived(120)), r#""*""#, "forms left over, of a known number of forms");
        let bounds = Interval { low: 11.0, high: 28.5, tight: true };
        assert_eq!(published(Value::derived(bounds)), r#"{"low":10.0,"high":30.0,"tight":false}"#);
    }

    #[test]
    fn a_zero_beside_small_numbers_is_one_of_them() {
        let unit = |used: u64, voters: u64| {
            Object::new()
                .with("voters", Persons(voters))
                .with("used", Object::new().with("counted", Persons(used)))
        };
        let both = Value::List([unit(0, 0), unit(4, 25)].map(Value::from).to_vec());
        assert_eq!(
            published(both),
            r#"[{"voters":0,"used":{"counted":"<10"}},{"voters":20,"used":{"counted":"<10"}}]"#
        );
        let mut rows = vec![vec![Value::Persons(0), Value::Persons(0)], vec![Value::Persons(3), 0.into()]];
        rows_published(&mut rows, &mut Publishing::default());
        assert_eq!(serde_json::to_string(&rows).unwrap(), r#"[["<10",0],["<10",0]]"#);
    }
}

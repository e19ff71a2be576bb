//! Columns of dates with strokes, and what decides them.

use super::*;

fn column(values: &[&str]) -> Evidence {
    let mut evidence = Evidence::default();
    for value in values {
        evidence.see(value.as_bytes(), None, Expected::default());
    }
    evidence
}

fn order(values: &[&str]) -> DayOrder {
    column(values).order(column(values)).0
}

#[test]
fn a_column_says_which_is_the_month() {
    assert_eq!(order(&["06/07/2019", "05/27/2019 10:00"]), DayOrder::MonthFirst);
    assert_eq!(order(&["06/07/2019", "27/05/2019"]), DayOrder::DayFirst);
    assert_eq!(order(&["05/27/2019", "27/05/2019"]), DayOrder::Unclear);
    assert_eq!(order(&["06/07/2019", "2019/05/27", "5.27.2019", ""]), DayOrder::DayFirst);
    // One without a word of its own is written like the other.
    let (silent, american, european) =
        (column(&["06/09/2019"]), column(&["05/27/2019"]), column(&["27/05/2019"]));
    assert_eq!(silent.order(silent.with(american)), (DayOrder::MonthFirst, DecidedBy::Columns));
    assert_eq!(silent.order(american.with(european)), (DayOrder::Open, DecidedBy::Nothing));
    assert_eq!(european.order(american.with(european)), (DayOrder::DayFirst, DecidedBy::Rows));
}

#[test]
fn what_stands_beside_a_column_decides_where_its_rows_do_not() {
    let beside = |numbers: &[&[u8; 6]]| {
        let mut evidence = Evidence::default();
        for number in numbers {
            evidence.see(b"05/08/1961", Some(**number), Expected::default());
        }
        evidence.order(evidence)
    };
    assert_eq!(beside(&[b"610508", b"610508"]), (DayOrder::MonthFirst, DecidedBy::Beside));
    assert_eq!(beside(&[b"610805", b"700101"]), (DayOrder::DayFirst, DecidedBy::Beside));
    assert_eq!(beside(&[b"610805", b"610508"]), (DayOrder::Unclear, DecidedBy::Beside));
    assert_eq!(beside(&[b"700101"]), (DayOrder::Open, DecidedBy::Nothing));
    // The day that the table is about.
    let near = |values: &[&str], about| {
        let mut evidence = Evidence::default();
        for value in values {
            evidence.see(value.as_bytes(), None, Expected { about, window: None });
        }
        evidence.order(evidence)
    };
    let poll = Some((2021, 1, 10));
    assert_eq!(near(&["1/4/2021", "1/5/2021 9:00"], poll), (DayOrder::MonthFirst, DecidedBy::Calendar));
    assert_eq!(near(&["4/1/2021", "5/12/2020"], poll), (DayOrder::DayFirst, DecidedBy::Calendar));
    assert_eq!(near(&["1/4/2021", "1/2/2021"], poll), (DayOrder::MonthFirst, DecidedBy::Calendar));
    // Neither reading is near it, or both are.
    assert_eq!(near(&["4/5/1980", "7/6/1971"], poll), (DayOrder::Open, DecidedBy::Nothing));
    assert_eq!(near(&["1/2/2021", "2/1/2021"], poll), (DayOrder::Open, DecidedBy::Nothing));
    assert_eq!(near(&["1/4/2021"], None), (DayOrder::Open, DecidedBy::Nothing));
    // Beside dates with dots, one with strokes is written as they are.
    assert_eq!(near(&["1/4/2021", "04.01.2021"], None), (DayOrder::DayFirst, DecidedBy::Nothing));
}

#[test]
fn days_expected_decide_where_they_have_two_ends_and_never_against_the_day_of_the_poll_else() {
    let read = |values: &[&str], from| {
        let window = Some(DayWindow { from, until: (2021, 3, 9) });
        let mut evidence = Evidence::default();
        for value in values {
            evidence.see(value.as_bytes(), None, Expected { about: Some((2021, 4, 11)), window });
        }
        evidence.order(evidence)
    };
    let from = Some((2021, 3, 3));
    assert_eq!(read(&["3/4/2021", "3/7/2021"], from), (DayOrder::MonthFirst, DecidedBy::Window));
    assert_eq!(read(&["4/3/2021", "7/3/2021"], from), (DayOrder::DayFirst, DecidedBy::Window));
    // 4 January to 4 March are in time, and 1 to 3 April are near the poll.
    assert_eq!(read(&["1/4/2021", "2/4/2021", "3/4/2021"], None), (DayOrder::Open, DecidedBy::Nothing));
    assert_eq!(read(&["5/3/2021", "7/3/2021"], None), (DayOrder::DayFirst, DecidedBy::Calendar));
}

#[test]
fn the_year_is_certain_where_day_and_month_are_not() {
    for order in [DayOrder::Open, DayOrder::Unclear] {
        assert_eq!(written(b"4/3/1957", order, true).as_deref(), Some("1957"));
        assert_eq!(written(b"4/4/1957", order, true).as_deref(), Some("1957-04-04"));
    }
    assert_eq!(written(b"27/3/1957", DayOrder::MonthFirst, true).as_deref(), Some("99/9/9999"));
}

#[test]
fn most_rows_decide_and_not_one() {
    let many = |days: usize, months: usize| {
        let values = [vec!["27/05/1980"; days], vec!["05/27/1980"; months], vec!["06/07/1980"; 50]].concat();
        order(&values)
    };
    assert_eq!((many(1000, 1), many(1, 1000)), (DayOrder::DayFirst, DayOrder::MonthFirst));
    assert_eq!((many(3, 1), many(1, 3)), (DayOrder::DayFirst, DayOrder::MonthFirst));
    // Neither is plainly more.
    assert_eq!(
        (many(5, 2), many(500, 499), many(2, 1)),
        (DayOrder::Unclear, DayOrder::Unclear, DayOrder::Unclear)
    );
    // What is no date in any order, or the same in both, decides nothing.
    assert_eq!(order(&["99/99/1980", "05/32/1980", "00/27/1980", "05/05/1980"]), DayOrder::DayFirst);
    assert_eq!(
        column(&["99/99/1980", "05/05/1980", "05/06/1980"]),
        Evidence { open: 1, ..Evidence::default() }
    );
}

#[test]
fn dates_are_written_anew_or_refused_by_their_row() {
    let read = |value: &str| written(value.as_bytes(), DayOrder::MonthFirst, false);
    assert_eq!(read("6/7/2019 10:00").as_deref(), Some("2019-06-07 10:00"));
    assert_eq!(read("12/31/2019").as_deref(), Some("2019-12-31"));
    assert_eq!((read("2019-06-07"), read("6/7/19"), read("31.12.2019")), (None, None, None));
    assert_eq!(written(b"06/07/2019", DayOrder::DayFirst, false), None);
    // The one row that says otherwise is not read the other way round.
    let left = read("27/05/2019").unwrap();
    assert_eq!(left, "99/99/9999");
    assert_eq!(DayOrder::MonthFirst.refusal(left.as_bytes()), Some(Reason::NotMonthFirst));
    assert_eq!(written(b"06/06/2019", DayOrder::Open, false).as_deref(), Some("2019-06-06"));
    let left = written(b"06/07/2019", DayOrder::Open, false).unwrap();
    assert_eq!(DayOrder::Open.refusal(left.as_bytes()), Some(Reason::OrderOpen));
    let left = written(b"06/07/2019", DayOrder::Unclear, false).unwrap();
    assert_eq!(DayOrder::Unclear.refusal(left.as_bytes()), Some(Reason::OrderUnclear));
    assert_eq!(DayOrder::DayFirst.refusal(b"05/27/2019"), Some(Reason::NotDayFirst));
    // Of what is no date in either order the order is not the fault.
    for order in [DayOrder::MonthFirst, DayOrder::Unclear] {
        let left = written(b"45/45/2019", order, false).unwrap();
        assert_eq!((left.as_str(), order.refusal(left.as_bytes())), ("2019-45-45", None));
    }
    assert_eq!(DayOrder::DayFirst.refusal(b"45/45/2019"), None);
    assert_eq!(DayOrder::DayFirst.refusal(b"31/02/2019"), None);
}

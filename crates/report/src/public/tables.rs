//! Tables and charts of counts in the public edition.

use tizim_evidence::{Chart, ColumnKind, Exhibit, Mark, Message, Privacy, Table, Value};

use super::{SMALL, WITHHELD, is_small};

/// What of an exhibit may be published; `None` where it is about persons.
pub(super) fn published(exhibit: &Exhibit) -> Option<Exhibit> {
    match exhibit {
        Exhibit::Table(table) => match table.privacy {
            Privacy::Open => Some(exhibit.clone()),
            Privacy::Counts => Some(Exhibit::Table(table_of_counts(table))),
            Privacy::Persons => None,
        },
        Exhibit::Chart(chart) => match chart.privacy {
            Privacy::Open => Some(exhibit.clone()),
            Privacy::Counts => Some(Exhibit::Chart(chart_of_counts(chart))),
            Privacy::Persons => None,
        },
        _ => None,
    }
}

/// A table with small counts hidden. Every column is taken to have a total somewhere, and every row to add up
/// where three of its counts do.
fn table_of_counts(table: &Table) -> Table {
    let mut published = table.clone();
    let counts: Vec<usize> =
        (0..table.columns.len()).filter(|index| table.columns[*index].kind == ColumnKind::Count).collect();
    for row in &mut published.rows {
        for index in &counts {
            if let Some(value) = row.get_mut(*index) {
                hide(value);
            }
        }
    }
    loop {
        let before = hidden_cells(&published, &counts);
        for column in &counts {
            protect_column(table, &mut published, *column);
        }
        for row in 0..table.rows.len() {
            protect_row(&table.rows[row], &mut published.rows[row], &counts);
        }
        if hidden_cells(&published, &counts) == before {
            break;
        }
    }
    for row in &mut published.rows {
        if counts.iter().any(|index| row.get(*index).is_some_and(is_hidden)) {
            // A share of a hidden count gives the count away.
            for (column, value) in table.columns.iter().zip(row.iter_mut()) {
                let is_ratio =
                    matches!(column.kind, ColumnKind::Share | ColumnKind::Deviation | ColumnKind::Number(_));
                if is_ratio && value.bounds().is_some() {
                    *value = WITHHELD.into();
                }
            }
        }
    }
    published
}

fn hide(value: &mut Value) {
    match value {
        Value::Interval(bounds) if bounds.low < f64::from(super::SUPPRESSION_LIMIT) && bounds.high > 0.0 => {
            *value = if is_small(bounds.high) { SMALL } else { WITHHELD }.into();
        }
        Value::List(values) => values.iter_mut().for_each(hide),
        _ => {
            if value.bounds().is_some_and(|(low, _)| is_small(low)) {
                *value = SMALL.into();
            }
        }
    }
}

fn is_hidden(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text == SMALL || text == WITHHELD)
}

fn hidden_cells(table: &Table, counts: &[usize]) -> usize {
    let cells = table.rows.iter().flat_map(|row| counts.iter().filter_map(|index| row.get(*index)));
    cells.filter(|value| is_hidden(value)).count()
}

/// Where a column hides one cell alone, the next smallest goes as well.
fn protect_column(table: &Table, published: &mut Table, column: usize) {
    let cells =
        || published.rows.iter().enumerate().filter_map(|(row, cells)| Some((row, cells.get(column)?)));
    if cells().filter(|(_, value)| is_hidden(value)).count() != 1 {
        return;
    }
    let next = cells()
        .filter(|(_, value)| !is_hidden(value))
        .filter_map(|(row, _)| Some((row, table.rows[row][column].bounds()?.0)))
        .filter(|(_, count)| *count > 0.0)
        .min_by(|left, right| left.1.total_cmp(&right.1));
    if let Some((row, _)) = next {
        published.rows[row][column] = WITHHELD.into();
    }
}

/// Where a row hides one of three cells of which two add up to the third, the smaller of the others goes too; a
/// zero stays, since withholding it would hide nothing.
fn protect_row(original: &[Value], published: &mut [Value], counts: &[usize]) {
    let count = |index: usize| original.get(index).and_then(Value::bounds).map(|bounds| bounds.0);
    for parts in sums(counts) {
        let [Some(total), Some(first), Some(second)] = parts.map(count) else { continue };
        let hidden = parts.iter().filter(|index| is_hidden(&published[**index])).count();
        if (first + second - total).abs() >= 0.5 || hidden != 1 {
            continue;
        }
        let shown = parts.into_iter().filter(|index| !is_hidden(&published[*index]));
        let sizes = shown.filter_map(|index| Some((index, count(index)?))).filter(|(_, size)| *size > 0.0);
        if let Some((next, _)) = sizes.min_by(|left, right| left.1.total_cmp(&right.1)) {
            published[next] = WITHHELD.into();
        }
    }
}

/// Every way in which a column may be the sum of two others: the sum first.
fn sums(counts: &[usize]) -> impl Iterator<Item = [usize; 3]> {
    counts.iter().flat_map(move |&total| {
        let others = counts.iter().copied().filter(move |other| *other != total);
        others.flat_map(move |first| {
            let after = counts.iter().copied().filter(move |second| *second > first && *second != total);
            after.map(move |second| [total, first, second])
        })
    })
}

/// A chart without the marks that show a small count, and without the next smallest where that was one alone.
fn chart_of_counts(chart: &Chart) -> Chart {
    let mut published = chart.clone();
    for series in published.series.iter_mut().filter(|series| !series.line) {
        let before = series.marks.len();
        series.marks.retain(|mark| !shows_small_count(mark));
        if before - series.marks.len() == 1 {
            let size = |mark: &Mark| mark.x.bounds().map_or(f64::INFINITY, |(low, _)| low);
            let next = (0..series.marks.len())
                .min_by(|a, b| size(&series.marks[*a]).total_cmp(&size(&series.marks[*b])));
            if let Some(next) = next {
                series.marks.remove(next);
            }
        }
    }
    published.note = published.note.or_else(|| Some(Message::new("report.public.chart")));
    published
}

/// Whether a mark stands at a count from 1 to 9, or at a share and a count whose product is one.
fn shows_small_count(mark: &Mark) -> bool {
    let x = mark.x.bounds().map_or(0.0, |(low, _)| low);
    let y = mark.y.bounds().map_or(0.0, |(low, _)| low);
    let is_count = |value: f64| value.fract() == 0.0 && is_small(value);
    let is_share = |value: f64| value > 0.0 && value < 1.0;
    is_count(x) || is_count(y) || (is_share(y) && is_small(x * y)) || (is_share(x) && is_small(x * y))
}

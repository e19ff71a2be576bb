//! Turnout as it was published during a day: per cent of those listed, by region and hour, with the nation's.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{CountRange, DistrictsError};

/// A region with its percentages.
type Percentages = (String, Vec<Option<i64>>);

/// Published percentages by region and hour.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnoutSeries {
    /// Hours, in the order of the table.
    pub hours: Vec<String>,
    /// Regions with their percentages by hour, in half units of the last decimal; `None` where a cell is empty.
    pub regions: Vec<(String, Vec<Option<i64>>)>,
    /// The nation's percentages by hour, in the same units.
    pub nation: Vec<Option<i64>>,
    /// Half units of the last decimal in one per cent: 200 where percentages have two decimals.
    pub half_units: i64,
    /// Name of the file.
    pub file: String,
}

/// What is assumed of the lists on the day of a turnout series, each with its size.
///
/// ```toml
/// turnout = "turnout.csv"            # the series; the rest says what its bounds assume
///
/// [turnout_day]
/// within = 0.0005                    # stated figures of regions hold within this share
/// list = 12032550                    # the nation's list before the first hour; without it the total
/// lists = { "20:10" = 12035004 }     # the nation's list at hours; between them lists only grow
/// ballots = { "20:10" = 6509695 }    # ballots handed out by then, where they were published
/// more = { "KZ-71" = 12500 }         # voters who may come to a region's figure
/// between = { "KZ-10" = [142500, 562590] }   # bounds of a region's list, taken as they stand
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TurnoutDay {
    /// Share within which stated figures of regions hold; without it each has the drift of the table.
    pub within: Option<f64>,
    /// The nation's list before the first hour.
    pub list: Option<u64>,
    /// The nation's list at hours of the series.
    pub lists: BTreeMap<String, u64>,
    /// Ballots handed out by hours of the series.
    pub ballots: BTreeMap<String, u64>,
    /// Voters who may come to a region's figure.
    pub more: BTreeMap<String, u64>,
    /// Bounds of regions' lists, taken as they stand.
    pub between: BTreeMap<String, CountRange>,
}

impl TurnoutSeries {
    /// Reads a table whose first column names the region and whose further columns with numbers are hours; the nation's
    /// row has no identifier, or is called `nation`. Percentages may have a comma or a point.
    ///
    /// ```
    /// use tizim_districts::TurnoutSeries;
    /// let series = TurnoutSeries::from_csv("t.csv", "id,name,10:00,12:00\nA,North,15.1,30\n,All,14.2,31.5\n")?;
    /// assert_eq!(series.hours, ["10:00", "12:00"]);
    /// assert_eq!((series.half_units, series.nation[1]), (20, Some(630)));
    /// # Ok::<(), tizim_districts::DistrictsError>(())
    /// ```
    ///
    /// # Errors
    /// Where there is no such table, a region stands twice, the nation is missing, or a cell is no percentage.
    pub fn from_csv(file: &str, text: &str) -> Result<Self, DistrictsError> {
        Self::read(file, text, |_| false)
    }

    /// The same, where `is_nation` knows further names of the nation's row, such as "Total".
    ///
    /// # Errors
    /// As those of [`TurnoutSeries::from_csv`].
    pub fn read(file: &str, text: &str, is_nation: impl Fn(&str) -> bool) -> Result<Self, DistrictsError> {
        let bad = |reason: String| DistrictsError::Syntax { what: "the series of turnout", reason };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head = text.lines().next().unwrap_or_default();
        let delimiter = [b';', b'\t', b',']
            .into_iter()
            .max_by_key(|&mark| head.bytes().filter(|&byte| byte == mark).count());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter.unwrap_or(b','))
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader
            .records()
            .collect::<Result<_, _>>()
            .map_err(|_| bad("a row has more or fewer fields".to_owned()))?;
        let (heading, rows) = rows.split_first().ok_or_else(|| bad("it is empty".to_owned()))?;
        let (columns, hours): (Vec<usize>, Vec<String>) =
            (1..heading.len()).filter_map(|at| Some((at, hour_of(&heading[at])?))).unzip();
        if columns.is_empty() {
            return Err(bad("no column is headed by an hour such as `10:00`".to_owned()));
        }
        let cells = || rows.iter().flat_map(|row| columns.iter().map(|&at| bare(&row[at])));
        let decimals = cells().map(decimals).max().unwrap_or(0);
        if decimals > 4 {
            return Err(bad("percentages have more than four decimals".to_owned()));
        }
        let half_units = 2 * 10_i64.pow(decimals);
        let read = |row: usize, record: &csv::StringRecord| -> Result<Vec<Option<i64>>, DistrictsError> {
            let one = |&at: &usize| {
                let cell = bare(&record[at]);
                let place = || {
                    bad(format!(
                        "row {}, column `{}`: expected per cent from 0 to 100",
                        row + 2,
                        heading[at].trim()
                    ))
                };
                if cell.is_empty() { Ok(None) } else { percent(cell, half_units).map(Some).ok_or_else(place) }
            };
            columns.iter().map(one).collect()
        };
        let (mut regions, mut nation) = (Vec::<Percentages>::new(), None);
        for (row, record) in rows.iter().enumerate() {
            let id = record[0].trim();
            if id.is_empty() || id.eq_ignore_ascii_case("nation") || is_nation(id) {
                nation = Some(read(row, record)?);
            } else if regions.iter().any(|(other, _)| other == id) {
                return Err(bad(format!("row {}: the region stands twice", row + 2)));
            } else {
                regions.push((id.to_owned(), read(row, record)?));
            }
        }
        let nation = nation
            .ok_or_else(|| bad("no row without an identifier gives the nation's percentages".to_owned()))?;
        Ok(Self { hours, regions, nation, half_units, file: file.to_owned() })
    }
}

/// The hour that a heading names, with a colon: `10:00`, `на 10.00`, `18-10 ч`; `None` where it names none, or a date.
fn hour_of(heading: &str) -> Option<String> {
    let runs: Vec<&str> =
        heading.split(|mark: char| !mark.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let &[hours, minutes] = runs.as_slice() else { return None };
    let together = [':', '.', '-'].iter().any(|mark| heading.contains(&format!("{hours}{mark}{minutes}")));
    let within = |text: &str, most: u32| text.parse().is_ok_and(|number: u32| number <= most);
    let is_hour =
        together && hours.len() <= 2 && within(hours, 24) && minutes.len() == 2 && within(minutes, 59);
    is_hour.then(|| format!("{hours}:{minutes}"))
}

/// A cell without blanks and the sign of per cent.
fn bare(cell: &str) -> &str {
    cell.trim().trim_end_matches('%').trim_end()
}

/// Digits behind the point or comma.
fn decimals(cell: &str) -> u32 {
    cell.split_once(['.', ',']).map_or(0, |(_, fraction)| fraction.len() as u32)
}

/// A percentage in half units.
fn percent(cell: &str, half_units: i64) -> Option<i64> {
    let value: f64 = cell.replace(',', ".").parse().ok()?;
    let digits = cell.chars().all(|mark| mark.is_ascii_digit() || matches!(mark, '.' | ','));
    (digits && (0.0..=100.0).contains(&value)).then(|| (value * half_units as f64).round() as i64)
}

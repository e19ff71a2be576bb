//! What is usual in the columns of places and papers of a file.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bytes::encoding::Decoder;
use crate::detect::sampled::Sampled;
use crate::given::places::Places;
use crate::given::schema::Place;
use crate::rows::fields::{Cell, Fields, raw, unescape};
use crate::rows::words::is_nation;
use crate::rows::written::undressed;
use crate::typed::name_of_person::{Likeness, beside_marks, is_a_house, likeness, names_a_place};
use crate::typed::own_name::OwnName;
use crate::typed::place_column::{Found, PlaceColumn, Usual};
use crate::typed::shape::shape;

/// Rows with the same name from which on it is a place's, as long as the others of the column are numbers or regions; and where
/// they are names that recur.
const RECURS: u64 = 3;
const RECURS_AMONG_GROUPS: u64 = 2;

/// Digits of a number that may be a person's.
const LONG_NUMBER: usize = 10;

/// What was seen in a column.
#[derive(Default)]
struct Seen {
    filled: u64,
    numbers: u64,
    long_numbers: u64,
    /// Values that are no numbers, by rows whose person is not called so.
    others: HashMap<Vec<u8>, u64>,
}

/// What these columns are like, each of a kind; where several make one field, nothing is said of it.
pub(crate) fn columns(
    text: &Sampled<'_>,
    decoder: Option<&Decoder>,
    own_name: &OwnName,
    known: Option<&Arc<dyn Places>>,
    columns: &[(Place, Option<usize>)],
) -> Vec<PlaceColumn> {
    let mut seen: Vec<Seen> = columns.iter().map(|_| Seen::default()).collect();
    if columns.iter().any(|(_, at)| at.is_some()) {
        text.each_row(|piece, row| {
            let row = Written { decoder, piece, row };
            for (seen, (_, at)) in seen.iter_mut().zip(columns) {
                if let Some(at) = *at {
                    see_value(seen, &row, at, own_name);
                }
            }
        });
    }
    seen.into_iter().zip(columns).map(|(seen, (kind, _))| seen.column(*kind, known)).collect()
}

/// A row as it stands in a piece of the text.
struct Written<'a> {
    decoder: Option<&'a Decoder>,
    piece: &'a [u8],
    row: &'a Fields<'a>,
}

fn see_value(seen: &mut Seen, written: &Written<'_>, at: usize, own_name: &OwnName) {
    let Written { decoder, piece, row } = *written;
    let value = |at: usize| row.cell(at).map(|cell| decoded(decoder, piece, cell)).unwrap_or_default();
    let bytes = row.raw(at).trim_ascii();
    if bytes.iter().all(u8::is_ascii_digit) {
        return seen.see(bytes);
    }
    let written = value(at);
    let name = String::from_utf8_lossy(&written);
    let cell = |at: usize| String::from_utf8_lossy(&value(at)).into_owned();
    let may_name = || likeness(&name) > Likeness::None || beside_marks(&name).is_some();
    if !own_name.is_nowhere() && may_name() && own_name.is(&name, cell) {
        // It says nothing of the others.
        seen.filled += 1;
    } else {
        seen.see(&written);
    }
}

/// A value as it is judged when its row is read.
fn decoded(decoder: Option<&Decoder>, piece: &[u8], cell: Cell) -> Vec<u8> {
    let mut plain = Vec::new();
    if cell.escaped {
        unescape(raw(piece, cell), &mut plain);
    } else {
        plain.extend_from_slice(raw(piece, cell));
    }
    let mut out = Vec::new();
    match decoder {
        Some(decoder) => decoder.decode_into(&plain, &mut out),
        None => out = plain,
    }
    undressed(out.trim_ascii()).to_vec()
}

/// Puts a shape in the place of each of these names of places that is a person's, judged by the others as values of a column
/// of a table are.
///
/// ```
/// use tizim_tables::{Place, without_persons};
/// let mut names = ["1", "2", "3", "Выдумщиков Ерасыл"].map(str::to_owned);
/// without_persons(Place::Precinct, None, names.iter_mut());
/// assert_eq!(names, ["1", "2", "3", "Аааааааааа Аааааа"]);
/// ```
pub fn without_persons<'n>(
    kind: Place,
    known: Option<&Arc<dyn Places>>,
    names: impl Iterator<Item = &'n mut String>,
) {
    let mut names: Vec<&mut String> = names.collect();
    let mut seen = Seen::default();
    for name in &names {
        seen.see(name.trim().as_bytes());
    }
    let column = seen.column(kind, known);
    for name in &mut names {
        if column.find(name.trim().as_bytes()) == Found::Persons {
            **name = shape(name.trim());
        }
    }
}

impl Seen {
    /// Takes a value of a row that names nobody so.
    fn see(&mut self, value: &[u8]) {
        if value.is_empty() {
            return;
        }
        self.filled += 1;
        let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
        self.long_numbers += u64::from(digits >= LONG_NUMBER);
        // Most numbers are nothing but digits.
        if digits == value.len() || (digits > 0 && !is_a_house(&String::from_utf8_lossy(value))) {
            self.numbers += 1;
        } else {
            *self.others.entry(value.to_vec()).or_default() += 1;
        }
    }

    fn column(self, kind: Place, known: Option<&Arc<dyn Places>>) -> PlaceColumn {
        let rows = |is_counted: &dyn Fn(&[u8], u64) -> bool| -> u64 {
            self.others.iter().filter(|(name, rows)| is_counted(name, **rows)).map(|(_, rows)| rows).sum()
        };
        let is_place = |name: &str| {
            is_nation(name)
                || known.is_some_and(|places| places.knows(name))
                || (names_a_place(name) && !is_a_house(name))
        };
        let places = rows(&|name, _| std::str::from_utf8(name).is_ok_and(is_place));
        let groups = rows(&|_, rows| rows >= RECURS_AMONG_GROUPS);
        let most = |rows: u64| rows > 0 && rows * 3 >= self.filled * 2;
        let usual = match kind {
            // Villages are called after persons, and many stand once.
            Place::Settlement => Usual::Anything,
            _ if most(self.numbers) => Usual::Numbers,
            _ if most(places) => Usual::Places,
            Place::Unit => Usual::Anything,
            _ if most(groups) => Usual::Groups,
            _ => Usual::Anything,
        };
        let least = if usual == Usual::Groups { RECURS_AMONG_GROUPS } else { RECURS };
        PlaceColumn {
            kind,
            usual,
            long_numbers: kind == Place::Unit && most(self.long_numbers),
            recurring: self
                .others
                .into_iter()
                .filter(|(_, rows)| *rows >= least)
                .map(|(name, _)| name)
                .collect(),
            known: known.cloned(),
        }
    }
}

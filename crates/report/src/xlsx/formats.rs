//! Formats of numbers in a workbook.

use rust_xlsxwriter::Format;
use tizim_evidence::{ColumnKind, Format as Wording, Value};

/// Whether a count is no whole number, such as a quota.
pub(super) fn is_broken_count(kind: ColumnKind, value: &Value) -> bool {
    kind == ColumnKind::Count && matches!(value, Value::Real(real) if real.fract() != 0.0)
}

/// How a spreadsheet writes the numbers of a column; Excel puts the signs of the reader's country in.
pub(super) fn number_code(kind: ColumnKind) -> String {
    match kind {
        ColumnKind::Text => "General".to_owned(),
        ColumnKind::Count => "#,##0".to_owned(),
        ColumnKind::Share => "0.0%".to_owned(),
        ColumnKind::Deviation => "+0.0%;-0.0%;0.0%".to_owned(),
        ColumnKind::Estimate => "#,##0.0###".to_owned(),
        ColumnKind::Number(decimals) => {
            format!("#,##0.{}", "0".repeat(usize::from(decimals.clamp(1, 12))))
        }
    }
}

/// The format of a column.
pub(super) fn column_format(kind: ColumnKind) -> Format {
    if kind == ColumnKind::Text { Format::new() } else { Format::new().set_num_format(number_code(kind)) }
}

/// The format of a number that is worded so.
pub(super) fn number_format(wording: Wording, value: &Value) -> Format {
    match (wording, value) {
        (Wording::Percent, _) => column_format(ColumnKind::Share),
        (Wording::Signed, _) => column_format(ColumnKind::Deviation),
        (Wording::Decimals(decimals), _) if decimals > 0 => column_format(ColumnKind::Number(decimals)),
        (Wording::Natural, Value::Integer(_) | Value::Persons(_) | Value::Tens(_)) => {
            column_format(ColumnKind::Count)
        }
        _ => Format::new(),
    }
}

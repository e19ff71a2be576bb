//! Formats of numbers in a workbook.

use rust_xlsxwriter::Format;
use tizim_evidence::{ColumnKind, Format as Wording, Value};

/// Whether a count is no whole number, such as a quota.
pub(super) fn is_broken_count(kind: ColumnKind, value: &Value) -> bool {
    kind == ColumnKind::Count && matches!(value, Value::Real(real) if real.fract() != 0.0)
}

/// The format of a column.
pub(super) fn column_format(kind: ColumnKind) -> Format {
    match kind {
        ColumnKind::Text => Format::new(),
        ColumnKind::Count => Format::new().set_num_format("#,##0"),
        ColumnKind::Share => Format::new().set_num_format("0.0%"),
        ColumnKind::Deviation => Format::new().set_num_format("+0.0%;-0.0%;0.0%"),
        ColumnKind::Estimate => Format::new().set_num_format("#,##0.0###"),
        ColumnKind::Number(decimals) => {
            Format::new().set_num_format(format!("#,##0.{}", "0".repeat(usize::from(decimals.clamp(1, 12)))))
        }
    }
}

/// The format of a number that is worded so.
pub(super) fn number_format(wording: Wording, value: &Value) -> Format {
    match (wording, value) {
        (Wording::Percent, _) => Format::new().set_num_format("0.0%"),
        (Wording::Signed, _) => Format::new().set_num_format("+0.0%;-0.0%;0.0%"),
        (Wording::Decimals(decimals), _) if decimals > 0 => {
            Format::new().set_num_format(format!("#,##0.{}", "0".repeat(usize::from(decimals))))
        }
        (Wording::Natural, Value::Integer(_) | Value::Persons(_) | Value::Tens(_)) => {
            Format::new().set_num_format("#,##0")
        }
        _ => Format::new(),
    }
}

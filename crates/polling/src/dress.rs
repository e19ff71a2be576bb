//! What spreadsheets and scripts put around a value: `="0012"`, `'0012`, `12.0`, `1,00E+06`.

/// The value without what marks it as text in a spreadsheet: `="0012"`, `'0012`, quotes around the whole, blanks.
///
/// ```
/// use tizim_polling::dress::bare;
/// for written in ["0012", " 0012 ", "=\"0012\"", "'0012", "\"0012\"", "=\"'0012\""] {
///     assert_eq!(bare(written), "0012", "{written}");
/// }
/// assert_eq!(bare("12 \"А\""), "12 \"А\"");
/// ```
pub fn bare(written: &str) -> &str {
    let mut value = written.trim();
    loop {
        let formula = value.strip_prefix('=').map(str::trim_start).filter(|rest| rest.starts_with('"'));
        let inner = formula.unwrap_or(value);
        let unquoted = inner
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .filter(|rest| formula.is_some() || !rest.contains('"'));
        let marked = value.strip_prefix(['\'', '\u{2019}', '`']);
        match unquoted.or(marked) {
            Some(rest) => value = rest.trim(),
            None => return value,
        }
    }
}

/// The whole number that a script has written with decimals of nothing but zeros: `12` of `12.0` and `12,00`.
///
/// ```
/// use tizim_polling::dress::without_decimals;
/// assert_eq!(without_decimals("12.0"), "12");
/// assert_eq!(without_decimals("0012,00"), "0012");
/// assert_eq!(without_decimals("12.5"), "12.5");
/// assert_eq!(without_decimals("1.000"), "1.000");
/// ```
pub fn without_decimals(value: &str) -> &str {
    let Some((whole, decimals)) = value.split_once(['.', ',']) else { return value };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Three zeros are as likely a thousand.
    let only_zeros =
        matches!(decimals, "0" | "00") || (decimals.len() > 3 && decimals.bytes().all(|byte| byte == b'0'));
    if digits(whole) && only_zeros { whole } else { value }
}

/// Whether a spreadsheet has rounded the number away: `1,00E+06`. Which number it was nobody can tell.
///
/// ```
/// use tizim_polling::dress::is_rounded;
/// assert!(is_rounded("1,00E+06") && is_rounded("1.23457e+11") && is_rounded("1E+06"));
/// assert!(!is_rounded("1000000") && !is_rounded("E1") && !is_rounded("АЕ+06"));
/// ```
pub fn is_rounded(value: &str) -> bool {
    // A Cyrillic Е as well: what was typed over is no better known.
    let Some((mantissa, exponent)) = value.split_once(['E', 'e', 'Е', 'е']) else { return false };
    let signed = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, decimals) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // `1E06` may be a number of its own; with a sign or decimals it is none.
    let scientific = exponent.starts_with('+') || mantissa.contains(['.', ',']);
    scientific && digits(whole) && digits(decimals) && digits(signed)
}

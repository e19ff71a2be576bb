//! Values that stand for no name.

/// Whether a normal form stands for "no name".
pub(super) fn is_placeholder(normal: &[u8]) -> bool {
    if normal.len() > 32 {
        return false;
    }
    // `match` on slices compiles to comparisons by length first.
    match str::from_utf8(normal) {
        Ok(
            "нет"
            | "нету"
            | "нет данных"
            | "нет отчества"
            | "нет имени"
            | "не указан"
            | "не указана"
            | "не указано"
            | "не имеет"
            | "не определено"
            | "неизвестно"
            | "неизвестна"
            | "неизвестен"
            | "отсутствует"
            | "без отчества"
            | "н/д"
            | "б/о"
            | "б/и"
            | "н/у"
            | "жоқ"
            | "белгісіз"
            | "көрсетілмеген"
            | "n/a"
            | "null"
            | "unknown",
        ) => true,
        // XXX, which the look-alike repair makes Cyrillic.
        Ok(text) => text.len() >= 6 && text.chars().all(|letter| letter == 'х'),
        Err(_) => false,
    }
}

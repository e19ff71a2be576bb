//! Values that stand for no name.

/// Whether a normal form stands for "no name".
pub(super) fn is_placeholder(normal: &[u8]) -> bool {
    // The first letters of the words below: what begins otherwise, or is longer, needs no closer look.
    let likely = match normal {
        [b'n' | b'u', ..] => true,
        [0xd0, second, ..] => matches!(second, 0xb1 | 0xb6 | 0xba | 0xbd | 0xbe),
        [0xd1, second, ..] => *second == 0x85,
        _ => false,
    };
    if !likely || normal.len() > 32 {
        return false;
    }
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

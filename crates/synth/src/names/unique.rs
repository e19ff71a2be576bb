//! Surnames that one planted person has and nobody else.
//!
//! What is planted by name must not meet a namesake by chance, or the truth would be ambiguous. These surnames are made of
//! syllables of fixed length, so that different numbers give different names, and none is in the ordinary lists.

const FIRST: [&str; 32] = [
    "Бар", "Вал", "Гор", "Дам", "Зар", "Кер", "Лам", "Мир", "Нер", "Пар", "Рад", "Сал", "Тир", "Фар", "Хар",
    "Чер", "Шар", "Бел", "Вер", "Гал", "Дор", "Зим", "Кол", "Лор", "Мел", "Нал", "Пол", "Рос", "Сор", "Тал",
    "Чар", "Шер",
];
const SECOND: [&str; 16] =
    ["ад", "ем", "ин", "ол", "ун", "ат", "ер", "ис", "ор", "уш", "аз", "еп", "ик", "ом", "ул", "ав"];
const THIRD: [&str; 16] = [
    "даш", "кес", "лип", "мон", "нут", "пар", "реш", "сив", "тох", "чун", "шаг", "бед", "виж", "гор", "зум",
    "фал",
];

/// Appends the surname of this number; every number has its own.
pub(crate) fn unique_surname(number: u32, female: bool, out: &mut Vec<u8>) {
    const SIMPLE: u32 = 32 * 16 * 16;
    let part = |number: u32, out: &mut Vec<u8>| {
        for text in [
            FIRST[number as usize % 32],
            SECOND[number as usize / 32 % 16],
            THIRD[number as usize / 512 % 16],
        ] {
            out.extend_from_slice(text.as_bytes());
        }
        out.extend_from_slice(if female { "ова" } else { "ов" }.as_bytes());
    };
    part(number % SIMPLE, out);
    if number >= SIMPLE {
        out.push(b'-');
        part(number / SIMPLE - 1, out);
    }
}

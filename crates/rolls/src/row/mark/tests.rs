//! Marks as people write them.

use super::*;

const PLAIN: [&str; 65] = [
    "исключен по смерти",
    "умер(ла)",
    "выбыл(а)",
    "снят(а) с учета",
    "выбыл. Снят с учета",
    "исключена по заявлению",
    "умер 2019",
    "тізімнен шығарылған",
    "died 2018",
    "Removed (deceased)",
    "removed: deceased",
    "исключён (смерть)",
    "умер – исключён",
    "исключён на основании решения суда",
    "снят с учёта в связи с переездом",
    "выписан, снят с учёта",
    "removed due to death",
    "қайтыс болуына байланысты шығарылды",
    "қайтыс болды (2018 ж.)",
    "исключён",
    "ИСКЛЮЧЕНА",
    "Исключен(а)",
    "был исключён",
    "исключена из списка избирателей по решению УИК № 12",
    "исключён 15.01.2019 г.",
    "исключён решением № 5 от 15.01.2019",
    "исключён, адрес не подтверждён",
    "снят с учёта",
    "Снята с регистрационного учета 12.03.2019",
    "снят",
    "выбыл",
    "выбыла в другой регион",
    "выбыл в г. Караганду",
    "выбыл в Карагандинскую область",
    "выбыл за границу на ПМЖ",
    "в связи со смертью",
    "умер",
    "умерла в 2018 году",
    "умер, св-во о смерти № 123",
    "Умерла. Запись акта № 5",
    "умер 5 июня 2018 года",
    "удалён из списка",
    "вычеркнут",
    "запись удалена",
    "шығарылды",
    "тізімнен шығарылды",
    "тізімнен алып тасталды",
    "шығарылып тасталды",
    "есептен шығарылды",
    "қайтыс болды",
    "қайтыс болған",
    "қайтыс болды 20.03.2019",
    "2019 жылы қайтыс болды",
    "қайтыс болған, мекенжайы жоқ",
    "тізімнен сызылды",
    "өшірілген",
    "removed",
    "Removed from the roll on 3 May 2019",
    "has been removed",
    "struck off",
    "Died 3 May",
    "deceased",
    "is dead",
    "deleted",
    "moved abroad, removed",
];

const SETTLES_NOTHING: [&str; 65] = [
    "",
    "125",
    "ok",
    "АУ № 123",
    "жоқ",
    "куәлік алды",
    "не исключён",
    "не был исключён",
    "никогда не исключался",
    "исключению не подлежит",
    "подлежит исключению",
    "исключить",
    "отказ в исключении",
    "отказано: исключён не был",
    "исключён? нет",
    "исключён?",
    "исключён: -",
    "исключён: нет",
    "исключён - нет",
    "исключён, нет",
    "исключён: 0",
    "исключён ошибочно",
    "исключён ошибочно / восстановлен",
    "исключён, восстановлен",
    "исключён. Восстановлен 01.02.2019",
    "исключён 01.02.2019; включён 03.02.2019",
    "исключён, но вернулся",
    "выбыл и вернулся",
    "временно выбыл",
    "выбыл в командировку",
    "выбыл до 01.06.2019",
    "исключен 01.02.19",
    "снят? с учёта",
    "умер (со слов соседей)",
    "убыл по АУ № 123",
    "убыл, АУ № 123",
    "выбыл по удостоверению 12",
    "снята копия",
    "снято с контроля",
    "снят с карантина",
    "удалённый участок",
    "удалена справка",
    "умер отец",
    "справка о смерти отца",
    "сообщили, что умер",
    "вероятно умер",
    "жив, не умер",
    "has not been removed",
    "not removed",
    "never removed",
    "no longer removed",
    "to be removed",
    "removed: no",
    "removed in error",
    "removed, later reinstated",
    "struck: false",
    "not struck off",
    "father died",
    "deadline",
    "шығарылып тасталған жоқ",
    "қайтыс болған жоқ",
    "қайтыс болған емес",
    "қайтыс болмаған",
    "тізімнен шығарылмаған",
    "қате шығарылды",
];

#[test]
fn a_plain_mark_settles_and_no_other_does() {
    let is_missed = |cell: &&str| !Mark::parse(cell).removed || Mark::parse(cell).unclear;
    let missed: Vec<_> = PLAIN.into_iter().filter(is_missed).collect();
    assert!(missed.is_empty(), "{missed:?}");
    for cell in SETTLES_NOTHING {
        assert!(!Mark::parse(cell).removed, "{cell}");
    }
}

#[test]
fn what_is_about_a_removal_and_not_plain_may_explain() {
    for cell in ["исключён ошибочно", "убыл по АУ № 123", "отказ в исключении", "father died", "переехал"]
    {
        assert!(Mark::parse(cell).unclear, "{cell}");
    }
    for cell in ["АУ № 123", "проголосовал", "deadline", "", "ok"] {
        assert!(!Mark::parse(cell).unclear, "{cell}");
    }
}

#[test]
fn days_and_uses() {
    for cell in ["проголосовал", "дауыс берген", "дауыс берді", "voted", "бюллетень выдан"]
    {
        assert!(Mark::parse(cell).used, "{cell}");
    }
    for cell in ["не голосовал", "бюллетень ему не выдан", "дауыс берген жоқ", "has not voted", "ант берген"]
    {
        assert!(!Mark::parse(cell).used, "{cell}");
    }
    let day = |cell: &str| Mark::parse(cell).day.map(|day| day.to_string());
    assert_eq!(day("исключён 15.01.2019 г.").as_deref(), Some("2019-01-15"));
    assert_eq!(day("voted on 2019-06-09").as_deref(), Some("2019-06-09"));
    assert_eq!(day("АУ 15.01.2019"), None);
}

#[test]
fn a_column_for_removals() {
    for cell in [
        "15.01.2019",
        "2019-01-15",
        "да",
        "yes",
        "1",
        "+",
        "true",
        "x",
        "2019",
        "решение № 5 от 01.02.2019",
        "умер",
        "по смерти",
    ] {
        assert!(Mark::in_column(cell).removed, "{cell}");
    }
    for cell in ["", "-", "нет", "no", "0", "false", "жоқ"] {
        assert_eq!(Mark::in_column(cell), Mark::default(), "{cell}");
    }
    for cell in ["не исключён", "восстановлен 01.02.2019", "15.01.2019?", "отменено", "проверить"]
    {
        assert!(!Mark::in_column(cell).removed && Mark::in_column(cell).unclear, "{cell}");
    }
}

#[test]
fn every_list_of_words_is_read() {
    let lists = &*LISTS;
    for words in [
        &lists.removed,
        &lists.beside,
        &lists.place,
        &lists.numbered,
        &lists.yes,
        &lists.no,
        &lists.contrary,
        &lists.about,
        &lists.used,
        &lists.voted,
    ] {
        assert!(!words.is_empty());
    }
}

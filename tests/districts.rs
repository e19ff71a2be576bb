//! Tables of districts as commissions write them, through the program.

use std::fmt::Write as _;
use std::fs;

use crate::support::{document, place, refused, succeed, tizim};

/// The audit of a table as JSON.
fn audit(table: &str, more: &[&str]) -> serde_json::Value {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    let mut typed = vec!["districts", "audit", "table.csv", "--format", "json"];
    typed.extend(more);
    document(place.path(), &typed)
}

/// What a refused audit says.
fn refusal(table: &str, facts: &str) -> String {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    refused(place.path(), &["districts", "audit", "table.csv", "--facts", "facts.toml"])
}

fn findings<'a>(audit: &'a serde_json::Value, code: &str) -> Vec<&'a serde_json::Value> {
    audit["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code).collect()
}

#[test]
fn seats_are_found_under_the_headings_of_commissions() {
    for heading in ["Мандатов", "Число мест", "Количество депутатов", "Депутатские мандаты", "Орын саны"]
    {
        let table = format!(
            "№ п/п;№ округа;Название;{heading};Избирателей\n1;7;а;2;200\n2;8;б;1;100\nИтого;;;3;300\n"
        );
        let audit = audit(&table, &[]);
        assert_eq!(audit["totals"]["seats"], 3, "{heading}");
        assert_eq!(audit["totals"]["quota"], 100.0, "{heading}");
        assert_eq!(audit["units"][0]["id"], "7", "{heading}: the running number is no number of a district");
        assert_eq!(audit["units"][0]["deviation"], 0.0, "{heading}");
    }
}

#[test]
fn a_table_that_does_not_tell_its_seats_is_refused() {
    for cell in ["1.5", "0", "-1", "", "x"] {
        let table = format!("id,name,seats,voters\n1,A,1,100\n2,B,{cell},100\n");
        let error = refusal(&table, "");
        assert!(error.contains("row 3") && error.contains("`seats`"), "{cell}: {error}");
    }
}

#[test]
fn rows_that_sum_a_part_are_no_total() {
    let table = "Регион;Название;Избирателей\nСевер;а;1000\nСевер;б;1200\nИтого по области;;2200\n\
                 Юг;в;900\nВсего по Югу;;900\n";
    assert!(findings(&audit(&format!("{table}ИТОГО;;3100\n"), &[]), "DIST-005").is_empty());
    assert!(findings(&audit(table, &[]), "DIST-005").is_empty());
    assert_eq!(findings(&audit(&format!("{table}ИТОГО;;3200\n"), &[]), "DIST-005").len(), 1);
}

#[test]
fn a_total_of_a_region_that_no_district_is_in_is_refused() {
    let table = "id,region,voters\n1,North,100\n2,South,120\n";
    let error = refusal(table, "[totals.regions]\nEast = 100\n");
    assert!(error.contains("East") && error.contains("`North`, `South`"), "{error}");
}

#[test]
fn a_users_own_table_is_not_under_the_law_of_another_election() {
    let audit = audit("id,region,voters\n1,North,100\n2,South,120\n", &[]);
    assert!(!audit["forced"].to_string().contains("statute"), "{}", audit["forced"]);
    let built_in = document(place().path(), &["districts", "audit", "--format", "json"]);
    assert!(built_in["forced"].to_string().contains("statute"));
    assert_eq!(
        built_in["manifest"]["inputs"].as_array().unwrap().len(),
        4,
        "the built-in tables have hashes too"
    );
}

#[test]
fn the_built_in_audit_says_of_each_count_on_which_lists_it_rests() {
    let text = succeed(place().path(), &["districts", "audit", "--quiet"]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in text.match_indices(" instead of ").map(|(at, _)| at) {
        let (before, after) = (&text[..part], &text[part + " instead of ".len()..]);
        let new = after.split([',', ';']).next().unwrap().split(". ").next().unwrap();
        assert!(!before.ends_with(new), "the same numbers twice: {new}");
    }
    for sentence in text.split(". ").filter(|sentence| sentence.contains("the rules required")) {
        let speaks_of = |list: &str| sentence.contains(list);
        assert!(
            speaks_of("known when the districts were drawn") || speaks_of("There the rules"),
            "{sentence}"
        );
        assert!(
            !speaks_of("known when the districts were drawn") || !speaks_of("as drawn have"),
            "{sentence}"
        );
    }
    // Almaty Region, Kaskelen is one district.
    assert!(text.contains("Akmola Region; Almaty Region, Kaskelen"), "{text}");
}

/// Facts of two sets of lists, those of the drawing in other spellings, and contradicting their own total.
#[test]
fn the_lists_known_when_drawn_are_joined_and_their_contradictions_told() {
    let table = "id,region,voters\n1,Северная область,100\n2,Южная область,120\n";
    let facts = "[totals]\nnation = 220\n[when_drawn]\nnation = 500\n\
                 [when_drawn.regions]\n'Северная обл.' = 90\n'ЮЖНАЯ ОБЛАСТЬ' = 110\n";
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    let typed = ["districts", "audit", "table.csv", "--facts", "facts.toml", "--format", "json"];
    let found = document(place.path(), &typed);
    let regions = &found["forced"]["when_drawn"]["regions"];
    assert_eq!((regions[0]["voters"].as_u64(), regions[1]["voters"].as_u64()), (Some(90), Some(110)));
    let told = findings(&found, "DIST-005");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["figures"]["stated"], 500);
    assert_eq!(told[0]["figures"]["parts"], 200);
    fs::write(place.path().join("facts.toml"), facts.replace("500", "200")).unwrap();
    assert!(findings(&document(place.path(), &typed), "DIST-005").is_empty());
    let error = refusal(table, "[when_drawn.regions]\nEast = 100\n");
    assert!(error.contains("East") && error.contains("Северная область"), "{error}");
}

#[test]
fn results_show_what_unequal_districts_bring_to_parties() {
    let place = place();
    // One voter in four elects two of three seats for the party of the small districts.
    fs::write(place.path().join("table.csv"), "id,voters\n1,100\n2,100\n3,600\n").unwrap();
    fs::write(
        place.path().join("results.csv"),
        "id,party,votes,seats\n1,Small,100,1\n2,Small,100,1\n3,Large,600,1\n",
    )
    .unwrap();
    let typed = ["districts", "audit", "table.csv", "--results", "results.csv", "--format", "json"];
    let audit = document(place.path(), &typed);
    let distortion = audit["distortion"].to_string();
    assert!(distortion.contains("Small") && distortion.contains("Large"), "{distortion}");
    // Two seats of three for a quarter of the votes.
    assert!(distortion.contains(&(2.0 / 3.0 - 0.25).to_string()[..8]), "{distortion}");
}

#[test]
fn inhabitants_need_no_column_of_voters() {
    let table = "id,name,seats,population\n1,A,1,100\n2,B,1,140\n";
    let found = audit(table, &["--basis", "population"]);
    assert_eq!(found["totals"]["quota"], 120.0);
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    let error = refused(place.path(), &["districts", "audit", "table.csv"]);
    assert!(error.contains("no column `voters`") && error.contains("--basis population"), "{error}");
    let text = succeed(place.path(), &["districts", "audit", "table.csv", "--basis", "population"]);
    assert!(
        text.contains("inhabitants per seat") && !text.to_lowercase().contains("voters per seat"),
        "{text}"
    );
}

#[test]
fn every_council_has_its_districts_in_every_format() {
    let place = place();
    let table = "Маслихат;Округ;Избирателей\nА;1;10000\nА;2;14000\nБ;1;10000\nБ;2;10100\n";
    fs::write(place.path().join("table.csv"), table).unwrap();
    let typed = ["districts", "audit", "table.csv", "--by", "Маслихат"];
    let text = succeed(place.path(), &typed);
    assert!(text.contains("Councils: 2. Most unequal: А."), "{text}");
    assert!(text.contains("certainly more than 15.0\u{a0}% from the quota: 1 of 2"), "{text}");
    let rows = text.lines().filter(|line| line.contains("-16.7") || line.contains("+16.7")).count();
    assert!(rows >= 2, "{text}");
    let html = succeed(place.path(), &[&typed[..], &["--format", "html"]].concat());
    assert!(html.contains("<svg") && html.contains("Б: 2"), "no chart");
}

#[test]
fn many_councils_each_show_their_extremes_and_all_their_districts() {
    let place = place();
    let mut table = "Маслихат;Округ;Избирателей\n".to_owned();
    for council in 0..50 {
        for district in 0..6 {
            writeln!(table, "Совет {council};{district};{}", 2000 + council * district).unwrap();
        }
    }
    fs::write(place.path().join("table.csv"), table).unwrap();
    let typed = ["districts", "audit", "table.csv", "--by", "Маслихат", "--format", "html"];
    let page = succeed(place.path(), &typed);
    // In the chart, in the table of councils, and six times in the table of districts, of those that are exactly equal too.
    for council in [0, 17, 49] {
        assert!(page.matches(&format!(">Совет {council}<")).count() >= 8, "{council}");
    }
    let (chart, league) = (page.find("<svg").unwrap(), page.find("Most over-represented").unwrap());
    assert!(chart < league && page.contains("from their most over- to their most under-represented"));
}

#[test]
fn the_answer_and_its_chart_stand_first_on_the_page() {
    let page = succeed(place().path(), &["districts", "audit", "--quiet", "--format", "html"]);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}"));
    let order = [
        "Most over-represented",
        "Did the rules force this inequality?",
        "on the lists of the election?",
        "<svg",
        "more than 15.0",
    ];
    let places: Vec<usize> = order.into_iter().map(at).collect();
    assert!(places.is_sorted(), "{places:?}");
    // Rules of the drawing are named in words.
    let rules = &page[at("Rules of the drawing")..];
    let rules = &rules[..rules.find("</table>").unwrap()];
    assert!(
        rules.contains("number of districts") && !rules.contains("one-each") && !rules.contains(">house<")
    );
}

#[test]
fn a_column_that_by_does_not_find_is_answered_with_those_there_are() {
    let place = place();
    let table = "Маслихат;Округ;Избирателей\nА;1;10000\nА;2;14000\nБ;1;10000\nБ;2;10100\n";
    fs::write(place.path().join("table.csv"), table).unwrap();
    let error = refused(place.path(), &["districts", "audit", "table.csv", "--by", "region"]);
    for said in ["`--by region`", "`Маслихат`, `Округ`, `Избирателей`", "--by \"#1\""]
    {
        assert!(error.contains(said), "{error}");
    }
    let text = succeed(place.path(), &["districts", "audit", "table.csv", "--by", "#1"]);
    assert!(text.contains("Councils: 2."), "{text}");
}

/// What a refused sharing of seats says.
fn unshared(table: &str) -> String {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    refused(place.path(), &["districts", "apportion", "table.csv", "--seats", "5"])
}

#[test]
fn headings_of_tables_without_people_are_shown_in_words() {
    let error = unshared("Territory Name,Ballots in 2023\nA,300\nB,200\n");
    assert!(error.contains("`Territory Name`, `Ballots in 2023`"), "{error}");
    // A row about a person, taken for the headings, is shown as its shape.
    let error = unshared("Иванов Иван,850101700123\nA,300\nB,200\n");
    assert!(!error.contains("Иванов") && !error.contains("8501"), "{error}");
}

#[test]
fn claimants_of_whom_nothing_says_who_they_are_are_told_by_row() {
    let error = unshared("id,name,voters\nA,,300\n,,200\n");
    assert!(error.contains("row 3") && error.contains("identifier or a name"), "{error}");
    let error = unshared("Territory,Voters\nA,300\nB,200\n");
    assert!(error.contains("`Territory`") && error.contains("no column `id`"), "{error}");
    assert!(unshared("id,voters\n").contains("no rows below its headings"));
}

#[test]
fn turnout_bounds_what_was_not_published() {
    let place = place();
    fs::write(place.path().join("table.csv"), "id,region,voters\n1,A,1000\n2,B,2000\n3,C,\n").unwrap();
    fs::write(place.path().join("turnout.csv"), "region,10:00\nA,10.0\nB,20.0\nC,40.0\n,30.0\n").unwrap();
    let facts = "turnout = 'turnout.csv'\n[totals]\nnation = 7000\n[totals.regions]\nA = 1000\nB = 2000\n\
                 [turnout_day]\nwithin = 0.1\n[turnout_day.between]\nC = [0, 7000]\n\
                 [[observed]]\nwhat = 'additions'\nstations = 1352\nmean = 25\nnet_growth = 12369\n";
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    let typed = ["districts", "audit", "table.csv", "--facts", "facts.toml", "--format", "json"];
    let found = document(place.path(), &typed);
    let bounds = &found["conditional"]["regions"][0]["voters"];
    // 4000 is the truth; the other two hold to a tenth only.
    assert!(bounds["low"].as_u64() >= Some(3700) && bounds["low"].as_u64() <= Some(4000), "{bounds}");
    assert!(bounds["high"].as_u64() >= Some(4000) && bounds["high"].as_u64() <= Some(4300), "{bounds}");
    let codes: Vec<&str> = found["conditional"]["assumptions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert_eq!(codes, ["rounded", "lists_grow", "figures_hold", "between"]);
    assert!(found["manifest"]["inputs"].to_string().contains("turnout.csv"));
    assert_eq!(found["observed"][0]["at_least"], 33_124);
    assert_eq!(found["observed"][0]["removals_needed"], 20_755);
    assert!(found["observed"][0]["contradiction"].is_null());
    // A misprint: nobody's 10 per cent makes a nation's 90.
    fs::write(place.path().join("turnout.csv"), "region,10:00\nA,10.0\nB,20.0\nC,40.0\n,90.0\n").unwrap();
    let found = document(place.path(), &typed);
    assert_eq!(found["conditional"]["contradiction"]["hours"], serde_json::json!(["10:00"]));
    assert!(findings(&found, "DIST-005").iter().any(|finding| finding["subject"]["id"] == "turnout"));
}

#[test]
fn apportion_says_who_is_over_and_under_represented() {
    let place = place();
    fs::write(place.path().join("table.csv"), "id,name,voters\nA,North,300\nB,South,90\nC,West,140\n")
        .unwrap();
    let text = succeed(place.path(), &["districts", "apportion", "table.csv", "--seats", "5"]);
    assert!(text.contains("most over-represented is South, -15.1"), "{text}");
    assert!(text.replace('\n', " ").contains("most under-represented West, +32.1"), "{text}");
}

#[test]
fn an_entry_that_cannot_be_answered_shows_in_the_exit_status() {
    let place = place();
    fs::write(place.path().join("r.json"), r#"{"binomial": [{"n": 1, "p": 2, "k": 0}]}"#).unwrap();
    let done = tizim(place.path(), &["stats", "r.json"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stdout).contains("\"error\""));
}

/// Councils of thousands of voters, with a district eight voters beyond a limit: what only looks like a few voters.
const COUNCILS: &str = "Маслихат;Округ;Избирателей\nАбай;1;2400\nАбай;2;3100\nАбай;3;4100\nБурабай;1;3449\n\
                        Бурабай;2;2700\nБурабай;3;2868\nБурабай;4;2967\n";

/// The public edition of these councils, in a format.
fn councils(table: &str, format: &str) -> String {
    let place = place();
    fs::write(place.path().join("own.csv"), table).unwrap();
    let typed = ["districts", "audit", "own.csv", "--by", "Маслихат", "--edition", "public", "--quiet"];
    succeed(place.path(), &[&typed[..], &["--format", format]].concat()).replace('\u{a0}', " ")
}

#[test]
fn electorates_of_thousands_are_public_to_the_voter() {
    let json: serde_json::Value = serde_json::from_str(&councils(COUNCILS, "json")).unwrap();
    assert_eq!(json["units"][0]["voters"], 2400);
    let beyond = |one: &serde_json::Value| one["figures"]["voters_beyond_high"].as_i64();
    let beyond: Vec<i64> = json["findings"].as_array().unwrap().iter().filter_map(beyond).collect();
    assert!(beyond.iter().any(|count| (1..10).contains(count)), "no test without a few: {beyond:?}");
    for format in ["text", "csv", "html"] {
        let shown = councils(COUNCILS, format);
        // A page's script counts, and shows nothing of its own.
        let shown = shown.split("<script>").next().unwrap_or_default();
        assert!(
            !shown.contains(" *") && !shown.contains(">*<") && !shown.contains(",*,"),
            "{format}: {shown}"
        );
    }
    let whole = councils(COUNCILS, "text");
    assert!(
        whole.contains("Councils with a district that is certainly more than 15.0 % from the quota"),
        "{whole}"
    );
    assert!(whole.contains("1.71") && whole.contains("53.1 %") && whole.contains("-25.0 %"), "{whole}");
}

#[test]
fn an_electorate_under_ten_hides_itself_and_what_gives_it_away() {
    let shown = councils(&COUNCILS.replace("Абай;1;2400", "Абай;1;7"), "text");
    assert!(shown.contains("<10") && !shown.contains("-99."), "{shown}");
    // What the law says is no number of persons.
    assert!(
        shown.contains("Councils with a district that is certainly more than 15.0 % from the quota"),
        "{shown}"
    );
}

#[test]
fn one_identifier_twice_is_answered_with_what_to_type() {
    let table = "council,id,voters\nA,1,100\nA,2,110\nB,1,120\n";
    let error = refusal(table, "");
    assert!(
        error.contains("`1` stands twice") && error.contains("hint:") && error.contains("`--by`"),
        "{error}"
    );
    assert!(unshared("id,voters\nA,10\nA,20\n").contains("give each claimant an identifier"));
}

#[test]
fn the_districts_of_2023_are_drawn_as_tiles_in_every_format() {
    let place = place();
    let typed = ["districts", "audit", "--quiet", "--format"];
    let drawn = succeed(place.path(), &[&typed[..], &["svg"]].concat());
    assert!(drawn.starts_with("<svg xmlns=") && drawn.contains("class=\"chart map tiles\""));
    assert_eq!(drawn.matches("<text class=\"number ").count(), 29, "a tile a district");
    assert!(drawn.contains("(Aktobe Region) where it is known exactly."), "{drawn}");
    assert_eq!(drawn, succeed(place.path(), &[&typed[..], &["svg", "--threads", "1"]].concat()));
    let page = succeed(place.path(), &[&typed[..], &["html"]].concat());
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("class=\"chart map tiles\"") < at("id=\"figures\""), "in the first screen");
    succeed(place.path(), &["districts", "audit", "--quiet", "--out", "map.svg"]);
    assert!(fs::read_to_string(place.path().join("map.svg")).unwrap().contains("</svg>"));
}

#[test]
fn what_has_nothing_to_draw_says_so() {
    let place = place();
    fs::write(place.path().join("claims.csv"), "id,name,voters\nA,A,120\nB,B,80\n").unwrap();
    let typed = ["districts", "apportion", "claims.csv", "--seats", "3", "--format", "svg"];
    let errors = refused(place.path(), &typed);
    assert!(errors.contains("neither a map nor a chart"), "{errors}");
}

#[test]
fn figures_of_findings_are_read_in_words_and_programs_get_codes() {
    let place = place();
    let typed = ["districts", "audit", "--quiet", "--format"];
    let page = succeed(place.path(), &[&typed[..], &["html"]].concat());
    assert!(!page.contains("official_via_press") && !page.contains("venice-10, venice-15"));
    let audit = document(place.path(), &[&typed[..], &["json"]].concat());
    let outside = &findings(&audit, "DIST-001")[0]["figures"];
    assert_eq!(outside["grade"], "official");
    assert_eq!(outside["standards"], serde_json::json!(["venice-10", "venice-15"]));
}

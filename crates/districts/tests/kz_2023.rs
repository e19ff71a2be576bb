//! The built-in districts of 2023: what the published figures alone imply.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{DISTRICTS, REGIONS, built_in, number, rows, rules, text};
use serde_json::Value as Json;
use tizim_districts::{Index, audit};
use tizim_evidence::{Audit, Run, Severity};

fn audit_again() -> Audit {
    audit(&built_in(), &rules(), &Run::new([0; 32])).unwrap()
}

/// Two thousand draws on two sets of lists: made once.
fn audited() -> &'static Audit {
    static ONCE: std::sync::OnceLock<Audit> = std::sync::OnceLock::new();
    ONCE.get_or_init(audit_again)
}

fn bounds(value: &Json) -> (f64, f64) {
    (value["low"].as_f64().unwrap(), value["high"].as_f64().unwrap())
}

fn unit(audit: &Audit, id: &str) -> Json {
    let units = audit.sections()["units"].clone();
    units.as_array().unwrap().iter().find(|unit| unit["id"] == id).unwrap().clone()
}

#[test]
fn quota_and_extremes() {
    let audit = audited();
    let quota = audit.sections()["totals"]["quota"].as_f64().unwrap();
    assert!((quota - 414_915.517_241).abs() < 1e-4);
    assert!((unit(audit, "10")["deviation"].as_f64().unwrap() - 0.3559).abs() < 5e-5);
    let ulytau = unit(audit, "28");
    let (low, high) = bounds(&ulytau["deviation"]);
    assert!(low < -0.6578 && -0.6578 < high && high - low < 0.003, "{low} {high}");
    assert!((ulytau["deviation_central"].as_f64().unwrap() + 0.6578).abs() < 5e-5);
    let ratio = audit.sections()["indices"]["max_min_ratio"].clone();
    let (low, high) = bounds(&ratio);
    assert!((3.945..=3.955).contains(&low) && (3.975..=3.985).contains(&high), "{ratio}");
    assert_eq!(ratio["tight"], true);
}

#[test]
fn what_the_rules_required() {
    let audit = audited();
    let forced = audit.sections()["forced"].clone();
    let at = |tolerance: &str, key: &str| forced["impossible"][tolerance][key].clone();
    let official = ["KZ-15", "KZ-39", "KZ-43", "KZ-62", "KZ-63"];
    assert_eq!(at("0.15", "headline"), serde_json::json!(official));
    assert_eq!(
        at("0.15", "published"),
        serde_json::json!(["KZ-11", "KZ-15", "KZ-19", "KZ-39", "KZ-43", "KZ-62", "KZ-63", "KZ-79"])
    );
    assert_eq!(
        at("0.10", "headline"),
        serde_json::json!(["KZ-15", "KZ-31", "KZ-39", "KZ-43", "KZ-62", "KZ-63"])
    );
    assert_eq!(at("0.15", "grades")["KZ-79"], "press");
    assert_eq!(at("0.15", "grades")["KZ-43"], "official_via_press");
    assert_eq!(at("0.15", "with_estimates").as_array().unwrap().len(), 9);
    let house = |tolerance: &str, key: &str| forced["smallest_house"][tolerance][key].as_u64().unwrap();
    assert_eq!((house("0.15", "low"), house("0.15", "high")), (81, 84));
    assert_eq!((house("0.10", "low"), house("0.10", "high")), (90, 153));
    for method in forced["allocation"]["methods"].as_array().unwrap() {
        let share = method["share_of_draws_same"].as_f64().unwrap();
        if method["id"] == "jefferson" {
            assert_eq!(method["same_as_used"], false);
            assert!(share < 0.5, "{share}");
        } else {
            assert_eq!(method["same_as_used"], true, "{method}");
            assert!(share > 0.98, "{method}");
        }
    }
    // The allocation used had the least ratio, range, MAL and Theil T there was: nothing is added by it.
    for key in ["theil_t", "mal", "total_range"] {
        assert_eq!(forced["split"][key]["allocation_adds"]["central"], 0.0, "{key}");
    }
    let least = forced["split"]["theil_t"]["least_between"]["central"].as_f64().unwrap();
    let regions = forced["regions"].as_array().unwrap();
    let quota = 12_032_550.0 / 29.0;
    let voters: Vec<f64> =
        regions.iter().map(|region| region["quotas_central"].as_f64().unwrap() * quota).collect();
    let seats: Vec<u32> =
        regions.iter().map(|region| region["seats_used"].as_u64().unwrap() as u32).collect();
    assert!((voters.iter().sum::<f64>() - 12_032_550.0).abs() < 1.0);
    assert!((least - Index::TheilT.of(&voters, &seats)).abs() < 1e-7);
    assert!(audit.findings.iter().all(|finding| finding.severity < Severity::Violation));
    // The seats per region were the best there were; the drawing inside Almaty Region was not.
    let better: Vec<_> = audit.findings.iter().filter(|finding| finding.code == "DIST-007").collect();
    assert_eq!(better.iter().map(|finding| finding.subject.id.as_str()).collect::<Vec<_>>(), ["drawing"]);
}

#[test]
fn forced_is_asked_on_the_lists_known_when_the_districts_were_drawn() {
    let audit = audited();
    let drawn = audit.sections()["forced"]["when_drawn"].clone();
    assert_eq!((drawn["voters"].as_u64(), drawn["as_of"].as_str()), (Some(11_950_485), Some("2022-10-31")));
    let lists = &drawn["impossible"]["0.15"];
    assert_eq!(lists["headline"], serde_json::json!(["KZ-15", "KZ-39", "KZ-55", "KZ-62"]));
    // East Kazakhstan: the forms made for it in November 2022 leave room for 1.13 quotas, which one district serves.
    let open: Vec<&str> =
        lists["undetermined"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(open.contains(&"KZ-63"), "{open:?}");
    assert_eq!(lists["lost_in_drift"], serde_json::json!(["KZ-19", "KZ-43"]));
    let (low, high) = bounds(&drawn["ratio"]["least_under_rules"]);
    assert!(low > 3.7 && low < 3.95 && high > 3.98 && high < 4.5, "{low} {high}");
    // Each answer speaks of one set of lists alone: the ratio of the districts as drawn is of the lists of the election.
    let answer = |key: &str| audit.summary.iter().find(|message| message.key == key).unwrap();
    let (drawn_up, election) = (answer("districts.forced.when_drawn"), answer("districts.forced.election"));
    assert!(!drawn_up.arguments.contains_key("actual") && election.arguments.contains_key("actual"));
    let span = |message: &tizim_evidence::Message, name: &str| message.arguments[name].bounds().unwrap();
    assert_eq!(span(drawn_up, "least"), (low, high));
    assert!(span(election, "least").0 > low, "the lists of the election are another set");
    let title = |region: &str| {
        let about =
            |finding: &&tizim_evidence::Finding| finding.code == "DIST-006" && finding.subject.id == region;
        audit.findings.iter().find(about).map(|finding| finding.title.key)
    };
    // West Kazakhstan: in half of the draws is no impossibility.
    assert_eq!(title("KZ-27"), None);
    assert_eq!(title("KZ-15"), Some("districts.impossible.both"));
    assert_eq!(title("KZ-43"), Some("districts.impossible.both_apart"));
    assert_eq!(title("KZ-63"), Some("districts.impossible.both_apart"));
    assert_eq!(title("KZ-55"), Some("districts.impossible.when_drawn"));
    assert_eq!(title("KZ-31"), Some("districts.impossible.at_election"));
}

/// Identifiers of the rows of the table of regions that cannot comply, by column of the verdict and of its grade.
fn regions_that_cannot(
    audit: &Audit,
    verdict: &str,
    grade: &str,
    tolerance: f64,
    official: bool,
) -> Vec<String> {
    let table = audit.exhibits.iter().find_map(|exhibit| match exhibit {
        tizim_evidence::Exhibit::Table(table) if table.id == "regions-that-cannot-comply" => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    let column = |key: &str| table.columns.iter().position(|column| column.key == key).unwrap();
    let code = |value: &tizim_evidence::Value| serde_json::to_value(value).unwrap();
    let rows = table.rows.iter().filter(|row| {
        let weak = ["press", "secondary"].contains(&code(&row[column(grade)]).as_str().unwrap());
        code(&row[column(verdict)]) == "cannot"
            && row[1].bounds() == Some((tolerance, tolerance))
            && weak != official
    });
    rows.map(|row| code(&row[0]).as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_count_of_regions_says_which_lists_and_grades_it_rests_on() {
    let audit = audited();
    let figure = |key: &str| {
        let figure = audit.figures.iter().find(|figure| figure.key == key).unwrap();
        (figure.label.key, serde_json::to_value(&figure.value).unwrap().as_u64().unwrap())
    };
    for (key, label, verdict, grade, tolerance) in [
        ("impossible_when_drawn", "when_drawn", "when_drawn", "grade_when_drawn", 0.10),
        ("impossible_when_drawn_wider", "when_drawn", "when_drawn", "grade_when_drawn", 0.15),
        ("impossible_published", "election", "verdict", "grade", 0.10),
        ("impossible_published_wider", "election", "verdict", "grade", 0.15),
    ] {
        let (found, count) = figure(key);
        assert_eq!(found, format!("districts.figure.impossible_{label}"));
        let rows = regions_that_cannot(audit, verdict, grade, tolerance, true);
        assert_eq!(count, rows.len() as u64, "{key}: {rows:?}");
    }
    // The sentences name as many, by grade; what the table of rules given up counts is of every grade.
    for (key, verdict, grade) in [
        ("districts.summary.cannot_when_drawn", "when_drawn", "grade_when_drawn"),
        ("districts.summary.cannot_election", "verdict", "grade"),
    ] {
        let sentence = audit.summary.iter().find(|message| message.key == key).unwrap();
        for (names, official) in [("names", true), ("weaker", false)] {
            let tizim_evidence::Value::List(names) = &sentence.arguments[names] else {
                panic!("{sentence:?}")
            };
            assert_eq!(
                names.len(),
                regions_that_cannot(audit, verdict, grade, 0.15, official).len(),
                "{key}"
            );
        }
    }
    let relaxing = audit.sections()["forced"]["relaxing"].clone();
    let crossing =
        relaxing.as_array().unwrap().iter().find(|entry| entry["rule"] == "no-crossing").unwrap().clone();
    for (change, tolerance) in [(2, 0.10), (3, 0.15)] {
        let of = |official| regions_that_cannot(audit, "verdict", "grade", tolerance, official).len();
        assert_eq!(crossing["changes"][change]["kept"].as_u64(), Some((of(true) + of(false)) as u64));
    }
    // Pavlodar has an official figure on the lists known at the drawing, and none on those of the election.
    assert!(
        regions_that_cannot(audit, "when_drawn", "grade_when_drawn", 0.15, true)
            .contains(&"KZ-55".to_owned())
    );
    assert!(!regions_that_cannot(audit, "verdict", "grade", 0.15, true).contains(&"KZ-55".to_owned()));
}

#[test]
fn nothing_is_said_to_be_better_by_the_same_numbers() {
    let audit = audited();
    let drawing = audit.findings.iter().find(|finding| finding.code == "DIST-007").unwrap();
    assert_eq!(drawing.title.key, "districts.better_drawing.same_ratio");
    assert_eq!(drawing.count, 1);
    // 493,732 less 1 % and 472,572 more 1 %, on quotas of the same whole.
    let apart = drawing.figures["voters_apart_at_least"].bounds().unwrap().0;
    assert!((11_000.0..12_000.0).contains(&apart), "{apart}");
}

#[test]
fn a_verdict_carries_the_grade_of_its_weakest_source() {
    let audit = audited();
    let grade = |district: &str| {
        let of =
            |finding: &&tizim_evidence::Finding| finding.code == "DIST-001" && finding.subject.id == district;
        audit.findings.iter().find(of).unwrap().figures["grade"].clone()
    };
    let graded = |code, word| tizim_evidence::Value::Word { code, word };
    assert_eq!(grade("29"), graded("official", "districts.grade.official"));
    assert_eq!(grade("20"), graded("official_via_press", "districts.grade.official_via_press"));
    assert_eq!(grade("9"), graded("press", "districts.grade.press"));
    assert_eq!(grade("12"), graded("secondary", "districts.grade.secondary"));
    let headline =
        audit.summary.iter().find(|message| message.key == "districts.summary.outside_election").unwrap();
    let under = format!("{:?}", headline.arguments["under"]);
    assert!(under.contains("East Kazakhstan") && !under.contains("Akmola"), "{under}");
    for row in rows(DISTRICTS).iter().chain(&rows(REGIONS)) {
        let known = matches!(row["status"].as_str(), "published" | "derived");
        assert_eq!(known, text(row, "grade").is_some(), "{row:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_document() {
    let (first, second) = (audited(), audit_again());
    assert_eq!(first.document, second.document);
    assert_eq!(first.findings, second.findings);
}

#[test]
fn every_row_says_where_its_figure_comes_from() {
    for row in rows(DISTRICTS).iter().chain(&rows(REGIONS)) {
        assert!(text(row, "source").is_some_and(|source| source.len() > 20), "{row:?}");
        let stated = ["voters", "voters_low"].iter().any(|column| text(row, column).is_some());
        let known = matches!(row["status"].as_str(), "published" | "derived");
        assert_eq!(stated, known, "{row:?}");
        assert_eq!(stated, text(row, "as_of").is_some() && text(row, "drift").is_some(), "{row:?}");
    }
}

#[test]
fn parts_and_totals_agree() {
    // Districts against their regions: where every district of a region is known, they add up to it exactly.
    let (districts, regions) = (rows(DISTRICTS), rows(REGIONS));
    assert_eq!((districts.len(), regions.len()), (29, 20));
    for region in &regions {
        let own: Vec<_> = districts.iter().filter(|row| row["region"] == region["id"]).collect();
        assert_eq!(own.len(), number::<usize>(region, "seats").unwrap(), "{region:?}");
        let counts: Option<u64> = own.iter().map(|row| number::<u64>(row, "voters")).sum();
        if let Some(sum) = counts {
            assert_eq!(Some(sum), number(region, "voters"), "{region:?}");
        }
        if let [only] = own[..] {
            for column in ["voters", "voters_low", "voters_high", "grade", "as_of", "drift"] {
                assert_eq!(only[column], region[column], "{region:?}");
            }
        }
    }
    // Regions against the nation: fifteen are published, and the estimates fill the rest to within 0.1 %. The figures
    // are of several dates, so that no exact sum is to be expected.
    let published: f64 =
        regions.iter().filter_map(|row| number::<f64>(row, "voters")).sum::<f64>() + 142_000.0 + 788_931.0;
    let estimated: f64 = regions.iter().filter_map(|row| number::<f64>(row, "ESTIMATE_voters")).sum();
    assert_eq!(regions.iter().filter(|row| row["status"] == "estimated").count(), 5);
    assert!(((published + estimated) / 12_032_550.0 - 1.0).abs() < 1e-3);
    // The program finds no contradiction either, with the stated drifts.
    assert!(audited().findings.iter().all(|finding| finding.code != "DIST-005"));
}

#[test]
fn what_giving_up_each_rule_would_buy() {
    let audit = audited();
    let forced = audit.sections()["forced"].clone();
    let of = |rule: &str| {
        let all = forced["relaxing"].as_array().unwrap();
        all.iter().find(|entry| entry["rule"] == rule).unwrap()["changes"].as_array().unwrap().clone()
    };
    let houses = of("house");
    assert_eq!((houses[0]["kept"].as_u64(), bounds(&houses[0]["relaxed"])), (Some(29), (90.0, 153.0)));
    assert_eq!(bounds(&houses[1]["relaxed"]), (81.0, 84.0));
    let crossing = of("no-crossing");
    assert_eq!(crossing[0]["kept"]["low"], forced["split"]["theil_t"]["least_between"]["draws"]["low"]);
    assert_eq!((crossing[2]["kept"].as_u64(), crossing[2]["relaxed"].as_u64()), (Some(9), Some(0)));
    let minimum = &of("one-each")[0];
    let (relaxed, kept) = (bounds(&minimum["relaxed"]), bounds(&minimum["kept"]));
    assert!(relaxed.0 < kept.0 && relaxed.1 < kept.1, "{minimum}");
    // Codes in JSON, words in the catalogue.
    let codes: Vec<&str> = forced["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["requirement"].as_str().unwrap())
        .collect();
    assert_eq!(
        codes,
        [
            "required_by_statute",
            "required_by_resolution",
            "required_by_resolution",
            "open_allocation",
            "open_drawing"
        ]
    );
    let tables = audit.exhibits.iter().filter_map(|exhibit| match exhibit {
        tizim_evidence::Exhibit::Table(table) => Some((table.id, table.rows.len())),
        _ => None,
    });
    let tables: Vec<_> = tables.collect();
    assert!(
        tables.contains(&("relaxing", 6))
            && tables.contains(&("relaxing-counts", 4))
            && tables.contains(&("drawing-rules", 5)),
        "{tables:?}"
    );
}

#[test]
fn dates_and_sources_of_totals_are_told() {
    let audit = audited();
    let dates = audit.sections()["dates"].clone();
    assert_eq!(dates["largest_drift"].as_f64(), Some(0.01));
    let known = dates["known_region_totals"].as_array().unwrap();
    let astana = known.iter().find(|known| known["region"] == "KZ-71").unwrap();
    // With and without voters abroad.
    assert_eq!(
        (astana["voters"]["low"].as_f64(), astana["voters"]["high"].as_f64()),
        (Some(788_931.0), Some(801_431.0))
    );
    assert!(astana["source"].as_str().unwrap().contains("abroad"));
    let turkistan = known.iter().find(|known| known["region"] == "KZ-61").unwrap();
    assert!(dates["regions"].as_array().unwrap().contains(&turkistan["as_of"]));
    let note = audit.notes.iter().find(|note| note.key == "districts.note.dates").unwrap();
    assert_eq!(note.arguments["drift"], tizim_evidence::Value::from(0.01));
    let sources = audit.exhibits.iter().find_map(|exhibit| match exhibit {
        tizim_evidence::Exhibit::Table(table) if table.id == "district-sources" => Some(table),
        _ => None,
    });
    let text = format!("{:?}", sources.unwrap().rows);
    assert!(text.contains("the voters at polling stations abroad"), "{text}");
}

#[test]
fn published_turnout_gives_conditional_bounds_and_moves_no_verdict() {
    let audit = audited();
    let conditional = audit.sections()["conditional"].clone();
    assert!(conditional["contradiction"].is_null());
    let bounds_of = |id: &str| {
        let regions = conditional["regions"].as_array().unwrap();
        let found = regions.iter().find(|region| region["id"] == id).unwrap();
        (found["voters"]["low"].as_u64().unwrap(), found["voters"]["high"].as_u64().unwrap())
    };
    // Nearly basis A-loose of the reference (1 %, Astana with or without abroad), whose lists differ by the figures taken.
    for (id, low, high) in [("KZ-75", 1_172_396, 1_221_966), ("KZ-55", 353_187, 562_590)] {
        let found = bounds_of(id);
        assert!(found.0.abs_diff(low) < 12_000 && found.1.abs_diff(high) < 12_000, "{id} {found:?}");
    }
    let assumptions = conditional["assumptions"].as_array().unwrap();
    let codes: Vec<&str> = assumptions.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(codes, ["rounded", "lists_grow", "figures_drift", "order", "ballots"]);
    assert_eq!(
        (&assumptions[1]["size"], &assumptions[2]["size"]),
        (&serde_json::json!(3028), &serde_json::json!(0.01))
    );
    let without = tizim_districts::Districts { turnout: None, ..built_in() };
    let without = tizim_districts::audit(&without, &rules(), &Run::new([0; 32])).unwrap();
    assert_eq!(without.findings, audit.findings);
    assert_eq!(without.sections()["units"], audit.sections()["units"]);
}

#[test]
fn draws_keep_what_is_known_of_order_and_totals() {
    let audit = audited();
    let forced = audit.sections()["forced"].clone();
    assert_eq!(forced["reading"], "simulation_over_estimates");
    assert_eq!(forced["simulation"]["draws"], 2000);
    assert!(forced["simulation"]["rejected"].as_u64().unwrap() > 0);
    let (low, high) = bounds(&audit.sections()["indices"]["total_range"]);
    let least = &forced["split"]["total_range"]["least_between"]["draws"];
    for end in ["low", "high", "least", "most"] {
        assert!((low..=high).contains(&least[end].as_f64().unwrap()), "{least} in {low} to {high}");
    }
}

//! What people who tried the program as users would needed of the audit of districts, each with data of its own.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value as Json;

use crate::support::{document, place, succeed};

/// The audit of a table, with facts where they are not empty, as text and as JSON.
fn audited(table: &str, facts: &str) -> (String, Json) {
    let place = place();
    fs::write(place.path().join("table.csv"), table).unwrap();
    fs::write(place.path().join("facts.toml"), facts).unwrap();
    let typed = ["districts", "audit", "table.csv", "--facts", "facts.toml", "--quiet"];
    let text = succeed(place.path(), &typed).split_whitespace().collect::<Vec<_>>().join(" ");
    (text, document(place.path(), &[&typed[..], &["--format", "json"]].concat()))
}

fn ends(value: &Json) -> (f64, f64) {
    let end = |key: &str| value.get(key).unwrap_or(value).as_f64().unwrap();
    (end("low"), end("high"))
}

/// All inequality is one line inside region P: none of it was forced.
#[test]
fn a_line_inside_a_region_was_not_forced() {
    let table =
        "id,name,region,seats,voters\n1,P west,P,1,500\n2,P east,P,1,3500\n3,Q,Q,1,2000\n4,R,R,1,2000\n";
    let (text, found) = audited(table, "");
    assert!(
        text.contains(
            "Did the rules force this inequality? No. By the figures given, the rules did not require it"
        ),
        "{text}"
    );
    assert!(text.contains("would have had 1.000; the districts as drawn have 7.000"), "{text}");
    let better: Vec<&Json> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "DIST-007")
        .collect();
    assert_eq!(better.len(), 1);
    assert_eq!(better[0]["subject"]["id"], "drawing");
    assert_eq!(ends(&better[0]["figures"]["ratio_of_equal_districts"]), (1.0, 1.0));
    assert_eq!(better[0]["figures"]["voters_apart_at_least"], 3000.0);
}

/// What order and totals leave reaches units, ratio and headline alike, and "tight" stands only where both ends are
/// attained.
#[test]
fn order_facts_reach_the_units_the_ratio_and_the_headline() {
    let table = "id,name,region,seats,voters,voters_low,voters_high\n1,Hill,U,1,2400,,\n2,Vale,U,1,,1500,2300\n3,Isle,V,1,,,\n";
    let (text, found) = audited(table, "smallest = '3'\nlargest = '1'\n[totals]\nnation = 6000\n");
    let voters = |place: usize| ends(&found["units"][place]["voters"]);
    // 6000 less 2400 leaves 3600 for Vale and Isle, of which Isle is the smaller.
    assert_eq!(voters(1), (1800.0, 2300.0));
    assert_eq!(voters(2), (1300.0, 1800.0));
    let ratio = &found["indices"]["max_min_ratio"];
    let (low, high) = ends(ratio);
    assert!((low - 2400.0 / 1800.0).abs() < 1e-9 && (high - 2400.0 / 1300.0).abs() < 1e-9, "{ratio}");
    assert_eq!(ratio["tight"], true);
    assert!(text.contains("A vote in Isle weighs 1.333 to 1.847 times as much as one in Hill"), "{text}");
}

/// A region that may be empty: the bounds within hold a completion in which nearly all of it stands in one district.
#[test]
fn bounds_within_regions_hold_every_completion() {
    let table = |low: u64, high: u64| {
        format!(
            "id,region,seats,voters_low,voters_high\n1,S,1,{low},40000\n2,S,1,0,{high}\n3,N,1,30000,30000\n4,N,1,31000,31000\n"
        )
    };
    let within = |found: &Json, index: &str| ends(&found["decomposition"][index]["within"]);
    let (_, open) = audited(&table(0, 40_000), "");
    for (one, other) in [(40_000, 1), (40_000, 40_000), (20_000, 5)] {
        let closed =
            format!("id,region,seats,voters\n1,S,1,{one}\n2,S,1,{other}\n3,N,1,30000\n4,N,1,31000\n");
        let (_, completion) = audited(&closed, "");
        for index in ["theil_t", "theil_l"] {
            let value = within(&completion, index).0;
            let bounds = &open["decomposition"][index]["within"];
            let high = bounds["high"].as_f64().unwrap_or(f64::INFINITY);
            let low = bounds["low"].as_f64().unwrap_or(0.0);
            assert!(low <= value && value <= high, "{index} {one} {other}: {value} in {bounds}");
        }
    }
}

/// A protected seat counts neither in the quota nor as a breach, whatever the capitals of its name.
#[test]
fn protected_seats_are_known_whatever_the_capitals() {
    let judged = |name: &str| {
        let table = format!(
            "id,name,region,seats,voters\n1,{name},S,1,25000\n2,A,E,1,80000\n3,B,E,1,81000\n4,C,E,1,82000\n"
        );
        let (_, found) = audited(&table, "");
        let standards = found["standards"].as_array().unwrap().clone();
        standards
            .iter()
            .find(|standard| standard["title"].as_str().unwrap().contains("protected seats"))
            .unwrap()["verdict"]
            .clone()
    };
    for name in ["Na h-Eileanan an Iar", "NA H-EILEANAN AN IAR", "na h-eileanan  an iar"] {
        assert_eq!(judged(name), "met", "{name}");
    }
    assert_eq!(judged("Na h-Eileanan an Oir"), "breached");
}

/// Алматы қаласы and Алматы облысы stay two groups; a bare name that fits both is told.
#[test]
fn a_city_and_the_region_of_its_name_stay_two() {
    let place = place();
    let table = "id,region,voters\n1,Алматы облысы,1000\n2,Almaty Region,1100\n3,Алматы қаласы,900\n4,Almaty city,950\n5,Алматы,990\n";
    fs::write(place.path().join("table.csv"), table).unwrap();
    let typed = ["districts", "audit", "table.csv", "--by", "region", "--format", "json"];
    let found = document(place.path(), &typed);
    let sizes: Vec<usize> = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group["units"].as_array().unwrap().len())
        .collect();
    let mut sorted = sizes.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [1, 2, 2], "{sizes:?}");
    let told = found["findings"].as_array().unwrap().iter().filter(|finding| {
        finding["code"] == "DIST-090" && finding["subject"]["id"].as_str().unwrap().contains("told-apart")
    });
    assert_eq!(told.count(), 1);
}

/// Two precincts are judged by the cap of their region as a violation only where the table is known to hold all of it.
#[test]
fn part_of_a_region_is_no_violation_of_its_cap() {
    let place = place();
    fs::write(
        place.path().join("part.csv"),
        "precinct,region,voters,forms\n7,Lake,1200,20\n8,Lake,1100,12\n",
    )
    .unwrap();
    let severities = |more: &[&str]| -> Vec<String> {
        let typed = ["avc", "audit", "--precincts", "part.csv", "--format", "json", "--quiet"];
        let found = document(place.path(), &[&typed[..], more].concat());
        let findings = found["findings"].as_array().unwrap().clone();
        let of_region = findings
            .iter()
            .filter(|finding| finding["code"] == "AVC-001" && finding["subject"]["kind"] == "region");
        of_region.map(|finding| finding["severity"].as_str().unwrap().to_owned()).collect()
    };
    assert!(!severities(&[]).contains(&"violation".to_owned()), "{:?}", severities(&[]));
    let whole = severities(&["--complete", "Lake"]);
    assert!(whole.contains(&"violation".to_owned()), "{whole:?}");
}

/// A table of councils as it comes from an old program, in KZ-1048: every council has its districts, in every format.
#[test]
fn councils_in_the_kazakh_code_page_are_read() {
    let place = place();
    let table: &[u8] = b"\xb9;\xcc\xbc\xf1\xeb\xe8\xf5\xe0\xf2;\xd1\xe0\xe9\xeb\xe0\xf3 \xee\xea\xf0\xf3\xe3\xb3\xed\xb3\xbe \xe0\xf2\xe0\xf3\xfb;\xd1\xe0\xe9\xeb\xe0\xf3\xf8\xfb\xeb\xe0\xf0 \xf1\xe0\xed\xfb\n\
        1;\xc6\xe5\xf2\xb3\x9d\xe0\xe7\xe0\xed;\xce\xea\xf0\xf3\xe3 \xb9 1;1 204\n\
        2;\xc6\xe5\xf2\xb3\x9d\xe0\xe7\xe0\xed;\xce\xea\xf0\xf3\xe3 \xb9 2;1 198\n\
        3;\x8d\xe0\xf0\xe0\xf1\xf3;\xce\xea\xf0\xf3\xe3 \xb9 1;1 890\n\
        4;\x8d\xe0\xf0\xe0\xf1\xf3;\xce\xea\xf0\xf3\xe3 \xb9 2;1 150\n\
        ";
    fs::write(place.path().join("d.csv"), table).unwrap();
    for format in ["text", "html"] {
        let said = succeed(
            place.path(),
            &["districts", "audit", "d.csv", "--by", "Мәслихат", "--format", format, "--quiet"],
        );
        assert!(said.contains("Most unequal: Қарасу") && said.contains("Жетіқазан"), "{format}: {said}");
    }
}

/// One number and two spellings of one name: both audits take the holder for one person.
#[test]
fn spellings_of_one_name_under_one_number_are_one_person_in_both_audits() {
    let place = place();
    fs::copy(crate::support::nation().join("profile.toml"), place.path().join("law.toml")).unwrap();
    let people = ["Джанбулатова;Асель;Болатовна", "Жанболат;Әсел;Болатқызы"];
    let list = format!(
        "iin;surname;given_name;patronymic;precinct\n{0};{1};1\n{0};{2};2\n",
        "800413700018", people[0], people[1]
    );
    let register = format!(
        "serial;home_precinct;iin;surname;given_name;patronymic\n1;1;{0};{1}\n2;1;{0};{2}\n",
        "800413700018", people[0], people[1]
    );
    fs::write(place.path().join("p.csv"), list).unwrap();
    fs::write(place.path().join("c.csv"), register).unwrap();
    let found = |typed: &[&str]| {
        let law = ["--profile", "law.toml", "--format", "json", "--quiet"];
        let audit = document(place.path(), &[typed, &law].concat());
        let findings = audit["findings"].as_array().unwrap().iter();
        let persons = findings.filter(|one| one["subject"]["kind"] == "person");
        persons.map(|one| (one["code"].to_string(), one["severity"].to_string())).collect::<Vec<_>>()
    };
    let violation = |code: &str| vec![(format!("\"{code}\""), "\"violation\"".to_owned())];
    assert_eq!(found(&["rolls", "check", "--list", "permanent=p.csv"]), violation("ROLL-002"));
    assert_eq!(found(&["avc", "audit", "--certificates", "c.csv"]), violation("AVC-003"));
}

/// Four TECs of a small region, all alike and far from the other regions: nobody is named.
#[test]
fn a_small_region_whose_tecs_are_alike_names_nobody() {
    let place = place();
    let mut rows = String::from("region,precinct,tec,voters,issued_reported\n");
    let mut precinct = 0;
    let of_regions = [
        [17, 25, 11, 21],
        [3, 5, 2, 4],
        [6, 8, 5, 7],
        [6, 7, 5, 8],
        [4, 6, 3, 5],
        [5, 7, 4, 6],
        [5, 6, 3, 5],
        [3, 5, 4, 4],
    ];
    for (counts, region) in of_regions.into_iter().zip(1..) {
        for tec in 1..=4 {
            for count in counts.into_iter().cycle().take(12) {
                precinct += 1;
                let own = count + (precinct * 7 + tec) % 3;
                writeln!(rows, "R{region},{precinct},T{region}-{tec},1500,{own}").unwrap();
            }
        }
    }
    fs::write(place.path().join("p.csv"), rows).unwrap();
    let audit =
        document(place.path(), &["avc", "audit", "--precincts", "p.csv", "--format", "json", "--quiet"]);
    let named: Vec<_> =
        audit["findings"].as_array().unwrap().iter().filter(|one| one["code"] == "AVC-014").collect();
    assert!(named.is_empty(), "{named:?}");
}

/// A region with one TEC has nobody to be compared with: no flow of it is named, and that is told.
#[test]
fn a_region_with_one_tec_has_no_peers() {
    let place = place();
    let (mut table, mut register) = (
        String::from("region,precinct,tec,voters\n"),
        String::from("serial,home_region,home_precinct,used_region,used_precinct\n"),
    );
    let mut dice = 7_u32;
    let mut serial = 0;
    for region in 1..=6_u32 {
        for precinct in 1..=18_u32 {
            let tec = if region == 6 { 1 } else { 1 + precinct % 3 };
            writeln!(table, "R{region},{precinct},T{region}-{tec},1500").unwrap();
            for _ in 0..8 {
                dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let place = 1 + (dice >> 16) % 18;
                serial += 7;
                if place != precinct {
                    writeln!(register, "{serial:06},R{region},{precinct},R{region},{place}").unwrap();
                }
            }
        }
    }
    fs::write(place.path().join("p.csv"), table).unwrap();
    fs::write(place.path().join("c.csv"), register).unwrap();
    let typed =
        ["avc", "audit", "--precincts", "p.csv", "--certificates", "c.csv", "--format", "json", "--quiet"];
    let audit = document(place.path(), &typed);
    let findings = audit["findings"].as_array().unwrap();
    assert!(findings.iter().all(|one| one["code"] != "AVC-015"), "{findings:?}");
    assert!(
        findings.iter().any(|one| one["subject"]["id"] == "unusual-flow-tec-without-peers"),
        "{findings:?}"
    );
}

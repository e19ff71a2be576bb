//! What `truth/` says of certificates and forms is so, and nothing else is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::support::Nation;

fn nation() -> Nation {
    Nation::new(150_000, 5)
}

/// Subjects of a code that are planted or a side effect.
fn subjects(nation: &Nation, code: &str) -> BTreeSet<String> {
    let truth = nation.table("truth/avc.csv");
    (0..truth.len())
        .filter(|row| truth.cell(*row, "code") == code && truth.cell(*row, "certainty") != "lawful")
        .map(|row| truth.cell(row, "subject").to_owned())
        .collect()
}

#[test]
fn truth_points_at_the_rows() {
    let nation = nation();
    let truth = nation.table("truth/avc.csv");
    for row in 0..truth.len() {
        let table = nation.table(truth.cell(row, "file"));
        let column = match truth.cell(row, "subject_kind") {
            "certificate" => "serial",
            kind => kind,
        };
        assert_eq!(table.cell(truth.count(row, "row") as usize - 2, column), truth.cell(row, "subject"));
    }
    let planted: BTreeSet<&str> = (0..truth.len())
        .filter(|row| truth.cell(*row, "certainty") == "planted")
        .map(|row| truth.cell(row, "code"))
        .collect();
    let expected: Vec<String> = (1..=17).map(|number| format!("AVC-{number:03}")).collect();
    assert_eq!(planted.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn electorates_are_rows() {
    let nation = nation();
    let mut rows: HashMap<String, i64> = HashMap::new();
    for file in ["permanent.csv", "special.csv"] {
        let table = nation.table(file);
        for row in 0..table.len() {
            *rows.entry(table.cell(row, "precinct").to_owned()).or_default() += 1;
        }
    }
    let precincts = nation.table("precincts.csv");
    let over: Vec<usize> =
        (0..precincts.len()).filter(|row| precincts.count(*row, "voters") > 3_000).collect();
    for row in 0..precincts.len() {
        let number = precincts.cell(row, "precinct");
        assert_eq!(precincts.count(row, "voters"), rows.get(number).copied().unwrap_or(0), "{number}");
    }
    let truth: Vec<usize> = nation
        .truth()
        .into_iter()
        .filter(|truth| truth.code == "ROLL-020")
        .map(|truth| truth.rows[0].1)
        .collect();
    assert_eq!(over, truth);
    let permanent = nation.table("permanent.csv");
    let extra = nation
        .truth()
        .iter()
        .filter(|truth| {
            !truth.lawful && matches!(truth.code.as_str(), "ROLL-001" | "ROLL-002")
                || truth.kind == "one-person-two-iins"
        })
        .count();
    assert_eq!(permanent.len(), 150_000 + extra);
    let districts = nation.table("districts.csv");
    let sum: i64 = (0..districts.len()).map(|row| districts.count(row, "voters")).sum();
    assert_eq!((districts.len(), sum), (29, permanent.len() as i64));
}

#[test]
fn counts_reconcile_but_where_planted() {
    let nation = nation();
    let precincts = nation.table("precincts.csv");
    let certificates = nation.table("certificates.csv");
    let mut issued: HashMap<&str, BTreeSet<(&str, &str)>> = HashMap::new();
    let mut used: HashMap<&str, i64> = HashMap::new();
    for row in 0..certificates.len() {
        let cell = |column| certificates.cell(row, column);
        issued.entry(cell("home_precinct")).or_default().insert((cell("serial"), cell("iin")));
        *used.entry(cell("used_precinct")).or_default() += 1;
    }
    let (differ, gaps, unknown) =
        (subjects(&nation, "AVC-013"), subjects(&nation, "AVC-016"), subjects(&nation, "AVC-017"));
    let quota = subjects(&nation, "AVC-001");
    for row in 0..precincts.len() {
        let cell = |column| precincts.cell(row, column);
        let count = |column| precincts.count(row, column);
        let number = cell("precinct");
        let counted = issued.get(number).map_or(0, BTreeSet::len) as i64;
        let uses = used.get(number).copied().unwrap_or(0);
        let same = count("issued_reported") == counted
            && (cell("used_reported").is_empty() || count("used_reported") == uses);
        assert_eq!(same, !differ.contains(number), "reported and counted at {number}");
        assert_eq!(cell("used_reported").is_empty(), unknown.contains(number));
        let forms = count("forms") + count("extra_forms");
        let reconciled = forms == count("issued_reported") + count("returned_reported");
        assert_eq!(reconciled, !gaps.contains(number), "forms at {number}");
        let (low, high) = (count("voters") / 100, (count("voters") + 99) / 100);
        let within = (low..=high).contains(&count("forms"));
        let without_order = count("extra_forms") > 0 && cell("extra_order").is_empty();
        assert_eq!(!within || without_order, quota.contains(number), "quota at {number}");
    }
}

#[test]
fn no_region_has_forms_above_one_per_cent_but_where_planted() {
    let nation = nation();
    let precincts = nation.table("precincts.csv");
    let odd = subjects(&nation, "AVC-001");
    let mut regions: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for row in 0..precincts.len() {
        let (forms, voters) = regions.entry(precincts.cell(row, "region")).or_default();
        *forms += precincts.count(row, "forms") + precincts.count(row, "extra_forms");
        *voters += precincts.count(row, "voters");
    }
    for (region, (forms, voters)) in regions {
        assert!(forms * 100 <= voters || odd.contains(region), "{region}");
    }
}

#[test]
fn serials_lie_in_their_ranges_but_where_planted() {
    let nation = nation();
    let forms = nation.table("forms.csv");
    let mut ranges: BTreeMap<i64, (i64, &str)> = BTreeMap::new();
    for row in 0..forms.len() {
        let (from, to) = (forms.count(row, "from_serial"), forms.count(row, "to_serial"));
        assert!(from <= to && ranges.insert(from, (to, forms.cell(row, "precinct"))).is_none());
    }
    let certificates = nation.table("certificates.csv");
    let outside = subjects(&nation, "AVC-006");
    let never = subjects(&nation, "AVC-007");
    let mut holders: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    let mut serials: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for row in 0..certificates.len() {
        let cell = |column| certificates.cell(row, column);
        let serial = cell("serial");
        let home = ranges.range(..=certificates.count(row, "serial")).next_back();
        let inside = home.is_some_and(|(_, (to, precinct))| {
            certificates.count(row, "serial") <= *to
                && (cell("home_precinct") == *precinct || never.contains(serial))
        });
        assert_eq!(inside, !outside.contains(serial), "{serial}");
        assert_eq!(cell("issued_at").is_empty(), never.contains(serial));
        holders.entry(serial).or_default().insert(cell("iin"));
        serials.entry(cell("iin")).or_default().insert(serial);
    }
    let twice: BTreeSet<String> = holders
        .iter()
        .filter(|(_, holders)| holders.len() > 1)
        .map(|(serial, _)| (*serial).to_owned())
        .collect();
    assert!(!twice.is_empty() && twice.is_subset(&subjects(&nation, "AVC-002")));
    let two: BTreeSet<String> = serials
        .values()
        .filter(|serials| serials.len() > 1)
        .flatten()
        .map(|serial| (*serial).to_owned())
        .collect();
    assert!(!two.is_empty() && two.is_subset(&subjects(&nation, "AVC-003")));
}

#[test]
fn lists_and_register_agree_but_where_planted() {
    let nation = nation();
    let certificates = nation.table("certificates.csv");
    let permanent = nation.table("permanent.csv");
    let mut marks: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for row in 0..permanent.len() {
        marks.entry(permanent.cell(row, "iin")).or_default().insert(permanent.cell(row, "avc_serial"));
    }
    let mut arrivals: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for file in ["avc.csv", "supplementary.csv"] {
        let table = nation.table(file);
        for row in 0..table.len() {
            arrivals.insert((
                table.cell(row, "iin"),
                table.cell(row, "precinct"),
                table.cell(row, "avc_serial"),
            ));
        }
    }
    let odd = subjects(&nation, "AVC-011");
    let (unknown, home) = (subjects(&nation, "AVC-005"), subjects(&nation, "AVC-009"));
    let sloppy = subjects(&nation, "AVC-012");
    let mut used = 0;
    for row in 0..certificates.len() {
        let cell = |column| certificates.cell(row, column);
        let serial = cell("serial");
        let marked = marks.get(cell("iin")).is_some_and(|marks| marks.contains(serial));
        let arrived = cell("used_precinct").is_empty()
            || arrivals.contains(&(cell("iin"), cell("used_precinct"), serial));
        assert!((marked && arrived) || odd.contains(serial), "{serial}");
        assert_eq!(!marks.contains_key(cell("iin")), unknown.contains(serial), "{serial}");
        let at_home = !cell("used_precinct").is_empty() && cell("used_precinct") == cell("home_precinct");
        assert_eq!(at_home, home.contains(serial), "{serial}");
        assert_eq!(cell("retained") == "no" || cell("recorded") == "no", sloppy.contains(serial));
        used += usize::from(!cell("used_precinct").is_empty());
    }
    let share = used as f64 / certificates.len() as f64;
    assert!((0.5..0.75).contains(&share), "{share}");
}

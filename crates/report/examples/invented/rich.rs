//! A rich audit: intervals, charts of both kinds, large tables, findings of every severity.

use tizim_evidence::{
    Audit, Chart, ChartKind, Column, ColumnKind, Evidence, Exhibit, Figure, Finding, Interval, Mark, Message,
    Object, Persons, Privacy, Series, Severity, Share, SourceRef, Status, Subject, Table, Value,
};

const QUOTA: f64 = 414_915.5;

const NAMES: [&str; 29] = [
    "Almaly",
    "Alatau",
    "Baikonyr",
    "Saryarqa",
    "Esil",
    "Shymkent north",
    "Shymkent south",
    "Abai",
    "Akmola",
    "Aktobe",
    "Almaty region, west",
    "Almaty region, east",
    "Atyrau",
    "Batys",
    "Zhambyl, Taraz",
    "Zhambyl, Shu",
    "Zhetisu",
    "Qaraghandy",
    "Qaraghandy, Temirtau and the mining towns",
    "Qostanai",
    "Qyzylorda",
    "Mangystau",
    "Pavlodar",
    "Soltüstik",
    "Turkistan, Kentau",
    "Turkistan, Saryagash",
    "Turkistan, Otyrar",
    "Shyghys",
    "Ulytau",
];

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1u32 << 31)
    }

    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

struct District {
    number: usize,
    name: &'static str,
    voters: Value,
    deviation: Value,
    outside: bool,
    status: &'static str,
}

fn districts() -> Vec<District> {
    let mut dice = Dice(3);
    let one = |(index, name): (usize, &&'static str)| {
        let deviation = match index {
            9 => 0.3559,
            28 => -0.6578,
            _ => (dice.bell() * 0.14).clamp(-0.3, 0.3),
        };
        let voters = (QUOTA * (1.0 + deviation)).round();
        let bounds = |low: f64, high: f64| Interval { low, high, tight: true };
        let (voters_value, deviation_value, status) = match index % 7 {
            3 => {
                let (low, high) = (voters - 21_000.0, voters + 24_000.0);
                (bounds(low, high).into(), bounds(low / QUOTA - 1.0, high / QUOTA - 1.0).into(), "estimated")
            }
            6 if index == 13 => (Value::Missing, Value::Missing, "unknown"),
            _ => (Value::from(voters as i64), deviation.into(), "published"),
        };
        District {
            number: index + 1,
            name,
            voters: voters_value,
            deviation: deviation_value,
            outside: deviation.abs() > 0.1,
            status,
        }
    };
    NAMES.iter().enumerate().map(one).collect()
}

fn law(article: &str) -> SourceRef {
    SourceRef {
        title: "Electoral Law of Examplia".to_owned(),
        article: Some(article.to_owned()),
        date: Some("version of 1 January 2030".to_owned()),
        note: None,
    }
}

fn venice() -> SourceRef {
    SourceRef {
        title: "Venice Commission, Code of Good Practice in Electoral Matters".to_owned(),
        article: Some("I.2.2.iv".to_owned()),
        date: Some("2002".to_owned()),
        note: Some(
            "A recommendation: seldom more than 10 %, never more than 15 % except in special cases."
                .to_owned(),
        ),
    }
}

pub(crate) fn audit() -> Audit {
    let districts = districts();
    let mut audit = Audit::new("tizim-invented/1", Message::new("example.title"));
    let ratio = Interval { low: 3.95, high: 3.98, tight: true };
    let outside = districts.iter().filter(|district| district.outside).count();
    audit.summary = vec![
        Message::new("example.lead").with("ratio", ratio).with("outside", outside).with("districts", 29),
        Message::new("example.second").with("people", 312),
    ];
    figures(&mut audit, outside, ratio);
    findings(&mut audit, &districts);
    audit.exhibits = vec![
        Exhibit::Chart(bars(&districts)),
        Exhibit::Table(table(&districts)),
        Exhibit::Chart(funnel()),
        Exhibit::Chart(lorenz()),
        Exhibit::Table(precincts()),
        Exhibit::Table(persons()),
    ];
    audit.notes = vec![Message::new("example.note_one"), Message::new("example.note_two")];
    audit.document.insert(
        "counts",
        Object::new().with("ROLL-001", Object::new().with("groups", Persons(31)).with("rows", Persons(62))),
    );
    audit.sort_findings();
    audit
}

fn figures(audit: &mut Audit, outside: usize, ratio: Interval) {
    let figure = |key, label, value: Value| Figure::new(key, Message::new(label), value);
    let kolm = Interval { low: 81_200.4, high: 83_911.0, tight: false };
    audit.figures = vec![
        figure("voters", "example.figure_voters", 12_032_550.into())
            .with_status(Status::Published)
            .from_source(Some(law("resolution 7"))),
        figure("quota", "example.figure_quota", QUOTA.into()).with_status(Status::Derived),
        figure("max_min_ratio", "example.figure_ratio", ratio.into())
            .shown_as("number2")
            .with_status(Status::Estimated),
        figure("outside", "example.figure_outside", outside.into()).with_status(Status::Derived),
        figure("rows", "example.figure_rows", Persons(202_348).into()),
        figure("abroad", "example.figure_abroad", Value::Missing),
        figure("gini", "example.figure_gini", 0.1187.into()).shown_as("number4").with_status(Status::Derived),
        figure("mal", "example.figure_mal", 0.084.into()).shown_as("percent").with_status(Status::Derived),
        figure("kolm", "example.figure_kolm", kolm.into()).shown_as("number1").with_status(Status::Estimated),
        figure("expected", "example.figure_expected", 17.4.into())
            .shown_as("number1")
            .with_status(Status::Estimated)
            .from_source(Some(venice())),
    ];
}

fn findings(audit: &mut Audit, districts: &[District]) {
    let evidence = |file: &str, list: Option<&str>, row| Evidence {
        file: file.to_owned(),
        list: list.map(str::to_owned),
        row,
        source_ref: None,
    };
    for district in districts.iter().filter(|district| district.outside) {
        audit.findings.push(
            Finding::new(
                "DIST-001",
                Severity::Warning,
                Subject::new("district", district.number.to_string()),
            )
            .titled(
                Message::new("example.outside")
                    .with("district", district.number)
                    .with("name", district.name)
                    .with("voters", district.voters.clone())
                    .with("deviation", district.deviation.clone())
                    .with("quota", QUOTA)
                    .with("limit", 0.1),
            )
            .figure("deviation", district.deviation.clone())
            .figure("voters", district.voters.clone())
            .under("venice-10", Some(venice()))
            .shown_by([evidence("districts.csv", None, district.number as u64 + 1)])
            .unless(Message::new("example.why_size")),
        );
    }
    let mut dice = Dice(11);
    for number in 0..31u64 {
        let token = format!("{:04x}-{:04x}-{:04x}", number * 977 + 4096, number * 31 + 8192, number + 12_288);
        let (first, second) = ((dice.share() * 900.0) as u64 + 2, (dice.share() * 900.0) as u64 + 950);
        audit.findings.push(
            Finding::new("ROLL-001", Severity::Violation, Subject::new("person", token.as_str()))
                .titled(
                    Message::new("example.twice")
                        .with("token", token.as_str())
                        .with("precinct", number * 7 + 12)
                        .with("first", first)
                        .with("second", second),
                )
                .counting(2)
                .under("iin", Some(law("art. 26")))
                .shown_by([
                    evidence("permanent.csv", Some("permanent"), first),
                    evidence("permanent.csv", Some("permanent"), second),
                ])
                .unless(Message::new("example.why_typing"))
                .unless(Message::new("example.why_twins")),
        );
    }
    for number in 0..3u64 {
        let token = format!("9z{number}q-77m2-00ab");
        audit.findings.push(
            Finding::new("ROLL-013", Severity::Notice, Subject::new("person", token.as_str()))
                .titled(Message::new("example.two_numbers").with("token", token.as_str()))
                .under("name-date", Some(law("art. 26")))
                .shown_by((0..9).map(|row| evidence("permanent.csv", Some("permanent"), number * 100 + row)))
                .unless(Message::new("example.why_twins")),
        );
    }
    audit.findings.push(
        Finding::new("ROLL-003", Severity::Notice, Subject::new("nation", "XX"))
            .titled(Message::new("example.special").with("count", 281))
            .counting(281)
            .of_persons()
            .under("iin", Some(law("art. 25(3)")))
            .unless(Message::new("example.why_lag")),
    );
    audit.findings.push(
        Finding::new("AVC-090", Severity::Info, Subject::new("check", "AVC-006"))
            .titled(Message::new("example.missing_table")),
    );
}

fn bars(districts: &[District]) -> Chart {
    let mark = |district: &District| Mark {
        label: format!("{} {}", district.number, district.name).into(),
        x: district.deviation.clone(),
        y: Value::Missing,
        highlighted: district.outside,
    };
    let mut marks: Vec<Mark> = districts.iter().map(mark).collect();
    marks.sort_by(|left, right| {
        let key = |mark: &Mark| mark.x.bounds().map_or(f64::NEG_INFINITY, |bounds| bounds.0);
        key(right).total_cmp(&key(left))
    });
    Chart {
        id: "deviations",
        title: Message::new("example.chart_districts"),
        note: Some(Message::new("example.chart_districts_note")),
        kind: ChartKind::Bars,
        x_title: Message::new("example.axis_deviation"),
        x_format: "signed",
        y_title: Message::new("example.district"),
        y_format: "",
        guides: vec![
            (-0.1, Message::new("example.guide_low")),
            (0.1, Message::new("example.guide_high")),
            (0.15, Message::new("example.guide_venice")),
        ],
        series: vec![Series { label: Message::new("example.district"), line: false, marks }],
        privacy: Privacy::Open,
    }
}

fn table(districts: &[District]) -> Table {
    let row = |district: &District| {
        vec![
            district.number.to_string().into(),
            district.name.into(),
            district.voters.clone(),
            district.deviation.clone(),
            district.status.into(),
        ]
    };
    Table {
        id: "districts",
        title: Message::new("example.table_districts"),
        note: Some(Message::new("example.table_districts_note")),
        columns: vec![
            Column::new("id", Message::new("example.district"), ColumnKind::Text),
            Column::new("name", Message::new("example.name"), ColumnKind::Text),
            Column::new("voters", Message::new("example.voters"), ColumnKind::Count),
            Column::new("deviation", Message::new("example.deviation"), ColumnKind::Deviation),
            Column::new("status", Message::new("example.status"), ColumnKind::Text),
        ],
        rows: districts.iter().map(row).collect(),
        privacy: Privacy::Open,
    }
}

fn funnel() -> Chart {
    let rate = 0.006;
    let mut dice = Dice(5);
    let mut marks = Vec::new();
    for number in 0..2400 {
        let voters = (dice.share().powi(2) * 2900.0 + 80.0).round();
        let spread = (rate * (1.0 - rate) / voters).sqrt();
        let value = (rate + dice.bell() * spread).max(0.0);
        let value = if number % 480 == 7 { rate + 6.5 * spread } else { value };
        let outside = value > rate + 3.09 * spread;
        marks.push(Mark {
            label: if outside { format!("precinct {number}").into() } else { Value::Missing },
            x: voters.into(),
            y: value.into(),
            highlighted: outside,
        });
    }
    let limit = |label, sigmas: f64| {
        let place = |step: u32| {
            let voters = 80.0 + f64::from(step) * 29.0;
            let spread = (rate * (1.0 - rate) / voters).sqrt();
            let y = (rate + sigmas * spread).into();
            Mark { label: Value::Missing, x: voters.into(), y, highlighted: false }
        };
        Series { label: Message::new(label), line: true, marks: (0..=100).map(place).collect() }
    };
    Chart {
        id: "funnel",
        title: Message::new("example.chart_funnel"),
        note: Some(Message::new("example.chart_funnel_note")),
        kind: ChartKind::Plane,
        x_title: Message::new("example.axis_voters"),
        x_format: "",
        y_title: Message::new("example.axis_rate"),
        y_format: "percent",
        guides: Vec::new(),
        series: vec![
            Series { label: Message::new("example.series_precincts"), line: false, marks },
            limit("example.series_95", 1.96),
            limit("example.series_998", 3.09),
        ],
        privacy: Privacy::Open,
    }
}

fn lorenz() -> Chart {
    let line = |label, power: f64| {
        let place = |step: u32| {
            let x = f64::from(step) / 29.0;
            Mark { label: Value::Missing, x: x.into(), y: x.powf(power).into(), highlighted: false }
        };
        Series { label: Message::new(label), line: true, marks: (0..=29).map(place).collect() }
    };
    Chart {
        id: "lorenz",
        title: Message::new("example.chart_lorenz"),
        note: Some(Message::new("example.chart_lorenz_note")),
        kind: ChartKind::Plane,
        x_title: Message::new("example.axis_share"),
        x_format: "percent",
        y_title: Message::new("example.axis_seats"),
        y_format: "percent",
        guides: Vec::new(),
        series: vec![line("example.series_curve", 0.8), line("example.series_equal", 1.0)],
        privacy: Privacy::Open,
    }
}

fn precincts() -> Table {
    let mut dice = Dice(17);
    let row = |number: usize| {
        let registered = (dice.share() * 2800.0 + 60.0).round();
        let double = (dice.share().powi(4) * 60.0).round();
        vec![
            number.into(),
            NAMES[number % NAMES.len()].into(),
            Persons(registered as u64).into(),
            Persons(double as u64).into(),
            Share::of(double as u64, registered as u64).into(),
        ]
    };
    Table {
        id: "precincts",
        title: Message::new("example.table_precincts"),
        note: None,
        columns: vec![
            Column::new("precinct", Message::new("example.precinct"), ColumnKind::Text),
            Column::new("region", Message::new("example.region"), ColumnKind::Text),
            Column::new("registered", Message::new("example.registered"), ColumnKind::Count),
            Column::new("double", Message::new("example.double"), ColumnKind::Count),
            Column::new("share", Message::new("example.share"), ColumnKind::Share),
        ],
        rows: (1..=260).map(row).collect(),
        privacy: Privacy::Open,
    }
}

fn persons() -> Table {
    let row = |number: u64| {
        vec![
            "permanent".into(),
            (number * 37 + 5).into(),
            format!("{:04x}-{:04x}-7q2m", number * 977 + 4096, number * 31 + 8192).into(),
            "Ә. С. Қ., 1974".into(),
        ]
    };
    Table {
        id: "persons",
        title: Message::new("example.table_persons"),
        note: Some(Message::new("example.table_persons_note")),
        columns: vec![
            Column::new("list", Message::new("example.list"), ColumnKind::Text),
            Column::new("row", Message::new("example.row"), ColumnKind::Text),
            Column::new("token", Message::new("example.token"), ColumnKind::Text),
            Column::new("person", Message::new("example.person"), ColumnKind::Text),
        ],
        rows: (0..8).map(row).collect(),
        privacy: Privacy::Persons,
    }
}

//! What decides over privacy and over sums.

use tizim_evidence::{Finding, InputRecord, Severity, Subject};

#[test]
fn who_may_be_one_person_is_one() {
    for kind in ["person", "certificate", "address"] {
        assert!(Subject::new(kind, "x").is_person(), "{kind}");
        assert!(Finding::new("ROLL-022", Severity::Info, Subject::new(kind, "x")).about_persons, "{kind}");
    }
    for kind in ["nation", "region", "district", "tec", "precinct", "file", "list", "check"] {
        assert!(!Subject::new(kind, "x").is_person(), "{kind}");
        assert!(!Finding::new("ROLL-020", Severity::Info, Subject::new(kind, "x")).about_persons, "{kind}");
    }
}

#[test]
fn rows_add_up_only_where_every_row_is_one_of_three() {
    let record = |read: u64, taken: u64, rejected: u64, aside: u64| -> InputRecord {
        let input = serde_json::json!({"name": "a.csv", "role": "permanent", "bytes": 1, "blake3": "", "read_as": "",
            "rows_read": read, "rows_taken": taken, "rows_rejected": rejected, "rows_set_aside": aside});
        serde_json::from_value(input).expect("a record")
    };
    assert!(record(0, 0, 0, 0).adds_up());
    assert!(record(10, 5, 3, 2).adds_up());
    // No two of the three may stand for one another.
    for (read, taken, rejected, aside) in
        [(10, 5, 3, 1), (10, 5, 3, 3), (10, 5, 2, 2), (10, 4, 3, 2), (8, 5, 3, 2)]
    {
        assert!(!record(read, taken, rejected, aside).adds_up(), "{read} {taken} {rejected} {aside}");
    }
}

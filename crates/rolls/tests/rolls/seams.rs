//! What judges, without any file: fields kept in memory, entries made of them, verdicts on these.

use tizim_evidence::Severity;
use tizim_rolls::{
    Code, Columns, EntryReader, GroupRules, Kind, ListFile, PlaceholderDates, RowPlace, Rule, Rules, Scope,
};

use crate::support::{iin, law};

const NAMES: [&str; 5] = ["iin", "surname", "given_name", "region", "precinct"];

/// The verdicts on rows of one number, each of a file of its kind: code, severity and rows.
fn verdicts(rows: &[(Kind, [&str; 5])], scope: Scope) -> Vec<(Code, Severity, Vec<usize>)> {
    let law = law();
    let columns = Columns::named(|name| NAMES.iter().position(|known| *known == name));
    let file = |(list, (kind, _)): (usize, &(Kind, _))| ListFile {
        name: "rows of another program",
        list,
        kind: *kind,
        extract: None,
        precinct: None,
    };
    let files: Vec<ListFile<'_>> = rows.iter().enumerate().map(file).collect();
    let mut reader = EntryReader::new(law.row_rules(), false);
    let mut entries = Vec::new();
    for (index, (_, cells)) in rows.iter().enumerate() {
        let place = RowPlace { position: index as u64, file: index, row: 2 };
        let entry = reader.entry(&cells.as_slice(), &columns, place, &files[index], entries.last());
        entries.push(entry);
    }
    let rules = GroupRules::new(&law, Rules::ALL, scope);
    let found = rules.verdicts(Rule::Iin, &entries, &PlaceholderDates::default());
    found.into_iter().map(|verdict| (verdict.code, verdict.severity, verdict.rows().to_vec())).collect()
}

#[test]
fn rows_from_anywhere_are_judged_as_rows_of_files_are() {
    let number = iin("1980-05-17", 3, 1);
    let row = |surname, precinct| [number.as_str(), surname, "Асет", "Абай", precinct];
    let home = (Kind::Permanent, row("Сейтқали", "1"));
    let found = verdicts(&[home, (Kind::Permanent, row("СЕЙТКАЛИ", "2"))], Scope::All);
    assert_eq!(found, [(Code::TwoPrecincts, Severity::Violation, vec![0, 1])]);
    // One list, and another person under the number.
    let found = verdicts(&[home, (Kind::Permanent, row("Ким", "№ 1"))], Scope::All);
    assert_eq!(found, [(Code::OneIinTwoPeople, Severity::Warning, vec![0, 1])]);
    assert_eq!(verdicts(&[home], Scope::All), []);
    assert_eq!(verdicts(&[], Scope::Across), []);
}

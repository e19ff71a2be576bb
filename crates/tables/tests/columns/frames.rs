//! Tables that another program holds in memory: the same records as from a text with the same cells.

use std::ops::Range;
use std::sync::Arc;

use tizim_tables::{FileSummary, Frame, FrameCells, Input, Options, Schema, TableError, TableFile};

use super::{LIST, rows};

/// So many rows of a list; `short`: its second column has fewer.
#[derive(Debug)]
struct Made {
    rows: u64,
    short: u64,
    lists_in: Option<usize>,
}

impl Made {
    fn of(rows: u64) -> Self {
        Self { rows, short: 0, lists_in: None }
    }

    fn open(self) -> Result<TableFile, TableError> {
        let (schema, options) = (Schema::from_toml(LIST).unwrap(), Options::default());
        TableFile::open(&Input::frame("people", Arc::new(self)), &schema, &options)
    }
}

impl Frame for Made {
    fn headings(&self) -> Vec<String> {
        ["ИИН", "ФИО", "note", "birth_date"].map(str::to_owned).to_vec()
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    fn bytes(&self) -> u64 {
        self.rows * 40
    }

    fn unreadable(&self, column: usize) -> Option<String> {
        (self.lists_in == Some(column)).then(|| "lists".to_owned())
    }

    fn write(&self, column: usize, rows: Range<u64>, into: &mut FrameCells<'_>) {
        let end = if column == 1 { rows.end.min(self.rows - self.short) } else { rows.end };
        for row in rows.start..end {
            match (column, row % 3) {
                (0, 0) => into.missing(),
                (0, _) => into.unsigned(850_101_700_000 + row),
                (1, 1) => into.text("say \"b\"\tor\nc".as_bytes()),
                (1, _) => into.text(format!("Петров {row}").as_bytes()),
                (3, _) => into.day(row as i64 * 7),
                _ if self.lists_in == Some(column) => panic!("lists are no cells"),
                _ => into.flag(row % 2 == 0),
            }
        }
    }
}

#[test]
fn a_frame_is_read_as_the_text_with_its_cells() {
    for count in [1, 4096, 20_000] {
        let file = Made::of(count).open().unwrap();
        let seen = rows(&file, 3).unwrap();
        assert_eq!(seen.len() as u64, count);
        assert_eq!(seen[0], (1, vec![String::new(), "Петров 0".into(), "1970-01-01".into()]));
        let (row, fields) = &seen[seen.len() - 1];
        assert_eq!((*row, fields[2].len()), (count, 10));
        if count > 1 {
            assert_eq!(seen[1].1, ["850101700001", "say \"b\"\tor c", "1970-01-08"]);
        }
        let summary = file.summary().unwrap();
        assert_eq!((summary.blake3.as_str(), summary.bytes), (FileSummary::NO_FILE, count * 40));
        assert_eq!((summary.rows.read(), summary.rows.taken), (count, count));
        let positions: Vec<_> =
            [1, count / 2 + 1, count].iter().filter_map(|row| file.position(*row)).collect();
        let mut again = Vec::new();
        file.fetch(&positions, |record| again.push(record.text(1).to_owned())).unwrap();
        let of = |row: u64| seen[row as usize - 1].1[1].clone();
        assert_eq!(again, [1, count / 2 + 1, count].map(of));
    }
}

#[test]
fn what_is_no_table_is_refused() {
    let none = Made::of(0).open();
    assert!(none.map_or(true, |file| rows(&file, 2).unwrap().is_empty()));
    let lists = Made { lists_in: Some(1), ..Made::of(5) }.open().unwrap_err();
    assert!(matches!(&lists, TableError::UnreadableColumn { heading, .. } if heading == "ФИО"), "{lists}");
    assert!(Made { lists_in: Some(2), ..Made::of(5) }.open().is_ok(), "nobody wants that column");
    let short = Made { short: 9, ..Made::of(20_000) }.open().and_then(|file| rows(&file, 2)).unwrap_err();
    assert!(matches!(short, TableError::BrokenColumn { .. }), "{short}");
}

//! Delimited text: blocks, encodings, headings, names of columns.

use std::collections::BTreeMap;

use tizim_tables::{
    ColumnMap, Delimiter, Encoding, Input, Limits, Options, Pass, Position, Record, Schema, TableFile,
    Visitor,
};

const ROLL: &str = include_str!("../../data/schemas/roll.toml");
const PRECINCTS: &str = include_str!("../../data/schemas/precincts.toml");

pub(crate) fn schema(text: &str) -> Schema {
    Schema::from_toml(text).expect("a schema of the house")
}

/// Keeps what a scan shows of every record.
struct Seen(BTreeMap<(u32, u32), Vec<Vec<u8>>>);

fn fields(record: &Record<'_>, count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|slot| record.field(slot).to_vec()).collect()
}

struct Keeping {
    seen: Seen,
    count: usize,
}

impl Visitor for Keeping {
    fn record(&mut self, record: &Record<'_>) {
        let Position { block, index } = record.position();
        self.seen.0.insert((block, index), fields(record, self.count));
    }
}

/// Reads a file in blocks of this size: the records with their physical rows. The numbers of the rows must add up, and every
/// record fetched again by its position must be the same.
fn records(input: &Input, schema: &Schema, options: &Options) -> Option<BTreeMap<u64, Vec<Vec<u8>>>> {
    let file = TableFile::open(input, schema, options).ok()?;
    let count = file.fields().len();
    let seen = file.scan(&Pass::new(2), |_| Keeping { seen: Seen(BTreeMap::new()), count }).ok()?;
    let mut all = BTreeMap::new();
    for keeping in seen {
        all.extend(keeping.seen.0);
    }
    let rows = file.summary()?.rows;
    assert_eq!(rows.taken, all.len() as u64);
    assert_eq!(rows.read(), rows.taken + rows.rejected + rows.set_aside());
    let positions: Vec<Position> = all.keys().map(|&(block, index)| Position { block, index }).collect();
    let mut again = BTreeMap::new();
    file.fetch(&positions, |record| {
        let Position { block, index } = record.position();
        again.insert((block, index), fields(record, count));
    })
    .expect("what was read once is read again");
    assert_eq!(all, again, "fetched, a record is another");
    Some(
        all.into_iter()
            .map(|((block, index), fields)| (file.row(Position { block, index }).unwrap_or(0), fields))
            .collect(),
    )
}

/// A file of columns: its rows add up, and those fetched again are read or refused.
pub(crate) fn parquet(data: &[u8]) {
    let input = Input::bytes("fuzzed.parquet", [b"PAR1", data].concat());
    // A few bytes may state any number of rows, and of long ones.
    let limits = Limits { page_bytes: 8 << 20, unpacked_bytes: 4 << 20, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    let Ok(file) = TableFile::open(&input, &schema(ROLL), &options) else { return };
    let count = file.fields().len();
    let Ok(seen) = file.scan(&Pass::new(2), |_| Keeping { seen: Seen(BTreeMap::new()), count }) else {
        return;
    };
    let all: BTreeMap<(u32, u32), Vec<Vec<u8>>> =
        seen.into_iter().flat_map(|keeping| keeping.seen.0).collect();
    let rows = file.summary().map(|summary| summary.rows).unwrap_or_default();
    assert_eq!(rows.taken, all.len() as u64);
    assert_eq!(rows.read(), rows.taken + rows.rejected + rows.set_aside());
    let positions: Vec<Position> = all.keys().map(|&(block, index)| Position { block, index }).collect();
    let mut again = 0;
    if file.fetch(&positions, |_| again += 1).is_ok() {
        assert_eq!(again, positions.len());
    }
}

/// The same records, whatever the size of blocks; and a table in memory.
pub(crate) fn csv(data: &[u8]) {
    let schema = schema(ROLL);
    let input = Input::bytes("fuzzed.csv", data);
    let of_size = |block_size| records(&input, &schema, &Options { block_size, ..Options::default() });
    let (small, large) = (of_size(1 << 10), of_size(1 << 19));
    if let (Some(small), Some(large)) = (small, large) {
        assert_eq!(small, large, "the size of blocks changes what is read");
    }
    if let Ok(file) = TableFile::open(&input, &schema, &Options::default()) {
        let _ = file.read();
    }
}

/// Any bytes under any stated encoding and delimiter, of which the first byte chooses.
pub(crate) fn encodings(data: &[u8]) {
    const NAMES: [&str; 7] = ["utf-8", "utf-16le", "utf-16be", "windows-1251", "kz-1048", "pt154", "cp866"];
    let Some((&choice, text)) = data.split_first() else { return };
    let options = Options {
        encoding: NAMES
            .get(usize::from(choice) % 8)
            .map(|name| Encoding::parse(name).expect("a known encoding")),
        delimiter: Delimiter::ALL.get(usize::from(choice) / 8 % 5).copied(),
        header_row: (choice >= 240).then(|| u64::from(choice) - 239),
        ..Options::default()
    };
    let _ = records(&Input::bytes("fuzzed.csv", text), &schema(ROLL), &options);
}

/// A heading, and a table below it.
pub(crate) fn headings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let once = tizim_tables::normal_heading(&text);
    assert_eq!(tizim_tables::normal_heading(&once), once, "the normal form of a heading is not its own");
    let table = format!("{text}\nА,1,2,3\nБ,4,5,6\n");
    for of in [PRECINCTS, ROLL] {
        if let Ok(file) =
            TableFile::open(&Input::bytes("fuzzed.csv", table.as_bytes()), &schema(of), &Options::default())
        {
            let _ = file.read();
        }
    }
}

/// A file of columns, and a table that is read by it.
pub(crate) fn columns(data: &[u8]) {
    let Ok(map) = ColumnMap::from_toml(&String::from_utf8_lossy(data)) else { return };
    let options = Options { columns: map.of_table(&["roll", "permanent"]), ..Options::default() };
    let list = "iin,Фамилия,Имя,birth_date,x\n,Абаев,Асан,1980-01-02,1\n";
    if let Ok(file) = TableFile::open(&Input::bytes("fuzzed.csv", list), &schema(ROLL), &options) {
        let _ = file.read();
    }
}

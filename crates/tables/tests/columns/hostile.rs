//! Files of columns that are cut off, damaged or something else.

use tizim_tables::TableError;

use crate::made::{Column, parquet, unpacked};
use crate::{open, rows};

fn small() -> Vec<u8> {
    let text = |of: &str| {
        Column::Text((0..40).map(|at| (at % 4 != 0).then(|| format!("{of} {}", at % 9))).collect())
    };
    unpacked(&[("ИИН", text("9913019")), ("ФИО", text("Үлгі")), ("Область", text("x"))], 16)
}

#[test]
fn what_cannot_be_read_is_said_without_what_stands_in_it() {
    let whole = small();
    for cut in [4, 5, 8, 12, whole.len() / 2, whole.len() - 1] {
        let Err(error) = open("cut.parquet", whole[..cut].to_vec()) else { panic!("cut at {cut}") };
        assert!(matches!(error, TableError::DamagedColumns { .. }), "{error}");
        assert!(error.hint().is_some() && !error.to_string().contains("9913019"), "{error}");
    }
    let mut encrypted = whole.clone();
    let end = encrypted.len() - 4;
    encrypted[..4].copy_from_slice(b"PARE");
    encrypted[end..].copy_from_slice(b"PARE");
    let error = open("e.parquet", encrypted).err().unwrap();
    assert!(error.to_string().contains("encrypted"), "{error}");
    let error = open("n.parquet", parquet(&[("ФИО", Column::Flag(vec![Some(true)]))], 1)).err().unwrap();
    assert!(matches!(error, TableError::NoHeading { .. }), "{error}");
}

#[test]
fn a_file_without_rows_is_an_empty_table() {
    let file = open("empty.parquet", parquet(&[("ИИН", Column::Text(Vec::new()))], 1)).unwrap();
    assert_eq!((file.blocks(), rows(&file, 2).unwrap().len()), (Some(0), 0));
}

#[test]
fn no_flipped_byte_makes_it_panic_or_lose_rows_in_silence() {
    let whole = small();
    for at in 4..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= [0xff, 0x01, 0x80][at % 3];
        let Ok(file) = open("flipped.parquet", bytes) else { continue };
        // All rows that the directory states, or an error.
        if let Ok(read) = rows(&file, 1) {
            let seen = file.summary().unwrap().rows.rows;
            assert!(read.len() as u64 <= seen, "{at}");
        }
    }
}

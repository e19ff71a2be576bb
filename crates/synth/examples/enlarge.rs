//! Makes a roll of up to five times the size that [`tizim_synth::MOST_VOTERS`] allows, to show that time grows with the
//! rows and memory does not: `enlarge ROLL.csv COPIES OUT.csv`; beside it comes `OUT.csv.profile.toml`, from the profile
//! that stands beside the roll.
//!
//! Every copy numbers its people anew. Sex and year of birth (1910 to 2009) are two hundred cases, and the seventh digit
//! and the year of a number make a thousand, so five copies never share a number; its other digits stay. These numbers
//! agree with no date of birth, so such a roll is of use for the rule by number alone.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use tizim_people::iin::check_digit;

/// The first year of birth that is told apart.
const FIRST_YEAR: usize = 1910;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, roll, copies, out] = &arguments[..] else {
        return Err("give a roll, a number of copies and a new file".into());
    };
    let copies: usize = copies.parse()?;
    if !(1..=5).contains(&copies) {
        return Err("from 1 to 5 copies".into());
    }
    let mut written = BufWriter::with_capacity(1 << 20, std::fs::File::create(out)?);
    for copy in 0..copies {
        let mut rows = BufReader::with_capacity(1 << 20, std::fs::File::open(roll)?);
        let mut row = Vec::new();
        let mut first = true;
        while rows.read_until(b'\n', &mut row)? > 0 {
            if !std::mem::replace(&mut first, false) {
                number_anew(&mut row, copy);
                written.write_all(&row)?;
            } else if copy == 0 {
                written.write_all(&row)?;
            }
            row.clear();
        }
    }
    written.flush()?;
    let beside = Path::new(roll).with_file_name("profile.toml");
    std::fs::write(format!("{out}.profile.toml"), with_all_digits(&std::fs::read_to_string(beside)?)?)?;
    Ok(())
}

/// Gives the person of a row, which begins with a number, the number that is theirs in this copy.
fn number_anew(row: &mut [u8], copy: usize) {
    let Some(number) = row.first_chunk_mut::<12>() else { return };
    if !number.iter().all(u8::is_ascii_digit) {
        return;
    }
    let digits = number.map(|byte| byte - b'0');
    let year = usize::from(digits[0] * 10 + digits[1]);
    // What the seventh digits of synthetic nations stand for.
    let (century, female) = match digits[6] {
        7 => (1900, 0),
        8 => (1900, 1),
        9 => (2000, 0),
        _ => (2000, 1),
    };
    let year = (century + year).saturating_sub(FIRST_YEAR).min(99);
    let case = copy * 200 + female * 100 + year;
    let mut anew = digits;
    [anew[0], anew[1], anew[6]] = [case % 100 / 10, case % 10, case / 100].map(|digit| digit as u8);
    let mut first = [0; 11];
    first.copy_from_slice(&anew[..11]);
    // One number in a hundred and twenty is never issued: such a row is then one without a valid number.
    anew[11] = check_digit(&first).unwrap_or(0);
    *number = anew.map(|digit| digit + b'0');
}

/// The profile, with all ten seventh digits issued.
fn with_all_digits(profile: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut profile: toml::Table = profile.parse()?;
    let centuries = profile
        .get_mut("people")
        .and_then(|people| people.get_mut("iin"))
        .and_then(|iin| iin.get_mut("centuries"))
        .and_then(toml::Value::as_table_mut)
        .ok_or("the profile has no people.iin.centuries")?;
    for digit in 0..10 {
        let mut century = toml::Table::new();
        century.insert("century".to_owned(), toml::Value::Integer(1900));
        century.insert("sex".to_owned(), toml::Value::String("male".to_owned()));
        centuries.insert(digit.to_string(), toml::Value::Table(century));
    }
    Ok(profile.to_string())
}

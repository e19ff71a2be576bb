//! Invents people in families of three nations: `families ROWS SEED > FILE`. The column `person` is the truth.

#[path = "../tests/promises/families.rs"]
mod families;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let mut next = |what| words.next().ok_or(what);
    let (count, seed) = (next("how many?")?.parse()?, next("which seed?")?.parse()?);
    let (rows, who) = families::people(count, seed);
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(families::COLUMNS.map(|(name, _)| name).iter().chain(["person"].iter()))?;
    for (row, who) in rows.iter().zip(who) {
        out.write_record(row.iter().map(String::as_str).chain([who.to_string().as_str()]))?;
    }
    Ok(out.flush()?)
}

//! Maps: GeoJSON and archives, a shapefile with its table, coordinate systems, repairs.

use tizim_boundaries::{Layer, MapFile, ReadOptions, geojson, problems, read, repaired, square_km};

/// Reads what may be a map. A layer that could be read has units of finite size.
fn layer(file: &MapFile) -> Option<Layer> {
    let layer = read(file, &ReadOptions::default()).ok()?;
    for unit in &layer.units {
        assert!(square_km(&unit.area).is_finite(), "an area that is no number");
    }
    Some(layer)
}

/// GeoJSON, one feature per line, a `.shp` alone or an archive.
pub(crate) fn map(data: &[u8]) {
    layer(&MapFile::new("fuzzed.geojson", data));
}

/// A shapefile with its table: four bytes say how long the `.shp` is, and the rest is the `.dbf`.
pub(crate) fn shapefile(data: &[u8]) {
    let Some((length, rest)) = data.split_first_chunk::<4>() else { return };
    let (shp, dbf) = rest.split_at(rest.len().min(u32::from_le_bytes(*length) as usize));
    layer(&MapFile { dbf: Some(dbf.to_vec()), ..MapFile::new("fuzzed.shp", shp) });
}

/// The text of a `.prj`, beside a shapefile that is sound.
pub(crate) fn prj(data: &[u8]) {
    const SOUND: &[u8] = include_bytes!("../corpus/shapefile/squares");
    let Some((length, rest)) = SOUND.split_first_chunk::<4>() else { return };
    let (shp, dbf) = rest.split_at(u32::from_le_bytes(*length) as usize);
    let file =
        MapFile { dbf: Some(dbf.to_vec()), prj: Some(data.to_vec()), ..MapFile::new("fuzzed.shp", shp) };
    layer(&file);
}

/// Repairs a map. Units stay as many and finite, those without a repair are as they were, and what is written is read again.
pub(crate) fn repair(data: &[u8]) {
    let Some(layer) = layer(&MapFile::new("fuzzed.geojson", data)) else { return };
    let _ = problems(&layer);
    let mended = repaired(&layer, 50.0);
    assert_eq!(mended.layer.units.len(), layer.units.len(), "a unit was lost");
    for (place, (before, after)) in layer.units.iter().zip(&mended.layer.units).enumerate() {
        assert!(square_km(&after.area).is_finite(), "an area that is no number");
        let is_mended = mended.repairs.iter().any(|repair| repair.unit == place);
        assert!(is_mended || before == after, "changed without a word");
    }
    let written = MapFile::new("again.geojson", geojson(&mended.layer, |_| Vec::new()));
    assert!(read(&written, &ReadOptions::default()).is_ok(), "what was written is no map");
}

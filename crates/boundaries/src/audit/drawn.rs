//! The districts as they are drawn: by the map itself, or by blocks of the map that a table puts together.

use std::collections::{BTreeMap, BTreeSet};

use geo::MultiPolygon;

use tizim_polling::region::{Region, Spellings};

use super::inputs::{Block, MapInputs};
use crate::assign::{Locator, Where};
use crate::{Adjacency, Apart, BoundaryRules, Layer, Sum, Unit, add_up, apart, square_km};

/// One district of the map.
#[derive(Debug, Clone)]
pub(super) struct District {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) area: MultiPolygon<f64>,
    /// The regions that its blocks are in, each once however it is written; a name that fits two regions is neither.
    pub(super) regions: BTreeSet<String>,
    /// What its blocks add up to, where blocks have voters.
    pub(super) sum: Option<Sum>,
}

/// All districts of the map.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    pub(super) districts: Vec<District>,
    /// Whether the units of the map are blocks.
    pub(super) of_blocks: bool,
    /// Districts in several parts; their blocks are places in `parts`.
    pub(super) apart: Vec<Apart>,
    /// Districts of which parts count as one that come near to each other and do not touch, by their place.
    pub(super) bridged: Vec<usize>,
    /// What parts are made of: blocks, or single polygons of districts.
    pub(super) parts: Vec<Unit>,
    /// Units of the map that no row is about.
    pub(super) without_row: Vec<usize>,
    /// Codes of rows that no unit of the map is about.
    pub(super) without_unit: Vec<String>,
    /// Blocks of the map in no district.
    pub(super) without_district: Vec<usize>,
    /// The district of each unit of the map, by its place among those drawn.
    pub(super) district_of: Vec<Option<usize>>,
    /// Blocks that are points, by where they lie: in a district, on a border, in several, in none, without a place.
    pub(super) points: Option<[usize; 5]>,
}

/// Whether the units of a map are blocks that this table puts together to districts.
pub fn is_of_blocks(layer: &Layer, blocks: Option<&[Block]>) -> bool {
    let codes: BTreeSet<&str> = layer.units.iter().map(|unit| unit.id.as_str()).collect();
    let joins = |block: &Block| block.district.is_some() && codes.contains(block.id.as_str());
    blocks.unwrap_or_default().iter().any(joins)
}

impl Drawn {
    pub(super) fn of(
        inputs: &MapInputs<'_>,
        locator: &Locator,
        adjacency: &Adjacency,
        rules: &BoundaryRules,
    ) -> Self {
        match inputs.blocks {
            Some(blocks) if inputs.block_layer.is_none() && is_of_blocks(inputs.layer, Some(blocks)) => {
                Self::of_blocks(inputs, blocks, adjacency)
            }
            blocks => Self::of_units(inputs, blocks, locator, rules),
        }
    }

    /// Districts of the table that no block of the map is of, where blocks make them.
    pub(super) fn rows_without_blocks<'a>(&self, inputs: &MapInputs<'a>) -> Vec<&'a str> {
        let rows = inputs.districts.iter().filter(|_| self.of_blocks).map(|row| row.id.as_str());
        rows.filter(|id| self.districts.iter().all(|own| own.id != *id)).collect()
    }

    /// Districts that blocks name and the table does not, where blocks make them and there is a table.
    pub(super) fn beside(&self, inputs: &MapInputs<'_>) -> Vec<&str> {
        let is_judged = self.of_blocks && !inputs.districts.is_empty();
        let own = self.districts.iter().filter(|_| is_judged).map(|own| own.id.as_str());
        own.filter(|id| inputs.districts.iter().all(|row| row.id != *id)).collect()
    }

    /// The units of the map are blocks, put together by the table.
    fn of_blocks(inputs: &MapInputs<'_>, blocks: &[Block], adjacency: &Adjacency) -> Self {
        let layer = inputs.layer;
        let rows: BTreeMap<&str, &Block> =
            blocks.iter().rev().map(|block| (block.id.as_str(), block)).collect();
        let row = |unit: &Unit| rows.get(unit.id.as_str()).copied();
        let ids = district_ids(inputs, blocks);
        let place = |id: &str| ids.iter().position(|own| *own == id);
        let district_of: Vec<Option<usize>> =
            layer.units.iter().map(|unit| place(row(unit)?.district.as_deref()?)).collect();
        let voters = |unit: &Unit| row(unit).and_then(|row| row.voters);
        let sums = add_up(ids.len(), district_of.iter().copied().zip(layer.units.iter().map(voters)));
        let region =
            |unit: &Unit| row(unit).and_then(|row| row.region.clone()).or_else(|| unit.region.clone());
        let mut spellings = Spellings::new(inputs.regions);
        for written in layer.units.iter().filter_map(region) {
            spellings.see("blocks", &written);
        }
        let one_region = |unit: &&Unit| match spellings.region(&region(unit)?) {
            Region::Unit(first) => Some(first.to_owned()),
            _ => None,
        };
        let districts = ids.iter().enumerate().filter_map(|(number, id)| {
            let own = |unit: &usize| district_of[*unit] == Some(number);
            let units: Vec<&Unit> =
                (0..layer.units.len()).filter(own).map(|unit| &layer.units[unit]).collect();
            (!units.is_empty()).then(|| District {
                id: (*id).to_owned(),
                name: stated_name(inputs, id).unwrap_or(id).to_owned(),
                area: geo::unary_union(units.iter().map(|unit| &unit.area)),
                regions: units.iter().filter_map(one_region).collect(),
                sum: Some(sums[number]),
            })
        });
        let units = || 0..layer.units.len();
        let ids_of_blocks = blocks.iter().map(|block| &block.id);
        let codes: BTreeSet<&str> = layer.units.iter().map(|unit| unit.id.as_str()).collect();
        let without_row: Vec<usize> = units().filter(|&unit| row(&layer.units[unit]).is_none()).collect();
        // A district without a block of the map is not drawn: numbers go by those that are.
        let drawn: Vec<District> = districts.collect();
        let number = |place: usize| drawn.iter().position(|district| district.id == ids[place]);
        let district_of: Vec<Option<usize>> =
            district_of.iter().map(|place| place.and_then(number)).collect();
        let size = |unit: usize| square_km(&layer.units[unit].area);
        let (apart, bridged) = hanging(adjacency, &district_of, size);
        Self {
            of_blocks: true,
            apart,
            bridged,
            parts: layer.units.clone(),
            without_district: units()
                .filter(|&unit| district_of[unit].is_none() && !without_row.contains(&unit))
                .collect(),
            without_row,
            without_unit: ids_of_blocks.filter(|id| !codes.contains(id.as_str())).cloned().collect(),
            districts: drawn,
            district_of,
            points: None,
        }
    }

    /// The units of the map are the districts.
    fn of_units(
        inputs: &MapInputs<'_>,
        blocks: Option<&[Block]>,
        locator: &Locator,
        rules: &BoundaryRules,
    ) -> Self {
        let layer = inputs.layer;
        // Blocks that are drawn are laid on the districts, and not looked for by a point of theirs.
        let by_point = blocks.filter(|_| inputs.block_layer.is_none());
        let (sums, points) = by_point.map_or((None, None), |blocks| {
            let (sums, points) = by_place(blocks, locator, layer.units.len());
            (Some(sums), Some(points))
        });
        let district = |(place, unit): (usize, &Unit)| District {
            id: unit.id.clone(),
            name: stated_name(inputs, &unit.id).unwrap_or_else(|| unit.title()).to_owned(),
            area: unit.area.clone(),
            regions: unit.region.clone().into_iter().collect(),
            sum: sums.as_ref().map(|sums| sums[place]),
        };
        // Each polygon by itself: the parts of a district.
        let single = |(_, unit): (usize, &Unit)| -> Vec<Unit> {
            unit.area
                .iter()
                .map(|polygon| Unit { area: MultiPolygon::from(polygon.clone()), ..unit.clone() })
                .collect()
        };
        let parts: Vec<Unit> = layer.units.iter().enumerate().flat_map(single).collect();
        let district_of: Vec<Option<usize>> =
            crate::adjacency::units_of_polygons(layer).into_iter().map(Some).collect();
        let alone = Layer { units: parts, frame: layer.frame, ..Layer::of("", Vec::new()) };
        let adjacency = Adjacency::of(&alone, rules.near_metres);
        let (apart, bridged) = hanging(&adjacency, &district_of, |part| square_km(&alone.units[part].area));
        let stated: BTreeSet<&str> = inputs.districts.iter().map(|district| district.id.as_str()).collect();
        let codes: BTreeSet<&str> = layer.units.iter().map(|unit| unit.id.as_str()).collect();
        let is_stated = |unit: &usize| stated.is_empty() || stated.contains(layer.units[*unit].id.as_str());
        Self {
            districts: layer.units.iter().enumerate().map(district).collect(),
            of_blocks: false,
            apart,
            bridged,
            parts: alone.units,
            without_row: (0..layer.units.len()).filter(|unit| !is_stated(unit)).collect(),
            without_unit: stated.into_iter().filter(|id| !codes.contains(id)).map(str::to_owned).collect(),
            without_district: Vec::new(),
            district_of: (0..layer.units.len()).map(Some).collect(),
            points,
        }
    }
}

/// The districts that do not hang together, and those that do, or in fewer parts, only where what comes near counts as touching.
fn hanging(
    adjacency: &Adjacency,
    district_of: &[Option<usize>],
    size: impl Fn(usize) -> f64,
) -> (Vec<Apart>, Vec<usize>) {
    let near = apart(&adjacency.tolerant(), district_of, &size);
    let touching = apart(&adjacency.borders, district_of, &size).into_iter();
    let parts = |district: usize| {
        let own = near.iter().find(|apart| apart.district == district);
        own.map_or(0, |apart| apart.parts.len())
    };
    let bridged = touching.filter(|apart| apart.parts.len() > parts(apart.district));
    let bridged = bridged.map(|apart| apart.district).collect();
    (near, bridged)
}

/// The districts of the table, and those that blocks name beside them.
fn district_ids<'a>(inputs: &MapInputs<'a>, blocks: &'a [Block]) -> Vec<&'a str> {
    let mut ids: Vec<&str> = inputs.districts.iter().map(|district| district.id.as_str()).collect();
    for id in blocks.iter().filter_map(|block| block.district.as_deref()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// Blocks that are points, added up by the district they lie in.
fn by_place(blocks: &[Block], locator: &Locator, districts: usize) -> (Vec<Sum>, [usize; 5]) {
    let mut counts = [0; 5];
    let mut located = |block: &Block| {
        let Some([longitude, latitude]) = block.place else {
            counts[4] += 1;
            return None;
        };
        let found = locator.locate(longitude, latitude);
        counts[found.place as usize] += 1;
        (found.place == Where::District).then_some(found.unit? as usize)
    };
    let placed: Vec<_> = blocks.iter().map(|block| (located(block), block.voters)).collect();
    (add_up(districts, placed), counts)
}

fn stated_name<'a>(inputs: &MapInputs<'a>, id: &str) -> Option<&'a str> {
    let district = inputs.districts.iter().find(|district| district.id == id)?;
    Some(district.name.as_str()).filter(|name| !name.is_empty())
}

//! Two drawings of districts: what land and how many voters go from which district to which.

use std::borrow::Cow;
use std::collections::BTreeMap;

use geo::MultiPolygon;
use tizim_evidence::{ColumnKind, Diverging, Exhibit, Map, Message, Object, Place, Privacy, Table, Value};

use super::districts;
use super::drawn::Drawn;
use super::inputs::{Block, Earlier, MapInputs};
use super::nested::voters;
use super::outside::NOWHERE;
use super::shown::column;
use super::{MapAudit, told};
use crate::assign::{Locator, Where};
use crate::measure::additive_square_km;
use crate::overlay::areas_beside;
use crate::{BoundaryRules, Layer, Piece, Prorated, Share, Sum, Unit, overlay, prorate, shape};

/// A place that was in one district, or in none, and is in another or in none, or stays.
struct Move {
    /// The district then, and its name.
    from: Option<(String, String)>,
    /// The district now, by its place.
    to: Option<usize>,
    area: MultiPolygon<f64>,
    square_km: f64,
    /// How much of the earlier district it is; of what was in none, all.
    part: f64,
}

impl Move {
    fn stays(&self, drawn: &Drawn) -> bool {
        let now = self.to.map(|to| &drawn.districts[to].id);
        self.from.as_ref().map(|from| &from.0) == now
    }

    fn then(&self) -> Value {
        let named = |(id, name): &(String, String)| told::names([(id.as_str(), name.as_str())]);
        self.from.as_ref().map_or(NOWHERE, named)
    }

    fn now(&self, drawn: &Drawn) -> Value {
        let named = |to: usize| {
            let to = &drawn.districts[to];
            told::names([(to.id.as_str(), to.name.as_str())])
        };
        self.to.map_or(NOWHERE, named)
    }
}

/// Adds the difference, where there is another drawing.
pub(super) fn add(inputs: &MapInputs<'_>, rules: &BoundaryRules, drawn: &Drawn, audit: &mut MapAudit) {
    let pieces = match inputs.earlier {
        None => return,
        Some(Earlier::Map(layer)) => of_maps(inputs, layer, rules, drawn),
        Some(Earlier::Blocks(blocks)) => of_blocks(inputs, blocks, drawn),
    };
    let voters = moved_voters(inputs, rules, &pieces);
    let moved: Vec<(&Move, Option<&Prorated>)> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| !piece.stays(drawn))
        .map(|(place, piece)| (piece, voters.as_ref().map(|voters| &voters[place])))
        .collect();
    let all = moved.iter().fold(0.0, |all, (piece, _)| all + piece.square_km);
    let sum = moved.iter().try_fold(Sum::default(), |sum, (_, own)| {
        let own = own.as_ref()?.bounds;
        own.is_bounded().then(|| Sum {
            low: sum.low.saturating_add(own.low),
            high: sum.high.saturating_add(own.high),
            ..sum
        })
    });
    let sum = sum.map_or(Value::Missing, districts::sum);
    audit.summary.push(
        Message::new(if sum.is_missing() { "boundaries.moved" } else { "boundaries.moved_voters" })
            .with("count", moved.len())
            .with("square_km", all)
            .with("voters", sum.clone()),
    );
    let documents = moved.iter().map(|(piece, own)| document(piece, *own, drawn)).collect();
    audit.document.insert(
        "against",
        Object::new().with("square_km", all).with("voters", sum).with("moves", Value::List(documents)),
    );
    audit.exhibits.push(Exhibit::Map(map(&pieces, drawn, inputs.synthetic)));
    if !moved.is_empty() {
        audit.exhibits.push(Exhibit::Table(table(&moved, drawn)));
    }
}

/// Two maps on each other; what is no wider than drawing is exact did not move.
fn of_maps(inputs: &MapInputs<'_>, earlier: &Layer, rules: &BoundaryRules, drawn: &Drawn) -> Vec<Move> {
    let ones: Vec<Cow<'_, MultiPolygon<f64>>> = areas_beside(earlier, inputs.layer);
    let ones: Vec<&MultiPolygon<f64>> = ones.iter().map(AsRef::as_ref).collect();
    let others: Vec<&MultiPolygon<f64>> = drawn.districts.iter().map(|district| &district.area).collect();
    let named =
        |unit: &Unit| (unit.id.clone(), name(drawn, &unit.id).unwrap_or_else(|| unit.title()).to_owned());
    let gone = |piece: Piece| (Some(named(&earlier.units[piece.one])), piece.other, piece);
    let come = |piece: Piece| (None, Some(piece.one), Piece { part: 1.0, ..piece });
    let exact = rules.sliver_metres;
    let added = overlay(&others, &ones, exact).into_iter().filter(|piece| piece.other.is_none());
    let all = overlay(&ones, &others, exact).into_iter().map(gone).chain(added.map(come));
    let wide = all.filter(|(.., piece)| piece.width_metres() > exact);
    wide.map(|(from, to, Piece { square_km, part, area, .. })| Move { from, to, area, square_km, part })
        .collect()
}

/// What a district is called now, where there still is one of this code.
fn name<'d>(drawn: &'d Drawn, id: &str) -> Option<&'d str> {
    let now = drawn.districts.iter().find(|district| district.id == id);
    now.map(|district| district.name.as_str())
}

/// The same blocks put together otherwise.
fn of_blocks(inputs: &MapInputs<'_>, earlier: &[Block], drawn: &Drawn) -> Vec<Move> {
    let then: BTreeMap<&str, &str> =
        earlier.iter().rev().filter_map(|row| Some((row.id.as_str(), row.district.as_deref()?))).collect();
    let mut groups: BTreeMap<(&str, usize), Vec<&Unit>> = BTreeMap::new();
    let mut whole: BTreeMap<&str, f64> = BTreeMap::new();
    for (unit, to) in inputs.layer.units.iter().zip(&drawn.district_of) {
        let Some(from) = then.get(unit.id.as_str()) else { continue };
        *whole.entry(from).or_default() += additive_square_km(&unit.area);
        if let Some(to) = to {
            groups.entry((from, *to)).or_default().push(unit);
        }
    }
    let of = |((from, to), units): ((&str, usize), Vec<&Unit>)| {
        let square_km = units.iter().map(|unit| additive_square_km(&unit.area)).sum::<f64>();
        Move {
            from: Some((from.to_owned(), name(drawn, from).unwrap_or(from).to_owned())),
            to: Some(to),
            area: geo::unary_union(units.iter().map(|unit| &unit.area)),
            square_km,
            part: square_km / whole[from],
        }
    };
    groups.into_iter().map(of).collect()
}

/// The voters of each place, from the blocks, drawn or as points; nothing where there are no blocks.
fn moved_voters(inputs: &MapInputs<'_>, rules: &BoundaryRules, pieces: &[Move]) -> Option<Vec<Prorated>> {
    let rows = inputs.blocks?;
    let by_code = |layer: &Layer| {
        let known = voters(layer, Some(rows));
        known.iter().any(Option::is_some).then_some(known)
    };
    let drawn = inputs.block_layer.into_iter().chain([inputs.layer]);
    if let Some((layer, voters)) = drawn.into_iter().find_map(|layer| Some((layer, by_code(layer)?))) {
        let ones = areas_beside(layer, inputs.layer);
        let ones: Vec<&MultiPolygon<f64>> = ones.iter().map(AsRef::as_ref).collect();
        let others: Vec<&MultiPolygon<f64>> = pieces.iter().map(|piece| &piece.area).collect();
        let shares: Vec<Share> = overlay(&ones, &others, rules.sliver_metres).iter().map(Share::of).collect();
        return Some(prorate(pieces.len(), &shares, &voters));
    }
    let places: Vec<(&Block, [f64; 2])> = rows.iter().filter_map(|row| Some((row, row.place?))).collect();
    if places.is_empty() {
        return None;
    }
    let unit = |piece: &Move| Unit {
        feature: 0,
        id: String::new(),
        name: None,
        region: None,
        properties: Vec::new(),
        area: piece.area.clone(),
    };
    let layer = Layer { frame: inputs.layer.frame, ..Layer::of("", pieces.iter().map(unit).collect()) };
    let locator = Locator::new(&layer);
    let shares: Vec<Share> = places
        .iter()
        .enumerate()
        .filter_map(|(block, (_, [longitude, latitude]))| {
            let found = locator.locate(*longitude, *latitude);
            let district = Some(found.unit.filter(|_| found.place == Where::District)? as usize);
            Some(Share { block, district, part: 1.0, weight: 1.0 })
        })
        .collect();
    let voters: Vec<_> = places.iter().map(|(row, _)| row.voters).collect();
    Some(prorate(pieces.len(), &shares, &voters))
}

fn document(piece: &Move, own: Option<&Prorated>, drawn: &Drawn) -> Value {
    Object::new()
        .with("from", piece.from.as_ref().map(|from| from.0.as_str()))
        .with("to", piece.to.map(|to| drawn.districts[to].id.as_str()))
        .with("square_km", piece.square_km)
        .with("part", piece.part)
        .with("voters", own.map_or(Value::Missing, |own| districts::sum(own.bounds)))
        .with("voters_prorated", even(own))
        .into()
}

/// Voters with those of divided blocks spread evenly; nothing where something of the sum is not known.
fn even(own: Option<&Prorated>) -> Value {
    own.and_then(Prorated::evenly).map_or(Value::Missing, Value::derived)
}

fn table(moved: &[(&Move, Option<&Prorated>)], drawn: &Drawn) -> Table {
    let row = |(piece, own): &(&Move, Option<&Prorated>)| {
        vec![
            piece.then(),
            piece.now(drawn),
            Value::from(piece.square_km),
            piece.from.as_ref().map_or(Value::Missing, |_| Value::from(piece.part)),
            own.map_or(Value::Missing, |own| districts::sum(own.bounds)),
            even(*own),
        ]
    };
    Table {
        id: "map-moves",
        title: Message::new("boundaries.table.moves"),
        note: Some(Message::new("boundaries.table.moves_note")),
        columns: vec![
            column("from", "boundaries.column.from", ColumnKind::Text),
            column("to", "boundaries.column.to", ColumnKind::Text),
            column("square_km", "boundaries.column.square_km", ColumnKind::Number(1)),
            column("part", "boundaries.column.part_of_earlier", ColumnKind::Share),
            column("voters", "boundaries.column.voters", ColumnKind::Count),
            column("voters_prorated", "boundaries.column.voters_prorated", ColumnKind::Number(0)),
        ],
        rows: moved.iter().map(row).collect(),
        privacy: Privacy::Open,
    }
}

/// The map of the difference: what stays in the middle shade, what moved in deeper ones, the more of its earlier district it
/// is.
fn map(pieces: &[Move], drawn: &Drawn, synthetic: bool) -> Map {
    let place = |piece: &Move| {
        let stays = piece.stays(drawn);
        let to = piece.to.map(|to| &drawn.districts[to]);
        let label = |then: Option<&str>, now: Option<&str>| match now {
            Some(now) if stays => now.to_owned(),
            _ => format!("{} → {}", then.unwrap_or("∅"), now.unwrap_or("∅")),
        };
        let from = piece.from.as_ref();
        let id = label(from.map(|from| from.0.as_str()), to.map(|to| to.id.as_str()));
        Place {
            short: Some(id.clone()),
            id,
            name: label(from.map(|from| from.1.as_str()), to.map(|to| to.name.as_str())),
            value: Value::from(if stays { 0.0 } else { piece.part }),
            shape: shape([&piece.area]),
            group: to.map(|to| to.id.clone()),
        }
    };
    Map {
        id: "map-difference",
        title: Message::new("boundaries.map.difference"),
        credit: None,
        note: Some(Message::new("boundaries.map.difference_note")),
        value_title: Message::new("boundaries.column.part_of_earlier"),
        value_format: "percent",
        scale: Diverging {
            centre: 0.0,
            breaks: vec![f64::MIN_POSITIVE, 0.1, 0.25, 0.5],
            below: None,
            within: Message::new("boundaries.map.stays"),
            above: Message::new("boundaries.map.moves"),
        },
        places: pieces.iter().map(place).collect(),
        names_groups: false,
        synthetic,
        privacy: Privacy::Open,
    }
}

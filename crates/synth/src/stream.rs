//! The order of work: places, plan, the long permanent list in blocks of precincts, then everything else.
//!
//! Precincts of a block are peopled in parallel, numbered one after the other, rendered in parallel and handed to a
//! thread that writes; so memory holds a few blocks, whatever the nation, and the bytes do not depend on the threads.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use rayon::prelude::*;

use crate::household::World;
use crate::names::Names;
use crate::numbers::Numbers;
use crate::people::{Calendar, Person};
use crate::places::Places;
use crate::plan::{Plan, SPECIAL_RATE, plan};
use crate::profile::{Base, synthetic};
use crate::random::{Purpose, Stream};
use crate::row::{List, Row, Scratch, Scribe};
use crate::same_name::{NameKey, SameName};
use crate::truth::Positions;
use crate::write::{FileRows, Sheet};
use crate::{MOST_VOTERS, Settings, Shape, Summary, SynthError, pairs, tables};

/// Precincts worked on at a time.
const BLOCK: usize = 64;
/// The size of the one precinct that is above the cap, and the nation from which on there is one.
pub(crate) const OVERSIZED: u32 = 3_120;
const OVERSIZED_FROM: u64 = 100_000;
/// Up to this size of the nation `truth/same_name.csv` is written; beyond it the keys would take too much memory.
const SAME_NAME_UP_TO: u64 = 2_000_000;
/// People of one special list, about.
const SPECIAL_LIST: f64 = 400.0;

/// Makes and writes everything.
pub(crate) fn generate(settings: &Settings, out: &Path) -> Result<Summary, SynthError> {
    let voters = settings.voters;
    if voters == 0 || voters > MOST_VOTERS {
        return Err(SynthError::Voters { asked: voters });
    }
    let base = synthetic(&settings.base_profile)?;
    let whole = settings.shape == Shape::Nation;
    let names = Names::new();
    let mut places =
        Places::new(settings.seed, voters, (whole && voters >= OVERSIZED_FROM).then_some(OVERSIZED));
    let special = (voters as f64 * SPECIAL_RATE / 1e6 / SPECIAL_LIST).ceil() as usize;
    places.add_special(special, &mut Stream::new(settings.seed, Purpose::Places, u64::MAX));
    let calendar = Calendar { election_day: base.election_day };
    let world = World { seed: settings.seed, names: &names, places: &places, calendar };
    let mut numbers = Numbers::new();
    let planned = plan(world, voters, &mut numbers, settings.shape, settings.errors);

    let mut positions: Positions = Positions::default();
    let mut same_name = (whole && voters <= SAME_NAME_UP_TO).then(SameName::default);
    let mut permanent = Permanent {
        world,
        plan: &planned,
        lean: !whole,
        numbers: &mut numbers,
        cancelled: &settings.cancelled,
    };
    let mut files = vec![permanent.write(out, &mut positions[0], same_name.as_mut())?];
    let nation = Nation { world, plan: &planned, base: &base, lean: !whole, cancelled: &settings.cancelled };
    if whole {
        files.extend(nation.write(out, &mut positions, same_name)?);
    } else {
        files.push(nation.list(out, List::Special, &mut positions[List::Special as usize], None)?);
    }
    if settings.errors {
        files.push(pairs::write(out, &planned, &positions)?);
    }
    files.push(base.write(out)?);
    Ok(Summary { voters, precincts: places.precincts.len() as u64, files, planted: planned.truth.counts() })
}

/// Whether nobody wants it to stop.
fn go_on(cancelled: &AtomicBool) -> Result<(), SynthError> {
    if cancelled.load(Ordering::Relaxed) { Err(SynthError::Interrupted) } else { Ok(()) }
}

/// The permanent list being written.
struct Permanent<'a> {
    world: World<'a>,
    plan: &'a Plan,
    lean: bool,
    numbers: &'a mut Numbers,
    cancelled: &'a AtomicBool,
}

/// One precinct, rendered.
struct Page {
    text: Vec<u8>,
    rows: u64,
    /// Planned rows: their place in the plan, and in the precinct.
    planned: Vec<(u32, u64)>,
    keys: Vec<(NameKey, u64)>,
}

impl Permanent<'_> {
    fn write(
        &mut self,
        out: &Path,
        positions: &mut Vec<u64>,
        mut same_name: Option<&mut SameName>,
    ) -> Result<FileRows, SynthError> {
        let rows = &self.plan.rows[List::Permanent as usize];
        *positions = vec![0; rows.len()];
        let mut of_precinct: Vec<u32> = (0..rows.len() as u32).collect();
        of_precinct.sort_by_key(|id| rows[*id as usize].precinct);
        let heading = List::Permanent.heading(self.lean);
        let mut sheet = Sheet::create(out, List::Permanent.file(), &heading)?;
        let precincts: Vec<usize> = (0..self.world.places.ordinary()).collect();
        let wants_keys = same_name.is_some();
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel::<Vec<Page>>(2);
            let writer = scope.spawn(move || {
                for pages in receiver {
                    for page in pages {
                        sheet.lines(&page.text, page.rows)?;
                    }
                }
                sheet.finish()
            });
            let mut written = 0;
            for block in precincts.chunks(BLOCK) {
                go_on(self.cancelled)?;
                let mut pages = self.block(block, &of_precinct, wants_keys);
                for page in &mut pages {
                    for (id, place) in &page.planned {
                        positions[*id as usize] = written + place + 2;
                    }
                    if let Some(same_name) = same_name.as_deref_mut() {
                        for (key, place) in page.keys.drain(..) {
                            same_name.add(key, List::Permanent, written + place + 2);
                        }
                    }
                    written += page.rows;
                }
                if sender.send(pages).is_err() {
                    // The writer has failed; it says why.
                    break;
                }
            }
            drop(sender);
            writer.join().unwrap_or_else(|_| Err(SynthError::Threads("the writer stopped".to_owned())))
        })
    }

    /// The pages of some precincts.
    fn block(&mut self, precincts: &[usize], of_precinct: &[u32], wants_keys: bool) -> Vec<Page> {
        let world = self.world;
        let plan = self.plan;
        let mut residents: Vec<Vec<Person>> = precincts
            .par_iter()
            .map(|precinct| {
                let voters = world.places.precincts[*precinct].voters;
                world.residents(*precinct, voters.saturating_sub(plan.homes[*precinct]) as usize)
            })
            .collect();
        for person in residents.iter_mut().flatten() {
            self.numbers.give(person);
        }
        let lean = self.lean;
        precincts
            .par_iter()
            .zip(residents)
            .map(|(precinct, residents)| {
                let rows = &plan.rows[List::Permanent as usize];
                let of = |id: &u32| rows[*id as usize].precinct as usize;
                let from = of_precinct.partition_point(|id| of(id) < *precinct);
                let to = of_precinct.partition_point(|id| of(id) <= *precinct);
                let mut order = Stream::new(world.seed, Purpose::Order, *precinct as u64);
                let mut planned: Vec<(u64, u32)> = of_precinct[from..to]
                    .iter()
                    .map(|id| (order.below(residents.len() as u64 + 1), *id))
                    .collect();
                planned.sort_unstable();
                page(world, &residents, &planned, rows, lean, wants_keys)
            })
            .collect()
    }
}

/// Renders a precinct: its residents, with each planned row in front of the resident of its key.
fn page(
    world: World<'_>,
    residents: &[Person],
    planned: &[(u64, u32)],
    rows: &[Row],
    lean: bool,
    wants_keys: bool,
) -> Page {
    let scribe = Scribe { names: world.names, places: world.places };
    let mut scratch = Scratch::default();
    let capacity = (residents.len() + planned.len()) * 160;
    let mut page = Page { text: Vec::with_capacity(capacity), rows: 0, planned: vec![], keys: vec![] };
    let mut planned = planned.iter().peekable();
    let mut put = |page: &mut Page, row: &Row| {
        scribe.row(List::Permanent, row, lean, &mut scratch, &mut page.text);
        if let Some(key) = wants_keys.then(|| NameKey::of(row, &scribe)).flatten() {
            page.keys.push((key, page.rows));
        }
        page.rows += 1;
    };
    for index in 0..=residents.len() {
        while let Some((_, id)) = planned.next_if(|(key, _)| *key == index as u64) {
            page.planned.push((*id, page.rows));
            put(&mut page, &rows[*id as usize]);
        }
        if let Some(resident) = residents.get(index) {
            put(&mut page, &Row::home(*resident));
        }
    }
    page
}

/// Everything but the permanent list.
struct Nation<'a> {
    world: World<'a>,
    plan: &'a Plan,
    base: &'a Base,
    lean: bool,
    cancelled: &'a AtomicBool,
}

impl Nation<'_> {
    fn write(
        &self,
        out: &Path,
        positions: &mut Positions,
        mut same_name: Option<SameName>,
    ) -> Result<Vec<FileRows>, SynthError> {
        let mut files = Vec::new();
        for list in List::ALL.into_iter().skip(1) {
            files.push(self.list(out, list, &mut positions[list as usize], same_name.as_mut())?);
        }
        let scribe = Scribe { names: self.world.names, places: self.world.places };
        files.extend(tables::write(out, &scribe, self.plan, self.base, self.world.seed)?);
        files.extend(self.plan.truth.write(out, self.world.places, &self.plan.ledger, positions)?);
        if let Some(same_name) = same_name {
            files.push(same_name.write(out)?);
        }
        Ok(files)
    }

    /// A list other than the permanent one: by precinct, in a random order within.
    fn list(
        &self,
        out: &Path,
        list: List,
        positions: &mut Vec<u64>,
        mut same_name: Option<&mut SameName>,
    ) -> Result<FileRows, SynthError> {
        let rows = &self.plan.rows[list as usize];
        let mut stream = Stream::new(self.world.seed, Purpose::Order, (1 << 32) + list as u64);
        let mut order: Vec<(u32, u64, usize)> =
            rows.iter().enumerate().map(|(id, row)| (row.precinct, stream.bits(), id)).collect();
        order.sort_unstable();
        *positions = vec![0; rows.len()];
        let scribe = Scribe { names: self.world.names, places: self.world.places };
        let mut sheet = Sheet::create(out, list.file(), &list.heading(self.lean))?;
        let (mut scratch, mut line) = (Scratch::default(), Vec::new());
        for (place, (_, _, id)) in order.into_iter().enumerate() {
            let row = &rows[id];
            positions[id] = place as u64 + 2;
            line.clear();
            scribe.row(list, row, self.lean, &mut scratch, &mut line);
            go_on(self.cancelled)?;
            sheet.lines(&line, 1)?;
            if let (Some(same_name), Some(key)) = (same_name.as_deref_mut(), NameKey::of(row, &scribe)) {
                same_name.add(key, list, place as u64 + 2);
            }
        }
        sheet.finish()
    }
}

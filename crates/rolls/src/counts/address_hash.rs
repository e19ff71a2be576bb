//! Hashes of addresses by which voters are counted: neighbours share most of an address, and that is hashed once for all of
//! them.

use tizim_dedup::SeededHash;
use tizim_people::AddressMemo;

use crate::counts::addresses::place_into;
use crate::row::fields::Fields;
use crate::row::normal::{names_a_place, says_something};
use crate::row::reader::RowReader;

/// Hashes the addresses of rows, one file after the other.
#[derive(Debug)]
pub(crate) struct AddressHasher {
    /// Nothing but the seed.
    start: SeededHash,
    memo: AddressMemo,
    /// The place of the last row by its number, and its hash.
    place: u64,
    at_place: SeededHash,
    /// With the beginning of the last address, and whether that alone names a place.
    beginning: SeededHash,
    names_a_place: bool,
    buffer: Vec<u8>,
}

impl AddressHasher {
    pub(crate) fn new(seed: u64) -> Self {
        let start = SeededHash::new(seed);
        Self {
            start,
            memo: AddressMemo::default(),
            place: 0,
            at_place: start,
            beginning: start,
            names_a_place: false,
            buffer: Vec::new(),
        }
    }

    /// Another file comes.
    pub(crate) fn begin(&mut self) {
        self.place = 0;
    }

    /// The hash of what [`AddressCounts::key_into`](super::addresses::AddressCounts::key_into) gives for a row; `None` where it
    /// has no address.
    #[inline]
    pub(crate) fn hash(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) -> Option<u64> {
        let hash = self.of_row(reader, record);
        reader.tell_address(hash.is_some());
        hash
    }

    #[inline]
    fn of_row(&mut self, reader: &mut RowReader<'_>, record: &impl Fields) -> Option<u64> {
        let address = record.field(reader.columns.address);
        if !says_something(address) {
            return None;
        }
        let place = reader.place(record).number();
        let moved = self.place != place;
        if moved {
            self.buffer.clear();
            place_into(reader, record, &mut self.buffer);
            self.at_place = self.start.with(&self.buffer);
            self.place = place;
        }
        let parts = self.memo.parts(address);
        if moved || !parts.begins_alike {
            self.beginning = self.at_place.with(parts.beginning);
            self.names_a_place = names_a_place(parts.beginning);
        }
        let names_a_place = !parts.is_illegible && (self.names_a_place || names_a_place(parts.end));
        names_a_place.then(|| self.beginning.with(parts.end).finish())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tizim_dedup::seeded_hash;
    use tizim_people::IinRules;

    use super::*;
    use crate::counts::addresses::AddressCounts;
    use crate::row::columns::Columns;
    use crate::row::reader::RowRules;

    proptest! {
        /// The naive twin: the whole key, hashed at once.
        #[test]
        fn hashes_are_those_of_whole_keys(
            rows in prop::collection::vec(
                ("[AБ]{0,1}|-", "[12]{0,1}", "|Семей", "(г\\. Семей, |-, |№)?(ул\\. Абая, )?(д\\. [12])?(, кв\\. [0-9]{1,3}| -|\\?)?|нет"),
                1..30,
            ),
            has_settlement: bool,
            seed: u64,
        ) {
            let mut names = ["region", "precinct", "settlement", "address"];
            if !has_settlement {
                names[2] = "";
            }
            let columns = Columns::named(|name| names.iter().position(|known| *known == name));
            let (iin, regions) = (IinRules::default(), tizim_polling::Regions::default());
            let mut reader = RowReader::new(columns, RowRules { iin: &iin, regions: &regions });
            let mut hasher = AddressHasher::new(seed);
            for (region, precinct, settlement, address) in &rows {
                let row = [region, precinct, settlement, address];
                reader.next_row();
                let mut key = Vec::new();
                let expected = AddressCounts::key_into(&mut reader, &row.as_slice(), &mut key);
                let expected = expected.then(|| seeded_hash(seed, &key));
                prop_assert_eq!(hasher.hash(&mut reader, &row.as_slice()), expected, "{:?}", row);
            }
        }
    }
}

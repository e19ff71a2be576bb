//! Normal forms by the bytes they were made of: a list of millions of rows writes its regions in a handful of ways.

use std::collections::HashMap;

use super::Regions;

/// Normal forms of regions, each spelling read once. One for each worker.
#[derive(Debug)]
pub struct Memo<'r> {
    regions: &'r Regions,
    known: HashMap<Box<[u8]>, Box<str>>,
    /// The spelling looked up last: neighbours mostly share it.
    last: (Vec<u8>, Box<str>),
}

impl<'r> Memo<'r> {
    /// Spellings that are kept; a column that holds more is none of regions.
    const MOST: usize = 1 << 14;

    /// Nothing read yet.
    pub fn new(regions: &'r Regions) -> Self {
        Self { regions, known: HashMap::new(), last: (Vec::new(), Box::default()) }
    }

    /// The form in which a region is compared, as [`Regions::normal`] gives it. Bytes that are no UTF-8 are nothing.
    #[inline]
    pub fn normal(&mut self, written: &[u8]) -> &str {
        if self.last.0 != written {
            self.look_up(written);
        }
        &self.last.1
    }

    #[cold]
    #[inline(never)]
    fn look_up(&mut self, written: &[u8]) {
        let normal = if let Some(normal) = self.known.get(written) {
            normal.clone()
        } else {
            let normal: Box<str> = self.regions.normal(str::from_utf8(written).unwrap_or("")).into();
            if self.known.len() < Self::MOST {
                self.known.insert(written.into(), normal.clone());
            }
            normal
        };
        self.last.0.clear();
        self.last.0.extend_from_slice(written);
        self.last.1 = normal;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn remembers_what_it_was_told(rows in prop::collection::vec("[Аа ]{0,2}обл|[аг. ]{0,4}|", 1..30)) {
            let regions = Regions::default();
            let mut memo = Memo::new(&regions);
            for row in rows {
                prop_assert_eq!(memo.normal(row.as_bytes()), regions.normal(&row));
            }
        }
    }
}

//! A row as evidence of a finding.

use tizim_evidence::Evidence;

use crate::{Certificate, FormRange, Precinct};

/// A row as evidence.
pub(crate) trait Row {
    fn evidence(&self) -> Evidence;
}

macro_rules! rows {
    ($($kind:ty),*) => {$(
        impl Row for $kind {
            fn evidence(&self) -> Evidence {
                Evidence { file: self.file.to_string(), list: None, row: self.row, source_ref: None }
            }
        }
    )*};
}
rows!(Precinct, Certificate, FormRange);

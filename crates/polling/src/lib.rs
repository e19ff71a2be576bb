//! The nouns that audits share: region, precinct, serial of a certificate, kind of list, holder.
//!
//! Two tables of one election write the same precinct in two ways, and two audits must not read them in two ways. This
//! crate is the one place where such a word is parsed, brought into the form in which it is compared, told "the same as"
//! another, and written. It stands on `people` for the folding of letters and knows nothing else of the house: names of
//! regions come to it as plain data.
//!
//! | module | what it reads |
//! |---|---|
//! | [`dress`] | what spreadsheets put around a value |
//! | [`holder`] | who a certificate was issued to |
//! | [`ids`] | identifiers that have lost their zeros |
//! | [`kind`] | kinds of list |
//! | [`named`] | texts that are nothing but the name of a place |
//! | [`precinct`] | numbers of precincts |
//! | [`region`] | regions and cities |
//! | [`serial`] | serials of certificates |
//! | [`vouched`] | names of places that may be those of persons |

pub mod dress;
pub mod holder;
pub mod ids;
pub mod kind;
pub mod named;
pub mod precinct;
pub mod region;
pub mod serial;
pub mod vouched;

pub use holder::Holder;
pub use kind::{Kind, UnknownKind};
pub use region::{RegionNames, Regions};
pub use serial::Serial;

//! Sharing whole seats between claimants: by every method in use, and by exact optimisation.

mod allocate;
mod allocation;
mod document;
mod house;
mod leximin;
mod method;
mod optima;
mod report;
mod shared;
mod who;

pub use self::allocate::allocate;
pub use self::allocation::Allocation;
pub use self::house::{impossible, smallest_house};
pub use self::method::Method;
pub(crate) use self::optima::optima;
pub use self::optima::{Optima, Optimum};
pub(crate) use self::report::title;
pub use self::shared::{Apportionment, Claimant, NextClaim, Outcome, apportion};

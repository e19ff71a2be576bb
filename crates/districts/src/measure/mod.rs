//! How unequal: indices, the Lorenz curve, decompositions, exact deviations.

pub(crate) mod decomposition;
pub(crate) mod distortion;
pub(crate) mod exact;
pub(crate) mod index;
pub(crate) mod lorenz;
pub(crate) mod window;

//! Whether two names can be one person's: asked of `people`, which answers all audits alike.

pub(crate) use tizim_people::names::Agreement;

use crate::row::entry::Names;

/// Compares two names in normal form.
pub(crate) fn compare(left: &Names, right: &Names) -> Agreement {
    tizim_people::names::compare(left.parts(), right.parts())
}

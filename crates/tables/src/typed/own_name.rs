//! The name of the person whom a row is about, against what stands in it where a place should.

use tizim_people::names::is_named;
use tizim_people::split_full_name;

use crate::rows::fields::Fields;
use crate::rows::plan::Plan;
use crate::typed::name_of_person::beside_marks;

/// The columns in which rows name their persons.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnName {
    pub(crate) surname: Vec<usize>,
    pub(crate) given_name: Vec<usize>,
    pub(crate) full_name: Vec<usize>,
}

impl OwnName {
    /// Whether no row names anybody.
    pub(crate) fn is_nowhere(&self) -> bool {
        self.full_name.is_empty() && (self.surname.is_empty() || self.given_name.is_empty())
    }

    /// Whether a text is the name of the row's own person, in whichever spelling; `cell` gives what stands in a column.
    pub(crate) fn is(&self, text: &str, cell: impl Fn(usize) -> String) -> bool {
        let beside = beside_marks(text);
        let text = beside.as_deref().unwrap_or(text);
        let joined = |columns: &[usize]| columns.iter().map(|at| cell(*at)).collect::<Vec<_>>().join(" ");
        let (surname, given_name) = (joined(&self.surname), joined(&self.given_name));
        if is_named(text, &surname, &given_name) {
            return true;
        }
        let full = joined(&self.full_name);
        let name = split_full_name(&full);
        // People write either part first.
        is_named(text, name.surname, name.given_name) || is_named(text, name.given_name, name.surname)
    }
}

impl Plan {
    /// Whether a text is the name of the person whom a row is about.
    pub(crate) fn is_own_name(&self, text: &str, block: &[u8], fields: &Fields<'_>) -> bool {
        !self.own_name.is_nowhere()
            && self.own_name.is(text, |column| {
                fields.cell(column).map_or_else(String::new, |cell| self.value(block, cell))
            })
    }
}

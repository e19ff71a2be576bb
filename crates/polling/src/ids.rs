//! Identifiers of two tables: one has kept the zeros in front (`01`), the other has lost them (`1`).

use std::collections::HashMap;

use crate::precinct;

/// For each identifier asked about, the one among `own` that it names: itself where it stands there, else the one that
/// differs in nothing but lost zeros and dress (`="01"`, `1.0`). None where two of either side differ in no more than that,
/// since then the zeros tell them apart.
///
/// ```
/// let own = ["01", "02", "10"];
/// let joined = tizim_polling::ids::join(&["1", "02", "3"], &own);
/// assert_eq!(joined, [Some("01"), Some("02"), None]);
/// assert_eq!(tizim_polling::ids::join(&["1"], &["01", "001"]), [None]);
/// ```
pub fn join<'o>(asked: &[&str], own: &[&'o str]) -> Vec<Option<&'o str>> {
    let exact: HashMap<&str, &'o str> = own.iter().map(|id| (*id, *id)).collect();
    let plain = of_plain_form(own);
    let mut others: Vec<&str> = asked.to_vec();
    others.sort_unstable();
    others.dedup();
    let alone = of_plain_form(&others);
    let find = |id: &&str| {
        exact.get(id).copied().or_else(|| {
            let form = precinct::normal(id);
            alone.get(&form).copied().flatten()?;
            plain.get(&form).copied().flatten()
        })
    };
    asked.iter().map(find).collect()
}

/// Identifiers by the form without zeros; none where several share it.
fn of_plain_form<'o>(ids: &[&'o str]) -> HashMap<String, Option<&'o str>> {
    let mut plain: HashMap<String, Option<&'o str>> = HashMap::new();
    for id in ids {
        let form = precinct::normal(id);
        if !form.is_empty() {
            plain
                .entry(form)
                .and_modify(|known| *known = known.filter(|other| other == id))
                .or_insert(Some(id));
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_that_tell_identifiers_apart_are_kept() {
        assert_eq!(join(&["1", "01"], &["01"]), [None, Some("01")]);
        assert_eq!(join(&["1", "01"], &["1", "01"]), [Some("1"), Some("01")]);
        assert_eq!(join(&["1", "1"], &["001"]), [Some("001"); 2]);
        assert_eq!(join(&["1.0", "=\"002\""], &["01", "2"]), [Some("01"), Some("2")]);
        assert_eq!(join(&[], &["1"]), []);
    }
}

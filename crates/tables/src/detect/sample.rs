//! The first rows of a file, and which of their cells are known headings.

use std::collections::BTreeMap;

use crate::detect::heading::lookup_forms;
use crate::detect::normal::normal_form;
use crate::given::schema::Schema;

/// Bytes of the longest heading.
const LONGEST_HEADING: usize = 300;

/// A row of the sample.
#[derive(Debug, Clone)]
pub(crate) struct SampleRow {
    pub(crate) cells: Vec<String>,
    /// Where the row after it starts in the stream.
    pub(crate) end: u64,
}

/// The field that a cell is the heading of, if any: which form of the heading is known, and as which field and alias.
pub(crate) fn field_of(schema: &Schema, cell: &str) -> Option<(usize, (usize, usize))> {
    if cell.len() > LONGEST_HEADING {
        return None;
    }
    let forms = lookup_forms(cell);
    forms.iter().enumerate().find_map(|(at, form)| Some((at, *schema.known.get(form)?)))
}

/// A column that may be a field; lower ranks are better: the exact heading before one in brackets, an earlier
/// alias before a later one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) rank: (usize, usize),
    pub(crate) column: usize,
}

/// The fields of a row that a schema knows, each with its columns from the best to the worst.
pub(crate) fn fields_of<'a>(schema: &'a Schema, cells: &[String]) -> BTreeMap<&'a str, Vec<Candidate>> {
    let mut fields: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
    for (column, cell) in cells.iter().enumerate() {
        if let Some((form, (field, alias))) = field_of(schema, cell) {
            let name = schema.fields[field].name.as_str();
            fields.entry(name).or_default().push(Candidate { rank: (form, alias), column });
        }
    }
    for candidates in fields.values_mut() {
        candidates.sort_by_key(|candidate| (candidate.rank, candidate.column));
    }
    fields
}

/// The columns of this heading: as it is written, by its form, or by another heading that is known to mean the same.
pub(crate) fn places(cells: &[String], heading: &str, schema: &Schema) -> Vec<usize> {
    let exact: Vec<usize> = (0..cells.len()).filter(|&at| cells[at].trim() == heading.trim()).collect();
    if !exact.is_empty() {
        return exact;
    }
    if let Some((name, number)) = heading.rsplit_once('#')
        && let Some(number) = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1))
    {
        let all =
            if name.trim().is_empty() { (0..cells.len()).collect() } else { places(cells, name, schema) };
        return all.get(number).copied().into_iter().collect();
    }
    let wanted = normal_form(heading);
    let same: Vec<usize> =
        (0..cells.len()).filter(|&at| !wanted.is_empty() && normal_form(&cells[at]) == wanted).collect();
    let field = |cell: &str| field_of(schema, cell).map(|(_, (field, _))| field);
    match field(heading) {
        Some(meant) if same.is_empty() => {
            (0..cells.len()).filter(|&at| field(&cells[at]) == Some(meant)).collect()
        }
        _ => same,
    }
}

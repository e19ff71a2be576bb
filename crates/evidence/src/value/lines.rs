//! Many like values: a section with a line for each of a hundred thousand precincts.

use std::fmt::Debug;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::Value;

/// Values of one kind that are kept as the rows they are made from, and made one at a time as they are gone through. In JSON it
/// is a list, as if it held the values themselves, which take ten times the memory of their rows.
///
/// ```
/// use tizim_evidence::{Object, Lines, Value};
///
/// #[derive(Debug)]
/// struct Precinct(u32, u32);
/// impl From<&Precinct> for Value {
///     fn from(Precinct(number, forms): &Precinct) -> Self {
///         Object::new().with("number", *number).with("forms", *forms).into()
///     }
/// }
/// let lines = Lines::new(vec![Precinct(1, 30), Precinct(2, 17)]);
/// assert_eq!(serde_json::to_string(&lines).unwrap(), r#"[{"number":1,"forms":30},{"number":2,"forms":17}]"#);
/// ```
#[derive(Debug, Clone)]
pub struct Lines(Arc<dyn Rows>);

/// Rows of any type, of each of which a value can be made.
trait Rows: Debug + Send + Sync {
    fn len(&self) -> usize;
    fn value(&self, at: usize) -> Value;
}

impl<T: Debug + Send + Sync> Rows for Vec<T>
where
    for<'a> Value: From<&'a T>,
{
    fn len(&self) -> usize {
        self.len()
    }

    fn value(&self, at: usize) -> Value {
        Value::from(&self[at])
    }
}

impl Lines {
    /// The values of these rows, in their order.
    pub fn new<T: Debug + Send + Sync + 'static>(rows: Vec<T>) -> Self
    where
        for<'a> Value: From<&'a T>,
    {
        Self(Arc::new(rows))
    }

    /// Each value, made when it is asked for.
    pub fn iter(&self) -> impl Iterator<Item = Value> {
        (0..self.0.len()).map(|at| self.0.value(at))
    }
}

impl PartialEq for Lines {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl From<Lines> for Value {
    fn from(lines: Lines) -> Self {
        Self::Lines(lines)
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

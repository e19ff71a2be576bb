//! Do districts keep rayons whole? Which district cuts which rayon.

use std::collections::BTreeMap;

use crate::Sum;

/// Region and name or code of a rayon.
type Rayon<'a> = (Option<&'a str>, &'a str);
/// Square kilometres and voters of a rayon by district.
type Districts = BTreeMap<usize, (f64, Sum)>;

/// A piece of a rayon in a district: a block, or what an overlay of two maps finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member<'a> {
    /// The region and the name or code of the rayon, by which it is known.
    pub rayon: Rayon<'a>,
    /// The district, by its place.
    pub district: usize,
    /// Its size.
    pub square_km: f64,
    /// Its voters, in bounds; nothing where they are not known.
    pub voters: Option<(u64, u64)>,
}

/// What one district has of a rayon that is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutPart {
    /// The district, by its place.
    pub district: usize,
    /// Its size.
    pub square_km: f64,
    /// Its size over that of the rayon, as far as it is in districts.
    pub part: f64,
    /// Its voters.
    pub voters: Sum,
}

/// A rayon that is in several districts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The region of the rayon, where it is known.
    pub region: Option<String>,
    /// The rayon.
    pub rayon: String,
    /// What each district has of it, the largest first.
    pub parts: Vec<CutPart>,
}

/// The rayons that are in several districts, in order of region and name.
///
/// ```
/// use tizim_boundaries::{Member, cuts};
/// let member = |name, district, square_km| Member { rayon: (None, name), district, square_km, voters: Some((5, 5)) };
/// let found = cuts([member("A", 0, 1.0), member("B", 0, 1.0), member("B", 1, 3.0), member("A", 0, 2.0)]);
/// assert_eq!((found.len(), found[0].rayon.as_str()), (1, "B"));
/// assert_eq!((found[0].parts[0].district, found[0].parts[0].part), (1, 0.75));
/// ```
pub fn cuts<'a>(members: impl IntoIterator<Item = Member<'a>>) -> Vec<Cut> {
    let mut rayons: BTreeMap<Rayon<'a>, Districts> = BTreeMap::new();
    for member in members {
        let own = rayons.entry(member.rayon).or_default().entry(member.district).or_default();
        *own = (own.0 + member.square_km, own.1.with(member.voters));
    }
    let cut = |((region, rayon), districts): (Rayon<'a>, Districts)| {
        let whole: f64 = districts.values().map(|own| own.0).sum();
        let part = |(district, (square_km, voters)): (usize, (f64, Sum))| CutPart {
            district,
            square_km,
            part: square_km / whole,
            voters,
        };
        let mut parts: Vec<CutPart> = districts.into_iter().map(part).collect();
        parts.sort_by(|one, other| other.square_km.total_cmp(&one.square_km));
        Cut { region: region.map(str::to_owned), rayon: rayon.to_owned(), parts }
    };
    rayons.into_iter().filter(|(_, districts)| districts.len() > 1).map(cut).collect()
}

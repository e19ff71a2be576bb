//! Why the rows of a verdict are told together, as it is kept until it is written.

use tizim_rolls::{Code, Lawfulness, Likeness, Rule, Why};

use super::entry::{Kept, at, place, put};

/// The same as [`Why`], on its own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// They share what a rule asks for.
    Rule(Rule),
    /// They are alike: a lead.
    Likeness(Box<Likeness>),
}

impl Reason {
    /// Whether somebody is to look into it: of leads not all.
    pub(crate) fn asks(&self) -> bool {
        match self {
            Self::Rule(_) => true,
            Self::Likeness(likeness) => likeness.asks,
        }
    }
}

/// Appends it in the form in which it is kept: the place of a rule, or 0 and all of a likeness.
pub(super) fn keep(why: Why<'_>, form: &mut Vec<u8>) {
    let likeness = match why {
        Why::Rule(rule) => return form.push(place(&Rule::ALL, Some(&rule))),
        Why::Likeness(likeness) => likeness,
    };
    form.push(0);
    let Likeness { probability, bits, prior, together, cluster, .. } = *likeness;
    for number in [probability, bits, prior, together, cluster] {
        form.extend_from_slice(&number.to_le_bytes());
    }
    form.extend_from_slice(&[likeness.two_numbers, likeness.asks].map(u8::from));
    match likeness.lawfulness {
        None => form.push(0),
        Some(Lawfulness::Lawful) => form.push(1),
        Some(Lawfulness::Explained) => form.push(2),
        Some(Lawfulness::SecondEntry { code, entry_rule }) => {
            form.extend_from_slice(&[3, place(&Code::ALL, Some(&code))]);
            form.extend_from_slice(&(entry_rule as u32).to_le_bytes());
        }
    }
    form.extend_from_slice(&(likeness.columns.len() as u32).to_le_bytes());
    for (column, level, bits) in &likeness.columns {
        put(column, form);
        put(level, form);
        form.extend_from_slice(&bits.to_le_bytes());
    }
}

impl Kept<'_> {
    pub(super) fn reason(&mut self) -> Option<Reason> {
        match self.byte()? {
            0 => Some(Reason::Likeness(Box::new(self.likeness()?))),
            rule => at(&Rule::ALL, rule).map(Reason::Rule),
        }
    }

    fn number(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    fn likeness(&mut self) -> Option<Likeness> {
        let [probability, bits, prior] = [self.number()?, self.number()?, self.number()?];
        let [together, cluster] = [self.number()?, self.number()?];
        let [two_numbers, asks] = [self.follows()?, self.follows()?];
        let lawfulness = match self.byte()? {
            0 => None,
            1 => Some(Lawfulness::Lawful),
            2 => Some(Lawfulness::Explained),
            _ => {
                let code = at(&Code::ALL, self.byte()?)?;
                Some(Lawfulness::SecondEntry { code, entry_rule: u32::from_le_bytes(self.take()?) as usize })
            }
        };
        let columns = u32::from_le_bytes(self.take()?);
        let column = |_| Some((self.text()?, self.text()?, self.number()?));
        let columns = (0..columns).map(column).collect::<Option<_>>()?;
        Some(Likeness { probability, bits, prior, columns, together, cluster, two_numbers, lawfulness, asks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_come_back_as_they_were_kept() {
        let likeness = |lawfulness, columns: &[(&str, &str, f64)]| Likeness {
            probability: 0.75,
            bits: 1.58,
            prior: -20.25,
            columns: columns.iter().map(|one| (one.0.to_owned(), one.1.to_owned(), one.2)).collect(),
            together: -3.5,
            cluster: 0.0,
            two_numbers: true,
            lawfulness,
            asks: false,
        };
        let second = Lawfulness::SecondEntry { code: Code::SpecialAndHome, entry_rule: 300 };
        let columns = [("surname", "one slip", 12.5), ("тел;\n", "different", -1.25)];
        for lawfulness in [None, Some(Lawfulness::Lawful), Some(Lawfulness::Explained), Some(second)] {
            for columns in [&columns[..], &[]] {
                let likeness = likeness(lawfulness, columns);
                let mut form = Vec::new();
                keep(Why::Likeness(&likeness), &mut form);
                let (whole, cut) = (Kept(&form).reason(), Kept(&form[..form.len() - 1]).reason());
                assert_eq!((whole, cut), (Some(Reason::Likeness(Box::new(likeness))), None));
            }
        }
        for rule in Rule::ALL {
            let mut form = Vec::new();
            keep(Why::Rule(rule), &mut form);
            assert_eq!(Kept(&form).reason(), Some(Reason::Rule(rule)));
        }
    }
}

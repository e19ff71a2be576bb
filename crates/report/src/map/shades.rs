//! From values to shades: which class of a diverging scale a value falls in, and the colours of the classes.

use tizim_evidence::{Diverging, Value};

/// Classes on each side at most.
pub(crate) const SIDE: usize = 4;

/// What fills a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fill {
    /// An exact value, or one whose bounds agree on the class.
    Of(Class),
    /// A value that is only bounded: the classes of its ends, which may be one.
    Between(Class, Class),
    /// A value whose bounds lie beyond the middle class on both sides, so that not even its direction is known.
    Open,
    /// No value.
    Missing,
    /// A word instead of a value: it stands beside what the map is about.
    Beside,
}

/// A class of the scale: 0 about the centre, negative below it, positive above it; the further, the deeper its shade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class(i8);

impl Class {
    /// The class of the page's style: `u1` to `u4` below, `q0` about the centre, `o1` to `o4` above.
    pub(crate) fn name(self) -> String {
        match self.0 {
            0 => "q0".to_owned(),
            below @ ..0 => format!("u{}", -below),
            above => format!("o{above}"),
        }
    }

    /// Its colour on white paper, for formats without a style, and whether black can be read on it.
    pub(crate) fn on_paper(self) -> (u32, bool) {
        const BELOW: [(u32, bool); SIDE] =
            [(0x00dc_dbea, true), (0x00b5_aed4, true), (0x0075_66a5, false), (0x0054_2788, false)];
        const ABOVE: [(u32, bool); SIDE] =
            [(0x00fd_e3bf, true), (0x00fb_bd6f, true), (0x00e0_8214, true), (0x00a9_5006, false)];
        let side = if self.0 < 0 { BELOW } else { ABOVE };
        let step = usize::from(self.0.unsigned_abs());
        step.checked_sub(1).and_then(|place| side.get(place)).copied().unwrap_or((0x00f4_f2ee, true))
    }
}

/// The classes of one map.
#[derive(Debug, Clone)]
pub(crate) struct Shades {
    centre: f64,
    breaks: Vec<f64>,
    /// Whether no value lies below the centre.
    one_sided: bool,
}

impl Shades {
    /// The classes of a scale; where it states no breaks, round ones that suit the values.
    pub(crate) fn new<'v>(scale: &Diverging, values: impl Iterator<Item = &'v Value>) -> Self {
        let mut breaks: Vec<f64> =
            scale.breaks.iter().copied().filter(|one| one.is_finite() && *one > 0.0).collect();
        breaks.sort_by(f64::total_cmp);
        breaks.dedup();
        breaks.truncate(SIDE);
        if breaks.is_empty() {
            breaks = round_breaks(scale.centre, values);
        }
        Self { centre: scale.centre, breaks, one_sided: scale.below.is_none() }
    }

    /// What a value is filled with.
    pub(crate) fn fill(&self, value: &Value) -> Fill {
        if matches!(value, Value::Word { .. }) {
            return Fill::Beside;
        }
        match value.bounds() {
            Some((low, high)) if low.is_nan() || high.is_nan() => Fill::Missing,
            Some((low, high)) if low < high => match (self.class(low), self.class(high)) {
                (Class(..0), Class(1..)) => Fill::Open,
                (low, high) => Fill::Between(low, high),
            },
            Some((exact, _)) => Fill::Of(self.class(exact)),
            None => Fill::Missing,
        }
    }

    fn class(&self, value: f64) -> Class {
        let distance = (value - self.centre).abs();
        // What stands on a break is not beyond it, in spite of the noise of the binary system.
        let passed = self.breaks.iter().filter(|one| distance > **one * (1.0 + 1e-12)).count();
        self.step(passed, value < self.centre)
    }

    /// The shade of so many breaks passed: few breaks take shades that are far apart.
    fn step(&self, passed: usize, below: bool) -> Class {
        const STEPS: [[i8; SIDE]; SIDE] = [[3, 0, 0, 0], [2, 4, 0, 0], [2, 3, 4, 0], [1, 2, 3, 4]];
        let of_breaks = STEPS[self.breaks.len().clamp(1, SIDE) - 1];
        let step = passed.checked_sub(1).map_or(0, |place| of_breaks[place.min(SIDE - 1)]);
        Class(if below { -step } else { step })
    }

    /// The classes from lowest to highest.
    pub(crate) fn classes(&self) -> Vec<Class> {
        let count = self.breaks.len();
        let below = (1..=count).rev().map(|passed| self.step(passed, true)).filter(|_| !self.one_sided);
        below.chain((0..=count).map(|passed| self.step(passed, false))).collect()
    }

    /// The values between the classes, ascending: one less than there are classes.
    pub(crate) fn ends(&self) -> Vec<f64> {
        let below = self.breaks.iter().rev().map(|one| self.centre - one).filter(|_| !self.one_sided);
        below.chain(self.breaks.iter().map(|one| self.centre + one)).collect()
    }
}

/// Three round breaks, such that about a quarter of the values lies beyond the second.
fn round_breaks<'v>(centre: f64, values: impl Iterator<Item = &'v Value>) -> Vec<f64> {
    let middle = |(low, high): (f64, f64)| f64::midpoint(low, high);
    let mut distances: Vec<f64> = values
        .filter_map(|value| Some((middle(value.bounds()?) - centre).abs()))
        .filter(|distance| distance.is_finite() && *distance > 0.0)
        .collect();
    distances.sort_by(f64::total_cmp);
    let Some(typical) = distances.get(distances.len() * 3 / 4) else { return vec![0.1] };
    let step = crate::chart::round_step(typical / 2.0);
    // Three times 0.2 is 0.6 and nothing beside it.
    [1.0, 2.0, 3.0].map(|times| (times * step * 1e12).round() / 1e12).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tizim_evidence::{Interval, Message};

    fn shades(breaks: &[f64], values: &[Value]) -> Shades {
        let word = || Message::new("example.x");
        let scale = Diverging {
            centre: 0.0,
            breaks: breaks.to_vec(),
            below: Some(word()),
            within: word(),
            above: word(),
        };
        Shades::new(&scale, values.iter())
    }

    fn names(classes: &[Class]) -> String {
        classes.iter().map(|class| class.name()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_scale_is_the_same_on_both_sides_of_its_centre() {
        let shades = shades(&[0.15, 0.10], &[]);
        assert_eq!(names(&shades.classes()), "u4 u2 q0 o2 o4");
        assert_eq!(shades.ends(), [-0.15, -0.10, 0.10, 0.15]);
        let fill = |value: f64| shades.fill(&value.into());
        let on_paper = [-0.16, -0.12, 0.1, 0.100_001, 0.3].map(fill).map(|fill| match fill {
            Fill::Of(class) => class.name(),
            _ => String::new(),
        });
        assert_eq!(on_paper, ["u4", "u2", "q0", "o2", "o4"]);
    }

    #[test]
    fn a_scale_may_have_one_side() {
        let word = || Message::new("example.x");
        let scale =
            Diverging { centre: 0.0, breaks: vec![0.1, 0.5], below: None, within: word(), above: word() };
        let shades = Shades::new(&scale, [].iter());
        assert_eq!((names(&shades.classes()), shades.ends()), ("q0 o2 o4".to_owned(), vec![0.1, 0.5]));
    }

    #[test]
    fn bounds_are_no_figure_and_a_gap_is_no_zero() {
        let shades = shades(&[0.1], &[]);
        let bounds = |low, high| shades.fill(&Interval { low, high, tight: true }.into());
        assert_eq!(names(&shades.classes()), "u3 q0 o3");
        assert_eq!(bounds(-0.3, 0.3), Fill::Open);
        assert_eq!(bounds(-0.3, 0.1), Fill::Between(Class(-3), Class(0)));
        assert_eq!(bounds(0.01, 0.02), Fill::Between(Class(0), Class(0)));
        assert_eq!(bounds(0.2, f64::INFINITY), Fill::Between(Class(3), Class(3)));
        assert_eq!(shades.fill(&Value::Missing), Fill::Missing);
    }

    #[test]
    fn breaks_that_nobody_states_are_round() {
        let values: Vec<Value> = [0.01, 0.08, 0.13, 0.19, 0.25, 0.36, -0.66].map(Value::from).to_vec();
        assert_eq!(shades(&[], &values).ends(), [-0.6, -0.4, -0.2, 0.2, 0.4, 0.6]);
        assert_eq!(shades(&[], &[Value::Missing]).ends(), [-0.1, 0.1]);
        assert_eq!(shades(&[f64::NAN, -1.0], &[0.into()]).ends(), [-0.1, 0.1]);
    }
}

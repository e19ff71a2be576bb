//! From values to places: a scale between round numbers, linear or in powers of ten.

use tizim_evidence::{Format, Show};

/// Values between two round numbers, drawn between two places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    step: f64,
    start: f64,
    end: f64,
    /// Whether `low` and `high` are powers of ten, and a place goes by the logarithm.
    in_powers: bool,
}

impl Scale {
    /// A scale that holds all these values, drawn from `start` to `end`, with about `ticks` steps between round
    /// numbers. Without a finite value it runs from 0 to 1.
    pub(super) fn over(values: impl IntoIterator<Item = f64>, start: f64, end: f64, ticks: u32) -> Self {
        let finite = |value: &f64| value.is_finite() && value.abs() < 1e15;
        let (mut low, mut high) = values
            .into_iter()
            .filter(finite)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if high - low <= high.abs().max(low.abs()) * 1e-9 {
            let half = if low == 0.0 { 0.5 } else { low.abs() / 2.0 };
            (low, high) = (low - half, high + half);
        }
        let step = round_step((high - low) / f64::from(ticks.max(1)));
        // A value on a round number stays there in spite of the noise of the binary system.
        let low = ((low / step) + 1e-9).floor() * step;
        let high = ((high / step) - 1e-9).ceil() * step;
        Self { low, high, step, start, end, in_powers: false }
    }

    /// A scale in powers of ten that holds all these values that are positive.
    pub(super) fn over_powers(values: impl IntoIterator<Item = f64>, start: f64, end: f64) -> Self {
        let powers = values.into_iter().filter(|value| *value > 0.0 && value.is_finite()).map(f64::log10);
        let (low, high) =
            powers.fold((f64::INFINITY, f64::NEG_INFINITY), |ends, one| (ends.0.min(one), ends.1.max(one)));
        let (low, high) = if low > high { (0.0, 1.0) } else { ((low + 1e-9).floor(), (high - 1e-9).ceil()) };
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, step: 1.0, start, end, in_powers: true }
    }

    /// A value as the scale measures it.
    fn measured(&self, value: f64) -> f64 {
        if self.in_powers { value.log10() } else { value }
    }

    /// The same values drawn between other places.
    pub(super) fn drawn(mut self, start: f64, end: f64) -> Self {
        (self.start, self.end) = (start, end);
        self
    }

    /// Where a value stands; one outside the scale stands at its end.
    pub(super) fn place(&self, value: f64) -> f64 {
        let share = ((self.measured(value) - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.start + share * (self.end - self.start)
    }

    /// Whether the value is within the scale.
    pub(super) fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&self.measured(value))
    }

    /// The round numbers of the scale.
    pub(super) fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round().min(100.0) as u32;
        (0..=count)
            .map(|number| self.low + f64::from(number) * self.step)
            .map(|tick| if tick.abs() < self.step * 1e-9 { 0.0 } else { tick })
            .map(|tick| if self.in_powers { 10f64.powf(tick) } else { tick })
            .collect()
    }

    /// Whether both scales run over the same values.
    pub(super) fn same_values(&self, other: &Self) -> bool {
        (self.low - other.low).abs() < self.step * 1e-6 && (self.high - other.high).abs() < self.step * 1e-6
    }

    /// How far it is from this tick to the next, which says what decimals it needs.
    pub(super) fn step_at(&self, tick: f64) -> f64 {
        if self.in_powers { tick } else { self.step }
    }

    pub(super) fn start(&self) -> f64 {
        self.start
    }

    pub(super) fn end(&self) -> f64 {
        self.end
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not smaller.
pub(crate) fn round_step(raw: f64) -> f64 {
    let power = 10f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps
        .into_iter()
        .map(|step| step * power)
        .find(|step| *step >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// A tick with no more decimals than its step needs.
pub(crate) fn tick_label(show: Show<'_>, tick: f64, format: Format, step: f64) -> String {
    let decimals = |step: f64| {
        (0..=6u8)
            .find(|decimals| {
                let scaled = step * 10f64.powi(i32::from(*decimals));
                (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1e-3)
            })
            .unwrap_or(6)
    };
    match format {
        Format::Percent | Format::Signed => {
            let sign = if format == Format::Signed && tick > 0.0 { "+" } else { "" };
            let number = show.real(tick * 100.0, Format::Decimals(decimals(step * 100.0)));
            show.percent(&format!("{sign}{number}"))
        }
        Format::Plain => {
            show.real(tick, Format::Decimals(decimals(step))).replace(['\u{202f}', '\u{a0}'], "")
        }
        _ => show.real(tick, Format::Decimals(decimals(step))),
    }
}

#[cfg(test)]
mod tests {
    use tizim_evidence::{Catalogue, Language};

    use super::*;

    #[test]
    fn a_scale_ends_at_round_numbers() {
        let scale = Scale::over([-0.6578, 0.3559], 100.0, 500.0, 6);
        assert_eq!(
            scale.ticks().iter().map(|tick| format!("{tick:.1}")).collect::<Vec<_>>(),
            ["-0.8", "-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4"]
        );
        assert!((scale.place(-0.8) - 100.0).abs() < 1e-9);
        assert!((scale.place(0.4) - 500.0).abs() < 1e-9);
        assert!((scale.place(9.0) - 500.0).abs() < 1e-9);
    }

    #[test]
    fn a_scale_in_powers_is_even_in_multiples() {
        let scale = Scale::over_powers([0.3, 1.9, 3200.0, -1.0, 0.0], 0.0, 500.0);
        assert_eq!(scale.ticks(), [0.1, 1.0, 10.0, 100.0, 1000.0, 10000.0]);
        assert!((scale.place(10.0) - 200.0).abs() < 1e-9 && (scale.place(100.0) - 300.0).abs() < 1e-9);
        assert!(!scale.holds(0.0) && !scale.holds(-1.0) && !scale.holds(20_000.0) && scale.holds(0.3));
        assert_eq!(Scale::over_powers([], 0.0, 1.0).ticks(), [1.0, 10.0]);
        assert_eq!(Scale::over_powers([10.0], 0.0, 1.0).ticks(), [10.0, 100.0]);
    }

    #[test]
    fn odd_values_make_a_usable_scale() {
        let cases: [&[f64]; 6] = [&[], &[f64::NAN], &[0.0], &[5.0, 5.0], &[-1e14, 1e14], &[1e-12, 2e-12]];
        for values in cases {
            let scale = Scale::over(values.iter().copied(), 0.0, 100.0, 5);
            let ticks = scale.ticks();
            assert!((2..=14).contains(&ticks.len()), "{values:?}: {ticks:?}");
            assert!(ticks.iter().all(|tick| (-1e-6..=100.0 + 1e-6).contains(&scale.place(*tick))));
        }
    }

    #[test]
    fn ticks_carry_the_decimals_of_their_step() {
        let catalogue = crate::words::tests::english();
        let show = Show::new(&catalogue).typeset();
        assert_eq!(tick_label(show, 0.2, Format::Signed, 0.2), "+20\u{a0}%");
        assert_eq!(tick_label(show, -0.025, Format::Percent, 0.025), "\u{2212}2.5\u{a0}%");
        assert_eq!(tick_label(show, 400_000.0, Format::Natural, 100_000.0), "400\u{202f}000");
        assert_eq!(tick_label(show, 0.25, Format::Decimals(4), 0.25), "0.25");
        let own = [(Language::Kk, "[value]\npercent = '{number}%'")];
        let catalogue = Catalogue::of(Language::Kk, own).unwrap();
        let show = Show::new(&catalogue).typeset();
        assert_eq!(tick_label(show, -0.025, Format::Percent, 0.025), "\u{2212}2,5%");
        assert_eq!(tick_label(show, 20_000.0, Format::Plain, 10_000.0), "20000");
    }
}

//! Honest nations for tests of judging models, made by a generator that shares nothing with the models that judge: its own
//! random numbers, counts drawn event by event.

/// Random numbers (xorshift*, Vigna 2016).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0xd134_2543_de82_ef95) | 1);
        (0..20).for_each(|_| _ = random.bits());
        random
    }

    pub(crate) fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Between 0 and 1, neither included.
    pub(crate) fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        ((self.uniform() * limit as f64) as u64).min(limit.saturating_sub(1))
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    /// A standard normal number (Marsaglia's polar method).
    pub(crate) fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square < 1.0 && square > 0.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// A gamma number of mean 1 whose shape is a whole number: a sum of waiting times.
    pub(crate) fn gamma(&mut self, shape: u32) -> f64 {
        (0..shape).map(|_| -self.uniform().ln()).sum::<f64>() / f64::from(shape)
    }

    /// A number of Student's law with so many degrees of freedom.
    pub(crate) fn student(&mut self, degrees: u32) -> f64 {
        let squares: f64 = (0..degrees).map(|_| self.normal().powi(2)).sum();
        self.normal() / (squares / f64::from(degrees)).sqrt()
    }

    /// How many of `total` independent events of this rate happen, by the gaps between them.
    pub(crate) fn binomial(&mut self, total: u64, rate: f64) -> u64 {
        if rate > 0.5 {
            return total - self.binomial(total, 1.0 - rate);
        }
        if rate <= 0.0 {
            return 0;
        }
        let (mut at, mut count) = (0.0, 0);
        loop {
            at += (self.uniform().ln() / (-rate).ln_1p()).floor() + 1.0;
            if at > total as f64 {
                return count;
            }
            count += 1;
        }
    }

    /// Failures before the first success at a chance of `1 / (1 + mean)`.
    pub(crate) fn geometric(&mut self, mean: f64) -> u64 {
        (self.uniform().ln() / (mean / (1.0 + mean)).ln()).floor() as u64
    }
}

/// How the units of an honest nation differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Every unit alike.
    Binomial,
    /// Rates of a gamma law of shape 4: beta-binomial counts.
    BetaBinomial,
    /// Log-normal rates, standard deviation 0.6.
    LogNormal,
    /// Regions differ (log-normal, 0.5 to 1.0), units within them by a gamma law.
    Regions,
    /// Two in five are towns, with three times the rate and twice the voters.
    UrbanRural,
    /// A quarter has none at all.
    QuarterZero,
    /// Half are small: 20 to 120 voters.
    HalfSmall,
    /// All of these.
    Together,
    /// A quarter has none at all, and the rest log-normal rates of a standard deviation of 0.6, or of 0.9.
    ZeroAndLogNormal,
    ZeroAndWide,
    /// Some six precincts to a region, or some twelve: regions differ by a log-normal law (0.8), and precincts within them by
    /// one of half that (0.4).
    SixToARegion,
    TwelveToARegion,
    /// Rates of a law with heavy tails: the logarithm of each is 0.6 times a number of Student's law with three degrees of
    /// freedom. A few units truly have 10 to 50 times the usual rate, and nobody did anything wrong there.
    HeavyTail,
    /// Beta-binomial, and one unit in 500 truly has 10 to 50 times the usual rate.
    Outliers,
    /// Beta-binomial, and one unit in a hundred is a dormitory or new housing, with ten times the rate: honest too, but no
    /// model can know it.
    NewHousing,
}

impl Nature {
    pub(crate) const HONEST: [Self; 8] = [
        Self::Binomial,
        Self::BetaBinomial,
        Self::LogNormal,
        Self::Regions,
        Self::UrbanRural,
        Self::QuarterZero,
        Self::HalfSmall,
        Self::Together,
    ];

    /// Honest too, and with units that truly lie far out: an alarm is right that they do, and says nothing of why.
    pub(crate) const FAR_OUT: [Self; 3] = [Self::NewHousing, Self::Outliers, Self::HeavyTail];

    /// Honest, and judged by their rates alone, without a register.
    pub(crate) const OF_RATES: [Self; 4] =
        [Self::ZeroAndLogNormal, Self::ZeroAndWide, Self::SixToARegion, Self::TwelveToARegion];

    /// How many regions so many precincts are in, where 20 are usual.
    pub(crate) fn regions(self, units: usize) -> usize {
        match self {
            Self::SixToARegion => units / 6,
            Self::TwelveToARegion => units / 12,
            _ => 20,
        }
    }

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Binomial => "all alike (binomial)",
            Self::BetaBinomial => "beta-binomial",
            Self::LogNormal => "log-normal",
            Self::Regions => "regions differ",
            Self::UrbanRural => "urban and rural",
            Self::QuarterZero => "a quarter zero",
            Self::HalfSmall => "half small precincts",
            Self::Together => "all together",
            Self::ZeroAndLogNormal => "a quarter zero, the rest log-normal (0.6)",
            Self::ZeroAndWide => "a quarter zero, the rest log-normal (0.9)",
            Self::SixToARegion => "regions differ, six precincts each",
            Self::TwelveToARegion => "regions differ, twelve precincts each",
            Self::NewHousing => "new housing and dormitories",
            Self::Outliers => "one in 500 at 10 to 50 times the usual rate",
            Self::HeavyTail => "heavy tails (log-t, 3 degrees of freedom)",
        }
    }
}

/// One precinct.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) region: usize,
    pub(crate) tec: usize,
    pub(crate) voters: u64,
    /// Events among them.
    pub(crate) count: u64,
    /// How many times the usual rate of its kind of place and region it truly has.
    pub(crate) multiple: f64,
}

/// Precincts in `regions` regions of ten TECs each, whose usual rate is `centre`.
pub(crate) fn nation(nature: Nature, seed: u64, units: usize, regions: usize, centre: f64) -> Vec<Unit> {
    use Nature::{
        Binomial, HalfSmall, HeavyTail, LogNormal, NewHousing, Outliers, QuarterZero, Regions, SixToARegion,
        Together, TwelveToARegion, UrbanRural, ZeroAndLogNormal, ZeroAndWide,
    };
    let mut random = Random::new(seed);
    let differ = match nature {
        Regions => 0.5 + 0.5 * random.uniform(),
        Together => 0.5,
        SixToARegion | TwelveToARegion => 0.8,
        _ => 0.0,
    };
    let of_region: Vec<f64> = (0..regions).map(|_| (differ * random.normal()).exp()).collect();
    (0..units)
        .map(|index| {
            let region = random.below(regions as u64) as usize;
            let town = matches!(nature, UrbanRural | Together) && random.chance(0.4);
            let small = matches!(nature, HalfSmall | Together) && random.chance(0.5);
            let some_zero = matches!(nature, QuarterZero | ZeroAndLogNormal | ZeroAndWide | Together);
            let zero = some_zero && random.chance(0.25);
            let voters = if small { 20 + random.below(101) } else { 100 + random.below(2800) };
            let own = match nature {
                Binomial => 1.0,
                LogNormal | HalfSmall | ZeroAndLogNormal | Together => (0.6 * random.normal() - 0.18).exp(),
                ZeroAndWide => (0.9 * random.normal() - 0.405).exp(),
                SixToARegion | TwelveToARegion => (0.4 * random.normal()).exp(),
                HeavyTail => (0.6 * random.student(3)).exp(),
                UrbanRural => (0.3 * random.normal() - 0.045).exp(),
                _ => random.gamma(4),
            };
            let of_place = if town {
                2.0
            } else if matches!(nature, UrbanRural | Together) {
                2.0 / 3.0
            } else {
                1.0
            };
            let far = match nature {
                NewHousing if random.chance(0.01) => 10.0,
                Outliers if random.chance(0.002) => 10.0 + 40.0 * random.uniform(),
                _ => 1.0,
            };
            let usual = centre * of_region[region] * of_place;
            let rate = if zero { 0.0 } else { (usual * own * far).min(0.5) };
            let voters = if town && !small { voters * 2 } else { voters };
            Unit {
                region,
                tec: index % 10,
                voters,
                count: random.binomial(voters, rate),
                multiple: rate / usual,
            }
        })
        .collect()
}

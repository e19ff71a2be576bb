//! Voters per address (ROLL-022).

use std::collections::BTreeMap;

use super::generator::{Nature, Random};

/// Voters at each of so many addresses of an honest nation, as counts by number of voters.
pub(crate) fn sizes(nature: Nature, seed: u64, addresses: usize) -> BTreeMap<u64, u64> {
    use Nature::{
        BetaBinomial, Binomial, HalfSmall, HeavyTail, LogNormal, NewHousing, Outliers, QuarterZero, Regions,
        Together, UrbanRural,
    };
    let mut random = Random::new(seed ^ 0xadd2_e55e);
    let of_region: Vec<f64> = (0..20).map(|_| (0.3 * random.normal()).exp()).collect();
    let mut sizes = BTreeMap::new();
    for _ in 0..addresses {
        let own = match nature {
            Regions | Together => of_region[random.below(20) as usize],
            _ => 1.0,
        };
        // Houses, and in towns one address in fifty that is a house of flats written without their numbers.
        let flats = matches!(nature, UrbanRural | Together) && random.chance(0.02);
        let small = matches!(nature, HalfSmall | Together) && random.chance(0.5);
        let single = matches!(nature, QuarterZero | Together) && random.chance(0.25);
        let voters = match nature {
            _ if flats => 5 + (30.0 * own * random.gamma(3)) as u64,
            _ if single => 1,
            _ if small => 1 + random.below(2),
            Binomial => 1 + random.binomial(12, 0.2),
            LogNormal => ((1.1 + 0.6 * random.normal()).exp()).max(1.0) as u64,
            BetaBinomial => {
                let mean = 2.0 * random.gamma(4);
                1 + random.geometric(mean)
            }
            HeavyTail => (1.1 + 0.6 * random.student(3)).exp().clamp(1.0, 1e6) as u64,
            Outliers if random.chance(2e-5) => (3.0 * (10.0 + 40.0 * random.uniform())) as u64,
            NewHousing if random.chance(2e-5) => 80 + random.below(300),
            _ => 1 + random.geometric(1.5 * own),
        };
        *sizes.entry(voters).or_default() += 1;
    }
    sizes
}

/// Whether an address of an honest nation is out of line at this level.
pub(crate) fn alarm(nature: Nature, seed: u64, addresses: usize, level: f64) -> bool {
    let sizes = sizes(nature, seed, addresses);
    let threshold = threshold(nature, seed, addresses, level);
    sizes.keys().next_back().is_some_and(|most| *most >= threshold)
}

/// From how many voters on an address is out of line.
pub(crate) fn threshold(nature: Nature, seed: u64, addresses: usize, level: f64) -> u64 {
    tizim_stats::extremes::usual(&sizes(nature, seed, addresses), level)
        .map_or(u64::MAX, |usual| usual.threshold)
}

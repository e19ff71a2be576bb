//! Rolls without any duplicate, by a generator that shares nothing with the models that tell what chance gives: its own random
//! numbers, people drawn one by one.

/// Random numbers (xorshift*, Vigna 2016).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0xd134_2543_de82_ef95) | 1);
        (0..20).for_each(|_| _ = random.bits());
        random
    }

    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn uniform(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        ((self.uniform() * limit as f64) as usize).min(limit - 1)
    }

    fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    /// One of `values`, each in proportion to its weight.
    fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len() - 1
    }
}

/// How people of a roll are born and named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Every day alike, the same names at all times and everywhere.
    Plain,
    /// More births in summer, and in some years than in others.
    Seasons,
    /// Given names come into fashion and go.
    Fashions,
    /// Two communities with names of their own; in one, two in five are written as born on 1 January, and one in eight on
    /// 1 July.
    Heaped,
    /// Regions of unlike size, each with surnames of its own beside those that all have.
    Regional,
    /// All of these.
    Together,
}

impl Nature {
    pub(crate) const ALL: [Self; 6] =
        [Self::Plain, Self::Seasons, Self::Fashions, Self::Heaped, Self::Regional, Self::Together];

    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Seasons => "seasons and years",
            Self::Fashions => "fashions of names",
            Self::Heaped => "1 January and 1 July heaped by community of names",
            Self::Regional => "regional names",
            Self::Together => "all together",
        }
    }

    fn has(self, other: Self) -> bool {
        self == other || self == Self::Together
    }
}

/// One person, as far as a roll holds him.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) surname: String,
    pub(crate) given_name: String,
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) day: u8,
    /// The roll states the year alone.
    pub(crate) undated: bool,
    /// The roll shows the last four digits of the number alone, and no birth date.
    pub(crate) masked: bool,
    pub(crate) region: usize,
    pub(crate) address: usize,
    /// On the first list or the second.
    pub(crate) second_list: bool,
}

const SURNAMES: usize = 40;
const GIVEN_NAMES: usize = 14;
const REGIONS: usize = 5;
/// Adults of a roll are born in these years.
const YEARS: std::ops::Range<u16> = 1950..1990;
/// People of one address, in halls of residence.
const AT_ONE_ADDRESS: usize = 60;
const DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// So many people, all of them different.
pub(crate) fn roll(nature: Nature, seed: u64, people: usize) -> Vec<Person> {
    let mut random = Random::new(seed);
    let zipf = |count: usize| (0..count).map(|place| 1.0 / (place + 2) as f64).collect::<Vec<f64>>();
    let (surnames, regions) = (zipf(SURNAMES), zipf(REGIONS));
    let years: Vec<f64> =
        YEARS.map(|year| if nature.has(Nature::Seasons) { year_weight(year) } else { 1.0 }).collect();
    (0..people)
        .map(|_| {
            let year = YEARS.start + random.weighted(&years) as u16;
            let (mut month, mut day) = birthday(nature, &mut random);
            let region = random.weighted(&regions);
            // The second community has the same surnames with an ending of its own.
            let community = usize::from(nature.has(Nature::Heaped) && random.chance(0.4));
            if community == 1 {
                if random.chance(0.4) {
                    (month, day) = (1, 1);
                } else if random.chance(0.2) {
                    (month, day) = (7, 1);
                }
            }
            let mut surname = random.weighted(&surnames);
            if nature.has(Nature::Regional) && random.chance(0.5) {
                surname = SURNAMES * (region + 1) + surname / 2;
            }
            let given_names: Vec<f64> =
                (0..GIVEN_NAMES)
                    .map(|name| {
                        if nature.has(Nature::Fashions) {
                            fashion(name, year)
                        } else {
                            1.0 / (name + 2) as f64
                        }
                    })
                    .collect();
            let given_name = random.weighted(&given_names);
            Person {
                surname: word(["ов", "бай"][community], surname),
                given_name: word(["а", "гуль"][community], given_name),
                year,
                month,
                day,
                undated: random.chance(0.1),
                masked: random.chance(0.05),
                region,
                address: region * 1000 + random.below(people / AT_ONE_ADDRESS / REGIONS + 1),
                second_list: random.chance(0.15),
            }
        })
        .collect()
}

/// A boom and a slump.
fn year_weight(year: u16) -> f64 {
    let since = f64::from(year - YEARS.start);
    1.0 + 0.02 * since + 0.8 * (-((since - 12.0) / 4.0).powi(2)).exp()
        - 0.4 * (-((since - 28.0) / 3.0).powi(2)).exp()
}

/// How usual a given name is in a year: each has its own time.
fn fashion(name: usize, year: u16) -> f64 {
    let height = f64::from(YEARS.start) + 40.0 * name as f64 / GIVEN_NAMES as f64;
    0.01 + (-((f64::from(year) - height) / 7.0).powi(2)).exp()
}

fn birthday(nature: Nature, random: &mut Random) -> (u8, u8) {
    loop {
        let month = random.below(12) as u8;
        let day = 1 + random.below(31) as u8;
        let season = 1.0 + 0.5 * (f64::from(month) / 12.0 * std::f64::consts::TAU).sin();
        let is_kept = !nature.has(Nature::Seasons) || random.chance(season / 1.5);
        if day <= DAYS[usize::from(month)] && is_kept {
            return (month + 1, day);
        }
    }
}

/// A word of its own for each number.
fn word(ending: &str, number: usize) -> String {
    const SYLLABLES: [&str; 12] = ["ба", "ви", "го", "ду", "жа", "зе", "ка", "ли", "мо", "ну", "ра", "ти"];
    let mut left = number;
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(SYLLABLES[left % 12]);
        left /= 12;
    }
    word + ending
}

//! People of three nations in families: names go together by nation and by sex, patronymics come from fathers, brothers and
//! sisters have one surname, patronymic and address, villages are of one nation, and grandsons bear a grandfather's name. Some
//! stand there twice, with slips. Nothing here knows how records are linked.

use tizim_linkage::Kind;

pub(crate) const COLUMNS: [(&str, Kind); 6] = [
    ("surname", Kind::Surname),
    ("given", Kind::GivenName),
    ("patronymic", Kind::Patronymic),
    ("born", Kind::Date),
    ("town", Kind::Area),
    ("address", Kind::Address),
];

/// Dice that fall the same each time.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1)
    }

    pub(crate) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one_in(&mut self, chance: u64) -> bool {
        self.below(chance) == 0
    }

    /// One of so many, the first ones more often.
    fn skewed(&mut self, count: u64) -> u64 {
        let one = self.below(count);
        one.min(self.below(count)).min(self.below(count))
    }
}

/// The words of a nation are made of its own syllables.
fn word(nation: usize, number: u64, syllables: u32) -> String {
    const SYLLABLES: [[&str; 10]; 3] = [
        ["bo", "ris", "ve", "ko", "lav", "mi", "ro", "sla", "ta", "gor"],
        ["ay", "dar", "ber", "gul", "nur", "qan", "sul", "tem", "zhan", "bek"],
        ["wil", "helm", "hein", "fried", "gar", "ot", "brecht", "ul", "mar", "kon"],
    ];
    let spread = number.wrapping_mul(7_919) + 13;
    (0..syllables).map(|place| SYLLABLES[nation][(spread / 10_u64.pow(place) % 10) as usize]).collect()
}

struct Person {
    nation: usize,
    female: bool,
    surname: String,
    given: String,
    father: String,
    born: [u64; 3],
}

impl Person {
    fn row(&self, town: &str, address: &str) -> Vec<String> {
        let (surname, patronymic) = match (self.nation, self.female) {
            (0, true) => (format!("{}ova", self.surname), format!("{}ovna", self.father)),
            (0, false) => (format!("{}ov", self.surname), format!("{}ovich", self.father)),
            (1, true) => (format!("{}eva", self.surname), format!("{}qyzy", self.father)),
            (1, false) => (format!("{}ev", self.surname), format!("{}uly", self.father)),
            _ => (self.surname.clone(), String::new()),
        };
        let [year, month, day] = self.born;
        let born = format!("{year}-{month:02}-{day:02}");
        vec![surname, self.given.clone(), patronymic, born, town.to_owned(), address.to_owned()]
    }
}

fn given(dice: &mut Dice, nation: usize, female: bool) -> String {
    let ending = if female { "a" } else { "" };
    format!("{}{ending}", word(nation, 40 + dice.skewed(60) * 2 + u64::from(female), 2))
}

fn born(dice: &mut Dice, from: u64, to: u64) -> [u64; 3] {
    [from + dice.below(to - from), 1 + dice.below(12), 1 + dice.below(28)]
}

/// Father, mother, children, and at times a grandfather whose name a grandson bears.
fn family(dice: &mut Dice, nation: usize) -> Vec<Person> {
    let surname = word(nation, 200 + dice.skewed(400), 3);
    let age = 1_940 + dice.below(40);
    let person = |dice: &mut Dice, female: bool, father: String, from: u64, to: u64| Person {
        nation,
        female,
        surname: surname.clone(),
        given: given(dice, nation, female),
        father,
        born: born(dice, from, to),
    };
    let fathers = [given(dice, nation, false), given(dice, nation, false)];
    let [of_father, of_mother] = fathers;
    let father = person(dice, false, of_father.clone(), age, age + 6);
    let mother = person(dice, true, of_mother, age, age + 8);
    let mut children: Vec<Person> = Vec::new();
    for _ in 0..dice.below(5) {
        let female = dice.one_in(2);
        let year = age + 20 + 4 * children.len() as u64;
        let mut child = person(dice, female, father.given.clone(), year, year + 3);
        if let Some(elder) = children.last().filter(|_| dice.one_in(40)) {
            child.born = elder.born;
        }
        if !child.female && dice.one_in(12) {
            child.given.clone_from(&of_father);
        }
        // No two children of a family have one name.
        if children.iter().all(|other| other.given != child.given) {
            children.push(child);
        }
    }
    let mut all = vec![father, mother];
    all.append(&mut children);
    if dice.one_in(4) {
        all.truncate(1);
    }
    all
}

/// The same person once more.
fn again(dice: &mut Dice, row: &[String], elsewhere: (String, String)) -> Vec<String> {
    let mut row = row.to_vec();
    let mut slip = |dice: &mut Dice, place: usize| {
        let mut letters: Vec<char> = row[place].chars().collect();
        let at = 1 + dice.below(letters.len().max(3) as u64 - 2) as usize;
        if at + 1 < letters.len() {
            match dice.below(3) {
                0 => letters.swap(at, at + 1),
                1 => drop(letters.remove(at)),
                _ => letters.insert(at, 'e'),
            }
        }
        row[place] = letters.into_iter().collect();
    };
    match dice.below(8) {
        0 => slip(dice, 0),
        1 => slip(dice, 1),
        2 => slip(dice, 2),
        3 => row[3].replace_range(8.., &format!("{:02}", 1 + dice.below(28))),
        4 => {
            let reversed: Vec<&str> = row[3][5..].split('-').rev().collect();
            row[3] = format!("{}{}", &row[3][..5], reversed.join("-"));
        }
        5 => row[2].clear(),
        _ => (row[4], row[5]) = elsewhere,
    }
    row
}

/// So many rows at least, and who is who.
pub(crate) fn people(count: usize, seed: u64) -> (Vec<Vec<String>>, Vec<usize>) {
    let mut dice = Dice::new(seed);
    let (mut rows, mut who): (Vec<Vec<String>>, Vec<usize>) = (Vec::new(), Vec::new());
    let towns = (count as u64 / 300).max(6);
    let place = |dice: &mut Dice, nation: Option<usize>| {
        let mut town = dice.skewed(towns);
        // Most towns have one nation, the three largest all.
        if let Some(nation) = nation.filter(|_| town > 2) {
            town = town / 3 * 3 + nation as u64;
        }
        let street = word((town % 3) as usize, 900 + dice.below(12), 2);
        let (house, flat) = (1 + dice.below(40), 1 + dice.below(60));
        (word((town % 3) as usize, 700 + town, 3), format!("{street} street {house} flat {flat}"))
    };
    let mut persons = 0;
    while rows.len() < count {
        let nation = [0, 0, 0, 1, 1, 1, 1, 2][dice.below(8) as usize];
        let (town, address) = place(&mut dice, Some(nation));
        for person in family(&mut dice, nation) {
            let row = person.row(&town, &address);
            if dice.one_in(12) {
                let elsewhere = place(&mut dice, None);
                rows.push(again(&mut dice, &row, elsewhere));
                who.push(persons);
            }
            rows.push(row);
            who.push(persons);
            persons += 1;
        }
    }
    (rows, who)
}

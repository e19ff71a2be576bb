//! Names: every given name, patronymic and surname form of the nation, rendered once, addressed by small numbers.
//!
//! A person then costs a few bytes, and writing one copies slices. Kazakh names exist in Kazakh and in Russian spelling,
//! Kazakh surnames with and without a Russian ending, patronymics in `-ович` and in `-ұлы`.

mod pools;
mod unique;

pub(crate) use unique::unique_surname;

use crate::people::Person;
use crate::random::Stream;

/// The peoples, in the order of [`crate::country::Region::peoples`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum People {
    Kazakh,
    Russian,
    Uzbek,
    Uyghur,
    Ukrainian,
    German,
    Tatar,
    Korean,
}

const PEOPLES: [People; 8] = [
    People::Kazakh,
    People::Russian,
    People::Uzbek,
    People::Uyghur,
    People::Ukrainian,
    People::German,
    People::Tatar,
    People::Korean,
];

/// A surname in [`Names::surnames`], or from [`UNIQUE`] on one that a planted person alone has.
pub(crate) type SurnameId = u32;

/// The first number of surnames that nobody else has.
pub(crate) const UNIQUE: SurnameId = 1 << 20;

/// How a patronymic is made of the father's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PatronymicStyle {
    /// -ович, -овна.
    Russian,
    /// -ұлы, -қызы.
    Kazakh,
    /// None at all.
    None,
}

/// What the members of a family share.
#[derive(Clone, Copy)]
pub(crate) struct Family {
    pub(crate) people: People,
    pub(crate) surname: SurnameId,
    /// Names in Kazakh spelling where they have one.
    pub(crate) kazakh_spelling: bool,
    pub(crate) style: PatronymicStyle,
}

impl Family {
    /// Whether its names are Kazakh ones in Kazakh spelling.
    pub(crate) fn is_spelled_in_kazakh(self) -> bool {
        self.kazakh_spelling
    }
}

/// The names of one people: ranges of the tables.
struct PeopleNames {
    men: Vec<u16>,
    women: Vec<u16>,
    /// Surnames, most frequent first; with `variants` forms each.
    first_surname: SurnameId,
    surnames: usize,
    variants: u32,
}

/// All names of the nation.
pub(crate) struct Names {
    given: Vec<Box<[u8]>>,
    /// Four forms for each given name: -ович, -овна, -ұлы, -қызы.
    patronymics: Vec<[Box<[u8]>; 4]>,
    surnames: Vec<[Box<[u8]>; 2]>,
    /// For each given name, its number in Russian spelling.
    russian: Vec<u16>,
    peoples: Vec<PeopleNames>,
}

impl Names {
    pub(crate) fn new() -> Self {
        let mut names =
            Self { given: vec![], patronymics: vec![], surnames: vec![], russian: vec![], peoples: vec![] };
        for people in PEOPLES {
            let pool = pools::pool(people);
            let men = names.add_given(pool.men);
            let women = names.add_given(pool.women);
            let first_surname = names.surnames.len() as SurnameId;
            let stems = pools::surnames(people);
            let surnames = stems.len();
            for stem in stems {
                names.add_surname(people, &stem);
            }
            let variants = if people == People::Kazakh { 4 } else { 1 };
            names.peoples.push(PeopleNames { men, women, first_surname, surnames, variants });
        }
        names
    }

    /// Adds names separated by spaces, each in both spellings; returns the numbers of the original ones.
    fn add_given(&mut self, list: &str) -> Vec<u16> {
        list.split_whitespace()
            .map(|name| {
                let original = self.push_given(name);
                let russian = pools::russian_spelling(name);
                let russian = if russian == name { original } else { self.push_given(&russian) };
                self.russian[usize::from(original)] = russian;
                original
            })
            .collect()
    }

    fn push_given(&mut self, name: &str) -> u16 {
        let number = self.given.len() as u16;
        self.given.push(name.as_bytes().into());
        self.russian.push(number);
        let stem = pools::patronymic_stem(name);
        let form = |text: String| text.into_bytes().into_boxed_slice();
        self.patronymics.push([
            form(format!("{stem}вич")),
            form(format!("{stem}вна")),
            form(format!("{name}ұлы")),
            form(format!("{name}қызы")),
        ]);
        number
    }

    /// Adds the forms of a surname, each for men and women. Kazakh: without and with ending, in Kazakh and Russian spelling.
    fn add_surname(&mut self, people: People, stem: &str) {
        let mut push =
            |man: &str, woman: &str| self.surnames.push([man.as_bytes().into(), woman.as_bytes().into()]);
        if people == People::Kazakh {
            for stem in [stem.to_owned(), pools::russian_spelling(stem)] {
                push(&stem, &stem);
                let man = pools::with_ending(&stem);
                push(&man, &format!("{man}а"));
            }
        } else {
            push(stem, &pools::feminine(stem));
        }
    }

    /// A family of a region with these shares of peoples.
    pub(crate) fn family(&self, shares: &[u16; 8], stream: &mut Stream) -> Family {
        let total: u32 = shares.iter().map(|share| u32::from(*share)).sum();
        let mut drawn = stream.below(u64::from(total)) as u32;
        let people = PEOPLES
            .into_iter()
            .zip(shares)
            .find(|(_, share)| {
                let share = u32::from(**share);
                let here = drawn < share;
                drawn = drawn.saturating_sub(share);
                here
            })
            .map_or(People::Kazakh, |(people, _)| people);
        let pool = &self.peoples[people as usize];
        let kazakh_spelling = people == People::Kazakh && stream.chance(0.4);
        let stem = stream.skewed(pool.surnames) as SurnameId;
        let ending = stream.chance(0.72);
        let variant =
            if pool.variants == 4 { u32::from(!kazakh_spelling) * 2 + u32::from(ending) } else { 0 };
        let style = match (people, stream.unit()) {
            (People::Kazakh, ..0.28) => PatronymicStyle::Kazakh,
            (People::Kazakh, ..0.33)
            | (People::Korean | People::German, ..0.12)
            | (People::Uyghur, ..0.1) => PatronymicStyle::None,
            _ => PatronymicStyle::Russian,
        };
        Family {
            people,
            surname: pool.first_surname + stem * pool.variants + variant,
            kazakh_spelling,
            style,
        }
    }

    /// A given name of the family's people.
    pub(crate) fn given_name(&self, family: Family, female: bool, stream: &mut Stream) -> u16 {
        let pool = &self.peoples[family.people as usize];
        let names = if female { &pool.women } else { &pool.men };
        let name = names[stream.skewed(names.len())];
        if family.kazakh_spelling { name } else { self.russian[usize::from(name)] }
    }

    /// A given name by its spelling, for planted cases that need a certain letter.
    pub(crate) fn given_by_spelling(&self, spelling: &str) -> u16 {
        self.given.iter().position(|name| &**name == spelling.as_bytes()).unwrap_or(0) as u16
    }

    /// The number of the patronymic of a child of `father`; 0 for none.
    pub(crate) fn patronymic(family: Family, father: u16, female: bool) -> u16 {
        let form = match family.style {
            PatronymicStyle::Russian => u16::from(female),
            PatronymicStyle::Kazakh => 2 + u16::from(female),
            PatronymicStyle::None => return 0,
        };
        father * 4 + form + 1
    }

    /// A person of a family that is spelled in Kazakh, as Russian documents spell the name; a patronymic in this style. The
    /// ending of the surname is kept, or put on or left out.
    pub(crate) fn in_russian(
        &self,
        person: Person,
        style: PatronymicStyle,
        father: u16,
        keeps_ending: bool,
    ) -> Person {
        let russian = |name: u16| self.russian[usize::from(name)];
        // Forms of a surname: in Kazakh without and with ending, in Russian without and with.
        let first = self.peoples[People::Kazakh as usize].first_surname;
        let has_ending = (person.surname - first) % 2 == 1;
        let in_russian = person.surname - u32::from(has_ending) + 2;
        let surname = in_russian + u32::from(has_ending == keeps_ending);
        let family = Family { people: People::Kazakh, surname, kazakh_spelling: false, style };
        let patronymic = Self::patronymic(family, russian(father), person.female);
        let patronymic = if person.patronymic == 0 { 0 } else { patronymic };
        Person { surname, given: russian(person.given), patronymic, ..person }
    }

    pub(crate) fn write_surname(&self, surname: SurnameId, female: bool, out: &mut Vec<u8>) {
        match surname.checked_sub(UNIQUE) {
            Some(number) => unique_surname(number, female, out),
            None => out.extend_from_slice(&self.surnames[surname as usize][usize::from(female)]),
        }
    }

    pub(crate) fn write_given(&self, given: u16, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.given[usize::from(given)]);
    }

    pub(crate) fn write_patronymic(&self, patronymic: u16, out: &mut Vec<u8>) {
        if let Some(number) = patronymic.checked_sub(1) {
            out.extend_from_slice(&self.patronymics[usize::from(number / 4)][usize::from(number % 4)]);
        }
    }
}

#[cfg(test)]
mod tests;

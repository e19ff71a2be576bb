//! The certificates of each person.

use std::collections::HashMap;

use crate::ledger::context::Context;
use crate::ledger::register::{Life, Register};

/// The certificates of each person: a holder may lawfully have one for each of several elections on one day, and a
/// row of a list may bear the serial of any of them.
pub(super) struct Own<'l> {
    by_person: HashMap<Person, Vec<&'l Life>>,
}

/// Who a certificate belongs to: a valid number, else names and a whole birth date.
#[derive(PartialEq, Eq, Hash)]
enum Person {
    Number(u64),
    Name([String; 3], u32),
}

impl<'l> Own<'l> {
    pub(super) fn new(context: &Context<'_>, register: &Register<'_>, asked: &[(&'l Life, u32)]) -> Self {
        let mut by_person: HashMap<Person, Vec<&'l Life>> = HashMap::new();
        for (life, row) in asked {
            if let Some(person) = Self::person(context, register, *row) {
                by_person.entry(person).or_default().push(life);
            }
        }
        by_person.retain(|_, lives| lives.len() > 1);
        Self { by_person }
    }

    fn person(context: &Context<'_>, register: &Register<'_>, row: u32) -> Option<Person> {
        if let Some(number) = context.numbers()[row as usize] {
            return Some(Person::Number(number.number()));
        }
        let certificate = register.row(row);
        let date = certificate.birth_date.filter(|date| date.is_whole())?;
        let name = [&certificate.surname, &certificate.given_name, &certificate.patronymic];
        let name = name.map(|part| tizim_people::names::normalise(part));
        (!name[0].is_empty() && !name[1].is_empty()).then(|| Person::Name(name, date.packed()))
    }

    /// All certificates of a holder who has several; empty where there is one alone.
    pub(super) fn lives(&self, context: &Context<'_>, register: &Register<'_>, row: u32) -> &[&'l Life] {
        if self.by_person.is_empty() {
            return &[];
        }
        let person = Self::person(context, register, row);
        person.and_then(|person| self.by_person.get(&person)).map_or(&[], Vec::as_slice)
    }
}

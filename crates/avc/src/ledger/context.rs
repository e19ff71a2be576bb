//! What every check works on.

use std::sync::OnceLock;

use tizim_evidence::{Finding, Run, Severity, Subject};
use tizim_people::mask::PersonName;
use tizim_people::{Iin, Mask, MaskKey};

use crate::ledger::levels::Levels;
use crate::ledger::places::{PlaceId, Places};
use crate::ledger::ranges::Ranges;
use crate::ledger::register::Register;
use crate::{AvcRules, Certificate, Code, Inputs, Precinct, RuleId};

/// Inputs, rules and what was made of them.
pub(crate) struct Context<'a> {
    pub(crate) inputs: &'a Inputs<'a>,
    pub(crate) rules: &'a AvcRules,
    pub(crate) run: &'a Run,
    pub(crate) places: Places,
    pub(crate) register: Option<Register<'a>>,
    pub(crate) ranges: Option<Ranges<'a>>,
    pub(crate) levels: Levels,
    /// Forms that the ranges hand to each place.
    pub(crate) forms_by_place: Option<Vec<u64>>,
    mask: MaskKey,
    numbers: OnceLock<Vec<Option<Iin>>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(inputs: &'a Inputs<'a>, rules: &'a AvcRules, run: &'a Run) -> Self {
        let mut places = Places::new(inputs);
        let mut register = inputs.certificates.as_ref().map(|sheet| Register::new(sheet, &mut places));
        if let Some(forms) = &inputs.forms {
            for range in &forms.rows {
                places.of_range(range);
            }
        }
        let ranges = inputs.forms.as_ref().map(|sheet| Ranges::new(&places, register.as_mut(), sheet));
        let levels = Levels::new(inputs, &places, register.as_ref());
        let forms_by_place = ranges.as_ref().and_then(|ranges| ranges.forms_by_place(places.all.len()));
        Self {
            inputs,
            rules,
            run,
            places,
            register,
            ranges,
            levels,
            forms_by_place,
            mask: MaskKey::new(&run.key),
            numbers: OnceLock::new(),
        }
    }

    /// A finding under a rule of the profile: its severity and source are the profile's, `warning` where it has none.
    pub(crate) fn finding(&self, code: Code, rule: RuleId, subject: Subject) -> Finding {
        let known = self.rules.rule.get(&rule);
        let severity = known.map_or(Severity::Warning, |rule| rule.severity);
        let finding = Finding::new(code.word(), severity, subject);
        match known {
            Some(rule) => finding.under_rule(rule),
            None => finding.under(rule.word(), None),
        }
    }

    /// The row of the precinct table of a place.
    pub(crate) fn precinct(&self, place: PlaceId) -> Option<&'a Precinct> {
        let row = self.places.get(place).row?;
        self.inputs.precincts.as_ref()?.rows.get(row)
    }

    /// The valid identification number of each row of the register.
    pub(crate) fn numbers(&self) -> &[Option<Iin>] {
        self.numbers.get_or_init(|| {
            let rows = self.inputs.certificates.as_ref().map_or(&[][..], |sheet| &sheet.rows);
            rows.iter().map(|row| Iin::parse(row.iin.as_bytes(), &self.inputs.people.iin).ok()).collect()
        })
    }

    /// How a person is shown.
    pub(crate) fn mask(&self, row: u32, certificate: &Certificate) -> Mask {
        let name = PersonName {
            surname: &certificate.surname,
            given_name: &certificate.given_name,
            patronymic: &certificate.patronymic,
        };
        self.mask.mask(self.numbers()[row as usize], &name, certificate.birth_date)
    }

    /// A person in a title: the mask, or name and birth year in full where the run reveals names.
    pub(crate) fn person(&self, mask: &Mask, certificate: &Certificate) -> String {
        let parts = [&certificate.surname, &certificate.given_name, &certificate.patronymic];
        let name = parts.map(|part| part.trim()).into_iter().filter(|part| !part.is_empty());
        let name = name.collect::<Vec<_>>().join(" ");
        match (self.run.reveal && !name.is_empty(), mask.birth_year) {
            (false, _) => mask.to_string(),
            (true, Some(year)) => format!("{name}, {year}"),
            (true, None) => name,
        }
    }

    /// The name of a place as findings show it.
    pub(crate) fn name(&self, place: PlaceId) -> String {
        self.places.get(place).name()
    }

    pub(crate) fn has_precinct_column(&self, column: &str) -> bool {
        self.inputs.precincts.as_ref().is_some_and(|sheet| sheet.has(column))
    }

    pub(crate) fn has_certificate_column(&self, column: &str) -> bool {
        self.inputs.certificates.as_ref().is_some_and(|sheet| sheet.has(column))
    }
}

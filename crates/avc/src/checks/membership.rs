//! Holders against the voter lists: not on the home list, on another list that allows a vote, rows without the mark
//! or serial that the law asks for (AVC-005, 010, 011); entries that a mark explains (AVC-018).

use tizim_evidence::{Finding, Message, Severity, Subject};

use tizim_polling::serial::{Likeness, SerialProblem};
use tizim_polling::{Holder, Serial, precinct};

use super::own::Own;
use super::removed;
use crate::ledger::context::Context;
use crate::ledger::register::{Life, Register};
use crate::ledger::row::Row;
use crate::{Answer, AvcError, Code, Held, HomeList, ListEntry, Located, MatchedBy, Removed, RuleId};

/// How many holders could not be looked up for want of a list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unanswered {
    pub(crate) home: u64,
    pub(crate) asked: u64,
}

/// Asks the lists about every holder and judges the answers.
pub(crate) fn check(
    context: &Context<'_>,
    register: &Register<'_>,
    lists: &dyn HomeList,
) -> Result<(Vec<Finding>, Unanswered), AvcError> {
    let asked: Vec<(&Life, u32)> = register
        .lives
        .iter()
        .filter_map(|life| Some((life, register.issues(life).next()?)))
        .filter(|(_, row)| {
            let row = register.row(*row);
            !row.iin.trim().is_empty() || !row.surname.trim().is_empty()
        })
        .collect();
    let held: Vec<Held<'_>> =
        asked.iter().map(|(life, row)| held_certificate(context, register, life, *row)).collect();
    let located = lists.locate(&held).map_err(AvcError::Lists)?;
    context.run.check()?;
    let own = Own::new(context, register, &asked);
    let mut findings = Vec::from_iter(removed::explained(context, &located));
    let mut unanswered = Unanswered { home: 0, asked: asked.len() as u64 };
    for ((life, row), located) in asked.iter().zip(&located) {
        let case = Case { context, register, life, row: *row, own: own.lives(context, register, *row) };
        match located.on_home_list {
            Answer::Unknown => unanswered.home += 1,
            Answer::No => findings.push(case.not_on_home_list(located)),
            Answer::Yes => findings.extend(case.home_row_unmarked(located)),
        }
        findings.extend(case.other_lists(located));
        findings.extend(case.destination_without_serial(located));
    }
    Ok((findings, unanswered))
}

fn held_certificate<'a>(
    context: &'a Context<'_>,
    register: &'a Register<'_>,
    life: &Life,
    row: u32,
) -> Held<'a> {
    let certificate = register.row(row);
    let used = register.uses(life).next();
    let place_region =
        |place: Option<u32>| place.map_or("", |place| context.places.get(place).region.as_str());
    let holder = Holder {
        iin: certificate.iin.trim(),
        surname: certificate.surname.trim(),
        given_name: certificate.given_name.trim(),
        patronymic: certificate.patronymic.trim(),
        birth_date: certificate.birth_date,
    };
    Held {
        holder,
        serial: certificate.serial.trim(),
        home_region: place_region(register.home_place(row)),
        home_precinct: certificate.home_precinct.trim(),
        used_region: place_region(used.and_then(|row| register.use_place(row))),
        used_precinct: used.map_or("", |row| register.row(row).used_precinct.trim()),
    }
}

struct Case<'c, 'a> {
    context: &'c Context<'a>,
    register: &'c Register<'a>,
    life: &'c Life,
    row: u32,
    /// All certificates of the holder, where there are several.
    own: &'c [&'c Life],
}

impl Case<'_, '_> {
    fn finding(&self, code: Code, rule: RuleId, title: Message) -> Finding {
        let certificate = self.register.row(self.row);
        let mask = self.context.mask(self.row, certificate);
        let title = title
            .with("person", self.context.person(&mask, certificate))
            .with("serial", self.register.shown(self.life));
        self.context
            .finding(code, rule, Subject::new("person", mask.token.to_string()))
            .titled(title)
            .figure("serial", self.register.shown(self.life))
            .shown_by([certificate.evidence()])
    }

    fn by_identifier(&self, entry: &ListEntry) -> bool {
        entry.matched_by == MatchedBy::Identifier && self.context.numbers()[self.row as usize].is_some()
    }

    fn not_on_home_list(&self, located: &Located) -> Finding {
        let home = &self.register.row(self.row).home_precinct;
        let elsewhere = located.entries.iter().filter(|entry| entry.kind == "permanent").count();
        let title = Message::new("avc.lists.not_on_home_list").with("place", home.trim());
        let mut finding = self
            .finding(Code::NotOnHomeList, RuleId::OnHomeList, title)
            .figure("entries_on_other_permanent_lists", elsewhere)
            .shown_by(located.entries.iter().map(|entry| entry.evidence.clone()))
            .unless(Message::new("avc.innocent.list_of_another_day"))
            .unless(Message::new("avc.innocent.number_mistyped"));
        // That somebody was not found is no identifier that agrees.
        finding.severity = finding.severity.min(Severity::Warning);
        finding
    }

    /// Whether an entry is that of the home list.
    fn is_home(&self, entry: &ListEntry) -> bool {
        let certificate = self.register.row(self.row);
        let home = self.register.home_place(self.row).map(|place| &self.context.places.get(place).region);
        let normal = |region: &str| self.context.inputs.regions.normal(region);
        let region_fits = entry.region.trim().is_empty()
            || home.is_none_or(|region| region.is_empty() || normal(region) == normal(&entry.region));
        entry.kind == "permanent"
            && precinct::normal(&entry.precinct) == precinct::normal(&certificate.home_precinct)
            && region_fits
    }

    fn is_destination(&self, entry: &ListEntry) -> bool {
        self.is_destination_of(self.life, entry)
    }

    fn is_destination_of(&self, life: &Life, entry: &ListEntry) -> bool {
        self.register.uses(life).any(|row| {
            precinct::normal(&self.register.row(row).used_precinct) == precinct::normal(&entry.precinct)
                && !entry.precinct.trim().is_empty()
        })
    }

    /// Whether the row bears the serial of this certificate, or of another one of the same holder; `None` where the list
    /// has no column for it, a spreadsheet has rounded the serial away, or it is written so that it cannot be told.
    fn bears_serial(&self, entry: &ListEntry) -> Option<bool> {
        let written = entry.avc_serial.as_deref()?;
        if is_rounded(entry) {
            return None;
        }
        let all = std::iter::once(&self.life).chain(self.own);
        let own: Vec<Serial> = all
            .filter_map(|life| self.register.rows(life).first())
            .filter_map(|row| Serial::parse(&self.register.row(*row).serial).ok())
            .collect();
        if own.is_empty() {
            return None;
        }
        // A row may bear the serials of two certificates, one after the other.
        let cells = std::iter::once(written).chain(written.split([',', ';']));
        let mut is_unsure = false;
        for serial in cells.filter_map(|cell| Serial::parse(cell).ok()) {
            for own in &own {
                match serial.compare(own) {
                    Likeness::Same => return Some(true),
                    Likeness::Unsure => is_unsure = true,
                    Likeness::Other => {}
                }
            }
        }
        (!is_unsure).then_some(false)
    }

    /// AVC-011 at home: the row must bear the serial, or at least a mark, and no other serial.
    fn home_row_unmarked(&self, located: &Located) -> Option<Finding> {
        let home: Vec<_> = standing(located).filter(|entry| self.is_home(entry)).collect();
        let entry = *home.first()?;
        let other = |entry: &ListEntry| {
            let serial = entry.avc_serial.as_deref().unwrap_or_default();
            !serial.trim().is_empty() && self.bears_serial(entry) == Some(false)
        };
        let marked = |entry: &&ListEntry| {
            if other(entry) {
                return Some(false);
            }
            if is_rounded(entry) {
                return None;
            }
            // A word about the removal is no mark of the certificate.
            let is_marked = |mark: &str| !mark.trim().is_empty() && entry.removed == Removed::No;
            let mark = entry.mark.as_deref().map(is_marked);
            match (self.bears_serial(entry), mark) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (None, None) => None,
                _ => Some(false),
            }
        };
        if home.iter().any(|entry| marked(entry) != Some(false)) {
            return None;
        }
        let other_serial = other(entry);
        let title = if other_serial {
            Message::new("avc.lists.home_row_other_serial")
        } else {
            Message::new("avc.lists.home_row_unmarked")
        };
        let mut finding = self
            .finding(Code::ListRowUnmarked, RuleId::HomeRowMarked, title.with("place", entry.precinct.trim()))
            .figure("row_has_other_serial", other_serial)
            .shown_by([entry.evidence.clone()])
            .unless(Message::new("avc.innocent.extract_before_issue"));
        if !self.by_identifier(entry) {
            finding.severity = finding.severity.min(Severity::Warning);
        }
        Some(finding)
    }

    /// AVC-011 at the destination: an entry of the holder there without the serial.
    fn destination_without_serial(&self, located: &Located) -> Option<Finding> {
        let entries =
            || standing(located).filter(|entry| entry.kind != "permanent" && self.is_destination(entry));
        if entries().any(|entry| self.bears_serial(entry) == Some(true)) {
            return None;
        }
        let entry = entries().find(|entry| {
            matches!(entry.kind.as_str(), "supplementary" | "avc") && self.bears_serial(entry) == Some(false)
        })?;
        let title =
            Message::new("avc.lists.destination_row_without_serial").with("place", entry.precinct.trim());
        let mut finding = self
            .finding(Code::ListRowUnmarked, RuleId::DestinationRowWithSerial, title)
            .shown_by([entry.evidence.clone()])
            .unless(Message::new("avc.innocent.serial_left_out"));
        if !self.by_identifier(entry) {
            finding.severity = finding.severity.min(Severity::Warning);
        }
        Some(finding)
    }

    /// AVC-010: one finding per kind of list.
    fn other_lists(&self, located: &Located) -> Vec<Finding> {
        let mut findings = Vec::new();
        for rule in &self.context.rules.other_list {
            let lawful = |entry: &&ListEntry| {
                rule.lawful_with_serial
                    && (self.bears_serial(entry) == Some(true)
                        || self.is_destination(entry)
                        || self.own.iter().any(|life| self.is_destination_of(life, entry)))
            };
            let entries: Vec<_> =
                standing(located).filter(|entry| entry.kind == rule.kind.word() && !lawful(entry)).collect();
            let Some(first) = entries.first() else { continue };
            let by_identifier = entries.iter().any(|entry| self.by_identifier(entry));
            let title = Message::new("avc.lists.other_list")
                .with("kind", rule.kind.word())
                .with("place", first.precinct.trim());
            let mut finding = self
                .finding(Code::OtherList, RuleId::OtherList, title)
                .counting(entries.len() as u64)
                .figure("kind", rule.kind.word())
                .figure("matched_by", if by_identifier { "iin" } else { "name" })
                .shown_by(entries.iter().map(|entry| entry.evidence.clone()))
                .unless(Message::new("avc.innocent.removed_later"))
                .unless(Message::new("avc.innocent.list_of_another_day"));
            finding = finding.under_rule(&rule.rule);
            let severity = rule.rule.severity;
            finding.severity = if by_identifier { severity } else { severity.min(Severity::Warning) };
            findings.push(finding);
        }
        findings
    }
}

/// The entries that were not taken off their lists in time.
fn standing(located: &Located) -> impl Iterator<Item = &ListEntry> {
    located.entries.iter().filter(|entry| entry.removed != Removed::InTime)
}

/// Whether a spreadsheet has rounded away the serial in a row, or made a date of it: it says neither that it is this one nor that it is another.
fn is_rounded(entry: &ListEntry) -> bool {
    let problem = entry.avc_serial.as_deref().and_then(|written| Serial::parse(written).err());
    matches!(problem, Some(SerialProblem::Rounded | SerialProblem::Date))
}

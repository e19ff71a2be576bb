//! What is said of flows.

use tizim_evidence::{Finding, Message, Persons, Severity, Subject, Value};

use super::flows::{Flow, Flows};
use crate::checks::coverage::unchecked;
use crate::ledger::context::Context;
use crate::ledger::register::Register;
use crate::ledger::row::Row;
use crate::shown::words;
use crate::{Code, Level, RuleId};

impl Flows {
    /// Findings AVC-015, and AVC-090 for homes that have nobody to be compared with.
    pub(crate) fn findings(&self, context: &Context<'_>, families: usize) -> Vec<Finding> {
        let Some(register) = &context.register else { return Vec::new() };
        let mut findings: Vec<_> =
            self.named().map(|flow| self.finding(context, register, flow, families)).collect();
        if self.without_peers > 0 {
            let title = Message::new("avc.unchecked.flows_without_peers")
                .with("level", words::level(self.level))
                .with("homes", self.without_peers)
                .with("least_homes", context.rules.conventions.least_homes)
                .with("least_uses", context.rules.conventions.least_uses);
            let mut finding =
                unchecked(RuleId::UnusualFlow.word(), title).counting(self.without_peers as u64);
            finding.subject.id = format!("unusual-flow-{}-without-peers", self.level.word());
            findings.push(finding);
        }
        findings
    }

    fn finding(
        &self,
        context: &Context<'_>,
        register: &Register<'_>,
        flow: &Flow,
        families: usize,
    ) -> Finding {
        let word = match self.level {
            Level::Precinct => "avc.peers.precincts_of_region",
            _ => "avc.peers.tecs_of_region",
        };
        let title = Message::new("avc.unusual.flow")
            .with("home", Value::place(&flow.home))
            .with("destination", Value::place(context.name(flow.destination)))
            .with("count", Persons(flow.count))
            .with("of", Persons(flow.of))
            .with("expected", Value::derived(flow.expected))
            .with("peers", Value::Word { code: "region", word });
        let log10 = |ln: f64| ln / std::f64::consts::LN_10;
        let subject = Subject::new(self.level.word(), flow.home.as_str());
        let mut finding = context
            .finding(Code::Concentration, RuleId::UnusualFlow, subject)
            .titled(title)
            .counting_persons(Persons(flow.count))
            .figure("destination", Value::place(context.name(flow.destination)))
            .figure("count", Persons(flow.count))
            .figure("of", Persons(flow.of))
            .figure("expected", Value::derived(flow.expected))
            .figure("log10_p", Value::derived(log10(flow.ln_p)))
            .figure("log10_p_hochberg", Value::derived(log10(flow.adjusted.0)))
            .figure("log10_p_yekutieli", Value::derived(log10(flow.adjusted.1)))
            .figure("log10_p_limit", log10(self.ln_limit()))
            .figure("false_alarm_rate", context.rules.outliers.false_alarm_rate)
            .figure("families", families)
            .figure("compared_with", "region")
            .shown_by(flow.rows.iter().map(|row| register.row(*row).evidence()))
            .unless(Message::new("avc.innocent.new_housing"))
            .unless(Message::new("avc.innocent.travelled_together"))
            .unless(Message::new("avc.innocent.students_and_shifts"))
            .unless(Message::new("avc.innocent.far_out"))
            .of_persons();
        let ceiling = if flow.adjusted.1 <= self.limit.ln() { Severity::Warning } else { Severity::Notice };
        finding.severity = finding.severity.min(ceiling);
        finding
    }
}

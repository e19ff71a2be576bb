//! The sheet of findings: a row for each and for each piece of its evidence.

use tizim_evidence::{Audit, ColumnKind, Finding, Show, Value};

use super::book::Book;
use super::sheet::{Sheet, SheetColumn};
use crate::csv_out::finding_records;
use crate::labels::Labels;
use crate::{Report, ReportError, words};

/// The places of severity, subject, figures and kind of list in a record of a finding.
const SEVERITY: usize = 1;
const SUBJECT: usize = 2;
const WHICH: usize = 3;
const FIGURES: usize = 6;
const LIST: usize = 8;

impl Book<'_> {
    /// Adds the sheet of findings.
    pub(super) fn findings(&mut self, report: &Report<'_>, audit: &Audit) -> Result<(), ReportError> {
        let words = self.pen.words;
        let text = SheetColumn::text;
        let columns = vec![
            text(words.code, 11),
            text(words.severity, 12),
            text(words.subject, 12),
            text(words.which, 18),
            SheetColumn { kind: ColumnKind::Count, ..text(words.cases, 9) },
            text(words.finding, 70),
            text(words.figures_of_finding, 40),
            text(words.file, 22),
            text(words.list, 14),
            SheetColumn::count(words.row, 10),
            text(words.rule, 22),
            text(words.source, 40),
        ];
        let sheet = Sheet {
            name: report.catalogue.word("report.sheet.findings").to_owned(),
            title: String::new(),
            notes: Vec::new(),
            columns,
        };
        let labels = Labels::of(report.catalogue, audit);
        let show = Show::new(report.catalogue);
        let records = audit.findings.iter().flat_map(|finding| {
            let figures = Value::from(figures(show, &labels, finding));
            finding_records(report, finding).map(move |record| {
                let mut record = Vec::from(record);
                record[SEVERITY] = Value::from(words::severity(report.catalogue, finding.severity));
                record[SUBJECT] = Value::from(words::subject(report.catalogue, finding.subject.kind));
                record[WHICH] = Value::from(words::which(report.catalogue, &finding.subject));
                record[FIGURES] = figures.clone();
                if let Value::Text(list) = &record[LIST] {
                    record[LIST] = Value::from(words::role(report.catalogue, list));
                }
                Ok(record)
            })
        });
        self.sheet(&sheet, &mut { records })?;
        Ok(())
    }
}

/// The figures of a finding in words, as the page has them.
fn figures(show: Show<'_>, labels: &Labels<'_>, finding: &Finding) -> String {
    let figures = labels.figures(finding);
    let figures =
        figures.map(|figure| format!("{}: {}", figure.label, show.value(figure.value, figure.format)));
    figures.collect::<Vec<_>>().join("; ")
}

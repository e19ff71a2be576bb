//! The published national figures of 2019 as a worked example.

mod nation;

use nation::{rules, run, with_code};
use tizim_avc::Inputs;
use tizim_evidence::{Severity, Status};

#[test]
fn the_national_figures_of_2019() {
    for profile in ["kz-2019", "kz-2023"] {
        let audit = tizim_avc::audit(&Inputs::default(), &rules(profile), &run()).unwrap();
        assert_eq!(audit.schema, "tizim-avc/1");
        let totals = audit.sections()["totals"].clone();
        assert_eq!(totals["voters"], 11_947_995);
        assert_eq!(totals["issued"], 35_951);
        assert_eq!(totals["used"], 22_502);
        assert_eq!(totals["not_recorded_as_used"], 13_449);
        assert!(totals["forms"].is_null() && totals["returned"].is_null());
        let roundings = audit.sections()["quota"]["roundings"].clone();
        assert_eq!(roundings["down"]["allowed"], 119_479);
        assert_eq!(roundings["nearest"]["allowed"], 119_480);
        assert_eq!(roundings["up"]["allowed"], 119_480);
        assert!(roundings["down"]["above"].is_null());
        let rate = audit.figures.iter().find(|figure| figure.key == "issue_rate").unwrap();
        let (rate_value, _) = rate.value.bounds().unwrap();
        assert!((rate_value - 0.003_008_957_1).abs() < 1e-9);
        assert_eq!(rate.status, Status::Derived);
        let forms = audit.figures.iter().find(|figure| figure.key == "forms").unwrap();
        assert!(forms.value.is_missing() && forms.status == Status::Unknown);
        // Lawful: nothing here is more than a notice.
        assert!(audit.findings.iter().all(|finding| finding.severity <= Severity::Notice));
        assert!(!with_code(&audit, "AVC-017").is_empty());
        assert!(with_code(&audit, "AVC-090").len() >= 5);
    }
}

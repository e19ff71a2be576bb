//! What is stated in files of our own forms: profiles, facts, requests for statistics.

use tizim_avc::AvcRules;
use tizim_districts::{DistrictSection, Facts};
use tizim_evidence::Profile;
use tizim_people::PeopleRules;
use tizim_rolls::RollRules;
use tizim_stats::requests::{self, Request};

/// A profile, with all sections that an audit reads.
pub(crate) fn profile(data: &[u8]) {
    let Ok(profile) = Profile::from_toml(&String::from_utf8_lossy(data)) else { return };
    let _ = profile.section::<PeopleRules>("people");
    let _ = DistrictSection::from_profile(&profile);
    let _ = RollRules::from_profile(&profile);
    let _ = AvcRules::from_profile(&profile);
    if let Ok(units) = profile.section("regions") {
        let _ = tizim_polling::Regions::new(units.unwrap_or_default());
    }
}

/// Facts and standards.
pub(crate) fn facts(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = Facts::from_toml(&text);
    let _ = tizim_districts::Standard::list_from_toml(&text);
}

/// Requests for statistics. The answer has as many errors as it says, and no number that JSON has not.
pub(crate) fn stats(data: &[u8]) {
    if let Ok(request) = Request::from_json(&String::from_utf8_lossy(data)) {
        let _ = requests::evaluate(&request);
    }
}

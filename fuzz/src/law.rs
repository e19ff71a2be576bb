//! What is stated in files of our own forms: profiles, facts, requests for statistics, maps.

use tizim_avc::AvcRules;
use tizim_boundaries::{MapFile, ReadOptions};
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

/// GeoJSON or a shapefile. A layer that could be read has units of finite size.
pub(crate) fn map(data: &[u8]) {
    if let Ok(layer) = tizim_boundaries::read(&MapFile::new("fuzzed.geojson", data), &ReadOptions::default()) {
        for unit in &layer.units {
            assert!(tizim_boundaries::square_km(&unit.area).is_finite(), "an area that is no number");
        }
    }
}

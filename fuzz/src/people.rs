//! One person's data, and the nouns of polling.

use tizim_people::names;
use tizim_people::{BirthDate, Century, DateOptions, Iin, IinRules, PartialIin, Sex};

/// Dates and moments; a date that was read is packed and unpacked as itself.
pub(crate) fn dates(data: &[u8]) {
    let options = DateOptions::default();
    if let Ok(date) = tizim_people::parse_birth_date(data, &options) {
        assert_eq!(BirthDate::from_packed(date.packed()), Some(date));
        assert!(date.agrees_with(date));
    }
    if let Ok(day) = tizim_people::parse_date(data, &options) {
        let written = day.to_string();
        assert_eq!(tizim_people::parse_date(written.as_bytes(), &options), Ok(day), "{written}");
    }
    let _ = tizim_people::parse_datetime(data, &options);
}

/// Full names and parts; whether two names can be one person's does not hang on their order.
pub(crate) fn names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let parts = tizim_people::split_full_name(&text);
    let mut normal = Vec::new();
    tizim_people::normalise_into(data, &mut normal);
    assert!(std::str::from_utf8(&normal).is_ok(), "a normal form that is no text");
    let mut lines = text.lines();
    let mut name = || -> [String; 3] { std::array::from_fn(|_| lines.next().unwrap_or_default().to_owned()) };
    let (one, other) = (name(), name());
    let (one, other) = (one.each_ref().map(String::as_str), other.each_ref().map(String::as_str));
    assert_eq!(names::compare(one, other), names::compare(other, one), "{one:?} {other:?}");
    let _ = parts;
}

/// Identification numbers, whole and in part; a number that is valid is also one in part, and could be itself.
pub(crate) fn iin(data: &[u8]) {
    let century = |century, sex| Century { century, sex };
    let rules = IinRules::new([
        (7, century(1900, Sex::Male)),
        (8, century(1900, Sex::Female)),
        (9, century(2000, Sex::Male)),
    ]);
    let partial = PartialIin::parse(data, &rules);
    if let Ok(iin) = Iin::parse(data, &rules) {
        assert!(partial.is_ok_and(|partial| partial.could_be(iin) && partial.fits(iin.number())));
    }
}

/// Precincts, regions and serials as they are written.
pub(crate) fn nouns(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let _ = tizim_polling::Serial::parse(&text);
    let precinct = tizim_polling::precinct::normal(&text);
    assert_eq!(
        tizim_polling::precinct::normal(&precinct),
        precinct,
        "the normal form of a precinct is not its own"
    );
    let regions = tizim_polling::Regions::default();
    let _ = regions.normal(&text);
}

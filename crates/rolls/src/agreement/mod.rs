//! What chance explains of agreement: how many pairs of different people agree under a rule by name, by two ways that share
//! no assumption, and bounds that cover both.
//!
//! | rule | model | placebo |
//! |---|---|---|
//! | name and date ([`by_date`]) | within a birth year, name and day are independent | the same names, dates shifted by 1 to 30 days or a year |
//! | name, year and place ([`by_year`]) | namesakes of the year elsewhere, times how often dated namesakes share a place | the same names and places, years shifted by 1 or 2 |
//! | name and digits ([`by_digits`]) | date and serial of a number are independent | the digits of people of other names |
//!
//! All count pairs of rows that a [sample of names](crate::counts::name_sample) or the namesakes of odd rows hold; pairs of
//! one number are one person's, and stay out of everything.

pub(crate) mod bearers;
pub(crate) mod by_date;
pub(crate) mod by_digits;
pub(crate) mod by_year;
mod namesakes;
pub(crate) mod parts;
pub(crate) mod rules;
pub(crate) mod scale;
pub(crate) mod shifts;

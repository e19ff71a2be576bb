//! The holder of a certificate, as a voter list is asked about them.

use tizim_people::BirthDate;

/// A person asked about; fields as written, empty where unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Holder<'a> {
    /// Identification number.
    pub iin: &'a str,
    /// Surname.
    pub surname: &'a str,
    /// Given name.
    pub given_name: &'a str,
    /// Patronymic.
    pub patronymic: &'a str,
    /// Birth date or year.
    pub birth_date: Option<BirthDate>,
}

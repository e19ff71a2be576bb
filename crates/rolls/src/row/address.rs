//! The address of an entry.

use std::cell::OnceCell;

use crate::row::normal::address_into;

/// An address, brought into its normal form when it is asked for first: most entries are never compared by it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Address<'s> {
    written: &'s str,
    normal: OnceCell<Box<str>>,
}

impl<'s> Address<'s> {
    /// As it is written.
    pub(crate) fn of(written: &'s str) -> Self {
        Self { written, normal: OnceCell::new() }
    }

    /// As it is compared; empty where it names no place.
    pub(crate) fn normal(&self) -> &str {
        self.normal.get_or_init(|| {
            let mut normal = Vec::new();
            address_into(self.written.as_bytes(), &mut normal);
            String::from_utf8(normal).unwrap_or_default().into_boxed_str()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_in_normal_form() {
        let address = Address::of("Улица Абая, дом 7");
        assert_eq!(address.normal(), Address::of("ул. Абая, д. 7").normal());
        assert_eq!(address.normal(), address.clone().normal());
        for written in ["", "-", "ул. Аб?я, 7"] {
            assert_eq!(Address::of(written).normal(), "", "{written}");
        }
    }
}

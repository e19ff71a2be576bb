//! Numbers of as many bytes as they need, seven bits in each, as headers of pages and differences have them.

/// The number that begins with the next byte; nothing where the bytes end first, or where it has more than 63 bits.
pub(super) fn varint(mut next: impl FnMut() -> Option<u8>) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let byte = next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The same with a sign, which is the lowest bit.
pub(super) fn zigzag(next: impl FnMut() -> Option<u8>) -> Option<i64> {
    let number = varint(next)?;
    Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of Protocol Buffers, "Encoding": 150, and the signed numbers 0, -1, 1, -2.
    #[test]
    fn numbers_are_read_as_the_format_says() {
        let of = |bytes: &'static [u8]| {
            let mut bytes = bytes.iter().copied();
            move || bytes.next()
        };
        assert_eq!(varint(of(&[0x96, 0x01])), Some(150));
        for (byte, number) in [(&[0], 0), (&[1], -1), (&[2], 1), (&[3], -2)] {
            assert_eq!(zigzag(of(byte)), Some(number));
        }
        assert_eq!(varint(of(&[0x80])), None);
        assert_eq!(varint(of(&[0x80; 12])), None);
    }
}

//! The one script of a page, and the hash by which the page's policy allows it and no other.

use serde::Serialize;

/// Sorts, searches and filters the tables of a page.
const TABLES: &str = include_str!("../../templates/tables.js");
/// SHA-256 of [`TABLES`] as a Content-Security-Policy names it: a script with another byte is not run.
const HASH: &str = "sha256-5hPNdtCFbRshvbBIgov0tlwvijgShRJ2Y2C5C6ad8+A=";

/// A script with its hash.
#[derive(Debug, Serialize)]
pub(crate) struct Script {
    text: minijinja::Value,
    hash: &'static str,
}

impl Script {
    /// The script of pages with tables.
    pub(crate) fn tables() -> Self {
        Self { text: minijinja::Value::from_safe_string(TABLES.to_owned()), hash: HASH }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first 32 bits of the fractional part of a root, for the constants of SHA-256.
    fn fraction(root: f64) -> u32 {
        (root.fract() * 4_294_967_296.0) as u32
    }

    /// SHA-256 after FIPS 180-4, its constants computed from the primes.
    fn sha256(text: &[u8]) -> Vec<u8> {
        let primes: Vec<f64> = (2..312_u32).filter(|n| (2..*n).all(|d| n % d != 0)).map(f64::from).collect();
        let rounds: Vec<u32> = primes.iter().map(|prime| fraction(prime.cbrt())).collect();
        let mut state: Vec<u32> = primes[..8].iter().map(|prime| fraction(prime.sqrt())).collect();
        let mut padded = text.to_vec();
        padded.push(0x80);
        padded.resize(padded.len().next_multiple_of(64) + if padded.len() % 64 > 56 { 64 } else { 0 } - 8, 0);
        padded.extend((text.len() as u64 * 8).to_be_bytes());
        for block in padded.chunks(64) {
            let mut w: Vec<u32> =
                block.chunks(4).map(|word| u32::from_be_bytes(word.try_into().unwrap())).collect();
            for t in 16..64 {
                let s0 = w[t - 15].rotate_right(7) ^ w[t - 15].rotate_right(18) ^ (w[t - 15] >> 3);
                let s1 = w[t - 2].rotate_right(17) ^ w[t - 2].rotate_right(19) ^ (w[t - 2] >> 10);
                w.push(w[t - 16].wrapping_add(s0).wrapping_add(w[t - 7]).wrapping_add(s1));
            }
            let mut v = state.clone();
            for t in 0..64 {
                let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
                let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
                let t1 = [s1, choice, rounds[t], w[t]].into_iter().fold(v[7], u32::wrapping_add);
                let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
                v.rotate_right(1);
                v[4] = v[4].wrapping_add(t1);
                v[0] = t1.wrapping_add(s0).wrapping_add(majority);
            }
            state.iter_mut().zip(v).for_each(|(sum, one)| *sum = sum.wrapping_add(one));
        }
        state.into_iter().flat_map(u32::to_be_bytes).collect()
    }

    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for group in bytes.chunks(3) {
            let number = (0..3).fold(0, |number, at| number << 8 | u32::from(*group.get(at).unwrap_or(&0)));
            for at in 0..=group.len() {
                text.push(char::from(DIGITS[(number >> (18 - 6 * at) & 63) as usize]));
            }
        }
        text + &"=".repeat((3 - bytes.len() % 3) % 3)
    }

    #[test]
    fn the_policy_names_the_script_as_it_stands() {
        assert_eq!(base64(&sha256(b"abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        assert_eq!(
            HASH,
            ["sha256-", &base64(&sha256(TABLES.as_bytes()))].concat(),
            "write this hash into HASH"
        );
    }

    #[test]
    fn the_script_opens_nothing_and_makes_no_markup() {
        let means = [
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "document.write",
            "eval(",
            "Function(",
            "fetch",
            "XMLHttp",
            "WebSocket",
            "sendBeacon",
            "localStorage",
            "sessionStorage",
            "cookie",
            "indexedDB",
            "import",
            "window.open",
            "postMessage",
            "</",
            "setAttribute",
            "location.href",
            "createElementNS",
            "Worker",
            "setTimeout(\"",
        ];
        for means in means {
            assert!(!TABLES.contains(means), "{means}");
        }
    }
}

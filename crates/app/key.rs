//! The key of masks and fingerprints: from a file, else random for one run.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use crate::bounded;
use crate::failure::Hinted;

/// Fewest bytes of a key file.
const SHORTEST: usize = 32;

/// Fewer different bytes than this are no accident: of 32 random ones fewer than 20 differ once in many billions of keys.
const FEWEST_DIFFERENT: usize = 16;

/// A key, and what makes it weak, in words.
pub(crate) struct Key {
    pub(crate) bytes: [u8; 32],
    pub(crate) weakness: Option<String>,
}

/// The key in this file; without one, a random key.
///
/// # Errors
/// Where the file cannot be read or is too short, or the system gives nothing random.
pub(crate) fn from(file: Option<&Path>) -> Result<Key> {
    let mut bytes = [0; 32];
    let Some(path) = file else {
        getrandom::fill(&mut bytes)
            .map_err(|error| anyhow::anyhow!("no random key is available: {error}"))?;
        return Ok(Key { bytes, weakness: None });
    };
    let held = bounded::bytes(path, bounded::KEY)
        .with_context(|| format!("cannot read the key file `{}`", path.display()))?;
    if held.len() < SHORTEST {
        return Err(Hinted::error(
            format!(
                "the key file `{}` holds {} bytes, and at least {SHORTEST} are needed",
                path.display(),
                held.len()
            ),
            "make one with `head -c 32 /dev/urandom > key` and keep it as you keep the lists",
        ));
    }
    let weakness = weakness(&held).map(|why| {
        format!(
            "the key file `{}` {why}: whoever guesses it can try out every person's token; make a better one with \
             `head -c 32 /dev/urandom > key`",
            path.display()
        )
    });
    Ok(Key { bytes: derived(&held), weakness })
}

/// The key that a caller hands in, who has read it from wherever it is kept: the same as from a file with these bytes.
///
/// # Errors
/// Where it is too short.
pub(crate) fn of_caller(held: &[u8]) -> Result<Key> {
    if held.len() < SHORTEST {
        return Err(Hinted::error(
            format!("the key holds {} bytes, and at least {SHORTEST} are needed", held.len()),
            "draw one with `secrets.token_bytes(32)` and keep it as you keep the lists",
        ));
    }
    let weakness = weakness(held)
        .map(|why| format!("the key {why}: whoever guesses it can try out every person's token"));
    Ok(Key { bytes: derived(held), weakness })
}

fn derived(held: &[u8]) -> [u8; 32] {
    blake3::derive_key("tizim 2026-11 masking key from a key file", held)
}

/// What of a key can be guessed, if anything can.
fn weakness(held: &[u8]) -> Option<&'static str> {
    let different: BTreeSet<u8> = held.iter().copied().collect();
    let is_drawn = held.trim_ascii().iter().all(u8::is_ascii_hexdigit) && held.len() >= 2 * SHORTEST;
    if different.len() < FEWEST_DIFFERENT && !(is_drawn && different.len() > FEWEST_DIFFERENT / 2) {
        Some("holds few different bytes")
    } else if std::str::from_utf8(held).is_ok() && !is_drawn {
        Some("holds text, which people think up")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_guessed_is_weak() {
        let random: Vec<u8> = (0..32_u8).map(|at| at.wrapping_mul(167).wrapping_add(13)).collect();
        assert_eq!(weakness(&random), None);
        assert_eq!(
            weakness(b"0f1e2d3c4b5a69788796a5b4c3d2e1f00123456789abcdeffedcba98765432101"),
            None,
            "drawn and written"
        );
        assert_eq!(weakness(&[0; 64]), Some("holds few different bytes"));
        assert_eq!(weakness(&[b'1'; 64]), Some("holds few different bytes"));
        assert!(weakness(b"correct horse battery staple, and some more words").is_some());
        assert!(weakness("пароль избирательной комиссии номер семь".as_bytes()).is_some());
    }
}

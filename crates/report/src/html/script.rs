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
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_policy_names_the_script_as_it_stands() {
        let digest = STANDARD.encode(Sha256::digest(TABLES));
        assert_eq!(HASH, format!("sha256-{digest}"), "write this hash into HASH");
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

//! Every page as the axe checker of accessibility judges it (WCAG 2.2 AA), in three languages, by day and by night.

#![expect(clippy::print_stderr, reason = "what is skipped is said")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::browser::{Window, browser, unguarded};
use crate::support::{nation, place, repository, succeed};

/// The checker, which the gate fetches where it can: `npm install --prefix target/axe axe-core`.
fn axe() -> Option<String> {
    let found = fs::read_to_string(repository("target/axe/node_modules/axe-core/axe.min.js")).ok();
    if found.is_none() {
        eprintln!("SKIPPED: axe-core is not in target/axe, and no page was checked for accessibility");
    }
    found
}

/// Runs the checker, and writes what it found into the title.
const RUN: &str = "addEventListener('load', () => axe.run(document, {
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}
}).then(found => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const violations = found.violations.map(one => one.id + ' at ' + one.nodes[0].target.join(' '));
  document.title = JSON.stringify({dark, passed: found.passes.length, violations});
}));";

const DESK: Window = Window { width: 1200, dark: false };
const TELEPHONE: Window = Window { width: 390, dark: true };

/// What the checker found on a page in a window.
fn checked(browser: &Path, axe: &str, page: &Path, window: Window) -> Json {
    let html = unguarded(&fs::read_to_string(page).unwrap());
    let scripts =
        [axe, RUN].map(|script| format!("<script>{}</script>", script.replace("</script", "<\\/script")));
    let beside = page.with_extension("checked.html");
    fs::write(&beside, html.replace("</body>", &format!("{}</body>", scripts.concat()))).unwrap();
    let title = window.title(browser, &beside);
    serde_json::from_str(&title).unwrap_or_else(|_| panic!("{} was not checked: {title}", page.display()))
}

/// A page of every kind that the program writes beside those of `demo`: of probable duplicates, of a map, and of a comparison.
fn others(folder: &Path) -> Vec<PathBuf> {
    let list = |kind: &str| format!("{kind}={}", nation().join(format!("{kind}.csv")).display());
    let profile = nation().join("profile.toml");
    let profile = profile.to_str().unwrap();
    fs::write(folder.join("key"), "the key of this test alone, which is long enough").unwrap();
    for (command, out) in [("link", "linked"), ("check", "first"), ("check", "second")] {
        let [special, temporary] = [list("special"), list("temporary")];
        let lists = ["--list", &special, "--list", &temporary];
        let first = if out == "second" { &lists[..2] } else { &lists[..] };
        let run = ["rolls", command, "--profile", profile, "--key-file", "key", "--out", out, "--quiet"];
        succeed(folder, &[&run[..], first].concat());
    }
    let compared: &[&str] = &["compare", "second", "first"];
    for (command, out) in [(compared, "compared.html"), (&["districts", "audit"], "tiles.html")] {
        fs::write(folder.join(out), succeed(folder, &[command, &["--quiet", "--format", "html"]].concat()))
            .unwrap();
    }
    ["linked/report.html", "compared.html", "tiles.html"].map(|name| folder.join(name)).to_vec()
}

#[test]
fn the_checker_of_accessibility_finds_nothing_on_any_page() {
    let (Some(browser), Some(axe)) = (browser(), axe()) else { return };
    let place = place();
    let broken = place.path().join("broken.html");
    fs::write(&broken, "<title></title><body><img src=\"x.png\"></body>").unwrap();
    let found = checked(&browser, &axe, &broken, DESK)["violations"].to_string();
    assert!(
        found.contains("image-alt") && found.contains("html-has-lang"),
        "the checker finds what there is: {found}"
    );
    let mut pages: Vec<(PathBuf, Vec<Window>)> = Vec::new();
    for language in ["en", "ru", "kk"] {
        succeed(place.path(), &["demo", "--voters", "20000", "--lang", language, "--out", language]);
        let windows = if language == "en" { vec![DESK, TELEPHONE] } else { vec![TELEPHONE] };
        for name in ["index.html", "rolls/report.html", "avc/report.html", "districts/report.html"] {
            pages.push((place.path().join(language).join(name), windows.clone()));
        }
    }
    pages.extend(others(place.path()).into_iter().map(|page| (page, vec![DESK, TELEPHONE])));
    for (page, windows) in pages {
        for window in windows {
            let found = checked(&browser, &axe, &page, window);
            let what = format!("{} in {window:?}: {found}", page.display());
            assert_eq!(found["violations"], Json::Array(Vec::new()), "{what}");
            assert!(found["passed"].as_u64() > Some(20) && found["dark"] == window.dark, "{what}");
        }
    }
}

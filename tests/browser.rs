//! Pages in a browser, where one is installed.

#![expect(clippy::print_stderr, reason = "what is skipped is said")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser; where there is none, it is said that nothing was looked at.
pub(crate) fn browser() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let mut places = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = places.find(|path| path.is_file());
    if found.is_none() {
        eprintln!("SKIPPED: no Chromium is installed, and no page was looked at in a browser");
    }
    found
}

/// A page without its policy, which forbids scripts; a test's own can be put in.
pub(crate) fn unguarded(page: &str) -> String {
    let Some(from) = page.find("<meta http-equiv=\"Content-Security-Policy\"") else {
        return page.to_owned();
    };
    let to = from + page[from..].find('>').unwrap() + 1;
    format!("{}{}", &page[..from], &page[to..])
}

/// A window as wide as a desk's or a telephone's, by day or by night.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) width: u32,
    pub(crate) dark: bool,
}

impl Window {
    /// The title of a page once it was laid out in this window and its scripts came to rest.
    pub(crate) fn title(self, browser: &Path, page: &Path) -> String {
        let output = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000"])
            .arg(format!("--window-size={},900", self.width))
            .arg(format!("--blink-settings=preferredColorScheme={}", i32::from(!self.dark)))
            .arg("--dump-dom")
            .arg(page)
            .output()
            .unwrap();
        let page = String::from_utf8_lossy(&output.stdout).into_owned();
        let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        title.unwrap_or_default().to_owned()
    }
}

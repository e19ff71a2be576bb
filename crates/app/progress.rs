//! Progress on standard error: a bar where it is a terminal, nothing otherwise.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tizim_evidence::Progress;

/// One bar that is renamed from stage to stage.
pub(crate) struct Bar {
    state: Mutex<State>,
}

struct State {
    bar: ProgressBar,
    stage: String,
}

impl Bar {
    /// A bar on standard error, or `None` where that is no terminal.
    pub(crate) fn on_terminal() -> Option<Self> {
        if !std::io::stderr().is_terminal() {
            return None;
        }
        let bar = ProgressBar::no_length();
        bar.enable_steady_tick(Duration::from_millis(200));
        Some(Self { state: Mutex::new(State { bar, stage: String::new() }) })
    }
}

impl Progress for Bar {
    fn report(&self, stage: &str, done: u64, total: u64) {
        let Ok(mut state) = self.state.lock() else { return };
        // Workers report side by side, so a little less is no news; much less is another pass.
        if state.stage != stage || done < state.bar.position() / 2 {
            stage.clone_into(&mut state.stage);
            state.bar.reset();
            state.bar.set_message(stage.to_owned());
            state.bar.set_style(style(stage, total > 0));
        }
        if total > 0 {
            state.bar.set_length(total);
        }
        state.bar.set_position(done);
        if total > 0 && done >= total {
            state.bar.set_style(ProgressStyle::default_spinner());
            state.bar.set_message(String::new());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Ok(state) = self.state.lock() {
            state.bar.finish_and_clear();
        }
    }
}

fn style(stage: &str, known: bool) -> ProgressStyle {
    let bytes = stage.starts_with("reading");
    let template = match (known, bytes) {
        (true, true) => "{msg} [{bar:30}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
        (true, false) => "{msg} [{bar:30}] {human_pos} of {human_len}, {eta} left",
        (false, true) => "{msg} {bytes}, {bytes_per_sec}",
        (false, false) => "{msg} {human_pos}",
    };
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
}

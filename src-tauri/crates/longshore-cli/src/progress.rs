//! How far is it? A moving line on a terminal, plain lines elsewhere; always on standard error.

use std::{
    io::{IsTerminal, Write},
    sync::Mutex,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use longshore_app::progress::{Progress, Stage};

/// How often the moving line moves by itself: what is told in between waits for that.
const TICK: Duration = Duration::from_millis(200);
/// How often a plain line is written while nothing else happens.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Shows progress to whoever sits there.
pub(crate) struct Shown {
    bar: Option<ProgressBar>,
    lines: Mutex<Lines>,
}

struct Lines {
    stage: Option<Stage>,
    is_at_end: bool,
    stage_began: Instant,
    last: Instant,
}

impl Shown {
    /// Nothing is shown yet.
    pub(crate) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
            bar.set_style(ProgressStyle::default_bar());
            bar
        });
        let now = Instant::now();
        Self {
            bar,
            lines: Mutex::new(Lines { stage: None, is_at_end: false, stage_began: now, last: now }),
        }
    }

    /// Shows how far it is now.
    pub(crate) fn show(&self, progress: &Progress) {
        let Ok(mut lines) = self.lines.lock() else { return };
        let now = Instant::now();
        let is_new = lines.stage != Some(progress.stage);
        if is_new {
            lines.stage = Some(progress.stage);
            lines.stage_began = now;
        }
        // The last of a stage is told, but once.
        let is_at_end = progress.total == Some(progress.done);
        let ends = is_at_end && (is_new || !lines.is_at_end);
        lines.is_at_end = is_at_end;
        let text = sentence(progress, now - lines.stage_began);
        match &self.bar {
            Some(bar) => {
                show_on(bar, progress, &text);
                if is_new {
                    bar.enable_steady_tick(TICK);
                }
            }
            None if is_new || ends || now - lines.last >= LINE_EVERY => {
                lines.last = now;
                let _ = writeln!(std::io::stderr().lock(), "{text}");
            }
            None => {}
        }
    }
}

impl Shown {
    /// Makes room for something else, until there is more to show.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.disable_steady_tick();
            bar.finish_and_clear();
        }
        if let Ok(mut lines) = self.lines.lock() {
            lines.stage = None;
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.clear();
    }
}

fn show_on(bar: &ProgressBar, progress: &Progress, text: &str) {
    if bar.is_finished() {
        bar.reset();
    }
    let template = if progress.total.is_some() { "{bar:24} {msg}" } else { "{spinner} {msg}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸ "));
    }
    bar.set_length(progress.total.unwrap_or_default());
    bar.set_position(progress.done);
    bar.set_message(text.to_owned());
}

fn sentence(progress: &Progress, elapsed: Duration) -> String {
    let (doing, what) = match progress.stage {
        Stage::Fetching => return fetching(progress),
        Stage::Reading => ("reading the file", "rows"),
        Stage::Checking => ("checking the file", "rows"),
        Stage::AskingTerms => ("reading the shop's categories and attributes", "records"),
        Stage::Asking => ("reading what the shop has", "records"),
        Stage::AskingVariations => ("reading the shop's variations", "records"),
        Stage::Planning => ("comparing with the shop", "rows"),
        Stage::CheckingPictures => ("looking at the pictures", "pictures"),
        Stage::Waiting => return "another run works on this shop; waiting for its end".to_owned(),
        Stage::Absent => return "the shop does not answer; asking it again".to_owned(),
        Stage::Held => return held(progress),
        Stage::Sending => ("changing the shop", "records"),
        Stage::Writing => ("writing the file", "rows"),
    };
    let done = grouped(progress.done);
    let Some(total) = progress.total else { return format!("{doing}: {done} {what}") };
    let mut text = format!("{doing}: {done} of {} {what}", grouped(total));
    let seconds = elapsed.as_secs_f64();
    if progress.done > 0 && seconds >= 1.0 {
        let speed = progress.done as f64 / seconds;
        let left = (total.saturating_sub(progress.done)) as f64 / speed;
        text.push_str(&format!(", {speed:.0} a second, {} left", duration(left)));
    }
    text
}

fn fetching(progress: &Progress) -> String {
    let done = megabytes(progress.done);
    match progress.total {
        Some(total) => format!("fetching the file: {done} of {} MB", megabytes(total)),
        None => format!("fetching the file: {done} MB"),
    }
}

/// The seconds of a pause that the shop asked for.
fn held(progress: &Progress) -> String {
    let whole = progress.total.unwrap_or_default();
    let left = whole.saturating_sub(progress.done);
    format!("the shop asks to wait {}; going on in {}", span(whole), span(left))
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}

/// Seconds as a person says them.
pub(crate) fn duration(seconds: f64) -> String {
    let whole = seconds.round().max(0.0) as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

/// Whole seconds as they stand in a sentence: "10 minutes", "1 minute 30 seconds".
pub(crate) fn span(seconds: u64) -> String {
    let parts = [
        (seconds / 3600, "hour"),
        (seconds / 60 % 60, "minute"),
        (if seconds < 3600 { seconds % 60 } else { 0 }, "second"),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if said.is_empty() { "no time".to_owned() } else { said.join(" ") }
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_said_as_people_say_them() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(duration(59.6), "1 min 0 s");
        assert_eq!(duration(7200.0), "2 h 0 min");
        assert_eq!(span(600), "10 minutes");
        assert_eq!(span(61), "1 minute 1 second");
        assert_eq!(span(7_265), "2 hours 1 minute");
    }
}

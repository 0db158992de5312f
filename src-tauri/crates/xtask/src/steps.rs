//! Checks one after the other, each timed, and a summary that names what failed.

use std::time::{Duration, Instant};

use crate::error::Error;
use crate::say;

/// How a step ended.
enum End {
    Passed,
    Failed(String),
    /// Not run, because the step of this name had failed.
    Skipped(&'static str),
}

struct Step {
    name: &'static str,
    end: End,
    took: Duration,
}

/// The steps so far.
pub(crate) struct Steps {
    began: Instant,
    done: Vec<Step>,
}

impl Steps {
    /// No step yet.
    pub(crate) fn begin() -> Self {
        Self { began: Instant::now(), done: Vec::new() }
    }

    /// Runs a check. A failure is remembered, and the steps after it run all the same.
    pub(crate) fn check(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), Error>) {
        say::heading(name);
        let began = Instant::now();
        let end = match work() {
            Ok(()) => End::Passed,
            Err(error) => {
                say::line(&say::bad(&error.to_string()));
                End::Failed(error.to_string())
            }
        };
        self.done.push(Step { name, end, took: began.elapsed() });
    }

    /// Runs a check that makes no sense where the check named `after` did not pass.
    pub(crate) fn check_after(
        &mut self,
        after: &'static str,
        name: &'static str,
        work: impl FnOnce() -> Result<(), Error>,
    ) {
        if self.done.iter().any(|step| step.name == after && matches!(step.end, End::Passed)) {
            self.check(name, work);
        } else {
            self.done.push(Step { name, end: End::Skipped(after), took: Duration::ZERO });
        }
    }

    /// Prints the table, and fails if any step did.
    pub(crate) fn sum_up(&self) -> Result<(), Error> {
        say::heading("Summary");
        let width = self.done.iter().map(|step| step.name.len()).max().unwrap_or(0);
        for Step { name, end, took } in &self.done {
            let verdict = match end {
                End::Passed => say::good("passed"),
                End::Failed(reason) => say::bad(&format!("failed: {reason}")),
                End::Skipped(after) => {
                    say::bad(&format!("not run, because \"{after}\" did not pass"))
                }
            };
            say::line(&format!("  {name:<width$}  {:>11}  {verdict}", in_words(*took)));
        }
        let failed: Vec<&str> = self
            .done
            .iter()
            .filter(|step| !matches!(step.end, End::Passed))
            .map(|step| step.name)
            .collect();
        let all = self.done.len();
        if failed.is_empty() {
            say::line(&format!(
                "\n{}",
                say::good(&format!("All {all} passed in {}.", in_words(self.began.elapsed())))
            ));
            return Ok(());
        }
        say::line("");
        Err(Error::ChecksFailed { failed: failed.len(), all, names: failed.join(", ") })
    }
}

/// Seconds below a minute, minutes and seconds above.
fn in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", took.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken() -> Result<(), Error> {
        Err(Error::Missing("the sea is out".into()))
    }

    #[test]
    fn one_failure_does_not_stop_the_others_but_fails_the_whole() {
        let mut steps = Steps::begin();
        let mut ran = false;
        steps.check("first", broken);
        steps.check("second", || {
            ran = true;
            Ok(())
        });
        assert!(ran);
        let error = steps.sum_up().expect_err("a step failed");
        assert_eq!(error.to_string(), "1 of 2 checks failed: first");
    }

    #[test]
    fn what_needs_a_failed_step_is_not_run_and_not_passed() {
        let mut steps = Steps::begin();
        steps.check("build", broken);
        steps.check_after("build", "window", || panic!("there is nothing to look at"));
        assert!(steps.sum_up().is_err());
    }

    #[test]
    fn times_are_read_at_a_glance() {
        assert_eq!(in_words(Duration::from_millis(1_240)), "1.2 s");
        assert_eq!(in_words(Duration::from_secs(754)), "12 min 34 s");
    }
}

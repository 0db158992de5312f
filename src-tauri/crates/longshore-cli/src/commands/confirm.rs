//! May it be done?

use std::io::{BufRead, IsTerminal, Write};

use longshore_app::ApiError;

use super::Watching;

/// Without `--yes` somebody has to be there to be asked.
pub(super) fn possible(yes: bool) -> Result<(), ApiError> {
    if yes || std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        Ok(())
    } else {
        Err(ApiError::new("confirmation_needed"))
    }
}

/// Asks whoever sits at the terminal, unless `--yes` said so. No answer means no.
pub(super) async fn ask(yes: bool, what: &str, watch: &Watching) -> Result<(), ApiError> {
    if yes {
        return Ok(());
    }
    watch.clear();
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{what}\nDo it? [y/N] ").and_then(|()| err.flush());
    drop(err);
    tokio::select! {
        biased;
        () = watch.cancel().cancelled() => Err(ApiError::cancelled()),
        is_meant = tokio::task::spawn_blocking(is_answered_yes) => match is_meant {
            Ok(true) => Ok(()),
            _ => Err(ApiError::new("not_confirmed")),
        },
    }
}

fn is_answered_yes() -> bool {
    let mut answer = String::new();
    let is_read = std::io::stdin().lock().read_line(&mut answer).is_ok();
    is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

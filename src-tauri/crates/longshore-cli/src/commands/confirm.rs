//! May it be done?

use std::io::{BufRead, IsTerminal, Write};

use longshore_app::ApiError;

/// Without `--yes` somebody has to be there to be asked.
pub(super) fn possible(yes: bool) -> Result<(), ApiError> {
    if yes || std::io::stdin().is_terminal() && std::io::stderr().is_terminal() {
        Ok(())
    } else {
        Err(ApiError::new("confirmation_needed"))
    }
}

/// Asks whoever sits at the terminal, unless `--yes` said so.
pub(super) fn ask(yes: bool, what: &str) -> bool {
    if yes {
        return true;
    }
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{what}\nDo it? [y/N] ").and_then(|()| err.flush());
    let mut answer = String::new();
    let is_read = std::io::stdin().lock().read_line(&mut answer).is_ok();
    is_read && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

//! What goes on in the background of a program that stays?

use crate::{ApiError, Studio, practice, runs, undo, watching};

/// Begins what goes on in the background while a window or a local server is there: folders are watched, the practice
/// store runs if it did so last time, and ways back that were planned and never gone are taken away. A command line that does one thing never asks for it. What cannot begin is logged
/// and keeps nobody from working.
pub async fn wake(studio: &Studio) {
    let begun = [
        watching::wake(studio).await,
        practice::wake(studio).await,
        undo::discard_abandoned(studio).await,
    ];
    for begun in begun {
        if let Err(error) = begun {
            log(&error);
        }
    }
}

/// Ends what goes on in the background before the program ends: runs are stopped and can be gone on with, folders are no
/// longer watched, the practice store stops.
pub async fn sleep(studio: &Studio) {
    watching::sleep(studio);
    runs::sleep(studio).await;
    practice::sleep(studio).await;
}

fn log(error: &ApiError) {
    tracing::warn!(%error, "something did not begin in the background");
}

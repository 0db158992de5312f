//! What was cut short before, told to whoever starts Longshore again.

use std::io::Write;

use longshore_app::{
    ApiError, Studio,
    runs::{self, RunReport},
    stores::Nothing,
};

use crate::{
    args::Asks,
    progress::grouped,
    words::{plain, wrapped},
};

/// So many runs are told of.
const TOLD: usize = 3;

/// Says on standard error which runs ended too early, and what can be done; not to somebody who does that already.
pub(super) async fn tell(studio: &Studio, command: &Asks) -> Result<(), ApiError> {
    let about = match command {
        Asks::Resume(resume) => Some(resume.run),
        Asks::Undo(undo) => Some(undo.run),
        // Runs are told of by these themselves, or gone on with.
        Asks::Runs(_) | Asks::Watch(_) => return Ok(()),
        _ => None,
    };
    let all = runs::interrupted(studio, Nothing {}).await?;
    let others = all.iter().rev().filter(|run| run.run != about);
    let mut text = String::new();
    for run in others.clone().take(TOLD) {
        text.push_str(&wrapped(&sentence(run), "", ""));
    }
    let more = others.count().saturating_sub(TOLD);
    if more > 0 {
        text.push_str(&format!("… and {more} more; \"longshore runs list\" shows them.\n"));
    }
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    Ok(())
}

fn sentence(run: &RunReport) -> String {
    let number = run.run.unwrap_or_default();
    let what = match (&run.file, run.undoes) {
        (Some(file), _) => format!("the import of {}", plain(file)),
        (None, Some(of)) => format!("the undo of run {of}"),
        (None, None) => run.kind.to_owned(),
    };
    let done = run.counts.create + run.counts.update + run.counts.delete;
    let mut text = format!(
        "Run {number}, {what} into {}, was cut short on {}: {} records were done, {} changes were still to be made",
        plain(&run.store),
        run.at.strftime("%Y-%m-%d %H:%M"),
        grouped(done),
        grouped(run.pending)
    );
    if run.counts.unknown > 0 {
        let count = grouped(run.counts.unknown);
        text.push_str(&format!(", and of {count} nobody knows yet; the shop is asked first"));
    }
    text.push_str(&format!(
        ". \"longshore resume {number} --yes\" goes on, \"longshore undo {number} --yes\" takes it back."
    ));
    text
}

//! `longshore undo RUN`

use longshore_app::{
    ApiError, Studio,
    runs::{self, RunNumber, RunReport},
    undo,
};

use super::{changes, confirm, runs as shown};
use crate::{
    answer::Answer,
    args::Undo,
    words::{plain, wrapped},
};

pub(super) async fn carry_out(
    studio: &Studio,
    undo: Undo,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if !undo.dry_run {
        confirm::possible(undo.yes)?;
    }
    let watch = super::watch();
    let planned = undo::plan(studio, RunNumber { run: undo.run }, &watch).await?;
    let number = RunNumber { run: planned.run.unwrap_or_default() };
    let would = shown::counts(&planned.counts, &planned.terms, shown::Tense::Would);
    let changes = changes::at_a_glance(studio, number.run, &planned).await?;
    let would = wrapped(&format!("In {}: {would}", plain(&planned.store)), "", "") + &changes;
    if undo.dry_run {
        runs::discard(studio, number).await?;
        let exit = shown::exit(&planned);
        let report = RunReport { run: None, ..planned };
        return Ok(Answer::new(&report, format!("{would}Nothing was changed."))?.ending(exit));
    }
    if !undo.yes {
        shown::confirmed(studio, number, &would, &watch).await?;
    }
    let report = shown::start(studio, number, &watch).await?;
    drop(watch);
    let text = if as_json { String::new() } else { shown::text(&report) };
    Ok(Answer::new(&report, text)?.ending(shown::exit(&report)))
}

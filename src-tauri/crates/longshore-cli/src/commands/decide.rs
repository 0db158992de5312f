//! `longshore runs decide RUN`

use longshore_app::{
    ApiError, Studio,
    runs::{self, ChangeShown, ChangesList, RunDecide, RunNumber, RunReport},
};
use serde_json::json;

use super::{changes, confirm, runs as shown};
use crate::{
    answer::Answer,
    words::{plain, wrapped},
};

/// How many changes are looked through for those that were left.
const LOOKED_AT: usize = 100_000;

pub(super) async fn carry_out(
    studio: &Studio,
    request: RunDecide,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if !dry_run {
        confirm::possible(yes)?;
    }
    let watch = super::watch();
    let planned = runs::decide(studio, request).await.map_err(shown::before)?;
    let number = RunNumber { run: planned.run.unwrap_or_default() };
    let counts = shown::counts(&planned.counts, &planned.terms, shown::Tense::Would);
    let glance = changes::at_a_glance(studio, number.run, &planned).await?;
    let counts = wrapped(&format!("In {}: {counts}", plain(&planned.store)), "", "");
    let would = [counts, glance].concat();
    if dry_run {
        runs::discard_unseen(studio, number).await?;
        let report = RunReport { run: None, ..planned };
        return Answer::new(&report, format!("{would}Nothing was changed."));
    }
    if !yes {
        shown::confirmed(studio, number, &would, &watch).await?;
    }
    let report = shown::start(studio, number, &watch).await?;
    drop(watch);
    let text = if as_json { String::new() } else { shown::text(&report) };
    Ok(Answer::new(&report, text)?.ending(shown::exit(&report)))
}

/// What an import left as it was because somebody had changed it.
pub(super) async fn left(
    studio: &Studio,
    report: &RunReport,
) -> Result<Vec<ChangeShown>, ApiError> {
    if !report.asks || report.counts.conflict == 0 {
        return Ok(Vec::new());
    }
    let list = ChangesList { run: report.run.unwrap_or_default(), limit: LOOKED_AT };
    let mut all = runs::changes(studio, list).await?;
    all.retain(|change| change.outcome == "conflict");
    Ok(all)
}

/// The same, and how to decide it.
pub(super) fn question(report: &RunReport, left: &[ChangeShown]) -> String {
    match (left, report.run) {
        ([_, ..], Some(run)) => format!(
            "{}\"longshore runs decide {run}\" brings in what the file says of these; --only names some of them.\n",
            changes::left(left)
        ),
        _ => String::new(),
    }
}

/// Adds the same to what is told as JSON.
pub(super) fn note(json: &mut serde_json::Value, left: &[ChangeShown]) {
    if !left.is_empty() {
        json["undecided"] = json!(left);
    }
}

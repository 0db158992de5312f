//! Which rows stayed out, and why?

use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use longshore_engine::{
    change::{Change, Outcome, Phase},
    issue::{Issue, Severity},
    picture_files, pictures,
};
use longshore_formats::{CsvStyle, CsvWriter, Spool};
use longshore_journal::{
    Journal, RunId,
    choosing::{EDITED_SINCE, NO_FIELD_CHOSEN, NOT_CHOSEN},
    rejects::Reject,
    runs::RunDetail,
    state::State,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::choose::NOT_NEEDED;
use super::{Options, start::remove_rows};
use crate::{error::ApiError, sources::Edits, studio::Studio};

/// Changes, or rows, that are looked at together.
const PAGE: usize = 500;
/// What became of changes whose rows stayed out.
const NOT_DONE: [State; 4] = [State::Failed, State::Skipped, State::Conflict, State::Unknown];

/// After a run: the rows of records that the store refused join those that were never sent. Then nobody needs the
/// rows of the source any more.
pub(super) async fn collect(studio: &Studio, run: RunId) -> Result<(), ApiError> {
    let detail = studio.ask(move |journal| journal.run_detail(run)).await?;
    let options = Options::from_map(detail.options)?;
    let Some(path) = options.spool.clone() else { return Ok(()) };
    let journal = studio.journal().clone();
    let edits = options.edits.map(|draft| Edits { journal: journal.clone(), draft });
    tokio::task::spawn_blocking(move || refused(&journal, run, &path, edits.as_ref())).await??;
    remove_rows(studio, options).await
}

fn refused(
    journal: &Journal,
    run: RunId,
    path: &std::path::Path,
    edits: Option<&Edits>,
) -> Result<(), ApiError> {
    let Ok(spool) = Spool::open(path) else { return Ok(()) };
    let mut after = None;
    loop {
        let page = journal.changes_of(run, &NOT_DONE, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.planned.change.id);
        let mut rejects = Vec::new();
        for entry in page {
            let (Some(row), Some(outcome)) = (entry.planned.change.row, &entry.outcome) else {
                continue;
            };
            // What the user left out needs no repair.
            if is_left_out(outcome) {
                continue;
            }
            for mut row in spool.page(row, 1)? {
                if let Some(edits) = edits {
                    edits.apply(&mut row)?;
                }
                rejects.push(Reject {
                    row: row.number,
                    line: row.line,
                    cells: row.iter().map(str::to_owned).collect(),
                    issues: reasons(&entry.planned.change, outcome),
                });
            }
        }
        journal.reject(run, &rejects)?;
    }
}

fn is_left_out(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Skipped(code) if [NOT_CHOSEN, NO_FIELD_CHOSEN, EDITED_SINCE, NOT_NEEDED].contains(&code.as_str()))
}

/// Why a change was not carried out, as issues of its row.
pub(super) fn reasons(change: &Change, outcome: &Outcome) -> Vec<Issue> {
    let row = change.row;
    let issue = |code: &str, params: Vec<(&'static str, String)>| Issue {
        code: code.into(),
        severity: Severity::Error,
        row,
        column: None,
        params: params.into_iter().map(|(name, value)| (name.into(), value)).collect(),
        fix: None,
    };
    match outcome {
        Outcome::Failed(refusal) if refusal.code == super::uploads::CHANGED => vec![issue(
            super::uploads::CHANGED,
            vec![("address", picture_files::shown(pictures::told(change, refusal)).to_owned())],
        )],
        Outcome::Failed(refusal) if change.phase == Phase::Pictures => vec![issue(
            "picture_not_taken",
            vec![
                ("address", picture_files::shown(pictures::told(change, refusal)).to_owned()),
                ("code", refusal.code.to_string()),
                ("message", refusal.message.clone()),
            ],
        )],
        Outcome::Failed(refusal) => vec![issue(
            "store_refused",
            vec![("code", refusal.code.to_string()), ("message", refusal.message.clone())],
        )],
        Outcome::Skipped(code) => vec![issue(code, Vec::new())],
        Outcome::Conflict(differences) => differences
            .iter()
            .map(|one| issue("changed_since", vec![("field", one.field.to_string())]))
            .collect(),
        Outcome::Unknown => vec![issue("outcome_unknown", Vec::new())],
        Outcome::Applied | Outcome::Altered(_) => Vec::new(),
    }
}

/// Rows to be written into a file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RejectsWrite {
    /// The run.
    pub run: u64,
    /// The file.
    pub file: PathBuf,
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RejectsWritten {
    /// How many rows.
    pub rows: u64,
}

/// The rows that stayed out.
pub async fn rejects_list(
    studio: &Studio,
    request: super::RunNumber,
) -> Result<Vec<Reject>, ApiError> {
    let run = RunId(request.run);
    studio
        .ask(move |journal| {
            journal.run(run)?;
            journal.rejects(run, 0, usize::MAX >> 1)
        })
        .await
}

/// Turns the issues of a row into the words that stand beside it in the file.
pub type Words<'a> = &'a (dyn Fn(&Issue) -> String + Sync);

/// The header of the column that says why.
pub const REASON: &str = "Longshore: reason";

/// Writes the rows that stayed out, as they were read, with the reason in a column of its own at the end: a file
/// that can be repaired and imported again.
pub async fn rejects(
    studio: &Studio,
    request: RejectsWrite,
    words: Words<'_>,
) -> Result<RejectsWritten, ApiError> {
    let detail = studio.ask(move |journal| journal.run_detail(RunId(request.run))).await?;
    let unwritten = |error: std::io::Error| {
        ApiError::new("file_not_written").with("file", request.file.display()).detail(error)
    };
    let file = std::fs::File::create(&request.file).map_err(unwritten)?;
    write(studio, request.run, detail, file, words, &unwritten).await
}

/// Whether rows that stay out could be written into a file, to be asked before anything is sent: it is not there yet,
/// and its folder takes it.
///
/// # Errors
/// `file_exists_unwritten`, `file_not_written`.
pub fn rejects_can_be_written(file: &Path) -> Result<(), ApiError> {
    let about = |code| ApiError::new(code).with("file", file.display());
    match std::fs::File::create_new(file) {
        Ok(made) => {
            drop(made);
            std::fs::remove_file(file).map_err(|error| about("file_not_written").detail(error))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(about("file_exists_unwritten"))
        }
        Err(error) => Err(about("file_not_written").detail(error)),
    }
}

/// The same into anything that can be written to.
pub async fn rejects_into(
    studio: &Studio,
    run: u64,
    out: impl Write,
    words: Words<'_>,
) -> Result<RejectsWritten, ApiError> {
    let detail = studio.ask(move |journal| journal.run_detail(RunId(run))).await?;
    let unwritten = |error: std::io::Error| match error.kind() {
        // Whoever reads has read enough.
        ErrorKind::BrokenPipe => ApiError::new("output_closed"),
        _ => ApiError::new("output_not_written").detail(error),
    };
    write(studio, run, detail, out, words, &unwritten).await
}

async fn write(
    studio: &Studio,
    run: u64,
    detail: RunDetail,
    out: impl Write,
    words: Words<'_>,
    unwritten: &(dyn Fn(std::io::Error) -> ApiError + Sync),
) -> Result<RejectsWritten, ApiError> {
    let run = RunId(run);
    let header = detail.header.unwrap_or_default();
    let delimiter = Options::from_map(detail.options)?.delimiter;
    // The cells go back as they were read: nothing is escaped that was not.
    let style = CsvStyle {
        escape_formulas: false,
        delimiter: delimiter
            .and_then(|one| u8::try_from(one).ok())
            .filter(u8::is_ascii)
            .unwrap_or(b','),
        ..CsvStyle::default()
    };
    let mut out = CsvWriter::new(out, style);
    header.columns.iter().for_each(|name| out.cell(name));
    out.cell(REASON);
    out.end_row().map_err(unwritten)?;
    let (mut written, mut after) = (0, 0);
    loop {
        let rejects = studio.ask(move |journal| journal.rejects(run, after, PAGE)).await?;
        let Some(last) = rejects.last() else { break };
        after = last.row;
        for reject in &rejects {
            for column in 0..header.columns.len() {
                out.cell(reject.cells.get(column).map_or("", String::as_str));
            }
            let reasons: Vec<String> = reject.issues.iter().map(words).collect();
            out.cell(&reasons.join("; "));
            out.end_row().map_err(unwritten)?;
        }
        written += rejects.len() as u64;
    }
    out.finish().map_err(unwritten)?;
    Ok(RejectsWritten { rows: written })
}

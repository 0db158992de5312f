//! `longshore import FILE --store NAME`

use std::path::Path;

use longshore_app::{
    ApiError, Studio,
    engine::{
        issue::Severity,
        profile::{BlankPolicy, Mode},
    },
    imports::{self, ImportPlan, Planned},
    runs::{self, Preview, RunNumber, RunReport},
};
use serde_json::json;

use super::{check, confirm, reading, runs as shown};
use crate::{
    answer::{Answer, Exit},
    args,
    words::plain,
};

pub(super) async fn carry_out(
    studio: &Studio,
    import: args::Import,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if !import.dry_run {
        confirm::possible(import.yes)?;
    }
    let request = ImportPlan {
        assignments: import.mapping.assignments()?,
        match_keys: reading::keys(&import.match_keys)?,
        reading: import.reading.settings()?,
        file: import.file,
        store: import.store,
        notations: import.mapping.notation,
        profile: import.mapping.profile,
        save_profile: import.save_profile,
        mode: import.mode.map(Mode::from),
        blank: import.blank.map(BlankPolicy::from),
        limit: import.limit,
        no_marks: import.no_marks,
    };
    let watch = super::watch();
    let planned = imports::plan(studio, request, &watch).await?;
    let number = RunNumber { run: planned.run.run.unwrap_or_default() };
    if import.dry_run {
        let answer = dry(studio, planned, number, import.rejects.as_deref(), import.changes).await;
        runs::discard(studio, number).await?;
        return answer;
    }
    let is_wanted = confirm::ask(import.yes, &would(&planned));
    if !is_wanted {
        runs::discard(studio, number).await?;
        return Err(ApiError::new("not_confirmed"));
    }
    let ended = shown::start(studio, number, &watch).await;
    drop(watch);
    let report = ended?;
    if let Some(file) = &import.rejects {
        write_rejects(studio, number, file).await?;
    }
    let mut text = if as_json { String::new() } else { check::issues(&planned.issues) };
    text.push_str(&shown::text(&report));
    let mut json = serde_json::to_value(&report).map_err(ApiError::internal)?;
    json["issues"] = json!(planned.issues);
    Ok(Answer::new(&json, text)?.ending(exit(&report, &planned)))
}

/// Rows that stayed out for an error are failures, too.
fn exit(report: &RunReport, planned: &Planned) -> Exit {
    let has_errors = planned.issues.iter().any(|issue| issue.severity == Severity::Error);
    match shown::exit(report) {
        Exit::Done if has_errors => Exit::Partly,
        exit => exit,
    }
}

/// What would be done, and that nothing was.
async fn dry(
    studio: &Studio,
    planned: Planned,
    number: RunNumber,
    rejects: Option<&Path>,
    limit: usize,
) -> Result<Answer, ApiError> {
    if let Some(file) = rejects {
        write_rejects(studio, number, file).await?;
    }
    let exit = exit(&planned.run, &planned);
    let changes = runs::preview(studio, Preview { run: number.run, limit }).await?;
    let examples = shown::examples(&changes);
    let text = format!("{}{examples}Nothing was changed.", would(&planned));
    let report = RunReport { run: None, ..planned.run };
    let mut json = serde_json::to_value(&report).map_err(ApiError::internal)?;
    json["issues"] = json!(planned.issues);
    json["changes"] = json!(changes);
    Ok(Answer::new(&json, text)?.ending(exit))
}

fn would(planned: &Planned) -> String {
    let run = &planned.run;
    let counts = shown::counts(&run.counts, &run.terms, shown::Tense::Would);
    format!("{}In {}: {counts}\n", check::issues(&planned.issues), plain(&run.store))
}

async fn write_rejects(studio: &Studio, run: RunNumber, file: &Path) -> Result<(), ApiError> {
    let request = runs::RejectsWrite { run: run.run, file: file.to_path_buf() };
    runs::rejects(studio, request, &shown::reason).await?;
    Ok(())
}

impl From<args::Mode> for Mode {
    fn from(typed: args::Mode) -> Self {
        match typed {
            args::Mode::CreateUpdate => Self::CreateUpdate,
            args::Mode::Create => Self::Create,
            args::Mode::Update => Self::Update,
        }
    }
}

impl From<args::Blank> for BlankPolicy {
    fn from(typed: args::Blank) -> Self {
        match typed {
            args::Blank::Keep => Self::Keep,
            args::Blank::Clear => Self::Clear,
        }
    }
}

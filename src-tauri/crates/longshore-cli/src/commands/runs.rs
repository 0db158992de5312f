//! `longshore runs list|show|changes|rejects`, and how a run is told

use std::path::PathBuf;

use longshore_app::{
    ApiError, Counts, RunStatus, Studio,
    engine::{
        change::{Action, Difference},
        issue::Issue,
        value::Value,
    },
    progress::Watch,
    runs::{self, ChangeShown, ChangesList, RejectsWrite, RunNumber, RunReport, RunsList},
};
use serde_json::json;

use crate::{
    answer::{Answer, Exit},
    args::Runs,
    progress::{duration, grouped},
    table,
    words::{plain, say},
};

/// How many changes of a plan are shown.
pub(super) const SOME: usize = 8;
/// How long a value may be when it is shown.
const VALUE: usize = 60;

pub(super) async fn carry_out(
    studio: &Studio,
    runs: Runs,
    as_json: bool,
) -> Result<Answer, ApiError> {
    match runs {
        Runs::List { limit } => list(studio, limit).await,
        Runs::Show { run } => {
            let report = runs::show(studio, RunNumber { run }).await?;
            Answer::new(&report, text(&report))
        }
        Runs::Changes { run, limit } => {
            let changes = runs::changes(studio, ChangesList { run, limit }).await?;
            Answer::new(&json!({ "run": run, "changes": changes }), lines(&changes))
        }
        Runs::Rejects { run, out } => rejects(studio, run, out, as_json).await,
    }
}

async fn list(studio: &Studio, limit: usize) -> Result<Answer, ApiError> {
    let all = runs::list(studio, RunsList { limit }).await?;
    if all.is_empty() {
        return Answer::new(&json!({ "runs": all }), "Nothing was done yet.");
    }
    let rows = all.iter().map(|run| {
        let what = match (&run.file, run.undoes) {
            (Some(file), _) => format!("import of {}", plain(file)),
            (None, Some(of)) => format!("undo of run {of}"),
            (None, None) => run.kind.to_owned(),
        };
        let counts = &run.counts;
        let number = |count: u64| grouped(count);
        vec![
            run.run.unwrap_or_default().to_string(),
            run.at.strftime("%Y-%m-%d %H:%M").to_string(),
            plain(&run.store),
            what,
            run.status.to_string(),
            number(counts.create),
            number(counts.update),
            number(counts.delete),
            number(counts.unchanged),
            number(counts.skipped + counts.conflict),
            number(counts.failed + counts.unknown),
        ]
    });
    let headings = [
        "Run",
        "When (UTC)",
        "Store",
        "What",
        "Status",
        "New",
        "Changed",
        "Removed",
        "Same",
        "Left out",
        "Failed",
    ];
    Answer::new(&json!({ "runs": all }), table::of(&headings, rows))
}

async fn rejects(
    studio: &Studio,
    run: u64,
    out: Option<PathBuf>,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if let Some(file) = out {
        let written =
            runs::rejects(studio, RejectsWrite { run, file: file.clone() }, &reason).await?;
        let text = format!("{} rows are written to {}.", grouped(written.rows), file.display());
        return Answer::new(&json!({ "run": run, "rows": written.rows, "file": file }), text);
    }
    if as_json {
        let all = runs::rejects_list(studio, RunNumber { run }).await?;
        return Answer::new(&json!({ "run": run, "rejects": all }), "");
    }
    match runs::rejects_into(studio, run, std::io::stdout(), &reason).await {
        Err(error) if error.code != "output_closed" => Err(error),
        _ => Answer::new(&json!(null), ""),
    }
}

/// Carries a plan out. One that could not even be begun is thrown away: nobody can begin it later.
pub(super) async fn start(
    studio: &Studio,
    run: RunNumber,
    watch: &Watch,
) -> Result<RunReport, ApiError> {
    let ended = runs::start(studio, run, watch).await;
    if ended.is_err() && runs::show(studio, run).await?.status == RunStatus::Planned {
        runs::discard(studio, run).await?;
    }
    ended
}

/// The exit status that a run deserves.
pub(super) fn exit(run: &RunReport) -> Exit {
    let missed = |counts: &Counts| counts.failed + counts.conflict + counts.unknown;
    match run.status {
        RunStatus::Cancelled | RunStatus::Interrupted | RunStatus::Paused => Exit::Interrupted,
        _ if missed(&run.counts) + missed(&run.terms) > 0 => Exit::Partly,
        _ => Exit::Done,
    }
}

/// Whether it was done or would be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// It was.
    Was,
    /// It would be.
    Would,
}

/// A run in words.
pub(super) fn text(run: &RunReport) -> String {
    let number = run.run.unwrap_or_default();
    let tense = if run.status == RunStatus::Planned { Tense::Would } else { Tense::Was };
    let what = match (&run.file, run.undoes) {
        (Some(file), _) => format!("import of {} into {}", plain(file), plain(&run.store)),
        (None, Some(of)) => format!("undo of run {of} in {}", plain(&run.store)),
        (None, None) => run.kind.to_owned(),
    };
    let mut text = format!("Run {number}, {what}: {}.\n", run.status);
    text.push_str(&counts(&run.counts, &run.terms, tense));
    text.push('\n');
    if tense == Tense::Was {
        let speed = grouped(run.records_per_second.round() as u64);
        text.push_str(&format!("It took {}, {speed} records a second.\n", duration(run.seconds)));
    }
    if matches!(run.status, RunStatus::Interrupted | RunStatus::Cancelled) {
        text.push_str(&format!(
            "{} changes are still to be made: \"longshore resume {number} --yes\" makes them.\n",
            grouped(run.pending)
        ));
    }
    text
}

/// Counts in words: numbers before everything else.
pub(super) fn counts(counts: &Counts, terms: &Counts, tense: Tense) -> String {
    let is = |singular: bool| match (tense, singular) {
        (Tense::Was, true) => "was",
        (Tense::Was, false) => "were",
        (Tense::Would, _) => "would be",
    };
    let mut parts = Vec::new();
    let mut add = |count: u64, one: &str, many: &str, done: &str| {
        if count > 0 {
            let (noun, verb) = (if count == 1 { one } else { many }, is(count == 1));
            parts.push(format!("{} {noun} {verb} {done}", grouped(count)));
        }
    };
    add(counts.create, "record", "records", "made");
    add(counts.update, "record", "records", "changed");
    add(counts.delete, "record", "records", "removed");
    add(
        terms.create,
        "category, tag or attribute",
        "categories, tags and attributes",
        "made for them",
    );
    add(
        terms.delete,
        "category, tag or attribute",
        "categories, tags and attributes",
        "removed with them",
    );
    add(
        terms.failed,
        "category, tag or attribute",
        "categories, tags and attributes",
        "refused by the shop",
    );
    add(counts.failed, "record", "records", "refused by the shop");
    add(counts.conflict, "record", "records", "left alone because somebody changed them");
    add(counts.skipped, "record", "records", "left out");
    if counts.altered > 0 {
        parts.push(format!("{} are kept by the shop otherwise than sent", grouped(counts.altered)));
    }
    if counts.unknown > 0 {
        parts.push(format!("of {} nobody knows what became", grouped(counts.unknown)));
    }
    if counts.unchanged > 0 {
        parts.push(format!("{} are as they should be", grouped(counts.unchanged)));
    }
    match parts.is_empty() {
        true => "nothing to do.".to_owned(),
        false => format!("{}.", parts.join("; ")),
    }
}

/// Some changes of a plan, field by field.
pub(super) fn examples(changes: &[ChangeShown]) -> String {
    match changes.is_empty() {
        true => String::new(),
        false => format!("For example:\n{}", lines(changes)),
    }
}

fn lines(changes: &[ChangeShown]) -> String {
    let mut text = String::new();
    for change in changes {
        let verb = match change.action {
            Action::Create => "new",
            Action::Update => "change",
            Action::Delete => "remove",
        };
        let entity = change.entity.as_str().replace('_', " ");
        text.push_str(&format!(
            "  {verb} {entity} {} [{}]\n",
            plain(&change.label),
            change.outcome
        ));
        for field in &change.fields {
            let after = value(&field.after, &field.after_text);
            let line = match (change.action, &field.before, &field.before_text) {
                (Action::Update, Some(before), Some(text)) => {
                    format!("{}: {} → {after}", field.field, value(before, text))
                }
                _ => format!("{}: {after}", field.field),
            };
            text.push_str(&format!("      {line}\n"));
        }
        for one in &change.altered {
            let Difference { field, expected, found } = &one.difference;
            let meant = value(expected, &one.expected_text);
            let kept = value(found, &one.found_text);
            text.push_str(&format!("      {field}: {meant} was meant, the shop keeps {kept}\n"));
        }
        for issue in &change.reasons {
            text.push_str(&format!("      {}\n", reason(issue)));
        }
    }
    text
}

fn value(value: &Value, shown: &str) -> String {
    let text = match value {
        value if value.is_empty() => "(nothing)".to_owned(),
        Value::Text(text) => format!("\"{}\"", plain(text)),
        Value::Boolean(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Decimal(number) => number.normalize().to_string(),
        _ => plain(shown),
    };
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Why a row stayed out, in words.
pub(super) fn reason(issue: &Issue) -> String {
    say(&issue.code, issue.params.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

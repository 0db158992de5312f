//! `longshore runs list|show|changes|rejects`, and how a run is told

use std::path::{Path, PathBuf};

use longshore_app::{
    ApiError, Counts, LostAnswers, RunStatus, Studio, UploadCounts,
    engine::issue::Issue,
    error::Class,
    progress::Watch,
    runs::{self, ChangesList, RejectsWrite, RunDecide, RunNumber, RunReport, RunsList},
};
use serde_json::json;

use super::{Watching, changes, confirm, decide};
use crate::{
    answer::{Answer, Exit},
    args::Runs,
    progress::{duration, grouped},
    table,
    words::{plain, say, wrapped},
};

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
            let text = match changes.is_empty() {
                true => without_changes(&runs::show(studio, RunNumber { run }).await?),
                false => changes::lines(&changes),
            };
            Answer::new(&json!({ "run": run, "changes": changes }), text)
        }
        Runs::Decide { run, only, dry_run, yes } => {
            let request = RunDecide { run, records: only, ..RunDecide::default() };
            decide::carry_out(studio, request, dry_run, yes, as_json).await
        }
        Runs::Rejects { run, out } => rejects(studio, run, out, as_json).await,
    }
}

async fn list(studio: &Studio, limit: usize) -> Result<Answer, ApiError> {
    let all = runs::list(studio, RunsList { limit }).await?;
    if all.is_empty() {
        return Answer::new(&json!({ "runs": all }), "Nothing was done yet.");
    }
    // A column of noughts says nothing.
    let numbers: Vec<_> =
        NUMBERS.iter().filter(|(_, count)| all.iter().any(|run| count(&run.counts) > 0)).collect();
    let rows = all.iter().map(|run| {
        let what = match (&run.file, run.undoes) {
            (Some(file), _) => shortened(&called(file)),
            (None, Some(of)) => format!("undo of run {of}"),
            (None, None) => run.kind.to_owned(),
        };
        let told = [
            run.run.unwrap_or_default().to_string(),
            run.at.strftime("%Y-%m-%d %H:%M").to_string(),
            plain(&run.store),
            what,
            run.status.to_string(),
        ];
        let counts = numbers.iter().map(|(_, count)| grouped(count(&run.counts)));
        told.into_iter().chain(counts).collect()
    });
    let mut headings = vec!["Run", "When (UTC)", "Store", "What", "Status"];
    headings.extend(numbers.iter().map(|(heading, _)| *heading));
    Answer::new(&json!({ "runs": all }), table::of(&headings, rows))
}

/// How long the name of a file may be in a list.
const NAME: usize = 32;

/// A name that fits into a list: of a long one the beginning and the end, which has the kind of the file.
fn shortened(name: &str) -> String {
    const END: usize = 10;
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= NAME {
        return name.to_owned();
    }
    let (begin, end) = (&letters[..NAME - END - 1], &letters[letters.len() - END..]);
    begin.iter().chain(['…'].iter()).chain(end).collect()
}

/// A heading, and what is counted under it.
type Number = (&'static str, fn(&Counts) -> u64);

/// The numbers of a list of runs.
const NUMBERS: [Number; 7] = [
    ("New", |counts| counts.create),
    ("Changed", |counts| counts.update),
    ("Gone", |counts| counts.delete),
    ("Same", |counts| counts.unchanged),
    ("Left out", |counts| counts.skipped + counts.conflict),
    ("Failed", |counts| counts.failed),
    ("Unknown", |counts| counts.unknown),
];

async fn rejects(
    studio: &Studio,
    run: u64,
    out: Option<PathBuf>,
    as_json: bool,
) -> Result<Answer, ApiError> {
    if let Some(file) = out {
        let written =
            runs::rejects(studio, RejectsWrite { run, file: file.clone() }, &reason).await?;
        let text = rejects_written(written.rows, &file);
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

/// Where the rows are that stayed out.
pub(super) fn rejects_written(rows: u64, file: &Path) -> String {
    let file = file.display();
    match rows {
        0 => format!("No row stayed out; {file} has the column names only.\n"),
        1 => format!("The row that stayed out is in {file}, with the reason.\n"),
        many => {
            format!("The {} rows that stayed out are in {file}, with the reasons.\n", grouped(many))
        }
    }
}

/// Asks whether a plan shall be carried out. One that nobody wants is thrown away.
pub(super) async fn confirmed(
    studio: &Studio,
    run: RunNumber,
    would: &str,
    watch: &Watching,
) -> Result<(), ApiError> {
    let confirmed = confirm::ask(false, would, watch).await;
    if confirmed.is_err() {
        runs::discard_unseen(studio, run).await?;
    }
    confirmed
}

/// Carries a plan out. One that could not even be begun is thrown away: nobody can begin it later.
pub(super) async fn start(
    studio: &Studio,
    run: RunNumber,
    watch: &Watch,
) -> Result<RunReport, ApiError> {
    match runs::start(studio, run, watch).await {
        Ok(report) => Ok(report),
        Err(error) => {
            let told = stopped(studio, run, error).await;
            if matches!(status(studio, run).await, Some(RunStatus::Planned)) {
                runs::discard_unseen(studio, run).await?;
            }
            Err(told)
        }
    }
}

/// Why nothing could be begun, with the word that nothing was sent.
pub(super) fn before(error: ApiError) -> ApiError {
    // It says so itself.
    let is_said = error.hint.is_some() || error.code == "store_key_cannot_write";
    match error.class {
        Class::Store if !is_said => error.hint("nothing_sent"),
        _ => error,
    }
}

/// Why a run stopped, with the word how it stands and what can be done.
pub(super) async fn stopped(studio: &Studio, run: RunNumber, error: ApiError) -> ApiError {
    match status(studio, run).await {
        Some(RunStatus::Planned) => before(error),
        Some(RunStatus::Running | RunStatus::Interrupted) if may_be_told(&error) => {
            error.with("run", run.run).hint("run_stands")
        }
        _ => error,
    }
}

/// Others carry it out, or the error says what can be done.
fn may_be_told(error: &ApiError) -> bool {
    error.hint.is_none() && !matches!(error.code.as_str(), "run_owned" | "connection_busy")
}

/// How a run stands; unknown where the journal cannot be read.
async fn status(studio: &Studio, run: RunNumber) -> Option<RunStatus> {
    runs::show(studio, run).await.ok().map(|report| report.status)
}

/// The exit status that a run deserves.
pub(super) fn exit(run: &RunReport) -> Exit {
    let missed = |counts: &Counts| counts.failed + counts.conflict + counts.unknown;
    match run.status {
        RunStatus::Cancelled | RunStatus::Interrupted | RunStatus::Paused => Exit::Interrupted,
        _ if missed(&run.counts) + missed(&run.terms) + run.pictures_refused > 0 => Exit::Partly,
        _ if run.lost_answers.is_some_and(|lost| lost.copies > 0) => Exit::Partly,
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
        (Some(file), _) => format!("import of {} into {}", called(file), plain(&run.store)),
        (None, Some(of)) => format!("undo of run {of} in {}", plain(&run.store)),
        (None, None) => run.kind.to_owned(),
    };
    let mut text = format!("Run {number}, {what}: {}.\n", run.status);
    if let Some(from) = &run.from {
        let rest = if from.is_whole { "" } else { "; what may be a key in it was not kept" };
        text.push_str(&wrapped(&format!("Fetched from {}{rest}.", plain(&from.address)), "", ""));
    }
    match tense == Tense::Was && run.counts.records == 0 && run.pending > 0 {
        true => text.push_str("Nothing was changed yet.\n"),
        false => text.push_str(&wrapped(&counts(&run.counts, &run.terms, tense), "", "")),
    }
    text.push_str(&uploads(&run.uploads));
    text.push_str(&pictures(run.pictures_refused, number));
    if tense == Tense::Was {
        text.push_str(&match run.seconds < 1.0 {
            true => "It took less than a second.\n".to_owned(),
            false => {
                let speed = grouped(run.records_per_second.round() as u64);
                let records = if speed == "1" { "record" } else { "records" };
                format!("It took {}, {speed} {records} a second.\n", duration(run.seconds))
            }
        });
    }
    if let Some(lost) = &run.lost_answers {
        text.push_str(&lost_answers(lost));
        text.push_str(&copies(lost.copies, number));
    }
    if run.reduced_at.is_some() {
        text.push_str(&reduced(run));
    }
    let is_stopped = matches!(run.status, RunStatus::Interrupted | RunStatus::Cancelled);
    if is_stopped && run.pending == 0 && run.counts.unknown + run.terms.unknown > 0 {
        text.push_str(&format!(
            "\"longshore resume {number} --yes\" asks the shop what became of the rest.\n"
        ));
    } else if is_stopped {
        text.push_str(&format!(
            "{} changes are still to be made: \"longshore resume {number} --yes\" makes them.\n",
            grouped(run.pending)
        ));
    }
    text
}

/// What an import is of; only what was pasted into the window has no name.
fn called(file: &str) -> String {
    if file.is_empty() { "a pasted table".to_owned() } else { plain(file) }
}

/// That a run is too old to be undone.
fn reduced(run: &RunReport) -> String {
    let number = run.run.unwrap_or_default().to_string();
    say("run_reduced", [("run", number.as_str())]) + "\n"
}

fn without_changes(run: &RunReport) -> String {
    match run.reduced_at {
        Some(_) => reduced(run),
        None => format!("Run {} has no changes.", run.run.unwrap_or_default()),
    }
}

/// How records were found again whose answer was lost.
fn lost_answers(lost: &LostAnswers) -> String {
    let ways = [
        (lost.number, "by their numbers"),
        (lost.key, "by SKU or GTIN"),
        (lost.name, "by their names"),
        (lost.mark, "by the mark that was left in them"),
        (lost.content_and_time, "by what they say and when they were made"),
    ];
    if lost.found() + lost.sent_again == 0 {
        return String::new();
    }
    let ways = ways.into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> =
        ways.map(|(count, way)| format!("{} {way}", grouped(count))).collect();
    if let Some(first) = parts.first_mut() {
        first.insert_str(0, "found ");
    }
    if lost.sent_again > 0 {
        parts.push(format!("{} had not got there and went again", grouped(lost.sent_again)));
    }
    format!("Of records whose answer was lost: {}.\n", parts.join(", "))
}

/// What went in without a picture, and where it is told.
/// Pictures of this computer that go into the shop, or out of it again.
pub(super) fn uploads(uploads: &UploadCounts) -> String {
    let many = |count: u64| match count {
        1 => "1 picture".to_owned(),
        many => format!("{} pictures", grouped(many)),
    };
    let said = [
        (uploads.to_upload, "of this computer to be uploaded."),
        (uploads.uploaded, "of this computer uploaded."),
        (uploads.to_remove, "that the run uploaded to be taken out of the shop again."),
        (uploads.removed, "taken out of the shop again."),
        (uploads.stay, "left in the shop: something shows it still, or the shop refused."),
    ];
    let told = said.into_iter().filter(|(count, _)| *count > 0);
    told.map(|(count, what)| format!("{} {what}\n", many(count))).collect()
}

fn pictures(count: u64, run: u64) -> String {
    let what = match count {
        0 => return String::new(),
        1 => "The shop did not take 1 picture".to_owned(),
        many => format!("The shop did not take {} pictures", grouped(many)),
    };
    let what = format!(
        "{what}; the records are there without. \"longshore runs changes {run}\" says which and why. Once they are \
         mended, the same import brings them."
    );
    wrapped(&what, "", "")
}

/// What is there a second time, and how it goes.
fn copies(count: u64, run: u64) -> String {
    let what = match count {
        0 => return String::new(),
        1 => "1 record is in the shop a second time".to_owned(),
        many => format!("{} records are in the shop a second time", grouped(many)),
    };
    let why = "Something between this computer and the shop delivered a request twice, and \
               records without a SKU cannot be told apart there.";
    wrapped(
        &format!("{what}. {why} \"longshore undo {run} --copies\" removes what is too many."),
        "",
        "",
    )
}

/// Counts in words: numbers before everything else.
pub(super) fn counts(counts: &Counts, terms: &Counts, tense: Tense) -> String {
    let verb = |count| match (tense, count) {
        (Tense::Was, 1) => "was",
        (Tense::Was, _) => "were",
        (Tense::Would, _) => "would be",
    };
    let done = [
        (counts.create, "made"),
        (counts.update, "changed"),
        (counts.delete, "removed"),
        (counts.failed, "refused by the shop"),
        (counts.conflict, "left alone because somebody changed them"),
        (counts.skipped, "left out"),
    ];
    let mut parts: Vec<String> = Vec::new();
    for (count, done) in done.into_iter().filter(|(count, _)| *count > 0) {
        let noun = match (parts.is_empty(), count) {
            (true, 1) => " record",
            (true, _) => " records",
            (false, _) => "",
        };
        parts.push(format!("{}{noun} {} {done}", grouped(count), verb(count)));
    }
    let mut add = |count: u64, one: &str, many: &str| {
        if count > 0 {
            parts.push(format!("{} {}", grouped(count), if count == 1 { one } else { many }));
        }
    };
    add(
        counts.altered,
        "is kept by the shop otherwise than sent",
        "are kept by the shop otherwise than sent",
    );
    add(counts.unknown, "has an end that nobody knows", "have an end that nobody knows");
    add(counts.unchanged, "is as it should be", "are as they should be");
    let mut text = match parts.is_empty() {
        true => "Nothing to do.".to_owned(),
        false => format!("{}.", parts.join(", ")),
    };
    let with =
        [(terms.create, "made"), (terms.delete, "removed"), (terms.failed, "refused by the shop")];
    for (count, done) in with.into_iter().filter(|(count, _)| *count > 0) {
        let what = if count == 1 {
            "category, tag or attribute"
        } else {
            "categories, tags and attributes"
        };
        text.push_str(&format!(" With them {} {what} {} {done}.", grouped(count), verb(count)));
    }
    text
}

/// Why a row stayed out, in words.
pub(super) fn reason(issue: &Issue) -> String {
    say(&issue.code, issue.params.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

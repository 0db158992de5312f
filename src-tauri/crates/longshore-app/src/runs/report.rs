//! What is said of a run?

use jiff::Timestamp;
use longshore_journal::{
    Connection,
    counts::{Counts, RunCounts},
    lost_answers::LostAnswers,
    runs::{Run, RunKind, RunStatus},
    uploads::UploadCounts,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Options, going::RunNow, stopped};
use crate::{error::ApiError, sources::FetchedFrom, studio::Studio};

/// Names a run.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct RunNumber {
    /// Its number.
    pub run: u64,
}

/// What a run did, or would do.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RunReport {
    /// Its number; `None` for a plan that was only looked at.
    pub run: Option<u64>,
    /// Where it stands.
    pub status: RunStatus,
    /// `import` or `undo`.
    pub kind: &'static str,
    /// The name of the store.
    pub store: String,
    /// Why nothing of it can be taken back or gone on with: its store is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub store_gone: Option<StoreGone>,
    /// The file that was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
    /// The address of the web that it was fetched from; only of one run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub from: Option<FetchedFrom>,
    /// The profile that it used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The run that was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undoes: Option<u64>,
    /// The latest run that took it back, whole or in part, and was not taken back itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undone: Option<Undone>,
    /// What became of the records; for a run that has not begun, what would.
    pub counts: Counts,
    /// The same of what rows only refer to: categories, tags and the like.
    pub terms: Counts,
    /// How often pictures did not get to their record, which went in without them.
    #[ts(as = "Option<_>", optional)]
    pub pictures_refused: u64,
    /// Pictures of this computer that it brings or has brought, or takes out again; only of one run.
    #[serde(skip_serializing_if = "UploadCounts::is_nothing")]
    #[ts(as = "Option<_>", optional)]
    pub uploads: UploadCounts,
    /// Changes that are still to be sent.
    pub pending: u64,
    /// Records among them: neither categories and the like, nor what only completes a record.
    #[ts(as = "Option<_>", optional)]
    pub pending_records: u64,
    /// How records were found again whose answer was lost; where none was, or nobody asked, nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub lost_answers: Option<LostAnswers>,
    /// Of the plan of an undo: what was picked by SKU or number, and is not in the run that is taken back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub not_in_run: Vec<String>,
    /// Whether records that somebody changed between plan and run wait for a decision; only of one run.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<_>", optional)]
    pub asks: bool,
    /// The run whose records were left alone until somebody decided for the file; only of one run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decides: Option<u64>,
    /// The latest run that brought in some of what this one left alone; only of one run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub decided_by: Option<u64>,
    /// How it goes on in this program; nothing where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<RunNow>,
    /// Why it stopped before its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
    /// How long it took, pauses and interruptions not counted.
    pub seconds: f64,
    /// How many records it got through in a second.
    pub records_per_second: f64,
    /// When it began, or was planned.
    pub at: Timestamp,
    /// When it ended, for good or for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// When its records were taken out because they were too old: it can no longer be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reduced_at: Option<Timestamp>,
}

/// Why a run's store can no longer be worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StoreGone {
    /// It was set back: what is at its address now is another one.
    Over,
    /// The user took it away; once it is added again, its runs are its own again.
    Removed,
}

impl StoreGone {
    fn of(connection: &Connection) -> Option<Self> {
        match connection {
            Connection { is_over: true, .. } => Some(Self::Over),
            Connection { removed_at: Some(_), .. } => Some(Self::Removed),
            _ => None,
        }
    }
}

/// How far a run was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Undone {
    /// By which run.
    pub by: u64,
    /// How many of its records.
    pub records: u64,
}

impl RunReport {
    /// The same with what this program knows of it.
    pub(super) fn seen_here(mut self, studio: &Studio) -> Self {
        let Some(run) = self.run.map(longshore_journal::RunId) else { return self };
        self.now = studio.runs().find(run).map(|doing| doing.shown());
        self.error = studio.runs().failed(run).or(self.error);
        if self.now.is_some() {
            self.error = None;
            // It was let go only until the store answers again.
            if self.status == RunStatus::Interrupted {
                self.status = RunStatus::Running;
            }
        }
        self
    }

    fn new(run: &Run, store: String, counts: RunCounts) -> Self {
        let has_begun = run.started_at.is_some();
        let (shown, terms) = match has_begun {
            true => (counts.counts, counts.terms),
            false => (counts.planned, counts.planned_terms),
        };
        let (kind, file, undoes) = match &run.kind {
            RunKind::Import { source } => ("import", Some(source.name.clone()), None),
            RunKind::Undo { of } => ("undo", None, Some(of.0)),
        };
        let records_per_second =
            if run.seconds > 0.0 { shown.records as f64 / run.seconds } else { 0.0 };
        Self {
            run: Some(run.id.0),
            status: run.status,
            kind,
            store,
            store_gone: None,
            file,
            from: None,
            profile: run.profile_name.clone().filter(|name| !name.is_empty()),
            undoes,
            undone: None,
            counts: shown,
            terms,
            pictures_refused: counts.pictures_refused,
            uploads: UploadCounts::default(),
            pending: counts.pending,
            pending_records: counts.pending_records,
            lost_answers: None,
            not_in_run: Vec::new(),
            asks: false,
            decides: None,
            decided_by: None,
            now: None,
            error: None,
            seconds: run.seconds,
            records_per_second,
            at: run.started_at.unwrap_or(run.planned_at),
            ended_at: run.finished_at,
            reduced_at: run.reduced_at,
        }
    }
}

/// What a run did, or would do. One that ended without a word is called interrupted.
pub async fn show(studio: &Studio, request: RunNumber) -> Result<RunReport, ApiError> {
    let id = longshore_journal::RunId(request.run);
    let report = studio.ask(move |journal| {
        let lost = Some(journal.lost_answers(id)?).filter(|lost| *lost != LostAnswers::default());
        let options = journal.run_detail(id)?.options;
        let report = report(journal, &journal.run(id)?)?;
        let decided_by = match report.counts.conflict {
            0 => None,
            _ => super::decide::decided_by(journal, id)?,
        };
        let uploads = journal.upload_counts(id)?;
        Ok((options, RunReport { lost_answers: lost, decided_by, uploads, ..report }))
    });
    let (options, report) = report.await?;
    let Options { fetched_from: from, asks, decides, .. } = Options::from_map(options)?;
    Ok(RunReport { from, asks, decides, ..report.seen_here(studio) })
}

/// Which runs are listed.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct RunsList {
    /// How many at most.
    pub limit: usize,
}

/// Runs that something ended before they were done: to be gone on with, or to be taken back.
pub async fn interrupted(
    studio: &Studio,
    _: crate::stores::Nothing,
) -> Result<Vec<RunReport>, ApiError> {
    let here = studio.runs().all();
    studio
        .ask(move |journal| {
            let mut runs = journal.interrupted_runs()?;
            // What only waits for its store goes on by itself.
            runs.retain(|run| !here.contains(run));
            let mut reports = Vec::with_capacity(runs.len());
            for run in runs {
                let report = report(journal, &journal.run(run)?)?;
                // Of a store that is no more there is no way out.
                if report.store_gone != Some(StoreGone::Over) {
                    reports.push(report);
                }
            }
            Ok(reports)
        })
        .await
}

/// The latest runs, the newest first.
pub async fn list(studio: &Studio, request: RunsList) -> Result<Vec<RunReport>, ApiError> {
    super::discard_half_plans(studio).await?;
    studio
        .ask(move |journal| {
            journal.runs(None, request.limit)?.iter().map(|run| report(journal, run)).collect()
        })
        .await
}

fn report(
    journal: &longshore_journal::Journal,
    run: &Run,
) -> Result<RunReport, longshore_journal::JournalError> {
    report_of(journal, run, journal.run_counts(run.id)?)
}

pub(super) fn report_of(
    journal: &longshore_journal::Journal,
    run: &Run,
    counts: RunCounts,
) -> Result<RunReport, longshore_journal::JournalError> {
    let connection = journal.connection(run.connection)?;
    let store_gone = StoreGone::of(&connection);
    let mut report = RunReport::new(run, connection.details.name, counts);
    report.store_gone = store_gone;
    report.undone = undone(journal, run.id)?;
    let is_under_way = matches!(run.status, RunStatus::Running | RunStatus::Paused);
    if is_under_way && !journal.is_run_owned(run.id)? {
        report.status = RunStatus::Interrupted;
    }
    if matches!(report.status, RunStatus::Interrupted | RunStatus::Planned) {
        report.error = stopped::why(journal, run.id)?;
    }
    Ok(report)
}

/// How far a run was taken back, as far as that still holds.
fn undone(
    journal: &longshore_journal::Journal,
    run: longshore_journal::RunId,
) -> Result<Option<Undone>, longshore_journal::JournalError> {
    for undo in journal.undos_of(run)? {
        let Counts { create, update, delete, .. } = journal.counts(undo.id)?;
        let records = create + update + delete;
        if records > 0 && !journal.is_taken_back(undo.id)? {
            return Ok(Some(Undone { by: undo.id.0, records }));
        }
    }
    Ok(None)
}

//! How does a run begin, and how does it go on?

use std::sync::Arc;

use longshore_journal::{Journal, JournalError, RunId, runs::RunStatus};
use smol_str::{SmolStr, format_smolstr};

use super::{
    Options,
    carry_out::{carry_out, carry_out_nothing},
    going::Doing,
    report::{self, RunNumber, RunReport},
};
use crate::{
    error::ApiError,
    events::Event,
    progress::Watch,
    stores::{self, Opened},
    studio::Studio,
};

/// What stands before the number of a change in the mark of a record that has no natural key.
pub(crate) fn mark_of(run: RunId) -> SmolStr {
    format_smolstr!("longshore-{run}")
}

/// Carries a planned run out, to its end. Whatever became of it is in the report, also when it was stopped.
pub async fn start(
    studio: &Studio,
    request: RunNumber,
    watch: &Watch,
) -> Result<RunReport, ApiError> {
    let run = RunId(request.run);
    let status = studio.ask(move |journal| journal.run(run)).await?.status;
    if status != RunStatus::Planned {
        return Err(ApiError::new("run_not_planned").with("run", run).with("status", status));
    }
    go_waited_for(studio, run, watch).await
}

/// Goes on with a run that was interrupted or cancelled, or that was planned and never begun.
pub async fn resume(
    studio: &Studio,
    request: RunNumber,
    watch: &Watch,
) -> Result<RunReport, ApiError> {
    let run = RunId(request.run);
    let status = report::show(studio, request).await?.status;
    let may = !matches!(status, RunStatus::Running | RunStatus::Completed);
    if !may {
        return Err(ApiError::new("run_not_resumable").with("run", run).with("status", status));
    }
    go_waited_for(studio, run, watch).await
}

/// Carries a run out for somebody who waits for it and wants to be told what is wrong.
async fn go_waited_for(studio: &Studio, run: RunId, watch: &Watch) -> Result<RunReport, ApiError> {
    let doing = Arc::new(Doing::new(watch.cancel().clone()));
    let going = studio.runs().begin(run, Arc::clone(&doing));
    let _going = going.ok_or_else(|| ApiError::new("run_owned").with("run", run))?;
    go(studio, run, &doing, watch).await
}

/// Takes a plan that nobody carries out away.
pub async fn discard(studio: &Studio, request: RunNumber) -> Result<(), ApiError> {
    take_away(studio, RunId(request.run), Journal::discard_plan).await
}

/// Takes a plan away whose number nobody acts on, such as that of a dry run: the next run may have it.
///
/// # Errors
/// As [`discard`].
pub async fn discard_unseen(studio: &Studio, request: RunNumber) -> Result<(), ApiError> {
    take_away(studio, RunId(request.run), Journal::discard_unseen_plan).await
}

async fn take_away(
    studio: &Studio,
    run: RunId,
    how: fn(&Journal, RunId) -> Result<(), JournalError>,
) -> Result<(), ApiError> {
    let detail = studio.ask(move |journal| journal.run_detail(run)).await?;
    studio.ask(move |journal| how(journal, run)).await?;
    remove_rows(studio, Options::from_map(detail.options)?).await
}

/// Takes away what was left half planned by a process that is gone. Nothing of it was sent.
pub(crate) async fn discard_half_plans(studio: &Studio) -> Result<(), ApiError> {
    for run in studio.ask(Journal::stale_plans).await? {
        match discard_unseen(studio, RunNumber { run: run.0 }).await {
            // Somebody else did it at the same time.
            Err(error) if error.code == "run_not_found" => {}
            other => other?,
        }
    }
    Ok(())
}

pub(super) async fn go(
    studio: &Studio,
    run: RunId,
    doing: &Arc<Doing>,
    watch: &Watch,
) -> Result<RunReport, ApiError> {
    let planned = studio.ask(move |journal| journal.run(run)).await?;
    let pending = studio.ask(move |journal| journal.run_counts(run)).await?.pending;
    let takes_out = studio.ask(move |journal| journal.upload_counts(run)).await?.to_remove > 0;
    let ended = if planned.started_at.is_none() && pending == 0 && !takes_out {
        carry_out_nothing(studio, run, doing, watch).await
    } else {
        let opened = watch.unless_cancelled(open(studio, run, doing, watch)).await??;
        if let Some(refused) = opened.write_refused {
            return Err(refused);
        }
        if planned.status == RunStatus::Planned {
            super::choose::prune(studio, run).await?;
        }
        carry_out(studio, &opened, run, doing, watch).await
    };
    let report = report::show(studio, RunNumber { run: run.0 }).await?;
    match ended {
        Ok(RunStatus::Completed) => {
            super::rejects::collect(studio, run).await?;
            Ok(report)
        }
        // What was stopped is told by its status; what broke by its error.
        Ok(_) => Ok(report),
        Err(error) => Err(error.with("run", run)),
    }
}

async fn open(
    studio: &Studio,
    run: RunId,
    doing: &Arc<Doing>,
    watch: &Watch,
) -> Result<Opened, ApiError> {
    let connection =
        studio.ask(move |journal| journal.connection(journal.run(run)?.connection)).await?;
    let (doing, events) = (Arc::clone(doing), studio.events().clone());
    let waits = watch.waits_also_told(move |wait| {
        if doing.waits(wait.map(|wait| (wait.error.into(), wait.left))) {
            events.tell(Event::RunChanged { run: run.0 });
        }
    });
    stores::open_connection(studio, connection, waits).await
}

/// The rows of a source, and what somebody wrote into them, are needed until its run has ended.
pub(crate) async fn remove_rows(studio: &Studio, options: Options) -> Result<(), ApiError> {
    if let Some(edits) = options.edits {
        match studio.ask(move |journal| journal.remove_draft(edits)).await {
            Err(error) if error.code == "draft_not_found" => {}
            other => other?,
        }
    }
    let Some(path) = options.spool else { return Ok(()) };
    let removed = tokio::task::spawn_blocking(move || {
        if let Ok(spool) = longshore_formats::Spool::open(&path) {
            spool.discard();
        }
    });
    Ok(removed.await?)
}

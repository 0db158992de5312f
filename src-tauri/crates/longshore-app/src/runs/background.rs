//! How does a run go on while nobody waits for it?

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use longshore_journal::{RunId, runs::RunStatus};
use tokio_util::sync::CancellationToken;

use super::{
    going::{Doing, Going},
    report::{self, RunNumber, RunReport},
    start, stopped,
};
use crate::{
    ApiError, Studio,
    events::Event,
    progress::Watch,
    stores::{self, Nothing},
};

/// The first wait for a store that is away; doubles each time.
const FIRST_WAIT: Duration = Duration::from_secs(2);
/// The longest.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Begins to carry a run out, or goes on with one that was stopped or interrupted, and answers at once. What becomes
/// of it is told by events and by [`super::show`]. A store that is away is waited for.
pub async fn begin(studio: &Studio, request: RunNumber) -> Result<RunReport, ApiError> {
    let run = RunId(request.run);
    let found = studio.ask(move |journal| journal.run(run)).await?;
    let is_owned = studio.ask(move |journal| journal.is_run_owned(run)).await?;
    if found.status == RunStatus::Completed {
        let error = ApiError::new("run_not_resumable").with("run", run);
        return Err(error.with("status", found.status));
    }
    if found.is_being_planned {
        return Err(ApiError::new("run_plan_unfinished").with("run", run));
    }
    let doing = Arc::new(Doing::new(CancellationToken::new()));
    // Somebody may have begun it an instant ago, here or elsewhere.
    let going = (!is_owned).then(|| studio.runs().begin(run, Arc::clone(&doing))).flatten();
    let going = going.ok_or_else(|| ApiError::new("run_owned").with("run", run))?;
    let inner = studio.clone();
    tokio::spawn(async move { carry_out(&inner, run, &doing, going).await });
    report::show(studio, request).await
}

async fn carry_out(studio: &Studio, run: RunId, doing: &Arc<Doing>, going: Going) {
    let watch = Watch::new(|_| {}, doing.cancel().clone());
    let ended = patiently(studio, run, doing, &watch).await;
    if let Err(error) = ended
        && error.code != "cancelled"
    {
        tracing::warn!(%error, run = run.0, "a run stopped");
        studio.runs().fail(run, error.clone());
        let noted = studio.ask(move |journal| stopped::note(journal, run, &error)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, run = run.0, "why it stopped is not noted");
        }
    }
    // Whoever hears of the end finds it ended.
    drop(going);
    studio.events().tell(Event::RunChanged { run: run.0 });
    studio.events().tell(Event::RunEnded { run: run.0 });
}

/// Opens the store and sends, as often as it takes: a store that is away is asked again and again.
async fn patiently(
    studio: &Studio,
    run: RunId,
    doing: &Arc<Doing>,
    watch: &Watch,
) -> Result<(), ApiError> {
    let mut wait = FIRST_WAIT;
    loop {
        match start::go(studio, run, doing, watch).await {
            Err(error) if error.is_passing => {
                let done = doing.shown().done;
                let asked = error.asks_to_wait.unwrap_or_default();
                is_away(studio, run, doing, error, asked.max(wait)).await?;
                // Where something was done meanwhile it was there for a while.
                wait = if done > 0 { FIRST_WAIT } else { (wait * 2).min(LONGEST_WAIT) };
            }
            other => return other.map(|_| ()),
        }
    }
}

/// Says that the store does not answer, and waits.
pub(super) async fn is_away(
    studio: &Studio,
    run: RunId,
    doing: &Doing,
    error: ApiError,
    wait: Duration,
) -> Result<(), ApiError> {
    if doing.waits(Some((error, wait))) {
        studio.events().tell(Event::RunChanged { run: run.0 });
    }
    studio.events().tell(Event::RunProgressed { run: run.0 });
    let mut news = studio.events().listen();
    let goes_on = tokio::select! {
        goes_on = doing.wait(wait) => goes_on,
        () = stores::may_be_back(&mut news) => true,
    };
    if !goes_on {
        // What waited to be gone on with is stopped for good.
        stop_waiting(studio, run).await?;
        return Err(ApiError::cancelled());
    }
    if doing.is_pausing() && !doing.may_go_on().await {
        stop_waiting(studio, run).await?;
        return Err(ApiError::cancelled());
    }
    Ok(())
}

async fn stop_waiting(studio: &Studio, run: RunId) -> Result<(), ApiError> {
    studio
        .ask(move |journal| match journal.run(run)?.status {
            RunStatus::Interrupted | RunStatus::Paused => {
                journal.set_run_status(run, RunStatus::Cancelled, Timestamp::now())
            }
            _ => Ok(()),
        })
        .await
}

fn here(studio: &Studio, run: RunId) -> Result<Arc<Doing>, ApiError> {
    studio.runs().find(run).ok_or_else(|| ApiError::new("run_not_going_on").with("run", run))
}

/// Lets a run pause as soon as what is under way has come to its end.
pub async fn pause(studio: &Studio, request: RunNumber) -> Result<RunReport, ApiError> {
    here(studio, RunId(request.run))?.pause(true);
    studio.events().tell(Event::RunChanged { run: request.run });
    report::show(studio, request).await
}

/// Lets a run go on that pauses; one that was stopped or interrupted begins again where it was.
pub async fn go_on(studio: &Studio, request: RunNumber) -> Result<RunReport, ApiError> {
    let Some(doing) = studio.runs().find(RunId(request.run)) else {
        return begin(studio, request).await;
    };
    doing.pause(false);
    studio.events().tell(Event::RunChanged { run: request.run });
    report::show(studio, request).await
}

/// Stops a run as soon as what is under way has come to its end. It can be gone on with later, or taken back.
pub async fn stop(studio: &Studio, request: RunNumber) -> Result<RunReport, ApiError> {
    let run = RunId(request.run);
    if !studio.stop(run) {
        // Nobody carries it out: it is only noted that nobody will.
        let status = report::show(studio, request).await?.status;
        if status != RunStatus::Interrupted {
            return Err(ApiError::new("run_not_going_on").with("run", run));
        }
        studio
            .ask(move |journal| {
                if journal.run(run)?.status == RunStatus::Running {
                    journal.set_run_status(run, RunStatus::Interrupted, Timestamp::now())?;
                }
                journal.set_run_status(run, RunStatus::Cancelled, Timestamp::now())
            })
            .await?;
    }
    studio.events().tell(Event::RunChanged { run: request.run });
    report::show(studio, request).await
}

/// Stops all runs, and waits a little until what is under way has come to its end.
pub(crate) async fn sleep(studio: &Studio) {
    /// Nobody waits longer for a program to end; a run that still goes on then is interrupted.
    const PATIENCE: Duration = Duration::from_secs(10);
    let _ = tokio::time::timeout(PATIENCE, studio.stop_all()).await;
}

/// The runs that go on in this program right now, also those that pause or wait.
pub async fn going(studio: &Studio, _: Nothing) -> Result<Vec<RunReport>, ApiError> {
    let mut all = Vec::new();
    for run in studio.runs().all() {
        match report::show(studio, RunNumber { run: run.0 }).await {
            Err(error) if error.code == "run_not_found" => {}
            shown => all.push(shown?),
        }
    }
    Ok(all)
}

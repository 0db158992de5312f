//! What becomes of records that were left alone because somebody changed them between plan and run?
//!
//! They are shown with what the file wants and what the shop has. Whoever decides for the file gets a plan of its own,
//! made of what was found then: what is changed once more meanwhile is left alone once more.

use std::collections::HashSet;

use jiff::Timestamp;
use longshore_engine::{
    change::{Change, Difference, Outcome},
    plan::ChangeSink,
};
use longshore_journal::{
    Journal, RunId,
    plan::Planned,
    runs::{NewRun, RunKind, RunStatus},
    state::State,
};
use serde::Deserialize;
use ts_rs::TS;

use super::{Options, report};
use crate::{
    ApiError, Studio,
    events::Event,
    imports::JournalSink,
    runs::{RunNumber, RunReport},
};

/// Changes that are looked at together.
const TOGETHER: usize = 1_000;

/// Records of an import that were left alone, and for which the file counts after all.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct RunDecide {
    /// The run that left them alone.
    pub run: u64,
    /// Only these changes of it.
    #[ts(as = "Option<_>", optional)]
    pub changes: Vec<u64>,
    /// Only records that are called so: by their SKU, else by their name.
    #[ts(as = "Option<_>", optional)]
    pub records: Vec<String>,
}

/// Plans to bring in what was left alone because somebody changed it. Nothing is sent.
pub async fn decide(studio: &Studio, request: RunDecide) -> Result<RunReport, ApiError> {
    let of = RunId(request.run);
    let (run, detail) =
        studio.ask(move |journal| Ok((journal.run(of)?, journal.run_detail(of)?))).await?;
    let RunKind::Import { source } = run.kind.clone() else {
        return Err(ApiError::new("nothing_to_decide").with("run", of));
    };
    if studio.ask(move |journal| journal.is_run_owned(of)).await? {
        return Err(ApiError::new("run_owned").with("run", of));
    }
    if run.status == RunStatus::Planned {
        return Err(ApiError::new("nothing_to_decide").with("run", of));
    }
    let left = studio.ask(move |journal| left_alone(journal, of, &request)).await?;
    if left.is_empty() {
        return Err(ApiError::new("nothing_to_decide").with("run", of));
    }
    let newest = studio.ask(Journal::newest_intent).await?;
    let before = Options::from_map(detail.options)?;
    let options = Options {
        source_scope: before.source_scope,
        no_marks: before.no_marks,
        delimiter: before.delimiter,
        asks: before.asks,
        decides: Some(of.0),
        newest_intent: Some(newest.map_or(0, |intent| intent.0)),
        ..Options::default()
    };
    let new = NewRun {
        connection: run.connection,
        kind: RunKind::Import { source },
        mode: run.mode,
        reading: detail.reading,
        profile: None,
        options: options.into_map()?,
        is_reversed: run.is_reversed,
        at: Timestamp::now(),
    };
    let decided = studio
        .ask(move |journal| {
            let planning = journal.begin_planning(&new)?;
            let run = planning.run();
            let mut sink = JournalSink::new(journal, run)?;
            for planned in left {
                sink.source_key = planned.source_key;
                sink.name = planned.name;
                let id = sink.next();
                // What cannot be kept here is told when the sink is emptied.
                let _ = sink.push(Change { id, completes: None, ..planned.change });
            }
            sink.flush()?;
            journal.finish_planning(planning)?;
            Ok(run)
        })
        .await?;
    studio.events().tell(Event::RunChanged { run: decided.0 });
    report::show(studio, RunNumber { run: decided.0 }).await
}

/// The latest run that brought in what another left alone. So many runs after it are looked through.
pub(super) fn decided_by(
    journal: &Journal,
    of: RunId,
) -> Result<Option<u64>, longshore_journal::JournalError> {
    const LOOKED_AT: usize = 50;
    for run in journal.runs(None, LOOKED_AT)? {
        if run.id <= of {
            break;
        }
        let options = journal.run_detail(run.id)?.options;
        let decides = options.get("decides").and_then(serde_json::Value::as_u64);
        if decides == Some(of.0) && run.status != RunStatus::Planned {
            return Ok(Some(run.id.0));
        }
    }
    Ok(None)
}

/// What a run left alone, as it is to be sent after all: what was found is what is there now.
fn left_alone(
    journal: &Journal,
    run: RunId,
    wanted: &RunDecide,
) -> Result<Vec<Planned>, longshore_journal::JournalError> {
    let changes: HashSet<u64> = wanted.changes.iter().copied().collect();
    let records: HashSet<&str> = wanted.records.iter().map(String::as_str).collect();
    let is_wanted = |change: &Change| {
        (changes.is_empty() || changes.contains(&change.id.0))
            && (records.is_empty() || records.contains(change.label.as_str()))
    };
    let (mut left, mut after) = (Vec::new(), None);
    loop {
        let page = journal.changes_of(run, &[State::Conflict], after, TOGETHER)?;
        let Some(last) = page.last() else { return Ok(left) };
        after = Some(last.planned.change.id);
        for entry in page {
            let Some(Outcome::Conflict(differences)) = entry.outcome else { continue };
            let mut planned = entry.planned;
            if is_wanted(&planned.change) {
                find(&mut planned.change, differences);
                left.push(planned);
            }
        }
    }
}

/// Puts what was found in the place of what the plan saw.
fn find(change: &mut Change, differences: Vec<Difference>) {
    for Difference { field, found, .. } in differences {
        change.before.set(field, found);
    }
}

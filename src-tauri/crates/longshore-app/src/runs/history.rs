//! Which runs does somebody look for?

use jiff::Timestamp;
use longshore_engine::change::Action;
use longshore_journal::{
    runs::{RunId, RunStatus},
    search::RunFilter,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::report::{RunReport, report_of};
use crate::{ApiError, Studio};

/// More than these are asked for one page after the other.
const MOST: usize = 500;

/// Which runs are wanted; whatever is empty is no condition.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
#[ts(optional_fields = nullable)]
pub struct RunsPageWanted {
    /// How many are passed over.
    #[ts(as = "Option<_>", optional)]
    pub from: u64,
    /// How many at most.
    #[ts(as = "Option<_>", optional)]
    pub count: usize,
    /// Names of source, store or profile that hold all of these words, in any letter case.
    #[ts(as = "Option<_>", optional)]
    pub text: String,
    /// The name of the store.
    pub store: Option<String>,
    /// Standing at one of these.
    #[ts(as = "Option<_>", optional)]
    pub statuses: Vec<RunStatus>,
    /// Doing this to something.
    pub action: Option<Action>,
    /// Only imports, or only undos: `import`, `undo`.
    pub kind: Option<String>,
    /// Taking this run back.
    pub undoes: Option<u64>,
    /// Of what they did something is left: it was not taken back.
    #[ts(as = "Option<_>", optional)]
    pub standing: bool,
    /// Planned at this moment or later.
    pub since: Option<Timestamp>,
    /// Planned before this moment.
    pub until: Option<Timestamp>,
}

/// Some runs, the latest first.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct RunsPage {
    /// The runs.
    pub runs: Vec<RunReport>,
    /// How many there are in all.
    pub total: u64,
}

/// Runs, the latest first.
pub async fn history(studio: &Studio, request: RunsPageWanted) -> Result<RunsPage, ApiError> {
    super::discard_half_plans(studio).await?;
    let is_undo = match request.kind.as_deref() {
        None | Some("") => None,
        Some("import") => Some(false),
        Some("undo") => Some(true),
        Some(other) => return Err(ApiError::new("run_kind_unknown").with("kind", other)),
    };
    let page = studio
        .ask(move |journal| {
            let connection = match &request.store {
                Some(store) => Some(journal.connection_named(store)?.id),
                None => None,
            };
            let filter = RunFilter {
                connection,
                statuses: request.statuses,
                action: request.action,
                is_undo,
                undoing: request.undoes.map(RunId),
                standing: request.standing,
                text: request.text,
                from: request.since,
                until: request.until,
                ..RunFilter::default()
            };
            let page = journal.search_runs(&filter, request.from, request.count.min(MOST))?;
            let runs = page.runs.iter().map(|(run, counts)| report_of(journal, run, *counts));
            Ok(RunsPage { runs: runs.collect::<Result<_, _>>()?, total: page.total })
        })
        .await?;
    let runs = page.runs.into_iter().map(|run| run.seen_here(studio));
    Ok(RunsPage { runs: runs.collect(), total: page.total })
}

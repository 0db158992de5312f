//! Which ways back were planned, looked at, and never gone?
//!
//! Nothing of a plan that nobody began is of use later: the shop goes on meanwhile, and the next look plans anew. Whoever
//! looks at one takes it away on leaving; a window that is closed, or killed, does not.

use std::time::Duration;

use jiff::Timestamp;
use longshore_journal::{RunId, runs::RunStatus, search::RunFilter};

use crate::{
    ApiError, Studio,
    runs::{self, RunNumber},
};

/// Somebody may be looking at a younger one, in another program.
const OLD: Duration = Duration::from_secs(60 * 60);
/// So many are looked for at a time.
const TOGETHER: usize = 500;

/// Takes away what was planned an hour ago and never begun.
pub(crate) async fn discard(studio: &Studio) -> Result<(), ApiError> {
    discard_before(studio, Timestamp::now() - OLD).await
}

async fn discard_before(studio: &Studio, until: Timestamp) -> Result<(), ApiError> {
    let old = RunFilter {
        statuses: vec![RunStatus::Planned],
        is_undo: Some(true),
        until: Some(until),
        ..RunFilter::default()
    };
    let found = studio.ask(move |journal| journal.search_runs(&old, 0, TOGETHER)).await?;
    let over = found.runs.iter().filter(|(run, _)| !run.is_being_planned);
    for RunId(run) in over.map(|(run, _)| run.id) {
        match runs::discard(studio, RunNumber { run }).await {
            // Somebody began it, or took it away, at the same time.
            Err(error) if ["run_not_found", "run_not_planned"].contains(&error.code.as_str()) => {}
            other => other?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use longshore_engine::profile::Mode;
    use longshore_journal::{
        NewConnection, SecretPlace,
        runs::{NewRun, RunKind, RunSource},
    };

    use super::*;
    use crate::Home;

    #[tokio::test]
    async fn only_undos_that_nobody_began_for_long_are_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let studio = Studio::open(Home::at(folder.path().to_path_buf()).unwrap()).await.unwrap();
        let journal = studio.journal().clone();
        let store = NewConnection {
            name: "Shop".to_owned(),
            url: "http://127.0.0.1:1".to_owned(),
            consumer_key: "ck_1".to_owned(),
            secret_kept_in: SecretPlace::File,
            ca_file: None,
            facts: None,
            settings: Default::default(),
            added_at: Timestamp::now(),
        };
        let connection = journal.add_connection(&store).unwrap();
        let plan = |kind: RunKind, at: Timestamp| {
            let new = NewRun {
                connection,
                kind,
                mode: Mode::CreateUpdate,
                reading: Default::default(),
                profile: None,
                options: Default::default(),
                is_reversed: false,
                at,
            };
            let planning = journal.begin_planning(&new).unwrap();
            let run = planning.run();
            journal.finish_planning(planning).unwrap();
            run
        };
        let now = Timestamp::now();
        let long_ago = now - Duration::from_secs(2 * 60 * 60);
        let import = plan(RunKind::Import { source: RunSource::default() }, long_ago);
        let old = plan(RunKind::Undo { of: import }, long_ago);
        let young = plan(RunKind::Undo { of: import }, now);
        discard(&studio).await.unwrap();
        let is_there = |run: RunId| journal.run(run).is_ok();
        assert_eq!([import, old, young].map(is_there), [true, false, true]);
    }
}

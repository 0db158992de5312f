//! Is a plan still about the store as it is?
//!
//! An import says what is new from what the store had when it was planned. Where another run sent something to the
//! store since, the same products could be made twice: the file has to be compared again. What others change by hand
//! meanwhile is found when each record is read again; an undo reads all of its records again in any case.

use longshore_journal::{
    RunId,
    intents::IntentId,
    runs::{RunDetail, RunKind},
};

use super::Options;
use crate::{error::ApiError, studio::Studio};

/// The code of a plan that was overtaken.
pub(crate) const OVERTAKEN: &str = "plan_overtaken";

/// Refuses to go on with an import that another run has overtaken.
pub(super) async fn check(studio: &Studio, run: RunId) -> Result<(), ApiError> {
    let (noted, RunDetail { options, .. }) =
        studio.ask(move |journal| Ok((journal.run(run)?, journal.run_detail(run)?))).await?;
    let Some(since) = Options::from_map(options)?.newest_intent else { return Ok(()) };
    if !matches!(noted.kind, RunKind::Import { .. }) {
        return Ok(());
    }
    let since = Some(IntentId(since));
    match studio.ask(move |journal| journal.overtaken_by(run, since)).await? {
        Some(by) => Err(ApiError::new(OVERTAKEN).with("run", run).with("by", by)),
        None => Ok(()),
    }
}

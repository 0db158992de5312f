//! What does a run need to know when it is resumed, beyond its plan?

use std::path::PathBuf;

use longshore_journal::drafts::DraftId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{error::ApiError, sources::FetchedFrom};

/// What the app notes with a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Options {
    /// Within what the source's own keys are unique.
    pub(crate) source_scope: String,
    /// Where the source's rows lie, until the run has ended.
    pub(crate) spool: Option<PathBuf>,
    /// The journal's draft that has what somebody wrote into the rows.
    pub(crate) edits: Option<DraftId>,
    /// The watched folder from which the source came.
    pub(crate) watched: Option<PathBuf>,
    /// The address of the web from which the source came.
    pub(crate) fetched_from: Option<FetchedFrom>,
    /// The folder in which pictures may be looked for, where somebody named one.
    pub(crate) pictures_from: Option<PathBuf>,
    /// New records without a natural key get no mark.
    pub(crate) no_marks: bool,
    /// What somebody changed between plan and run is overwritten.
    pub(crate) overwrites: bool,
    /// What somebody changed between plan and run waits for a decision.
    pub(crate) asks: bool,
    /// The run that left alone what this one brings in.
    pub(crate) decides: Option<u64>,
    /// The newest intent when the plan was begun, 0 where there was none or a run was under way. Who sent more to the
    /// store since has overtaken the plan.
    pub(crate) newest_intent: Option<u64>,
    /// What stood between two cells of the source; a workbook has none.
    pub(crate) delimiter: Option<char>,
}

impl Options {
    pub(crate) fn into_map(self) -> Result<Map<String, Value>, ApiError> {
        match serde_json::to_value(self).map_err(ApiError::internal)? {
            Value::Object(map) => Ok(map),
            other => Err(ApiError::internal(other)),
        }
    }

    pub(crate) fn from_map(map: Map<String, Value>) -> Result<Self, ApiError> {
        serde_json::from_value(Value::Object(map)).map_err(ApiError::internal)
    }
}

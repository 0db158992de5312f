//! What becomes of what the shop has and the file does not name?

use std::ops::ControlFlow;

use longshore_engine::{
    entity::Entity,
    plan::{OnMissing, Planner, codes},
};
use longshore_journal::mirror::{Mirror, MirrorKnown};
use serde::Serialize;
use ts_rs::TS;

use super::JournalSink;
use crate::{error::ApiError, issues::Found, progress::Watch};

/// So many are listed by name.
const LISTED: usize = 1_000;

/// Records of the shop that the file does not name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Missing {
    /// What becomes of them.
    pub what: OnMissing,
    /// How many.
    pub count: u64,
    /// How many of them are changed for it.
    pub changed: u64,
    /// What the first of them are called.
    pub labels: Vec<String>,
}

/// Looks through all of the mirror, which has to be complete.
pub(super) fn look_through(
    mirror: &Mirror,
    what: OnMissing,
    planner: &mut Planner,
    known: &MirrorKnown,
    sink: &mut JournalSink<'_>,
    found: &mut Found,
    watch: &Watch,
) -> Result<Missing, ApiError> {
    let mut missing = Missing { what, count: 0, changed: 0, labels: Vec::new() };
    let mut failed = None;
    sink.source_key = None;
    for entity in [Entity::Product, Entity::Variation] {
        let mut seen = 0;
        mirror.each(entity, |record| {
            seen += 1;
            if seen % 1_000 == 0 && watch.is_cancelled() {
                failed = Some(ApiError::cancelled());
                return ControlFlow::Break(());
            }
            match planner.missing(&record, what, known, sink) {
                Ok(None) => {}
                Ok(Some(absence)) if absence.is_part => {}
                Ok(Some(absence)) => {
                    missing.count += 1;
                    missing.changed += u64::from(absence.changes);
                    found.add(&[codes::NOT_IN_FILE.issue(None, None, &[&absence.label], None)]);
                    if missing.labels.len() < LISTED {
                        missing.labels.push(absence.label);
                    }
                }
                Err(error) => {
                    failed = Some(ApiError::internal(error));
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
    }
    Ok(missing)
}

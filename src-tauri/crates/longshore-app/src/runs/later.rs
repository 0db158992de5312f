//! Which later run of ours made of a field what an undo finds there?

use longshore_engine::{
    change::Change,
    value::{ChangeId, Reference, StoreId, Value},
};
use longshore_journal::{
    ConnectionId, Journal, JournalError, changes::Entry, effects::Effect, runs::RunKind,
};
use serde::Serialize;
use ts_rs::TS;

/// So many changes of a record are looked through, the latest first.
const LOOKED_AT: usize = 20;

/// A run that changed a field after the run that an undo takes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LaterRun {
    /// The run.
    pub run: u64,
    /// The file that it brought in; `None` where it took another run back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub file: Option<String>,
}

/// A field as an undo found it, and the place for the run that made it so.
pub(super) struct Found<'a> {
    pub(super) field: &'a str,
    pub(super) value: &'a Value,
    pub(super) by: &'a mut Option<LaterRun>,
}

/// Says of each field which later run made it what it is. Where the last one to change it made something else of it,
/// somebody in the shop edited it since.
pub(super) fn find(
    journal: &Journal,
    connection: ConnectionId,
    entry: &Entry,
    undone: &Effect,
    mut found: Vec<Found<'_>>,
) -> Result<(), JournalError> {
    let between = (undone.entry.planned.change.id, entry.planned.change.id);
    for change in later(journal, connection, entry, undone, between)? {
        if found.is_empty() {
            break;
        }
        let Some(effect) = journal.effect(change)? else { continue };
        if effect.entry.run == undone.entry.run {
            continue;
        }
        let Some(kept) = &effect.kept else { continue };
        let is_touched = |found: &Found<'_>| effect.touched.iter().any(|one| one == found.field);
        let mut by = None;
        for found in found.iter_mut().filter(|found| is_touched(found)) {
            if kept.fields.get(found.field).unwrap_or(&Value::Empty) == found.value {
                if by.is_none() {
                    by = Some(named(journal, &effect)?);
                }
                found.by.clone_from(&by);
            }
        }
        found.retain(|found| !is_touched(found));
    }
    Ok(())
}

/// The changes of the record since, under the numbers that it had and has.
fn later(
    journal: &Journal,
    connection: ConnectionId,
    entry: &Entry,
    undone: &Effect,
    between: (ChangeId, ChangeId),
) -> Result<Vec<ChangeId>, JournalError> {
    let entity = entry.planned.change.entity;
    let mut changes = Vec::new();
    for id in numbers(&entry.planned.change, undone) {
        changes.extend(journal.changes_between(connection, (entity, id), between, LOOKED_AT)?);
    }
    changes.sort_unstable_by_key(|change| std::cmp::Reverse(*change));
    Ok(changes)
}

fn numbers(change: &Change, undone: &Effect) -> Vec<StoreId> {
    let mut numbers: Vec<StoreId> = undone.entry.store_id.into_iter().collect();
    if let Some(Reference::Stored(now)) = change.record
        && !numbers.contains(&now)
    {
        numbers.push(now);
    }
    numbers
}

fn named(journal: &Journal, effect: &Effect) -> Result<LaterRun, JournalError> {
    let run = effect.entry.run;
    let file = match journal.run(run)?.kind {
        RunKind::Import { source } => Some(source.name),
        RunKind::Undo { .. } => None,
    };
    Ok(LaterRun { run: run.0, file })
}

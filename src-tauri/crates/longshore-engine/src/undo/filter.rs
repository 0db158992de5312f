//! Which records and fields of a run are undone, and what if somebody edited them?

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use ts_rs::TS;

use crate::{
    change::Change,
    matching::folded,
    record::{FieldName, StoreRecord},
    value::{ChangeId, StoreId},
};

use super::Done;

/// How a run is undone. The default takes all of it back, and leaves alone what somebody edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoSettings {
    /// What is taken back.
    pub filter: UndoFilter,
    /// What happens to records that somebody edited since.
    pub conflicts: OnConflict,
    /// Changes whose records are put back all the same, whatever happens to the others.
    pub restored: HashSet<ChangeId>,
    /// What stands before the change's number in the mark of records that are made again without a natural key;
    /// `None` where no marks are wanted.
    pub mark: Option<SmolStr>,
}

impl UndoSettings {
    /// Whether the record of a change is put back although somebody edited it.
    pub(super) fn restores(&self, change: &Change) -> bool {
        let is_picked = |id: &ChangeId| self.restored.contains(id);
        self.conflicts == OnConflict::Restore
            || is_picked(&change.id)
            || change.completes.as_ref().is_some_and(is_picked)
    }
}

/// What happens to a record that somebody edited since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnConflict {
    /// It is left as it is, and shown.
    #[default]
    Skip,
    /// It is put back all the same.
    Restore,
}

/// A part of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoFilter {
    /// These records only; `None` for all.
    pub records: Option<RecordSet>,
    /// These fields only, so that nothing is made or removed; `None` for all.
    pub fields: Option<BTreeSet<FieldName>>,
}

/// Records that somebody picked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordSet {
    ids: HashSet<StoreId>,
    skus: HashSet<String>,
    changes: HashSet<ChangeId>,
}

impl RecordSet {
    /// Adds a product or a variation by its number in the store, now or when the run was made. Stores number
    /// categories and the like for themselves: one of them may well have the same.
    pub fn add_id(&mut self, id: StoreId) {
        self.ids.insert(id);
    }

    /// Adds a record by its SKU, before the run, after it or now.
    pub fn add_sku(&mut self, sku: &str) {
        self.skus.insert(folded(sku).into_owned());
    }

    /// Takes a record out that is there, by its number and its SKU: what is left was not found.
    pub fn take_out(&mut self, record: &StoreRecord) {
        if record.entity.is_taxonomy() {
            return;
        }
        self.ids.remove(&record.id);
        if let Some(sku) = record.fields.text("sku") {
            self.skus.remove(folded(sku).as_ref());
        }
    }

    /// Whether that number is among them.
    #[must_use]
    pub fn has_id(&self, id: StoreId) -> bool {
        self.ids.contains(&id)
    }

    /// Whether that SKU is among them.
    #[must_use]
    pub fn has_sku(&self, sku: &str) -> bool {
        self.skus.contains(folded(sku).as_ref())
    }

    /// Adds the record of a change.
    pub fn add_change(&mut self, change: ChangeId) {
        self.changes.insert(change);
    }
}

impl UndoFilter {
    pub(super) fn has_record(&self, done: &Done<'_>, current: Option<&StoreRecord>) -> bool {
        let Some(records) = &self.records else { return true };
        let completes = done.change.completes;
        if records.changes.contains(&done.change.id)
            || completes.is_some_and(|main| records.changes.contains(&main))
        {
            return true;
        }
        [done.before, done.kept, current].into_iter().flatten().any(|record| {
            !record.entity.is_taxonomy() && records.ids.contains(&record.id)
                || record.fields.text("sku").is_some_and(|sku| {
                    !sku.trim().is_empty() && records.skus.contains(folded(sku).as_ref())
                })
        })
    }

    pub(super) fn has_field(&self, field: &str) -> bool {
        self.fields.as_ref().is_none_or(|fields| fields.contains(field))
    }
}

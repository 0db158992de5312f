//! Where planned changes go: into the journal, in large transactions.

use std::collections::HashMap;

use longshore_engine::{
    change::Change,
    known::Known,
    plan::{ChangeSink, SinkError},
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    Journal, JournalError, RunId,
    plan::{ChangeIds, Planned},
};

use super::{accidents::Accidents, guard::Touched};
use crate::runs::names;

/// Changes of one transaction.
const TOGETHER: usize = 2_000;

/// Writes changes into the plan of a run.
pub(crate) struct JournalSink<'a> {
    journal: &'a Journal,
    run: RunId,
    ids: ChangeIds,
    failed: Option<JournalError>,
    waiting: Vec<Planned>,
    /// The source's own key of the row that is being planned.
    pub(crate) source_key: Option<String>,
    /// The change of an earlier run that is being taken back.
    pub(crate) undoes: Option<ChangeId>,
    /// What the record is called that is being taken back.
    pub(crate) name: Option<String>,
    /// What is known of the shop, where changes are to say what their records are called.
    pub(super) known: Option<&'a dyn Known>,
    /// What products are called of which nothing else is known.
    pub(super) parents: HashMap<StoreId, String>,
    /// What of the shop is changed, where somebody wants to know.
    pub(super) touched: Option<Touched>,
    /// What looks like an accident, where somebody wants to know.
    pub(super) accidents: Option<Accidents>,
}

impl<'a> JournalSink<'a> {
    pub(crate) fn new(journal: &'a Journal, run: RunId) -> Result<Self, JournalError> {
        Ok(Self {
            journal,
            run,
            ids: journal.reserve_changes(TOGETHER as u64)?,
            failed: None,
            waiting: Vec::with_capacity(TOGETHER),
            source_key: None,
            undoes: None,
            name: None,
            known: None,
            parents: HashMap::new(),
            touched: None,
            accidents: None,
        })
    }

    /// Writes what still waits.
    pub(crate) fn flush(&mut self) -> Result<(), JournalError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.journal.append_plan(self.run, &self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

impl ChangeSink for JournalSink<'_> {
    fn next(&mut self) -> ChangeId {
        if let Some(id) = self.ids.next() {
            return id;
        }
        match self.journal.reserve_changes(TOGETHER as u64) {
            Ok(ids) => self.ids = ids,
            Err(error) => self.failed = Some(error),
        }
        // Without numbers nothing is kept any more: `push` says so.
        self.ids.next().unwrap_or(ChangeId(0))
    }

    fn push(&mut self, change: Change) -> Result<(), SinkError> {
        if let Some(error) = self.failed.take() {
            return Err(not_kept(error));
        }
        if let Some(touched) = &mut self.touched {
            touched.note(&change);
        }
        if let Some(accidents) = &mut self.accidents {
            accidents.note(&change);
        }
        let is_asked_for_by_row = change.row.is_some() && change.completes.is_none();
        let source_key = if is_asked_for_by_row { self.source_key.clone() } else { None };
        let name =
            self.name.clone().or_else(|| names::of_planned(&change, self.known?, &self.parents));
        self.waiting.push(Planned { change, undoes: self.undoes, source_key, name });
        if self.waiting.len() >= TOGETHER {
            self.flush().map_err(not_kept)?;
        }
        Ok(())
    }
}

fn not_kept(error: JournalError) -> SinkError {
    SinkError(Box::new(error))
}

//! What is to be sent next?

use longshore_engine::{change::Phase, value::ChangeId};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use crate::{
    changes,
    error::JournalError,
    journal::Journal,
    number::{PHASES, Stored},
    plan::{self, Planned},
    runs::RunId,
    state::State,
};

/// Where a reader of a plan stands; the next page begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    phase: i64,
    kin: i64,
    id: i64,
}

/// The next changes to be sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PendingPage {
    /// In the order of sending.
    pub changes: Vec<Planned>,
    /// Where the next page begins; `None` when there is nothing after this one.
    pub next: Option<Place>,
}

impl Journal {
    /// The next changes to be sent, in the order of sending: by phase (last to first where the run is reversed),
    /// variations by parent, then by number. What is under way or done is left out.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn pending(
        &self,
        run: RunId,
        after: Option<Place>,
        limit: usize,
    ) -> Result<PendingPage, JournalError> {
        self.read(|journal| {
            let is_reversed: bool = journal
                .prepare_cached("SELECT is_reversed FROM run WHERE id = ?1")?
                .query_row([run], |row| row.get(0))
                .optional()?
                .ok_or_else(|| JournalError::not_found("run", run))?;
            let mut phases = PHASES.map(Stored::stored);
            if is_reversed {
                phases.reverse();
            }
            let first = after.and_then(|place| phases.iter().position(|phase| *phase == place.phase)).unwrap_or(0);
            let mut page = PendingPage::default();
            let mut statement = journal.prepare_cached(
                "SELECT kin, id FROM change WHERE run = ?1 AND state = ?2 AND phase = ?3 AND (kin, id) > (?4, ?5)
                 ORDER BY kin, id LIMIT ?6",
            )?;
            for (at, phase) in phases.into_iter().enumerate().skip(first) {
                let from = match after {
                    Some(place) if at == first => (place.kin, place.id),
                    _ => (i64::MIN, i64::MIN),
                };
                let room = (limit - page.changes.len()).stored();
                let mut rows = statement.query((run, State::Planned.stored(), phase, from.0, from.1, room))?;
                while let Some(row) = rows.next()? {
                    let (kin, id) = (row.get(0)?, row.get(1)?);
                    page.changes.push(changes::load(journal, id)?.planned);
                    page.next = Some(Place { phase, kin, id });
                }
                if page.changes.len() >= limit {
                    return Ok(page);
                }
            }
            page.next = None;
            Ok(page)
        })
    }

    /// The variations that still wait for a product that this change was to make.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn pending_children(
        &self,
        run: RunId,
        parent: ChangeId,
    ) -> Result<Vec<ChangeId>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id FROM change WHERE run = ?1 AND state = ?2 AND phase = ?3 AND kin = ?4 ORDER BY id",
            )?;
            let question = (run, State::Planned.stored(), Phase::Variations.stored(), plan::kin_of_planned(parent));
            let found = statement.query_map(question, |row| row.get::<_, i64>(0))?;
            Ok(found.map(|id| id.map(|id| ChangeId(id.cast_unsigned()))).collect::<Result<_, _>>()?)
        })
    }
}

//! How does a change go over to another state, and under what is its record counted then?

use longshore_engine::{
    change::Action,
    entity::Entity,
    value::{ChangeId, StoreId},
};
use rusqlite::{Connection as Sqlite, OptionalExtension};

use crate::{
    counts::Tally,
    error::JournalError,
    number::{self, Stored},
    runs::RunId,
    state::{Part, State},
};

/// What a transaction does to the changes of one run.
pub(crate) struct Moves<'a> {
    journal: &'a Sqlite,
    run: RunId,
    tally: Tally,
    /// Most runs have no changes that complete others: then nobody has to look for them.
    has_completions: bool,
}

/// What a change was when it went over.
pub(crate) struct Head {
    pub(crate) from: State,
    pub(crate) action: Action,
    pub(crate) entity: Entity,
    pub(crate) store_id: Option<StoreId>,
}

impl<'a> Moves<'a> {
    pub(crate) fn new(journal: &'a Sqlite, run: RunId) -> Result<Self, JournalError> {
        let has_completions = journal
            .prepare_cached("SELECT 1 FROM tally WHERE run = ?1 AND part = ?2 LIMIT 1")?
            .exists((run, Part::Completion.stored()))?;
        Ok(Self { journal, run, tally: Tally::default(), has_completions })
    }

    /// Lets a change go over to another state, and its record be counted under what it is now.
    pub(crate) fn go_over(
        &mut self,
        change: ChangeId,
        to: State,
        store_id: Option<StoreId>,
        may: impl Fn(State) -> bool,
    ) -> Result<Head, JournalError> {
        let unreadable = || JournalError::unreadable("change", change.0, "unknown number");
        let read = self
            .journal
            .prepare_cached(
                "SELECT state, counted, part, action, entity, completes, store_id, lost FROM change
                 WHERE id = ?1 AND run = ?2",
            )?
            .query_row((change.stored(), self.run), |row| {
                Ok((
                    [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?],
                    row.get::<_, Option<i64>>(5)?,
                    row.get::<_, Option<i64>>(6)?,
                    row.get::<_, Option<String>>(7)?.is_some(),
                ))
            })
            .optional()?;
        let Some(([from, counted, part, action, entity], completes, known_id, is_lost)) = read
        else {
            return Err(JournalError::not_found("change", change.0));
        };
        let from = State::from_stored(from).ok_or_else(unreadable)?;
        let counted = State::from_stored(counted).ok_or_else(unreadable)?;
        let part = Part::from_stored(part).ok_or_else(unreadable)?;
        let action = number::action(action).ok_or_else(unreadable)?;
        let entity = number::entity(entity).ok_or_else(unreadable)?;
        // What it was to send is gone.
        let may_leave = !is_lost || to != State::Sent;
        if !may_leave || !may(from) {
            return Err(JournalError::ChangeState { change: change.0, state: from.as_str() });
        }
        let counts_as =
            if part.is_counted_alone() { to.counted(self.completions(change)?) } else { to };
        self.journal
            .prepare_cached(
                "UPDATE change SET state = ?2, counted = ?3, store_id = coalesce(?4, store_id)
                 WHERE id = ?1",
            )?
            .execute((
                change.stored(),
                to.stored(),
                counts_as.stored(),
                store_id.map(Stored::stored),
            ))?;
        self.tally.go_over(self.run, part, action, counted, counts_as);
        if let Some(completed) = completes {
            self.recount(ChangeId(completed.cast_unsigned()))?;
        }
        let store_id = known_id.map(|id| StoreId(id.cast_unsigned()));
        Ok(Head { from, action, entity, store_id })
    }

    /// Writes what all of it did to the counts.
    pub(crate) fn write(self) -> Result<(), JournalError> {
        self.tally.write(self.journal)
    }

    fn completions(&self, change: ChangeId) -> Result<Vec<State>, JournalError> {
        if !self.has_completions {
            return Ok(Vec::new());
        }
        let mut statement = self
            .journal
            .prepare_cached("SELECT state FROM change WHERE completes = ?1 AND part = ?2")?;
        let of = (change.stored(), Part::Completion.stored());
        let states = statement.query_map(of, |row| row.get::<_, i64>(0))?;
        Ok(states
            .filter_map(|state| state.map(State::from_stored).transpose())
            .collect::<Result<_, _>>()?)
    }

    /// Counts a record anew after a change that completes it went over.
    fn recount(&mut self, change: ChangeId) -> Result<(), JournalError> {
        let read = self
            .journal
            .prepare_cached(
                "SELECT state, counted, part, action FROM change WHERE id = ?1 AND run = ?2",
            )?
            .query_row((change.stored(), self.run), |row| {
                Ok((
                    State::from_stored(row.get(0)?),
                    State::from_stored(row.get(1)?),
                    Part::from_stored(row.get(2)?),
                    number::action(row.get(3)?),
                ))
            })
            .optional()?;
        let Some((Some(state), Some(counted), Some(part), Some(action))) = read else {
            return Ok(());
        };
        let counts_as = state.counted(self.completions(change)?);
        if counts_as != counted {
            self.journal
                .prepare_cached("UPDATE change SET counted = ?2 WHERE id = ?1")?
                .execute((change.stored(), counts_as.stored()))?;
            self.tally.go_over(self.run, part, action, counted, counts_as);
        }
        Ok(())
    }
}

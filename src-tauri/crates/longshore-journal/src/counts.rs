//! How much did a run do?

use std::collections::HashMap;

use longshore_engine::change::Action;
use rusqlite::{Connection as Sqlite, OptionalExtension};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    error::JournalError,
    journal::Journal,
    number::{self, Stored},
    runs::RunId,
    state::{Part, State},
};

/// What a run did, or would do. `records` = create + update + delete + unchanged + skipped + failed + conflict +
/// unknown; `altered` is a part of create + update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Counts {
    /// Rows of the source.
    pub rows: u64,
    /// Records that they speak of.
    pub records: u64,
    /// Made.
    pub create: u64,
    /// Changed.
    pub update: u64,
    /// Removed.
    pub delete: u64,
    /// In the store as the row says.
    pub unchanged: u64,
    /// Not sent, for a reason that is noted.
    pub skipped: u64,
    /// Refused by the store.
    pub failed: u64,
    /// Not sent because somebody changed the record meanwhile.
    pub conflict: u64,
    /// Accepted, but kept otherwise than sent.
    pub altered: u64,
    /// Sent, and nobody knows.
    pub unknown: u64,
}

/// Everything that is counted of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCounts {
    /// What became of the records that the rows ask for. What is planned and not sent yet is not in it; what is
    /// under way is `unknown` until its outcome is noted.
    pub counts: Counts,
    /// What the plan wants, whatever became of it: what a dry run shows.
    pub planned: Counts,
    /// What became of categories, tags and the like that rows only refer to.
    pub terms: Counts,
    /// What the plan wants with these.
    pub planned_terms: Counts,
    /// Changes of any kind that are still to be sent.
    pub pending: u64,
    /// Records among them.
    pub pending_records: u64,
    /// Changes of any kind that are under way.
    pub under_way: u64,
    /// How often pictures did not get to their record, which went in without them.
    #[serde(default)]
    pub pictures_refused: u64,
}

impl Journal {
    /// What a run did, as the command line shows it.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn counts(&self, run: RunId) -> Result<Counts, JournalError> {
        self.run_counts(run).map(|all| all.counts)
    }

    /// Everything that is counted of a run; costs the same however many changes it has.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn run_counts(&self, run: RunId) -> Result<RunCounts, JournalError> {
        self.read(|journal| read(journal, run))
    }
}

pub(crate) fn read(journal: &Sqlite, run: RunId) -> Result<RunCounts, JournalError> {
    let mut all = RunCounts::default();
    let (rows, unchanged, skipped): (i64, i64, i64) = journal
        .prepare_cached("SELECT rows, unchanged, skipped_rows FROM run WHERE id = ?1")?
        .query_row([run], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or_else(|| JournalError::not_found("run", run))?;
    for counts in [&mut all.counts, &mut all.planned] {
        counts.rows = rows.cast_unsigned();
        counts.unchanged = unchanged.cast_unsigned();
        counts.skipped = skipped.cast_unsigned();
    }
    let mut statement = journal.prepare_cached(
        "SELECT part, action, state, count FROM tally WHERE run = ?1 AND count <> 0",
    )?;
    let mut rows = statement.query([run])?;
    while let Some(row) = rows.next()? {
        let unreadable = || JournalError::unreadable("tally", run.0, "unknown number");
        let part = Part::from_stored(row.get(0)?).ok_or_else(unreadable)?;
        let action = number::action(row.get(1)?).ok_or_else(unreadable)?;
        let state = State::from_stored(row.get(2)?).ok_or_else(unreadable)?;
        let count = row.get::<_, i64>(3)?.max(0).cast_unsigned();
        all.add(part, action, state, count);
    }
    all.under_way = journal
        .prepare_cached("SELECT count(*) FROM change WHERE run = ?1 AND state = ?2")?
        .query_row((run, State::Sent.stored()), |row| row.get(0))
        .map(i64::cast_unsigned)?;
    for counts in [&mut all.counts, &mut all.planned, &mut all.terms, &mut all.planned_terms] {
        counts.sum_up();
    }
    Ok(all)
}

impl RunCounts {
    fn add(&mut self, part: Part, action: Action, state: State, count: u64) {
        if state == State::Planned {
            self.pending += count;
            if part == Part::Record {
                self.pending_records += count;
            }
        }
        match part {
            Part::Record => {
                self.counts.add(action, state, count);
                self.planned.add_planned(action, state, count);
            }
            Part::Term => {
                self.terms.add(action, state, count);
                self.planned_terms.add_planned(action, state, count);
            }
            Part::Picture if matches!(state, State::Failed | State::Conflict | State::Unknown) => {
                self.pictures_refused += count;
            }
            Part::Completion | Part::Other | Part::Picture => {}
        }
    }
}

impl Counts {
    fn of_action(&mut self, action: Action) -> &mut u64 {
        match action {
            Action::Create => &mut self.create,
            Action::Update => &mut self.update,
            Action::Delete | Action::Trash => &mut self.delete,
        }
    }

    fn add(&mut self, action: Action, state: State, count: u64) {
        match state {
            State::Planned => {}
            State::Sent | State::Unknown => self.unknown += count,
            State::Applied => *self.of_action(action) += count,
            State::Altered => {
                *self.of_action(action) += count;
                self.altered += count;
            }
            State::Failed => self.failed += count,
            State::Skipped => self.skipped += count,
            State::Conflict => self.conflict += count,
        }
    }

    fn add_planned(&mut self, action: Action, state: State, count: u64) {
        match state {
            State::Skipped | State::Conflict => self.add(action, state, count),
            _ => *self.of_action(action) += count,
        }
    }

    fn sum_up(&mut self) {
        self.records = self.create
            + self.update
            + self.delete
            + self.unchanged
            + self.skipped
            + self.failed
            + self.conflict
            + self.unknown;
    }
}

/// What a transaction does to the tallies of runs, written once at its end.
#[derive(Default)]
pub(crate) struct Tally(HashMap<(RunId, Part, Action, State), i64>);

impl Tally {
    /// A change is there that was not.
    pub(crate) fn arrive(&mut self, run: RunId, part: Part, action: Action, state: State) {
        *self.0.entry((run, part, action, state)).or_default() += 1;
    }

    /// A change is counted under another state than before.
    pub(crate) fn go_over(
        &mut self,
        run: RunId,
        part: Part,
        action: Action,
        from: State,
        to: State,
    ) {
        if from != to {
            *self.0.entry((run, part, action, from)).or_default() -= 1;
            self.arrive(run, part, action, to);
        }
    }

    pub(crate) fn write(self, journal: &Sqlite) -> Result<(), JournalError> {
        let mut statement = journal.prepare_cached(
            "INSERT INTO tally (run, part, action, state, count) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET count = count + excluded.count",
        )?;
        for ((run, part, action, state), count) in self.0 {
            if count != 0 {
                statement.execute((run, part.stored(), action.stored(), state.stored(), count))?;
            }
        }
        Ok(())
    }
}

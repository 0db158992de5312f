//! What are we about to send, and what became of it?
//!
//! An intent is on the disk before its request leaves, with the image of every record as it was just before. What
//! the store did is noted when it is known. Between the two the changes are [`State::Sent`]: after a crash nobody
//! knows whether they reached the store, and [`Journal::open_intents`] says which those are.

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Outcome},
    entity::Entity,
    outcome::FoundBy,
    record::{FieldName, Fields, StoreRecord},
    value::{ChangeId, StoreId},
};
use rusqlite::{Connection as Sqlite, OptionalExtension, Transaction};

use crate::{
    changes,
    connections::ConnectionId,
    effects::{self, Kept},
    error::JournalError,
    identity,
    journal::{Journal, millis, moment},
    memory::{self, Became},
    moves::Moves,
    number::{Stored, number},
    packed,
    plan::{self, Planned},
    runs::{self, RunId, RunStatus},
    state::State,
};

number! {
    /// The number of an intent.
    IntentId
}

/// A change as it leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    /// Which change.
    pub change: ChangeId,
    /// Exactly what is sent; `None` where that is what was planned.
    pub fields: Option<Fields>,
    /// The record as the store showed it just before; `None` for a create.
    pub before: Option<StoreRecord>,
    /// What goes into the trash with it, as the store showed it just before.
    pub along: Vec<StoreRecord>,
}

/// A request that leaves, or left.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// Its number.
    pub id: IntentId,
    /// Of which run.
    pub run: RunId,
    /// When it was written.
    pub at: Timestamp,
    /// The greatest number that a record of the kind had in the store before, where that was asked for.
    pub newest: Option<StoreId>,
    /// What it carries; of an open intent only what nobody knows the outcome of.
    pub sent: Vec<Sent>,
}

/// A change that was not in the plan: it follows from what became of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    /// The change. Its number comes from [`Journal::reserve_changes`].
    pub planned: Planned,
    /// What became of it, where that is known at once; else it is still to be sent.
    pub outcome: Option<Outcome>,
}

/// What became of a change that was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// Which change.
    pub change: ChangeId,
    /// What became of it. With [`Outcome::Unknown`] it stays open, to be finished later.
    pub outcome: Outcome,
    /// The record as the store answered it.
    pub kept: Option<StoreRecord>,
    /// The fields sent and those that changed with them: what an undo puts back.
    pub touched: Vec<FieldName>,
    /// The number of the record, where a create gave it one.
    pub store_id: Option<StoreId>,
    /// The number that the record had before it was deleted, where this create made it again.
    pub replaces: Option<StoreId>,
    /// Addresses of pictures and the numbers that they got in the store.
    pub images: Vec<(String, StoreId)>,
    /// The source's own key for the record, to be remembered: the scope of the key and the key.
    pub source_key: Option<(String, String)>,
    /// By what it was found in the store; `None` where the store answered.
    pub found: Option<FoundBy>,
    /// Changes of the same record that follow from this: noted in the same moment, so that none is forgotten.
    pub then: Vec<Follows>,
}

impl Finished {
    /// An outcome with nothing more to say.
    #[must_use]
    pub fn new(change: ChangeId, outcome: Outcome) -> Self {
        Self {
            change,
            outcome,
            kept: None,
            touched: Vec::new(),
            store_id: None,
            replaces: None,
            images: Vec::new(),
            source_key: None,
            found: None,
            then: Vec::new(),
        }
    }
}

impl Journal {
    /// Promises a request: when this returns, it and the images are on the disk, and it may leave. Changes that
    /// failed, were skipped or in conflict may be sent again; what was noted of them is kept.
    ///
    /// # Errors
    /// [`JournalError::Transition`] unless the run is running; [`JournalError::ChangeState`] for a change that is
    /// under way, done, or no longer known in full; then nothing is written.
    pub fn begin(
        &self,
        run: RunId,
        at: Timestamp,
        sent: Vec<Sent>,
    ) -> Result<Intent, JournalError> {
        self.begin_beyond(run, at, sent, None)
    }

    /// The same, where `newest` is the greatest number of a record of the kind: what is made has a greater one.
    ///
    /// # Errors
    /// As [`Self::begin`].
    pub fn begin_beyond(
        &self,
        run: RunId,
        at: Timestamp,
        sent: Vec<Sent>,
        newest: Option<StoreId>,
    ) -> Result<Intent, JournalError> {
        self.write(|journal| {
            let from = runs::status(journal, run)?;
            if from != RunStatus::Running {
                return Err(JournalError::Transition { run, from, to: RunStatus::Running });
            }
            let ids: Vec<u64> = sent.iter().map(|sent| sent.change.0).collect();
            let ids = serde_json::to_string(&ids)
                .map_err(|error| JournalError::unreadable("intent", 0, error))?;
            journal
                .prepare_cached(
                    "INSERT INTO intent (run, at, changes, open, newest) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute((
                    run,
                    millis(at),
                    ids,
                    sent.len().stored(),
                    newest.map(StoreId::stored),
                ))?;
            let id = IntentId(journal.last_insert_rowid().cast_unsigned());
            let mut moves = Moves::new(journal, run)?;
            let mut effect = journal.prepare_cached(
                "INSERT INTO effect (change, intent, sent, before) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for each in &sent {
                let may = |state| {
                    matches!(
                        state,
                        State::Planned | State::Failed | State::Skipped | State::Conflict
                    )
                };
                let from = moves.go_over(each.change, State::Sent, None, may)?.from;
                if from != State::Planned {
                    archive(journal, each.change, from)?;
                }
                let fields = pack(each.change, each.fields.as_ref())?;
                effect.execute((
                    each.change.stored(),
                    id,
                    fields,
                    pack(each.change, each.before.as_ref())?,
                ))?;
                if !each.along.is_empty() {
                    effects::keep_along(journal, each.change, &each.along)?;
                }
            }
            moves.write()?;
            runs::seen(journal, run, at)?;
            Ok(Intent { id, run, at, newest, sent })
        })
    }

    /// Notes what became of changes of an intent: of all at once, or of some now and others later.
    ///
    /// # Errors
    /// [`JournalError::ChangeState`] for a change that is not open; then nothing is written.
    pub fn finish(
        &self,
        intent: &Intent,
        at: Timestamp,
        results: &[Finished],
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let connection = connection_of(journal, intent.run)?;
            let mut moves = Moves::new(journal, intent.run)?;
            let mut settled = 0;
            for (place, result) in results.iter().enumerate() {
                let sent = sent_in(journal, intent, place, result.change)?;
                let to = State::of(&result.outcome);
                let store_id = result.store_id.or(result.kept.as_ref().map(|kept| kept.id));
                let head = moves.go_over(result.change, to, store_id, State::is_open)?;
                settled += u64::from(!to.is_open());
                write_result(journal, at, result, sent.before.as_ref())?;
                if let (true, Some(id)) = (to.is_done(), store_id.or(head.store_id)) {
                    learn(journal, connection, (head.action, head.entity, id), sent, result)?;
                }
            }
            moves.write()?;
            let followers: Vec<&Follows> = results.iter().flat_map(|result| &result.then).collect();
            follow(journal, (intent.run, at), &followers)?;
            close(journal, intent.id, settled)?;
            runs::seen(journal, intent.run, at)
        })
    }

    /// Notes changes that follow from others, outside of [`Self::finish`].
    ///
    /// # Errors
    /// [`JournalError::ChangeState`] where a number is there already, or for an outcome that only something sent can
    /// have; then nothing is written.
    pub fn note_following(
        &self,
        run: RunId,
        at: Timestamp,
        all: &[Follows],
    ) -> Result<(), JournalError> {
        self.write(|journal| follow(journal, (run, at), &all.iter().collect::<Vec<_>>()))
    }

    /// The store was read and these changes of an intent never reached it: they are to be sent again. What was
    /// noted of the attempt is kept.
    ///
    /// # Errors
    /// [`JournalError::ChangeState`] for a change that is not open; then nothing is written.
    pub fn send_again(
        &self,
        intent: &Intent,
        at: Timestamp,
        changes: &[ChangeId],
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let mut moves = Moves::new(journal, intent.run)?;
            for (place, change) in changes.iter().enumerate() {
                sent_in(journal, intent, place, *change)?;
                let head = moves.go_over(*change, State::Planned, None, State::is_open)?;
                archive(journal, *change, head.from)?;
            }
            moves.write()?;
            close(journal, intent.id, changes.len() as u64)?;
            runs::seen(journal, intent.run, at)
        })
    }

    /// Notes what became of planned changes that are not sent: skipped, in conflict, or failed before they left. One
    /// that failed may have been about to go again; what was noted of it is kept. Some thousands at a time are quickest.
    ///
    /// # Errors
    /// [`JournalError::ChangeState`] for a change that is under way or done, or for an outcome that only
    /// something sent can have; then nothing is written.
    pub fn settle_unsent(
        &self,
        run: RunId,
        at: Timestamp,
        outcomes: &[(ChangeId, Outcome)],
    ) -> Result<(), JournalError> {
        self.write(|journal| {
            let mut moves = Moves::new(journal, run)?;
            for (change, outcome) in outcomes {
                settle(journal, &mut moves, at, *change, outcome)?;
            }
            moves.write()
        })
    }

    /// The newest intent of all runs; `None` where nothing was ever sent.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn newest_intent(&self) -> Result<Option<IntentId>, JournalError> {
        self.read(|journal| {
            Ok(journal
                .prepare_cached("SELECT max(id) FROM intent")?
                .query_row([], |row| row.get(0))?)
        })
    }

    /// The latest other run that has sent something to the same store since an intent was written.
    ///
    /// # Errors
    /// [`JournalError::NotFound`]
    pub fn overtaken_by(
        &self,
        run: RunId,
        since: Option<IntentId>,
    ) -> Result<Option<RunId>, JournalError> {
        let connection = self.run(run)?.connection;
        self.read(|journal| {
            Ok(journal
                .prepare_cached(
                    "SELECT intent.run FROM intent JOIN run ON run.id = intent.run
                     WHERE intent.id > ?1 AND intent.run <> ?2 AND run.connection = ?3
                     ORDER BY intent.id DESC LIMIT 1",
                )?
                .query_row((since.unwrap_or(IntentId(0)), run, connection), |row| row.get(0))
                .optional()?)
        })
    }

    /// Intents with changes whose outcome nobody noted, oldest first: what a resume has to settle before anything
    /// is sent again.
    ///
    /// # Errors
    /// Fails where the journal cannot be read.
    pub fn open_intents(&self, run: RunId) -> Result<Vec<Intent>, JournalError> {
        self.read(|journal| {
            let mut statement = journal.prepare_cached(
                "SELECT id, at, changes, newest FROM intent WHERE run = ?1 AND open > 0 ORDER BY id",
            )?;
            let mut rows = statement.query([run])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let id: IntentId = row.get(0)?;
                let changes: Vec<u64> = serde_json::from_str(row.get_ref(2)?.as_str()?)
                    .map_err(|error| JournalError::unreadable("intent", id.0, error))?;
                let mut sent = Vec::new();
                for change in changes {
                    sent.extend(open_effect(journal, id, ChangeId(change))?);
                }
                let newest: Option<i64> = row.get(3)?;
                let newest = newest.map(|id| StoreId(id.cast_unsigned()));
                found.push(Intent { id, run, at: moment(row.get(1)?), newest, sent });
            }
            Ok(found)
        })
    }
}

/// Notes what became of a planned change that is not sent.
fn settle(
    journal: &Sqlite,
    moves: &mut Moves<'_>,
    at: Timestamp,
    change: ChangeId,
    outcome: &Outcome,
) -> Result<(), JournalError> {
    let to = State::of(outcome);
    if to.is_done() || to.is_open() {
        let state = State::Planned.as_str();
        return Err(JournalError::ChangeState { change: change.0, state });
    }
    let may = |state| matches!(state, State::Planned | State::Failed);
    let from = moves.go_over(change, to, None, may)?.from;
    if from == State::Failed {
        archive(journal, change, from)?;
    }
    write_result(journal, at, &Finished::new(change, outcome.clone()), None)
}

fn follow(
    journal: &Transaction<'_>,
    (run, at): (RunId, Timestamp),
    all: &[&Follows],
) -> Result<(), JournalError> {
    if all.is_empty() {
        return Ok(());
    }
    let planned: Vec<Planned> = all.iter().map(|one| one.planned.clone()).collect();
    plan::append(journal, run, &planned)?;
    let mut moves = Moves::new(journal, run)?;
    for Follows { planned, outcome } in all {
        if let Some(outcome) = outcome {
            settle(journal, &mut moves, at, planned.change.id, outcome)?;
        }
    }
    moves.write()
}

/// The change among those of the intent, most often at the same place.
fn sent_in<'i>(
    journal: &Sqlite,
    intent: &'i Intent,
    place: usize,
    change: ChangeId,
) -> Result<&'i Sent, JournalError> {
    let sent = intent
        .sent
        .get(place)
        .filter(|sent| sent.change == change)
        .or_else(|| intent.sent.iter().find(|sent| sent.change == change))
        .ok_or_else(|| JournalError::not_found("change", change.0))?;
    // It may have been sent again since: then its outcome belongs to the later intent.
    let latest: IntentId = journal
        .prepare_cached("SELECT intent FROM effect WHERE change = ?1")?
        .query_row([change.stored()], |row| row.get(0))?;
    match latest == intent.id {
        true => Ok(sent),
        false => Err(JournalError::ChangeState { change: change.0, state: State::Sent.as_str() }),
    }
}

pub(crate) fn write_result(
    journal: &Sqlite,
    at: Timestamp,
    result: &Finished,
    before: Option<&StoreRecord>,
) -> Result<(), JournalError> {
    let kept = result.kept.as_ref().map(|kept| Kept::of(kept, before));
    let touched = match result.touched.is_empty() {
        true => None,
        false => Some(
            serde_json::to_string(&result.touched)
                .map_err(|error| JournalError::unreadable("result", result.change.0, error))?,
        ),
    };
    journal
        .prepare_cached("INSERT OR REPLACE INTO result (change, at, outcome, kept, touched, found) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute((
            result.change.stored(),
            millis(at),
            changes::outcome_json(&result.outcome)?,
            pack(result.change, kept.as_ref())?,
            touched,
            result.found.map(FoundBy::as_str),
        ))?;
    Ok(())
}

fn learn(
    journal: &Sqlite,
    connection: ConnectionId,
    (action, entity, id): (Action, Entity, StoreId),
    sent: &Sent,
    result: &Finished,
) -> Result<(), JournalError> {
    let made = result.kept.as_ref().and_then(memory::made);
    let became = Became { entity, id, made };
    if let Some(old) = result.replaces {
        identity::replace(journal, connection, entity, old, id)?;
        memory::remember_moment(journal, connection, &became)?;
    }
    for (src, media) in &result.images {
        memory::remember_image(journal, connection, src, *media)?;
    }
    if action.is_removal() {
        return memory::forget_altered(journal, connection, entity, id);
    }
    if let Some((source, key)) = &result.source_key {
        memory::remember_key(journal, connection, (source, key), &became)?;
    }
    let differences = match &result.outcome {
        Outcome::Altered(differences) => differences.as_slice(),
        _ => &[],
    };
    let fresh = action == Action::Create;
    memory::learn_altered(journal, connection, (entity, id), differences, fresh, || {
        match &sent.fields {
            Some(fields) => Ok(fields.clone()),
            None => Ok(changes::load(journal, result.change.stored())?.planned.change.fields),
        }
    })
}

/// Keeps what was noted of an attempt before the change is sent again.
fn archive(journal: &Sqlite, change: ChangeId, state: State) -> Result<(), JournalError> {
    let id = change.stored();
    journal
        .prepare_cached(
            "INSERT INTO attempt (change, state, intent, sent, before, at, outcome, kept, touched)
             SELECT ?1, ?2, e.intent, e.sent, e.before, r.at, r.outcome, r.kept, r.touched
             FROM (SELECT 1) LEFT JOIN effect e ON e.change = ?1 LEFT JOIN result r ON r.change = ?1",
        )?
        .execute((id, state.stored()))?;
    journal.prepare_cached("DELETE FROM effect WHERE change = ?1")?.execute([id])?;
    journal.prepare_cached("DELETE FROM result WHERE change = ?1")?.execute([id])?;
    Ok(())
}

pub(crate) fn close(journal: &Sqlite, intent: IntentId, settled: u64) -> Result<(), JournalError> {
    journal
        .prepare_cached("UPDATE intent SET open = max(0, open - ?2) WHERE id = ?1")?
        .execute((intent, settled.stored()))?;
    Ok(())
}

fn connection_of(journal: &Sqlite, run: RunId) -> Result<ConnectionId, JournalError> {
    journal
        .prepare_cached("SELECT connection FROM run WHERE id = ?1")?
        .query_row([run], |row| row.get(0))
        .optional()?
        .ok_or_else(|| JournalError::not_found("run", run))
}

fn open_effect(
    journal: &Sqlite,
    intent: IntentId,
    change: ChangeId,
) -> Result<Option<Sent>, JournalError> {
    let mut statement = journal.prepare_cached(
        "SELECT e.sent, e.before FROM effect e JOIN change c ON c.id = e.change
         WHERE e.change = ?1 AND e.intent = ?2 AND c.state IN (1, 7) AND c.lost IS NULL",
    )?;
    let mut rows = statement.query((change.stored(), intent))?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Sent {
        change,
        fields: effects::unpack(change, row.get_ref(0)?.as_blob_or_null()?)?,
        before: effects::unpack(change, row.get_ref(1)?.as_blob_or_null()?)?,
        along: effects::along(journal, change)?,
    }))
}

fn pack<T: serde::Serialize>(
    change: ChangeId,
    value: Option<&T>,
) -> Result<Option<Vec<u8>>, JournalError> {
    value
        .map(packed::pack)
        .transpose()
        .map_err(|error| JournalError::unreadable("effect", change.0, error))
}

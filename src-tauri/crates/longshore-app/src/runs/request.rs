//! How does one request get into the store, and its outcomes into the journal?
//!
//! Its records are read again, the intent is written, the request leaves, the outcomes are written. Where no answer
//! came, the store is read before anything is sent again; where one bad record ends a whole request with an error,
//! the request is halved until that record stands alone.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::StreamExt;
use jiff::Timestamp;
use longshore_connectors::{Answer, Pace, Query, Sent as Reached, Store, StoreError};
use longshore_engine::{
    change::{Action, Change, Outcome, Refusal},
    entity::Entity,
    outcome::{Settle, settle},
    plan::resolve_planned,
    record::StoreRecord,
    value::{ChangeId, Reference, StoreId},
};
use longshore_journal::{
    RunId,
    intents::{Finished, Intent, Sent},
    plan::Planned,
};

use super::{halt::Halt, learned::Learned, options::Options, references, settle as unknown};
use crate::{error::ApiError, progress::Watch, stores::Opened, studio::Studio};

/// How often a request is sent again after a passing failure.
const TRIES: u32 = 5;
/// The first pause after one; doubles each time.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// A store that wants to be left alone for longer ends the run; it can be resumed.
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

/// What sending works with.
pub(super) struct Desk<'a> {
    pub(super) studio: &'a Studio,
    pub(super) opened: &'a Opened,
    pub(super) run: RunId,
    pub(super) options: Options,
    pub(super) learned: Arc<Mutex<Learned>>,
}

impl<'a> Desk<'a> {
    pub(super) async fn new(
        studio: &'a Studio,
        opened: &'a Opened,
        run: RunId,
    ) -> Result<Self, ApiError> {
        let connection = opened.id;
        let (memory, detail) = studio
            .ask(move |journal| Ok((journal.memory(connection)?, journal.run_detail(run)?)))
            .await?;
        let learned = Arc::new(Mutex::new(Learned::new(memory)));
        Ok(Self { studio, opened, run, options: Options::from_map(detail.options)?, learned })
    }

    pub(super) fn store(&self) -> &dyn Store {
        self.opened.store.as_ref()
    }

    pub(super) fn with_learned<T>(&self, ask: impl FnOnce(&Learned) -> T) -> T {
        ask(&self.learned.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A change that is ready to leave: references resolved, record read.
pub(super) struct Ready {
    pub(super) planned: Planned,
    /// As it is sent.
    pub(super) change: Change,
    pub(super) before: Option<StoreRecord>,
}

/// Carries changes of one route out, in one request or, where that does not work, in several.
pub(super) async fn carry(
    desk: &Desk<'_>,
    changes: Vec<Planned>,
    pace: &Mutex<Pace>,
    watch: &Watch,
) -> Result<(), Halt> {
    let mut requests = VecDeque::from([changes]);
    let mut tries = 0;
    while let Some(changes) = requests.pop_front() {
        if watch.is_cancelled() {
            return Err(Halt::Cancelled);
        }
        let resolved = resolve(desk, changes).await?;
        if !resolved.later.is_empty() {
            requests.push_front(resolved.later);
        }
        let ready = read_again(desk, resolved.now).await?;
        if ready.is_empty() {
            continue;
        }
        let Some(failure) = attempt(desk, ready, pace).await? else {
            tries = 0;
            continue;
        };
        if failure.again.is_empty() {
            continue;
        }
        let is_divisible = failure.again.len() > 1;
        if failure.error.wants_smaller_requests() && is_divisible {
            let mut first = failure.again;
            let second = first.split_off(first.len() / 2);
            requests.push_front(second);
            requests.push_front(first);
            continue;
        }
        if is_for_good(&failure.error) {
            match is_divisible {
                true => requests.extend(failure.again.into_iter().map(|one| vec![one])),
                false => fail(desk, &failure).await?,
            }
            continue;
        }
        tries += 1;
        if tries >= TRIES && is_store_failure(&failure.error) && !is_divisible {
            fail(desk, &failure).await?;
            tries = 0;
            continue;
        }
        pause(&failure.error, tries, watch).await?;
        requests.push_front(failure.again);
    }
    Ok(())
}

/// What a request that failed leaves to be done.
struct Failure {
    error: StoreError,
    again: Vec<Planned>,
}

/// The store refuses the request as a whole, and would again.
fn is_for_good(error: &StoreError) -> bool {
    !error.is_passing() && !error.is_unreachable() && !error.is_unauthorised()
}

/// The store answered, with a failure of its own.
fn is_store_failure(error: &StoreError) -> bool {
    matches!(error.fault, longshore_connectors::Fault::ServerFailed { .. })
}

async fn pause(error: &StoreError, tries: u32, watch: &Watch) -> Result<(), Halt> {
    let is_hopeless = error.is_unauthorised() || !error.is_passing() || tries >= TRIES;
    let wait = error.retry_after().unwrap_or(FIRST_PAUSE * 2u32.saturating_pow(tries - 1));
    if is_hopeless || wait > LONGEST_PAUSE {
        return Err(Halt::Failed(error.into()));
    }
    // Those who were refused together shall not come back together.
    let spread = wait.mul_f64(1.0 + f64::from(Timestamp::now().subsec_nanosecond() % 100) / 400.0);
    tokio::select! {
        () = tokio::time::sleep(spread) => Ok(()),
        () = watch.cancel().cancelled() => Err(Halt::Cancelled),
    }
}

/// Notes that the store refuses a change that stands alone.
async fn fail(desk: &Desk<'_>, failure: &Failure) -> Result<(), Halt> {
    let refusal = Refusal {
        code: failure.error.code().into(),
        status: failure.error.fault.status().unwrap_or_default(),
        message: failure.error.to_string(),
        existing: None,
    };
    let outcomes: Vec<_> = failure
        .again
        .iter()
        .map(|planned| (planned.change.id, Outcome::Failed(refusal.clone())))
        .collect();
    note_unsent(desk, outcomes).await
}

struct Resolved {
    now: Vec<(Planned, Change)>,
    /// They refer to others of the same request.
    later: Vec<Planned>,
}

/// Puts store numbers in the place of changes that made records. What refers to something that was not made is
/// skipped; a link to it is left out.
async fn resolve(desk: &Desk<'_>, changes: Vec<Planned>) -> Result<Resolved, Halt> {
    let made = made(desk, changes.iter().map(|planned| &planned.change)).await?;
    let here: std::collections::HashSet<ChangeId> =
        changes.iter().map(|planned| planned.change.id).collect();
    let (mut now, mut later, mut skipped) = (Vec::new(), Vec::new(), Vec::new());
    for planned in changes {
        let mut change = planned.change.clone();
        let missing = resolve_planned(&mut change, &|id| made.get(&id).copied());
        if missing.iter().any(|id| here.contains(id) && *id != planned.change.id) {
            later.push(planned);
        } else if missing.is_empty() || planned.change.completes.is_some() && is_resolved(&change) {
            now.push((planned, change));
        } else {
            skipped.push((planned.change.id, Outcome::Skipped("reference_missing".into())));
        }
    }
    if now.is_empty() && !later.is_empty() && skipped.is_empty() {
        // They refer to each other in a circle: no plan of ours does.
        skipped.extend(
            later
                .drain(..)
                .map(|one| (one.change.id, Outcome::Skipped("reference_missing".into()))),
        );
    }
    if !skipped.is_empty() {
        note_unsent(desk, skipped).await?;
    }
    Ok(Resolved { now, later })
}

/// The records that other changes of the run made and that these refer to.
async fn made(
    desk: &Desk<'_>,
    changes: impl Iterator<Item = &Change>,
) -> Result<HashMap<ChangeId, StoreId>, ApiError> {
    let ids: Vec<ChangeId> = references::planned(changes).into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let asked = ids.clone();
    let found = desk.studio.ask(move |journal| journal.store_ids(&asked)).await?;
    Ok(ids.into_iter().zip(found).filter_map(|(id, made)| Some((id, made?))).collect())
}

/// Puts store numbers in the place of changes, as far as they are known.
pub(super) async fn resolve_known(desk: &Desk<'_>, change: &mut Change) -> Result<(), ApiError> {
    let made = made(desk, std::iter::once(&*change)).await?;
    resolve_planned(change, &|id| made.get(&id).copied());
    Ok(())
}

fn is_resolved(change: &Change) -> bool {
    let is_stored = |reference: &Option<Reference>| {
        reference.as_ref().is_none_or(|reference| matches!(reference, Reference::Stored(_)))
    };
    is_stored(&change.record) && is_stored(&change.parent)
}

/// Reads the records of changes again and sorts out what must not, or need not, be sent.
async fn read_again(desk: &Desk<'_>, changes: Vec<(Planned, Change)>) -> Result<Vec<Ready>, Halt> {
    let mut current = HashMap::new();
    if let Some((_, first)) = changes.iter().find(|(_, change)| change.action != Action::Create) {
        let ids = changes.iter().filter_map(|(_, change)| stored(change)).collect();
        current = records(desk.store(), first.entity, parent(first), ids).await?;
    }
    let (mut ready, mut unsent) = (Vec::new(), Vec::new());
    for (planned, change) in changes {
        if change.action == Action::Create {
            ready.push(Ready { planned, change, before: None });
            continue;
        }
        let before = stored(&change).and_then(|id| current.remove(&id));
        let settled = desk.with_learned(|learned| settle(&change, before.as_ref(), learned));
        match settled {
            Settle::Send => ready.push(Ready { planned, change, before }),
            Settle::AlreadyDone => {
                unsent.push((change.id, Outcome::Skipped("already_so".into())));
            }
            Settle::Gone => unsent.push((change.id, Outcome::Skipped("record_gone".into()))),
            Settle::Conflict(differences) => {
                unsent.push((change.id, Outcome::Conflict(differences)));
            }
        }
    }
    if !unsent.is_empty() {
        note_unsent(desk, unsent).await?;
    }
    Ok(ready)
}

/// The record that a change is about.
pub(super) fn stored(change: &Change) -> Option<StoreId> {
    match change.record {
        Some(Reference::Stored(id)) => Some(id),
        _ => None,
    }
}

/// The product of a variation, the attribute of a term.
pub(super) fn parent(change: &Change) -> Option<StoreId> {
    match change.parent {
        Some(Reference::Stored(id)) => Some(id),
        _ => None,
    }
}

/// Reads records by their numbers.
pub(super) async fn records(
    store: &dyn Store,
    entity: Entity,
    parent: Option<StoreId>,
    ids: Vec<StoreId>,
) -> Result<HashMap<StoreId, StoreRecord>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    if ids.is_empty() {
        return Ok(found);
    }
    let mut pages = store.pages(Query::ids(entity, ids).within(parent.into_iter().collect()));
    while let Some(page) = pages.next().await {
        let of_kind = page?.records.into_iter().filter(|record| record.entity == entity);
        found.extend(of_kind.map(|record| (record.id, record)));
    }
    Ok(found)
}

async fn note_unsent(desk: &Desk<'_>, outcomes: Vec<(ChangeId, Outcome)>) -> Result<(), Halt> {
    let run = desk.run;
    desk.studio.ask(move |journal| journal.settle_unsent(run, Timestamp::now(), &outcomes)).await?;
    Ok(())
}

/// Promises a request, sends it, and notes what became of it.
async fn attempt(
    desk: &Desk<'_>,
    ready: Vec<Ready>,
    pace: &Mutex<Pace>,
) -> Result<Option<Failure>, Halt> {
    let run = desk.run;
    let sent: Vec<Sent> = ready
        .iter()
        .map(|ready| Sent {
            change: ready.change.id,
            fields: (ready.change.fields != ready.planned.change.fields)
                .then(|| ready.change.fields.clone()),
            before: ready.before.clone(),
        })
        .collect();
    let intent = desk.studio.ask(move |journal| journal.begin(run, Timestamp::now(), sent)).await?;
    let changes: Vec<Change> = ready.iter().map(|ready| ready.change.clone()).collect();
    let began = Instant::now();
    let answered = desk.store().send(&changes).await;
    let took = began.elapsed();
    let tell_pace = |tell: &dyn Fn(&mut Pace)| {
        tell(&mut pace.lock().unwrap_or_else(PoisonError::into_inner));
    };
    match answered {
        Ok(answers) => {
            tell_pace(&|pace| pace.answered(changes.len(), took));
            finish(desk, intent, ready.into_iter().zip(answers).collect()).await?;
            Ok(None)
        }
        Err(error) => {
            tracing::warn!(code = error.code(), "a request failed");
            if error.is_passing() {
                tell_pace(&Pace::strained);
            }
            let planned: Vec<Planned> = match error.sent {
                Reached::Nothing => {
                    unknown::not_sent(desk, &intent, ready.iter().map(|ready| ready.change.id))
                        .await?;
                    ready.into_iter().map(|ready| ready.planned).collect()
                }
                Reached::Maybe => unknown::look(desk, &intent, ready).await?,
            };
            Ok(Some(Failure { error, again: planned }))
        }
    }
}

/// Judges answers and writes the outcomes.
pub(super) async fn finish(
    desk: &Desk<'_>,
    intent: Intent,
    answers: Vec<(Ready, Answer)>,
) -> Result<(), Halt> {
    let scope = desk.options.source_scope.clone();
    let learned = Arc::clone(&desk.learned);
    desk.studio
        .ask(move |journal| {
            let undone: Vec<ChangeId> =
                answers.iter().filter_map(|(ready, _)| made_again(&ready.planned)).collect();
            let old = journal.store_ids(&undone)?;
            let old: HashMap<ChangeId, Option<StoreId>> = undone.into_iter().zip(old).collect();
            let results: Vec<Finished> = {
                let learned = learned.lock().unwrap_or_else(PoisonError::into_inner);
                let judge = |(ready, answer): (Ready, Answer)| {
                    let replaces =
                        made_again(&ready.planned).and_then(|undone| old.get(&undone).copied()?);
                    judged(&ready, answer, replaces, &scope, &learned)
                };
                answers.into_iter().map(judge).collect()
            };
            journal.finish(&intent, Timestamp::now(), &results)
        })
        .await?;
    Ok(())
}

/// The change that deleted what this one makes again.
fn made_again(planned: &Planned) -> Option<ChangeId> {
    planned.undoes.filter(|_| planned.change.action == Action::Create)
}

fn judged(
    ready: &Ready,
    answer: Answer,
    replaces: Option<StoreId>,
    scope: &str,
    learned: &Learned,
) -> Finished {
    let change = &ready.change;
    match answer {
        Answer::Kept(record) => {
            let judged =
                longshore_engine::outcome::judge(change, ready.before.as_ref(), &record, learned);
            let is_delete = change.action == Action::Delete;
            Finished {
                touched: judged.touched,
                store_id: Some(record.id),
                images: longshore_engine::outcome::learned_images(change, &record),
                source_key: ready.planned.source_key.clone().map(|key| (scope.to_owned(), key)),
                replaces,
                kept: (!is_delete).then_some(record),
                ..Finished::new(change.id, judged.outcome)
            }
        }
        Answer::Refused(refusal) => {
            let existing = refusal.existing;
            // Somebody made the term since the store was read: that one is meant.
            let is_there = change.entity.is_taxonomy()
                && change.action == Action::Create
                && refusal.code == "term_exists"
                && existing.is_some();
            let outcome = match is_there {
                true => Outcome::Skipped("already_so".into()),
                false => Outcome::Failed(refusal),
            };
            let store_id = existing.filter(|_| is_there);
            Finished { store_id, ..Finished::new(change.id, outcome) }
        }
    }
}

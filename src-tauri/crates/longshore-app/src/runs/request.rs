//! How does one request get into the store, and its outcomes into the journal?
//!
//! Its records are read again, the intent is written, the request leaves, the outcomes are written. Where no answer
//! came, the store is read before anything is sent again; where one bad record ends a whole request with an error,
//! the request is halved until that record stands alone.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use longshore_connectors::{
    Answer, Fault, Pace, Sent as Reached, Store, StoreError, look_up, wordpress::WordPress,
};
use longshore_engine::{
    change::{Action, Change, Outcome, Refusal},
    outcome::{FoundBy, Settle, settle},
    plan::resolve_planned,
    record::StoreRecord,
    value::{ChangeId, Reference, StoreId},
};
use longshore_journal::{
    Journal, RunId,
    intents::{Finished, Intent, Sent},
    plan::Planned,
    standstill::{self, Point},
};
use smol_str::format_smolstr;

use super::{
    fetching::Fetching,
    halt::Halt,
    learned::Learned,
    now,
    options::Options,
    pictures::{self, Pictures},
    references, remembered, settle as unknown, twice, uploads,
};
use crate::{error::ApiError, progress::Watch, stores::Opened, studio::Studio};

/// How often a request is sent again after a passing failure.
pub(super) const TRIES: u32 = 5;
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
    pub(super) pictures: Arc<Mutex<Pictures>>,
    /// New pictures that are on their way.
    pub(super) fetching: Fetching,
    /// Pictures of this computer leave one at a time: who comes next may need the same one.
    pub(super) uploading: tokio::sync::Mutex<()>,
    pub(super) site: tokio::sync::OnceCell<WordPress>,
    /// Pictures that are used again were looked at.
    pub(super) remembered: tokio::sync::OnceCell<()>,
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
        let options = Options::from_map(detail.options)?;
        Ok(Self {
            studio,
            opened,
            run,
            options,
            learned,
            pictures: Arc::default(),
            fetching: Fetching::default(),
            uploading: tokio::sync::Mutex::default(),
            site: tokio::sync::OnceCell::new(),
            remembered: tokio::sync::OnceCell::new(),
        })
    }

    pub(super) fn store(&self) -> &dyn Store {
        self.opened.store.as_ref()
    }

    pub(super) fn with_learned<T>(&self, ask: impl FnOnce(&Learned) -> T) -> T {
        ask(&self.learned.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A change that may leave: its references have numbers. What was planned is in the journal.
pub(super) struct Resolved {
    pub(super) planned: Planned,
    /// Whether its fields are written otherwise than they were planned.
    pub(super) fields_differ: bool,
}

/// A resolved change with its record as the store shows it now.
pub(super) struct Ready {
    pub(super) resolved: Resolved,
    pub(super) before: Option<StoreRecord>,
    /// What goes into the trash with it.
    along: Vec<StoreRecord>,
}

/// What waits for its request.
enum Waiting {
    /// As it was planned.
    Planned(Vec<Planned>),
    /// Its records were read again just now.
    Ready(Vec<Ready>),
}

/// Carries changes of one route out, in one request or, where that does not work or they do not fit, in several, one
/// after the other.
pub(super) async fn carry(
    desk: &Desk<'_>,
    changes: Vec<Planned>,
    pace: &Mutex<Pace>,
    watch: &Watch,
) -> Result<(), Halt> {
    let most = changes.first().map_or(1, |first| desk.store().route(&first.change).limit.max(1));
    let mut requests = in_requests(changes, most);
    let mut tries = 0;
    while let Some(changes) = requests.pop_front() {
        if watch.is_cancelled() {
            return Err(Halt::Cancelled);
        }
        let mut ready = match changes {
            Waiting::Ready(ready) => ready,
            Waiting::Planned(changes) => {
                remembered::check(desk, &changes).await?;
                uploads::bring(desk, &changes, watch).await?;
                let Sorted { now, later } = resolve(desk, changes).await?;
                if !later.is_empty() {
                    requests.push_front(Waiting::Planned(later));
                }
                read_again(desk, now).await?
            }
        };
        let (mut arrivals, mut own) = (desk.fetching.arrivals(), desk.fetching.of_request());
        let rest = pictures::split_off(desk, &mut ready, &mut own);
        let has_rest = !rest.is_empty();
        if has_rest {
            requests.push_front(Waiting::Ready(rest));
        }
        if ready.is_empty() {
            if has_rest {
                // All of it is on its way with other requests.
                let _ = watch.unless_cancelled(arrivals.changed()).await;
            }
            continue;
        }
        let attempted = attempt(desk, ready, pace).await?;
        drop(own);
        let failure = match attempted {
            Attempt::Failed(failure) => failure,
            Attempt::Answered { again } => {
                tries = 0;
                if !again.is_empty() {
                    requests.push_back(Waiting::Planned(planned_again(desk, again).await?));
                }
                continue;
            }
        };
        if failure.again.is_empty() {
            continue;
        }
        let is_divisible = failure.again.len() > 1;
        if failure.error.wants_smaller_requests() && is_divisible {
            let mut first = planned_again(desk, failure.again).await?;
            let second = first.split_off(first.len() / 2);
            requests.push_front(Waiting::Planned(second));
            requests.push_front(Waiting::Planned(first));
            continue;
        }
        if is_for_good(&failure.error) {
            match is_divisible {
                true => {
                    let again = planned_again(desk, failure.again).await?;
                    requests.extend(again.into_iter().map(|one| Waiting::Planned(vec![one])));
                }
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
        pause(desk, &failure.error, tries).await?;
        requests.push_front(Waiting::Planned(planned_again(desk, failure.again).await?));
    }
    Ok(())
}

/// Changes in their order, so many in each request.
fn in_requests(mut changes: Vec<Planned>, most: usize) -> VecDeque<Waiting> {
    let mut requests = VecDeque::new();
    while changes.len() > most {
        let rest = changes.split_off(most);
        requests.push_back(Waiting::Planned(std::mem::replace(&mut changes, rest)));
    }
    requests.push_back(Waiting::Planned(changes));
    requests
}

/// Changes as they were planned, for another attempt.
async fn planned_again(desk: &Desk<'_>, ids: Vec<ChangeId>) -> Result<Vec<Planned>, ApiError> {
    let entries = desk.studio.ask(move |journal| journal.changes(&ids)).await?;
    Ok(entries.into_iter().map(|entry| entry.planned).collect())
}

/// What became of a request.
enum Attempt {
    /// The store answered; changes that it refused may go once more, otherwise than before.
    Answered {
        again: Vec<ChangeId>,
    },
    Failed(Failure),
}

/// What a request that failed leaves to be done.
struct Failure {
    error: StoreError,
    again: Vec<ChangeId>,
}

/// The store refuses the request as a whole, and would again.
fn is_for_good(error: &StoreError) -> bool {
    !error.is_passing() && !error.is_unreachable() && !error.is_unauthorised()
}

/// The store answered, with a failure of its own.
fn is_store_failure(error: &StoreError) -> bool {
    matches!(error.fault, Fault::ServerFailed { .. })
}

pub(super) async fn pause(desk: &Desk<'_>, error: &StoreError, tries: u32) -> Result<(), Halt> {
    let is_hopeless = error.is_unauthorised() || !error.is_passing() || tries >= TRIES;
    let wait = error.retry_after().unwrap_or(FIRST_PAUSE * 2u32.saturating_pow(tries - 1));
    if is_hopeless || wait > LONGEST_PAUSE {
        return Err(Halt::Failed(error.into()));
    }
    // Those who were refused together shall not come back together.
    let spread = wait.mul_f64(1.0 + f64::from(Timestamp::now().subsec_nanosecond() % 100) / 400.0);
    match desk.opened.waits.wait(error, spread).await {
        true => Ok(()),
        false => Err(Halt::Cancelled),
    }
}

/// Notes that the store refuses a change that stands alone.
async fn fail(desk: &Desk<'_>, failure: &Failure) -> Result<(), Halt> {
    let status = failure.error.fault.status().unwrap_or_default();
    let (code, message) = match &failure.error.fault {
        // The store's own words, where it has any.
        Fault::Refused { code, message, .. } | Fault::ServerFailed { code, message, .. } => {
            let bare = || format_smolstr!("HTTP {status}");
            (if code.is_empty() { bare() } else { code.clone() }, message.clone())
        }
        _ => (failure.error.code().into(), failure.error.to_string()),
    };
    let refusal = Refusal { code, status, message, existing: None };
    let outcomes: Vec<_> =
        failure.again.iter().map(|change| (*change, Outcome::Failed(refusal.clone()))).collect();
    note_unsent(desk, outcomes).await
}

/// Changes of one request, by when they can be sent.
struct Sorted {
    now: Vec<Resolved>,
    /// They refer to others of the same request.
    later: Vec<Planned>,
}

/// Puts store numbers in the place of changes that made records. What refers to something that was not made is
/// skipped; a link to it is left out.
async fn resolve(desk: &Desk<'_>, changes: Vec<Planned>) -> Result<Sorted, Halt> {
    let named = references::planned(changes.iter().map(|planned| &planned.change));
    let made = made(desk, named).await?;
    let here: std::collections::HashSet<ChangeId> =
        changes.iter().map(|planned| planned.change.id).collect();
    let (mut now, mut later, mut skipped) = (Vec::new(), Vec::new(), Vec::new());
    for mut planned in changes {
        let change = &mut planned.change;
        let waits_for = references::planned(std::iter::once(&*change));
        let is_yet_to_be_made = |id: &ChangeId| here.contains(id) && !made.contains_key(id);
        if waits_for.iter().any(|id| *id != change.id && is_yet_to_be_made(id)) {
            later.push(planned);
            continue;
        }
        let is_known = pictures::prepare(desk, change);
        let fields_differ = references::are_in_fields(change) || is_known;
        let missing = resolve_planned(change, &|id| made.get(&id).copied());
        if missing.is_empty() || change.completes.is_some() && is_resolved(change) {
            now.push(Resolved { planned, fields_differ });
        } else {
            skipped.push((change.id, Outcome::Skipped("reference_missing".into())));
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
    Ok(Sorted { now, later })
}

/// The records that other changes of the run made.
async fn made(
    desk: &Desk<'_>,
    changes: BTreeSet<ChangeId>,
) -> Result<HashMap<ChangeId, StoreId>, ApiError> {
    let ids: Vec<ChangeId> = changes.into_iter().collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let asked = ids.clone();
    let found = desk.studio.ask(move |journal| journal.store_ids(&asked)).await?;
    Ok(ids.into_iter().zip(found).filter_map(|(id, made)| Some((id, made?))).collect())
}

/// Puts store numbers in the place of changes, as far as they are known.
pub(super) async fn resolve_known(desk: &Desk<'_>, change: &mut Change) -> Result<(), ApiError> {
    let made = made(desk, references::planned(std::iter::once(&*change))).await?;
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
async fn read_again(desk: &Desk<'_>, changes: Vec<Resolved>) -> Result<Vec<Ready>, Halt> {
    let sought = now::sought(changes.iter().map(|resolved| &resolved.planned.change));
    let mut current = now::records(desk.store(), sought).await?;
    standstill::at(Point::Settling);
    let (mut ready, mut unsent) = (Vec::with_capacity(changes.len()), Vec::new());
    for mut resolved in changes {
        if resolved.planned.change.action == Action::Create {
            ready.push(Ready { resolved, before: None, along: Vec::new() });
            continue;
        }
        let before = now::stored(&resolved.planned.change).and_then(|id| current.remove(&id));
        let left_out = pictures::leave_out(desk, &mut resolved, before.as_ref());
        let change = &resolved.planned.change;
        let settled = desk.with_learned(|learned| settle(change, before.as_ref(), learned));
        match settled {
            Settle::AlreadyDone if !left_out.is_empty() => {
                pictures::tell(desk, change, &left_out).await?;
            }
            Settle::Send => {
                let along = match (change.action, &before) {
                    (Action::Trash, Some(product)) => now::within(desk.store(), product).await?,
                    _ => Vec::new(),
                };
                ready.push(Ready { resolved, before, along });
            }
            Settle::AlreadyDone if pictures::may_only_be_inherited(change) => {
                ready.push(Ready { resolved, before, along: Vec::new() });
            }
            Settle::AlreadyDone => {
                unsent.push((change.id, Outcome::Skipped("already_so".into())));
            }
            Settle::Gone => unsent.push((change.id, Outcome::Skipped("record_gone".into()))),
            // The image is what is there now: an undo puts somebody's edit back.
            Settle::Conflict(_) if desk.options.overwrites && change.action == Action::Update => {
                ready.push(Ready { resolved, before, along: Vec::new() });
            }
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

pub(super) async fn note_unsent(
    desk: &Desk<'_>,
    outcomes: Vec<(ChangeId, Outcome)>,
) -> Result<(), Halt> {
    let run = desk.run;
    desk.studio.ask(move |journal| journal.settle_unsent(run, Timestamp::now(), &outcomes)).await?;
    Ok(())
}

/// What is known of a change besides what is sent: the change that it takes back, the source's own key.
type About = (Option<ChangeId>, Option<String>);

/// How far the store's numbers go before records are made that look like somebody else's: what is called the same
/// and has a greater number is ours.
async fn newest_before(desk: &Desk<'_>, ready: &[Ready]) -> Result<Option<StoreId>, StoreError> {
    let changes = || ready.iter().map(|ready| &ready.resolved.planned.change);
    let is_unmarked =
        |change| matches!(FoundBy::of(change), FoundBy::ContentAndTime | FoundBy::Name);
    match changes().next() {
        Some(first) if changes().any(is_unmarked) => {
            Ok(Some(look_up::newest(desk.store(), first).await?))
        }
        _ => Ok(None),
    }
}

/// Promises a request, sends it, and notes what became of it.
async fn attempt(desk: &Desk<'_>, ready: Vec<Ready>, pace: &Mutex<Pace>) -> Result<Attempt, Halt> {
    let run = desk.run;
    let newest = newest_before(desk, &ready).await?;
    let mut sent = Vec::with_capacity(ready.len());
    let (changes, about): (Vec<Change>, Vec<About>) = ready
        .into_iter()
        .map(|Ready { resolved: Resolved { planned, fields_differ }, before, along }| {
            let Planned { change, undoes, source_key, .. } = planned;
            let fields = fields_differ.then(|| change.fields.clone());
            sent.push(Sent { change: change.id, fields, before, along });
            (change, (undoes, source_key))
        })
        .unzip();
    let begun = move |journal: &Journal| journal.begin_beyond(run, Timestamp::now(), sent, newest);
    let intent = desk.studio.ask(begun).await?;
    standstill::at(Point::IntentWritten);
    let began = Instant::now();
    let answered = desk.store().send(&changes).await;
    let took = began.elapsed();
    let tell_pace = |tell: &dyn Fn(&mut Pace)| {
        tell(&mut pace.lock().unwrap_or_else(PoisonError::into_inner));
    };
    let (count, new_pictures) = (changes.len(), pictures::new_in(&changes));
    let as_sent = changes.into_iter().zip(about).map(|(change, (undoes, source_key))| Planned {
        change,
        undoes,
        source_key,
        name: None,
    });
    match answered {
        Ok(answers) => {
            standstill::at(Point::Answered);
            // How long a store takes to fetch pictures says nothing of how many records it bears.
            if new_pictures == 0 {
                tell_pace(&|pace| pace.answered(count, took));
            }
            pictures::took(desk, new_pictures, Some(took));
            let answers = twice::second_look(desk, &intent, as_sent.zip(answers).collect()).await?;
            let again = pictures::refused(desk, &intent, &answers);
            finish(desk, intent, answers).await?;
            Ok(Attempt::Answered { again })
        }
        Err(error) => {
            tracing::warn!(code = error.code(), "a request failed");
            if error.is_passing() {
                tell_pace(&Pace::strained);
                pictures::took(desk, new_pictures, None);
            }
            let again = match error.sent {
                Reached::Nothing => {
                    let ids: Vec<ChangeId> = as_sent.map(|planned| planned.change.id).collect();
                    unknown::not_sent(desk, &intent, ids.clone()).await?;
                    ids
                }
                Reached::Maybe => unknown::look(desk, intent, as_sent.collect()).await?,
            };
            Ok(Attempt::Failed(Failure { error, again }))
        }
    }
}

/// Whence it is known what the store did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It has answered.
    ByTheStore,
    /// Its answer was lost, and its records were looked at.
    ByItsRecords,
}

/// Judges answers and writes the outcomes. Changes are as they were sent.
pub(super) async fn finish(
    desk: &Desk<'_>,
    intent: Intent,
    answers: Vec<(Planned, Answer, Told)>,
) -> Result<(), Halt> {
    let scope = desk.options.source_scope.clone();
    let learned = Arc::clone(&desk.learned);
    let pictures = Arc::clone(&desk.pictures);
    desk.studio
        .ask(move |journal| {
            let undone: Vec<ChangeId> =
                answers.iter().filter_map(|(planned, ..)| made_again(planned)).collect();
            let old = journal.store_ids(&undone)?;
            let old: HashMap<ChangeId, Option<StoreId>> = undone.into_iter().zip(old).collect();
            let before: HashMap<ChangeId, &StoreRecord> = images(&intent).collect();
            let mut results: Vec<Finished> = {
                let learned = learned.lock().unwrap_or_else(PoisonError::into_inner);
                let judge = |(planned, answer, told): (Planned, Answer, Told)| {
                    let replaces =
                        made_again(&planned).and_then(|undone| old.get(&undone).copied()?);
                    let before = before.get(&planned.change.id).copied();
                    let found = match told {
                        Told::ByTheStore => None,
                        Told::ByItsRecords => Some(FoundBy::of(&planned.change)),
                    };
                    let judged = judged(planned, before, answer, replaces, &scope, &learned);
                    Finished { found, ..judged }
                };
                answers.into_iter().map(judge).collect()
            };
            pictures::follow(journal, &intent, &pictures, &mut results)?;
            journal.finish(&intent, Timestamp::now(), &results)
        })
        .await?;
    standstill::at(Point::OutcomeWritten);
    Ok(())
}

/// The records of an intent as they were just before.
pub(super) fn images(intent: &Intent) -> impl Iterator<Item = (ChangeId, &StoreRecord)> {
    intent.sent.iter().filter_map(|sent| Some((sent.change, sent.before.as_ref()?)))
}

/// The change that deleted what this one makes again.
fn made_again(planned: &Planned) -> Option<ChangeId> {
    planned.undoes.filter(|_| planned.change.action == Action::Create)
}

fn judged(
    planned: Planned,
    before: Option<&StoreRecord>,
    answer: Answer,
    replaces: Option<StoreId>,
    scope: &str,
    learned: &Learned,
) -> Finished {
    let Planned { change, source_key, .. } = planned;
    match answer {
        Answer::Kept(record) => {
            let judged = longshore_engine::outcome::judge(&change, before, &record, learned);
            let is_gone = change.action.is_removal();
            Finished {
                touched: judged.touched,
                store_id: Some(record.id),
                images: longshore_engine::outcome::learned_images(&change, &record),
                source_key: source_key.map(|key| (scope.to_owned(), key)),
                replaces,
                kept: (!is_gone).then_some(record),
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

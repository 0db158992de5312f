//! How does a plan get into the store?
//!
//! Phase by phase. Changes that may share a request are gathered until a request is full, then leave together;
//! as many requests are under way as the store bears. Taxonomies go one request after the other: made in parallel,
//! stores make twins of them (`categories-create-race-same-name`).

use std::{
    collections::{HashMap, VecDeque},
    future::ready,
    pin::pin,
    sync::Mutex,
    time::Instant,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use jiff::Timestamp;
use longshore_connectors::{Pace, Route};
use longshore_engine::change::Phase;
use longshore_journal::{
    RunId,
    pending::{PendingPage, Place},
    plan::Planned,
    runs::RunStatus,
};

use super::{
    copies,
    going::Doing,
    halt::Halt,
    overtaken,
    request::{self, Desk},
    settle, stopped, uploads,
};
use crate::{
    error::ApiError,
    events::Event,
    progress::{Stage, Watch},
    stores::Opened,
    studio::Studio,
};

/// How many changes are read from the plan at a time.
const PAGE: usize = 400;
/// How many changes wait for others of their route at most.
const MOST_WAITING: usize = 4_000;
/// How many changes that each need a request of their own are carried out one after the other, while others go beside.
const MOST_IN_ORDER: usize = 100;
/// How long to wait for another run on the same store before looking again.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(300);

/// Carries a run out to its end, or until it is stopped, and answers which of both. Whatever was left open by an
/// earlier attempt is settled first.
pub(crate) async fn carry_out(
    studio: &Studio,
    opened: &Opened,
    run: RunId,
    doing: &Doing,
    watch: &Watch,
) -> Result<RunStatus, ApiError> {
    let lock = own(studio, run, doing, watch).await?;
    if studio.ask(move |journal| journal.run(run)).await?.status == RunStatus::Planned {
        overtaken::check(studio, run).await?;
    }
    become_(studio, run, RunStatus::Running).await?;
    studio.ask(move |journal| stopped::forget(journal, run)).await?;
    let sender = Sender::new(studio, opened, run, doing, watch).await?;
    let ended = sender.send_all().await;
    drop(lock);
    let (status, result) = match ended {
        Ok(()) => (RunStatus::Completed, Ok(RunStatus::Completed)),
        Err(Halt::Cancelled) => (RunStatus::Cancelled, Ok(RunStatus::Cancelled)),
        // It would have been waited for if nobody had stopped it.
        Err(Halt::Failed(error)) if watch.is_cancelled() && error.is_passing => {
            (RunStatus::Cancelled, Ok(RunStatus::Cancelled))
        }
        Err(Halt::Failed(error)) => (RunStatus::Interrupted, Err(error)),
    };
    if let Err(error) = &result {
        let error = error.clone();
        // A journal that cannot note it has troubles of its own, which are told below.
        let _ = studio.ask(move |journal| stopped::note(journal, run, &error)).await;
    }
    // The cause matters more than a journal that cannot note it any more; the lock is free, so it shows anyway.
    let noted = become_(studio, run, status).await;
    result.and_then(|status| noted.map(|()| status))
}

/// Ends a run that has nothing to send: no store is asked for that.
pub(crate) async fn carry_out_nothing(
    studio: &Studio,
    run: RunId,
    doing: &Doing,
    watch: &Watch,
) -> Result<RunStatus, ApiError> {
    let _lock = own(studio, run, doing, watch).await?;
    overtaken::check(studio, run).await?;
    become_(studio, run, RunStatus::Running).await?;
    become_(studio, run, RunStatus::Completed).await?;
    Ok(RunStatus::Completed)
}

/// Waits until this process may carry the run out.
async fn own(
    studio: &Studio,
    run: RunId,
    doing: &Doing,
    watch: &Watch,
) -> Result<longshore_journal::lock::RunLock, ApiError> {
    loop {
        match studio.ask(move |journal| journal.lock_run(run)).await {
            Err(error) if error.code == "connection_busy" => {
                watch.tell(Stage::Waiting, 0, None);
                if doing.waits(Some((error, PATIENCE))) {
                    studio.events().tell(Event::RunChanged { run: run.0 });
                }
                watch.unless_cancelled(tokio::time::sleep(PATIENCE)).await?;
            }
            other => {
                doing.waits(None);
                return other;
            }
        }
    }
}

async fn become_(studio: &Studio, run: RunId, status: RunStatus) -> Result<(), ApiError> {
    studio
        .ask(move |journal| {
            let is_running = journal.run(run)?.status == RunStatus::Running;
            if status == RunStatus::Running && is_running {
                // A crash left it so: what counts is that it ended.
                journal.set_run_status(run, RunStatus::Interrupted, Timestamp::now())?;
            }
            journal.set_run_status(run, status, Timestamp::now())
        })
        .await?;
    studio.events().tell(Event::RunChanged { run: run.0 });
    Ok(())
}

/// Sends the changes of one run.
struct Sender<'a> {
    desk: Desk<'a>,
    doing: &'a Doing,
    watch: &'a Watch,
    pace: Mutex<Pace>,
    told: Mutex<Told>,
}

/// What was told of the progress.
struct Told {
    done: u64,
    total: u64,
    last_event: Option<Instant>,
}

/// Changes of one route that wait for more of it.
#[derive(Default)]
struct Waiting {
    since: u64,
    changes: Vec<Planned>,
}

impl<'a> Sender<'a> {
    async fn new(
        studio: &'a Studio,
        opened: &'a Opened,
        run: RunId,
        doing: &'a Doing,
        watch: &'a Watch,
    ) -> Result<Self, ApiError> {
        let total = studio.ask(move |journal| journal.run_counts(run)).await?.pending;
        doing.begin(total);
        Ok(Self {
            doing,
            desk: Desk::new(studio, opened, run).await?,
            watch,
            pace: Mutex::new(opened.store.pace()),
            told: Mutex::new(Told { done: 0, total, last_event: None }),
        })
    }

    async fn send_all(&self) -> Result<(), Halt> {
        settle::open_intents(&self.desk).await?;
        overtaken::check(self.desk.studio, self.desk.run).await?;
        self.tell(0);
        let mut under_way =
            UnderWay { futures: FuturesUnordered::new(), carry: |request| self.carry(request) };
        loop {
            let sent = self.send_phases(&mut under_way).await;
            // What is under way is waited for: its outcome belongs into the journal.
            sent.and(under_way.arrive().await)?;
            // What follows from what was sent was not in the plan when it was read.
            if !self.has_more().await? {
                break;
            }
        }
        uploads::take_out(&self.desk, self.watch).await?;
        copies::look(&self.desk).await
    }

    /// Whether changes came up that are still to be sent.
    async fn has_more(&self) -> Result<bool, ApiError> {
        let run = self.desk.run;
        let more = self.desk.studio.ask(move |journal| journal.run_counts(run)).await?.pending;
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.total = told.done + more;
        self.doing.goes_on_to(told.total);
        Ok(more > 0)
    }

    async fn send_phases<F: Future<Output = Result<(), Halt>>>(
        &self,
        under_way: &mut UnderWay<F, impl Fn(Vec<Planned>) -> F>,
    ) -> Result<(), Halt> {
        let mut page = self.page(None).await?;
        let mut phase = None;
        let mut waiting = Gathered::default();
        loop {
            for change in page.changes {
                if phase != Some(change.change.phase) {
                    self.send(under_way, waiting.take_all(), phase, ready(())).await?;
                    under_way.arrive().await?;
                    phase = Some(change.change.phase);
                }
                waiting.add(self.desk.store().route(&change.change), change);
            }
            // What taxonomies refer to has to be made before them: they never overtake each other.
            let may_overtake = phase != Some(Phase::Taxonomies) && waiting.len() < MOST_WAITING;
            let next = if may_overtake { waiting.take_full() } else { waiting.take_all() };
            let Some(place) = page.next else {
                self.send(under_way, next, phase, ready(())).await?;
                return self.send(under_way, waiting.take_all(), phase, ready(())).await;
            };
            // What comes next is read while this is on its way.
            page = self.send(under_way, next, phase, self.page(Some(place))).await??;
        }
    }

    /// The next changes of the plan.
    async fn page(&self, after: Option<Place>) -> Result<PendingPage, ApiError> {
        let run = self.desk.run;
        self.desk.studio.ask(move |journal| journal.pending(run, after, PAGE)).await
    }

    /// Sends requests, as many at a time as the store bears, until all of them are on their way and `meanwhile` is
    /// done. The store never waits for the last of some before it gets more.
    async fn send<F: Future<Output = Result<(), Halt>>, T>(
        &self,
        under_way: &mut UnderWay<F, impl Fn(Vec<Planned>) -> F>,
        requests: Vec<Vec<Planned>>,
        phase: Option<Phase>,
        meanwhile: impl Future<Output = T>,
    ) -> Result<T, Halt> {
        let mut requests = VecDeque::from(requests);
        let (mut meanwhile, mut done) = (pin!(meanwhile), None);
        loop {
            if !requests.is_empty() && under_way.futures.is_empty() {
                self.may_go_on().await?;
            }
            // Who stops a run that has nothing more to send has not stopped it.
            if !requests.is_empty() && self.watch.is_cancelled() {
                return Err(Halt::Cancelled);
            }
            let most = match phase {
                Some(Phase::Taxonomies) => 1,
                _ => self.with_pace(Pace::connections),
            };
            while under_way.futures.len() < most && !self.doing.is_pausing() {
                let Some(request) = self.next_of(&mut requests) else { break };
                under_way.futures.push((under_way.carry)(request));
            }
            if requests.is_empty()
                && let Some(done) = done.take()
            {
                return Ok(done);
            }
            tokio::select! {
                Some(arrived) = under_way.futures.next() => arrived?,
                result = &mut meanwhile, if done.is_none() => done = Some(result),
                // A pause that began just now is waited for before the rest.
                else => {}
            }
        }
    }

    /// As many of the changes that wait as a request may carry by now: the store may have become slower, or quicker,
    /// since they were gathered.
    fn next_of(&self, waiting: &mut VecDeque<Vec<Planned>>) -> Option<Vec<Planned>> {
        let route_of = |changes: &Vec<Planned>| {
            changes.first().map(|first| self.desk.store().route(&first.change))
        };
        let mut request = waiting.pop_front()?;
        let Some(route) = route_of(&request) else { return Some(request) };
        if is_in_order(&route) {
            return Some(request);
        }
        let most = route.limit.min(self.with_pace(Pace::batch)).max(1);
        while request.len() < most
            && let Some(next) = waiting.front_mut()
            && route_of(next).as_ref() == Some(&route)
        {
            let taken = next.len().min(most - request.len());
            request.extend(next.drain(..taken));
            if next.is_empty() {
                waiting.pop_front();
            }
        }
        if request.len() > most {
            waiting.push_front(request.split_off(most));
        }
        Some(request)
    }

    async fn carry(&self, changes: Vec<Planned>) -> Result<(), Halt> {
        let count = changes.len() as u64;
        if let Some(first) = changes.first() {
            self.doing.sends(&first.change.label);
        }
        request::carry(&self.desk, changes, &self.pace, self.watch).await?;
        self.tell(count);
        Ok(())
    }

    /// Waits while somebody wants a pause; nothing is under way then.
    async fn may_go_on(&self) -> Result<(), Halt> {
        if self.watch.is_cancelled() {
            return Err(Halt::Cancelled);
        }
        if !self.doing.is_pausing() {
            return Ok(());
        }
        let (studio, run) = (self.desk.studio, self.desk.run);
        become_(studio, run, RunStatus::Paused).await?;
        let goes_on = self.doing.may_go_on().await;
        if !goes_on {
            return Err(Halt::Cancelled);
        }
        Ok(become_(studio, run, RunStatus::Running).await?)
    }

    fn tell(&self, more: u64) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.done += more;
        self.doing.did(more);
        self.watch.tell(Stage::Sending, told.done, Some(told.total));
        let now = Instant::now();
        let is_due = told.last_event.is_none_or(|last| (now - last).as_millis() >= 200);
        if is_due {
            told.last_event = Some(now);
            self.desk.studio.events().tell(Event::RunProgressed { run: self.desk.run.0 });
        }
    }

    fn with_pace<T>(&self, ask: impl FnOnce(&Pace) -> T) -> T {
        ask(&self.pace.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

/// Whether changes go one after the other, although each has a request of its own: the notes of an order are read in
/// the order in which they were made.
fn is_in_order(route: &Route) -> bool {
    route.limit == 1 && route.parent.is_some()
}

/// Requests that are on their way, and what sets one out.
struct UnderWay<F, C> {
    futures: FuturesUnordered<F>,
    carry: C,
}

impl<F: Future<Output = Result<(), Halt>>, C> UnderWay<F, C> {
    /// Waits for all of them; the first halt counts.
    async fn arrive(&mut self) -> Result<(), Halt> {
        let mut all = Ok(());
        while let Some(arrived) = self.futures.next().await {
            all = all.and(arrived);
        }
        all
    }
}

/// Changes that wait for others of their route.
#[derive(Default)]
struct Gathered {
    routes: HashMap<Route, Waiting>,
    full: Vec<Waiting>,
    count: usize,
    groups: u64,
}

impl Gathered {
    fn add(&mut self, route: Route, change: Planned) {
        let most = if is_in_order(&route) { MOST_IN_ORDER } else { route.limit.max(1) };
        let waiting = self.routes.entry(route).or_default();
        if waiting.changes.is_empty() {
            waiting.since = self.groups;
            self.groups += 1;
        }
        waiting.changes.push(change);
        self.count += 1;
        if waiting.changes.len() >= most {
            self.full.push(std::mem::take(waiting));
        }
    }

    fn len(&self) -> usize {
        self.count
    }

    fn take_full(&mut self) -> Vec<Vec<Planned>> {
        let full: Vec<_> = self.full.drain(..).map(|waiting| waiting.changes).collect();
        self.count -= full.iter().map(Vec::len).sum::<usize>();
        full
    }

    /// Everything, in the order in which it began to wait.
    fn take_all(&mut self) -> Vec<Vec<Planned>> {
        let mut all = std::mem::take(&mut self.full);
        all.extend(self.routes.drain().map(|(_, waiting)| waiting));
        all.retain(|waiting| !waiting.changes.is_empty());
        all.sort_by_key(|waiting| waiting.since);
        self.count = 0;
        all.into_iter().map(|waiting| waiting.changes).collect()
    }
}

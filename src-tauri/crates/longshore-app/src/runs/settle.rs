//! What became of a request without an answer?
//!
//! The store is read: what it did is judged like an answer, what it did not do may be sent again. Nothing is sent
//! on a guess.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use longshore_connectors::{Answer, look_up};
use longshore_engine::{
    change::{Action, Change, Outcome},
    outcome::{FoundBy, Recovered, recover},
    record::StoreRecord,
    value::{ChangeId, StoreId},
};
use longshore_journal::{
    intents::{Finished, Intent},
    plan::Planned,
    standstill::{self, Point},
};

use super::{
    halt::Halt,
    now,
    request::{self, Desk, Told},
};

/// How far the clocks of a store and of this computer may be apart.
const CLOCKS_APART: Duration = Duration::from_secs(15 * 60);

/// A store that makes nothing of a request for so long makes nothing of it any more.
const QUIET: Duration = Duration::from_secs(5);

/// Settles everything that an earlier attempt at the run left open.
pub(super) async fn open_intents(desk: &Desk<'_>) -> Result<(), Halt> {
    let run = desk.run;
    let intents = desk.studio.ask(move |journal| journal.open_intents(run)).await?;
    for intent in intents {
        let ids: Vec<ChangeId> = intent.sent.iter().map(|sent| sent.change).collect();
        let entries = desk.studio.ask(move |journal| journal.changes(&ids)).await?;
        let mut planned: HashMap<ChangeId, Planned> =
            entries.into_iter().map(|entry| (entry.planned.change.id, entry.planned)).collect();
        let mut as_sent = Vec::with_capacity(intent.sent.len());
        for sent in &intent.sent {
            let Some(mut planned) = planned.remove(&sent.change) else { continue };
            if let Some(fields) = &sent.fields {
                planned.change.fields = fields.clone();
            }
            request::resolve_known(desk, &mut planned.change).await?;
            as_sent.push(planned);
        }
        look(desk, intent, as_sent).await?;
    }
    Ok(())
}

/// Notes that changes of an intent never reached the store.
pub(super) async fn not_sent(
    desk: &Desk<'_>,
    intent: &Intent,
    changes: Vec<ChangeId>,
) -> Result<(), Halt> {
    let intent = intent.clone();
    desk.studio.ask(move |journal| journal.send_again(&intent, Timestamp::now(), &changes)).await?;
    Ok(())
}

/// Looks into the store what became of changes, which are as they were sent; gives back those that it did not
/// carry out.
pub(super) async fn look(
    desk: &Desk<'_>,
    intent: Intent,
    as_sent: Vec<Planned>,
) -> Result<Vec<ChangeId>, Halt> {
    let mut candidates = quiet_sightings(desk, &intent, &as_sent).await?;
    standstill::at(Point::LookedUp);
    let mut claimed = HashSet::new();
    let before: HashMap<ChangeId, &StoreRecord> = request::images(&intent).collect();
    let (mut done, mut unclear, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for planned in as_sent {
        let change = &planned.change;
        let seen = candidates.remove(&change.id).unwrap_or_default();
        let before = before.get(&change.id).copied();
        let (recovered, record) = judged(desk, change, before, &seen, &claimed);
        match recovered {
            Recovered::Done => {
                // A record that was deleted is gone: what it was is its image.
                let record = record.or_else(|| before.cloned());
                claimed.extend(record.as_ref().map(|record| record.id));
                let told = Told::ByItsRecords;
                done.extend(record.map(|record| (planned, Answer::Kept(record), told)));
            }
            Recovered::NotDone => again.push(change.id),
            Recovered::Unclear(differences) => {
                let found = Some(FoundBy::of(change));
                let outcome = Outcome::Conflict(differences);
                unclear.push(Finished { found, ..Finished::new(change.id, outcome) });
            }
        }
    }
    if !again.is_empty() {
        not_sent(desk, &intent, again.clone()).await?;
    }
    if !unclear.is_empty() {
        let intent = intent.clone();
        desk.studio.ask(move |journal| journal.finish(&intent, Timestamp::now(), &unclear)).await?;
    }
    if !done.is_empty() {
        request::finish(desk, intent, done).await?;
    }
    Ok(again)
}

/// What the records that were seen say of a change, and the one that says it. Records that say the same are each
/// somebody's: those that are claimed do not count.
pub(super) fn judged(
    desk: &Desk<'_>,
    change: &Change,
    before: Option<&StoreRecord>,
    seen: &[StoreRecord],
    claimed: &HashSet<StoreId>,
) -> (Recovered, Option<StoreRecord>) {
    desk.with_learned(|learned| {
        let judge = |candidate: Option<&StoreRecord>| recover(change, before, candidate, learned);
        let seen = || seen.iter().filter(|record| !claimed.contains(&record.id));
        let is_done = |record: &&StoreRecord| judge(Some(record)) == Recovered::Done;
        match seen().find(is_done).or(seen().next()) {
            Some(record) => (judge(Some(record)), Some(record.clone())),
            None => (judge(None), None),
        }
    })
}

/// The same as [`sightings`]; where records are missing that the store would make a second time without a word, it is
/// asked until it has been quiet for a while: it may still be at work on what was sent.
async fn quiet_sightings(
    desk: &Desk<'_>,
    intent: &Intent,
    as_sent: &[Planned],
) -> Result<HashMap<ChangeId, Vec<StoreRecord>>, Halt> {
    let nameless: Vec<ChangeId> = as_sent
        .iter()
        .filter(|planned| {
            matches!(FoundBy::of(&planned.change), FoundBy::Mark | FoundBy::ContentAndTime)
        })
        .map(|planned| planned.change.id)
        .collect();
    let made = |seen: &HashMap<ChangeId, Vec<StoreRecord>>| {
        let records = nameless.iter().filter_map(|change| seen.get(change)).flatten();
        records.map(|record| record.id).collect::<HashSet<_>>().len()
    };
    let mut seen = sightings(desk, intent, as_sent).await?;
    let (quiet, mut since) = (quiet(), Instant::now());
    while made(&seen) < nameless.len() && since.elapsed() < quiet {
        // Who does not wait cannot know that nothing more comes of it: whoever goes on looks again.
        if !desk.opened.waits.rest(quiet / 5).await {
            return Err(Halt::Cancelled);
        }
        let later = sightings(desk, intent, as_sent).await?;
        if made(&later) != made(&seen) {
            since = Instant::now();
        }
        seen = later;
    }
    Ok(seen)
}

/// How long a store has to be quiet. Tests of a debug build may not want to wait.
pub(super) fn quiet() -> Duration {
    #[cfg(debug_assertions)]
    if let Some(wanted) = std::env::var("LONGSHORE_QUIET_MS").ok().and_then(|ms| ms.parse().ok()) {
        return Duration::from_millis(wanted);
    }
    QUIET
}

/// The records of the store that changes may have made or changed.
pub(super) async fn sightings(
    desk: &Desk<'_>,
    intent: &Intent,
    as_sent: &[Planned],
) -> Result<HashMap<ChangeId, Vec<StoreRecord>>, Halt> {
    let mut found = HashMap::new();
    let Some(Planned { change: first, .. }) = as_sent.first() else { return Ok(found) };
    if first.action == Action::Create {
        let changes: Vec<Change> = as_sent.iter().map(|planned| planned.change.clone()).collect();
        let mut seen = look_up::sightings(desk.store(), &changes, since(intent)).await?;
        for (change, seen) in changes.iter().zip(&mut seen) {
            let way = FoundBy::of(change);
            if matches!(way, FoundBy::ContentAndTime | FoundBy::Name) {
                // What was there before is somebody else's, however much it says the same.
                seen.retain(|record| intent.newest.is_none_or(|newest| record.id > newest));
            }
            if way == FoundBy::ContentAndTime {
                *seen = of_nobody_else(desk, std::mem::take(seen)).await?;
            }
        }
        found.extend(changes.iter().map(|change| change.id).zip(seen));
        return Ok(found);
    }
    let sought = now::sought(as_sent.iter().map(|planned| &planned.change));
    let mut records = now::records(desk.store(), sought).await?;
    for Planned { change, .. } in as_sent {
        let record = now::stored(change).and_then(|id| records.remove(&id));
        found.insert(change.id, record.into_iter().collect());
    }
    Ok(found)
}

/// What a request made was written after this moment (UTC).
pub(super) fn since(intent: &Intent) -> DateTime {
    let since = intent.at.checked_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN);
    since.to_zoned(TimeZone::UTC).datetime()
}

/// Records without those that another change made: they say the same and are not this one's.
pub(super) async fn of_nobody_else(
    desk: &Desk<'_>,
    records: Vec<StoreRecord>,
) -> Result<Vec<StoreRecord>, Halt> {
    let connection = desk.opened.id;
    let others = desk.studio.ask(move |journal| {
        let mut others = Vec::new();
        for record in records {
            if !journal.is_made(connection, record.entity, record.id)? {
                others.push(record);
            }
        }
        Ok(others)
    });
    Ok(others.await?)
}

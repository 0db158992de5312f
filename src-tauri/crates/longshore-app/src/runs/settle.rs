//! What became of a request without an answer?
//!
//! The store is read: what it did is judged like an answer, what it did not do may be sent again. Nothing is sent
//! on a guess.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use longshore_connectors::{Answer, look_up};
use longshore_engine::{
    change::{Action, Change, Outcome},
    outcome::{FoundBy, Recovered, recover},
    record::StoreRecord,
    value::ChangeId,
};
use longshore_journal::{
    intents::{Finished, Intent},
    plan::Planned,
    standstill::{self, Point},
};

use super::{
    halt::Halt,
    now,
    request::{self, Desk},
};

/// How far the clocks of a store and of this computer may be apart.
const CLOCKS_APART: Duration = Duration::from_secs(15 * 60);

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
    let mut candidates = sightings(desk, &intent, &as_sent).await?;
    standstill::at(Point::LookedUp);
    let mut claimed = HashSet::new();
    let before: HashMap<ChangeId, &StoreRecord> = request::images(&intent).collect();
    let (mut done, mut unclear, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for planned in as_sent {
        let change = &planned.change;
        let seen = candidates.remove(&change.id).unwrap_or_default();
        let before = before.get(&change.id).copied();
        let (recovered, record) = desk.with_learned(|learned| {
            let judge =
                |candidate: Option<&StoreRecord>| recover(change, before, candidate, learned);
            // Records that say the same are each somebody's.
            let seen = || seen.iter().filter(|record| !claimed.contains(&record.id));
            let is_done = |record: &&StoreRecord| judge(Some(record)) == Recovered::Done;
            match seen().find(is_done).or(seen().next()) {
                Some(record) => (judge(Some(record)), Some(record.clone())),
                None => (judge(None), None),
            }
        });
        match recovered {
            Recovered::Done => {
                // A record that was deleted is gone: what it was is its image.
                let record = record.or_else(|| before.cloned());
                claimed.extend(record.as_ref().map(|record| record.id));
                done.extend(record.map(|record| (planned, Answer::Kept(record))));
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
        request::finish(desk, intent, done, request::Told::ByItsRecords).await?;
    }
    Ok(again)
}

/// The records of the store that changes may have made or changed.
async fn sightings(
    desk: &Desk<'_>,
    intent: &Intent,
    as_sent: &[Planned],
) -> Result<HashMap<ChangeId, Vec<StoreRecord>>, Halt> {
    let mut found = HashMap::new();
    let Some(Planned { change: first, .. }) = as_sent.first() else { return Ok(found) };
    if first.action == Action::Create {
        let changes: Vec<Change> = as_sent.iter().map(|planned| planned.change.clone()).collect();
        let since = intent.at.checked_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN);
        let since = since.to_zoned(TimeZone::UTC).datetime();
        let mut seen = look_up::sightings(desk.store(), &changes, since).await?;
        for (change, seen) in changes.iter().zip(&mut seen) {
            if FoundBy::of(change) == FoundBy::ContentAndTime {
                // What was there before is somebody else's, however much it says the same.
                seen.retain(|record| intent.newest.is_none_or(|newest| record.id > newest));
                *seen = of_nobody_else(desk, std::mem::take(seen)).await?;
            }
        }
        found.extend(changes.iter().map(|change| change.id).zip(seen));
        return Ok(found);
    }
    let changes = as_sent.iter().map(|planned| &planned.change);
    let mut records = now::records(desk.store(), changes).await?;
    for Planned { change, .. } in as_sent {
        let record = now::stored(change).and_then(|id| records.remove(&id));
        found.insert(change.id, record.into_iter().collect());
    }
    Ok(found)
}

/// Records without those that another change made: they say the same and are not this one's.
async fn of_nobody_else(
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

//! Did the store make something twice that was sent once?
//!
//! A request may be delivered twice on its way. Where its records have a key, the store refuses the second one; what
//! has none it makes again, and tells of one. So once everything is sent, what is new in the store is compared with
//! what the journal knows of, and the rest that is ours is noted: shown, and taken back with the run.

use std::{collections::BTreeSet, time::Duration};

use futures_util::StreamExt;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use longshore_connectors::{Order, Query};
use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    outcome::{FoundBy, is_without_natural_key, judge},
    platforms::woocommerce::rules,
    record::StoreRecord,
    value::{ChangeId, Reference, StoreId, Value},
};
use longshore_journal::{Journal, JournalError, copies::Copy, effects::Effect};

use super::{halt::Halt, request::Desk};

/// Products show when they were made by the store's own clock, wherever it stands, and be it wrong by some minutes.
const CLOCKS_APART: Duration = Duration::from_secs(15 * 60 * 60);
/// How long after the first delivery of a request the second may be carried out.
const DELIVERIES_APART: Duration = Duration::from_secs(15 * 60);
/// Products whose variations are read together.
const TOGETHER: usize = 100;

/// Looks for what requests of the run made a second time, and notes it.
pub(super) async fn look(desk: &Desk<'_>) -> Result<(), Halt> {
    let (run, has_marks) = (desk.run, !desk.options.no_marks);
    let keyless = desk.studio.ask(move |journal| journal.keyless(run, has_marks)).await?;
    let Some(keyless) = keyless else { return Ok(()) };
    let since = keyless.since.checked_sub(CLOCKS_APART).unwrap_or(Timestamp::MIN);
    let since = since.to_zoned(TimeZone::UTC).datetime();
    if keyless.products {
        let newest = Query { order: Order::NewestFirst, ..Query::all(Entity::Product) };
        look_through(desk, newest, since).await?;
    }
    for parents in keyless.parents.chunks(TOGETHER) {
        look_through(desk, Query::all(Entity::Variation).within(parents.to_vec()), since).await?;
    }
    Ok(())
}

async fn look_through(desk: &Desk<'_>, query: Query, since: DateTime) -> Result<(), Halt> {
    let (run, entity, is_by_age) = (desk.run, query.entity, query.order == Order::NewestFirst);
    let made = desk.studio.ask(move |journal| journal.made_in(run, entity)).await?;
    let mut pages = desk.store().pages(query.fresh());
    while let Some(page) = pages.next().await {
        let records = page?.records;
        let is_over = is_by_age && !records.iter().any(|record| is_since(record, since));
        note(desk, &made, records.into_iter().filter(|record| record.entity == entity)).await?;
        if is_over {
            break;
        }
    }
    Ok(())
}

/// Whether a record may have been made since. Where it does not say when, it may.
fn is_since(record: &StoreRecord, since: DateTime) -> bool {
    match record.fields.get("date_created") {
        Some(Value::Moment(made)) => *made >= since,
        _ => true,
    }
}

/// Notes those among records that are made a second time by a change of the run.
async fn note(
    desk: &Desk<'_>,
    made: &BTreeSet<StoreId>,
    records: impl Iterator<Item = StoreRecord>,
) -> Result<(), Halt> {
    let mut copies = Vec::new();
    for record in records.filter(|record| !made.contains(&record.id)) {
        for effect in makers(desk, &record).await? {
            if let Some(copy) = copy(desk, &effect, &record) {
                copies.push(copy);
                break;
            }
        }
    }
    if !copies.is_empty() {
        let run = desk.run;
        tracing::warn!(run = run.0, copies = copies.len(), "requests were delivered twice");
        let noted =
            desk.studio.ask(move |journal| journal.note_copies(run, Timestamp::now(), &copies));
        noted.await?;
    }
    Ok(())
}

/// The changes of the run that may have made a record: the one whose mark it has; where the run leaves none, those
/// that made the like, if nobody is known to have made this one.
async fn makers(desk: &Desk<'_>, record: &StoreRecord) -> Result<Vec<Effect>, Halt> {
    let (run, connection, has_marks) = (desk.run, desk.opened.id, !desk.options.no_marks);
    let marked = record.fields.text(rules::MARK).and_then(|mark| {
        mark.strip_prefix(super::mark_of(run).as_str())?.parse().ok().map(ChangeId)
    });
    if has_marks && marked.is_none() {
        return Ok(Vec::new());
    }
    let record = record.clone();
    let effects = desk.studio.ask(move |journal| {
        if journal.is_made(connection, record.entity, record.id)? {
            return Ok(Vec::new());
        }
        match marked {
            Some(marked) => journal.effects(&[marked]),
            None => unmarked(journal, journal.makers(run, &record)?, record.id),
        }
    });
    Ok(effects.await?)
}

/// What is known of those changes before which the record was not there.
fn unmarked(
    journal: &Journal,
    changes: Vec<ChangeId>,
    record: StoreId,
) -> Result<Vec<Effect>, JournalError> {
    let mut found = Vec::new();
    for change in changes {
        if journal.newest_before(change)?.is_some_and(|newest| record > newest) {
            found.extend(journal.effects(&[change])?);
        }
    }
    Ok(found)
}

/// What the record is if this change made it, too.
fn copy(desk: &Desk<'_>, effect: &Effect, record: &StoreRecord) -> Option<Copy> {
    let planned = &effect.entry.planned.change;
    let parent = record.parent.map(Reference::Stored).or_else(|| planned.parent.clone());
    let change = Change { fields: effect.sent.clone(), parent, ..planned.clone() };
    let is_ours = effect.entry.run == desk.run
        && effect.entry.state.is_done()
        && change.action == Action::Create
        && is_without_natural_key(&change)
        && effect.kept.as_ref().is_some_and(|kept| is_twin(&change, kept, record));
    is_ours.then(|| {
        let judged = desk.with_learned(|learned| judge(&change, None, record, learned));
        Copy {
            of: change.id,
            record: record.clone(),
            outcome: judged.outcome,
            touched: judged.touched,
            found: FoundBy::of(&change),
        }
    })
}

/// Whether two records were made of the same. A mark alone does not tell: who duplicates a product in the shop
/// duplicates its mark, but gives it another name or makes a draft of it.
fn is_twin(change: &Change, kept: &StoreRecord, record: &StoreRecord) -> bool {
    let made = |record: &StoreRecord| match record.fields.get("date_created") {
        Some(Value::Moment(made)) => Some(*made),
        _ => None,
    };
    let is_same_time = match (made(kept), made(record)) {
        (Some(one), Some(other)) => one.duration_until(other).unsigned_abs() <= DELIVERIES_APART,
        _ => true,
    };
    let is_its_own = |field: &str| matches!(field, "slug" | "images" | "image");
    let is_same = |field: &str| kept.fields.get(field) == record.fields.get(field);
    let sent = change.fields.iter().map(|(field, _)| field.as_str());
    is_same_time
        && sent.filter(|field| !is_its_own(field)).all(is_same)
        && ["name", "status", "type"].into_iter().all(is_same)
}

//! Was a change refused because it had been carried out before?
//!
//! What lies between us and the store may deliver a request twice and hand us the second answer, in which the store
//! refuses what it has just done: the SKU is taken, the product is gone. Its records tell.

use std::collections::{HashMap, HashSet};

use longshore_connectors::Answer;
use longshore_engine::{
    change::{Action, Change, Refusal},
    entity::Entity,
    outcome::Recovered,
    record::StoreRecord,
    value::ChangeId,
};
use longshore_journal::{intents::Intent, plan::Planned};

use super::{
    halt::Halt,
    now,
    request::{self, Desk, Told},
    settle,
};

/// Answers as they are meant: those in whose place the records speak are replaced.
pub(super) async fn second_look(
    desk: &Desk<'_>,
    intent: &Intent,
    answers: Vec<(Planned, Answer)>,
) -> Result<Vec<(Planned, Answer, Told)>, Halt> {
    let doubtful: Vec<(Planned, Refusal)> = answers
        .iter()
        .filter_map(|(planned, answer)| match answer {
            Answer::Refused(refusal) if is_doubtful(&planned.change, refusal) => {
                Some((planned.clone(), refusal.clone()))
            }
            _ => None,
        })
        .collect();
    let mut kept = HashMap::new();
    if !doubtful.is_empty() {
        let (terms, records): (Vec<_>, Vec<_>) =
            doubtful.iter().partition(|(planned, _)| planned.change.entity.is_taxonomy());
        let records: Vec<Planned> =
            records.into_iter().map(|(planned, _)| planned.clone()).collect();
        let mut candidates = young(desk, intent, &records).await?;
        for (planned, refusal) in terms {
            candidates.insert(planned.change.id, made_since(desk, intent, planned, refusal).await?);
        }
        let before: HashMap<ChangeId, &StoreRecord> = request::images(intent).collect();
        let mut claimed = HashSet::new();
        for (Planned { change, .. }, _) in &doubtful {
            let seen = candidates.remove(&change.id).unwrap_or_default();
            let before = before.get(&change.id).copied();
            let (recovered, record) = settle::judged(desk, change, before, &seen, &claimed);
            if let (Recovered::Done, Some(record)) = (recovered, record.or_else(|| before.cloned()))
            {
                claimed.insert(record.id);
                kept.insert(change.id, record);
            }
        }
    }
    let meant = |(planned, answer): (Planned, Answer)| match kept.remove(&planned.change.id) {
        Some(record) => (planned, Answer::Kept(record), Told::ByItsRecords),
        None => (planned, answer, Told::ByTheStore),
    };
    Ok(answers.into_iter().map(meant).collect())
}

/// The records that may be meant: of those that were to be made, what was written since the request left.
async fn young(
    desk: &Desk<'_>,
    intent: &Intent,
    doubtful: &[Planned],
) -> Result<HashMap<ChangeId, Vec<StoreRecord>>, Halt> {
    let mut candidates = settle::sightings(desk, intent, doubtful).await?;
    for Planned { change, .. } in doubtful {
        let Some(seen) = candidates.get_mut(&change.id) else { continue };
        if change.action == Action::Create {
            seen.retain(|one| one.modified.is_some_and(|at| at >= settle::since(intent)));
            *seen = settle::of_nobody_else(desk, std::mem::take(seen)).await?;
        }
    }
    Ok(candidates)
}

/// The term that is there already, if it came into being after it was first asked for: terms do not say when.
async fn made_since(
    desk: &Desk<'_>,
    intent: &Intent,
    planned: &Planned,
    refusal: &Refusal,
) -> Result<Vec<StoreRecord>, Halt> {
    let change = &planned.change;
    let id = change.id;
    let Some(newest) = desk.studio.ask(move |journal| journal.newest_before(id)).await? else {
        return Ok(Vec::new());
    };
    let mut seen = match refusal.existing {
        Some(existing) => now::one(desk.store(), change, existing).await?,
        None => {
            let as_first = Intent { newest: Some(newest), ..intent.clone() };
            let found = settle::sightings(desk, &as_first, std::slice::from_ref(planned)).await?;
            found.into_values().flatten().collect()
        }
    };
    seen.retain(|record| record.id > newest);
    settle::of_nobody_else(desk, seen).await
}

/// Whether the store would refuse so what it had carried out before.
fn is_doubtful(change: &Change, refusal: &Refusal) -> bool {
    match change.action {
        // The refusal of an attribute does not name the one that is there.
        Action::Create => refusal.existing.is_some() || change.entity == Entity::Attribute,
        Action::Update => false,
        Action::Delete | Action::Trash => matches!(refusal.status, 400 | 404 | 410),
    }
}

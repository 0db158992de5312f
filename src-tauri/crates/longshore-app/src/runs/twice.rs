//! Was a change refused because it had been carried out before?
//!
//! What lies between us and the store may deliver a request twice and hand us the second answer, in which the store
//! refuses what it has just done: the SKU is taken, the product is gone. Its records tell.

use std::collections::{HashMap, HashSet};

use longshore_connectors::Answer;
use longshore_engine::{
    change::{Action, Change, Refusal},
    outcome::Recovered,
    record::StoreRecord,
    value::ChangeId,
};
use longshore_journal::{intents::Intent, plan::Planned};

use super::{
    halt::Halt,
    request::{self, Desk, Told},
    settle,
};

/// Answers as they are meant: those in whose place the records speak are replaced.
pub(super) async fn second_look(
    desk: &Desk<'_>,
    intent: &Intent,
    answers: Vec<(Planned, Answer)>,
) -> Result<Vec<(Planned, Answer, Told)>, Halt> {
    let doubtful: Vec<Planned> = answers
        .iter()
        .filter(|(planned, answer)| match answer {
            Answer::Refused(refusal) => is_doubtful(&planned.change, refusal),
            Answer::Kept(_) => false,
        })
        .map(|(planned, _)| planned.clone())
        .collect();
    let mut kept = HashMap::new();
    if !doubtful.is_empty() {
        let mut candidates = settle::sightings(desk, intent, &doubtful).await?;
        let before: HashMap<ChangeId, &StoreRecord> = request::images(intent).collect();
        let mut claimed = HashSet::new();
        for Planned { change, .. } in &doubtful {
            let mut seen = candidates.remove(&change.id).unwrap_or_default();
            if change.action == Action::Create {
                seen.retain(|one| one.modified.is_some_and(|at| at >= settle::since(intent)));
                seen = settle::of_nobody_else(desk, seen).await?;
            }
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

/// Whether the store would refuse so what it had carried out before.
fn is_doubtful(change: &Change, refusal: &Refusal) -> bool {
    match change.action {
        Action::Create => !change.entity.is_taxonomy() && refusal.existing.is_some(),
        Action::Update => false,
        Action::Delete | Action::Trash => matches!(refusal.status, 400 | 404 | 410),
    }
}

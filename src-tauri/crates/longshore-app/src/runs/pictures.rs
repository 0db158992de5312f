//! How do pictures get into the store, so that a broken one keeps nothing out but itself?
//!
//! Records go without the pictures that the store has yet to fetch. Once the store has a record, a change that brings
//! its pictures follows, in a phase of its own, in which the same address never leaves twice, also not in two requests
//! that are under way together. Where the store refuses such a change, the picture that it means is left out, told as a failed change of its own, and the others go again;
//! where nobody can say which one it means, they go one after the other.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use longshore_connectors::Answer;
use longshore_engine::known::Known as _;
use longshore_engine::{
    change::{Action, Change, Outcome, Phase, Refusal},
    entity::Entity,
    picture_files, pictures,
    record::{Fields, StoreRecord},
    value::{ChangeId, Image, Reference, StoreId, Value},
};
use longshore_journal::{
    Journal, JournalError,
    intents::{Finished, Follows, Intent},
    plan::Planned,
};

use super::{
    fetching::Own,
    halt::Halt,
    request::{self, Desk, Ready, Resolved, Told},
};

/// A store fetches and shrinks the pictures of a request while we wait for its answer, each in a second or two; many
/// servers give up after a minute. So many go in the first request; what it takes says how many go in the next.
const AT_FIRST: usize = 25;
/// As many as a full request of products has in most shops.
const MOST_AT_ONCE: usize = 400;
/// A store that answers as soon as that could have fetched twice as many.
const SOON: Duration = Duration::from_secs(5);
/// One that takes longer gets half as many: it may take a picture of twice the size.
const LATE: Duration = Duration::from_secs(20);

/// A store that has lost a picture so often under one change after the other does not want it.
const TRIES_WITHOUT_GONE: u32 = 3;

/// What became known of pictures in the course of a run.
pub(super) struct Pictures {
    /// How many new ones may go in one request.
    at_once: usize,
    /// Those that the store does not take, and why.
    bad: HashMap<String, Refusal>,
    /// Changes of several pictures of which nobody can say which one the store refuses: they go one by one.
    one_by_one: HashSet<ChangeId>,
    /// Pictures of earlier runs that are no longer in the store under their numbers.
    gone: HashSet<StoreId>,
    /// Contents with the numbers that they had: the store has something else there.
    others: HashSet<(String, StoreId)>,
    /// How often changes went again because pictures of theirs were gone.
    without_gone: HashMap<ChangeId, u32>,
    /// Records that were refused for a picture which they should have had by its number: they go without.
    without: HashSet<ChangeId>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            at_once: AT_FIRST,
            bad: HashMap::new(),
            one_by_one: HashSet::new(),
            gone: HashSet::new(),
            others: HashSet::new(),
            without_gone: HashMap::new(),
            without: HashSet::new(),
        }
    }
}

impl Pictures {
    /// Takes note of how long the store took for a request with so many new pictures.
    fn took(&mut self, count: usize, took: Duration) {
        // Of few that came soon nothing follows for many.
        if took < SOON && count * 2 > self.at_once {
            self.at_once = (self.at_once * 2).min(MOST_AT_ONCE);
        } else if took > LATE {
            self.at_once = (count.min(self.at_once) / 2).max(1);
        }
    }
}

/// How many pictures a store has to fetch for these changes.
pub(super) fn new_in(changes: &[Change]) -> usize {
    let listed = changes.iter().flat_map(|change| listed(&change.fields));
    listed.filter(|image| pictures::is_to_fetch(image)).count()
}

/// Takes note of how long the store took for a request with so many new pictures, or that it failed over it.
pub(super) fn took(desk: &Desk<'_>, count: usize, took: Option<Duration>) {
    if count > 0 {
        lock(&desk.pictures).took(count, took.unwrap_or(Duration::MAX));
    }
}

fn lock(pictures: &Mutex<Pictures>) -> MutexGuard<'_, Pictures> {
    pictures.lock().unwrap_or_else(PoisonError::into_inner)
}

/// By what a picture is known again.
fn key(image: &Image) -> String {
    match (image.src.trim(), image.id) {
        ("", Some(id)) => format!("#{}", id.0),
        (address, _) => picture_files::identity(address).to_owned(),
    }
}

fn set(fields: &mut Fields, images: Vec<Image>) {
    if let Some((field, _)) = pictures::of(fields) {
        fields.set(field, Value::Images(images));
    }
}

fn listed(fields: &Fields) -> &[Image] {
    pictures::of(fields).map_or(&[], |(_, all)| all)
}

/// Whether a picture of this computer is yet to be uploaded, for all that is known.
pub(super) fn is_to_upload(desk: &Desk<'_>, image: &Image) -> bool {
    let known = lock(&desk.pictures);
    let id = desk.with_learned(|learned| learned.image(image.src.trim()));
    picture_files::parts(&image.src).is_some()
        && !known.bad.contains_key(&key(image))
        && id.is_none_or(|id| known.gone.contains(&id))
}

/// Notes that the store has something else under the numbers of these contents.
pub(super) fn are_others(desk: &Desk<'_>, numbers: &[(String, StoreId)]) {
    lock(&desk.pictures).others.extend(numbers.iter().cloned());
}

/// Notes that the store does not take a picture.
pub(super) fn is_bad(desk: &Desk<'_>, image: &Image, refusal: Refusal) {
    lock(&desk.pictures).bad.insert(key(image), refusal);
}

/// Gives pictures the numbers that they have by now; those that turned out to be gone are to be fetched again.
fn number(desk: &Desk<'_>, fields: &mut Fields) {
    // What is remembered may be gone, too: then there is none yet that is not.
    without_gone(desk, fields);
    desk.with_learned(|learned| pictures::know(fields, learned));
    without_gone(desk, fields);
}

/// Takes the numbers of pictures away that turned out to be gone, where their addresses are known.
fn without_gone(desk: &Desk<'_>, fields: &mut Fields) {
    let known = lock(&desk.pictures);
    let is_nothing_gone = known.gone.is_empty() && known.others.is_empty();
    let Some((field, all)) = pictures::of(fields).filter(|_| !is_nothing_gone) else {
        return;
    };
    let mut all = all.to_vec();
    for image in all.iter_mut().filter(|image| !image.src.trim().is_empty()) {
        let is_other = |id: StoreId| known.others.contains(&(key(image), id));
        image.id = image.id.filter(|id| !known.gone.contains(id) && !is_other(*id));
    }
    fields.set(field, Value::Images(all));
}

/// Whether a change brings pictures to a record that is there, and nothing else: also one that was planned with
/// numbers of pictures that turned out to be gone.
pub(super) fn brings_only_pictures(change: &Change) -> bool {
    let is_picture = |field: &str| pictures::FIELDS.contains(&field);
    change.phase == Phase::Pictures
        || change.action == Action::Update
            && !change.fields.is_empty()
            && change.fields.iter().all(|(field, _)| is_picture(field))
}

/// Gives pictures the numbers that they have by now, and takes out of a record's own change those that are yet to be
/// fetched. Whether its fields are now others than planned.
pub(super) fn prepare(desk: &Desk<'_>, change: &mut Change) -> bool {
    if pictures::of(&change.fields).is_none() {
        return false;
    }
    let planned = listed(&change.fields).to_vec();
    number(desk, &mut change.fields);
    let differs = listed(&change.fields) != planned;
    if brings_only_pictures(change) {
        return differs;
    }
    let goes_without = pictures::has_some_to_fetch(&change.fields)
        || lock(&desk.pictures).without.contains(&change.id);
    goes_without && pictures::put_aside(&mut change.fields) || differs
}

/// Leaves out of a change that brings pictures those that the store does not take, and all but the first new one where
/// they go one by one. Gives back the former.
pub(super) fn leave_out(
    desk: &Desk<'_>,
    resolved: &mut Resolved,
    before: Option<&StoreRecord>,
) -> Vec<Image> {
    let change = &mut resolved.planned.change;
    if !brings_only_pictures(change) {
        return Vec::new();
    }
    let known = lock(&desk.pictures);
    let (bad, mut rest): (Vec<Image>, Vec<Image>) = listed(&change.fields)
        .iter()
        .cloned()
        .partition(|image| known.bad.contains_key(&key(image)));
    if known.one_by_one.contains(&change.id) {
        let new = desk.with_learned(|learned| pictures::new_ones(&rest, before, learned));
        let later: Vec<Image> = new.into_iter().skip(1).cloned().collect();
        rest.retain(|image| !later.contains(image));
    }
    if rest.len() < listed(&change.fields).len() {
        set(&mut change.fields, rest);
        resolved.fields_differ = true;
    }
    bad
}

/// Whether a new variation is to have a picture of its own: without one it shows that of its product, which looks the
/// same and changes when that does.
pub(super) fn may_only_be_inherited(change: &Change) -> bool {
    change.phase == Phase::Pictures
        && change.completes.is_some()
        && change.entity == Entity::Variation
        && !listed(&change.fields).is_empty()
}

/// Nothing but pictures that the store does not take was left of a change: notes that, one by one.
pub(super) async fn tell(desk: &Desk<'_>, change: &Change, bad: &[Image]) -> Result<(), Halt> {
    let [first, others @ ..] = bad else { return Ok(()) };
    let refusal = lock(&desk.pictures).bad.get(&key(first)).cloned();
    if let Some(refusal) = refusal {
        request::note_unsent(desk, vec![(change.id, Outcome::Failed(refusal))]).await?;
    }
    if others.is_empty() {
        return Ok(());
    }
    let (run, change, others) = (desk.run, change.clone(), others.to_vec());
    let known = Arc::clone(&desk.pictures);
    desk.studio
        .ask(move |journal| {
            let all = failures(journal, &change, &others, &lock(&known))?;
            journal.note_following(run, Timestamp::now(), &all)
        })
        .await?;
    Ok(())
}

/// Changes that tell of pictures which the store does not take.
fn failures(
    journal: &Journal,
    change: &Change,
    bad: &[Image],
    known: &Pictures,
) -> Result<Vec<Follows>, JournalError> {
    let ids = journal.reserve_changes(bad.len() as u64)?;
    let Some((field, _)) = pictures::of(&change.fields) else { return Ok(Vec::new()) };
    let failure = |(image, id): (&Image, ChangeId)| {
        let refusal = known.bad.get(&key(image))?.clone();
        let fields = vec![(field.into(), Value::Images(vec![image.clone()]))];
        let change = Change {
            id,
            fields: Fields::from_pairs(fields),
            before: Fields::new(),
            completes: Some(change.completes.unwrap_or(change.id)),
            reason: pictures::REASON.into(),
            ..change.clone()
        };
        let outcome = Some(Outcome::Failed(refusal));
        Some(Follows { planned: Planned::from(change), outcome })
    };
    Ok(bad.iter().zip(ids).filter_map(failure).collect())
}

/// Takes as much of what is ready as may go in one request, which owns its new pictures from then on, and gives the
/// rest back: only so many pictures, and none that is on its way already; that one has a number afterwards.
pub(super) fn split_off(desk: &Desk<'_>, ready: &mut Vec<Ready>, own: &mut Own<'_>) -> Vec<Ready> {
    let (mut now, mut later) = (Vec::new(), Vec::new());
    let at_once = lock(&desk.pictures).at_once;
    for mut one in ready.drain(..) {
        let change = &mut one.resolved.planned.change;
        if brings_only_pictures(change) && pictures::has_some_to_fetch(&change.fields) {
            number(desk, &mut change.fields);
            one.resolved.fields_differ = true;
        }
        let images = listed(&change.fields).iter();
        let new: HashSet<String> =
            images.filter(|image| pictures::is_to_fetch(image)).map(key).collect();
        let has_room = own.len() == 0 || own.len() + new.len() <= at_once;
        match new.is_empty() || has_room && own.take(&new) {
            true => now.push(one),
            false => later.push(one),
        }
    }
    *ready = now;
    later
}

/// Looks at what the store refused for a picture: what may go again, otherwise than before.
pub(super) fn refused(
    desk: &Desk<'_>,
    intent: &Intent,
    answers: &[(Planned, Answer, Told)],
) -> Vec<ChangeId> {
    let before: HashMap<ChangeId, &StoreRecord> = request::images(intent).collect();
    let mut again = Vec::new();
    for (Planned { change, .. }, answer, _) in answers {
        let Answer::Refused(refusal) = answer else { continue };
        if !pictures::is_refusal(refusal) {
            continue;
        }
        let mut known = lock(&desk.pictures);
        if !brings_only_pictures(change) {
            if pictures::of(&change.fields).is_some() && known.without.insert(change.id) {
                let all: Vec<&Image> = listed(&change.fields).iter().collect();
                known.gone.extend(numbers_gone(&all, refusal));
                again.push(change.id);
            }
            continue;
        }
        let images = listed(&change.fields);
        let before = before.get(&change.id).copied();
        let new = desk.with_learned(|learned| pictures::new_ones(images, before, learned));
        let gone = numbers_gone(&new, refusal);
        if !gone.is_empty() {
            known.gone.extend(gone);
            // Another change may have shown already that they are gone.
            let tries = known.without_gone.entry(change.id).or_default();
            *tries += 1;
            if *tries <= TRIES_WITHOUT_GONE {
                again.push(change.id);
                continue;
            }
        }
        match pictures::refused(&new, refusal) {
            Some(image) => {
                known.bad.insert(key(image), refusal.clone());
                again.push(change.id);
            }
            None if known.one_by_one.insert(change.id) => {
                again.push(change.id);
            }
            None => {}
        }
    }
    again
}

/// The numbers of pictures that a store says it does not have, where their addresses are known:
/// "#49 is an invalid image ID."
fn numbers_gone(new: &[&Image], refusal: &Refusal) -> Vec<StoreId> {
    if !refusal.code.ends_with("_invalid_image_id") {
        return Vec::new();
    }
    let is_named = |id: &StoreId| {
        let named = format!("#{}", id.0);
        refusal.message.split(|c: char| c.is_whitespace()).any(|word| word == named)
    };
    let numbers: Vec<StoreId> = new
        .iter()
        .filter(|image| !image.src.trim().is_empty())
        .filter_map(|image| image.id)
        .collect();
    match numbers.iter().any(is_named) {
        true => numbers.into_iter().filter(is_named).collect(),
        false => numbers,
    }
}

/// What follows from changes that the store carried out otherwise than they were planned: the pictures of records that
/// went in without them, those that were left for later, and word of those that it does not take.
pub(super) fn follow(
    journal: &Journal,
    intent: &Intent,
    pictures: &Mutex<Pictures>,
    results: &mut [Finished],
) -> Result<(), JournalError> {
    let sent: HashMap<ChangeId, &Fields> =
        intent.sent.iter().filter_map(|sent| Some((sent.change, sent.fields.as_ref()?))).collect();
    if sent.is_empty() {
        return Ok(());
    }
    let is_done = |one: &Finished| matches!(one.outcome, Outcome::Applied | Outcome::Altered(_));
    let ids: Vec<ChangeId> = results
        .iter()
        .filter(|one| is_done(one) && sent.contains_key(&one.change))
        .map(|one| one.change)
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let planned = journal.changes(&ids)?;
    let mut planned: HashMap<ChangeId, Change> =
        planned.into_iter().map(|entry| (entry.planned.change.id, entry.planned.change)).collect();
    // One for each record that has pictures to come; who needs none leaves it unused.
    let mut numbers = journal.reserve_changes(planned.len() as u64)?;
    let known = lock(pictures);
    for result in results.iter_mut().filter(|one| is_done(one)) {
        let (Some(kept), Some(change)) = (&result.kept, planned.remove(&result.change)) else {
            continue;
        };
        let Some(sent) = sent.get(&result.change) else { continue };
        let missing = missing(listed(&change.fields), listed(sent));
        if missing.is_empty() {
            continue;
        }
        let (bad, open): (Vec<Image>, Vec<Image>) =
            missing.into_iter().partition(|image| known.bad.contains_key(&key(image)));
        if !open.is_empty() {
            let mut all = listed(&change.fields).to_vec();
            all.retain(|image| !known.bad.contains_key(&key(image)));
            for image in all.iter_mut().filter(|image| pictures::is_to_fetch(image)) {
                let learned = result.images.iter().find(|(address, _)| address == image.src.trim());
                image.id = learned.map(|(_, id)| *id);
            }
            if let Some(id) = numbers.next()
                && let Some(more) = pictures::completing(id, &change, all, kept)
            {
                result.then.push(Follows { planned: Planned::from(more), outcome: None });
            }
        }
        let of_record = Change {
            record: Some(Reference::Stored(kept.id)),
            phase: Phase::Pictures,
            action: Action::Update,
            ..change
        };
        result.then.extend(failures(journal, &of_record, &bad, &known)?);
    }
    Ok(())
}

/// The pictures of one list that are not in another.
fn missing(wanted: &[Image], sent: &[Image]) -> Vec<Image> {
    let keys: HashSet<String> = sent.iter().map(key).collect();
    let numbers: HashSet<u64> = sent.iter().filter_map(|image| Some(image.id?.0)).collect();
    let is_there = |image: &&Image| {
        keys.contains(&key(image)) || image.id.is_some_and(|id| numbers.contains(&id.0))
    };
    wanted.iter().filter(|image| !is_there(image)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_go_at_once_as_the_store_fetches_in_time() {
        let mut pictures = Pictures::default();
        let seconds = Duration::from_secs;
        let mut after = |count, took| {
            pictures.took(count, took);
            pictures.at_once
        };
        assert_eq!(after(3, seconds(1)), 25);
        assert_eq!(after(25, seconds(1)), 50);
        assert_eq!(after(48, seconds(4)), 100);
        assert_eq!(after(100, seconds(12)), 100);
        assert_eq!(after(90, seconds(30)), 45);
        assert_eq!((0..9).map(|_| after(45, Duration::MAX)).last(), Some(1));
        assert_eq!((0..12).map(|_| after(400, seconds(1))).last(), Some(MOST_AT_ONCE));
    }
}

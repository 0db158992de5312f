//! What did a run change, field by field?

use longshore_engine::{
    change::{Action, Difference, Outcome, Phase},
    entity::Entity,
    issue::Issue,
    outcome::FoundBy,
    pictures,
    platforms::woocommerce,
    record::FieldName,
    value::{ChangeId, Value},
};
use longshore_journal::{
    Journal, JournalError, RunId, changes::Entry, copies, effects::Effect, state::State,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    later::{self, Found, LaterRun},
    names::Names,
    rejects,
};
use crate::{error::ApiError, home::Home, studio::Studio};

/// Which changes are listed.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct ChangesList {
    /// The run.
    pub run: u64,
    /// How many at most.
    pub limit: usize,
}

/// A change as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct ChangeShown {
    /// Its number.
    pub change: u64,
    /// The change of an earlier run that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undoes: Option<u64>,
    /// What is done.
    pub action: Action,
    /// To which kind of record.
    pub entity: Entity,
    /// What a person calls the record.
    pub label: String,
    /// The name of the product, where the label is something else; of a variation its product's with its choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// The row that asks for it.
    pub row: Option<u64>,
    /// Its number in the store.
    pub store_id: Option<u64>,
    /// What became of it, in a word.
    pub outcome: String,
    /// The same with everything that is known.
    pub detail: Option<Outcome>,
    /// By what its record was found in the store, where the store's answer was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub found: Option<FoundBy>,
    /// Whether the record is there a second time because a request was delivered twice.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[ts(as = "Option<_>", optional)]
    pub is_copy: bool,
    /// Where it can be looked at in the shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Field by field.
    pub fields: Vec<FieldShown>,
    /// Of an altered change what was meant and what the store keeps; of a conflict what should have been there and
    /// what somebody made of it.
    pub differences: Vec<DifferenceShown>,
    /// Of a change that was not made: why.
    pub reasons: Vec<Issue>,
    /// Pictures that the store did not take, by their addresses: the record is there without them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<_>", optional)]
    pub pictures_missing: Vec<String>,
}

/// A field that is not as it was meant.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DifferenceShown {
    /// Which, what was meant and what the store keeps.
    #[serde(flatten)]
    pub difference: Difference,
    /// What was meant as a person reads it, records by their names.
    pub expected_text: String,
    /// What the store keeps as a person reads it, records by their names.
    pub found_text: String,
    /// Of a conflict with an undo: what it would put back, as a person reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub restored_text: Option<String>,
    /// Of a conflict with an undo: the later run of ours that made it what the shop has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub by: Option<LaterRun>,
}

/// Some changes of a plan.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct Preview {
    /// The run.
    pub run: u64,
    /// How many at most.
    pub limit: usize,
}

/// Changes that are looked through for those that are shown.
const PAGE: usize = 1_000;
/// So many pages are looked through: nobody waits for an example.
const PAGES: usize = 20;

/// Changes of products and variations that tell most of a plan: what is changed before what is made, and then what
/// is removed.
pub async fn preview(studio: &Studio, request: Preview) -> Result<Vec<ChangeShown>, ApiError> {
    let run = RunId(request.run);
    let home = studio.home().clone();
    studio
        .ask(move |journal| {
            let names = Names::of_run(journal, &home, run)?;
            let (mut found, mut after) = ([const { Vec::new() }; 3], None);
            for _ in 0..PAGES {
                let page = journal.changes_of(run, &State::ALL, after, PAGE)?;
                let Some(last) = page.last() else { break };
                after = Some(last.planned.change.id);
                for entry in page {
                    let change = &entry.planned.change;
                    let place = &mut found[match change.action {
                        Action::Update => 0,
                        Action::Create => 1,
                        Action::Delete | Action::Trash => 2,
                    }];
                    let is_asked_for = change.row.is_some() || !change.entity.is_taxonomy();
                    if is_asked_for && place.len() < request.limit {
                        place.push(entry);
                    }
                }
                if found[0].len() >= request.limit {
                    break;
                }
            }
            let found = found.into_iter().flatten().take(request.limit);
            Ok(found.map(|entry| shown(entry, &names)).collect())
        })
        .await
}

/// One field of a change.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct FieldShown {
    /// Which.
    pub field: String,
    /// What the plan saw in the store; `None` for a record that was not there.
    pub before: Option<Value>,
    /// What is sent.
    pub after: Value,
    /// The value before as a person reads it, records by their names.
    pub before_text: Option<String>,
    /// What is sent as a person reads it, records by their names.
    pub after_text: String,
    /// Whether the user left it out, so that it is not sent.
    pub left_out: bool,
    /// Of an undo: what the undone run had made of it, where somebody edited it since. `before` is what they made of
    /// it, `after` what it was before that run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub edited: Option<EditedShown>,
}

/// What a run had made of a field that somebody edited since.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct EditedShown {
    /// What the run had made of it.
    pub made: Value,
    /// The same as a person reads it, records by their names.
    pub made_text: String,
    /// The later run of ours that made it what the shop has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub by: Option<LaterRun>,
}

/// The changes of a run, in the order of their numbers.
pub async fn changes(studio: &Studio, request: ChangesList) -> Result<Vec<ChangeShown>, ApiError> {
    let run = RunId(request.run);
    let home = studio.home().clone();
    studio
        .ask(move |journal| {
            let names = Names::of_run(journal, &home, run)?;
            let entries = journal.changes_of(run, &State::ALL, None, request.limit)?;
            Ok(entries.into_iter().map(|entry| shown(entry, &names)).collect())
        })
        .await
}

/// Changes of a run by their numbers, as they are shown; on a thread that may wait for a disk.
pub(super) fn shown_of(
    journal: &Journal,
    home: &Home,
    run: RunId,
    ids: &[ChangeId],
) -> Result<Vec<ChangeShown>, JournalError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::of_run(journal, home, run)?;
    Ok(journal.changes(ids)?.into_iter().map(|entry| shown(entry, &names)).collect())
}

fn shown(entry: Entry, names: &Names<'_>) -> ChangeShown {
    let change = &entry.planned.change;
    let before = |field: &str| match change.action {
        Action::Create => None,
        _ => Some(change.before.get(field).cloned().unwrap_or(Value::Empty)),
    };
    // What cannot be read any more is not shown.
    let undone =
        entry.planned.undoes.and_then(|undone| names.journal.effect(undone).ok().flatten());
    let field = |(field, after): (&FieldName, &Value), left_out: bool| {
        let before = before(field);
        let text = |value: &Value| names.text(change.entity, field, value);
        let before_text = before.as_ref().map(text);
        let made = undone.as_ref().and_then(|undone| made(undone, field));
        let edited = made.zip(before_text.as_deref()).and_then(|(made, now)| {
            let made_text = text(&made);
            // Records that were made again have other numbers and the same names.
            let is_edited = before.as_ref() != Some(&made) && made_text != now;
            is_edited.then_some(EditedShown { made, made_text, by: None })
        });
        FieldShown {
            field: field.to_string(),
            after: after.clone(),
            after_text: text(after),
            left_out,
            edited,
            before,
            before_text,
        }
    };
    // What is sent as it is only because the store wants it beside another field changes nothing.
    let is_change = |(name, after): &(&FieldName, &Value)| before(name).as_ref() != Some(*after);
    // What is sent only to find a record again is nobody's field.
    let is_own = |name: &str| name == woocommerce::rules::MARK;
    let sent = change.fields.iter().filter(is_change).map(|one| (one, false));
    let mut fields: Vec<FieldShown> = sent
        .chain(entry.left_out.iter().map(|one| (one, true)))
        .filter(|((name, _), _)| !is_own(name))
        .map(|(one, left_out)| field(one, left_out))
        .collect();
    fields.sort_by(|one, other| one.field.cmp(&other.field));
    let is_there = matches!(entry.state, State::Applied | State::Altered);
    let is_removed = is_there
        && match change.action {
            Action::Delete | Action::Trash => true,
            Action::Create => is_taken_back(names.journal, change.id),
            Action::Update => false,
        };
    let link = names.link(change, entry.store_id).filter(|_| !is_removed);
    let before_run = undone.as_ref().and_then(|undone| undone.before.as_ref());
    let mut differences = match &entry.outcome {
        Some(Outcome::Altered(differences) | Outcome::Conflict(differences)) => differences
            .iter()
            .filter(|difference| !is_own(&difference.field))
            .map(|difference| DifferenceShown {
                expected_text: names.text(change.entity, &difference.field, &difference.expected),
                found_text: names.text(change.entity, &difference.field, &difference.found),
                restored_text: before_run.map(|before| {
                    let value = before.fields.get(&difference.field).unwrap_or(&Value::Empty);
                    names.text(change.entity, &difference.field, value)
                }),
                difference: difference.clone(),
                by: None,
            })
            .collect(),
        _ => Vec::new(),
    };
    if let Some(undone) = &undone {
        let edited = fields.iter_mut().filter_map(|shown| {
            let (value, edited) = (shown.before.as_ref()?, shown.edited.as_mut()?);
            Some(Found { field: &shown.field, value, by: &mut edited.by })
        });
        let in_the_way = differences.iter_mut().map(|shown: &mut DifferenceShown| Found {
            field: &shown.difference.field,
            value: &shown.difference.found,
            by: &mut shown.by,
        });
        let found = edited.chain(in_the_way.filter(|_| entry.state == State::Conflict)).collect();
        // What cannot be read any more is not told.
        if let Err(error) = later::find(names.journal, names.connection, &entry, undone, found) {
            tracing::info!(%error, "later runs are not known");
        }
    }
    let pictures_missing = missing(names.journal, &entry);
    let reasons = entry.outcome.as_ref().map(|outcome| rejects::reasons(change, outcome));
    ChangeShown {
        change: change.id.0,
        undoes: entry.planned.undoes.map(|undone| undone.0),
        action: change.action,
        entity: change.entity,
        name: names.name(&entry, undone.as_ref()),
        label: change.label.clone(),
        row: change.row,
        store_id: entry.store_id.map(|id| id.0),
        outcome: entry.state.as_str().to_owned(),
        found: entry.found,
        is_copy: change.reason == copies::REASON,
        detail: entry.outcome.filter(|outcome| !matches!(outcome, Outcome::Applied)),
        link,
        fields,
        differences,
        reasons: reasons.unwrap_or_default(),
        pictures_missing,
    }
}

/// The addresses of pictures that did not get to a record which is there without them.
fn missing(journal: &Journal, entry: &Entry) -> Vec<String> {
    let change = &entry.planned.change;
    let is_there = matches!(entry.state, State::Applied | State::Altered);
    if !is_there || change.phase == Phase::Pictures || pictures::of(&change.fields).is_none() {
        return Vec::new();
    }
    let refused = journal.pictures_refused(change.id).unwrap_or_else(|error| {
        tracing::info!(%error, "pictures that were refused are not known");
        Vec::new()
    });
    let address = |refused: &Entry| match &refused.outcome {
        Some(Outcome::Failed(refusal)) => {
            Some(pictures::told(&refused.planned.change, refusal).to_owned())
        }
        _ => None,
    };
    refused.iter().filter_map(address).collect()
}

/// What a change had made of a field that it touched.
fn made(undone: &Effect, field: &str) -> Option<Value> {
    let is_touched = undone.touched.iter().any(|touched| touched == field);
    let kept = undone.kept.as_ref().filter(|_| is_touched)?;
    Some(kept.fields.get(field).cloned().unwrap_or(Value::Empty))
}

/// Whether a later run took out again what a change made.
fn is_taken_back(journal: &Journal, made: ChangeId) -> bool {
    let later = journal.undone_by(made).unwrap_or_default();
    let removes =
        |entry: &Entry| matches!(entry.planned.change.action, Action::Delete | Action::Trash);
    later.first().is_some_and(removes)
}

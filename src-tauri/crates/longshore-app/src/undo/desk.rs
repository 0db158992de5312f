//! What becomes of a group of changes that are taken back?

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use longshore_engine::{
    change::{Action, Change, Outcome},
    entity::Entity,
    plan::ChangeSink,
    record::{Fields, StoreRecord},
    undo::{Done, Later, OnConflict, UndoSettings, UndoStep, plan_one},
    value::{ChangeId, Reference, StoreId},
};
use longshore_journal::{ConnectionId, Journal, JournalError, RunId, effects::Effect};

use super::around::Surroundings;
use crate::{
    error::ApiError,
    imports::JournalSink,
    runs::{self, names},
};

/// Records by their numbers.
pub(super) type Records = HashMap<StoreId, StoreRecord>;

/// A group of changes with everything that is known of them.
pub(super) struct Desk {
    pub(super) undo: RunId,
    pub(super) settings: UndoSettings,
    /// Whether the user is asked about what somebody edited.
    pub(super) asks: bool,
    /// What the records lie within.
    pub(super) parents: Vec<StoreRecord>,
    pub(super) effects: Vec<Effect>,
    pub(super) later: HashMap<ChangeId, Vec<ChangeId>>,
    /// The numbers that the records have now.
    pub(super) numbers: HashMap<ChangeId, StoreId>,
    pub(super) current: Records,
}

impl Desk {
    pub(super) fn plan(self, mut around: Surroundings) -> Result<Surroundings, ApiError> {
        let journal = around.journal.clone();
        let known = runs::learned(&journal, around.connection, self.parents)?;
        let mut sink = JournalSink::new(&journal, self.undo)?;
        let mut unsent: Vec<(ChangeId, Outcome)> = Vec::new();
        for effect in &self.effects {
            let change = sent(effect);
            let Some(outcome) = &effect.entry.outcome else { continue };
            let current = self.numbers.get(&change.id).and_then(|id| self.current.get(id));
            let images = [current, effect.kept.as_ref(), effect.before.as_ref()];
            let name = images.into_iter().flatten().find_map(|one| names::of_record(one, &known));
            sink.name = name.or_else(|| effect.entry.planned.name.clone());
            if let Some(code) = &effect.entry.lost {
                sink.undoes = Some(change.id);
                unsent.push((leave(&change, &mut sink)?, Outcome::Skipped(code.clone())));
                continue;
            }
            let later_ids = self.later.get(&change.id).map_or(&[][..], Vec::as_slice);
            let later_effects = journal.effects(later_ids)?;
            let later: Vec<Later<'_>> = later_effects
                .iter()
                .filter_map(|effect| {
                    let is_undone_first =
                        !around.goes_along.contains(&effect.entry.planned.change.id);
                    let kept = effect.kept.as_ref()?;
                    Some(Later { touched: &effect.touched, kept, is_undone_first })
                })
                .collect();
            let done = Done {
                change: &change,
                outcome,
                before: effect.before.as_ref(),
                along: &effect.along,
                kept: effect.kept.as_ref(),
                touched: &effect.touched,
                later: &later,
            };
            images.into_iter().flatten().for_each(|image| {
                around.unmet.take_out(image);
                around.named.note(image, &effect.touched);
            });
            let step =
                plan_one(&done, current, &self.settings, &around, &known, &mut || sink.next());
            sink.undoes = Some(change.id);
            match step {
                UndoStep::Changes(changes) => {
                    if self.asks {
                        let careful = UndoSettings {
                            conflicts: OnConflict::Skip,
                            restored: HashSet::new(),
                            ..self.settings.clone()
                        };
                        let step = plan_one(&done, current, &careful, &around, &known, &mut || {
                            ChangeId(0)
                        });
                        if let UndoStep::Conflict(edits) = step {
                            around.undecided.note(&changes, &edits, current);
                        }
                    }
                    note(&changes, effect, current, &mut around);
                    for change in changes {
                        around.accidents.note_undo(&change);
                        sink.push(change).map_err(ApiError::internal)?;
                    }
                }
                UndoStep::Conflict(differences) => {
                    unsent.push((leave(&change, &mut sink)?, Outcome::Conflict(differences)));
                }
                UndoStep::Nothing(code) if is_unasked(&code) => {}
                UndoStep::Nothing(code) | UndoStep::Impossible(code) => {
                    // A link, and what a run made beside its records, is not worth a line of its own.
                    if change.completes.is_none() {
                        unsent.push((leave(&change, &mut sink)?, Outcome::Skipped(code)));
                    }
                }
            }
        }
        sink.flush()?;
        journal.settle_unsent(self.undo, Timestamp::now(), &unsent)?;
        Ok(around)
    }
}

/// Nobody picked it, so it needs no line that says so.
fn is_unasked(code: &str) -> bool {
    matches!(code, "not_selected" | "only_fields_selected" | "not_applied")
}

/// The change as it was sent, its record and parent by their numbers.
fn sent(effect: &Effect) -> Change {
    let mut change = effect.entry.planned.change.clone();
    change.fields = effect.sent.clone();
    let image = effect.kept.as_ref().or(effect.before.as_ref());
    if let Some(parent) = image.and_then(|image| image.parent) {
        change.parent = Some(Reference::Stored(parent));
    }
    if change.action != Action::Create
        && let Some(id) = effect.entry.store_id
    {
        change.record = Some(Reference::Stored(id));
    }
    change
}

/// A term with the number that it has now, and that of its attribute: either may have been made again.
pub(super) fn as_numbered_now(
    journal: &Journal,
    connection: ConnectionId,
    mut term: StoreRecord,
) -> Result<StoreRecord, JournalError> {
    term.id = journal.current_id(connection, term.entity, term.id)?;
    if let Some(attribute) = term.parent {
        term.parent = Some(journal.current_id(connection, Entity::Attribute, attribute)?);
    }
    Ok(term)
}

/// What the next records have to know of these changes.
fn note(
    changes: &[Change],
    effect: &Effect,
    current: Option<&StoreRecord>,
    around: &mut Surroundings,
) {
    for change in changes {
        match (change.action, &change.record) {
            (Action::Delete | Action::Trash, Some(Reference::Stored(id))) => {
                around.removed.insert((change.entity, *id));
            }
            (Action::Create, _) => {
                if let Some(before) = &effect.before {
                    around.made_again.insert((before.entity, before.id), change.id);
                }
            }
            (Action::Update, _) => {
                if let Some(mut then) = current.cloned().filter(|_| change.completes.is_none()) {
                    for (field, value) in change.fields.iter() {
                        then.fields.set(field.clone(), value.clone());
                    }
                    around.in_use.put_back(&then);
                }
            }
            _ => {}
        }
    }
}

/// A change that is only there to say that it was left.
fn leave(change: &Change, sink: &mut JournalSink<'_>) -> Result<ChangeId, ApiError> {
    let id = sink.next();
    let action = match change.action {
        Action::Create => Action::Delete,
        Action::Update => Action::Update,
        Action::Delete => Action::Create,
        Action::Trash => Action::Update,
    };
    let left = Change {
        id,
        action,
        fields: Fields::new(),
        before: Fields::new(),
        row: None,
        reason: "undo_left".into(),
        ..change.clone()
    };
    sink.push(left).map_err(ApiError::internal)?;
    Ok(id)
}

//! Plans and carries out undos against the model.

use std::{cell::RefCell, collections::HashMap, sync::Arc};

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    plan::resolve_planned,
    record::StoreRecord,
    undo::{Around, Done, Later, UndoSettings, UndoStep, codes, plan_one},
    value::{AttributeName, ChangeId, Reference, StoreId, Value},
};

use super::{Model, Sent, send_all};

/// What an undo came to, change by change of the run that it took back.
pub(crate) struct Undone {
    pub(crate) steps: Vec<(ChangeId, UndoStep)>,
    pub(crate) sent: Vec<Sent>,
}

impl Undone {
    pub(crate) fn step(&self, label: &str, run: &[Sent]) -> &UndoStep {
        let change = run.iter().find(|sent| sent.change.label == label).unwrap();
        &self.steps.iter().find(|(id, _)| *id == change.change.id).unwrap().1
    }
}

/// The store as the planned part of an undo will leave it, and what that part makes again.
struct Ahead<'a> {
    model: &'a Model,
    run: &'a [Sent],
    ahead: RefCell<Model>,
    again: RefCell<HashMap<(Entity, StoreId), ChangeId>>,
}

impl Ahead<'_> {
    fn is_named(&self, entity: Entity, id: StoreId) -> bool {
        let is_it = |reference: &Reference| *reference == Reference::Stored(id);
        self.ahead.borrow().records.values().any(|record| {
            record.parent == Some(id) && matches!(record.entity, Entity::Variation | Entity::Term)
                && matches!(entity, Entity::Product | Entity::Attribute)
                || record.fields.iter().any(|(field, value)| match value {
                    Value::Reference(one) => field == "parent" && record.entity == entity && is_it(one),
                    Value::References(all) => {
                        let of = match field.as_str() {
                            "categories" => Entity::Category,
                            "tags" => Entity::Tag,
                            _ => return false,
                        };
                        of == entity && all.iter().any(is_it)
                    }
                    Value::Attributes(all) => {
                        entity == Entity::Attribute
                            && all.iter().any(|one| matches!(&one.attribute, AttributeName::Global(one) if is_it(one)))
                    }
                    _ => false,
                })
        })
    }

    fn carry_out(&self, changes: &[Change], made: &mut HashMap<ChangeId, StoreId>) {
        for change in changes {
            let mut change = change.clone();
            resolve_planned(&mut change, &|id| made.get(&id).copied());
            if let Ok(kept) = self.ahead.borrow_mut().carry_out(&change) {
                made.insert(change.id, kept.id);
            }
        }
    }
}

impl Around for Ahead<'_> {
    fn now(&self, entity: Entity, id: StoreId) -> Reference {
        let id = self.model.now(entity, id);
        match self.again.borrow().get(&(entity, id)) {
            Some(change) => Reference::Planned(*change),
            None => Reference::Stored(id),
        }
    }

    fn is_needed(&self, entity: Entity, id: StoreId) -> bool {
        // An attribute's terms are removed before it; a term is needed where its attribute is offered.
        match entity {
            Entity::Term => false,
            _ => self.is_named(entity, id),
        }
    }

    fn original(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>> {
        let is_it = |sent: &&Sent| {
            sent.change.entity == entity
                && sent.before.as_ref().is_some_and(|before| before.id == id)
        };
        self.run.iter().find(is_it).and_then(|sent| sent.before.clone()).map(Arc::new)
    }
}

impl Model {
    pub(crate) fn now(&self, entity: Entity, id: StoreId) -> StoreId {
        let mut id = id;
        while let Some(next) = self.renumbered.get(&(entity, id)) {
            id = *next;
        }
        id
    }
}

/// Takes a run back, last change first. Everything is planned before anything is sent.
pub(crate) fn undo(model: &mut Model, run: &[Sent], settings: &UndoSettings) -> Undone {
    let around =
        Ahead { model, run, ahead: RefCell::new(model.clone()), again: RefCell::default() };
    let (mut steps, mut planned, mut made) = (Vec::new(), Vec::new(), HashMap::new());
    let mut last = 1_000_000 + run.last().map_or(0, |sent| sent.change.id.0);
    for (at, sent) in run.iter().enumerate().rev() {
        let key = |sent: &Sent| {
            let record = sent.kept.as_ref().or(sent.before.as_ref())?;
            Some((sent.change.entity, record.id))
        };
        let later: Vec<Later<'_>> = run[at + 1..]
            .iter()
            .filter(|later| key(later) == key(sent))
            .filter_map(|later| {
                let kept = later.kept.as_ref()?;
                Some(Later { touched: &later.touched, kept, is_undone_first: true })
            })
            .collect();
        let done = Done {
            change: &sent.change,
            outcome: &sent.outcome,
            before: sent.before.as_ref(),
            along: &sent.along,
            kept: sent.kept.as_ref(),
            touched: &sent.touched,
            later: &later,
        };
        let current = key(sent).and_then(|(entity, id)| model.shown(entity, model.now(entity, id)));
        let step = plan_one(&done, current.as_ref(), settings, &around, model, &mut || {
            last += 1;
            ChangeId(last)
        });
        if let UndoStep::Changes(changes) = &step {
            if sent.change.action == Action::Delete
                && let Some((entity, id)) = key(sent)
            {
                around.again.borrow_mut().insert((entity, id), changes[0].id);
            }
            around.carry_out(changes, &mut made);
            planned.extend(changes.iter().cloned());
        }
        let codes = match &step {
            UndoStep::Nothing(code) => Some((code, codes::NOTHING)),
            UndoStep::Impossible(code) => Some((code, codes::IMPOSSIBLE)),
            UndoStep::Changes(_) | UndoStep::Conflict(_) => None,
        };
        if let Some((code, all)) = codes {
            assert!(all.iter().any(|(known, _)| known == code), "nobody can translate {code}");
        }
        steps.push((sent.change.id, step));
    }
    let again = around.again.into_inner();
    let sent = send_all(model, planned);
    for (key, change) in again {
        if let Some(kept) =
            sent.iter().find(|sent| sent.change.id == change).and_then(|sent| sent.kept.as_ref())
        {
            model.renumbered.insert(key, kept.id);
        }
    }
    Undone { steps, sent }
}

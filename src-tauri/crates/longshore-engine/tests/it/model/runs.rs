//! Plans and carries out whole imports against the model.

use std::{collections::HashMap, sync::Arc};

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    issue::Issue,
    mapped::Mapped,
    matching::{self, folded},
    plan::{ChangeSink, PlanSettings, Planner, SinkError, Verdict, resolve_planned},
    profile::Mode,
    record::Fields,
    value::{ChangeId, Reference, StoreId},
};

use super::Model;

/// The changes of a plan, in the order in which they were planned.
#[derive(Default)]
pub(crate) struct List {
    pub(crate) changes: Vec<Change>,
    pub(crate) last: u64,
}

impl ChangeSink for List {
    fn next(&mut self) -> ChangeId {
        self.last += 1;
        ChangeId(self.last)
    }

    fn push(&mut self, change: Change) -> Result<(), SinkError> {
        assert_eq!(change.id.0, self.last, "changes are pushed in the order of their numbers");
        self.changes.push(change);
        Ok(())
    }
}

/// What planning a file came to.
pub(crate) struct Plan {
    pub(crate) changes: Vec<Change>,
    pub(crate) verdicts: HashMap<u64, Verdict>,
    pub(crate) issues: Vec<Issue>,
}

impl Plan {
    pub(crate) fn codes(&self) -> Vec<&str> {
        self.issues.iter().map(|issue| issue.code.as_str()).collect()
    }

    pub(crate) fn skipped(&self, row: u64) -> &str {
        match &self.verdicts[&row] {
            Verdict::Skipped(code) => code,
            other => panic!("row {row}: {other:?}"),
        }
    }

    /// Entity, action and label of every change.
    pub(crate) fn summary(&self) -> Vec<(Entity, Action, &str)> {
        self.changes
            .iter()
            .map(|change| (change.entity, change.action, change.label.as_str()))
            .collect()
    }
}

pub(crate) fn settings(mode: Mode) -> PlanSettings {
    PlanSettings { keys: matching::DEFAULT_KEYS.to_vec(), mode, mark: Some("test-".into()) }
}

pub(crate) fn plan(model: &Model, rows: &[Mapped]) -> Plan {
    plan_with(model, rows, settings(Mode::CreateUpdate))
}

pub(crate) fn plan_with(model: &Model, rows: &[Mapped], settings: PlanSettings) -> Plan {
    let mut planner = Planner::new(settings);
    let mut list = List::default();
    let (mut verdicts, mut issues) = (HashMap::new(), Vec::new());
    for row in rows {
        planner.collect(row, &mut |_, _, _| {});
    }
    for pass in [Entity::Product, Entity::Variation] {
        for row in rows.iter().filter(|row| row.record.entity == pass) {
            let planned = match pass {
                Entity::Product => planner.product(row, model, &mut list).unwrap(),
                _ => planner.variation(row, model, &mut list).unwrap(),
            };
            verdicts.insert(row.row, planned.verdict);
            issues.extend(planned.issues);
        }
    }
    let finished = planner.finish(model, &mut list, &mut |issue| issues.push(issue)).unwrap();
    for row in &finished.updated_rows {
        assert!(matches!(verdicts[row], Verdict::Unchanged(_)));
    }
    Plan { changes: list.changes, verdicts, issues }
}

/// A change that was sent, with what the store had before and kept after.
pub(crate) struct Sent {
    pub(crate) change: Change,
    pub(crate) before: Option<longshore_engine::record::StoreRecord>,
    pub(crate) kept: Result<longshore_engine::record::StoreRecord, &'static str>,
}

/// Sends a plan in its phases, remembers what the store altered and what the rows became.
pub(crate) fn send(model: &mut Model, plan: &Plan, rows: &[Mapped]) -> Vec<Sent> {
    let mut changes = plan.changes.clone();
    changes.sort_by_key(|change| (change.phase, change.id));
    let mut made: HashMap<ChangeId, StoreId> = HashMap::new();
    let mut sent = Vec::new();
    for mut change in changes {
        let missing = resolve_planned(&mut change, &|id| made.get(&id).copied());
        assert_eq!(missing, [], "{change:?}");
        let before = match &change.record {
            Some(Reference::Stored(id)) => model.shown(change.entity, *id),
            _ => None,
        };
        let kept = model.carry_out(&change);
        if let Ok(kept) = &kept {
            made.insert(change.id, kept.id);
            model.remember(&change, kept);
            if let Some(row) = rows.iter().find(|row| Some(row.row) == change.row)
                && change.action == Action::Create
                && let Some(key) = matching::own_key(row)
            {
                model
                    .remembered
                    .entry((change.entity, folded(&key).into_owned()))
                    .or_default()
                    .push(kept.id);
            }
        }
        sent.push(Sent { change, before, kept });
    }
    sent
}

impl Model {
    /// What the journal learns of an answer.
    pub(crate) fn remember(
        &mut self,
        change: &Change,
        kept: &longshore_engine::record::StoreRecord,
    ) {
        if change.action == Action::Delete {
            self.remembered.values_mut().for_each(|ids| ids.retain(|id| *id != kept.id));
            return;
        }
        let mut pair: (Fields, Fields) = self
            .altered
            .get(&(change.entity, kept.id))
            .map_or_else(Default::default, |pair| (**pair).clone());
        for (field, value) in change.fields.iter() {
            pair.0.set(field.clone(), value.clone());
            let kept =
                kept.fields.get(field).cloned().unwrap_or(longshore_engine::value::Value::Empty);
            pair.1.set(field.clone(), kept);
        }
        self.altered.insert((change.entity, kept.id), Arc::new(pair));
        for (src, id) in longshore_engine::outcome::learned_images(change, kept) {
            self.images.insert(src, id);
        }
    }
}

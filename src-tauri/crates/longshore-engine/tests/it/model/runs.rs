//! Plans and carries out whole imports against the model.

use std::{collections::HashMap, sync::Arc};

use longshore_engine::{
    change::{Action, Change, Outcome, Refusal},
    check,
    entity::Entity,
    issue::Issue,
    known::Known,
    mapped::Mapped,
    matching::{self, folded},
    outcome::{Judged, Settle, judge, learned_images, settle},
    plan::{self, ChangeSink, PlanSettings, Planner, SinkError, Verdict, resolve_planned},
    profile::Mode,
    record::{FieldName, StoreRecord},
    value::{ChangeId, Reference, StoreId},
};

use super::{Indexed, Model};

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
    PlanSettings {
        keys: matching::DEFAULT_KEYS.to_vec(),
        mode,
        mark: Some("test-".into()),
        numbers_may_be_foreign: true,
        attributes_are_complete: true,
        checks_new_records: false,
        removes_for_good: false,
        keeps_order_status: false,
        shop_keeps: Vec::new(),
    }
}

pub(crate) fn plan(model: &Model, rows: &[Mapped]) -> Plan {
    plan_with(model, rows, settings(Mode::CreateUpdate))
}

pub(crate) fn plan_with(model: &Model, rows: &[Mapped], settings: PlanSettings) -> Plan {
    let model = &Indexed::new(model);
    let mut planner = Planner::new(settings);
    let mut list = List::default();
    let (mut verdicts, mut issues) = (HashMap::new(), Vec::new());
    for row in rows {
        planner.collect(row, &mut |_, _, _| {});
    }
    // The nodes of a tree come after those above them.
    let mut others: Vec<&Mapped> = rows.iter().filter(|row| !row.record.entity.is_sold()).collect();
    others.sort_by_key(|row| matching::path(row).map_or(0, |path| path.len()));
    for row in others {
        let planned = planner.other(row, model, &mut list).unwrap();
        verdicts.insert(row.row, planned.verdict);
        issues.extend(planned.issues);
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
    for issue in &issues {
        let mut codes = plan::codes::ALL.iter().chain(check::codes::ALL);
        let code = codes.find(|code| code.code == issue.code);
        let code = code.unwrap_or_else(|| panic!("nobody can translate {}", issue.code));
        assert_eq!(code.severity, issue.severity);
        let named: Vec<&str> = issue.params.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(code.params, named, "{}", issue.code);
    }
    Plan { changes: list.changes, verdicts, issues }
}

/// A change that was sent, with what the store had before and kept after, as a journal would have it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) change: Change,
    pub(crate) before: Option<StoreRecord>,
    pub(crate) along: Vec<StoreRecord>,
    pub(crate) kept: Option<StoreRecord>,
    pub(crate) outcome: Outcome,
    pub(crate) touched: Vec<FieldName>,
}

/// Sends a plan in its phases, each record read again first; remembers what a journal would.
pub(crate) fn send(model: &mut Model, plan: &Plan, rows: &[Mapped]) -> Vec<Sent> {
    let mut changes = plan.changes.clone();
    changes.sort_by_key(|change| (change.phase, change.id));
    let sent = send_all(model, changes);
    for sent in sent.iter().filter(|sent| sent.change.action == Action::Create) {
        if let (Some(row), Some(kept)) =
            (rows.iter().find(|row| Some(row.row) == sent.change.row), &sent.kept)
            && let Some(key) = matching::own_key(row)
        {
            let key = (sent.change.entity, folded(&key).into_owned());
            model.remembered.entry(key).or_default().push(kept.id);
        }
    }
    sent
}

/// Sends changes one after the other.
pub(crate) fn send_all(model: &mut Model, changes: Vec<Change>) -> Vec<Sent> {
    let mut made: HashMap<ChangeId, StoreId> = HashMap::new();
    let mut all = Vec::new();
    for mut change in changes {
        let missing = resolve_planned(&mut change, &|id| made.get(&id).copied());
        let before = match &change.record {
            Some(Reference::Stored(id)) => model.shown(change.entity, *id),
            _ => None,
        };
        let along = match (change.action, &before) {
            (Action::Trash, Some(product)) => model
                .children(Entity::Variation, product.id)
                .into_iter()
                .filter_map(|id| model.shown(Entity::Variation, id))
                .collect(),
            _ => Vec::new(),
        };
        let mut sent = Sent {
            change,
            before,
            along,
            kept: None,
            outcome: Outcome::Unknown,
            touched: Vec::new(),
        };
        sent.outcome = match settle(&sent.change, sent.before.as_ref(), model) {
            _ if !missing.is_empty() => Outcome::Skipped("reference_missing".into()),
            Settle::AlreadyDone => Outcome::Skipped("already_done".into()),
            Settle::Gone => Outcome::Skipped("gone".into()),
            Settle::Conflict(differences) => Outcome::Conflict(differences),
            Settle::Send => match model.carry_out(&sent.change) {
                Err(code) => Outcome::Failed(Refusal {
                    code: code.into(),
                    status: 400,
                    message: String::new(),
                    existing: None,
                }),
                Ok(kept) => {
                    made.insert(sent.change.id, kept.id);
                    let judged = judge(&sent.change, sent.before.as_ref(), &kept, model);
                    model.remember(&sent.change, &kept, &judged);
                    sent.touched = judged.touched;
                    sent.kept = Some(kept);
                    judged.outcome
                }
            },
        };
        all.push(sent);
    }
    all
}

impl Model {
    /// What a journal learns of an answer.
    fn remember(&mut self, change: &Change, kept: &StoreRecord, judged: &Judged) {
        if change.action.is_removal() {
            return;
        }
        let key = (change.entity, kept.id);
        let (mut meant, mut was_kept) =
            self.altered.get(&key).map_or_else(Default::default, |pair| (**pair).clone());
        for (field, _) in change.fields.iter() {
            meant.remove(field);
            was_kept.remove(field);
        }
        if let Outcome::Altered(differences) = &judged.outcome {
            for difference in differences {
                meant.set(difference.field.clone(), difference.expected.clone());
                was_kept.set(difference.field.clone(), difference.found.clone());
            }
        }
        self.altered.insert(key, Arc::new((meant, was_kept)));
        for (src, id) in learned_images(change, kept) {
            self.images.entry(src).or_default().push(id);
        }
    }
}

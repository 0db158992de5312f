//! What did a run change, field by field?

use longshore_engine::{
    change::{Action, Difference, Outcome},
    entity::Entity,
    value::{AttributeName, Reference, Value},
};
use longshore_journal::{RunId, changes::Entry, state::State};
use serde::{Deserialize, Serialize};

use crate::{error::ApiError, studio::Studio};

/// Which changes are listed.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct ChangesList {
    /// The run.
    pub run: u64,
    /// How many at most.
    pub limit: usize,
}

/// A change as it is shown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeShown {
    /// Its number.
    pub change: u64,
    /// What is done.
    pub action: Action,
    /// To which kind of record.
    pub entity: Entity,
    /// What a person calls the record.
    pub label: String,
    /// The row that asks for it.
    pub row: Option<u64>,
    /// Its number in the store.
    pub store_id: Option<u64>,
    /// What became of it, in a word.
    pub outcome: String,
    /// The same with everything that is known.
    pub detail: Option<Outcome>,
    /// Field by field.
    pub fields: Vec<FieldShown>,
    /// Of an altered change: what was meant and what the store keeps.
    pub altered: Vec<Difference>,
}

/// One field of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldShown {
    /// Which.
    pub field: String,
    /// What the plan saw in the store; `None` for a record that was not there.
    pub before: Option<Value>,
    /// What is sent.
    pub after: Value,
}

/// The changes of a run, in the order of their numbers.
pub async fn changes(studio: &Studio, request: ChangesList) -> Result<Vec<ChangeShown>, ApiError> {
    let run = RunId(request.run);
    let entries = studio
        .ask(move |journal| {
            journal.run(run)?;
            journal.changes_of(run, &State::ALL, None, request.limit)
        })
        .await?;
    Ok(entries.into_iter().map(shown).collect())
}

fn shown(entry: Entry) -> ChangeShown {
    let change = entry.planned.change;
    let before = |field: &str| match change.action {
        Action::Create => None,
        _ => Some(change.before.get(field).cloned().unwrap_or(Value::Empty)),
    };
    let fields = change
        .fields
        .iter()
        .map(|(field, after)| FieldShown {
            field: field.to_string(),
            before: before(field),
            after: after.clone(),
        })
        .collect();
    let altered = match &entry.outcome {
        Some(Outcome::Altered(differences)) => differences.clone(),
        _ => Vec::new(),
    };
    ChangeShown {
        change: change.id.0,
        action: change.action,
        entity: change.entity,
        label: change.label,
        row: change.row,
        store_id: entry.store_id.map(|id| id.0),
        outcome: entry.state.as_str().to_owned(),
        detail: entry.outcome.filter(|outcome| !matches!(outcome, Outcome::Applied)),
        fields,
        altered,
    }
}

/// A value of several parts as one short text.
#[must_use]
pub fn in_brief(value: &Value) -> String {
    let join = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Reference(reference) => named(reference),
        Value::References(all) => join(all.iter().map(named).collect()),
        Value::Attributes(all) => join(
            all.iter()
                .map(|one| format!("{}: {}", attribute(&one.attribute), one.options.join(" | ")))
                .collect(),
        ),
        Value::Choices(all) => join(
            all.iter()
                .map(|one| format!("{}: {}", attribute(&one.attribute), one.option))
                .collect(),
        ),
        Value::Images(all) => join(all.iter().map(|image| image.src.clone()).collect()),
        Value::Downloads(all) => join(all.iter().map(|one| one.name.clone()).collect()),
        Value::Json(json) => json.to_string(),
        Value::Text(text) => text.clone(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Moment(moment) => moment.to_string(),
        Value::Empty => String::new(),
    }
}

fn named(reference: &Reference) -> String {
    match reference {
        Reference::Stored(id) => format!("#{}", id.0),
        Reference::Planned(_) => "(new)".to_owned(),
        Reference::Named(name) => name.path.join(" > "),
    }
}

fn attribute(name: &AttributeName) -> String {
    match name {
        AttributeName::Global(reference) => named(reference),
        AttributeName::Local(label) => label.clone(),
    }
}

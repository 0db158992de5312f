//! What did a run change, field by field?

use longshore_engine::{
    change::{Action, Difference, Outcome},
    entity::Entity,
    issue::Issue,
    outcome::FoundBy,
    platforms::woocommerce,
    schema::{self, Kind},
    value::{AttributeName, ChangeId, Reference, StoreId, Value},
};
use longshore_journal::{Journal, RunId, changes::Entry, mirror::Mirror, state::State};
use serde::{Deserialize, Serialize};

use super::rejects;
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
    /// By what its record was found in the store, where the store's answer was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<FoundBy>,
    /// Field by field.
    pub fields: Vec<FieldShown>,
    /// Of an altered change what was meant and what the store keeps; of a conflict what should have been there and
    /// what somebody made of it.
    pub differences: Vec<DifferenceShown>,
    /// Of a change that was not made: why.
    pub reasons: Vec<Issue>,
}

/// A field that is not as it was meant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DifferenceShown {
    /// Which, what was meant and what the store keeps.
    #[serde(flatten)]
    pub difference: Difference,
    /// What was meant as a person reads it, records by their names.
    pub expected_text: String,
    /// What the store keeps as a person reads it, records by their names.
    pub found_text: String,
}

/// Some changes of a plan.
#[derive(Clone, Copy, Debug, Deserialize)]
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
            let connection = journal.run(run)?.connection;
            let names = Names { journal, mirror: Mirror::open(&home.mirror(connection.0))? };
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
                    if !change.entity.is_taxonomy() && place.len() < request.limit {
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
#[derive(Clone, Debug, PartialEq, Serialize)]
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
}

/// The changes of a run, in the order of their numbers.
pub async fn changes(studio: &Studio, request: ChangesList) -> Result<Vec<ChangeShown>, ApiError> {
    let run = RunId(request.run);
    let home = studio.home().clone();
    studio
        .ask(move |journal| {
            let connection = journal.run(run)?.connection;
            let names = Names { journal, mirror: Mirror::open(&home.mirror(connection.0))? };
            let entries = journal.changes_of(run, &State::ALL, None, request.limit)?;
            Ok(entries.into_iter().map(|entry| shown(entry, &names)).collect())
        })
        .await
}

/// What records are called, by their numbers.
struct Names<'a> {
    journal: &'a Journal,
    mirror: Mirror,
}

impl Names<'_> {
    /// The name that the store shows, else the number.
    fn stored(&self, entity: Entity, id: StoreId) -> String {
        // A name that cannot be read is no reason to show nothing.
        let record = self.mirror.get(entity, id).ok().flatten();
        record
            .and_then(|record| record.fields.text("name").map(str::to_owned))
            .unwrap_or_else(|| format!("#{}", id.0))
    }

    fn planned(&self, id: ChangeId) -> String {
        self.journal
            .change(id)
            .map_or_else(|_| format!("#{}", id.0), |entry| entry.planned.change.label)
    }

    fn of(&self, entity: Entity, reference: &Reference) -> String {
        match reference {
            Reference::Stored(id) => self.stored(entity, *id),
            Reference::Planned(id) => self.planned(*id),
            Reference::Named(name) => name.path.join(" > "),
        }
    }

    fn attribute(&self, name: &AttributeName) -> String {
        match name {
            AttributeName::Global(reference) => self.of(Entity::Attribute, reference),
            AttributeName::Local(label) => label.clone(),
        }
    }

    /// A value as one line of text.
    fn text(&self, entity: Entity, field: &str, value: &Value) -> String {
        let referred = match schema::field(woocommerce::schema::of(entity), field) {
            Some(field) => match field.kind {
                Kind::Reference(entity) | Kind::References(entity) => entity,
                _ => entity,
            },
            None => entity,
        };
        let join = |parts: Vec<String>| parts.join(", ");
        match value {
            Value::Empty => String::new(),
            Value::Boolean(yes) => yes.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Decimal(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Moment(moment) => moment.to_string(),
            Value::Reference(one) => self.of(referred, one),
            Value::References(all) => join(all.iter().map(|one| self.of(referred, one)).collect()),
            Value::Attributes(all) => join(
                all.iter()
                    .map(|one| {
                        format!("{}: {}", self.attribute(&one.attribute), one.options.join(" | "))
                    })
                    .collect(),
            ),
            Value::Choices(all) => join(
                all.iter()
                    .map(|one| format!("{}: {}", self.attribute(&one.attribute), one.option))
                    .collect(),
            ),
            Value::Images(all) => join(
                all.iter()
                    .map(|image| match (&image.src, image.id) {
                        (src, Some(id)) if src.is_empty() => format!("#{}", id.0),
                        (src, _) => src.clone(),
                    })
                    .collect(),
            ),
            Value::Downloads(all) => join(all.iter().map(|one| one.name.clone()).collect()),
            Value::Json(json) => json.to_string(),
        }
    }
}

fn shown(entry: Entry, names: &Names<'_>) -> ChangeShown {
    let change = entry.planned.change;
    let before = |field: &str| match change.action {
        Action::Create => None,
        _ => Some(change.before.get(field).cloned().unwrap_or(Value::Empty)),
    };
    // What is sent as it is only because the store wants it beside another field changes nothing.
    let is_change = |field: &str, after: &Value| before(field).as_ref() != Some(after);
    let fields = change
        .fields
        .iter()
        .filter(|(field, after)| is_change(field, after))
        .map(|(field, after)| FieldShown {
            field: field.to_string(),
            before: before(field),
            after: after.clone(),
            before_text: before(field).map(|value| names.text(change.entity, field, &value)),
            after_text: names.text(change.entity, field, after),
        })
        .collect();
    let differences = match &entry.outcome {
        Some(Outcome::Altered(differences) | Outcome::Conflict(differences)) => differences
            .iter()
            .map(|difference| DifferenceShown {
                expected_text: names.text(change.entity, &difference.field, &difference.expected),
                found_text: names.text(change.entity, &difference.field, &difference.found),
                difference: difference.clone(),
            })
            .collect(),
        _ => Vec::new(),
    };
    let reasons = entry.outcome.as_ref().map(|outcome| rejects::reasons(outcome, change.row));
    ChangeShown {
        change: change.id.0,
        action: change.action,
        entity: change.entity,
        label: change.label,
        row: change.row,
        store_id: entry.store_id.map(|id| id.0),
        outcome: entry.state.as_str().to_owned(),
        found: entry.found,
        detail: entry.outcome.filter(|outcome| !matches!(outcome, Outcome::Applied)),
        fields,
        differences,
        reasons: reasons.unwrap_or_default(),
    }
}

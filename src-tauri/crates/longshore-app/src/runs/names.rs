//! What are records called, rather than by their numbers?

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
};

use longshore_engine::{
    change::Change,
    entity::Entity,
    known::Known,
    picture_files,
    platforms::woocommerce,
    record::{Fields, StoreRecord},
    schema::{self, Kind},
    value::{AttributeName, ChangeId, Reference, StoreId, Value},
};
use longshore_journal::{
    ConnectionId, Journal, JournalError, RunId, changes::Entry, effects::Effect, mirror::Mirror,
    runs::RunKind,
};

use crate::home::Home;

/// An undo of an undo of an undo: further back nobody looks for a name.
const RUNS_BACK: usize = 4;

/// What a person calls a product, or a variation of it.
pub(crate) fn of_record(record: &StoreRecord, known: &dyn Known) -> Option<String> {
    match record.entity {
        Entity::Product => record.fields.text("name").map(str::to_owned),
        Entity::Variation => {
            let product = known.record(Entity::Product, record.parent?)?;
            Some(of_variation(product.fields.text("name")?, record.fields.get("attributes")))
        }
        _ => None,
    }
}

/// What a planned change does not say of itself: what its record is called.
pub(crate) fn of_planned(
    change: &Change,
    known: &dyn Known,
    parents: &HashMap<StoreId, String>,
) -> Option<String> {
    let stored = |reference: &Option<Reference>| match reference {
        Some(Reference::Stored(id)) => Some(*id),
        _ => None,
    };
    let name = match change.entity {
        Entity::Product if own(change).is_some() => return None,
        Entity::Product => {
            of_record(&*known.record(Entity::Product, stored(&change.record)?)?, known)
        }
        Entity::Variation => {
            let record = stored(&change.record).and_then(|id| known.record(Entity::Variation, id));
            let parent = stored(&change.parent).or_else(|| record.as_ref()?.parent)?;
            let product = known.record(Entity::Product, parent);
            let product = match &product {
                Some(product) => product.fields.text("name")?,
                None => parents.get(&parent)?,
            };
            Some(match change.fields.get("attributes") {
                choices @ Some(_) => of_variation(product, choices),
                None => of_variation(
                    product,
                    record.as_ref().and_then(|one| one.fields.get("attributes")),
                ),
            })
        }
        _ => None,
    };
    name.filter(|name| !says(&change.label, name))
}

fn own(change: &Change) -> Option<&str> {
    change.before.text("name").or_else(|| change.fields.text("name"))
}

/// "Hoodie – Blue, L"
fn of_variation(product: &str, choices: Option<&Value>) -> String {
    let Some(Value::Choices(choices)) = choices else { return product.to_owned() };
    let options: Vec<&str> =
        choices.iter().map(|choice| choice.option.as_str()).filter(|one| !one.is_empty()).collect();
    match options.is_empty() {
        true => product.to_owned(),
        false => format!("{product} \u{2013} {}", options.join(", ")),
    }
}

/// Whether a label is that name already, whatever stands between its words.
fn says(label: &str, name: &str) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(|one| one.is_alphanumeric()).collect() };
    name.is_empty() || label == name || letters(label) == letters(name)
}

/// What records are called, by their numbers.
pub(super) struct Names<'a> {
    pub(super) journal: &'a Journal,
    run: RunId,
    pub(super) connection: ConnectionId,
    mirror: Mirror,
    /// The store's address.
    url: String,
    /// What this run and those that it takes back made and changed, by what they called it then.
    labels: OnceCell<HashMap<(Entity, StoreId), String>>,
    /// What was looked up in the mirror.
    found: RefCell<HashMap<(Entity, StoreId), Option<String>>>,
}

impl<'a> Names<'a> {
    pub(super) fn of_run(
        journal: &'a Journal,
        home: &Home,
        run: RunId,
    ) -> Result<Self, JournalError> {
        let connection = journal.connection(journal.run(run)?.connection)?;
        let mirror = Mirror::open(&home.mirror(connection.id.0))?;
        let url = connection.details.url;
        let (labels, found) = (OnceCell::new(), RefCell::default());
        Ok(Self { journal, run, connection: connection.id, mirror, url, labels, found })
    }

    /// Where a product can be looked at; of a variation its product.
    pub(super) fn link(&self, change: &Change, id: Option<StoreId>) -> Option<String> {
        let id = match (change.entity, &change.parent) {
            (Entity::Product, _) => id?,
            (Entity::Variation, Some(Reference::Stored(product))) => *product,
            // It came with its variations.
            (Entity::Variation, Some(Reference::Planned(product))) => {
                self.journal.store_ids(&[*product]).ok()?.first().copied().flatten()?
            }
            _ => return None,
        };
        let record = self.mirror.get(Entity::Product, id).ok().flatten();
        let known = record.and_then(|record| record.fields.text("permalink").map(str::to_owned));
        let shop = self.url.trim_end_matches('/');
        // What a store says of itself is a link only into that store.
        let known = known.filter(|link| link.starts_with(&format!("{shop}/")));
        Some(known.unwrap_or_else(|| format!("{shop}/?post_type=product&p={}", id.0)))
    }
}

impl Names<'_> {
    /// What the product of a change is called: as the shop called it when the change was planned, else as the change
    /// or the shop calls it now. Of a variation with what it is chosen by.
    pub(super) fn name(&self, entry: &Entry, undone: Option<&Effect>) -> Option<String> {
        let change = &entry.planned.change;
        let noted = entry.planned.name.clone().or_else(|| match change.entity {
            Entity::Product => own(change).map(str::to_owned),
            _ => None,
        });
        let name = noted.or_else(|| match change.entity {
            Entity::Product | Entity::Variation => self.looked_up(entry, undone),
            _ => None,
        });
        name.filter(|name| !says(&change.label, name))
    }

    /// From what was there when the change was sent, or the one that it takes back, else from the mirror.
    fn looked_up(&self, entry: &Entry, undone: Option<&Effect>) -> Option<String> {
        let change = &entry.planned.change;
        let sent = self.journal.effect(change.id).ok().flatten();
        let effects = [sent.as_ref(), undone];
        let images: Vec<&StoreRecord> = effects
            .into_iter()
            .flatten()
            .flat_map(|effect| [effect.kept.as_ref(), effect.before.as_ref()])
            .flatten()
            .collect();
        if change.entity == Entity::Product {
            let name = images.iter().find_map(|image| image.fields.text("name"));
            return name
                .map(str::to_owned)
                .or_else(|| self.of_store(Entity::Product, entry.store_id?));
        }
        let choices = |fields: &Fields| fields.get("attributes").cloned();
        let choices = choices(&change.fields)
            .or_else(|| choices(&change.before))
            .or_else(|| images.iter().find_map(|image| choices(&image.fields)))
            .or_else(|| {
                let record = self.mirror.get(Entity::Variation, entry.store_id?).ok()??;
                choices(&record.fields)
            });
        let product = match &change.parent {
            Some(Reference::Planned(product)) => {
                let planned = self.journal.change(*product).ok()?.planned;
                own(&planned.change).map(str::to_owned).or(planned.name)?
            }
            Some(Reference::Stored(product)) => self.of_store(Entity::Product, *product)?,
            _ => self.of_store(Entity::Product, images.iter().find_map(|image| image.parent)?)?,
        };
        Some(of_variation(&product, choices.as_ref()))
    }

    fn of_store(&self, entity: Entity, id: StoreId) -> Option<String> {
        if let Some(found) = self.found.borrow().get(&(entity, id)) {
            return found.clone();
        }
        // A name that cannot be read is no reason to show nothing.
        let record = self.mirror.get(entity, id).ok().flatten();
        let name = record
            .and_then(|record| record.fields.text("name").map(str::to_owned))
            .filter(|name| !name.is_empty());
        self.found.borrow_mut().insert((entity, id), name.clone());
        name
    }

    /// What a run called it that made or changed it.
    fn of_runs(&self, entity: Entity, id: StoreId) -> Option<String> {
        let labels = self.labels.get_or_init(|| {
            let mut labels = HashMap::new();
            let mut next = Some(self.run);
            for _ in 0..RUNS_BACK {
                let Some(run) = next else { break };
                for (entity, id, label) in self.journal.labels_in(run).unwrap_or_default() {
                    labels.entry((entity, id)).or_insert(label);
                }
                next = match self.journal.run(run).map(|run| run.kind) {
                    Ok(RunKind::Undo { of }) => Some(of),
                    _ => None,
                };
            }
            labels
        });
        labels.get(&(entity, id)).filter(|label| !label.is_empty()).cloned()
    }

    /// The name that the store shows, else the one that a run knew, else the number.
    fn stored(&self, entity: Entity, id: StoreId) -> String {
        self.of_store(entity, id)
            .or_else(|| self.of_runs(entity, id))
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
    pub(super) fn text(&self, entity: Entity, field: &str, value: &Value) -> String {
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
                        (src, _) => picture_files::shown(src).to_owned(),
                    })
                    .collect(),
            ),
            Value::Downloads(all) => join(all.iter().map(|one| one.name.clone()).collect()),
            Value::Json(json) => json.to_string(),
        }
    }
}

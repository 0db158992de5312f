//! How does a record that is no product become a row?
//!
//! A column for each field that the store shows, by its own name, so that the file is read again as it is.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::cells;
use crate::{
    entity::Entity,
    escape,
    known::Known,
    matching, moment,
    platforms::woocommerce::{lines, rules, schema},
    record::{FieldName, StoreRecord},
    row::Row,
    schema::{FieldDef, Kind, META_PREFIX},
    value::{Key, Reference, StoreId, Value},
};

/// Writes the records of one kind. [`OtherExporter::observe`] each of them first: meta data makes columns.
#[derive(Clone, Debug)]
pub struct OtherExporter {
    entity: Entity,
    meta: BTreeSet<FieldName>,
}

impl OtherExporter {
    /// For records of that kind.
    #[must_use]
    pub fn new(entity: Entity) -> Self {
        Self { entity, meta: BTreeSet::new() }
    }

    /// Notes the meta data that a record has.
    pub fn observe(&mut self, record: &StoreRecord) {
        let own = record.fields.iter().filter(|(name, value)| {
            name.starts_with(META_PREFIX) && *name != rules::MARK && !value.is_empty()
        });
        for (name, _) in own {
            if !self.meta.contains(name) {
                self.meta.insert(name.clone());
            }
        }
    }

    /// The names of the columns.
    #[must_use]
    pub fn header(&self) -> Vec<String> {
        let mut names = vec!["id".to_owned()];
        names.extend(self.entity.parent().map(|parent| parent.as_str().to_owned()));
        names.extend(schema::of(self.entity).iter().map(|def| def.name.to_owned()));
        names.extend(self.meta.iter().map(|name| format!("Meta: {}", &name[META_PREFIX.len()..])));
        names
    }

    /// The row of a record.
    pub fn row(&self, record: &StoreRecord, known: &dyn Known, row: &mut Row) {
        row.clear();
        // A tax class has no number: ours says nothing to anybody.
        let id =
            if self.entity == Entity::TaxClass { String::new() } else { record.id.0.to_string() };
        row.push(&id);
        if let Some(parent) = self.entity.parent() {
            let within = record.parent.map(|id| parent_name(parent, id, known)).unwrap_or_default();
            row.push(&escape::with_formula_mark(&within));
        }
        let mut cell = String::new();
        for def in schema::of(self.entity) {
            cell.clear();
            write(def, record.fields.get(def.name), known, &mut cell);
            row.push(&cell);
        }
        for name in &self.meta {
            cell.clear();
            cells::write_meta(record.fields.get(name), &mut cell);
            row.push(&cell);
        }
    }
}

fn write(def: &FieldDef, value: Option<&Value>, known: &dyn Known, cell: &mut String) {
    let text = match value {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => return cell.push_str(&number.to_string()),
        Some(Value::Decimal(number)) => return cell.push_str(&number.to_string()),
        Some(Value::Boolean(is)) => return cell.push(if *is { '1' } else { '0' }),
        Some(Value::Moment(at)) => moment::write(at),
        Some(Value::Reference(Reference::Stored(id))) => reference(def.kind, *id, known),
        Some(Value::References(all)) => {
            let all: Vec<String> = all
                .iter()
                .filter_map(|one| match one {
                    Reference::Stored(id) => Some(reference(def.kind, *id, known)),
                    _ => None,
                })
                .collect();
            escape::join(all.iter().map(String::as_str))
        }
        Some(Value::Images(all)) => escape::join(all.iter().map(|image| image.src.as_str())),
        Some(Value::Json(json)) => match def.kind {
            Kind::Lines(keys) => {
                let mut text = String::new();
                lines::write(json, keys, &mut text);
                text
            }
            _ => escape::join(json.as_array().into_iter().flatten().filter_map(Json::as_str)),
        },
        _ => return,
    };
    cell.push_str(&escape::with_formula_mark(&text));
}

/// The record within which others lie, as a file names it: an attribute by its label, an order by its number, and by
/// buyer and moment, since another shop may have that number too.
fn parent_name(kind: Entity, id: StoreId, known: &dyn Known) -> String {
    let record = known.record(kind, id);
    let named = record.and_then(|record| match kind {
        Entity::Order => matching::write_order(&record.fields),
        _ => matching::key_text(kind, Key::Name, &record.fields).map(std::borrow::Cow::into_owned),
    });
    named.unwrap_or_else(|| format!("id:{}", id.0))
}

/// A record as a file names it: by what it has in every store, by its number only where there is nothing else.
fn reference(kind: Kind, id: StoreId, known: &dyn Known) -> String {
    let (Kind::Reference(entity) | Kind::References(entity)) = kind else { return String::new() };
    let numbered = || format!("id:{}", id.0);
    let Some(record) = known.record(entity, id) else { return numbered() };
    let text = |field: &str| record.fields.text(field).filter(|text| !text.is_empty());
    match entity {
        Entity::Customer => text("email").map_or_else(numbered, str::to_owned),
        Entity::Category | Entity::Brand => path_of(entity, id, known),
        _ => text("sku")
            .map(str::to_owned)
            .or_else(|| text("slug").map(|slug| format!("slug:{slug}")))
            .unwrap_or_else(numbered),
    }
}

/// The names from the root of a tree to a record.
fn path_of(entity: Entity, id: StoreId, known: &dyn Known) -> String {
    let mut names = Vec::new();
    let mut at = Some(id);
    while let Some(record) = at.and_then(|id| known.record(entity, id)) {
        names.push(record.fields.text("name").unwrap_or_default().to_owned());
        at = match record.fields.get("parent") {
            // A tree that bites its own tail has no root.
            Some(Value::Reference(Reference::Stored(parent))) if names.len() < 64 => Some(*parent),
            _ => None,
        };
    }
    names.reverse();
    names.join(" > ")
}

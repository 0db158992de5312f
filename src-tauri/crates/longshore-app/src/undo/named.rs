//! What is called how that an undo names by its number only?

use std::collections::{BTreeMap, BTreeSet};

use longshore_connectors::Query;
use longshore_engine::{
    entity::Entity,
    platforms::woocommerce,
    record::{FieldName, StoreRecord},
    schema::{self, Kind},
    value::{AttributeName, Reference, StoreId, Value},
};
use longshore_journal::mirror::Mirror;

use super::plan::{Planner, TOGETHER};
use crate::error::ApiError;

/// More names of a kind than these nobody reads.
const MOST: usize = 1_000;

/// Records that others refer to by their numbers.
#[derive(Default)]
pub(super) struct Named(BTreeMap<Entity, BTreeSet<StoreId>>);

impl Named {
    /// Notes what a record refers to in these fields.
    pub(super) fn note(&mut self, record: &StoreRecord, fields: &[FieldName]) {
        let definitions = woocommerce::schema::of(record.entity);
        for field in fields {
            let kind = schema::field(definitions, field).map(|field| field.kind);
            match (record.fields.get(field), kind) {
                (Some(Value::Reference(one)), Some(Kind::Reference(entity))) => {
                    self.add(entity, one);
                }
                (Some(Value::References(all)), Some(Kind::References(entity))) => {
                    all.iter().for_each(|one| self.add(entity, one));
                }
                (Some(Value::Attributes(all)), _) => {
                    all.iter().for_each(|one| self.add_attribute(&one.attribute));
                }
                (Some(Value::Choices(all)), _) => {
                    all.iter().for_each(|one| self.add_attribute(&one.attribute));
                }
                _ => {}
            }
        }
    }

    fn add_attribute(&mut self, name: &AttributeName) {
        if let AttributeName::Global(reference) = name {
            self.add(Entity::Attribute, reference);
        }
    }

    fn add(&mut self, entity: Entity, reference: &Reference) {
        let all = self.0.entry(entity).or_default();
        if let (Reference::Stored(id), true) = (reference, all.len() < MOST) {
            all.insert(*id);
        }
    }
}

impl Planner<'_> {
    /// Asks the store what these are called, where the mirror does not know: a plan is read by people.
    pub(super) async fn learn_names(&self, named: &Named) -> Result<(), ApiError> {
        let path = self.studio.home().mirror(self.opened.id.0);
        let mirror = tokio::task::spawn_blocking(move || Mirror::open(&path)).await??;
        for (entity, ids) in &named.0 {
            // A term lies within its attribute, and its name is written out where it is used.
            if *entity == Entity::Term {
                continue;
            }
            let (entity, ids) = (*entity, ids.iter().copied().collect::<Vec<_>>());
            let asked = mirror.clone();
            let missing = tokio::task::spawn_blocking(move || {
                let known = asked.get_many(entity, &ids)?;
                let known: BTreeSet<StoreId> = known.iter().map(|record| record.id).collect();
                let missing = ids.into_iter().filter(|id| !known.contains(id));
                Ok::<_, ApiError>(missing.collect::<Vec<_>>())
            })
            .await??;
            for ids in missing.chunks(TOGETHER) {
                let mut found = Vec::new();
                let query = Query::ids(entity, ids.to_vec());
                match self.read(query, |record| found.push(record)).await {
                    Err(error) if error.code == "cancelled" => return Err(error),
                    // Where nobody says, the number is shown.
                    Err(error) => tracing::info!(code = error.code, "names were not told"),
                    Ok(()) => {}
                }
                let mirror = mirror.clone();
                tokio::task::spawn_blocking(move || mirror.put(&found)).await??;
            }
        }
        Ok(())
    }
}

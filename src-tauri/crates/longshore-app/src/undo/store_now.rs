//! What does the store have now of what an undo touches?

use std::collections::{HashMap, HashSet};

use longshore_connectors::Query;
use longshore_engine::{
    change::Action,
    entity::Entity,
    record::StoreRecord,
    value::{ChangeId, StoreId},
};
use longshore_journal::effects::Effect;

use super::{
    desk::{Records, as_numbered_now},
    in_use::InUse,
    plan::{Head, Planner, TOGETHER},
};
use crate::{error::ApiError, stores::Pages};

impl Planner<'_> {
    /// The variations that the store shows below products that may have to go.
    pub(super) async fn variations(
        &self,
        heads: &[Head],
    ) -> Result<HashMap<StoreId, Vec<StoreId>>, ApiError> {
        let made: Vec<StoreId> = heads
            .iter()
            .filter(|head| head.entity == Entity::Product && head.action == Action::Create)
            .map(|head| head.store_id)
            .collect();
        let mut found: HashMap<StoreId, Vec<StoreId>> = HashMap::new();
        let connection = self.opened.id;
        let now = self
            .studio
            .ask(move |journal| journal.current_ids(connection, Entity::Product, &made))
            .await?;
        let parents = self.variable(&now).await?;
        if parents.is_empty() {
            return Ok(found);
        }
        for trash in [false, true] {
            let query = Query::all(Entity::Variation).within(parents.clone());
            self.read(Query { trash, ..query }, |record| {
                if let Some(parent) = record.parent {
                    found.entry(parent).or_default().push(record.id);
                }
            })
            .await?;
        }
        Ok(found)
    }

    /// The variable ones among products, those in the trash too.
    async fn variable(&self, ids: &[StoreId]) -> Result<Vec<StoreId>, ApiError> {
        let mut found = Vec::new();
        for ids in ids.chunks(TOGETHER) {
            let products = self.anywhere(Entity::Product, ids.to_vec()).await?;
            let variable =
                products.iter().filter(|record| record.fields.text("type") == Some("variable"));
            found.extend(variable.map(|record| record.id));
        }
        Ok(found)
    }

    /// Who uses the terms that the run made, and shows the pictures that it uploaded.
    pub(super) async fn in_use(&self, heads: &[Head]) -> Result<InUse, ApiError> {
        let mut in_use = InUse::default();
        let made: Vec<ChangeId> = heads
            .iter()
            .filter(|head| head.entity.is_taxonomy() && head.action == Action::Create)
            .map(|head| head.change)
            .collect();
        for ids in made.chunks(TOGETHER) {
            let (ids, connection) = (ids.to_vec(), self.opened.id);
            let terms = self
                .studio
                .ask(move |journal| {
                    let effects = journal.effects(&ids)?;
                    let terms = effects.into_iter().filter_map(|effect| effect.kept);
                    terms.map(|term| as_numbered_now(journal, connection, term)).collect()
                })
                .await?;
            let terms: Vec<StoreRecord> = terms;
            terms.iter().for_each(|term| in_use.note(term));
        }
        self.uploaded().await?.iter().for_each(|file| {
            file.media.into_iter().for_each(|media| in_use.note_picture(media));
        });
        if in_use.is_empty() {
            return Ok(in_use);
        }
        for entity in [Entity::Category, Entity::Brand] {
            self.read(Query::all(entity), |record| in_use.look_at(&record)).await?;
        }
        let attributes = self.anywhere(Entity::Attribute, in_use.attributes()).await?;
        if !attributes.is_empty() {
            let within = attributes.iter().map(|record| record.id).collect();
            self.read(Query::all(Entity::Term).within(within), |record| in_use.look_at(&record))
                .await?;
        }
        // What lies in the trash may come back, with its categories.
        for trash in [false, true] {
            let all = |entity| Query { trash, ..Query::all(entity) };
            self.read(all(Entity::Product), |record| in_use.look_at(&record)).await?;
            if in_use.concerns_variations() {
                self.read(all(Entity::Variation), |record| in_use.look_at(&record)).await?;
            }
        }
        Ok(in_use)
    }

    pub(super) async fn read(
        &self,
        query: Query,
        mut with: impl FnMut(StoreRecord),
    ) -> Result<(), ApiError> {
        let mut pages = Pages::new(self.opened.store.as_ref(), query.fresh(), self.watch);
        while let Some(page) = pages.next().await? {
            page.records.into_iter().for_each(&mut with);
        }
        Ok(())
    }

    /// The records as the store has them now.
    pub(super) async fn current(
        &self,
        entity: Entity,
        effects: &[Effect],
        ids: Vec<StoreId>,
    ) -> Result<(Records, Vec<StoreRecord>), ApiError> {
        let parents: HashSet<StoreId> = effects
            .iter()
            .filter_map(|effect| effect.kept.as_ref().or(effect.before.as_ref())?.parent)
            .collect();
        let connection = self.opened.id;
        let of = entity.parent().unwrap_or(Entity::Product);
        let old: Vec<StoreId> = parents.into_iter().collect();
        let parents =
            self.studio.ask(move |journal| journal.current_ids(connection, of, &old)).await?;
        let lies_within = entity.parent().is_some();
        // Asking for what lies within something that is gone would be an error.
        let parents = if lies_within { self.anywhere(of, parents).await? } else { Vec::new() };
        let mut found = HashMap::new();
        let mut missing: HashSet<StoreId> = ids.into_iter().collect();
        for trash in [false, true] {
            if missing.is_empty() || lies_within && parents.is_empty() {
                break;
            }
            // What lies within others is read with all of its siblings: fewer requests than one by one.
            let query = match lies_within {
                true => Query::all(entity).within(parents.iter().map(|parent| parent.id).collect()),
                false => Query::ids(entity, missing.iter().copied().collect()),
            };
            self.read(Query { trash, ..query }, |record| {
                if record.entity == entity && missing.remove(&record.id) {
                    found.insert(record.id, record);
                }
            })
            .await?;
        }
        Ok((found, parents))
    }

    /// Those among these that are there, if only in the trash.
    async fn anywhere(
        &self,
        entity: Entity,
        mut ids: Vec<StoreId>,
    ) -> Result<Vec<StoreRecord>, ApiError> {
        let mut found: Vec<StoreRecord> = Vec::new();
        for trash in [false, true] {
            if ids.is_empty() {
                break;
            }
            let query = Query { trash, ..Query::ids(entity, ids.clone()) };
            self.read(query, |record| {
                if record.entity == entity {
                    found.push(record);
                }
            })
            .await?;
            ids.retain(|id| !found.iter().any(|record| record.id == *id));
        }
        Ok(found)
    }
}

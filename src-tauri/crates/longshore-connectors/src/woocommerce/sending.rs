//! One request with changes, and nothing but one.

use longshore_engine::{
    change::Change,
    entity::Entity,
    record::StoreRecord,
    value::{Reference, Value},
};
use smol_str::SmolStr;

use super::{
    Inner, answers,
    decode::{Batch, List, Reading},
    encode, routes,
};
use crate::{
    error::{Fault, StoreError},
    pace::LARGEST_BATCH,
    store::{Answer, Route},
};

/// Changes of one kind of record that do the same within the same parent share a batch.
pub(super) fn route(change: &Change) -> Route {
    let has_parent = matches!(change.entity, Entity::Variation | Entity::Term);
    Route {
        entity: change.entity,
        action: change.action,
        parent: change.parent.clone().filter(|_| has_parent),
        limit: LARGEST_BATCH,
    }
}

pub(super) async fn send(inner: &Inner, changes: &[Change]) -> Result<Vec<Answer>, StoreError> {
    let Some(first) = changes.first() else { return Ok(Vec::new()) };
    let common = route(first);
    if changes.len() > common.limit || changes.iter().any(|change| route(change) != common) {
        return Err(StoreError::nothing_sent(Fault::RequestMixed));
    }
    let parent = match &common.parent {
        Some(Reference::Stored(id)) => Some(*id),
        _ => None,
    };
    let no_parent = || Fault::ReferenceUnresolved { field: SmolStr::new_static("parent") };
    let path = routes::batch(common.entity, parent)
        .ok_or_else(|| StoreError::nothing_sent(no_parent()))?;
    inner.learn_missing_classes(changes).await?;
    let body =
        encode::batch(common.action, changes, &inner.classes).map_err(StoreError::nothing_sent)?;

    let reply = inner.transport.post(&path, body).await?;
    let reading = Reading { entity: common.entity, parent };
    let items = reply.json(Batch { reading, key: encode::batch_key(common.action) })?;
    for item in &items {
        if let Some((id, slug)) = &item.shipping_class {
            inner.classes.learn(*id, slug);
        }
    }
    let answers = answers::by_change(changes, items)?;
    for answer in &answers {
        if let Answer::Kept(record) = answer {
            inner.learn_class(record);
        }
    }
    Ok(answers)
}

impl Inner {
    /// Remembers the slug of a shipping class.
    pub(super) fn learn_class(&self, record: &StoreRecord) {
        if record.entity == Entity::ShippingClass
            && let Some(slug) = record.fields.text("slug")
        {
            self.classes.learn(record.id, slug);
        }
    }

    /// Products name their shipping class by slug. Classes not seen yet are looked up before anything is sent.
    async fn learn_missing_classes(&self, changes: &[Change]) -> Result<(), StoreError> {
        let is_unknown = |change: &Change| match change.fields.get("shipping_class") {
            Some(Value::Reference(Reference::Stored(id))) => self.classes.slug(*id).is_none(),
            _ => false,
        };
        if !changes.iter().any(is_unknown) {
            return Ok(());
        }
        let reading = Reading { entity: Entity::ShippingClass, parent: None };
        let mut page = 1;
        loop {
            let asked = vec![
                ("per_page", routes::LARGEST_PAGE.to_string()),
                ("page", page.to_string()),
                ("context", "edit".to_owned()),
            ];
            let nothing_sent = |error: StoreError| StoreError::nothing_sent(error.fault);
            let reply = self
                .transport
                .get("products/shipping_classes", &asked)
                .await
                .map_err(nothing_sent)?;
            let items = reply.json(List(reading)).map_err(nothing_sent)?;
            items.iter().for_each(|item| self.learn_class(&item.record));
            if items.is_empty() || reply.pages.is_some_and(|pages| page >= pages) || page >= 100 {
                return Ok(());
            }
            page += 1;
        }
    }
}

//! One request with changes, and nothing but one.

use longshore_engine::{
    change::{Action, Change, Refusal},
    entity::Entity,
    platforms::woocommerce::rules,
    record::StoreRecord,
    value::{Reference, StoreId, Value},
};
use smol_str::SmolStr;

use super::{
    Inner, alone, answers,
    decode::{Batch, List, Reading},
    encode, routes,
};
use crate::{
    error::{Fault, StoreError},
    pace::LARGEST_BATCH,
    store::{Answer, Route},
    transport::Parameters,
};

/// Changes of one kind of record that do the same within the same parent share a batch.
pub(super) fn route(change: &Change) -> Route {
    let has_parent = change.entity.parent().is_some();
    let goes_alone = change.action == Action::Trash || !routes::has_batch(change.entity);
    Route {
        entity: change.entity,
        action: change.action,
        parent: change.parent.clone().filter(|_| has_parent),
        limit: if goes_alone { 1 } else { LARGEST_BATCH },
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
    if let (Action::Trash, Some(Reference::Stored(id))) = (common.action, &first.record) {
        return to_trash(inner, first, *id).await;
    }
    if !routes::has_batch(common.entity) {
        return alone::send(inner, first, parent).await;
    }
    let path = routes::batch(common.entity, parent)
        .ok_or_else(|| StoreError::nothing_sent(no_parent()))?;
    inner.learn_missing_classes(changes).await?;
    let body =
        encode::batch(common.action, changes, &inner.classes).map_err(StoreError::nothing_sent)?;

    let key = encode::batch_key(common.action)
        .ok_or_else(|| StoreError::nothing_sent(Fault::RequestMixed))?;

    let reply = inner.transport.post(&path, body).await?;
    let reading = Reading { entity: common.entity, parent };
    let items = reply.json(Batch { reading, key })?;
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

/// Moves one product to the trash, where a batch would remove it for good (`products-delete-trash`).
async fn to_trash(inner: &Inner, change: &Change, id: StoreId) -> Result<Vec<Answer>, StoreError> {
    // Others have no trash: without the word `force` variations would be gone all the same.
    if !rules::has_trash(change.entity) {
        return Err(StoreError::nothing_sent(Fault::RequestMixed));
    }
    let path = routes::one(change.entity, None, id)
        .ok_or_else(|| StoreError::nothing_sent(Fault::RequestMixed))?;
    let answer = match inner.transport.delete(&path, &Parameters::new()).await {
        Ok(reply) => {
            let item = reply.json(Reading { entity: change.entity, parent: None })?;
            if item.id != Some(id) {
                let unmatched = Fault::AnswersUnmatched { asked: 1, answered: 0 };
                return Err(StoreError::maybe_sent(unmatched));
            }
            Answer::Kept(item.record)
        }
        Err(StoreError { fault: Fault::Refused { status, code, message }, .. }) => {
            Answer::Refused(Refusal { code, status, message, existing: None })
        }
        Err(error) => return Err(error),
    };
    Ok(vec![answer])
}

impl Inner {
    /// Remembers the slug of a shipping class or a tax class.
    pub(super) fn learn_class(&self, record: &StoreRecord) {
        if matches!(record.entity, Entity::ShippingClass | Entity::TaxClass)
            && let Some(slug) = record.fields.text("slug")
        {
            let classes = match record.entity {
                Entity::TaxClass => &self.tax_classes,
                _ => &self.classes,
            };
            classes.learn(record.id, slug);
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

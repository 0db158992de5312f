//! The model with an index over it, as quick as a mirror, for as long as nothing changes.

use std::{collections::HashMap, sync::Arc};

use longshore_engine::{
    entity::Entity,
    known::{Found, Known},
    matching::{choices_key, folded, folded_name, key_text},
    record::{Fields, StoreRecord},
    value::{Key, StoreId, Value},
};

use super::Model;

type Place = (Entity, Option<StoreId>, Key, String);

pub(crate) struct Indexed<'a> {
    model: &'a Model,
    places: HashMap<Place, Vec<StoreId>>,
    shown: HashMap<(Entity, StoreId), Arc<StoreRecord>>,
}

impl<'a> Indexed<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        let mut places: HashMap<Place, Vec<StoreId>> = HashMap::new();
        for record in model.records.values() {
            let text = |field| record.fields.text(field).filter(|text| !text.is_empty());
            let keys = [
                (Key::Sku, text("sku").map(|text| folded(text).into_owned())),
                (Key::Gtin, text("global_unique_id").map(|text| folded(text).into_owned())),
                (Key::Slug, text("slug").map(|text| folded(text).into_owned())),
                (Key::Name, text("name").map(|text| folded_name(text).into_owned())),
                (Key::Path, Some(folded_name(&model.path(record)).into_owned())),
                (
                    Key::Choices,
                    match record.fields.get("attributes") {
                        Some(Value::Choices(choices)) => choices_key(choices),
                        _ => Some(String::new()),
                    },
                ),
            ];
            let others = [
                Key::Email,
                Key::Username,
                Key::Code,
                Key::Number,
                Key::FormerNumber,
                Key::Content,
            ];
            let others = others.into_iter().filter(|_| !record.entity.is_sold()).map(|key| {
                let text = key_text(record.entity, key, &record.fields);
                (key, text.map(|text| folded(&text).into_owned()))
            });
            for (key, text) in keys.into_iter().chain(others) {
                let Some(text) = text else { continue };
                let mut within = vec![None];
                within.extend(record.parent.map(Some));
                for within in within {
                    places
                        .entry((record.entity, within, key, text.clone()))
                        .or_default()
                        .push(record.id);
                }
            }
        }
        let shown = model.all().into_iter().map(|(key, record)| (key, Arc::new(record))).collect();
        Self { model, places, shown }
    }
}

impl Known for Indexed<'_> {
    fn is_as_remembered(&self, key: &str, record: &StoreRecord) -> Option<bool> {
        self.model.is_as_remembered(key, record)
    }

    fn find(&self, entity: Entity, within: Option<StoreId>, key: Key, value: &str) -> Found {
        if key == Key::Remembered {
            return self.model.find(entity, within, key, value);
        }
        let text = match key {
            Key::Name | Key::Path => folded_name(value),
            _ => folded(value),
        };
        match self.places.get(&(entity, within, key, text.into_owned())).map(Vec::as_slice) {
            None | Some([]) => Found::None,
            Some([id]) => Found::One(*id),
            Some(several) => Found::Several(several.len()),
        }
    }

    fn record(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>> {
        self.shown.get(&(entity, id)).cloned()
    }

    fn children(&self, entity: Entity, parent: StoreId) -> Vec<StoreId> {
        self.model.children(entity, parent)
    }

    fn altered(&self, entity: Entity, id: StoreId) -> Option<Arc<(Fields, Fields)>> {
        self.model.altered(entity, id)
    }

    fn image(&self, src: &str) -> Option<StoreId> {
        self.model.image(src)
    }

    fn is_image(&self, src: &str, id: StoreId) -> bool {
        self.model.is_image(src, id)
    }
}

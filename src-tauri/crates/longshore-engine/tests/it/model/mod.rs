//! A store in memory that behaves as the recordings show, as far as the engine's own promises need it.

mod indexed;
mod lines;
mod runs;
mod undos;
mod words;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    known::{Found, Known, PATH_SEPARATOR},
    matching::{choices_key, folded, folded_name, key_text, same_key},
    platforms::woocommerce::rules,
    record::{Fields, StoreRecord},
    value::{AttributeName, Choice, Image, Key, ProductAttribute, Reference, StoreId, Value},
};

pub(crate) use indexed::*;
pub(crate) use runs::*;
pub(crate) use undos::*;
pub(crate) use words::*;

/// The store.
#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) records: BTreeMap<(Entity, StoreId), StoreRecord>,
    pub(crate) remembered: HashMap<(Entity, String), Vec<StoreId>>,
    pub(crate) altered: HashMap<(Entity, StoreId), Arc<(Fields, Fields)>>,
    pub(crate) images: HashMap<String, Vec<StoreId>>,
    /// Records that were made again: the number that each had, and the one that it has.
    pub(crate) renumbered: HashMap<(Entity, StoreId), StoreId>,
    pub(crate) last: u64,
    /// It was set back to an earlier day since keys were remembered, and gave its numbers once more.
    pub(crate) is_set_back: bool,
}

impl Model {
    /// Puts a record there as if it had always been.
    pub(crate) fn put(
        &mut self,
        entity: Entity,
        parent: Option<StoreId>,
        fields: Fields,
    ) -> StoreId {
        let id = self.number();
        self.store(entity, id, parent, fields);
        id
    }

    fn number(&mut self) -> StoreId {
        self.last += 1;
        StoreId(self.last)
    }

    fn store(&mut self, entity: Entity, id: StoreId, parent: Option<StoreId>, sent: Fields) {
        let mut record = StoreRecord { entity, id, parent, modified: None, fields: bare(entity) };
        if entity == Entity::Order {
            record.fields.set("number", Value::Text(id.0.to_string()));
        }
        self.write(&mut record, sent);
        self.records.insert((entity, id), record);
    }

    /// Somebody else sets a field.
    pub(crate) fn edit(&mut self, key: (Entity, StoreId), field: &str, value: Value) {
        let mut record = self.records[&key].clone();
        self.write(&mut record, fields([(field, value)]));
        self.records.insert(key, record);
    }

    /// What a client sees: a variation shows what its product has where it has nothing itself.
    pub(crate) fn shown(&self, entity: Entity, id: StoreId) -> Option<StoreRecord> {
        let mut record = self.own(entity, id)?;
        if let Some(parent) = record.parent.filter(|_| entity == Entity::Variation) {
            let parent = &self.records[&(Entity::Product, parent)];
            for field in ["sku", "weight", "shipping_class"] {
                if record.fields.get(field).is_none_or(Value::is_empty) {
                    let theirs = parent.fields.get(field).cloned().unwrap_or(Value::Empty);
                    record.fields.set(field, theirs);
                }
            }
        }
        Some(record)
    }

    /// What a record has itself.
    fn own(&self, entity: Entity, id: StoreId) -> Option<StoreRecord> {
        let mut record = self.records.get(&(entity, id))?.clone();
        if record.fields.text("type") == Some("variable")
            && record.fields.get("manage_stock") != Some(&Value::Boolean(true))
        {
            let has_variations = self.records.values().any(|child| child.parent == Some(id));
            let status = if has_variations { "instock" } else { "outofstock" };
            record.fields.set("stock_status", text(status));
        }
        Some(record)
    }

    /// Everything that records have themselves, without what the store works out.
    pub(crate) fn all_own(&self) -> BTreeMap<(Entity, StoreId), StoreRecord> {
        let mut all = self.records.clone();
        for record in all.values_mut() {
            if rules::is_derived(record.entity, &record.fields, "stock_status") {
                record.fields.remove("stock_status");
            }
        }
        all
    }

    /// Everything that a client sees.
    pub(crate) fn all(&self) -> BTreeMap<(Entity, StoreId), StoreRecord> {
        self.records.keys().filter_map(|key| Some((*key, self.shown(key.0, key.1)?))).collect()
    }

    /// Carries a change out, as sent; answers what is kept, or a code.
    pub(crate) fn carry_out(&mut self, change: &Change) -> Result<StoreRecord, &'static str> {
        let taken = |model: &Self, sku: &str, but: Option<StoreId>| {
            !sku.is_empty()
                && model.records.values().any(|record| {
                    Some(record.id) != but
                        && record.fields.text("sku").is_some_and(|have| same_key(have, sku))
                })
        };
        let stored = |reference: &Option<Reference>| match reference {
            Some(Reference::Stored(id)) => Some(*id),
            None => None,
            other => panic!("{other:?} was sent"),
        };
        let (id, parent) = (stored(&change.record), stored(&change.parent));
        match change.action {
            Action::Create => {
                if taken(self, change.fields.text("sku").unwrap_or_default(), None) {
                    return Err("product_invalid_sku");
                }
                let name = change.fields.text("name").map(folded_name);
                if change.entity.is_taxonomy()
                    && self.records.values().any(|record| {
                        record.entity == change.entity
                            && record.parent == parent
                            && record.fields.get("parent")
                                == change.fields.get("parent").or(Some(&Value::Empty))
                            && record.fields.text("name").map(folded_name) == name
                    })
                {
                    return Err("term_exists");
                }
                let id = self.number();
                self.store(change.entity, id, parent, change.fields.clone());
                Ok(self.shown(change.entity, id).unwrap())
            }
            Action::Update => {
                let id = id.unwrap();
                let mut record =
                    self.records.get(&(change.entity, id)).cloned().ok_or("invalid_id")?;
                if taken(self, change.fields.text("sku").unwrap_or_default(), Some(id)) {
                    return Err("product_invalid_sku");
                }
                self.write(&mut record, change.fields.clone());
                self.records.insert((change.entity, id), record);
                Ok(self.shown(change.entity, id).unwrap())
            }
            Action::Trash => {
                let id = id.unwrap();
                let gone = self.shown(change.entity, id).ok_or("invalid_id")?;
                for record in self.records.values_mut() {
                    if record.id == id && record.entity == change.entity
                        || record.parent == Some(id)
                    {
                        record.fields.set("status", text("trash"));
                    }
                }
                Ok(gone)
            }
            Action::Delete => {
                let id = id.unwrap();
                let gone = self.shown(change.entity, id).ok_or("invalid_id")?;
                self.records.retain(|key, record| {
                    *key != (change.entity, id)
                        && (record.parent != Some(id) || change.entity != Entity::Product)
                });
                Ok(gone)
            }
        }
    }

    /// Writes fields as the store does.
    fn write(&mut self, record: &mut StoreRecord, sent: Fields) {
        // What was worked out last stays where nothing works it out any more.
        if let (Some(worked_out), Some(kind)) =
            (self.own(record.entity, record.id), sent.text("type"))
            && kind != "variable"
            && worked_out.fields.text("type") == Some("variable")
        {
            let status = worked_out.fields.get("stock_status").cloned().unwrap_or(Value::Empty);
            record.fields.set("stock_status", status);
        }
        for (field, value) in sent {
            let value = match (field.as_str(), value) {
                ("name", Value::Text(text)) => {
                    Value::Text(text.replace("&amp;", "&").replace('&', "&amp;"))
                }
                ("description", Value::Text(text)) => Value::Text(text.replace('\\', "")),
                ("sku", Value::Text(text)) => Value::Text(text.trim().to_owned()),
                (_, Value::Attributes(all)) => Value::Attributes(self.offered(all)),
                (_, Value::Choices(all)) => Value::Choices(self.chosen(all, record.entity)),
                (_, Value::Images(all)) => Value::Images(self.uploaded(all)),
                (_, Value::Downloads(mut all)) => {
                    for download in all.iter_mut().filter(|download| download.id.is_empty()) {
                        self.last += 1;
                        download.id = format!("made-up-{}", self.last);
                    }
                    Value::Downloads(all)
                }
                (name, Value::Integer(number)) if name.starts_with("meta:") => {
                    Value::Text(number.to_string())
                }
                (name, Value::Json(sent)) if name.ends_with("_lines") || name == "line_items" => {
                    let had = record.fields.get(name).cloned();
                    lines::written(&sent, had.as_ref(), &mut self.last)
                }
                ("code", Value::Text(text)) => Value::Text(text.to_lowercase()),
                (name, value) if name.starts_with("meta:") && value.is_empty() => {
                    record.fields.remove(name);
                    continue;
                }
                (_, value) => value,
            };
            record.fields.set(field, if value.is_empty() { Value::Empty } else { value });
        }
        if record.fields.text("type") == Some("variable") {
            record.fields.set("regular_price", Value::Empty);
            record.fields.set("sale_price", Value::Empty);
        }
        if let (Some(Value::Decimal(regular)), Some(Value::Decimal(sale))) =
            (record.fields.get("regular_price"), record.fields.get("sale_price"))
            && sale >= regular
        {
            record.fields.set("sale_price", Value::Empty);
        }
        if matches!(record.entity, Entity::Product | Entity::Variation) {
            match (record.fields.get("manage_stock"), record.fields.get("stock_quantity")) {
                (Some(Value::Boolean(true)), Some(Value::Integer(quantity))) => {
                    let status = if *quantity > 0 { "instock" } else { "outofstock" };
                    record.fields.set("stock_status", Value::Text(status.into()));
                }
                (Some(Value::Boolean(true)), _) => {
                    record.fields.set("stock_status", text("outofstock"));
                }
                _ => record.fields.set("stock_quantity", Value::Empty),
            }
        }
        if record.entity.is_taxonomy() && record.fields.get("slug").is_none_or(Value::is_empty) {
            let name = record.fields.text("name").unwrap_or_default().to_owned();
            let slug = longshore_engine::diff::text::slug(&name);
            record.fields.set("slug", Value::Text(slug));
        }
    }

    /// Options of shared attributes become terms and are shown by the alphabet; a bar splits the others.
    fn offered(&mut self, mut all: Vec<ProductAttribute>) -> Vec<ProductAttribute> {
        all.retain(|attribute| !attribute.options.is_empty());
        for attribute in &mut all {
            match &attribute.attribute {
                AttributeName::Global(Reference::Stored(id)) => {
                    let mut labels: Vec<String> =
                        attribute.options.iter().map(|option| self.term(*id, option)).collect();
                    labels.sort();
                    labels.dedup();
                    attribute.options = labels;
                }
                AttributeName::Local(_) => {
                    attribute.options = attribute
                        .options
                        .iter()
                        .flat_map(|option| option.split('|').map(|part| part.trim().to_owned()))
                        .collect();
                }
                other => panic!("{other:?} was sent"),
            }
        }
        all
    }

    fn term(&mut self, attribute: StoreId, option: &str) -> String {
        let found = self.find(Entity::Term, Some(attribute), Key::Name, option);
        let id = match found {
            Found::One(id) => id,
            _ => self.put(Entity::Term, Some(attribute), fields([("name", text(option))])),
        };
        self.records[&(Entity::Term, id)].fields.text("name").unwrap().replace("&amp;", "&")
    }

    /// Default choices of shared attributes are kept as slugs.
    fn chosen(&self, mut all: Vec<Choice>, entity: Entity) -> Vec<Choice> {
        all.retain(|choice| !choice.option.is_empty());
        for choice in &mut all {
            if entity == Entity::Product && matches!(choice.attribute, AttributeName::Global(_)) {
                choice.option = longshore_engine::diff::text::slug(&choice.option);
            }
        }
        all
    }

    /// A picture sent by its address is copied and shown under another.
    fn uploaded(&mut self, all: Vec<Image>) -> Vec<Image> {
        all.into_iter()
            .map(|image| {
                let id = image.id.unwrap_or_else(|| self.number());
                let name = image.name.unwrap_or_else(|| format!("picture-{}", id.0));
                Image {
                    id: Some(id),
                    src: format!("https://shop.example/media/{}.jpg", id.0),
                    name: Some(name),
                    alt: image.alt.or(Some(String::new())),
                }
            })
            .collect()
    }

    fn path(&self, record: &StoreRecord) -> String {
        let name = record.fields.text("name").unwrap_or_default();
        match record.fields.get("parent") {
            Some(Value::Reference(Reference::Stored(parent))) => {
                let parent = self.path(&self.records[&(record.entity, *parent)]);
                format!("{parent}{PATH_SEPARATOR}{name}")
            }
            _ => name.to_owned(),
        }
    }
}

impl Known for Model {
    fn is_as_remembered(&self, _: &str, _: &StoreRecord) -> Option<bool> {
        Some(!self.is_set_back)
    }

    fn find(&self, entity: Entity, within: Option<StoreId>, key: Key, value: &str) -> Found {
        if key == Key::Remembered {
            return match self
                .remembered
                .get(&(entity, folded(value).into_owned()))
                .map(Vec::as_slice)
            {
                None | Some([]) => Found::None,
                Some([id]) => Found::One(*id),
                Some(several) => Found::Several(several.len()),
            };
        }
        let is = |have: Option<&str>| {
            have.is_some_and(|have| !have.is_empty() && folded_name(have) == folded_name(value))
        };
        let found: Vec<StoreId> = self
            .records
            .values()
            .filter(|record| {
                record.entity == entity
                    && !rules::is_in_trash(record)
                    && (within.is_none() || record.parent == within)
            })
            .filter(|record| match key {
                Key::Sku => is(record.fields.text("sku")),
                Key::Gtin => is(record.fields.text("global_unique_id")),
                Key::Slug => is(record.fields.text("slug")),
                Key::Name => is(record.fields.text("name")),
                Key::Path => is(Some(&self.path(record))),
                Key::Choices => match record.fields.get("attributes") {
                    Some(Value::Choices(choices)) => choices_key(choices).as_deref() == Some(value),
                    _ => value.is_empty(),
                },
                Key::Id | Key::Remembered => false,
                other => is(key_text(entity, other, &record.fields).as_deref()),
            })
            .map(|record| record.id)
            .collect();
        match found.as_slice() {
            [] => Found::None,
            [id] => Found::One(*id),
            several => Found::Several(several.len()),
        }
    }

    fn record(&self, entity: Entity, id: StoreId) -> Option<Arc<StoreRecord>> {
        self.shown(entity, id).map(Arc::new)
    }

    fn children(&self, entity: Entity, parent: StoreId) -> Vec<StoreId> {
        let within = self.records.values().filter(|record| record.entity == entity);
        within.filter(|record| record.parent == Some(parent)).map(|record| record.id).collect()
    }

    fn altered(&self, entity: Entity, id: StoreId) -> Option<Arc<(Fields, Fields)>> {
        self.altered.get(&(entity, id)).cloned()
    }

    fn image(&self, src: &str) -> Option<StoreId> {
        self.images.get(src).and_then(|ids| ids.last()).copied()
    }

    fn is_image(&self, src: &str, id: StoreId) -> bool {
        self.images.get(src).is_some_and(|ids| ids.contains(&id))
    }
}

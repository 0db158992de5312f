//! One record, key by key.

use std::{borrow::Cow, fmt, iter::Peekable};

use jiff::civil::DateTime;
use longshore_engine::{
    change::Refusal,
    entity::Entity,
    platforms::woocommerce::schema,
    record::{FieldName, Fields, StoreRecord},
    schema::FieldDef,
    value::{Key, Name, Reference, StoreId, Value},
};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{
    Item, REPEATED_META, Reading,
    complaint::Complaint,
    loose::{LooseId, LooseText},
    meta::Meta,
    value::OfField,
};

impl<'de> DeserializeSeed<'de> for Reading {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Item, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading {
    type Value = Item;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a record")
    }

    fn visit_unit<E: Error>(self) -> Result<Item, E> {
        Ok(Gathered::new(self).into_item())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Item, E> {
        Ok(Gathered::new(self).into_item())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<Item, A::Error> {
        let mut gathered = Gathered::new(self);
        while let Some(key) = json.next_key::<Cow<'de, str>>()? {
            gathered.take(&key, &mut json)?;
        }
        Ok(gathered.into_item())
    }
}

/// What has been read of one record so far.
struct Gathered {
    reading: Reading,
    fields: &'static [FieldDef],
    values: Vec<Option<Value>>,
    meta: Meta,
    id: u64,
    parent: u64,
    modified: Option<DateTime>,
    refusal: Option<Refusal>,
    is_variation: bool,
    shipping_class: Option<u64>,
    shipping_class_slug: Option<String>,
}

impl Gathered {
    fn new(reading: Reading) -> Self {
        let fields = schema::of(reading.entity);
        Self {
            reading,
            fields,
            values: vec![None; fields.len()],
            meta: Meta::default(),
            id: 0,
            parent: 0,
            modified: None,
            refusal: None,
            is_variation: false,
            shipping_class: None,
            shipping_class_slug: None,
        }
    }

    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, json: &mut A) -> Result<(), A::Error> {
        match key {
            "id" => self.id = json.next_value::<LooseId>()?.0,
            "parent_id" => self.parent = json.next_value::<LooseId>()?.0,
            "date_modified_gmt" => {
                let text = json.next_value::<LooseText<'de>>()?.0;
                self.modified = super::value::moment(&text);
            }
            "meta_data" => self.meta = json.next_value()?,
            "error" => self.refusal = json.next_value::<Complaint>()?.0,
            "shipping_class_id" => self.shipping_class = Some(json.next_value::<LooseId>()?.0),
            "shipping_class" => {
                self.shipping_class_slug =
                    Some(json.next_value::<LooseText<'de>>()?.0.into_owned());
            }
            _ => self.take_field(key, json)?,
        }
        Ok(())
    }

    fn take_field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        json: &mut A,
    ) -> Result<(), A::Error> {
        if let Some(at) = position(self.fields, key).filter(|at| self.fields[*at].path == key) {
            let value = json.next_value_seed(OfField(&self.fields[at]))?;
            if key == "type" && value.as_text() == Some("variation") {
                self.is_variation = true;
            }
            self.values[at] = Some(value);
        } else if is_group(self.fields, key) {
            json.next_value_seed(Group { name: key, gathered: self })?;
        } else {
            json.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn into_item(mut self) -> Item {
        // Tax classes have no number (taxes-classes-list): theirs is made of the slug.
        if self.reading.entity == Entity::TaxClass
            && let Some(Some(Value::Text(slug))) =
                position(self.fields, "slug").map(|at| &self.values[at])
        {
            self.id = StoreId::of_text(slug).0;
        }
        let id = StoreId(self.id);
        let shipping_class = self.name_shipping_class();
        let parent = match self.reading.entity {
            Entity::Variation if self.parent != 0 => Some(StoreId(self.parent)),
            Entity::Refund if self.parent != 0 => Some(StoreId(self.parent)),
            entity if entity.parent().is_some() => self.reading.parent,
            // Only to find a variation in a list of products.
            Entity::Product if self.is_variation && self.parent != 0 => Some(StoreId(self.parent)),
            _ => None,
        };
        let entity = self.reading.entity;
        let mut fields = fields(self.fields, self.values, self.meta);
        if entity == Entity::Refund {
            crate::woocommerce::refund_lines::as_people_count(&mut fields);
        }
        Item {
            id: (self.id != 0).then_some(id),
            record: StoreRecord { entity, id, parent, modified: self.modified, fields },
            refusal: self.refusal,
            is_variation: self.is_variation,
            shipping_class,
        }
    }

    /// The store names a shipping class by slug in one key and by number in another.
    fn name_shipping_class(&mut self) -> Option<(StoreId, String)> {
        let at = position(self.fields, "shipping_class")?;
        if self.shipping_class.is_none() && self.shipping_class_slug.is_none() {
            return None;
        }
        let id = StoreId(self.shipping_class.unwrap_or(0));
        let slug = self.shipping_class_slug.take().unwrap_or_default();
        let (value, pair) = match (id.0, slug.as_str()) {
            (0, "") => (Value::Empty, None),
            (0, _) => {
                let name = Name::new(Entity::ShippingClass, Key::Slug, slug);
                (Value::Reference(Reference::Named(name)), None)
            }
            _ => (Value::Reference(Reference::Stored(id)), Some((id, slug))),
        };
        self.values[at] = Some(value);
        pair.filter(|(_, slug)| !slug.is_empty())
    }
}

/// The schema's fields and the meta fields are each in the order of their names.
fn fields(schema: &'static [FieldDef], values: Vec<Option<Value>>, meta: Meta) -> Fields {
    let own = schema
        .iter()
        .zip(values)
        .filter_map(|(def, value)| Some((FieldName::new_static(def.name), value?)));
    let mut merged = Fields::new();
    let mut own = own.peekable();
    let mut others = meta.fields.into_iter().peekable();
    while let Some((name, value)) = next_by_name(&mut own, &mut others) {
        merged.set(name, value);
    }
    if !meta.repeated.is_empty() {
        let all =
            meta.repeated.into_iter().map(|(key, values)| (key, serde_json::Value::Array(values)));
        merged.set(REPEATED_META, Value::Json(serde_json::Value::Object(all.collect())));
    }
    merged
}

fn next_by_name<T: Ord, V>(
    one: &mut Peekable<impl Iterator<Item = (T, V)>>,
    other: &mut Peekable<impl Iterator<Item = (T, V)>>,
) -> Option<(T, V)> {
    match (one.peek(), other.peek()) {
        (Some((first, _)), Some((second, _))) if second < first => other.next(),
        (None, _) => other.next(),
        _ => one.next(),
    }
}

fn position(fields: &'static [FieldDef], name: &str) -> Option<usize> {
    fields.binary_search_by(|def| def.name.cmp(name)).ok()
}

fn is_group(fields: &'static [FieldDef], key: &str) -> bool {
    fields.iter().any(|def| def.path.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

/// An object whose keys are fields of their own: `dimensions`.
struct Group<'a> {
    name: &'a str,
    gathered: &'a mut Gathered,
}

impl<'de> DeserializeSeed<'de> for Group<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Group<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut json: A) -> Result<(), A::Error> {
        while let Some(key) = json.next_key::<Cow<'de, str>>()? {
            // `dimensions.weight` is our `weight`, `billing.city` our `billing_city`.
            let is_it =
                |def: &FieldDef| def.path.split_once('.') == Some((self.name, key.as_ref()));
            let at = self.gathered.fields.iter().position(is_it);
            match at {
                Some(at) => {
                    let def = &self.gathered.fields[at];
                    self.gathered.values[at] = Some(json.next_value_seed(OfField(def))?);
                }
                None => {
                    json.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

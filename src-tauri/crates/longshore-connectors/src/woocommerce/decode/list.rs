//! Lists of records, and the answers of a batch.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Item, Reading};

/// A list of records. PHP makes an object of a list with gaps; that is a list too.
#[derive(Clone, Copy)]
pub(crate) struct List(pub(crate) Reading);

impl<'de> DeserializeSeed<'de> for List {
    type Value = Vec<Item>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List {
    type Value = Vec<Item>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::with_capacity(list.size_hint().unwrap_or(100).min(100));
        while let Some(item) = list.next_element_seed(self.0)? {
            items.push(item);
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(key) = list.next_key::<std::borrow::Cow<'_, str>>()? {
            if key.parse::<u64>().is_err() {
                return Err(serde::de::Error::invalid_type(serde::de::Unexpected::Map, &self));
            }
            items.push(list.next_value_seed(self.0)?);
        }
        Ok(items)
    }
}

/// The answers under one key of a batch: `create`, `update` or `delete`. A batch that did nothing answers `[]`.
#[derive(Clone, Copy)]
pub(crate) struct Batch {
    pub(crate) reading: Reading,
    pub(crate) key: &'static str,
}

impl<'de> DeserializeSeed<'de> for Batch {
    type Value = Vec<Item>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Batch {
    type Value = Vec<Item>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the answers of a batch")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut batch: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(key) = batch.next_key::<std::borrow::Cow<'_, str>>()? {
            if key == self.key {
                items = batch.next_value_seed(List(self.reading))?;
            } else {
                batch.next_value::<IgnoredAny>()?;
            }
        }
        Ok(items)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut none: A) -> Result<Self::Value, A::Error> {
        while none.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }
}

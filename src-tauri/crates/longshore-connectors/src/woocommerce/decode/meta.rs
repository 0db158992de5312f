//! Meta data of a record: `[{"id", "key", "value"}]`.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use longshore_engine::{record::FieldName, schema::META_PREFIX, value::Value};
use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
        value::MapAccessDeserializer,
    },
};
use smol_str::format_smolstr;

/// The meta fields by name, and all values of those keys that came several times.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) fields: BTreeMap<FieldName, Value>,
    pub(super) repeated: BTreeMap<String, Vec<serde_json::Value>>,
}

impl Meta {
    fn add(&mut self, key: &str, value: Value) {
        if key.is_empty() {
            return;
        }
        let name = format_smolstr!("{META_PREFIX}{key}");
        let shown = as_json(&value);
        if let Some(earlier) = self.fields.insert(name, value) {
            let all =
                self.repeated.entry(key.to_owned()).or_insert_with(|| vec![as_json(&earlier)]);
            all.push(shown);
        }
    }
}

fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) => serde_json::Value::String(text.clone()),
        Value::Json(json) => json.clone(),
        _ => serde_json::Value::String(String::new()),
    }
}

impl<'de> Deserialize<'de> for Meta {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Entries)
    }
}

struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Meta;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("meta data")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Meta::default())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Meta::default())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(Meta::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut meta = Meta::default();
        while let Some(Entry { key, value }) = list.next_element()? {
            meta.add(&key, value);
        }
        Ok(meta)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut meta = Meta::default();
        while let Some((_, Entry { key, value })) = list.next_entry::<IgnoredAny, Entry<'_>>()? {
            meta.add(&key, value);
        }
        Ok(meta)
    }
}

struct Entry<'a> {
    key: Cow<'a, str>,
    value: Value,
}

impl<'de> Deserialize<'de> for Entry<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(OneEntry)
    }
}

struct OneEntry;

impl<'de> Visitor<'de> for OneEntry {
    type Value = Entry<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an entry of meta data")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Entry { key: Cow::Borrowed(""), value: Value::Empty })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entry = Entry { key: Cow::Borrowed(""), value: Value::Empty };
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            match name.as_ref() {
                "key" => entry.key = map.next_value::<super::loose::LooseText<'de>>()?.0,
                "value" => entry.value = map.next_value_seed(MetaValue)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(entry)
    }
}

/// A scalar is text, as the database has it; anything else stays JSON.
struct MetaValue;

impl<'de> DeserializeSeed<'de> for MetaValue {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MetaValue {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value of meta data")
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(if truth { Value::Text("1".to_owned()) } else { Value::Empty })
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) })
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element::<serde_json::Value>()? {
            all.push(one);
        }
        Ok(Value::Json(serde_json::Value::Array(all)))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        serde_json::Value::deserialize(MapAccessDeserializer::new(map)).map(Value::Json)
    }
}

//! One value, as the kind of its field says.

use std::{borrow::Cow, fmt, str::FromStr};

use jiff::civil::DateTime;
use longshore_engine::{
    platforms::woocommerce::lines as order_lines,
    schema::{FieldDef, Kind},
    value::{AttributeName, Choice, Download, Image, ProductAttribute, Reference, StoreId, Value},
};
use rust_decimal::Decimal;
use serde::{
    Deserialize,
    de::{
        DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
        value::MapAccessDeserializer,
    },
};
use serde_json::Value as Json;

use super::loose::{LooseId, LooseText, LooseTexts, LooseTruth};
use crate::woocommerce::escaped::unescaped;

/// Reads the value of this field.
pub(super) struct OfField(pub(super) &'static FieldDef);

impl<'de> DeserializeSeed<'de> for OfField {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OfField {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a value of {}", self.0.name)
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value, E> {
        Ok(match self.0.kind {
            Kind::Boolean | Kind::BooleanOrParent => Value::Boolean(truth),
            // PHP's `false` for "there is none".
            _ if !truth => Value::Empty,
            _ => Value::Text("1".to_owned()),
        })
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(self.number(Decimal::from(number), || number.to_string()))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(self.number(Decimal::from(number), || number.to_string()))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        // The shortest decimal that is this number is what the store wrote.
        let written = number.to_string();
        Ok(match Decimal::from_str(&written) {
            Ok(decimal) => self.number(decimal, || written),
            Err(_) => Value::Text(written),
        })
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(self.text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Value, A::Error> {
        self.list(Listed(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value, A::Error> {
        if matches!(self.0.kind, Kind::Image) {
            let image = RawImage::deserialize(MapAccessDeserializer::new(map))?;
            return Ok(images(vec![image]));
        }
        self.list(Gapped(map))
    }
}

impl OfField {
    fn text(&self, text: &str) -> Value {
        if text.is_empty() {
            return Value::Empty;
        }
        let read = match self.0.kind {
            Kind::Money | Kind::Weight | Kind::Length => {
                Decimal::from_str(text.trim()).ok().map(Value::Decimal)
            }
            Kind::Integer => text.trim().parse().ok().map(Value::Integer),
            Kind::Boolean => truth(text).map(Value::Boolean),
            Kind::BooleanOrParent if text != "parent" => truth(text).map(Value::Boolean),
            Kind::Moment => moment(text).map(Value::Moment),
            Kind::Reference(_) => text.trim().parse().ok().map(reference),
            // Some extensions say it as one text.
            Kind::Texts => {
                Some(texts(text.split([';', ',']).map(|part| Json::from(part.trim())).collect()))
            }
            Kind::Plain if self.0.name == "name" => Some(Value::Text(unescaped(text).into_owned())),
            _ => None,
        };
        read.unwrap_or_else(|| Value::Text(text.to_owned()))
    }

    fn number(&self, number: Decimal, written: impl FnOnce() -> String) -> Value {
        match self.0.kind {
            Kind::Money | Kind::Weight | Kind::Length => Value::Decimal(number),
            Kind::Integer if number.is_integer() => {
                i64::try_from(number).map_or(Value::Decimal(number), Value::Integer)
            }
            Kind::Integer => Value::Decimal(number),
            Kind::Boolean | Kind::BooleanOrParent => Value::Boolean(!number.is_zero()),
            Kind::Reference(_) => u64::try_from(number).map_or(Value::Empty, reference),
            _ => Value::Text(written()),
        }
    }

    fn list<'de, A: Elements<'de>>(&self, elements: A) -> Result<Value, A::Error> {
        Ok(match self.0.kind {
            Kind::References(_) | Kind::Reference(_) => {
                let ids = elements.read::<LooseId>()?.into_iter().filter(|id| id.0 != 0);
                Value::References(ids.map(|id| Reference::Stored(StoreId(id.0))).collect())
            }
            Kind::Attributes => {
                let mut all = elements.read::<RawAttribute<'de>>()?;
                all.sort_by_key(|attribute| attribute.position.0);
                Value::Attributes(all.into_iter().map(product_attribute).collect())
            }
            Kind::Choices => {
                Value::Choices(elements.read::<RawAttribute<'de>>()?.iter().map(choice).collect())
            }
            Kind::Images | Kind::Image => images(elements.read()?),
            Kind::Texts => texts(elements.read()?),
            Kind::Lines(keys) => lines(elements.read()?, keys),
            Kind::Downloads => Value::Downloads(
                elements.read::<RawDownload<'de>>()?.into_iter().map(download).collect(),
            ),
            _ => {
                let all = elements.read::<serde_json::Value>()?;
                if all.is_empty() {
                    Value::Empty
                } else {
                    Value::Json(serde_json::Value::Array(all))
                }
            }
        })
    }
}

/// Texts and numbers of a list as texts.
fn texts(all: Vec<Json>) -> Value {
    let text = |one: Json| match one {
        Json::String(text) => Some(Json::String(text)),
        Json::Number(number) => Some(Json::String(number.to_string())),
        _ => None,
    };
    let all: Vec<Json> = all.into_iter().filter_map(text).collect();
    if all.is_empty() { Value::Empty } else { Value::Json(Json::Array(all)) }
}

/// What is kept of the lines of an order: their numbers and what has a meaning beyond this very store.
fn lines(all: Vec<Json>, keys: &[&str]) -> Value {
    let line = |one: Json| {
        let Json::Object(mut shown) = one else { return None };
        let mut kept = serde_json::Map::new();
        for key in std::iter::once("id").chain(keys.iter().copied()) {
            if key == order_lines::META {
                order_lines::put_meta(order_lines::meta(&shown), &mut kept);
                continue;
            }
            match shown.remove(key) {
                Some(Json::String(text)) if text.is_empty() => {}
                Some(Json::String(text)) => {
                    kept.insert(key.to_owned(), Json::String(unescaped(&text).into_owned()));
                }
                Some(Json::Number(number)) if number.as_f64() != Some(0.0) => {
                    kept.insert(key.to_owned(), Json::Number(number));
                }
                _ => {}
            }
        }
        Some(Json::Object(kept))
    };
    let all: Vec<Json> = all.into_iter().filter_map(line).collect();
    if all.is_empty() { Value::Empty } else { Value::Json(Json::Array(all)) }
}

/// A list, however PHP wrote it.
trait Elements<'de> {
    type Error: Error;
    fn read<T: Deserialize<'de>>(self) -> Result<Vec<T>, Self::Error>;
}

struct Listed<A>(A);

/// A list with gaps: an object whose keys are positions.
struct Gapped<A>(A);

impl<'de, A: SeqAccess<'de>> Elements<'de> for Listed<A> {
    type Error = A::Error;
    fn read<T: Deserialize<'de>>(mut self) -> Result<Vec<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = self.0.next_element()? {
            all.push(one);
        }
        Ok(all)
    }
}

impl<'de, A: MapAccess<'de>> Elements<'de> for Gapped<A> {
    type Error = A::Error;
    fn read<T: Deserialize<'de>>(mut self) -> Result<Vec<T>, A::Error> {
        let mut all = Vec::new();
        while let Some((_, one)) = self.0.next_entry::<IgnoredAny, T>()? {
            all.push(one);
        }
        Ok(all)
    }
}

/// An attribute of a product, or the choice of a variation.
#[derive(Deserialize)]
struct RawAttribute<'a> {
    #[serde(default)]
    id: LooseId,
    #[serde(borrow, default)]
    name: LooseText<'a>,
    #[serde(default)]
    position: LooseId,
    #[serde(default)]
    visible: LooseTruth,
    #[serde(default)]
    variation: LooseTruth,
    #[serde(default)]
    options: LooseTexts,
    #[serde(borrow, default)]
    option: LooseText<'a>,
}

impl RawAttribute<'_> {
    fn attribute(&self) -> AttributeName {
        match self.id.0 {
            0 => AttributeName::Local(unescaped(&self.name.0).into_owned()),
            id => AttributeName::Global(Reference::Stored(StoreId(id))),
        }
    }
}

fn product_attribute(raw: RawAttribute<'_>) -> ProductAttribute {
    ProductAttribute {
        attribute: raw.attribute(),
        visible: raw.visible.0,
        variation: raw.variation.0,
        options: raw.options.0.into_iter().map(plain).collect(),
    }
}

fn choice(raw: &RawAttribute<'_>) -> Choice {
    Choice { attribute: raw.attribute(), option: unescaped(&raw.option.0).into_owned() }
}

fn plain(text: String) -> String {
    match unescaped(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(plain) => plain,
    }
}

#[derive(Deserialize)]
struct RawImage<'a> {
    #[serde(default)]
    id: LooseId,
    #[serde(borrow, default)]
    src: LooseText<'a>,
    #[serde(borrow, default)]
    name: LooseText<'a>,
    #[serde(borrow, default)]
    alt: LooseText<'a>,
}

/// An image with number 0 is the store's placeholder.
fn images(raw: Vec<RawImage<'_>>) -> Value {
    let said = |text: LooseText<'_>| (!text.0.is_empty()).then(|| text.0.into_owned());
    let real = raw.into_iter().filter(|image| image.id.0 != 0);
    Value::Images(
        real.map(|image| Image {
            id: Some(StoreId(image.id.0)),
            src: image.src.0.into_owned(),
            name: said(image.name),
            alt: said(image.alt),
        })
        .collect(),
    )
}

#[derive(Deserialize)]
struct RawDownload<'a> {
    #[serde(borrow, default)]
    id: LooseText<'a>,
    #[serde(borrow, default)]
    name: LooseText<'a>,
    #[serde(borrow, default)]
    file: LooseText<'a>,
}

fn download(raw: RawDownload<'_>) -> Download {
    Download {
        id: raw.id.0.into_owned(),
        name: raw.name.0.into_owned(),
        file: raw.file.0.into_owned(),
    }
}

fn reference(id: u64) -> Value {
    if id == 0 { Value::Empty } else { Value::Reference(Reference::Stored(StoreId(id))) }
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "true" | "yes" => Some(true),
        "0" | "false" | "no" => Some(false),
        _ => None,
    }
}

/// `2026-11-21T20:11:16`; a zone behind it does not change the clock that is meant.
pub(super) fn moment(text: &str) -> Option<DateTime> {
    text.get(..19)?.parse().ok()
}

//! Numbers, texts and truths as PHP shows them: `12`, `"12"`, `false` for nothing.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// A number of a record; 0 where there is none. An object stands for its `id` (failed deletes of variations).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LooseId(pub(super) u64);

/// A text; numbers and truths as PHP would print them.
#[derive(Clone, Debug, Default)]
pub(super) struct LooseText<'a>(pub(super) Cow<'a, str>);

/// A truth.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LooseTruth(pub(super) bool);

/// Texts; a single one is a list of one.
#[derive(Clone, Debug, Default)]
pub(super) struct LooseTexts(pub(super) Vec<String>);

/// Any scalar.
enum Scalar<'a> {
    Nothing,
    Truth(bool),
    Number(i128),
    Fraction(f64),
    Text(Cow<'a, str>),
    /// The `id` of an object.
    Identity(u64),
    List,
}

struct AnyScalar;

impl<'de> Visitor<'de> for AnyScalar {
    type Value = Scalar<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a single value")
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Nothing)
    }
    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Truth(truth))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.into()))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Number(number.into()))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Fraction(number))
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut id = 0;
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == "id" {
                id = map.next_value::<LooseId>()?.0;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Scalar::Identity(id))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::List)
    }
}

impl<'de> Deserialize<'de> for LooseId {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        Ok(Self(match json.deserialize_any(AnyScalar)? {
            Scalar::Number(number) => u64::try_from(number).unwrap_or(0),
            Scalar::Text(text) => text.trim().parse().unwrap_or(0),
            Scalar::Identity(id) => id,
            _ => 0,
        }))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for LooseText<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        Ok(Self(match json.deserialize_any(AnyScalar)? {
            Scalar::Text(text) => text,
            Scalar::Number(number) => Cow::Owned(number.to_string()),
            Scalar::Fraction(number) => Cow::Owned(number.to_string()),
            Scalar::Truth(true) => Cow::Borrowed("1"),
            _ => Cow::Borrowed(""),
        }))
    }
}

impl<'de> Deserialize<'de> for LooseTruth {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        Ok(Self(match json.deserialize_any(AnyScalar)? {
            Scalar::Truth(truth) => truth,
            Scalar::Number(number) => number != 0,
            Scalar::Text(text) => matches!(text.as_ref(), "1" | "true" | "yes" | "on"),
            _ => false,
        }))
    }
}

impl<'de> Deserialize<'de> for LooseTexts {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = LooseTexts;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("texts")
            }
            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(LooseTexts::default())
            }
            fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
                Ok(LooseTexts::default())
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(LooseTexts(if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element::<LooseText<'_>>()? {
                    texts.push(text.0.into_owned());
                }
                Ok(LooseTexts(texts))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut texts = Vec::new();
                while let Some((_, text)) = list.next_entry::<IgnoredAny, LooseText<'_>>()? {
                    texts.push(text.0.into_owned());
                }
                Ok(LooseTexts(texts))
            }
        }
        json.deserialize_any(Texts)
    }
}

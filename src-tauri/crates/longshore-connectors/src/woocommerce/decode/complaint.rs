//! Why there is no record: the `error` of an element of a batch answer.

use std::{borrow::Cow, fmt};

use longshore_engine::{change::Refusal, value::StoreId};
use serde::{
    Deserialize,
    de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use smol_str::SmolStr;

use super::loose::{LooseId, LooseText};

/// The `error` of an element of a batch answer.
pub(super) struct Complaint(pub(super) Option<Refusal>);

#[derive(Deserialize)]
struct RawComplaint<'a> {
    #[serde(borrow, default)]
    code: LooseText<'a>,
    #[serde(borrow, default)]
    message: LooseText<'a>,
    #[serde(default)]
    data: ComplaintData,
}

/// `data` of an error: an object, or nothing worth reading.
#[derive(Default)]
struct ComplaintData {
    status: u64,
    resource_id: u64,
}

impl<'de> Deserialize<'de> for Complaint {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let raw = Option::<RawComplaint<'de>>::deserialize(json)?;
        Ok(Self(raw.map(|raw| Refusal {
            code: SmolStr::new(&raw.code.0),
            status: u16::try_from(raw.data.status).unwrap_or(0),
            message: crate::transport::quoted(&raw.message.0),
            existing: (raw.data.resource_id != 0).then_some(StoreId(raw.data.resource_id)),
        })))
    }
}

impl<'de> Deserialize<'de> for ComplaintData {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Data;
        impl<'de> Visitor<'de> for Data {
            type Value = ComplaintData;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("data of an error")
            }
            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(ComplaintData::default())
            }
            fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
                Ok(ComplaintData::default())
            }
            fn visit_u64<E: Error>(self, status: u64) -> Result<Self::Value, E> {
                Ok(ComplaintData { status, resource_id: 0 })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(ComplaintData::default())
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut data = ComplaintData::default();
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    match key.as_ref() {
                        "status" => data.status = map.next_value::<LooseId>()?.0,
                        "resource_id" => data.resource_id = map.next_value::<LooseId>()?.0,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(data)
            }
        }
        json.deserialize_any(Data)
    }
}

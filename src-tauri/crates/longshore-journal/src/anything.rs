//! What becomes of any bytes that lie where a record or a value should lie?

use longshore_engine::{
    change::Outcome,
    entity::Entity,
    record::{Fields, StoreRecord},
    value::StoreId,
};
use smol_str::SmolStr;

use crate::{
    mirror::{codec, names::Names},
    packed,
};

/// Reads bytes as the mirror's records and as the journal's packed values, and says as how many of them they can be
/// read. For tests that damage them, a million times and more.
#[must_use]
pub fn read_anything(bytes: &[u8]) -> usize {
    let (names, _) = dictionary();
    let mut record = StoreRecord {
        entity: Entity::Product,
        id: StoreId(1),
        parent: None,
        modified: None,
        fields: Fields::new(),
    };
    usize::from(codec::decode_over(&mut record, bytes, &names).is_ok())
        + usize::from(packed::unpack::<Fields>(bytes).is_ok())
        + usize::from(packed::unpack::<Option<StoreRecord>>(bytes).is_ok())
        + usize::from(packed::unpack::<Vec<String>>(bytes).is_ok())
        + usize::from(packed::unpack::<Outcome>(bytes).is_ok())
}

/// A record as it lies in the mirror and in the journal.
#[must_use]
pub fn written(record: &StoreRecord) -> Vec<Vec<u8>> {
    let (mut names, mut body) = dictionary();
    codec::encode(record, &mut names, &mut body);
    let packed = packed::pack(record).into_iter().chain(packed::pack(&record.fields));
    std::iter::once(body).chain(packed).collect()
}

/// A dictionary with little room, so that some names are written out.
fn dictionary() -> (Names, Vec<u8>) {
    let mut names = Names::new(3);
    for name in ["images", "name", "regular_price"] {
        names.number(&SmolStr::new_static(name));
    }
    (names, Vec::new())
}

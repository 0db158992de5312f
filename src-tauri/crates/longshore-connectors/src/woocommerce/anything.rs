//! What becomes of any bytes that a store answers with? The way from an answer to records, without a network.

use longshore_engine::{
    change::{Action, Change, Phase},
    entity::Entity,
    facts::{Access, DimensionUnit, StoreFacts, WeightUnit},
    reading::DecimalSeparator,
    record::Fields,
    value::{ChangeId, Reference, StoreId},
};
use serde_json::Value as Json;

use super::{
    answers,
    decode::{Batch, Item, List, Reading},
    facts,
};
use crate::transport::{hidden_status, json};

/// Each kind of record as a list and as the three answers of a batch.
const OF_AN_ENTITY: u8 = 4;

/// How many ways there are to read an answer.
pub const WAYS: u8 = Entity::ALL.len() as u8 * OF_AN_ENTITY + 1;

/// Reads an answer in one of the [`WAYS`] (numbers behind the last begin anew) and says how many records it has. For
/// tests that send hostile answers, a million and more.
#[must_use]
pub fn read_anything(way: u8, body: &[u8]) -> usize {
    let _ = hidden_status(body);
    let way = usize::from(way % WAYS);
    let Some(&entity) = Entity::ALL.get(way / usize::from(OF_AN_ENTITY)) else {
        return hear_anything(body);
    };
    let reading = Reading { entity, parent: Some(StoreId(7)) };
    let (key, action) = match way % usize::from(OF_AN_ENTITY) {
        0 => return json(body, 200, List(reading)).map_or(0, |items| items.len()),
        1 => ("create", Action::Create),
        2 => ("update", Action::Update),
        _ => ("delete", Action::Delete),
    };
    let Ok(items) = json(body, 200, Batch { reading, key }) else { return 0 };
    // One change less than was answered, as many, one more: what was asked need not be what is answered.
    (items.len().saturating_sub(1)..=items.len() + 1)
        .filter_map(|asked| {
            let changes: Vec<Change> =
                (0..asked).map(|at| change(action, entity, items.get(at))).collect();
            let again = json(body, 200, Batch { reading, key }).unwrap_or_default();
            answers::by_change(&changes, again).ok()
        })
        .map(|answers| answers.len())
        .max()
        .unwrap_or(0)
}

/// What a store says of itself.
fn hear_anything(body: &[u8]) -> usize {
    let Ok(said) = json(body, 200, std::marker::PhantomData::<Json>) else { return 0 };
    let mut heard = StoreFacts {
        currency: String::new(),
        decimal: DecimalSeparator::Point,
        price_decimals: 2,
        weight_unit: WeightUnit::Kg,
        dimension_unit: DimensionUnit::Cm,
        version: String::new(),
        access: Access { read: true, write: true },
        is_practice: false,
    };
    facts::hear_status(&said, &mut heard);
    said.as_array().into_iter().flatten().for_each(|one| facts::hear_setting(one, &mut heard));
    usize::from(!heard.currency.is_empty())
}

fn change(action: Action, entity: Entity, answered: Option<&Item>) -> Change {
    let id = answered.and_then(|item| item.id).unwrap_or(StoreId(1));
    Change {
        id: ChangeId(1),
        phase: Phase::Products,
        action,
        entity,
        record: (action != Action::Create).then_some(Reference::Stored(id)),
        parent: None,
        fields: Fields::new(),
        before: Fields::new(),
        label: String::new(),
        row: None,
        completes: None,
        reason: "not_in_store".into(),
    }
}

//! Changes as a test wants them.

use longshore_engine::{
    change::{Action, Change, Phase},
    entity::Entity,
    record::Fields,
    value::{ChangeId, Reference, StoreId, Value},
};

pub(crate) fn create(entity: Entity, fields: &[(&'static str, Value)]) -> Change {
    Change {
        id: ChangeId(1),
        phase: Phase::Products,
        action: Action::Create,
        entity,
        record: None,
        parent: None,
        fields: fields.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        before: Fields::new(),
        label: String::new(),
        row: None,
        completes: None,
        reason: "not_in_store".into(),
    }
}

pub(crate) fn update(entity: Entity, id: u64, fields: &[(&'static str, Value)]) -> Change {
    Change {
        action: Action::Update,
        record: Some(Reference::Stored(StoreId(id))),
        reason: "fields_differ".into(),
        ..create(entity, fields)
    }
}

pub(crate) fn delete(entity: Entity, id: u64) -> Change {
    Change { action: Action::Delete, reason: "undo_create".into(), ..update(entity, id, &[]) }
}

pub(crate) fn within(change: Change, parent: u64) -> Change {
    Change { parent: Some(Reference::Stored(StoreId(parent))), ..change }
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

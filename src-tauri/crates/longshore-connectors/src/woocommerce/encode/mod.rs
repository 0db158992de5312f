//! Changes to the JSON of a batch request, written straight into bytes.
//!
//! Everything but a way into the trash is sent in batches, a single change too: a batch takes what it is given without checking it against
//! the schema, and answers in one shape. So a change does not fare differently with the company that it
//! happens to travel in, `""` clears every kind of field, and a delete is permanent as an undo needs it.
//! Source: points 5 to 8 and 13 of what a real store does.

mod json;
mod value;

use longshore_engine::{
    change::{Action, Change},
    entity::Entity,
    platforms::woocommerce::schema,
    record::Fields,
    schema::{Access, FieldDef, Kind, META_PREFIX},
    value::{Reference, StoreId, Value},
};
use smol_str::SmolStr;

use super::{decode::REPEATED_META, shipping_classes::ShippingClasses};
use crate::error::Fault;

/// The key under which a batch has changes of this sort. A batch has nothing for the trash: what it deletes is gone.
pub(crate) fn batch_key(action: Action) -> Option<&'static str> {
    match action {
        Action::Create => Some("create"),
        Action::Update => Some("update"),
        Action::Delete => Some("delete"),
        Action::Trash => None,
    }
}

/// The body of a batch of changes that all do the same.
pub(crate) fn batch(
    action: Action,
    changes: &[Change],
    classes: &ShippingClasses,
) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(256 * changes.len() + 16);
    let key = batch_key(action).ok_or(Fault::RequestMixed)?;
    out.extend_from_slice(b"{\"");
    out.extend_from_slice(key.as_bytes());
    out.extend_from_slice(b"\":[");
    for (at, change) in changes.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match action {
            Action::Create => record(change, None, classes, &mut out)?,
            Action::Update => record(change, Some(stored(change)?), classes, &mut out)?,
            Action::Delete | Action::Trash => json::whole(stored(change)?.0, &mut out),
        }
    }
    out.extend_from_slice(b"]}");
    Ok(out)
}

/// The body of a request that makes one record.
pub(crate) fn single(change: &Change, classes: &ShippingClasses) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(256);
    record(change, None, classes, &mut out)?;
    Ok(out)
}

fn stored(change: &Change) -> Result<StoreId, Fault> {
    match change.record {
        Some(Reference::Stored(id)) => Ok(id),
        _ => Err(Fault::ReferenceUnresolved { field: SmolStr::new_static("record") }),
    }
}

fn record(
    change: &Change,
    id: Option<StoreId>,
    classes: &ShippingClasses,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    let mut object = json::Object::begin(out);
    if let Some(id) = id {
        json::whole(id.0, object.key("id"));
    }
    let is_create = change.action == Action::Create;
    let mut members = Vec::new();
    // Both are in the order of names.
    let mut schema = schema::of(change.entity).iter();
    for (name, value) in change.fields.iter() {
        if name.starts_with(META_PREFIX)
            || name == REPEATED_META
            || (is_create && *value == Value::Empty)
        {
            continue;
        }
        let Some(def) = schema.by_ref().find(|def| def.name == name.as_str()) else {
            return Err(Fault::FieldUnknown { field: name.clone() });
        };
        // One of a list of words cannot be emptied: an empty status would take the product out of the shop.
        let is_meaningless = *value == Value::Empty && matches!(def.kind, Kind::Choice(_));
        let is_taken = match def.access {
            Access::ReadWrite => true,
            Access::WhenMade => is_create,
            Access::ReadOnly => false,
        };
        if !is_taken {
            continue;
        }
        match def.path.bytes().position(|byte| byte == b'.') {
            Some(dot) => {
                let (group, member) = (&def.path[..dot], &def.path[dot + 1..]);
                members.push(Member { group, member, def, value });
            }
            None if is_meaningless => {}
            None => value::write(change.entity, def, value, classes, object.key(def.path))?,
        }
    }
    groups(change.entity, members, classes, &mut object)?;
    meta(&change.fields, is_create, &mut object);
    if is_create && change.entity == Entity::Refund {
        // Money is given back by people: the store would ask its payment service (order-refunds-create).
        json::boolean(false, object.key("api_refund"));
        // What came back long ago is not to be counted into the stock of today.
        json::boolean(false, object.key("api_restock"));
    }
    object.end();
    Ok(())
}

/// A field that lies in an object of its own: `dimensions`.
struct Member<'a> {
    group: &'static str,
    member: &'static str,
    def: &'static FieldDef,
    value: &'a Value,
}

fn groups(
    entity: Entity,
    mut members: Vec<Member<'_>>,
    classes: &ShippingClasses,
    object: &mut json::Object<'_>,
) -> Result<(), Fault> {
    members.sort_by_key(|member| member.group);
    for same in members.chunk_by(|one, next| one.group == next.group) {
        let mut inner = json::Object::begin(object.key(same[0].group));
        for Member { member, def, value, .. } in same {
            value::write(entity, def, value, classes, inner.key(member))?;
        }
        inner.end();
    }
    Ok(())
}

/// Meta data by key. `null` takes an entry away; a create has nothing to take away.
fn meta(fields: &Fields, is_create: bool, object: &mut json::Object<'_>) {
    let entries = || {
        let named = fields
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(META_PREFIX)?, value)));
        named.filter(move |(_, value)| !(is_create && **value == Value::Empty))
    };
    if entries().next().is_none() {
        return;
    }
    let list = object.key("meta_data");
    list.push(b'[');
    for (at, (key, value)) in entries().enumerate() {
        if at > 0 {
            list.push(b',');
        }
        let mut entry = json::Object::begin(list);
        json::text(key, entry.key("key"));
        value::write_meta(value, entry.key("value"));
        entry.end();
    }
    list.push(b']');
}

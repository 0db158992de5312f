//! One value, as the store takes it.

use longshore_engine::{
    entity::Entity,
    schema::{FieldDef, Kind},
    value::{AttributeName, Choice, Download, Image, ProductAttribute, Reference, StoreId, Value},
};
use smol_str::SmolStr;

use super::json::{self, Object};
use crate::{error::Fault, woocommerce::shipping_classes::ShippingClasses};

/// Writes the value of a field. What is of another kind than the field is written as it is: the store showed it so.
pub(super) fn write(
    entity: Entity,
    def: &FieldDef,
    value: &Value,
    classes: &ShippingClasses,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    match value {
        Value::Empty => empty(entity, def, out),
        Value::Boolean(truth) => json::boolean(*truth, out),
        Value::Integer(number) if is_number(def.kind) => json::whole(number, out),
        Value::Integer(number) => json::whole_as_text(*number, out),
        Value::Decimal(number) if is_number(def.kind) => json::number(*number, out),
        Value::Decimal(number) => json::number_as_text(*number, out),
        Value::Text(text) => json::text(text, out),
        Value::Moment(moment) => json::text(&moment.strftime("%Y-%m-%dT%H:%M:%S").to_string(), out),
        Value::Reference(reference) => one(def, reference, classes, out)?,
        Value::References(all) => references(entity, def, all, out)?,
        Value::Attributes(all) => attributes(def, all, out)?,
        Value::Choices(all) => json::list(all, out, |choice, out| self::choice(def, choice, out))?,
        Value::Images(all) if matches!(def.kind, Kind::Image) => match all.first() {
            Some(image) => self::image(image, out),
            None => no_image(entity, out),
        },
        Value::Images(all) => json::list(all, out, |image, out| {
            self::image(image, out);
            Ok(())
        })?,
        Value::Downloads(all) => json::list(all, out, |download, out| {
            self::download(download, out);
            Ok(())
        })?,
        Value::Json(value) => json::json(value, out),
    }
    Ok(())
}

/// Writes a value of meta data: scalars are texts, as the database has them anyway.
pub(super) fn write_meta(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => json::text(text, out),
        Value::Json(value) => json::json(value, out),
        Value::Integer(number) => json::whole_as_text(*number, out),
        Value::Decimal(number) => json::number_as_text(*number, out),
        Value::Boolean(truth) => json::text(if *truth { "1" } else { "" }, out),
        Value::Moment(moment) => json::text(&moment.strftime("%Y-%m-%dT%H:%M:%S").to_string(), out),
        _ => out.extend_from_slice(b"null"),
    }
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Boolean | Kind::BooleanOrParent)
}

/// What clears a field. `null` would be overlooked in most of them: the store takes it for "not said".
fn empty(entity: Entity, def: &FieldDef, out: &mut Vec<u8>) {
    match def.kind {
        Kind::Integer => match def.name {
            // Unlimited is what an empty limit means.
            "download_limit" | "download_expiry" => out.extend_from_slice(b"-1"),
            "menu_order" => out.push(b'0'),
            _ => out.extend_from_slice(b"null"),
        },
        Kind::Boolean | Kind::BooleanOrParent => json::boolean(false, out),
        Kind::Reference(Entity::ShippingClass) => out.extend_from_slice(b"\"\""),
        Kind::Reference(_) => out.push(b'0'),
        Kind::References(_)
        | Kind::Attributes
        | Kind::Choices
        | Kind::Images
        | Kind::Downloads
        | Kind::Texts
        | Kind::Lines(_) => {
            out.extend_from_slice(b"[]");
        }
        Kind::Image => no_image(entity, out),
        _ => out.extend_from_slice(b"\"\""),
    }
}

/// A variation loses its picture by an empty text, a term by a picture without number.
fn no_image(entity: Entity, out: &mut Vec<u8>) {
    out.extend_from_slice(if entity == Entity::Variation {
        b"\"\"" as &[u8]
    } else {
        b"{\"id\":0}"
    });
}

fn stored(reference: &Reference, def: &FieldDef) -> Result<StoreId, Fault> {
    match reference {
        Reference::Stored(id) => Ok(*id),
        _ => Err(Fault::ReferenceUnresolved { field: SmolStr::new_static(def.name) }),
    }
}

fn one(
    def: &FieldDef,
    reference: &Reference,
    classes: &ShippingClasses,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    let id = stored(reference, def)?;
    if def.kind == Kind::Reference(Entity::ShippingClass) {
        let slug = classes
            .slug(id)
            .ok_or(Fault::ReferenceUnresolved { field: SmolStr::new_static(def.name) })?;
        json::text(&slug, out);
    } else {
        json::whole(id.0, out);
    }
    Ok(())
}

/// Products are named by their bare numbers, terms by objects but in coupons.
fn references(
    entity: Entity,
    def: &FieldDef,
    all: &[Reference],
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    let is_bare = def.kind == Kind::References(Entity::Product) || entity == Entity::Coupon;
    json::list(all, out, |reference, out| {
        let id = stored(reference, def)?;
        if is_bare {
            json::whole(id.0, out);
        } else {
            let mut object = Object::begin(out);
            json::whole(id.0, object.key("id"));
            object.end();
        }
        Ok(())
    })
}

fn attribute_name(
    def: &FieldDef,
    name: &AttributeName,
    object: &mut Object<'_>,
) -> Result<(), Fault> {
    match name {
        AttributeName::Global(reference) => {
            json::whole(stored(reference, def)?.0, object.key("id"));
        }
        AttributeName::Local(name) => json::text(name, object.key("name")),
    }
    Ok(())
}

fn attributes(def: &FieldDef, all: &[ProductAttribute], out: &mut Vec<u8>) -> Result<(), Fault> {
    json::list(all.iter().enumerate(), out, |(position, attribute), out| {
        let mut object = Object::begin(out);
        attribute_name(def, &attribute.attribute, &mut object)?;
        json::whole(position, object.key("position"));
        json::boolean(attribute.visible, object.key("visible"));
        json::boolean(attribute.variation, object.key("variation"));
        json::list(&attribute.options, object.key("options"), |option, out| {
            json::text(option, out);
            Ok(())
        })?;
        object.end();
        Ok(())
    })
}

fn choice(def: &FieldDef, choice: &Choice, out: &mut Vec<u8>) -> Result<(), Fault> {
    let mut object = Object::begin(out);
    attribute_name(def, &choice.attribute, &mut object)?;
    json::text(&choice.option, object.key("option"));
    object.end();
    Ok(())
}

/// A picture that the store has is named by its number: its address would be fetched and kept once more.
fn image(image: &Image, out: &mut Vec<u8>) {
    let mut object = Object::begin(out);
    match image.id {
        Some(id) => json::whole(id.0, object.key("id")),
        None => json::text(&image.src, object.key("src")),
    }
    if let Some(name) = &image.name {
        json::text(name, object.key("name"));
    }
    if let Some(alt) = &image.alt {
        json::text(alt, object.key("alt"));
    }
    object.end();
}

fn download(download: &Download, out: &mut Vec<u8>) {
    let mut object = Object::begin(out);
    if !download.id.is_empty() {
        json::text(&download.id, object.key("id"));
    }
    json::text(&download.name, object.key("name"));
    json::text(&download.file, object.key("file"));
    object.end();
}

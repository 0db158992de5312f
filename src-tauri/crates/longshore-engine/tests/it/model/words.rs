//! Short words for rows and values, so that a test reads like its promise.

use longshore_engine::{
    entity::Entity,
    mapped::Mapped,
    platforms::woocommerce::{rules, schema},
    record::{Fields, Record},
    value::{AttributeName, Choice, Image, Key, Name, ProductAttribute, Reference, Value},
};

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub(crate) fn price(text: &str) -> Value {
    Value::Decimal(text.parse().unwrap())
}

pub(crate) fn fields<const N: usize>(all: [(&str, Value); N]) -> Fields {
    all.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

pub(crate) fn named(entity: Entity, by: Key, path: &[&str]) -> Reference {
    Reference::Named(Name {
        entity,
        by,
        path: path.iter().map(|part| (*part).to_owned()).collect(),
    })
}

pub(crate) fn categories(paths: &[&[&str]]) -> Value {
    Value::References(paths.iter().map(|path| named(Entity::Category, Key::Path, path)).collect())
}

pub(crate) fn tags(names: &[&str]) -> Value {
    Value::References(names.iter().map(|name| named(Entity::Tag, Key::Name, &[name])).collect())
}

pub(crate) fn products(skus: &[&str]) -> Value {
    Value::References(skus.iter().map(|sku| named(Entity::Product, Key::Sku, &[sku])).collect())
}

pub(crate) fn shared(label: &str) -> AttributeName {
    AttributeName::Global(named(Entity::Attribute, Key::Name, &[label]))
}

pub(crate) fn offers(attribute: AttributeName, options: &[&str]) -> ProductAttribute {
    let options = options.iter().map(|option| (*option).to_owned()).collect();
    ProductAttribute { attribute, options, visible: true, variation: true }
}

pub(crate) fn choice(attribute: AttributeName, option: &str) -> Choice {
    Choice { attribute, option: option.into() }
}

pub(crate) fn picture(src: &str) -> Image {
    Image { src: src.into(), ..Image::default() }
}

pub(crate) fn product<const N: usize>(row: u64, all: [(&str, Value); N]) -> Mapped {
    Mapped {
        row,
        record: Record { entity: Entity::Product, fields: fields(all) },
        source_id: None,
        parent: None,
        twin: None,
        lacks_pictures: false,
        of_variations: None,
    }
}

pub(crate) fn variation<const N: usize>(row: u64, parent: &str, all: [(&str, Value); N]) -> Mapped {
    Mapped {
        row,
        record: Record { entity: Entity::Variation, fields: fields(all) },
        source_id: None,
        parent: Some(Name::new(Entity::Product, Key::Sku, parent)),
        twin: None,
        lacks_pictures: false,
        of_variations: None,
    }
}

/// What a record has of which nothing is said.
pub(crate) fn bare(entity: Entity) -> Fields {
    schema::of(entity)
        .iter()
        .map(|field| {
            let value = rules::default_value(entity, field.name).unwrap_or(Value::Empty);
            (field.name.into(), value)
        })
        .collect()
}

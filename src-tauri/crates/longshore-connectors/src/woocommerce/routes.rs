//! Where in the API are the records of a kind?

use longshore_engine::{entity::Entity, value::StoreId};

/// The longest query that servers take in one address without complaint; they begin to refuse at 8 kB.
pub(crate) const LONGEST_QUERY: usize = 4000;

/// The most records in a page, and the most numbers or SKUs in one question.
pub(crate) const LARGEST_PAGE: usize = 100;

/// Variations of all products at once; since WooCommerce 10.3.
pub(crate) const ALL_VARIATIONS: &str = "variations";

/// The list of a kind of record. Variations need their product and terms their attribute.
pub(crate) fn list(entity: Entity, parent: Option<StoreId>) -> Option<String> {
    Some(match (entity, parent) {
        (Entity::Product, _) => "products".to_owned(),
        (Entity::Category, _) => "products/categories".to_owned(),
        (Entity::Tag, _) => "products/tags".to_owned(),
        (Entity::Brand, _) => "products/brands".to_owned(),
        (Entity::ShippingClass, _) => "products/shipping_classes".to_owned(),
        (Entity::Attribute, _) => "products/attributes".to_owned(),
        (Entity::Term, Some(attribute)) => format!("products/attributes/{}/terms", attribute.0),
        (Entity::Variation, Some(product)) => format!("products/{}/variations", product.0),
        (Entity::Term | Entity::Variation, None) => return None,
    })
}

/// Where a single record is.
pub(crate) fn one(entity: Entity, parent: Option<StoreId>, id: StoreId) -> Option<String> {
    list(entity, parent).map(|path| format!("{path}/{}", id.0))
}

/// Where changes of a kind are sent.
pub(crate) fn batch(entity: Entity, parent: Option<StoreId>) -> Option<String> {
    list(entity, parent).map(|path| format!("{path}/batch"))
}

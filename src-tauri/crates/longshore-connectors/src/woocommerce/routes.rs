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
        (Entity::Customer, _) => "customers".to_owned(),
        (Entity::Coupon, _) => "coupons".to_owned(),
        (Entity::Review, _) => "products/reviews".to_owned(),
        (Entity::TaxRate, _) => "taxes".to_owned(),
        (Entity::TaxClass, _) => "taxes/classes".to_owned(),
        (Entity::Order, _) => "orders".to_owned(),
        (Entity::OrderNote, Some(order)) => format!("orders/{}/notes", order.0),
        (Entity::Refund, Some(order)) => format!("orders/{}/refunds", order.0),
        (Entity::Term | Entity::Variation | Entity::OrderNote | Entity::Refund, None) => {
            return None;
        }
    })
}

/// Where a single record is.
pub(crate) fn one(entity: Entity, parent: Option<StoreId>, id: StoreId) -> Option<String> {
    list(entity, parent).map(|path| format!("{path}/{}", id.0))
}

/// Refunds of all orders at once; since WooCommerce 9.0.
pub(crate) const ALL_REFUNDS: &str = "refunds";

/// Whether changes of a kind can be sent together. What lies within orders, and tax classes, have no batch.
pub(crate) fn has_batch(entity: Entity) -> bool {
    !matches!(entity, Entity::OrderNote | Entity::Refund | Entity::TaxClass)
}

/// Where changes of a kind are sent.
pub(crate) fn batch(entity: Entity, parent: Option<StoreId>) -> Option<String> {
    list(entity, parent).filter(|_| has_batch(entity)).map(|path| format!("{path}/batch"))
}

//! Which fields do WooCommerce's records have?
//!
//! Source: the schemas that a WooCommerce 10.5 store answers to `OPTIONS` on each route of `wc/v3`. Fields that
//! only repeat others (`date_created_gmt`, `dimensions` as a whole, rendered prices) are left out; meta data
//! has no schema, its fields are called `meta:` and the key.

use crate::{
    entity::Entity,
    schema::{Access, FieldDef, Kind},
};

mod buying;

const fn field(name: &'static str, kind: Kind) -> FieldDef {
    FieldDef { name, path: name, kind, access: Access::ReadWrite }
}

const fn at(name: &'static str, path: &'static str, kind: Kind) -> FieldDef {
    FieldDef { name, path, kind, access: Access::ReadWrite }
}

/// Taken when a record is made, and never again.
const fn once(name: &'static str, kind: Kind) -> FieldDef {
    FieldDef { name, path: name, kind, access: Access::WhenMade }
}

const fn shown(name: &'static str, kind: Kind) -> FieldDef {
    FieldDef { name, path: name, kind, access: Access::ReadOnly }
}

/// The fields of an entity, in the order of their names.
#[must_use]
pub fn of(entity: Entity) -> &'static [FieldDef] {
    match entity {
        Entity::Product => PRODUCT,
        Entity::Variation => VARIATION,
        Entity::Category => CATEGORY,
        Entity::Tag | Entity::ShippingClass => LABEL,
        Entity::Brand => BRAND,
        Entity::Attribute => ATTRIBUTE,
        Entity::Term => TERM,
        Entity::Order => buying::ORDER,
        Entity::OrderNote => buying::ORDER_NOTE,
        Entity::Refund => buying::REFUND,
        Entity::Customer => buying::CUSTOMER,
        Entity::Coupon => buying::COUPON,
        Entity::Review => buying::REVIEW,
        Entity::TaxRate => buying::TAX_RATE,
        Entity::TaxClass => buying::TAX_CLASS,
    }
}

const STATUS: Kind = Kind::Choice(&["draft", "pending", "private", "publish", "future", "trash"]);
const STOCK: Kind = Kind::Choice(&["instock", "outofstock", "onbackorder"]);
const BACKORDERS: Kind = Kind::Choice(&["no", "notify", "yes"]);
const TAX_STATUS: Kind = Kind::Choice(&["taxable", "shipping", "none"]);

const PRODUCT: &[FieldDef] = &[
    field("attributes", Kind::Attributes),
    field("backorders", BACKORDERS),
    field("brands", Kind::References(Entity::Brand)),
    field("button_text", Kind::Plain),
    field("catalog_visibility", Kind::Choice(&["visible", "catalog", "search", "hidden"])),
    field("categories", Kind::References(Entity::Category)),
    field("cross_sell_ids", Kind::References(Entity::Product)),
    field("date_created", Kind::Moment),
    field("date_on_sale_from", Kind::Moment),
    field("date_on_sale_to", Kind::Moment),
    field("default_attributes", Kind::Choices),
    field("description", Kind::Html),
    field("download_expiry", Kind::Integer),
    field("download_limit", Kind::Integer),
    field("downloadable", Kind::Boolean),
    field("downloads", Kind::Downloads),
    field("external_url", Kind::Url),
    field("featured", Kind::Boolean),
    field("global_unique_id", Kind::Plain),
    field("grouped_products", Kind::References(Entity::Product)),
    at("height", "dimensions.height", Kind::Length),
    field("images", Kind::Images),
    at("length", "dimensions.length", Kind::Length),
    field("low_stock_amount", Kind::Integer),
    field("manage_stock", Kind::Boolean),
    field("menu_order", Kind::Integer),
    field("name", Kind::Plain),
    shown("permalink", Kind::Url),
    field("post_password", Kind::Plain),
    field("purchase_note", Kind::Html),
    field("regular_price", Kind::Money),
    field("reviews_allowed", Kind::Boolean),
    field("sale_price", Kind::Money),
    field("shipping_class", Kind::Reference(Entity::ShippingClass)),
    field("short_description", Kind::Html),
    field("sku", Kind::Plain),
    field("slug", Kind::Plain),
    field("sold_individually", Kind::Boolean),
    field("status", STATUS),
    field("stock_quantity", Kind::Integer),
    field("stock_status", STOCK),
    field("tags", Kind::References(Entity::Tag)),
    field("tax_class", Kind::Plain),
    field("tax_status", TAX_STATUS),
    shown("total_sales", Kind::Integer),
    field("type", Kind::Choice(&["simple", "grouped", "external", "variable"])),
    field("upsell_ids", Kind::References(Entity::Product)),
    field("virtual", Kind::Boolean),
    field("weight", Kind::Weight),
    at("width", "dimensions.width", Kind::Length),
];

const VARIATION: &[FieldDef] = &[
    field("attributes", Kind::Choices),
    field("backorders", BACKORDERS),
    field("date_on_sale_from", Kind::Moment),
    field("date_on_sale_to", Kind::Moment),
    field("description", Kind::Html),
    field("download_expiry", Kind::Integer),
    field("download_limit", Kind::Integer),
    field("downloadable", Kind::Boolean),
    field("downloads", Kind::Downloads),
    field("global_unique_id", Kind::Plain),
    at("height", "dimensions.height", Kind::Length),
    field("image", Kind::Image),
    at("length", "dimensions.length", Kind::Length),
    field("low_stock_amount", Kind::Integer),
    field("manage_stock", Kind::BooleanOrParent),
    field("menu_order", Kind::Integer),
    shown("permalink", Kind::Url),
    field("regular_price", Kind::Money),
    field("sale_price", Kind::Money),
    field("shipping_class", Kind::Reference(Entity::ShippingClass)),
    field("sku", Kind::Plain),
    field("status", STATUS),
    field("stock_quantity", Kind::Integer),
    field("stock_status", STOCK),
    field("tax_class", Kind::Plain),
    field("tax_status", TAX_STATUS),
    field("virtual", Kind::Boolean),
    field("weight", Kind::Weight),
    at("width", "dimensions.width", Kind::Length),
];

const CATEGORY: &[FieldDef] = &[
    field("description", Kind::Html),
    field("display", Kind::Choice(&["default", "products", "subcategories", "both"])),
    field("image", Kind::Image),
    field("menu_order", Kind::Integer),
    field("name", Kind::Plain),
    field("parent", Kind::Reference(Entity::Category)),
    field("slug", Kind::Plain),
];

const BRAND: &[FieldDef] = &[
    field("description", Kind::Html),
    field("display", Kind::Choice(&["default", "products", "subcategories", "both"])),
    field("image", Kind::Image),
    field("menu_order", Kind::Integer),
    field("name", Kind::Plain),
    field("parent", Kind::Reference(Entity::Brand)),
    field("slug", Kind::Plain),
];

const LABEL: &[FieldDef] =
    &[field("description", Kind::Html), field("name", Kind::Plain), field("slug", Kind::Plain)];

const ATTRIBUTE: &[FieldDef] = &[
    field("has_archives", Kind::Boolean),
    field("name", Kind::Plain),
    field("order_by", Kind::Choice(&["menu_order", "name", "name_num", "id"])),
    field("slug", Kind::Plain),
    field("type", Kind::Plain),
];

const TERM: &[FieldDef] = &[
    field("description", Kind::Html),
    field("menu_order", Kind::Integer),
    field("name", Kind::Plain),
    field("slug", Kind::Plain),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_the_order_of_their_names_and_only_once() {
        for entity in Entity::ALL {
            let names: Vec<_> = of(entity).iter().map(|field| field.name).collect();
            assert!(names.is_sorted_by(|one, next| one < next), "{entity:?}: {names:?}");
        }
    }
}

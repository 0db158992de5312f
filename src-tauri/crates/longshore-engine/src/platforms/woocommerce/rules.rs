//! What hangs together in WooCommerce's records: defaults, what variations inherit, what the store works out itself.
//!
//! Source: recordings of WooCommerce 10.5.0, named at each rule.

use crate::{
    entity::Entity,
    record::{FieldName, Fields, StoreRecord},
    value::Value,
};

/// The meta field by which a record without a natural key is known again after a crash. Nobody else's business:
/// comparison, export and undo pass over it.
pub const MARK: &str = "meta:_longshore";

/// The meta field that holds what a product or variation costs the shop itself: a number, since WooCommerce 9.5.
pub const COST: &str = "meta:_cogs_total_value";

/// The status of what lies in the trash: no list shows it unless asked (`products-list-default-hides-trash`).
pub const IN_TRASH: &str = "trash";

/// Whether a record lies in the trash.
#[must_use]
pub fn is_in_trash(record: &StoreRecord) -> bool {
    record.fields.text("status") == Some(IN_TRASH)
}

/// Fields that refer to other products; they wait until those exist.
pub const LINKS: &[&str] = &["cross_sell_ids", "grouped_products", "upsell_ids"];

/// Fields of a variation that show the parent's value where it has none of its own
/// (`variations-create-on-simple-product`: SKU, dimensions and shipping class of the product).
pub const INHERITED: &[&str] =
    &["height", "image", "length", "shipping_class", "sku", "weight", "width"];

/// Whether a field of a product or variation may change while the time of its last change stays: the media library
/// loses a picture, somebody drags products into another order, a plugin writes meta. WordPress writes these past the
/// record (`wp_delete_attachment`, `woocommerce_product_ordering`, `update_post_meta`).
#[must_use]
pub fn changes_unnoticed(field: &str) -> bool {
    matches!(field, "image" | "images" | "menu_order") || field.starts_with("meta:")
}

/// Fields that the store empties when a record is sent as virtual.
pub const SIZE: &[&str] = &["weight", "length", "width", "height"];

/// Fields that the store empties when a product is variable (`products-create-variable`): its variations have them.
pub const OF_NO_VARIABLE: &[&str] =
    &["regular_price", "sale_price", "date_on_sale_from", "date_on_sale_to"];

/// Fields that no record can be without: an empty cell leaves them as they are, whatever the blank policy says.
/// To the store `""` would mean another word (`products-batch-no-validation`).
pub const NEVER_EMPTY: &[&str] = &["status", "type"];

/// Words that WordPress keeps for itself, so that no attribute may have them as its slug: the recording
/// `attributes-create-reserved-slug` shows one, WordPress' reference of `register_taxonomy` lists them.
pub const RESERVED_SLUGS: &[&str] = &[
    "action",
    "attachment",
    "attachment_id",
    "author",
    "calendar",
    "cat",
    "category",
    "comments_popup",
    "cpage",
    "custom",
    "customize_messenger_channel",
    "customized",
    "date",
    "day",
    "debug",
    "embed",
    "error",
    "exact",
    "feed",
    "fields",
    "hour",
    "include",
    "link_category",
    "minute",
    "monthnum",
    "more",
    "name",
    "nav_menu",
    "nonce",
    "nopaging",
    "offset",
    "order",
    "orderby",
    "page",
    "paged",
    "pagename",
    "pb",
    "perm",
    "post",
    "post_format",
    "post_mime_type",
    "post_status",
    "post_tag",
    "post_type",
    "posts",
    "preview",
    "product_cat",
    "product_shipping_class",
    "product_tag",
    "robots",
    "s",
    "search",
    "second",
    "sentence",
    "showposts",
    "static",
    "status",
    "subpost",
    "tag",
    "taxonomy",
    "tb",
    "term",
    "terms",
    "theme",
    "title",
    "type",
    "types",
    "w",
    "withcomments",
    "withoutcomments",
    "year",
];

/// How many bytes the slug of an attribute may have (`attributes-create-long-slug`).
pub const ATTRIBUTE_SLUG_BYTES: usize = 28;

/// Fields that are only kept in company: with the first, the others are sent as they are now. A change of type loses
/// stock (`products-put-type-change`, `products-put-type-back`), a stock quantity needs its management
/// (`products-create-stock-without-manage`).
pub const GO_TOGETHER: &[(&str, &[&str])] =
    &[("type", &["manage_stock", "stock_quantity"]), ("stock_quantity", &["manage_stock"])];

/// Fields that say one thing together: who leaves one of them out leaves all out, and who wants the last has to want
/// those before it, for a stock that is no longer counted is gone (`products-create-stock-without-manage`).
pub const SAY_ONE_THING: &[&str] = &["manage_stock", "stock_quantity"];

/// Fields without which no product or variation can be made: what it is called and what it is, by what it is known.
/// What a variation is chosen by, and what the variations of a product are, is needed as well: see
/// [`is_needed_to_make`].
const NEEDED_TO_MAKE: &[&str] = &["name", "type", "sku", MARK];

/// Whether a record that is yet to be made cannot do without a field; `has_variations` where some are to be made with
/// it.
#[must_use]
pub fn is_needed_to_make(entity: Entity, has_variations: bool, field: &str) -> bool {
    match entity {
        Entity::Product if field == "attributes" => has_variations,
        Entity::Variation if field == "attributes" => true,
        Entity::Product | Entity::Variation => NEEDED_TO_MAKE.contains(&field),
        _ => true,
    }
}

/// Fields that somebody picked, with those that have to go where they go.
#[must_use]
pub fn with_fellows(mut fields: Vec<FieldName>, take: bool) -> Vec<FieldName> {
    let picked = match (take, SAY_ONE_THING) {
        (true, [.., last]) => fields.iter().any(|field| field == last),
        _ => fields.iter().any(|field| SAY_ONE_THING.contains(&field.as_str())),
    };
    if picked {
        let fellows =
            SAY_ONE_THING.iter().filter(|name| !fields.iter().any(|field| field == *name));
        let fellows: Vec<FieldName> = fellows.map(|name| FieldName::from(*name)).collect();
        fields.extend(fellows);
    }
    fields
}

/// The fields that a record loses when a field gets a value: stock without its management
/// (`products-create-stock-without-manage`), stock and prices with the type that could have them
/// (`products-put-type-change`).
#[must_use]
pub fn wiped_by(field: &str, value: &Value) -> &'static [&'static str] {
    match (field, value) {
        ("manage_stock", Value::Boolean(false)) => &["stock_quantity"],
        ("type", Value::Text(kind)) => match kind.as_str() {
            "variable" => &["regular_price", "sale_price"],
            "grouped" => &["regular_price", "sale_price", "stock_quantity"],
            "external" => &["stock_quantity"],
            _ => &[],
        },
        _ => &[],
    }
}

/// What a field has when nobody says anything, and what is sent to clear it; `None` where nothing (`""`, `null`,
/// `[]`) is that (`products-create-empty-sku` shows a bare product, `variations-create` a bare variation).
#[must_use]
pub fn default_value(entity: Entity, field: &str) -> Option<Value> {
    let text = |text: &str| Some(Value::Text(text.into()));
    match (entity, field) {
        (Entity::Product | Entity::Variation, "download_limit" | "download_expiry") => {
            Some(Value::Integer(-1))
        }
        (_, "menu_order") => Some(Value::Integer(0)),
        (Entity::Product | Entity::Variation, "downloadable" | "virtual" | "manage_stock")
        | (Entity::Product, "featured" | "sold_individually")
        | (Entity::Attribute, "has_archives") => Some(Value::Boolean(false)),
        (Entity::Product, "reviews_allowed") => Some(Value::Boolean(true)),
        (Entity::Product | Entity::Variation, "backorders") => text("no"),
        (Entity::Product | Entity::Variation, "status") => text("publish"),
        (Entity::Product | Entity::Variation, "stock_status") => text("instock"),
        (Entity::Product | Entity::Variation, "tax_status") => text("taxable"),
        (Entity::Variation, "tax_class") => text("parent"),
        (Entity::Product, "catalog_visibility") => text("visible"),
        (Entity::Product, "type") => text("simple"),
        (Entity::Category | Entity::Brand, "display") => text("default"),
        // coupons-create, taxes-create, orders-create-past-date and reviews-create show bare ones.
        (Entity::Coupon, "amount" | "minimum_amount" | "maximum_amount")
        | (Entity::TaxRate, "rate") => Some(Value::Decimal(rust_decimal::Decimal::ZERO)),
        (Entity::Coupon, "discount_type") => text("fixed_cart"),
        (Entity::Coupon, "individual_use" | "free_shipping" | "exclude_sale_items")
        | (Entity::TaxRate, "compound")
        | (Entity::OrderNote, "customer_note") => Some(Value::Boolean(false)),
        (Entity::TaxRate, "shipping") => Some(Value::Boolean(true)),
        (Entity::TaxRate, "priority") => Some(Value::Integer(1)),
        (Entity::TaxRate, "order") | (Entity::Review, "rating") => Some(Value::Integer(0)),
        (Entity::TaxRate, "class") => text("standard"),
        (Entity::Review, "status") => text("approved"),
        (Entity::Attribute, "type") => text("select"),
        (Entity::Attribute, "order_by") => text("menu_order"),
        _ => None,
    }
}

/// Whether the store takes a field of a new record all the same that it would work out later: when a variation is
/// made, nobody asks yet whether its product manages the stock.
#[must_use]
pub fn is_taken_when_made(entity: Entity, record: &Fields, field: &str) -> bool {
    let follows_product = record.text("manage_stock") == Some("parent");
    entity == Entity::Variation && field == "stock_status" && follows_product
}

/// The status of an order that nobody was told of and that took nothing from the stock.
pub const FIRST_STATUS: &str = "pending";

/// Whether an order may get a status without anybody being written to and without a change of stock. What is not
/// known may do anything.
#[must_use]
pub fn is_quiet_status(status: &str) -> bool {
    matches!(status, "pending" | "checkout-draft" | "auto-draft")
}

/// Whether WooCommerce itself has a status of orders; others come with plugins. In place of one that the store does not
/// have it keeps another without a word (`orders-batch-mixed`).
#[must_use]
pub fn is_own_status(status: &str) -> bool {
    const OWN: [&str; 9] = [
        "pending",
        "processing",
        "on-hold",
        "completed",
        "cancelled",
        "refunded",
        "failed",
        "trash",
        "checkout-draft",
    ];
    OWN.contains(&status.strip_prefix("wc-").unwrap_or(status))
}

/// Without which fields no record of a kind is made.
#[must_use]
pub fn needed(entity: Entity) -> &'static [&'static str] {
    match entity {
        Entity::Customer => &["email"],
        Entity::Coupon => &["code"],
        Entity::Review => &["product_id", "review", "reviewer", "reviewer_email"],
        Entity::OrderNote => &["note"],
        // Without an amount the store makes a refund of nothing (order-refunds-no-amount).
        Entity::Refund => &["amount"],
        Entity::TaxRate => &["rate"],
        Entity::Order | Entity::Product | Entity::Variation => &[],
        _ => &["name"],
    }
}

/// Whether records of a kind have meta data.
#[must_use]
pub fn has_meta(entity: Entity) -> bool {
    entity.is_sold() || matches!(entity, Entity::Order | Entity::Customer | Entity::Coupon)
}

/// Whether what goes lies in a trash first. The trash of coupons has no way back: their status is no field.
#[must_use]
pub fn has_trash(entity: Entity) -> bool {
    matches!(entity, Entity::Product | Entity::Order)
}

/// Whether the store works a field out from others in a record like this one, so that it can neither be set nor
/// speaks of an edit.
///
/// * With managed stock the stock status follows the quantity (`products-create-simple`, `variations-create`).
/// * A variation whose stock its product manages shows the product's (`variations-create-on-simple-product`).
/// * A variable product takes prices and, without managed stock, its stock status from its variations; it has none
///   of its own when it is new (`products-create-variable`). Grouped products likewise.
#[must_use]
pub fn is_derived(entity: Entity, record: &Fields, field: &str) -> bool {
    let managed = record
        .get("manage_stock")
        .is_some_and(|value| *value != Value::Boolean(false) && !value.is_empty());
    match (entity, field) {
        (Entity::Product | Entity::Variation, "stock_status") if managed => true,
        (Entity::Product, "stock_status") => record.text("type") == Some("variable"),
        (Entity::Product, "regular_price" | "sale_price") => {
            matches!(record.text("type"), Some("variable" | "grouped"))
        }
        _ => false,
    }
}

//! The fields of what has to do with buying: orders, customers, coupons, reviews, taxes.
//!
//! Passwords are in none of them: the API shows none, and nobody else shall keep one. What the store works out from
//! the lines of an order is shown and never sent.

use super::{at, field, once, shown};
use crate::{
    entity::Entity,
    platforms::woocommerce::lines,
    schema::{FieldDef, Kind},
};

/// What is kept of a line of an order.
const LINE: &[&str] = &[
    "name",
    "product_id",
    "variation_id",
    "sku",
    "quantity",
    "subtotal",
    "total",
    "tax_class",
    lines::META,
];
/// Of a line that money went back for: how many and how much, as people count them. The store keeps both below nought.
const REFUND_LINE: &[&str] = &["name", "product_id", "variation_id", "sku", "quantity", "total"];
const FEE: &[&str] = &["name", "total", "tax_class", "tax_status", lines::META];
const SHIPPING: &[&str] = &["method_id", "method_title", "total", lines::META];
const COUPON_LINE: &[&str] = &["code", "discount"];

pub(super) const ORDER: &[FieldDef] = &[
    at("billing_address_1", "billing.address_1", Kind::Plain),
    at("billing_address_2", "billing.address_2", Kind::Plain),
    at("billing_city", "billing.city", Kind::Plain),
    at("billing_company", "billing.company", Kind::Plain),
    at("billing_country", "billing.country", Kind::Plain),
    at("billing_email", "billing.email", Kind::Plain),
    at("billing_first_name", "billing.first_name", Kind::Plain),
    at("billing_last_name", "billing.last_name", Kind::Plain),
    at("billing_phone", "billing.phone", Kind::Plain),
    at("billing_postcode", "billing.postcode", Kind::Plain),
    at("billing_state", "billing.state", Kind::Plain),
    field("coupon_lines", Kind::Lines(COUPON_LINE)),
    field("created_via", Kind::Plain),
    field("currency", Kind::Plain),
    field("customer_id", Kind::Reference(Entity::Customer)),
    field("customer_note", Kind::Plain),
    shown("date_completed", Kind::Moment),
    shown("date_created", Kind::Moment),
    shown("date_paid", Kind::Moment),
    shown("discount_total", Kind::Money),
    field("fee_lines", Kind::Lines(FEE)),
    field("line_items", Kind::Lines(LINE)),
    shown("number", Kind::Plain),
    field("payment_method", Kind::Plain),
    field("payment_method_title", Kind::Plain),
    at("shipping_address_1", "shipping.address_1", Kind::Plain),
    at("shipping_address_2", "shipping.address_2", Kind::Plain),
    at("shipping_city", "shipping.city", Kind::Plain),
    at("shipping_company", "shipping.company", Kind::Plain),
    at("shipping_country", "shipping.country", Kind::Plain),
    at("shipping_first_name", "shipping.first_name", Kind::Plain),
    at("shipping_last_name", "shipping.last_name", Kind::Plain),
    field("shipping_lines", Kind::Lines(SHIPPING)),
    at("shipping_postcode", "shipping.postcode", Kind::Plain),
    at("shipping_state", "shipping.state", Kind::Plain),
    shown("shipping_total", Kind::Money),
    field("status", Kind::Plain),
    shown("total", Kind::Money),
    shown("total_tax", Kind::Money),
    field("transaction_id", Kind::Plain),
];

pub(super) const ORDER_NOTE: &[FieldDef] = &[
    shown("author", Kind::Plain),
    once("customer_note", Kind::Boolean),
    shown("date_created", Kind::Moment),
    once("note", Kind::Html),
];

pub(super) const REFUND: &[FieldDef] = &[
    once("amount", Kind::Money),
    shown("date_created", Kind::Moment),
    once("line_items", Kind::Lines(REFUND_LINE)),
    once("reason", Kind::Plain),
];

pub(super) const CUSTOMER: &[FieldDef] = &[
    at("billing_address_1", "billing.address_1", Kind::Plain),
    at("billing_address_2", "billing.address_2", Kind::Plain),
    at("billing_city", "billing.city", Kind::Plain),
    at("billing_company", "billing.company", Kind::Plain),
    at("billing_country", "billing.country", Kind::Plain),
    at("billing_email", "billing.email", Kind::Plain),
    at("billing_first_name", "billing.first_name", Kind::Plain),
    at("billing_last_name", "billing.last_name", Kind::Plain),
    at("billing_phone", "billing.phone", Kind::Plain),
    at("billing_postcode", "billing.postcode", Kind::Plain),
    at("billing_state", "billing.state", Kind::Plain),
    shown("date_created", Kind::Moment),
    field("email", Kind::Plain),
    field("first_name", Kind::Plain),
    shown("is_paying_customer", Kind::Boolean),
    field("last_name", Kind::Plain),
    shown("role", Kind::Plain),
    at("shipping_address_1", "shipping.address_1", Kind::Plain),
    at("shipping_address_2", "shipping.address_2", Kind::Plain),
    at("shipping_city", "shipping.city", Kind::Plain),
    at("shipping_company", "shipping.company", Kind::Plain),
    at("shipping_country", "shipping.country", Kind::Plain),
    at("shipping_first_name", "shipping.first_name", Kind::Plain),
    at("shipping_last_name", "shipping.last_name", Kind::Plain),
    at("shipping_phone", "shipping.phone", Kind::Plain),
    at("shipping_postcode", "shipping.postcode", Kind::Plain),
    at("shipping_state", "shipping.state", Kind::Plain),
    once("username", Kind::Plain),
];

pub(super) const COUPON: &[FieldDef] = &[
    field("amount", Kind::Money),
    field("code", Kind::Plain),
    shown("date_created", Kind::Moment),
    field("date_expires", Kind::Moment),
    field("description", Kind::Plain),
    field("discount_type", Kind::Choice(&["percent", "fixed_cart", "fixed_product"])),
    field("email_restrictions", Kind::Texts),
    field("exclude_sale_items", Kind::Boolean),
    field("excluded_product_categories", Kind::References(Entity::Category)),
    field("excluded_product_ids", Kind::References(Entity::Product)),
    field("free_shipping", Kind::Boolean),
    field("individual_use", Kind::Boolean),
    field("limit_usage_to_x_items", Kind::Integer),
    field("maximum_amount", Kind::Money),
    field("minimum_amount", Kind::Money),
    field("product_categories", Kind::References(Entity::Category)),
    field("product_ids", Kind::References(Entity::Product)),
    shown("usage_count", Kind::Integer),
    field("usage_limit", Kind::Integer),
    field("usage_limit_per_user", Kind::Integer),
];

pub(super) const REVIEW: &[FieldDef] = &[
    shown("date_created", Kind::Moment),
    field("product_id", Kind::Reference(Entity::Product)),
    field("rating", Kind::Integer),
    field("review", Kind::Html),
    field("reviewer", Kind::Plain),
    field("reviewer_email", Kind::Plain),
    field("status", Kind::Choice(&["approved", "hold", "spam"])),
    shown("verified", Kind::Boolean),
];

pub(super) const TAX_RATE: &[FieldDef] = &[
    field("cities", Kind::Texts),
    field("class", Kind::Plain),
    field("compound", Kind::Boolean),
    field("country", Kind::Plain),
    field("name", Kind::Plain),
    field("order", Kind::Integer),
    field("postcodes", Kind::Texts),
    field("priority", Kind::Integer),
    field("rate", Kind::Money),
    field("shipping", Kind::Boolean),
    field("state", Kind::Plain),
];

pub(super) const TAX_CLASS: &[FieldDef] = &[once("name", Kind::Plain), shown("slug", Kind::Plain)];

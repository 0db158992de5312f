//! What does WooCommerce change without a word, how is it known before sending, and how is the answer compared?
//!
//! Each line names the recordings that prove it (WooCommerce 10.5.0), or says that there is none. A later check reads the same table that the
//! comparison reads, so that what is let through and what is called a difference cannot drift apart.

use crate::{
    entity::Entity,
    schema::{self, Kind, META_PREFIX},
};

use super::schema as fields;

/// One thing that the store does silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alteration {
    /// To which records.
    pub entities: &'static [Entity],
    /// To which field; [`META_PREFIX`] alone stands for every meta field.
    pub field: &'static str,
    /// What it does, as a code.
    pub code: &'static str,
    /// What a value must be so that it does not happen.
    pub check: Check,
    /// How what was meant is compared with what the store shows.
    pub compare: Compare,
    /// The recordings that show it.
    pub source: &'static str,
}

/// What a value must be so that the store takes it as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Digits with at most one point; the store reads its own notation and drops the rest.
    PlainDecimal,
    /// A whole number.
    WholeNumber,
    /// Less than `regular_price`.
    BelowRegularPrice,
    /// `manage_stock` goes with it.
    StockManaged,
    /// No outer spaces, no markup.
    Trimmed,
    /// Digits and hyphens only.
    Digits,
    /// No backslash.
    NoBackslash,
    /// No markup that the store forbids.
    NoForbiddenMarkup,
    /// It is in the store.
    KnownReference,
    /// A date as ISO 8601 has it.
    IsoDate,
    /// No `|`.
    NoBar,
    /// The parent has the attribute, and the value among its options.
    OfferedByParent,
    /// Nobody else has it.
    Free,
    /// One of the words that the schema lists.
    Listed,
    /// The `type` stays.
    SameType,
    /// The record is not sent as virtual.
    NotVirtual,
    /// It is neither the record itself nor something below it.
    NotBelowItself,
    /// The sum goes with the quantity.
    WithSum,
    /// Not refused by any value: the store only shows it otherwise.
    Nothing,
}

/// How two values of a field are compared by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// As they are.
    Exact,
    /// 19.90 is 19.9.
    Number,
    /// To the second.
    Moment,
    /// Text without markup: `&amp;` is `&`; line ends and outer spaces do not count.
    Plain,
    /// Text with markup: a bare `&` is `&amp;`; line ends and outer spaces do not count.
    Html,
    /// As addresses are made of names.
    Slug,
    /// The same, with or without `pa_` before it.
    AttributeSlug,
    /// Letter case and outer spaces do not count.
    Sku,
    /// Only digits count.
    Gtin,
    /// References without order.
    Set,
    /// Attributes in their order, options of shared ones without order.
    Attributes,
    /// Choices without order, an option by label or slug.
    Choices,
    /// By number, by address, or by what is remembered of an address.
    Images,
    /// By title and address; numbers are the store's.
    Downloads,
    /// Scalars as text, everything else as JSON.
    Meta,
    /// Lines without order; what is not spoken of does not count.
    Lines,
    /// Texts without order, letter case aside.
    Texts,
}

use Entity::{
    Attribute, Brand, Category, Coupon, Order, Product, ShippingClass, Tag, TaxRate, Term,
    Variation,
};

const SOLD: &[Entity] = &[Product, Variation];
const NAMED: &[Entity] = &[Product, Category, Tag, Brand, Term, ShippingClass];

const fn line(
    entities: &'static [Entity],
    field: &'static str,
    code: &'static str,
    check: Check,
    compare: Compare,
    source: &'static str,
) -> Alteration {
    Alteration { entities, field, code, check, compare, source }
}

/// The table.
pub const TABLE: &[Alteration] = &[
    line(
        SOLD,
        "regular_price",
        "price_rewritten",
        Check::PlainDecimal,
        Compare::Number,
        "products-create-price-comma, products-create-price-text, products-create-price-exponent",
    ),
    line(
        SOLD,
        "sale_price",
        "price_rewritten",
        Check::PlainDecimal,
        Compare::Number,
        "products-create-price-comma, products-create-price-text, products-create-price-exponent",
    ),
    line(
        SOLD,
        "sale_price",
        "sale_price_dropped",
        Check::BelowRegularPrice,
        Compare::Number,
        "products-create-sale-higher-than-regular",
    ),
    line(
        SOLD,
        "stock_quantity",
        "stock_dropped",
        Check::StockManaged,
        Compare::Number,
        "products-create-stock-without-manage",
    ),
    line(
        SOLD,
        "stock_quantity",
        "stock_truncated",
        Check::WholeNumber,
        Compare::Number,
        "products-batch-no-validation",
    ),
    line(
        &[Product],
        "stock_quantity",
        "stock_lost_with_type",
        Check::SameType,
        Compare::Number,
        "products-put-type-change, products-put-type-back",
    ),
    line(
        SOLD,
        "weight",
        "size_of_virtual_emptied",
        Check::NotVirtual,
        Compare::Number,
        "WooCommerce 10.5, shipping data of its REST controller for products; no recording",
    ),
    line(
        SOLD,
        "length",
        "size_of_virtual_emptied",
        Check::NotVirtual,
        Compare::Number,
        "WooCommerce 10.5, shipping data of its REST controller for products; no recording",
    ),
    line(
        SOLD,
        "width",
        "size_of_virtual_emptied",
        Check::NotVirtual,
        Compare::Number,
        "WooCommerce 10.5, shipping data of its REST controller for products; no recording",
    ),
    line(
        SOLD,
        "height",
        "size_of_virtual_emptied",
        Check::NotVirtual,
        Compare::Number,
        "WooCommerce 10.5, shipping data of its REST controller for products; no recording",
    ),
    line(
        SOLD,
        "sku",
        "sku_trimmed",
        Check::Trimmed,
        Compare::Sku,
        "products-create-sku-with-spaces, products-create-duplicate-sku-other-case",
    ),
    line(
        &[Variation],
        "sku",
        "parent_sku_shown",
        Check::Nothing,
        Compare::Sku,
        "variations-create-on-simple-product",
    ),
    line(
        SOLD,
        "global_unique_id",
        "gtin_dropped",
        Check::Digits,
        Compare::Gtin,
        "products-create-invalid-gtin",
    ),
    line(
        NAMED,
        "name",
        "text_escaped",
        Check::Nothing,
        Compare::Plain,
        "products-create-html-description, categories-create-ampersand-name",
    ),
    line(
        NAMED,
        "name",
        "backslash_eaten",
        Check::NoBackslash,
        Compare::Plain,
        "products-create-html-description",
    ),
    line(
        NAMED,
        "name",
        "markup_removed",
        Check::NoForbiddenMarkup,
        Compare::Plain,
        "categories-create-ampersand-name",
    ),
    line(
        SOLD,
        "description",
        "backslash_eaten",
        Check::NoBackslash,
        Compare::Html,
        "products-create-html-description",
    ),
    line(
        SOLD,
        "description",
        "markup_removed",
        Check::NoForbiddenMarkup,
        Compare::Html,
        "products-create-html-description",
    ),
    line(
        &[Product],
        "short_description",
        "backslash_eaten",
        Check::NoBackslash,
        Compare::Html,
        "products-create-html-description",
    ),
    line(
        NAMED,
        "slug",
        "slug_numbered",
        Check::Free,
        Compare::Slug,
        "categories-create-duplicate-slug, categories-create-same-name-other-parent",
    ),
    line(
        &[Attribute],
        "slug",
        "slug_prefixed",
        Check::Nothing,
        Compare::AttributeSlug,
        "attributes-create-long-slug, attributes-create-reserved-slug",
    ),
    line(
        &[Product],
        "categories",
        "unknown_reference_ignored",
        Check::KnownReference,
        Compare::Set,
        "products-create-unknown-category",
    ),
    line(
        SOLD,
        "shipping_class",
        "unknown_reference_ignored",
        Check::KnownReference,
        Compare::Set,
        "products-create-invalid-shipping-class",
    ),
    line(
        SOLD,
        "date_on_sale_from",
        "date_ignored",
        Check::IsoDate,
        Compare::Moment,
        "products-create-bad-date",
    ),
    line(
        SOLD,
        "date_on_sale_to",
        "date_ignored",
        Check::IsoDate,
        Compare::Moment,
        "products-create-bad-date",
    ),
    line(
        &[Product],
        "attributes",
        "options_sorted",
        Check::Nothing,
        Compare::Attributes,
        "products-create-variable",
    ),
    line(
        &[Product],
        "attributes",
        "option_split",
        Check::NoBar,
        Compare::Attributes,
        "products-create-variable",
    ),
    line(
        &[Product],
        "default_attributes",
        "option_slugged",
        Check::Nothing,
        Compare::Choices,
        "products-create-variable",
    ),
    line(
        &[Variation],
        "attributes",
        "option_slugged",
        Check::OfferedByParent,
        Compare::Choices,
        "variations-create-unknown-option",
    ),
    line(
        &[Variation],
        "attributes",
        "attribute_dropped",
        Check::OfferedByParent,
        Compare::Choices,
        "variations-create-unknown-attribute",
    ),
    line(
        &[Product],
        "images",
        "image_copied",
        Check::Nothing,
        Compare::Images,
        "products-create-image-good, products-put-images-resend-same-src, products-put-images-resend-id",
    ),
    line(
        SOLD,
        "downloads",
        "download_numbered",
        Check::Nothing,
        Compare::Downloads,
        "products-create-downloadable",
    ),
    line(
        &[Product],
        "type",
        "word_replaced",
        Check::Listed,
        Compare::Exact,
        "products-batch-no-validation",
    ),
    line(
        SOLD,
        "status",
        "word_replaced",
        Check::Listed,
        Compare::Exact,
        "products-batch-no-validation",
    ),
    line(
        &[Category, Brand],
        "parent",
        "loop_cut",
        Check::NotBelowItself,
        Compare::Set,
        "categories-parent-itself, categories-parent-loop",
    ),
    line(
        &[Category, Brand],
        "image",
        "image_copied",
        Check::Nothing,
        Compare::Images,
        "categories-image-good",
    ),
    line(
        &[Coupon],
        "amount",
        "zeros_added",
        Check::Nothing,
        Compare::Number,
        "coupons-create, coupons-create-amount-number",
    ),
    line(&[Coupon], "code", "small_letters", Check::Nothing, Compare::Sku, "coupons-create"),
    line(&[TaxRate], "rate", "zeros_added", Check::Nothing, Compare::Number, "taxes-create"),
    line(
        &[TaxRate],
        "rate",
        "price_rewritten",
        Check::PlainDecimal,
        Compare::Number,
        "WooCommerce 10.5, a rate of \"7,5\" becomes 7.0000; no recording",
    ),
    line(
        &[Order],
        "line_items",
        "sum_stays",
        Check::WithSum,
        Compare::Lines,
        "orders-put-line-quantity",
    ),
    line(
        &[Order],
        "line_items",
        "unknown_reference_ignored",
        Check::KnownReference,
        Compare::Lines,
        "orders-create-bad-product, orders-create-by-sku",
    ),
    line(&[Order], "fee_lines", "line_completed", Check::Nothing, Compare::Lines, "orders-create"),
    line(&[Order], "status", "word_replaced", Check::Listed, Compare::Exact, "orders-batch-mixed"),
    line(
        SOLD,
        META_PREFIX,
        "scalar_as_text",
        Check::Nothing,
        Compare::Meta,
        "products-create-meta, products-put-meta-update-delete",
    ),
];

/// What the store may do to a field.
pub fn of(entity: Entity, field: &str) -> impl Iterator<Item = &'static Alteration> {
    let field = if field.starts_with(META_PREFIX) { META_PREFIX } else { field };
    TABLE.iter().filter(move |line| line.field == field && line.entities.contains(&entity))
}

/// How a field is compared: as the table says, else as its kind asks for.
#[must_use]
pub fn comparison(entity: Entity, field: &str) -> Compare {
    if field.starts_with(META_PREFIX) {
        return Compare::Meta;
    }
    if let Some(line) = of(entity, field).next() {
        return line.compare;
    }
    let Some(field) = schema::field(fields::of(entity), field) else { return Compare::Exact };
    match field.kind {
        Kind::Plain | Kind::Url => Compare::Plain,
        Kind::Html => Compare::Html,
        Kind::Choice(_) | Kind::Boolean | Kind::BooleanOrParent => Compare::Exact,
        Kind::Money | Kind::Weight | Kind::Length | Kind::Integer => Compare::Number,
        Kind::Moment => Compare::Moment,
        Kind::Reference(_) | Kind::References(_) => Compare::Set,
        Kind::Attributes => Compare::Attributes,
        Kind::Choices => Compare::Choices,
        Kind::Images | Kind::Image => Compare::Images,
        Kind::Downloads => Compare::Downloads,
        Kind::Lines(_) => Compare::Lines,
        Kind::Texts => Compare::Texts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_about_a_field_that_there_is() {
        for line in TABLE {
            for entity in line.entities {
                let known = line.field == META_PREFIX
                    || schema::field(fields::of(*entity), line.field).is_some();
                assert!(known, "{entity:?} has no {}", line.field);
            }
            assert!(!line.source.is_empty());
        }
    }

    #[test]
    fn lines_about_one_field_agree_on_how_it_is_compared() {
        for line in TABLE {
            for entity in line.entities {
                assert_eq!(comparison(*entity, line.field), line.compare, "{}", line.code);
            }
        }
    }
}

//! Which routes there are, and which methods they take.

use crate::customers;
use crate::kinds::{Kind, coupons, reviews, taxes, webhooks};
use crate::orders::{self, notes, refunds};

/// Routes as WordPress writes them, and their methods.
pub(crate) const ROUTES: &[(&str, &str)] = &[
    ("/", "GET"),
    ("/wc/v3", "GET"),
    ("/wc/v3/products", "GET, POST"),
    ("/wc/v3/products/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/(?P<id>[\\d]+)/duplicate", "POST"),
    ("/wc/v3/products/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/(?P<product_id>[\\d]+)/variations", "GET, POST"),
    (
        "/wc/v3/products/(?P<product_id>[\\d]+)/variations/(?P<id>[\\d]+)",
        "GET, POST, PUT, PATCH, DELETE",
    ),
    ("/wc/v3/products/(?P<product_id>[\\d]+)/variations/batch", "POST, PUT, PATCH"),
    ("/wc/v3/variations", "GET"),
    ("/wc/v3/products/attributes", "GET, POST"),
    ("/wc/v3/products/attributes/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/attributes/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/attributes/(?P<attribute_id>[\\d]+)/terms", "GET, POST"),
    (
        "/wc/v3/products/attributes/(?P<attribute_id>[\\d]+)/terms/(?P<id>[\\d]+)",
        "GET, POST, PUT, PATCH, DELETE",
    ),
    ("/wc/v3/products/attributes/(?P<attribute_id>[\\d]+)/terms/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/categories", "GET, POST"),
    ("/wc/v3/products/categories/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/categories/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/tags", "GET, POST"),
    ("/wc/v3/products/tags/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/tags/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/brands", "GET, POST"),
    ("/wc/v3/products/brands/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/brands/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/shipping_classes", "GET, POST"),
    ("/wc/v3/products/shipping_classes/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/shipping_classes/batch", "POST, PUT, PATCH"),
    ("/wc/v3/products/custom-fields/names", "GET"),
    ("/wc/v3/products/reviews", "GET, POST"),
    ("/wc/v3/products/reviews/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/products/reviews/batch", "POST, PUT, PATCH"),
    ("/wc/v3/orders", "GET, POST"),
    ("/wc/v3/orders/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/orders/batch", "POST, PUT, PATCH"),
    ("/wc/v3/orders/(?P<order_id>[\\d]+)/notes", "GET, POST"),
    ("/wc/v3/orders/(?P<order_id>[\\d]+)/notes/(?P<id>[\\d]+)", "GET, DELETE"),
    ("/wc/v3/orders/(?P<order_id>[\\d]+)/refunds", "GET, POST"),
    ("/wc/v3/orders/(?P<order_id>[\\d]+)/refunds/(?P<id>[\\d]+)", "GET, DELETE"),
    ("/wc/v3/refunds", "GET"),
    ("/wc/v3/customers", "GET, POST"),
    ("/wc/v3/customers/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/customers/batch", "POST, PUT, PATCH"),
    ("/wc/v3/coupons", "GET, POST"),
    ("/wc/v3/coupons/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/coupons/batch", "POST, PUT, PATCH"),
    ("/wc/v3/taxes", "GET, POST"),
    ("/wc/v3/taxes/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/taxes/batch", "POST, PUT, PATCH"),
    ("/wc/v3/taxes/classes", "GET, POST"),
    ("/wc/v3/taxes/classes/(?P<slug>\\w[\\w\\s\\-]*)", "GET, DELETE"),
    ("/wc/v3/webhooks", "GET, POST"),
    ("/wc/v3/webhooks/(?P<id>[\\d]+)", "GET, POST, PUT, PATCH, DELETE"),
    ("/wc/v3/webhooks/batch", "POST, PUT, PATCH"),
    ("/wc/v3/reports/products/totals", "GET"),
    ("/wc/v3/settings", "GET"),
    ("/wc/v3/settings/(?P<group_id>[\\w-]+)", "GET"),
    ("/wc/v3/settings/(?P<group_id>[\\w-]+)/(?P<id>[\\w-]+)", "GET, POST, PUT, PATCH"),
    ("/wc/v3/system_status", "GET"),
    ("/wc/v3/data", "GET"),
    ("/wc/v3/data/countries", "GET"),
    ("/wc/v3/data/countries/(?P<location>[\\w-]+)", "GET"),
    ("/wc/v3/data/currencies", "GET"),
    ("/wc/v3/data/currencies/current", "GET"),
    ("/wc/v3/data/currencies/(?P<currency>[\\w-]{3})", "GET"),
];

const COLLECTION: &str = "GET, POST";
const ITEM: &str = "GET, POST, PUT, PATCH, DELETE";
const BATCH: &str = "POST, PUT, PATCH";
const READ: &str = "GET";
const KEPT_OR_GONE: &str = "GET, DELETE";

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    Root,
    Namespace,
    Collection(Target),
    Item(Target, i64),
    Batch(Target),
    Duplicate(i64),
    AllVariations,
    MetaNames,
    SettingGroups,
    SettingGroup(String),
    Setting(String, String),
    SystemStatus,
    Data,
    Countries,
    Country(String),
    TaxClasses,
    TaxClass(String),
    ProductTotals,
    Currencies,
    Currency(String),
    /// WordPress' own files, where the store's keys count for nothing.
    Files,
    File(i64),
    /// The WordPress user who asks.
    Me,
}

/// The kind of records that a route is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Products,
    Variations(i64),
    /// Categories, tags, brands, shipping classes, by their segment.
    Terms(String),
    Attributes,
    AttributeTerms(i64),
    /// Records that are kept as documents; with the number of the order whose they are, or 0.
    Filed(&'static Kind, i64),
}

impl Route {
    /// The route of a path below `/wp-json/`, and the methods that it takes.
    pub(crate) fn find(path: &str) -> Option<(Self, &'static str)> {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            [] => (Self::Root, READ),
            ["wp", "v2", "media"] => (Self::Files, COLLECTION),
            ["wp", "v2", "media", id] => (Self::File(number(id)?), KEPT_OR_GONE),
            ["wp", "v2", "users", "me"] => (Self::Me, READ),
            ["wc", "v3"] => (Self::Namespace, READ),
            ["wc", "v3", rest @ ..] => return Self::find_below(rest),
            _ => return None,
        };
        Some(found)
    }

    fn find_below(parts: &[&str]) -> Option<(Self, &'static str)> {
        Some(match *parts {
            ["variations"] => (Self::AllVariations, READ),
            ["products", "reviews", ref rest @ ..] => return Self::below(&reviews::KIND, rest),
            ["orders", id, "notes", ref rest @ ..] => {
                return Self::of_order(&notes::KIND, number(id)?, rest);
            }
            ["orders", id, "refunds", ref rest @ ..] => {
                return Self::of_order(&refunds::KIND, number(id)?, rest);
            }
            ["orders", ref rest @ ..] => return Self::below(&orders::KIND, rest),
            ["refunds"] => (Self::Collection(Target::Filed(&refunds::ALL, 0)), READ),
            ["customers", ref rest @ ..] => return Self::below(&customers::KIND, rest),
            ["coupons", ref rest @ ..] => return Self::below(&coupons::KIND, rest),
            ["taxes", "classes"] => (Self::TaxClasses, COLLECTION),
            ["taxes", "classes", slug] => (Self::TaxClass(slug.to_owned()), KEPT_OR_GONE),
            ["taxes", ref rest @ ..] => return Self::below(&taxes::KIND, rest),
            ["webhooks", ref rest @ ..] => return Self::below(&webhooks::KIND, rest),
            ["reports", "products", "totals"] => (Self::ProductTotals, READ),
            ["data", "countries"] => (Self::Countries, READ),
            ["data", "countries", code] => (Self::Country(code.to_owned()), READ),
            ["products", "custom-fields", "names"] => (Self::MetaNames, READ),
            ["products", ref rest @ ..] => return Self::find_products(rest),
            ["settings"] => (Self::SettingGroups, READ),
            ["settings", group] => (Self::SettingGroup(group.to_owned()), READ),
            ["settings", group, id] => {
                (Self::Setting(group.to_owned(), id.to_owned()), "GET, POST, PUT, PATCH")
            }
            ["system_status"] => (Self::SystemStatus, READ),
            ["data"] => (Self::Data, READ),
            ["data", "currencies"] => (Self::Currencies, READ),
            ["data", "currencies", code] => (Self::Currency(code.to_owned()), READ),
            _ => return None,
        })
    }

    /// Records with a batch of their own.
    fn below(kind: &'static Kind, rest: &[&str]) -> Option<(Self, &'static str)> {
        let target = Target::Filed(kind, 0);
        Some(match *rest {
            [] => (Self::Collection(target), COLLECTION),
            ["batch"] => (Self::Batch(target), BATCH),
            [id] => (Self::Item(target, number(id)?), ITEM),
            _ => return None,
        })
    }

    /// Records of an order, which are made and deleted but never changed.
    fn of_order(kind: &'static Kind, order: i64, rest: &[&str]) -> Option<(Self, &'static str)> {
        let target = Target::Filed(kind, order);
        Some(match *rest {
            [] => (Self::Collection(target), COLLECTION),
            [id] => (Self::Item(target, number(id)?), KEPT_OR_GONE),
            _ => return None,
        })
    }

    fn find_products(parts: &[&str]) -> Option<(Self, &'static str)> {
        let (target, rest) = match *parts {
            ["attributes", id, "terms", ref rest @ ..] => {
                (Target::AttributeTerms(number(id)?), rest)
            }
            ["attributes", ref rest @ ..] => (Target::Attributes, rest),
            [segment @ ("categories" | "tags" | "brands" | "shipping_classes"), ref rest @ ..] => {
                (Target::Terms(segment.to_owned()), rest)
            }
            [id, "variations", ref rest @ ..] => (Target::Variations(number(id)?), rest),
            [id, "duplicate"] => return Some((Self::Duplicate(number(id)?), "POST")),
            ref rest => (Target::Products, rest),
        };
        Some(match *rest {
            [] => (Self::Collection(target), COLLECTION),
            ["batch"] => (Self::Batch(target), BATCH),
            [id] => (Self::Item(target, number(id)?), ITEM),
            _ => return None,
        })
    }
}

/// `[\d]+`
fn number(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().unwrap_or(i64::MAX))
}

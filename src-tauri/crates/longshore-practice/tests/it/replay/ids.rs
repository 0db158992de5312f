//! Numbers of records: what was recorded under one number is known here under another.

use std::collections::HashMap;

use serde_json::Value;

/// Which row of numbers a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Post,
    Term,
    Attribute,
    /// Orders are posts, but the entries of their `meta_data` are counted for themselves.
    Order,
    Meta,
    /// Entries of orders, of their lines, and of customers are counted for themselves.
    OrderMeta,
    ItemMeta,
    UserMeta,
    User,
    /// Reviews and notes.
    Comment,
    /// Lines of orders.
    Item,
    Tax,
    Webhook,
}

impl Kind {
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "term" => Self::Term,
            "attribute" => Self::Attribute,
            "meta" => Self::Meta,
            "user" => Self::User,
            "comment" => Self::Comment,
            "tax" => Self::Tax,
            _ => Self::Post,
        }
    }

    /// Which row of numbers the kind has.
    fn row(self) -> Self {
        if self == Self::Order { Self::Post } else { self }
    }

    /// What the records of a path are.
    pub(crate) fn of_path(path: &str) -> Self {
        let path = path
            .trim_end_matches("/batch")
            .trim_end_matches(|letter: char| letter.is_ascii_digit());
        let kinds = [
            ("/notes", Self::Comment),
            ("/refunds", Self::Order),
            ("/orders", Self::Order),
            ("/reviews", Self::Comment),
            ("/customers", Self::User),
            ("/taxes", Self::Tax),
            ("/webhooks", Self::Webhook),
        ];
        if let Some((_, kind)) = kinds.iter().find(|(segment, _)| path.contains(segment)) {
            return *kind;
        }
        if path.contains("/terms")
            || ["categories", "tags", "brands", "shipping_classes"]
                .iter()
                .any(|segment| path.contains(segment))
        {
            Self::Term
        } else if path.contains("attributes") {
            Self::Attribute
        } else {
            Self::Post
        }
    }

    /// What a field of a record of some kind refers to; none if it is no number of a record.
    fn of_field(key: &str, record: Self, within: &str) -> Option<Self> {
        Some(match key {
            "id" => match within {
                "categories" | "tags" | "brands" => Self::Term,
                "images" | "image" => Self::Post,
                "attributes" | "default_attributes" => Self::Attribute,
                "meta_data" if record == Self::User => Self::UserMeta,
                "meta_data" if record == Self::Order => Self::OrderMeta,
                "meta_data" => Self::Meta,
                "meta_data of a line" => Self::ItemMeta,
                "line_items" | "shipping_lines" | "fee_lines" | "coupon_lines" | "tax_lines" => {
                    Self::Item
                }
                "refunds" => Self::Post,
                "downloads" => return None,
                _ => record,
            },
            "customer_id" | "customer" => Self::User,
            "new_draft_order_id" => Self::Post,
            "resource_id" => record,
            "parent" => record,
            "shipping_class_id" | "category" | "tag" => Self::Term,
            "parent_id" | "product_id" | "variation_id" | "upsell_ids" | "cross_sell_ids"
            | "grouped_products" | "variations" => Self::Post,
            "include" | "exclude" | "delete" => record,
            _ => return None,
        })
    }
}

/// What a field of the object under a key is in.
fn place<'a>(key: &'a str, within: &'a str) -> &'a str {
    match key {
        "" => within,
        "meta_data" if within.ends_with("_lines") || within == "line_items" => {
            "meta_data of a line"
        }
        key => key,
    }
}

/// Recorded number -> ours.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    known: HashMap<(Kind, i64), i64>,
}

impl Ids {
    pub(crate) fn learn(&mut self, kind: Kind, recorded: i64, ours: i64) {
        if recorded != 0 && ours != 0 {
            self.known.entry((kind.row(), recorded)).or_insert(ours);
        }
    }

    fn get(&self, kind: Kind, recorded: i64) -> i64 {
        self.known.get(&(kind.row(), recorded)).copied().unwrap_or(recorded)
    }

    /// Learns from an answer and what was recorded in its place.
    pub(crate) fn learn_from(&mut self, recorded: &Value, ours: &Value, record: Kind) {
        self.walk(recorded, ours, "", "", record);
    }

    fn walk(&mut self, recorded: &Value, ours: &Value, key: &str, within: &str, record: Kind) {
        match (recorded, ours) {
            (Value::Object(recorded), Value::Object(ours)) => {
                for (inner, value) in recorded {
                    if let Some(other) = ours.get(inner) {
                        let within = place(key, within);
                        self.walk(value, other, inner, within, record);
                    }
                }
            }
            (Value::Array(recorded), Value::Array(ours)) => {
                for (value, other) in recorded.iter().zip(ours) {
                    self.walk(value, other, key, within, record);
                }
            }
            (Value::Number(recorded), Value::Number(ours)) => {
                // Only a record's own number teaches something; references may simply be wrong.
                if matches!(key, "id" | "new_draft_order_id")
                    && let Some(kind) = Kind::of_field(key, record, within)
                    && let (Some(recorded), Some(ours)) = (recorded.as_i64(), ours.as_i64())
                {
                    self.learn(kind, recorded, ours);
                }
            }
            _ => {}
        }
    }

    /// A recorded value with our numbers.
    pub(crate) fn translate(&self, value: &Value, record: Kind) -> Value {
        self.translated(value, "", "", record)
    }

    fn translated(&self, value: &Value, key: &str, within: &str, record: Kind) -> Value {
        match value {
            Value::Object(fields) => fields
                .iter()
                .map(|(inner, value)| {
                    let within = place(key, within);
                    (inner.clone(), self.translated(value, inner, within, record))
                })
                .collect(),
            Value::Array(items) => {
                items.iter().map(|item| self.translated(item, key, within, record)).collect()
            }
            Value::Number(number) => match (Kind::of_field(key, record, within), number.as_i64()) {
                (Some(kind), Some(id)) => Value::from(self.get(kind, id)),
                _ => value.clone(),
            },
            Value::String(text) => {
                if key == "number" && record == Kind::Order {
                    let number = text.parse().map_or(0, |number| self.get(Kind::Post, number));
                    return Value::from(if number == 0 {
                        text.clone()
                    } else {
                        number.to_string()
                    });
                }
                let listed = matches!(key, "include" | "exclude" | "category" | "tag" | "parent");
                match Kind::of_field(key, record, within) {
                    Some(kind) if listed => {
                        let ids: Vec<String> = text
                            .split(',')
                            .map(|id| match id.parse() {
                                Ok(id) => self.get(kind, id).to_string(),
                                Err(_) => id.to_owned(),
                            })
                            .collect();
                        Value::from(ids.join(","))
                    }
                    _ => Value::from(self.translate_text(text)),
                }
            }
            other => other.clone(),
        }
    }

    /// A path or an address with our numbers.
    pub(crate) fn translate_text(&self, text: &str) -> String {
        if !text.contains("/wc/v3/") && !text.contains("&p=") {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
            let (before, digits) = rest.split_at(at);
            out.push_str(before);
            let length =
                digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
            let (number, after) = digits.split_at(length);
            let kind = kind_before(&out);
            let ends = after.is_empty() || after.starts_with(['/', '?', '>', '&', '"']);
            match (kind, number.parse()) {
                (Some(kind), Ok(number)) if ends => {
                    out.push_str(&self.get(kind, number).to_string());
                }
                _ => out.push_str(number),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// What kind of number follows such a text.
fn kind_before(text: &str) -> Option<Kind> {
    const ENDINGS: &[(&str, Kind)] = &[
        ("/products/", Kind::Post),
        ("/variations/", Kind::Post),
        ("&p=", Kind::Post),
        ("/categories/", Kind::Term),
        ("/tags/", Kind::Term),
        ("/brands/", Kind::Term),
        ("/shipping_classes/", Kind::Term),
        ("/terms/", Kind::Term),
        ("/attributes/", Kind::Attribute),
        ("/coupons/", Kind::Post),
        ("/orders/", Kind::Post),
        ("/refunds/", Kind::Post),
        ("/notes/", Kind::Comment),
        ("/reviews/", Kind::Comment),
        ("/customers/", Kind::User),
        ("/taxes/", Kind::Tax),
        ("/webhooks/", Kind::Webhook),
    ];
    ENDINGS.iter().find(|(ending, _)| text.ends_with(ending)).map(|(_, kind)| *kind)
}

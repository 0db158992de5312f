//! Which records of the store does a file not name, and what becomes of them?
//!
//! Asked once all rows are planned. A row that stays out names its record all the same: a typing error in a price
//! must not take a product out of the shop. A variation is missing only where the file names another of its product:
//! a list of products says nothing about what they consist of.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    change::{Action, Change},
    entity::Entity,
    known::Known,
    mapped::Mapped,
    matching::{self, Match, folded_name},
    platforms::woocommerce::rules,
    record::{Fields, StoreRecord},
    value::{Reference, StoreId, Value},
};

use super::{
    ChangeSink, Planner, SinkError,
    numbers::NumberSet,
    plain_row,
    record::{phase_of, stored_label},
};

/// What becomes of records that the file does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnMissing {
    /// They are listed.
    Report,
    /// Products that customers see become drafts; such variations become private.
    Draft,
    /// They are sold out.
    OutOfStock,
}

/// A record that the file does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// What a person calls it.
    pub label: String,
    /// Whether something is done about it.
    pub changes: bool,
    /// It is a variation of a product that is missing, too: what is done about it is done about the product.
    pub is_part: bool,
}

/// What rows name, whether they go in or not.
#[derive(Default)]
pub(super) struct Named {
    products: NumberSet,
    /// Products of which some variation is named.
    with_variations: NumberSet,
    variations: NumberSet,
    /// What rows are called that could mean several records.
    unclear: HashSet<String>,
    /// What products are called of which nobody can say which variation a row means.
    with_unclear_variations: HashSet<String>,
    /// Products that go.
    going: NumberSet,
}

impl Named {
    pub(super) fn note(&mut self, mapped: &Mapped, found: &Match, parent: Option<StoreId>) {
        let is_variation = mapped.record.entity == Entity::Variation;
        if let Some(parent) = parent {
            self.products.insert(parent.0);
            self.with_variations.insert(parent.0);
        }
        match found {
            Match::One(record) if record.entity == Entity::Variation => {
                self.variations.insert(record.id.0);
            }
            Match::One(record) => {
                self.products.insert(record.id.0);
            }
            Match::Unread(id) | Match::OtherParent(id) if is_variation => {
                self.variations.insert(id.0);
            }
            Match::Unread(id) | Match::OtherParent(id) => {
                self.products.insert(id.0);
            }
            Match::Ambiguous(..) => {
                self.unclear.extend(keys(&mapped.record.fields));
            }
            Match::None => {}
        }
    }

    pub(super) fn go(&mut self, product: StoreId) {
        self.going.insert(product.0);
    }

    pub(super) fn goes(&self, product: StoreId) -> bool {
        self.going.contains(&product.0)
    }

    fn has(&self, record: &StoreRecord, known: &dyn Known) -> bool {
        is_called(record, &self.unclear)
            || match (record.entity, record.parent) {
                (Entity::Variation, Some(parent)) => {
                    self.variations.contains(&record.id.0)
                        || !self.with_variations.contains(&parent.0)
                        || !self.with_unclear_variations.is_empty()
                            && known
                                .record(Entity::Product, parent)
                                .is_some_and(|one| is_called(&one, &self.with_unclear_variations))
                }
                _ => {
                    self.products.contains(&record.id.0)
                        || is_called(record, &self.with_unclear_variations)
                }
            }
    }
}

fn is_called(record: &StoreRecord, names: &HashSet<String>) -> bool {
    !names.is_empty() && keys(&record.fields).any(|key| names.contains(&key))
}

/// The texts by which somebody may call a record.
fn keys(fields: &Fields) -> impl Iterator<Item = String> + '_ {
    ["sku", "global_unique_id", "slug", "name"]
        .into_iter()
        .filter_map(|field| fields.text(field))
        .filter(|text| !text.trim().is_empty())
        .map(|text| folded_name(text).into_owned())
}

impl Planner {
    /// Notes which record a row names that stays out for an error.
    pub fn name(&mut self, mapped: &Mapped, known: &dyn Known) {
        if mapped.record.entity == Entity::Variation || mapped.parent.is_some() {
            // Its product may not be known yet: then all that the row could mean counts as named.
            self.named.unclear.extend(keys(&mapped.record.fields));
            let parent = mapped.parent.iter().map(|name| folded_name(name.last()).into_owned());
            self.named.with_unclear_variations.extend(parent);
            return;
        }
        let found = match plain_row::variation(mapped, known) {
            Some(variation) => Match::One(variation),
            None => matching::product(mapped, &self.settings, known, &mut self.scratch),
        };
        let parent = match &found {
            Match::One(record) => record.parent,
            _ => None,
        };
        self.named.note(mapped, &found, parent);
    }

    /// Plans what becomes of a record of the store if no row names it. To be asked for every product and every
    /// variation, after all rows.
    ///
    /// # Errors
    /// Where the sink cannot keep a change.
    pub fn missing(
        &mut self,
        record: &StoreRecord,
        what: OnMissing,
        known: &dyn Known,
        sink: &mut dyn ChangeSink,
    ) -> Result<Option<Absence>, SinkError> {
        let is_part = match record.parent {
            Some(parent) if record.entity == Entity::Variation => {
                what == OnMissing::OutOfStock
                    && known
                        .record(Entity::Product, parent)
                        .is_some_and(|product| !self.named.has(&product, known))
            }
            _ => false,
        };
        if !is_part && self.named.has(record, known) {
            return Ok(None);
        }
        let label = stored_label(record, known).unwrap_or_default().to_owned();
        let (fields, before) = taken_off(record, what);
        let changes = !fields.is_empty();
        if changes {
            let id = sink.next();
            sink.push(Change {
                id,
                phase: phase_of(record.entity),
                action: Action::Update,
                entity: record.entity,
                record: Some(Reference::Stored(record.id)),
                parent: record.parent.map(Reference::Stored),
                fields,
                before,
                label: label.clone(),
                row: None,
                completes: None,
                reason: "not_in_file".into(),
            })?;
        }
        let changes = changes || what == OnMissing::OutOfStock && sells_parts(record, known);
        Ok(Some(Absence { label, changes, is_part }))
    }
}

/// Whether a product has variations that can be sold out.
fn sells_parts(product: &StoreRecord, known: &dyn Known) -> bool {
    product.entity == Entity::Product
        && known.children(Entity::Variation, product.id).into_iter().any(|variation| {
            let variation = known.record(Entity::Variation, variation);
            variation.is_some_and(|variation| !sold_out(&variation).is_empty())
        })
}

/// What takes a record off sale, and what it shows of that now.
fn taken_off(record: &StoreRecord, what: OnMissing) -> (Fields, Fields) {
    let is_variation = record.entity == Entity::Variation;
    let text = |field: &str| record.fields.text(field).unwrap_or_default();
    let wanted = match what {
        OnMissing::Report => Vec::new(),
        OnMissing::Draft => {
            let status = if is_variation { "private" } else { "draft" };
            let is_seen = text("status") == "publish";
            is_seen.then(|| ("status", Value::Text(status.to_owned()))).into_iter().collect()
        }
        OnMissing::OutOfStock => sold_out(record),
    };
    let (mut fields, mut before) = (Fields::new(), Fields::new());
    for (field, value) in wanted {
        before.set(field, record.fields.get(field).cloned().unwrap_or(Value::Empty));
        fields.set(field, value);
    }
    (fields, before)
}

/// A counted stock becomes nought, with nothing sold beyond it; what is not counted is said to be out of stock. What
/// the store works out from others, and what it does not sell itself, stays.
fn sold_out(record: &StoreRecord) -> Vec<(&'static str, Value)> {
    let text = |field: &str| record.fields.text(field).unwrap_or_default();
    let said = |text: &str| Value::Text(text.to_owned());
    let is_counted = record.fields.get("manage_stock") == Some(&Value::Boolean(true));
    if is_counted {
        let is_there = record.fields.get("stock_quantity") != Some(&Value::Integer(0));
        let sells_beyond = matches!(text("backorders"), "yes" | "notify");
        let nought = is_there.then_some(("stock_quantity", Value::Integer(0)));
        let none_beyond = sells_beyond.then(|| ("backorders", said("no")));
        return nought.into_iter().chain(none_beyond).collect();
    }
    let is_derived = rules::is_derived(record.entity, &record.fields, "stock_status");
    let is_sold_here =
        record.entity == Entity::Variation || !matches!(text("type"), "external" | "grouped");
    let is_out = text("stock_status") == "outofstock";
    let is_to_be = is_sold_here && !is_derived && !is_out;
    is_to_be.then(|| ("stock_status", said("outofstock"))).into_iter().collect()
}

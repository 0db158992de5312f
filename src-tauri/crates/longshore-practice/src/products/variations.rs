//! Creating, changing and deleting variations.

use serde_json::{Map, Value};

use super::record::Record;
use super::write::timely;
use super::{apply, prices, stock};
use crate::store::Shop;
use crate::wordpress::dates;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{given, truthy};

impl Shop {
    /// The variation of a parent; the permission check asks for it, so no `Allow` comes with a refusal.
    pub(crate) fn variation(&self, parent: i64, id: i64) -> Outcome<Record> {
        self.record(id)?
            .filter(|record| record.variation && record.parent == parent)
            .ok_or_else(|| Failure::invalid_id(404, "product_variation").forbidding())
    }

    pub(crate) fn create_variation(
        &mut self,
        parent: i64,
        params: &Map<String, Value>,
    ) -> Outcome<Record> {
        if given(params, "id").is_some_and(truthy) {
            return Err(Failure::new(
                400,
                "woocommerce_rest_product_variation_exists",
                "Cannot create existing product variation.",
            ));
        }
        let parent_id = parent;
        let parent = self.record(parent_id)?.filter(|parent| !parent.variation);
        if parent.is_none() && given(params, "attributes").is_some() {
            return Err(Failure::new(
                404,
                "woocommerce_rest_product_variation_invalid_parent",
                "Cannot set attributes due to invalid parent product.",
            ));
        }
        let mut record = Record {
            variation: true,
            parent: parent_id,
            kind: "variation".to_owned(),
            tax_class: "parent".to_owned(),
            ..Record::default()
        };
        apply::variation(self, &mut record, parent.as_ref().unwrap_or(&Record::default()), params)?;
        prices::settle(&mut record);
        stock::settle(&mut record);
        self.insert_new(&mut record)?;
        if parent.is_none() {
            // The store notices only after it has kept the variation.
            return Err(Failure::fatal("Call to a member function get_status() on false"));
        }
        self.sync_parent(parent_id)?;
        Ok(record)
    }

    pub(crate) fn update_variation(
        &mut self,
        parent: i64,
        id: i64,
        params: &Map<String, Value>,
    ) -> Outcome<Record> {
        let before = self.variation(parent, id)?;
        let parent = self.record(parent)?.ok_or_else(|| Failure::invalid_id(404, "product"))?;
        let mut after = before.clone();
        apply::variation(self, &mut after, &parent, params)?;
        prices::settle(&mut after);
        stock::settle(&mut after);
        let now = dates::now();
        after.modified = now;
        timely(&mut after, now);
        self.save_record(&before, &after)?;
        self.sync_parent(parent.id)?;
        Ok(after)
    }

    /// Removes a variation for good, as the store does even without `force`.
    pub(crate) fn delete_variation(&mut self, before: &Record) -> Outcome<()> {
        self.remove_record(before)?;
        self.sync_parent(before.parent)
    }
}

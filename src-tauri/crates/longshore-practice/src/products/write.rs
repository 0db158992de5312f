//! Creating, changing and deleting products.

use serde_json::{Map, Value};

use super::record::Record;
use super::{apply, prices, stock};
use crate::store::Shop;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::value::{given, truthy};
use crate::wordpress::{dates, slug};

impl Shop {
    pub(crate) fn create_product(&mut self, params: &Map<String, Value>) -> Outcome<Record> {
        if given(params, "id").is_some_and(truthy) {
            return Err(Failure::new(
                400,
                "woocommerce_rest_product_exists",
                "Cannot create existing product.",
            ));
        }
        let mut record = Record::default();
        apply::product(self, &mut record, params)?;
        if record.name.is_empty() {
            "Product".clone_into(&mut record.name);
        }
        self.settle_product(&mut record)?;
        self.insert_new(&mut record)?;
        Ok(record)
    }

    /// Gives a new record its number, its dates and its slug, and keeps it.
    pub(crate) fn insert_new(&mut self, record: &mut Record) -> Outcome<()> {
        let now = dates::now();
        if record.created == 0 {
            record.created = now;
        }
        // A new post counts as changed when it was created, even if that was years ago.
        record.modified = record.created;
        timely(record, now);
        record.id = self.next_product();
        if !record.sku.is_empty() && self.sku_is_listed(&record.sku)? {
            return Err(Failure::new(
                400,
                "woocommerce_rest_product_not_created",
                format!(
                    "The product with SKU ({}) you are trying to insert is already present in the lookup table",
                    record.sku
                ),
            ));
        }
        if !record.variation {
            self.settle_slug(record)?;
        }
        self.insert_record(record)
    }

    pub(crate) fn update_product(
        &mut self,
        id: i64,
        params: &Map<String, Value>,
    ) -> Outcome<Record> {
        let before = self.record(id)?.ok_or_else(|| Failure::invalid_id(400, "product"))?;
        if before.variation {
            return Err(use_variation_route());
        }
        let mut after = before.clone();
        apply::product(self, &mut after, params)?;
        self.settle_product(&mut after)?;
        if before.status == "trash" && after.status != "trash" {
            after.slug = std::mem::take(&mut after.slug_before_trash);
        }
        if before.status != "trash" && after.status == "trash" {
            trash_slug(&mut after);
        }
        let now = dates::now();
        after.modified = now;
        timely(&mut after, now);
        self.settle_slug(&mut after)?;
        if before.is("variable") && !after.is("variable") {
            // A product that has variations no more loses them for good.
            self.remove_variations(id)?;
        }
        self.save_record(&before, &after)?;
        Ok(after)
    }

    /// Moves a product to the trash, or removes it for good; answers how it was.
    pub(crate) fn delete_product(&mut self, id: i64, force: bool) -> Outcome<Record> {
        let before = self.record(id)?.ok_or_else(|| Failure::invalid_id(404, "product"))?;
        if before.variation {
            return Err(use_variation_route());
        }
        if !force && before.status == "trash" {
            return Err(Failure::new(
                410,
                "woocommerce_rest_already_trashed",
                "The product has already been deleted.",
            ));
        }
        Ok(before)
    }

    /// Carries out what [`Shop::delete_product`] allowed.
    pub(crate) fn dispose_of(&mut self, before: &Record, force: bool) -> Outcome<()> {
        if force {
            self.remove_variations(before.id)?;
            crate::kinds::reviews::remove_all(self, before.id)?;
            return self.remove_record(before);
        }
        for child in self.variation_ids(before.id)? {
            if let Some(child) = self.record(child)? {
                self.trash(&child)?;
            }
        }
        self.trash(before)
    }

    fn remove_variations(&mut self, parent: i64) -> Outcome<()> {
        for child in self.variation_ids(parent)? {
            if let Some(child) = self.record(child)? {
                self.remove_record(&child)?;
            }
        }
        Ok(())
    }

    fn trash(&mut self, before: &Record) -> Outcome<()> {
        let mut after = before.clone();
        "trash".clone_into(&mut after.status);
        after.modified = dates::now();
        if !after.variation {
            trash_slug(&mut after);
        }
        self.save_record(before, &after)
    }

    /// What every save of a product brings in line.
    fn settle_product(&self, record: &mut Record) -> Outcome<()> {
        prices::settle(record);
        stock::settle(record);
        if record.is("variable") && !record.manage_stock {
            let children = if record.id == 0 { Vec::new() } else { self.children(record.id)? };
            stock::of_children(&children).clone_into(&mut record.stock_status);
        }
        Ok(())
    }

    /// A published product has a slug of its own.
    fn settle_slug(&self, record: &mut Record) -> Outcome<()> {
        let unpublished = matches!(record.status.as_str(), "draft" | "pending" | "auto-draft");
        if record.slug.is_empty() && !unpublished {
            record.slug = slug::slug(&record.name);
            if record.slug.is_empty() {
                record.slug = record.id.to_string();
            }
        }
        record.slug = self.free_product_slug(&record.slug, record.id)?;
        Ok(())
    }

    /// Brings a product in line with its variations after one of them changed.
    pub(crate) fn sync_parent(&mut self, parent: i64) -> Outcome<()> {
        let Some(before) = self.record(parent)? else { return Ok(()) };
        if !before.is("variable") {
            return Ok(());
        }
        let mut after = before.clone();
        self.settle_product(&mut after)?;
        self.save_record(&before, &after)
    }

    /// A copy of a product: a draft with a SKU of its own.
    pub(crate) fn duplicate_product(&mut self, id: i64) -> Outcome<Record> {
        let original = self.record(id)?.ok_or_else(|| Failure::invalid_id(404, "product"))?;
        let mut copy = original.clone();
        copy.name = format!("{} (Copy)", original.name);
        "draft".clone_into(&mut copy.status);
        copy.slug = String::new();
        copy.created = 0;
        copy.total_sales = 0;
        copy.gtin = String::new();
        copy.sku = self.next_sku(&original.sku)?;
        self.insert_new(&mut copy)?;
        for child in self.children(original.id)? {
            let mut child = child;
            child.parent = copy.id;
            child.created = 0;
            child.gtin = String::new();
            child.sku = self.next_sku(&child.sku)?;
            self.insert_new(&mut child)?;
        }
        Ok(copy)
    }

    /// The SKU of a copy: the number at its end counted up, or one added.
    fn next_sku(&self, sku: &str) -> Outcome<String> {
        if sku.is_empty() {
            return Ok(String::new());
        }
        let (stem, mut number) = match sku.rsplit_once('-') {
            Some((stem, digits)) if !stem.is_empty() => match digits.parse::<u32>() {
                Ok(number) => (stem, number.saturating_add(1)),
                Err(_) => (sku, 1),
            },
            _ => (sku, 1),
        };
        loop {
            let candidate = format!("{stem}-{number}");
            if !self.sku_is_listed(&candidate)? {
                return Ok(candidate);
            }
            number = number.saturating_add(1);
        }
    }
}

fn use_variation_route() -> Failure {
    Failure::new(
        404,
        "woocommerce_rest_invalid_product_id",
        "To manipulate product variations you should use the /products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.",
    )
}

/// The trash gives the slug free for others.
fn trash_slug(record: &mut Record) {
    record.slug_before_trash = record.slug.clone();
    if !record.slug.is_empty() {
        record.slug.push_str("__trashed");
    }
}

/// What is to be published in the future waits; what waited long enough is published.
pub(crate) fn timely(record: &mut Record, now: i64) {
    if record.status == "publish" && record.created > now {
        "future".clone_into(&mut record.status);
    } else if record.status == "future" && record.created <= now {
        "publish".clone_into(&mut record.status);
    }
}

//! Keeping products and variations.

use rusqlite::{OptionalExtension, Row, params};

use super::{Counter, Shop};
use crate::products::prices;
use crate::products::record::Record;
use crate::wordpress::failure::{Failure, Outcome};
use crate::wordpress::slug;

impl Shop {
    pub(crate) fn read_record(row: &Row<'_>) -> Outcome<Record> {
        let document =
            row.get_ref(11)?.as_bytes().map_err(|error| Failure::fatal(&error.to_string()))?;
        let mut record: Record = serde_json::from_slice(document)?;
        record.id = row.get(0)?;
        record.variation = row.get(1)?;
        record.parent = row.get(2)?;
        record.kind = row.get(3)?;
        record.status = row.get(4)?;
        record.slug = row.get(5)?;
        record.name = row.get(6)?;
        record.created = row.get(7)?;
        record.modified = row.get(8)?;
        record.menu_order = row.get(9)?;
        record.stock_status = row.get(10)?;
        Ok(record)
    }

    /// A product or variation in whatever status.
    pub(crate) fn record(&self, id: i64) -> Outcome<Option<Record>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, variation, parent, type, status, slug, title, created, modified, menu_order, stock_status, document
             FROM products WHERE id = ?1",
        )?;
        let mut rows = find.query([id])?;
        rows.next()?.map(Self::read_record).transpose()
    }

    /// The variations of a product that a shopper could be shown, in their order.
    pub(crate) fn children(&self, parent: i64) -> Outcome<Vec<Record>> {
        let mut find = self.db.prepare_cached(
            "SELECT id, variation, parent, type, status, slug, title, created, modified, menu_order, stock_status, document
             FROM products WHERE parent = ?1 AND parent <> 0 AND variation = 1 AND status IN ('publish', 'private')
             ORDER BY menu_order, id",
        )?;
        let mut rows = find.query([parent])?;
        let mut children = Vec::new();
        while let Some(row) = rows.next()? {
            children.push(Self::read_record(row)?);
        }
        Ok(children)
    }

    /// Numbers of all variations of a product, whatever their status.
    pub(crate) fn variation_ids(&self, parent: i64) -> Outcome<Vec<i64>> {
        let mut find = self.db.prepare_cached(
            "SELECT id FROM products WHERE parent = ?1 AND parent <> 0 AND variation = 1 ORDER BY menu_order, id",
        )?;
        let ids = find.query_map([parent], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(ids)
    }

    /// Which other product has a SKU; what is in the trash does not count.
    pub(crate) fn with_sku(&self, sku: &str, except: i64) -> Outcome<Option<i64>> {
        let mut find = self.db.prepare_cached(
            "SELECT id FROM products WHERE sku_key = ?1 AND id <> ?2 AND status <> 'trash' ORDER BY id LIMIT 1",
        )?;
        Ok(find.query_row(params![slug::fold(sku), except], |row| row.get(0)).optional()?)
    }

    /// Whether a SKU stands in the look-up table, where the trash counts too.
    pub(crate) fn sku_is_listed(&self, sku: &str) -> Outcome<bool> {
        let mut find = self.db.prepare_cached("SELECT 1 FROM products WHERE sku_key = ?1")?;
        Ok(find.exists([slug::fold(sku)])?)
    }

    /// Which other product has a GTIN.
    pub(crate) fn with_gtin(&self, gtin: &str, except: i64) -> Outcome<Option<i64>> {
        let mut find = self.db.prepare_cached(
            "SELECT id FROM products WHERE gtin = ?1 AND id <> ?2 AND status <> 'trash' ORDER BY id LIMIT 1",
        )?;
        Ok(find.query_row(params![gtin, except], |row| row.get(0)).optional()?)
    }

    /// A slug that no other product has: `name`, `name-2`, `name-3` …
    pub(crate) fn free_product_slug(&self, wanted: &str, except: i64) -> Outcome<String> {
        let mut taken = self
            .db
            .prepare_cached("SELECT 1 FROM products WHERE slug = ?1 AND slug <> '' AND id <> ?2")?;
        if wanted.is_empty() || !taken.exists(params![wanted, except])? {
            return Ok(wanted.to_owned());
        }
        // Many products of one name would make this walk long: after a few steps it is leapt over
        // those that were given out before.
        let hint = format!("slug:{wanted}");
        let mut number: u64 = 2;
        loop {
            let suffix = format!("-{number}");
            let stem: String = wanted.chars().take(200 - suffix.len()).collect();
            let candidate = format!("{stem}{suffix}");
            if !taken.exists(params![candidate, except])? {
                if number > 16 {
                    self.keep_fact(&hint, &number.to_string())?;
                }
                return Ok(candidate);
            }
            number += 1;
            if number == 17
                && let Some(known) = self.fact(&hint).and_then(|known| known.parse::<u64>().ok())
            {
                number = number.max(known);
            }
        }
    }

    /// Keeps a new record under its number.
    pub(crate) fn insert_record(&mut self, record: &Record) -> Outcome<()> {
        let (min_price, max_price) = self.price_range(record)?;
        self.db
            .prepare_cached(
                "INSERT INTO products (id, variation, parent, type, status, slug, title, sku_key, gtin, created,
                    modified, menu_order, min_price, max_price, stock_status, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            )?
            .execute(params![
                record.id,
                record.variation,
                record.parent,
                record.kind,
                record.status,
                record.slug,
                record.name,
                key(&record.sku).map(slug::fold),
                key(&record.gtin),
                record.created,
                record.modified,
                record.menu_order,
                min_price,
                max_price,
                record.stock_status,
                serde_json::to_vec(record)?,
            ])?;
        *self.tallies.entry((record.variation, record.status.clone())).or_default() += 1;
        let counted = record.status == "publish";
        for term in record.terms() {
            self.relate(record.id, term, counted)?;
        }
        Ok(())
    }

    /// Keeps what became of a record.
    pub(crate) fn save_record(&mut self, before: &Record, after: &Record) -> Outcome<()> {
        let (min_price, max_price) = self.price_range(after)?;
        self.db
            .prepare_cached(
                "UPDATE products SET variation = ?2, parent = ?3, type = ?4, status = ?5, slug = ?6, title = ?7,
                    sku_key = ?8, gtin = ?9, created = ?10, modified = ?11, menu_order = ?12, min_price = ?13,
                    max_price = ?14, stock_status = ?15, document = ?16
                 WHERE id = ?1",
            )?
            .execute(params![
                after.id,
                after.variation,
                after.parent,
                after.kind,
                after.status,
                after.slug,
                after.name,
                key(&after.sku).map(slug::fold),
                key(&after.gtin),
                after.created,
                after.modified,
                after.menu_order,
                min_price,
                max_price,
                after.stock_status,
                serde_json::to_vec(after)?,
            ])?;
        *self.tallies.entry((before.variation, before.status.clone())).or_default() -= 1;
        *self.tallies.entry((after.variation, after.status.clone())).or_default() += 1;
        let (old, new) = (before.terms(), after.terms());
        let (was_counted, is_counted) = (before.status == "publish", after.status == "publish");
        for term in old.iter().filter(|term| was_counted != is_counted || !new.contains(term)) {
            self.separate(before.id, *term, was_counted)?;
        }
        for term in new.iter().filter(|term| was_counted != is_counted || !old.contains(term)) {
            self.relate(after.id, *term, is_counted)?;
        }
        Ok(())
    }

    /// Removes a record for good.
    pub(crate) fn remove_record(&mut self, record: &Record) -> Outcome<()> {
        self.db.prepare_cached("DELETE FROM products WHERE id = ?1")?.execute([record.id])?;
        *self.tallies.entry((record.variation, record.status.clone())).or_default() -= 1;
        for term in record.terms() {
            self.separate(record.id, term, record.status == "publish")?;
        }
        Ok(())
    }

    fn relate(&self, product: i64, term: i64, counted: bool) -> Outcome<()> {
        let new = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO product_terms (term, product) VALUES (?1, ?2)")?
            .execute([term, product])?;
        if new > 0 && counted {
            self.db
                .prepare_cached("UPDATE terms SET count = count + 1 WHERE id = ?1")?
                .execute([term])?;
        }
        Ok(())
    }

    fn separate(&self, product: i64, term: i64, counted: bool) -> Outcome<()> {
        let gone = self
            .db
            .prepare_cached("DELETE FROM product_terms WHERE term = ?1 AND product = ?2")?
            .execute([term, product])?;
        if gone > 0 && counted {
            self.db
                .prepare_cached("UPDATE terms SET count = count - 1 WHERE id = ?1")?
                .execute([term])?;
        }
        Ok(())
    }

    /// What price filters and sorting by price look at.
    fn price_range(&self, record: &Record) -> Outcome<(Option<f64>, Option<f64>)> {
        let own = |record: &Record| prices::active(record, record.modified).parse::<f64>().ok();
        if record.variation || !record.is("variable") {
            return Ok((own(record), own(record)));
        }
        let all: Vec<f64> = self.children(record.id)?.iter().filter_map(own).collect();
        Ok((all.iter().copied().reduce(f64::min), all.iter().copied().reduce(f64::max)))
    }

    /// How many products or variations have one of some statuses.
    pub(crate) fn tally(&self, variation: bool, wanted: impl Fn(&str) -> bool) -> i64 {
        self.tallies
            .iter()
            .filter(|((is_variation, status), _)| *is_variation == variation && wanted(status))
            .map(|(_, count)| count)
            .sum()
    }

    /// The next number for a product or variation.
    pub(crate) fn next_product(&mut self) -> i64 {
        self.next(Counter::Post)
    }
}

fn key(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

//! Lists of products and variations: filters, order, pages. All of it is done by the database, so
//! that a page costs the same memory whatever the size of the shop.

use std::fmt::Write;

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;
use serde_json::{Map, Value};

use super::record::Record;
use super::search::search;
use crate::server::page::Page;
use crate::store::Shop;
use crate::store::bookmarks::Place;
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{given, ids, items, split_list, text, truthy};
use crate::wordpress::{dates, slug};

/// Which lists there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Products,
    VariationsOf(i64),
    AllVariations,
}

#[derive(Default)]
pub(super) struct Filter {
    conditions: Vec<String>,
    pub(super) values: Vec<Sql>,
    /// Nothing but kind and status is asked for: the number of records is known without counting.
    plain: bool,
}

impl Filter {
    pub(super) fn add(&mut self, condition: impl Into<String>) {
        self.conditions.push(condition.into());
        self.plain = false;
    }

    pub(super) fn add_with(&mut self, condition: impl Into<String>, value: impl Into<Sql>) {
        self.values.push(value.into());
        self.add(condition);
    }

    fn add_one_of(&mut self, column: &str, texts: &[String], among: bool) {
        let marks = vec!["?"; texts.len()].join(",");
        let not = if among { "" } else { "NOT " };
        self.values.extend(texts.iter().map(|text| Sql::from(text.clone())));
        self.add(format!("{column} {not}IN ({marks})"));
    }

    fn add_ids(&mut self, column: &str, numbers: &[i64], among: bool) {
        let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let not = if among { "" } else { "NOT " };
        self.add(format!("{column} {not}IN ({})", list.join(",")));
    }
}

impl Shop {
    /// One page of products or variations, and how many there are in all.
    pub(crate) fn products_page(
        &self,
        scope: Scope,
        params: &Map<String, Value>,
        page: &Page,
    ) -> Outcome<(Vec<Record>, i64)> {
        let mut filter = Filter::default();
        let variation = scope != Scope::Products;
        let by_sku = words(params, "sku")?;
        // Asked for by SKU, variations stand among the products.
        if by_sku.is_empty() || variation {
            filter.conditions.push(format!("variation = {}", i32::from(variation)));
        }
        filter.plain = scope != Scope::AllVariations || by_sku.is_empty();
        let statuses = self.statuses(params, &mut filter)?;
        if let Scope::VariationsOf(parent) = scope {
            filter.add_with("parent = ?", parent);
        }
        self.narrow(params, &mut filter, &by_sku)?;
        self.narrow_by_terms(params, &mut filter)?;
        let conditions = filter.conditions.join(" AND ");
        let total: i64 = if filter.plain {
            self.tally(variation, |status| statuses.matches(status))
        } else {
            self.db
                .prepare_cached(&format!("SELECT COUNT(*) FROM products WHERE {conditions}"))?
                .query_row(params_from_iter(filter.values.iter()), |row| row.get(0))?
        };
        let records = self.read_page(&filter, &Order::of(params), page)?;
        // An offset beyond the end finds nothing, and the store then counts nothing.
        let total = if page.offset.is_some_and(|offset| offset >= total) { 0 } else { total };
        Ok((records, total))
    }

    fn read_page(&self, filter: &Filter, order: &Order, page: &Page) -> Outcome<Vec<Record>> {
        let mut conditions = filter.conditions.join(" AND ");
        let mut values = filter.values.clone();
        let list = format!("{conditions} {values:?} {}", order.sql);
        let mut skip = page.skip();
        // Where the page before was read since the last write, this one begins behind it.
        if let Some(column) = order.column
            && let Some(place) = self.bookmarks.find(&list, skip)
        {
            let than = if order.ascending { '>' } else { '<' };
            let _ = write!(conditions, " AND ({column}, id) {than} (?, ?)");
            values.extend([Sql::from(place.sorted_by), Sql::from(place.id)]);
            skip = 0;
        }
        let sql = format!(
            "SELECT id, variation, parent, type, status, slug, title, created, modified, menu_order, stock_status, document
             FROM products WHERE id IN (SELECT id FROM products WHERE {conditions} ORDER BY {} LIMIT {} OFFSET {skip})
             ORDER BY {}",
            order.sql, page.per_page, order.sql,
        );
        let mut find = self.db.prepare_cached(&sql)?;
        let mut rows = find.query(params_from_iter(values.iter()))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            records.push(Self::read_record(row)?);
        }
        if let (Some(column), Some(last)) = (order.column, records.last()) {
            let sorted_by = match column {
                "created" => last.created,
                "modified" => last.modified,
                _ => last.id,
            };
            let passed = page.skip() + i64::try_from(records.len()).unwrap_or(0);
            self.bookmarks.keep(list, passed, Place { sorted_by, id: last.id });
        }
        Ok(records)
    }

    /// Which statuses are shown: all but the trash, unless asked otherwise.
    fn statuses(&self, params: &Map<String, Value>, filter: &mut Filter) -> Outcome<Statuses> {
        let included = words(params, "include_status")?;
        let excluded = words(params, "exclude_status")?;
        let status = given(params, "status").map(text).transpose()?.unwrap_or_default();
        let wanted = if !included.is_empty() && !included.iter().any(|status| status == "any") {
            Some(included)
        } else if status.is_empty() || status == "any" || !included.is_empty() {
            None
        } else {
            Some(vec![status])
        };
        let plain = filter.plain;
        match &wanted {
            Some(wanted) => filter.add_one_of("status", wanted, true),
            None => filter.add("status NOT IN ('trash', 'auto-draft')"),
        }
        if !excluded.is_empty() {
            filter.add_one_of("status", &excluded, false);
        }
        filter.plain = plain;
        Ok(Statuses { wanted, excluded })
    }

    fn narrow(
        &self,
        params: &Map<String, Value>,
        filter: &mut Filter,
        by_sku: &[String],
    ) -> Outcome<()> {
        if !by_sku.is_empty() {
            let mut keys: Vec<String> = by_sku.iter().map(|sku| slug::fold(sku)).collect();
            if let Some(whole) = given(params, "sku").and_then(Value::as_str) {
                keys.push(slug::fold(whole));
            }
            filter.add_one_of("sku_key", &keys, true);
        }
        for (key, column, among) in [
            ("include", "id", true),
            ("exclude", "id", false),
            ("parent", "parent", true),
            ("parent_exclude", "parent", false),
        ] {
            let numbers = given(params, key).map(ids).unwrap_or_default();
            if !numbers.is_empty() {
                filter.add_ids(column, &numbers, among);
            }
        }
        for (key, condition) in [
            ("after", "created > ?"),
            ("before", "created < ?"),
            ("modified_after", "modified > ?"),
            ("modified_before", "modified < ?"),
        ] {
            if let Some(date) = given(params, key).and_then(Value::as_str).and_then(dates::loose) {
                filter.add_with(condition, date);
            }
        }
        if let Some(wanted) = plain_text(params, "slug")? {
            filter.add_with("slug = ?", slug::slug(&wanted));
        }
        for (key, condition) in [("min_price", "max_price >= ?"), ("max_price", "min_price <= ?")] {
            if let Some(price) = plain_text(params, key)? {
                filter.add_with(condition, price.parse::<f64>().unwrap_or(0.0));
            }
        }
        for (key, column) in [("type", "type"), ("stock_status", "stock_status")] {
            if let Some(wanted) = plain_text(params, key)? {
                filter.add_with(format!("{column} = ?"), wanted);
            }
        }
        for (key, among) in [("include_types", true), ("exclude_types", false)] {
            let kinds = words(params, key)?;
            if !kinds.is_empty() {
                filter.add_one_of("type", &kinds, among);
            }
        }
        for (key, path) in [
            ("featured", "$.featured"),
            ("virtual", "$.virtual"),
            ("downloadable", "$.downloadable"),
        ] {
            if let Some(flag) = given(params, key) {
                filter.add(format!(
                    "COALESCE(json_extract(document, '{path}'), 0) = {}",
                    i32::from(truthy(flag))
                ));
            }
        }
        if let Some(flag) = given(params, "has_price") {
            filter.add(format!("min_price IS {}NULL", if truthy(flag) { "NOT " } else { "" }));
        }
        if let Some(flag) = given(params, "on_sale") {
            let not = if truthy(flag) { "" } else { "NOT " };
            let now = dates::now();
            filter.add(format!("id {not}IN ({})", on_sale_query(now)));
        }
        search(params, filter)
    }

    fn narrow_by_terms(&self, params: &Map<String, Value>, filter: &mut Filter) -> Outcome<()> {
        for (key, tree) in
            [("category", true), ("brand", true), ("tag", false), ("shipping_class", false)]
        {
            let mut terms = given(params, key).map(ids).unwrap_or_default();
            if terms.is_empty() {
                continue;
            }
            if tree {
                self.with_descendants(&mut terms)?;
            }
            add_terms(filter, &terms);
        }
        let attribute = plain_text(params, "attribute")?;
        let terms = given(params, "attribute_term").map(ids).unwrap_or_default();
        if attribute.is_some() && !terms.is_empty() {
            add_terms(filter, &terms);
        }
        Ok(())
    }

    /// Adds what stands below terms.
    fn with_descendants(&self, terms: &mut Vec<i64>) -> Outcome<()> {
        let mut find =
            self.db.prepare_cached("SELECT id FROM terms WHERE parent = ?1 AND parent <> 0")?;
        let mut at = 0;
        while at < terms.len() {
            let mut rows = find.query([terms[at]])?;
            while let Some(row) = rows.next()? {
                let id = row.get(0)?;
                if !terms.contains(&id) {
                    terms.push(id);
                }
            }
            at += 1;
        }
        Ok(())
    }
}

struct Statuses {
    wanted: Option<Vec<String>>,
    excluded: Vec<String>,
}

impl Statuses {
    fn matches(&self, status: &str) -> bool {
        let wanted = match &self.wanted {
            Some(wanted) => wanted.iter().any(|wanted| wanted == status),
            None => !matches!(status, "trash" | "auto-draft"),
        };
        wanted && !self.excluded.iter().any(|excluded| excluded == status)
    }
}

fn add_terms(filter: &mut Filter, terms: &[i64]) {
    let list: Vec<String> = terms.iter().map(ToString::to_string).collect();
    filter.add(format!(
        "id IN (SELECT product FROM product_terms WHERE term IN ({}))",
        list.join(",")
    ));
}

/// Everything on sale now, and the parents of variations that are.
fn on_sale_query(now: i64) -> String {
    format!(
        "SELECT CASE variation WHEN 1 THEN parent ELSE id END FROM products
         WHERE json_extract(document, '$.sale_price') <> ''
           AND COALESCE(json_extract(document, '$.sale_from'), 0) <= {now}
           AND COALESCE(json_extract(document, '$.sale_to'), {now}) >= {now}"
    )
}

pub(super) fn plain_text(params: &Map<String, Value>, key: &str) -> Outcome<Option<String>> {
    Ok(given(params, key).map(text).transpose()?.filter(|text| !text.is_empty()))
}

/// A list of words: text with commas, or a list.
pub(super) fn words(params: &Map<String, Value>, key: &str) -> Outcome<Vec<String>> {
    match given(params, key) {
        None => Ok(Vec::new()),
        Some(Value::String(text)) if key == "sku" => {
            Ok(text.split(',').filter(|sku| !sku.is_empty()).map(str::to_owned).collect())
        }
        Some(Value::String(text)) => Ok(split_list(text).map(str::to_owned).collect()),
        Some(list) => items(list).into_iter().map(text).collect(),
    }
}

/// How a list is sorted.
struct Order {
    sql: String,
    /// The column, if pages can begin behind a record of the page before.
    column: Option<&'static str>,
    ascending: bool,
}

impl Order {
    fn of(params: &Map<String, Value>) -> Self {
        let ascending = given(params, "order").and_then(Value::as_str) == Some("asc");
        let direction = if ascending { "ASC" } else { "DESC" };
        let by = given(params, "orderby").and_then(Value::as_str).unwrap_or("date");
        let (column, leads) = match by {
            "id" => ("id", true),
            "title" => ("title COLLATE NOCASE", false),
            "slug" => ("slug", false),
            "modified" => ("modified", true),
            "menu_order" => ("menu_order", false),
            "price" if ascending => ("min_price", false),
            "price" => ("max_price", false),
            "popularity" | "sales" => {
                ("COALESCE(json_extract(document, '$.total_sales'), 0)", false)
            }
            "random" => {
                return Self { sql: "RANDOM()".to_owned(), column: None, ascending };
            }
            "include" | "post__in" => {
                return Self { sql: as_included(params), column: None, ascending };
            }
            _ => ("created", true),
        };
        Self {
            sql: format!("{column} {direction}, id {direction}"),
            column: leads.then_some(column),
            ascending,
        }
    }
}

/// The order in which `include` names the records.
fn as_included(params: &Map<String, Value>) -> String {
    let order: Vec<String> = given(params, "include")
        .map(ids)
        .unwrap_or_default()
        .iter()
        .zip(0..)
        .map(|(id, at): (_, usize)| format!("WHEN {id} THEN {at}"))
        .collect();
    if order.is_empty() {
        "created DESC, id DESC".to_owned()
    } else {
        format!("CASE id {} END", order.join(" "))
    }
}

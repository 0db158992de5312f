//! Lists of terms: filters, order, pages.

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;
use serde_json::{Map, Value};

use super::{Taxonomy, Term};
use crate::server::page::Page;
use crate::store::Shop;
use crate::wordpress::failure::Outcome;
use crate::wordpress::slug;
use crate::wordpress::value::{given, ids, integer, text, truthy};

impl Shop {
    /// One page of a taxonomy's terms, and how many there are in all.
    pub(crate) fn terms_page(
        &self,
        taxonomy: &Taxonomy,
        params: &Map<String, Value>,
        page: &Page,
    ) -> Outcome<(Vec<Term>, i64)> {
        let mut conditions = vec!["taxonomy = ?".to_owned()];
        let mut values = vec![Sql::from(taxonomy.name.clone())];
        for (key, operator) in [("include", "IN"), ("exclude", "NOT IN")] {
            let numbers = given(params, key).map(ids).unwrap_or_default();
            if !numbers.is_empty() {
                let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                conditions.push(format!("id {operator} ({})", list.join(",")));
            }
        }
        if let Some(search) =
            given(params, "search").map(text).transpose()?.filter(|text| !text.is_empty())
        {
            conditions.push("(name LIKE ? ESCAPE '\\' OR slug LIKE ? ESCAPE '\\')".to_owned());
            let pattern = like(&search);
            values.push(Sql::from(pattern.clone()));
            values.push(Sql::from(pattern));
        }
        if let Some(wanted) =
            given(params, "slug").map(text).transpose()?.filter(|text| !text.is_empty())
        {
            conditions.push("slug = ?".to_owned());
            values.push(Sql::from(slug::slug(&wanted)));
        }
        if taxonomy.is_tree()
            && let Some(parent) = given(params, "parent")
        {
            conditions.push("parent = ?".to_owned());
            values.push(Sql::from(integer(parent)));
        }
        if let Some(product) = given(params, "product").map(integer).filter(|product| *product != 0)
        {
            conditions.push("id IN (SELECT term FROM product_terms WHERE product = ?)".to_owned());
            values.push(Sql::from(product));
        }
        if given(params, "hide_empty").is_some_and(truthy) {
            conditions.push("count > 0".to_owned());
        }
        let conditions = conditions.join(" AND ");
        let total: i64 = self
            .db
            .prepare_cached(&format!("SELECT COUNT(*) FROM terms WHERE {conditions}"))?
            .query_row(params_from_iter(values.iter()), |row| row.get(0))?;
        let descending = given(params, "order").and_then(Value::as_str) == Some("desc");
        let order = order(params, descending);
        let sql = format!(
            "SELECT id, taxonomy, name, slug, parent, count, description, display, image, menu_order
             FROM terms WHERE {conditions} ORDER BY {order} LIMIT {} OFFSET {}",
            page.per_page,
            page.skip(),
        );
        let mut find = self.db.prepare(&sql)?;
        let terms = find
            .query_map(params_from_iter(values.iter()), Term::from_row)?
            .collect::<Result<_, _>>()?;
        Ok((terms, total))
    }
}

fn order(params: &Map<String, Value>, descending: bool) -> String {
    let direction = if descending { "DESC" } else { "ASC" };
    let column = match given(params, "orderby").and_then(Value::as_str).unwrap_or("name") {
        "id" => "id",
        "slug" => "slug",
        "description" => "description",
        "count" => "count",
        "include" => {
            let order: Vec<String> = given(params, "include")
                .map(ids)
                .unwrap_or_default()
                .iter()
                .zip(0..)
                .map(|(id, at): (_, usize)| format!("WHEN {id} THEN {at}"))
                .collect();
            return if order.is_empty() {
                "id".to_owned()
            } else {
                format!("CASE id {} END", order.join(" "))
            };
        }
        _ => "name_key",
    };
    format!("{column} {direction}, id {direction}")
}

/// Text that stands anywhere, its own wildcards disarmed.
pub(crate) fn like(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

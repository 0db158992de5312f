//! Records that are kept as documents, whatever their kind: one by one, by a key, in pages.

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, params, params_from_iter};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Shop;
use crate::server::page::Page;
use crate::wordpress::failure::Outcome;
use crate::wordpress::value::{given, ids, text};
use crate::wordpress::{dates, slug};

/// What queries ask of a record.
#[derive(Debug, Default)]
pub(crate) struct Card {
    pub(crate) id: i64,
    /// The record that it belongs to, or 0.
    pub(crate) parent: i64,
    /// The customer that it belongs to, or 0.
    pub(crate) owner: i64,
    pub(crate) status: String,
    /// What it is known by beside its number: a code, an address; folded.
    pub(crate) key: String,
    pub(crate) name: String,
    /// What a search looks through.
    pub(crate) text: String,
    pub(crate) created: i64,
    pub(crate) modified: i64,
}

/// A kind of record that is kept as a document.
pub(crate) trait Filed: Serialize + DeserializeOwned {
    const KIND: &'static str;

    fn card(&self) -> Card;
}

/// Which records of a kind, and in which order.
#[derive(Debug)]
pub(crate) struct Selection {
    conditions: Vec<String>,
    values: Vec<Sql>,
    order: String,
}

impl Selection {
    /// What every list understands: `include`, `exclude`, `parent`, dates, `search`, and its order.
    pub(crate) fn of(
        params: &Map<String, Value>,
        usual: &str,
        ascends_usually: bool,
    ) -> Outcome<Self> {
        let mut selection =
            Self { conditions: Vec::new(), values: Vec::new(), order: String::new() };
        for (key, column, among) in [
            ("include", "id", true),
            ("exclude", "id", false),
            ("parent", "parent", true),
            ("parent_exclude", "parent", false),
        ] {
            let numbers = given(params, key).map(ids).unwrap_or_default();
            if !numbers.is_empty() {
                selection.among(column, &numbers, among);
            }
        }
        for (key, condition) in [
            ("after", "created > ?"),
            ("before", "created < ?"),
            ("modified_after", "modified > ?"),
            ("modified_before", "modified < ?"),
        ] {
            if let Some(date) = given(params, key).and_then(Value::as_str).and_then(dates::loose) {
                selection.add(condition, date);
            }
        }
        if let Some(wanted) = given(params, "search").map(text).transpose()? {
            for word in wanted.split_whitespace() {
                selection.add("instr(text, ?) > 0", slug::fold(word));
            }
        }
        let by = given(params, "orderby").map(text).transpose()?;
        let ascends = match given(params, "order").map(text).transpose()?.as_deref() {
            Some(order) => order == "asc",
            None => ascends_usually,
        };
        selection.sort(by.as_deref().unwrap_or(usual), ascends, params);
        Ok(selection)
    }

    fn sort(&mut self, by: &str, ascends: bool, params: &Map<String, Value>) {
        let direction = if ascends { "ASC" } else { "DESC" };
        let column = match by {
            "id" => "id",
            "modified" => "modified",
            "title" | "name" => "name COLLATE NOCASE",
            "slug" => "key",
            "product" => "parent",
            "order" => "COALESCE(json_extract(document, '$.order'), 0)",
            "priority" => "COALESCE(json_extract(document, '$.priority'), 0)",
            "include" => {
                let wanted = given(params, "include").map(ids).unwrap_or_default();
                if !wanted.is_empty() {
                    let places: Vec<String> = wanted
                        .iter()
                        .enumerate()
                        .map(|(at, id)| format!("WHEN {id} THEN {at}"))
                        .collect();
                    self.order = format!("CASE id {} END", places.join(" "));
                    return;
                }
                "created"
            }
            _ => "created",
        };
        self.order = format!("{column} {direction}, id {direction}");
    }

    pub(crate) fn add(&mut self, condition: &str, value: impl Into<Sql>) {
        self.conditions.push(condition.to_owned());
        self.values.push(value.into());
    }

    /// A condition without a value of its own.
    pub(crate) fn require(&mut self, condition: &str) {
        self.conditions.push(condition.to_owned());
    }

    pub(crate) fn among(&mut self, column: &str, numbers: &[i64], among: bool) {
        let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let not = if among { "" } else { "NOT " };
        self.conditions.push(format!("{column} {not}IN ({})", list.join(",")));
    }

    pub(crate) fn one_of(&mut self, column: &str, words: &[String]) {
        let marks = vec!["?"; words.len()].join(",");
        self.conditions.push(format!("{column} IN ({marks})"));
        self.values.extend(words.iter().cloned().map(Sql::from));
    }

    /// In the order that no list asks for by itself.
    pub(crate) fn order_by(mut self, order: &str) -> Self {
        order.clone_into(&mut self.order);
        self
    }
}

impl Shop {
    /// Keeps a record, new or changed.
    pub(crate) fn file<T: Filed>(&self, record: &T) -> Outcome<()> {
        let card = record.card();
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO filed (kind, id, parent, owner, status, key, name, text, created, modified, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                T::KIND,
                card.id,
                card.parent,
                card.owner,
                card.status,
                card.key,
                card.name,
                slug::fold(&card.text),
                card.created,
                card.modified,
                serde_json::to_vec(record)?,
            ])?;
        Ok(())
    }

    pub(crate) fn filed<T: Filed>(&self, id: i64) -> Outcome<Option<T>> {
        let mut find =
            self.db.prepare_cached("SELECT document FROM filed WHERE kind = ?1 AND id = ?2")?;
        let found: Option<Vec<u8>> =
            find.query_row(params![T::KIND, id], |row| row.get(0)).optional()?;
        Ok(found.map(|document| serde_json::from_slice(&document)).transpose()?)
    }

    /// The first record of a key.
    pub(crate) fn filed_as<T: Filed>(&self, key: &str) -> Outcome<Option<T>> {
        let mut find = self.db.prepare_cached(
            "SELECT document FROM filed WHERE kind = ?1 AND key = ?2 AND status <> 'trash' ORDER BY id LIMIT 1",
        )?;
        let found: Option<Vec<u8>> =
            find.query_row(params![T::KIND, key], |row| row.get(0)).optional()?;
        Ok(found.map(|document| serde_json::from_slice(&document)).transpose()?)
    }

    /// Removes a record for good.
    pub(crate) fn unfile<T: Filed>(&self, id: i64) -> Outcome<()> {
        self.db
            .prepare_cached("DELETE FROM filed WHERE kind = ?1 AND id = ?2")?
            .execute(params![T::KIND, id])?;
        Ok(())
    }

    /// Numbers of a page of a selection, and how many records the selection has.
    pub(crate) fn filed_page<T: Filed>(
        &self,
        selection: Selection,
        page: &Page,
    ) -> Outcome<(Vec<i64>, i64)> {
        let mut conditions = vec!["kind = ?".to_owned()];
        conditions.extend(selection.conditions);
        let mut values = vec![Sql::from(T::KIND.to_owned())];
        values.extend(selection.values);
        let wanted = conditions.join(" AND ");
        let total = self
            .db
            .prepare_cached(&format!("SELECT COUNT(*) FROM filed WHERE {wanted}"))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        let sql = format!(
            "SELECT id FROM filed WHERE {wanted} ORDER BY {} LIMIT {} OFFSET {}",
            selection.order,
            page.per_page,
            page.skip()
        );
        let mut find = self.db.prepare_cached(&sql)?;
        let found = find
            .query_map(params_from_iter(&values), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        Ok((found, total))
    }

    /// All records that belong to one, by number.
    pub(crate) fn filed_below<T: Filed>(&self, parent: i64) -> Outcome<Vec<T>> {
        let mut find = self.db.prepare_cached(
            "SELECT document FROM filed WHERE kind = ?1 AND parent = ?2 ORDER BY id",
        )?;
        let found: Vec<Vec<u8>> = find
            .query_map(params![T::KIND, parent], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        found.iter().map(|document| Ok(serde_json::from_slice(document)?)).collect()
    }
}

//! Searching for products by words: every word has to stand somewhere.

use rusqlite::types::Value as Sql;
use serde_json::{Map, Value};

use super::filters::{Filter, plain_text, words};
use crate::terms::list::like;
use crate::wordpress::failure::Outcome;
use crate::wordpress::slug;

/// Words that a search does not look for.
const STOP_WORDS: &[&str] = &[
    "about", "an", "are", "as", "at", "be", "by", "com", "for", "from", "how", "in", "is", "it",
    "of", "on", "or", "that", "the", "this", "to", "was", "what", "when", "where", "who", "will",
    "with", "www",
];

pub(super) fn search(params: &Map<String, Value>, filter: &mut Filter) -> Outcome<()> {
    if let Some(search) = plain_text(params, "search")? {
        let fields = words(params, "search_fields")?;
        for word in search_words(&search) {
            let columns: Vec<&str> = if fields.is_empty() {
                vec![
                    "title",
                    "json_extract(document, '$.short_description')",
                    "json_extract(document, '$.description')",
                ]
            } else {
                fields.iter().filter_map(|field| search_column(field)).collect()
            };
            let mut alternatives = Vec::new();
            for column in columns {
                alternatives.push(format!("{column} LIKE ? ESCAPE '\\'"));
                filter.values.push(Sql::from(like(&word)));
            }
            filter.add(format!("({})", alternatives.join(" OR ")));
        }
    }
    for (key, columns) in
        [("search_sku", &["sku_key"][..]), ("search_name_or_sku", &["sku_key", "title"][..])]
    {
        if let Some(search) = plain_text(params, key)? {
            let mut alternatives = Vec::new();
            for column in columns {
                alternatives.push(format!("{column} LIKE ? ESCAPE '\\'"));
                filter.values.push(Sql::from(like(&slug::fold(&search))));
            }
            filter.add(format!("({})", alternatives.join(" OR ")));
        }
    }
    if let Some(gtin) = plain_text(params, "global_unique_id")? {
        filter.add_with("gtin = ?", gtin);
    }
    Ok(())
}

fn search_column(field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => "title",
        "sku" => "sku_key",
        "global_unique_id" => "gtin",
        "description" => "json_extract(document, '$.description')",
        "short_description" => "json_extract(document, '$.short_description')",
        _ => return None,
    })
}

/// The words of a search: each has to be found; text in quotes is one word.
fn search_words(search: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in search.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
            continue;
        }
        words.extend(
            part.split([' ', ',', '+', '\t', '\n'])
                .filter(|word| !word.is_empty())
                .filter(|word| {
                    !(word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
                })
                .filter(|word| !STOP_WORDS.contains(&word.to_lowercase().as_str()))
                .map(str::to_owned),
        );
    }
    words.retain(|word| !word.is_empty());
    if words.is_empty() || words.len() > 9 { vec![search.to_owned()] } else { words }
}

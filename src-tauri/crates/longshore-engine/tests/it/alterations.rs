//! Whatever a real store made of what it was sent is known: computed over every recorded write that it accepted.
//!
//! A sent field that is answered otherwise is claimed by a line of the alteration table, or by an exemption that says
//! why nothing of the kind can come from here. What nobody claims is listed.

use std::{collections::BTreeSet, fs, path::Path};

use longshore_engine::{
    entity::Entity,
    platforms::woocommerce::{alterations, schema},
    schema::META_PREFIX,
};
use serde_json::Value as Json;

/// Keys that are never sent from here, or come out otherwise for a reason that is no alteration: where, key, and why.
const EXEMPT: &[(&str, &str, &str)] = &[
    ("*", "id", "numbers are the store's; none is sent with what is made"),
    ("*", "force", "says how something goes; no field"),
    ("product", "virtual", "yes and no are sent as such, never as words"),
    ("product", "date_on_sale_from_gmt", "never sent: the store's own clock is"),
    ("customer", "password", "never read, never kept, never sent"),
    ("order", "set_paid", "never sent: a status is chosen instead, with consent"),
    ("order", "number", "shown only; kept in meta data"),
    ("order", "date_created", "shown only; kept in meta data"),
    ("order", "date_paid", "shown only; kept in meta data"),
    ("order", "date_completed", "shown only; kept in meta data"),
    ("order", "order_key", "shown only: it opens the order's page"),
    ("order", "total", "shown only: made of the lines"),
    ("refund", "api_refund", "always sent as no: people give money back"),
    ("tax_rate", "postcode", "never sent: the list of all of them is"),
    ("tax_rate", "city", "never sent: the list of all of them is"),
];

struct Write {
    name: String,
    entity: Entity,
    sent: Json,
    kept: Json,
}

fn entity(path: &str) -> Option<Entity> {
    let path = path.strip_prefix("/wp-json/wc/v3/")?;
    let parts: Vec<&str> =
        path.split('/').filter(|part| *part != "batch" && part.parse::<u64>().is_err()).collect();
    Some(match parts.as_slice() {
        ["products"] => Entity::Product,
        ["variations"] | ["products", "variations"] => Entity::Variation,
        ["products", "attributes", "terms"] => Entity::Term,
        ["products", "attributes"] => Entity::Attribute,
        ["products", "categories"] => Entity::Category,
        ["products", "tags"] => Entity::Tag,
        ["products", "brands"] => Entity::Brand,
        ["products", "shipping_classes"] => Entity::ShippingClass,
        ["products", "reviews"] => Entity::Review,
        ["orders"] => Entity::Order,
        ["orders", "notes"] => Entity::OrderNote,
        ["orders", "refunds"] => Entity::Refund,
        ["customers"] => Entity::Customer,
        ["coupons"] => Entity::Coupon,
        ["taxes"] => Entity::TaxRate,
        ["taxes", "classes"] => Entity::TaxClass,
        _ => return None,
    })
}

/// All accepted writes, those of a batch one by one.
fn writes() -> Vec<Write> {
    let folder = Path::new("../longshore-practice/tests/recordings");
    let mut all = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let recording: Json = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let request = &recording["request"];
        // What was not asked for is not answered.
        let asked = request["query"]["_fields"].as_str();
        let asked: Option<BTreeSet<&str>> = asked.map(|asked| asked.split(',').collect());
        let (status, body) = (&recording["response"]["status"], &recording["response"]["body"]);
        let path = request["path"].as_str().unwrap_or_default();
        let is_write = matches!(request["method"].as_str(), Some("POST" | "PUT" | "PATCH"));
        let is_kept = (200..300).contains(&status.as_u64().unwrap_or_default());
        let is_json =
            request["headers"]["Content-Type"].as_str().is_none_or(|kind| kind.contains("json"));
        let Some(entity) = entity(path).filter(|_| is_write && is_kept && is_json) else {
            continue;
        };
        let name = recording["name"].as_str().unwrap().to_owned();
        let mut push = |sent: &Json, kept: &Json| {
            if sent.is_object() && kept.is_object() && kept.get("error").is_none() {
                let mut sent = sent.clone();
                if let (Some(asked), Some(all)) = (&asked, sent.as_object_mut()) {
                    all.retain(|key, _| asked.contains(key.as_str()));
                }
                all.push(Write { name: name.clone(), entity, sent, kept: kept.clone() });
            }
        };
        if path.ends_with("/batch") {
            for key in ["create", "update"] {
                let list = |json: &Json| json[key].as_array().cloned().unwrap_or_default();
                list(&request["body"])
                    .iter()
                    .zip(&list(body))
                    .for_each(|(sent, kept)| push(sent, kept));
            }
        } else {
            push(&request["body"], body);
        }
    }
    all
}

fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(is) => Some(is.to_string()),
        Json::Null => Some(String::new()),
        _ => None,
    }
}

/// Whether an answer has what was sent, as it was written. What it has beside that does not count.
fn has(sent: &Json, kept: &Json) -> bool {
    match (sent, kept) {
        (Json::Object(sent), Json::Object(kept)) => {
            sent.iter().all(|(key, value)| kept.get(key).is_some_and(|kept| has(value, kept)))
        }
        (Json::Array(sent), Json::Array(kept)) => {
            sent.len() == kept.len() && sent.iter().zip(kept).all(|(sent, kept)| has(sent, kept))
        }
        _ => scalar(sent).is_some() && scalar(sent) == scalar(kept),
    }
}

/// The fields in which an answer differs, with what was sent and what was kept.
fn differing(write: &Write) -> Vec<(String, Json, Json)> {
    let mut all = Vec::new();
    for (key, sent) in write.sent.as_object().unwrap() {
        let kept = write.kept.get(key).unwrap_or(&Json::Null);
        if key == "meta_data" {
            for entry in sent.as_array().into_iter().flatten() {
                let name = entry["key"].as_str().unwrap_or_default();
                let is_it = |one: &&Json| one["key"] == entry["key"];
                let found = kept.as_array().into_iter().flatten().find(is_it);
                let found = found.map_or(Json::Null, |found| found["value"].clone());
                if !has(&entry["value"], &found) {
                    all.push((format!("{META_PREFIX}{name}"), entry["value"].clone(), found));
                }
            }
            continue;
        }
        let groups: Vec<_> = schema::of(write.entity)
            .iter()
            .filter(|def| def.path.split_once('.').is_some_and(|(group, _)| group == key))
            .collect();
        if groups.is_empty() {
            if !has(sent, kept) {
                all.push((key.clone(), sent.clone(), kept.clone()));
            }
            continue;
        }
        for (member, sent) in sent.as_object().into_iter().flatten() {
            let kept = kept.get(member).unwrap_or(&Json::Null);
            if !has(sent, kept) {
                let path = format!("{key}.{member}");
                let def = groups.iter().find(|def| def.path == path);
                let name = def.map_or(path.as_str(), |def| def.name);
                all.push((name.to_owned(), sent.clone(), kept.clone()));
            }
        }
    }
    all
}

fn is_claimed(entity: Entity, field: &str) -> bool {
    let is_exempt = |(of, key, why): &(&str, &str, &str)| {
        assert!(!why.is_empty());
        (*of == "*" || *of == entity.as_str()) && *key == field
    };
    alterations::of(entity, field).next().is_some() || EXEMPT.iter().any(is_exempt)
}

#[test]
fn every_difference_between_what_was_sent_and_what_was_kept_is_claimed() {
    let writes = writes();
    assert!(writes.len() >= 90, "only {} writes", writes.len());
    let kinds: BTreeSet<Entity> = writes.iter().map(|write| write.entity).collect();
    assert!(kinds.len() >= 14, "{kinds:?}");
    let mut unclaimed = Vec::new();
    let mut found = 0;
    for write in &writes {
        for (field, sent, kept) in differing(write) {
            found += 1;
            if !is_claimed(write.entity, &field) {
                let (sent, kept) = (sent.to_string(), kept.to_string());
                let short = |text: &str| text.chars().take(90).collect::<String>();
                unclaimed.push(format!(
                    "{}: {}.{field}: {} -> {}",
                    write.name,
                    write.entity.as_str(),
                    short(&sent),
                    short(&kept)
                ));
            }
        }
    }
    assert!(found >= 50, "only {found} differences");
    assert!(unclaimed.is_empty(), "nobody claims:\n{}", unclaimed.join("\n"));
}

//! What the store shows, in the words of the model, and whether the two are the same.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{
    client::Client,
    shop::{Fields, Kind, Name, Of, Record, Shop, Value},
};

/// Records of the store by kind and number.
pub(crate) type Shown = BTreeMap<(Kind, u64), Json>;

/// Reads everything there is, the trash too.
pub(crate) fn read(client: &Client) -> Shown {
    let mut shown = Shown::new();
    for (kind, path) in
        [(Kind::Category, "/categories"), (Kind::Tag, "/tags"), (Kind::Brand, "/brands")]
    {
        for one in client.all(path, "&hide_empty=false") {
            let parent = one["parent"].as_u64().filter(|id| *id > 0 && kind == Kind::Category);
            let view = match kind {
                Kind::Category => json!({ "name": one["name"], "parent": ids(parent) }),
                _ => json!({ "name": one["name"] }),
            };
            shown.insert((kind, id(&one)), view);
        }
    }
    for attribute in client.all("/attributes", "") {
        let terms = format!("/attributes/{}/terms", attribute["id"]);
        for term in client.all(&terms, "&hide_empty=false") {
            shown.insert(
                (Kind::Term, id(&term)),
                json!({ "name": term["name"], "of": attribute["id"] }),
            );
        }
        shown.insert((Kind::Attribute, id(&attribute)), json!({ "name": attribute["name"] }));
    }
    for status in ["any", "trash"] {
        for product in client.all("", &format!("&status={status}")) {
            if product["type"] == "variable" {
                for status in ["any", "trash"] {
                    let path = format!("/{}/variations", product["id"]);
                    for variation in client.all(&path, &format!("&status={status}")) {
                        shown.insert(
                            (Kind::Variation, id(&variation)),
                            sold(&variation, Some(id(&product))),
                        );
                    }
                }
            }
            shown.insert((Kind::Product, id(&product)), sold(&product, None));
        }
    }
    shown
}

fn id(one: &Json) -> u64 {
    one["id"].as_u64().unwrap()
}

fn ids(all: impl IntoIterator<Item = u64>) -> Json {
    let mut all: Vec<u64> = all.into_iter().collect();
    all.sort_unstable();
    json!(all)
}

fn sold(one: &Json, of: Option<u64>) -> Json {
    let number = |field: &str| match one[field].as_str() {
        Some("") => Json::Null,
        Some(text) => json!(text.parse::<i64>().unwrap()),
        None => one[field].clone(),
    };
    let note = one["meta_data"].as_array().unwrap().iter().find(|entry| entry["key"] == "note");
    let note = note.map_or(Json::Null, |note| note["value"].clone());
    let mut view = json!({
        "sku": one["sku"].as_str().filter(|sku| !sku.is_empty()),
        "regular_price": number("regular_price"),
        "sale_price": number("sale_price"),
        "manage_stock": one["manage_stock"],
        "stock_quantity": one["stock_quantity"],
        "stock_status": one["stock_status"],
        "status": one["status"],
        "note": if note == "" { Json::Null } else { note },
    });
    let attributes = one["attributes"].as_array().unwrap().iter();
    let more = match of {
        Some(of) => json!({
            "of": of,
            "attributes": attributes.map(|one| json!([called(one), one["option"]])).collect::<Vec<_>>(),
        }),
        None => json!({
            "type": one["type"],
            "name": one["name"],
            "categories": ids(one["categories"].as_array().unwrap().iter().map(id)),
            "tags": ids(one["tags"].as_array().unwrap().iter().map(id)),
            "brands": ids(one["brands"].as_array().unwrap().iter().map(id)),
            "images": one["images"].as_array().unwrap().iter().map(picture).collect::<Vec<_>>(),
            "attributes": attributes
                .map(|one| {
                    let mut options = one["options"].as_array().unwrap().clone();
                    if one["id"] != 0 {
                        options.sort_by_key(|option| option.as_str().unwrap().to_owned());
                    }
                    json!([called(one), options, one["variation"]])
                })
                .collect::<Vec<_>>(),
        }),
    };
    view.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    if view["type"] == "variable" {
        view["stock_status"] = Json::Null;
    }
    view
}

/// A shared attribute by its number, a product's own by its name.
fn called(attribute: &Json) -> Json {
    if attribute["id"] == 0 { attribute["name"].clone() } else { attribute["id"].clone() }
}

/// The file's name as it was uploaded: stores number files of one name.
fn picture(image: &Json) -> String {
    let file = image["src"].as_str().unwrap().rsplit('/').next().unwrap();
    let name = file.trim_end_matches(".jpg");
    name.split('-').next().unwrap().to_owned()
}

/// The same of a record of the model; `None` while what it refers to was not seen yet.
fn expected(shop: &Shop, record: &Record) -> Option<Json> {
    let number = |name: &Name| shop.records[*name].id;
    let of = |of: &Of| match of {
        Of::Own(label) => Some(json!(label)),
        Of::Shared(name) => number(name).map(|id| json!(id)),
    };
    let mut view = serde_json::Map::new();
    for field in fields_of(record.kind) {
        let value = match record.get(field) {
            _ if *field == "stock_status" && record.is_variable() => Json::Null,
            Value::Nothing if *field == "images" || *field == "attributes" => json!([]),
            Value::Nothing => Json::Null,
            Value::Text(text) => json!(text),
            Value::Number(number) => json!(number),
            Value::Is(is) => json!(is),
            Value::Refs(names) => ids(names.iter().map(number).collect::<Option<Vec<_>>>()?),
            Value::List(all) => json!(all),
            Value::Offers(offers) => {
                let shown = |offer: &super::shop::Offer| {
                    Some(json!([of(&offer.of)?, offer.options, offer.varies]))
                };
                Json::Array(offers.iter().map(shown).collect::<Option<Vec<_>>>()?)
            }
            Value::Chosen(attribute, option) => json!([[of(attribute)?, option]]),
        };
        view.insert((*field).to_owned(), value);
    }
    if let Some(parent) = record.parent {
        view.insert("of".to_owned(), json!(number(&parent)?));
    }
    Some(Json::Object(view))
}

const SOLD: [&str; 8] = [
    "sku",
    "regular_price",
    "sale_price",
    "manage_stock",
    "stock_quantity",
    "stock_status",
    "status",
    "note",
];

fn fields_of(kind: Kind) -> &'static [&'static str] {
    const PRODUCT: [&str; 15] = [
        SOLD[0],
        SOLD[1],
        SOLD[2],
        SOLD[3],
        SOLD[4],
        SOLD[5],
        SOLD[6],
        SOLD[7],
        "type",
        "name",
        "categories",
        "tags",
        "brands",
        "images",
        "attributes",
    ];
    const VARIATION: [&str; 9] =
        [SOLD[0], SOLD[1], SOLD[2], SOLD[3], SOLD[4], SOLD[5], SOLD[6], SOLD[7], "attributes"];
    match kind {
        Kind::Product => &PRODUCT,
        Kind::Variation => &VARIATION,
        Kind::Category => &["name", "parent"],
        _ => &["name"],
    }
}

/// Whether the store is as the model says. What the model expects anew is looked for by all that it should have.
pub(crate) fn compare(shop: &mut Shop, shown: &Shown) -> Result<(), String> {
    let mut unclaimed = shown.clone();
    let mut wrong = Vec::new();
    for kind in [
        Kind::Attribute,
        Kind::Term,
        Kind::Category,
        Kind::Tag,
        Kind::Brand,
        Kind::Product,
        Kind::Variation,
    ] {
        let names: Vec<Name> = shop.there(kind).map(|(name, _)| name).collect();
        for name in &names {
            let record = &shop.records[*name];
            let Some(id) = record.id else { continue };
            let expected = expected(shop, record);
            let found = unclaimed.remove(&(kind, id));
            if expected != found {
                wrong.push(difference(record, expected.as_ref(), found.as_ref()));
            }
        }
        for name in names {
            if shop.records[name].id.is_some() {
                continue;
            }
            let expected = expected(shop, &shop.records[name]);
            let mut candidates = unclaimed.iter().filter(|((of, _), _)| *of == kind);
            let found = candidates.find(|(_, view)| Some(*view) == expected.as_ref());
            match found.map(|(key, _)| *key) {
                Some(key) => {
                    unclaimed.remove(&key);
                    shop.records[name].id = Some(key.1);
                }
                None => wrong.push(difference(&shop.records[name], expected.as_ref(), None)),
            }
        }
    }
    wrong.extend(unclaimed.iter().map(|(key, view)| format!("{key:?} nobody expects: {view}")));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

fn difference(record: &Record, expected: Option<&Json>, found: Option<&Json>) -> String {
    let what = |view: Option<&Json>| view.map_or("nothing".to_owned(), Json::to_string);
    let head =
        format!("{:?} {:?} {}{}", record.kind, record.id, record.text("sku"), record.text("name"));
    if let (Some(Json::Object(expected)), Some(Json::Object(found))) = (expected, found) {
        let fields: Vec<String> = expected
            .iter()
            .filter(|(field, value)| found.get(*field) != Some(value))
            .map(|(field, value)| format!("{field}: model {value}, store {}", found[field]))
            .collect();
        return format!("{head}: {}", fields.join("; "));
    }
    format!("{head}: model {}, store {}", what(expected), what(found))
}

/// A value of a field as it is sent by hand.
pub(crate) fn by_hand(shop: &Shop, fields: &Fields) -> Json {
    let mut body = serde_json::Map::new();
    for (field, value) in fields {
        let value = match (*field, value) {
            ("note", value) => {
                let value = if let Value::Text(note) = value { json!(note) } else { Json::Null };
                body.insert("meta_data".to_owned(), json!([{ "key": "note", "value": value }]));
                continue;
            }
            ("images", Value::List(all)) => {
                let src =
                    |one: &String| json!({ "src": format!("https://pictures.example/{one}.jpg") });
                Json::Array(all.iter().map(src).collect())
            }
            ("images" | "attributes", Value::Nothing) => json!([]),
            (_, Value::Nothing) => json!(""),
            (_, Value::Text(text)) => json!(text),
            ("stock_quantity", Value::Number(number)) => json!(number),
            (_, Value::Number(number)) => json!(number.to_string()),
            (_, Value::Is(is)) => json!(is),
            ("parent", Value::Refs(names)) => {
                json!(names.first().and_then(|name| shop.records[*name].id).unwrap_or(0))
            }
            (_, Value::Refs(names)) => {
                let one = |name: &Name| json!({ "id": shop.records[*name].id.unwrap() });
                Json::Array(names.iter().map(one).collect())
            }
            (_, Value::Chosen(Of::Own(label), option)) => {
                json!([{ "name": label, "option": option }])
            }
            (_, Value::Chosen(Of::Shared(name), option)) => {
                json!([{ "id": shop.records[*name].id.unwrap(), "option": option }])
            }
            (field, other) => panic!("nobody sets {field} to {other:?} by hand"),
        };
        body.insert((*field).to_owned(), value);
    }
    Json::Object(body)
}

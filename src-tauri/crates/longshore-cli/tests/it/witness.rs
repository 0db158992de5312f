//! Somebody who looks at a shop and shares nothing with Longshore: plain requests, records as they come.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use ureq::{Agent, RequestBuilder};

/// Lists that stand for themselves.
const LISTS: [&str; 5] = [
    "products/categories",
    "products/tags",
    "products/brands",
    "products/shipping_classes",
    "products/attributes",
];
/// Fields that tell when a record was written, not what it says.
const WHEN: &str = "date_modified";

/// A client of the REST API.
pub(crate) struct Witness {
    agent: Agent,
    base: String,
    authorization: String,
}

/// Every record of a shop by the address at which it was read.
#[derive(Debug, PartialEq)]
pub(crate) struct Snapshot(BTreeMap<String, Value>);

impl Witness {
    pub(crate) fn new(url: &str, key: &str, secret: &str) -> Self {
        Self {
            agent: Agent::config_builder().http_status_as_error(false).build().into(),
            base: format!("{url}/wp-json/wc/v3"),
            authorization: format!("Basic {}", base64(format!("{key}:{secret}").as_bytes())),
        }
    }

    fn signed<T>(&self, request: RequestBuilder<T>) -> RequestBuilder<T> {
        request.header("Authorization", &self.authorization)
    }

    /// Reads one page, or one record; and how many pages there are.
    pub(crate) fn get(&self, path: &str) -> (Value, usize) {
        let request = self.signed(self.agent.get(format!("{}/{path}", self.base)));
        let mut response = request.call().unwrap();
        let pages = response.headers().get("x-wp-totalpages");
        let pages = pages.and_then(|pages| pages.to_str().ok()?.parse().ok()).unwrap_or(1);
        let body = response.body_mut().with_config().limit(64 << 20).read_json().unwrap();
        (body, pages)
    }

    /// The status of a reading request.
    pub(crate) fn status(&self, path: &str) -> u16 {
        let request = self.signed(self.agent.get(format!("{}/{path}", self.base)));
        request.call().unwrap().status().as_u16()
    }

    /// Sends something new, and tells the status.
    pub(crate) fn post(&self, path: &str, body: &Value) -> u16 {
        let request = self.signed(self.agent.post(format!("{}/{path}", self.base)));
        request.send_json(body).unwrap().status().as_u16()
    }

    /// Changes a record, as somebody in the shop's own administration would.
    pub(crate) fn put(&self, path: &str, body: &Value) -> Value {
        let request = self.signed(self.agent.put(format!("{}/{path}", self.base)));
        request.send_json(body).unwrap().body_mut().read_json().unwrap()
    }

    /// Removes a record, as somebody in the shop's own administration would.
    pub(crate) fn delete(&self, path: &str) -> Value {
        let request = self.signed(self.agent.delete(format!("{}/{path}", self.base)));
        request.call().unwrap().body_mut().read_json().unwrap()
    }

    /// Removes a file from the media library, as somebody in WordPress would.
    pub(crate) fn remove_file(&self, id: &str, user: &str, password: &str) {
        let site = self.base.trim_end_matches("/wc/v3");
        let signed = format!("Basic {}", base64(format!("{user}:{password}").as_bytes()));
        let request = self.agent.delete(format!("{site}/wp/v2/media/{id}?force=true"));
        let status = request.header("Authorization", signed).call().unwrap().status();
        assert_eq!(status.as_u16(), 200);
    }

    /// All records of a list.
    pub(crate) fn all(&self, path: &str, filter: &str) -> Vec<Value> {
        let mut all = Vec::new();
        for page in 1.. {
            let query = format!("context=edit&per_page=100&page={page}{filter}");
            let (records, pages) = self.get(&format!("{path}?{query}"));
            all.extend(records.as_array().expect("a list").iter().cloned());
            if page >= pages {
                break;
            }
        }
        all
    }

    /// All products in the trash and out of it.
    pub(crate) fn products(&self) -> Vec<Value> {
        let of = |status| self.all("products", &format!("&orderby=id&order=asc&status={status}"));
        let mut all = of("any");
        all.extend(of("trash"));
        all
    }

    /// The variations of a product.
    pub(crate) fn variations(&self, product: &Value) -> Vec<Value> {
        let path = format!("products/{}/variations", product["id"]);
        self.all(&path, "&orderby=id&order=asc&status=any")
    }

    /// The one product of this SKU.
    #[track_caller]
    pub(crate) fn product(&self, sku: &str) -> Value {
        let (found, _) = self.get(&format!("products?sku={sku}&context=edit&status=any"));
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), 1, "products with the SKU {sku}");
        found[0].clone()
    }

    /// Every record there is, the trash included.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut records = BTreeMap::new();
        let mut keep = |path: &str, record: &Value| {
            let mut record = record.clone();
            record.as_object_mut().unwrap().retain(|name, _| !name.starts_with(WHEN));
            records.insert(format!("{path}/{}", record["id"]), record);
        };
        for product in self.products() {
            if product["type"] == "variable" {
                let path = format!("products/{}/variations", product["id"]);
                self.variations(&product).iter().for_each(|record| keep(&path, record));
            }
            keep("products", &product);
        }
        for list in LISTS {
            let filter = if list == "products/attributes" { "" } else { "&hide_empty=false" };
            for record in self.all(list, filter) {
                if list == "products/attributes" {
                    let path = format!("{list}/{}/terms", record["id"]);
                    let terms = self.all(&path, "&hide_empty=false");
                    terms.iter().for_each(|record| keep(&path, record));
                }
                keep(list, &record);
            }
        }
        Snapshot(records)
    }
}

impl Snapshot {
    /// Fails with the records that differ, and how.
    #[track_caller]
    pub(crate) fn must_equal(&self, later: &Self) {
        let addresses: BTreeSet<_> = self.0.keys().chain(later.0.keys()).collect();
        let differences: Vec<String> = addresses
            .into_iter()
            .filter_map(|address| {
                let (before, after) = (self.0.get(address), later.0.get(address));
                (before != after).then(|| format!("{address}: {}", apart(before, after)))
            })
            .collect();
        let shown = differences.iter().take(12).cloned().collect::<Vec<_>>().join("\n");
        assert!(differences.is_empty(), "{} records differ:\n{shown}", differences.len());
    }

    /// What the records say, however they are numbered: ids are replaced by what they stand for, and what follows
    /// from a number, or from the moment in which a record was made, is left out.
    pub(crate) fn without_numbers(&self) -> Self {
        let names: Names = self
            .0
            .iter()
            .map(|(address, record)| {
                let kind = kind_of(address).to_owned();
                ((kind, record["id"].to_string()), name_of(record).to_owned())
            })
            .collect();
        let mut records = BTreeMap::new();
        for (address, record) in &self.0 {
            let said = renamed(record, &names, kind_of(address), "");
            // Records without a name of their own are told apart by what they say.
            let name = format!("{} {} {}", kind_of(address), name_of(record), said["attributes"]);
            records.insert(name, said);
        }
        Self(records)
    }
}

/// Names by kind and number.
type Names = BTreeMap<(String, String), String>;

fn kind_of(address: &str) -> &str {
    match address.rsplit('/').nth(1).unwrap_or_default() {
        // Numbers are theirs together.
        "variations" => "products",
        kind => kind,
    }
}

fn name_of(record: &Value) -> &str {
    let texts = ["sku", "slug", "name"].into_iter().filter_map(|field| record[field].as_str());
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Fields that hold numbers of records.
const NUMBERS: [&str; 7] =
    ["id", "parent", "parent_id", "variations", "grouped_products", "upsell_ids", "cross_sell_ids"];
/// Fields that follow from a record's number or the moment it was made in.
const FOLLOW: [&str; 9] = [
    "permalink",
    "permalink_template",
    "date_created",
    "date_created_gmt",
    "date_modified",
    "date_modified_gmt",
    "related_ids",
    "_links",
    "guid",
];

/// `kind` is what an id in here is the number of; `field` is where the value stands.
fn renamed(value: &Value, names: &Names, kind: &str, field: &str) -> Value {
    let kind = match field {
        "categories" | "tags" | "brands" | "attributes" | "images" | "image" | "meta_data" => field,
        "default_attributes" => "attributes",
        "parent_id" | "variations" | "grouped_products" | "upsell_ids" | "cross_sell_ids" => {
            "products"
        }
        _ => kind,
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| !FOLLOW.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), renamed(value, names, kind, name)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(list) => {
            let is_mark = |value: &&Value| field == "meta_data" && value["key"] == "_longshore";
            let told = list.iter().filter(|value| !is_mark(value));
            let mut list: Vec<_> = told.map(|value| renamed(value, names, kind, field)).collect();
            if field == "variations" {
                list.sort_by_cached_key(Value::to_string);
            }
            list.into()
        }
        Value::Number(number) if NUMBERS.contains(&field) => {
            let number = number.to_string();
            let name = names.get(&(kind.to_owned(), number.clone()));
            match (name, field) {
                (Some(name), _) => json!(name),
                (None, "id") => json!("something"),
                (None, _) => value.clone(),
            }
        }
        other => other.clone(),
    }
}

fn apart(before: Option<&Value>, after: Option<&Value>) -> String {
    let (Some(before), Some(after)) = (before, after) else {
        let gone = if after.is_none() { "is gone" } else { "is new" };
        return gone.to_owned();
    };
    let names: BTreeSet<_> =
        [before, after].iter().flat_map(|record| record.as_object().unwrap().keys()).collect();
    let differing = names.into_iter().filter(|name| before[*name] != after[*name]);
    differing
        .map(|name| format!("{name} {} -> {}", before[name], after[name]))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = three.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        let number = number << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = (number >> (18 - 6 * at) & 63) as usize;
            text.push(if at <= three.len() { LETTERS[letter] as char } else { '=' });
        }
    }
    text
}

//! What a real store answered.

use std::{fs, path::Path};

use longshore_engine::{entity::Entity, value::StoreId};
use serde_json::Value;

/// One exchange with a real store.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) is_trimmed: bool,
}

impl Recording {
    /// The kind of record that the exchange is about, with its product or attribute.
    pub(crate) fn reading(&self) -> Option<(Entity, Option<StoreId>)> {
        let path = self.path.strip_prefix("/wp-json/wc/v3/")?;
        let parts: Vec<_> = path.split('/').filter(|part| *part != "batch").collect();
        let id = |text: &str| text.parse().ok().map(StoreId);
        Some(match parts.as_slice() {
            ["variations"] => (Entity::Variation, None),
            ["products", product, "variations", ..] => (Entity::Variation, id(product)),
            ["products", "attributes", attribute, "terms", ..] => (Entity::Term, id(attribute)),
            ["products", "categories", ..] => (Entity::Category, None),
            ["products", "tags", ..] => (Entity::Tag, None),
            ["products", "brands", ..] => (Entity::Brand, None),
            ["products", "shipping_classes", ..] => (Entity::ShippingClass, None),
            ["products", "attributes", ..] => (Entity::Attribute, None),
            ["products"] => (Entity::Product, None),
            ["products", one] if id(one).is_some() => (Entity::Product, None),
            ["products", one, "duplicate"] if id(one).is_some() => (Entity::Product, None),
            _ => return None,
        })
    }

    /// The records in the answer, some with a few fields only.
    pub(crate) fn records(&self) -> Vec<Value> {
        if self.is_trimmed || !(200..300).contains(&self.status) {
            return Vec::new();
        }
        let mut all = Vec::new();
        gather(&self.body, &mut all);
        all
    }
}

fn gather(json: &Value, all: &mut Vec<Value>) {
    match json {
        Value::Array(list) => list.iter().for_each(|one| gather(one, all)),
        Value::Object(object) if object.contains_key("error") => {}
        Value::Object(object) if object.contains_key("id") => all.push(json.clone()),
        Value::Object(object) => object.values().for_each(|one| gather(one, all)),
        _ => {}
    }
}

/// All of them, by name.
pub(crate) fn all() -> Vec<Recording> {
    let folder = Path::new("tests/recordings");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

/// The one whose file name contains this.
pub(crate) fn named(name: &str) -> Recording {
    let mut found: Vec<_> = all().into_iter().filter(|recording| recording.name == name).collect();
    assert_eq!(found.len(), 1, "{name}");
    found.remove(0)
}

fn read(file: &Path) -> Recording {
    let mut json: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    Recording {
        name: json["name"].as_str().unwrap().to_owned(),
        path: json["request"]["path"].as_str().unwrap().to_owned(),
        status: json["response"]["status"].as_u64().unwrap() as u16,
        body: json["response"]["body"].take(),
        is_trimmed: json["trimmed"] == true,
    }
}

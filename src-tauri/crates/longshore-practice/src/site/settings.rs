//! `settings/general` and `settings/products`, to read: units and notation as the store has them.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::{Site, currencies};
use crate::wordpress::failure::{Failure, Outcome};

static TABLE: LazyLock<Map<String, Value>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../data/settings.json")).unwrap_or_default()
});

/// The groups of settings.
pub(crate) fn groups(base: &str) -> Value {
    let mut groups = TABLE.get("groups").cloned().unwrap_or_default();
    for group in groups.as_array_mut().into_iter().flatten() {
        let id = group["id"].as_str().unwrap_or_default().to_owned();
        group["_links"] =
            json!({ "options": [{ "href": format!("{base}/wp-json/wc/v3/settings/{id}") }] });
    }
    groups
}

/// The settings of a group.
pub(crate) fn group(site: &Site, base: &str, name: &str) -> Outcome<Value> {
    let settings = match name {
        "general" | "products" => TABLE.get(name).and_then(Value::as_array),
        _ => None,
    };
    let Some(settings) = settings else {
        return Err(Failure::new(
            404,
            "rest_setting_setting_group_invalid",
            "Invalid setting group.",
        ));
    };
    Ok(settings.iter().map(|setting| shown(site, base, name, setting)).collect())
}

/// One setting.
pub(crate) fn one(site: &Site, base: &str, group_name: &str, id: &str) -> Outcome<Value> {
    let Value::Array(settings) = group(site, base, group_name)? else { return Ok(Value::Null) };
    settings
        .into_iter()
        .find(|setting| setting["id"] == id)
        .ok_or_else(|| Failure::new(404, "rest_setting_setting_invalid", "Invalid setting."))
}

/// Changes a setting until the store stops. Only units and notation have an effect and are kept;
/// everything else is answered as it was.
pub(crate) fn change(
    site: &mut Site,
    base: &str,
    group: &str,
    id: &str,
    value: &Value,
) -> Outcome<Value> {
    let setting = one(site, base, group, id)?;
    let offered = setting.get("options").and_then(Value::as_object);
    let wanted = value.as_str().unwrap_or_default();
    if offered.is_some_and(|options| !options.contains_key(wanted)) {
        return Err(Failure::new(
            400,
            "rest_setting_value_invalid",
            "An invalid setting value was passed.",
        ));
    }
    match id {
        "woocommerce_currency" => wanted.clone_into(&mut site.currency),
        "woocommerce_weight_unit" => wanted.clone_into(&mut site.weight_unit),
        "woocommerce_dimension_unit" => wanted.clone_into(&mut site.dimension_unit),
        "woocommerce_price_decimal_sep" => {
            site.decimal_separator = wanted.chars().next().unwrap_or('.');
        }
        _ => {}
    }
    one(site, base, group, id)
}

fn shown(site: &Site, base: &str, group: &str, setting: &Value) -> Value {
    let mut setting = setting.clone();
    let value = match setting["value"].as_str() {
        Some("{currency}") => Some(site.currency.clone()),
        Some("{thousand_separator}") => Some(site.thousands_separator().to_string()),
        Some("{decimal_separator}") => Some(site.decimal_separator.to_string()),
        Some("{weight_unit}") => Some(site.weight_unit.clone()),
        Some("{dimension_unit}") => Some(site.dimension_unit.clone()),
        _ => None,
    };
    if let Some(value) = value {
        setting["value"] = Value::from(value);
    }
    if setting["options"].get("{currencies}").is_some() {
        setting["options"] = currencies::all()
            .map(|currency| {
                let name = format!("{} ({}) — {}", currency.name, currency.symbol, currency.code);
                (currency.code.to_owned(), Value::from(name))
            })
            .collect::<Map<_, _>>()
            .into();
    }
    let route = format!("{base}/wp-json/wc/v3/settings/{group}");
    let id = setting["id"].as_str().unwrap_or_default().to_owned();
    setting["_links"] = json!({
        "self": [{ "href": format!("{route}/{id}"), "targetHints": { "allow": ["GET", "POST", "PUT", "PATCH"] } }],
        "collection": [{ "href": route }],
    });
    setting
}

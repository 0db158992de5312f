//! The indexes that anybody may read: what the store is, and which routes it has.

use serde_json::{Map, Value, json};

use crate::server::route::ROUTES;

/// `/wp-json/`
pub(crate) fn root(base: &str) -> Value {
    json!({
        "name": "Longshore practice store",
        "description": "",
        "url": base,
        "home": base,
        "gmt_offset": "0",
        "timezone_string": "",
        "page_for_posts": 0,
        "page_on_front": 0,
        "show_on_front": "posts",
        "namespaces": ["wc/v3"],
        "authentication": {},
        "routes": routes(base, "/"),
        "site_logo": 0,
        "site_icon": 0,
        "site_icon_url": "",
        "_links": { "help": [{ "href": "https://developer.wordpress.org/rest-api/" }] },
    })
}

/// `/wp-json/wc/v3`
pub(crate) fn namespace(base: &str) -> Value {
    json!({
        "namespace": "wc/v3",
        "routes": routes(base, "/wc/v3"),
        "_links": { "up": [{ "href": format!("{base}/wp-json/") }] },
    })
}

fn routes(base: &str, below: &str) -> Map<String, Value> {
    ROUTES
        .iter()
        .filter(|(route, _)| route.starts_with(below))
        .map(|(route, methods)| {
            let methods: Vec<&str> = methods.split(", ").collect();
            let mut described = json!({
                "namespace": if *route == "/" { "" } else { "wc/v3" },
                "methods": methods,
                "endpoints": [{ "methods": methods, "args": {} }],
            });
            if !route.contains('(') {
                described["_links"] =
                    json!({ "self": [{ "href": format!("{base}/wp-json{route}") }] });
            }
            ((*route).to_owned(), described)
        })
        .collect()
}

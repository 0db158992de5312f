//! What a store answers. The last byte says as what it is read.

use longshore_connectors::woocommerce::anything::{WAYS, read_anything};

use crate::{corpus, mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "answers", read, seeds, real: Vec::new, shape: Shape::Json, tokens: TOKENS };

const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "false",
    "\"\"",
    "\"id\":",
    "\"id\":0",
    "\"id\":\"7\"",
    "\"id\":{\"id\":7}",
    "\"parent_id\":",
    "\"date_modified_gmt\":\"2026-01-02T03:04:05\"",
    "\"meta_data\":[",
    "{\"id\":1,\"key\":\"_a\",\"value\":",
    "\"error\":{\"code\":\"x\",\"message\":\"y\",\"data\":{\"status\":400}}",
    "\"create\":[",
    "\"update\":[",
    "\"delete\":[",
    "\"0\":",
    "\"images\":[",
    "\"dimensions\":{",
    "\"attributes\":[",
    "\"options\":[",
    "\"categories\":[{\"id\":1}]",
    "\"regular_price\":\"19.90\"",
    "\"regular_price\":1e400",
    "\"stock_quantity\":null",
    "\"manage_stock\":\"parent\"",
    "\"shipping_class_id\":3",
    "\"shipping_class\":\"b\"",
    "\"downloads\":[",
    "\"default_attributes\":[",
    "{\"code\":\"rest_no_route\",\"data\":{\"status\":404}}",
    "<br />\n<b>Warning</b>: x in <b>/x.php</b><br />\n",
    "Notice: ",
    "\\ud83d",
    "\\u0000",
    "\\",
    "\u{feff}",
    "[[[[[[[[",
    "{\"a\":",
    "]]]]]]]]",
    "\"woocommerce_currency\"",
    "\"settings\":{",
    "\"environment\":{",
];

fn read(input: &[u8]) -> bool {
    let Some((way, body)) = input.split_last() else { return false };
    read_anything(*way, body) > 0
}

/// What a real store answered, each in the ways that fit best, and some in all ways.
fn seeds() -> Vec<Vec<u8>> {
    const PATHS: &[(&str, u8)] = &[
        ("/variations", 7),
        ("/terms", 5),
        ("/categories", 0),
        ("/tags", 1),
        ("/brands", 2),
        ("/shipping_classes", 3),
        ("/attributes", 4),
        ("/products", 6),
    ];
    let mut seeds = Vec::new();
    for (path, body) in corpus::recordings() {
        let entity = PATHS.iter().find(|(part, _)| path.contains(part)).map(|(_, entity)| *entity);
        let ways = match entity {
            Some(entity) if path.contains("batch") => {
                vec![entity * 4 + 1, entity * 4 + 2, entity * 4 + 3]
            }
            Some(entity) => vec![entity * 4],
            None => vec![WAYS - 1],
        };
        for way in ways {
            // A single record is read as a list of one.
            let mut seed = if path.contains("batch") || body.starts_with('[') {
                body.clone().into_bytes()
            } else {
                format!("[{body}]").into_bytes()
            };
            seed.push(way);
            seeds.push(seed);
        }
    }
    let notice = "<br />\n<b>Warning</b>: [x] in <b>/x.php</b><br />\n[{\"id\":7,\"name\":\"A\"}]";
    seeds.extend((0..WAYS).map(|way| [notice.as_bytes(), &[way]].concat()));
    seeds
}

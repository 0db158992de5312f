//! JSON, the whole way from a file to a spool.

use longshore_engine::reading::ReadSettings;

use super::{
    desk::{read_through, with_file},
    text::limits,
};
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "json", read, seeds, real: Vec::new, shape: Shape::Json, tokens: TOKENS };

const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\ud83d\\ude00",
    "null",
    "true",
    "false",
    "-0.50",
    "1e400",
    "[[",
    "[{",
    "},{",
    "}\n{",
    "]}",
    "\"id\":",
    "\"name\":",
    "\"sku\":",
    "\"children\":[",
    "\"variants\":[",
    "\"\":",
    "\".\":",
    "\"..\":",
    "\"a.b\":",
    "\"tags[2]\":",
    "[]",
    "{}",
    "\u{feff}",
    "\0",
    "\n",
    "//",
    "NaN",
];

fn read(input: &[u8]) -> bool {
    let settings = ReadSettings { sheet: sheet(input), ..ReadSettings::default() };
    with_file(input, |path| read_through(path, &settings, &limits(input.len())))
}

/// Some by the name of a table, which need not be there.
fn sheet(input: &[u8]) -> Option<String> {
    let names = ["", "data.products", "products.variants", "none", "..."];
    (input.len() % 8 == 1).then(|| names[input.len() / 8 % names.len()].to_owned())
}

fn seeds() -> Vec<Vec<u8>> {
    let rows: String = (0..20)
        .map(|n| format!("{{\"sku\":\"A-{n}\",\"price\":{n}.50,\"tags\":[\"a\",\"b\"]}}\n"))
        .collect();
    let keyed: String =
        (0..9).map(|n| format!("\"K{n}\":{{\"id\":{n},\"name\":\"Größe\"}},")).collect();
    vec![
        br#"[{"id":1,"name":"Shirt","price":1.10,"none":null},{"id":2,"ok":true,"late":-0.5}]"#.to_vec(),
        br#"{"total":2,"data":{"products":[{"id":1,"images":[{"src":"a","alt":"b","id":3}]},{"id":2}]}}"#.to_vec(),
        br#"{"products":[{"id":1,"title":"x","variants":[{"id":1,"sku":"S","price":"9"},{"id":2}]}]}"#.to_vec(),
        br#"[{"id":1,"name":"a","children":[{"id":2,"name":"b","children":[{"id":3,"name":"c"}]}]}]"#.to_vec(),
        br#"[["sku","price"],["A",[1,2]],[["B"],{}]]"#.to_vec(),
        rows.into_bytes(),
        format!("{{{keyed}\"K9\":{{\"id\":9,\"name\":\"x\"}}}}").into_bytes(),
    ]
}

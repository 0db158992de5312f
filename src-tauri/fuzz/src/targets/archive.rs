//! Archives of tables, and workbooks that are archives of other parts or none at all.
//!
//! An input that begins like an archive, or like an old workbook, is read as it is. Any other is taken for the files of
//! an archive, each behind a line `=== its/name`, and packed first.

use std::{fs, path::Path};

use longshore_engine::reading::ReadSettings;

use super::{
    desk::{read_through, with_file},
    text::limits,
    workbook::{PART, packed},
};
use crate::{mutation::Shape, target::Target};

pub(crate) const TARGET: Target =
    Target { name: "archive", read, seeds, real: Vec::new, shape: Shape::Markup, tokens: TOKENS };

const TOKENS: &[&str] = &[
    "\n=== list.csv\n",
    "\n=== in/feed.xml\n",
    "\n=== ../../up.json\n",
    "\n=== content.xml\n",
    "\n=== mimetype\n",
    "\n=== xl/workbook.bin\n",
    "\n=== xl/worksheets/sheet1.bin\n",
    "\n=== xl/sharedStrings.bin\n",
    "\n=== xl/styles.bin\n",
    "\n=== __MACOSX/._a\n",
    "\n=== a/\n",
    "PK\u{3}\u{4}",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "\u{1f}",
    "sku,name\n",
    "<a><b>1</b><b>2</b></a>",
    "[{\"a\":1}]",
    "<table:table table:name=\"A\">",
    "</table:table>",
    "<table:table-row>",
    "</table:table-row>",
    "<table:table-cell",
    " table:number-columns-repeated=\"2000000000\"",
    " table:number-rows-repeated=\"1048576\"",
    " office:value-type=\"float\"",
    " office:value-type=\"currency\"",
    " office:value=\"1e308\"",
    " office:date-value=\"x\"",
    "<text:p>",
    "</text:p>",
    "<text:s text:c=\"4000000000\"/>",
    "number:decimal-places=\"4000000000\"",
    "number:min-integer-digits=\"4000000000\"",
    "\u{0}",
    "\u{7f}",
];

fn read(input: &[u8]) -> bool {
    let is_whole =
        [&b"PK"[..], b"\x1f\x8b", b"\xd0\xcf"].iter().any(|head| input.starts_with(head));
    let packed = if is_whole { input.to_vec() } else { packed(input) };
    // Some by the name of a file or sheet, which need not be there.
    let names = ["list.csv", "in/feed.xml/a/b", "Waren", "none"];
    let sheet = (input.len() % 16 == 1).then(|| names[input.len() / 16 % names.len()].to_owned());
    let settings = ReadSettings { sheet, ..ReadSettings::default() };
    with_file(&packed, |path| read_through(path, &settings, &limits(input.len())))
}

fn seeds() -> Vec<Vec<u8>> {
    let table = "sku,price\nA,1.50\nB,2.50\n";
    let tree = "<a><b><id>1</id><n>x</n></b><b><id>2</id><n>y</n></b></a>";
    let content = "<office:document-content><office:automatic-styles>\
        <number:number-style style:name=\"N2\"><number:number number:decimal-places=\"2\" number:min-integer-digits=\"1\"/></number:number-style>\
        <style:style style:name=\"two\" style:data-style-name=\"N2\"/></office:automatic-styles><office:body>\
        <table:table table:name=\"Waren\"><table:table-column table:number-columns-repeated=\"3\"/>\
        <table:table-row><table:table-cell office:value-type=\"string\"><text:p>sku</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>price</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"3\"><table:table-cell office:value-type=\"string\"><text:p>A<text:s/>1</text:p></table:table-cell>\
        <table:table-cell table:style-name=\"two\" office:value-type=\"float\" office:value=\"1.5\"/></table:table-row>\
        </table:table></office:body></office:document-content>";
    let ods = "application/vnd.oasis.opendocument.spreadsheet";
    let mut seeds = vec![
        format!("{PART}list.csv\n{table}"),
        format!("{PART}list.csv\n{table}\n{PART}in/feed.xml\n{tree}\n{PART}a.json\n[{{\"a\":1}},{{\"a\":2}}]"),
        format!("{PART}mimetype\n{ods}\n{PART}content.xml\n{content}"),
        format!("{PART}a.png\n\u{89}PNG"),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect::<Vec<_>>();
    let whole: Vec<Vec<u8>> = seeds.iter().map(|parts| packed(parts)).collect();
    seeds.extend(whole);
    let old = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/longshore-formats/tests/data/goods.xls");
    seeds.extend(fs::read(old));
    seeds
}

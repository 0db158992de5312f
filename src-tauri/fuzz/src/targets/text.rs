//! Text with delimiters, the whole way from a file to a spool.

use longshore_engine::reading::ReadSettings;
use longshore_formats::Limits;

use super::desk::{read_through, with_file};
use crate::{corpus, mutation::Shape, target::Target};

pub(crate) const TARGET: Target = Target {
    name: "text",
    read,
    seeds,
    real: corpus::real_tables,
    shape: Shape::Bytes,
    tokens: TOKENS,
};

pub(super) const TOKENS: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "^",
    "~",
    "\"",
    "\"\"",
    "'",
    "''",
    "\\\"",
    "\\",
    "\n",
    "\r\n",
    "\r",
    "\",\"",
    "\"\n\"",
    "\";\"",
    "\"\r\n",
    ",\"",
    "\",",
    "sep=;",
    "sep=,\n",
    "#",
    "//",
    "\u{feff}",
    "\0",
    "\u{1a}",
    "\"5 inch",
    "12\" pipe",
    "sku",
    "name",
    "price",
    "Größe",
    "€",
    "<html>",
    "<?xml",
    "{\"",
    "[{",
    "PK\u{3}\u{4}",
    "%PDF-",
    "\u{1f}",
    "§",
    "¦",
    "1.234,50",
    "31.12.2026",
];

fn read(input: &[u8]) -> bool {
    let settings = settings(input.last().copied().unwrap_or_default());
    let limits = limits(input.len());
    with_file(input, |path| read_through(path, &settings, &limits))
}

/// What a user may have decided; the end of a line, as sound files have it, decides nothing.
pub(super) fn settings(choice: u8) -> ReadSettings {
    let mut settings = ReadSettings::default();
    if choice.is_ascii_whitespace() || choice < 64 {
        return settings;
    }
    let encodings = [
        None,
        Some("utf-8"),
        Some("windows-1252"),
        Some("utf-16le"),
        Some("utf-16be"),
        Some("shift_jis"),
        Some("gb18030"),
        Some("iso-2022-jp"),
        Some("big5"),
        Some("euc-kr"),
        Some("x-user-defined"),
        Some("replacement"),
        Some("none such"),
    ];
    let pick = usize::from(choice - 64);
    settings.encoding = encodings[pick % encodings.len()].map(str::to_owned);
    settings.delimiter = [None, Some(','), Some(' '), Some('€'), Some('"'), Some('x')][pick % 6];
    settings.quote =
        [None, Some(Some('"')), Some(None), Some(Some('\'')), Some(Some(','))][pick % 5];
    settings.header_row = [None, Some(0), Some(1), Some(3), Some(u64::MAX)][pick / 5 % 5];
    settings
}

/// Now and then tight ones, so that those who run into them are met.
pub(super) fn limits(choice: usize) -> Limits {
    if choice % 16 != 3 {
        return Limits::default();
    }
    Limits {
        cell_bytes: 40,
        row_bytes: 200,
        columns: 9,
        empty_rows: 3,
        unpacked_bytes: 20_000,
        unpacked_ratio: 3,
        held_bytes: 2_000,
        repair_lines: 2,
    }
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for (delimiter, quote, end) in [
        (",", "\"", "\n"),
        (";", "\"", "\r\n"),
        ("\t", "", "\n"),
        ("|", "'", "\r"),
        ("^", "\"", "\n"),
    ] {
        let mut text = ["sku", "name", "price", "stock", "note"].join(delimiter) + end;
        for row in 0..12 {
            let cells = [
                format!("A-{row:03}"),
                format!("{quote}Shirt{delimiter} size {row}{quote}"),
                format!("{row},90"),
                (row * 7).to_string(),
                format!("{quote}two{end}lines {quote}{quote}quoted{quote}{quote}{quote}"),
            ];
            text += &(cells.join(delimiter) + end);
        }
        seeds.push(text.into_bytes());
    }
    // A line of quotes that nothing closes, under a header with many names.
    let names: Vec<String> = (0..40).map(|name| name.to_string()).collect();
    let quotes = "Jacket,\"stOa, Outerwear:\"\"1\"\":2,".repeat(60);
    seeds.push(format!("{}\n1,2\n{quotes}", names.join(",")).into_bytes());
    seeds
}

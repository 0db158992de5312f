//! What is written is read again as it was, and nothing that is read breaks anything.

use std::time::{Duration, Instant};

use encoding_rs::Encoding;
use longshore_engine::{reading::ReadSettings, row::Row};
use longshore_formats::{CsvStyle, CsvWriter, Limits, LineEnd, Source};
use proptest::prelude::*;

use crate::{
    made::{Made, read_path},
    made_workbook::{MadeWorkbook, number, row, text},
};

fn written(style: CsvStyle, rows: &[Vec<String>]) -> String {
    let mut writer = CsvWriter::new(Vec::new(), style);
    for row in rows {
        writer.row(row.iter().map(String::as_str)).unwrap();
    }
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

/// Rows of equal length whose first cell is never empty, so that none is passed over as empty.
fn tables(cell: &'static str) -> impl Strategy<Value = Vec<Vec<String>>> {
    (1usize..8).prop_flat_map(move |width| {
        // A text in a formula is taken out of it, which is no way back.
        let cell = cell.prop_filter("no formula", |cell: &String| !cell.trim().starts_with("=\""));
        let row = ("[a-zA-Z0-9]{1,5}", prop::collection::vec(cell, width - 1..width));
        let row =
            row.prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect::<Vec<_>>());
        prop::collection::vec(row, 1..20)
    })
}

proptest! {
    #[test]
    fn any_cells_come_back_under_any_style(
        rows in tables("([a-zA-Z0-9äßЖ€,;|\t\"' \n\r=+@^-]|\r\n|\"\"){0,12}"),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|', b'^', b'~']),
        mark in any::<bool>(),
        crlf in any::<bool>(),
    ) {
        let line_end = if crlf { LineEnd::CrLf } else { LineEnd::Lf };
        let style = CsvStyle { byte_order_mark: mark, delimiter, line_end, escape_formulas: false };
        let made = Made::of(written(style, &rows));
        let settings =
            ReadSettings { delimiter: Some(delimiter.into()), header_row: Some(0), quote: Some(Some('"')), encoding: Some("utf-8".into()), ..ReadSettings::default() };
        let whole = read_path(&made.path, &settings, &Limits::default()).unwrap();
        prop_assert_eq!(whole.cells(), rows);
    }

    #[test]
    fn any_encoding_comes_back(
        rows in tables("[a-zäöüß0-9 ,;\"\n]{0,12}"),
        label in prop::sample::select(vec!["windows-1252", "windows-1250", "iso-8859-2", "utf-8", "utf-16le", "utf-16be"]),
    ) {
        let style = CsvStyle { byte_order_mark: false, escape_formulas: false, ..CsvStyle::default() };
        let text = written(style, &rows);
        let bytes = match label {
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            other => Encoding::for_label(other.as_bytes()).unwrap().encode(&text).0.into_owned(),
        };
        let made = Made::of(bytes);
        let settings = ReadSettings { encoding: Some(label.into()), delimiter: Some(','), quote: Some(Some('"')), header_row: Some(0), ..ReadSettings::default() };
        let whole = read_path(&made.path, &settings, &Limits::default()).unwrap();
        prop_assert_eq!(whole.cells(), rows);
    }

    #[test]
    fn usual_tables_are_read_without_any_setting(
        rows in prop::collection::vec(("[A-Z]{1,3}-[0-9]{3}", "[a-zäöü]{3,8}( [a-z,;\"\n]{2,9}){0,3}[a-z]", 0u32..100_000, "(red|blue|)"), 3..40),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
    ) {
        let mut all = vec![["sku", "name", "price", "colour"].map(str::to_owned).to_vec()];
        all.extend(rows.into_iter().map(|(sku, name, cents, colour)| {
            vec![sku, name, format!("{}.{:02}", cents / 100, cents % 100), colour]
        }));
        let style = CsvStyle { delimiter, ..CsvStyle::default() };
        let made = Made::of(written(style, &all));
        let whole = read_path(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
        prop_assert_eq!(&whole.columns, &all[0]);
        prop_assert_eq!(whole.cells(), &all[1..]);
    }

    #[test]
    fn random_bytes_never_panic_and_end_soon(bytes in prop::collection::vec(any::<u8>(), 0..3_000)) {
        survives(&bytes, &ReadSettings::default());
    }

    #[test]
    fn random_texts_never_panic_lose_no_letter_and_end_soon(
        text in "([a-z0-9]{1,4}|[,;\t\n\r\"\"\"]|\r\n|\"\"|,\"|\",|\\\\\"| |ä|\u{feff}|\0){0,400}",
        quote in prop::sample::select(vec![None, Some(Some('"')), Some(None)]),
    ) {
        let settings = ReadSettings { quote, header_row: Some(0), delimiter: Some(','), encoding: Some("utf-8".into()), ..ReadSettings::default() };
        if let Some(rows) = survives(text.as_bytes(), &settings) {
            let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            prop_assert_eq!(letters(&rows), letters(&text));
        }
    }

    #[test]
    fn damaged_workbooks_never_panic(at in 0.0..1.0f64, with in prop::collection::vec(any::<u8>(), 1..4)) {
        let rows: String = (1..40).map(|n| row(n, &[text(&format!("A{n}"), "name"), number(&format!("B{n}"), "5", 0)])).collect();
        let mut bytes = MadeWorkbook::of(&rows).packed();
        let at = (at * (bytes.len() - with.len()) as f64) as usize;
        bytes[at..at + with.len()].copy_from_slice(&with);
        survives(&bytes, &ReadSettings::default());
    }
}

/// Reads whatever comes, and gives the text of all cells where it could be read to the end.
fn survives(bytes: &[u8], settings: &ReadSettings) -> Option<String> {
    let made = Made::of(bytes);
    let begun = Instant::now();
    let mut text = String::new();
    let mut source = Source::open(&made.path, settings, &Limits::default()).ok()?;
    source.preview(20).ok();
    let mut reader = source.reader().ok()?;
    let mut row = Row::new();
    while reader.read(&mut row).ok()? {
        text.push_str(row.text());
    }
    assert!(begun.elapsed() < Duration::from_secs(20));
    Some(text)
}

//! A made-up workbook: 31 cells a row, texts that are shared, numbers, prices, dates.

use std::{
    fmt::Write as _,
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use zip::{ZipWriter, write::SimpleFileOptions};

/// The name of its one sheet.
pub(crate) const NAME: &str = "Products";

const COLUMNS: u64 = 31;
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes it part by part.
pub(crate) fn write(path: &Path, rows: u64) {
    let mut zip = ZipWriter::new(BufWriter::new(File::create(path).unwrap()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    part("[Content_Types].xml", "<Types/>");
    part("_rels/.rels", &relation("officeDocument", "xl/workbook.xml"));
    part("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet.xml"));
    part(
        "xl/workbook.xml",
        &format!(
            "<workbook xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{NAME}\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>"
        ),
    );
    part(
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"2\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
    );
    part("xl/sharedStrings.xml", &strings(rows + 1));
    part("xl/worksheets/sheet.xml", &sheet(rows));
    zip.finish().unwrap().flush().unwrap();
}

/// A name for each row, and before them the names of the columns.
fn strings(rows: u64) -> String {
    let mut text = format!("<sst uniqueCount=\"{}\">", rows + COLUMNS);
    for column in 0..COLUMNS {
        let _ = write!(text, "<si><t>Column {column}</t></si>");
    }
    for number in 0..rows {
        let _ = write!(text, "<si><t>Cotton shirt number {number}, long sleeved</t></si>");
    }
    text + "</sst>"
}

fn sheet(rows: u64) -> String {
    let mut text = String::from("<worksheet><sheetData><row r=\"1\">");
    for column in 0..COLUMNS {
        let _ = write!(text, "<c r=\"{}1\" t=\"s\"><v>{column}</v></c>", letters(column));
    }
    text.push_str("</row>");
    for number in 2..=rows + 1 {
        let _ = write!(text, "<row r=\"{number}\">");
        for column in 0..COLUMNS {
            let place = format!("{}{number}", letters(column));
            let _ = match column {
                0 => write!(text, "<c r=\"{place}\" t=\"s\"><v>{}</v></c>", number + COLUMNS - 2),
                1..=12 => {
                    write!(
                        text,
                        "<c r=\"{place}\" t=\"s\"><v>{}</v></c>",
                        COLUMNS + (number + column) % 1_000.min(rows)
                    )
                }
                13..=18 => write!(text, "<c r=\"{place}\"><v>{}</v></c>", number * 7),
                19..=26 => write!(
                    text,
                    "<c r=\"{place}\" s=\"1\"><v>{}.{:02}</v></c>",
                    number % 300,
                    number % 100
                ),
                _ => {
                    write!(text, "<c r=\"{place}\" s=\"2\"><v>{}</v></c>", 40_000 + number % 6_000)
                }
            };
        }
        text.push_str("</row>");
    }
    text + "</sheetData></worksheet>"
}

fn letters(column: u64) -> String {
    let letter = |number: u64| char::from(b'A' + u8::try_from(number).unwrap());
    if column < 26 { letter(column).to_string() } else { format!("A{}", letter(column - 26)) }
}

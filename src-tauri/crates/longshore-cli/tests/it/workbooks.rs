//! Workbooks of old and open kinds go in, again without a write, and out.

use std::io::{Cursor, Write};

use crate::{platforms::goes, shop::Shop, terminal::Longshore};

/// An OpenDocument spreadsheet with one sheet of these cells: what is a number is one.
fn ods(rows: &[&[&str]]) -> Vec<u8> {
    sheets(&[("Waren", rows)])
}

/// The same with several sheets.
fn sheets(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let cell = |text: &&str| match text.parse::<f64>() {
        Ok(_) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{text}\"><text:p>{}</text:p></table:table-cell>",
            text.replace('.', ",")
        ),
        Err(_) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{}</text:p></table:table-cell>",
            text.replace('>', "&gt;")
        ),
    };
    let row = |cells: &&[&str]| {
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let sheet = |(name, rows): &(&str, &[&[&str]])| {
        let rows: String = rows.iter().map(row).collect();
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let sheets: String = sheets.iter().map(sheet).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         {sheets}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        packed.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// A workbook in binary parts with these cells: what is a number is one.
fn xlsb(rows: &[&[&str]]) -> Vec<u8> {
    // None is so long that its length takes three bytes.
    let record = |kind: u16, data: &[u8]| {
        let kind = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8],
        };
        let length = [(data.len() & 0x7F) as u8 | 0x80, (data.len() >> 7) as u8];
        [&kind[..], &length, data].concat()
    };
    let wide = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let letters = units.iter().flat_map(|unit| unit.to_le_bytes());
        (units.len() as u32).to_le_bytes().into_iter().chain(letters).collect::<Vec<u8>>()
    };
    let cell = |column: usize, text: &str| {
        let place = [(column as u32).to_le_bytes(), [0; 4]].concat();
        match text.parse::<f64>() {
            Ok(number) => record(0x05, &[place, number.to_le_bytes().to_vec()].concat()),
            Err(_) => record(0x06, &[place, wide(text)].concat()),
        }
    };
    let mut sheet = record(0x91, &[]);
    for (number, row) in rows.iter().enumerate() {
        sheet.extend(record(0x00, &(number as u32).to_le_bytes()));
        sheet.extend(row.iter().enumerate().flat_map(|(column, text)| cell(column, text)));
    }
    sheet.extend(record(0x92, &[]));
    let head = [[0; 4], 1u32.to_le_bytes()].concat();
    let workbook = record(0x9C, &[head, wide("r1"), wide("Waren")].concat());
    let relations = b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

/// Goods as a merchant lists them.
const GOODS: [&[&str]; 4] = [
    &["Artikelnummer", "Name", "Preis", "Bestand", "Kategorien"],
    &["OD-1", "Kanne", "19.9", "4", "Küche > Kannen"],
    &["OD-2", "Becher", "7.5", "12", "Küche"],
    &["OD-3", "Teller", "1234.5", "0", "Küche"],
];

#[test]
fn a_workbook_in_binary_parts() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let file = longshore.write("waren.dat", xlsb(&GOODS));
    goes(&shop, &longshore, &file, &[], [3, 0, 2, 0]);
    longshore.import(0, &file, &[]);
    assert_eq!(shop.witness().product("OD-3")["regular_price"], "1234.5");
    assert_eq!(shop.witness().product("OD-1")["name"], "Kanne");
}

#[test]
fn an_opendocument_spreadsheet() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    // Its name says nothing.
    let file = longshore.write("waren.dat", ods(&GOODS));
    goes(&shop, &longshore, &file, &[], [3, 0, 2, 0]);
    longshore.import(0, &file, &[]);
    let plate = shop.witness().product("OD-3");
    assert_eq!(plate["regular_price"], "1234.5");
    assert_eq!(plate["stock_status"], "outofstock");
}

/// The prices and SKUs of a workbook as Excel 97 writes it; which cells it has is told by the tests of the formats.
#[test]
fn an_old_workbook() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let goods = include_bytes!("../../../longshore-formats/tests/data/goods.xls");
    let file = longshore.write("goods.xls", goods);
    goes(&shop, &longshore, &file, &[], [3, 0, 0, 0]);
    longshore.import(0, &file, &[]);
    let first = shop.witness().product("A-1");
    assert_eq!(first["name"], "Größe „XL“ ж");
    assert_eq!(first["regular_price"], "19.90");
}

#[test]
fn of_a_sheet_that_holds_no_table_it_is_said_which_one_that_is() {
    let longshore = Longshore::new();
    let words: &[&[&str]] = &[&["Price list of spring"]];
    let rows: &[&[&str]] = &[&["SKU", "Name", "Price"], &["A-1", "Hut", "12.5"]];
    let workbook = sheets(&[("Cover", words), ("Waren", rows), ("Leer", &[])]);
    let file = longshore.write("list.ods", workbook);
    let file = file.to_str().unwrap();
    for sheet in ["Cover", "Leer"] {
        let refused = longshore.run(["check", file, "--sheet", sheet, "--json"]);
        assert_eq!(refused.error_code(), "sheet_without_table", "{sheet}");
        let told = longshore.run(["check", file, "--sheet", sheet]);
        assert!(told.err.contains(&format!("The sheet \"{sheet}\" of")), "{}", told.err);
    }
    assert_eq!(longshore.run(["inspect", file, "--json"]).json()["rows"], 1);
}

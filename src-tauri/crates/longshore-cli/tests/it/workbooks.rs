//! Workbooks of old and open kinds go in, again without a write, and out.

use std::io::{Cursor, Write};

use crate::{platforms::goes, shop::Shop, terminal::Longshore};

/// An OpenDocument spreadsheet with these cells: what is a number is one.
fn ods(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| match text.parse::<f64>() {
        Ok(_) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{text}\"><text:p>{}</text:p></table:table-cell>",
            text.replace('.', ",")
        ),
        Err(_) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
    };
    let row = |cells: &&[&str]| {
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let rows: String = rows.iter().map(row).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>\
         <table:table table:name=\"Waren\">{rows}</table:table></office:spreadsheet></office:body>\
         </office:document-content>"
    );
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
    ] {
        packed.start_file(name, options).unwrap();
        packed.write_all(text.as_bytes()).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

#[test]
fn an_opendocument_spreadsheet() {
    let shop = Shop::empty();
    let longshore = Longshore::with(&shop);
    let rows: [&[&str]; 4] = [
        &["Artikelnummer", "Name", "Preis", "Bestand", "Kategorien"],
        &["OD-1", "Kanne", "19.9", "4", "Küche &gt; Kannen"],
        &["OD-2", "Becher", "7.5", "12", "Küche"],
        &["OD-3", "Teller", "1234.5", "0", "Küche"],
    ];
    // Its name says nothing.
    let file = longshore.write("waren.dat", ods(&rows));
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

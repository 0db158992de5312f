//! What is packed is read as if it were not.

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use longshore_engine::reading::ReadSettings;
use longshore_formats::{Format, Limits, Packing, Source};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    made::{Made, Whole, read, read_path, refused},
    made_workbook::{MadeWorkbook, row, text},
};

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn sheet(bytes: &[u8], sheet: &str) -> Whole {
    let settings = ReadSettings { sheet: Some(sheet.into()), ..ReadSettings::default() };
    read_path(&Made::of(bytes).path, &settings, &Limits::default()).unwrap()
}

const TABLE: &[u8] = b"sku,price\nA,1.50\nB,2.50\n";
const XML: &[u8] = b"<a><categories><c id='1'><n>x</n></c><c id='2'><n>y</n></c></categories>\
    <offers><offer><id>1</id><name>Shirt</name></offer><offer><id>2</id><name>Hat</name></offer></offers></a>";

#[test]
fn one_table_in_an_archive_is_the_table() {
    let beside: &[(&str, &[u8])] = &[
        ("__MACOSX/._list.csv", b"\0\x05\x16\x07"),
        (".DS_Store", b"\0\0\0\x01Bud1"),
        ("images/a.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("../../up/list.csv", TABLE),
    ];
    let packed = zip(beside);
    assert_eq!(read(&packed).cells(), [["A", "1.50"], ["B", "2.50"]]);
    let made = Made::of(&packed);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let recognised = source.recognised();
    let inside = recognised.packed.clone().unwrap();
    assert_eq!((inside.packing, inside.name.as_str()), (Packing::Zip, "../../up/list.csv"));
    assert_eq!(recognised.format.value, Format::Csv);
}

#[test]
fn gz_is_what_is_in_it() {
    assert_eq!(read(gz(TABLE)).cells().len(), 2);
    assert_eq!(read(gz(XML)).cells(), [["1", "Shirt"], ["2", "Hat"]]);
    let book =
        MadeWorkbook::of(&[row(1, &[text("A1", "sku")]), row(2, &[text("A2", "A")])].concat());
    assert_eq!(read(gz(&book.packed())).cells(), [["A"]]);
}

#[test]
fn several_tables_are_shown_as_sheets() {
    let rows = [row(1, &[text("A1", "sku")]), row(2, &[text("A2", "A")])].concat();
    let book = MadeWorkbook::of(&rows).sheet("More", false, &rows.replace(">A<", ">B<")).packed();
    let packed = zip(&[("list.csv", TABLE), ("in/feed.txt", XML), ("book.bin", &book)]);
    let made = Made::of(&packed);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let names: Vec<_> =
        source.recognised().sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "list.csv",
            "in/feed.txt/a/categories/c",
            "in/feed.txt/a/offers/offer",
            "book.bin/Products",
            "book.bin/More"
        ]
    );
    let chosen = source.recognised().sheet.clone().unwrap();
    assert_eq!(
        (chosen.value.as_str(), chosen.reason.code.as_str()),
        ("in/feed.txt/a/offers/offer", "sheet_like_products")
    );
    assert_eq!(sheet(&packed, "list.csv").cells().len(), 2);
    assert_eq!(sheet(&packed, "in/feed.txt").cells()[1], ["2", "Hat"]);
    assert_eq!(sheet(&packed, "in/feed.txt/a/categories/c").cells()[1], ["2", "y"]);
    assert_eq!(sheet(&packed, "book.bin/More").cells(), [["B"]]);
    let settings = ReadSettings { sheet: Some("none.csv".into()), ..ReadSettings::default() };
    let error = read_path(&made.path, &settings, &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "sheet_not_found");
}

#[test]
fn a_letter_beside_the_table_is_not_taken_for_it_though_it_is_longer() {
    let letter = b"Dear customer,\nhere is the list, as you asked for.\nYours, the wholesaler\n";
    let table = b"sku,name,price\nA,Apple,1.20\n";
    let packed = zip(&[("Letter.txt", letter.as_slice()), ("data/products.csv", table)]);
    let made = Made::of(&packed);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let chosen = source.recognised().sheet.clone().unwrap();
    let told = (chosen.value.as_str(), chosen.reason.code.as_str());
    assert_eq!(told, ("data/products.csv", "sheet_like_products"));
}

#[test]
fn archives_in_archives_and_bombs_are_refused() {
    assert_eq!(
        refused(zip(&[("a.zip", &zip(&[("list.csv", TABLE)]))])).code(),
        "archive_in_archive"
    );
    assert_eq!(refused(gz(&gz(TABLE))).code(), "archive_in_archive");
    assert_eq!(refused(gz(&zip(&[("list.csv", TABLE)]))).code(), "archive_in_archive");
    let bomb = vec![b' '; 64 << 20];
    assert_eq!(refused(gz(&bomb)).code(), "unpacked_too_large");
    assert_eq!(refused(zip(&[("bomb.csv", &bomb)])).code(), "unpacked_too_large");
    assert_eq!(refused(zip(&[("a.png", b"\x89PNG\r\n\x1a\n")])).code(), "no_table_in_archive");
    let whole = gz(TABLE);
    assert_eq!(refused(&whole[..whole.len() - 9]).code(), "broken_archive");
}

#[test]
fn what_was_unpacked_needs_its_archive_no_more() {
    let made = Made::of(zip(&[("list.csv", TABLE)]));
    let mut source =
        Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    // It is read from its own file: the archive may go.
    std::fs::remove_file(&made.path).unwrap();
    let mut reader = source.reader().unwrap();
    assert!(reader.read(&mut longshore_engine::row::Row::new()).unwrap());
}

//! Workbooks of other programs and other times are read as those of today.

use std::io::{Cursor, Write};

use longshore_engine::reading::ReadSettings;
use longshore_formats::{Format, Limits, Source};
use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::made::{Made, Whole, read, read_path, refused};

pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The sheets of a workbook, with the hidden ones in brackets, and which is read.
pub(crate) fn sheets(bytes: &[u8]) -> (Vec<String>, String, Format) {
    let made = Made::of(bytes);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let recognised = source.recognised();
    let names = recognised.sheets.iter().map(|sheet| match sheet.hidden {
        true => format!("({})", sheet.name),
        false => sheet.name.clone(),
    });
    (names.collect(), recognised.sheet.clone().unwrap().value, recognised.format.value)
}

pub(crate) fn named(bytes: &[u8], sheet: &str) -> Whole {
    let settings = ReadSettings { sheet: Some(sheet.into()), ..ReadSettings::default() };
    read_path(&Made::of(bytes).path, &settings, &Limits::default()).unwrap()
}

/// A spreadsheet with these tables, in the way LibreOffice writes it.
pub(crate) fn ods(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

const STYLES: &str = "\
    <number:number-style style:name=\"N2\"><number:number number:decimal-places=\"2\" number:min-decimal-places=\"2\" number:min-integer-digits=\"1\"/></number:number-style>\
    <number:number-style style:name=\"N5\"><number:number number:decimal-places=\"0\" number:min-integer-digits=\"5\"/></number:number-style>\
    <number:percentage-style style:name=\"N11\"><number:number number:decimal-places=\"1\" number:min-integer-digits=\"1\"/><number:text>%</number:text></number:percentage-style>\
    <style:style style:name=\"two\" style:family=\"table-cell\" style:data-style-name=\"N2\"/>\
    <style:style style:name=\"code\" style:family=\"table-cell\" style:data-style-name=\"N5\"/>\
    <style:style style:name=\"rate\" style:family=\"table-cell\" style:data-style-name=\"N11\"/>\
    <style:style style:name=\"away\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>";

fn words(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    format!("<table:table-row>{}</table:table-row>", cells.iter().map(cell).collect::<String>())
}

#[test]
fn an_opendocument_spreadsheet() {
    let rows = [
        "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:default-cell-style-name=\"two\"/>".to_owned(),
        words(&["sku", "name", "price", "code", "rate", "since", "at", "new", "euro"]),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
        "<table:table-row>\
         <table:table-cell office:value-type=\"string\"><office:annotation><text:p>note</text:p></office:annotation><text:p>A<text:s text:c=\"2\"/>1 &amp; <text:span>B</text:span></text:p><text:p>two</text:p></table:table-cell>\
         <table:covered-table-cell/>\
         <table:table-cell office:value-type=\"float\" office:value=\"19.9\"><text:p>19,90</text:p></table:table-cell>\
         <table:table-cell table:style-name=\"code\" office:value-type=\"float\" office:value=\"742\"><text:p>00742</text:p></table:table-cell>\
         <table:table-cell table:style-name=\"rate\" office:value-type=\"percentage\" office:value=\"0.075\"><text:p>7,5 %</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"2023-03-15\"><text:p>15.03.23</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"time\" office:time-value=\"PT18H05M00S\"><text:p>18:05</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>WAHR</text:p></table:table-cell>\
         <table:table-cell table:style-name=\"two\" office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"5\"><text:p>5,00 €</text:p></table:table-cell>\
         </table:table-row>".to_owned(),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2\"><text:p>same</text:p></table:table-cell></table:table-row>".to_owned(),
        "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ]
    .concat();
    let bytes = ods(
        STYLES,
        &format!(
            "<table:table table:name=\"Away\" table:style-name=\"away\">{}</table:table>\
             <table:table table:name=\"Waren\">{rows}</table:table>",
            [words(&["x", "y"]), words(&["1", "2"])].concat()
        ),
    );
    assert_eq!(
        sheets(&bytes),
        (vec!["(Away)".to_owned(), "Waren".to_owned()], "Waren".to_owned(), Format::Ods)
    );
    let whole = read(&bytes);
    assert_eq!(
        whole.cells()[0],
        [
            "A  1 & B\ntwo",
            "",
            "19.90",
            "00742",
            "7.5%",
            "2023-03-15",
            "18:05:00",
            "TRUE",
            "5.00 EUR"
        ]
    );
    assert_eq!(whole.cells()[2][..3], ["same", "same", ""]);
    assert_eq!(whole.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5, 6]);
    assert_eq!(named(&bytes, "Away").cells(), [["1", "2"]]);
}

#[test]
fn repeated_cells_are_no_bomb() {
    let table = |rows: &str| {
        ods(
            "",
            &format!("<table:table table:name=\"A\">{}{rows}</table:table>", words(&["a", "b"])),
        )
    };
    let wide = "<table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"2000000000\"><text:p>x</text:p></table:table-cell></table:table-row>";
    assert_eq!(refused(table(wide)).code(), "too_many_columns");
    let long = format!(
        "<table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16000\"><text:p>{}</text:p></table:table-cell></table:table-row>",
        "x".repeat(100_000)
    );
    assert_eq!(refused(table(&long)).code(), "row_too_long");
    let many = "<table:table-row table:number-rows-repeated=\"2000000000\"><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let made = Made::of(table(many));
    let error = read_path(&made.path, &ReadSettings::default(), &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "unpacked_too_large");
}

#[test]
fn an_encrypted_spreadsheet_is_known() {
    let bytes = zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x8a\x01\x02"),
        (
            "META-INF/manifest.xml",
            b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
        ),
    ]);
    assert_eq!(refused(bytes).code(), "encrypted_workbook");
}

const GOODS: &[u8] = include_bytes!("../data/goods.xls");
const SHEETJS: [(&str, &[u8]); 2] = [
    ("xls", include_bytes!("../data/sheetjs.xls")),
    ("xlsb", include_bytes!("../data/sheetjs.xlsb")),
];

#[test]
fn a_workbook_of_an_old_excel() {
    let (names, read_sheet, format) = sheets(GOODS);
    assert_eq!(names, ["Cover", "Waren", "(Geheim)"]);
    assert_eq!((read_sheet.as_str(), format), ("Waren", Format::Xls));
    let whole = read(GOODS);
    assert_eq!(
        whole.columns,
        ["sku", "name", "price", "code", "since", "rate", "new", "text", "none"]
    );
    let long = ["x".repeat(9_000), "ж".repeat(9_000)].concat();
    assert_eq!(
        whole.cells(),
        [
            ["A-1", "Größe „XL“ ж", "19.90", "00742", "2023-03-15", "19%", "TRUE", &long, ""],
            [
                "4006381333931",
                "plain",
                "12.35",
                "00007",
                "2024-02-29 12:30",
                "7.5%",
                "FALSE",
                "",
                ""
            ],
            ["1", "2", "3", "4", "5", "6", "", "last", ""]
        ]
    );
    assert_eq!(whole.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 5]);
    assert_eq!(named(GOODS, "Geheim").cells(), [["hidden"]]);
}

/// A record of a binary part.
pub(crate) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = match kind {
        0..0x80 => vec![kind as u8],
        _ => vec![(kind & 0x7F) as u8 | 0x80, (kind >> 7) as u8],
    };
    let mut length = data.len();
    loop {
        let more = length >> 7;
        bytes.push((length & 0x7F) as u8 | if more > 0 { 0x80 } else { 0 });
        length = more;
        if length == 0 {
            break;
        }
    }
    bytes.extend_from_slice(data);
    bytes
}

pub(crate) fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (units.len() as u32).to_le_bytes().to_vec();
    bytes.extend(units.into_iter().flat_map(u16::to_le_bytes));
    bytes
}

pub(crate) fn cell(kind: u16, column: u32, style: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&column.to_le_bytes()[..], &style.to_le_bytes()[..], value].concat())
}

fn xlsb() -> Vec<u8> {
    let sheet = |name: &str, hidden: u32, relation: &str| {
        let head = [hidden.to_le_bytes(), 1u32.to_le_bytes()].concat();
        record(0x009C, &[head, wide(relation), wide(name)].concat())
    };
    let workbook = [sheet("Waren", 0, "r1"), sheet("Geheim", 1, "r2")].concat();
    let relations = b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/>\
        <Relationship Id=\"r2\" Target=\"/xl/worksheets/sheet2.bin\"/></Relationships>";
    let styles = [
        record(0x002C, &[&164u16.to_le_bytes()[..], &wide("00000")].concat()),
        record(0x0269, &[]),
        record(0x002F, &[0; 16]),
        record(0x002F, &[0, 0, 2, 0, 0, 0]),
        record(0x002F, &[0, 0, 164, 0, 0, 0]),
        record(0x002F, &[0, 0, 14, 0, 0, 0]),
        record(0x026A, &[]),
    ]
    .concat();
    let strings = [
        record(0x009F, &[255, 255, 255, 127, 255, 255, 255, 127]),
        record(0x0013, &[&[0][..], &wide("Größe ж")].concat()),
    ]
    .concat();
    let words = |row: u32, words: &[&str]| {
        let cells = words.iter().zip(0..).map(|(word, column)| cell(6, column, 0, &wide(word)));
        [record(0, &row.to_le_bytes()), cells.collect::<Vec<_>>().concat()].concat()
    };
    let first = [
        record(0x0091, &[]),
        words(0, &["sku", "name", "price", "code", "since", "new", "error", "rich"]),
        record(0, &1u32.to_le_bytes()),
        cell(6, 0, 0, &wide("A-1")),
        cell(7, 1, 0, &0u32.to_le_bytes()),
        cell(5, 2, 1, &19.9f64.to_le_bytes()),
        cell(2, 3, 2, &(742u32 << 2 | 2).to_le_bytes()),
        cell(5, 4, 3, &45_000f64.to_le_bytes()),
        cell(4, 5, 0, &[1]),
        cell(0x0B, 6, 0, &[0x2A]),
        cell(0x3E, 7, 0, &[&[0][..], &wide("rich")].concat()),
        record(0x0092, &[]),
    ]
    .concat();
    let second =
        [record(0x0091, &[]), words(0, &["sku"]), words(1, &["hidden"]), record(0x0092, &[])]
            .concat();
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", relations),
        ("xl/styles.bin", &styles),
        ("xl/sharedStrings.bin", &strings),
        ("xl/worksheets/sheet1.bin", &first),
        ("xl/worksheets/sheet2.bin", &second),
    ])
}

#[test]
fn a_workbook_in_binary_parts() {
    let bytes = xlsb();
    let (names, read_sheet, format) = sheets(&bytes);
    assert_eq!(names, ["Waren", "(Geheim)"]);
    assert_eq!((read_sheet.as_str(), format), ("Waren", Format::Xlsb));
    assert_eq!(
        read(&bytes).cells(),
        [["A-1", "Größe ж", "19.90", "00742", "2023-03-15", "TRUE", "#N/A", "rich"]]
    );
    assert_eq!(named(&bytes, "Geheim").cells(), [["hidden"]]);
}

#[test]
fn a_record_that_promises_too_much_is_refused() {
    let mut part = record(0x0091, &[]);
    part.extend([0x06, 0xFF, 0xFF, 0xFF, 0x7F]);
    let sheet = record(0x009C, &[vec![0; 8], wide("r1"), wide("A")].concat());
    let bytes = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &sheet),
        ("xl/_rels/workbook.bin.rels", b"<R><R Id=\"r1\" Target=\"worksheets/s.bin\"/></R>"),
        ("xl/worksheets/s.bin", &part),
    ]);
    assert!(["broken_workbook", "unpacked_too_large"].contains(&refused(bytes).code()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn damaged_old_workbooks_never_panic(at in 0usize..20_000, with in prop::collection::vec(any::<u8>(), 1..6)) {
        let mut bytes = GOODS.to_vec();
        let at = at % (bytes.len() - with.len());
        bytes[at..at + with.len()].copy_from_slice(&with);
        let made = Made::of(bytes);
        let limits = Limits::default();
        if let Ok(mut source) = Source::open(&made.path, &ReadSettings::default(), &limits)
            && let Ok(mut reader) = source.reader()
        {
            let mut row = longshore_engine::row::Row::new();
            while reader.read(&mut row).unwrap_or(false) {}
        }
    }
}

/// Workbooks as SheetJS writes them, which many web programs export with: their tables are filled up in a manner of
/// their own, and their cells leave the column out where it is the next one.
#[test]
fn workbooks_that_web_programs_write_are_read_whole() {
    let long = format!("Long {}", "y".repeat(200));
    let wanted = [
        ["A-1", "Hut \"groß\"", "12.5", "3", "TRUE", "2026-01-02", "x"],
        ["A-2", "Ünïcode 漢字", "0.1", "-7", "FALSE", "2025-12-31", ""],
        ["1001", &long, "1000000000000", "100000", "TRUE", "", "#N/A"],
        ["A-4", "", "4", "", "", "", "last"],
    ];
    for (ending, bytes) in SHEETJS {
        let whole = read(bytes);
        assert_eq!(whole.cells(), wanted, "{ending}");
        assert_eq!(whole.repaired(), [], "{ending}");
    }
}

//! What a spreadsheet hides is read and told; the value of a merged cell is offered for each of its rows.

use std::io::{Cursor, Write};

use longshore_engine::reading::ReadSettings;
use longshore_formats::{Limits, RepairCode};

use crate::{
    made::{Made, Whole, read, read_path},
    spreadsheets::{cell, ods, record, wide, zip},
};

/// The brand of the first row reaches over two more, of which the first is hidden as the last column is.
const ROWS: [[&str; 3]; 5] = [
    ["sku", "brand", "name"],
    ["A-1", "Acme", "Red"],
    ["A-2", "", "Blue"],
    ["A-3", "", "Green"],
    ["A-4", "Other", "Black"],
];

fn xlsx() -> Vec<u8> {
    let rows: String = ROWS
        .iter()
        .zip(1..)
        .map(|(cells, row)| {
            let hidden = if row == 3 { " hidden=\"1\"" } else { "" };
            let cells = cells.iter().zip('A'..).filter(|(text, _)| !text.is_empty());
            let cells: String = cells
                .map(|(text, letter)| {
                    format!("<c r=\"{letter}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
                })
                .collect();
            format!("<row r=\"{row}\"{hidden}>{cells}</row>")
        })
        .collect();
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = |target: &str, kind: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let sheet = format!(
        "<worksheet xmlns=\"{main}\"><cols><col min=\"3\" max=\"3\" hidden=\"1\"/><col min=\"9\" max=\"16384\" hidden=\"1\"/></cols>\
         <sheetData>{rows}</sheetData><mergeCells count=\"2\"><mergeCell ref=\"B2:B4\"/><mergeCell ref=\"A5:B5\"/></mergeCells></worksheet>"
    );
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"A &amp; B\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", relations("xl/workbook.xml", "officeDocument").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheets/sheet1.xml", "worksheet").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn opendocument() -> Vec<u8> {
    let rows: String = ROWS
        .iter()
        .zip(1..)
        .map(|(cells, row)| {
            let hidden = if row == 3 { " table:visibility=\"filter\"" } else { "" };
            let cells: String = cells
                .iter()
                .map(|text| match *text {
                    "" => "<table:covered-table-cell/>".to_owned(),
                    text => {
                        let spans = if text == "Acme" { " table:number-rows-spanned=\"3\"" } else { "" };
                        format!("<table:table-cell{spans} office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
                    }
                })
                .collect();
            format!("<table:table-row{hidden}>{cells}</table:table-row>")
        })
        .collect();
    let columns = "<table:table-column table:number-columns-repeated=\"2\"/>\
        <table:table-column table:visibility=\"collapse\"/><table:table-column/>\
        <table:table-column table:number-columns-repeated=\"1000\" table:visibility=\"collapse\"/>";
    ods("", &format!("<table:table table:name=\"Waren\">{columns}{rows}</table:table>"))
}

fn binary() -> Vec<u8> {
    let columns = |first: u32, last: u32| {
        let head = [first, last, 0, 0].map(u32::to_le_bytes).concat();
        record(0x003C, &[head, vec![1, 0]].concat())
    };
    let rows = ROWS.iter().zip(0u32..).map(|(cells, row)| {
        let flags = if row == 2 { 0x10 } else { 0 };
        let head = record(0, &[&row.to_le_bytes()[..], &[0, 0, 0, 0, 0, 0, 0, flags]].concat());
        let cells = cells.iter().zip(0..).filter(|(text, _)| !text.is_empty());
        [head, cells.flat_map(|(text, column)| cell(6, column, 0, &wide(text))).collect()].concat()
    });
    let sheet = [
        [columns(2, 2), columns(8, 16_383), record(0x0091, &[])].concat(),
        rows.collect::<Vec<_>>().concat(),
        record(0x0092, &[]),
        record(0x00B0, &[1u32, 3, 1, 1].map(u32::to_le_bytes).concat()),
    ]
    .concat();
    let book = [vec![0; 4], 1u32.to_le_bytes().to_vec(), wide("r1"), wide("Waren")].concat();
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.bin", &record(0x009C, &book)),
        (
            "xl/_rels/workbook.bin.rels",
            b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.bin", &sheet),
    ])
}

fn old() -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    };
    let words =
        |words: &[u16]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let begin = |kind: u16| record(0x0809, &words(&[0x0600, kind, 0, 0]));
    let globals = |at: u32| {
        let sheet = [&at.to_le_bytes()[..], &[0, 0, 5, 0], b"Waren"].concat();
        [begin(5), record(0x0085, &sheet), record(0x000A, &[])].concat()
    };
    let rows = ROWS.iter().zip(0u16..).map(|(cells, row)| {
        let hidden = if row == 2 { 0x20 } else { 0 };
        let head = record(0x0208, &words(&[row, 0, 3, 255, 0, 0, hidden, 0]));
        let cells = cells.iter().zip(0u16..).filter(|(text, _)| !text.is_empty());
        let cells = cells.map(|(text, column)| {
            let head = words(&[row, column, 0, text.len() as u16]);
            record(0x0204, &[&head[..], &[0], text.as_bytes()].concat())
        });
        [head, cells.collect::<Vec<_>>().concat()].concat()
    });
    let sheet = [
        begin(16),
        record(0x007D, &words(&[2, 2, 0, 0, 1, 0])),
        rows.collect::<Vec<_>>().concat(),
        record(0x00E5, &words(&[1, 1, 3, 1, 1])),
        record(0x000A, &[]),
    ]
    .concat();
    let at = globals(0).len() as u32;
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&[globals(at), sheet].concat()).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn read_with(bytes: &[u8], fill_merged: bool, skip_hidden_rows: bool) -> Whole {
    let settings = ReadSettings {
        fill_merged: Some(fill_merged),
        skip_hidden_rows: Some(skip_hidden_rows),
        ..ReadSettings::default()
    };
    read_path(&Made::of(bytes).path, &settings, &Limits::default()).unwrap()
}

#[test]
fn in_every_format_what_is_hidden_and_merged_is_read_as_it_stands_and_told() {
    for (format, bytes) in
        [("xlsx", xlsx()), ("ods", opendocument()), ("xlsb", binary()), ("xls", old())]
    {
        let whole = read(&bytes);
        assert_eq!(whole.columns, ROWS[0], "{format}");
        assert_eq!(whole.cells(), ROWS[1..], "{format}");
        assert_eq!(whole.repair(RepairCode::MergedCell), (2, vec![3, 4]), "{format}");
        assert_eq!(whole.repair(RepairCode::HiddenRow), (1, vec![3]), "{format}");
        assert_eq!(whole.repair(RepairCode::HiddenColumn), (1, vec![1]), "{format}");
        assert_eq!(whole.repaired().len(), 3, "{format}: {:?}", whole.repaired());
    }
}

#[test]
fn in_every_format_merged_cells_are_filled_and_hidden_rows_left_out_where_that_is_wanted() {
    for (format, bytes) in
        [("xlsx", xlsx()), ("ods", opendocument()), ("xlsb", binary()), ("xls", old())]
    {
        let filled = read_with(&bytes, true, false);
        let brands: Vec<_> = filled.cells().iter().map(|cells| cells[1].to_owned()).collect();
        assert_eq!(brands, ["Acme", "Acme", "Acme", "Other"], "{format}");
        assert_eq!(filled.repair(RepairCode::MergedCellFilled), (2, vec![3, 4]), "{format}");
        assert_eq!(filled.repair(RepairCode::MergedCell).0, 0, "{format}");

        let both = read_with(&bytes, true, true);
        let expected =
            [["A-1", "Acme", "Red"], ["A-3", "Acme", "Green"], ["A-4", "Other", "Black"]];
        assert_eq!(both.cells(), expected, "{format}");
        assert_eq!(both.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(both.repair(RepairCode::HiddenRowLeftOut), (1, vec![3]), "{format}");
        assert_eq!(both.repair(RepairCode::HiddenRow).0, 0, "{format}");
    }
}

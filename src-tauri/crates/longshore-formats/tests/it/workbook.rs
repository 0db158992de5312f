//! Sheets are read as a person sees them.

use longshore_engine::reading::ReadSettings;
use longshore_formats::{Limits, RepairCode, Source};

use crate::{
    made::{Made, read, read_path, refused},
    made_workbook::{MadeWorkbook, number, row, text},
};

fn header(names: &[&str]) -> String {
    let cells: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, name)| text(&format!("{}1", (b'A' + at as u8) as char), name))
        .collect();
    row(1, &cells)
}

#[test]
fn numbers_are_read_as_they_are_shown() {
    let formats = ["0.00", "00000", "0%", "#,##0.00 \"€\"", "0.00E+00"];
    let rows = [
        header(&["ean", "sum", "price", "code", "rate", "money", "big"]),
        row(
            2,
            &[
                number("A2", "4006381333931", 0),
                number("B2", "0.30000000000000004", 0),
                number("C2", "19.9", 1),
                number("D2", "742", 2),
                number("E2", "0.19", 3),
                number("F2", "1234.5", 4),
                number("G2", "5901234123457", 5),
            ],
        ),
    ];
    let whole = read(MadeWorkbook::of(&rows.concat()).formatted(&formats).packed());
    assert_eq!(
        whole.cells(),
        [["4006381333931", "0.3", "19.90", "00742", "19%", "1234.50", "5901234123457"]]
    );
    assert_eq!(whole.repaired(), []);
}

#[test]
fn a_number_that_is_shown_rounded_is_counted() {
    let rows =
        [header(&["sku", "price"]), row(2, &[text("A2", "A"), number("B2", "12.345678", 1)])];
    let whole = read(MadeWorkbook::of(&rows.concat()).formatted(&["0.00"]).packed());
    assert_eq!(whole.cells(), [["A", "12.35"]]);
    assert_eq!(whole.repair(RepairCode::RoundedAsShown), (1, vec![2]));
}

#[test]
fn days_are_read_in_both_epochs() {
    let formats = ["dd.mm.yyyy", "m/d/yy h:mm", "[h]:mm"];
    let rows = |day: &str| {
        [
            header(&["from", "at", "for"]),
            row(
                2,
                &[
                    number("A2", day, 1),
                    number("B2", &format!("{day}.75"), 2),
                    number("C2", "1.25", 3),
                ],
            ),
        ]
        .concat()
    };
    let whole = read(MadeWorkbook::of(&rows("46357")).formatted(&formats).packed());
    assert_eq!(whole.cells(), [["2026-12-01", "2026-12-01 18:00", "30:00"]]);

    let mut made = MadeWorkbook::of(&rows("44895")).formatted(&formats);
    made.since_1904 = true;
    assert_eq!(read(made.packed()).cells(), [["2026-12-01", "2026-12-01 18:00", "30:00"]]);
}

#[test]
fn texts_shared_and_inline_truth_errors_and_formulas() {
    let mut made = MadeWorkbook::of(
        &[
            header(&["a", "b", "c", "d", "e"]),
            "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"b\"><v>1</v></c>\
             <c r=\"C2\" t=\"e\"><v>#N/A</v></c><c r=\"D2\" t=\"str\"><f>A2&amp;\"!\"</f><v>two!</v></c>\
             <c r=\"E2\"><f>1+1</f><v>2</v></c></row>"
                .to_owned(),
        ]
        .concat(),
    );
    made.strings = "<sst uniqueCount=\"2\"><si><t>one</t></si>\
                    <si><r><t>tw</t></r><r><t xml:space=\"preserve\">o </t></r></si></sst>"
        .into();
    assert_eq!(read(made.packed()).cells(), [["two ", "TRUE", "#N/A", "two!", "2"]]);
}

#[test]
fn an_error_value_that_is_not_known_costs_no_row() {
    let rows = [
        header(&["a", "b", "c"]),
        "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" t=\"e\"><v>#SPILL!</v></c><c r=\"C2\"><v>3</v></c></row>"
            .to_owned(),
        row(3, &[number("A3", "4", 0)]),
    ];
    let whole = read(MadeWorkbook::of(&rows.concat()).packed());
    assert_eq!(whole.cells(), [["1", "#SPILL!", "3"], ["4", "", ""]]);
    assert_eq!(whole.repair(RepairCode::UnknownErrorValue), (1, vec![2]));
}

#[test]
fn gaps_between_cells_and_rows_are_empty() {
    let rows = [
        header(&["a", "b", "c"]),
        row(2, &[number("A2", "1", 0), number("C2", "3", 0)]),
        row(5, &[number("B5", "5", 0)]),
        row(6, &[text("A6", "  ")]),
        row(7, &[number("A7", "7", 0)]),
    ];
    let whole = read(MadeWorkbook::of(&rows.concat()).packed());
    assert_eq!(whole.cells(), [["1", "", "3"], ["", "5", ""], ["7", "", ""]]);
    assert_eq!(whole.repair(RepairCode::EmptyRow), (3, vec![3, 4, 6]));
    assert_eq!(
        whole.rows.iter().map(|row| (row.number, row.line)).collect::<Vec<_>>(),
        [(1, 2), (2, 5), (3, 7)]
    );
}

#[test]
fn cells_out_of_order_and_without_places() {
    let rows = [
        header(&["a", "b", "c"]),
        row(2, &[number("C2", "3", 0), number("A2", "1", 0)]),
        "<row><c><v>4</v></c><c><v>5</v></c></row>".to_owned(),
    ];
    let whole = read(MadeWorkbook::of(&rows.concat()).packed());
    assert_eq!(whole.cells(), [["1", "", "3"], ["4", "5", ""]]);
}

#[test]
fn titles_above_the_header_of_a_sheet() {
    let rows = [
        row(1, &[text("A1", "Price list")]),
        row(3, &[text("A3", "sku"), text("B3", "name"), text("C3", "price")]),
        row(4, &[text("A4", "A"), text("B4", "Shirt"), number("C4", "5", 0)]),
        row(5, &[text("A5", "B"), text("B5", "Hat"), number("C5", "6", 0)]),
    ];
    let whole = read(MadeWorkbook::of(&rows.concat()).packed());
    assert_eq!((whole.header_row, whole.columns.len(), whole.rows.len()), (3, 3, 2));
    assert_eq!(whole.repair(RepairCode::LineAboveHeader), (1, vec![1]));
}

#[test]
fn the_first_visible_sheet_with_rows_is_read_unless_another_is_named() {
    let rows = |name: &str| {
        [header(&["sku", "price"]), row(2, &[text("A2", name), number("B2", "1", 0)])].concat()
    };
    let made = MadeWorkbook::of("").sheet("Secret", true, &rows("hidden")).sheet(
        "Lager",
        false,
        &rows("seen"),
    );
    let made = Made::of(made.packed());
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let recognised = source.recognised();
    let sheet = recognised.sheet.clone().unwrap();
    assert_eq!(
        (sheet.value.as_str(), sheet.reason.code.as_str()),
        ("Lager", "first_sheet_with_rows")
    );
    let names: Vec<_> =
        recognised.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(names, [("Products", false), ("Secret", true), ("Lager", false)]);

    let named = |name: &str| ReadSettings { sheet: Some(name.into()), ..ReadSettings::default() };
    let whole = read_path(&made.path, &named("Secret"), &Limits::default()).unwrap();
    assert_eq!(whole.cells(), [["hidden", "1"]]);
    let error = read_path(&made.path, &named("Missing"), &Limits::default()).unwrap_err();
    assert_eq!(
        (error.code(), error.params()),
        ("sheet_not_found", vec![("sheet", "Missing".into())])
    );
}

#[test]
fn of_several_sheets_the_one_most_like_a_table_of_products_is_read() {
    let cover = [header(&["Stand", "Lieferant"]), row(2, &[text("A2", "Mai"), text("B2", "X")])];
    let table =
        |names: &[&str]| [header(names), row(2, &[text("A2", "A"), number("B2", "1", 0)])].concat();
    let made = MadeWorkbook::of(&cover.concat())
        .sheet("Preise", false, &table(&["sku", "price"]))
        .sheet("Lager", false, &table(&["sku", "stock"]))
        .sheet("Alt", true, &table(&["sku", "price", "name"]));
    let made = Made::of(made.packed());
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let sheet = source.recognised().sheet.clone().unwrap();
    assert_eq!((&*sheet.value, sheet.reason.code.as_str()), ("Preise", "sheet_like_products"));
}

#[test]
fn a_cell_far_from_all_others_is_named_and_costs_nothing() {
    let far = |line: u32, cell: &str| {
        let rows = [
            header(&["sku", "price"]),
            row(2, &[text("A2", "A"), number("B2", "1", 0)]),
            row(line, &[number(cell, "7", 0)]),
        ];
        MadeWorkbook::of(&rows.concat()).packed()
    };
    let accident = far(1_048_576, "XFD1048576");
    assert!(accident.len() < 5_000);
    let error = refused(accident);
    assert_eq!(error.code(), "far_cell");
    assert_eq!(error.params(), [("cell", "XFD1048576".to_owned())]);

    let note = read(far(9, "D9"));
    assert_eq!((note.columns.len(), note.rows.len()), (4, 2));
    assert_eq!(note.rows[1].get(3), Some("7"));
}

#[test]
fn a_zip_bomb_is_refused() {
    let filler = " ".repeat(64 << 20);
    let rows = [header(&["sku", "price"]), filler, row(2, &[text("A2", "A")])];
    let error = refused(MadeWorkbook::of(&rows.concat()).packed());
    assert_eq!(error.code(), "unpacked_too_large");
}

#[test]
fn a_bomb_that_lies_about_its_size_is_refused() {
    const SIZE: usize = 100 << 20;
    let made = MadeWorkbook::of(&[header(&["sku"]), " ".repeat(SIZE)].concat());
    let mut bytes = made.packed();
    // Both places that say how large the sheet becomes say that it is small.
    let mut changed = 0;
    for at in 0..bytes.len() - 4 {
        let value = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        if (SIZE..SIZE + 2_000).contains(&value) {
            bytes[at..at + 4].copy_from_slice(&(1u32 << 20).to_le_bytes());
            changed += 1;
        }
    }
    assert_eq!(changed, 2);
    let code = refused(bytes).code();
    assert!(["unpacked_too_large", "broken_workbook"].contains(&code), "{code}");
}

#[test]
fn a_piece_that_would_fill_the_memory_is_refused() {
    let noise: String = (0..30u32 << 20)
        .map(|n| (b'a' + (n.wrapping_mul(2_654_435_761) >> 28) as u8) as char)
        .collect();
    for piece in
        [text("A2", &noise), format!("<!-- {noise} -->"), format!("<c r=\"A2\" t=\"{noise}\"/>")]
    {
        let made =
            MadeWorkbook::of(&[header(&["sku"]), format!("<row r=\"2\">{piece}</row>")].concat());
        assert_eq!(refused(made.packed()).code(), "unpacked_too_large");
    }
}

#[test]
fn a_cell_that_is_too_long_is_named() {
    let made = MadeWorkbook::of(
        &[header(&["sku"]), row(2, &[text("A2", &"x".repeat(12 << 20))])].concat(),
    );
    let error = refused(made.packed());
    assert_eq!(
        (error.code(), error.params()[0].clone()),
        ("cell_too_long", ("line", "2".to_owned()))
    );
}

#[test]
fn a_million_rows_without_cells_are_no_bomb() {
    let empty: String = (2..1_000_000).map(|n| format!("<row r=\"{n}\" ht=\"15\"/>")).collect();
    let rows = [header(&["sku"]), empty, row(1_000_000, &[text("A1000000", "last")])];
    let whole = read(MadeWorkbook::of(&rows.concat()).packed());
    assert_eq!(whole.cells(), [["last"]]);
}

#[test]
fn more_strings_announced_than_there_can_be() {
    let mut made = MadeWorkbook::of(&header(&["sku"]));
    made.strings = "<sst uniqueCount=\"99999999999999\"><si><t>one</t></si></sst>".into();
    assert_eq!(refused(made.packed()).code(), "broken_workbook");
}

#[test]
fn broken_workbooks_are_named() {
    let bytes = MadeWorkbook::of(&[header(&["sku"]), row(2, &[text("A2", "A")])].concat()).packed();
    assert_eq!(refused(&bytes[..bytes.len() / 2]).code(), "broken_workbook");

    let cut = MadeWorkbook::of(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>2</c>",
    )
    .packed();
    let error = refused(cut);
    assert_eq!(error.code(), "broken_workbook");
    assert_eq!(error.params()[0], ("sheet", "Products".to_owned()));

    let nowhere =
        MadeWorkbook::of("<row r=\"1\"><c r=\"AAAAAAAAAAAAAAAAAAA1\"><v>1</v></c></row>").packed();
    assert_eq!(refused(nowhere).code(), "broken_workbook");
    assert_eq!(refused(MadeWorkbook::of("").packed()).code(), "no_sheet");
}

#[test]
fn archives_that_are_no_workbook() {
    let mut made = MadeWorkbook::of("");
    made.more = vec![("word/document.xml".into(), Vec::new())];
    assert_eq!(
        refused(made.packed()).params(),
        [("kind", "document".to_owned()), ("format", "docx".to_owned())]
    );
    assert_eq!(
        refused(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0").code(),
        "no_table_in_archive"
    );
}

#[test]
fn a_workbook_is_the_same_whatever_its_name() {
    let made = Made::of(
        MadeWorkbook::of(&[header(&["sku"]), row(2, &[text("A2", "A")])].concat()).packed(),
    );
    let renamed = made.path.with_file_name("list.csv");
    std::fs::rename(&made.path, &renamed).unwrap();
    let whole = read_path(&renamed, &ReadSettings::default(), &Limits::default()).unwrap();
    assert_eq!(whole.cells(), [["A"]]);
}

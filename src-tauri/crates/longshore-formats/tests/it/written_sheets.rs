//! Sheets that are text: XML spreadsheets of 2003, OpenDocument in one file, and the tables of web pages.

use longshore_engine::reading::ReadSettings;
use longshore_formats::{Format, Limits};

use crate::{
    made::{Made, Whole, read, read_path, refused},
    spreadsheets::{named, sheets},
};

/// As Excel writes it: with a style for codes, a hidden sheet, gaps, comments and a merged cell.
const XML: &str = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n\
    <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
      xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\n\
    <Styles><Style ss:ID=\"Default\"><NumberFormat/></Style>\
      <Style ss:ID=\"s1\"><NumberFormat ss:Format=\"00000\"/></Style>\
      <Style ss:ID=\"s2\"><NumberFormat ss:Format=\"Percent\"/></Style></Styles>\n\
    <Worksheet ss:Name=\"Old\"><Table><Row><Cell><Data ss:Type=\"String\">x</Data></Cell></Row></Table>\
      <WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>\n\
    <Worksheet ss:Name=\"Goods\"><Table><Column ss:Index=\"4\" ss:StyleID=\"s1\" ss:Hidden=\"1\"/>\n\
     <Row><Cell><Data ss:Type=\"String\">sku</Data></Cell><Cell><Data ss:Type=\"String\">name</Data></Cell>\
       <Cell><Data ss:Type=\"String\">price</Data></Cell><Cell><Data ss:Type=\"String\">code</Data></Cell>\
       <Cell><Data ss:Type=\"String\">since</Data></Cell><Cell><Data ss:Type=\"String\">new</Data></Cell>\
       <Cell><Data ss:Type=\"String\">rate</Data></Cell></Row>\n\
     <Row ss:Index=\"4\"><Cell><Data ss:Type=\"String\">A1</Data>\
         <Comment><ss:Data><B>Jo:</B> sold out</ss:Data></Comment></Cell>\
       <Cell ss:MergeDown=\"1\"><ss:Data ss:Type=\"String\">Tea &amp; <B>Milk</B>&#10;two</ss:Data></Cell>\
       <Cell><Data ss:Type=\"Number\">19.9</Data></Cell><Cell><Data ss:Type=\"Number\">742</Data></Cell>\
       <Cell><Data ss:Type=\"DateTime\">2023-03-15T00:00:00.000</Data></Cell>\
       <Cell><Data ss:Type=\"Boolean\">1</Data></Cell>\
       <Cell ss:StyleID=\"s2\"><Data ss:Type=\"Number\">0.075</Data></Cell></Row>\n\
     <Row><Cell><Data ss:Type=\"String\">A2</Data></Cell>\
       <Cell ss:Index=\"3\"><Data ss:Type=\"Number\">5</Data></Cell>\
       <Cell><Data ss:Type=\"Error\">#N/A</Data></Cell></Row>\n\
    </Table></Worksheet></Workbook>";

fn lines(whole: &Whole) -> Vec<u64> {
    whole.rows.iter().map(|row| row.line).collect()
}

#[test]
fn an_xml_spreadsheet_of_2003() {
    let names = vec!["(Old)".to_owned(), "Goods".to_owned()];
    assert_eq!(sheets(XML.as_bytes()), (names, "Goods".to_owned(), Format::SpreadsheetMl));
    let whole = read(XML);
    let first = ["A1", "Tea & Milk\ntwo", "19.9", "00742", "2023-03-15", "TRUE", "7.50%"];
    assert_eq!(whole.cells()[0], first);
    assert_eq!(whole.cells()[1][..4], ["A2", "", "5", "#N/A"]);
    assert_eq!(lines(&whole), [4, 5]);
    let filled = ReadSettings { fill_merged: Some(true), ..ReadSettings::default() };
    let filled = read_path(&Made::of(XML).path, &filled, &Limits::default()).unwrap();
    assert_eq!(filled.cells()[1][1], "Tea & Milk\ntwo");
    // In the letters that it says, and with a word before each name.
    let other = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\
        <ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
        <ss:Worksheet ss:Name=\"\u{422}\"><ss:Table><ss:Row><ss:Cell><ss:Data ss:Type=\"String\">sku</ss:Data></ss:Cell>\
        <ss:Cell><ss:Data ss:Type=\"String\">name</ss:Data></ss:Cell></ss:Row><ss:Row><ss:Cell>\
        <ss:Data ss:Type=\"String\">A1</ss:Data></ss:Cell><ss:Cell><ss:Data ss:Type=\"String\">Кепка</ss:Data>\
        </ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(other);
    assert_eq!(read(&bytes).cells(), [["A1", "Кепка"]]);
}

#[test]
fn an_xml_spreadsheet_that_is_cut_off_or_has_no_end_of_columns_is_an_error() {
    let (cut, _) = XML.split_once("A2").unwrap();
    assert_eq!(refused(cut).code(), "broken_workbook");
    let wide = XML.replace("ss:Index=\"3\"", "ss:Index=\"4000000000\"");
    assert_eq!(refused(&wide).code(), "too_many_columns");
    let far = XML.replace(
        "<Row><Cell><Data ss:Type=\"String\">A2",
        "<Row ss:Index=\"4294967295\" ss:Span=\"4294967295\"><Cell><Data ss:Type=\"String\">A2",
    );
    assert_eq!(lines(&read(&far)), [4, 4_294_967_295]);
}

#[test]
fn an_opendocument_spreadsheet_in_one_file() {
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let row = |cells: [&str; 2]| {
        format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat())
    };
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.3\">\
         <office:body><office:spreadsheet><table:table table:name=\"Goods\">{}{}</table:table>\
         </office:spreadsheet></office:body></office:document>",
        row(["sku", "name"]),
        row(["A1", "Tëa"])
    );
    let names = vec!["Goods".to_owned()];
    assert_eq!(sheets(text.as_bytes()), (names, "Goods".to_owned(), Format::Ods));
    assert_eq!(read(&text).cells(), [["A1", "Tëa"]]);
}

/// As programs in PHP write it: nothing closed that need not be.
const PAGE: &str = "\u{feff}<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\n\
    <head><meta charset=utf-8><style>td > b { color: red } <!-- table --></style>\
    <script>if (1 < 2) document.write(\"<table><tr><td>no\")</script></head>\n\
    <body><table><tr><td>Shop <table><tr><td>inner</table></table>\n\
    <!-- <table><tr><td>not this one -->\n\
    <TABLE border=1>\n<THEAD><TR><TH>SKU<TH>Name<TH>Price<TH COLSPAN=2>Stock &amp; place\n\
    <TBODY>\n\
    <tr><td rowspan=2>A1<td title='a > b'>Tea &amp; <b>Milk</b><br>with   a < sign\n\
      <td x:num=\"1234.5\" align=right>1.234,50 &euro;<td>3<td>&nbsp;</tr>\n\
    <tr style=\"display: none\"><td>Caf&eacute;</td><td>2,00</td><td>4</td></tr>\n\
    <tr><td>A2</td><td><p>One</p><p>Two <table><tr><td>deep</td></tr></table></p></td></tr>\n\
    </TABLE></body></html>";

#[test]
fn the_tables_of_a_web_page() {
    let names: Vec<String> = ["1", "2", "3", "4"].map(str::to_owned).into();
    let (found, chosen, format) = sheets(PAGE.as_bytes());
    assert_eq!((found, chosen.as_str(), format), (names, "3", Format::Html));
    let whole = read(PAGE);
    assert_eq!(whole.columns[..4], ["SKU", "Name", "Price", "Stock & place"]);
    assert_eq!(whole.cells()[0], ["A1", "Tea & Milk\nwith a < sign", "1234.5", "3"]);
    // Under a cell of two rows the others move on.
    assert_eq!(whole.cells()[1][..4], ["", "Café", "2,00", "4"]);
    assert_eq!(whole.cells()[2][..2], ["A2", "One\nTwo"]);
    assert_eq!(named(PAGE.as_bytes(), "1").columns, ["Shop"]);
    let seen = ReadSettings {
        fill_merged: Some(true),
        skip_hidden_rows: Some(true),
        ..ReadSettings::default()
    };
    let seen = read_path(&Made::of(PAGE).path, &seen, &Limits::default()).unwrap();
    assert_eq!(seen.cells().len(), 2);
}

#[test]
fn pages_that_are_cut_off_or_mean_harm_end_somewhere() {
    let rows = |page: &str| read(page).cells().len();
    let table = "<table><tr><td>sku<td>name<tr><td>A<td>Tea";
    assert_eq!(rows(table), 1);
    assert_eq!(rows(&format!("{table}<tr><td>B<td title=\"")), 2);
    assert_eq!(rows(&format!("{table}<!-- ")), 1);
    assert_eq!(rows(&format!("{table}<script>")), 1);
    let wide = format!("{table}{}", "<td colspan=999999999>x".repeat(50));
    assert_eq!(refused(&wide).code(), "too_many_columns");
    let tall = format!("{table}{}", "<tr><td rowspan=99999999>x".repeat(3_000));
    let made = Made::of(&tall);
    let settings = ReadSettings::default();
    let error = read_path(&made.path, &settings, &Limits { columns: 100, ..Limits::default() });
    assert_eq!(error.unwrap_err().code(), "too_many_columns");
    let deep = format!("{}sku{}", "<table><tr><td>".repeat(5_000), "</table>".repeat(5_000));
    assert_eq!(refused(&deep).code(), "no_sheet");
}

//! Text with delimiters, whatever it looks like, becomes the rows that a person sees.

use longshore_engine::reading::ReadSettings;
use longshore_formats::{Limits, RepairCode, Source};

use crate::made::{Made, read, read_path};

fn delimiter_of(text: &str) -> (char, String) {
    let made = Made::of(text);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let found = source.recognised().delimiter.clone().unwrap();
    (found.value, found.reason.code.to_string())
}

#[test]
fn usual_and_unusual_delimiters_are_found() {
    for delimiter in [',', ';', '\t', '|', '^', '~', ':', '#', '¦'] {
        let row = |cells: &[&str]| cells.join(&delimiter.to_string());
        let text = [
            row(&["sku", "name", "price", "in stock"]),
            row(&["A-1", "Shirt, blue", "19.90", "4"]),
            row(&["A-2", "Hat; wide (felt)", "9.90", ""]),
            row(&["A-3", "Hose", "29.90", "7"]),
        ]
        .join("\n");
        assert_eq!(delimiter_of(&text), (delimiter, "rows_alike".into()), "{delimiter:?}");
    }
}

#[test]
fn decimal_commas_do_not_win_over_semicolons() {
    let text = "Artikel;Netto;Brutto\nPfand 0,15 - 1er;0,15;0,18\nPfand 0,25 - 6er;1,50;1,79\nKiste;5,10;6,07\n";
    assert_eq!(delimiter_of(text).0, ';');
}

#[test]
fn commas_in_long_texts_do_not_win_over_a_rare_tab() {
    let text = "sku\tdescription\nA\tSoft, warm, washable, and so on\nB\tLight, thin\nC\tOne, two, three\n";
    assert_eq!(delimiter_of(text).0, '\t');
}

#[test]
fn a_line_that_names_the_delimiter_is_obeyed_and_is_no_row() {
    let whole = read("sep=;\nsku;name\nA,1;Shirt\n");
    assert_eq!(whole.columns, ["sku", "name"]);
    assert_eq!(whole.cells(), [["A,1", "Shirt"]]);
    assert_eq!(whole.repair(RepairCode::LineAboveHeader), (1, vec![1]));
    assert_eq!(delimiter_of("sep=;\nsku;name\nA;b\n"), (';', "sep_line".into()));
}

#[test]
fn a_text_in_a_formula_is_taken_out_of_it() {
    let whole = read(
        "sku,name\n=\"0123\",Shirt\n\"=\"\"0124\"\"\",\"=A1&\"\"x\"\"\"\n0125,\"a =\"\"b\"\"\"\n",
    );
    let cells = [["0123", "Shirt"], ["0124", "=A1&\"x\""], ["0125", "a =\"b\""]];
    assert_eq!(whole.cells(), cells);
    assert_eq!(whole.repair(RepairCode::TextInFormula), (2, vec![2, 3]));
}

#[test]
fn one_column_is_a_table_too() {
    let whole = read("sku\nA-1\nA-2\n");
    assert_eq!(whole.columns, ["sku"]);
    assert_eq!(whole.cells(), [["A-1"], ["A-2"]]);
}

#[test]
fn a_header_alone_has_no_rows() {
    let whole = read("sku,name,price\n");
    assert_eq!(whole.columns, ["sku", "name", "price"]);
    assert!(whole.rows.is_empty());
}

#[test]
fn short_rows_are_padded_and_long_rows_kept() {
    let whole = read("sku,name,price\nA,Shirt\nB,Hat,9.90,left,over\nC,Hose,5\n");
    assert_eq!(whole.columns, ["sku", "name", "price", "", ""]);
    assert_eq!(
        whole.cells(),
        [
            ["A", "Shirt", "", "", ""],
            ["B", "Hat", "9.90", "left", "over"],
            ["C", "Hose", "5", "", ""]
        ]
    );
    assert_eq!(whole.repair(RepairCode::ShortRow), (1, vec![2]));
    assert_eq!(whole.repair(RepairCode::LongRow), (1, vec![3]));
}

#[test]
fn names_stay_as_they_are_empty_and_twice() {
    let whole = read("sku, Name ,,price,price,\nA,x,y,1,2,\nB,x,y,1,2,\n");
    assert_eq!(whole.columns, ["sku", "Name", "", "price", "price", ""]);
    assert_eq!(whole.repaired(), []);
}

#[test]
fn all_line_ends_end_rows() {
    for end in ["\n", "\r\n", "\r"] {
        let whole = read(["a,b", "1,2", "3,4", ""].join(end));
        assert_eq!(whole.cells(), [["1", "2"], ["3", "4"]], "{end:?}");
        assert_eq!(whole.rows[1].line, 3);
        assert_eq!(whole.repaired(), []);
    }
}

#[test]
fn mixed_line_ends_are_counted() {
    let whole = read("a,b\r\n1,2\n3,4\r5,6\r\n7,8");
    assert_eq!(whole.cells(), [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]]);
    assert_eq!(whole.repair(RepairCode::MixedLineEnds), (2, vec![2, 3]));
}

#[test]
fn blank_lines_and_empty_rows_are_passed_over_and_counted() {
    let whole = read("a,b\n\n1,2\n   \n,\n\"\",\"\"\n3,4\n\n");
    assert_eq!(whole.cells(), [["1", "2"], ["3", "4"]]);
    assert_eq!(whole.repair(RepairCode::BlankLine), (3, vec![2, 4, 8]));
    assert_eq!(whole.repair(RepairCode::EmptyRow), (2, vec![5, 6]));
    assert_eq!(
        whole.rows.iter().map(|row| (row.number, row.line)).collect::<Vec<_>>(),
        [(1, 3), (2, 7)]
    );
}

#[test]
fn cells_with_line_ends_keep_the_lines_of_later_rows_right() {
    let whole = read("sku,text,price\r\nA,\"one\r\ntwo\r\n\r\nthree\",5\r\nB,four,6\r\n");
    assert_eq!(whole.cells(), [["A", "one\r\ntwo\r\n\r\nthree", "5"], ["B", "four", "6"]]);
    assert_eq!(whole.rows[1].line, 6);
    assert_eq!(whole.repaired(), []);
}

#[test]
fn titles_and_comments_above_the_header_are_passed_over_and_counted() {
    let whole = read(
        "Preisliste Frühjahr 2026\nalle Preise netto\n\nArtikel;Name;Preis\n1;Hose;19,90\n2;Hemd;9,90\n",
    );
    assert_eq!(whole.header_row, 4);
    assert_eq!(whole.columns, ["Artikel", "Name", "Preis"]);
    assert_eq!(whole.rows.len(), 2);
    assert_eq!(whole.repair(RepairCode::LineAboveHeader), (2, vec![1, 2]));
    assert_eq!(whole.repair(RepairCode::BlankLine), (1, vec![3]));
}

#[test]
fn a_table_without_header_loses_no_row() {
    let whole = read("A-100;Shirt;19,90\nA-101;Hat;9,90\nA-102;Hose;29,90\n");
    assert_eq!(whole.header_row, 0);
    assert_eq!(whole.columns, ["", "", ""]);
    assert_eq!(whole.cells()[0], ["A-100", "Shirt", "19,90"]);
    assert_eq!(whole.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn a_tab_and_an_empty_line_before_the_byte_order_mark() {
    let whole = read("\n\t\u{feff}ID,Name,\"Is featured?\"\n7,Hat,0\n8,Shirt,1\n");
    assert_eq!(whole.columns, ["ID", "Name", "Is featured?"]);
    assert_eq!(whole.cells(), [["7", "Hat", "0"], ["8", "Shirt", "1"]]);
    assert_eq!(whole.repair(RepairCode::ByteOrderMarkInside), (1, vec![2]));
}

#[test]
fn a_byte_order_mark_before_a_quoted_header() {
    let whole = read("\u{feff}\"ID\",\"Name, long\"\n7,Hat\n");
    assert_eq!(whole.columns, ["ID", "Name, long"]);
    assert_eq!(whole.repaired(), []);
}

#[test]
fn files_put_behind_one_another_have_marks_inside() {
    let whole = read("\u{feff}id,name\n1,a\n\u{feff}id,name\n2,b\n");
    assert_eq!(whole.cells(), [["1", "a"], ["id", "name"], ["2", "b"]]);
    assert_eq!(whole.repair(RepairCode::ByteOrderMarkInside), (1, vec![3]));
}

#[test]
fn nul_bytes_are_left_out_and_counted() {
    let whole = read(b"sku,name\nA\0,Shi\0rt\nB,Hat\n");
    assert_eq!(whole.cells(), [["A", "Shirt"], ["B", "Hat"]]);
    assert_eq!(whole.repair(RepairCode::NulBytes), (2, vec![2]));
}

#[test]
fn what_the_user_says_is_obeyed() {
    let made = Made::of("title\na;b,c\n1;2,3\n");
    let settings =
        ReadSettings { delimiter: Some(','), header_row: Some(2), ..ReadSettings::default() };
    let whole = read_path(&made.path, &settings, &Limits::default()).unwrap();
    assert_eq!(whole.columns, ["a;b", "c"]);
    assert_eq!(whole.cells(), [["1;2", "3"]]);
    let source = Source::open(&made.path, &settings, &Limits::default()).unwrap();
    assert!(source.recognised().delimiter.as_ref().unwrap().overruled);
    assert!(source.header_row().overruled);

    let none =
        ReadSettings { header_row: Some(0), delimiter: Some(';'), ..ReadSettings::default() };
    let whole = read_path(&made.path, &none, &Limits::default()).unwrap();
    assert_eq!(whole.cells(), [["title", ""], ["a", "b,c"], ["1", "2,3"]]);
}

#[test]
fn quotes_may_mean_nothing_or_be_others() {
    let made = Made::of("name\tsize\npipe\t\"5\nrod\t\"6\n");
    let settings = ReadSettings { quote: Some(None), ..ReadSettings::default() };
    let whole = read_path(&made.path, &settings, &Limits::default()).unwrap();
    assert_eq!(whole.cells(), [["pipe", "\"5"], ["rod", "\"6"]]);
    assert_eq!(whole.repaired(), []);

    let whole = read("'sku','name'\n'A','Shirt, blue'\n'B','it''s'\n");
    assert_eq!(whole.cells(), [["A", "Shirt, blue"], ["B", "it's"]]);
}

#[test]
fn the_sign_that_ends_old_files_is_no_row() {
    let whole = read("a,b\r\n1,2\r\n\u{1a}");
    assert_eq!(whole.cells(), [["1", "2"]]);
    assert_eq!(whole.repair(RepairCode::BlankLine), (1, vec![3]));
}

#[test]
fn a_character_cannot_separate_and_enclose() {
    let made = Made::of("a\"b\n1\"2\n");
    let settings = ReadSettings { delimiter: Some('"'), ..ReadSettings::default() };
    let whole = read_path(&made.path, &settings, &Limits::default()).unwrap();
    assert_eq!(whole.cells(), [["1", "2"]]);
    let both = ReadSettings { quote: Some(Some('"')), ..settings };
    assert_eq!(
        read_path(&made.path, &both, &Limits::default()).unwrap_err().code(),
        "setting_not_possible"
    );
}

#[test]
fn one_column_is_not_cut_by_what_its_cells_have_in_common() {
    for text in [
        "url\nhttps://shop.example/a?x=1&y=2\nhttps://shop.example/b?x=2&y=3\nhttps://shop.example/c?x=1&y=2\n",
        "email\nann@shop.example\nbob@shop.example\ncy@shop.example\n",
        "time\n12:30\n13:45\n09:00\n",
        "price\n19,90\n5,00\n7,50\n",
        "text\nSoft, warm and light.\nA hat.\nGood for cold, wet days, and for walks; all year.\n",
        "sku\nA#1\nA#2\nA#3\n",
        "https://shop.example/a\nhttps://shop.example/b\nhttps://shop.example/c\n",
    ] {
        let whole = read(text);
        assert_eq!(whole.columns.len(), 1, "{text}");
        assert_eq!(
            whole.rows.len() + usize::from(whole.header_row > 0),
            text.lines().count(),
            "{text}"
        );
    }
}

#[test]
fn titles_with_other_delimiters_do_not_decide() {
    let text = "Liste, Stand 1.3., netto, ohne Gewähr\n\nname;a;b\nHut;1,5;2,5\nHose;3,5;4,5\n";
    let whole = read(text);
    assert_eq!(whole.columns, ["name", "a", "b"]);
    assert_eq!(whole.cells(), [["Hut", "1,5", "2,5"], ["Hose", "3,5", "4,5"]]);

    let whole = read("Sales by year\n\nsku;2025;2026\nA;1,5;2,5\nB;3,5;4,5\n");
    assert_eq!(whole.cells(), [["A", "1,5", "2,5"], ["B", "3,5", "4,5"]]);
}

#[test]
fn two_columns_and_one_row_are_enough() {
    for (text, cells) in [
        ("sku;price\nA;19,90\n", ["A", "19,90"]),
        ("sku,price\nA,19.90\n", ["A", "19.90"]),
        ("sku\tprice\nA\t19,90\n", ["A", "19,90"]),
        ("sku|price\nA|19,90\n", ["A", "19,90"]),
    ] {
        let whole = read(text);
        assert_eq!(whole.cells(), [cells], "{text}");
    }
}

//! Stray quotes survive and swallow nothing.

use longshore_formats::RepairCode;

use crate::made::{read, refused};

#[test]
fn quotes_inside_cells_without_quotes_are_text() {
    let whole = read("name,size\npipe 5\" long,2\nsay \"hi\",3\n");
    assert_eq!(whole.cells(), [["pipe 5\" long", "2"], ["say \"hi\"", "3"]]);
    assert_eq!(whole.repaired(), []);
}

#[test]
fn a_quote_that_is_not_doubled_is_text() {
    let whole = read("name,size\n\"pipe 5\" long\",2\n\"rod\",3\n");
    assert_eq!(whole.cells(), [["pipe 5\" long", "2"], ["rod", "3"]]);
    assert_eq!(whole.repair(RepairCode::StrayQuote), (1, vec![2]));
}

#[test]
fn html_with_plain_quotes_inside_a_quoted_cell_over_several_lines() {
    let whole =
        read("sku,html,price\nA,\"<p class=\"x\">\n<a href=\"y\">link</a>\n</p>\",5\nB,plain,6\n");
    assert_eq!(whole.cells()[0], ["A", "<p class=\"x\">\n<a href=\"y\">link</a>\n</p>", "5"]);
    assert_eq!(whole.cells()[1], ["B", "plain", "6"]);
    assert_eq!(whole.rows[1].line, 5);
    assert_eq!(whole.repair(RepairCode::StrayQuote), (4, vec![2]));
}

#[test]
fn a_lone_opening_quote_does_not_swallow_rows() {
    let whole = read("sku,name,price\n1,\"5 inch pipe,10\n2,rod,20\n3,\"a, b\",30\n4,\"x\",40\n");
    assert_eq!(
        whole.cells(),
        [["1", "\"5 inch pipe", "10"], ["2", "rod", "20"], ["3", "a, b", "30"], ["4", "x", "40"]]
    );
    assert_eq!(whole.repair(RepairCode::LoneQuote), (1, vec![2]));
}

#[test]
fn a_lone_opening_quote_that_nothing_closes_does_not_swallow_the_rest() {
    let mut text = String::from("sku,name,price\n1,\"5 inch pipe,10\n");
    for number in 2..30_000 {
        text.push_str(&format!("{number},rod,20\n"));
    }
    let whole = read(&text);
    assert_eq!(whole.rows.len(), 29_999);
    assert_eq!(whole.repair(RepairCode::LoneQuote), (1, vec![2]));
}

#[test]
fn a_lone_quote_in_a_short_row_swallows_nothing_either() {
    let whole = read("sku,name,price\n1,\"5 inch pipe\n2,rod,20\n3,\"a, b\",30\n4,\"x\",40\n");
    assert_eq!(
        whole.cells(),
        [["1", "\"5 inch pipe", ""], ["2", "rod", "20"], ["3", "a, b", "30"], ["4", "x", "40"]]
    );
}

#[test]
fn a_quoted_text_with_a_quoted_word_at_the_beginning_of_a_line() {
    let whole = read("sku,text,price\nA,\"He said:\n\"Hello\" to me\",5\nB,\"x\",6\n");
    assert_eq!(whole.cells(), [["A", "He said:\n\"Hello\" to me", "5"], ["B", "x", "6"]]);
    assert_eq!(whole.repair(RepairCode::StrayQuote), (2, vec![2]));
}

#[test]
fn every_row_may_have_its_lone_quote() {
    let mut text = String::from("sku;size;price\n");
    for number in 1..5_000 {
        text.push_str(&format!("{number};\"{number} inch;20\n"));
    }
    let whole = read(&text);
    assert_eq!(whole.rows.len(), 4_999);
    assert_eq!(whole.cells()[7], ["8", "\"8 inch", "20"]);
    assert_eq!(whole.repair(RepairCode::LoneQuote).0, 4_999);
}

#[test]
fn inches_at_both_ends_of_cells_do_not_pair_up_over_lines() {
    let whole = read("sku,size,price\n1,\"5 inch,10\n2,7\",20\n3,8\",30\n4,9,40\n");
    assert_eq!(
        whole.cells(),
        [["1", "\"5 inch", "10"], ["2", "7\"", "20"], ["3", "8\"", "30"], ["4", "9", "40"]]
    );
}

#[test]
fn a_cell_that_only_begins_with_quotes_is_text() {
    let whole = read("name,size\n\"\"Hello\"\" you,2\n\"rod\",3\n");
    assert_eq!(whole.cells(), [["\"\"Hello\"\" you", "2"], ["rod", "3"]]);
    assert_eq!(whole.repair(RepairCode::LoneQuote), (1, vec![2]));
}

#[test]
fn quotes_escaped_with_backslashes() {
    let whole = read("sku,text\n1,\"say \\\"hi\\\", now\"\n2,\"end\\\\\"\n3,\"plain\"\n");
    assert_eq!(whole.cells(), [["1", "say \"hi\", now"], ["2", "end\\"], ["3", "plain"]]);
    assert_eq!(whole.repair(RepairCode::BackslashQuote), (2, vec![2]));
}

#[test]
fn backslashes_before_doubled_quotes_stay() {
    // As WooCommerce writes JSON into a meta column.
    let whole = read("sku,meta\n1,\"{\"\"a\"\":\"\"b \\\"\"c\\\"\"\"\"}\"\n2,\"C:\\dir\\\"\n");
    assert_eq!(whole.cells(), [["1", "{\"a\":\"b \\\"c\\\"\"}"], ["2", "C:\\dir\\"]]);
    assert_eq!(whole.repaired(), []);
}

#[test]
fn spaces_around_quotes_are_left_out_and_counted() {
    let whole = read("sku, \"name, long\" ,price\nA, \"b, c\",5\nB,\"d\" ,6\n");
    assert_eq!(whole.columns, ["sku", "name, long", "price"]);
    assert_eq!(whole.cells(), [["A", "b, c", "5"], ["B", "d", "6"]]);
    assert_eq!(whole.repair(RepairCode::SpaceAroundQuotes), (3, vec![1, 2, 3]));
}

#[test]
fn a_space_before_a_quoted_word_is_text() {
    let whole = read("sku,text\nA, \"so\" called\nB, x\n");
    assert_eq!(whole.cells(), [["A", " \"so\" called"], ["B", " x"]]);
}

#[test]
fn an_endless_quote_is_named_with_its_place() {
    let mut text = String::from("sku,text,price\nA,fine,5\nB,\"never closed\n");
    for _ in 0..200_000 {
        text.push_str("lorem ipsum dolor sit amet consectetur\n");
    }
    let error = refused(&text);
    assert_eq!(error.code(), "endless_quote");
    assert_eq!(error.params(), [("line", "3".to_owned()), ("column", "2".to_owned())]);
}

#[test]
fn a_text_that_was_cut_off_inside_a_cell_is_not_taken_for_whole() {
    let error = refused("sku,text,price\nA,\"one\ntwo\",5\nB,\"three\nfour\nfi");
    assert_eq!(error.code(), "endless_quote");
}

#[test]
fn quoted_cells_end_with_the_text() {
    let whole = read("a,b\n1,\"two\"");
    assert_eq!(whole.cells(), [["1", "two"]]);
}

#[test]
fn a_long_line_of_quotes_that_nothing_closes_is_refused_and_not_pondered_for_minutes() {
    // Each of these quotes was once compared with the whole rest of the line, cell by cell.
    let columns: Vec<String> = (0..60).map(|column| format!("c{column}")).collect();
    let line = "Jacket,\"stOa, Outerwear:\"\"1\"\":2,".repeat(12_000);
    let error = refused(format!("{}\n1,2,3\n{line}\n", columns.join(",")));
    assert_eq!(error.code(), "endless_quote");
}

use super::*;

fn header(names: &[&str]) -> Header {
    Header { columns: names.iter().map(ToString::to_string).collect(), line: Some(1) }
}

fn row(number: u64, cells: &[&str]) -> Row {
    let mut row = Row::new();
    cells.iter().for_each(|cell| row.push(cell));
    (row.number, row.line) = (number, number + 1);
    row
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn options(columns: &[&str]) -> Vec<ShapeOption> {
    let option =
        |column: &&str| ShapeOption { column: (*column).to_owned(), attribute: String::new() };
    columns.iter().map(option).collect()
}

fn split(columns: &[&str], all_combinations: bool) -> RowShape {
    RowShape::Split {
        options: options(columns),
        along: texts(&["Price"]),
        between: ",".to_owned(),
        all_combinations,
        sku: Some("SKU".to_owned()),
        name: None,
    }
}

const NAMES: [&str; 5] = ["SKU", "Name", "Size", "Colour", "Price"];

fn shown(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row.iter().collect::<Vec<_>>().join("|")).collect()
}

fn shaped(shape: &RowShape, rows: &[Row]) -> Result<Vec<String>, Misfit> {
    Shaping::new(shape, &header(&NAMES)).unwrap().shaped(rows).map(|made| shown(&made.rows))
}

#[test]
fn lists_side_by_side_become_variations() {
    let rows = [row(1, &["A1", "Shirt", "S,M,L", "Red", "10,12,14"])];
    assert_eq!(
        shaped(&split(&["Size"], false), &rows).unwrap(),
        [
            "A1|Shirt||Red||variable|||Size|S, M, L",
            "A1-S||||10|variation|A1||Size|S",
            "A1-M||||12|variation|A1||Size|M",
            "A1-L||||14|variation|A1||Size|L",
        ]
    );
}

#[test]
fn one_price_holds_for_all_variants_and_every_choice_goes_with_every_other() {
    let rows = [row(1, &["A1", "Shirt", "S, M", "Red, Blue", "10"])];
    let found = shaped(&split(&["Size", "Colour"], true), &rows).unwrap();
    assert_eq!(found.len(), 5);
    assert_eq!(found[0], "A1|Shirt||||variable|||Size|S, M|Colour|Red, Blue");
    assert_eq!(found[4], "A1-M-BLUE||||10|variation|A1||Size|M|Colour|Blue");
    let zipped = shaped(&split(&["Size", "Colour"], false), &rows).unwrap();
    assert_eq!(zipped.len(), 3);
    assert_eq!(zipped[2], "A1-M-BLUE||||10|variation|A1||Size|M|Colour|Blue");
}

#[test]
fn a_list_of_skus_is_that_of_the_variants() {
    let rows = [row(1, &["TS-01-S,TS-01-M", "Shirt", "S,M", "", "10"])];
    let found = shaped(&split(&["Size"], false), &rows).unwrap();
    assert_eq!(found[0], "TS-01|Shirt||||variable|||Size|S, M");
    assert_eq!(found[1], "TS-01-S||||10|variation|TS-01||Size|S");
}

#[test]
fn a_row_with_one_value_is_a_plain_product() {
    let rows = [row(1, &["A1", "Shirt", "S", "Red", "10"])];
    assert_eq!(
        shaped(&split(&["Size"], false), &rows).unwrap(),
        ["A1|Shirt||Red|10|simple|||Size|S"]
    );
}

#[test]
fn lists_that_do_not_fit_are_said_with_their_column() {
    let rows = [row(1, &["A1", "Shirt", "S,M,L", "Red", "10,12"])];
    let misfit = Misfit::Lengths { column: "Price".to_owned(), found: 2, wanted: 3 };
    assert_eq!(shaped(&split(&["Size"], false), &rows), Err(misfit));
    let long = vec!["x"; 40].join(",");
    let rows = [row(1, &["A1", "Shirt", &long, &long, "10"])];
    assert_eq!(shaped(&split(&["Size", "Colour"], true), &rows), Err(Misfit::TooMany));
}

#[test]
fn rows_of_one_name_become_one_product_with_what_differs_in_its_variations() {
    let shape = RowShape::Join {
        key: texts(&["Name"]),
        options: vec![ShapeOption { column: "Size".to_owned(), attribute: "Größe".to_owned() }],
        along: texts(&["Price"]),
        sku: Some("SKU".to_owned()),
        name: None,
    };
    let rows = [
        row(1, &["TS-1-S", "Shirt", "S", "Red", "10"]),
        row(2, &["TS-1-M", "Shirt", "M", "", "10"]),
    ];
    let shaping = Shaping::new(&shape, &header(&NAMES)).unwrap();
    assert_eq!(shaping.key(&rows[0]), shaping.key(&rows[1]));
    assert_ne!(shaping.key(&rows[0]), shaping.key(&row(3, &["", "Hat"])));
    assert_eq!(
        shown(&shaping.shaped(&rows).unwrap().rows),
        [
            "TS-1|Shirt||Red||variable|||Größe|S, M",
            "TS-1-S||||10|variation|TS-1||Größe|S",
            "TS-1-M||||10|variation|TS-1||Größe|M",
        ]
    );
    assert_eq!(
        shown(&shaping.shaped(&rows[..1]).unwrap().rows),
        ["TS-1-S|Shirt||Red|10|simple|||Größe|S"]
    );
    assert_eq!(
        shaping.header().columns,
        [
            "SKU",
            "Name",
            "Size",
            "Colour",
            "Price",
            "Type",
            "Parent",
            "ID",
            "Attribute 1 name",
            "Attribute 1 value(s)"
        ]
    );
}

#[test]
fn a_shape_that_does_not_fit_the_file_is_refused() {
    let refused = |shape: &RowShape| Shaping::new(shape, &header(&NAMES)).unwrap_err();
    assert_eq!(refused(&split(&["Nix"], false)), BadShape::Column("Nix".to_owned()));
    assert_eq!(refused(&split(&[], false)), BadShape::Incomplete);
    let shape = RowShape::Join {
        key: Vec::new(),
        options: options(&["Size"]),
        along: Vec::new(),
        sku: None,
        name: None,
    };
    assert_eq!(refused(&shape), BadShape::Incomplete);
}

fn proposed(names: &[&str], rows: &[&[&str]]) -> Vec<Proposal> {
    let header = header(names);
    let rows: Vec<Row> =
        rows.iter().enumerate().map(|(at, cells)| row(at as u64 + 1, cells)).collect();
    let samples: Vec<Vec<String>> = (0..names.len())
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(str::to_owned).collect())
        .collect();
    let suggestions =
        crate::suggest::suggest(&header, &crate::recognise::recognise(&header), &samples);
    propose(&header, &rows, &suggestions)
}

#[test]
fn lists_of_the_same_length_are_proposed_as_variations() {
    let found = proposed(
        &NAMES,
        &[
            &["A1", "Shirt, long", "S,M,L", "Red", "10,12,14"],
            &["A2", "Cap", "", "Blue", "9"],
            &["A3", "Hose", "M,L", "Blue", "20"],
        ],
    );
    assert_eq!(found[0].shape, split(&["Size"], false));
    assert_eq!(found[0].reason.code, "lists_side_by_side");
    assert_eq!(found[0].reason.params[0].1, "Size, Price");
    assert_eq!(found.len(), 1);
}

#[test]
fn every_choice_with_every_other_is_proposed_where_only_that_fits() {
    let found = proposed(
        &NAMES,
        &[
            &["A1", "Shirt", "S|M", "Red|Blue|Green", "10|11|12|13|14|15"],
            &["A2", "Hose", "S|M", "Red|Blue", "10|11|12|13"],
        ],
    );
    assert!(matches!(
        &found[0].shape,
        RowShape::Split { between, all_combinations: true, options, .. }
            if between == "|" && options.len() == 2
    ));
}

#[test]
fn repeated_names_with_other_sizes_are_proposed_as_one_product() {
    let found = proposed(
        &NAMES,
        &[
            &["TS-1", "Shirt", "S", "Red", "10"],
            &["TS-2", "Shirt", "M", "Red", "12"],
            &["CA-1", "Cap", "M", "Red", "9"],
        ],
    );
    let RowShape::Join { key, options, along, sku, .. } = &found[0].shape else {
        panic!("{found:?}")
    };
    assert_eq!((key, along), (&texts(&["Name"]), &texts(&["Price"])));
    assert_eq!((options[0].column.as_str(), options.len()), ("Size", 1));
    assert_eq!(sku.as_deref(), Some("SKU"));
    assert_eq!(found[0].reason.code, "rows_of_one_product");
}

#[test]
fn what_is_no_list_is_not_proposed() {
    let plain: [&[&str]; 2] =
        [&["A1", "Shirt", "S/M", "Black, white", "19,90"], &["A2", "Cap", "L/XL", "Red", "9,90"]];
    assert_eq!(proposed(&NAMES, &plain), []);
    // A price with a comma is one number, and nobody can tell it from two.
    assert_eq!(proposed(&NAMES, &[&["A1", "Shirt", "S,M", "Red", "19,90"]]), []);
    // Rows that say the same twice are no variants.
    let twice: [&[&str]; 2] =
        [&["A1", "Shirt", "S", "Red", "5"], &["A2", "Shirt", "S", "Red", "5"]];
    assert_eq!(proposed(&NAMES, &twice), []);
    let exported: [&[&str]; 1] = [&["variable", "A1", "Shirt", "Size", "S, M, L", "10"]];
    let names = ["Type", "SKU", "Name", "Attribute 1 name", "Attribute 1 value(s)", "Price"];
    assert_eq!(proposed(&names, &exported), []);
}

#[test]
fn variations_without_a_name_are_called_by_their_product_and_what_is_chosen() {
    let mut shape = split(&["Size", "Colour"], true);
    let RowShape::Split { name, sku, .. } = &mut shape else { panic!("a split") };
    (*name, *sku) = (Some("Name".to_owned()), None);
    let rows = [row(1, &["", "Hoodie", "S,L", "Blue", "10"])];
    let found = shaped(&shape, &rows).unwrap();
    assert!(found[0].starts_with("|Hoodie|||"), "{found:?}");
    assert!(found[2].starts_with("|Hoodie \u{2013} L, Blue|||10|variation|id:"), "{found:?}");
}

#[test]
fn variants_that_choose_the_same_or_nothing_are_numbered_and_none_is_lost() {
    let shape = RowShape::Join {
        key: texts(&["Name"]),
        options: options(&["Size"]),
        along: vec![],
        sku: None,
        name: None,
    };
    let made = |rows: &[Row]| Shaping::new(&shape, &header(&NAMES)).unwrap().shaped(rows).unwrap();
    let chosen = |made: &Made| -> Vec<String> {
        made.rows.iter().map(|row| row.iter().last().unwrap_or_default().to_owned()).collect()
    };
    let found = made(&[row(1, &["A", "Tee", "", "", "1"]), row(2, &["B", "Tee", "", "", "2"])]);
    assert_eq!(chosen(&found), ["1, 2", "1", "2"]);
    assert_eq!(found.numbered, ["1", "2"]);
    let found = made(&[
        row(1, &["A", "Tee", "S", "", "1"]),
        row(2, &["B", "Tee", "s", "", "2"]),
        row(3, &["A", "Tee", "S", "", "1"]),
    ]);
    assert_eq!(chosen(&found), ["S, s (2)", "S", "s (2)"]);
    assert_eq!((found.numbered, found.twice), (texts(&["s (2)"]), 1));
    let row = [row(1, &["A1", "Shirt", "S,S", "", "10,12"])];
    let found = shaped(&split(&["Size"], false), &row).unwrap();
    assert_eq!(
        found[1..],
        ["A1-S||||10|variation|A1||Size|S", "A1-S-2||||12|variation|A1||Size|S (2)"]
    );
}

#[test]
fn a_product_shows_the_pictures_of_all_its_rows_once() {
    let shape = RowShape::Join {
        key: texts(&["Name"]),
        options: options(&["Size"]),
        along: vec![],
        sku: None,
        name: None,
    };
    let header = header(&["Name", "Size", "Foto", "Link", "Datei"]);
    let shaping = Shaping::new(&shape, &header).unwrap();
    let (a, b, c) = ("https://a.b/1.jpg", "https://a.b/2", "https://a.b/3.jpg");
    let all = shaping.shaped(&[
        row(1, &["Tee", "S", &format!("{a}, {b}"), "https://a.b/tee?s", a]),
        row(2, &["Tee", "M", &format!("{b}|{c}"), "https://a.b/tee?m", ""]),
        row(3, &["Tee", "L", a, "", c]),
        row(4, &["Tee", "XL", "", "", ""]),
    ]);
    let all = all.unwrap().rows;
    let cells = |at: usize| all.iter().map(|row| row.get(at).unwrap()).collect::<Vec<_>>();
    let own = [format!("{a}, {b}"), format!("{b}|{c}")];
    assert_eq!(cells(2), [&format!("{a}, {b}, {c}"), &own[0], &own[1], a, ""]);
    assert_eq!(cells(3)[0], "");
    assert_eq!(cells(4)[0], format!("{a}, {c}"));
    // Where one row is the product's own, its pictures come first.
    let all = shaping.shaped(&[
        row(1, &["Cap", "S", "s.png", "", ""]),
        row(2, &["Cap", "", "cap 1.png;s.png", "", ""]),
        row(3, &["Cap", "M", "m.png", "", ""]),
    ]);
    assert_eq!(all.unwrap().rows[0].get(2), Some("cap 1.png, s.png, m.png"));
}

//! Every code is raised by a case that shows when.

use std::collections::BTreeSet;

use longshore_engine::{
    check::codes::ALL,
    damage,
    entity::Entity,
    mapped::Mapped,
    mapping::Mapping,
    picture_files::{FoundPicture, PictureFiles},
    profile::{Otherwise, Step},
    reading::Notation,
};

use crate::{
    model::{Model, fields, text},
    pipeline::{self, profile, run, table},
    realdata,
};

/// A code and a table that raises it.
pub(crate) const CASES: &[(&str, &str)] = &[
    ("number_not_read", "sku|regular_price\nA|on request"),
    ("number_ambiguous", "sku|regular_price\nA|1.234"),
    ("formula_error", "sku|name\nA|#REF!"),
    ("formula_error", "sku|regular_price\nA|#NV"),
    ("text_in_formula", "sku|name\n=\"0123\"|A"),
    ("number_as_text", "sku|name\n'0123|A"),
    ("number_as_text", "sku|stock\nA|'12"),
    ("number_as_text", "sku|date_on_sale_from\nA|'2026-05-04"),
    ("number_rounded", "sku|global_unique_id\nA|4.006381333931E+12"),
    ("zeros_lost", "sku|global_unique_id\nA|36000291452"),
    ("fraction_added", "sku|global_unique_id\nA|4006381333931.0"),
    ("value_may_be_number", "sku|attributes:name1|attributes:value1\nA|Size|38,5"),
    ("number_minus_behind", "sku|regular_price\nA|12-"),
    ("value_became_date", "sku|attributes:name1|attributes:value1\nA|Size|2-Jan"),
    ("number_damaged", "sku|global_unique_id\nA|5,90123E+12"),
    ("number_damaged", "sku|name\n4,0E+06|A"),
    ("number_damaged", "sku|regular_price\nA|1E+3"),
    ("number_is_percentage", "sku|sale_price\nA|10 %"),
    ("number_not_whole", "sku|stock\nA|2,5"),
    ("number_too_long", "sku|regular_price\nA|99999999999999999999999999999999"),
    ("price_negative", "sku|regular_price\nA|-5"),
    ("currency_differs", "sku|regular_price\nA|10.00 USD"),
    ("yes_or_no_not_read", "sku|featured\nA|maybe"),
    ("choice_not_known", "sku|tax_status\nA|sometimes"),
    ("type_not_known", "sku|type\nA|bundle"),
    ("date_no_such_day", "sku|date_on_sale_from\nA|31.02.2026"),
    ("key_missing", "sku|name|regular_price\n||10"),
    ("row_is_total", "sku|name|regular_price\nA|Hat|10\n|Gesamtsumme:|10"),
    ("date_not_read", "sku|date_on_sale_from\nA|soon"),
    ("date_ambiguous", "sku|date_on_sale_from\nA|04/05/2026"),
    ("image_not_an_address", "sku|images\nA|picture"),
    ("picture_on_computer", "sku|images\nA|picture.jpg"),
    ("address_not_read", "sku|external_url\nA|www.example.com"),
    ("gtin_without_digits", "sku|global_unique_id\nA|none"),
    ("gtin_loses_signs", "sku|global_unique_id\nA|080442957X"),
    ("gtin_check_digit", "sku|global_unique_id\nA|4006381333932"),
    ("sku_loses_markup", "sku|name\n<b>A</b>|A"),
    ("sku_with_comma", "sku|name\nA,B|A"),
    ("sku_of_parent", "type|sku|parent\nvariation|A|a"),
    ("slug_altered", "sku|slug\nA|Blue Shirt!"),
    ("backslash_lost", "sku|name\nA|C:\\temp"),
    ("markup_removed", "sku|description\nA|<p>x</p><script>alert(1)</script>"),
    ("category_level_empty", "sku|categories\nA|Shirts > > Blue"),
    ("category_quoted", "sku|categories\nA|\"\"\"Taps, brass\"\", Pipes\""),
    ("option_splits", "sku|attributes:name1|attributes:value1\nA|Size|\"L | XL\""),
    ("attribute_without_name", "sku|attributes:name1|attributes:value1\nA||Red"),
    ("attribute_without_value", "sku|attributes:name1|attributes:value1\nA|Colour|"),
    (
        "attribute_twice",
        "sku|attributes:name1|attributes:value1|attributes:name2|attributes:value2\nA|Colour|Red|COLOUR|Blue",
    ),
    (
        "default_not_offered",
        "sku|attributes:name1|attributes:value1|attributes:default1\nA|Colour|Red|Blue",
    ),
    (
        "variation_several_values",
        "type|sku|parent|attributes:name1|attributes:value1\nvariation|A|P|Colour|Red, Blue",
    ),
    ("download_without_address", "sku|downloads:name1|downloads:url1\nA|Song|"),
    ("sale_price_not_below_price", "sku|regular_price|sale_price\nA|10|12"),
    ("sale_without_price", "sku|sale_price\nA|12"),
    (
        "sale_ends_before_it_starts",
        "sku|date_on_sale_from|date_on_sale_to\nA|2026-12-31|2026-12-01",
    ),
    ("price_not_kept", "type|sku|regular_price\nvariable|A|10"),
    ("stock_not_kept", "type|sku|stock\nexternal|A|10"),
    ("size_not_kept", "type|sku|weight\n\"simple, virtual\"|A|2"),
    ("size_not_kept", "sku|virtual|width\nA|1|20"),
    ("stock_status_follows_quantity", "sku|in_stock|stock\nA|1|0"),
    ("stock_without_management", "sku|manage_stock|stock\nA|0|5"),
    ("not_for_variations", "type|sku|parent|tags\nvariation|A|P|new"),
    ("name_missing", "sku|regular_price\nA|10"),
    ("price_missing", "sku|name\nA|A"),
    ("variation_without_parent", "type|parent|regular_price\nvariation||5"),
    ("variation_without_choices", "type|sku|parent\nvariation|A|P"),
    ("sku_twice", "sku|name\nA|One\na|Two"),
    ("gtin_twice", "sku|global_unique_id\nA|4006381333931\nB|4006381333931"),
    ("id_twice", "id|sku\n7|A\n7|B"),
    ("parent_not_in_file", "type|sku|parent\nvariation|A|id:99"),
    ("parent_only_in_store", "type|sku|parent\nvariation|A|P"),
    ("parent_kept_out", "type|sku|parent|featured\nvariable|P||maybe\nvariation|A|P|"),
    ("parent_not_variable", "type|sku|parent\nsimple|P|\nvariation|A|P"),
    (
        "attribute_not_on_parent",
        "type|sku|parent|attributes:name1|attributes:value1\nvariable|P||Size|S\nvariation|A|P|Colour|Red",
    ),
    (
        "value_not_on_parent",
        "type|sku|parent|attributes:name1|attributes:value1\nvariable|P||Size|S, M\nvariation|A|P|Size|L",
    ),
    (
        "combination_twice",
        "type|sku|parent|attributes:name1|attributes:value1\nvariable|P||Size|S\nvariation|A|P|Size|S\nvariation|B|P|size|s",
    ),
    ("columns_not_imported", "sku|whatever it is\nA|x"),
];

#[test]
fn every_code_is_raised_where_it_should_be() {
    for (code, text) in CASES {
        let raised = pipeline::codes(text);
        assert!(
            raised.iter().any(|raised| raised == code),
            "{code} is not raised by {text:?}, only {raised:?}"
        );
    }
}

/// Cases that need more than a table.
#[test]
fn codes_that_need_a_notation_or_a_profile_are_raised_too() {
    let file = realdata::parse("sku|regular_price\nA|12.50", b'|');
    let comma = Notation {
        decimal: Some(longshore_engine::reading::DecimalSeparator::Comma),
        ..Notation::default()
    };
    let issues = run(&file, &profile(&file), &[Notation::default(), comma]).issues;
    assert!(issues.iter().any(|issue| issue.code == "number_in_other_notation"), "{issues:?}");

    let mut missing = profile(&file);
    missing.columns.push(longshore_engine::profile::ColumnMap {
        column: "Gone".to_owned(),
        target: Some("name".into()),
        ..Default::default()
    });
    assert!(run(&file, &missing, &[]).issues.iter().any(|issue| issue.code == "column_missing"));

    let file =
        realdata::parse(&format!("sku|name\n{}|{}", "S".repeat(101), "a".repeat(1000)), b'|');
    assert!(run(&file, &profile(&file), &[]).issues.iter().any(|issue| issue.code == "sku_long"));
    let mut growing = profile(&file);
    growing.columns[1].steps =
        vec![Step::Replace { find: "a".to_owned(), with: "a".repeat(10_000) }];
    assert!(run(&file, &growing, &[]).issues.iter().any(|issue| issue.code == "text_too_long"));
}

#[test]
fn a_number_is_seen_beside_the_others_of_its_column() {
    let file = realdata::parse("sku|regular_price\nA|90.750", b'|');
    let comma = Notation {
        decimal: Some(longshore_engine::reading::DecimalSeparator::Comma),
        ..Notation::default()
    };
    let samples = [vec![], vec!["90,75", "12,50", "8,99", "45,00"]];
    let notations = [Notation::default(), comma];
    let mapping = Mapping::compile(&profile(&file), &file.header, &notations, None).unwrap();
    let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
    mapping.with_samples(&samples).map(&file.rows[0], &mut mapped, &mut issues);
    assert_eq!(issues[0].code, "number_off_scale");
    let meant = longshore_engine::issue::Fix::Cell("90,75".to_owned());
    assert_eq!(issues[0].fix, Some(meant));
}

#[test]
fn levels_with_another_sign_are_seen_beside_the_others_of_their_column() {
    let file = realdata::parse("sku|category\nA|Clothing / Hats", b'|');
    let samples = [vec![], vec!["Clothing / Hats", "Clothing/Shirts", "Kitchen"]];
    let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
    let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
    mapping.with_samples(&samples).map(&file.rows[0], &mut mapped, &mut issues);
    assert_eq!(issues[0].code, "category_may_be_path");
    let meant = longshore_engine::issue::Fix::Cell("Clothing > Hats".to_owned());
    assert_eq!(issues[0].fix, Some(meant));
}

#[test]
fn proposals_that_somebody_takes_are_what_the_cells_say() {
    let file = realdata::parse("sku|name|regular_price\n'0123|'Cups|12-\nB|Mug|5", b'|');
    let mut taking = profile(&file);
    for (takes, wanted) in [
        (vec![], ("'0123", None)),
        (vec!["number_as_text"], ("0123", Some("-12"))),
        (vec!["all"], ("0123", Some("12"))),
    ] {
        taking.takes = takes.iter().map(|code| (*code).into()).collect();
        let outcome = run(&file, &taking, &[]);
        let fields = &outcome.mapped[0].record.fields;
        assert_eq!(fields.text("sku"), Some(wanted.0), "{takes:?}");
        let taken = |issue: &&longshore_engine::issue::Issue| issue.code == "proposal_taken";
        let count = outcome.issues.iter().filter(taken).count();
        assert_eq!(count, [0, 2, 3][takes.len() + usize::from(takes.contains(&"all"))]);
        if let Some(price) = wanted.1 {
            let price = longshore_engine::value::Value::Decimal(price.parse().unwrap());
            assert_eq!(fields.get("regular_price"), Some(&price), "{takes:?}");
        }
    }
}

#[test]
fn lists_of_a_plain_table_part_where_the_column_shows_it() {
    let file = realdata::parse("sku;tags;attribute:Size\nA;red|blue;30,32\nB;x|y, z;S,M", b';');
    let found = |at: usize| {
        longshore_engine::notation::detect(file.rows.iter().filter_map(|row| row.get(at))).notation
    };
    let outcome = run(&file, &profile(&file), &[found(0), found(1), found(2)]);
    let shown = format!("{:?}", outcome.mapped.iter().map(|one| &one.record).collect::<Vec<_>>());
    for name in ["\"red\"", "\"blue\"", "\"y, z\"", "\"30\"", "\"32\"", "\"S\""] {
        assert!(shown.contains(name), "{name}: {shown}");
    }
}

#[test]
fn dates_of_a_column_that_contradict_each_other_are_told() {
    let file =
        realdata::parse("sku|date_on_sale_from\nA|13/02/2026\nB|02/13/2026\nC|2026-05-01", b'|');
    let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
    let mapping = mapping.with_samples(&[vec![], vec!["13/02/2026", "02/13/2026", "2026-05-01"]]);
    let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
    file.rows.iter().for_each(|row| mapping.map(row, &mut mapped, &mut issues));
    let told: Vec<_> = issues.iter().map(|issue| (issue.code.as_str(), issue.row)).collect();
    assert_eq!(told, [("date_order_differs", Some(1)), ("date_order_differs", Some(2))]);
}

#[test]
fn the_store_knows_which_number_was_rounded_away() {
    let file = realdata::parse("sku|global_unique_id\nA|5,90E+12\nB|5,90E+12", b'|');
    let mut model = Model::default();
    let rope = fields([
        ("sku", text("A")),
        ("global_unique_id", text("5901234123457")),
        ("name", text("Rope")),
    ]);
    model.put(Entity::Product, None, rope);
    let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
    let proposed = file.rows.iter().map(|row| {
        let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
        mapping.map(row, &mut mapped, &mut issues);
        damage::ask_store(&mut issues, &mapped, row, &mapping, &model);
        issues.into_iter().find(|issue| issue.code == "number_damaged").unwrap().fix
    });
    let meant = longshore_engine::issue::Fix::Cell("5901234123457".to_owned());
    assert_eq!(proposed.collect::<Vec<_>>(), [Some(meant), None]);
}

#[test]
fn the_store_knows_which_price_a_spreadsheet_damaged() {
    let rows = "sku|regular_price|weight\nA|90.750|\nA|Sep 99|\nA|12.50|1.250\nB|90.750|";
    let file = realdata::parse(rows, b'|');
    let mut model = Model::default();
    let decimal = |text: &str| longshore_engine::value::Value::Decimal(text.parse().unwrap());
    let rope = fields([
        ("sku", text("A")),
        ("regular_price", decimal("9.50")),
        ("weight", decimal("1300")),
    ]);
    model.put(Entity::Product, None, rope);
    let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
    let told = file.rows.iter().map(|row| {
        let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
        mapping.map(row, &mut mapped, &mut issues);
        assert!(damage::asks_store(&issues, row, &mapping));
        damage::ask_store(&mut issues, &mapped, row, &mapping, &model);
        let issue = issues.into_iter().find(|issue| issue.code.starts_with("number_")).unwrap();
        let params: Vec<String> = issue.params.into_iter().map(|(_, text)| text).collect();
        (issue.code.to_string(), params.join(" "), issue.fix.is_some())
    });
    let told: Vec<(String, String, bool)> = told.collect();
    let wanted = [
        ("number_known_by_store", "90.750 90.75 9.50", true),
        ("number_known_by_store", "Sep 99 9.99 9.50", true),
        ("number_known_by_store", "1.250 1250 1300", true),
        ("number_ambiguous", "90.750 90.750 90750", false),
    ];
    let wanted = wanted.map(|(code, params, fix)| (code.to_owned(), params.to_owned(), fix));
    assert_eq!(told, wanted);
}

#[test]
fn a_step_that_cannot_do_with_a_cell_keeps_its_row_out() {
    let file = realdata::parse("sku|name\nA|x", b'|');
    for (step, code) in [
        (
            Step::LookUp { name: String::new(), table: Vec::new(), otherwise: Otherwise::Refuse },
            "value_not_in_table",
        ),
        (Step::Expression { text: "1 / 0".to_owned() }, "expression_failed"),
        (Step::Date { order: None, pattern: None }, "date_not_read"),
    ] {
        let mut changed = profile(&file);
        changed.columns[1].steps = vec![step];
        let found = run(&file, &changed, &[]).issues;
        assert_eq!(found[0].code, code);
        assert_eq!(found[0].column, Some(1));
    }
}

/// A folder in which every word has another fate.
#[derive(Debug)]
struct Folder;

impl PictureFiles for Folder {
    fn find(&self, named: &str) -> FoundPicture {
        match named {
            "hat.jpg" => FoundPicture::One { path: "Hat.jpg".to_owned(), content: "00".to_owned() },
            "two.jpg" => FoundPicture::Several,
            "out.jpg" => FoundPicture::Elsewhere,
            "bad.jpg" => FoundPicture::Unusable,
            _ => FoundPicture::Missing,
        }
    }
}

#[test]
fn a_picture_of_this_computer_is_what_the_folder_has_under_its_name() {
    let cells = "hat.jpg, https://a.example/a.jpg, two.jpg|out.jpg|bad.jpg|none.jpg";
    let file = realdata::parse(&format!("sku,images\nA,\"{cells}\""), b',');
    let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
    let mapping = mapping.with_pictures(Some(std::sync::Arc::new(Folder)));
    let (mut mapped, mut issues) = (Mapped::empty(), Vec::new());
    mapping.map(&file.rows[0], &mut mapped, &mut issues);
    let codes: Vec<&str> = issues.iter().map(|issue| issue.code.as_str()).collect();
    let wanted = ["ambiguous", "elsewhere", "unusable", "missing"];
    assert_eq!(codes, wanted.map(|end| format!("picture_file_{end}")));
    let Some(longshore_engine::value::Value::Images(images)) = mapped.record.fields.get("images")
    else {
        panic!("{mapped:?}");
    };
    let addresses: Vec<&str> = images.iter().map(|image| image.src.as_str()).collect();
    assert_eq!(addresses, ["file:Hat.jpg#sha256=00", "https://a.example/a.jpg"]);
    let mut again = Vec::new();
    mapping.validate(&file.rows[0], &mut again);
    assert_eq!(again, issues);
}

#[test]
fn there_is_a_case_for_every_code() {
    let elsewhere = [
        "number_in_other_notation",
        "column_missing",
        "sku_long",
        "line_not_read",
        "text_too_long",
        "value_not_in_table",
        "expression_failed",
        "number_off_scale",
        "category_may_be_path",
        "number_may_be_fraction",
        "date_order_differs",
        "value_is_day_number",
        "value_became_number",
        "unit_missing",
        "proposal_taken",
        "number_known_by_store",
        "number_unlike_store",
        "sku_without_zeros",
        "picture_file_missing",
        "picture_file_ambiguous",
        "picture_file_elsewhere",
        "picture_file_unusable",
        "coupon_twice",
        "coupon_over_whole",
        "coupon_email_not_read",
    ];
    let cases: BTreeSet<&str> = CASES.iter().map(|(code, _)| *code).chain(elsewhere).collect();
    let codes: BTreeSet<&str> = ALL.iter().map(|code| code.code).collect();
    assert_eq!(cases, codes);
}

#[test]
fn a_tidy_table_raises_nothing() {
    let outcome = table(
        "type|sku|name|parent|regular_price|sale_price|stock|attributes:name1|attributes:value1|categories\n\
         variable|P|Shirt|||||Size|S, M|Clothing > Shirts\n\
         variation|P-S|Shirt S|P|10|9|5|Size|S|\n\
         variation|P-M|Shirt M|P|10||5|Size|M|\n\
         simple|X|Cap||8,50||||| Clothing > Caps, Sale",
    );
    assert_eq!(outcome.issues, []);
}

/// What a file raises when its rows are looked at, and when they become records.
fn both_passes(text: &str) -> [Vec<String>; 2] {
    let file = realdata::parse(text, b'|');
    let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
    let mut passes = [Vec::new(), Vec::new()];
    for row in &file.rows {
        mapping.validate(row, &mut passes[0]);
        mapping.map(row, &mut Mapped::empty(), &mut passes[1]);
    }
    passes.map(|issues| issues.into_iter().map(|issue| issue.code.to_string()).collect())
}

#[test]
fn an_attribute_that_says_nothing_is_not_there_twice_in_either_pass() {
    let columns = "sku|attributes:name1|attributes:value1|attributes:name2|attributes:value2";
    let [looked, mapped] = both_passes(&format!("{columns}\nA|Colour||Colour|Red"));
    assert_eq!(looked, ["attribute_without_value"]);
    assert_eq!(mapped, looked);
    let [looked, mapped] = both_passes(&format!("{columns}\nA|Colour|Blue|Colour|Red"));
    assert_eq!(looked, ["attribute_twice"]);
    assert_eq!(mapped, looked);
}

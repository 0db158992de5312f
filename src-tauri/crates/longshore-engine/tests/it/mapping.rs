//! A cell becomes the value that WooCommerce's own import would make of it, or a better one.

use longshore_engine::{
    entity::Entity,
    error::MappingError,
    mapping::Mapping,
    profile::{ColumnMap, Profile, Step},
    reading::{DecimalSeparator, Markup, Notation},
    row::Header,
    truth::Language,
    unit::Unit,
    value::{
        AttributeName, Choice, Download, Image, Key, Name, ProductAttribute, Reference, Value,
    },
};
use rust_decimal::Decimal;

use crate::{
    pipeline::{clearing, fields, profile, run, table},
    realdata,
};

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

fn decimal(value: &str) -> Value {
    Value::Decimal(value.parse().unwrap())
}

fn one(target: &str, cell: &str) -> Option<Value> {
    let fields = fields(&format!("sku|{target}\nA|{cell}"));
    let field = longshore_engine::target::Target::parse(target).unwrap().feeds().remove(0);
    fields.get(&field).cloned()
}

fn named(entity: Entity, by: Key, path: &[&str]) -> Reference {
    Reference::Named(Name { entity, by, path: path.iter().map(ToString::to_string).collect() })
}

#[test]
fn the_type_cell_says_type_and_flags() {
    let album = fields("type|sku\n\"simple, downloadable, virtual\"|A");
    assert_eq!(album.get("type"), Some(&text("simple")));
    assert_eq!(album.get("virtual"), Some(&Value::Boolean(true)));
    assert_eq!(album.get("downloadable"), Some(&Value::Boolean(true)));
    assert_eq!(fields("type|sku\nvirtual|A").get("type"), Some(&text("simple")));
    assert_eq!(fields("type|sku\nVariable|A").get("type"), Some(&text("variable")));
    // A table without types leaves the store's own.
    assert_eq!(fields("sku|name\nA|B").get("type"), None);
}

#[test]
fn published_becomes_a_status_and_variations_of_drafts_are_public() {
    for (cell, status) in [
        ("1", "publish"),
        ("0", "private"),
        ("-1", "draft"),
        ("2", "pending"),
        ("true", "publish"),
        ("ja", "publish"),
    ] {
        assert_eq!(one("published", cell), Some(text(status)), "{cell}");
    }
    let variation = fields("type|sku|parent|published\nvariation|A|P|-1");
    assert_eq!(variation.get("status"), Some(&text("publish")));
}

#[test]
fn a_stock_number_says_that_the_stock_is_managed_and_what_the_status_is() {
    let managed = fields("sku|in_stock|stock\nA|1|7");
    assert_eq!(managed.get("manage_stock"), Some(&Value::Boolean(true)));
    assert_eq!(managed.get("stock_quantity"), Some(&Value::Integer(7)));
    assert_eq!(managed.get("stock_status"), None);
    let unmanaged = fields("sku|in_stock|stock\nA|backorder|");
    assert_eq!(unmanaged.get("manage_stock"), None);
    assert_eq!(unmanaged.get("stock_status"), Some(&text("onbackorder")));
    let cleared = clearing("sku|in_stock|stock\nA|0|");
    assert_eq!(cleared.get("manage_stock"), Some(&Value::Boolean(false)));
    assert_eq!(cleared.get("stock_status"), Some(&text("outofstock")));
    let inherited = fields("type|sku|parent|stock\nvariation|A|P|parent");
    assert_eq!(inherited.get("manage_stock"), Some(&text("parent")));
    assert_eq!(fields("sku|stock\nA|InStock").get("stock_status"), Some(&text("instock")));
}

#[test]
fn lists_and_paths_are_split_where_no_backslash_protects_a_comma() {
    let Some(Value::References(all)) =
        one("categories", "Clothing > Shirts, Taps\\, brass, clothing > SHIRTS")
    else {
        panic!("no categories")
    };
    let category = |path: &[&str]| named(Entity::Category, Key::Path, path);
    assert_eq!(all, [category(&["Clothing", "Shirts"]), category(&["Taps, brass"])]);
    let tags = one("tags", "new, Taps &amp; Mixers");
    let tag = |name| named(Entity::Tag, Key::Name, &[name]);
    assert_eq!(tags, Some(Value::References(vec![tag("new"), tag("Taps & Mixers")])));
    let brand = one("brand", "Apple Computer, Inc");
    assert_eq!(
        brand,
        Some(Value::References(vec![named(Entity::Brand, Key::Path, &["Apple Computer, Inc"])]))
    );
    assert_eq!(
        one("shipping_class", "Bulky"),
        Some(Value::Reference(named(Entity::ShippingClass, Key::Name, &["Bulky"])))
    );
}

#[test]
fn several_columns_add_to_one_list() {
    let fields = fields(
        "sku|category|categories|images|images\nA|Wine|Drinks, Sale|https://a.b/1.png|https://a.b/2.png",
    );
    assert!(matches!(fields.get("categories"), Some(Value::References(all)) if all.len() == 3));
    assert!(matches!(fields.get("images"), Some(Value::Images(all)) if all.len() == 2));
}

#[test]
fn products_are_named_by_sku_or_by_the_files_own_number() {
    let product = |by, name| named(Entity::Product, by, &[name]);
    let upsells = one("upsell_ids", "TEE-1, id:44");
    assert_eq!(
        upsells,
        Some(Value::References(vec![product(Key::Sku, "TEE-1"), product(Key::Id, "44")]))
    );
    let outcome = table("id|type|sku|parent\n9|variation|A|ID:44");
    assert_eq!(outcome.mapped[0].parent, Some(Name::new(Entity::Product, Key::Id, "44")));
    assert_eq!(outcome.mapped[0].source_id, Some(9));
}

#[test]
fn the_first_picture_is_the_featured_one_and_variations_have_one() {
    let images = one("images", "https://a.b/1.png, https://a.b/2.png, https://a.b/1.png");
    let image = |src: &str| Image { src: src.to_owned(), ..Image::default() };
    assert_eq!(
        images,
        Some(Value::Images(vec![image("https://a.b/1.png"), image("https://a.b/2.png")]))
    );
    let variation =
        fields("type|sku|parent|images\nvariation|A|P|\"https://a.b/1.png, https://a.b/2.png\"");
    assert_eq!(variation.get("image"), Some(&Value::Images(vec![image("https://a.b/1.png")])));
    assert_eq!(variation.get("images"), None);
}

const SHIRT: &str = "id|type|sku|parent|attributes:name1|attributes:value1|attributes:visible1|attributes:global1|\
                     attributes:name2|attributes:value2|attributes:visible2|attributes:global2|attributes:default2\n\
                     7|variation|||Size|S||0|Colour|||1|\n";

#[test]
fn a_product_offers_attributes_and_those_that_its_variations_use_are_marked() {
    // The variation stands before its product, and names it by its number.
    let text = format!(
        "{}5|variable|P||Size|\"S, M\\, wide\"|0|0|Colour|Red|1|1|",
        SHIRT.replace("7|variation||", "7|variation||id:5")
    );
    let outcome = table(&text);
    let global = AttributeName::Global(named(Entity::Attribute, Key::Name, &["Colour"]));
    let (size, colour) = (AttributeName::Local("Size".to_owned()), global);
    assert_eq!(
        outcome.mapped[1].record.fields.get("attributes"),
        Some(&Value::Attributes(vec![
            ProductAttribute {
                attribute: size.clone(),
                options: vec!["S".to_owned(), "M, wide".to_owned()],
                visible: false,
                variation: true,
            },
            ProductAttribute {
                attribute: colour.clone(),
                options: vec!["Red".to_owned()],
                visible: true,
                variation: true
            },
        ]))
    );
    assert_eq!(
        outcome.mapped[0].record.fields.get("attributes"),
        Some(&Value::Choices(vec![
            Choice { attribute: size, option: "S".to_owned() },
            // Any colour.
            Choice { attribute: colour, option: String::new() },
        ]))
    );
}

#[test]
fn an_attribute_with_a_default_is_one_that_variations_differ_in() {
    let text = format!("{SHIRT}5|variable|P||Size|S|||Colour|\"Red, Blue\"||1|Blue")
        .replace("7|variation|||Size|S||0|Colour|||1|\n", "");
    let fields = fields(&text);
    let Some(Value::Attributes(all)) = fields.get("attributes") else { panic!("no attributes") };
    assert_eq!(all.iter().map(|attribute| attribute.variation).collect::<Vec<_>>(), [false, true]);
    let Some(Value::Choices(defaults)) = fields.get("default_attributes") else {
        panic!("no defaults")
    };
    assert_eq!(defaults[0].option, "Blue");
}

#[test]
fn a_column_can_be_named_for_its_attribute() {
    let fields = fields("sku|attribute:Colour\nA|\"Red, Blue\"");
    let Some(Value::Attributes(all)) = fields.get("attributes") else { panic!("no attributes") };
    assert_eq!(all[0].attribute, AttributeName::Local("Colour".to_owned()));
    assert_eq!(all[0].options, ["Red", "Blue"]);
}

#[test]
fn a_variation_that_shows_its_products_sku_has_none() {
    let outcome = table("type|sku|parent\nvariable|Tee|\nvariation|TEE|tee");
    assert_eq!(outcome.mapped[1].record.fields.get("sku"), None);
    assert!(outcome.issues.iter().all(|issue| issue.code != "sku_twice"));
}

#[test]
fn downloads_take_the_files_name_where_they_have_none() {
    let fields = fields(
        "sku|downloads:id1|downloads:name1|downloads:url1|downloads:url2\nA|x|Song|https://a.b/1.mp3|https://a.b/c/two.mp3?x",
    );
    let file = |id: &str, name: &str, file: &str| Download {
        id: id.to_owned(),
        name: name.to_owned(),
        file: file.to_owned(),
    };
    assert_eq!(
        fields.get("downloads"),
        Some(&Value::Downloads(vec![
            file("x", "Song", "https://a.b/1.mp3"),
            file("", "two.mp3", "https://a.b/c/two.mp3?x")
        ]))
    );
}

#[test]
fn meta_data_is_decoded_where_it_is_json_and_kept_where_it_is_not() {
    assert_eq!(one("meta:_a", "[1,2]"), Some(Value::Json(serde_json::json!([1, 2]))));
    assert_eq!(one("meta:_a", "[not json"), Some(text("[not json")));
    assert_eq!(one("meta:_a", "12"), Some(text("12")));
}

#[test]
fn what_something_costs_the_shop_is_a_number() {
    assert_eq!(one("meta:_cogs_total_value", "12.50"), Some(text("12.50")));
    assert_eq!(one("meta:_cogs_total_value", "€ 4.20"), Some(text("4.20")));
    assert_eq!(one("meta:_cogs_total_value", "on request"), None);
}

#[test]
fn escapes_of_the_export_are_taken_off() {
    assert_eq!(one("name", "'=cmd"), Some(text("=cmd")));
    assert_eq!(one("regular_price", "'-5"), Some(decimal("-5")));
    assert_eq!(one("description", "one\\ntwo"), Some(text("one\ntwo")));
    assert_eq!(one("name", "Fish &amp; Chips"), Some(text("Fish & Chips")));
    // Descriptions have markup of their own.
    assert_eq!(one("description", "Fish &amp; Chips"), Some(text("Fish &amp; Chips")));
}

#[test]
fn an_empty_cell_keeps_or_clears() {
    let table = "sku|name|regular_price|categories|description|featured|meta:a\nA||||||";
    let kept = fields(table);
    assert_eq!(kept.len(), 1);
    let cleared = clearing(table);
    for field in ["regular_price", "categories", "description", "meta:a"] {
        assert_eq!(cleared.get(field), Some(&Value::Empty), "{field}");
    }
    // Neither yes nor no is no answer.
    assert_eq!(cleared.get("featured"), None);
}

#[test]
fn units_in_brackets_and_in_cells_become_the_stores() {
    let file = realdata::parse(
        "SKU|Type|Published|Weight (lbs)|Length (in)|Width (mm)\nA|simple|1|2|10|5 cm",
        b'|',
    );
    let fields = run(&file, &profile(&file), &[]).mapped.remove(0).record.fields;
    assert_eq!(fields.get("weight"), Some(&decimal("0.907185")));
    assert_eq!(fields.get("length"), Some(&decimal("25.4")));
    assert_eq!(fields.get("width"), Some(&decimal("5")));
}

#[test]
fn prices_of_one_column_are_read_in_the_notation_that_was_found_or_chosen() {
    let file = realdata::parse("sku|regular_price\nA|1.234", b'|');
    let comma = Notation { decimal: Some(DecimalSeparator::Comma), ..Notation::default() };
    let price = |profile: &Profile, found| {
        run(&file, profile, &[Notation::default(), found])
            .mapped
            .remove(0)
            .record
            .fields
            .get("regular_price")
            .cloned()
    };
    let suggested = profile(&file);
    assert_eq!(price(&suggested, Notation::default()), None);
    assert_eq!(price(&suggested, comma), Some(decimal("1234")));
    let mut chosen = suggested.clone();
    chosen.columns[1].notation.decimal = Some(DecimalSeparator::Point);
    assert_eq!(price(&chosen, comma), Some(decimal("1.234")));
    // WooCommerce's own export has no thousands separators.
    let own = Profile { platform: "woocommerce".into(), ..suggested };
    assert_eq!(price(&own, Notation::default()), Some(decimal("1.234")));
}

#[test]
fn a_sale_price_that_the_store_would_empty_is_emptied_and_the_product_goes_in() {
    let outcome = table("sku|name|regular_price|sale_price\nA|A|10|10");
    assert_eq!(outcome.mapped[0].record.fields.get("sale_price"), Some(&Value::Empty));
    assert!(
        outcome
            .issues
            .iter()
            .all(|issue| issue.severity < longshore_engine::issue::Severity::Error)
    );
}

#[test]
fn steps_come_before_the_value_is_read() {
    let file = realdata::parse("sku|Preis\nA|10,05 €", b'|');
    let mut profile = profile(&file);
    profile.columns[1].target = Some("regular_price".into());
    profile.columns[1].steps = vec![Step::Arithmetic {
        multiply: Some(Decimal::new(119, 2)),
        add: None,
        decimals: None,
        ending: Some(Decimal::new(99, 2)),
    }];
    let fields = run(&file, &profile, &[]).mapped.remove(0).record.fields;
    assert_eq!(fields.get("regular_price"), Some(&decimal("11.99")));
}

#[test]
fn constants_stand_in_for_missing_columns() {
    let file = realdata::parse("sku|name\nA|B", b'|');
    let mut profile = profile(&file);
    profile.constants =
        vec![("tax_status".into(), "none".to_owned()), ("brand".into(), "Acme".to_owned())];
    let fields = run(&file, &profile, &[]).mapped.remove(0).record.fields;
    assert_eq!(fields.get("tax_status"), Some(&text("none")));
    assert!(matches!(fields.get("brands"), Some(Value::References(all)) if all.len() == 1));
}

#[test]
fn a_profile_that_cannot_be_applied_says_why() {
    let header = Header { columns: vec!["A".to_owned(), "B".to_owned()], line: Some(1) };
    let column = |name: &str, target: &str| ColumnMap {
        column: name.to_owned(),
        target: Some(target.into()),
        ..ColumnMap::default()
    };
    let compile = |columns: Vec<ColumnMap>| {
        Mapping::compile(&Profile { columns, ..Profile::default() }, &header, &[], None).map(|_| ())
    };
    assert_eq!(compile(vec![]), Err(MappingError::NothingMatched));
    assert!(matches!(compile(vec![column("A", "prize")]), Err(MappingError::UnknownTarget { .. })));
    assert!(matches!(
        compile(vec![column("A", "sku"), column("B", "sku")]),
        Err(MappingError::TargetTwice { .. })
    ));
    assert_eq!(compile(vec![column("C", "sku")]), Err(MappingError::OtherFile));
    let bad = ColumnMap {
        steps: vec![Step::Replace { find: String::new(), with: String::new() }],
        ..column("A", "sku")
    };
    assert!(matches!(compile(vec![bad]), Err(MappingError::BadStep { step: 1, .. })));
    assert_eq!(compile(vec![column("a ", "sku"), column("B", "name")]), Ok(()));
}

/// Issues of both ways of reading the same rows.
fn both_ways(file: &realdata::File, profile: &Profile) -> [Vec<longshore_engine::issue::Issue>; 2] {
    let mapping = Mapping::compile(profile, &file.header, &[], None).unwrap();
    let [mut mapped, mut validated] = [Vec::new(), Vec::new()];
    let mut out = longshore_engine::mapped::Mapped::empty();
    for row in &file.rows {
        mapping.map(row, &mut out, &mut mapped);
        mapping.validate(row, &mut validated);
    }
    [mapped, validated]
}

#[test]
fn the_quick_check_raises_what_mapping_raises() {
    for (_, text) in crate::codes::CASES {
        let file = realdata::parse(text, b'|');
        let [mapped, validated] = both_ways(&file, &profile(&file));
        assert_eq!(mapped, validated, "{text}");
    }
    for (name, delimiter) in [
        ("woo/woo-export-2021-tiles.csv", b','),
        ("woo/woo-export-argentina.csv", b','),
        ("feeds/google-merchant.csv", b','),
        ("shopify/shopify-NEW-template-2025-url-handle.csv", b','),
        ("prestashop/products_import.csv", b';'),
        ("misc/russian-bom-semicolon.csv", b';'),
    ] {
        let Some(file) = realdata::read(name, delimiter) else { return };
        let [mapped, validated] = both_ways(&file, &profile(&file));
        assert_eq!(mapped, validated, "{name}");
    }
}

#[test]
fn a_row_read_over_another_is_as_if_read_alone() {
    for (name, delimiter) in [
        ("woo/woo-export-2021-tiles.csv", b','),
        ("woo/woo-core-sample_products.csv", b','),
        ("misc/5k-products.csv", b','),
        ("prestashop/products_import.csv", b';'),
    ] {
        let Some(file) = realdata::read(name, delimiter) else { return };
        let mapping = Mapping::compile(&profile(&file), &file.header, &[], None).unwrap();
        let mut over = longshore_engine::mapped::Mapped::empty();
        for row in &file.rows {
            let mut alone = longshore_engine::mapped::Mapped::empty();
            mapping.map(row, &mut over, &mut Vec::new());
            mapping.map(row, &mut alone, &mut Vec::new());
            assert_eq!(over, alone, "{name} row {}", row.number);
        }
    }
}

#[test]
fn a_column_says_how_its_lists_words_measures_and_texts_are_written() {
    let written = |target: &str, cell: &str, notation: Notation| {
        let file = realdata::parse(&format!("sku~{target}\nA~{cell}"), b'~');
        let found = run(&file, &profile(&file), &[Notation::default(), notation]);
        let field = longshore_engine::target::Target::parse(target).unwrap().feeds().remove(0);
        found.mapped[0].record.fields.get(&field).cloned()
    };
    let list = Notation { list: Some('|'), ..Notation::default() };
    let tags =
        vec![named(Entity::Tag, Key::Name, &["a, b"]), named(Entity::Tag, Key::Name, &["c"])];
    assert_eq!(written("tags", "a, b|c", list), Some(Value::References(tags)));
    let turkish = Notation { truths: Some(Language::Tr), ..Notation::default() };
    assert_eq!(written("featured", "E", turkish), Some(Value::Boolean(true)));
    assert_eq!(written("featured", "H", turkish), Some(Value::Boolean(false)));
    let grams = Notation { unit: Some(Unit::G), ..Notation::default() };
    assert_eq!(written("weight", "250", grams), Some(decimal("0.25")));
    assert_eq!(written("weight", "2 kg", grams), Some(decimal("2")));
    let plain = Notation { markup: Some(Markup::Plain), ..Notation::default() };
    assert_eq!(written("description", "5 < 6", plain), Some(text("<p>5 &lt; 6</p>")));
}

#[test]
fn a_column_decides_the_order_of_its_dates_by_the_days_beyond_twelve() {
    let read = |cells: [&str; 2]| {
        let notation = longshore_engine::notation::detect(cells.into_iter()).notation;
        let file = realdata::parse(&format!("sku|date_on_sale_from\nA|{}", cells[0]), b'|');
        let found = run(&file, &profile(&file), &[Notation::default(), notation]);
        let of_dates = found.issues.iter().filter(|issue| issue.code.starts_with("date_"));
        let codes: Vec<String> = of_dates.map(|issue| issue.code.to_string()).collect();
        (found.mapped[0].record.fields.get("date_on_sale_from").cloned(), codes)
    };
    let moment = |text: &str| Some(Value::Moment(text.parse().unwrap()));
    assert_eq!(read(["03/04/2026", "31/12/2026"]), (moment("2026-04-03T00:00:00"), vec![]));
    assert_eq!(read(["03/04/2026", "12/31/2026"]), (moment("2026-03-04T00:00:00"), vec![]));
    let (read, codes) = read(["03/04/2026", "05/06/2026"]);
    assert_eq!((read, codes.as_slice()), (None, ["date_ambiguous".to_owned()].as_slice()));
}

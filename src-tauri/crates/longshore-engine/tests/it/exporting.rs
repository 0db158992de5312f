//! What is exported and imported again changes nothing.

use longshore_engine::{
    entity::Entity,
    mapped::Mapped,
    plan::PlanSettings,
    platforms::woocommerce::export::Exporter,
    profile::Mode,
    record::StoreRecord,
    row::Row,
    value::{Key, StoreId, Value},
};
use proptest::prelude::*;

use crate::{
    model::{Model, plan, plan_with, send, settings},
    pipeline::{facts, profile, run},
    realdata::{self, File},
};

/// The whole store as a file of its own export.
fn export(model: &Model) -> File {
    let products: Vec<StoreRecord> = model
        .all()
        .into_values()
        .filter(|record| matches!(record.entity, Entity::Product | Entity::Variation))
        .collect();
    let mut exporter = Exporter::new(&facts());
    products.iter().for_each(|record| exporter.observe(record, model));
    let mut file = File { rows: Vec::new(), ..realdata::parse("", b',') };
    file.header.columns = exporter.header();
    for record in &products {
        let mut row = Row::new();
        exporter.row(record, model, &mut row);
        assert_eq!(row.len(), file.header.columns.len());
        row.number = file.rows.len() as u64 + 1;
        file.rows.push(row);
    }
    file
}

fn read(file: &File) -> Vec<Mapped> {
    run(file, &profile(file), &[]).mapped
}

/// Imports a file into an empty store, and its export into the same store.
fn round_trip(file: &File) {
    let rows = read(file);
    let mut model = Model::default();
    let first = plan(&model, &rows);
    for sent in send(&mut model, &first, &rows) {
        sent.kept.unwrap();
    }
    assert_eq!(plan(&model, &rows).changes, [], "the same file again");
    let exported = export(&model);
    assert_eq!(exported.rows.len(), file.rows.len());
    // Products without a SKU are known by the number that this very store gave them.
    let keys = vec![Key::Id, Key::Sku, Key::Choices];
    let own = PlanSettings { keys, ..settings(Mode::CreateUpdate) };
    let again = plan_with(&model, &read(&exported), own);
    assert_eq!(again.changes, [], "the export of it");
}

const SAMPLE: &str = r#"ID,Type,SKU,Name,Published,Is featured?,Description,Tax class,In stock?,Stock,Backorders allowed?,Weight (kg),Sale price,Regular price,Categories,Tags,Shipping class,Images,Parent,Upsells,Position,Brands,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global,Attribute 1 default,Attribute 2 name,Attribute 2 value(s),Attribute 2 visible,Attribute 2 global,Meta: _note,Download 1 name,Download 1 URL
1,variable,SHIRT,Shirt,1,1,"One\nTwo",,1,,0,0.2,,,"Clothing > Shirts, Taps\, brass",new,Bulky,"https://a.b/1.png, https://a.b/2.png",,id:4,0,Acme,Colour,"Red, Blue\, dark",1,1,Red,Size,"S, M",1,0,,,
2,variation,SHIRT-R,Shirt,1,0,,parent,1,7,notify,,"8,50","9,90",,,,https://a.b/3.png,SHIRT,,1,,Colour,Red,,1,,Size,S,,0,,,
3,variation,,Shirt,1,0,,parent,1,,0,,,12,,,,,SHIRT,,2,,Colour,,,1,,Size,M,,0,,,
4,"simple, downloadable, virtual",,"'=Album & more",-1,0,,reduced-rate,backorder,,0,,,5,Music,"new, old",,,,SHIRT,0,,Artist,Somebody,0,0,,,,,,"[1,{""a"":2}]",Song,https://a.b/song.mp3
5,external,EXT,Book,0,0,,,1,,0,,,,,,,,,,0,,,,,,,,,,,-5,,
"#;

#[test]
fn a_small_store_comes_back_from_its_export_unchanged() {
    round_trip(&realdata::parse(SAMPLE, b','));
}

#[test]
fn the_core_sample_comes_back_from_its_export_unchanged() {
    let Some(file) = realdata::read("woo/woo-core-sample_products.csv", b',') else { return };
    round_trip(&file);
}

#[test]
fn the_tile_shops_first_products_come_back_unchanged() {
    let Some(mut file) = realdata::read("woo/woo-export-2021-tiles.csv", b',') else { return };
    file.rows.truncate(150);
    round_trip(&file);
}

#[test]
fn the_export_has_the_shops_own_columns_in_their_order() {
    let file = realdata::parse(SAMPLE, b',');
    let rows = read(&file);
    let mut model = Model::default();
    let first = plan(&model, &rows);
    send(&mut model, &first, &rows);
    let exported = export(&model);
    let header = &exported.header.columns;
    assert_eq!(header[..5], ["ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name"]);
    assert_eq!(header[19], "Weight (kg)");
    assert_eq!(
        header[39..],
        [
            "Position",
            "Brands",
            "Download 1 ID",
            "Download 1 name",
            "Download 1 URL",
            "Attribute 1 name",
            "Attribute 1 value(s)",
            "Attribute 1 visible",
            "Attribute 1 global",
            "Attribute 1 default",
            "Attribute 2 name",
            "Attribute 2 value(s)",
            "Attribute 2 visible",
            "Attribute 2 global",
            "Meta: _note",
        ]
    );
    let cell = |sku: &str, column: &str| {
        let row = exported.rows.iter().find(|row| row.get(2) == Some(sku)).unwrap();
        row.get(header.iter().position(|name| name == column).unwrap()).unwrap().to_owned()
    };
    assert_eq!(cell("SHIRT", "Categories"), "Clothing > Shirts, Taps\\, brass");
    assert_eq!(cell("SHIRT", "Attribute 1 value(s)"), "Blue\\, dark, Red");
    assert_eq!(cell("SHIRT", "Attribute 1 default"), "Red");
    assert_eq!(cell("SHIRT", "Description"), "One\\nTwo");
    assert_eq!(cell("SHIRT-R", "Regular price"), "9,90");
    assert_eq!(cell("SHIRT-R", "Parent"), "SHIRT");
    assert_eq!(cell("EXT", "Meta: _note"), "'-5");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_text_and_number_comes_back(
        name in "[A-Za-z&'=+@;,>|-][A-Za-z &'=+@;,>|-]{0,20}[A-Za-z&'=+@;,>|-]",
        description in "[a-z <>/\n\"',;=+@-]{0,40}",
        tags in proptest::collection::vec("[A-Za-z0-9,&>|;]{1,6}", 0..4),
        cents in 0i64..10_000_000,
        stock in proptest::option::of(-50i64..10_000),
        weight in proptest::option::of(0i64..100_000),
    ) {
        let mut model = Model::default();
        let mut fields = longshore_engine::record::Fields::new();
        fields.set("type", Value::Text("simple".to_owned()));
        fields.set("sku", Value::Text("A".to_owned()));
        fields.set("name", Value::Text(name));
        fields.set("description", Value::Text(description));
        fields.set("regular_price", Value::Decimal(rust_decimal::Decimal::new(cents, 2)));
        if let Some(stock) = stock {
            fields.set("manage_stock", Value::Boolean(true));
            fields.set("stock_quantity", Value::Integer(stock));
        }
        if let Some(weight) = weight {
            fields.set("weight", Value::Decimal(rust_decimal::Decimal::new(weight, 3)));
        }
        let mut ids: Vec<StoreId> = Vec::new();
        for tag in &tags {
            let name = Value::Text(tag.clone());
            ids.push(model.put(Entity::Tag, None, [("name".into(), name)].into_iter().collect()));
        }
        let tags = ids.into_iter().map(longshore_engine::value::Reference::Stored).collect();
        fields.set("tags", Value::References(tags));
        let id = model.put(Entity::Product, None, fields);
        let rows = read(&export(&model));
        let before = model.shown(Entity::Product, id).unwrap();
        let fields = &rows[0].record.fields;
        for field in ["sku", "regular_price", "weight", "stock_quantity"] {
            let found = fields.get(field).filter(|value| !value.is_empty());
            prop_assert_eq!(found, before.fields.get(field).filter(|value| !value.is_empty()), "{}", field);
        }
        let changes = plan(&model, &rows).changes;
        prop_assert!(
            changes.iter().all(|change| change.fields.iter().all(|(field, _)| field == "tags")),
            "{:?}", changes
        );
    }
}

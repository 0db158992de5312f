//! JSON and XML become the rows that a person would make of them.

use std::collections::BTreeMap;

use encoding_rs::WINDOWS_1251;
use longshore_engine::{platforms::joining::AROUND, reading::ReadSettings};
use longshore_formats::{Format, Limits, RepairCode, Source};
use proptest::prelude::*;

use crate::made::{Made, Whole, read, read_path, refused};

/// The rows of one table by its name.
fn table(text: impl AsRef<[u8]>, sheet: &str) -> Whole {
    let settings = ReadSettings { sheet: Some(sheet.into()), ..ReadSettings::default() };
    read_path(&Made::of(text).path, &settings, &Limits::default()).unwrap()
}

/// The names of the tables, and which is the default for which reason.
fn tables(text: impl AsRef<[u8]>) -> (Vec<String>, String, String) {
    let made = Made::of(text);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    let recognised = source.recognised().clone();
    let sheet = recognised.sheet.unwrap();
    let names = recognised.sheets.into_iter().map(|sheet| sheet.name).collect();
    (names, sheet.value, sheet.reason.code.to_string())
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const YML: &str = r#"<?xml version="1.0" encoding="windows-1251"?>
<!DOCTYPE yml_catalog SYSTEM "shops.dtd">
<yml_catalog date="2026-01-01 00:00"><shop><name>Лавка</name>
<currencies><currency id="RUR" rate="1"/></currencies>
<categories><category id="1">Обувь</category><category id="2" parentId="1">Сапоги</category>
<category id="3" parentId="1">Туфли</category></categories>
<offers>
<offer id="4" available="true" group_id="9"><url>http://a.example/?a=1&amp;b=2</url><price>64.80</price>
<categoryId type="Own">2</categoryId><picture>p4.jpg</picture>
<param name="Цвет">чёрный</param><param name="Рост" unit="см">164</param>
<description><![CDATA[<p>Тёплые & мягкие</p>]]></description></offer>
<offer id="5" available="false"><url/><price>10</price><picture>p5.jpg</picture><picture>p5b.jpg</picture></offer>
</offers></shop></yml_catalog>"#;

#[test]
fn a_yandex_feed_in_an_old_encoding() {
    let bytes = WINDOWS_1251.encode(YML).0.into_owned();
    let (all, default, reason) = tables(&bytes);
    assert_eq!(
        all,
        names(&["yml_catalog/shop/categories/category", "yml_catalog/shop/offers/offer"])
    );
    assert_eq!((default.as_str(), reason.as_str()), (all[1].as_str(), "most_like_products"));
    let whole = read(&bytes);
    assert_eq!(
        whole.columns,
        [
            "@id",
            "@available",
            "@group_id",
            "url",
            "price",
            "categoryId/@type",
            "categoryId",
            "picture",
            "param/@name",
            "param",
            "param[2]/@name",
            "param[2]/@unit",
            "param[2]",
            "description",
            "picture[2]"
        ]
    );
    assert_eq!(
        whole.cells()[0],
        [
            "4",
            "true",
            "9",
            "http://a.example/?a=1&b=2",
            "64.80",
            "Own",
            "2",
            "p4.jpg",
            "Цвет",
            "чёрный",
            "Рост",
            "см",
            "164",
            "<p>Тёплые & мягкие</p>",
            ""
        ]
    );
    assert_eq!(whole.rows[1].get(14), Some("p5b.jpg"));
    assert_eq!(whole.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [8, 12]);
    let categories = table(&bytes, "yml_catalog/shop/categories/category");
    assert_eq!(categories.columns, ["@id", ".", "@parentId"]);
    assert_eq!(categories.cells()[1], ["2", "Сапоги", "1"]);
}

#[test]
fn google_s_prefix_is_always_the_same() {
    let feed = |prefix: &str| {
        format!(
            "<rss version=\"2.0\" xmlns:{prefix}=\"http://base.google.com/ns/1.0\"><channel>\
             <title>Shop</title><link>https://a.example</link><description>d</description>\
             <item><{prefix}:id>1</{prefix}:id><title>Shirt</title><{prefix}:price>9.90 EUR</{prefix}:price>\
             <{prefix}:shipping><{prefix}:country>DE</{prefix}:country><{prefix}:price>4.90 EUR</{prefix}:price></{prefix}:shipping>\
             <c:extra xmlns:c=\"urn:c\">x</c:extra></item></channel></rss>"
        )
    };
    for prefix in ["g", "google", "ns0"] {
        let (all, default, _) = tables(feed(prefix));
        assert_eq!((all.len(), default.as_str()), (1, "rss/channel/item"));
        let whole = read(feed(prefix));
        assert_eq!(
            whole.columns,
            ["g:id", "title", "g:price", "g:shipping/g:country", "g:shipping/g:price", "c:extra"]
        );
        assert_eq!(whole.cells(), [["1", "Shirt", "9.90 EUR", "DE", "4.90 EUR", "x"]]);
    }
}

#[test]
fn elements_are_told_by_their_namespace_whatever_its_prefix() {
    let google = "http://base.google.com/ns/1.0";
    let atom = "http://www.w3.org/2005/Atom";
    let as_default = format!(
        "<feed xmlns=\"{google}\"><entry><id>1</id><title>Shirt</title></entry>\
         <entry><id>2</id><title>Hat</title></entry></feed>"
    );
    let as_prefix = as_default.replace("xmlns=", "xmlns:g=").replace("</", "</g:");
    let as_prefix = ["feed", "entry", "id", "title"]
        .iter()
        .fold(as_prefix, |text, name| text.replace(&format!("<{name}"), &format!("<g:{name}")));
    for feed in [as_default, as_prefix] {
        let (_, default, _) = tables(&feed);
        assert_eq!(default, "feed/entry", "{feed}");
        let whole = read(&feed);
        assert_eq!(whole.columns, ["id", "title"]);
        assert_eq!(whole.cells(), [["1", "Shirt"], ["2", "Hat"]]);
    }
    let numbered = format!(
        "<ns0:feed xmlns:ns0=\"{atom}\" xmlns:ns1=\"{google}\"><ns0:entry><ns1:id>1</ns1:id>\
         <ns0:title>Shirt</ns0:title></ns0:entry><ns0:entry><id xmlns=\"{google}\">2</id>\
         <ns0:title>Hat</ns0:title></ns0:entry></ns0:feed>"
    );
    let (_, default, _) = tables(&numbered);
    assert_eq!(default, "feed/entry");
    let whole = read(&numbered);
    assert_eq!(whole.columns, ["g:id", "title"]);
    assert_eq!(whole.cells(), [["1", "Shirt"], ["2", "Hat"]]);
    let export = "<rss xmlns:w=\"http://wordpress.org/export/1.2/\" \
        xmlns:e=\"http://wordpress.org/export/1.2/excerpt/\"><channel><atom:link xmlns:atom=\"urn:a\">x</atom:link>\
        <item><link>l</link><w:post_id>1</w:post_id><e:encoded>s</e:encoded><x:own>o</x:own></item>\
        <item><link>m</link><w:post_id>2</w:post_id><e:encoded>t</e:encoded></item></channel></rss>";
    assert_eq!(read(export).columns, ["link", "wp:post_id", "excerpt:encoded", "x:own"]);
}

#[test]
fn groups_in_groups_are_rows_with_their_parents() {
    let text = "<КоммерческаяИнформация><Классификатор><Группы>\
        <Группа><Ид>1</Ид><Наименование>Обувь</Наименование><Группы>\
        <Группа><Ид>2</Ид><Наименование>Сапоги</Наименование><Группы>\
        <Группа><Ид>3</Ид><Наименование>Зимние</Наименование></Группа></Группы></Группа>\
        <Группа><Ид>4</Ид><Наименование>Туфли</Наименование></Группа></Группы></Группа>\
        </Группы></Классификатор><Каталог><Товары>\
        <Товар><Ид>a</Ид><Наименование>Валенки</Наименование><Группы><Ид>3</Ид></Группы>\
        <ЗначенияРеквизитов><ЗначениеРеквизита><Наименование>Вес</Наименование><Значение>1</Значение></ЗначениеРеквизита>\
        <ЗначениеРеквизита><Наименование>Вид</Наименование><Значение>Товар</Значение></ЗначениеРеквизита></ЗначенияРеквизитов></Товар>\
        </Товары></Каталог></КоммерческаяИнформация>";
    let (all, default, _) = tables(text);
    assert_eq!(default, "КоммерческаяИнформация/Каталог/Товары/Товар");
    assert_eq!(all[0], "КоммерческаяИнформация/Классификатор/Группы/Группа");
    let groups = table(text, &all[0]);
    assert_eq!(groups.columns, ["..", "Ид", "Наименование"]);
    assert_eq!(
        groups.cells(),
        [["", "1", "Обувь"], ["1", "2", "Сапоги"], ["2", "3", "Зимние"], ["1", "4", "Туфли"]]
    );
    let goods = read(text);
    assert!(goods.columns.contains(&"ЗначенияРеквизитов/ЗначениеРеквизита[2]/Значение".to_owned()));
}

#[test]
fn html_in_a_description_is_kept_as_it_is() {
    let whole = read(
        "<shop><item><id>1</id><text>Soft <b>wool</b> &amp; silk</text></item>\
         <item><id>2</id><text><p>One</p><p>Two<br/></p></text></item>\
         <item><id>3</id><text>  plain  </text></item></shop>",
    );
    assert_eq!(whole.columns, ["id", "text"]);
    assert_eq!(
        whole.cells(),
        [["1", "Soft <b>wool</b> &amp; silk"], ["2", "<p>One</p><p>Two<br/></p>"], ["3", "plain"]]
    );
}

#[test]
fn numbers_in_json_keep_every_digit() {
    let whole = read(
        r#"[{"sku":"A","price":1.10,"gtin":40063813339312345678,"ok":true,"none":null,"tags":["a","b"],
            "dimensions":{"width":1e3},"images":[{"src":"x"},{"src":"y","alt":"\u00fc"}],"empty":[]},
            {"sku":"B","late":-0.50}]"#,
    );
    assert_eq!(
        whole.columns,
        [
            "sku",
            "price",
            "gtin",
            "ok",
            "none",
            "tags",
            "tags[2]",
            "dimensions.width",
            "images.src",
            "images[2].src",
            "images[2].alt",
            "late"
        ]
    );
    assert_eq!(
        whole.cells()[0],
        ["A", "1.10", "40063813339312345678", "true", "", "a", "b", "1000", "x", "y", "ü", ""]
    );
    assert_eq!(whole.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(whole.rows[1].get(11), Some("-0.50"));
}

#[test]
fn json_in_all_its_shapes() {
    let rows = [["1", "Shirt"], ["2", "Hat"]];
    let cases = [
        ("", r#"[{"id":1,"name":"Shirt"},{"id":2,"name":"Hat"}]"#),
        ("", "{\"id\":1,\"name\":\"Shirt\"}\n{\"id\":2,\"name\":\"Hat\"}\n"),
        (
            "data.products",
            r#"{"total":2,"data":{"products":[{"id":1,"name":"Shirt"},{"id":2,"name":"Hat"}]}}"#,
        ),
    ];
    for (name, text) in cases {
        assert_eq!(tables(text).1, name, "{text}");
        let whole = read(text);
        assert_eq!(whole.columns, ["id", "name"]);
        assert_eq!(whole.cells(), rows, "{text}");
    }
    let keyed = read(
        r#"{"A-1":{"id":1,"name":"Shirt"},"A-2":{"id":2,"name":"Hat"},"A-3":{"id":3,"name":"Cap"}}"#,
    );
    assert_eq!(keyed.columns, ["@key", "id", "name"]);
    assert_eq!(keyed.cells()[1], ["A-2", "2", "Hat"]);
    let two = read(r#"{"A-1":{"name":"Shirt","price":5},"A-2":{"name":"Hat","price":7}}"#);
    assert_eq!(two.columns, ["@key", "name", "price"]);
    assert_eq!(two.cells(), [["A-1", "Shirt", "5"], ["A-2", "Hat", "7"]]);
    let inside =
        r#"{"products":{"A-1":{"name":"Shirt","price":5},"A-2":{"name":"Hat","price":7}}}"#;
    assert_eq!(read(inside).cells(), [["A-1", "Shirt", "5"], ["A-2", "Hat", "7"]]);
    let single = read(
        r#"{"id":7,"name":"Hat","price":"5","images":[{"id":1,"src":"a","alt":""},{"id":2,"src":"b","alt":""}]}"#,
    );
    assert_eq!((single.rows.len(), single.rows[0].get(1)), (1, Some("Hat")));
    let bare = read(r#"[["sku","price"],["A",1.5]]"#);
    assert_eq!((bare.columns, bare.header_row), (vec!["sku".into(), "price".into()], 1));
}

#[test]
fn the_first_array_may_name_the_columns_of_the_others() {
    let text = r#"[["SKU","Name","Price"],["A-1","Rope",1.5],["A-2","Knot",2,"more"],["A-3","Buoy",null]]"#;
    let whole = read(text);
    assert_eq!(
        (whole.columns, whole.header_row),
        (["SKU", "Name", "Price", ""].map(String::from).into(), 1)
    );
    let rows = [["A-1", "Rope", "1.5", ""], ["A-2", "Knot", "2", "more"], ["A-3", "Buoy", "", ""]];
    assert_eq!(read(text).cells(), rows);
    assert_eq!(read(text).rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2, 3]);
    let nameless = read(r#"[["A-1",1.5,10],["A-2",2,20],["A-3",3,30]]"#);
    assert_eq!((nameless.header_row, nameless.rows.len()), (0, 3));
    let chosen = ReadSettings { header_row: Some(0), ..ReadSettings::default() };
    let as_it_is = read_path(&Made::of(text).path, &chosen, &Limits::default()).unwrap();
    assert_eq!(as_it_is.cells()[0], ["SKU", "Name", "Price", ""]);
}

#[test]
fn variants_of_products_are_a_table_too_but_not_the_one_that_is_meant() {
    let text = r#"{"products":[
        {"id":1,"title":"Shirt","variants":[{"id":11,"sku":"S","price":"9.90"},{"id":12,"sku":"M","price":"9.90"}]},
        {"id":2,"title":"Hat","variants":[{"id":21,"sku":"H","price":"5.00"}]}]}"#;
    let (all, default, _) = tables(text);
    assert_eq!((all, default.as_str()), (names(&["products", "products.variants"]), "products"));
    let variants = table(text, "products.variants");
    assert_eq!(variants.columns, ["..", "id", "sku", "price"]);
    assert_eq!(
        variants.cells(),
        [["1", "11", "S", "9.90"], ["1", "12", "M", "9.90"], ["2", "21", "H", "5.00"]]
    );
}

#[test]
fn children_in_json_are_rows_with_their_parents() {
    let text = r#"[{"id":1,"name":"Shoes","children":[{"id":2,"name":"Boots","children":[]},{"id":3,"name":"Pumps"}]},{"id":4,"name":"Hats"}]"#;
    let whole = read(text);
    assert_eq!(whole.columns, ["..", "id", "name"]);
    assert_eq!(
        whole.cells(),
        [["", "1", "Shoes"], ["1", "2", "Boots"], ["1", "3", "Pumps"], ["", "4", "Hats"]]
    );
}

#[test]
fn the_content_decides_and_never_the_name() {
    for (text, format) in [
        ("<a><b>1</b><b>2</b></a>", Format::Xml),
        ("\u{feff}\n <!-- x --><a><b>1</b><b>2</b></a>", Format::Xml),
        ("{\"sku\":\"A\"}\n{\"sku\":\"B\"}", Format::Json),
        ("<b>sku</b>;name\n1;2\n", Format::Csv),
        ("sku\tname\n1\t2\n", Format::Csv),
    ] {
        let made = Made::of(text);
        let source =
            Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
        assert_eq!(source.recognised().format.value, format, "{text}");
    }
}

#[test]
fn wide_letters_are_read() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a><b>Größe</b><b>ж</b></a>";
    for mark in ["\u{feff}", ""] {
        let bytes: Vec<u8> =
            format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(bytes).cells(), [["Größe"], ["ж"]]);
    }
}

#[test]
fn columns_that_come_late_are_added_and_too_many_are_counted() {
    let text = r#"[{"a":1},{"a":2,"b":3},{"a":4,"b":5,"c":6,"d":7}]"#;
    let limits = Limits { columns: 3, ..Limits::default() };
    let whole = read_path(&Made::of(text).path, &ReadSettings::default(), &limits).unwrap();
    assert_eq!(whole.columns, ["a", "b", "c"]);
    assert_eq!(whole.cells()[2], ["4", "5", "6"]);
    assert_eq!(whole.repair(RepairCode::ColumnLeftOut), (1, vec![1]));
}

#[test]
fn bombs_end_in_a_code() {
    let deep = format!("<a>{}", "<a>".repeat(100_000));
    assert_eq!(refused(deep).code(), "nested_too_deeply");
    assert_eq!(refused("[".repeat(100_000)).code(), "nested_too_deeply");
    assert_eq!(refused("{\"a\":".repeat(100_000)).code(), "nested_too_deeply");
    let endless = format!("<a><b>1</b><c>{}", "x".repeat(25 << 20));
    assert_eq!(refused(endless).code(), "row_too_long");
    assert_eq!(refused(format!("[{{\"a\":\"{}", "x".repeat(25 << 20))).code(), "row_too_long");
    let entities =
        "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><a><x>&c;</x><x>2</x></a>";
    let whole = read(entities);
    assert_eq!(whole.cells(), [["&c;"], ["2"]]);
    assert_eq!(whole.repair(RepairCode::UnknownEntity), (1, vec![1]));
}

#[test]
fn what_is_broken_says_where() {
    let error = refused("<a>\n<b>1</b>\n<b>2</c></a>");
    assert_eq!(error.code(), "broken_markup");
    assert_eq!(error.params(), [("format", "xml".to_owned()), ("line", "3".to_owned())]);
    let error = refused("[{\"a\":1},\n{\"a\":2},\n{\"a\" 3}]");
    assert_eq!(error.params(), [("format", "json".to_owned()), ("line", "3".to_owned())]);
    assert_eq!(refused("<a><b>1</b><b>2</b>").code(), "broken_markup");
    assert_eq!(refused("[]").code(), "no_sheet");
}

#[test]
fn a_table_far_down_is_found_by_its_name() {
    let mut text = "<shop><categories>".to_owned();
    for id in 0..200_000 {
        text += &format!(
            "<category id=\"{id}\"><name>A category with a name of some length, whatever it may be called here, and still more text to fill it up to its end, as people do, because they can, and nobody stops them</name></category>"
        );
    }
    text += "</categories><promos><promo><id>1</id><name>x</name></promo></promos></shop>";
    let made = Made::of(&text);
    let source = Source::open(&made.path, &ReadSettings::default(), &Limits::default()).unwrap();
    assert_eq!(source.recognised().sheets.len(), 1);
    assert_eq!(table(&text, "shop/promos/promo").cells(), [["1", "x"]]);
    let settings = ReadSettings { sheet: Some("shop/none".into()), ..ReadSettings::default() };
    let error = read_path(&made.path, &settings, &Limits::default()).unwrap_err();
    assert_eq!(error.code(), "sheet_not_found");
}

/// What a field of a record may hold.
#[derive(Clone, Debug)]
enum Value {
    Text(String),
    List(Vec<String>),
    Objects(Vec<BTreeMap<String, String>>),
}

type Record = BTreeMap<String, Value>;

fn records() -> impl Strategy<Value = Vec<Record>> {
    let text = "[!-~äЖ€][ -~äЖ€\n]{0,9}[!-~äЖ€]";
    let objects = prop::collection::btree_map("k[a-z]{1,2}", text, 1..4);
    let value = prop_oneof![
        4 => text.prop_map(Value::Text),
        1 => prop::collection::vec(text, 1..4).prop_map(Value::List),
        1 => prop::collection::vec(objects, 1..4).prop_map(Value::Objects),
    ];
    prop::collection::vec(prop::collection::btree_map("f[a-z]{1,3}", value, 0..6), 2..12)
}

fn numbered(name: &str, index: usize) -> String {
    if index == 0 { name.to_owned() } else { format!("{name}[{}]", index + 1) }
}

/// The leaves of a record by their paths.
fn leaves(number: usize, record: &Record, separator: char) -> BTreeMap<String, String> {
    let mut leaves = BTreeMap::from([("id".to_owned(), number.to_string())]);
    for (name, value) in record {
        match value {
            Value::Text(text) => {
                leaves.insert(name.clone(), text.clone());
            }
            Value::List(list) => {
                leaves.extend(
                    list.iter().enumerate().map(|(at, text)| (numbered(name, at), text.clone())),
                );
            }
            Value::Objects(list) => {
                for (at, object) in list.iter().enumerate() {
                    let path = |key: &String| format!("{}{separator}{key}", numbered(name, at));
                    leaves.extend(object.iter().map(|(key, text)| (path(key), text.clone())));
                }
            }
        }
    }
    leaves
}

fn as_json(records: &[Record]) -> String {
    let quoted = |text: &String| serde_json::to_string(text).unwrap();
    let object = |members: Vec<String>| format!("{{{}}}", members.join(","));
    let one = |(number, record): (usize, &Record)| {
        let mut members = vec![format!("\"id\":{number}")];
        members.extend(record.iter().map(|(name, value)| {
            let value = match value {
                Value::Text(text) => quoted(text),
                Value::List(list) => {
                    format!("[{}]", list.iter().map(quoted).collect::<Vec<_>>().join(", "))
                }
                Value::Objects(list) => {
                    let list = list.iter().map(|one| {
                        object(
                            one.iter()
                                .map(|(key, text)| format!("\"{key}\" :{}", quoted(text)))
                                .collect(),
                        )
                    });
                    format!("[{}]", list.collect::<Vec<_>>().join("\n,"))
                }
            };
            format!("\"{name}\":{value}")
        }));
        object(members)
    };
    format!("[{}]", records.iter().enumerate().map(one).collect::<Vec<_>>().join(",\n"))
}

fn as_xml(records: &[Record]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let element = |name: &str, inside: &str| format!("<{name}>{inside}</{name}>");
    let one = |(number, record): (usize, &Record)| {
        let mut inside = element("id", &number.to_string());
        for (name, value) in record {
            match value {
                Value::Text(text) => inside += &element(name, &escaped(text)),
                Value::List(list) => {
                    inside.extend(list.iter().map(|text| element(name, &escaped(text))));
                }
                Value::Objects(list) => {
                    for object in list {
                        let members = object.iter().map(|(key, text)| element(key, &escaped(text)));
                        inside += &element(name, &members.collect::<Vec<_>>().join("\n  "));
                    }
                }
            }
        }
        element("item", &inside)
    };
    element("all", &records.iter().enumerate().map(one).collect::<Vec<_>>().join("\n"))
}

/// What was read, by path.
fn read_back(text: &str, sheet: &str) -> Vec<BTreeMap<String, String>> {
    let whole = table(text, sheet);
    let filled = |row: &longshore_engine::row::Row| {
        let cells = whole.columns.iter().cloned().zip(row.iter().map(str::to_owned));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    };
    whole.rows.iter().map(filled).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_tree_comes_back(records in records()) {
        let expected = |separator| -> Vec<_> {
            records.iter().enumerate().map(|(number, record)| leaves(number, record, separator)).collect()
        };
        prop_assert_eq!(read_back(&as_json(&records), ""), expected('.'));
        prop_assert_eq!(read_back(&as_xml(&records), "all/item"), expected('/'));
    }
}

#[test]
fn a_list_in_records_says_the_number_of_the_record_around_each_where_it_is_asked_for() {
    let numbered = |text: &str, sheet: &str| {
        let mut settings = ReadSettings { sheet: Some(sheet.into()), ..ReadSettings::default() };
        settings.joining.second_key = Some(AROUND.to_owned());
        read_path(&Made::of(text).path, &settings, &Limits::default()).unwrap()
    };
    let text = r#"{"data":{"items":[{"name":"a","sizes":[{"s":1},{"s":2}],"id":7},{},{"name":"b"},
        {"name":"c","sizes":[{"s":3}]}]}}"#;
    let whole = numbered(text, "data.items.sizes");
    assert_eq!(whole.columns, [AROUND, "s"]);
    assert_eq!(whole.cells(), [["1", "1"], ["1", "2"], ["3", "3"]], "a blank record is no row");
    let text = "<all><p code='1'><v s='1'/><v s='2'/></p><p code='2'><v s='3'/></p></all>";
    assert_eq!(numbered(text, "all/p/v").cells(), [["1", "1"], ["1", "2"], ["2", "3"]]);
}

#[test]
fn variants_under_keys_are_a_list_with_keys() {
    let text = r#"[{"name":"a","variants":{"A-1":{"size":"S","price":5},"A-2":{"size":"M","price":6}},"to":{"x":1}},
        {"name":"b","variants":{"B-1":{"size":"S","price":7}}}, {"name":"c","variants":null}]"#;
    let whole = read(text);
    assert_eq!(
        whole.columns,
        [
            "name",
            "variants.@key",
            "variants.size",
            "variants.price",
            "variants[2].@key",
            "variants[2].size",
            "variants[2].price",
            "to.x"
        ]
    );
    assert_eq!(whole.cells()[1], ["b", "B-1", "S", "7", "", "", "", ""]);
    assert_eq!(table(text, "variants").cells()[2], ["b", "B-1", "S", "7"]);
}
